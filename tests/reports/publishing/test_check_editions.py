"""`check_editions` finds a byte that was altered, and says what another release prints differently."""

import io
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.support.edition_examples import make_edition, make_publication_of_two, published

triggers = import_module("reports.migrations.0002_append_only_editions")

pytestmark = pytest.mark.django_db


@contextmanager
def somebody_with_the_keys_to_the_database():
    """Take the database's own guard away for a moment, as whoever owns it can."""
    with connection.schema_editor() if connection.vendor != "sqlite" else plain_editor() as editor:
        triggers.drop_triggers(None, editor)
    with connection.cursor() as cursor:
        yield cursor


@contextmanager
def plain_editor():
    """SQLite's own editor of tables wants to begin the transaction that the test is in already."""

    class Editor:
        """What a migration asks of an editor."""

        def __init__(self):
            self.connection = connection

        def execute(self, statement):
            with connection.cursor() as cursor:
                cursor.execute(statement)

    yield Editor()


def checked(*options):
    out = io.StringIO()
    try:
        call_command("check_editions", *options, stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}{error}"
    return out.getvalue()


@pytest.fixture
def edition(committee_clerk):
    return published(committee_clerk, make_publication_of_two())


@pytest.fixture
def light_edition():
    """An edition with its page alone, which takes no printing."""
    return make_edition(make_publication_of_two())


def alter(edition, statement):
    with somebody_with_the_keys_to_the_database() as cursor:
        cursor.execute(statement, [edition.pk])


@pytest.mark.one_database
def test_an_edition_is_made_again_and_is_the_same(edition):
    assert checked().endswith("1 edition checked, none altered.\n")


def test_one_byte_altered_is_found(light_edition):
    page = light_edition.files.get()
    content = bytearray(page.content)
    content[len(content) // 2] ^= 1
    with somebody_with_the_keys_to_the_database() as cursor:
        cursor.execute("UPDATE reports_editionfile SET content = %s WHERE id = %s", [bytes(content), page.pk])
    said = checked("--marks-only")
    assert "ALTERED: savings.html is not what was published." in said
    assert said.endswith("1 edition of 1 altered.")


def test_bytes_and_mark_altered_together_are_found_by_the_history(light_edition):
    alter(
        light_edition,
        "UPDATE reports_editionfile SET sha256 = 'f00', content = content WHERE edition_id = %s",
    )
    assert "ALTERED: The mark of savings.html is not the one in the history." in checked("--marks-only")


def test_a_snapshot_altered_is_found(light_edition):
    alter(
        light_edition,
        "UPDATE reports_edition SET snapshot = replace(snapshot, '906000', '906001') WHERE id = %s",
    )
    assert "ALTERED: The snapshot is not what was published." in checked("--marks-only")


@pytest.mark.one_database
def test_another_release_that_prints_differently_is_no_alteration(edition, monkeypatch):
    monkeypatch.setattr("reports.publishing.checking.made_with", lambda: "writers of tomorrow")
    write = import_module("reports.publishing.making").write_html_page
    monkeypatch.setattr(
        "reports.publishing.making.write_html_page",
        lambda document: write(document).replace("<h1", '<h1 dir="ltr"'),
    )
    said = checked("--edition", str(edition.pk))
    assert "appendix.html comes out differently with this release (writers of tomorrow)" in said
    assert "ALTERED" not in said
    assert said.endswith("none altered.\n")


@pytest.mark.one_database
def test_the_same_release_that_prints_differently_is_one(edition, monkeypatch):
    write = import_module("reports.publishing.making").write_html_page
    monkeypatch.setattr(
        "reports.publishing.making.write_html_page",
        lambda document: write(document).replace("<h1", '<h1 dir="ltr"'),
    )
    assert "ALTERED: appendix.html comes out differently, though made with the same release." in checked()


def test_an_edition_that_is_not_there_is_an_error():
    assert checked("--edition", "99") == "There is no edition 99."

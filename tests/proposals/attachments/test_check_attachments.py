"""`check_attachments` finds a file that is missing or altered, and files in the store that belong to no record."""

import io
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from tests.support.attachment_examples import make_attachment, make_publication_attachment
from tests.support.edition_examples import make_publication
from tests.support.web_examples import make_proposal, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def rows():
    budget_round = make_round()
    return (
        make_attachment(make_proposal(budget_round, "ENV001")),
        make_publication_attachment(make_publication(budget_round)),
    )


def checked(*options):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("check_attachments", *options, stdout=out, stderr=err)
    except CommandError as error:
        return f"{err.getvalue()}{error}"
    return out.getvalue()


class TestTheStore:
    def test_is_whole_while_every_file_is_as_attached(self, rows):
        assert checked() == "2 files as attached.\n"

    def test_a_file_that_is_missing_or_altered_is_named(self, rows):
        on_proposal, on_publication = rows
        default_storage.delete(on_proposal.file.name)
        Path(on_publication.file.path).write_bytes(b"Another.")
        assert checked() == (
            f"attachment {on_proposal.pk} is missing from the store, or was altered.\n"
            f"attachment of a publication {on_publication.pk} is missing from the store, or was altered.\n"
            "2 files of 2 not as attached."
        )

    def test_a_file_of_no_record_is_named_and_deleted_when_asked_for(self, rows):
        path = default_storage.save("attachments/ab/left-behind", ContentFile(b"Left behind."))
        assert checked() == "2 files as attached.\n", "it may just be being attached"
        os.utime(default_storage.path(path), (0, 0))
        assert checked() == f"{path} belongs to no record.\n2 files as attached.\n"
        assert checked("--delete-unused") == f"{path} belongs to no record: deleted.\n2 files as attached.\n"
        assert checked() == "2 files as attached.\n"

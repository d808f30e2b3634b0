"""While a published proposal is corrected its readers have the files that were published, and no others."""

from pathlib import Path

import pytest
from django.conf import settings

from proposals.attachments.content import check_file
from proposals.attachments.storing import add_to_proposal, remove_from_proposal
from proposals.models import ProposalAttachment, SavingsProposal
from proposals.models.records import record_of
from proposals.workflow.published_version import published_version, replace_published
from tests.support.attachment_examples import SAID, TEXT, bytes_of, filled, make_attachment
from tests.support.exempt_examples import signed_in
from tests.support.web_examples import make_proposal, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def published():
    return make_proposal(make_round(), "ENV001")


@pytest.fixture
def row(published):
    """The second version of a public file, as everybody reads it; an internal and an exempt file are beside it."""
    make_attachment(published, "Working paper.txt", sensitivity="internal")
    make_attachment(published, "Sale.txt", sensitivity="exempt")
    return make_attachment(published, replaces=make_attachment(published, content=b"First."))


def change(user, old, content=b"Corrected.", sensitivity="public", **more):
    new = ProposalAttachment(
        replaces=old, **{**SAID, "sensitivity": sensitivity, **more}, **old.parent_fields
    )
    add_to_proposal(user, new, check_file("Assessment.txt", content), "A figure was wrong.")
    return new


def read_by(person, proposal):
    """The files that the person finds on the proposal's page, with what they hold."""
    client = signed_in(person)
    text = client.get(proposal.get_absolute_url()).content.decode()
    rows = ProposalAttachment.objects.order_by("pk")
    found = [row for row in rows if f'"{row.get_absolute_url()}"' in text]
    return [bytes_of(client.get(row.get_absolute_url())) for row in found]


def stored():
    return sorted(path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


@pytest.mark.one_database
class TestTheReaders:
    def test_have_the_published_version_until_the_new_one_is_published(
        self, published, row, section_151_officer, scrutiny_member
    ):
        assert read_by(scrutiny_member, published) == [TEXT]
        change(section_151_officer, row)
        assert read_by(scrutiny_member, published) == [TEXT]
        assert b"Corrected." in read_by(section_151_officer, published)
        kept = SavingsProposal.versions.with_statements().get(published_version_of=published.pk)
        assert [(item.name, item.version) for item in record_of(kept).attachments] == [("Assessment.txt", 2)]

    def test_have_it_where_another_file_was_added(self, published, row, section_151_officer, scrutiny_member):
        new = ProposalAttachment(proposal=published, **{**SAID, "sensitivity": "public"})
        add_to_proposal(section_151_officer, new, check_file("More.txt", b"More."), "Consultation closed.")
        assert read_by(scrutiny_member, published) == [TEXT]
        assert signed_in(scrutiny_member).get(new.get_absolute_url()).status_code == 404

    def test_have_the_new_one_afterwards_and_the_bytes_of_every_version_are_kept_once(
        self, published, row, section_151_officer, scrutiny_member, django_capture_on_commit_callbacks
    ):
        before = stored()
        with django_capture_on_commit_callbacks(execute=True):
            change(section_151_officer, row)
            published.refresh_from_db()
            published.stage = "published"
            published.save()
            replace_published(published)
        assert published_version(published) is None
        assert read_by(scrutiny_member, published) == [b"Corrected."]
        assert stored() == sorted([*before, b"Corrected."])

    @pytest.mark.parametrize(
        "said",
        [
            {"sensitivity": "internal"},
            {"sensitivity": "exempt", "exempt_paragraph": 1, "public_interest_reason": "It names somebody."},
        ],
        ids=["internal", "exempt"],
    )
    def test_lose_at_once_what_should_never_have_been_public(
        self, published, row, section_151_officer, scrutiny_member, said
    ):
        change(section_151_officer, row, **said)
        assert published_version(published) is not None
        assert read_by(scrutiny_member, published) == []

    def test_lose_at_once_what_is_removed_and_its_bytes_go(
        self, published, row, section_151_officer, scrutiny_member, django_capture_on_commit_callbacks
    ):
        change(section_151_officer, row)
        newest = ProposalAttachment.objects.get(replaces=row)
        with django_capture_on_commit_callbacks(execute=True):
            remove_from_proposal(section_151_officer, newest, "It named a resident.")
        assert read_by(scrutiny_member, published) == []
        assert stored() == [TEXT, TEXT], "the internal and the exempt file"


class TestWhatWasPublished:
    def test_nobody_replaces_or_removes_its_files(self, published, row, section_151_officer):
        change(section_151_officer, row)
        kept = published_version(published).attachments.get()
        client = signed_in(section_151_officer)
        assert bytes_of(client.get(kept.get_absolute_url())) == TEXT
        for address in (kept.replace_address, kept.remove_address):
            assert client.post(address, filled(reason="Why not?")).status_code == 403, address
        page = client.get(f"{published.get_absolute_url()}?version=published").content.decode()
        assert kept.get_absolute_url() in page
        assert kept.replace_address not in page

"""An edition keeps the public files that went with it, byte for byte, whatever becomes of them afterwards."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from proposals.attachments.storing import remove_from_proposal
from proposals.models import ProposalAttachment
from reports.documents.cover import Cover
from reports.models import PublicationAttachment
from reports.publishing.checking import check
from reports.publishing.frozen import freeze
from services.models import ChangeRecord
from tests.reports.publishing.test_check_editions import somebody_with_the_keys_to_the_database
from tests.reports.publishing.test_part_two import PART_II, text_of
from tests.support.attachment_examples import (
    TEXT,
    bytes_of,
    filled,
    make_attachment,
    make_publication_attachment,
)
from tests.support.edition_examples import (
    begin,
    make_edition,
    make_publication,
    make_publication_of_two,
    published,
    work_off,
)
from tests.support.exempt_examples import signed_in
from tests.support.scrutiny_examples import make_item
from tests.support.web_examples import make_proposal, make_round

pytestmark = pytest.mark.django_db

REPORT = b"Question,Agree\nClose it?,140\n"


@pytest.fixture
def publication():
    publication = make_publication_of_two()
    publication.budget_round.council.public_pages = True
    publication.budget_round.council.save()
    return publication


@pytest.fixture
def lights(publication):
    return publication.budget_round.proposals.get(reference="ENV001")


def attached(edition):
    return {file.name: bytes(file.content) for file in edition.files.filter(name__startswith="attachment-")}


def altered(edition):
    return [finding.words for finding in check(edition, remake=True) if finding.is_altered]


@pytest.mark.one_database
class TestWhatIsPublished:
    @pytest.fixture
    def edition(self, publication, lights, committee_clerk):
        old = make_attachment(lights, "First draft.txt", b"Old.")
        make_attachment(lights, "Assessment.txt", TEXT, replaces=old, dated="2026-09-14")
        make_attachment(lights, "Working paper.txt", b"Internal.", sensitivity="internal")
        make_attachment(lights, "Secret.txt", b"Exempt.", sensitivity="exempt")
        make_publication_attachment(publication, "Consultation.csv", REPORT)
        make_publication_attachment(publication, "Plan.txt", b"Internal too.", sensitivity="internal")
        return published(committee_clerk, publication)

    def test_is_every_public_file_in_its_current_version_and_no_other(self, edition):
        assert attached(edition) == {"attachment-1.csv": REPORT, "attachment-2.txt": TEXT}
        file = edition.files.get(name="attachment-2.txt")
        assert file.sha256 == hashlib.sha256(TEXT).hexdigest()
        assert file.description == (
            "ENV001: Assessment.txt. Equality impact assessment, version 2, 14 September 2026"
        )
        made = ChangeRecord.objects.get(record_type="reports.editionfile", record_id=file.pk)
        assert made.after["sha256"] == file.sha256

    def test_is_listed_in_the_pdf_with_version_and_date(self, edition):
        text = text_of(bytes(edition.files.get(name="appendix.pdf").content))
        assert "These public documents go with this one, in the version stated." in text
        assert "Assessment.txt" in text
        assert "14 September 2026" in text
        for hidden in ("First draft", "Working paper", "Secret", "Plan.txt"):
            assert hidden not in text
            assert hidden not in edition.snapshot

    def test_the_public_downloads_it_from_the_edition_as_a_file_to_be_saved(self, edition, client):
        page = client.get(edition.get_absolute_url()).content.decode()
        address = reverse("published:file", args=[edition.council.slug, edition.pk, "attachment-2.txt"])
        assert address in page
        assert hashlib.sha256(TEXT).hexdigest() in page
        response = client.get(address)
        assert bytes_of(response) == TEXT
        assert response.headers["Content-Disposition"].startswith("attachment;")
        assert response.headers["Content-Security-Policy"].endswith("; sandbox")
        assert response.headers["X-Content-Type-Options"] == "nosniff"

    def test_stays_when_the_file_is_replaced_removed_and_gone_from_the_store(
        self, edition, lights, section_151_officer, django_capture_on_commit_callbacks
    ):
        row = ProposalAttachment.objects.get(name="Assessment.txt")
        with django_capture_on_commit_callbacks(execute=True):
            remove_from_proposal(section_151_officer, row, "It named a resident.")
        assert not row.file.storage.exists(row.file.name)
        edition.refresh_from_db()
        assert attached(edition)["attachment-2.txt"] == TEXT
        assert altered(edition) == []

    def test_is_checked_against_the_snapshot_and_the_log(self, edition):
        assert altered(edition) == []
        with somebody_with_the_keys_to_the_database() as cursor:
            cursor.execute(
                "UPDATE reports_editionfile SET content = %s, sha256 = %s, size = 4 WHERE name = %s",
                [
                    connection.Database.Binary(b"Fake"),
                    hashlib.sha256(b"Fake").hexdigest(),
                    "attachment-2.txt",
                ],
            )
        assert altered(edition) == [
            "The mark of attachment-2.txt is not the one in the history.",
            "attachment-2.txt is not the attached file that was published.",
        ]

    def test_is_known_to_whoever_checks_a_file(self, edition, client):
        answer = client.post(reverse("verification:verify"), {"file": SimpleUploadedFile("x.txt", TEXT)})
        text = " ".join(answer.content.decode().split())
        assert "attachment-2.txt" in text
        other = client.post(reverse("verification:verify"), {"file": SimpleUploadedFile("x.txt", b"Exempt.")})
        assert "attachment-" not in other.content.decode()


class TestWhatHoldsUpPublication:
    def test_a_file_that_changed_since_it_was_looked_at(self, publication, lights, committee_clerk):
        make_attachment(lights)
        shown = freeze(committee_clerk, publication, draft=False).sha256
        make_attachment(lights, "Another.txt", b"Another.")
        assert freeze(committee_clerk, publication, draft=False).sha256 != shown

    @pytest.mark.parametrize("damage", ["gone", "altered"])
    def test_a_file_that_is_not_what_was_attached(self, publication, lights, committee_clerk, damage):
        row = make_attachment(lights)
        path = row.file.path
        row.file.storage.delete(row.file.name)
        if damage == "altered":
            with open(path, "wb") as file:  # noqa: PTH123 (whoever has the disk)
                file.write(b"Another text.")
        job = begin(committee_clerk, publication)
        work_off()
        job.refresh_from_db()
        assert (job.state, publication.editions.count()) == ("failed", 0)
        assert "“Assessment.txt” is missing or is not what was attached" in job.message


@pytest.mark.one_database
class TestPartTwo:
    def test_lists_the_exempt_files_with_version_and_digest_for_its_readers(self, committee_clerk):
        budget_round = make_round()
        row = make_attachment(
            make_proposal(budget_round, "ENV001"), "Sale.txt", b"Price.", sensitivity="exempt"
        )
        publication = make_publication(budget_round, **PART_II)
        before = freeze(committee_clerk, publication, draft=False).sha256
        edition = published(committee_clerk, publication)
        text = text_of(bytes(edition.files.get(name="appendix.pdf").content))
        assert "Sale.txt, version 1" in text
        assert row.sha256[:20] in text.replace(" ", "")
        assert "Sale.txt" not in edition.snapshot
        assert attached(edition) == {}
        make_attachment(row.proposal, "Sale.txt", b"Another price.", sensitivity="exempt", replaces=row)
        assert freeze(committee_clerk, publication, draft=False).sha256 != before
        assert altered(edition) == []

    def test_part_one_says_nothing_of_them(self, committee_clerk):
        budget_round = make_round()
        make_attachment(make_proposal(budget_round, "ENV001"), "Sale.txt", b"Price.", sensitivity="exempt")
        edition = published(committee_clerk, make_publication(budget_round))
        assert "Sale" not in text_of(bytes(edition.files.get(name="appendix.pdf").content))


class TestFilesOnAPublication:
    def test_are_attached_replaced_and_removed_by_those_who_prepare_it(self, publication, committee_clerk):
        client = signed_in(committee_clerk)
        page = reverse("publications:publication", args=[publication.pk])
        response = client.post(
            reverse("publications:attachment-add", args=[publication.pk]), filled(), follow=True
        )
        assert "Assessment.txt" in response.content.decode()
        old = PublicationAttachment.objects.get()
        assert bytes_of(client.get(old.get_absolute_url())) == TEXT
        client.post(old.replace_address, filled("New.txt", b"New."))
        new = PublicationAttachment.objects.get(replaces=old)
        assert (new.version, [item.key for item in publication.cover(draft=False).attachments]) == (
            2,
            [new.pk],
        )
        client.post(new.remove_address, {"reason": "A mistake."})
        assert PublicationAttachment.objects.count() == 0
        assert "No files are attached" in client.get(page).content.decode()

    def test_stand_on_its_page_beside_those_of_its_proposals(self, publication, lights, committee_clerk):
        make_attachment(lights, dated="2026-09-14")
        make_attachment(lights, "Working paper.txt", sensitivity="internal")
        page = signed_in(committee_clerk).get(reverse("publications:publication", args=[publication.pk]))
        text = page.content.decode()
        assert "ENV001: Assessment.txt. Equality impact assessment, version 1, 14 September 2026" in text
        assert "Working paper" not in text

    def test_are_never_exempt(self, publication, committee_clerk):
        sent = filled(sensitivity="exempt", exempt_paragraph="3", public_interest_reason="The sale.")
        response = signed_in(committee_clerk).post(
            reverse("publications:attachment-add", args=[publication.pk]), sent
        )
        assert response.status_code == 400
        assert PublicationAttachment.objects.count() == 0

    def test_are_for_those_who_see_the_publication(
        self, publication, committee_clerk, auditor, scrutiny_member, outsider, assign
    ):
        row = make_publication_attachment(publication)
        elsewhere = make_round("Elsewhere", council="Westvale Council").council
        expected = {committee_clerk: 200, auditor: 200, scrutiny_member: 403, outsider: 404, None: 302}
        for person, status in expected.items():
            assert signed_in(person).get(row.get_absolute_url()).status_code == status, person
        assert signed_in(auditor).post(row.replace_address, filled()).status_code == 403
        stranger = assign(committee_clerk, elsewhere)
        for address in (row.get_absolute_url(), row.replace_address, row.remove_address):
            assert signed_in(stranger).get(address).status_code == 404, address

    def test_a_cover_of_an_older_snapshot_has_none(self):
        assert Cover().attachments == ()


class TestFilesWithAnswers:
    """The public reads them where it reads the answer, and nowhere before."""

    def test_are_for_everybody_once_the_answer_is_published(self, publication, lights, client):
        make_edition(publication)
        item = make_item(lights, answer="Because of the cost.", published_at=lights.published_at)
        row = make_attachment(lights, scrutiny_item=item)
        slug = publication.council.slug
        address = reverse("published:scrutiny-file", args=[slug, row.pk])
        page = reverse("published:scrutiny", args=[slug])
        assert client.get(address).status_code == 404
        assert address not in client.get(page).content.decode()
        item.answer_published_at = lights.published_at
        item.save()
        assert address in client.get(page).content.decode()
        response = client.get(address)
        assert bytes_of(response) == TEXT
        assert response.headers["Content-Security-Policy"].endswith("; sandbox")
        publication.council.public_pages = False
        publication.council.save()
        assert client.get(address).status_code == 404

    def test_hide_what_is_internal_exempt_replaced_or_on_the_proposal_itself(
        self, publication, lights, client
    ):
        make_edition(publication)
        published_at = lights.published_at
        item = make_item(lights, answer="Yes.", published_at=published_at, answer_published_at=published_at)
        old = make_attachment(lights, scrutiny_item=item)
        new = make_attachment(lights, content=b"New.", scrutiny_item=item, replaces=old)
        hidden = [old, make_attachment(lights)]
        hidden += [
            make_attachment(lights, scrutiny_item=item, sensitivity=name) for name in ("internal", "exempt")
        ]
        slug = publication.council.slug
        for row in hidden:
            assert client.get(reverse("published:scrutiny-file", args=[slug, row.pk])).status_code == 404, row
        assert client.get(reverse("published:scrutiny-file", args=[slug, new.pk])).status_code == 200

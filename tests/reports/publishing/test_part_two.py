"""Part II holds the exempt wording of its proposals, for those who may read all of it; nobody else gets a byte."""

import subprocess

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from proposals.domain.stages import Stage
from proposals.exempt.grants import grant_exempt, withdraw_grant
from proposals.exempt.sections import ExemptPart
from proposals.models import ExemptWording, ImpactStatement, SavingsProposal, SpecialistReview
from proposals.permissions.exempt import exempt_readable_by, may_read_exempt
from reports.models import EditionWording
from reports.publishing.checking import check
from reports.publishing.frozen import freeze
from reports.publishing.making import ExemptInPartI, document_of
from services.models import ChangeRecord, Portfolio
from tests.proposals.exempt.test_exempt_leaks import assert_no_marker
from tests.reports.publishing.test_published_pages import PART_II, address_of, open_pages
from tests.support.edition_examples import begin, make_edition, make_publication, published, work_off
from tests.support.exempt_examples import MARKER, OFFICES, WORDING, exempt_proposal, signed_in
from tests.support.web_examples import make_proposal, make_round

pytestmark = pytest.mark.django_db

proposal = exempt_proposal
WORDINGS = (WORDING, f"{MARKER} {OFFICES}")


@pytest.fixture
def publication(proposal):
    """Part II of the exempt proposal and one that holds nothing back."""
    make_proposal(proposal.budget_round, "ENV002", savings=(1_000, 0, 0))
    return make_publication(proposal.budget_round, style="impact-table", **PART_II)


def text_of(pdf):
    printed = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(printed.stdout.decode().split())


def readings(**of):
    return ChangeRecord.objects.filter(action="viewed_exempt", **of)


class TestWhoMayReadIsOneRule:
    """`may_read_exempt` asks about one proposal, `exempt_readable_by` chooses among all: they say the same."""

    @pytest.mark.parametrize(
        "stage", [Stage.DRAFT, Stage.CABINET_MEMBER_REVIEW, Stage.SCRUTINY, Stage.WITHDRAWN]
    )
    def test_for_everybody_at_every_stage(
        self,
        proposal,
        stage,
        assign,
        author,
        finance_officer,
        section_151_officer,
        auditor,
        hr_adviser,
        legal_adviser,
        cabinet_member,
        committee_clerk,
        scrutiny_member,
        outsider,
    ):
        portfolio = Portfolio.objects.create(council=proposal.budget_round.council, name="Streets")
        proposal.service.portfolio = portfolio
        proposal.service.save()
        grant_exempt(section_151_officer, proposal, scrutiny_member, "Sits on the panel.")
        SpecialistReview.objects.create(proposal=proposal, team="hr", question="Is notice due?")
        proposal.stage, proposal.published_at = stage.value, None
        proposal.save()
        other = make_proposal(make_round("Elsewhere", council="Westmoor Council"), "XXX001")
        everybody = [
            assign(author, proposal.service),
            finance_officer,
            section_151_officer,
            auditor,
            hr_adviser,
            legal_adviser,
            assign(cabinet_member, portfolio),
            committee_clerk,
            scrutiny_member,
            outsider,
        ]
        readers = 0
        for person in everybody:
            readable = SavingsProposal.objects.filter(exempt_readable_by(person))
            for each in SavingsProposal.objects.filter(pk__in=[proposal.pk, other.pk]):
                assert may_read_exempt(person, each) is readable.filter(pk=each.pk).exists(), (person, each)
            readers += readable.filter(pk=proposal.pk).exists()
        assert 0 < readers < len(everybody)


class TestAnEdition:
    @pytest.fixture
    def edition(self, publication, committee_clerk):
        return published(committee_clerk, publication)

    def test_holds_every_wording_for_who_may_read_it_with_paragraph_and_reason_on_every_page(
        self, edition, committee_clerk, proposal
    ):
        reader = signed_in(committee_clerk)
        pdf = reader.get(address_of(edition, "appendix.pdf")).content
        text = text_of(pdf)
        page = reader.get(address_of(edition)).content.decode()
        for wording in WORDINGS:
            assert wording in text
            assert wording in page
            assert wording in reader.get(address_of(edition, "appendix.html")).content.decode()
        assert "Not for publication by virtue of paragraph 1 of Part 1 of Schedule 12A" in text
        marked = text.count(
            "Exempt – not for publication: paragraph 3 of Part 1 of Schedule 12A to the Local Government Act 1972. "
            "A contract is being let."
        )
        assert marked == edition.pages - 1  # the cover says it in its own words
        assert "Exempt from publication under paragraph 3" in text
        # Everything else that an edition keeps says what is public, and no more.
        assert_no_marker(edition.snapshot.encode(), "snapshot")
        for name in ("savings.csv", "savings.json"):
            assert_no_marker(reader.get(address_of(edition, name)).content, name)
        assert_no_marker(str(list(ChangeRecord.objects.public().values())).encode(), "log")
        assert ExemptPart.from_text(edition.wording.text).sha256 in edition.snapshot
        assert readings(record_type="reports.edition").count() == 6
        made = readings(subject_type="proposals.savingsproposal", subject_id=proposal.pk).get()
        assert (made.actor_name, made.reason) == ("Clare Minute", "Publishing of Part II")

    def test_shows_nobody_else_a_byte(
        self, edition, publication, scrutiny_member, cabinet_member, outsider, author, finance_officer, assign
    ):
        open_pages(edition.council)
        elsewhere = edition.council.directorates.create(code="COR", name="Corporate")
        pdf = bytes(edition.files.get(name="appendix.pdf").content)
        people = [None, scrutiny_member, cabinet_member, outsider, author, assign(finance_officer, elsewhere)]
        addresses = [
            address_of(edition),
            *(address_of(edition, file.name) for file in edition.files.defer("content")),
            "/published/eastvale-council/",
            f"/published/eastvale-council/?text={MARKER}",
            "/publications/",
            f"/publications/{publication.pk}/",
            f"/publications/{publication.pk}/page/",
            f"/publications/{publication.pk}/publish/",
            f"/publications/{publication.pk}/work/{publication.jobs.get().pk}/",
            f"/publications/{publication.pk}/work/{publication.jobs.get().pk}/draft.pdf",
            f"/compare/?before=edition-{edition.pk}&after=round-{publication.budget_round_id}",
            f"/proposals/{edition.entries.first().proposal_id}/",
            "/verify/",
        ]
        before = readings().count()
        for person in people:
            client = signed_in(person, raise_request_exception=False)
            for address in addresses:
                assert_no_marker(client.get(address).content, (person, address))
            assert client.get(address_of(edition)).status_code == 404
            assert client.get(address_of(edition, "appendix.pdf")).status_code == 404
        for person in (None, scrutiny_member):
            assert str(edition) not in _verified(signed_in(person), pdf)
        assert readings().count() == before

    def test_is_opened_by_a_councillor_with_leave_for_every_proposal_in_it(
        self, edition, proposal, scrutiny_member, section_151_officer
    ):
        grant_exempt(section_151_officer, proposal, scrutiny_member, "Sits on the panel.")
        assert signed_in(scrutiny_member).get(address_of(edition)).status_code == 404
        other = edition.entries.exclude(proposal=proposal).get().proposal
        grant_exempt(section_151_officer, other, scrutiny_member, "Sits on the panel.")
        response = signed_in(scrutiny_member).get(address_of(edition))
        assert WORDING in response.content.decode()
        assert "no-store" in response.headers["Cache-Control"]

    def test_stays_open_to_its_readers_while_a_proposal_of_it_is_corrected(
        self, edition, proposal, committee_clerk, scrutiny_member, section_151_officer
    ):
        leave = [
            grant_exempt(section_151_officer, entry.proposal, scrutiny_member, "Sits on the panel.")
            for entry in edition.entries.all()
        ]
        proposal.stage, proposal.published_at = Stage.CORPORATE_REVIEW.value, None
        proposal.save()
        for reader in (committee_clerk, scrutiny_member):
            assert WORDING in signed_in(reader).get(address_of(edition)).content.decode()
            # What the proposal says by now is another matter.
            assert not may_read_exempt(reader, proposal)
        withdraw_grant(section_151_officer, leave[0], "Left the panel.")
        assert signed_in(scrutiny_member).get(address_of(edition)).status_code == 404
        assert signed_in(None).get(address_of(edition)).status_code == 404

    def test_is_the_same_when_made_again_and_the_check_is_on_the_record(self, edition, capsys):
        ExemptWording.objects.all().delete()  # what stands in the proposals by now is none of its business
        call_command("check_editions")
        assert "as published" in capsys.readouterr().out
        assert readings(record_type="reports.edition").get().after["read"] == "check"

    def test_keeps_its_wording_unchanged_and_unknown_wording_is_found(self, edition):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE reports_editionwording SET text = 'x'")
        other = make_edition(make_publication(edition.publication.budget_round, **PART_II))
        EditionWording(edition=other, text="[]").save()
        found = [finding.words for finding in check(other, remake=False)]
        assert "The exempt wording is not what was published." in found


def _verified(client, pdf):
    return client.post("/verify/", {"file": SimpleUploadedFile("a.pdf", pdf)}).content.decode()


@pytest.mark.one_database
class TestAPreview:
    def test_on_screen_is_for_who_may_read_all_of_it_and_on_the_record(
        self, publication, proposal, committee_clerk, finance_officer, assign
    ):
        address = f"/publications/{publication.pk}/page/"
        page = signed_in(committee_clerk).get(address).content.decode()
        assert all(wording in page for wording in WORDINGS)
        assert readings().get().reason == f"Preview of Part II, “{publication}”"
        directorate = publication.council.directorates.create(code="COR", name="Corporate")
        narrowed = signed_in(assign(finance_officer, directorate))
        refused = narrowed.get(address)
        assert refused.status_code == 403
        assert_no_marker(refused.content, "refusal")
        shown = narrowed.get(f"/publications/{publication.pk}/")
        assert "The exempt wording of 2 proposals cannot be viewed by you" in shown.content.decode()
        asked = narrowed.post(f"/publications/{publication.pk}/print/", follow=True)
        assert "you cannot create a preview" in asked.content.decode()
        assert not publication.jobs.exists()
        assert readings().count() == 1

    def test_as_pdf_stays_exempt_when_the_publication_is_made_public(
        self, publication, committee_clerk, finance_officer, assign
    ):
        signed_in(committee_clerk).post(f"/publications/{publication.pk}/print/")
        work_off()
        job = publication.jobs.get()
        assert_no_marker(job.snapshot.encode(), "snapshot")
        publication.part, publication.exempt_paragraph, publication.public_interest_reason = 1, None, ""
        publication.save()
        address = f"/publications/{publication.pk}/work/{job.pk}/draft.pdf"
        assert WORDING in text_of(signed_in(committee_clerk).get(address).content)
        directorate = publication.council.directorates.create(code="COR", name="Corporate")
        assert signed_in(assign(finance_officer, directorate)).get(address).status_code == 403
        # Asked for, made, and taken away: the first of them reads nothing out.
        assert [row.reason for row in readings().order_by("pk")] == [
            "Preview of Part II",
            "Preview of Part II as PDF, asked for by Clare Minute",
        ]

    def test_that_stopped_is_tried_again_by_who_asked_for_it_whose_reading_goes_on_the_record(
        self, publication, committee_clerk, finance_officer
    ):
        asking = signed_in(committee_clerk)
        asking.post(f"/publications/{publication.pk}/print/")
        job = publication.jobs.get()
        address = f"/publications/{publication.pk}/work/{job.pk}/"
        asking.post(f"{address}cancel/")
        other = signed_in(finance_officer)
        assert "Try again" not in other.get(address).content.decode()
        refused = other.post(f"{address}again/", follow=True).content.decode()
        assert "Only the person who requested this can try again" in refused
        work_off()
        assert not readings().exists()
        assert "Try again" in asking.get(address).content.decode()
        asking.post(f"{address}again/")
        work_off()
        assert {row.actor_name for row in readings()} == {"Clare Minute"}

    def test_of_part_i_is_not_handed_on_once_what_its_draft_said_may_be_exempt(
        self, proposal, committee_clerk, section_151_officer, finance_officer, assign
    ):
        proposal.stage, proposal.published_at = Stage.DRAFT.value, None
        proposal.save()
        said = ImpactStatement.objects.get(kind="impact_upon_service")
        said.text = f"Darker streets at {MARKER}."
        said.save()
        publication = make_publication(proposal.budget_round, style="option-pages")
        signed_in(section_151_officer).post(f"/publications/{publication.pk}/print/")
        work_off()
        said.text = "Darker streets."
        said.save()
        proposal.stage, proposal.published_at = Stage.PUBLISHED.value, timezone.now()
        proposal.save()
        address = f"/publications/{publication.pk}/work/{publication.jobs.get().pk}/draft.pdf"
        directorate = publication.council.directorates.create(code="COR", name="Corporate")
        narrowed = signed_in(assign(finance_officer, directorate))
        assert narrowed.get(f"/proposals/{proposal.pk}/").status_code == 200
        assert narrowed.get(address).status_code == 404
        for person in (section_151_officer, committee_clerk):
            assert MARKER in text_of(signed_in(person).get(address).content)


class TestWordsOfAPublication:
    def test_that_repeat_exempt_wording_are_refused_where_more_people_read_them(
        self, publication, committee_clerk
    ):
        client = signed_in(committee_clerk)
        typed = {
            "style": "impact-table",
            "title": f"Why {WORDING.lower()}",
            "part": 1,
            "choosing": "filtered",
            "order": "document",
            "introduction": f"In short: {WORDING}",
        }
        address = f"/publications/{publication.pk}/words/"
        refused = client.post(address, typed)
        assert refused.status_code == 400
        assert refused.content.decode().count("This repeats exempt wording of ENV001") >= 2

    def test_that_repeat_it_are_refused_in_part_ii_too_whose_page_more_people_open(
        self, publication, committee_clerk, finance_officer, assign
    ):
        directorate = publication.council.directorates.create(code="COR", name="Corporate")
        narrowed = signed_in(assign(finance_officer, directorate))
        assert narrowed.get(f"/publications/{publication.pk}/words/").status_code == 200
        typed = {
            "style": "impact-table",
            "title": "Savings",
            "choosing": "filtered",
            "order": "document",
            **PART_II,
        }
        client, address = signed_in(committee_clerk), f"/publications/{publication.pk}/words/"
        for name in ("introduction", "public_interest_reason"):
            refused = client.post(address, {**typed, name: f"In short: {WORDING}"})
            assert (refused.status_code, name) == (400, name)
            assert "This repeats exempt wording of ENV001" in refused.content.decode()
        assert client.post(address, typed).status_code == 302

    def test_are_looked_at_again_when_it_is_published(self, publication, committee_clerk):
        public = make_publication(publication.budget_round, introduction=f"In short: {WORDING}")
        with pytest.raises(ValidationError, match="This repeats exempt wording of ENV001"):
            begin(committee_clerk, public)


class TestTroubles:
    def test_wording_that_changes_meanwhile_stops_the_edition(self, publication, committee_clerk):
        job = begin(committee_clerk, publication)
        held = ExemptWording.objects.first()
        held.text = "Another wording."
        held.save()
        work_off()
        job.refresh_from_db()
        assert (job.state, job.edition) == ("failed", None)
        assert job.message.startswith("The exempt wording has changed since this was requested.")

    def test_who_loses_their_leave_meanwhile_gets_nothing(self, publication, committee_clerk, proposal):
        job = begin(committee_clerk, publication)
        proposal.stage, proposal.published_at = Stage.CORPORATE_REVIEW.value, None
        proposal.save()
        work_off()
        job.refresh_from_db()
        assert (job.state, job.edition) == ("failed", None)
        assert "do not have permission to view the exempt wording of 1 proposal" in job.message

    def test_no_document_of_part_i_can_be_made_with_it(self, publication, committee_clerk):
        public = freeze(committee_clerk, make_publication(publication.budget_round), draft=False)
        with pytest.raises(ExemptInPartI):
            document_of(public.snapshot, exempt=ExemptPart(((), ())))

"""Publishing: who may, what holds it up, what an edition is, and that it never changes."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from proposals.models import SavingsProposal
from reports.models import Edition, PrintJob, Publication
from reports.publishing import jobs, worker
from reports.publishing.frozen import freeze
from reports.publishing.making import files_of
from reports.publishing.review import review
from services.audit.history import acting
from services.models import ChangeRecord
from tests.support.edition_examples import (
    REASON,
    begin,
    make_edition,
    make_publication,
    make_publication_of_two,
    published,
    work_off,
)
from tests.support.exempt_examples import signed_in
from tests.support.web_examples import make_budget, make_proposal, make_round, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def publication():
    return make_publication_of_two()


class TestAnEdition:
    def test_holds_the_data_and_every_file_with_its_mark_and_who_and_when(self, publication, committee_clerk):
        before = timezone.now()
        edition = published(committee_clerk, publication)
        assert (edition.number, edition.title) == (1, "Appendix A: Savings proposals")
        assert edition.published_by_name == "Clare Minute"
        assert before <= edition.published_at <= timezone.now()
        files = {held.name: held for held in edition.files.all()}
        assert list(files) == ["appendix.pdf", "appendix.html", "savings.csv", "savings.json"]
        for held in files.values():
            assert hashlib.sha256(held.content).hexdigest() == held.sha256
        assert bytes(files["appendix.pdf"].content).startswith(b"%PDF")
        assert "What this is." in bytes(files["appendix.html"].content).decode()
        assert "2784000" in json.dumps(json.loads(bytes(files["savings.json"].content)))
        assert [entry.proposal.reference for entry in edition.entries.all()] == ["ENV001", "ENV002"]

    def test_is_made_again_byte_for_byte_whatever_became_of_the_proposals(self, publication, committee_clerk):
        edition = published(committee_clerk, publication)
        proposal = SavingsProposal.objects.get(reference="ENV001")
        proposal.title = "Switch all lights off"
        proposal.save()
        publication.title = "Another title"
        publication.save()
        held = Edition.objects.get(pk=edition.pk)
        again = {file.name: file.content for file in files_of(held.frozen, held.mark)}
        assert again == {file.name: bytes(file.content) for file in held.files.all()}

    def test_is_on_the_record_with_the_reason_and_the_marks_but_not_the_bytes(
        self, publication, committee_clerk
    ):
        edition = published(committee_clerk, publication)
        made = ChangeRecord.objects.get(record_type="reports.edition", record_id=edition.pk)
        assert (made.actor_name, made.reason) == ("Clare Minute", REASON)
        assert made.after["snapshot_sha256"] == edition.snapshot_sha256
        assert "snapshot" not in made.after
        files = ChangeRecord.objects.filter(record_type="reports.editionfile", subject_id=edition.pk)
        assert {row.after["sha256"] for row in files} == set(edition.files.values_list("sha256", flat=True))
        assert all("content" not in row.after for row in files)

    def test_that_corrects_another_says_which_and_what(self, publication, committee_clerk):
        first = published(committee_clerk, publication)
        with pytest.raises(ValidationError, match="what this edition corrects"):
            begin(committee_clerk, publication)
        second = published(committee_clerk, publication, correction="A title was wrong.")
        assert (second.number, second.corrects, second.correction) == (2, first, "A title was wrong.")
        assert Edition.objects.get(pk=first.pk).mark.corrects is None
        assert second.mark.corrects == 1
        page = bytes(second.files.get(name="appendix.html").content).decode()
        assert "Correction: A title was wrong." in page


class TestWhatHoldsItUp:
    def test_who_only_drafts_may_not_publish(self, publication, finance_officer):
        with pytest.raises(PermissionDenied):
            begin(finance_officer, publication)
        assert not PrintJob.objects.exists()

    def test_nobody_reads_a_proposal_in_it_yet(self, publication, committee_clerk):
        make_proposal(publication.budget_round, "ENV003", stage="ready_to_publish", published_at=None)
        with pytest.raises(ValidationError, match="1 proposal is not published"):
            begin(committee_clerk, publication)

    def test_nothing_goes_in(self, publication, committee_clerk):
        publication.choosing = "picked"
        publication.save()
        with pytest.raises(ValidationError, match="There are no proposals in this publication"):
            begin(committee_clerk, publication)

    def test_the_filter_cannot_be_read(self, publication, committee_clerk):
        publication.query = "risk=Z"
        publication.save()
        with pytest.raises(ValidationError, match="Risk to delivery: “Z” is not one"):
            begin(committee_clerk, publication)

    def test_a_filter_that_cannot_be_read_begins_none(self, publication, client, committee_clerk):
        client.force_login(committee_clerk)
        address = f"{reverse('publications:new')}?round={publication.budget_round_id}&risk=Z"
        page = client.get(address).content.decode()
        assert "Risk to delivery: “Z” is not one" in page
        assert 'name="title"' not in page
        words = {
            "style": "option-pages",
            "title": "T",
            "part": "1",
            "choosing": "filtered",
            "order": "document",
        }
        assert client.post(address, words).status_code == 400
        assert Publication.objects.get() == publication

    def test_a_stored_figure_is_not_what_is_computed(self, publication, committee_clerk):
        SavingsProposal.objects.filter(reference="ENV001").update(total_saving=1)
        with pytest.raises(ValidationError, match="stored total saving 1, computed 2784000"):
            begin(committee_clerk, publication)

    def test_nobody_answers_for_what_is_missing(self, publication, committee_clerk):
        with pytest.raises(ValidationError, match="reason for publishing with gaps"):
            begin(committee_clerk, publication, reason=" ")

    def test_it_changed_while_somebody_looked(self, publication, committee_clerk):
        shown = freeze(committee_clerk, publication, draft=False).sha256
        publication.title = "Another title"
        publication.save()
        with pytest.raises(ValidationError, match="It has changed since you opened this page"):
            begin(committee_clerk, publication, shown=shown)

    def test_it_changed_while_it_was_made(self, publication, committee_clerk):
        job = begin(committee_clerk, publication)
        proposal = SavingsProposal.objects.get(reference="ENV002")
        proposal.title = "Dim only some lights"
        proposal.save()
        work_off()
        job.refresh_from_db()
        assert (job.state, Edition.objects.count()) == ("failed", 0)
        assert "It changed while it was being made" in job.message

    def test_who_asked_may_no_longer_publish(self, publication, committee_clerk):
        job = begin(committee_clerk, publication)
        committee_clerk.groups.clear()
        work_off()
        job.refresh_from_db()
        assert (job.state, job.message) == ("failed", "Only committee clerks can publish editions.")
        assert not Edition.objects.exists()


class TestTheReview:
    def test_names_what_is_missing_and_what_does_not_add_up_with_the_proposals(self, committee_clerk):
        budget_round = make_round()
        budget = make_budget(make_service(budget_round), gross=500_000, income=0)
        large = make_proposal(budget_round, "ENV001", savings=(906_000, 0, 0), base_budget=budget)
        publication = make_publication(budget_round, style="option-pages")
        found = review(publication, freeze(committee_clerk, publication, draft=True))
        said = {section.heading: section.remarks for section in found.sections}
        assert not found.blocking
        assert any(
            "Impact upon service: missing in 1 of 1" in str(r.words)
            for r in said["Fields that are not stated"]
        )
        (screening,) = said["Equality screening and assessment"]
        assert (screening.words, screening.proposals) == ("Missing: equality screening", (large,))
        (unusual,) = said["Warnings about figures"]
        assert unusual.words == (
            "The saving of £906,000 is larger than the net budget of £500,000 in 2026/27."
        )

    def test_names_what_the_last_edition_held_and_the_next_would_not(self, publication, committee_clerk):
        make_edition(publication)
        heading = "Removed since edition 1"
        publication.query = "text=ENV001"
        found = review(publication, freeze(committee_clerk, publication, draft=True))
        (gone,) = next(section.remarks for section in found.sections if section.heading == heading)
        assert gone.words == "1 proposal in edition 1 no longer published or no longer chosen: ENV002"

    def test_names_what_is_left_out_as_the_edition_does_and_not_as_a_draft_does(
        self, publication, committee_clerk
    ):
        make_edition(publication)
        corrected = publication.budget_round.proposals.get(reference="ENV002")
        corrected.stage, corrected.reference = "draft", "ENV-SECRET"
        corrected.save()
        page = signed_in(committee_clerk).get(f"/publications/{publication.pk}/").content.decode()
        assert "no longer published or no longer chosen: ENV002" in page
        assert "ENV-SECRET" not in page

    def test_says_that_nothing_of_the_last_edition_is_left_out(self, publication, committee_clerk):
        make_edition(publication)
        found = review(publication, freeze(committee_clerk, publication, draft=True))
        clear = [section.clear for section in found.sections if "edition 1" in section.heading]
        assert clear == ["None. Every proposal in edition 1 is included."]
        assert not any(section.remarks for section in found.sections if "edition 1" in section.heading)


class TestWhatGoesIn:
    def test_in_the_order_of_the_rule_or_by_hand(self, publication, committee_clerk):
        def order(rule):
            publication.order = rule
            publication.save()
            keys = freeze(committee_clerk, publication, draft=True).keys
            return [SavingsProposal.objects.get(pk=key).reference for key in keys]

        make_proposal(publication.budget_round, "ENV003", savings=(5_000_000, 0, 0))
        assert order("document") == ["ENV001", "ENV002", "ENV003"]
        assert order("largest") == ["ENV003", "ENV001", "ENV002"]
        publication.choosing = "picked"
        for place, reference in enumerate(["ENV003", "ENV002"], start=1):
            picked = publication.budget_round.proposals.get(reference=reference)
            publication.items.create(proposal=picked, position=place)
        assert order("by_hand") == ["ENV003", "ENV002"]
        assert order("reference") == ["ENV002", "ENV003"]

    def test_says_that_it_is_a_part_and_counts_only_what_is_published(self, publication, committee_clerk):
        make_proposal(publication.budget_round, "ENV009", stage="draft", published_at=None)
        assert freeze(committee_clerk, publication, draft=False).record.selection == ""
        publication.query = "text=ENV001"
        assert freeze(committee_clerk, publication, draft=False).record.selection.endswith(
            "; 2 proposals of the round are published."
        )


class TestWorkInTheBackground:
    def ask(self, person, publication):
        with acting(user=person):
            return jobs.ask(publication, "preview", freeze(person, publication, draft=True))

    def test_a_preview_is_marked_as_a_draft_and_says_how_far_it_was(self, publication, committee_clerk):
        job = self.ask(committee_clerk, publication)
        work_off()
        job.refresh_from_db()
        assert (job.state, job.step, job.page, job.of) == ("done", "drawing", job.pages, job.pages)
        assert bytes(job.content).startswith(b"%PDF")
        assert json.loads(job.snapshot)["cover"]["draft"] is True

    def test_one_of_a_kind_is_made_at_a_time_and_the_second_is_told_by_whom(
        self, publication, committee_clerk, finance_officer
    ):
        self.ask(committee_clerk, publication)
        with pytest.raises(jobs.AlreadyActive, match="started by Clare Minute"):
            self.ask(finance_officer, publication)

    def test_what_waits_is_stopped_at_once_and_what_runs_at_the_next_page(self, publication, committee_clerk):
        job = self.ask(committee_clerk, publication)
        jobs.cancel(job)
        assert jobs.take("w") is None
        job = self.ask(committee_clerk, publication)
        taken = jobs.take("w")
        jobs.cancel(taken)
        worker.do(taken)
        job.refresh_from_db()
        assert (job.state, job.content) == ("cancelled", None)

    def test_whose_worker_died_is_told_apart_and_tried_again(self, publication, committee_clerk):
        job = self.ask(committee_clerk, publication)
        dead = jobs.take("a worker that dies")
        PrintJob.objects.filter(pk=job.pk).update(seen_at=timezone.now() - timedelta(minutes=2))
        job.refresh_from_db()
        assert job.is_dead
        jobs.retry(job)
        work_off()
        job.refresh_from_db()
        assert job.state == "done"
        # The one that was taken for dead comes back, and changes nothing any more.
        with pytest.raises(jobs.Stopped):
            jobs.finish(dead, state="failed")
        jobs.end(dead, state="failed", message="I died.")
        job.refresh_from_db()
        assert (job.state, job.message) == ("done", "")

    def test_a_worker_taken_for_dead_publishes_nothing(self, publication, committee_clerk):
        job = begin(committee_clerk, publication)
        dead = jobs.take("a worker that dies")
        PrintJob.objects.filter(pk=job.pk).update(seen_at=timezone.now() - timedelta(minutes=2))
        job.refresh_from_db()
        jobs.retry(job)
        worker.do(dead)
        assert not Edition.objects.exists()
        work_off()
        assert Edition.objects.count() == 1

    def test_an_error_of_the_program_is_said_and_logged(
        self, publication, committee_clerk, monkeypatch, caplog
    ):
        job = begin(committee_clerk, publication)
        monkeypatch.setattr("reports.publishing.publishing.files_of", lambda *_: 1 / 0)
        work_off()
        job.refresh_from_db()
        assert job.state == "failed"
        assert "Ask your system administrator to check the log" in job.message
        assert "ZeroDivisionError" in caplog.text


def test_the_order_of_the_list_is_kept_with_its_filter(publication, committee_clerk):
    publication.query, publication.order = "sort=-reference", "listed"
    keys = freeze(committee_clerk, publication, draft=True).keys
    assert [SavingsProposal.objects.get(pk=key).reference for key in keys] == ["ENV002", "ENV001"]

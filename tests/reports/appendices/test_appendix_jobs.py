"""An appendix of a list is made by the worker, for the person who asked for it alone, and not for ever."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from proposals.models import ImpactStatement
from reports.models import PrintJob
from reports.publishing import jobs, worker
from tests.support.attachment_examples import make_attachment
from tests.support.edition_examples import appendix_file, work_off
from tests.support.settled_page import assert_sound
from tests.support.web_examples import make_proposal, make_round, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ASKED = {"cover-title": "Savings for Cabinet"}


@pytest.fixture
def budget_round():
    made = make_round()
    make_proposal(made, "ENV001", "Dim the lights")
    make_proposal(made, "ENV002", "Fewer lamps")
    return made


@pytest.fixture
def clerk(client, committee_clerk, budget_round):
    client.force_login(committee_clerk)
    return client


def asked(client, ending="pdf", **more):
    """The job that is asked for, and the address of its page."""
    address = client.get(reverse(f"reports:{ending}"), {**ASKED, **more})["Location"]
    return PrintJob.objects.get(pk=int(address.split("/")[-2])), address


class TestAskingForAFile:
    def test_leads_to_its_progress_and_then_to_the_file(self, clerk):
        job, address = asked(clerk)
        assert "Waiting to start." in words(tree(clerk.get(address)))
        work_off()
        page = tree(clerk.get(address))
        (link,) = page.xpath("//a[contains(., 'Download the PDF')]/@href")
        with pikepdf.open(BytesIO(clerk.get(link).content)) as pdf:
            assert pdf.docinfo["/Title"] == f"Savings for Cabinet – {job.budget_round.name}"
            assert len(pdf.pages) == PrintJob.objects.get().pages

    @pytest.mark.parametrize(
        ("ending", "words_of_it", "begins"),
        [("docx", "Word file", b"PK"), ("xlsx", "Excel workbook", b"PK"), ("pdf", "PDF", b"%PDF")],
    )
    def test_of_every_kind(self, clerk, ending, words_of_it, begins):
        _job, address = asked(clerk, ending)
        assert f"{words_of_it} of the appendix" in words(tree(clerk.get(address)))
        answer = appendix_file(clerk, ending, **ASKED)
        assert answer.content.startswith(begins)
        assert answer["Content-Disposition"].endswith(f'.{ending}"')

    @pytest.mark.parametrize(
        "headers",
        [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Purpose": "prefetch"}],
    )
    def test_that_another_site_or_the_browser_itself_sends_shows_the_form_filled_in(self, clerk, headers):
        page = clerk.get(reverse("reports:pdf"), ASKED, headers=headers)
        assert page.status_code == 200
        assert tree(page).xpath("//input[@name='cover-title']/@value") == [ASKED["cover-title"]]
        assert clerk.head(reverse("reports:pdf"), ASKED).status_code == 200
        assert not PrintJob.objects.exists()
        own = clerk.get(reverse("reports:pdf"), ASKED, headers={"Sec-Fetch-Site": "same-origin"})
        assert own.status_code == 302

    def test_again_makes_no_second_one_while_nothing_has_changed(self, clerk, budget_round):
        first, _ = asked(clerk)
        work_off()
        assert asked(clerk)[0] == first
        assert asked(clerk, "docx")[0] != first
        make_proposal(budget_round, "ENV003", "Fewer benches")
        assert asked(clerk)[0] != first

    def test_that_cannot_be_made_says_so_on_the_form(self, clerk):
        assert clerk.get(reverse("reports:pdf"), {"cover-title": ""}).status_code == 400
        assert not PrintJob.objects.exists()

    def test_of_more_than_are_made_for_one_person_waits_until_one_is_finished(
        self, clerk, client, finance_officer
    ):
        for number in range(jobs.MOST_OF_ONE_PERSON):
            job, address = asked(clerk, **{"cover-title": f"Appendix {number}"})
        refused = clerk.get(reverse("reports:pdf"), ASKED)
        assert refused.status_code == 429
        assert "5 of your appendices are not finished." in words(tree(refused))
        assert PrintJob.objects.count() == jobs.MOST_OF_ONE_PERSON
        # What has been asked for already is found all the same, and nobody else has to wait.
        assert asked(clerk, **{"cover-title": "Appendix 0"})[1] != address
        clerk.post(f"{address}cancel/")
        assert asked(clerk)[0] != job
        client.force_login(finance_officer)
        assert asked(client)[0].asked_by_id == finance_officer.pk

    def test_deletes_the_oldest_of_more_than_are_kept_for_one_person(self, clerk, monkeypatch):
        monkeypatch.setattr(jobs, "MOST_APPENDICES_KEPT", 2)
        made = []
        for number in range(3):
            made.append(asked(clerk, **{"cover-title": f"Appendix {number}"})[0])
            work_off()
        assert set(PrintJob.objects.all()) == set(made[1:])

    def test_lists_it_where_appendices_are_made(self, clerk):
        job, address = asked(clerk)
        assert (
            tree(clerk.get(reverse("reports:appendix")))
            .xpath(f"//a[@href='{address}']/text()")[0]
            .startswith(job.file_name)
        )

    def test_that_no_worker_takes_says_what_to_do(self, clerk):
        _job, address = asked(clerk)
        PrintJob.objects.update(asked_at=timezone.now() - timedelta(minutes=1))
        assert "check that a worker is running" in words(tree(clerk.get(address)))


class TestTheProgressPage:
    def test_loads_itself_again_without_a_script_until_the_end(self, clerk):
        _job, address = asked(clerk)
        refresh = '<noscript><meta http-equiv="refresh"'
        assert refresh in clerk.get(address).content.decode()
        work_off()
        assert refresh not in clerk.get(address).content.decode()

    def test_cancels_and_tries_again(self, clerk):
        job, address = asked(clerk)
        clerk.post(f"{address}cancel/")
        job.refresh_from_db()
        assert job.state == "cancelled"
        work_off()
        clerk.post(f"{address}again/")
        work_off()
        job.refresh_from_db()
        assert (job.state, job.pages) == ("done", 2)

    def test_says_the_page_that_is_laid_out(self, clerk):
        asked(clerk)
        taken = jobs.take("a worker of this test")
        seen = []

        def report(progress):
            seen.append((progress.step, progress.page, progress.of))

        with worker.watched_by(report):
            worker.make(taken)
        assert ("laying_out", 1, None) in seen
        assert seen[-1] == ("drawing", 2, 2)


class TestTheFile:
    @pytest.fixture
    def made(self, clerk):
        job, address = asked(clerk)
        work_off()
        return job, address

    def test_is_for_the_person_who_asked_for_it_alone(self, made, client, finance_officer):
        _job, address = made
        client.force_login(finance_officer)
        for more in ("", "progress/", "file/"):
            assert client.get(f"{address}{more}").status_code == 404
        for more in ("cancel/", "again/"):
            assert client.post(f"{address}{more}").status_code == 404

    def test_is_not_given_where_the_person_may_no_longer_see_a_proposal(self, made, clerk, budget_round):
        _job, address = made
        assert clerk.get(f"{address}file/").status_code == 200
        budget_round.proposals.filter(reference="ENV002").get().delete()
        assert clerk.get(f"{address}file/").status_code == 404

    def test_is_not_given_where_printed_words_have_been_made_exempt(self, clerk, budget_round):
        proposal = budget_round.proposals.get(reference="ENV001")
        kind = "impact_upon_service"
        statement = ImpactStatement.objects.create(proposal=proposal, kind=kind, text="Darker.")
        _job, address = asked(clerk)
        work_off()
        assert clerk.get(f"{address}file/").status_code == 200
        statement.exempt_paragraph, statement.public_interest_reason = 3, "Terms of a contract"
        statement.save()
        assert clerk.get(f"{address}file/").status_code == 404

    @pytest.mark.parametrize("sensitivity", ["exempt", "internal"])
    def test_is_not_given_where_a_file_that_it_names_has_been_taken_back(
        self, clerk, budget_round, sensitivity
    ):
        file = make_attachment(budget_round.proposals.get(reference="ENV001"), "Offer of a buyer.txt")
        _job, address = asked(clerk)
        work_off()
        assert clerk.get(f"{address}file/").status_code == 200
        make_attachment(file.proposal, content=b"Later.\n", sensitivity=sensitivity, replaces=file)
        assert clerk.get(f"{address}file/").status_code == 404

    def test_expires(self, made, clerk, settings):
        job, address = made
        settings.APPENDIX_DAYS = 7
        PrintJob.objects.update(asked_at=timezone.now() - timedelta(days=6, hours=23))
        assert clerk.get(f"{address}file/").status_code == 200
        PrintJob.objects.update(asked_at=timezone.now() - timedelta(days=7, minutes=1))
        assert clerk.get(address).status_code == clerk.get(f"{address}file/").status_code == 404
        assert asked(clerk)[0] != job

    def test_is_deleted_by_the_worker_when_it_has_expired(self, made, clerk):
        job, _address = made
        worker.work(lambda: False, once=True)
        assert PrintJob.objects.filter(pk=job.pk).exists()
        PrintJob.objects.update(asked_at=timezone.now() - timedelta(days=8))
        worker.work(lambda: False, once=True)
        assert not PrintJob.objects.exists()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
class TestInTheBrowser:
    def test_from_the_form_to_the_file(self, page, sign_in, budget_round, committee_clerk):
        sign_in(page, committee_clerk)
        page.goto("/appendices/")
        page.get_by_role("button", name="Create the PDF").click()
        expect(page.get_by_role("heading", name="PDF of the appendix")).to_be_visible()
        assert_sound(page, (320, 1280))
        work_off()
        # Nobody loads the page again: it says so by itself.
        with page.expect_download() as download:
            page.get_by_role("button", name="Download the PDF (2 pages)").click()
        assert download.value.suggested_filename.endswith("-appendix.pdf")
        assert_sound(page, (320, 1280))

    def test_without_a_script_the_page_loads_itself_again(
        self, browser, live_server, sign_in, budget_round, committee_clerk
    ):
        context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
        page = context.new_page()
        sign_in(page, committee_clerk)
        page.goto("/appendices/")
        page.get_by_role("button", name="Create the Excel workbook").click()
        expect(page.get_by_text("Waiting to start.").first).to_be_visible()
        work_off()
        expect(page.get_by_role("button", name="Download the Excel workbook")).to_be_visible(timeout=15_000)
        context.close()

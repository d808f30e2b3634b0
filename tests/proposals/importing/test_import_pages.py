"""Importing on the web: upload, preview, confirm; nothing is written that nobody saw."""

import threading
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from proposals.models import (
    BudgetRound,
    DocumentImport,
    ProposalFinding,
    SavingsProposal,
    WaitingDocument,
    YearProfile,
)
from services.models import ChangeRecord, Council
from tests.support.option_forms import LIBRARIES, PARKS, bytes_of, word_of
from tests.support.web_examples import make_round, problems, tree, words

pytestmark = pytest.mark.django_db
UPLOAD = "/proposals/import/"
ROUND = "Budget 2027/28 to 2029/30"
# The total stated is not what the years come to: 120 and 30 thousand.
WRONG_TOTAL = LIBRARIES.but(savings=("-0.120", "-0.030", "0.000", "-0.160"))

# SQLite has one writer at a time, and in memory refuses the second instead of letting it wait.
CLICKS_AT_ONCE = {"postgresql": 2, "sqlite": 1}


@pytest.fixture
def officer(client, finance_officer):
    client.force_login(finance_officer)
    return client


@pytest.fixture
def budget_round():
    return make_round(ROUND)


def upload(client, content, name="options.txt", **fields):
    document = SimpleUploadedFile(name, content)
    return client.post(UPLOAD, {"document": document, **fields})


def previewed(client, content, budget_round, **fields):
    """Upload into the round; the address of the preview and its page."""
    response = upload(client, content, budget_round=budget_round.pk, **fields)
    assert response.status_code == 302, problems(response)
    return response["Location"], client.get(response["Location"])


def form_of(page):
    """What the preview's form would send."""
    fields = tree(page).xpath("//main//form//input[@type='hidden']")
    return {field.get("name"): field.get("value") for field in fields}


def headings(page):
    listed = tree(page).xpath("//main//h1 | //main//h2[not(contains(@class, 'banner'))]")
    return [words(heading) for heading in listed]


def said(response):
    return [
        words(banner) for banner in tree(response).xpath("//*[@class='govuk-notification-banner__heading']")
    ]


def rows_of(page):
    """The rows of the proposals on the preview, or on the page of what was imported."""
    table = tree(page).xpath("//main//table[contains(caption, 'Proposals')]")[0]
    return [[words(cell) for cell in row] for row in table.xpath("./tbody/tr")]


class TestAnUpload:
    def test_shows_what_would_be_created_and_writes_nothing(self, officer, budget_round):
        _, page = previewed(officer, bytes_of(LIBRARIES, PARKS), budget_round)
        assert headings(page)[0] == "Preview"
        text = words(tree(page).xpath("//main")[0])
        assert "2 new, 0 changed, 0 unchanged" in text
        assert "LIB001 – MOBILE LIBRARIES (LIB, Library Service)" in text
        assert "New directorate: LIB" in text
        assert words(tree(page).xpath("//main//form//button")[0]) == "Import (2 new)"
        assert not SavingsProposal.objects.exists()
        assert not DocumentImport.objects.exists()

    def test_is_imported_when_confirmed_and_the_page_shows_what_was_made(self, officer, budget_round):
        address, page = previewed(officer, bytes_of(LIBRARIES, PARKS), budget_round)
        response = officer.post(address, form_of(page), follow=True)
        made = DocumentImport.objects.get()
        assert response.redirect_chain[-1][0] == f"/proposals/import/made/{made.pk}/"
        assert said(response) == ["Imported: 2 created."]
        assert rows_of(response) == [
            ["New: 2"],
            [
                "LIB001 – MOBILE LIBRARIES (LIB, Library Service)",
                "-0.120",
                "-0.030",
                "0.000",
                "-0.150",
                "-1.50",
            ],
            [
                "ENV014 – PARK KEEPING – WINTER HOURS (ENV, Parks)",
                "0.000",
                "-0.045",
                "-0.005",
                "-0.050",
                "0.00",
            ],
        ]
        libraries, parks = SavingsProposal.objects.order_by("position")
        assert (libraries.reference, libraries.total_saving, str(libraries.total_fte_change)) == (
            "LIB001",
            150_000,
            "-1.50",
        )
        assert (parks.reference, parks.total_saving) == ("ENV014", 50_000)
        assert not WaitingDocument.objects.exists()
        kept = DocumentImport.objects.get()
        assert (kept.file_name, kept.imported_by, kept.created) == ("options.txt", "Fiona Ledger", 2)
        assert set(
            ChangeRecord.objects.filter(
                subject_id=parks.pk, subject_type="proposals.savingsproposal"
            ).values_list("actor_name", flat=True)
        ) == {"Fiona Ledger"}

    def test_may_be_a_word_file(self, officer, budget_round):
        address, page = previewed(officer, word_of(LIBRARIES), budget_round, name="options.docx")
        officer.post(address, form_of(page))
        assert YearProfile.objects.get(year=budget_round.first_year).recurring_saving == 120_000

    def test_shows_what_would_change_from_what_to_what_and_what_is_left_alone(self, officer, budget_round):
        address, page = previewed(officer, bytes_of(LIBRARIES, PARKS), budget_round)
        officer.post(address, form_of(page))
        changed = PARKS.but(title="PARKS", savings=("0.000", "-0.045", "-0.015", "-0.060"))
        address, page = previewed(officer, bytes_of(LIBRARIES, changed), budget_round)
        text = words(tree(page).xpath("//main")[0])
        assert "0 new, 1 changed, 1 unchanged" in text
        totals, proposals = tree(page).xpath("//main//table")
        assert [[words(cell) for cell in row] for row in totals.xpath(".//tbody/tr")] == [
            ["Savings (£m)", "-0.120", "-0.075", "-0.015", "-0.210"],
            ["FTE", "-2.00", "0.50", "0.00", "-1.50"],
        ]
        rows = [[words(cell) for cell in row] for row in proposals.xpath(".//tr")]
        assert rows == [
            ["Proposal", "2027/28", "2028/29", "2029/30", "Total", "FTE"],
            ["Changed: 1"],
            ["ENV014 – PARKS (ENV, Parks)", "0.000", "-0.045", "-0.015", "-0.060", "0.00"],
            [words(proposals.xpath(".//details")[0])],
            ["Unchanged: 1"],
            [
                "LIB001 – MOBILE LIBRARIES (LIB, Library Service)",
                "-0.120",
                "-0.030",
                "0.000",
                "-0.150",
                "-1.50",
            ],
        ]
        assert words(proposals.xpath(".//summary")[0]) == "2 changes to ENV014"
        changes = [[words(part) for part in row] for row in proposals.xpath(".//dl/div")]
        assert changes == [
            ["Title", "Current: PARK KEEPING – WINTER HOURS", "In the document: PARKS"],
            ["Saving 2029/30", "Current: £5,000", "In the document: £15,000"],
        ]
        officer.post(address, form_of(page))
        assert SavingsProposal.objects.get(reference="ENV014").total_saving == 60_000

    def test_of_what_is_held_already_offers_nothing_to_import(self, officer, budget_round):
        address, page = previewed(officer, bytes_of(LIBRARIES), budget_round)
        officer.post(address, form_of(page))
        _, page = previewed(officer, bytes_of(LIBRARIES), budget_round)
        assert "Everything in this document is already up to date." in words(tree(page).xpath("//main")[0])
        assert [words(button) for button in tree(page).xpath("//main//form//button")] == [
            "Cancel and choose another document"
        ]

    def test_can_be_thrown_away(self, officer, budget_round):
        address, page = previewed(officer, bytes_of(LIBRARIES), budget_round)
        response = officer.post(address, {**form_of(page), "discard": "1"}, follow=True)
        assert said(response) == ["The document was not imported. Nothing was changed."]
        assert not WaitingDocument.objects.exists()
        assert not SavingsProposal.objects.exists()

    def test_that_waited_for_more_than_a_day_goes_with_the_next(self, officer, budget_round, finance_officer):
        previewed(officer, bytes_of(LIBRARIES), budget_round)
        WaitingDocument.objects.update(uploaded_at=timezone.now() - timedelta(days=1, minutes=1))
        previewed(officer, bytes_of(PARKS), budget_round)
        assert WaitingDocument.objects.count() == 1


class TestANewRound:
    def test_of_a_new_council_takes_its_years_and_signs_from_the_document(self, officer):
        response = upload(
            officer,
            bytes_of(LIBRARIES),
            council_name="Westvale Council",
            round_name=ROUND,
            phase="preparation",
        )
        page = officer.get(response["Location"])
        text = words(tree(page).xpath("//main")[0])
        assert "Westvale Council (new)" in text
        assert f"{ROUND} (new)" in text
        assert "Draft: not published yet, to go through sign-off" in text
        officer.post(response["Location"], form_of(page))
        budget_round = BudgetRound.objects.get()
        assert (str(budget_round), budget_round.phase) == (f"Westvale Council: {ROUND}", "preparation")
        assert [str(year) for year in budget_round.years] == ["2027/28", "2028/29", "2029/30"]

    def test_says_what_its_proposals_are_in_the_words_of_the_upload_page(self, officer):
        offered = words(tree(officer.get(UPLOAD)).xpath("//main")[0])
        sent = upload(
            officer, bytes_of(LIBRARIES), council_name="Westvale", round_name=ROUND, phase="scrutiny"
        )
        shown = words(tree(officer.get(sent["Location"])).xpath("//main")[0])
        for page in (offered, shown):
            assert "Published already, elsewhere: every role can read the proposals at once" in page
        assert "finance officers correct" not in shown

    def test_of_a_past_year_is_closed_and_its_proposals_are_readable(self, officer):
        sent = upload(officer, bytes_of(LIBRARIES), council_name="Westvale", round_name=ROUND, phase="closed")
        page = officer.get(sent["Location"])
        assert "Of a past year: published already, elsewhere" in words(tree(page).xpath("//main")[0])
        listed = officer.post(sent["Location"], form_of(page), follow=True)
        assert BudgetRound.objects.get().phase == "closed"
        assert "MOBILE LIBRARIES" in listed.content.decode()
        assert "nothing has been decided yet" not in listed.content.decode()

    def test_is_refused_a_name_that_states_other_years_than_the_document(self, officer):
        name = "Budget 2028/29 to 2029/30"
        refused = upload(officer, bytes_of(LIBRARIES), council_name="Westvale Council", round_name=name)
        assert problems(refused) == [
            "Name of the new round: The name contains 2028/29 to 2029/30, but the years are 2027/28 to "
            "2029/30. "
            "Correct the name, or leave the years out of it."
        ]
        assert not WaitingDocument.objects.exclude(style="kept").exists()

    def test_of_a_name_with_one_year_that_is_none_of_the_documents_is_noted(self, officer):
        sent = upload(officer, bytes_of(LIBRARIES), council_name="Westvale", round_name="Budget 2030/31")
        shown = words(tree(officer.get(sent["Location"])).xpath("//main")[0])
        assert "The name contains 2030/31, but the years are 2027/28 to 2029/30." in shown

    def test_of_a_council_that_is_held(self, officer, budget_round):
        response = upload(
            officer, bytes_of(LIBRARIES), council=budget_round.council.pk, round_name="Budget B"
        )
        officer.post(response["Location"], form_of(officer.get(response["Location"])))
        assert Council.objects.count() == 1
        assert BudgetRound.objects.get(name="Budget B").proposals.count() == 1

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            (
                {},
                [
                    "Name of the new council: Choose a council, or enter a name for the new one.",
                    "Name of the new round: Choose a budget round, or enter a name for the new one.",
                ],
            ),
            (
                {"council_name": "Westvale"},
                ["Name of the new round: Choose a budget round, or enter a name for the new one."],
            ),
            (
                {"council_name": "!!!", "round_name": "B"},
                ["Name of the new council: Choose a council, or enter a name for the new one."],
            ),
            (
                {"council_name": "EASTVALE council", "round_name": "B"},
                ["Name of the new council: This council already exists. Choose it from the list."],
            ),
            (
                {"council": "{council}", "round_name": ROUND.upper()},
                ["Name of the new round: Eastvale Council has this round already: choose it from the list."],
            ),
            (
                {"budget_round": "{round}", "round_name": "B"},
                [
                    "Name of the new round: Leave this empty, or choose “A new round” in the list of budget rounds."
                ],
            ),
            (
                {"budget_round": "999999"},
                ["Budget round: Select a valid choice. That choice is not one of the available choices."],
            ),
        ],
    )
    def test_needs_names_that_are_not_taken(self, officer, budget_round, fields, expected):
        keys = {"council": budget_round.council.pk, "round": budget_round.pk}
        filled = {name: value.format(**keys) for name, value in fields.items()}
        found = problems(upload(officer, bytes_of(LIBRARIES), **filled))
        assert [line for line in expected if line not in found] == []
        assert not WaitingDocument.objects.exclude(style="kept").exists()


@pytest.mark.one_database
class TestAFileThatCannotBeRead:
    @pytest.mark.parametrize(
        ("content", "name", "reason"),
        [
            (b"", "empty.txt", "The file is empty."),
            (b"%PDF-1.7 ...", "options.pdf", "The PDF"),
            (b"\x89PNG\r\n", "picture.docx", "This is a picture"),
            (b"PK\x03\x04 broken", "broken.docx", "The file is damaged or cut short"),
            (b"\xff\xfe\x00", "half.txt", ""),
            ("Café and more".encode("mac-roman"), "mac.txt", "is not UTF-8 text"),
            (b"Dear all, please find attached nothing.\n", "letter.txt", ""),
        ],
    )
    def test_says_why_on_the_field_and_keeps_nothing(self, officer, budget_round, content, name, reason):
        response = upload(officer, content, name=name, budget_round=budget_round.pk)
        assert response.status_code == 200
        (problem,) = problems(response)
        assert problem.startswith("Document: ")
        assert reason in problem
        assert tree(response).xpath("//p[@id='id_document_error']")
        assert words(tree(response).xpath("//title")[0]).startswith("Error:")
        assert not WaitingDocument.objects.exists()

    def test_says_that_none_was_chosen(self, officer, budget_round):
        response = officer.post(UPLOAD, {"budget_round": budget_round.pk})
        assert problems(response) == ["Document: Choose the document."]

    def test_says_that_it_is_too_large(self, officer, budget_round, settings):
        settings.LARGEST_DOCUMENT_BYTES = 1024
        (problem,) = problems(upload(officer, b"x" * 1025, budget_round=budget_round.pk))
        assert "largest that is read" in problem


@pytest.mark.one_database
class TestErrorsInTheDocument:
    def test_are_shown_and_cannot_be_confirmed(self, officer, budget_round):
        outside = LIBRARIES.but(start_year="2035/36")
        address, page = previewed(officer, bytes_of(outside), budget_round)
        assert headings(page)[0] == "This document cannot be imported yet"
        assert "2035/36 in the start year is not a year of the round" in words(tree(page).xpath("//main")[0])
        officer.post(address, {"fingerprint": "guessed"})
        officer.post(address, form_of(page))
        assert not SavingsProposal.objects.exists()


@pytest.mark.one_database
class TestDifferences:
    def test_need_a_reason(self, officer, budget_round):
        address, page = previewed(officer, bytes_of(WRONG_TOTAL), budget_round)
        assert "Figures that differ" in headings(page)
        response = officer.post(address, form_of(page))
        assert response.status_code == 400
        assert problems(response) == [
            "Reason for accepting the differences: "
            "Enter the reason for accepting the differences, or correct the document."
        ]
        officer.post(address, {**form_of(page), "reason": "   "})
        assert not SavingsProposal.objects.exists()

    def test_are_kept_with_their_reason(self, officer, budget_round):
        address, page = previewed(officer, bytes_of(WRONG_TOTAL), budget_round)
        officer.post(address, {**form_of(page), "reason": "A slip of the service."})
        kept = ProposalFinding.objects.get()
        assert (kept.reason, kept.accepted_by) == ("A slip of the service.", "Fiona Ledger")
        # The years count, not the total that was stated.
        assert SavingsProposal.objects.get().total_saving == 150_000


class TestAPreviewThatHasBecomeStale:
    def test_is_shown_again_instead_of_imported(self, officer, budget_round):
        address, page = previewed(officer, bytes_of(LIBRARIES), budget_round)
        other, other_page = previewed(officer, bytes_of(LIBRARIES.but(title="ANOTHER")), budget_round)
        officer.post(other, form_of(other_page))
        response = officer.post(address, form_of(page), follow=True)
        assert said(response)[-1].startswith("Something changed since this preview was made")
        assert "0 new, 1 changed" in words(tree(response).xpath("//main")[0])
        assert SavingsProposal.objects.get().title == "ANOTHER"
        # Seen again, it may be confirmed.
        officer.post(address, form_of(response))
        assert SavingsProposal.objects.get().title == "MOBILE LIBRARIES"

    def test_because_its_round_has_gone_makes_a_new_one_only_when_seen(self, officer, budget_round):
        address, page = previewed(officer, bytes_of(LIBRARIES), budget_round)
        budget_round.delete()
        response = officer.post(address, form_of(page), follow=True)
        assert not BudgetRound.objects.exists()
        assert "New budget round" in words(tree(response).xpath("//main")[0])

    def test_and_cannot_be_planned_any_more_is_thrown_away_with_the_reason(self, officer, budget_round):
        no_years = LIBRARIES.but(savings=("0.000", "0.000", "0.000", "0.000"))
        address, _ = previewed(officer, bytes_of(no_years), budget_round)
        budget_round.phase = "closed"
        budget_round.save()
        response = officer.get(address, follow=True)
        assert response.redirect_chain[-1][0] == UPLOAD
        assert said(response)[0].startswith("options.txt cannot be imported as things are now.")
        assert not WaitingDocument.objects.exists()


class TestASecondSubmission:
    def test_finds_nothing_to_do_and_says_so(self, officer, budget_round):
        address, page = previewed(officer, bytes_of(LIBRARIES), budget_round)
        officer.post(address, form_of(page))
        changes = ChangeRecord.objects.count()
        again = officer.post(address, form_of(page))
        assert again.status_code == 404
        assert headings(again)[0] == "This document is no longer waiting"
        assert (SavingsProposal.objects.count(), ChangeRecord.objects.count()) == (1, changes)

    @pytest.mark.django_db(transaction=True)
    def test_at_the_same_moment_imports_once(self, officer, finance_officer):
        budget_round = make_round(ROUND)
        address, page = previewed(officer, bytes_of(LIBRARIES, PARKS), budget_round)
        form, answers, start = form_of(page), [], threading.Barrier(CLICKS_AT_ONCE[connection.vendor])

        def click():
            try:
                browser = Client()
                browser.force_login(finance_officer)
                start.wait(timeout=60)
                answers.append(browser.post(address, form).status_code)
            finally:
                connections.close_all()

        for _ in range(2 // start.parties):
            clicks = [threading.Thread(target=click) for _ in range(start.parties)]
            for thread in clicks:
                thread.start()
            for thread in clicks:
                thread.join(timeout=120)
        assert sorted(answers) == [302, 404]
        assert SavingsProposal.objects.count() == 2
        assert DocumentImport.objects.count() == 1


class TestSomebodyElsesUpload:
    def test_does_not_exist(self, officer, budget_round, admin_client):
        address, page = previewed(officer, bytes_of(LIBRARIES), budget_round)
        assert admin_client.get(address).status_code == 404
        assert admin_client.post(address, form_of(page)).status_code == 404
        assert admin_client.post(address, {"discard": "1"}).status_code == 404
        assert WaitingDocument.objects.count() == 1
        assert not SavingsProposal.objects.exists()

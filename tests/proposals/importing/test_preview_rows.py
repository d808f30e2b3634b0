"""The proposals of an import with their figures: on the preview, and on the page of what was imported."""

import pytest

from proposals.domain.stages import Stage, sign_offs_before
from proposals.models import DocumentImport, SavingsProposal
from tests.proposals.importing.test_any_file import HEADINGS, PLAIN, WITHDRAWN, workbook
from tests.proposals.importing.test_import_pages import budget_round, form_of, officer, rows_of, upload
from tests.support.stage_examples import sign
from tests.support.web_examples import make_proposal, make_round, tree, words

__all__ = ["budget_round", "officer"]
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def previewed(client, rows, into):
    address = upload(client, workbook(rows), name="list.xlsx", budget_round=into.pk)["Location"]
    return address, client.get(address)


def imported(client, rows, into):
    address, page = previewed(client, rows, into)
    return client.post(address, form_of(page), follow=True)


def text_of(page):
    return words(tree(page).xpath("//main")[0])


class TestThePreview:
    def test_has_the_figures_of_every_proposal_in_the_documents_own_unit_and_sign(
        self, officer, budget_round
    ):
        _, page = previewed(officer, PLAIN, budget_round)
        assert rows_of(page) == [
            ["New: 3"],
            ["AC01 – Parks mowing (Environment)", "40,000", "0", "0", "40,000", "-1.00"],
            ["AC02 – Bin rounds (Environment)", "0", "120,000", "30,000", "150,000", "-2.50"],
            ["AC03 – Library hours (Communities)", "100,000", "0", "0", "100,000", "0.00"],
        ]

    def test_has_each_figure_once_where_a_proposal_of_the_council_is_signed_off(self, officer, budget_round):
        signed = make_proposal(budget_round, reference="SIGNED1", stage=Stage.PUBLISHED.value)
        for review in sign_offs_before(Stage.PUBLISHED):
            sign(signed, review)
        _, page = previewed(officer, PLAIN[:2], budget_round)
        assert rows_of(page)[1][1:] == ["40,000", "0", "0", "40,000", "-1.00"]

    def test_says_which_years_are_not_stated_and_has_no_column_of_posts_where_there_are_none(
        self, officer, budget_round
    ):
        rows = [("Ref", "Proposal", "2027/28 £", "Total £"), ("AC01", "Mowing", 40_000, 90_000)]
        address, _ = previewed(officer, rows, budget_round)
        # Whether the total is of more years than the one printed is asked.
        page = officer.post(address, {"answer": "1", "question_0": "total"}, follow=True)
        assert rows_of(page)[1][1:] == ["40,000", "Not stated", "Not stated", "90,000"]

    def test_shows_whole_pounds_where_a_stored_figure_is_finer_than_the_document(self, officer, budget_round):
        heads = [heading.replace(" £", " £000") for heading in HEADINGS]
        rows = [heads, *([*row[:3], *(figure // 1000 for figure in row[3:7]), row[7]] for row in PLAIN[1:])]
        imported(officer, rows, budget_round)
        stored = SavingsProposal.objects.get(reference="AC01").year_profiles.first()
        stored.one_off_saving = 400
        stored.save()
        _, page = previewed(officer, rows, budget_round)
        table = tree(page).xpath("//main//table[contains(caption, 'Proposals')]")[0]
        assert words(table.xpath("./caption")[0]) == "Proposals (£)"

    def test_counts_what_is_not_in_the_document_and_folds_the_names(self, officer, budget_round):
        imported(officer, PLAIN, budget_round)
        _, page = previewed(officer, PLAIN[:2], budget_round)
        (folded,) = tree(page).xpath("//main//details[summary[contains(., 'Not in this document')]]")
        assert words(folded.xpath("./summary")[0]) == "Not in this document and unchanged: 2"
        assert [words(item) for item in folded.xpath("./div//li")] == [
            "AC02 – Bin rounds",
            "AC03 – Library hours",
        ]

    def test_counts_the_proposals_of_other_documents_that_it_does_not_name(self, officer, budget_round):
        make_proposal(budget_round, reference="ENTERED1")
        _, page = previewed(officer, PLAIN[:2], budget_round)
        (folded,) = tree(page).xpath("//main//details[summary[contains(., 'Not in this document')]]")
        assert words(folded.xpath("./div")[0]) == "ENTERED1 – Dim the lights"

    def test_shows_the_risk_that_a_document_states(self, officer, budget_round):
        rows = [(*HEADINGS, "Risk"), (*PLAIN[1], "High"), (*PLAIN[2], "")]
        _, page = previewed(officer, rows, budget_round)
        assert [row[-1] for row in rows_of(page)[1:]] == ["High", "Not stated"]

    @pytest.mark.parametrize(
        ("printed", "summary", "result"),
        [(310_000, "all as computed", "Agrees"), (320_000, "not all as computed", "Differs")],
    )
    def test_says_what_was_printed_and_computed_and_whether_it_holds(
        self, officer, budget_round, printed, summary, result
    ):
        rows = [("Ref", "Proposal", "Directorate", "2027/28 £"), ("AC01", "Mowing", "Place", 90_000)]
        rows += [("AC02", "Bins", "Place", 220_000), ("", "Total", "", printed)]
        address, page = previewed(officer, rows, budget_round)
        if result == "Differs":
            page = officer.post(address, {"answer": "1", "question_0": "accept the difference"}, follow=True)
        (folded,) = tree(page).xpath("//main//details[summary[contains(., 'Totals printed')]]")
        assert words(folded.xpath("./summary")[0]) == f"Totals printed in the document: 1, {summary}"
        assert [words(cell) for cell in folded.xpath(".//tbody//td")] == [f"£{printed:,}", "£310,000", result]
        assert (folded.get("open") is not None) == (result == "Differs")

    def test_says_that_a_document_prints_no_totals(self, officer, budget_round):
        rows = [("Ref", "Proposal", "2027/28 £"), ("AC01", "Mowing", 90_000)]
        _, page = previewed(officer, rows, budget_round)
        assert "The document prints no totals to compare these with." in text_of(page)

    def test_of_a_long_list_shows_it_by_pages_and_imports_all(self, officer, budget_round):
        rows = [
            HEADINGS,
            *((f"AC{n:03d}", f"Proposal {n}", "Place", 1_000 * n, 0, 0, 1_000 * n, 0) for n in range(1, 206)),
        ]
        address, page = previewed(officer, rows, budget_round)
        assert (rows_of(page)[0], len(rows_of(page))) == (["New: 205"], 201)
        last = officer.get(f"{address}?page=2")
        assert [row[0] for row in rows_of(last)[1:]] == [
            f"AC{n} – Proposal {n} (Place)" for n in range(201, 206)
        ]
        officer.post(address, form_of(last))
        assert SavingsProposal.objects.count() == 205


class TestThePageOfAnImport:
    def test_shows_what_was_made_and_changed_alone(self, officer, budget_round):
        imported(officer, PLAIN, budget_round)
        more = [
            HEADINGS,
            ("AC01", "Parks mowing", "Environment", 45_000, 0, 0, 45_000, -1),
            *PLAIN[2:],
            ("AC04", "Kiosks", "Environment", 5_000, 0, 0, 5_000, 0),
        ]
        page = imported(officer, more, budget_round)
        assert rows_of(page) == [
            ["New: 1"],
            ["AC04 – Kiosks (Environment)", "-0.005", "0.000", "0.000", "-0.005", "0.00"],
            ["Changed: 1"],
            ["AC01 – Parks mowing (Environment)", "-0.045", "0.000", "0.000", "-0.045", "-1.00"],
        ]
        assert "1 new, 1 changed. View all proposals of this round" in text_of(page)
        # The page of the first import stays what it was about, with the figures of today.
        first = officer.get(f"/proposals/import/made/{DocumentImport.objects.earliest('pk').pk}/")
        assert [row[0].split(" ")[0] for row in rows_of(first)] == ["New:", "AC01", "AC02", "AC03"]

    def test_is_not_shown_where_nothing_changed(self, officer, budget_round):
        imported(officer, PLAIN, budget_round)
        address, page = previewed(officer, PLAIN, budget_round)
        response = officer.post(
            address, {**form_of(page), "fingerprint": page.context["form"].initial["fingerprint"]}
        )
        assert response["Location"] == f"/proposals/?round={budget_round.pk}"

    def test_does_not_exist_for_a_round_that_the_person_does_not_see(
        self, officer, budget_round, finance_officer, assign
    ):
        imported(officer, PLAIN, budget_round)
        made = DocumentImport.objects.get()
        other = make_proposal(make_round(council="Westvale Council", phase="preparation"), "W1")
        assign(finance_officer, other.service.directorate)
        assert officer.get(f"/proposals/import/made/{made.pk}/").status_code == 404


class TestTheQuestions:
    def test_choose_an_answer_beforehand_only_where_something_speaks_for_it(self, officer, budget_round):
        _, page = previewed(officer, WITHDRAWN, budget_round)
        assert [radio.get("value") for radio in tree(page).xpath("//main//input[@checked]")] == ["leave out"]
        rows = [("Ref", "Proposal", "2027/28 £000", "FTE"), ("AC01", "Mowing", 40, 30)]
        _, page = previewed(officer, rows, budget_round)
        assert len(tree(page).xpath("//main//input[@type='radio']")) > 1
        assert not tree(page).xpath("//main//input[@type='radio'][@checked]")

    def test_say_what_each_answer_and_button_does(self, officer, budget_round):
        doubtful = [*PLAIN, ("A9", "Ferry (withdrawn)", "", 1, 2, 3, 6, 0)]
        _, page = previewed(officer, doubtful, budget_round)
        offered = [words(label) for label in tree(page).xpath("//div[contains(@class, 'radios')]//label")]
        assert offered == [
            "Import as proposals",
            "Leave out",
        ]
        assert [words(button) for button in tree(page).xpath("//main//form//button")] == [
            "Save answers and preview",
            "Cancel this import",
            "Apply corrections",
        ]

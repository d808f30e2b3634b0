"""Figures of forms that say the same in two places, differ, or stand in a sentence."""

import docx
import pytest

from proposals.importing.plan.apply import DocumentFile, apply_document
from proposals.importing.plan.request import ImportRequest
from proposals.importing.reading import read_file
from proposals.models import SavingsProposal
from tests.proposals.importing.understanding.form_documents import Document, Heading, table
from tests.proposals.importing.understanding.test_other_forms import form, ids, read
from tests.support.option_forms import saved

HEAD = (
    ("Pro-forma number", "LEI/4"),
    ("Name of saving", "Close the café on weekdays"),
    ("Department", "Leisure"),
    ("What is proposed", "The café opens on Saturdays and Sundays only."),
)
YEARS = ("Financial summary (£'000)", "2027/28", "2028/29", "Total")


def with_costs(*costs):
    figures = table(YEARS, ("Saving", "14", "5", "19"), ("One-off cost", *costs))
    return Document("", (Heading("Savings form", 1), table(*HEAD), figures), ())


def texts(proposal):
    return {section.heading: section.text for section in proposal.sections}


class TestTheTotalOfCosts:
    def test_is_no_further_cost_where_the_years_come_to_it(self):
        (proposal,) = read(with_costs("6", "2", "8")).document.proposals
        assert {year.start: pounds for year, pounds in proposal.costs.items()} == {2027: 6_000, 2028: 2_000}
        assert "Cost without a year" not in texts(proposal)

    def test_is_kept_as_a_text_where_they_do_not(self):
        (proposal,) = read(with_costs("6", "2", "9")).document.proposals
        assert texts(proposal)["Cost without a year"] == "£9,000"


def test_a_table_inside_a_cell_has_its_figures_under_the_label_beside_it():
    file = docx.Document()
    outer = file.add_table(rows=0, cols=2)
    for label, value in (*HEAD, ("Savings profile (£000)", ""), ("Impact", "None.")):
        outer.add_row().cells[0].text, outer.rows[-1].cells[1].text = label, value
    inner = outer.rows[len(HEAD)].cells[1].add_table(rows=0, cols=3)
    for row in (("2027/28", "2028/29", "Total"), ("14", "5", "19")):
        for cell, text in zip(inner.add_row().cells, row, strict=True):
            cell.text = text
    reading = read_file(saved(file), "form.docx")
    (proposal,) = reading.document.proposals
    assert ids(reading) == set()
    assert {year.start: pounds for year, pounds in proposal.savings.items()} == {2027: 14_000, 2028: 5_000}
    assert (proposal.total, texts(proposal)["Impact"]) == (19_000, "None.")


class TestTheUnitOfACost:
    @pytest.mark.parametrize(
        ("savings", "label", "printed", "pounds"),
        [
            ("£1.2m", "One-off cost 2027/28", "£15,000", 15_000),
            ("£1.2m", "One-off cost 2027/28", "£950", 950),
            ("£1.2m", "One-off cost 2027/28 £m", "0.015", 15_000),
            ("£120k", "One-off cost 2027/28", "£15,000", 15_000),
            ("£120k", "One-off cost 2027/28", "15", 15_000),
        ],
    )
    def test_is_not_that_of_the_savings_where_it_is_too_large_for_it(self, savings, label, printed, pounds):
        (proposal,) = read(form(*HEAD, ("Saving 2027/28", savings), (label, printed))).document.proposals
        assert {year.start: cost for year, cost in proposal.costs.items()} == {2027: pounds}


class TestSeveralAmountsInACell:
    SENTENCE = "£36,000 in 2027/28, out of a budget of £71,300."

    def test_are_kept_as_a_text_beside_the_one_that_is_chosen(self):
        document = form(*HEAD, ("Savings", self.SENTENCE))
        asked = ids(read(document))
        assert "figure:LEI/4:Savings" in asked
        answers = {"year": "2027/28", "figure:LEI/4:Savings": "36,000"}
        (proposal,) = read(document, **answers).document.proposals
        assert {year.start: pounds for year, pounds in proposal.savings.items()} == {2027: 36_000}
        assert texts(proposal)["Savings"] == self.SENTENCE


class TestSavingsInASentence:
    @pytest.mark.parametrize(
        ("label", "sentence"),
        [
            (
                "How much would it save?",
                "We would save £36,000 in 2027/28, and a further £48,000 in 2028/29.",
            ),
            ("Savings", "£36,000 in 2027/28 and £48k in 2028/29"),
            ("Saving", "2027/28: £36k; 2028/29: £48k"),
            ("Savings", "£36,000 in 2027/28 and £48,000 in 2028/29. The current budget is £71,300."),
            ("Savings", "The review saves £0.036m in 2027/28 and a further £0.048m in 2028/29."),
        ],
    )
    def test_are_read_each_in_its_year_and_the_words_are_kept(self, label, sentence):
        reading = read(form(*HEAD, (label, sentence), ("Impact on customers", "None that we know of.")))
        assert ids(reading) == set()
        (proposal,) = reading.document.proposals
        assert {year.start: pounds for year, pounds in proposal.savings.items()} == {
            2027: 36_000,
            2028: 48_000,
        }
        assert texts(proposal)[label] == sentence

    @pytest.mark.parametrize(
        ("sentence", "asked"),
        [
            ("£36,000 in 2027/28, rising to £48,000 in 2028/29.", {"basis"}),
            (
                "£36,000 in 2027/28 or £48,000 in 2028/29.",
                {"figure:LEI/4:Savings 2027/28", "figure:LEI/4:Savings 2028/29"},
            ),
            ("£36,000 in 2027/28 and £48,000 in 2027/28.", {"year", "figure:LEI/4:Savings"}),
            ("Saves £36,000 of the £71,300 budget.", {"year", "figure:LEI/4:Savings"}),
            ("We will save £36,000 a year. The current budget is £71,300.", {"year"}),
            ("£3,000 per month", {"year", "figure:LEI/4:Savings"}),
            ("5% of £71,300", {"year", "figure:LEI/4:Savings"}),
            ("£2,000 in 2027/28 for each of six cafés", {"year", "figure:LEI/4:Savings"}),
            ("£20,000 in 2027/28 and 2028/29", {"year", "figure:LEI/4:Savings"}),
        ],
    )
    def test_are_asked_about_where_more_is_said(self, sentence, asked):
        assert ids(read(form(*HEAD, ("Savings", sentence)))) == asked

    def test_that_rise_to_an_amount_are_read_on_the_basis_that_is_chosen(self):
        rising = form(*HEAD, ("Savings", "£36,000 in 2027/28, rising to £48,000 in 2028/29."))
        for basis, later in (("cumulative", 12_000), ("discrete", 48_000)):
            (proposal,) = read(rising, basis=basis).document.proposals
            assert {year.start: pounds for year, pounds in proposal.savings.items()} == {
                2027: 36_000,
                2028: later,
            }

    @pytest.mark.parametrize(
        ("label", "sentence", "cost"),
        [
            ("Savings", "£36,000 in 2027/28, with a one-off cost of £15,000 for redundancy", "£15,000"),
            ("Set-up costs", "There is a one-off cost of £15,000 for redundancy.", "£15,000"),
            ("Set-up costs", "The redundancy costs are £15k in 2027/28.", ""),
        ],
    )
    def test_leave_a_one_off_cost_to_the_costs(self, label, sentence, cost):
        rows = [("Savings", "£36,000 in 2027/28")] if label != "Savings" else []
        reading = read(form(*HEAD, *rows, (label, sentence)))
        (proposal,) = reading.document.proposals
        assert ids(reading) == set()
        assert {year.start: pounds for year, pounds in proposal.savings.items()} == {2027: 36_000}
        assert texts(proposal).get("Cost without a year", "") == cost
        assert {year.start: pounds for year, pounds in proposal.costs.items()} == (
            {} if cost else {2027: 15_000}
        )

    def test_a_cost_under_a_label_that_nothing_explains_can_be_answered_as_one(self):
        words = "Two officers would be made redundant at about £15,000 in all, as the service told finance in May."
        document = form(*HEAD, ("Saving 2027/28", "£36,000"), ("Getting it going", words))
        asked = {"column:getting it going": "cost"}
        assert ids(read(document)) == set(asked)
        (figure,) = ids(read(document, **asked))
        (proposal,) = read(document, **asked, **{figure: "15,000"}).document.proposals
        assert texts(proposal)["Cost without a year"] == "£15,000"

    def test_are_not_counted_beside_the_same_years_unasked(self):
        rows = (*HEAD, ("How are savings made?", "£36,000 in 2027/28 and £48,000 in 2028/29."))
        assert ids(read(form(*rows, ("Saving 2027/28", "£36,000"), ("Saving 2028/29", "£48,000"))))

    def test_of_one_form_leave_the_amount_of_another(self):
        second = [("Pro-forma number", "LEI/5"), ("Name of saving", "Hire out the hall"), *HEAD[2:]]
        document = Document(
            "",
            (
                Heading("Savings form", 1),
                table(*HEAD, ("Savings", "£36,000 in 2027/28 and £48,000 in 2028/29")),
                table(*second, ("Savings 2027/28", "£5,000")),
            ),
            (),
        )
        reading = read(document)
        assert ids(reading) == set()
        assert [
            {year.start: pounds for year, pounds in proposal.savings.items()}
            for proposal in reading.document.proposals
        ] == [{2027: 36_000, 2028: 48_000}, {2027: 5_000}]


@pytest.mark.django_db
def test_budgets_that_differ_within_a_service_are_kept_with_their_proposals():
    rows = [
        table(
            ("Proposal ref", reference),
            ("Proposal title", title),
            ("Directorate", "Finance and Revenues"),
            ("Current budget (£)", budget),
            ("Saving 2027/28 (£)", "11,000"),
        )
        for reference, title, budget in (
            ("RB-11", "Bills by e-mail", "184,000"),
            ("RB-12", "Stop cash payments", "61,500"),
        )
    ]
    reading = read(Document("", (Heading("Budget challenge 2027/28", 1), *rows), ()))
    request = ImportRequest("fenwick", "Budget 2027/28", "Fenwick")
    plan = apply_document(reading.document, request, DocumentFile("form.docx", b""))
    assert [issue.message for issue in plan.notes if issue.code == "base budget"] == [
        "the proposals of a service state different budgets, so each is kept as the budget of the part of the service "
        "that its proposal is about, and none as that of the service: Finance and Revenues, RB-11: gross £184,000, "
        "income £0; Finance and Revenues, RB-12: gross £61,500, income £0."
    ]
    budgets = {item.reference: item.base_budget for item in SavingsProposal.objects.all()}
    assert {ref: (budget.part, budget.gross) for ref, budget in budgets.items()} == {
        "RB-11": ("RB-11", 184_000),
        "RB-12": ("RB-12", 61_500),
    }
    again = apply_document(reading.document, request, DocumentFile("form.docx", b""))
    assert again.changes_nothing


def test_years_beside_values_in_rows_of_two_pairs_are_labels():
    rows = (
        ("Reference", "PL/01", "Directorate", "Place"),
        ("Saving title", "Less mowing", "FTE reduction", "2.0"),
        ("2026/27", "£85k", "2027/28", "£15k"),
        ("Impact", "Some effect on residents of the change.", "Risk", "Low"),
    )
    (proposal,) = read(
        Document("", (Heading("Budget savings proposals", 1), table(*rows)), ())
    ).document.proposals
    assert {year.start: pounds for year, pounds in proposal.savings.items()} == {2026: 85_000, 2027: 15_000}


@pytest.mark.parametrize("gross", [("Gross saving 2026/27", "£50,000"), ("Contact", "A. Person")])
def test_income_lost_is_taken_once_from_a_net_saving(gross):
    lines = (("Loss of income 2026/27", "£10,000"), ("Net saving 2026/27", "£40,000"), ("Impact", "Some."))
    (proposal,) = read(Document("", (Heading("Form", 1), table(*HEAD, gross, *lines)), ())).document.proposals
    assert {year.start: pounds for year, pounds in proposal.savings.items()} == {2026: 40_000}

"""Figures of forms that say the same in two places, differ, or stand in a sentence."""

import pytest

from proposals.importing.plan.apply import DocumentFile, ImportStopped, apply_document
from proposals.importing.plan.request import ImportRequest
from tests.proposals.importing.understanding.form_documents import Document, Heading, table
from tests.proposals.importing.understanding.test_other_forms import form, ids, read

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


class TestSeveralAmountsInACell:
    SENTENCE = "£36,000 in 2027/28 and £48,000 in 2028/29. The budget is £71,300."

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
        "sentence",
        [
            "£36,000 in 2027/28 and £48,000 in 2028/29. The current budget is £71,300.",
            "£36,000 in 2027/28, rising to £48,000 in 2028/29.",
            "£36,000 in 2027/28 or £48,000 in 2028/29.",
            "£36,000 in 2027/28 and £48,000 in 2027/28.",
        ],
    )
    def test_are_asked_about_where_more_is_said(self, sentence):
        assert "figure:LEI/4:Savings" in ids(read(form(*HEAD, ("Savings", sentence))))

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
def test_a_budget_that_differs_is_told_with_the_name_that_the_service_gets():
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
    with pytest.raises(ImportStopped) as stopped:
        apply_document(reading.document, request, DocumentFile("form.docx", b""))
    (difference,) = stopped.value.plan.questions
    assert difference.message == (
        "the 2026/27 budget of Finance and Revenues is stated as gross £61,500, income £0, but £184,000 and £0 "
        "elsewhere; it would be kept as the budget of a part of the service."
    )

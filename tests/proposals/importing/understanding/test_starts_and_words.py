"""Forms whose savings begin in the course of a year, and forms whose words say other amounts than their figures."""

import pytest

from proposals.importing.lines import UnreadableDocument
from proposals.importing.reading import read_file
from tests.proposals.importing.understanding.test_other_forms import form, ids, read

ROWS = (("Title", "Close a hostel"), ("Reference", "HO-4"), ("Directorate", "Housing"), ("Impact", "None."))
ANSWERS = {
    "all from the next year": [0, 120_000],
    "part by months, the rest in the next year": [50_000, 70_000],
    "all in the first year": [120_000],
}


def amounts(reading):
    return [list(proposal.savings.values()) for proposal in reading.document.proposals]


class TestASavingOfAWholeYearThatBeginsInItsCourse:
    # From November on there are five of the twelve months: £50,000 of £120,000.
    @pytest.mark.parametrize(
        "start",
        ["1 November 2025", "Nov 2025", "01/11/2025", "from the end of October 2025", "31 October 2025"],
    )
    @pytest.mark.parametrize("label", ["Start date", "Effective from", "Implementation date", "Timescale"])
    def test_is_asked_about(self, label, start):
        document = form(*ROWS, ("Annual saving £", "120,000"), (label, start))
        assert ids(read(document)) == {"part-year"}
        for answer, expected in ANSWERS.items():
            assert amounts(read(document, **{"part-year": answer})) == [expected]

    def test_is_asked_about_once_for_all_forms(self):
        second = (("Title", "Close a kiosk"), ("Reference", "KI-1"), ("Directorate", "Place"), ROWS[3])
        first = (*ROWS, ("Annual saving £", "120,000"), ("Start date", "1 November 2025"))
        later = (*second, ("Annual saving £", "12,000"), ("Start date", "1 October 2026"))
        document = form(*first, *later)
        assert ids(read(document)) == {"part-year"}
        reading = read(document, **{"part-year": "part by months, the rest in the next year"})
        assert amounts(reading) == [[50_000, 70_000], [6_000, 6_000]]

    @pytest.mark.parametrize(
        "rows",
        [
            (
                ("Saving 2025/26 £", "50,000"),
                ("Saving 2026/27 £", "70,000"),
                ("Start date", "1 November 2025"),
            ),
            (("Saving 2025/26 (part year) £", "50,000"), ("Start date", "1 November 2025")),
            (("Saving 2025/26 £", "50,000"), ("Start date", "1 November 2025")),
        ],
    )
    def test_is_none_where_the_form_states_what_its_first_year_saves(self, rows):
        assert ids(read(form(*ROWS, *rows))) == set()

    def test_that_begins_with_its_year_is_saved_in_it(self):
        document = form(*ROWS, ("Annual saving £", "120,000"), ("Start date", "1 April 2025"))
        assert ids(read(document)) == {"year"}
        assert amounts(read(document)) == [[120_000]]


class TestWordsThatStateAnAmount:
    SAVINGS = (("Saving 2025/26 £", "75,000"), ("Saving 2026/27 £", "10,000"))

    def said(self, words):
        reading = read(form(*ROWS, *self.SAVINGS, ("Description", words)))
        return [issue.message for issue in reading.document.issues if issue.code == "figure in words differs"]

    @pytest.mark.parametrize(
        ("words", "printed", "figure"),
        [
            ("Lamps go off. The proposal will save £85,000 in 2025/26.", "£85,000", "£75,000"),
            ("It delivers savings of £100k over two years.", "£100k", "£85,000"),
            ("This saves £9,000 in 2026/27.", "£9,000", "£10,000"),
        ],
    )
    def test_are_an_issue_with_both_amounts(self, words, printed, figure):
        (message,) = self.said(words)
        assert message.endswith(f"its words say {printed}, its figures {figure}.")

    @pytest.mark.parametrize(
        "words",
        [
            "It will save £75,000 in 2025/26 and £10,000 in 2026/27.",
            "It saves £85k by 2026/27.",
            "Savings of £0.1m are made, as £85,000 rounds to that.",
            "Doing nothing instead would save £20,000.",
            "The service cost £900,000 and saved £40,000 in 2019/20.",
        ],
    )
    def test_are_none_where_they_mean_the_figures_or_something_else(self, words):
        assert self.said(words) == []


class TestALineWithItsLabelAndValueRunTogether:
    PRINTED = """Savings proposal
Ref PK-8
Title Fewer hanging baskets
Directorate Place
Head of service Dana Price
Saving 2025/26 £ 12,000
Saving 2026/27 £ 4,000
FTE -0.5
Impact on residents Fewer baskets in the square.
"""

    def test_is_read_as_the_label_and_the_value_where_most_lines_are_such(self):
        (proposal,) = read_file(self.PRINTED.encode(), "form.txt").document.proposals
        assert (proposal.reference, proposal.title) == ("PK-8", "Fewer hanging baskets")
        assert (proposal.directorate, proposal.senior_responsible_officer) == ("Place", "Dana Price")
        assert (list(proposal.savings.values()), str(proposal.fte_total)) == ([12_000, 4_000], "-0.5")
        assert "Fewer baskets in the square." in [section.text for section in proposal.sections]

    def test_is_none_among_sentences(self):
        prose = "\n".join(f"Savings of the service will be found in area {count}." for count in range(20))
        with pytest.raises(UnreadableDocument, match="No savings proposals were found"):
            read_file(f"{self.PRINTED}{prose}\n".encode(), "form.txt")

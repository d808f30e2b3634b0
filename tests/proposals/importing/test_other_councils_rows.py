"""Totals, groups and running heads of savings tables as other councils set them out, and figures in any notation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.importing.issues import Severity
from tests.support.council_tables import HEADER, SUMMARY_HEADER, Y1, Y2, codes, impact, row, summary


class TestTotalsAreNoSavings:
    ROWS = (("PLACES",), HEADER, row("Parks", "10", "20", "30"), row("Roads", "5", "5", "10"))

    @pytest.mark.parametrize("beside", ["5.5 FTE", "-", "n/a", "(3)", "10%"])
    def test_with_posts_or_a_dash_beside_the_figures(self, beside):
        document = impact(*self.ROWS, ("Total", "-", "15", "25", "40", "", beside, "-"))
        assert [p.title for p in document.proposals] == ["Parks", "Roads"]
        assert [s.total for s in document.subtotals] == [40_000]
        noted = ["beside a total"] if any(letter.isdigit() for letter in beside) else []
        assert codes(document, Severity.NOTE) == noted

    @pytest.mark.parametrize(
        "label", ["Places", "All savings", "Net position", "Carried forward", "Parks and roads"]
    )
    def test_under_any_name_where_they_come_to_the_rows_above(self, label):
        document = impact(*self.ROWS, (label, "", "15", "25", "40"))
        assert [p.title for p in document.proposals] == ["Parks", "Roads"]
        assert codes(document, Severity.QUESTION) == ["read as a total"]

    def test_a_saving_of_figures_alone_that_come_to_nothing_above_stays_one(self):
        document = impact(*self.ROWS, ("Contingency", "", "(1)", "0", "(1)"))
        assert [p.total for p in document.proposals] == [30_000, 10_000, -1_000]

    def test_a_saving_called_total_with_words_beside_it_stays_one(self):
        document = impact(*self.ROWS, row("Total Places", "15", "25", "40"))
        assert document.proposals[-1].title == "Total Places"

    def test_in_a_summary_under_the_service(self):
        document = summary(
            SUMMARY_HEADER,
            ("Parks", "1", "1", "Agree.", "None.", "Sept 26"),
            ("Roads", "2", "2", "Agree.", "None.", "Sept 26"),
            ("Environment", "3", "3", "", "", ""),
        )
        assert ([p.title for p in document.proposals], len(document.subtotals)) == (["Parks", "Roads"], 1)

    def test_a_part_of_the_row_above_is_a_difference(self):
        document = impact(*self.ROWS, row("of which: lamps", "5", "0", "5"))
        assert codes(document, Severity.QUESTION) == ["part of another"]


class TestOtherTablesAndUnits:
    ROWS = TestTotalsAreNoSavings.ROWS

    def test_the_rows_of_another_table_are_left_over_and_no_savings(self):
        other = (("Directorate", "2027/28 £000", "Total £000"), ("Places", "15", "40"), ("Total", "15", "40"))
        document = impact(*self.ROWS, *other, ("HEALTH",), HEADER, row("Care", "1", "2", "3"))
        assert [(p.portfolio, p.title) for p in document.proposals] == [
            ("PLACES", "Parks"),
            ("PLACES", "Roads"),
            ("HEALTH", "Care"),
        ]
        assert (len(document.left_over), codes(document, Severity.NOTE)[0]) == (3, "other table")

    @pytest.mark.parametrize(
        ("name", "is_said"), [("GROWTH AND PRESSURES", True), ("GROWTH AVOIDANCE", False)]
    )
    def test_costs_among_savings_are_a_difference(self, name, is_said):
        document = impact(*self.ROWS, (name,), HEADER, row("Pay award", "1", "2", "3"))
        assert codes(document, Severity.QUESTION) == (["costs among savings"] if is_said else [])

    @pytest.mark.parametrize(("printed", "is_said"), [("£40,000", True), ("£400", False), ("40,000", False)])
    def test_an_amount_in_thousands_that_looks_like_pounds_is_a_difference(self, printed, is_said):
        document = impact(HEADER, row("Parks", printed, "0", printed))
        assert set(codes(document, Severity.QUESTION)) == ({"unit doubtful"} if is_said else set())

    def test_savings_of_a_few_pounds_are_a_doubtful_unit(self):
        document = impact(HEADER, row("Parks", "0.040", "0", "0.040"), row("Roads", "0.1", "0", "0.1"))
        assert codes(document, Severity.QUESTION) == ["unit doubtful"]

    def test_a_unit_before_the_table_that_its_headings_contradict_is_a_difference(self):
        document = impact(("Savings",), ("All figures in £m",), HEADER, row("Parks", "40", "0", "40"))
        assert codes(document, Severity.QUESTION) == ["units contradict"]


class TestGroups:
    def test_a_service_area_whose_total_is_not_called_subtotal_stays_in_its_portfolio(self):
        document = impact(
            ("ADULT CARE",),
            HEADER,
            ("Home care",),
            row("Rota", "10", "20", "30"),
            ("Home care total", "", "10", "20", "30"),
            ("Day care",),
            row("Hub", "1", "1", "2"),
            ("Total day care", "", "1", "1", "2"),
            ("TOTAL ADULT CARE", "", "11", "21", "32"),
        )
        assert [(p.portfolio, p.service) for p in document.proposals] == [
            ("ADULT CARE", "Home care"),
            ("ADULT CARE", "Day care"),
        ]
        assert codes(document, Severity.QUESTION) == []

    def test_a_portfolio_on_the_first_line_is_no_title_where_its_total_is_printed(self):
        document = impact(
            ("ADULT CARE",),
            ("Home care",),
            HEADER,
            row("Rota", "1", "2", "3"),
            ("Total adult care", "", "1", "2", "3"),
        )
        assert (document.title, document.proposals[0].portfolio) == ("", "ADULT CARE")

    def test_the_sign_of_the_sum_decides_where_as_many_carry_a_minus(self):
        document = impact(HEADER, row("Rota", "90", "0", "90"), row("Hub", "(10)", "0", "(10)"))
        assert [proposal.total for proposal in document.proposals] == [90_000, -10_000]
        assert codes(document, Severity.QUESTION) == ["sign of savings"]


class TestRunningHeads:
    def page(self, number, *rows):
        return (("Northmoor budget report",), *rows, (f"Page {number} of 3",))

    def test_a_head_on_every_page_is_left_over_and_names_no_service_area(self):
        document = impact(
            *self.page(1, ("PLACES",), HEADER, row("Parks", "1", "2", "3")),
            *self.page(2, HEADER, row("Roads", "1", "2", "3")),
            *self.page(3, HEADER, row("Lamps", "1", "2", "3")),
        )
        assert {(p.portfolio, p.service) for p in document.proposals} == {("PLACES", "")}
        assert [line.text for line in document.left_over].count("Northmoor budget report") == 3

    def test_a_group_that_comes_again_without_page_numbers_is_one(self):
        document = impact(
            HEADER,
            *(
                line
                for title in ("A", "B", "C")
                for line in (("Parks and gardens",), row(title, "1", "2", "3"))
            ),
        )
        assert {proposal.service for proposal in document.proposals} == {"Parks and gardens"}


def _grouped(thousands):
    return f"{thousands:,}"


NOTATIONS = {
    "plain": lambda n: str(n) if n >= 0 else f"-{-n}",
    "commas": lambda n: _grouped(n),
    "brackets": lambda n: _grouped(n) if n >= 0 else f"({_grouped(-n)})",
    "minus sign": lambda n: _grouped(n) if n >= 0 else f"\u2212\u00a0{_grouped(-n)}",
    "dash": lambda n: f"£{_grouped(n)}" if n >= 0 else f"\u2013£{_grouped(-n)}",
    "k": lambda n: f"£{n}k" if n >= 0 else f"-£{-n}K",
    "millions": lambda n: f"{'-' if n < 0 else ''}£{abs(n) // 1000}.{abs(n) % 1000:03d}m",
    "pounds": lambda n: f"{'-' if n < 0 else ''}{abs(n)}.0",
    "footnote": lambda n: f"{n}*",
    "nil": lambda n: "Nil" if n == 0 else str(n),
    "lone dash": lambda n: "-" if n == 0 else str(n),
}
figures = st.tuples(st.integers(-99_999, 99_999), st.sampled_from(sorted(NOTATIONS)))


class TestAnyNotation:
    @given(st.lists(st.tuples(figures, figures), min_size=1, max_size=6))
    def test_of_a_sum_in_thousands_reads_back_the_same(self, rows):
        printed = [
            row(f"Saving {at}", *(NOTATIONS[how](n) for n, how in pair), str(sum(n for n, _ in pair)))
            for at, pair in enumerate(rows)
        ]
        document = impact(HEADER, *printed)
        sign = -1 if document.savings_sign == "negative" else 1
        assert [(dict(proposal.savings), proposal.total) for proposal in document.proposals] == [
            ({Y1: sign * a * 1000, Y2: sign * b * 1000}, sign * (a + b) * 1000) for (a, _), (b, _) in rows
        ]
        assert codes(document) == []


CELLS = st.lists(
    st.lists(
        st.sampled_from(["", "words", "word\tword", "5", "TBC", "-", "H", "£1m", "Total", "24/25", "Year 1"]),
        max_size=12,
    ),
    min_size=1,
    max_size=8,
)


class TestNothingPrintedIsLost:
    @given(CELLS, st.booleans())
    def test_every_word_of_a_table_is_placed_left_over_or_quoted(self, cells, with_reference):
        header = ("Ref", *HEADER) if with_reference else HEADER
        numbered = [
            [f"{text}x{at}y{place}" if text == "words" else text for place, text in enumerate(line)]
            for at, line in enumerate(cells)
        ]
        document = impact(("PLACES",), header, row("Parks", "1", "2", "3"), *map(tuple, numbered))
        kept = repr(document)  # a text in place of a figure is an error that quotes it
        lost = [text for line in numbered for text in line if text.startswith("wordsx") and text not in kept]
        assert lost == []

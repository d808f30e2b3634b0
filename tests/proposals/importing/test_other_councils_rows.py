"""Totals, groups and running heads of savings tables as other councils set them out, and figures in any notation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.importing.issues import Severity
from proposals.importing.lines import UnreadableDocument
from tests.support.council_tables import HEADER, SUMMARY_HEADER, Y1, Y2, impact, row, summary
from tests.support.parsed_documents import asked, codes, printed_sums


def titles(reading):
    return [p.title for p in reading.document.proposals]


class TestTotalsAreNoSavings:
    ROWS = (("PLACES",), HEADER, row("Parks", "10", "20", "30"), row("Roads", "5", "5", "10"))

    @pytest.mark.parametrize("beside", ["5.5 FTE", "-", "n/a", "(3)", "10%"])
    def test_with_posts_or_a_dash_beside_the_figures(self, beside):
        reading = impact(*self.ROWS, ("Total", "-", "15", "25", "40", "", beside, "-"))
        assert titles(reading) == ["Parks", "Roads"]
        assert printed_sums(reading) == [("Total", 15_000, 25_000, 40_000)]
        assert asked(reading) == []

    @pytest.mark.parametrize(
        "label", ["Places", "All savings", "Net position", "Carried forward", "Parks and roads"]
    )
    def test_under_any_name_where_they_come_to_the_rows_above(self, label):
        reading = impact(*self.ROWS, (label, "", "15", "25", "40"))
        assert titles(reading) == ["Parks", "Roads"]
        assert asked(reading) == (["total-or-proposal"] if label == "Parks and roads" else [])

    def test_a_saving_of_figures_alone_that_come_to_nothing_above_stays_one(self):
        reading = impact(*self.ROWS, ("Contingency", "", "(1)", "0", "(1)"))
        assert [p.total for p in reading.document.proposals] == [30_000, 10_000, -1_000]
        assert "contrary" in asked(reading)

    def test_a_saving_called_total_with_words_beside_it_is_asked_about(self):
        rows = (*self.ROWS, row("Total Places", "15", "25", "40"))
        assert asked(impact(*rows)) == ["total-or-proposal"]
        assert titles(impact(*rows, **{"total-or-proposal": "proposal"}))[-1] == "Total Places"

    def test_in_a_summary_under_the_service(self):
        reading = summary(
            ("Savings 2027/28 to 2028/29",),
            SUMMARY_HEADER,
            ("Parks", "1", "1", "Agree.", "None.", "Sept 26"),
            ("Roads", "2", "2", "Agree.", "None.", "Sept 26"),
            ("Environment", "3", "3", "", "", ""),
        )
        assert (titles(reading), len(printed_sums(reading))) == (["Parks", "Roads"], 1)
        assert asked(reading) == ["total-or-proposal"]

    def test_a_part_of_the_row_above_is_asked_about(self):
        reading = impact(*self.ROWS, row("of which: lamps", "5", "0", "5"))
        assert asked(reading) == ["part"]


class TestOtherTablesAndUnits:
    ROWS = TestTotalsAreNoSavings.ROWS

    def test_a_table_that_only_says_again_what_the_rows_come_to_is_no_savings(self):
        other = (("Directorate", "2027/28 £000", "Total £000"), ("Places", "15", "40"), ("Total", "15", "40"))
        reading = impact(*self.ROWS, *other, ("HEALTH",), HEADER, row("Care", "1", "2", "3"))
        counted = [p for p in reading.document.proposals if p.title != "Places"]
        assert [(p.portfolio, p.title) for p in counted] == [
            ("PLACES", "Parks"),
            ("PLACES", "Roads"),
            ("HEALTH", "Care"),
        ]
        assert len(counted) == len(reading.document.proposals) or reading.questions

    def test_growth_among_savings_is_asked_about(self):
        rows = (*self.ROWS, ("GROWTH AND PRESSURES",), HEADER, row("Pay award", "1", "2", "3"))
        reading = impact(*rows)
        assert [q for q in asked(reading) if q.startswith("growth")]

    def test_growth_avoidance_is_a_saving(self):
        reading = impact(*self.ROWS, ("GROWTH AVOIDANCE",), HEADER, row("Pay award", "1", "2", "3"))
        assert asked(reading) == []
        assert reading.document.proposals[-1].total == 3_000

    @pytest.mark.parametrize(("printed", "is_said"), [("£40,000", True), ("£400", False), ("40,000", False)])
    def test_an_amount_in_thousands_that_looks_like_pounds_is_asked_about(self, printed, is_said):
        reading = impact(HEADER, row("Parks", printed, "0", printed))
        assert asked(reading) == (["unit"] if is_said else [])

    def test_savings_of_a_few_pounds_are_a_doubtful_unit(self):
        reading = impact(HEADER, row("Parks", "0.040", "0", "0.040"), row("Roads", "0.1", "0", "0.1"))
        assert "unit" in asked(reading)

    def test_a_unit_before_the_table_that_its_headings_contradict_is_asked_about(self):
        reading = impact(("Savings",), ("All figures in £m",), HEADER, row("Parks", "40", "0", "40"))
        assert asked(reading) == ["unit"]


class TestGroups:
    def test_a_service_area_whose_total_is_not_called_subtotal_stays_in_its_portfolio(self):
        reading = impact(
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
        assert [(p.portfolio, p.service) for p in reading.document.proposals] == [
            ("ADULT CARE", "Home care"),
            ("ADULT CARE", "Day care"),
        ]
        assert asked(reading) == []

    def test_a_portfolio_on_the_first_line_is_known_by_its_total(self):
        reading = impact(
            ("ADULT CARE",),
            ("Home care",),
            HEADER,
            row("Rota", "1", "2", "3"),
            ("Total adult care", "", "1", "2", "3"),
        )
        assert reading.document.proposals[0].portfolio == "ADULT CARE"

    def test_where_as_many_carry_a_minus_the_sign_is_asked_about(self):
        reading = impact(HEADER, row("Rota", "90", "0", "90"), row("Hub", "(10)", "0", "(10)"))
        assert [proposal.total for proposal in reading.document.proposals] == [90_000, -10_000]
        assert asked(reading) == ["sign"]


class TestRunningHeads:
    def page(self, number, *rows):
        return (("Northmoor budget report",), *rows, (f"Page {number} of 3",))

    def test_a_head_on_every_page_names_no_service_area(self):
        reading = impact(
            *self.page(1, ("PLACES",), HEADER, row("Parks", "1", "2", "3")),
            *self.page(2, HEADER, row("Roads", "1", "2", "3")),
            *self.page(3, HEADER, row("Lamps", "1", "2", "3")),
        )
        assert {(p.portfolio, p.service) for p in reading.document.proposals} == {("PLACES", "")}

    def test_a_group_that_comes_again_without_page_numbers_is_one(self):
        reading = impact(
            HEADER,
            *(
                line
                for title in ("A", "B", "C")
                for line in (("Parks and gardens",), row(title, "1", "2", "3"))
            ),
        )
        groups = {(p.portfolio, p.service) for p in reading.document.proposals}
        assert groups == {("Parks and gardens", "")}


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
        reading = impact(HEADER, *printed)
        sign = -1 if reading.document.savings_sign == "negative" else 1
        found = {p.title: (dict(p.savings), p.total) for p in reading.document.proposals}
        for at, ((a, _), (b, _)) in enumerate(rows):
            expected = ({Y1: sign * a * 1000, Y2: sign * b * 1000}, sign * (a + b) * 1000)
            is_right = found.get(f"Saving {at}") == expected
            assert is_right or reading.questions
        assert codes(reading.document, Severity.ERROR) == []


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
        first = row("Parks", "1", "2", "3")
        first = ("P1", *first) if with_reference else first
        try:
            reading = impact(("PLACES",), header, first, *map(tuple, numbered))
        except UnreadableDocument:
            return  # a file that is refused loses nothing
        kept = repr(reading)  # what has no place is quoted, or asked about
        lost = [text for line in numbered for text in line if text.startswith("wordsx") and text not in kept]
        assert lost == []

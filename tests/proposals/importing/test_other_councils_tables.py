"""Columns and cells of savings tables as other councils set them out: the rules that no known document shows."""

import docx
import pytest

from proposals.importing.issues import Severity
from proposals.importing.lines import UnreadableDocument
from tests.support.council_tables import HEADER, SUMMARY_HEADER, Y1, Y2, Y3, impact, row, summary
from tests.support.option_forms import saved
from tests.support.parsed_documents import asked, codes, left_over, printed_sums, table_in


def proposals_of(reading):
    return reading.document.proposals


class TestWhatTheFiguresOfAYearAre:
    @pytest.mark.parametrize(
        ("heading", "kept"),
        [
            ("2026/27 Net budget £000", lambda parks: parks.budget.gross - parks.budget.income),
            ("2027/28 Cost to achieve £000", lambda parks: parks.costs[Y1]),
            ("Saving as % of 2027/28 budget", lambda parks: 2_500_000),
            ("Total cost £000", lambda parks: 2_500_000),
        ],
    )
    def test_a_budget_a_cost_posts_or_a_share_is_no_saving_and_is_kept(self, heading, kept):
        reading = summary(
            ("Service", heading, "Saving 2028/29 £000", "Decision", "Impact", "Committee"),
            ("Parks", "2,500", "40", "Agree.", "None.", "Places"),
        )
        (parks,) = proposals_of(reading)
        assert (parks.savings, parks.total) == ({Y2: 40_000}, None)
        as_texts = [s.text for s in parks.sections if s.heading == heading]
        assert as_texts in ([], ["2,500"])
        assert kept(parks) == 2_500_000
        if "%" in heading or "Total" in heading:
            assert as_texts == ["2,500"]

    @pytest.mark.parametrize(
        "heading", ["Budget reduction 2027/28", "Cost avoidance 2027/28", "27/28 income"]
    )
    def test_a_reduction_of_a_budget_or_cost_is_a_saving(self, heading):
        (parks,) = proposals_of(
            summary(
                ("Service", f"{heading} £000", "Total £000", "Decision", "Impact", "Committee"),
                ("Parks", "40", "40", "Agree.", "None.", "Places"),
            )
        )
        assert parks.savings == {Y1: 40_000}

    @pytest.mark.parametrize("words", ["cumulative", "Running total", "in-year"])
    def test_figures_that_may_add_up_over_the_years_are_asked_about(self, words):
        header = ("Proposal", "How achieved", f"27/28 {words} £000", f"28/29 {words} £000", "Risk", "Staff")
        assert "basis" in asked(impact(("PLACES",), header, ("Parks", "Rota", "10", "30", "L", "0")))

    def test_years_by_number_are_counted_from_the_first_year_of_the_title(self):
        reading = summary(
            ("Savings 2027/28 to 2029/30",),
            ("Service", "Year 1 £000", "Year 2 £000", "Third year £000", "Decision", "Impact", "Committee"),
            ("Parks", "40", "nil", "5", "Agree.", "None.", "Places"),
        )
        assert proposals_of(reading)[0].savings == {Y1: 40_000, Y2: 0, Y3: 5_000}

    def test_more_posts_than_the_saving_can_be_of_are_asked_about(self):
        reading = summary(
            ("Service", "FTE 2027/28", "Saving 2028/29 £000", "Decision", "Impact", "Committee"),
            ("Parks", "2,500", "40", "Agree.", "None.", "Places"),
        )
        assert asked(reading) == ["fte"]
        assert proposals_of(reading)[0].savings == {Y2: 40_000}

    @pytest.mark.parametrize(
        ("read_rows", "beside", "cells"),
        [
            (impact, ("Risk", "Staff", "Impact"), ("L", "0", "None.")),
            (summary, ("Decision", "Impact", "Committee"), ("Agree.", "None.", "Places")),
        ],
    )
    def test_the_one_year_of_the_title_is_that_of_the_one_saving(self, read_rows, beside, cells):
        reading = read_rows(
            ("Savings 2027/28",),
            ("Service", "Description of saving", "Proposed saving £000", *beside),
            ("Parks", "Mowing", "40", *cells),
        )
        assert [(p.title, p.service, p.savings) for p in proposals_of(reading)] == [
            ("Mowing", "Parks", {Y1: 40_000})
        ]

    def test_years_by_number_are_asked_about_where_no_title_says_which(self):
        rows = (
            ("Service", "Year 1 £000", "Year 2 £000", "Decision", "Impact", "Committee"),
            ("Parks", "40", "0", "Agree.", "None.", "Places"),
        )
        assert asked(summary(*rows)) == ["first-year"]
        told = summary(*rows, **{"first-year": "2027/28"})
        assert proposals_of(told)[0].savings == {Y1: 40_000, Y2: 0}

    def test_a_year_written_with_a_dash_is_named(self):
        reading = summary(
            ("Service", "Saving 27-28 £k", "Total £k", "Decision", "Impact", "Committee"),
            ("Parks", "40", "40", "Agree.", "None.", "Places"),
        )
        assert proposals_of(reading)[0].savings == {Y1: 40_000}
        assert (reading.document.issues, reading.questions) == ((), ())

    def test_of_two_totals_the_one_that_the_years_come_to_counts(self):
        header = (*HEADER[:5], "Overall saving £000", *HEADER[5:])
        reading = impact(("PLACES",), header, ("A", "B", "1", "2", "3", "9", "L", "0", "C"))
        assert proposals_of(reading)[0].total == 3_000

    def test_two_totals_that_the_years_do_not_come_to_are_asked_about(self):
        header = (*HEADER[:5], "Overall saving £000", *HEADER[5:])
        reading = impact(("PLACES",), header, ("A", "B", "1", "2", "8", "9", "L", "0", "C"))
        assert "total-columns" in asked(reading)

    def test_years_and_units_below_a_merged_heading_in_text(self):
        reading = impact(
            ("PLACES",),
            ("Proposal", "How achieved", "Saving", "", "", "Risk", "Impact on staff", "Impact"),
            ("", "", "27/28", "28/29", "Total"),
            ("", "", "£000", "£000", "£000"),
            row("Parks", "10", "20", "30"),
        )
        (parks,) = proposals_of(reading)
        assert (parks.savings, parks.total) == ({Y1: 10_000, Y2: 20_000}, 30_000)


class TestColumnsOfOtherCouncils:
    def test_references_and_groups_in_columns_and_a_total_under_any_of_them(self):
        reading = impact(
            ("Ref", "Directorate", "Service area", "Category", *HEADER),
            ("A/R.6.101", "Adults", "Care", "Efficiency", *row("Rota", "10", "20", "30", risk="High")),
            ("ASC 12a", "", "", "Redesign", *row("Hub", "1", "2", "3")),
            ("", "Adults total", "", "", "", "", "11", "22", "33"),
            ("P-1", "Place", "Parks", "Efficiency", *row("Mowing", "5", "0", "5")),
            ("Grand Total", "", "", "", "", "", "16", "22", "38"),
        )
        assert [(p.references, p.portfolio, p.service, p.category) for p in proposals_of(reading)] == [
            (("A/R.6.101",), "Adults", "Care", "Efficiency"),
            (("ASC 12a",), "Adults", "Care", "Redesign"),
            (("P-1",), "Place", "Parks", "Efficiency"),
        ]
        assert [total for *_, total in printed_sums(reading)] == [33_000, 38_000]
        assert (asked(reading), codes(reading.document)) == ([], [])

    def test_a_reference_cell_of_words_is_kept_as_a_text(self):
        (parks,) = proposals_of(impact(("Ref", *HEADER), ("TBC", *row("Parks", "1", "2", "3"))))
        assert parks.references == ()
        assert ("Ref", "TBC") in [(section.heading, section.text) for section in parks.sections]

    def test_h_m_l_heads_the_risk(self):
        header = tuple("H/M/L" if heading == "Risk" else heading for heading in HEADER)
        assert proposals_of(impact(header, row("Parks", "1", "2", "3", risk="medium")))[0].risk == "M"

    def test_posts_by_year_are_added_up(self):
        header = (*HEADER[:6], "FTE 27/28", "FTE 28/29", "Impact")
        (parks,) = proposals_of(impact(header, ("Parks", "Rota", "1", "2", "3", "L", "-1.5", "-2", "None.")))
        assert sum(parks.fte_changes.values()) == -3.5

    def test_posts_in_columns_that_may_overlap_are_not_added_up(self):
        header = (*HEADER[:6], "Posts deleted", "Vacant posts deleted", "Impact")
        (parks,) = proposals_of(impact(header, ("Parks", "Rota", "1", "2", "3", "L", "2", "1", "None.")))
        assert parks.fte_change == -2
        assert ("Vacant posts", "1") in [(section.heading, section.text) for section in parks.sections]

    def test_posts_with_and_without_a_minus_are_asked_about(self):
        reading = impact(
            HEADER, row("Parks", "1", "2", "3", staff="-2"), row("Roads", "1", "2", "3", staff="1")
        )
        assert asked(reading) == ["posts-sign"]


class TestWhereCellsEnd:
    def test_bars_part_the_cells_of_a_row(self):
        rows = [HEADER, ("---",) * 8, row("Parks", "10", "20", "30")]
        text = "PLACES\n" + "".join(f"| {' | '.join(cells)} |\n" for cells in rows)
        (parks,) = proposals_of(table_in(text.encode(), "impact-table"))
        assert (parks.portfolio, parks.savings, parks.total) == ("PLACES", {Y1: 10_000, Y2: 20_000}, 30_000)

    @pytest.mark.parametrize("kind", ["impact-table", "committee-summary"])
    def test_a_table_whose_cells_nothing_parts_is_refused(self, kind):
        text = "Savings\n" + " ".join((*HEADER, "Decision", "Committee")) + "\nParks Rota 10 20\n"
        with pytest.raises(UnreadableDocument, match="No savings proposals were found"):
            table_in(text.encode(), kind)


class TestACellOnEachLine:
    def test_a_missing_figure_is_asked_about_as_nothing_tells_which(self):
        rows = [HEADER, row("Parks", "10", "30"), row("Roads", "1", "2", "3")]
        text = "PLACES\n" + "".join(f"\t{cell}\n" for cells in rows for cell in cells)
        reading = table_in(text.encode(), "impact-table")
        assert "moved-cells" in asked(reading)
        assert proposals_of(reading)[1].savings == {Y1: 1_000, Y2: 2_000}


class TestMergedCellsOfWord:
    def word(self, *rows, merged=(), before=()):
        document = docx.Document()
        for text in before:
            document.add_paragraph(text)
        table = document.add_table(rows=0, cols=len(rows[0]))
        for cells in rows:
            for cell, text in zip(table.add_row().cells, cells, strict=True):
                cell.text = text
        for first, last in merged:
            table.cell(*first).merge(table.cell(*last))
        return saved(document)

    def test_a_text_merged_down_is_said_of_each_row(self):
        header = ("Service", "Saving 27/28 £000", "Decision", "Impact", "Committee")
        reading = table_in(
            self.word(
                header,
                ("Parks", "10", "Agree.", "Less.", "Places"),
                ("Roads", "20", "", "More.", ""),
                ("Lamps", "30", "Refuse.", "None.", ""),
                merged=[((1, 2), (2, 2)), ((1, 4), (3, 4))],
            ),
            "committee-summary",
        )
        parks, roads, lamps = proposals_of(reading)
        assert [p.committees for p in (parks, roads, lamps)] == [("Places",)] * 3
        assert [p.sections[0].text for p in (parks, roads, lamps)] == ["Agree.", "Agree.", "Refuse."]

    def test_an_amount_merged_down_is_not_counted_twice(self):
        header = ("Service", "Saving 27/28 £000", "Decision", "Impact", "Committee")
        reading = table_in(
            self.word(
                header,
                ("Parks", "10", "Agree.", "Less.", "Places"),
                ("Roads", "", "Agree.", "More.", "Places"),
                merged=[((1, 1), (2, 1))],
            ),
            "committee-summary",
        )
        assert [p.savings for p in proposals_of(reading)] == [{Y1: 10_000}, {}]
        assert "no-figures" in asked(reading)

    def test_directorates_merged_down_and_a_second_row_of_headings(self):
        header = ("Directorate", "Proposal", "How", "Savings", "", "Risk", "Impact", "")
        reading = table_in(
            self.word(
                header,
                ("", "", "", "27/28 £000", "Total £000", "H/M/L", "Staff", "Service"),
                ("Adults", "Rota", "By pump.", "10", "10", "L", "-1", "Shorter visits."),
                ("", "Hub", "By post.", "5", "5", "H", "0", "None."),
                merged=[((0, 3), (0, 4)), ((0, 6), (0, 7)), ((2, 0), (3, 0))],
            ),
            "impact-table",
        )
        proposals = proposals_of(reading)
        assert [(p.portfolio, p.service, p.savings, p.risk, p.fte_change) for p in proposals] == [
            ("Adults", "", {Y1: 10_000}, "L", -1),
            ("Adults", "", {Y1: 5_000}, "H", 0),
        ]
        assert [s.heading for s in proposals[0].sections] == ["How", "Impact Staff", "Impact Service"]

    def test_a_portfolio_in_capitals_before_the_first_of_several_tables_is_no_title(self):
        rows = [HEADER, row("Rota", "1", "2", "3")]
        reading = table_in(self.word(*rows, before=["ADULTS", "Care"]), "impact-table")
        assert [(p.portfolio, p.service) for p in proposals_of(reading)] == [("ADULTS", "Care")]

    def test_a_title_in_capitals_before_it_stays_one(self):
        rows = [HEADER, row("Rota", "1", "2", "3")]
        reading = table_in(self.word(*rows, before=["BUDGET PROPOSALS", "ADULTS"]), "impact-table")
        assert reading.document.title.startswith("BUDGET PROPOSALS")
        assert proposals_of(reading)[0].portfolio == "ADULTS"


class TestSummaries:
    def test_a_committee_over_the_rows_is_theirs(self):
        reading = summary(
            ("Places Committee",),
            SUMMARY_HEADER,
            ("Parks", "1", "1", "Agree.", "None.", "Sept 26"),
            ("Health Scrutiny Panel",),
            SUMMARY_HEADER,
            ("Care", "2", "2", "Agree.", "None.", "Sept 26"),
        )
        assert [p.committees for p in proposals_of(reading)] == [
            ("Places Committee",),
            ("Health Scrutiny Panel",),
        ]

    def test_the_one_year_of_a_summary_may_be_the_first_of_several(self):
        reading = summary(
            SUMMARY_HEADER,
            ("Parks", "1", "3", "Agree.", "None.", "Sept 26"),
            ("Roads", "2", "2", "Agree.", "None.", "Sept 26"),
        )
        assert asked(reading) == ["column"]
        assert [p.profile_complete for p in proposals_of(reading)] == [False, True]


def test_no_figure_is_left_over_in_silence():
    reading = impact(HEADER, row("Parks", "see note", "20", "20"))
    assert left_over(reading) == ["see note"]
    assert codes(reading.document, Severity.ERROR) == []

"""A table of impact statements: groups, figures and subtotals the same however it is set out, nothing lost."""

import time
from decimal import Decimal

import pytest

from proposals.importing.issues import Severity
from proposals.importing.lines import UnreadableDocument
from proposals.importing.parsed import Answer
from proposals.importing.reading import read_file
from proposals.importing.tables.impact_table.cells import posts_of, risk_of
from services.values.years import FinancialYear
from tests.support.option_forms import LIBRARIES as LIBRARY_FORM
from tests.support.option_forms import bytes_of
from tests.support.parsed_documents import (
    IMPACT,
    IMPACT_HEADER,
    SUMMARY,
    codes,
    impact_row,
    messages,
    side_by_side,
    total_row,
    under_one_another,
    without_places,
    word,
)

YEARS = Y2027, Y2028, Y2029 = FinancialYear(2027), FinancialYear(2028), FinancialYear(2029)
WAYS = [side_by_side, under_one_another, word]
TITLE = ["Appendix 4 - Service Impact Statements"]


def read(content):
    return read_file(content, "document", kind="impact-table").document


def table_of(*rows, header=IMPACT_HEADER, way=side_by_side):
    return read(way([header, ("Parks & Greens",), ("Growth Avoidance",), *rows], TITLE))


def rows_of(document):
    return [
        (p.service, p.category, p.title, *(p.savings.get(year) for year in document.years), p.total)
        for p in document.proposals
    ]


def texts_of(proposal):
    return {section.kind: section.text for section in proposal.sections}


@pytest.mark.parametrize("way", WAYS)
class TestEveryWayToSetItOut:
    def test_every_row_has_its_groups_and_figures(self, way):
        document = read(way(IMPACT, TITLE))
        assert document.years == YEARS
        assert {p.portfolio for p in document.proposals} == {"PLACE & CULTURE"}
        assert rows_of(document) == [
            ("Parks & Greens", "Efficiency Savings", "Winter hours", 62_500, 187_500, 0, 250_000),
            ("Parks & Greens", "Efficiency Savings", "New mowers", 1_000_000, 0, 0, 1_000_000),
            ("Parks & Greens", "Growth Avoidance", "Fewer new lawns", 10_000, 20_000, 30_000, 60_000),
            ("Libraries", "Efficiency Savings", "Self service", 0, 100_000, 0, 100_000),
        ]
        assert all(p.profile_complete for p in document.proposals)
        assert (document.unit, document.decimals, document.savings_sign) == ("thousands", 1, "positive")

    def test_every_subtotal_is_kept_with_its_level(self, way):
        document = read(way(IMPACT, TITLE))
        assert [(s.level, s.name, *s.savings.values(), s.total) for s in document.subtotals] == [
            ("category", "Parks & Greens / Efficiency Savings", 1_062_500, 187_500, 0, 1_250_000),
            ("category", "Parks & Greens / Growth Avoidance", 10_000, 20_000, 30_000, 60_000),
            ("service area", "Parks & Greens", 1_072_500, 207_500, 30_000, 1_310_000),
            ("category", "Libraries / Efficiency Savings", 0, 100_000, 0, 100_000),
            ("service area", "Libraries", 0, 100_000, 0, 100_000),
            ("portfolio", "PLACE & CULTURE", 1_072_500, 307_500, 30_000, 1_410_000),
        ]

    def test_risk_and_posts_are_told_and_their_words_kept(self, way):
        document = read(way(IMPACT, TITLE))
        assert [(p.risk, p.risk_as_printed) for p in document.proposals] == [
            ("H", "h"),
            ("M", "M"),
            ("L", "Low"),
            ("M", "M"),
        ]
        assert [(p.fte_change, texts_of(p)["impact_upon_staff"]) for p in document.proposals] == [
            (Decimal("-2.00"), "2"),
            (None, "Up to 5"),
            (None, "7-10"),
            (None, "Not known at this stage"),
        ]

    def test_texts_stand_under_their_columns_and_blank_cells_are_blank(self, way):
        _, mowers, lawns, _ = read(way(IMPACT, TITLE)).proposals
        assert texts_of(lawns)["impact_upon_property"] == "A depot may close"
        assert texts_of(mowers)["how_achieved"] == texts_of(mowers)["impact_upon_service"] == ""
        assert [s.answer for s in mowers.sections if not s.text] == [Answer.BLANK, Answer.BLANK]

    def test_nothing_is_left_over_or_found(self, way):
        document = read(way(IMPACT, TITLE, ["All figures are before inflation."]))
        assert (document.left_over, document.issues) == ((), ())
        assert document.title == TITLE[0]
        assert document.notes == ("All figures are before inflation.",)


def test_all_ways_give_the_same_document():
    text, cells, word_file = (without_places(read(way(IMPACT, TITLE))) for way in WAYS)
    assert text == cells == word_file


class TestSubtotals:
    @pytest.mark.parametrize("way", WAYS)
    def test_that_differ_say_both_figures(self, way):
        rows = [row if row[0] != "Sub Total - Libraries" else (*row[:3], "101", *row[4:]) for row in IMPACT]
        document = read(way(rows, TITLE))
        (year, across) = messages(document, "subtotal") + messages(document, "subtotal across")
        assert "2028/29 is stated as £101,000, but its 1 proposal comes to £100,000." in year
        assert "the total is stated as £100,000, but its years add up to £101,000." in across
        assert codes(document) == ["subtotal", "subtotal across"]

    def test_on_two_lines_are_checked_too(self):
        rows = [
            row if row != ("1,072.5", "207.5", "30", "1,310") else ("1,072.5", "207.5", "31", "1,311")
            for row in IMPACT
        ]
        assert len(messages(read(side_by_side(rows, TITLE)), "subtotal")) == 2

    def test_a_grand_total_is_of_the_document(self):
        document = table_of(
            impact_row("One"),
            total_row("Sub Total", "10", "20", "30", "60"),
            total_row("Grand Total", "10", "20", "30", "61"),
        )
        assert [s.level for s in document.subtotals] == ["category", "document"]
        assert "the total is stated as £61,000" in messages(document, "subtotal")[0]

    def test_a_proposal_called_total_is_a_proposal(self):
        assert table_of(impact_row("Total Place programme")).proposals[0].title == "Total Place programme"

    def test_of_no_group_is_a_difference_and_kept(self):
        document = table_of(impact_row("One"), total_row("Sub Total - Harbours", "10", "20", "30", "60"))
        assert codes(document) == ["total of no group"]
        assert document.subtotals[0].name == "Harbours"

    def test_without_figures_is_an_error_and_left_over(self):
        document = table_of(impact_row("One"), ("Sub Total - Growth Avoidance",), impact_row("Two"))
        assert codes(document) == ["total without figures"]
        assert [line.text for line in document.left_over] == ["Sub Total - Growth Avoidance"]

    def test_missing_at_the_end_may_be_a_document_cut_short(self):
        assert codes(read(side_by_side(IMPACT[:-4], TITLE))) == ["subtotal missing"]

    def test_over_a_figure_that_is_not_stated_cannot_be_checked(self):
        document = table_of(
            impact_row("One", ("TBC", "20", "30"), "50"), total_row("Sub Total", "10", "20", "30", "60")
        )
        assert "2027/28 cannot be checked" in messages(document, "subtotal not checked")[0]
        assert "the total is stated as £60,000" in messages(document, "subtotal")[0]


class TestRows:
    def test_whose_years_do_not_add_up_are_differences(self):
        document = table_of(impact_row("One", total="61"))
        assert messages(document, "total saving") == [
            "One, line 5: the total is stated as £61,000, but the years add up to £60,000."
        ]

    @pytest.mark.parametrize("text", ["about 10", "1,00", "10.00001"])
    def test_with_a_figure_that_cannot_be_read_are_errors_quoting_it(self, text):
        document = table_of(impact_row("One", (text, "20", "30")))
        (message,) = messages(document, "figure unreadable")
        assert message.startswith("One, line 5: “27/28 Saving £000”: ")
        assert text in message
        assert Y2027 not in document.proposals[0].savings

    @pytest.mark.parametrize("text", ["TBC", "n/a", "tbd", "Not known"])
    def test_with_a_figure_not_stated_are_differences_and_not_complete(self, text):
        document = table_of(impact_row("One", (text, "20", "30"), "50"))
        assert codes(document) == ["figure not stated"]
        assert not document.proposals[0].profile_complete

    def test_without_figures_are_errors(self):
        assert codes(table_of(impact_row("One", ("", "", ""), ""))) == ["figures missing"]

    def test_without_their_last_cells_are_read(self):
        document = table_of(impact_row("One")[:7], impact_row("Two"))
        assert texts_of(document.proposals[0])["impact_upon_service"] == ""
        assert document.proposals[0].risk == "M"

    @pytest.mark.parametrize("way", [side_by_side, word])
    def test_without_a_title_are_errors_and_left_over(self, way):
        document = table_of(impact_row(""), impact_row("Two"), way=way)
        assert codes(document) == ["row without title"]
        assert document.left_over
        assert [p.title for p in document.proposals] == ["Two"]

    def test_of_figures_alone_are_errors(self):
        assert codes(table_of(impact_row("One"), ("1", "2", "3", "6"), impact_row("Two"))) == [
            "row without title"
        ]

    def test_with_a_cell_too_many_leave_it_over(self):
        document = table_of((*impact_row("One"), "Beyond the table"))
        assert [line.text for line in document.left_over] == ["Beyond the table"]

    def test_negative_figures_are_costs_where_others_are_savings(self):
        document = table_of(
            impact_row("One"), impact_row("Two"), impact_row("Three", ("(10)", "-20", "0"), "-30")
        )
        assert document.proposals[2].total == -30_000
        assert codes(document) == ["opposite sign"]

    def test_that_stand_twice_in_a_category_are_differences(self):
        assert codes(table_of(impact_row("One"), impact_row("One"))) == ["repeated title"]

    def test_markup_is_taken_out_and_lists_stay_lists(self):
        row = impact_row("**One**", impact="<ul> • Quicker &amp; cheaper • Kinder</ul>", how="First<br/>then")
        (proposal,) = table_of(row).proposals
        assert proposal.title == "One"
        assert texts_of(proposal)["impact_upon_service"] == "· Quicker & cheaper\n· Kinder"
        assert texts_of(proposal)["how_achieved"] == "First\n\nthen"
        assert set(codes(table_of(row), Severity.NOTE)) == {"markup taken out"}

    def test_a_number_of_fewer_than_some_is_no_markup(self):
        assert (
            texts_of(table_of(impact_row("One", staff="<5 posts")).proposals[0])["impact_upon_staff"]
            == "<5 posts"
        )


class TestHeadings:
    def test_a_second_portfolio_begins_its_own_areas(self):
        rows = [
            *IMPACT,
            ("ROADS & BRIDGES",),
            ("Lighting",),
            ("Service Redesign",),
            impact_row("Dimmer lamps"),
        ]
        last = read(side_by_side(rows, TITLE)).proposals[-1]
        assert (last.portfolio, last.service, last.category) == (
            "ROADS & BRIDGES",
            "Lighting",
            "Service Redesign",
        )

    @pytest.mark.parametrize("way", WAYS)
    def test_that_stand_above_the_columns_are_known_by_their_subtotals(self, way):
        groups = [("Parks",), ("Efficiency Savings",), IMPACT_HEADER, impact_row("One")]
        totals = [
            total_row(f"Sub Total - {name}", "10", "20", "30", "60")
            for name in ("Efficiency Savings", "Parks")
        ]
        document = read(way([*groups, *totals], TITLE))
        assert rows_of(document)[0][:2] == ("Parks", "Efficiency Savings")
        assert (document.title, document.issues) == (TITLE[0], ())

    def test_labelled_groups_are_those_they_say(self):
        rows = [
            IMPACT_HEADER,
            ("Portfolio: Roads",),
            ("Category: New income",),
            ("Service area: Lamps",),
            impact_row("One"),
        ]
        (proposal,) = read(side_by_side(rows, TITLE)).proposals
        assert (proposal.portfolio, proposal.service) == ("Roads", "Lamps")

    def test_without_rows_are_a_difference_and_left_over(self):
        document = table_of(impact_row("One"), ("Harbours",))
        assert codes(document) == ["heading without rows"]
        assert [line.text for line in document.left_over] == ["Harbours"]

    def test_a_page_number_is_left_over_and_no_heading(self):
        document = table_of(impact_row("One"), ("Page 2 of 9",), impact_row("Two"))
        assert [line.text for line in document.left_over] == ["Page 2 of 9"]
        assert {p.category for p in document.proposals} == {"Growth Avoidance"}

    def test_misspelt_columns_are_known_and_noted(self):
        header = (
            "Savings Titel",
            "How to be acheived",
            *IMPACT_HEADER[2:5],
            "Toatl",
            *IMPACT_HEADER[6:8],
            "Proprety",
            "Impcat",
        )
        document = table_of(impact_row("One"), header=header)
        assert rows_of(document)[0][-1] == 60_000
        assert texts_of(document.proposals[0])["impact_upon_property"] == "None"
        assert "heading misspelt" in codes(document, Severity.NOTE)

    def test_tables_of_other_years_are_a_difference(self):
        other = tuple(text.replace("29/30", "30/31") for text in IMPACT_HEADER)
        document = table_of(impact_row("One"), other, impact_row("Two"))
        assert "years differ" in codes(document)
        assert FinancialYear(2030) in document.proposals[1].savings

    def test_a_year_over_two_columns_is_an_error(self):
        header = tuple(text.replace("28/29", "27/28") for text in IMPACT_HEADER)
        assert "year stands twice" in codes(table_of(impact_row("One"), header=header))

    def test_a_document_that_ends_in_headings_may_be_cut_short(self):
        assert codes(table_of(impact_row("One"), IMPACT_HEADER)) == ["ends abruptly"]


class TestWhatCannotBeRead:
    @pytest.mark.parametrize(
        "content", [bytes_of(LIBRARY_FORM), side_by_side(SUMMARY), b"Words.\n", side_by_side(IMPACT[3:8])]
    )
    def test_a_document_of_another_kind_is_refused_in_words(self, content):
        with pytest.raises(UnreadableDocument, match="begins with a row of headings: “Savings Title”"):
            read(content)

    @pytest.mark.parametrize("way", [side_by_side, under_one_another])
    def test_a_document_cut_anywhere_is_read_or_refused(self, way):
        text = way(IMPACT, TITLE).decode()
        for end in range(20, len(text), 23):
            try:
                document = read(text[:end].encode())
            except UnreadableDocument:
                continue
            assert document.issues or text[:end].rstrip("\t ").endswith("\n")

    @pytest.mark.parametrize(("way", "count"), [(side_by_side, 1500), (under_one_another, 400)])
    def test_thousands_of_rows_take_seconds(self, way, count):
        began = time.process_time()
        document = table_of(*(impact_row(f"Row {number}") for number in range(count)), way=way)
        assert (len(document.proposals), document.issues) == (count, ())
        assert time.process_time() - began < 20

    @pytest.mark.parametrize("junk", ["<ul ", "**a", "&amp;", "• a ", "1,000", "total ", "18/19 ", "__a"])
    def test_a_cell_of_a_hundred_thousand_letters_takes_no_time(self, junk):
        long = junk * (95_000 // len(junk))
        began = time.process_time()
        for column in (0, 1, 2, 7):
            row = list(impact_row("One"))
            row[column] = long
            assert table_of(tuple(row)).proposals
        assert time.process_time() - began < 10


class TestShortCells:
    @pytest.mark.parametrize(
        ("printed", "change"),
        [
            ("0", Decimal(0)),
            ("2", Decimal(-2)),
            ("1.5", Decimal("-1.5")),
            ("2 posts deleted", Decimal(-2)),
            ("-3", Decimal(-3)),
            ("(3)", Decimal(-3)),
            ("+1", Decimal(1)),
            ("7-10", None),
            ("Up to 5", None),
            ("2 new posts", None),
            ("None", None),
            ("", None),
            ("Some posts ended in 2016", None),
        ],
    )
    def test_posts_are_a_number_only_where_one_is_printed(self, printed, change):
        assert posts_of(printed) == change

    @pytest.mark.parametrize(
        ("printed", "risk"), [("h", "H"), ("Medium", "M"), ("LOW", "L"), ("M/H", ""), ("", "")]
    )
    def test_risk_is_a_letter_or_a_word(self, printed, risk):
        assert risk_of(printed) == risk

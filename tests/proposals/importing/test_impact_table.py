"""A table of impact statements: groups, figures and subtotals the same however it is set out, nothing lost."""

import time
from decimal import Decimal

import pytest

from proposals.importing.issues import Severity
from proposals.importing.lines import UnreadableDocument
from proposals.importing.parsed import Answer
from services.values.years import FinancialYear
from tests.support.option_forms import LIBRARIES as LIBRARY_FORM
from tests.support.option_forms import bytes_of
from tests.support.parsed_documents import (
    IMPACT,
    IMPACT_HEADER,
    SUMMARY,
    asked,
    codes,
    impact_row,
    left_over,
    printed_sums,
    questions,
    side_by_side,
    table_in,
    total_row,
    under_one_another,
    without_places,
    word,
)

YEARS = Y2027, Y2028, Y2029 = FinancialYear(2027), FinancialYear(2028), FinancialYear(2029)
WAYS = [side_by_side, under_one_another, word]
TITLE = ["Appendix 4 - Service Impact Statements"]


def read(content, **answers):
    return table_in(content, "impact-table", **answers)


def table_of(*rows, header=IMPACT_HEADER, way=side_by_side, **answers):
    return read(way([header, ("Parks & Greens",), ("Growth Avoidance",), *rows], TITLE), **answers)


def rows_of(reading):
    document = reading.document
    return [
        (p.service, p.category, p.title, *(p.savings.get(year) for year in document.years), p.total)
        for p in document.proposals
    ]


def texts_of(proposal):
    return {section.kind: section.text for section in proposal.sections}


@pytest.mark.parametrize("way", WAYS)
class TestEveryWayToSetItOut:
    def test_every_row_has_its_groups_and_figures(self, way):
        reading = read(way(IMPACT, TITLE))
        document = reading.document
        assert document.years == YEARS
        assert {p.portfolio for p in document.proposals} == {"PLACE & CULTURE"}
        assert rows_of(reading) == [
            ("Parks & Greens", "Efficiency Savings", "Winter hours", 62_500, 187_500, 0, 250_000),
            ("Parks & Greens", "Efficiency Savings", "New mowers", 1_000_000, 0, 0, 1_000_000),
            ("Parks & Greens", "Growth Avoidance", "Fewer new lawns", 10_000, 20_000, 30_000, 60_000),
            ("Libraries", "Efficiency Savings", "Self service", 0, 100_000, 0, 100_000),
        ]
        assert all(p.profile_complete for p in document.proposals)
        assert (document.unit, document.decimals, document.savings_sign) == ("thousands", 1, "positive")

    def test_every_subtotal_is_proved(self, way):
        reading = read(way(IMPACT, TITLE))
        assert printed_sums(reading) == [
            ("Sub Total - Efficiency Savings", 1_062_500, 187_500, 0, 1_250_000),
            ("Sub Total - Growth Avoidance", 10_000, 20_000, 30_000, 60_000),
            ("Sub Total - Parks & Greens", 1_072_500, 207_500, 30_000, 1_310_000),
            ("Sub Total - Efficiency Savings", 0, 100_000, 0, 100_000),
            ("Sub Total - Libraries", 0, 100_000, 0, 100_000),
            ("TOTAL PLACE & CULTURE", 1_072_500, 307_500, 30_000, 1_410_000),
        ]
        assert all(proof["holds"] for proof in reading.understanding["proofs"])

    def test_risk_and_posts_are_told_and_their_words_kept(self, way):
        document = read(way(IMPACT, TITLE)).document
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
        _, mowers, lawns, _ = read(way(IMPACT, TITLE)).document.proposals
        assert texts_of(lawns)["impact_upon_property"] == "A depot may close"
        assert texts_of(mowers)["how_achieved"] == texts_of(mowers)["impact_upon_service"] == ""
        assert [s.answer for s in mowers.sections if not s.text] == [Answer.BLANK, Answer.BLANK]

    def test_nothing_is_left_over_or_found_and_only_a_text_that_may_have_moved_is_asked_about(self, way):
        reading = read(way(IMPACT, TITLE, ["All figures are before inflation."]))
        document = reading.document
        assert (document.left_over, document.issues) == ((), ())
        assert asked(reading) == (["moved-cells"] if way is under_one_another else [])
        assert document.title.startswith(TITLE[0])
        assert document.notes == ("All figures are before inflation.",)


def test_all_ways_give_the_same_document():
    text, cells, word_file = (without_places(read(way(IMPACT, TITLE)).document) for way in WAYS)
    assert text == cells == word_file


class TestSubtotals:
    @pytest.mark.parametrize("way", WAYS)
    def test_that_differ_are_asked_about_with_both_figures(self, way):
        rows = [row if row[0] != "Sub Total - Libraries" else (*row[:3], "101", *row[4:]) for row in IMPACT]
        reading = read(way(rows, TITLE))
        assert "totals" in asked(reading)
        assert "£101,000 is printed, but the rows come to £100,000" in questions(reading)

    def test_on_two_lines_are_checked_too(self):
        rows = [
            row if row != ("1,072.5", "207.5", "30", "1,310") else ("1,072.5", "207.5", "31", "1,311")
            for row in IMPACT
        ]
        said = questions(read(side_by_side(rows, TITLE)))
        assert "£31,000 is printed" in said
        assert "£1,311,000 is printed" in said

    def test_a_grand_total_is_held_against_all_rows(self):
        reading = table_of(
            impact_row("One"),
            total_row("Sub Total", "10", "20", "30", "60"),
            total_row("Grand Total", "10", "20", "30", "61"),
        )
        assert "Grand Total, “3 year Savings Total”: all rows of the table: £61,000 is printed" in questions(
            reading
        )

    def test_a_proposal_called_total_is_a_proposal(self):
        reading = table_of(impact_row("Total Place programme"))
        assert [p.title for p in reading.document.proposals] == ["Total Place programme"]

    def test_of_no_group_are_said(self):
        reading = table_of(impact_row("One"), total_row("Sub Total - Harbours", "10", "20", "30", "60"))
        assert codes(reading.document, Severity.NOTE) == ["total of no group"]
        assert len(reading.document.proposals) == 1

    def test_without_figures_are_left_over_and_no_group(self):
        reading = table_of(impact_row("One"), ("Sub Total - Growth Avoidance",), impact_row("Two"))
        assert left_over(reading) == ["Sub Total - Growth Avoidance"]
        assert {p.category for p in reading.document.proposals} == {"Growth Avoidance"}

    def test_missing_at_the_end_may_be_a_document_cut_short(self):
        assert asked(read(side_by_side(IMPACT[:-4], TITLE))) == ["missing-subtotal"]

    def test_over_a_figure_that_is_not_stated_differ(self):
        reading = table_of(
            impact_row("One", ("TBC", "20", "30"), "50"), total_row("Sub Total", "10", "20", "30", "60")
        )
        assert "totals" in asked(reading)
        assert "£60,000 is printed" in questions(reading)


class TestRows:
    def test_whose_years_do_not_add_up_are_asked_about(self):
        reading = table_of(impact_row("One", total="61"))
        assert asked(reading) == ["totals"]
        assert "One: the years come to the total: £61,000 is printed" in questions(reading)

    @pytest.mark.parametrize("text", ["about 10", "1,00", "10.00001"])
    def test_with_a_figure_that_is_doubtful_are_asked_about_quoting_it(self, text):
        reading = table_of(impact_row("One", (text, "20", "30")))
        assert asked(reading)
        assert f"“{text}”" in questions(reading)

    def test_with_a_figure_that_cannot_be_read_have_none(self):
        (proposal,) = table_of(impact_row("One", ("1,00", "20", "30"))).document.proposals
        assert Y2027 not in proposal.savings

    @pytest.mark.parametrize("text", ["TBC", "n/a", "tbd", "Not known"])
    def test_with_a_figure_not_stated_quote_it_and_are_not_complete(self, text):
        reading = table_of(impact_row("One", (text, "20", "30"), "50"))
        assert left_over(reading) == [text]
        assert not reading.document.proposals[0].profile_complete

    def test_without_figures_are_asked_about(self):
        assert asked(table_of(impact_row("One", ("", "", ""), ""), impact_row("Two"))) == ["no-figures"]

    def test_without_their_last_cells_are_read(self):
        document = table_of(impact_row("One")[:7], impact_row("Two")).document
        assert texts_of(document.proposals[0])["impact_upon_service"] == ""
        assert document.proposals[0].risk == "M"

    @pytest.mark.parametrize("way", [side_by_side, word])
    def test_without_a_title_say_what_stands_for_it(self, way):
        document = table_of(impact_row(""), impact_row("Two"), way=way).document
        assert codes(document, Severity.NOTE) == ["no title"]
        assert [p.title for p in document.proposals] == ["By working differently.", "Two"]

    def test_of_figures_alone_are_asked_about(self):
        reading = table_of(impact_row("One"), ("1", "2", "3", "6"), impact_row("Two"))
        assert asked(reading) == ["unnamed-rows"]
        assert [p.title for p in reading.document.proposals] == ["One", "Two"]

    def test_with_a_cell_too_many_leave_it_over(self):
        reading = table_of((*impact_row("One"), "Beyond the table"))
        assert left_over(reading) == ["Beyond the table"]

    def test_negative_figures_are_costs_where_others_are_savings(self):
        reading = table_of(
            impact_row("One"), impact_row("Two"), impact_row("Three", ("(10)", "-20", "0"), "-30")
        )
        assert reading.document.proposals[2].total == -30_000
        assert asked(reading) == ["contrary"]

    def test_that_stand_twice_in_a_category_are_asked_about(self):
        assert asked(table_of(impact_row("One"), impact_row("One"))) == ["title-twice"]

    def test_markup_is_taken_out_and_lists_stay_lists(self):
        row = impact_row("**One**", impact="<ul> • Quicker &amp; cheaper • Kinder</ul>", how="First<br/>then")
        document = table_of(row).document
        (proposal,) = document.proposals
        assert proposal.title == "One"
        assert texts_of(proposal)["impact_upon_service"] == "· Quicker & cheaper\n· Kinder"
        assert texts_of(proposal)["how_achieved"] == "First\n\nthen"
        assert set(codes(document, Severity.NOTE)) == {"markup taken out"}

    def test_a_number_of_fewer_than_some_is_no_markup(self):
        (proposal,) = table_of(impact_row("One", staff="<5 posts")).document.proposals
        assert texts_of(proposal)["impact_upon_staff"] == "<5 posts"

    @pytest.mark.parametrize(
        ("printed", "risk"), [("h", "H"), ("Medium", "M"), ("LOW", "L"), ("M/H", ""), ("", "")]
    )
    def test_have_a_risk_where_a_letter_or_a_word_is_printed(self, printed, risk):
        (proposal, _) = table_of(impact_row("One", risk=printed), impact_row("Two")).document.proposals
        assert (proposal.risk, proposal.risk_as_printed) == (risk, printed)

    def test_whose_risk_cannot_be_told_say_so(self):
        document = table_of(impact_row("One", risk="depends"), impact_row("Two")).document
        assert codes(document, Severity.NOTE) == ["risk not told"]

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
        (proposal, _) = table_of(impact_row("One", staff=printed), impact_row("Two")).document.proposals
        assert proposal.fte_change == change


class TestHeadings:
    def test_a_second_portfolio_begins_its_own_areas(self):
        rows = [
            *IMPACT,
            ("ROADS & BRIDGES",),
            ("Lighting",),
            ("Service Redesign",),
            impact_row("Dimmer lamps"),
        ]
        last = read(side_by_side(rows, TITLE)).document.proposals[-1]
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
        reading = read(way([*groups, *totals], TITLE))
        (proposal,) = reading.document.proposals
        assert (proposal.service or proposal.portfolio, proposal.category) == ("Parks", "Efficiency Savings")
        assert reading.document.issues == ()

    def test_labelled_groups_are_those_they_say(self):
        rows = [
            IMPACT_HEADER,
            ("Portfolio: Roads",),
            ("Category: New income",),
            ("Service area: Lamps",),
            impact_row("One"),
        ]
        (proposal,) = read(side_by_side(rows, TITLE)).document.proposals
        assert (proposal.portfolio, proposal.service) == ("Roads", "Lamps")

    def test_without_rows_are_left_over(self):
        assert left_over(table_of(impact_row("One"), ("Harbours",))) == ["Harbours"]

    def test_a_page_number_is_no_heading(self):
        document = table_of(impact_row("One"), ("Page 2 of 9",), impact_row("Two")).document
        assert {p.category for p in document.proposals} == {"Growth Avoidance"}

    def test_misspelt_columns_are_known(self):
        header = (
            "Savings Titel",
            "How to be acheived",
            *IMPACT_HEADER[2:5],
            "Toatl",
            *IMPACT_HEADER[6:8],
            "Proprety",
            "Impcat",
        )
        reading = table_of(impact_row("One"), header=header)
        assert rows_of(reading)[0][-1] == 60_000
        assert texts_of(reading.document.proposals[0])["impact_upon_property"] == "None"

    def test_a_table_of_other_years_is_read_in_its_own(self):
        other = tuple(text.replace("29/30", "30/31") for text in IMPACT_HEADER)
        document = table_of(impact_row("One"), other, impact_row("Two")).document
        assert document.proposals[0].savings[FinancialYear(2029)] == 30_000
        assert document.proposals[1].savings[FinancialYear(2030)] == 30_000

    def test_a_year_over_two_columns_is_asked_about(self):
        header = tuple(text.replace("28/29", "27/28") for text in IMPACT_HEADER)
        assert "amount-columns" in asked(table_of(impact_row("One"), header=header))

    def test_a_document_that_ends_in_headings_may_be_cut_short(self):
        assert asked(table_of(impact_row("One"), IMPACT_HEADER)) == ["cut-short"]


class TestWhatCannotBeRead:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (bytes_of(LIBRARY_FORM), "looks like option pages"),
            (side_by_side(SUMMARY), "looks like a committee summary"),
            (b"Words.\n", "No savings proposals were found"),
            (side_by_side(IMPACT[3:8]), "No savings proposals were found"),
        ],
    )
    def test_a_document_of_another_kind_is_refused_in_words(self, content, words):
        with pytest.raises(UnreadableDocument, match=words):
            read(content)

    @pytest.mark.parametrize("way", [side_by_side, under_one_another])
    def test_a_document_cut_anywhere_is_read_asked_about_or_refused(self, way):
        text = way(IMPACT, TITLE).decode()
        for end in range(20, len(text), 23):
            try:
                reading = read(text[:end].encode())
            except UnreadableDocument:
                continue
            found = reading.document.issues or reading.questions
            assert found or text[:end].rstrip("\t ").endswith("\n")

    @pytest.mark.parametrize(("way", "count"), [(side_by_side, 1500), (under_one_another, 400)])
    def test_thousands_of_rows_take_seconds(self, way, count):
        began = time.process_time()
        reading = table_of(*(impact_row(f"Row {number}") for number in range(count)), way=way)
        assert (len(reading.document.proposals), reading.document.issues) == (count, ())
        assert time.process_time() - began < 20

    @pytest.mark.parametrize("junk", ["<ul ", "**a", "&amp;", "• a ", "1,000", "total ", "18/19 ", "__a"])
    def test_a_cell_of_a_hundred_thousand_letters_takes_no_time(self, junk):
        long = junk * (95_000 // len(junk))
        began = time.process_time()
        for column in (0, 1, 2, 7):
            row = list(impact_row("One"))
            row[column] = long
            assert table_of(tuple(row), impact_row("Two")).document.proposals
        assert time.process_time() - began < 10

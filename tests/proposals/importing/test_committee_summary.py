"""A scrutiny committee's summary: the same proposals however it is set out, and nothing lost or guessed."""

import time

import pytest

from proposals.importing.issues import Severity
from proposals.importing.lines import UnreadableDocument
from proposals.importing.parsed import Answer, ParsedReport
from proposals.importing.reading import read_file
from proposals.importing.understanding.meetings import committee_names, reports_in
from services.values.years import FinancialYear
from tests.support.option_forms import LIBRARIES as LIBRARY_FORM
from tests.support.option_forms import bytes_of
from tests.support.parsed_documents import (
    IMPACT,
    LIBRARIES,
    MUSEUMS,
    PARKS,
    SUMMARY,
    SUMMARY_HEADER,
    SUMMARY_TITLES,
    codes,
    messages,
    side_by_side,
    under_one_another,
    without_places,
    word,
)

Y2027, Y2028, Y2029 = FinancialYear(2027), FinancialYear(2028), FinancialYear(2029)
WAYS = [side_by_side, under_one_another, word]


def read(content):
    return read_file(content, "document", kind="committee-summary").document


def summary_of(*rows, header=SUMMARY_HEADER, titles=SUMMARY_TITLES, way=side_by_side, below=()):
    return read(way([header, *rows], titles, below))


def changed(row, column, text):
    return (*row[:column], text, *row[column + 1 :])


@pytest.mark.parametrize("way", WAYS)
class TestEveryWayToSetItOut:
    def test_the_savings_are_those_printed_and_the_years_between_are_not_known(self, way):
        document = summary_of(*SUMMARY[1:], way=way)
        assert [(p.title, dict(p.savings), p.total, p.profile_complete) for p in document.proposals] == [
            ("Mobile Libraries", {Y2027: 40_000}, 120_000, False),
            ("Park Keeping", {Y2027: 200_000}, 200_000, False),
            ("Museums – Evening Opening", {Y2027: 5_000}, 10_000, False),
        ]
        assert document.years == (Y2027, Y2028, Y2029)
        assert (document.unit, document.decimals, document.savings_sign) == ("millions", 3, "positive")

    def test_meetings_committees_and_consultation_are_told(self, way):
        document = summary_of(*SUMMARY[1:], way=way)
        assert [p.reported for p in document.proposals] == [
            (ParsedReport("Sept 26", "6", "App D", (2026, 9), "Cabinet"),),
            (ParsedReport("Oct 26", "4", "App A", (2026, 10), "Cabinet"),),
            (ParsedReport("Jan 27", "4", "App C", (2027, 1), "Cabinet"),),
        ]
        assert [p.committees for p in document.proposals] == [
            ("Culture",),
            ("Environment",),
            ("Culture", "Environment"),
        ]
        assert [p.consultation_only for p in document.proposals] == [False, True, False]

    def test_title_and_notes_are_kept_and_nothing_is_left_over(self, way):
        document = summary_of(*SUMMARY[1:], way=way, below=["All figures are taken from the budget report."])
        assert document.title == ": ".join(SUMMARY_TITLES)
        assert document.notes == ("All figures are taken from the budget report.",)
        assert (document.left_over, document.issues) == ((), ())

    def test_a_blank_cell_is_a_blank_section(self, way):
        document = summary_of(LIBRARIES, changed(changed(PARKS, 3, ""), 4, ""), MUSEUMS, way=way)
        park = document.proposals[1]
        assert [(s.kind, s.text, s.answer) for s in park.sections] == [
            ("decisions_needed", "", Answer.BLANK),
            ("impact_upon_service", "", Answer.BLANK),
        ]
        assert (park.reported[0].item, park.committees) == ("4", ("Environment",))


class TestTextAndWord:
    def test_give_the_same_document(self):
        below = ["Source: the budget report."]
        assert without_places(summary_of(*SUMMARY[1:], way=under_one_another, below=below)) == without_places(
            summary_of(*SUMMARY[1:], way=word, below=below)
        )

    def test_paragraphs_and_bullets_of_a_cell_stay(self):
        (section, _) = summary_of(*SUMMARY[1:], way=word).proposals[0].sections
        assert section.heading == "Decisions Needed to Deliver the Budgeted Savings"
        assert (
            section.text == "Agree to end two routes.\n\nAgree new timetables for:\n\n· villages\n· schools"
        )


class TestOtherCouncilsTables:
    @pytest.mark.parametrize(
        ("printed", "heading", "unit"),
        [
            ("40", "Saving 2027/28 £000", "thousands"),
            ("£40,000", "Saving 2027/28", "pounds"),
            ("0.04", "Saving 2027/28 (£m)", "millions"),
            ("£40k", "Saving 2027/28", "thousands"),
        ],
    )
    def test_the_unit_is_that_of_heading_or_figure(self, printed, heading, unit):
        header = (heading, "Service", "Impact", "Committee")
        document = summary_of((printed, "Vans", "None.", "Culture"), header=header, titles=["Savings"])
        assert dict(document.proposals[0].savings) == {Y2027: 40_000}
        assert (document.unit, codes(document)) == (unit, [])
        assert document.proposals[0].profile_complete  # one year is all there is

    def test_a_figure_without_any_unit_is_read_as_pounds_and_said(self):
        row = changed(changed(LIBRARIES, 1, "40000"), 2, "120000")
        document = summary_of(row)
        assert document.proposals[0].total == 120_000
        assert codes(document) == ["unit not stated"]

    def test_savings_printed_negative_are_savings(self):
        rows = [changed(changed(row, 1, "(0.04)"), 2, "(0.04)") for row in (LIBRARIES, MUSEUMS)]
        header = changed(changed(SUMMARY_HEADER, 1, "Saving 2027/28 £m"), 2, "Total £m")
        document = summary_of(*rows, header=header)
        assert [p.total for p in document.proposals] == [40_000, 40_000]
        assert document.savings_sign == "negative"

    def test_one_saving_against_the_sign_of_the_rest_is_a_difference(self):
        document = summary_of(LIBRARIES, PARKS, changed(changed(MUSEUMS, 1, "-£0.005m"), 2, "-£0.010m"))
        assert document.proposals[2].total == -10_000
        assert codes(document) == ["opposite sign"]

    def test_columns_may_stand_in_any_order_and_be_misspelt(self):
        header = ("Committee", "Impcat", "Service", "Toatl Saving £m", "Saving 2027/28 £m", "Decisons")
        row = ("Culture", "Little.", "Vans", "0.3", "0.1", "Agree.")
        document = summary_of(row, header=header)
        (proposal,) = document.proposals
        assert (proposal.title, proposal.total, proposal.committees) == ("Vans", 300_000, ("Culture",))
        assert [s.text for s in proposal.sections] == ["Little.", "Agree."]
        assert codes(document, Severity.NOTE) == ["heading misspelt"] * 3

    def test_a_column_of_its_own_is_kept_under_its_heading(self):
        header = (*SUMMARY_HEADER, "Ward")
        document = summary_of((*LIBRARIES, "North"), header=header)
        section = document.proposals[0].sections[-1]
        assert (section.kind, section.heading, section.text) == ("other", "Ward", "North")

    def test_all_years_stated_are_a_complete_profile_held_against_the_total(self):
        header = ("Service", "2027/28 £k", "2028/29 £k", "2029/30 £k", "Total £k", "Impact", "Committee")
        good, bad = (
            ("Vans", "1", "2", "3", "6", "", "Culture"),
            ("Lorries", "1", "2", "3", "7", "", "Culture"),
        )
        document = summary_of(good, bad, header=header)
        assert [p.profile_complete for p in document.proposals] == [True, True]
        assert messages(document, "total saving") == [
            "Lorries, line 5: the total is stated as £7,000, but the years add up to £6,000."
        ]

    def test_years_may_stand_in_a_second_row_of_headings(self):
        header = ("Service", "Saving £k", "", "", "Impact", "Committee")
        rows = [("", "2027/28", "2028/29", "Total", "", ""), ("Vans", "1", "2", "3", "Little.", "Culture")]
        document = summary_of(*rows, header=header, way=word, titles=["Savings"])
        assert dict(document.proposals[0].savings) == {Y2027: 1_000, Y2028: 2_000}
        assert (document.proposals[0].total, codes(document)) == (3_000, [])

    def test_a_first_year_without_its_name_is_that_of_the_title_and_said(self):
        header = changed(SUMMARY_HEADER, 1, "First Year Saving")
        document = summary_of(LIBRARIES, header=header)
        assert dict(document.proposals[0].savings) == {Y2027: 40_000}
        assert codes(document, Severity.NOTE) == ["first year taken"]


class TestTotals:
    total = ("Total", "£0.245m", "£0.330m", "", "", "", "")

    @pytest.mark.parametrize("way", WAYS)
    def test_that_adds_up_is_kept_in_silence(self, way):
        document = summary_of(*SUMMARY[1:], self.total, way=way)
        (subtotal,) = document.subtotals
        assert (subtotal.level, dict(subtotal.savings), subtotal.total) == (
            "document",
            {Y2027: 245_000},
            330_000,
        )
        assert document.issues == ()
        assert len(document.proposals) == 3

    def test_that_does_not_is_a_difference_with_both_figures(self):
        document = summary_of(*SUMMARY[1:], changed(self.total, 2, "£0.331m"))
        assert messages(document, "subtotal") == [
            "Total, line 7: the total is stated as £331,000, but its 3 proposals come to £330,000."
        ]

    def test_of_each_committee_is_held_against_its_rows(self):
        rows = [
            ("Culture Committee",),
            LIBRARIES,
            ("Sub total", "£0.040m", "£0.120m", "", "", "", ""),
            ("Environment Committee",),
            PARKS,
            ("Sub total", "£0.200m", "£0.200m", "", "", "", ""),
            ("Grand total", "£0.240m", "£0.320m", "", "", "", ""),
        ]
        document = summary_of(*rows)
        assert [(s.level, s.total) for s in document.subtotals] == [
            ("committee", 120_000),
            ("committee", 200_000),
            ("document", 320_000),
        ]
        assert codes(document) == []
        assert document.notes == ("Culture Committee", "Environment Committee")


class TestWhatCannotBeRead:
    @pytest.mark.parametrize("text", ["£40 or so", "0,083", "2027/28", "£0.0401234567m"])
    def test_a_figure_is_an_error_quoting_it(self, text):
        document = summary_of(changed(LIBRARIES, 1, text), PARKS)
        (message,) = messages(document, "figure unreadable")
        assert message.startswith("Mobile Libraries, line 4: “Saving Identified 2027/28”: ")
        assert text in message
        assert dict(document.proposals[0].savings) == {}

    @pytest.mark.parametrize("text", ["TBC", "n/a", "To be confirmed", "not known at this stage"])
    @pytest.mark.parametrize("way", WAYS)
    def test_a_figure_not_stated_is_a_difference_and_never_nought(self, text, way):
        document = summary_of(changed(LIBRARIES, 1, text), PARKS, MUSEUMS, way=way)
        assert (dict(document.proposals[0].savings), document.proposals[0].total) == ({}, 120_000)
        assert codes(document) == ["figure not stated"]

    def test_a_blank_figure_is_a_difference_and_a_row_without_any_an_error(self):
        document = summary_of(changed(LIBRARIES, 1, ""), changed(changed(PARKS, 1, ""), 2, ""), MUSEUMS)
        assert codes(document) == ["figure missing", "figures missing"]
        assert document.proposals[1].total is None

    def test_a_row_without_a_service_is_an_error_and_left_over(self):
        document = summary_of(LIBRARIES, changed(PARKS, 0, ""), MUSEUMS)
        assert messages(document, "row without service")[0].startswith(
            "line 5: the row has no service; it says “"
        )
        assert [line.place for line in document.left_over] == ["line 5"]

    def test_one_of_two_texts_is_not_guessed(self):
        document = summary_of(LIBRARIES, changed(PARKS, 4, ""), MUSEUMS, way=under_one_another)
        assert codes(document) == ["cell missing"]

    def test_markup_is_taken_out_and_noted(self):
        row = changed(
            changed(LIBRARIES, 6, "Culture/\n[bookmark: _GoBack]Environment"),
            3,
            "Agree<br>**now** &amp; here",
        )
        document = summary_of(row, MUSEUMS, way=word)
        assert document.proposals[0].committees == ("Culture", "Environment")
        assert document.proposals[0].sections[0].text == "Agree\n\nnow & here"
        assert codes(document, Severity.NOTE) == ["markup taken out"] * 4

    def test_a_title_that_stands_twice_is_a_difference(self):
        assert codes(summary_of(LIBRARIES, PARKS, LIBRARIES)) == ["repeated title"]

    def test_a_last_row_without_its_end_may_be_cut_short(self):
        document = summary_of(LIBRARIES, PARKS, MUSEUMS[:4], way=side_by_side)
        assert codes(document) == ["last row incomplete"]

    def test_a_repeated_header_is_no_row(self):
        document = summary_of(LIBRARIES, SUMMARY_HEADER, PARKS, SUMMARY_HEADER, MUSEUMS)
        assert (len(document.proposals), document.issues) == (3, ())

    @pytest.mark.parametrize(
        "content", [bytes_of(LIBRARY_FORM), side_by_side(IMPACT), b"Some words.\n", side_by_side(SUMMARY[1:])]
    )
    def test_a_document_of_another_kind_is_refused_in_words(self, content):
        with pytest.raises(UnreadableDocument, match="begins with a row of headings: “Service”"):
            read(content)

    @pytest.mark.parametrize("way", [side_by_side, under_one_another])
    def test_a_document_cut_anywhere_is_read_or_refused(self, way):
        text = way(SUMMARY, SUMMARY_TITLES).decode()
        for end in range(20, len(text), 7):
            try:
                document = read(text[:end].encode())
            except UnreadableDocument:
                continue
            assert document.issues or text[:end].rstrip("\t ").endswith("\n")

    def test_thousands_of_rows_take_seconds(self):
        rows = [changed(LIBRARIES, 0, f"Van {number}") for number in range(700)]
        began = time.process_time()
        assert len(summary_of(*rows, way=under_one_another).proposals) == 700
        assert time.process_time() - began < 20

    def test_a_cell_of_a_hundred_thousand_letters_is_read(self):
        long = "word " * 19_000
        assert len(summary_of(changed(LIBRARIES, 4, long)).proposals[0].sections[1].text) == len(long) - 1


class TestMeetings:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "14 September 2026, Item 6, Appendix 'D'",
                [("14 September 2026", "6", "Appendix 'D'", (2026, 9))],
            ),
            ("12/10/2026 item 4", [("12/10/2026", "4", "", (2026, 10))]),
            (
                "Sept 26 Item 6 App D; Jan 27 Item 4",
                [("Sept 26", "6", "App D", (2026, 9)), ("Jan 27", "4", "", (2027, 1))],
            ),
            (
                "Sept 26 Item 6 App D, Item 7 App A",
                [("Sept 26", "6", "App D", (2026, 9)), ("Sept 26", "7", "App A", (2026, 9))],
            ),
            ("Sept 26 Item 6 App D (exempt)", [("Sept 26 (exempt)", "6", "App D", (2026, 9))]),
            ("Sept 26 (Item 6 App D)", [("Sept 26", "6", "App D", (2026, 9))]),
            ("Next spring", [("Next spring", "", "", None)]),
            ("", []),
        ],
    )
    def test_are_told_and_nothing_of_them_is_lost(self, text, expected):
        assert [(r.meeting, r.item, r.appendix, r.month) for r in reports_in(text)] == expected

    def test_one_that_cannot_be_told_is_noted(self):
        assert codes(summary_of(changed(LIBRARIES, 5, "Next spring")), Severity.NOTE) == ["meeting not told"]


class TestCommittees:
    def test_are_parted_at_a_slash_always_and_at_and_only_between_known_names(self):
        known = ["Culture", "Environment"]
        assert committee_names(["Culture/", "Environment"], known) == ("Culture", "Environment")
        assert committee_names(["Culture and Environment"], known) == ("Culture", "Environment")
        assert committee_names(["Health and Wellbeing"], known) == ("Health and Wellbeing",)
        assert committee_names(["Health and", "Wellbeing"], known) == ("Health and Wellbeing",)
        assert committee_names(["Culture", "Environment"], known) == ("Culture", "Environment")

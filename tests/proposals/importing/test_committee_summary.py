"""A scrutiny committee's summary: the same proposals however it is set out, and nothing lost or guessed."""

import time

import pytest

from proposals.importing.issues import Severity
from proposals.importing.lines import UnreadableDocument
from proposals.importing.parsed import Answer, ParsedReport
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
    asked,
    codes,
    left_over,
    printed_sums,
    questions,
    side_by_side,
    table_in,
    under_one_another,
    without_places,
    word,
)

Y2027, Y2028, Y2029 = FinancialYear(2027), FinancialYear(2028), FinancialYear(2029)
WAYS = [side_by_side, under_one_another, word]


def read(content, **answers):
    return table_in(content, "committee-summary", **answers)


def summary_of(*rows, header=SUMMARY_HEADER, titles=SUMMARY_TITLES, way=side_by_side, below=(), **answers):
    return read(way([header, *rows], titles, below), **answers)


def changed(row, column, text):
    return (*row[:column], text, *row[column + 1 :])


@pytest.mark.parametrize("way", WAYS)
class TestEveryWayToSetItOut:
    def test_the_savings_are_those_printed_and_the_years_between_are_not_known(self, way):
        document = summary_of(*SUMMARY[1:], way=way).document
        assert [(p.title, dict(p.savings), p.total, p.profile_complete) for p in document.proposals] == [
            ("Mobile Libraries", {Y2027: 40_000}, 120_000, False),
            ("Park Keeping", {Y2027: 200_000}, 200_000, False),
            ("Museums – Evening Opening", {Y2027: 5_000}, 10_000, False),
        ]
        assert document.years == (Y2027, Y2028, Y2029)
        assert (document.unit, document.decimals, document.savings_sign) == ("millions", 3, "positive")

    def test_meetings_committees_and_consultation_are_told(self, way):
        document = summary_of(*SUMMARY[1:], way=way).document
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

    def test_title_and_notes_are_kept_and_nothing_is_left_over_or_asked(self, way):
        below = ["All figures are taken from the budget report."]
        reading = summary_of(*SUMMARY[1:], way=way, below=below)
        document = reading.document
        assert document.title == ": ".join(SUMMARY_TITLES)
        assert document.notes == tuple(below)
        assert (document.left_over, document.issues, reading.questions) == ((), (), ())

    def test_a_blank_cell_is_a_blank_section(self, way):
        reading = summary_of(LIBRARIES, changed(changed(PARKS, 3, ""), 4, ""), MUSEUMS, way=way)
        park = reading.document.proposals[1]
        assert [(s.kind, s.text, s.answer) for s in park.sections] == [
            ("decisions_needed", "", Answer.BLANK),
            ("impact_upon_service", "", Answer.BLANK),
        ]
        assert (park.reported[0].item, park.committees) == ("4", ("Environment",))


class TestTextAndWord:
    def test_give_the_same_document(self):
        below = ["Source: the budget report."]
        text, word_file = (
            summary_of(*SUMMARY[1:], way=way, below=below).document for way in (under_one_another, word)
        )
        assert without_places(text) == without_places(word_file)

    def test_paragraphs_and_bullets_of_a_cell_stay(self):
        (section, _) = summary_of(*SUMMARY[1:], way=word).document.proposals[0].sections
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
        row = (printed, "Vans", "None.", "Culture")
        reading = summary_of(row, header=header, titles=["Savings"])
        (proposal,) = reading.document.proposals
        assert dict(proposal.savings) == {Y2027: 40_000}
        assert (reading.document.unit, asked(reading)) == (unit, [])
        assert proposal.profile_complete  # one year is all there is

    def test_a_figure_without_any_unit_is_asked_about(self):
        row = changed(changed(LIBRARIES, 1, "40"), 2, "120")
        assert asked(summary_of(row)) == ["unit"]
        assert summary_of(row, unit="£").document.proposals[0].total == 120

    def test_savings_printed_negative_are_savings(self):
        rows = [changed(changed(row, 1, "(0.04)"), 2, "(0.04)") for row in (LIBRARIES, MUSEUMS)]
        header = changed(changed(SUMMARY_HEADER, 1, "Saving 2027/28 £m"), 2, "Total £m")
        document = summary_of(*rows, header=header).document
        assert [p.total for p in document.proposals] == [40_000, 40_000]
        assert document.savings_sign == "negative"

    def test_one_saving_against_the_sign_of_the_rest_is_asked_about(self):
        reading = summary_of(LIBRARIES, PARKS, changed(changed(MUSEUMS, 1, "-£0.005m"), 2, "-£0.010m"))
        assert reading.document.proposals[2].total == -10_000
        assert asked(reading) == ["contrary"]

    def test_columns_may_stand_in_any_order_and_be_misspelt(self):
        header = ("Committee", "Impcat", "Service", "Toatl Saving £m", "Saving 2027/28 £m", "Decisons")
        row = ("Culture", "Little.", "Vans", "0.3", "0.1", "Agree.")
        reading = summary_of(row, header=header, **{"column:toatl saving £m": "total"})
        (proposal,) = reading.document.proposals
        assert (proposal.title, proposal.total, proposal.committees) == ("Vans", 300_000, ("Culture",))
        assert [s.text for s in proposal.sections] == ["Little.", "Agree."]

    def test_a_column_of_its_own_is_kept_under_its_heading(self):
        header = (*SUMMARY_HEADER, "Ward")
        section = summary_of((*LIBRARIES, "North"), header=header).document.proposals[0].sections[-1]
        assert (section.kind, section.heading, section.text) == ("other", "Ward", "North")

    def test_all_years_stated_are_a_complete_profile_held_against_the_total(self):
        header = ("Service", "2027/28 £k", "2028/29 £k", "2029/30 £k", "Total £k", "Impact", "Committee")
        good, bad = (
            ("Vans", "1", "2", "3", "6", "", "Culture"),
            ("Lorries", "1", "2", "3", "7", "", "Culture"),
        )
        reading = summary_of(good, bad, header=header)
        assert [p.profile_complete for p in reading.document.proposals] == [True, True]
        assert "totals" in asked(reading)
        assert (
            "Lorries: the years come to the total: £7,000 is printed, but the rows come to £6,000"
            in questions(reading)
        )

    def test_years_may_stand_in_a_second_row_of_headings(self):
        header = ("Service", "Saving £k", "", "", "Impact", "Committee")
        rows = [("", "2027/28", "2028/29", "Total", "", ""), ("Vans", "1", "2", "3", "Little.", "Culture")]
        reading = summary_of(*rows, header=header, way=word, titles=["Savings"])
        (proposal,) = reading.document.proposals
        assert dict(proposal.savings) == {Y2027: 1_000, Y2028: 2_000}
        assert (proposal.total, codes(reading.document)) == (3_000, [])

    def test_a_first_year_without_its_name_is_that_of_the_title(self):
        header = changed(SUMMARY_HEADER, 1, "First Year Saving")
        document = summary_of(LIBRARIES, header=header).document
        assert dict(document.proposals[0].savings) == {Y2027: 40_000}


class TestTotals:
    total = ("Total", "£0.245m", "£0.330m", "", "", "", "")

    @pytest.mark.parametrize("way", WAYS)
    def test_that_adds_up_is_proved_in_silence(self, way):
        reading = summary_of(*SUMMARY[1:], self.total, way=way)
        assert printed_sums(reading) == [("Total", 245_000, 330_000)]
        assert (reading.document.issues, reading.questions) == ((), ())
        assert len(reading.document.proposals) == 3

    def test_that_does_not_is_asked_about_with_both_figures(self):
        said = questions(summary_of(*SUMMARY[1:], changed(self.total, 2, "£0.331m")))
        assert "£331,000 is printed, but the rows come to £330,000" in said

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
        reading = summary_of(*rows)
        assert [total for _, _, total in printed_sums(reading)] == [120_000, 200_000, 320_000]
        assert (asked(reading), codes(reading.document)) == ([], [])


class TestWhatCannotBeRead:
    @pytest.mark.parametrize("text", ["0,083", "2027/28", "£40 or so", "£0.0401234567m"])
    def test_a_figure_that_is_doubtful_is_asked_about_or_said_quoting_it(self, text):
        reading = summary_of(changed(LIBRARIES, 1, text), PARKS)
        said = [questions(reading), *map(str, reading.document.issues), *left_over(reading)]
        assert text in " ".join(said)

    @pytest.mark.parametrize("text", ["0,083", "2027/28"])
    def test_a_figure_that_cannot_be_read_is_none(self, text):
        assert dict(summary_of(changed(LIBRARIES, 1, text), PARKS).document.proposals[0].savings) == {}

    @pytest.mark.parametrize("text", ["TBC", "n/a", "To be confirmed", "not known at this stage"])
    @pytest.mark.parametrize("way", WAYS)
    def test_a_figure_not_stated_is_quoted_and_never_nought(self, text, way):
        reading = summary_of(changed(LIBRARIES, 1, text), PARKS, MUSEUMS, way=way)
        (libraries, *_) = reading.document.proposals
        assert (dict(libraries.savings), libraries.total) == ({}, 120_000)
        assert left_over(reading) == [text]

    def test_a_blank_figure_is_none_and_a_row_without_any_is_asked_about(self):
        reading = summary_of(changed(LIBRARIES, 1, ""), changed(changed(PARKS, 1, ""), 2, ""), MUSEUMS)
        assert "no-figures" in asked(reading)
        libraries, parks, _ = reading.document.proposals
        assert (dict(libraries.savings), libraries.total, parks.total) == ({}, 120_000, None)

    def test_a_row_without_a_service_is_asked_about(self):
        reading = summary_of(LIBRARIES, changed(PARKS, 0, ""), MUSEUMS)
        assert asked(reading) == ["unnamed-rows"]
        assert "No impact." in questions(reading)

    def test_one_of_two_texts_is_not_guessed(self):
        reading = summary_of(LIBRARIES, changed(PARKS, 4, ""), MUSEUMS, way=under_one_another)
        assert asked(reading) == ["moved-cells"]

    def test_markup_is_taken_out_and_noted(self):
        row = changed(
            changed(LIBRARIES, 6, "Culture/\n[bookmark: _GoBack]Environment"),
            3,
            "Agree<br>**now** &amp; here",
        )
        document = summary_of(row, MUSEUMS, way=word).document
        assert document.proposals[0].committees == ("Culture", "Environment")
        assert document.proposals[0].sections[0].text == "Agree\n\nnow & here"
        assert codes(document, Severity.NOTE) == ["markup taken out"] * 4

    @pytest.mark.parametrize(
        "bookmark", ["[bookmark=_GoBack]", "{bookmark: _GoBack}", "[]{#_GoBack .anchor}", "_GoBack "]
    )
    @pytest.mark.parametrize("way", WAYS)
    def test_a_bookmark_is_no_part_of_the_name_of_a_committee(self, way, bookmark):
        row = changed(LIBRARIES, 6, f"Culture/\n{bookmark}Environment")
        document = summary_of(row, MUSEUMS, way=way).document
        assert document.proposals[0].committees == ("Culture", "Environment")

    def test_a_title_that_stands_twice_is_asked_about(self):
        assert asked(summary_of(LIBRARIES, PARKS, LIBRARIES)) == ["title-twice"]

    def test_a_last_row_without_its_end_may_be_cut_short(self):
        reading = summary_of(LIBRARIES, PARKS, MUSEUMS[:4], way=side_by_side)
        assert asked(reading) == ["cut-short"]

    def test_a_repeated_header_is_no_row(self):
        document = summary_of(LIBRARIES, SUMMARY_HEADER, PARKS, SUMMARY_HEADER, MUSEUMS).document
        assert (len(document.proposals), document.issues) == (3, ())

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (bytes_of(LIBRARY_FORM), "looks like option pages"),
            (side_by_side(IMPACT), "looks like an impact table"),
            (b"Some words.\n", "No savings proposals were found"),
            (side_by_side(SUMMARY[1:]), "No savings proposals were found"),
        ],
    )
    def test_a_document_of_another_kind_is_refused_in_words(self, content, words):
        with pytest.raises(UnreadableDocument, match=words):
            read(content)

    @pytest.mark.parametrize("way", [side_by_side, under_one_another])
    def test_a_document_cut_anywhere_is_read_asked_about_or_refused(self, way):
        text = way(SUMMARY, SUMMARY_TITLES).decode()
        for end in range(20, len(text), 7):
            try:
                reading = read(text[:end].encode())
            except UnreadableDocument:
                continue
            found = reading.document.issues or reading.questions
            assert found or text[:end].rstrip("\t ").endswith("\n")

    def test_thousands_of_rows_take_seconds(self):
        rows = [changed(LIBRARIES, 0, f"Van {number}") for number in range(700)]
        began = time.process_time()
        assert len(summary_of(*rows, way=under_one_another).document.proposals) == 700
        assert time.process_time() - began < 20

    def test_a_cell_of_a_hundred_thousand_letters_is_read(self):
        long = "word " * 19_000
        (libraries,) = summary_of(changed(LIBRARIES, 4, long)).document.proposals
        assert len(libraries.sections[1].text) == len(long) - 1


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
        document = summary_of(changed(LIBRARIES, 5, "Next spring")).document
        assert codes(document, Severity.NOTE) == ["meeting not told"]


class TestCommittees:
    def test_are_parted_at_a_slash_always_and_at_and_only_between_known_names(self):
        known = ["Culture", "Environment"]
        assert committee_names(["Culture/", "Environment"], known) == ("Culture", "Environment")
        assert committee_names(["Culture and Environment"], known) == ("Culture", "Environment")
        assert committee_names(["Health and Wellbeing"], known) == ("Health and Wellbeing",)
        assert committee_names(["Health and", "Wellbeing"], known) == ("Health and Wellbeing",)
        assert committee_names(["Culture", "Environment"], known) == ("Culture", "Environment")

"""Sections as the public reads them: every text, every sentence in place of a text, and their order."""

from dataclasses import replace

import pytest

from proposals.domain.exemption import (
    EXEMPT_PARAGRAPHS,
    PrintedSection,
    answer_in_words,
    exemption_in_words,
    paragraph_in_words,
    printed,
    printed_sections,
    says_of_itself_exempt,
    section_of,
    sections_to_print,
)
from proposals.domain.fte_profile import FTEProfile
from proposals.domain.proposal_parts import SectionRecord
from proposals.domain.records import ProposalRecord
from proposals.domain.savings_profile import SavingsProfile
from services.values.years import FinancialYear

YEAR = (FinancialYear(2027),)
STAFF = SectionRecord("impact_upon_staff", "What it means for staff", "Two posts change.")
WITHHELD = SectionRecord(
    "actions_needed", "Actions", "", exempt_paragraph=4, public_interest_reason="Talks go on."
)
UNDER_4 = (
    "is exempt from publication under paragraph 4 of Part 1 of Schedule 12A to the Local Government Act 1972 "
    "(information relating to consultations or negotiations on labour relations matters). "
    "Public interest reason: Talks go on."
)


def record(*sections, **statements):
    return ProposalRecord(
        reference="ENV001",
        title="Dim the lights",
        service="Street lighting",
        directorate_code="ENV",
        directorate="Environment",
        start_year=YEAR[0],
        base_budget=None,
        profile=SavingsProfile.nothing(YEAR),
        fte=FTEProfile.nothing(YEAR),
        sections=sections,
        statements=statements,
    )


class TestWhatStandsInPlaceOfAText:
    @pytest.mark.parametrize(
        ("answer", "says"),
        [
            ("not_applicable", "Not applicable"),
            ("blank", "Not stated"),
            ("answered", "Not stated"),
            ("anything else", "Not stated"),
        ],
    )
    def test_where_there_is_none(self, answer, says):
        assert answer_in_words(SectionRecord("aims", "Aims", "", answer)) == says

    @pytest.mark.parametrize("answer", ["not_applicable", "blank", "answered"])
    def test_is_nothing_where_there_is_a_text(self, answer):
        assert answer_in_words(SectionRecord("aims", "Aims", "Save energy.", answer)) == ""

    def test_is_nothing_where_the_whole_answer_is_exempt(self):
        assert answer_in_words(WITHHELD) == ""

    def test_is_said_of_a_blank_section_whatever_paragraph_it_names(self):
        assert answer_in_words(replace(WITHHELD, answer="blank")) == "Not stated"


class TestTheSentenceAboutWhatIsHeldBack:
    def test_speaks_of_the_section_where_nothing_of_it_is_public(self):
        assert exemption_in_words(WITHHELD) == f"This section {UNDER_4}"

    def test_speaks_of_more_where_there_is_public_wording(self):
        partly = replace(WITHHELD, text="Agree it.")
        assert exemption_in_words(partly) == f"More about this {UNDER_4}"

    def test_is_not_there_where_nothing_is_held_back(self):
        assert exemption_in_words(STAFF) == ""

    def test_cites_each_of_the_seven_paragraphs_of_the_schedule(self):
        assert list(EXEMPT_PARAGRAPHS) == [1, 2, 3, 4, 5, 6, 7]
        assert paragraph_in_words(1) == (
            "paragraph 1 of Part 1 of Schedule 12A to the Local Government Act 1972 "
            "(information relating to any individual)"
        )


class TestASectionAsPrinted:
    def test_has_its_own_heading_and_text(self):
        assert printed(STAFF) == PrintedSection("What it means for staff", "Two posts change.", "", "")

    def test_says_what_is_held_back(self):
        assert printed(WITHHELD) == PrintedSection("Actions", "", "", f"This section {UNDER_4}")

    def test_says_that_it_was_left_blank(self):
        blank = SectionRecord("aims", "Aims", "", "blank")
        assert printed(blank) == PrintedSection("Aims", "", "Not stated", "")


class TestTheSectionsOfAPage:
    def test_are_those_of_the_option_form_always_and_the_others_that_are_there_in_order(self):
        aims = SectionRecord("aims", "Aims", "Save energy.")
        listed = sections_to_print(record(aims, STAFF, WITHHELD))
        assert [section.kind for section in listed] == [
            "decisions_needed",
            "impact_upon_service",
            "actions_needed",
            "what_the_service_delivers",
            "impact_upon_staff",
            "aims",
        ]
        assert listed[2] is WITHHELD
        assert listed[4:] == (STAFF, aims)

    def test_are_printed_in_that_order(self):
        of_a_page = record(STAFF)
        sections = sections_to_print(of_a_page)
        assert printed_sections(of_a_page) == tuple(printed(section) for section in sections)
        assert [each.in_place_of_text for each in printed_sections(of_a_page)] == [*["Not stated"] * 4, ""]


class TestASectionAskedForByItsKind:
    def test_is_the_one_that_is_there_not_the_first(self):
        assert section_of(record(STAFF, WITHHELD), "actions_needed") is WITHHELD

    def test_without_one_is_the_statement_under_its_standard_heading(self):
        of_statements = record(STAFF, impact_upon_service="Darker streets.")
        assert section_of(of_statements, "impact_upon_service") == SectionRecord(
            "impact_upon_service", "Impact upon service", "Darker streets.", "answered"
        )

    def test_without_a_statement_counts_as_left_blank(self):
        assert section_of(record(STAFF), "impact_upon_service") == SectionRecord(
            "impact_upon_service", "Impact upon service", "", "blank"
        )


class TestAProposalThatSaysSomethingIsExempt:
    def test_does_so_in_any_of_its_sections(self):
        assert says_of_itself_exempt(record(STAFF, WITHHELD))

    def test_does_not_where_none_names_a_paragraph(self):
        assert not says_of_itself_exempt(record(STAFF))
        assert not says_of_itself_exempt(record())

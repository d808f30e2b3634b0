"""What an import of a stated document would do: its years, its places, its matches, what stops it."""

from dataclasses import replace

import pytest

from proposals.importing.plan.request import ImportRequest, ImpossibleImport, YearsNotKnown
from proposals.models import BudgetRound, SavingsProposal
from services.models import Council
from services.values.years import FinancialYear
from tests.support.business_cases import Case, text_of
from tests.support.option_forms import LIBRARIES, PARKS, bytes_of
from tests.support.parsed_documents import IMPACT, side_by_side
from tests.support.parsed_imports import CASES, OPTIONS, REQUEST, SUMMARY, TABLE, load, plan, row, summary

pytestmark = pytest.mark.django_db
TWINS = bytes_of(LIBRARIES, LIBRARIES.but(reference="LIB002", service="Vans"))


def cases(*listed):
    return text_of(*listed).encode()


def new_directorates(planned):
    said = (issue.message for issue in planned.notes if issue.code == "new directorate")
    return [message.removeprefix("new directorate: ") for message in said]


@pytest.mark.one_database
class TestANewRound:
    def test_has_the_years_of_the_document_and_the_year_before_as_its_base(self):
        planned = plan(SUMMARY, summary(row("Mobile Libraries")))
        assert [str(year) for year in planned.years] == ["2027/28", "2028/29", "2029/30"]
        assert str(planned.base_year) == "2026/27"
        assert not Council.objects.exists()

    @pytest.mark.parametrize(
        ("name", "years"),
        [("Budget 2027/28 to 2030/31", (2027, 4)), ("Budget 2028/29", (2028, 1))],
    )
    def test_of_a_document_without_years_has_those_of_its_name(self, name, years):
        planned = plan(CASES, cases(Case()), request=ImportRequest("fenwick", name))
        assert (planned.years[0].start, len(planned.years)) == years
        assert "years of the round" in [issue.code for issue in planned.notes]

    def test_asks_for_the_years_where_nothing_names_them(self):
        request = ImportRequest("fenwick", "The plan")
        with pytest.raises(YearsNotKnown, match="Enter the first year and the number of years"):
            plan(CASES, cases(Case()), request=request)
        given = replace(request, first_year=FinancialYear(2027), number_of_years=2)
        assert [str(year) for year in plan(CASES, cases(Case()), request=given).years] == [
            "2027/28",
            "2028/29",
        ]

    def test_of_a_name_that_states_other_years_than_the_document_is_noted(self):
        planned = plan(
            SUMMARY, summary(row("Parks")), request=ImportRequest("fenwick", "Cuts 2019/20 to 2020/21")
        )
        (note,) = [issue.message for issue in planned.notes if issue.code == "name of the round"]
        assert note.startswith("The name contains 2019/20 to 2020/21, but the years are 2027/28 to 2029/30.")
        load(SUMMARY, summary(row("Parks")), request=planned.request)
        again = plan(SUMMARY, summary(row("Parks")), request=planned.request)
        assert "name of the round" not in [issue.code for issue in again.notes]

    def test_that_is_held_keeps_its_years(self):
        load(SUMMARY, summary(row("Mobile Libraries")))
        with pytest.raises(ImpossibleImport, match="already exists, from 2027/28 to 2029/30"):
            plan(SUMMARY, summary(row("Parks")), request=replace(REQUEST, number_of_years=2))

    def test_of_option_forms_has_the_years_that_are_asked_for_and_says_which_figures_are_outside(self):
        planned = plan(OPTIONS, bytes_of(LIBRARIES), request=replace(REQUEST, number_of_years=2))
        assert [str(year) for year in planned.years] == ["2027/28", "2028/29"]
        outside = [issue.message for issue in planned.errors if issue.code == "year outside the round"]
        assert outside == [
            "2029/30 in the savings profile is not a year of the round (2027/28 to 2028/29).",
            "2029/30 in the FTE table is not a year of the round (2027/28 to 2028/29).",
        ]

    def test_that_is_closed_takes_nothing(self):
        load(SUMMARY, summary(row("Mobile Libraries")))
        budget_round = BudgetRound.objects.get()
        budget_round.phase = "closed"
        budget_round.save()
        with pytest.raises(ImpossibleImport, match="closed"):
            plan(SUMMARY, summary(row("Mobile Libraries")))


@pytest.mark.one_database
class TestASummaryOfHeldProposals:
    def test_is_matched_by_the_service_or_the_title_however_spelt(self):
        load(OPTIONS, bytes_of(LIBRARIES, PARKS))
        planned = plan(SUMMARY, summary(row("Mobile Libaries (ML)"), row("parks", "£0.000m", "£0.050m")))
        assert [(item.action, item.reference) for item in planned.proposals] == [
            ("change", "LIB001"),
            ("change", "ENV014"),
        ]
        assert not planned.errors
        assert not planned.questions

    def test_is_not_guessed_where_two_could_fit(self):
        load(OPTIONS, TWINS)
        planned = plan(SUMMARY, summary(row("Mobile Libraries")))
        (choice,) = planned.choices
        assert [option.reference for option in choice.options] == ["LIB001", "LIB002"]
        assert (
            choice.options[0].saving
            == "£120,000 in 2027/28, £30,000 in 2028/29, £0 in 2029/30, £150,000 in all"
        )
        assert [issue.code for issue in planned.errors] == ["choice needed"]

    @pytest.mark.parametrize(
        ("chosen", "what_happens"), [("lib002", ("change", "LIB002")), ("new", ("create", "CUL-01"))]
    )
    def test_is_what_a_person_chooses(self, chosen, what_happens):
        load(OPTIONS, TWINS)
        content = summary(row("Mobile Libraries"))
        (item,) = plan(SUMMARY, content, ("mobile libraries", chosen)).proposals
        assert (item.action, item.reference) == what_happens
        load(SUMMARY, content, ("Mobile Libraries", chosen))
        assert plan(SUMMARY, content).changes_nothing
        assert load(SUMMARY, content, ("Mobile Libraries", chosen)).changes_nothing

    @pytest.mark.parametrize(
        ("choice", "message"),
        [
            (("Trams", "LIB001"), "No proposal of the document is named “Trams”"),
            (("Mobile Libraries", "LIB009"), "“LIB009”, chosen for “Mobile Libraries”, is not the reference"),
        ],
    )
    def test_refuses_a_choice_of_what_is_not_there(self, choice, message):
        load(OPTIONS, TWINS)
        with pytest.raises(ImpossibleImport, match=message):
            plan(SUMMARY, summary(row("Mobile Libraries")), choice)

    def test_asks_before_it_takes_a_part_of_a_name_with_other_figures(self):
        load(OPTIONS, bytes_of(PARKS))
        assert plan(SUMMARY, summary(row("Parks – Benches"))).choices
        agreeing = plan(SUMMARY, summary(row("Parks – Benches", "£0.000m", "£0.050m")))
        assert [item.reference for item in agreeing.proposals] == ["ENV014"]

    def test_that_states_other_figures_needs_a_reason(self):
        load(OPTIONS, bytes_of(LIBRARIES))
        planned = plan(SUMMARY, summary(row("Mobile Libraries", "£0.110m", "£0.160m")))
        assert [issue.message for issue in planned.questions] == [
            "the committee summary states the saving 2027/28 as £110,000; the stored value £120,000 is kept.",
            "the committee summary states the total saving as £160,000; the stored value £150,000 is kept.",
        ]


@pytest.mark.one_database
class TestANewProposal:
    def test_is_given_a_reference_of_its_committees_letters_in_the_order_of_the_document(self):
        content = summary(row("Vans"), row("Lawns", committee="Green Spaces"), row("Boats"))
        planned = plan(SUMMARY, content)
        assert [item.reference for item in planned.proposals] == ["CUL-01", "GS-01", "CUL-02"]
        assert new_directorates(planned) == ["CUL, Culture.", "GS, Green Spaces."]

    def test_of_an_impact_table_belongs_to_its_portfolio_and_service_area(self):
        planned = plan(TABLE, side_by_side(IMPACT))
        assert [(item.reference, item.service.name) for item in planned.proposals] == [
            ("PG-01", "Parks & Greens"),
            ("PG-02", "Parks & Greens"),
            ("PG-03", "Parks & Greens"),
            ("LIB-01", "Libraries"),
        ]
        assert new_directorates(planned) == ["PC, PLACE & CULTURE."]

    def test_of_business_cases_keeps_its_printed_reference_and_its_block(self):
        planned = plan(CASES, cases(Case()))
        assert [(item.reference, item.service.name) for item in planned.proposals] == [
            ("C/R.6.101", "Places and Parks")
        ]
        assert new_directorates(planned) == ["C/R, Places and Parks."]


@pytest.mark.one_database
class TestWhatCannotBeKept:
    def test_is_an_error_with_its_place_and_changes_nothing(self):
        planned = plan(SUMMARY, summary(row("Boats"), row("Vans", committee="Culture and more " * 20)))
        (message,) = (str(issue) for issue in planned.errors)
        assert "table 2, row 3" in message or "row 3" in message
        assert "the committee “Culture and more" in message
        assert not SavingsProposal.objects.exists()

    def test_includes_a_year_that_the_round_does_not_have(self):
        load(OPTIONS, bytes_of(LIBRARIES), request=REQUEST)
        early = side_by_side(
            [tuple(cell.replace("27/28", "26/27") for cell in printed) for printed in IMPACT]
        )
        codes = {issue.code for issue in plan(TABLE, early).errors}
        assert "year outside the round" in codes

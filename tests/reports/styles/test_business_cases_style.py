"""The appendix style of business cases: every section under its heading, blank told from not there."""

from dataclasses import replace

from proposals.domain.proposal_parts import CharacteristicImpact, EqualityRecord, SectionRecord
from proposals.domain.savings_profile import YearAmounts
from reports.documents.document import PageBreak, Table
from tests.support.appendix_examples import profile, rich_proposal
from tests.support.style_examples import (
    build,
    case,
    form,
    headings,
    missing,
    partly_known,
    rows,
    tables,
    text_under,
)

STYLE = "business-cases"


def test_the_summary_lists_the_cases_by_committee_with_subtotals():
    document = build(
        STYLE,
        case("B/R.1"),
        case("A/R.1", committees=("Adults",), title="Care", headline="£1,200K", stated_total=1_200_000),
        case("B/R.2", headline="Cost Neutral", stated_total=None),
    )
    assert rows(tables(document)["Total savings by committee"]) == [
        ("group", ["Highways"]),
        ("item", ["B/R.1", "Lights to LED", "£70k", "70.0"]),
        ("item", ["B/R.2", "Lights to LED", "Cost Neutral", "Not known"]),
        ("subtotal", ["Subtotal, Highways", "70.0"]),
        ("group", ["Adults"]),
        ("item", ["A/R.1", "Care", "£1,200K", "1,200.0"]),
        ("subtotal", ["Subtotal, Adults", "1,200.0"]),
        ("total", ["Total of 3 business cases", "1,270.0"]),
    ]
    assert [heading.text for heading in document.contents] == [
        "Summary of business cases",
        "Highways",
        "B/R.1 – Lights to LED",
        "B/R.2 – Lights to LED",
        "Adults",
        "A/R.1 – Care",
    ]


def test_the_case_in_brief():
    assert form(build(STYLE, case())) == {
        "References": "B/R. 6.1, B/R.6.2",
        "Service": "Place",
        "Committees": "Highways",
        "Saving as printed": "£70k",
        "Total saving": "£70,000",
        "Senior responsible officer": "Ada Lamp / Bo Wick",
    }


def test_sections_stand_in_the_order_of_the_template_under_their_own_headings():
    assert headings(build(STYLE, case()), 4) == [
        "Business Planning Brief Description",
        "Why do we need to undertake this project?",
        "What would happen if we did not complete this project?",
        "Aims / Objectives",
        "Project overview: what are we doing",
        "Options",
        "What is within scope?",
        "Project dependencies",
        "Risks",
        "Who will be affected by this proposal?",
        "What positive impacts are anticipated?",
        "What negative impacts are anticipated?",
        "Are there others?",
        "What the parish said",
    ]


def test_answered_not_applicable_blank_and_not_there_are_four_things():
    document = build(STYLE, case())
    assert text_under(document, "Aims / Objectives") == ["Cheaper", "Safer"]
    assert text_under(document, "Options") == ["Not applicable"]
    assert text_under(document, "Are there others?") == ["Left blank"]
    assert text_under(document, "What is within scope?") == ["Not stated"]
    assert "What is outside of scope?" not in headings(document)


def test_lists_of_risks_and_dependencies():
    document = build(STYLE, case())
    assert text_under(document, "Risks") == ["Prices rise (high) Mitigation: Buy early"]
    assert text_under(document, "Project dependencies") == ["The contract (B/R.7.1)"]


def test_a_table_under_an_unknown_heading_stays_a_table():
    document = build(STYLE, case())
    assert rows(tables(document)[""]) == [("item", ["Ash", "For"]), ("item", ["Elm", "Against"])]


def test_a_headings_exempt_part_is_named_and_not_called_blank():
    exempt = SectionRecord("aims", "Aims", "", "answered", 3, "A tender is under way.")
    (text,) = text_under(build(STYLE, case(sections=(exempt,))), "Aims")
    assert text.startswith("This section is exempt from publication under paragraph 3")


def test_any_proposal_prints_what_it_has():
    document = build(STYLE, rich_proposal())
    assert form(document) == {
        "References": "CYP013",
        "Service": "Children’s Social Care",
        "Committees": "Not stated",
        "Saving as printed": "Not stated",
        "Total saving": "£2,784,000",
        "Senior responsible officer": "Not stated",
    }
    assert rows(tables(document)["Savings by discrete year"])[0] == (
        "item",
        ["Saving (£000)", "906.0", "1,188.0", "690.0", "2,784.0"],
    )
    assert "Impact upon service" in headings(document)


def test_years_that_are_not_known_say_so():
    document = build(STYLE, partly_known(), rich_proposal())
    first = next(
        block
        for block in document.blocks
        if isinstance(block, Table) and block.caption == "Savings by discrete year"
    )
    assert rows(first) == [("item", ["Saving (£000)", "120.0", "Not known", "Not known", "150.0"])]
    assert "Savings by discrete year" not in tables(build(STYLE, case()))


def test_costs_are_printed_even_where_no_saving_of_a_year_is_known():
    costs = case(profile=profile(YearAmounts(one_off_cost=9_000)))
    assert rows(tables(build(STYLE, costs))["Savings by discrete year"])[1] == (
        "item",
        ["One-off cost (£000)", "9.0", "0.0", "0.0", "9.0"],
    )


def test_the_equality_assessment_is_printed():
    impact = CharacteristicImpact("Age", "negative", "negative", "Visits at home.")
    assessed = replace(
        case(), equality=EqualityRecord("full_needed", "complete", summary="S.", impacts=(impact,))
    )
    document = build(STYLE, assessed)
    assert rows(tables(document)["Impact on protected characteristics"]) == [
        ("item", ["Age", "Negative", "Visits at home."])
    ]


def test_cases_follow_each_other_without_a_page_break():
    sixty = [case(f"B/R.{number}") for number in range(60)]
    document = build(STYLE, *sixty)
    assert not any(isinstance(block, PageBreak) for block in document.blocks)
    assert len({heading.anchor for heading in document.contents}) == 62


def test_what_is_missing_is_said_by_field():
    assert missing(STYLE, case(risks=(), headline="")) == [
        f"{field}: missing in 1 of 1 proposal (B/R. 6.1)."
        for field in (
            "Saving as printed",
            "Why do we need to undertake this project?",
            "What would happen if we did not complete this project?",
            "Project overview: what are we doing",
            "What is within scope?",
            "Who will be affected by this proposal?",
            "What positive impacts are anticipated?",
            "What negative impacts are anticipated?",
            "Risks",
        )
    ]

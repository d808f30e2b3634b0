"""Rounds and proposals made by hand for the tests of appendices; wording and people are invented."""

from dataclasses import replace
from decimal import Decimal

from proposals.domain.fte_profile import FTEProfile
from proposals.domain.proposal_parts import BaseBudgetRecord, FindingRecord
from proposals.domain.records import ProposalRecord, RoundRecord
from proposals.domain.savings_profile import SavingsProfile, YearAmounts
from services.values.money import MoneyStyle
from services.values.years import FinancialYear, years_from

YEARS = years_from(FinancialYear(2018), 3)
IN_MILLIONS = MoneyStyle("millions", 3, "negative", "minus")


def profile(*amounts, years=YEARS):
    """A savings profile: a number is a recurring saving in pounds."""
    rows = (YearAmounts(amount) if isinstance(amount, int) else amount for amount in amounts)
    return SavingsProfile.from_years(dict(zip(years, rows, strict=False)), years)


def fte(*changes, years=YEARS):
    return FTEProfile.from_years(dict(zip(years, map(Decimal, changes), strict=False)), years)


def proposal(reference="CYP002", **changes):
    plain = ProposalRecord(
        reference=reference,
        title="Family information",
        service="Family Information Service",
        directorate_code="CYP",
        directorate="Children and Young People",
        start_year=YEARS[0],
        base_budget=BaseBudgetRecord(FinancialYear(2017), 83_000, 0),
        profile=profile(40_000),
        fte=fte("-2"),
    )
    return replace(plain, **changes)


def round_of(*proposals, years=YEARS, **changes):
    plain = RoundRecord(
        council="Northmoor County Council",
        council_slug="northmoor",
        money_style=IN_MILLIONS,
        name="Budget 2018/19 to 2020/21",
        base_year=FinancialYear(2017),
        years=years,
        proposals=proposals,
    )
    return replace(plain, **changes)


def rich_proposal():
    """A proposal with everything that can be printed of one."""
    return proposal(
        "CYP013",
        title="Placements & <fostering> – more of our own",
        service="Children’s Social Care",
        base_budget=BaseBudgetRecord(
            FinancialYear(2016), 134_272_000, 4_107_000, note="With the part held in the pooled fund."
        ),
        profile=profile(
            YearAmounts(906_000, one_off_cost=250_000),
            YearAmounts(1_188_000, recurring_cost=12_000),
            YearAmounts(690_000, capital_cost=1_500_000),
        ),
        fte=fte("-1.25", "3", "0"),
        statements={
            "decisions_needed": "Cabinet is asked to agree:\n\n· the first step;\n\n· the second step.",
            "impact_upon_service": "Team\tPosts\nNorth\t12\nSouth\t9",
            "actions_needed": "3. Recruit\n4. Train",
            "what_the_service_delivers": 'Reads <img src="file:///etc/passwd"> & http://example.invalid/x.png',
        },
        profile_note="Some of it is already planned.",
        findings=(FindingRecord("The years add up to -2.783.", "Rounded in the source."),),
    )

"""Many invented proposals, made fast: without history, for a database that is thrown away."""

import random
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from proposals.domain.fields import KINDS
from proposals.domain.references import canonical_reference
from proposals.domain.savings_profile import SavingsProfile, YearAmounts
from proposals.domain.stages import Stage
from proposals.models import (
    BudgetRound,
    EqualityAssessment,
    EqualityImpact,
    FTEImpact,
    ImpactStatement,
    ProposalCommittee,
    SavingsProposal,
    WhereReported,
    YearProfile,
)
from services.models import Characteristic, Committee, Council, Directorate, Meeting, Portfolio, Service
from services.values.years import FinancialYear

_BATCH = 500
_FIRST_YEAR = FinancialYear(2027)
_WORDS_A_TEXT = 60
_WORDS = [
    "review",
    "shared",
    "contract",
    "digital",
    "access",
    "planned",
    "energy",
    "transport",
    "library",
    "team",
]
_MORE_WORDS = [
    f"{first}{last}" for first in _WORDS for last in ("al", "ation", "side", "works", "less", "wide")
]
_SYLLABLES = tuple(
    "bamdokfelgurhibjopkevlummabnokpidrofsuttavvogwemyabzigbrocla"[place : place + 3]
    for place in range(0, 60, 3)
)
RARE_WORDS = [f"{first}{last}" for first in _SYLLABLES for last in _SYLLABLES[:10]]
"""Words of no language, none of which is a part of another; with figures in them they would be references."""
_CATEGORIES = ["Efficiency", "Income", "Growth avoided", "Service redesign", ""]
_POSTS = (Decimal("-1.5"), Decimal(-1), Decimal(0), Decimal("0.5"))


def bulk_round(size: int, years: int = 3) -> BudgetRound:
    """Return a round open to scrutiny with `size` proposals, and a text each, in 40 services of 8 directorates.

    The proposals differ in everything that a list can be filtered by.
    """
    chance = random.Random(size)  # noqa: S311 (figures to measure with, the same at every run)
    council = Council(name=f"Council of {size}", slug=f"council-{size}")
    council.save()
    budget_round = BudgetRound(
        council=council,
        name=f"{size} proposals",
        base_year=_FIRST_YEAR + (-1),
        first_year=_FIRST_YEAR,
        number_of_years=years,
        phase=BudgetRound.Phase.SCRUTINY,
    )
    budget_round.save()
    services = _services(council)
    profiles = [_profile(chance, budget_round.years) for _ in range(size)]
    posts = [chance.choice(_POSTS) for _ in range(size)]
    proposals = SavingsProposal._base_manager.bulk_create(
        (
            _proposal(budget_round, chance.choice(services), number, profile, change, chance)
            for number, (profile, change) in enumerate(zip(profiles, posts, strict=True), start=1)
        ),
        batch_size=_BATCH,
    )
    _create(YearProfile, _year_rows(proposals, profiles))
    _create(
        FTEImpact,
        (
            FTEImpact(proposal=proposal, year=_FIRST_YEAR, change=change)
            for proposal, change in zip(proposals, posts, strict=True)
        ),
    )
    _create(
        ImpactStatement,
        (
            ImpactStatement(proposal=proposal, kind="impact_upon_service", text=_text(chance))
            for proposal in proposals
        ),
    )
    _committees_and_people(chance, council, proposals)
    return budget_round


def _create(model: Any, rows: Iterable[Any]) -> None:
    model._base_manager.bulk_create(rows, batch_size=_BATCH)


def _committees_and_people(chance: random.Random, council: Council, proposals: list[SavingsProposal]) -> None:
    committees = Committee._base_manager.bulk_create(
        Committee(council=council, name=f"Scrutiny committee {number}") for number in range(6)
    )
    meetings = Meeting._base_manager.bulk_create(
        Meeting(committee=committees[0], date=date(2027, month, 1)) for month in range(1, 6)
    )
    characteristics = list(Characteristic.objects.all())
    _create(
        ProposalCommittee,
        (
            ProposalCommittee(proposal=proposal, committee=committee, position=place)
            for proposal in proposals
            for place, committee in enumerate(chance.sample(committees, chance.choice([1, 1, 2])))
        ),
    )
    _create(
        WhereReported,
        (WhereReported(proposal=proposal, meeting=chance.choice(meetings)) for proposal in proposals),
    )
    _create(
        EqualityAssessment,
        (
            EqualityAssessment(
                proposal=proposal, screening=chance.choice(["", *EqualityAssessment.Screening.values])
            )
            for proposal in proposals
        ),
    )
    _create(
        EqualityImpact,
        (
            EqualityImpact(
                proposal=proposal,
                characteristic=characteristic,
                effect=chance.choice(EqualityImpact.Effect.values),
            )
            for proposal in proposals
            for characteristic in chance.sample(characteristics, chance.choice([0, 1, 2]))
        ),
    )


def _text(chance: random.Random) -> str:
    return " ".join([*chance.choices(_MORE_WORDS, k=_WORDS_A_TEXT), chance.choice(RARE_WORDS)])


def _services(council: Council) -> list[Service]:
    directorates = [
        Directorate(council=council, code=f"D{number}", name=f"Directorate {number}") for number in range(8)
    ]
    Directorate._base_manager.bulk_create(directorates)
    portfolios = Portfolio._base_manager.bulk_create(
        Portfolio(council=council, name=f"Portfolio {number}") for number in range(5)
    )
    return Service._base_manager.bulk_create(
        Service(
            directorate=directorate,
            name=f"Service {number} of {directorate.name}",
            portfolio=portfolios[number],
        )
        for directorate in directorates
        for number in range(5)
    )


def _profile(chance: random.Random, years: tuple[FinancialYear, ...]) -> SavingsProfile:
    amounts = {
        year: YearAmounts(
            recurring_saving=chance.randrange(-50, 900) * 1000,
            one_off_cost=chance.choice([0, 0, 20_000]),
            capital_cost=chance.choice([0, 0, 0, 50_000]),
        )
        for year in years
    }
    if chance.random() < _SHARE_WITH_ONE_OFF:
        first = amounts[years[0]]
        amounts[years[0]] = YearAmounts(
            first.recurring_saving, 10_000, 0, first.one_off_cost, first.capital_cost
        )
    return SavingsProfile.from_years(amounts)


_SHARE_WITH_ONE_OFF = 0.3


def _proposal(
    budget_round: BudgetRound,
    service: Service,
    number: int,
    profile: SavingsProfile,
    posts: Decimal,
    chance: random.Random,
) -> SavingsProposal:
    reference = f"REF{number:05d}"
    return SavingsProposal(
        budget_round=budget_round,
        reference=reference,
        canonical_reference=canonical_reference(reference),
        title=" ".join(chance.sample(_WORDS, 5)).capitalize(),
        service=service,
        start_year=_FIRST_YEAR + chance.randrange(3),
        category=chance.choice(_CATEGORIES),
        kind=chance.choice([*KINDS, ""]),
        risk_to_delivery=chance.choice(["H", "M", "L", ""]),
        impact_on_residents=chance.choice(["H", "M", "L", "N", ""]),
        deliverability=chance.choice([None, 50, 80, 100]),
        delivery_status=chance.choice(["", "on_track", "at_risk"]),
        consultation_only=chance.choice([False, False, True]),
        stage=Stage.PUBLISHED.value,
        published_at=timezone.now(),
        position=number,
        total_saving=profile.total,
        total_fte_change=posts,
        recurrence=profile.recurrence,
        investment=profile.investment,
        posts_stated="changed" if posts else "unchanged",
        years_of_change=" ".join(str(year.start) for year, pounds in profile.discrete.items() if pounds > 0),
    )


def _year_rows(proposals: list[SavingsProposal], profiles: list[SavingsProfile]) -> Iterator[YearProfile]:
    for proposal, profile in zip(proposals, profiles, strict=True):
        for year, amounts in zip(profile.years, profile.amounts, strict=True):
            yield YearProfile(
                proposal=proposal,
                year=year,
                recurring_saving=amounts.recurring_saving,
                one_off_saving=amounts.one_off_saving,
                one_off_cost=amounts.one_off_cost,
                capital_cost=amounts.capital_cost,
                discrete_saving=profile.discrete[year],
            )

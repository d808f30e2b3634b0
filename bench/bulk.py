"""Many invented proposals, made fast: without history, for a database that is thrown away."""

import random

from django.utils import timezone

from proposals.domain.references import canonical_reference
from proposals.domain.savings_profile import SavingsProfile, YearAmounts
from proposals.domain.stages import Stage
from proposals.models import (
    BudgetRound,
    FTEImpact,
    ImpactStatement,
    ProposalCommittee,
    SavingsProposal,
    YearProfile,
)
from services.models import Committee, Council, Directorate, Service
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


def bulk_round(size: int, years: int = 3) -> BudgetRound:
    """Return a round open to scrutiny with `size` proposals, and a text each, in 40 services of 8 directorates."""
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
    proposals = SavingsProposal._base_manager.bulk_create(
        (
            _proposal(budget_round, chance.choice(services), number, profile, chance)
            for number, profile in enumerate(profiles, start=1)
        ),
        batch_size=_BATCH,
    )
    _year_rows(list(zip(proposals, profiles, strict=True)))
    _texts_and_committees(chance, council, proposals)
    return budget_round


def _texts_and_committees(chance: random.Random, council: Council, proposals: list[SavingsProposal]) -> None:
    committees = Committee._base_manager.bulk_create(
        Committee(council=council, name=f"Scrutiny committee {number}") for number in range(6)
    )
    ImpactStatement._base_manager.bulk_create(
        (
            ImpactStatement(proposal=proposal, kind="impact_upon_service", text=_text(chance))
            for proposal in proposals
        ),
        batch_size=_BATCH,
    )
    ProposalCommittee._base_manager.bulk_create(
        (
            ProposalCommittee(proposal=proposal, committee=committee, position=place)
            for proposal in proposals
            for place, committee in enumerate(chance.sample(committees, chance.choice([1, 1, 2])))
        ),
        batch_size=_BATCH,
    )


def _text(chance: random.Random) -> str:
    return " ".join([*chance.choices(_MORE_WORDS, k=_WORDS_A_TEXT), chance.choice(RARE_WORDS)])


def _services(council: Council) -> list[Service]:
    directorates = [
        Directorate(council=council, code=f"D{number}", name=f"Directorate {number}") for number in range(8)
    ]
    Directorate._base_manager.bulk_create(directorates)
    return Service._base_manager.bulk_create(
        Service(directorate=directorate, name=f"Service {number} of {directorate.name}")
        for directorate in directorates
        for number in range(5)
    )


def _profile(chance: random.Random, years: tuple[FinancialYear, ...]) -> SavingsProfile:
    amounts = {year: YearAmounts(recurring_saving=chance.randrange(-50, 900) * 1000) for year in years}
    return SavingsProfile.from_years(amounts)


def _proposal(
    budget_round: BudgetRound, service: Service, number: int, profile: SavingsProfile, chance: random.Random
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
        kind=chance.choice([*SavingsProposal.Kind.values, ""]),
        risk_to_delivery=chance.choice(["H", "M", "L", ""]),
        stage=Stage.PUBLISHED.value,
        published_at=timezone.now(),
        position=number,
        total_saving=profile.total,
        total_fte_change=-1,
    )


def _year_rows(pairs: list[tuple[SavingsProposal, SavingsProfile]]) -> None:
    YearProfile._base_manager.bulk_create(
        (
            YearProfile(
                proposal=proposal,
                year=year,
                recurring_saving=profile.recurring_saving[year],
                discrete_saving=discrete,
            )
            for proposal, profile in pairs
            for year, discrete in profile.discrete.items()
        ),
        batch_size=_BATCH,
    )
    FTEImpact._base_manager.bulk_create(
        (FTEImpact(proposal=proposal, year=_FIRST_YEAR, change=-1) for proposal, _ in pairs),
        batch_size=_BATCH,
    )

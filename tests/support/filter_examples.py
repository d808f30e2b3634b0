"""A round in which every filter has something to tell apart, and the people who see different parts of it."""

import random
from datetime import date
from decimal import Decimal

from django.utils import timezone

from proposals.domain.fields import KINDS
from proposals.domain.references import canonical_reference
from proposals.models import (
    EqualityAssessment,
    EqualityImpact,
    FTEImpact,
    ImpactStatement,
    ProposalCommittee,
    SavingsProposal,
    WhereReported,
    YearProfile,
)
from proposals.models.stored_figures import store_figures_of
from services.models import Characteristic, Committee, Meeting, Portfolio
from tests.support.web_examples import make_round, make_service

WORDS = ("library", "transport", "energy", "children’s", "review")


def varied_round(seed, size=30):
    """A round of proposals that differ in everything, the same for the same seed."""
    chance = random.Random(seed)
    budget_round = make_round()
    council = budget_round.council
    services = [
        make_service(budget_round, name, code, directorate)
        for name, code, directorate in (
            ("Libraries", "COM", "Communities"),
            ("Museums", "COM", "Communities"),
            ("Buses", "ENV", "Environment"),
            ("Homes", "CYP", "Children"),
        )
    ]
    services[0].portfolio = Portfolio.objects.create(council=council, name="Culture")
    services[0].save()
    committees = [
        Committee.objects.create(council=council, name=name) for name in ("Scrutiny", "Health", "Cabinet")
    ]
    meetings = [
        Meeting.objects.create(committee=committees[2], date=date(2027, month, 1)) for month in (9, 10)
    ]
    characteristics = list(Characteristic.objects.all()[:3])
    proposals = SavingsProposal._base_manager.bulk_create(
        _proposal(chance, budget_round, services, number) for number in range(1, size + 1)
    )
    for model, rows in _rows_of(chance, proposals, budget_round, committees, meetings, characteristics):
        model._base_manager.bulk_create(rows)
    store_figures_of([proposal.pk for proposal in proposals])
    return budget_round


def _proposal(chance, budget_round, services, number):
    complete = chance.random() < 0.8
    stage = chance.choice(["published", "scrutiny", "draft", "finance_review", "withdrawn"])
    reference = f"REF-{number:03}"
    return SavingsProposal(
        budget_round=budget_round,
        reference=reference,
        canonical_reference=canonical_reference(reference),
        title=" ".join(chance.sample(WORDS, 2)),
        service=chance.choice(services),
        start_year=chance.choice([None, *budget_round.years]),
        category=chance.choice(["", "Efficiency", "Income"]),
        kind=chance.choice(["", *KINDS]),
        risk_to_delivery=chance.choice(["", "H", "M", "L"]),
        consultation_only=chance.random() < 0.3,
        profile_complete=complete,
        stated_total=None if complete or chance.random() < 0.3 else chance.choice([40_000, 700_000]),
        stage=stage,
        published_at=timezone.now() if stage in {"published", "scrutiny"} or chance.random() < 0.2 else None,
        position=number,
    )


def _rows_of(chance, proposals, budget_round, committees, meetings, characteristics):
    def some(values, most):
        return chance.sample(list(values), chance.randrange(min(most, len(values)) + 1))

    pounds = (-60_000, 0, 20_000, 240_000, 900_000)
    yield (
        YearProfile,
        [
            YearProfile(
                proposal=proposal,
                year=year,
                recurring_saving=chance.choice(pounds),
                one_off_saving=chance.choice([0, 0, 15_000]),
                one_off_cost=chance.choice([0, 0, 5_000]),
                capital_cost=chance.choice([0, 0, 0, 80_000]),
            )
            for proposal in proposals
            for year in some(budget_round.years, 3)
        ],
    )
    yield (
        FTEImpact,
        [
            FTEImpact(
                proposal=proposal,
                year=year,
                change=chance.choice([Decimal("-2.5"), Decimal(0), Decimal("2.5")]),
            )
            for proposal in proposals
            for year in some(budget_round.years, 2)
        ],
    )
    yield (
        ImpactStatement,
        [
            ImpactStatement(
                proposal=proposal, kind="impact_upon_service", text=f"Fewer {chance.choice(WORDS)} hours"
            )
            for proposal in proposals
            if chance.random() < 0.6
        ],
    )
    yield (
        ProposalCommittee,
        [
            ProposalCommittee(proposal=proposal, committee=committee)
            for proposal in proposals
            for committee in some(committees, 2)
        ],
    )
    yield (
        WhereReported,
        [
            WhereReported(proposal=proposal, meeting=meeting, meeting_as_printed="" if meeting else "Autumn")
            for proposal in proposals
            for meeting in some([None, *meetings, meetings[0]], 3)
        ],
    )
    yield (
        EqualityAssessment,
        [
            EqualityAssessment(proposal=proposal, screening=chance.choice(["", "full_needed", "not_needed"]))
            for proposal in proposals
            if chance.random() < 0.6
        ],
    )
    yield (
        EqualityImpact,
        [
            EqualityImpact(
                proposal=proposal,
                characteristic=characteristic,
                effect=chance.choice(EqualityImpact.Effect.values),
            )
            for proposal in proposals
            for characteristic in some(characteristics, 3)
        ],
    )


def random_query(chance, choices):
    """A random state of the filters, given what each offers: up to four of them, together with a text now and then."""
    query = {
        name: [chance.choice(offered).key for _ in range(chance.choice([1, 1, 2]))]
        for name, offered in chance.sample(sorted(choices.items()), chance.randrange(4))
        if offered
    }
    for name in ("service", "meeting"):
        if name in query:
            query[name] = query[name][:1]
    more = {
        "saving_from": ["20000"],
        "saving_to": ["500k"],
        "fte_from": ["1"],
        "fte_to": ["2.5"],
        "text": [chance.choice([*WORDS, "ref 7", "museum", "hours"])],
    }
    return {
        **query,
        **{name: more[name] for name in chance.sample(sorted(more), chance.choice([0, 0, 1, 2]))},
    }

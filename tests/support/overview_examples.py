"""A round made at random for the tests of the overview: every trait, years not known, posts not stated."""

import random
from decimal import Decimal

from django.utils import timezone

from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.fields import CERTAINTIES, FUNDS, KINDS, PRESSURE_CATEGORIES
from proposals.domain.references import canonical_reference
from proposals.domain.stages import PUBLISHED, Stage
from proposals.models import EqualityImpact, FTEImpact, SavingsProposal, YearProfile
from proposals.models.stored_figures import store_figures_of
from services.models import Characteristic
from services.values.years import years_from
from tests.support.web_examples import FIRST, make_round, make_service

IN_POUNDS = {"money_unit": "pounds", "money_decimals": 0, "savings_sign": "positive"}
CATEGORIES = ("", "Efficiency savings", "Growth & avoidance", "No category")
DELIVERABLE = (None, 0, 33, 50, 85, 100)


def make_random_round(
    name="Budget 2027/28 to 2029/30", *, size=30, council="Eastvale Council", pressures=False
):
    """A round in pounds, with proposals at every stage in three directorates, two of which share a name.

    With `pressures` about a third of them add to the budget, and some of these fall away.
    """
    budget_round = make_round(name, council=council, **IN_POUNDS)
    services = [
        make_service(budget_round, service, code, directorate)
        for service, code, directorate in (
            ("Lighting", "ENV", "Environment"),
            ("Waste", "WST", "Environment"),
            ("Care", "ASC", "Adults"),
        )
    ]
    proposals = SavingsProposal.objects.bulk_create(
        _proposal(
            budget_round,
            number,
            random.choice(services),
            is_pressure=pressures and random.random() < 0.35,
        )
        for number in range(1, size + 1)
    )
    characteristics = list(Characteristic.objects.filter(council__isnull=True)[:4])
    for proposal in proposals:
        _fill(proposal, characteristics)
    store_figures_of([proposal.pk for proposal in proposals])
    return budget_round


def _proposal(budget_round, number, service, *, is_pressure):
    reference = f"{service.directorate.code}{number:03}"
    stage = random.choice([*PUBLISHED, *PUBLISHED, *Stage])
    is_complete = random.random() < 0.7
    return SavingsProposal(
        budget_round=budget_round,
        reference=reference,
        canonical_reference=canonical_reference(reference),
        title=f"Proposal {number}",
        service=service,
        position=number,
        category=random.choice(CATEGORIES),
        kind="" if is_pressure else random.choice(["", *KINDS]),
        direction=PRESSURE if is_pressure else SAVING,
        pressure_category=random.choice(["", *PRESSURE_CATEGORIES]) if is_pressure else "",
        fund=random.choice([*FUNDS]),
        certainty=random.choice(["", *CERTAINTIES]),
        risk_to_delivery=random.choice(["", "H", "M", "L"]),
        deliverability=random.choice(DELIVERABLE),
        stage=stage.value,
        published_at=timezone.now() if stage in PUBLISHED else None,
        profile_complete=is_complete,
        stated_total=None if is_complete else random.choice([None, random.randint(-9_999, 999_999)]),
    )


def _fill(proposal, characteristics):
    sign = -1 if proposal.direction == PRESSURE else 1
    for year in years_from(FIRST, 3):
        if random.random() < 0.6:
            YearProfile.objects.create(
                proposal=proposal,
                year=year,
                recurring_saving=sign * random.choice([0, random.randint(-50_000, 500_001)]),
                one_off_saving=sign * random.choice([0, 0, random.randint(1, 90_000)]),
                recurring_cost=random.choice([0, random.randint(-9_000, 9_000)]),
            )
        if random.random() < 0.4:
            change = Decimal(random.randint(-900, 300)).scaleb(-2)
            FTEImpact.objects.create(proposal=proposal, year=year, change=change)
    for characteristic in characteristics:
        if random.random() < 0.8:
            EqualityImpact.objects.create(
                proposal=proposal,
                characteristic=characteristic,
                effect=random.choice(EqualityImpact.Effect.values),
            )

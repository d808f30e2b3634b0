"""What is stored of a proposal for filtering: what its years and its posts tell, worked out by hand."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from proposals.models import SavingsProposal
from tests.support.web_examples import make_proposal, make_round

pytestmark = pytest.mark.django_db

KINDS = ("recurrence", "investment", "posts_stated", "years_of_change")
STORED = {
    "ENV001": ("recurring", "", "changed", "2027 2029"),
    "ENV002": ("one-off", "revenue", "unchanged", "2027"),
    "ENV003": ("both", "both", "", "2027"),
    "ENV004": ("recurring", "capital", "", "2028"),
    "ENV005": ("one-off", "", "", ""),
    "ENV006": ("", "revenue", "", ""),
}


@pytest.fixture
def budget_round():
    budget_round = make_round()
    make_proposal(budget_round, "ENV001", savings=(1_000, 0, 500), fte=("-1", "1"))
    # What is saved once falls out in the year after, which is no saving of that year.
    make_proposal(budget_round, "ENV002", savings=({"one_off_saving": 900, "one_off_cost": 5},), fte=("0",))
    several = {"recurring_saving": 5, "one_off_saving": 7, "recurring_cost": 1, "capital_cost": 2}
    make_proposal(budget_round, "ENV003", savings=(several,))
    pressure = ({"recurring_saving": 400}, {"recurring_saving": -700, "capital_cost": 1})
    make_proposal(budget_round, "ENV004", savings=pressure, direction="pressure")
    # The year after is not known, so nobody says that the budget falls in it.
    pressure = ({"one_off_saving": 400},)
    make_proposal(budget_round, "ENV005", savings=pressure, direction="pressure", profile_complete=False)
    make_proposal(budget_round, "ENV006", savings=({"recurring_cost": 3},))
    return budget_round


def stored():
    return {
        reference: kinds for reference, *kinds in SavingsProposal.objects.values_list("reference", *KINDS)
    }


class TestWhatTheYearsTell:
    def test_is_stored_with_the_years(self, budget_round):
        assert stored() == {reference: list(kinds) for reference, kinds in STORED.items()}

    def test_was_stored_of_the_proposals_from_before(self, budget_round):
        SavingsProposal.objects.update(**dict.fromkeys(KINDS, ""))
        migration = import_module("proposals.migrations.0023_kinds_of_amounts")
        migration.store_kinds(apps, SimpleNamespace(connection=connection))
        assert stored() == {reference: list(kinds) for reference, kinds in STORED.items()}

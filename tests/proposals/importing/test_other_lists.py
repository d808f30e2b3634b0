"""Lists of savings without references in several files: an equal title of another list is asked about."""

import pytest

from proposals.importing.plan.apply import DocumentFile, apply_document
from proposals.importing.plan.planner import make_plan
from proposals.importing.plan.request import ImportRequest
from proposals.importing.reading import read_file
from proposals.models import SavingsProposal
from tests.support.web_examples import make_round

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NAME = "Budget 2027/28 to 2029/30"


def document(*rows, title=""):
    lines = [*([title] if title else []), "Proposal,2027/28 £000", *rows]
    return read_file("\n".join(lines).encode(), "list.csv").document


def request(budget_round, *choices):
    return ImportRequest(budget_round.council.slug, NAME, choices=choices)


def load(budget_round, read, *choices):
    return apply_document(read, request(budget_round, *choices), DocumentFile("list.csv", b"x"))


def asked(budget_round, read):
    return [choice.title for choice in make_plan(read, request(budget_round)).choices]


@pytest.fixture
def budget_round():
    made = make_round(NAME)
    load(made, document("Staffing,40", "Meals,10", "Fees,5", title="Adult Social Care – savings proposals"))
    return made


class TestAnEqualTitle:
    def test_of_a_list_that_is_mostly_new_is_asked_about(self, budget_round):
        other = document("Staffing,70", "Bins,20", "Trees,8")
        assert asked(budget_round, other) == ["Staffing"]
        load(budget_round, other, ("Staffing", "new"))
        totals = SavingsProposal.objects.filter(title="Staffing").values_list("total_saving", flat=True)
        assert sorted(totals) == [40_000, 70_000]

    def test_of_another_directorate_is_asked_about(self, budget_round):
        other = document("Staffing,70", "Meals,10", title="Children and Families – savings proposals")
        assert asked(budget_round, other) == ["Staffing"]

    def test_of_a_list_with_the_same_figure_is_the_same_proposal(self, budget_round):
        assert asked(budget_round, document("Staffing,40", "Bins,20", "Trees,8")) == []

    def test_of_the_same_list_revised_is_the_same_proposal(self, budget_round):
        revised = document("Staffing,70", "Meals,10", "Fees,5", title="Adult Social Care – savings proposals")
        assert asked(budget_round, revised) == []
        load(budget_round, revised)
        assert SavingsProposal.objects.get(title="Staffing").total_saving == 70_000


class TestADirectorateInATitle:
    def test_is_that_of_the_proposals(self, budget_round):
        names = SavingsProposal.objects.values_list("service__directorate__name", flat=True)
        assert set(names) == {"Adult Social Care"}

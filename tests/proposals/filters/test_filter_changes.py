"""What changed since a day or an edition, as the list filters by it: what is held is compared with what was."""

import pytest
from django.test import RequestFactory
from django.utils import timezone

from proposals.filters import ProposalFilter
from proposals.models import ExemptWording, SavingsProposal
from services.models import ChangeRecord
from tests.proposals.filters.test_filter_counts import filter_of
from tests.reports.comparing.test_compare_pages import change_amount
from tests.support.edition_examples import make_edition, make_publication
from tests.support.web_examples import make_proposal, make_round

pytestmark = pytest.mark.django_db
STATEMENTS = {"impact_upon_service": "Two lamps go."}


@pytest.fixture
def budget_round():
    made = make_round()
    for number in (1, 2, 3):
        make_proposal(made, f"ENV00{number}", f"Lamps {number}", statements=STATEMENTS)
    return made


@pytest.fixture
def later(budget_round, monkeypatch):
    """The day after the proposals were made and published, as the clock then says."""
    moment = timezone.now() + timezone.timedelta(days=2)
    field = ChangeRecord._meta.get_field("at")
    monkeypatch.setattr(field, "pre_save", lambda row, add: moment)
    monkeypatch.setattr(field, "default", lambda: moment)
    return (moment - timezone.timedelta(days=1)).strftime("%d/%m/%Y")


class TestChangedSinceADay:
    def listed(self, user, budget_round, day):
        found = filter_of(user, budget_round, {"changed_since": [day]})
        assert found.form.errors == {}
        assert found.count == found.qs.count()
        return sorted(proposal.reference for proposal in found.qs)

    def test_finds_what_was_published_since(self, budget_round, auditor):
        today = timezone.localdate().strftime("%d/%m/%Y")
        assert self.listed(auditor, budget_round, today) == ["ENV001", "ENV002", "ENV003"]

    def test_finds_what_says_or_states_something_else_and_not_what_was_changed_back(
        self, budget_round, auditor, later
    ):
        first, second, third = SavingsProposal.objects.order_by("reference")
        change_amount(first, 9_000)
        text = second.statements.get()
        text.text = "Three lamps go."
        text.save()
        change_amount(third, 9_000)
        change_amount(third, 1_000)
        assert self.listed(auditor, budget_round, later) == ["ENV001", "ENV002"]

    def test_does_not_tell_of_exempt_wording(self, budget_round, auditor, later):
        statement = SavingsProposal.objects.first().statements.get()
        ExemptWording.objects.create(proposal=statement.proposal, statement=statement, text="Secret")
        assert self.listed(auditor, budget_round, later) == []

    def test_refuses_what_is_no_date(self, budget_round, auditor):
        errors = filter_of(auditor, budget_round, {"changed_since": ["soon"]}).form.errors
        assert errors == {"changed_since": ["Enter a date, for example 24/09/2027."]}


class TestChangedSinceAnEdition:
    def test_finds_what_is_not_as_it_stands_there(self, budget_round, finance_officer):
        edition = make_edition(make_publication(budget_round))
        first, gone, _same = SavingsProposal.objects.order_by("reference")
        change_amount(first, 9_000)
        gone.stage, gone.stage_reason = "withdrawn", "No longer needed"
        gone.save()
        make_proposal(budget_round, "ENV004", published_at=timezone.now())
        request = RequestFactory().get("/")
        request.user = finance_officer
        proposals = SavingsProposal.objects.visible_to(finance_officer).order_by("reference")
        found = ProposalFilter(
            {"since_edition": str(edition.pk)}, proposals, request=request, budget_round=budget_round
        )
        assert found.form.errors == {}
        assert [proposal.reference for proposal in found.qs] == ["ENV001", "ENV002", "ENV004"]

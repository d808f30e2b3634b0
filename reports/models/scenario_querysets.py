"""Querysets of scenarios: the one place that says who may know that a scenario or an alternative budget exists."""

from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from proposals.permissions.budgets import visible_budgets
from proposals.permissions.proposals import NOTHING, scope_of, visible_rounds
from services.audit.history import RecordedQuerySet


class ScenarioQuerySet(RecordedQuerySet):
    """Scenarios, those of alternative budgets among them."""

    def opened_by(self, moment: Any) -> "ScenarioQuerySet":
        """Return the scenarios of which others knew at that moment: shared, or a budget that had been released."""
        return self.filter(_opened(moment))

    def visible_to(self, user: Any) -> "ScenarioQuerySet":
        """Return the scenarios that this person may know of, in rounds whose position they see.

        Their own; what is opened; their group's alternative budget; submitted ones where the protocol names them.
        No role reads the others, an administrator's included.
        """
        if not scope_of(user).roles:
            return self.filter(NOTHING)
        known = _budgets().filter(_of_members(user) | Q(submitted_at__isnull=False) & _named(user))
        found = (
            Q(owner=user.pk, alternative_budget__isnull=True)
            | Q(pk__in=known.values("scenario"))
            | _opened(timezone.now())
        )
        return self.filter(found, budget_round__in=_rounds_with_plan(user))

    def ordinary(self) -> "ScenarioQuerySet":
        """Return the scenarios that are nobody's alternative budget."""
        return self.filter(alternative_budget__isnull=True)


class AlternativeBudgetQuerySet(RecordedQuerySet):
    """Alternative budgets: each is known to those who may know of its scenario."""

    def visible_to(self, user: Any) -> "AlternativeBudgetQuerySet":
        """Return the alternative budgets of which this person may know that they exist."""
        scenarios = apps.get_model("reports", "Scenario").objects.visible_to(user)
        return self.filter(scenario__in=scenarios.values("pk"))


class ProtocolQuerySet(RecordedQuerySet):
    """The councils' rules for alternative budgets, which are no secret."""

    def visible_to(self, user: Any) -> "ProtocolQuerySet":
        """Return the protocols of the rounds whose position this person sees."""
        return self.filter(budget_round__in=_rounds_with_plan(user))

    def naming(self, user: Any) -> "ProtocolQuerySet":
        """Return the protocols that name this person as an officer or a reviewer."""
        return self.filter(pk__in=self.model._base_manager.filter(_is_named(user)).values("pk"))


def _opened(moment: Any) -> Q:
    released = Q(
        alternative_budget__submitted_at__isnull=False,
        alternative_budget__protocol__release_at__lte=moment,
    )
    return Q(shared_at__lte=moment) | released


def _budgets() -> Any:
    return apps.get_model("reports", "AlternativeBudget")._base_manager.all()


def _of_members(user: Any) -> Q:
    members = apps.get_model("reports", "GroupMember")._base_manager
    return Q(group__in=members.filter(user=user.pk).values("group"))


def _named(user: Any) -> Q:
    protocols = apps.get_model("reports", "AlternativeBudgetProtocol")._base_manager
    return Q(protocol__in=protocols.filter(_is_named(user)).values("pk"))


def _is_named(user: Any) -> Q:
    reviewers = apps.get_model("reports", "ProtocolReviewer")._base_manager
    return (
        Q(section_151_officer=user.pk)
        | Q(monitoring_officer=user.pk)
        | Q(chief_executive=user.pk)
        | Q(pk__in=reviewers.filter(user=user.pk).values("protocol"))
    )


def _rounds_with_plan(user: Any) -> Any:
    """Return the keys of the rounds of which this person sees the medium-term position."""
    rounds = apps.get_model("proposals", "BudgetRound")._base_manager
    return rounds.filter(visible_rounds(user), visible_budgets(user, "")).values("pk")

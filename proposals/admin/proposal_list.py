"""The admin's list of proposals: columns, filters, search in any spelling, totals, and bulk actions."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html

from proposals.admin.proposal_actions import ProposalActions
from proposals.admin.proposal_filters import BaseBudgetFilter, CategoryFilter, ServiceFilter
from proposals.domain.completeness import describe_progress, requirements
from proposals.domain.direction import PRESSURE
from proposals.domain.records import NOT_KNOWN
from proposals.domain.references import canonical_reference
from proposals.domain.stages import Stage, next_stage
from proposals.models import BudgetRound, ProposalReference, SavingsProposal
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.models.records import fte_is_stated, fte_of, total_of
from proposals.workflow.completeness_facts import facts_of, others_on_the_budgets, with_workflow
from services.admin.scope import ScopedAdmin, ScopedChangeList
from services.values.dates import format_day
from services.values.money import format_fte, format_saving

_RELATIONS_ASKED_FOR = frozenset({"budget_round", "service"})


@dataclass(frozen=True)
class TotalsOfList:
    """The totals of a filtered list as the council prints them: a heading and a figure for each column."""

    round_name: str
    count: int
    unit: str
    columns: tuple[tuple[str, str], ...]
    caveat: str


class ProposalChangeList(ScopedChangeList):
    """A page of the list, with what completeness looks at loaded for its rows only."""

    def get_results(self, request: HttpRequest) -> None:
        """Load the page's rows, each with how complete it is for its next stage."""
        super().get_results(request)
        keys = [proposal.pk for proposal in self.result_list]
        loaded = with_workflow(SavingsProposal.objects.all()).in_bulk(keys)
        rows = [loaded[key] for key in keys if key in loaded]
        others = others_on_the_budgets(rows)
        for row in rows:
            row.readiness = _readiness(row, others[row.pk])
        self.result_list = rows


def _readiness(proposal: SavingsProposal, others: Any) -> str:
    """Return how much is there of what the proposal's next stage asks for, such as “7 of 9”."""
    target = next_stage(Stage(proposal.stage))
    asked = requirements(facts_of(proposal, others), target) if target else ()
    return describe_progress(asked) if asked else ""


class ProposalListPages(ProposalActions, ScopedAdmin):
    """The list of proposals; the pages of one proposal go before it in the bases."""

    change_list_template = "admin/proposals/proposal_list.html"
    list_display = [
        "reference",
        "title",
        "service_name",
        "stage",
        "risk",
        "starts",
        "total",
        "fte",
        "complete",
        "changed",
    ]
    list_display_links = ["reference", "title"]
    list_filter = [
        ("budget_round", admin.RelatedOnlyFieldListFilter),
        "stage",
        ("service__directorate", admin.RelatedOnlyFieldListFilter),
        ServiceFilter,
        "risk_to_delivery",
        "kind",
        "pressure_category",
        ("category", CategoryFilter),
        BaseBudgetFilter,
    ]
    search_fields = ["reference", "title", "service__name"]
    search_help_text = "Search by reference, title, service or other reference."

    def get_queryset(self, request: HttpRequest) -> SavingsProposalQuerySet:
        """Return the proposals that the person may see."""
        # Django's own builds on the default manager; this one says it in the project's words.
        shown = SavingsProposal.objects.visible_to(request.user)
        ordering = self.get_ordering(request)
        return shown.order_by(*ordering) if ordering else shown

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Return whether the address may ask this: nothing about other records than the filters offer.

        Which proposal one was superseded by, or carried from, may be a proposal that the person does not see.
        """
        name = lookup.partition("__")[0]
        return super().lookup_allowed(lookup, value, request) and (
            name in _RELATIONS_ASKED_FOR or not _is_relation(name)
        )

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        """Return the class that makes the list."""
        return ProposalChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find the words typed, or the whole as a reference in whatever spelling, former ones included."""
        found, has_duplicates = super().get_search_results(request, queryset, search_term)
        reference = canonical_reference(search_term)
        if not reference:
            return found, has_duplicates
        others = ProposalReference.objects.filter(canonical__contains=reference).values("proposal")
        of_reference = Q(canonical_reference__contains=reference) | Q(pk__in=others)
        return queryset.filter(of_reference | Q(pk__in=found.order_by().values("pk"))), has_duplicates

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the list with the totals of all that it holds, when that is of one round."""
        # Ten columns and the filters need the room of the navigation, which the admin's home page has too.
        context = {"is_nav_sidebar_enabled": False, **(extra_context or {})}
        response = super().changelist_view(request, context)
        if isinstance(response, TemplateResponse) and "cl" in (response.context_data or {}):
            response.context_data["totals"] = totals_of_list(response.context_data["cl"].queryset)
        return response

    @admin.display(description="service", ordering="service__name")
    def service_name(self, proposal: SavingsProposal) -> str:
        """Return the service's name, with its directorate's on a line below."""
        service = proposal.service
        return format_html('{} <span class="app-below">{}</span>', service.name, service.directorate.name)

    @admin.display(description="starts", ordering="start_year")
    def starts(self, proposal: SavingsProposal) -> str:
        """Return the year in which the saving or pressure starts."""
        return str(proposal.start_year or "–")

    @admin.display(description="risk", ordering="risk_to_delivery")
    def risk(self, proposal: SavingsProposal) -> str:
        """Return the risk to delivery."""
        return proposal.get_risk_to_delivery_display() or "–"

    @admin.display(description="total", ordering="total_saving")
    def total(self, proposal: SavingsProposal) -> str:
        """Return the total with the sign the council prints on savings; a pressure has the other one and says so."""
        pounds = total_of(proposal) if proposal.pk else None
        style = proposal.budget_round.council.money_style
        text = NOT_KNOWN if pounds is None else format_saving(pounds, style)
        if proposal.direction == PRESSURE:
            return format_html('{} <span class="app-below">pressure</span>', text)
        return text

    @admin.display(description="FTE", ordering="total_fte_change")
    def fte(self, proposal: SavingsProposal) -> str:
        """Return the change in posts over the round, or that none was stated."""
        if not fte_is_stated(proposal):
            return "Not stated"
        return format_fte(fte_of(proposal).total, proposal.budget_round.council.money_style)

    @admin.display(description="complete")
    def complete(self, proposal: SavingsProposal) -> str:
        """Return how much is there of what the next stage asks for."""
        return getattr(proposal, "readiness", "") or "–"

    @admin.display(description="changed", ordering="changed_at")
    def changed(self, proposal: SavingsProposal) -> str:
        """Return the day when it was last changed."""
        return format_day(timezone.localtime(proposal.changed_at))


def _is_relation(name: str) -> bool:
    try:
        found = SavingsProposal._meta.get_field(name.removesuffix("_id"))
    except FieldDoesNotExist:
        return False
    return bool(found.is_relation)


def totals_of_list(proposals: SavingsProposalQuerySet) -> TotalsOfList | None:
    """Return the totals of these proposals in words; None of no round, or of rounds with different years."""
    rounds = list(proposals.order_by().values_list("budget_round", flat=True).distinct()[:2])
    if len(rounds) != 1:
        return None
    budget_round = BudgetRound.objects.select_related("council").get(pk=rounds[0])
    totals = proposals.totals(budget_round.years)
    style = budget_round.council.money_style
    discrete = totals.discrete

    def saving(pounds: int | None) -> str:
        return NOT_KNOWN if pounds is None else format_saving(pounds, style, bare=True)

    return TotalsOfList(
        round_name=str(budget_round),
        count=totals.count,
        unit=style.label,
        columns=(
            *((str(year), saving(discrete[year])) for year in budget_round.years),
            ("Total", saving(totals.total)),
            ("FTE", format_fte(totals.fte.total, style) if totals.fte_is_stated else "Not stated"),
        ),
        caveat=totals.caveat,
    )

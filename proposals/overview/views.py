"""The page that shows a round, or a filtered part of it, at a glance."""

from collections.abc import Sequence
from typing import Any

from proposals.domain.direction import SAVING
from proposals.domain.fields import FIELDS
from proposals.listing.rounds import RoundPage
from proposals.listing.selection import Selection, selection_of
from proposals.models import BudgetRound, EqualityImpact
from proposals.overview.addresses import links_of, round_links
from proposals.overview.making import Labels
from proposals.overview.matrix import Matrices, MatrixRound, MatrixTable
from proposals.overview.printing import Printer, of_direction
from proposals.overview.reading import read_equality, read_overview
from proposals.overview.sections import sections_of
from proposals.overview.summary import summary_of
from proposals.permissions.budgets import visible_budgets

SPEAKS_OF_ONE_ROW = ("characteristic", "effect")
"""Filters that together ask for one cell of the equality matrix: only one cell can be asked for."""


class OverviewView(RoundPage):
    """The figures of the proposals that the address chooses, each leading to the list behind it."""

    template_name = "proposals/overview/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the selection and, where its filters can be applied, every figure with its address."""
        selection = selection_of(self.request)
        context = super().get_context_data(
            selection=selection,
            # A form counts what each of its choices would give, so it is made only to tell what is wrong.
            filter=None if selection.is_valid else selection.filter,
            budget_round=selection.budget_round,
            notes=selection.misread,
            list_url=links_of(selection)({}),
            sees_budget=_sees_budget(self.request.user, selection.budget_round),
            **kwargs,
        )
        if selection.is_valid:
            context.update(_figures(selection, self.request.user))
        return context


def _sees_budget(user: Any, budget_round: BudgetRound) -> bool:
    return BudgetRound.objects.filter(visible_budgets(user, ""), pk=budget_round.pk).exists()


def _figures(selection: Selection, user: Any) -> dict[str, Any]:
    budget_round, links = selection.budget_round, links_of(selection)
    printer = Printer(budget_round.council.money_style)
    overview = read_overview(selection.filter)
    labels = Labels(dict(FIELDS["kind"].options), dict(FIELDS["risk"].options))
    is_part = selection.is_filtered
    return {
        "summary": summary_of(overview, printer, links, None if is_part else budget_round.target),
        "sections": sections_of(overview, printer, links, labels),
        "standing": overview.whole.standing,
        "is_empty": not overview.whole.count,
        "has_pressures": overview.has_pressures,
        "matrices": _matrices(selection, user, printer),
        "has_equality": not _asks_for_one_cell(selection),
        "assessed": overview.everything.with_impacts,
        "count": overview.everything.count,
    }


def _asks_for_one_cell(selection: Selection) -> bool:
    return any(name in selection.filter.data for name in SPEAKS_OF_ONE_ROW)


def _matrices(selection: Selection, user: Any, printer: Printer) -> Sequence[MatrixTable]:
    """Return the matrix of the chosen proposals and, of a whole round, one with the earlier rounds."""
    if _asks_for_one_cell(selection):
        return ()
    earlier = () if selection.is_filtered else selection.rounds
    equality = read_equality(selection.filter, earlier, user)
    if not equality.matrix.cells:
        return ()
    made = Matrices(
        equality.matrix,
        equality.characteristics,
        dict(EqualityImpact.Effect.choices),
        printer,
    )
    here, *before = (
        MatrixRound(
            one.pk,
            one.name,
            of_direction(SAVING, links) if one.pk in equality.matrix.with_pressures else links,
        )
        for place, one in enumerate(equality.rounds)
        for links in [links_of(selection) if place == 0 else round_links(one)]
    )
    return [made.of([here]), *([made.of([here, *before])] if before else [])]

"""All items of a round: which are open and for how long, narrowed by the address, and exported as a file."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Value, When
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.generic import View

from councilsavings.saved_files import file_response
from councilsavings.templatetags.pages import choices_in_words
from proposals.domain.scrutiny_items import ItemKind, ItemRecord, ItemState, ScrutinyRecord
from proposals.exports.audit import ExportRecord, record_export
from proposals.exports.files import harmless
from proposals.listing.rounds import ROUND, NothingToSee, default_round_for, named_round
from proposals.listing.selection import PAGE
from proposals.models import BudgetRound, ScrutinyItem
from proposals.models.scrutiny_querysets import IN_STATE, ScrutinyItemQuerySet
from proposals.scrutiny.filters import ScrutinyFilter
from proposals.scrutiny.reading import my_hidden_items, records_of, scrutiny_record

ITEMS_A_PAGE = 25

COLUMNS: tuple[tuple[str, str], ...] = (
    ("reference", "Reference"),
    ("title", "Proposal"),
    ("kind", "Kind"),
    ("text", "Wording"),
    ("asked_by", "Asked by"),
    ("asked_on", "Asked on"),
    ("meeting", "Meeting"),
    ("owner", "Owner"),
    ("due_on", "Due"),
    ("state", "State"),
    ("age", "Days"),
    ("answer", "Answer"),
    ("answered_by", "Answered by"),
    ("answered_on", "Answered on"),
    ("response", "Response of Cabinet"),
    ("response_reason", "Reason of Cabinet"),
    ("responded_by", "Response given by"),
    ("responded_on", "Response given on"),
    ("outcome", "Outcome"),
)
"""The fields of an item in files: the name in JSON and the heading in CSV."""


@dataclass(frozen=True)
class KindCounts:
    """The number of items of one kind in each state; a count leads to its list."""

    kind: ItemKind
    counts: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class ItemSelection:
    """A round, the other rounds, and those of its items that the address chooses for one reader."""

    rounds: Sequence[BudgetRound]
    budget_round: BudgetRound
    filter: ScrutinyFilter

    @property
    def is_valid(self) -> bool:
        """Return whether every filter in the address can be applied."""
        return not self.filter.is_bound or bool(self.filter.form.is_valid())

    @property
    def items(self) -> ScrutinyItemQuerySet:
        """The chosen items, open ones first and the oldest first; none when a filter cannot be applied."""
        if not self.is_valid:
            return ScrutinyItem.objects.none()
        chosen: ScrutinyItemQuerySet = self.filter.qs
        return chosen

    @property
    def in_words(self) -> str:
        """The selection of items in words; nothing for all."""
        return "; ".join(choices_in_words(self.filter.form))

    @property
    def query(self) -> str:
        """The selection as the query of an address."""
        query = QueryDict(mutable=True)
        query[ROUND] = str(self.budget_round.pk)
        if self.filter.is_bound:
            query.update(self.filter.data)
        return query.urlencode()


def item_selection(request: HttpRequest) -> ItemSelection:
    """Return the items that the address chooses among what the person may read.

    Raises NothingToSee for a person who sees no round, Http404 for a round that is not theirs to see.
    """
    rounds = tuple(BudgetRound.objects.visible_to(request.user).select_related("council"))
    if not rounds:
        raise NothingToSee("There are no budget rounds that you can view.")
    budget_round = _chosen(rounds, request)
    open_first = Case(When(IN_STATE[ItemState.OPEN], then=Value(0)), default=Value(1))
    items = (
        ScrutinyItem.objects.visible_to(request.user)
        .filter(proposal__budget_round=budget_round)
        .order_by(open_first, "asked_on", "pk")
    )
    given = {
        name: request.GET[name] for name in ScrutinyFilter.base_filters if request.GET.get(name, "").strip()
    }
    narrowed = ScrutinyFilter(given or None, queryset=items, request=request, user=request.user)
    return ItemSelection(rounds, budget_round, narrowed)


def _chosen(rounds: Sequence[BudgetRound], request: HttpRequest) -> BudgetRound:
    """Return the round that the address names; where it names none, one with an item if there is."""
    if named := named_round(request, rounds):
        return named
    if len(rounds) == 1:
        return rounds[0]
    asked = ScrutinyItem.objects.visible_to(request.user).order_by()
    with_items = set(asked.values_list("proposal__budget_round", flat=True).distinct())
    asked_about = [one for one in rounds if one.pk in with_items]
    return default_round_for(request.user, asked_about or rounds)


class RoundItemsView(LoginRequiredMixin, View):
    """The items of a round, with how many are open and overdue."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the items that the address chooses, with the counts of all of the round."""
        selection = item_selection(request)
        page: Page[Any] = Paginator(selection.items, ITEMS_A_PAGE).get_page(request.GET.get(PAGE, "1"))
        context = {
            "selection": selection,
            "budget_round": selection.budget_round,
            "filter": selection.filter,
            "page": page,
            "items": records_of(request.user, page.object_list),
            "states": list(ItemState),
            "counts": _counts(selection.filter.queryset),
            "hidden": my_hidden_items(request.user, selection.budget_round),
            "may_make_appendices": request.user.has_perm("proposals.make_appendices"),
        }
        return render(request, "proposals/scrutiny/round.html", context)


class DownloadItemsView(LoginRequiredMixin, View):
    """The items that the address chooses, as a file."""

    def get(self, request: HttpRequest, file_format: str) -> HttpResponse:
        """Return the file, and record the export."""
        if file_format not in WRITERS:
            raise Http404("There is no such format.")
        selection = item_selection(request)
        if not selection.is_valid:
            raise Http404("There is a problem with a filter in the address.")
        content_type, write = WRITERS[file_format]
        record = scrutiny_record(request.user, selection.budget_round, selection.items, selection.in_words)
        content = write(record)
        name = f"{selection.budget_round.file_stem}-scrutiny.{file_format}"
        record_export(
            selection.budget_round,
            ExportRecord(f"scrutiny {file_format}", name, len(record.items), content, selection.in_words),
        )
        return file_response(content, content_type, name)


def write_json(record: ScrutinyRecord) -> bytes:
    """Return the items as JSON, dates as 2018-09-14."""
    tree = {
        "council": record.council_slug,
        "round": record.name,
        "selection": record.selection,
        "items": [{name: _plain(item, name) for name, _ in COLUMNS} for item in record.items],
    }
    return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode()


def write_csv(record: ScrutinyRecord) -> bytes:
    """Return the items as a table, text that a spreadsheet would take for a formula made harmless."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([heading for _, heading in COLUMNS])
    for item in record.items:
        values = (_plain(item, name) for name, _ in COLUMNS)
        writer.writerow([harmless(value) if isinstance(value, str) else value for value in values])
    return buffer.getvalue().encode("utf-8-sig")


WRITERS = {
    "csv": ("text/csv; charset=utf-8", write_csv),
    "json": ("application/json", write_json),
}


def _plain(item: ItemRecord, name: str) -> Any:
    value = asdict(item)[name]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _counts(items: ScrutinyItemQuerySet) -> list[KindCounts]:
    """Return how many of all of the round's items that the person may read are in each state, by kind."""
    numbers = {state.value: Count("pk", filter=IN_STATE[state]) for state in ItemState}
    stored = {row.pop("kind"): row for row in items.order_by().values("kind").annotate(**numbers)}
    return [
        KindCounts(
            kind, [(state.value, stored.get(kind.value, {}).get(state.value, 0)) for state in ItemState]
        )
        for kind in ItemKind
    ]

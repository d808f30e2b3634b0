"""Reading a proposal for its entry page: everything of it in two queries, and what its fields offer to choose."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.http import Http404

from proposals.models import SavingsProposal
from proposals.workflow.completeness_facts import with_workflow
from services.models import Characteristic, Committee, Council, Meeting

PARTS: tuple[str, ...] = (
    "year_profiles",
    "fte_impacts",
    "costs_to_achieve",
    "statements",
    "committee_links",
    "risks",
    "dependencies",
    "where_reported",
    "other_references",
    "equality",
    "equality_impacts",
    "specialist_reviews",
    "warning_reasons",
)
"""The relations of a proposal whose rows are entered on its page, those that others depend on first."""

NOT_SAVED = 0
"""The key of a new proposal while it is looked at."""

_ALONE = "equality"
"""The relation that has one row at most."""
_NEVER_ENTERED = ("findings", "sign_offs", "exempt_wordings", "attachments")


def loaded(pk: int, user: Any, *, lock: bool = False) -> SavingsProposal:
    """Return the proposal with all that its page enters, locked where asked; raises Http404 for a stranger."""
    if lock:
        # Locked before anything is read: what is read afterwards is what the last to save left.
        SavingsProposal.objects.select_for_update(no_key=True).filter(pk=pk).values("pk").first()
    visible = with_workflow(SavingsProposal.objects.visible_to(user)).select_related("base_budget__service")
    found: SavingsProposal | None = visible.filter(pk=pk).first()
    if found is None:
        raise Http404("This proposal does not exist.")
    return found


def as_new(proposal: SavingsProposal) -> SavingsProposal:
    """Give a proposal that is not saved empty relations, so that it can be read like any other."""
    for name in (*PARTS, *_NEVER_ENTERED):
        keep(proposal, name, [])
    return proposal


def keep(proposal: SavingsProposal, name: str, rows: list[Any]) -> None:
    """Make `rows` what the relation of this proposal answers with, without a query."""
    if name == _ALONE:
        proposal._state.fields_cache[name] = next(iter(rows), None)
    else:
        proposal.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows


def rows_of(proposal: SavingsProposal, name: str) -> list[Any]:
    """Return the rows of the relation as they were loaded or kept."""
    if name == _ALONE:
        return [row for row in [getattr(proposal, name, None)] if row]
    return list(proposal.__dict__["_prefetched_objects_cache"][name])


@dataclass(frozen=True)
class Choices:
    """The committees, meetings and characteristics of a council to choose from, each in its order."""

    committees: list[tuple[int, str]] = field(default_factory=list)
    meetings: list[tuple[int, str]] = field(default_factory=list)
    characteristics: list[Characteristic] = field(default_factory=list)
    records: dict[tuple[str, int], Any] = field(default_factory=dict)
    """The committees and meetings themselves, by “committee” or “meeting” and their key."""


def choices_of(council: Council) -> Choices:
    """Return the council's choices in two queries."""
    committees: dict[int, Committee] = {}
    meetings: list[Meeting] = []
    rows = Committee.objects.filter(council=council).order_by(
        "name", "pk", "-meetings__date", "-meetings__pk"
    )
    for key, name, meeting, date, day_is_known in rows.values_list(
        "pk", "name", "meetings__pk", "meetings__date", "meetings__day_is_known"
    ):
        committee = committees.setdefault(key, Committee(pk=key, name=name, council=council))
        if meeting:
            meetings.append(Meeting(pk=meeting, committee=committee, date=date, day_is_known=day_is_known))
    return Choices(
        [(key, str(committee)) for key, committee in committees.items()],
        [(meeting.pk, str(meeting)) for meeting in meetings],
        list(Characteristic.objects.filter(Q(council__isnull=True) | Q(council=council))),
        {("committee", key): committee for key, committee in committees.items()}
        | {("meeting", meeting.pk): meeting for meeting in meetings},
    )

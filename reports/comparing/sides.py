"""The versions that can be compared: a current round, a published edition, the current state of its proposals.

Each side is named in the address by a key: “round-3”, “edition-7”, “now” for the proposals of the earlier edition.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from proposals.domain.records import RoundRecord
from proposals.listing.selection import IN_DOCUMENT_ORDER, ROUND
from proposals.models import BudgetRound, SavingsProposal
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.models.records import record_of_loaded
from proposals.permissions.proposals import reads_everything, scope_of
from reports.documents.snapshots import record_from
from reports.models import Edition
from reports.public.since_published import without_exempt_since
from reports.styles import STYLES
from services.admin.scope import as_key
from services.audit.events import record_event
from services.models import Council
from services.values.dates import format_day

NOW = "now"
_ROUND, _EDITION = "round", "edition"
_NO_KEY = 0

Choice = tuple[str, str]


class UnknownSide(LookupError):
    """Nothing that this person may read has that key."""


@dataclass(frozen=True)
class Side:
    """A version that is compared; `at` is when it was published, None for the current state.

    `keys` are the proposals' keys by reference; `is_partial` says that more may stand now than the person may read.
    """

    key: str
    label: str
    address: str
    record: RoundRecord
    budget_round: BudgetRound
    at: datetime | None = None
    keys: dict[str, int] = field(default_factory=dict)
    is_partial: bool = False
    is_published: bool = True
    edition: Edition | None = None

    @property
    def is_exempt(self) -> bool:
        """Return whether it is an edition of the exempt part."""
        return self.edition is not None and self.edition.is_exempt


def rounds_for(user: Any) -> list[BudgetRound]:
    """Return the rounds that this person may compare."""
    return list(BudgetRound.objects.visible_to(user).select_related("council"))


def choices_for(user: Any, rounds: Iterable[BudgetRound]) -> list[tuple[str, list[Choice]]]:
    """Return what this person may compare, in groups: these rounds as they stand, and the editions of each council."""
    groups: list[tuple[str, list[Choice]]] = []
    standing = [(f"{_ROUND}-{each.pk}", f"{each.council}: {each.name}") for each in rounds]
    if standing:
        groups.append(("Rounds (current version)", standing))
    editions: dict[Council, list[Choice]] = {}
    for edition in _editions(user).order_by("council__name", "-published_at", "-pk"):
        editions.setdefault(edition.council, []).append((f"{_EDITION}-{edition.pk}", edition_label(edition)))
    groups += [(f"Editions of {council}", listed) for council, listed in editions.items()]
    return groups


def suggestions_for(user: Any, most: int = 10) -> Iterator[tuple[str, str, str]]:
    """Return the newest corrections with the keys of both editions, and what is said of each."""
    for edition in _editions(user).filter(corrects__isnull=False).order_by("-published_at", "-pk")[:most]:
        yield f"{_EDITION}-{edition.corrects_id}", f"{_EDITION}-{edition.pk}", edition_label(edition)


def edition_label(edition: Edition) -> str:
    """Return the edition with the day on which it was published."""
    exempt = ", exempt part" if edition.is_exempt else ""
    return f"{edition} ({format_day(timezone.localdate(edition.published_at))}{exempt})"


def side_of(user: Any, key: str, rounds: Iterable[BudgetRound], earlier: Side | None = None) -> Side:
    """Return the side with that key, a round being one of `rounds_for` the person; “now” speaks of `earlier`.

    Raises UnknownSide for what is not there, or not for this person to read.
    """
    if key == NOW:
        if earlier is None or earlier.edition is None:
            raise UnknownSide(key)
        return _standing_now(user, earlier)
    kind, _, text = key.partition("-")
    number = as_key(text)
    if number is None:
        raise UnknownSide(key)
    if kind == _ROUND:
        return _round_side(user, number, rounds)
    if kind == _EDITION:
        return _edition_side(user, number)
    raise UnknownSide(key)


def record_readings(*sides: Side) -> None:
    """Put on the record who read of the exempt part."""
    for side in sides:
        if side.edition is not None and side.is_exempt:
            record_event(
                "viewed_exempt", side.edition, details={"edition": side.edition.number, "read": "comparison"}
            )


def _editions(user: Any) -> QuerySet[Edition]:
    editions: QuerySet[Edition] = Edition.objects.visible_to(user).light().select_related("council")
    return editions


def _round_side(user: Any, key: int, rounds: Iterable[BudgetRound]) -> Side:
    budget_round = next((each for each in rounds if each.pk == key), None)
    if budget_round is None:
        raise UnknownSide(f"{_ROUND}-{key}")
    proposals = (
        SavingsProposal.listed.visible_to(user).filter(budget_round=budget_round).order_by(*IN_DOCUMENT_ORDER)
    )
    label = f"{budget_round.name} (current version)"
    return _live_side(user, f"{_ROUND}-{key}", label, budget_round, proposals)


def _standing_now(user: Any, earlier: Side) -> Side:
    entry, of_version = "edition_entries", "published_version_of__edition_entries"
    in_edition = Q(**{f"{entry}__edition": earlier.edition}) | Q(
        **{f"{of_version}__edition": earlier.edition}
    )
    proposals = (
        SavingsProposal.listed.visible_to(user)
        .filter(in_edition)
        .order_by(Coalesce(f"{entry}__place", f"{of_version}__place"))
    )
    return _live_side(user, NOW, "the current version of the same proposals", earlier.budget_round, proposals)


def _live_side(
    user: Any, key: str, label: str, budget_round: BudgetRound, proposals: SavingsProposalQuerySet
) -> Side:
    held = list(proposals.with_statements())
    return Side(
        key,
        label,
        f"{reverse('proposals:list')}?{ROUND}={budget_round.pk}",
        record_of_loaded(budget_round, held),
        budget_round,
        keys={proposal.reference: proposal.own_key for proposal in held},
        is_partial=not reads_everything(user),
        is_published=all(proposal.is_readable for proposal in held),
    )


def _edition_side(user: Any, key: int) -> Side:
    editions = Edition.objects.visible_to(user).select_related(
        "council", "publication__budget_round__council"
    )
    edition = editions.filter(pk=key).first()
    if edition is None:
        raise UnknownSide(f"{_EDITION}-{key}")
    record = record_from(edition.frozen)
    scope = scope_of(user)
    if not scope.roles or (scope.councils and edition.council_id not in scope.councils):
        # A snapshot has more than its edition publishes: people of other councils read it as residents do.
        record = STYLES[edition.style].printed.public(record)
    places = dict(edition.entries.values_list("place", "proposal"))
    stood = [(places.get(place, _NO_KEY), each) for place, each in enumerate(record.proposals)]
    record = replace(record, proposals=tuple(without_exempt_since(user, stood)))
    return Side(
        f"{_EDITION}-{key}",
        edition_label(edition),
        edition.get_absolute_url(),
        record,
        edition.publication.budget_round,
        at=edition.published_at,
        keys={
            each.reference: places[place] for place, each in enumerate(record.proposals) if place in places
        },
        edition=edition,
    )

"""A proposal by its council and reference, in any spelling, as far as the person may see it.

What they may not see is not among what is looked through, so it cannot be told from what does not exist.
The newest round in which the reference is known wins; a reference of the proposal's own goes before one that
another had before, and old ones lead to what took their place.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from proposals.domain.references import canonical_reference
from proposals.models import BudgetRound, SavingsProposal
from proposals.models.querysets import SavingsProposalQuerySet
from services.models import Council

ROUND = "round"
MOST_SUGGESTED = 8
_LEADING_NOUGHTS = re.compile(r"(?<!\d)0+(?=\d)")


@dataclass(frozen=True)
class Found:
    """The result of a look-up by reference.

    One `proposal`, whose page is at `address` where the address asked for is another; or `several` that it
    could mean; or nothing, with `similar` ones. `elsewhere` are those of other rounds; `led_from` names the
    old proposal or reference that led here.
    """

    proposal: SavingsProposal | None = None
    several: tuple[SavingsProposal, ...] = ()
    elsewhere: tuple[SavingsProposal, ...] = ()
    similar: tuple[SavingsProposal, ...] = ()
    led_from: str = ""


def address_of(proposal: SavingsProposal, *, with_round: bool = False) -> str:
    """Return the address by reference; of a round that is not the newest with that reference, `with_round`."""
    budget_round = proposal.budget_round
    return by_reference(
        budget_round.council.slug, proposal.reference, budget_round.pk if with_round else None
    )


def by_reference(council_slug: str, reference: str, round_key: int | None = None) -> str:
    """Return the address by reference, without asking the database."""
    address = reverse("proposals:by-reference", args=[council_slug, reference])
    return address if round_key is None else f"{address}?{ROUND}={round_key}"


def find_by_reference(user: Any, council_slug: str, reference: str, round_named: str = "") -> Found:
    """Return what the reference leads this person to, in the round named by its number or name, or the newest."""
    seen = _seen(user, council_slug)
    canonical = canonical_reference(reference)
    if round_named:
        seen = seen.filter(budget_round__in=_rounds_called(user, council_slug, round_named))
    matches = _matching(seen, canonical) if canonical else []
    if not matches:
        return _not_found(seen, canonical)
    newest = matches[0].budget_round_id
    own = [one for one in matches if one.canonical_reference == canonical]
    chosen = [one for one in matches if one.budget_round_id == newest]
    chosen = [one for one in chosen if one in own] or chosen
    if len(chosen) > 1:
        return Found(several=tuple(chosen))
    first = chosen[0]
    # An address that names the round asks for the proposal there; its page itself shows what became of it.
    present = first if round_named else _present(seen, first)
    return Found(
        proposal=present,
        elsewhere=tuple(one for one in matches if one not in {first, present}),
        led_from=_led_from(first, present, reference),
    )


def _seen(user: Any, council_slug: str) -> SavingsProposalQuerySet:
    councils = Council.objects.filter(slug__iexact=council_slug.strip())
    seen: SavingsProposalQuerySet = SavingsProposal.listed.visible_to(user).filter(
        budget_round__council__in=councils.values("pk")
    )
    return seen


def _rounds_called(user: Any, council_slug: str, named: str) -> list[int]:
    rounds = BudgetRound.objects.visible_to(user).filter(council__slug__iexact=council_slug.strip())
    # A name is forgiven its spelling as a reference is: only its letters and figures count.
    name = canonical_reference(named)
    return [
        key
        for key, stored in rounds.values_list("pk", "name")
        if str(key) == named or canonical_reference(stored) == name
    ]


def _matching(seen: SavingsProposalQuerySet, canonical: str) -> list[SavingsProposal]:
    """Return the proposals of that reference, one of their own or another they have or had; newest round first."""
    exact = _ordered(
        seen.filter(Q(canonical_reference=canonical) | Q(other_references__canonical=canonical)).distinct()
    )
    if exact:
        return exact
    bare = _without_zeros(canonical)
    keys = [
        key
        for key, stored in seen.filter(canonical_reference__startswith=_letters(canonical)).values_list(
            "pk", "canonical_reference"
        )
        if _without_zeros(stored) == bare
    ]
    return _ordered(seen.filter(pk__in=keys)) if keys else []


def _ordered(found: SavingsProposalQuerySet) -> list[SavingsProposal]:
    carried = SavingsProposal._base_manager.filter(
        Q(carried_from=OuterRef("pk")) | Q(carried_from=OuterRef("published_version_of"))
    )
    loaded = found.select_related("budget_round__council", "service__directorate")
    return list(
        loaded.annotate(is_carried=Exists(carried)).order_by(
            "-budget_round__first_year", "-budget_round", "position", "pk"
        )
    )


def _present(seen: SavingsProposalQuerySet, proposal: SavingsProposal) -> SavingsProposal:
    """Return what has taken the proposal's place since, as far as it is among what is seen."""
    passed = {proposal.pk}
    while proposal.superseded_by_id or proposal.is_carried:
        key, successor = proposal.own_key, proposal.superseded_by_id
        superseding = Q(supersedes=key) | Q(published_version_of__supersedes=key)
        following = _ordered(seen.filter(superseding | Q(carried_from=key)).exclude(pk__in=passed))
        if len(following) != 1 and not any(one.own_key == successor for one in following):
            break
        proposal = next((one for one in following if one.own_key == successor), following[0])
        passed.add(proposal.pk)
    return proposal


def _led_from(first: SavingsProposal, present: SavingsProposal, reference: str) -> str:
    """Return what led to another proposal, or to another reference of it; nothing for another spelling."""
    if present != first:
        return f"{first.reference} of {first.budget_round.name}"
    wanted, stored = canonical_reference(reference), first.canonical_reference
    return "" if _without_zeros(wanted) == _without_zeros(stored) else reference.strip()


def _not_found(seen: SavingsProposalQuerySet, canonical: str) -> Found:
    """Return the seen proposals whose references look alike."""
    stored = dict(seen.values_list("canonical_reference", "pk").order_by("budget_round__first_year", "pk"))
    close = get_close_matches(canonical, stored, n=MOST_SUGGESTED, cutoff=0.6) if canonical else []
    by_key = {one.pk: one for one in _ordered(seen.filter(pk__in=[stored[name] for name in close]))}
    return Found(similar=tuple(by_key[stored[name]] for name in close))


def _without_zeros(canonical: str) -> str:
    return _LEADING_NOUGHTS.sub("", canonical)


def _letters(canonical: str) -> str:
    return re.split(r"\d", canonical, maxsplit=1)[0]

"""Which held proposal each of a document's is: by what it was known by before, its references, its name, a choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from proposals.domain.references import canonical_reference
from proposals.importing.differences import held_savings
from proposals.importing.parsed.matching import Named, pair_up, plain
from proposals.importing.parsed.places import NAMES_SERVICES
from proposals.importing.parsed.proposal import StatedProposal
from proposals.importing.parsed.revision import in_pounds
from proposals.importing.planning import (
    NEW_PROPOSAL,
    ImportRequest,
    ImpossibleImport,
    MatchChoice,
    MatchOption,
)
from proposals.models import DocumentEntry, SavingsProposal
from proposals.models.records import total_of
from services.values.years import FinancialYear


@dataclass
class Matches:
    """The held proposal of each stated one by its entry key, and the choices that a person still has to make."""

    held: dict[str, SavingsProposal] = field(default_factory=dict)
    choices: list[MatchChoice] = field(default_factory=list)


def entry_of(proposal: SavingsProposal, style: str, key: str = "") -> DocumentEntry | None:
    """Return the proposal's entry in documents of `style`, the one of that key where one is given."""
    entries = (entry for entry in proposal.document_entries.all() if entry.style == style)
    return next((entry for entry in entries if not key or entry.key == key), None)


def has_made_reference(proposal: SavingsProposal) -> bool:
    """Return whether no document has printed the proposal's reference: it was given here."""
    return any(entry.made_reference == proposal.reference for entry in proposal.document_entries.all())


def named_stated(stated: StatedProposal) -> Named:
    """Return a stated proposal by its name and figures."""
    return Named((stated.title,), stated.savings, stated.total)


def named_held(proposal: SavingsProposal, *, with_service: bool = True) -> Named:
    """Return a held proposal by its names (those it has in documents among them) and its figures."""
    rows = list(proposal.year_profiles.all())
    names = [proposal.title, *(entry.title for entry in proposal.document_entries.all())]
    if with_service:
        names.append(proposal.service.name)
    savings = held_savings(proposal, {row.year: row.recurring_saving for row in rows})
    return Named(tuple(dict.fromkeys(names)), savings, total_of(proposal))


def option_of(proposal: SavingsProposal) -> MatchOption:
    """Return a held proposal as one to choose, with its saving in words."""
    held = named_held(proposal)
    saving = saving_in_words(held.savings, held.total)
    return MatchOption(proposal.reference, proposal.title, proposal.service.name, saving)


def saving_in_words(savings: Mapping[FinancialYear, int], total: int | None) -> str:
    """Return the figures as a person compares them: “£40,000 in 2018/19, £40,000 in all”."""
    parts = [f"{in_pounds(pounds)} in {year}" for year, pounds in sorted(savings.items())]
    if total is not None:
        parts.append(f"{in_pounds(total)} in all")
    return ", ".join(parts)


def match_stated(
    proposals: Sequence[StatedProposal],
    keys: Sequence[str],
    held: Sequence[SavingsProposal],
    style: str,
    request: ImportRequest,
) -> Matches:
    """Return which of `held` (loaded with their entries) each stated proposal is.

    Raises ImpossibleImport for a choice that names no proposal of the document, or none that is held.
    """
    return _Matching(proposals, keys, held, style).run(request.choices)


class _Matching:
    def __init__(
        self,
        proposals: Sequence[StatedProposal],
        keys: Sequence[str],
        held: Sequence[SavingsProposal],
        style: str,
    ) -> None:
        self.stated = dict(zip(keys, proposals, strict=True))
        self.held, self.style = held, style
        self.matches = Matches()
        self.settled: set[str] = set()
        self.taken: set[int] = set()

    def run(self, choices: Sequence[tuple[str, str]]) -> Matches:
        self._by_entry()
        self._by_choice(choices)
        self._by_reference()
        self._by_name()
        return self.matches

    def _settle(self, key: str, proposal: SavingsProposal | None) -> None:
        self.settled.add(key)
        if proposal:
            self.matches.held[key] = proposal
            self.taken.add(proposal.pk)

    def _open(self) -> list[str]:
        return [key for key in self.stated if key not in self.settled]

    def _by_choice(self, choices: Sequence[tuple[str, str]]) -> None:
        by_reference = {proposal.canonical_reference: proposal for proposal in self.held}
        for name, chosen in choices:
            keys = [
                key
                for key, stated in self.stated.items()
                if key == name or plain(stated.title) == plain(name) or name in stated.references
            ]
            if not keys:
                raise ImpossibleImport(f"No proposal of the document is named “{name}”.")
            proposal = by_reference.get(canonical_reference(chosen))
            if proposal is None and chosen.strip().lower() != NEW_PROPOSAL:
                raise ImpossibleImport(
                    f"“{chosen}”, chosen for “{name}”, is no reference of a proposal held in this round. Give "
                    f"one that is, or “{NEW_PROPOSAL}”."
                )
            self._choose(name, [key for key in keys if key not in self.settled], proposal)
            known = {self.matches.held[key].pk for key in keys if key in self.matches.held}
            if proposal and proposal.pk not in known:
                others = ", ".join(
                    self.matches.held[key].reference for key in keys if key in self.matches.held
                )
                raise ImpossibleImport(f"“{name}” is held already, as {others}; it cannot be {chosen} too.")

    def _choose(self, name: str, keys: list[str], proposal: SavingsProposal | None) -> None:
        if proposal and (len(keys) > 1 or (keys and proposal.pk in self.taken)):
            raise ImpossibleImport(
                f"{proposal.reference}, chosen for “{name}”, would be two proposals of the document; it can be "
                "only one."
            )
        for key in keys:
            self._settle(key, proposal)

    def _by_entry(self) -> None:
        known = {
            entry.key: proposal
            for proposal in self.held
            for entry in proposal.document_entries.all()
            if entry.style == self.style
        }
        for key in self._open():
            proposal = known.get(key)
            if proposal and proposal.pk not in self.taken:
                self._settle(key, proposal)

    def _by_reference(self) -> None:
        main = {proposal.canonical_reference: proposal for proposal in self.held}
        others = {
            row.canonical: proposal for proposal in self.held for row in proposal.other_references.all()
        }
        for key in self._open():
            for printed in self.stated[key].references:
                canonical = canonical_reference(printed)
                proposal = main.get(canonical) or others.get(canonical)
                if proposal and proposal.pk not in self.taken:
                    self._settle(key, proposal)
                    break

    def _by_name(self) -> None:
        """Match by name what is left: a printed reference that is not held fits only one that was made here."""
        rows = self._open()
        for has_reference in (True, False):
            for service in dict.fromkeys(self._service_of(key) for key in rows):
                keys = [
                    key
                    for key in rows
                    if bool(self.stated[key].references) == has_reference and self._service_of(key) == service
                ]
                if keys:
                    self._pair(keys, self._candidates(service, made_only=has_reference), service)

    def _service_of(self, key: str) -> str:
        """Return the service that a held proposal has to belong to; none where the titles themselves name it."""
        return "" if self.style in NAMES_SERVICES else self.stated[key].service

    def _candidates(self, service: str, *, made_only: bool) -> list[SavingsProposal]:
        return [
            proposal
            for proposal in self.held
            if proposal.pk not in self.taken
            and not (made_only and not has_made_reference(proposal))
            and (not service or plain(proposal.service.name) == plain(service))
        ]

    def _pair(self, keys: list[str], candidates: list[SavingsProposal], service: str) -> None:
        named = [named_held(proposal, with_service=not service) for proposal in candidates]
        found = pair_up([named_stated(self.stated[key]) for key in keys], named)
        for row, place in found.pairs.items():
            self._settle(keys[row], candidates[place])
        for row, places in found.unsure.items():
            stated = self.stated[keys[row]]
            self.matches.choices.append(
                MatchChoice(
                    keys[row],
                    stated.title,
                    stated.place,
                    saving_in_words(stated.savings, stated.total),
                    tuple(option_of(candidates[place]) for place in places),
                )
            )

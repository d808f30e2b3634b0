"""Match each proposal of a document to a stored one: by its entry, its references, its name, or a choice."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from proposals.domain.direction import PRESSURE
from proposals.domain.references import canonical_reference
from proposals.importing.in_words import in_own_words
from proposals.importing.kinds import KINDS
from proposals.importing.parsed import ParsedProposal
from proposals.importing.plan.matching import Named, pair_up, plain
from proposals.importing.plan.org_units import NOT_STATED, directorate_name
from proposals.importing.plan.plan import stored_savings
from proposals.importing.plan.request import (
    NEW_PROPOSAL,
    ImpossibleImport,
    MatchChoice,
    MatchOption,
)
from proposals.models import DocumentEntry, SavingsProposal
from proposals.models.records import total_of
from services.values.years import FinancialYear

_AS_PRESSURE = "|pressure"


def entry_keys(proposals: Iterable[ParsedProposal]) -> list[str]:
    """Return what each proposal of a document is known by: title, service and category, told apart by a number.

    A pressure is another proposal than a saving of that name.
    """
    seen: Counter[str] = Counter()
    keys = []
    for stated in proposals:
        key = "|".join(plain(text) for text in (stated.title, stated.service, stated.category))
        key = f"{key}{_AS_PRESSURE}" if stated.is_pressure else key
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return keys


def match_answers(
    proposals: Sequence[ParsedProposal], answers: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Return those answers that say which stored proposal one of a document is, by entry key, title or reference."""
    named = {*entry_keys(proposals), *(plain(parsed.title) for parsed in proposals)}
    named |= {reference for parsed in proposals for reference in parsed.references}
    return tuple((key, chosen) for key, chosen in answers.items() if key in named or plain(key) in named)


def entry_of(proposal: SavingsProposal, style: str, key: str = "") -> DocumentEntry | None:
    """Return the proposal's entry in documents of `style`, the one of that key where one is given."""
    entries = (entry for entry in proposal.document_entries.all() if entry.style == style)
    return next((entry for entry in entries if not key or entry.key == key), None)


def has_made_reference(proposal: SavingsProposal) -> bool:
    """Return whether no document has printed the proposal's reference: it was given here."""
    return any(entry.made_reference == proposal.reference for entry in proposal.document_entries.all())


def named_stored(proposal: SavingsProposal, *, with_service: bool = True) -> Named:
    """Return a stored proposal by its names (those it has in documents among them) and its figures."""
    rows = list(proposal.year_profiles.all())
    names = [proposal.title, *(entry.title for entry in proposal.document_entries.all())]
    if with_service:
        names.append(proposal.service.name)
    savings = stored_savings(proposal, {row.year: row.recurring_saving for row in rows})
    return Named(tuple(dict.fromkeys(names)), savings, total_of(proposal))


def saving_in_words(savings: Mapping[FinancialYear, int], total: int | None, direction: str) -> str:
    """Return the figures as a person compares them: “£40,000 in 2018/19, £40,000 in all”."""
    parts = [f"{in_own_words(pounds, direction)} in {year}" for year, pounds in sorted(savings.items())]
    if total is not None:
        parts.append(f"{in_own_words(total, direction)} in all")
    return ("pressure of " if parts and direction == PRESSURE else "") + ", ".join(parts)


class Matches:
    """The stored proposal of each stated one by its entry key, and the choices that a person still has to make.

    `stored` are those of the round, loaded with their entries. Raises ImpossibleImport for a choice that names no
    proposal of the document, or none that is stored.
    """

    def __init__(
        self,
        proposals: Sequence[ParsedProposal],
        keys: Sequence[str],
        stored: Sequence[SavingsProposal],
        style: str,
        choices: Sequence[tuple[str, str]],
    ) -> None:
        self.found: dict[str, SavingsProposal] = {}
        self.choices: list[MatchChoice] = []
        self._parsed = dict(zip(keys, proposals, strict=True))
        self._stored, self._style, self._kind = stored, style, KINDS[style]
        self._settled: set[str] = set()
        self._taken: set[int] = set()
        self._doubted: dict[str, SavingsProposal] = {}
        """Stored under the same name with the other direction, or perhaps from another list of savings."""
        self._is_other_list = self._holds_mostly_new()
        self._by_entry()
        self._by_choice(choices)
        self._by_reference()
        self._by_name()
        for key in self._open():
            if key in self._doubted and self._doubted[key].pk not in self._taken:
                self._offer(key, [self._doubted[key]])

    def _settle(self, key: str, proposal: SavingsProposal | None) -> None:
        self._settled.add(key)
        if proposal:
            self.found[key] = proposal
            self._taken.add(proposal.pk)

    def _settle_or_doubt(self, key: str, proposal: SavingsProposal) -> None:
        """Settle a proposal known by its name; one that seems to be of another list is left for a person to say."""
        parsed = self._parsed[key]
        is_by_name = not (
            parsed.references or self._kind.known_by_reference or self._kind.titles_name_services
        )
        if is_by_name and (self._is_other_list or self._is_elsewhere(parsed, proposal)):
            stored = named_stored(proposal)
            shared = parsed.savings.keys() & stored.savings.keys()
            if not shared or any(parsed.savings[year] != stored.savings[year] for year in shared):
                self._doubted[key] = proposal
                return
        self._settle(key, proposal)

    def _holds_mostly_new(self) -> bool:
        """Return whether fewer than half of the proposals without references have the title of a stored one."""
        titles = {
            plain(title)
            for stored in self._stored
            for title in named_stored(stored, with_service=False).names
        }
        unnumbered = [parsed for parsed in self._parsed.values() if not parsed.references]
        return sum(plain(parsed.title) in titles for parsed in unnumbered) * 2 < len(unnumbered)

    @staticmethod
    def _is_elsewhere(parsed: ParsedProposal, proposal: SavingsProposal) -> bool:
        """Return whether a document names another directorate than that of a stored proposal."""
        directorate = proposal.service.directorate
        known = {plain(name) for name in (directorate.name, directorate.code, proposal.service.name)}
        return (
            directorate_name(parsed) != NOT_STATED != directorate.name
            and plain(directorate_name(parsed)) not in known
        )

    def _open(self) -> list[str]:
        return [key for key in self._parsed if key not in self._settled]

    def _by_choice(self, choices: Sequence[tuple[str, str]]) -> None:
        by_reference = {proposal.canonical_reference: proposal for proposal in self._stored}
        for name, chosen in choices:
            keys = [
                key
                for key, parsed in self._parsed.items()
                if key == name or plain(parsed.title) == plain(name) or name in parsed.references
            ]
            if not keys:
                raise ImpossibleImport(f"No proposal of the document is named “{name}”.")
            proposal = by_reference.get(canonical_reference(chosen))
            if proposal is None and chosen.strip().lower() != NEW_PROPOSAL:
                raise ImpossibleImport(
                    f"“{chosen}”, chosen for “{name}”, is not the reference of a proposal in this round. Enter "
                    f"one that is, or “{NEW_PROPOSAL}”."
                )
            self._choose(name, [key for key in keys if key not in self._settled], proposal)
            known = {self.found[key].pk for key in keys if key in self.found}
            if proposal and proposal.pk not in known:
                others = ", ".join(self.found[key].reference for key in keys if key in self.found)
                raise ImpossibleImport(f"“{name}” already exists as {others}; it cannot be {chosen} too.")

    def _choose(self, name: str, keys: list[str], proposal: SavingsProposal | None) -> None:
        if proposal and (len(keys) > 1 or (keys and proposal.pk in self._taken)):
            raise ImpossibleImport(
                f"{proposal.reference}, chosen for “{name}”, would be two proposals of the document; it can be "
                "only one."
            )
        for key in keys:
            self._settle(key, proposal)

    def _by_entry(self) -> None:
        known = {
            entry.key: proposal
            for proposal in self._stored
            for entry in proposal.document_entries.all()
            if entry.style == self._style
        }
        for key in self._open():
            proposal = known.get(key)
            if proposal and proposal.pk not in self._taken:
                self._settle_or_doubt(key, proposal)
        for key in self._open():
            is_pressure = self._parsed[key].is_pressure
            contrary = known.get(key.removesuffix(_AS_PRESSURE) if is_pressure else f"{key}{_AS_PRESSURE}")
            if contrary and not self._parsed[key].references and contrary.pk not in self._taken:
                self._doubted[key] = contrary

    def _by_reference(self) -> None:
        main = {proposal.canonical_reference: proposal for proposal in self._stored}
        others = {
            row.canonical: proposal for proposal in self._stored for row in proposal.other_references.all()
        }
        for key in self._open():
            for printed in self._parsed[key].references:
                canonical = canonical_reference(printed)
                proposal = main.get(canonical)
                if proposal is None and not self._kind.known_by_reference:
                    proposal = others.get(canonical)
                if proposal and proposal.pk not in self._taken:
                    self._settle(key, proposal)
                    break

    def _by_name(self) -> None:
        """Match by name what is left: a printed reference that is not stored fits only one that was made here."""
        groups: dict[tuple[bool, str, str], list[str]] = {}
        for key in self._open():
            parsed = self._parsed[key]
            group = (not parsed.references, self._service_of(key), parsed.direction)
            groups.setdefault(group, []).append(key)
        for (is_unnumbered, service, direction), keys in sorted(groups.items(), key=lambda item: item[0][0]):
            if candidates := self._candidates(service, direction, made_only=not is_unnumbered):
                self._pair(keys, candidates, service)

    def _service_of(self, key: str) -> str:
        """Return the service that a stored proposal has to belong to; none where the titles themselves name it."""
        is_title = self._kind.titles_name_services or self._kind.known_by_reference
        return "" if is_title else self._parsed[key].service

    def _candidates(self, service: str, direction: str, *, made_only: bool) -> list[SavingsProposal]:
        return [
            proposal
            for proposal in self._stored
            if proposal.pk not in self._taken
            and proposal.direction == direction
            and not (made_only and not has_made_reference(proposal))
            and not (self._kind.known_by_reference and proposal.profile_complete)
            and (not service or plain(proposal.service.name) == plain(service))
        ]

    def _pair(self, keys: list[str], candidates: list[SavingsProposal], service: str) -> None:
        by_reference = self._kind.known_by_reference
        named = [
            named_stored(proposal, with_service=not service and not by_reference) for proposal in candidates
        ]
        parsed = [self._parsed[key] for key in keys]
        rows = [
            Named(
                (item.title, item.service) if by_reference else (item.title,), item.savings, item.total_saving
            )
            for item in parsed
        ]
        pairs, unsure = pair_up(rows, named)
        for row, place in pairs.items():
            self._settle_or_doubt(keys[row], candidates[place])
        for row, places in unsure.items():
            self._offer(keys[row], [candidates[place] for place in places])

    def _offer(self, key: str, candidates: Sequence[SavingsProposal]) -> None:
        """Let a person choose which stored proposal one of the document is, or that it is new."""
        parsed = self._parsed[key]
        options = []
        for proposal in candidates:
            stored = named_stored(proposal)
            saving = saving_in_words(stored.savings, stored.total, proposal.direction)
            options.append(MatchOption(proposal.reference, proposal.title, proposal.service.name, saving))
        self.choices.append(
            MatchChoice(
                parsed.reference if self._kind.known_by_reference else key,
                parsed.title,
                parsed.place,
                saving_in_words(parsed.savings, parsed.total_saving, parsed.direction),
                tuple(options),
            )
        )

"""Planning an import: matching, comparing and checking every proposal of a document; nothing is written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from proposals.domain.references import canonical_reference
from proposals.importing.issues import Issue, Severity
from proposals.importing.kinds import KINDS
from proposals.importing.parsed import ParsedDocument, ParsedProposal
from proposals.importing.plan.acceptance import with_acceptance
from proposals.importing.plan.base_budgets import BaseBudgets
from proposals.importing.plan.limits import check_limits
from proposals.importing.plan.matches import Matches, entry_keys, entry_of, has_made_reference
from proposals.importing.plan.matching import plain
from proposals.importing.plan.org_units import OrgUnits, directorate_name, letters_of
from proposals.importing.plan.plan import ImportPlan, PlannedProposal, stored_savings
from proposals.importing.plan.request import (
    Destination,
    ImportRequest,
    find_destination,
    new_rows,
)
from proposals.importing.plan.revise import revise
from proposals.models import BudgetRound, DocumentImport, SavingsProposal
from services.db.rows_together import Rows
from services.models import Council, Service

CONTRARY_SIGN = "council's sign"
_LONGEST_REFERENCE = 40
_MOST_SHOWN = 5


def make_plan(document: ParsedDocument, request: ImportRequest) -> ImportPlan:
    """Return what importing `document` as `request` asks would do; nothing is written.

    Raises ImpossibleImport when the years of a new round are not known, or a choice makes no sense.
    """
    destination = find_destination(document, request)
    planner = _Planner(document, request, destination)
    proposals = planner.plan()
    # What the document says beside its proposals is kept with the import.
    beside = (f"the document also says: “{note}”" for note in document.notes)
    notes = (Issue(Severity.NOTE, "beside the table", "", "", message) for message in beside)
    issues = [*document.issues, *notes, *planner.issues]
    for parsed in document.proposals:
        is_numbered = planner.kind.known_by_reference
        years = destination.base_year, destination.years
        issues.extend(check_limits(parsed, *years, known_by_reference=is_numbered))
    issues = with_acceptance(proposals, issues, planner.kind)
    directorates = [item.service.directorate for item in proposals]
    new = {item.code: item.name for item in directorates if item.pk is None}
    issues.extend(new_rows(request, destination, new))
    if not (planner.kind.forms or planner.kind.titles_name_services or planner.kind.groups_are_portfolios):
        issues.extend(_made_references(proposals))  # the templates that are known are known to print none
    return ImportPlan(
        **vars(destination),
        request=request,
        document=document,
        proposals=proposals,
        issues=tuple(issues),
        choices=tuple(planner.matches.choices),
        absent=planner.absent(),
    )


def _made_references(proposals: Sequence[PlannedProposal]) -> Iterator[Issue]:
    """Yield that references were made up, as the document prints none for their proposals."""
    made = [item.reference for item in proposals if item.is_reference_made]
    if made:
        shown = ", ".join(made[:_MOST_SHOWN]) + (", …" if len(made) > _MOST_SHOWN else "")
        message = f"references made up, as the document gives none: {shown}."
        yield Issue(Severity.NOTE, "made reference", "", "", message)


class _Planner:
    def __init__(self, document: ParsedDocument, request: ImportRequest, destination: Destination) -> None:
        self.document, self.destination = document, destination
        self.kind = KINDS[document.kind]
        self.stored = _stored_proposals(destination.budget_round)
        self.units = OrgUnits(destination.council, document.proposals, self.kind)
        self.references = _References(proposal.canonical_reference for proposal in self.stored)
        self.keys = entry_keys(document.proposals)
        self.matches = Matches(document.proposals, self.keys, self.stored, document.kind, request.choices)
        self.issues: list[Issue] = [choice.issue for choice in self.matches.choices]

    def plan(self) -> list[PlannedProposal]:
        """Return every proposal of the document as it would be."""
        rows = list(zip(self.keys, self.document.proposals, strict=True))
        services = [self._service_of(key, parsed) for key, parsed in rows]
        self.issues.extend(self.units.issues)
        listed = {canonical_reference(parsed.reference) for parsed in self.document.proposals}
        council = self.destination.council if any(parsed.budget for _, parsed in rows) else None
        budgets = BaseBudgets(
            council, listed, self.destination.base_year, may_be_of_parts=not self.kind.known_by_reference
        )
        slots = budgets.assign(list(zip(self.document.proposals, services, strict=True)))
        self.issues.extend(budgets.issues)
        self.issues.extend(self._contrary_sign())
        planned = []
        for (key, parsed), service, slot in zip(rows, services, slots, strict=True):
            number = self.references.number(parsed)
            stored = self.matches.found.get(key)
            item = PlannedProposal(
                parsed, stored, "", self.kind, self.destination.years, service, slot, new_key=key
            )
            if stored:
                self._take_stored(item, stored)
            else:
                printed = (
                    parsed.reference if self.kind.known_by_reference else self.references.printed(parsed)
                )
                item.reference = printed or self.references.made(*number)
                item.is_reference_made = not printed
            self.issues.extend(item.issues)
            planned.append(item)
        return planned

    def absent(self) -> tuple[SavingsProposal, ...]:
        """Return the proposals of the round that the document does not name."""
        matched = {proposal.pk for proposal in self.matches.found.values()}
        return tuple(proposal for proposal in self.stored if proposal.pk not in matched)

    def _service_of(self, key: str, parsed: ParsedProposal) -> Service:
        """Return where the proposal is to belong: a stored one to its own service, unless its form moves it."""
        stored = self.matches.found.get(key)
        if stored is None:
            return self.units.service_of(parsed)
        is_other = plain(parsed.service) != plain(stored.service.name)
        moves = self.kind.known_by_reference and (is_other or self._is_upgrade(parsed, stored))
        return self.units.service_of(parsed) if moves else stored.service

    def _is_upgrade(self, parsed: ParsedProposal, stored: SavingsProposal) -> bool:
        """Return whether a form completes a proposal that another document made under a reference given here."""
        is_own = canonical_reference(parsed.reference) == stored.canonical_reference
        return self.kind.known_by_reference and not is_own

    def _take_stored(self, item: PlannedProposal, stored: SavingsProposal) -> None:
        entry = entry_of(stored, self.document.kind, item.new_key)
        own = entry or entry_of(stored, self.document.kind)
        item.reference = stored.reference
        item.is_source = self.kind.known_by_reference or bool(own and own.is_source)
        item.is_upgrade = self._is_upgrade(item.parsed, stored)
        self._correct_reference(item)
        revise(item)
        if entry:
            item.new_key = ""
        elif not self.kind.known_by_reference:
            item.change(f"name in the {self.kind.noun}", own.title if own else "", item.title)

    def _correct_reference(self, item: PlannedProposal) -> None:
        """Give a proposal the reference that its document prints, where it has one made here or spelt otherwise."""
        proposal = item.proposal
        if self.kind.known_by_reference:
            printed = item.parsed.reference
        else:
            printed = self.references.printed(item.parsed) if has_made_reference(proposal) else ""
        if printed and printed != item.reference:
            item.change("reference", item.reference, printed, (proposal, ("reference",)))
            item.reference = proposal.reference = printed
            proposal.canonical_reference = canonical_reference(printed)

    def _contrary_sign(self) -> Iterator[Issue]:
        """Yield that the forms print savings with another sign than the council, unless what is stored agrees."""
        document, council = self.document, self.destination.council
        if council is None or not self.kind.known_by_reference or not document.proposals:
            return
        if council.savings_sign == document.savings_sign or self._only_other_kinds_were_read(council):
            return
        first = self.matches.found.get(self.keys[0])
        said_before = first is not None and any(row.code == CONTRARY_SIGN for row in first.findings.all())
        rows = zip(self.keys, document.proposals, strict=True)
        if said_before or not any(_agrees(parsed, self.matches.found.get(key)) for key, parsed in rows):
            message = (
                f"the document seems to print savings as {document.savings_sign} figures, but {council.name} "
                f"prints them as {council.savings_sign} ones."
            )
            parsed = document.proposals[0]
            yield Issue(Severity.QUESTION, CONTRARY_SIGN, parsed.reference, parsed.place, message)

    def _only_other_kinds_were_read(self, council: Council) -> bool:
        """Return whether the council's sign is that of a summary or table, which says nothing about its forms."""
        imports = DocumentImport.objects.filter(budget_round__council=council).order_by()
        styles = set(imports.values_list("style", flat=True))
        return bool(styles) and self.document.kind not in styles


class _References:
    """The references of a round, stored and given while a document is read."""

    def __init__(self, stored: Iterable[str]) -> None:
        self._taken = set(stored)
        self._running: Counter[str] = Counter()

    def number(self, stated: ParsedProposal) -> tuple[str, int]:
        """Return the letters of the proposal's service or directorate, and its number among them in the document."""
        letters = letters_of(stated.service or directorate_name(stated))
        self._running[letters] += 1
        return letters, self._running[letters]

    def printed(self, stated: ParsedProposal) -> str:
        """Return the first reference the document prints that is free, and take it; nothing where none is."""
        short = (printed for printed in stated.references if len(printed) <= _LONGEST_REFERENCE)
        return self._take(next(filter(self._is_free, short), ""))

    def made(self, letters: str, number: int) -> str:
        """Return a reference of `letters` and the first number from `number` on that is free, and take it."""
        return self._take(next(filter(self._is_free, (f"{letters}-{at:02d}" for at in count(number)))))

    def _is_free(self, reference: str) -> bool:
        canonical = canonical_reference(reference)
        return bool(canonical) and canonical not in self._taken

    def _take(self, reference: str) -> str:
        self._taken.add(canonical_reference(reference))
        return reference


def _agrees(parsed: ParsedProposal, proposal: SavingsProposal | None) -> bool:
    savings = {year: pounds for year, pounds in parsed.savings.items() if pounds}
    stored = stored_savings(proposal, savings) if proposal else {}
    return bool(savings) and all(stored.get(year) == pounds for year, pounds in savings.items())


def _stored_proposals(budget_round: BudgetRound | None) -> list[SavingsProposal]:
    if budget_round is None:
        return []
    return list(
        budget_round.proposals.with_statements()
        .with_rows(Rows("findings"))
        .prefetch_related("document_entries")
    )

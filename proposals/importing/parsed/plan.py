"""What importing a summary, an impact table or business cases would do, worked out without doing it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from proposals.domain.references import canonical_reference
from proposals.importing.differences import FieldChange
from proposals.importing.findings import Finding, Level
from proposals.importing.parsed.limits import check_stated
from proposals.importing.parsed.places import Places, ServicePlace
from proposals.importing.parsed.proposal import StatedDocument, StatedProposal
from proposals.importing.parsed.references import References, entry_keys
from proposals.importing.parsed.revision import Revision, revise
from proposals.importing.parsed.span import span_of
from proposals.importing.parsed.stored import entry_of, has_made_reference, match_stated
from proposals.importing.planning import (
    Action,
    Destination,
    ImportRequest,
    MatchChoice,
    PlanOutcome,
    find_destination,
    news_of,
    refuse_other_years,
)
from proposals.importing.styles import LAYOUTS
from proposals.models import BudgetRound, DocumentEntry, SavingsProposal
from services.models import Council
from services.values.years import FinancialYear


@dataclass(frozen=True)
class PlannedStated:
    """What would happen to one proposal; `entry` is how it will be known when the document is read again."""

    stated: StatedProposal
    action: Action
    revision: Revision
    place: ServicePlace
    entry: DocumentEntry
    changes: tuple[FieldChange, ...] = ()
    findings: tuple[Finding, ...] = ()
    settled: tuple[int, ...] = ()

    @property
    def reference(self) -> str:
        """The reference that the proposal has or is given."""
        return self.revision.proposal.reference

    @property
    def title(self) -> str:
        """The title as the document prints it."""
        return self.stated.title

    @property
    def service_name(self) -> str:
        """The name of the service that the proposal belongs to."""
        return self.place.service_name


@dataclass(frozen=True)
class StatedPlan(PlanOutcome):
    """All that an import would do."""

    request: ImportRequest
    document: StatedDocument
    style: str
    council: Council | None
    budget_round: BudgetRound | None
    base_year: FinancialYear
    years: tuple[FinancialYear, ...]
    proposals: tuple[PlannedStated, ...]
    findings: tuple[Finding, ...]
    choices: tuple[MatchChoice, ...] = ()
    not_in_document: tuple[str, ...] = ()
    new_directorates: Mapping[str, str] = field(default_factory=dict)
    """The names of the directorates that would be made, by their codes."""


def make_stated_plan(document: StatedDocument, request: ImportRequest, style: str) -> StatedPlan:
    """Return what importing `document`, of a style in LAYOUTS, would do; nothing is written.

    Raises ImpossibleImport when the years of a new round are not known, or a choice makes no sense.
    """
    destination = find_destination(request)
    base_year, years, source = span_of(document, request, destination.budget_round)
    stated_years = (year for proposal in document.proposals for year in proposal.savings)
    refuse_other_years(stated_years, years, request)
    planner = _Planner(document, request, style, destination, years)
    proposals = planner.plan()
    findings = [*document.findings, *_notes_of(document), *planner.findings]
    for stated in document.proposals:
        findings.extend(check_stated(stated, years))
    planned, findings = _with_findings(proposals, findings, LAYOUTS[style].noun)
    if source:
        message = f"the years of the new round were taken from {source}. Give others if they are not these."
        findings.append(Finding(Level.NOTE, "years of the round", "", "", message))
    new = planner.places.new_directorates(item.place for item in planned if item.action == "create")
    findings.extend(news_of(request, destination, years, new.items()))
    return StatedPlan(
        request=request,
        document=document,
        style=style,
        council=destination.council,
        budget_round=destination.budget_round,
        base_year=base_year,
        years=years,
        proposals=planned,
        findings=tuple(findings),
        choices=tuple(planner.choices),
        not_in_document=planner.not_in_document(),
        new_directorates=new,
    )


class _Planner:
    def __init__(
        self,
        document: StatedDocument,
        request: ImportRequest,
        style: str,
        destination: Destination,
        years: tuple[FinancialYear, ...],
    ) -> None:
        self.document, self.request, self.style, self.years = document, request, style, years
        self.budget_round = destination.budget_round
        self.held = _held_proposals(destination.budget_round)
        self.places = Places(destination.council, document.proposals, style)
        taken = [proposal.canonical_reference for proposal in self.held]
        self.references = References(taken)
        self.findings: list[Finding] = []
        self.choices: list[MatchChoice] = []
        self.matched: set[int] = set()

    def plan(self) -> list[PlannedStated]:
        keys = entry_keys(self.document.proposals)
        matches = match_stated(self.document.proposals, keys, self.held, self.style, self.request)
        self.choices = matches.choices
        self.findings.extend(choice.finding for choice in matches.choices)
        self.matched = {proposal.pk for proposal in matches.held.values()}
        planned = []
        for key, stated in zip(keys, self.document.proposals, strict=True):
            letters, number = self.references.number(stated)
            held = matches.held.get(key)
            if held:
                planned.append(self._held(key, stated, held))
            else:
                planned.append(self._new(key, stated, letters, number))
        return planned

    def not_in_document(self) -> tuple[str, ...]:
        """Return the references of the proposals that this kind of document brought, and this one leaves out."""
        return tuple(
            proposal.reference
            for proposal in self.held
            if proposal.pk not in self.matched and entry_of(proposal, self.style)
        )

    def _new(self, key: str, stated: StatedProposal, letters: str, number: int) -> PlannedStated:
        printed = self.references.printed(stated)
        reference = printed or self.references.made(letters, number)
        proposal = SavingsProposal(
            reference=reference, canonical_reference=canonical_reference(reference), title=stated.title
        )
        noun = LAYOUTS[self.style].noun
        revision = revise(proposal, stated, years=self.years, noun=noun, is_source=True)
        self.findings.extend(revision.findings)
        entry = DocumentEntry(
            proposal=proposal,
            style=self.style,
            key=key,
            title=stated.title[:300],
            made_reference="" if printed else reference,
            is_source=True,
        )
        return PlannedStated(stated, "create", revision, self.places.place_of(stated), entry)

    def _held(self, key: str, stated: StatedProposal, proposal: SavingsProposal) -> PlannedStated:
        entry = entry_of(proposal, self.style, key)
        own = entry or entry_of(proposal, self.style)
        noun = LAYOUTS[self.style].noun
        changes: list[FieldChange] = []
        printed = self.references.printed(stated) if has_made_reference(proposal) else ""
        if printed:
            where = ((proposal, ("reference",)),)
            changes.append(FieldChange("reference", proposal.reference, printed, where))
            proposal.reference, proposal.canonical_reference = printed, canonical_reference(printed)
        is_source = bool(own and own.is_source)
        revision = revise(proposal, stated, years=self.years, noun=noun, is_source=is_source)
        self.findings.extend(revision.findings)
        changes.extend(revision.changes)
        if entry is None:
            changes.append(FieldChange(f"name in the {noun}", own.title if own else "", stated.title))
            entry = DocumentEntry(
                proposal=proposal, style=self.style, key=key, title=stated.title[:300], is_source=is_source
            )
        service = proposal.service
        place = ServicePlace(
            service.directorate.code, service.directorate.name, service.name, stated.portfolio, service
        )
        action: Action = "change" if changes else "leave"
        return PlannedStated(stated, action, revision, place, entry, tuple(changes))


def _held_proposals(budget_round: BudgetRound | None) -> list[SavingsProposal]:
    if budget_round is None:
        return []
    return list(budget_round.proposals.with_statements().prefetch_related("document_entries"))


def _notes_of(document: StatedDocument) -> Iterable[Finding]:
    """Yield what the document says beside its proposals; it is kept with the import."""
    for note in document.notes:
        yield Finding(Level.NOTE, "beside the table", "", "", f"the document also says: “{note}”")


def place_prefix(noun: str) -> str:
    """Return what the place of an accepted finding begins with, so that it is known which document said it."""
    return f"{noun[:1].upper()}{noun[1:]}"


def _with_findings(
    proposals: list[PlannedStated], findings: list[Finding], noun: str
) -> tuple[tuple[PlannedStated, ...], list[Finding]]:
    """Return the proposals with their new differences, and the findings with those accepted before as notes.

    A difference of the document as a whole is kept with its first proposal.
    """
    owners = _owners(proposals)
    own: dict[int, list[Finding]] = {}
    said: list[Finding] = []
    for finding in findings:
        if finding.level is not Level.DIFFERENCE:
            said.append(finding)
            continue
        owner = owners.get(("reference", canonical_reference(finding.reference)))
        owner = owners.get(("title", finding.reference)) if owner is None else owner
        owner = owners.get(("place", finding.place), 0) if owner is None else owner
        own.setdefault(owner, []).append(finding)
        held = proposals[owner].revision.proposal
        rows = [] if held.pk is None else held.findings.all()
        if any((row.code, row.message) == (finding.code, finding.message) for row in rows):
            finding = replace(finding, level=Level.NOTE, message=f"{finding.message} (Accepted before.)")
        said.append(finding)
    return (
        tuple(_settle(planned, own.get(place, []), noun) for place, planned in enumerate(proposals)),
        said,
    )


def _owners(proposals: list[PlannedStated]) -> Mapping[tuple[str, str], int]:
    owners: dict[tuple[str, str], int] = {}
    for place, planned in enumerate(proposals):
        stated = planned.stated
        owners.setdefault(("title", stated.title), place)
        owners.setdefault(("title", stated.title[:100]), place)
        owners.setdefault(("place", stated.place), place)
        for reference in stated.references:
            owners.setdefault(("reference", canonical_reference(reference)), place)
    return owners


def _settle(planned: PlannedStated, own: list[Finding], noun: str) -> PlannedStated:
    """Return the proposal with the findings that are new, and those of this kind of document that are settled."""
    proposal = planned.revision.proposal
    rows = [] if proposal.pk is None else list(proposal.findings.all())
    said = {(finding.code, finding.message) for finding in own}
    held = {(row.code, row.message) for row in rows}
    settled = [
        row
        for row in rows
        if row.place.startswith(place_prefix(noun)) and (row.code, row.message) not in said
    ]
    new = {(item.code, item.message): item for item in own if (item.code, item.message) not in held}
    changes = [
        *planned.changes,
        *(FieldChange("finding settled", row.message, "") for row in settled),
        *(FieldChange("finding", "", finding.message) for finding in new.values() if proposal.pk),
    ]
    action: Action = "change" if planned.action == "leave" and changes else planned.action
    return replace(
        planned,
        action=action,
        changes=tuple(changes),
        findings=tuple(new.values()),
        settled=tuple(row.pk for row in settled),
    )

"""What an import would do, worked out without doing it: created, changed and left alone, with findings."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from proposals.domain.references import canonical_reference, directorate_code
from proposals.importing.base_budgets import (
    BudgetAssignment,
    BudgetSlot,
    ServiceKey,
    assign_budgets,
    closed_conflicts,
)
from proposals.importing.differences import FieldChange, changes_between, held_savings
from proposals.importing.findings import Finding, Level, of_level
from proposals.importing.limits import check_against_round, check_limits
from proposals.importing.option_pages.forms import OptionForm
from proposals.importing.option_pages.layout import OptionDocument
from proposals.importing.parsed.upgrade_matches import completed, find_taken_over, is_of_other_document
from proposals.importing.planning import (
    Action,
    ImportRequest,
    ImpossibleImport,
    MatchChoice,
    PlanOutcome,
    check_request,
    find_destination,
    news_of,
    refuse_other_years,
)
from proposals.importing.styles import OPTION_PAGES
from proposals.models import BudgetRound, DocumentImport, SavingsProposal
from services.models import BaseBudget, Council, Directorate
from services.values.money import Sign
from services.values.years import FinancialYear, years_from

__all__ = ["ImportPlan", "ImportRequest", "ImpossibleImport", "PlannedProposal", "check_request", "make_plan"]

CONTRARY_SIGN = "council's sign"


@dataclass(frozen=True)
class PlannedProposal:
    """What would happen to one proposal."""

    form: OptionForm
    action: Action
    service: ServiceKey
    proposal: SavingsProposal | None
    changes: tuple[FieldChange, ...] = ()
    findings: tuple[Finding, ...] = ()
    settled: tuple[int, ...] = ()
    is_taken_over: bool = False
    """Whether the proposal was held without a reference of its own and years, and the form completes it."""

    @property
    def reference(self) -> str:
        """The form's reference."""
        return self.form.reference

    @property
    def title(self) -> str:
        """The form's title."""
        return self.form.title

    @property
    def service_name(self) -> str:
        """The form's service."""
        return self.form.service


@dataclass(frozen=True)
class ImportPlan(PlanOutcome):
    """All that an import would do."""

    request: ImportRequest
    document: OptionDocument
    council: Council | None
    budget_round: BudgetRound | None
    base_year: FinancialYear
    years: tuple[FinancialYear, ...]
    proposals: tuple[PlannedProposal, ...]
    budgets: BudgetAssignment
    findings: tuple[Finding, ...]
    not_in_document: tuple[str, ...] = field(default=())
    choices: tuple[MatchChoice, ...] = ()


def make_plan(document: OptionDocument, request: ImportRequest) -> ImportPlan:
    """Return what importing `document` as `request` asks would do; nothing is written.

    Raises ImpossibleImport when the document gives no base year or no years for a new round.
    """
    destination = find_destination(request)
    council, budget_round = destination.council, destination.budget_round
    held = _held_proposals(budget_round)
    taken_over = find_taken_over(document, held, request)
    for key, proposal in taken_over.proposals.items():
        held[key] = held.pop(proposal.canonical_reference)
    base_year, years = _span_of(document, budget_round)
    if budget_round:
        refuse_other_years((year for form in document.forms for year in form.discrete), years, request)
    directorates = {item.code for item in Directorate.objects.filter(council=council)} if council else set()
    placed = []
    for form in document.forms:
        key = canonical_reference(form.reference)
        # A proposal that the form completes goes where its reference says.
        placed.append((form, _service_key(form, None if key in taken_over.proposals else held.get(key))))
    budgets = assign_budgets(placed, _held_budgets(council, document), base_year)
    findings = [*document.findings, *budgets.findings, *closed_conflicts(budgets, document.forms)]
    for form in document.forms:
        findings.extend(check_against_round(form, base_year, years))
        findings.extend(check_limits(form))
    findings.extend(_contrary_sign(document, council, held))
    findings.extend(choice.finding for choice in taken_over.choices)
    findings.extend(taken_over.findings)
    planned = []
    for form, service in placed:
        key = canonical_reference(form.reference)
        one = _plan_one(form, service, held.get(key), budgets, document, findings)
        if key in taken_over.proposals:
            one = replace(one, is_taken_over=True, action="change", changes=(*completed(form), *one.changes))
        planned.append(one)
    findings = _without_accepted(findings, planned)
    new = {code: code for _, (code, _) in placed if code not in directorates}
    findings.extend(news_of(request, destination, years, new.items()))
    listed = {canonical_reference(form.reference) for form in document.forms}
    absent = tuple(proposal.reference for key, proposal in held.items() if key not in listed)
    return ImportPlan(
        request,
        document,
        council,
        budget_round,
        base_year,
        years,
        tuple(planned),
        budgets,
        tuple(findings),
        absent,
        tuple(taken_over.choices),
    )


def _span_of(
    document: OptionDocument, budget_round: BudgetRound | None
) -> tuple[FinancialYear, tuple[FinancialYear, ...]]:
    if budget_round:
        return budget_round.base_year, budget_round.years
    spans = Counter(tuple(sorted(form.discrete)) for form in document.forms if form.discrete)
    if not spans:
        errors = " ".join(map(str, of_level(document.findings, Level.ERROR)))
        raise ImpossibleImport(
            f"No form gives savings by year, so the years of the new round are not known. {errors}".strip()
        )
    usual = spans.most_common(1)[0][0]
    years = years_from(usual[0], usual[-1] - usual[0] + 1)
    base_years = Counter(form.base_year for form in document.forms if form.base_year)
    base_year = base_years.most_common(1)[0][0] if base_years else years[0] + (-1)
    if base_year >= years[0]:
        raise ImpossibleImport(
            f"The budgets are of {base_year}, which is not before the first year of savings, {years[0]}."
        )
    if len(years) > 10:
        raise ImpossibleImport(f"The forms span {years[0]} to {years[-1]}; a round has at most ten years.")
    return base_year, years


def _held_proposals(budget_round: BudgetRound | None) -> dict[str, SavingsProposal]:
    if budget_round is None:
        return {}
    proposals = budget_round.proposals.with_statements().prefetch_related("document_entries")
    return {proposal.canonical_reference: proposal for proposal in proposals}


def _service_key(form: OptionForm, proposal: SavingsProposal | None) -> ServiceKey:
    """Return the service the form means; a proposal moved to another directorate keeps its service."""
    name = form.service.casefold()
    if proposal and proposal.service.name.casefold() == name:
        return (proposal.service.directorate.code, name)
    return (directorate_code(form.reference), name)


def _held_budgets(council: Council | None, document: OptionDocument) -> list[BudgetSlot]:
    if council is None:
        return []
    listed = {canonical_reference(form.reference) for form in document.forms}
    budgets = BaseBudget.objects.filter(service__directorate__council=council)
    budgets = budgets.select_related("service__directorate").prefetch_related("proposals__budget_round")
    slots = []
    for budget in budgets:
        users = budget.proposals.all()
        closed = [
            user.budget_round.name for user in users if user.budget_round.phase == BudgetRound.Phase.CLOSED
        ]
        elsewhere = any(user.canonical_reference not in listed for user in users)
        slots.append(_slot_of(budget, other_users=elsewhere or bool(closed), closed_in="".join(closed[:1])))
    return slots


def _slot_of(budget: BaseBudget, *, other_users: bool, closed_in: str) -> BudgetSlot:
    return BudgetSlot(
        service=(budget.service.directorate.code, budget.service.name.casefold()),
        year=budget.year,
        part=budget.part,
        gross=budget.gross,
        income=budget.income,
        note=budget.note,
        key=budget.pk,
        other_users=other_users,
        closed_in=closed_in,
    )


def _plan_one(
    form: OptionForm,
    service: ServiceKey,
    proposal: SavingsProposal | None,
    budgets: BudgetAssignment,
    document: OptionDocument,
    findings: list[Finding],
) -> PlannedProposal:
    own = tuple(
        finding
        for finding in findings
        if finding.level is Level.DIFFERENCE
        and canonical_reference(finding.reference) == canonical_reference(form.reference)
    )
    if proposal is None:
        return PlannedProposal(form, "create", service, None, (), own)
    slot = budgets.by_reference.get(canonical_reference(form.reference))
    changes = list(changes_between(proposal, form, slot, document.savings_sign))
    said = {(finding.code, finding.message) for finding in own}
    rows = (row for row in proposal.findings.all() if not is_of_other_document(row))
    held = {(row.code, row.message): row.pk for row in rows}
    settled = tuple(pk for words, pk in held.items() if words not in said)
    changes.extend(FieldChange("finding settled", words[1], "") for words in held if words not in said)
    new = tuple(finding for finding in own if (finding.code, finding.message) not in held)
    changes.extend(FieldChange("finding", "", finding.message) for finding in new)
    return PlannedProposal(
        form, "change" if changes else "leave", service, proposal, tuple(changes), new, settled
    )


def _without_accepted(findings: list[Finding], planned: Iterable[PlannedProposal]) -> list[Finding]:
    """Return the findings with those that were accepted at an earlier reading turned into notes."""
    accepted = {
        (canonical_reference(item.form.reference), row.code, row.message)
        for item in planned
        if item.proposal
        for row in item.proposal.findings.all()
    }
    return [
        replace(finding, level=Level.NOTE, message=f"{finding.message} (Accepted before.)")
        if finding.level is Level.DIFFERENCE
        and (canonical_reference(finding.reference), finding.code, finding.message) in accepted
        else finding
        for finding in findings
    ]


def _contrary_sign(
    document: OptionDocument, council: Council | None, held: Mapping[str, SavingsProposal]
) -> Iterable[Finding]:
    """Yield that the document prints savings with another sign than the council, unless what is held agrees."""
    if council is None or council.savings_sign == document.savings_sign:
        return
    if _only_other_documents_were_read(council):
        return
    pairs = [(form, held.get(canonical_reference(form.reference))) for form in document.forms]
    first = pairs[0][1]
    said_before = first is not None and any(row.code == CONTRARY_SIGN for row in first.findings.all())
    if said_before or not any(_agrees(form, proposal, document.savings_sign) for form, proposal in pairs):
        yield Finding(
            Level.DIFFERENCE,
            CONTRARY_SIGN,
            document.forms[0].reference,
            document.forms[0].place,
            f"the document seems to print savings as {document.savings_sign} figures, but {council.name} prints "
            f"them as {council.savings_sign} ones.",
        )


def _only_other_documents_were_read(council: Council) -> bool:
    """Return whether the council's sign is that of a summary or table, which says nothing about its forms."""
    styles = set(
        DocumentImport.objects.filter(budget_round__council=council)
        .order_by()
        .values_list("style", flat=True)
    )
    return bool(styles) and OPTION_PAGES not in styles


def _agrees(form: OptionForm, proposal: SavingsProposal | None, sign: Sign) -> bool:
    savings = {year: pounds for year, pounds in form.savings(sign).items() if pounds}
    held = held_savings(proposal, savings) if proposal else {}
    return bool(savings) and all(held.get(year) == pounds for year, pounds in savings.items())

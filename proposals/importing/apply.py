"""Carrying out an import plan: one transaction, history written, nothing kept of an import that fails."""

from collections.abc import Mapping, Sequence

from django.db import DatabaseError, IntegrityError, models, transaction
from django.db.models import Max

from proposals.domain.records import ProposalRecord
from proposals.domain.references import canonical_reference
from proposals.importing.base_budgets import BudgetSlot, ServiceKey
from proposals.importing.differences import held_savings
from proposals.importing.option_pages.forms import OptionForm
from proposals.importing.option_pages.layout import OptionDocument
from proposals.importing.overwrites import with_what_is_undone
from proposals.importing.parsed.apply import StatedApplication
from proposals.importing.parsed.plan import StatedPlan, make_stated_plan
from proposals.importing.parsed.upgrade_matches import complete
from proposals.importing.plan import ImportPlan, PlannedProposal, make_plan
from proposals.importing.planning import ImportRequest, ImpossibleImport
from proposals.importing.publication import (
    record_publication,
    signed_off_records,
    stage_of_new,
    withdraw_sign_offs,
)
from proposals.importing.styles import Document
from proposals.importing.writing import (
    DocumentFile,
    check_row,
    check_whole,
    make_council,
    make_round,
    record_import,
    remove_unused,
)
from proposals.models import (
    BudgetRound,
    FTEImpact,
    ImpactStatement,
    ProposalFinding,
    SavingsProposal,
    YearProfile,
)
from proposals.models.stored_figures import store_figures_of
from proposals.workflow.watching import SharedRows
from services.audit.history import acting, current_actor
from services.models import BaseBudget, Council, Directorate, Service

__all__ = ["AnyPlan", "DocumentFile", "ImportStopped", "apply_document", "plan_document"]

AnyPlan = ImportPlan | StatedPlan


class ImportStopped(ValueError):
    """The import would need somebody's decision first; `plan` says about what. Nothing was changed."""

    def __init__(self, message: str, plan: AnyPlan) -> None:
        super().__init__(message)
        self.plan = plan


def apply_document(
    document: Document, request: ImportRequest, file: DocumentFile, *, accept_reason: str = ""
) -> AnyPlan:
    """Import `document`, of the style that `file` names, in one transaction and return the plan carried out.

    Raises ImportStopped for errors, or for differences without `accept_reason`; ImpossibleImport when it
    cannot be done at all. Either way the database stays as it was.
    """
    try:
        return _apply(document, request, file, accept_reason.strip())
    except IntegrityError:
        # Somebody else wrote the same council, round or option at the same moment: look at theirs first.
        return _apply_again(document, request, file, accept_reason.strip())
    except DatabaseError as error:
        raise ImpossibleImport(f"The database refused the import. Nothing was imported. {error}") from error


def plan_document(document: Document, request: ImportRequest, style: str) -> AnyPlan:
    """Return what importing `document`, of a style in LAYOUTS, would do; nothing is written.

    Raises ImpossibleImport when it cannot be done at all.
    """

    # Rehearsed with a plan of its own: carrying it out changes the proposals that a plan holds.
    def rehearsal() -> Mapping[int, ProposalRecord]:
        return _carry_out(_plan(document, request, style), DocumentFile("", b"", style), "")

    return with_what_is_undone(_plan(document, request, style), rehearsal)


def _plan(document: Document, request: ImportRequest, style: str) -> AnyPlan:
    if isinstance(document, OptionDocument):
        if request.first_year or request.number_of_years:
            raise ImpossibleImport("Option forms state the years of their round themselves: leave them out.")
        return make_plan(document, request)
    return make_stated_plan(document, request, style)


def _carry_out(plan: AnyPlan, file: DocumentFile, accept_reason: str) -> Mapping[int, ProposalRecord]:
    """Write what the plan says; return the records, as they were, of what was signed off and may change."""
    reason = f"Import of {file.name}"
    if plan.undone and accept_reason:
        # Not kept on the proposals: a next reading would find it settled. The history is where it belongs.
        reason = f"{reason}. {accept_reason}"
    with acting(reason=reason):
        if isinstance(plan, ImportPlan):
            return _Application(plan, accept_reason).carry_out(file)
        return StatedApplication(plan, accept_reason).carry_out(file)


def _apply_again(
    document: Document, request: ImportRequest, file: DocumentFile, accept_reason: str
) -> AnyPlan:
    try:
        return _apply(document, request, file, accept_reason)
    except DatabaseError as error:
        raise ImpossibleImport(
            f"Somebody else may be changing the same records. Nothing was imported; try again. {error}"
        ) from error


def _apply(document: Document, request: ImportRequest, file: DocumentFile, accept_reason: str) -> AnyPlan:
    with transaction.atomic():
        _take_turns(request)
        plan = plan_document(document, request, file.style)
        if plan.errors:
            raise ImportStopped("The document has errors. Nothing was imported.", plan)
        if plan.differences and not accept_reason:
            raise ImportStopped(_why_stopped(plan), plan)
        if not plan.changes_nothing:
            _carry_out(plan, file, accept_reason)
    return plan


def _why_stopped(plan: AnyPlan) -> str:
    words = []
    if plan.undone:
        words.append("The import would undo what people have corrected or signed off here.")
    if plan.contradictions:
        words.append("Some stated figures differ from the computed ones.")
    return f"{' '.join(words)} Nothing was imported: correct the document, or accept the differences with a reason."


def _take_turns(request: ImportRequest) -> None:
    """Lock the council, the round and its proposals, so that nothing changes between plan and writing."""
    council = Council.objects.select_for_update().filter(slug__iexact=request.council_slug).first()
    if council:
        rounds = BudgetRound.objects.select_for_update().filter(
            council=council, name__iexact=request.round_name
        )
        for budget_round in rounds:
            list(budget_round.proposals.select_for_update().order_by("pk").values_list("pk"))


def _check(row: models.Model, form: OptionForm) -> None:
    """Check the row's fields against what the database takes; raises ImpossibleImport naming option and line."""
    check_row(row, f"{form.reference}, {form.place}")


class _Application:
    """One carrying out of a plan."""

    def __init__(self, plan: ImportPlan, accept_reason: str) -> None:
        self.plan = plan
        self.accept_reason = accept_reason
        self.services: dict[ServiceKey, Service] = {}
        self.budgets: dict[int, BaseBudget] = {}

    def carry_out(self, file: DocumentFile) -> Mapping[int, ProposalRecord]:
        council = self.plan.council or self._new_council()
        budget_round = self.plan.budget_round or make_round(self.plan, council)
        self._find_services(council)
        changed = [planned.proposal.pk for planned in self.plan.doing("change") if planned.proposal]
        # Before the budgets: a proposal that the document does not list may rest on one that changes.
        budgets = SharedRows(self._corrected_budgets())
        signed_off = signed_off_records({*changed, *budgets.keys})
        self._write_budgets()
        created = self._create_proposals(budget_round, self.plan.doing("create"))
        place = budget_round.proposals.aggregate(last=Max("position"))["last"] or 0
        for planned in self.plan.doing("change"):
            if planned.is_taken_over and planned.proposal:
                # It stands where it would stand had the forms been read first: behind those held, in their order.
                place += 1
                planned.proposal.position = place
            self._change_proposal(planned)
        store_figures_of([*(proposal.pk for proposal in created), *changed])
        budgets.note_changes()
        withdraw_sign_offs(signed_off)
        record_publication(budget_round, file.name, len(created), {*changed, *budgets.keys})
        record_import(budget_round, file, self.plan)
        return signed_off

    def _new_council(self) -> Council:
        document = self.plan.document
        return make_council(self.plan.request, document.savings_sign, document.unit, document.decimals)

    def _find_services(self, council: Council) -> None:
        """Load the services the forms name, making those (and their directorates) that are new."""
        directorates = {item.code: item for item in council.directorates.all()}
        for service in Service.objects.filter(directorate__council=council).select_related("directorate"):
            self.services[(service.directorate.code, service.name.casefold())] = service
        new: dict[ServiceKey, Service] = {}
        for planned in self.plan.proposals:
            code, _ = planned.service
            if planned.service in self.services or planned.service in new:
                continue
            if code not in directorates:
                directorates[code] = Directorate(council=council, code=code, name=code)
                check_whole(directorates[code], f"{planned.form.reference}: the new directorate {code}")
                directorates[code].save()
            new[planned.service] = Service(
                directorate=directorates[code],
                name=planned.form.service,
                what_it_delivers=planned.form.statements.get("what_the_service_delivers", ""),
            )
        Service.objects.bulk_create(new.values())
        self.services.update(new)

    def _corrected_budgets(self) -> list[BaseBudget]:
        slots = self.plan.budgets.by_reference.values()
        return list(
            BaseBudget.objects.filter(pk__in=[slot.key for slot in slots if slot.is_changed and slot.key])
        )

    def _write_budgets(self) -> None:
        slots = {id(slot): slot for slot in self.plan.budgets.by_reference.values()}
        held = BaseBudget.objects.in_bulk([slot.key for slot in slots.values() if slot.key])
        new: dict[int, BaseBudget] = {}
        forms = {
            id(self.plan.budgets.by_reference.get(canonical_reference(form.reference))): form
            for form in self.plan.document.forms
        }
        for place, slot in slots.items():
            if slot.key:
                budget = held[slot.key]
                if slot.is_changed:
                    budget.gross, budget.income, budget.note = slot.gross, slot.income, slot.note
                    budget.save()
                self.budgets[place] = budget
            else:
                new[place] = BaseBudget(
                    service=self.services[slot.service],
                    year=slot.year,
                    part=slot.part,
                    gross=slot.gross,
                    income=slot.income,
                    note=slot.note,
                )
                _check(new[place], forms[place])
        BaseBudget.objects.bulk_create(new.values())
        self.budgets.update(new)

    def _budget_of(self, form: OptionForm) -> BaseBudget | None:
        slot: BudgetSlot | None = self.plan.budgets.by_reference.get(canonical_reference(form.reference))
        return self.budgets[id(slot)] if slot else None

    def _create_proposals(
        self, budget_round: BudgetRound, planned: Sequence[PlannedProposal]
    ) -> list[SavingsProposal]:
        last = budget_round.proposals.aggregate(last=Max("position"))["last"] or 0
        proposals = []
        for position, item in enumerate(planned, start=last + 1):
            form = item.form
            proposal = SavingsProposal(
                budget_round=budget_round,
                reference=form.reference,
                canonical_reference=canonical_reference(form.reference),
                title=form.title,
                service=self.services[item.service],
                base_budget=self._budget_of(form),
                start_year=form.start_year,
                profile_note=form.profile_note,
                fte_note=form.fte_note,
                position=position,
                **stage_of_new(budget_round.phase),
            )
            _check(proposal, form)
            proposals.append(proposal)
        SavingsProposal.objects.bulk_create(proposals)
        pairs = list(zip(proposals, planned, strict=True))
        YearProfile.objects.bulk_create(row for pair in pairs for row in self._year_rows(*pair))
        FTEImpact.objects.bulk_create(row for pair in pairs for row in self._fte_rows(*pair))
        ImpactStatement.objects.bulk_create(
            ImpactStatement(proposal=proposal, kind=kind, text=text)
            for proposal, item in pairs
            for kind, text in item.form.statements.items()
        )
        ProposalFinding.objects.bulk_create(row for pair in pairs for row in self._finding_rows(*pair))
        return proposals

    def _year_rows(self, proposal: SavingsProposal, item: PlannedProposal) -> list[YearProfile]:
        savings = item.form.savings(self.plan.document.savings_sign)
        rows = [
            YearProfile(proposal=proposal, year=year, recurring_saving=saving)
            for year, saving in savings.items()
        ]
        for row in rows:
            _check(row, item.form)
        return rows

    def _fte_rows(self, proposal: SavingsProposal, item: PlannedProposal) -> list[FTEImpact]:
        rows = [
            FTEImpact(proposal=proposal, year=year, change=change) for year, change in item.form.fte.items()
        ]
        for row in rows:
            _check(row, item.form)
        return rows

    def _finding_rows(self, proposal: SavingsProposal, item: PlannedProposal) -> list[ProposalFinding]:
        return [
            ProposalFinding(
                proposal=proposal,
                code=finding.code,
                place=finding.place,
                message=finding.message,
                reason=self.accept_reason,
                accepted_by=current_actor().name[:200],
            )
            for finding in item.findings
        ]

    def _change_proposal(self, item: PlannedProposal) -> None:
        proposal, form = item.proposal, item.form
        if proposal is None:
            return
        besides = complete(proposal, form) if item.is_taken_over else []
        left = proposal.service if item.is_taken_over else None
        proposal.reference, proposal.title = form.reference, form.title
        proposal.service = self.services[item.service]
        proposal.base_budget = self._budget_of(form) or proposal.base_budget
        proposal.start_year = form.start_year or proposal.start_year
        proposal.profile_note = form.profile_note or proposal.profile_note
        proposal.fte_note = form.fte_note or proposal.fte_note
        # Somebody who has the proposal open for editing is told that it changed meanwhile.
        proposal.version += 1
        _check(proposal, form)
        proposal.save()
        for row in besides:
            row.save()
        if left and left != proposal.service:
            remove_unused(left)
        self._change_years(proposal, item)
        fte_rows = {row.year: row for row in proposal.fte_impacts.all()}
        for year, change in form.fte.items():
            row = fte_rows.get(year) or FTEImpact(proposal=proposal, year=year)
            if row.pk is None or row.change != change:
                row.change = change
                _check(row, form)
                row.save()
        statements = {row.kind: row for row in proposal.statements.all()}
        for kind, text in form.statements.items():
            statement = statements.get(kind) or ImpactStatement(proposal=proposal, kind=kind)
            if statement.text != text:
                statement.text = text
                statement.save()
        proposal.findings.filter(pk__in=item.settled).delete()
        ProposalFinding.objects.bulk_create(self._finding_rows(proposal, item))

    def _change_years(self, proposal: SavingsProposal, item: PlannedProposal) -> None:
        """Put a changed discrete saving into the recurring amount; one-off amounts entered since stay."""
        savings = item.form.savings(self.plan.document.savings_sign)
        held = held_savings(proposal, savings)
        rows = {row.year: row for row in proposal.year_profiles.all()}
        for year, saving in savings.items():
            row = rows.get(year) or YearProfile(proposal=proposal, year=year)
            if held.get(year) != saving:
                row.recurring_saving += saving - held.get(year, 0)
                _check(row, item.form)
                row.save()

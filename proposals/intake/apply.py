"""Carrying out an import plan: one transaction, history written, nothing kept of an import that fails."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, IntegrityError, models, transaction
from django.db.models import Max

from proposals.intake.base_budgets import BudgetSlot, ServiceKey
from proposals.intake.differences import held_savings
from proposals.intake.forms import OptionForm
from proposals.intake.option_pages import OptionDocument
from proposals.intake.plan import ImportPlan, ImportRequest, ImpossibleImport, PlannedProposal, make_plan
from proposals.models import (
    BudgetRound,
    DocumentImport,
    FTEImpact,
    ImpactStatement,
    ProposalFinding,
    SavingsProposal,
    YearProfile,
)
from proposals.references import canonical_reference
from proposals.stored_figures import store_figures_of
from services.history import acting, current_actor
from services.models import BaseBudget, Council, Directorate, Service


class ImportStopped(ValueError):
    """The import would need somebody's decision first; `plan` says about what. Nothing was changed."""

    def __init__(self, message: str, plan: ImportPlan) -> None:
        super().__init__(message)
        self.plan = plan


@dataclass(frozen=True)
class DocumentFile:
    """The file an import was read from."""

    name: str
    content: bytes
    style: str = "option-pages"

    @property
    def sha256(self) -> str:
        """The SHA-256 of the content, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def apply_document(
    document: OptionDocument, request: ImportRequest, file: DocumentFile, *, accept_reason: str = ""
) -> ImportPlan:
    """Import `document` in one transaction and return the plan that was carried out.

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


def _apply_again(
    document: OptionDocument, request: ImportRequest, file: DocumentFile, accept_reason: str
) -> ImportPlan:
    try:
        return _apply(document, request, file, accept_reason)
    except DatabaseError as error:
        raise ImpossibleImport(
            f"Somebody else may be changing the same records. Nothing was imported; try again. {error}"
        ) from error


def _apply(
    document: OptionDocument, request: ImportRequest, file: DocumentFile, accept_reason: str
) -> ImportPlan:
    with transaction.atomic():
        _take_turns(request)
        plan = make_plan(document, request)
        if plan.errors:
            raise ImportStopped("The document has errors. Nothing was imported.", plan)
        if plan.differences and not accept_reason:
            raise ImportStopped(
                "Some stated figures differ from the computed ones. Nothing was imported: correct the "
                "document, or accept the differences with a reason.",
                plan,
            )
        if not plan.changes_nothing:
            with acting(reason=f"Import of {file.name}"):
                _Application(plan, accept_reason).carry_out(file)
    return plan


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
    related = [item.name for item in row._meta.concrete_fields if item.is_relation]
    try:
        row.clean_fields(exclude=related)
    except ValidationError as error:
        raise ImpossibleImport(f"{form.reference}, {form.place}: {_in_words(row, error)}") from error


def _check_whole(row: models.Model, named: str) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise ImpossibleImport(f"{named}: {_in_words(row, error)}") from error


def _in_words(row: models.Model, error: ValidationError) -> str:
    return " ".join(
        f"{row._meta.get_field(name).verbose_name}: {' '.join(messages)}"
        if name != NON_FIELD_ERRORS
        else " ".join(messages)
        for name, messages in error.message_dict.items()
    )


class _Application:
    """One carrying out of a plan."""

    def __init__(self, plan: ImportPlan, accept_reason: str) -> None:
        self.plan = plan
        self.accept_reason = accept_reason
        self.services: dict[ServiceKey, Service] = {}
        self.budgets: dict[int, BaseBudget] = {}

    def carry_out(self, file: DocumentFile) -> None:
        council = self.plan.council or self._new_council()
        budget_round = self.plan.budget_round or self._new_round(council)
        self._find_services(council)
        self._write_budgets()
        created = self._create_proposals(budget_round, self.plan.doing("create"))
        for planned in self.plan.doing("change"):
            self._change_proposal(planned)
        changed = [planned.proposal.pk for planned in self.plan.doing("change") if planned.proposal]
        store_figures_of([*(proposal.pk for proposal in created), *changed])
        DocumentImport.objects.create(
            budget_round=budget_round,
            style=file.style,
            file_name=file.name[:255],
            sha256=file.sha256,
            imported_by=current_actor().name[:200],
            created=len(created),
            changed=len(changed),
            unchanged=len(self.plan.doing("leave")),
        )

    def _new_council(self) -> Council:
        forms = self.plan.document.forms
        council = Council(
            slug=self.plan.request.council_slug,
            name=self.plan.request.name_for_new_council,
            savings_sign=self.plan.document.savings_sign,
            money_unit=Counter(form.unit for form in forms).most_common(1)[0][0],
            money_decimals=min(max(form.decimals for form in forms), 6),
        )
        _check_whole(council, "The new council")
        council.save()
        return council

    def _new_round(self, council: Council) -> BudgetRound:
        budget_round = BudgetRound(
            council=council,
            name=self.plan.request.round_name,
            base_year=self.plan.base_year,
            first_year=self.plan.years[0],
            number_of_years=len(self.plan.years),
            phase=self.plan.request.phase,
        )
        _check_whole(budget_round, "The new budget round")
        budget_round.save()
        return budget_round

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
                _check_whole(directorates[code], f"{planned.form.reference}: the new directorate {code}")
                directorates[code].save()
            new[planned.service] = Service(
                directorate=directorates[code],
                name=planned.form.service,
                what_it_delivers=planned.form.statements.get("what_the_service_delivers", ""),
            )
        Service.objects.bulk_create(new.values())
        self.services.update(new)

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
        proposal.reference, proposal.title = form.reference, form.title
        proposal.service = self.services[item.service]
        proposal.base_budget = self._budget_of(form) or proposal.base_budget
        proposal.start_year = form.start_year or proposal.start_year
        proposal.profile_note = form.profile_note or proposal.profile_note
        proposal.fte_note = form.fte_note or proposal.fte_note
        _check(proposal, form)
        proposal.save()
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

"""Planning what a workbook would do: compared with what is stored now, cell by cell, by what the person may do."""

from collections.abc import Iterable, Sequence
from typing import Any

from proposals.domain.checks import OthersOnTheBudget, warnings_of
from proposals.domain.records import Totals
from proposals.domain.stages import LIVE, Stage
from proposals.models import BudgetRound, ImpactStatement, ProposalRisk, SavingsProposal
from proposals.models.records import record_of
from proposals.permissions.proposals import editing_role
from proposals.workbook.columns import PROPOSALS, REFERENCE, STATEMENTS
from proposals.workbook.comparing import CellChange, Comparison, Decisions, error_in
from proposals.workbook.contents import StoredRow, load, services_by_words, stored_rows
from proposals.workbook.edits import (
    ChangedProposal,
    EditedProposal,
    RefusedValue,
    check_statement,
    problems_of,
    set_proposal_cell,
    set_risk_cell,
    set_statement_cell,
)
from proposals.workbook.new_rows import NewRows
from proposals.workbook.plan import ImpossibleWorkbook, WorkbookPlan
from proposals.workbook.reading import CellError, SheetRow, WorkbookContent
from proposals.workflow.completeness_facts import open_warnings, others_on_the_budgets
from proposals.workflow.sign_off_impact import consequence_of
from services.admin.scope import as_key


def make_plan(content: WorkbookContent, person: Any, decisions: Decisions) -> WorkbookPlan:
    """Return what taking the workbook in would do now, as far as this person may; nothing is written.

    Raises ImpossibleWorkbook where its round is not there for this person, or has other years now.
    """
    rounds = BudgetRound.objects.visible_to(person).select_related("council")
    budget_round = rounds.filter(pk=content.round_id).first()
    if budget_round is None:
        raise ImpossibleWorkbook(
            "The workbook is for a round that does not exist or that you do not have permission to view."
        )
    if budget_round.years != content.years:
        raise ImpossibleWorkbook(
            f"The round {budget_round.name} has different years now. Download the workbook again."
        )
    visible = SavingsProposal.objects.visible_to(person)
    chosen = load(visible.filter(budget_round=budget_round, pk__in=_numbers(content)))
    return _Planning(content, person, budget_round, chosen).plan(decisions)


def _numbers(content: WorkbookContent) -> list[int]:
    """Return the numbers of the proposals of the download."""
    keys = (as_key(number) for sheet, number in content.originals if sheet == PROPOSALS)
    return [key for key in keys if key is not None]


class _Planning:
    """A making of a plan."""

    def __init__(
        self,
        content: WorkbookContent,
        person: Any,
        budget_round: BudgetRound,
        proposals: list[SavingsProposal],
    ) -> None:
        self.content = content
        self.person = person
        self.budget_round = budget_round
        self.services = services_by_words(budget_round, person)
        self.proposals = {proposal.pk: proposal for proposal in proposals}
        self.stored_rows: dict[tuple[str, str], StoredRow] = {
            row.key: row for proposal in proposals for row in stored_rows(proposal, person)
        }
        self.before = {proposal.pk: record_of(proposal) for proposal in proposals}
        self.errors: list[CellError] = list(content.errors)
        self.editing: dict[int, ChangedProposal] = {}

    def plan(self, decisions: Decisions) -> WorkbookPlan:
        compared = Comparison(self.content, decisions)
        compared.read({key: row.texts for key, row in self.stored_rows.items()})
        self.errors += compared.errors
        for change in compared.changes:
            self._change(change)
        new = NewRows(self.content, self.person, self.budget_round, self.services, self.errors)
        new.read(compared.new_rows, self._rows_for_new)
        self._check(compared.changes)
        return self._finished(compared, new.created)

    def _change(self, change: CellChange) -> None:
        row = change.row
        editing = self._editing(self.proposals[self.stored_rows[row.sheet, row.key].proposal_id], row)
        if editing is None:
            return
        try:
            if row.sheet == PROPOSALS:
                set_proposal_cell(editing, change.column, change.after, self.services)
            elif row.sheet == STATEMENTS:
                statement = _numbered(editing.statements, row)
                set_statement_cell(editing, statement, change.column, change.after)
            else:
                set_risk_cell(editing, _numbered(editing.risks, row), change.column, change.after)
        except RefusedValue as error:
            self.errors.append(error_in(row, change.column.key, change.column.heading, str(error)))
        else:
            editing.cells.append(change.planned)

    def _editing(self, proposal: SavingsProposal, row: SheetRow) -> ChangedProposal | None:
        """Return the proposal as it is being changed, or None, with an error, where the person may not."""
        if proposal.pk in self.editing:
            return self.editing[proposal.pk]
        role = editing_role(self.person, proposal)
        if role is None:
            self.errors.append(error_in(row, "", "", _why_not(proposal)))
            return None
        made = self.editing[proposal.pk] = ChangedProposal.of(proposal, self.before[proposal.pk], role)
        return made

    def _rows_for_new(self, reference: str, row: SheetRow) -> EditedProposal | None:
        """Return the rows of the stored proposal of that canonical reference, where the person may edit it."""
        for proposal in self.proposals.values():
            if proposal.canonical_reference == reference:
                return self._editing(proposal, row)
        self.errors.append(
            error_in(row, REFERENCE, "Reference", "No proposal of this workbook has that reference.")
        )
        return None

    def _check(self, changes: Iterable[CellChange]) -> None:
        """Look at sections and proposals as a whole once all of their cells are in place."""
        changed = {change.row.key: change.row for change in changes if change.row.sheet == STATEMENTS}
        for statement in (each for item in self.editing.values() for each in item.statements):
            row = changed.get(str(statement.pk))
            if row and (message := check_statement(statement)):
                self.errors.append(error_in(row, "text", "Text", message))
        rows_of = {row.key: row.number for row in self.content.rows if row.sheet == PROPOSALS and row.key}
        for key, editing in self.editing.items():
            for message in problems_of(editing.proposal):
                number = rows_of.get(str(key), 0)
                self.errors.append(
                    CellError(PROPOSALS, number, 0, "", f"{editing.before.reference}: {message}")
                )

    def _finished(self, compared: Comparison, created: list[EditedProposal]) -> WorkbookPlan:
        changed = [item for item in self.editing.values() if item.cells]
        warnings = _new_warnings(changed)
        for item in changed:
            item.warnings = warnings[item.proposal.pk]
            item.consequence = consequence_of(item.proposal, item.before, item.after, item.role)
        for new in created:
            # A new one has no base budget yet, so no other proposal shares it.
            new.warnings = tuple(warning.message for warning in warnings_of(new.after, OthersOnTheBudget()))
        after_all = self.before | {item.proposal.pk: item.after for item in changed}
        every = [*after_all.values(), *(item.after for item in created)]
        return WorkbookPlan(
            budget_round=self.budget_round,
            decisions=compared.decisions,
            proposals=(*changed, *created),
            conflicts=tuple(compared.conflicts),
            errors=tuple(sorted(set(self.errors))),
            notes=(*self.content.notes, *_notes(compared)),
            before=Totals.of(self.before.values(), self.budget_round.years),
            after=Totals.of(every, self.budget_round.years),
            has_pressures=any(record.is_pressure for record in every),
            left_alone=len(self.before) - len(changed),
        )


def _new_warnings(changed: Sequence[ChangedProposal]) -> dict[int, tuple[str, ...]]:
    """Return, by the key of the proposal, what would be unusual about it and was not before, in one query."""
    stored = others_on_the_budgets(item.proposal for item in changed)
    difference = {item.proposal.pk: _difference(item) for item in changed}
    by_budget: dict[int | None, int] = {}
    for item in changed:
        budget = item.proposal.base_budget_id
        by_budget[budget] = by_budget.get(budget, 0) + difference[item.proposal.pk]
    found = {}
    for item in changed:
        beside = stored[item.proposal.pk]
        # The others on the budget may change in the same workbook.
        more = by_budget[item.proposal.base_budget_id] - difference[item.proposal.pk]
        others = OthersOnTheBudget(beside.total + more, beside.references)
        old = {warning.message for warning in warnings_of(item.before, beside)}
        found[item.proposal.pk] = tuple(
            warning.message
            for warning in open_warnings(item.proposal, item.after, others)
            if warning.message not in old
        )
    return found


def _difference(item: ChangedProposal) -> int:
    if item.after.is_pressure or Stage(item.proposal.stage) not in LIVE:
        return 0
    return (item.after.total or 0) - (item.before.total or 0)


def _numbered(
    rows: Iterable[ImpactStatement] | Iterable[ProposalRisk], row: SheetRow
) -> ImpactStatement | ProposalRisk:
    return next(item for item in rows if str(item.pk) == row.key)


def _why_not(proposal: SavingsProposal) -> str:
    if proposal.budget_round.phase == "closed":
        return f"{proposal.reference} cannot be changed: the round {proposal.budget_round.name} is closed."
    return (
        f"You cannot change {proposal.reference} now, because it is at the stage "
        f"“{Stage(proposal.stage).label}”, and "
        f"the round is {proposal.budget_round.get_phase_display()}."
    )


def _notes(compared: Comparison) -> list[str]:
    notes = []
    if compared.blanks_left:
        cells = "One cell is" if compared.blanks_left == 1 else f"{compared.blanks_left} cells are"
        notes.append(f"{cells} blank in the workbook. The current values will not change.")
    if compared.gone:
        rows = "One proposal is" if compared.gone == 1 else f"{compared.gone} proposals are"
        notes.append(
            f"{rows} no longer available, because they have been deleted or you no longer have permission "
            "to view them."
        )
    others = sum(sheet == PROPOSALS for sheet, _ in compared.changed_by_others)
    if others:
        rows = "One proposal was" if others == 1 else f"{others} proposals were"
        notes.append(
            f"{rows} changed by somebody else after you downloaded the workbook. Those changes will be kept."
        )
    return notes

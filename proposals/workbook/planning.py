"""Planning what a workbook would do: compared with what is stored now, cell by cell, by what the person may do."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from proposals.domain.records import ProposalRecord, Totals
from proposals.domain.roles import Role
from proposals.domain.stages import Stage
from proposals.models import BudgetRound, ImpactStatement, ProposalRisk, SavingsProposal
from proposals.models.records import record_of
from proposals.workbook.columns import PROPOSALS, REFERENCE, STATEMENTS
from proposals.workbook.comparing import (
    Comparison,
    Decisions,
    PlannedCell,
    RowEdit,
    compare,
    error_in,
    planned_cell,
)
from proposals.workbook.consequences import Changed, consequence_of, new_warnings
from proposals.workbook.contents import StoredRow, load, services_by_words, stored_rows
from proposals.workbook.edits import (
    ProposalRows,
    RefusedValue,
    check_statement,
    problems_of,
    set_proposal_cell,
    set_risk_cell,
    set_statement_cell,
)
from proposals.workbook.new_rows import NewRows
from proposals.workbook.plan import (
    ImpossibleWorkbook,
    Material,
    PlannedProposal,
    Work,
    WorkbookPlan,
)
from proposals.workbook.reading import CellError, SheetRow, WorkbookContent
from proposals.workbook.rights import Rights

_LARGEST_KEY = 2**63 - 1


def make_plan(content: WorkbookContent, rights: Rights, decisions: Decisions) -> WorkbookPlan:
    """Return what taking the workbook in would do now; nothing is written.

    Raises ImpossibleWorkbook where its round is not there for this person, or has other years now.
    """
    budget_round = rights.rounds().filter(pk=content.round_id).first()
    if budget_round is None:
        raise ImpossibleWorkbook(
            "The workbook is for a round that does not exist or that you do not have permission to view."
        )
    if budget_round.years != content.years:
        raise ImpossibleWorkbook(
            f"The round {budget_round.name} has different years now. Download the workbook again."
        )
    chosen = rights.proposals().filter(budget_round=budget_round, pk__in=_numbers(content))
    return _Planning(content, rights, decisions, load(chosen)).plan(budget_round)


def _numbers(content: WorkbookContent) -> list[int]:
    """Return the numbers of the proposals of the download."""
    numbers = (number for sheet, number in content.originals if sheet == PROPOSALS)
    return [
        int(number)
        for number in numbers
        if number.isascii() and number.isdigit() and len(number) < 20 and int(number) <= _LARGEST_KEY
    ]


@dataclass
class _Editing:
    """A proposal that the workbook changes."""

    rows: ProposalRows
    before: ProposalRecord
    role: Role
    cells: list[PlannedCell] = field(default_factory=list)


class _Planning:
    """A making of a plan."""

    def __init__(
        self,
        content: WorkbookContent,
        rights: Rights,
        decisions: Decisions,
        proposals: list[SavingsProposal],
    ) -> None:
        self.content = content
        self.rights = rights
        self.decisions = decisions
        self.proposals = {proposal.pk: proposal for proposal in proposals}
        self.stored_rows: dict[tuple[str, str], StoredRow] = {
            row.key: row for proposal in proposals for row in stored_rows(proposal, rights)
        }
        self.before = {proposal.pk: record_of(proposal) for proposal in proposals}
        self.errors: list[CellError] = list(content.errors)
        self.editing: dict[int, _Editing] = {}

    def plan(self, budget_round: BudgetRound) -> WorkbookPlan:
        compared = compare(
            self.content, {key: row.texts for key, row in self.stored_rows.items()}, self.decisions
        )
        self.errors += compared.errors
        self.services = services_by_words(budget_round, self.rights)
        for edit in compared.edits:
            self._edit(edit)
        new = NewRows(self.content, self.rights, budget_round, self.services)
        new.read(compared.new_rows, self._rows_for_new)
        self.errors += new.errors
        self._note_new_children(new)
        self._check()
        return self._finished(budget_round, compared, new)

    def _edit(self, edit: RowEdit) -> None:
        stored = self.stored_rows[edit.row.sheet, edit.row.key]
        editing = self._editing(self.proposals[stored.proposal_id], edit.row)
        if editing is None:
            return
        for change in edit.changes:
            try:
                if edit.row.sheet == PROPOSALS:
                    set_proposal_cell(editing.rows, change.column, change.after, self.services)
                elif edit.row.sheet == STATEMENTS:
                    statement = _numbered(editing.rows.statements, edit.row)
                    set_statement_cell(editing.rows, statement, change.column, change.after)
                else:
                    risk = _numbered(editing.rows.risks, edit.row)
                    set_risk_cell(editing.rows, risk, change.column, change.after)
            except RefusedValue as error:
                self.errors.append(error_in(edit.row, change.column.key, change.column.heading, str(error)))
                continue
            editing.cells.append(planned_cell(edit.row, change.column, change.before, change.after))
        if edit.row.sheet == STATEMENTS and (
            message := check_statement(_numbered(editing.rows.statements, edit.row))
        ):
            self.errors.append(error_in(edit.row, "text", "Text", message))

    def _editing(self, proposal: SavingsProposal, row: SheetRow) -> _Editing | None:
        """Return the proposal as it is being changed, or None, with an error, where the person may not."""
        if proposal.pk in self.editing:
            return self.editing[proposal.pk]
        role = self.rights.editing_role(proposal)
        if role is None:
            self.errors.append(error_in(row, "", "", _why_not(proposal)))
            return None
        made = _Editing(ProposalRows.of(proposal), self.before[proposal.pk], role)
        self.editing[proposal.pk] = made
        return made

    def _rows_for_new(self, reference: str, row: SheetRow) -> ProposalRows | None:
        """Return the rows of the stored proposal of that canonical reference, where the person may edit it."""
        for proposal in self.proposals.values():
            if proposal.canonical_reference == reference:
                editing = self._editing(proposal, row)
                return editing.rows if editing else None
        self.errors.append(
            error_in(row, REFERENCE, "Reference", "No proposal of this workbook has that reference.")
        )
        return None

    def _note_new_children(self, new: NewRows) -> None:
        for key, cells in new.cells_of_stored.items():
            self.editing[key].cells += cells

    def _check(self) -> None:
        rows_of = {row.key: row.number for row in self.content.rows if row.sheet == PROPOSALS and row.key}
        for key, editing in self.editing.items():
            for message in problems_of(editing.rows.proposal):
                number = rows_of.get(str(key), 0)
                self.errors.append(
                    CellError(PROPOSALS, number, 0, "", f"{editing.before.reference}: {message}")
                )

    def _finished(self, budget_round: BudgetRound, compared: Comparison, new: NewRows) -> WorkbookPlan:
        changed: list[tuple[_Editing, Changed]] = []
        work = Work()
        for editing in self.editing.values():
            if not editing.cells:
                continue
            editing.rows.show()
            after = record_of(editing.rows.proposal)
            changed.append((editing, Changed(editing.rows.proposal, editing.before, after, editing.role)))
            _put_to_work(work, editing.rows)
        warnings = new_warnings([item for _, item in changed])
        planned = []
        for editing, item in changed:
            consequence = consequence_of(item)
            if consequence:
                work.material.append(Material(item.proposal, item.before, item.role))
            planned.append(
                PlannedProposal(
                    item.after.reference,
                    item.after.title,
                    False,
                    tuple(editing.cells),
                    warnings[item.proposal.pk],
                    consequence,
                )
            )
        work.created = [rows.proposal for rows in new.created]
        for rows in new.created:
            _put_to_work(work, rows, is_new=True)
        changed_to = {item.proposal.pk: item.after for _, item in changed}
        after_all = [*(self.before | changed_to).values(), *new.records()]
        return WorkbookPlan(
            budget_round=budget_round,
            decisions=self.decisions,
            proposals=(*planned, *new.planned()),
            conflicts=tuple(compared.conflicts),
            errors=tuple(sorted(set(self.errors))),
            notes=(*self.content.notes, *_notes(compared)),
            before=Totals.of(self.before.values(), budget_round.years),
            after=Totals.of(after_all, budget_round.years),
            has_pressures=any(record.is_pressure for record in after_all),
            left_alone=len(self.before) - len(planned),
            work=work,
        )


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


def _put_to_work(work: Work, rows: ProposalRows, *, is_new: bool = False) -> None:
    if not is_new:
        work.changed.append(rows.proposal)
    everything = (*rows.years.values(), *rows.fte.values(), *rows.statements, *rows.risks)
    work.rows += rows.written(everything)
    work.fte_erased += rows.fte_erased


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

"""Rows that were added in the workbook: proposals that are not stored yet, and sections and risks of any."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Max

from proposals.domain.direction import SAVING
from proposals.domain.fields import FIELDS
from proposals.domain.proposal_parts import OTHER_KIND, STATEMENT_KINDS
from proposals.domain.references import canonical_reference
from proposals.models import BudgetRound, ImpactStatement, ProposalRisk, SavingsProposal
from proposals.permissions.proposals import may_enter
from proposals.workbook.cells import field_value
from proposals.workbook.columns import PROPOSALS, REFERENCE, STATEMENTS
from proposals.workbook.comparing import error_in, planned_cell, references_downloaded
from proposals.workbook.edits import (
    ANSWERS,
    EditedProposal,
    RefusedValue,
    check_statement,
    problems_of,
    set_proposal_cell,
)
from proposals.workbook.reading import CellError, SheetRow, WorkbookContent
from services.models import Service

_KINDS = {words: kind for kind, words in STATEMENT_KINDS.items()}
RowsOf = Callable[[str, SheetRow], EditedProposal | None]
"""Finds the stored proposal that a canonical reference names; reports it where there is none to edit."""


class NewRows:
    """The rows without a number, as records that are not stored yet; what is wrong goes to `errors`."""

    def __init__(
        self,
        content: WorkbookContent,
        person: Any,
        budget_round: BudgetRound,
        services: Mapping[str, Service],
        errors: list[CellError],
    ) -> None:
        self.content = content
        self.person = person
        self.budget_round = budget_round
        self.services = services
        self.errors = errors
        self.created: list[EditedProposal] = []

    def read(self, rows: Sequence[SheetRow], rows_of: RowsOf) -> None:
        """Read the new rows, proposals first."""
        proposals = [row for row in rows if row.sheet == PROPOSALS]
        if proposals:
            self._read_proposals(proposals)
        by_reference = {item.proposal.canonical_reference: item for item in self.created}
        for row in rows:
            if row.sheet == PROPOSALS:
                continue
            reference = canonical_reference(row.texts.get(REFERENCE, ""))
            if not reference:
                self._refuse(row, REFERENCE, "Enter the reference of the proposal in the new row.")
                continue
            of = by_reference.get(reference) or rows_of(reference, row)
            if of is not None:
                (self._read_statement if row.sheet == STATEMENTS else self._read_risk)(row, of)

    def _read_proposals(self, rows: Sequence[SheetRow]) -> None:
        if not may_enter(self.person, self.budget_round):
            for row in rows:
                self._refuse(row, "", "You cannot add proposals to this round at the moment.")
            return
        stored = dict(self.budget_round.proposals.values_list("canonical_reference", "reference"))
        downloaded = references_downloaded(self.content)
        last = self.budget_round.proposals.aggregate(last=Max("position"))["last"] or 0
        for row in rows:
            reference = row.texts.get(REFERENCE, "")
            canonical = canonical_reference(reference)
            lost = downloaded.get(reference)
            if not canonical:
                self._refuse(
                    row,
                    REFERENCE,
                    "Enter a reference with at least one letter or number for the new proposal.",
                )
            elif lost is not None:
                self._refuse(
                    row, "key", f"The number of {reference} is gone: write {lost} in that cell again."
                )
            elif canonical in stored:
                self._refuse(row, REFERENCE, f"The round has {stored[canonical]} already.")
            else:
                stored[canonical] = reference
                last += 1
                self._read_proposal(row, last)

    def _read_proposal(self, row: SheetRow, position: int) -> None:
        columns = {column.key: column for column in self.content.columns[PROPOSALS]}
        service = self.services.get(row.texts.get("service", ""))
        if service is None:
            if "service" in row.texts:  # else it could not be read, which was reported
                self._refuse(row, "service", "Choose a service that you can enter proposals for.")
            return
        proposal = SavingsProposal(
            budget_round=self.budget_round,
            service=service,
            reference=row.texts[REFERENCE],
            direction=field_value(FIELDS["direction"], row.texts.get("direction", "")) or SAVING,
            position=position,
            entered_by=self.person if self.person.pk else None,
        )
        made = EditedProposal(proposal)
        self._note(row, made, (REFERENCE, "direction"))
        for column in columns.values():
            text = row.texts.get(column.key, "")
            if column.lock == "always" and text:
                self._refuse(row, column.key, "Leave this blank in a new row.")
            if column.lock or (not text and column.key != "title"):
                continue
            try:
                set_proposal_cell(made, column, text, self.services)
                made.cells.append(planned_cell(row, column, "", text))
            except RefusedValue as error:
                self._refuse(row, column.key, str(error))
        for message in problems_of(proposal) if proposal.title else ():
            self._refuse(row, "", message)
        self.created.append(made)

    def _read_statement(self, row: SheetRow, of: EditedProposal) -> None:
        kind = _KINDS.get(row.texts.get("section", ""))
        heading = row.texts.get("heading", "")
        if kind is None:
            self._refuse(row, "section", "Choose the kind of section for the new row.")
            return
        if kind == OTHER_KIND and not heading:
            self._refuse(row, "heading", "Enter a heading for a custom section.")
            return
        if any(
            item.kind == kind and (kind != OTHER_KIND or item.heading == heading) for item in of.statements
        ):
            self._refuse(row, "section", "The proposal already has that section. Change the existing row.")
            return
        statement = ImpactStatement(
            proposal=of.proposal,
            kind=kind,
            heading=heading,
            position=max((item.position for item in of.statements), default=0) + 1,
            answer=ANSWERS.get(row.texts.get("answer", ""), ImpactStatement.Answer.ANSWERED),
            text=row.texts.get("text", ""),
        )
        if message := check_statement(statement):
            self._refuse(row, "text", message)
            return
        of.statements.append(statement)
        of.touch(statement)
        self._note(row, of, ("section", "heading", "answer", "text"))

    def _read_risk(self, row: SheetRow, of: EditedProposal) -> None:
        title = row.texts.get("title", "")
        if not title:
            self._refuse(row, "title", "Enter a description of the risk.")
            return
        if row.texts.get("position"):
            self._refuse(row, "position", "Leave this blank in a new row.")
        risk = ProposalRisk(
            proposal=of.proposal,
            title=title,
            level=field_value(FIELDS["risk"], row.texts.get("level", "")),
            mitigation=row.texts.get("mitigation", ""),
            position=max((item.position for item in of.risks), default=0) + 1,
        )
        of.risks.append(risk)
        of.touch(risk)
        self._note(row, of, ("title", "level", "mitigation"))

    def _note(self, row: SheetRow, of: EditedProposal, keys: Sequence[str]) -> None:
        columns = {column.key: column for column in self.content.columns[row.sheet]}
        of.cells += [
            planned_cell(row, columns[key], "", row.texts[key]) for key in keys if row.texts.get(key)
        ]

    def _refuse(self, row: SheetRow, key: str, message: str) -> None:
        heading = next((item.heading for item in self.content.columns[row.sheet] if item.key == key), "")
        self.errors.append(error_in(row, key, heading, message))

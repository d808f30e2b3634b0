"""Putting the texts of cells into the rows that hold a proposal, not saved yet."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from proposals.domain.amounts import may_be_negative
from proposals.domain.direction import amount_in_own_direction, in_own_direction
from proposals.domain.fields import FIELDS
from proposals.domain.records import ProposalRecord
from proposals.domain.roles import Role
from proposals.entry.loading import NOT_SAVED, as_new
from proposals.models import (
    FTEImpact,
    ImpactStatement,
    ProposalRisk,
    SavingsProposal,
    YearProfile,
)
from proposals.models.records import record_of
from proposals.workbook.cells import field_value
from proposals.workbook.columns import FTE_CHANGE, SheetColumn
from proposals.workbook.comparing import PlannedCell
from proposals.workbook.contents import ANSWER_WORDS
from services.models import Service
from services.values.years import FinancialYear

ANSWERS = {words: value for value, words in ANSWER_WORDS.items()}
_NEEDED = {"title": "A proposal needs a title.", "service": "A proposal needs a service."}


class RefusedValue(ValueError):
    """The value does not fit the rest of the proposal; the message explains why."""


@dataclass(eq=False)
class EditedProposal:
    """A proposal with its rows by year, section and risk, as they would be saved, and the cells that say so.

    One that is stored already is a `ChangedProposal`.
    """

    proposal: SavingsProposal
    years: dict[FinancialYear, YearProfile] = field(default_factory=dict)
    fte: dict[FinancialYear, FTEImpact] = field(default_factory=dict)
    statements: list[ImpactStatement] = field(default_factory=list)
    risks: list[ProposalRisk] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    """The identities (`id`) of the rows that would be written."""
    fte_erased: list[FTEImpact] = field(default_factory=list)
    cells: list[PlannedCell] = field(default_factory=list)
    warnings: tuple[str, ...] = ()
    """What would be unusual about it and was not before."""
    consequence: str = ""
    """What the change sets off."""

    is_new: ClassVar[bool] = True

    @property
    def shown(self) -> tuple[object, ...]:
        """Return what of it the preview shows."""
        cells = [asdict(cell) for cell in self.cells]
        return self.after.reference, self.after.title, self.is_new, cells, self.warnings, self.consequence

    def touch(self, row: Any) -> None:
        """Note that the row would be written."""
        self.touched.add(id(row))

    @property
    def written(self) -> list[Any]:
        """The rows that would be written, without the proposal itself."""
        rows = (*self.years.values(), *self.fte.values(), *self.statements, *self.risks)
        return [row for row in rows if id(row) in self.touched]

    @cached_property
    def after(self) -> ProposalRecord:
        """The proposal as a plain record, read from these rows once all of them are as they would be saved."""
        proposal, key = self.proposal, self.proposal.pk
        if key is None:
            # Django reads the relations of a proposal with a key only; it gets its own when it is saved.
            as_new(proposal).pk = NOT_SAVED
        # There is no public way to hand over rows that are not stored.
        proposal._prefetched_objects_cache.update(
            year_profiles=[self.years[year] for year in sorted(self.years)],
            fte_impacts=[self.fte[year] for year in sorted(self.fte)],
            statements=self.statements,
            risks=self.risks,
        )
        record = record_of(proposal)
        proposal.pk = key
        return record


@dataclass(eq=False)
class ChangedProposal(EditedProposal):
    """A stored proposal that the workbook changes: its record before, and the role in which the person edits it."""

    before: ProposalRecord = field(kw_only=True)
    role: Role = field(kw_only=True)

    is_new: ClassVar[bool] = False

    @classmethod
    def of(cls, proposal: SavingsProposal, before: ProposalRecord, role: Role) -> "ChangedProposal":
        """Return a stored proposal, loaded with all its relations, as it is before the first change."""
        return cls(
            proposal,
            {row.year: row for row in proposal.year_profiles.all()},
            {row.year: row for row in proposal.fte_impacts.all()},
            list(proposal.statements.all()),
            list(proposal.risks.all()),
            before=before,
            role=role,
        )


def set_proposal_cell(
    rows: EditedProposal, column: SheetColumn, text: str, services: Mapping[str, Service]
) -> None:
    """Put the text of a cell of the sheet Proposals where it belongs; raises RefusedValue."""
    if column.key in _NEEDED and not text:
        raise RefusedValue(_NEEDED[column.key])
    if column.year is not None:
        (_set_fte if column.key.startswith(FTE_CHANGE) else _set_amount)(rows, column, column.year, text)
        return
    if column.key == "service":
        _set_service(rows.proposal, text, services)
    elif column.field:
        value = field_value(column.field, text)
        if column.field.kind == "money":
            value = in_own_direction(value, rows.proposal.direction)
        setattr(rows.proposal, column.field.model_name, value)
    else:
        setattr(rows.proposal, column.key, text)
    rows.touch(rows.proposal)


def _set_service(proposal: SavingsProposal, text: str, services: Mapping[str, Service]) -> None:
    service = services.get(text)
    if service is None:
        raise RefusedValue(f"“{text}” is not a service that you can enter proposals for.")
    if proposal.base_budget_id and proposal.base_budget.service_id != service.pk:
        raise RefusedValue(
            "The base budget belongs to the proposal’s current service. Change both on the proposal’s page."
        )
    proposal.service = service


def _set_amount(rows: EditedProposal, column: SheetColumn, year: FinancialYear, text: str) -> None:
    row, name, direction = rows.years.get(year), column.key.split()[0], rows.proposal.direction
    pounds = int(text or 0)
    if pounds < 0 and not may_be_negative(name, direction):
        raise RefusedValue(f"“{text}” is negative. Enter a positive amount.")
    if row is None:
        if not text:
            return
        row = rows.years[year] = YearProfile(proposal=rows.proposal, year=year)
    setattr(row, name, amount_in_own_direction(name, pounds, direction))
    rows.touch(row)


def _set_fte(rows: EditedProposal, column: SheetColumn, year: FinancialYear, text: str) -> None:
    row = rows.fte.get(year)
    if not text:
        if row is not None:
            # Not stated is not zero.
            rows.fte_erased.append(rows.fte.pop(year))
        return
    if row is None:
        row = rows.fte[year] = FTEImpact(proposal=rows.proposal, year=year)
    row.change = Decimal(text)
    rows.touch(row)


def set_statement_cell(
    rows: EditedProposal, statement: ImpactStatement, column: SheetColumn, text: str
) -> None:
    """Put the text of a cell of the sheet Statements into the section; raises RefusedValue."""
    if column.key == "answer":
        if not text:
            raise RefusedValue("Choose whether the section is answered.")
        statement.answer = ANSWERS[text]
    else:
        statement.text = text
    rows.touch(statement)


def check_statement(statement: ImpactStatement) -> str:
    """Return in words what is missing of the section, or nothing."""
    is_empty = statement.answer == ImpactStatement.Answer.ANSWERED and not statement.text
    if is_empty and statement.exempt_paragraph is None:
        return "Enter the text, or choose that the section does not apply or was left blank."
    return ""


def set_risk_cell(rows: EditedProposal, risk: ProposalRisk, column: SheetColumn, text: str) -> None:
    """Put the text of a cell of the sheet Risks into the risk; raises RefusedValue."""
    if column.key == "level":
        risk.level = field_value(FIELDS["risk"], text)
    elif column.key == "title" and not text:
        raise RefusedValue("Enter a description of the risk.")
    else:
        setattr(risk, column.key, text)
    rows.touch(risk)


def problems_of(proposal: SavingsProposal) -> list[str]:
    """Return, in words, what of the proposal cannot be stored."""
    related = [item.name for item in proposal._meta.concrete_fields if item.is_relation]
    problems: list[str] = []
    # The canonical reference is set by the first and checked by the second.
    for check in (proposal.clean, lambda: proposal.clean_fields(exclude=related)):
        try:
            check()
        except ValidationError as error:
            problems += [
                f"{proposal._meta.get_field(name).verbose_name}: {' '.join(messages)}"
                for name, messages in error.message_dict.items()
            ]
    return problems

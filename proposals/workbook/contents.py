"""The stored proposals of a round as the texts of a workbook's cells, for writing one and for comparing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from proposals.domain.direction import amount_in_own_direction, in_own_direction
from proposals.domain.fields import FIELDS, WORKBOOK_AFTER_YEARS, WORKBOOK_BEFORE_YEARS, ProposalField
from proposals.domain.proposal_parts import STATEMENT_KINDS
from proposals.domain.savings_profile import AMOUNT_NAMES
from proposals.domain.savings_together import total_saving
from proposals.models import BudgetRound, ImpactStatement, ProposalRisk, SavingsProposal
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.models.records import fte_is_stated, fte_of, profile_of
from proposals.permissions.proposals import editing_role, services_to_enter
from proposals.workbook.cells import NO, YES, Choices, field_text, fte_text, money_text, plain_number, tidy
from proposals.workbook.columns import (
    FTE_CHANGE,
    KEY,
    LONGEST_CELL,
    PROPOSALS,
    REFERENCE,
    RISKS,
    STATEMENTS,
    VERSION,
    SheetColumn,
    columns_of,
    list_of_choices,
)
from proposals.workbook.reading import RowKey
from proposals.workflow.completeness_facts import with_workflow
from services.models import Service

ANSWER_WORDS: dict[str, str] = {value: str(label) for value, label in ImpactStatement.Answer.choices}


@dataclass(frozen=True)
class StoredRow:
    """A row of a sheet as it is stored: the texts of its cells by column, the number of the record first.

    `may_change` is true if the person may change it; `too_long` names the columns too long for a cell.
    """

    sheet: str
    proposal_id: int
    texts: Mapping[str, str]
    may_change: bool
    too_long: frozenset[str] = frozenset()

    @property
    def key(self) -> RowKey:
        """The sheet and the number of the record."""
        return self.sheet, self.texts[KEY]


def service_words(service: Service) -> str:
    """Return the service as the drop-down names it: unique within a council."""
    return tidy(f"{' '.join(service.name.split())} ({service.directorate.code})")


def services_by_words(budget_round: BudgetRound, person: Any) -> dict[str, Service]:
    """Return the services that the person may enter proposals for, by their words, in their order."""
    services = (
        Service.objects.filter(services_to_enter(person), directorate__council=budget_round.council_id)
        .select_related("directorate", "portfolio")
        .order_by("directorate__name", "name", "pk")
    )
    return {service_words(service): service for service in services}


def choices_of(budget_round: BudgetRound, services: Mapping[str, Service]) -> Choices:
    """Return the lists that cells are chosen from."""
    return {
        "services": list(services),
        **{
            list_of_choices(item): [words for _, words in item.options]
            for item in (*WORKBOOK_BEFORE_YEARS, *WORKBOOK_AFTER_YEARS)
            if item.kind == "choice"
        },
        "years": [str(year) for year in budget_round.years],
        "yes_no": [YES, NO],
        "sections": list(STATEMENT_KINDS.values()),
        "answers": list(ANSWER_WORDS.values()),
    }


def load(proposals: SavingsProposalQuerySet) -> list[SavingsProposal]:
    """Return the proposals with all that a workbook, its checks and its rights read; nothing exempt is among it."""
    return list(with_workflow(proposals))


def stored_rows(proposal: SavingsProposal, person: Any) -> Iterator[StoredRow]:
    """Yield the rows that show the proposal, in the order of the sheets."""
    may_change = editing_role(person, proposal) is not None
    columns = columns_of(proposal.budget_round.years)
    yield _row(PROPOSALS, proposal, _proposal_texts(proposal, may_change, columns[PROPOSALS]), may_change)
    for statement in proposal.statements.all():
        yield _row(STATEMENTS, proposal, _statement_texts(proposal, statement), may_change)
    for order, risk in enumerate(proposal.risks.all(), start=1):
        yield _row(RISKS, proposal, _risk_texts(proposal, risk, order), may_change)


def _row(sheet: str, proposal: SavingsProposal, texts: dict[str, str], may_change: bool) -> StoredRow:
    too_long = frozenset(key for key, text in texts.items() if len(text) > LONGEST_CELL)
    for key in too_long:
        texts[key] = f"[{len(texts[key]):,} characters, more than a cell holds: change it on its page.]"
    return StoredRow(sheet, proposal.pk, texts, may_change, too_long)


def _proposal_texts(
    proposal: SavingsProposal, may_change: bool, columns: tuple[SheetColumn, ...]
) -> dict[str, str]:
    profile = profile_of(proposal)
    total = total_saving(profile, proposal.stated_total, is_complete=proposal.profile_complete)
    texts = {
        KEY: str(proposal.pk),
        VERSION: str(proposal.version),
        "may_change": YES if may_change else NO,
        REFERENCE: tidy(proposal.reference),
        "title": tidy(proposal.title),
        "service": service_words(proposal.service),
        "start_year": str(proposal.start_year or ""),
        "total_saving": money_text(in_own_direction(total, proposal.direction)),
        "total_fte": plain_number(fte_of(proposal).total) if fte_is_stated(proposal) else "",
        **{
            column.key: field_text(column.field, _as_stated(proposal, column.field))
            for column in columns
            if column.field
        },
        **_year_texts(proposal),
    }
    return {column.key: texts.get(column.key, "") for column in columns}


def _as_stated(proposal: SavingsProposal, item: ProposalField) -> Any:
    """Return the value of a plain field as the proposal states it: the total of a pressure above zero."""
    value = getattr(proposal, item.model_name)
    return in_own_direction(value, proposal.direction) if item.kind == "money" else value


def _year_texts(proposal: SavingsProposal) -> dict[str, str]:
    texts: dict[str, str] = {}
    for row in proposal.year_profiles.all():
        for name in AMOUNT_NAMES:
            pounds = amount_in_own_direction(name, getattr(row, name), proposal.direction)
            texts[f"{name} {row.year.start}"] = money_text(pounds)
    for row in proposal.fte_impacts.all():
        texts[f"{FTE_CHANGE} {row.year.start}"] = fte_text(Decimal(row.change))
    return texts


def _statement_texts(proposal: SavingsProposal, statement: ImpactStatement) -> dict[str, str]:
    return {
        KEY: str(statement.pk),
        REFERENCE: tidy(proposal.reference),
        "section": STATEMENT_KINDS[statement.kind],
        "heading": tidy(statement.heading),
        "answer": ANSWER_WORDS[statement.answer],
        "text": tidy(statement.text),
    }


def _risk_texts(proposal: SavingsProposal, risk: ProposalRisk, order: int) -> dict[str, str]:
    return {
        KEY: str(risk.pk),
        REFERENCE: tidy(proposal.reference),
        "position": str(order),
        "title": tidy(risk.title),
        "level": field_text(FIELDS["risk"], risk.level),
        "mitigation": tidy(risk.mitigation),
    }

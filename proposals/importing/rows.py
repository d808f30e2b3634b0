"""The proposals of an import as rows of a table, with their figures by year: as planned, and as they were stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Case, When
from django.utils.text import capfirst

from proposals.domain.savings_together import total_saving
from proposals.importing.plan.plan import Action, ImportPlan, PlannedProposal
from proposals.importing.plan.revise import revise
from proposals.models import DocumentImport, FTEImpact, SavingsProposal, YearProfile
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.models.records import fte_from, profile_from
from services.models import ChangeRecord, Service
from services.values.changes import FieldChange
from services.values.money import MoneyStyle, as_printed, format_fte, format_saving
from services.values.years import FinancialYear

NEW, CHANGED, UNCHANGED = "New", "Changed", "Unchanged"
ROWS_ON_A_PAGE = 200
_STATUS: Mapping[Action, str] = {"create": NEW, "change": CHANGED, "skip": UNCHANGED}
_NOT_STATED = "Not stated"
_PROPOSAL = SavingsProposal._meta.label_lower
_LONGEST_IMPORT = timedelta(hours=1)


@dataclass(frozen=True)
class ImportRow:
    """A proposal of an import: what happens to it, and its figures; a year that is not known has no saving here."""

    proposal: SavingsProposal
    status: str
    service: Service
    savings: Mapping[FinancialYear, int]
    total: int | None
    fte: Decimal | None
    direction: str = ""
    """In words, where the document has pressures beside its savings."""
    changes: Sequence[FieldChange] = ()

    @property
    def place(self) -> str:
        """The directorate and the service, each name once; the title of a row that is a service names it."""
        names = dict.fromkeys((self.service.directorate.name, self.service.name))
        return ", ".join(name for name in names if name != self.proposal.title)

    @property
    def risk(self) -> str:
        """The risk to delivery in words, empty where none is stated."""
        return capfirst(self.proposal.get_risk_to_delivery_display())


@dataclass(frozen=True)
class ImportTable:
    """The rows of an import as they are printed, each with its texts, by what happens to them."""

    headings: tuple[str, ...]
    unit: str
    groups: tuple[tuple[str, tuple[tuple[ImportRow, tuple[str, ...]], ...]], ...]


def by_status(plan: ImportPlan) -> dict[str, tuple[PlannedProposal, ...]]:
    """Return the proposals of a plan by what happens to them, those that stay as they are last."""
    return {status: plan.doing(action) for action, status in _STATUS.items()}


def planned_row(item: PlannedProposal, plan: ImportPlan) -> ImportRow:
    """Return the row of a proposal with the figures that it has after the import; the plan is for looking at alone."""
    # Where sign-offs may be withdrawn, the plan was tried and rolled back, which revised it already.
    if item.is_new and not item.rows:
        revise(item)

    def after(relation: str, model: type[Any]) -> list[Any]:
        stored = item.stored(relation)
        return [*stored, *(row for row in item.rows if isinstance(row, model) and row not in stored)]

    return _row(
        item.proposal,
        _STATUS[item.action],
        item.service,
        (after("year_profiles", YearProfile), after("fte_impacts", FTEImpact)),
        plan.years,
        direction=item.direction_words if plan.tells_directions else "",
        changes=item.changes,
    )


def stored_row(proposal: SavingsProposal) -> ImportRow:
    """Return the row of one of `proposals_of` an import with its stored figures; it has its related rows loaded."""
    status = NEW if proposal.is_new else CHANGED
    rows = (list(proposal.year_profiles.all()), list(proposal.fte_impacts.all()))
    return _row(proposal, status, proposal.service, rows, proposal.budget_round.years)


def _row(
    proposal: SavingsProposal,
    status: str,
    service: Service,
    rows: tuple[Sequence[YearProfile], Sequence[FTEImpact]],
    years: Sequence[FinancialYear],
    **more: Any,
) -> ImportRow:
    of_years, of_posts = rows
    profile, is_complete = profile_from(of_years, years), proposal.profile_complete
    known = years if is_complete else [row.year for row in of_years]
    return ImportRow(
        proposal,
        status,
        service,
        {year: profile.discrete[year] for year in known},
        total_saving(profile, proposal.stated_total, is_complete=is_complete),
        fte_from(of_posts, years).total if of_posts else None,
        **more,
    )


def table_of(
    rows: Sequence[ImportRow],
    counts: Mapping[str, int],
    years: Sequence[FinancialYear],
    style: MoneyStyle,
) -> ImportTable:
    """Return rows as printed in `style`, or in whole pounds where that would round one.

    `counts` are of all rows of each status; FTE figures and risks have a column where any is stated.
    """
    shown = sorted({*years, *(year for row in rows for year in row.savings)})
    figures = [pounds for row in rows for pounds in (*row.savings.values(), row.total) if pounds is not None]
    style = style if all(as_printed(pounds, style) == pounds for pounds in figures) else style.in_pounds()

    def money(pounds: int | None) -> str:
        return _NOT_STATED if pounds is None else format_saving(pounds, style, bare=True)

    has_fte, has_risk = any(row.fte is not None for row in rows), any(row.risk for row in rows)

    def texts(row: ImportRow) -> tuple[str, ...]:
        fte = _NOT_STATED if row.fte is None else format_fte(row.fte, style)
        figures = (*(money(row.savings.get(year)) for year in shown), money(row.total))
        beside = (*([fte] if has_fte else []), *([row.risk or _NOT_STATED] if has_risk else []))
        return (*figures, *beside)

    groups = tuple(
        (f"{status}: {counts[status]:,}", tuple((row, texts(row)) for row in same))
        for status, same in groupby(rows, attrgetter("status"))
    )
    headings = (*map(str, shown), "Total", *(["FTE"] if has_fte else []), *(["Risk"] if has_risk else []))
    return ImportTable(headings, style.label, groups)


def proposals_of(made: DocumentImport) -> SavingsProposalQuerySet:
    """Return the proposals that an import made or changed, as the log tells; of each, whether it `is_new`."""
    own = ChangeRecord.objects.about(made._meta.label_lower, made.pk).filter(action="created").first()
    if own is None:
        return SavingsProposal.objects.none()
    near = (own.at - _LONGEST_IMPORT, own.at + _LONGEST_IMPORT)  # of the log, only times are indexed
    rows = ChangeRecord.objects.filter(operation=own.operation, subject_type=_PROPOSAL, at__range=near)
    new = rows.filter(action="created", record_type=_PROPOSAL)
    is_new = Case(When(pk__in=new.values("subject_id"), then=True), default=False)
    found: SavingsProposalQuerySet = SavingsProposal.objects.filter(pk__in=rows.values("subject_id"))
    return found.annotate(is_new=is_new)

"""The answers of the interface as its OpenAPI description states them: pounds as integers, posts as decimal texts."""

from typing import Any, get_type_hints

from ninja import Schema
from pydantic import Field, create_model

from proposals.domain.costs import CostRecord
from proposals.domain.fields import STORED
from proposals.domain.proposal_parts import (
    CharacteristicImpact,
    DependencyRecord,
    EqualityRecord,
    ReportRecord,
    RiskRecord,
    SectionRecord,
)


class Problem(Schema):
    """The reason for refusing a request, in plain words."""

    error: str
    problems: list[str] = []


class RoundOut(Schema):
    """A budget round, with the addresses of what it holds."""

    id: int
    council: str
    council_name: str
    name: str
    base_year: str
    years: list[str]
    phase: str
    target: int | None = Field(description="The savings target, in pounds.")
    proposals: str = Field(description="The address of its proposals.")
    totals: str = Field(description="The address of their totals.")


class RoundsOut(Schema):
    """The rounds that the person may see, the newest first."""

    rounds: list[RoundOut]


class BudgetOut(Schema):
    """The budget that a saving is taken from or a pressure adds to, in pounds."""

    year: str
    gross: int
    income: int
    net: int


class ListedOut(Schema):
    """A proposal as lists show it: savings in pounds, positive; pressures negative; what is not known is null."""

    reference: str
    title: str
    direction: str = Field(description="“saving” or “pressure”.")
    fund: str
    service: str
    directorate: str
    portfolio: str
    committees: list[str]
    category: str
    kind: str
    pressure_category: str = Field(description="The cause of a pressure.")
    risk: str
    deliverability: int | None
    stage: str
    outcome: str
    consultation_only: bool
    start_year: str | None
    base_budget: BudgetOut | None
    discrete: dict[str, int | None] = Field(description="The change in the budget in each year, in pounds.")
    total: int | None
    fte: dict[str, str] | None = Field(description="The change in posts that begins in each year.")
    fte_total: str | None
    address: str = Field(description="The address of the whole proposal.")
    page: str = Field(description="The address of its web page.")


class FiguresOut(Schema):
    """The figures of a set of proposals: exact, before any rounding."""

    discrete: dict[str, int | None]
    total: int | None
    incomplete_profiles: int = Field(description="The number of proposals with incomplete profiles.")
    ended: int = Field(
        description="The number of proposals withdrawn, deferred, rejected or superseded. They are in no figure."
    )
    being_corrected: int = Field(
        description="The number of proposals counted as last published while they are being corrected."
    )
    fte: dict[str, str | None]
    fte_total: str | None
    fte_stated: int = Field(description="The number of proposals that state a change in posts.")


class PartOut(FiguresOut):
    """The figures of the savings or of the pressures of a set."""

    count: int


class TotalsOut(FiguresOut):
    """The totals of a set of proposals: net where it has pressures, whose amounts are below zero."""

    savings: PartOut | None = Field(None, description="The savings alone, where the set has pressures.")
    pressures: PartOut | None = Field(None, description="The pressures alone, where the set has any.")


class AboutOut(Schema):
    """A description of an answer."""

    filters: list[str]
    order: str
    grouped_by: str | None
    made_by: str
    made_at: str | None
    figures: str


class ProposalsOut(Schema):
    """A page of the proposals that match the filters, with the totals of all of them."""

    round: str
    about: AboutOut
    count: int
    page: int
    pages: int
    next: str | None
    previous: str | None
    totals: TotalsOut
    proposals: list[ListedOut]


class GroupOut(TotalsOut):
    """A group of the proposals with its totals."""

    name: str
    count: int


class SetTotalsOut(Schema):
    """The totals of the proposals that match the filters, beside the round and its target."""

    round: str
    about: AboutOut
    count: int
    totals: TotalsOut
    round_count: int
    round_totals: TotalsOut
    target: int | None
    share_of_round: str | None = Field(description="As a percentage with one decimal.")
    share_of_target: str | None
    groups: list[GroupOut] = []


class BudgetWithNoteOut(BudgetOut):
    """The budget with the note printed beside it."""

    note: str


class YearOut(Schema):
    """A year of a proposal, in pounds: costs are positive, and a pressure is a saving below zero."""

    year: str
    recurring_saving: int
    one_off_saving: int
    recurring_cost: int
    one_off_cost: int
    capital_cost: int
    discrete: int
    in_year: int | None


class PostsOut(Schema):
    """The change in posts that begins in a year."""

    year: str
    change: str


def _schema_of(record: type, name: str, **other_types: Any) -> Any:
    """Return the schema of a record, every field of which is given, whatever its default."""
    types = {**get_type_hints(record), **other_types}
    return create_model(
        name, __base__=Schema, __doc__=record.__doc__, **{key: (kind, ...) for key, kind in types.items()}
    )


SectionOut = _schema_of(SectionRecord, "SectionOut")
RiskOut = _schema_of(RiskRecord, "RiskOut")
DependencyOut = _schema_of(DependencyRecord, "DependencyOut")
ReportOut = _schema_of(ReportRecord, "ReportOut")
CostOut = _schema_of(CostRecord, "CostOut", year=str)
ImpactOut = _schema_of(CharacteristicImpact, "ImpactOut")
EqualityOut = _schema_of(EqualityRecord, "EqualityOut", assessed_on=str | None, impacts=list[ImpactOut])


class AttachmentOut(Schema):
    """A public file of the proposal, in its current version, and where it is downloaded."""

    address: str
    kind: str
    name: str
    version: int
    dated: str
    owner: str
    content_type: str
    size: int
    sha256: str


_TYPES: dict[str, Any] = {
    "flag": bool,
    "year": str | None,
    "percent": int | None,
    "share": str | None,
    "money": int | None,
}
FieldsOut: Any = create_model(
    "FieldsOut",
    __base__=Schema,
    **{item.name: (_TYPES.get(item.kind, str), ...) for item in STORED if item.in_files},
)
"""The plain fields of a proposal, as `proposals.domain.fields` declares them."""


class ProposalOut(FieldsOut):
    """All of one proposal that may be printed."""

    reference: str
    service: str
    directorate: str
    base_budget: BudgetWithNoteOut | None
    profile: list[YearOut]
    total: int | None
    costs_to_achieve: list[CostOut]
    fte: list[PostsOut]
    fte_total: str | None
    stage: str
    outcome: str
    references: list[str]
    portfolio: str
    committees: list[str]
    risks: list[RiskOut]
    dependencies: list[DependencyOut]
    where_reported: list[ReportOut]
    equality: EqualityOut | None
    statements: dict[str, str]
    sections: list[SectionOut]
    attachments: list[AttachmentOut]

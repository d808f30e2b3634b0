"""The plain fields of a proposal, each declared once, and which of them each page and file prints.

The model adds the column and its length. Forms, the workbook, files, comparisons, material changes and
completeness read what is declared here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.records import ProposalRecord
from proposals.domain.stages import Stage
from services.values.money import plain_number
from services.values.wording import within_sentence

RISK_LEVELS: dict[str, str] = {"H": "High", "M": "Medium", "L": "Low"}
"""Risk to delivery in words."""

RESIDENTS_IMPACT: dict[str, str] = {**RISK_LEVELS, "N": "None"}
"""Impact on residents in words."""

DELIVERY: dict[str, str] = {
    "not_started": "Not started",
    "on_track": "On track",
    "at_risk": "At risk",
    "delayed": "Delayed",
    "delivered": "Delivered",
    "not_deliverable": "Cannot be delivered",
}
"""Delivery status in words."""

KINDS: dict[str, str] = {
    "cost_reduction": "Cost reduction",
    "income": "More income",
    "outside_funding": "Outside funding",
    "cost_avoidance": "Cost avoidance",
    "realignment": "Realignment of budgets",
}
"""Kinds of saving in words."""

NOT_CASHABLE: frozenset[str] = frozenset({"cost_avoidance"})
"""The kinds of saving that take nothing from the budget: a cost that is avoided was in no budget."""


DIRECTIONS: dict[str, str] = {SAVING: "Saving", PRESSURE: "Pressure or growth"}
"""What a proposal does to the budget. A pressure is stored as a saving below zero, so that sums are net."""

PRESSURE_CATEGORIES: dict[str, str] = {
    "pay": "Pay",
    "price": "Prices and contracts",
    "demand": "Demand",
    "new_burden": "New burden",
    "loss_of_grant": "Loss of grant or other funding",
    "investment": "Investment",
    "base_change": "Change to the base budget",
    "other": "Other",
}
"""The causes of a pressure in words."""

GENERAL_FUND, CAPITAL = "general_fund", "capital"
FUNDS: dict[str, str] = {
    GENERAL_FUND: "General fund",
    "housing_revenue_account": "Housing revenue account",
    "dedicated_schools_grant": "Dedicated schools grant",
    "public_health": "Public health grant",
    CAPITAL: "Capital programme",
}
"""The funds in words; what is charged to one does not close the gap of another."""

REVENUE_FUNDS = tuple(fund for fund in FUNDS if fund != CAPITAL)
"""The funds that have a position; capital has none."""

CERTAINTIES: dict[str, str] = {"certain": "Certain", "likely": "Likely", "possible": "Possible"}
"""How sure an amount is, in words."""

PUBLIC_CONSULTATION: dict[str, str] = {
    "not_needed": "Not needed",
    "planned": "Needed, not started",
    "under_way": "Under way",
    "complete": "Complete",
}
"""Public consultation in words."""

Kind = Literal["text", "choice", "percent", "share", "year", "money", "flag"]
"""A percentage is a whole number, a share a percentage with up to two decimals."""

Material = Literal["", "any change", "another meaning"]


@dataclass(frozen=True)
class ProposalField:
    """A field: its name in records and files, its label, its kind of value, and who asks about it.

    A field with `read` is worked out from others: no form enters it and no column stores it.
    """

    name: str
    label: str
    kind: Kind = "text"
    choices: Mapping[str, str] = field(default_factory=dict)
    column: str = ""
    """The model's name for it, where that is another one."""
    printed_as: str = ""
    """The heading on pages and in appendices, where that is another one."""
    material: Material = ""
    """The changes of it that put a sign-off in doubt; correcting a typing mistake gives no other meaning."""
    in_sentence: str = ""
    """The field's name within a sentence, where not “the” and its label."""
    asked_from: Stage | None = None
    """The stage that a proposal does not enter without it."""
    of: str = ""
    """The direction of the proposals that are asked for it; both where empty."""
    pressure_label: str = ""
    """The label where the proposal is a pressure, if that is another one."""
    in_files: bool = True
    """True if files and the interface for programs give it under its name."""
    read: Callable[[ProposalRecord], str] | None = None

    @property
    def heading(self) -> str:
        """The heading on pages and in appendices."""
        return self.printed_as or self.label

    def applies_to(self, direction: str) -> bool:
        """Return whether proposals of that direction are asked for it; what is stored is printed of any."""
        return self.of in {"", direction}

    def label_of(self, direction: str) -> str:
        """Return the label on forms where the proposal has that direction."""
        return (self.pressure_label if direction == PRESSURE else "") or self.label

    def heading_of(self, direction: str) -> str:
        """Return the heading on pages where the proposal has that direction."""
        return (self.pressure_label if direction == PRESSURE else "") or self.heading

    @property
    def model_name(self) -> str:
        """The name of the model's field."""
        return self.column or self.name

    @property
    def verbose_name(self) -> str:
        """The label as it is written within a sentence."""
        return within_sentence(self.label)

    @property
    def options(self) -> list[tuple[str, str]]:
        """The choices as forms and sentences offer them, in lower case."""
        return [(key, within_sentence(words)) for key, words in self.choices.items()]

    @property
    def named(self) -> str:
        """The field as a sentence names it, such as “the start year”."""
        return self.in_sentence or f"the {self.verbose_name}"

    def text(self, record: ProposalRecord) -> str:
        """Return the record's value in words; nothing where it has none."""
        if self.read is not None:
            return self.read(record)
        value = getattr(record, self.name)
        if self.kind == "flag":
            return "Yes" if value else "No"
        if value is None or value == "":
            return ""
        if self.kind == "choice":
            return self.choices.get(value, value)
        if self.kind == "share":
            return f"{plain_number(value)}%"
        return f"{value}%" if self.kind == "percent" else str(value)


_DECLARED = (
    ProposalField("title", "Title", material="another meaning"),
    ProposalField("direction", "Saving or pressure", "choice", DIRECTIONS, material="any change"),
    ProposalField("fund", "Fund", "choice", FUNDS, material="any change"),
    ProposalField("start_year", "Start year", "year"),
    ProposalField("category", "Category", of=SAVING),
    ProposalField(
        "pressure_category",
        "Cause of the pressure",
        "choice",
        PRESSURE_CATEGORIES,
        material="any change",
        asked_from=Stage.SERVICE_REVIEW,
        of=PRESSURE,
    ),
    ProposalField("kind", "Kind of saving", "choice", KINDS, material="any change", of=SAVING),
    ProposalField(
        "consultation_only",
        "For consultation only",
        "flag",
        material="any change",
        in_sentence="whether it is for consultation only",
        of=SAVING,
    ),
    ProposalField(
        "risk",
        "Risk to delivery",
        "choice",
        RISK_LEVELS,
        column="risk_to_delivery",
        material="any change",
        asked_from=Stage.CORPORATE_REVIEW,
        of=SAVING,
    ),
    ProposalField("risk_as_printed", "Risk as printed", of=SAVING),
    ProposalField(
        "deliverability",
        "Deliverability",
        "percent",
        printed_as="Expected to be delivered",
        material="any change",
        of=SAVING,
        in_files=False,
    ),
    ProposalField(
        "impact_on_residents", "Impact on residents", "choice", RESIDENTS_IMPACT, material="any change"
    ),
    ProposalField("wards", "Wards or areas affected"),
    ProposalField("public_consultation", "Public consultation", "choice", PUBLIC_CONSULTATION),
    ProposalField("consultation_dates", "Dates of the public consultation"),
    ProposalField("delivery_status", "Delivery status", "choice", DELIVERY),
    ProposalField("delivery_note", "Note on the delivery", in_files=False),
    ProposalField("senior_responsible_officer", "Senior responsible officer"),
    ProposalField("certainty", "Certainty of the amount", "choice", CERTAINTIES),
    ProposalField("basis", "Basis of the figures"),
    ProposalField("council_share", "The council’s own share", "share", material="any change"),
    ProposalField("in_earlier_plan", "Already in an earlier plan", "flag", material="any change"),
    ProposalField("profile_complete", "All years are known", "flag"),
    ProposalField("stated_total", "Stated total", "money", in_files=False),
    ProposalField(
        "headline", "Saving as printed", material="another meaning", pressure_label="Pressure as printed"
    ),
    ProposalField(
        "profile_note",
        "Note on the savings profile",
        material="another meaning",
        pressure_label="Note on the figures by year",
    ),
    ProposalField(
        "fte_note",
        "Note on the FTE figures",
        printed_as="Note on the posts",
        material="another meaning",
        in_sentence="the note on the posts",
    ),
)
_WORKED_OUT = (
    ProposalField("reference", "Reference", read=lambda record: record.reference),
    ProposalField(
        "other_references", "Other references", read=lambda record: ", ".join(record.references[1:])
    ),
    ProposalField("service", "Service", read=lambda record: record.service),
    ProposalField("directorate", "Directorate", read=lambda record: record.directorate),
    ProposalField("portfolio", "Portfolio", read=lambda record: record.portfolio),
    ProposalField("committees", "Committees", read=lambda record: ", ".join(record.committees)),
    ProposalField(
        "risk_in_words",
        "Risk to delivery",
        read=lambda record: RISK_LEVELS.get(record.risk, record.risk_as_printed),
    ),
    ProposalField("stage", "Stage", read=lambda record: record.stage.replace("_", " ")),
    ProposalField("outcome", "Decision", read=lambda record: record.outcome.replace("_", " ")),
    ProposalField(
        "base_year",
        "Base year",
        read=lambda record: str(record.base_budget.year) if record.base_budget else "",
    ),
)

FIELDS: dict[str, ProposalField] = {item.name: item for item in (*_DECLARED, *_WORKED_OUT)}
"""Every field by its name; the order is the one in which material changes are told."""

STORED: tuple[ProposalField, ...] = _DECLARED
"""The fields that the model has a column for."""


def named(*names: str) -> tuple[ProposalField, ...]:
    """Return the fields of these names, in this order."""
    return tuple(FIELDS[name] for name in names)


# Who prints or enters what, in the order of each.

ENTERED_IDENTITY = named(
    "category",
    "kind",
    "pressure_category",
    "risk",
    "risk_as_printed",
    "deliverability",
    "impact_on_residents",
    "wards",
    "public_consultation",
    "consultation_dates",
    "senior_responsible_officer",
    "consultation_only",
)
"""Entered on the proposal's page below its title, service and base budget."""

ENTERED_BESIDE_FIGURES = named("stated_total", "profile_complete", "headline", "profile_note", "fte_note")
"""Entered on the proposal's page with its years."""

COUNTING = named("fund", "council_share", "in_earlier_plan", "certainty", "basis")
"""Entered and printed on the proposal's page under how its figures count."""

WORKBOOK_BEFORE_YEARS = named("category", "kind", "risk", "consultation_only")
WORKBOOK_AFTER_YEARS = named(
    "stated_total",
    "profile_note",
    "fte_note",
    "senior_responsible_officer",
    "deliverability",
    "impact_on_residents",
    "wards",
    "public_consultation",
    "consultation_dates",
    "direction",
    "pressure_category",
    *(item.name for item in COUNTING),
)
"""Columns of the workbook for editing, before and behind the figures by year; a new one goes to the end."""

PAGE_FACTS = named(
    "other_references",
    "category",
    "kind",
    "pressure_category",
    "headline",
    "wards",
    "senior_responsible_officer",
)
"""Printed on the proposal's page under what is proposed."""

CONSULTATION_FACTS = named("public_consultation", "consultation_dates")
"""Printed on the proposal's page with the decisions required."""

APPENDIX_FACTS = named(
    "other_references",
    "portfolio",
    "category",
    "kind",
    "headline",
    "risk_in_words",
    "deliverability",
    "committees",
    "consultation_only",
    "wards",
    "public_consultation",
    "consultation_dates",
    "senior_responsible_officer",
)
"""Printed at the head of a business case."""

COMPARED_RISK = named("risk", "risk_as_printed", "deliverability", "impact_on_residents", "delivery_status")
COMPARED_FACTS = named(
    "reference",
    "service",
    "directorate",
    "portfolio",
    "direction",
    "category",
    "kind",
    *("pressure_category", "fund", "council_share", "in_earlier_plan", "certainty"),
    "stage",
    "outcome",
    "consultation_only",
    "wards",
    "public_consultation",
    "consultation_dates",
    "senior_responsible_officer",
    "base_year",
)
COMPARED_TEXTS = named("title", "headline", "basis", "profile_note", "fte_note")
"""Compared where proposals of two rounds or editions are: facts as they are, texts word by word."""


def printed_facts(fields: Iterable[ProposalField], record: ProposalRecord) -> tuple[tuple[str, str], ...]:
    """Return headings and texts of the fields that have a value; a flag that is not set has none."""
    told = ((item, item.text(record)) for item in fields)
    return tuple(
        (item.heading_of(record.direction), text)
        for item, text in told
        if text and not (item.kind == "flag" and text == "No")
    )


def facts_in_words(fields: Iterable[ProposalField], record: ProposalRecord) -> dict[str, str]:
    """Return the text of every field by its heading, empty where nothing is stated."""
    return {item.heading: item.text(record) for item in fields}


def files_json(record: ProposalRecord) -> dict[str, Any]:
    """Return the fields that files give, by name, as plain values; a year as its text."""
    values = {item.name: getattr(record, item.name) for item in STORED if item.in_files}
    return {
        name: value if value is None or isinstance(value, str | bool | int) else str(value)
        for name, value in values.items()
    }

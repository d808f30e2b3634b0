"""What else is printed of a proposal, beside its figures and texts: labelled facts, lists, the equality table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from proposals.domain.records import EqualityRecord, ProposalRecord, ReportRecord

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

_SCREENING = {"full_needed": "A full assessment is needed", "not_needed": "No full assessment is needed"}
_STATUS = {"not_started": "Not started", "in_progress": "In progress", "complete": "Complete"}


@dataclass(frozen=True)
class EqualityPage:
    """The equality impact assessment as printed: facts, a summary, and a row per characteristic answered."""

    facts: Sequence[tuple[str, str]]
    summary: str
    impacts: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class Matters:
    """All of it, ready to print; what was not stated is left out."""

    facts: Sequence[tuple[str, str]]
    risks: Sequence[str]
    dependencies: Sequence[str]
    reported: Sequence[str]
    equality: EqualityPage | None


def matters_of(record: ProposalRecord) -> Matters:
    """Return what the proposal's page prints beside figures and texts."""
    return Matters(
        facts=[(label, text) for label, text in _facts(record) if text],
        risks=[_risk(risk.title, risk.level, risk.mitigation) for risk in record.risks],
        dependencies=[
            f"{item.title} ({item.on_reference})" if item.on_reference else item.title
            for item in record.dependencies
        ],
        reported=[report_in_words(report) for report in record.where_reported],
        equality=_equality(record.equality) if record.equality else None,
    )


def report_in_words(report: ReportRecord) -> str:
    """Return where it was reported, such as “Cabinet, September 2017, item 6, App D”."""
    item = f"item {report.item}" if report.item else ""
    return ", ".join(part for part in (report.meeting, item, report.appendix) if part)


def _facts(record: ProposalRecord) -> Iterator[tuple[str, str]]:
    yield "Other references", ", ".join(record.references[1:])
    yield "Portfolio", record.portfolio
    yield "Category", record.category
    yield "Kind of saving", KINDS.get(record.kind, "")
    yield "Saving as printed", record.headline
    yield "Risk to delivery", RISK_LEVELS.get(record.risk, record.risk_as_printed)
    yield "Expected to be delivered", "" if record.deliverability is None else f"{record.deliverability}%"
    yield "Committees", ", ".join(record.committees)
    yield "For consultation only", "Yes" if record.consultation_only else ""
    yield "Senior responsible officer", record.senior_responsible_officer


def _risk(title: str, level: str, mitigation: str) -> str:
    rated = f"{title} ({RISK_LEVELS[level].lower()})" if level else title
    return f"{rated} Mitigation: {mitigation}" if mitigation else rated


def _equality(equality: EqualityRecord) -> EqualityPage:
    assessed = f"{equality.assessed_on.day} {equality.assessed_on:%B %Y}" if equality.assessed_on else ""
    facts = (
        ("Screening", _SCREENING.get(equality.screening, "Not screened yet")),
        ("Full assessment", _STATUS[equality.status] if equality.screening == "full_needed" else ""),
        ("Owner", equality.owner),
        ("Date", assessed),
        ("Version", equality.edition),
    )
    return EqualityPage(
        facts=[(label, text) for label, text in facts if text],
        summary=equality.summary,
        impacts=[
            (item.characteristic, item.effect_label[:1].upper() + item.effect_label[1:], item.mitigation)
            for item in equality.impacts
        ],
    )

"""The rest of a printed proposal, besides its figures and texts: labelled facts, lists, the equality table."""

from collections.abc import Sequence
from dataclasses import dataclass

from proposals.domain.fields import APPENDIX_FACTS, RISK_LEVELS, printed_facts
from proposals.domain.proposal_parts import EqualityRecord, ReportRecord
from proposals.domain.records import ProposalRecord
from services.values.dates import format_day

_SCREENING = {"full_needed": "A full assessment is needed", "not_needed": "No full assessment is needed"}
_STATUS = {"not_started": "Not started", "in_progress": "In progress", "complete": "Complete"}


@dataclass(frozen=True)
class EqualityPage:
    """The equality impact assessment as printed: facts, a summary, and a row per characteristic answered."""

    facts: Sequence[tuple[str, str]]
    summary: str
    impacts: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class Attributes:
    """Everything printed besides figures and texts; what was not stated is left out."""

    facts: Sequence[tuple[str, str]]
    risks: Sequence[str]
    dependencies: Sequence[str]
    reported: Sequence[str]
    equality: EqualityPage | None


def attributes_of(record: ProposalRecord) -> Attributes:
    """Return what the proposal's page prints besides figures and texts."""
    return Attributes(
        facts=printed_facts(APPENDIX_FACTS, record),
        risks=[_risk(risk.title, risk.level, risk.mitigation) for risk in record.risks],
        dependencies=[
            f"{item.title} ({item.on_reference})" if item.on_reference else item.title
            for item in record.dependencies
        ],
        reported=[describe_report(report) for report in record.where_reported],
        equality=_equality(record.equality) if record.equality else None,
    )


def describe_report(report: ReportRecord) -> str:
    """Return where it was reported, such as “Cabinet, September 2017, item 6, App D”."""
    item = f"item {report.item}" if report.item else ""
    return ", ".join(part for part in (report.meeting, item, report.appendix) if part)


def eia_in_words(equality: EqualityRecord | None) -> str:
    """Return how far the equality impact assessment has come, in a few words."""
    if equality is None or not equality.screening:
        return "Not screened yet"
    return (
        f"Full assessment {_STATUS[equality.status].lower()}"
        if equality.screening == "full_needed"
        else "Not needed"
    )


def _risk(title: str, level: str, mitigation: str) -> str:
    rated = f"{title} ({RISK_LEVELS[level].lower()})" if level else title
    return f"{rated} Mitigation: {mitigation}" if mitigation else rated


def _equality(equality: EqualityRecord) -> EqualityPage:
    assessed = format_day(equality.assessed_on) if equality.assessed_on else ""
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

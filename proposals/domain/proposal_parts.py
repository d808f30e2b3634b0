"""The parts of a proposal beside its figures, as plain values: its budget, sections, risks, meetings and equality."""

from dataclasses import dataclass
from datetime import date

from proposals.domain.savings_together import net_budget
from services.values.years import FinancialYear

OPTION_FORM_KINDS: dict[str, str] = {
    "decisions_needed": "Decisions needed to deliver the budgeted savings",
    "impact_upon_service": "Impact upon service",
    "actions_needed": "Actions needed to deliver the target savings",
    "what_the_service_delivers": "What does this service deliver?",
}
"""The narrative sections of the option form, in the order it prints them, with their headings."""

IMPACT_KINDS: dict[str, str] = {
    "how_achieved": "How it will be achieved",
    "impact_upon_staff": "Impact on staff",
    "impact_upon_property": "Impact on property and assets",
}
"""The narrative columns of an impact table, beside the impact upon the service itself."""

BUSINESS_CASE_KINDS: dict[str, str] = {
    "brief_description": "Brief description",
    "why_needed": "Why do we need to undertake this project?",
    "if_not_done": "What would happen if we did not complete this project?",
    "approach": "Approach",
    "aims": "Aims and objectives",
    "overview": "Project overview: what are we doing",
    "assumptions": "What assumptions have you made?",
    "constraints": "What constraints does the project face?",
    "options_study": "Options and feasibility study",
    "in_scope": "What is within scope?",
    "out_of_scope": "What is outside of scope?",
    "cost_and_savings": "Cost and savings",
    "non_financial_benefits": "Non-financial benefits",
    "who_is_affected": "Who will be affected by this proposal?",
    "positive_impacts": "What positive impacts are anticipated?",
    "negative_impacts": "What negative impacts are anticipated?",
    "neutral_impacts": "Are there any neutral impacts?",
    "protected_characteristics": "Are any protected characteristics affected?",
}
"""The narrative sections of a business case, in the order its template prints them."""

OTHER_KIND = "other"
"""A section that a document prints under a heading of its own."""

STATEMENT_KINDS: dict[str, str] = {
    **OPTION_FORM_KINDS,
    **IMPACT_KINDS,
    **BUSINESS_CASE_KINDS,
    OTHER_KIND: "Other section",
}
"""Every kind of narrative section, in the order a page prints them, with its standard heading."""


@dataclass(frozen=True)
class BaseBudgetRecord:
    """A service's base budget in whole pounds; the note is printed beside the net budget."""

    year: FinancialYear
    gross: int
    income: int
    note: str = ""

    @property
    def net(self) -> int:
        """Gross less income, in pounds."""
        return net_budget(self.gross, self.income)


@dataclass(frozen=True)
class FindingRecord:
    """Something that did not add up when the proposal was read, when and why it was accepted.

    It speaks of the document as it was read; the figures may have been corrected since.
    """

    message: str
    reason: str
    accepted_on: date | None = None


@dataclass(frozen=True)
class SectionRecord:
    """A narrative section: its printed heading, whether it was answered, and its public wording.

    `exempt_paragraph` says that more is held back, under which paragraph of Schedule 12A, and why.
    """

    kind: str
    heading: str
    text: str
    answer: str = "answered"
    exempt_paragraph: int | None = None
    public_interest_reason: str = ""


@dataclass(frozen=True)
class RiskRecord:
    """A risk: its title, its level ("H", "M", "L" or empty) and what is done about it."""

    title: str
    level: str = ""
    mitigation: str = ""


@dataclass(frozen=True)
class DependencyRecord:
    """Something the proposal rests on; `on_reference` names another proposal, where it is one."""

    title: str
    on_reference: str = ""


@dataclass(frozen=True)
class ReportRecord:
    """A meeting that the proposal was reported to: the meeting in words, the agenda item, the appendix."""

    meeting: str
    item: str = ""
    appendix: str = ""


@dataclass(frozen=True)
class CharacteristicImpact:
    """The impact on people of one protected characteristic: effect as a code, and mitigation."""

    characteristic: str
    effect: str
    effect_label: str
    mitigation: str = ""


@dataclass(frozen=True)
class EqualityRecord:
    """The equality impact assessment; `screening` is empty until the proposal was screened."""

    screening: str = ""
    status: str = "not_started"
    owner: str = ""
    assessed_on: date | None = None
    edition: str = ""
    summary: str = ""
    impacts: tuple[CharacteristicImpact, ...] = ()

"""The requirements before a proposal moves on: “ready for Cabinet: 9 of 12”, each listed.

Pure: it reads a plain record. One table states what is required from which stage on.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from proposals.domain.checks import SMALL_STAFFING_NUMBER, small_staffing_numbers
from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.fields import STORED, ProposalField
from proposals.domain.records import ProposalRecord
from proposals.domain.stages import PATH, Stage, sign_offs_asked_for


@dataclass(frozen=True)
class Facts:
    """The facts that completeness is judged by: the proposal, the stages signed off, the warnings without a reason."""

    record: ProposalRecord
    signed_off: frozenset[Stage] = frozenset()
    ever_signed_off: frozenset[Stage] = frozenset()
    """The stages that were signed off here at some time, whether or not the sign-off is still valid."""
    open_warnings: tuple[str, ...] = ()
    open_warning_codes: frozenset[str] = frozenset()
    open_questions: tuple[str, ...] = ()
    """The teams of specialists that have been asked and have not answered."""


@dataclass(frozen=True)
class Requirement:
    """A thing that must be there: what it is in words, and whether it is.

    One that `can_be_overridden` does not hold the proposal up when a reason is recorded.
    """

    code: str
    words: str
    is_met: bool
    can_be_overridden: bool = False


@dataclass(frozen=True)
class _Rule:
    code: str
    words: str
    since: Stage
    is_met: Callable[[Facts], bool]
    can_be_overridden: bool = False
    of: str = ""
    """The direction of the proposals that it is asked of; both where empty."""
    applies: Callable[[Facts], bool] = lambda _: True
    """True if it is asked of this proposal at all."""


def _answers_one_of(*kinds: str) -> Callable[[Facts], bool]:
    return lambda facts: any(facts.record.has_section(kind) for kind in kinds)


def _has_figures(facts: Facts) -> bool:
    record = facts.record
    return bool(record.known_years) if record.profile_complete else record.stated_total is not None


def _is_screened(facts: Facts) -> bool:
    return bool(facts.record.equality and facts.record.equality.screening)


def _is_assessed(facts: Facts) -> bool:
    equality = facts.record.equality
    return equality is None or equality.screening != "full_needed" or equality.status == "complete"


def _fields_asked_from(*stages: Stage) -> Iterator[_Rule]:
    """Yield a rule for each plain field that is declared to be asked for from one of the stages."""
    for item in STORED:
        if item.asked_from in stages:
            yield _Rule(
                item.name,
                item.named.removeprefix("the "),
                item.asked_from,
                partial(_is_stated, item),
                of=item.of,
            )


def _is_stated(item: ProposalField, facts: Facts) -> bool:
    return bool(item.text(facts.record))


_RULES: tuple[_Rule, ...] = (
    _Rule("service", "service", Stage.SERVICE_REVIEW, lambda facts: bool(facts.record.service)),
    _Rule("figures", "savings", Stage.SERVICE_REVIEW, _has_figures, of=SAVING),
    _Rule("figures", "amounts by year", Stage.SERVICE_REVIEW, _has_figures, of=PRESSURE),
    *_fields_asked_from(Stage.SERVICE_REVIEW),
    _Rule(
        "impact",
        "impact on the service and residents",
        Stage.SERVICE_REVIEW,
        _answers_one_of("impact_upon_service", "negative_impacts", "positive_impacts"),
        of=SAVING,
    ),
    _Rule(
        "need",
        "reason for the pressure",
        Stage.SERVICE_REVIEW,
        _answers_one_of("why_needed", "if_not_done", "brief_description", "overview", "impact_upon_service"),
        of=PRESSURE,
    ),
    _Rule(
        "base_budget",
        "base budget",
        Stage.FINANCE_REVIEW,
        lambda facts: facts.record.base_budget is not None,
        of=SAVING,
    ),
    _Rule(
        "posts",
        "change in posts (enter 0 if there is none)",
        Stage.FINANCE_REVIEW,
        lambda facts: facts.record.fte_is_stated or facts.record.has_section("impact_upon_staff"),
        of=SAVING,
    ),
    _Rule(
        "committee",
        "committee",
        Stage.FINANCE_REVIEW,
        lambda facts: bool(facts.record.committees),
    ),
    _Rule(
        "equality_screening",
        "equality screening",
        Stage.FINANCE_REVIEW,
        _is_screened,
        can_be_overridden=True,
        of=SAVING,
    ),
    _Rule(
        "warnings",
        "explanation of each warning",
        Stage.SERVICE_REVIEW,
        lambda facts: not facts.open_warnings,
    ),
    *_fields_asked_from(Stage.FINANCE_REVIEW, Stage.CORPORATE_REVIEW),
    _Rule(
        "decisions",
        "decisions required",
        Stage.CORPORATE_REVIEW,
        _answers_one_of("decisions_needed", "approach", "how_achieved"),
        of=SAVING,
    ),
    _Rule(
        "specialists",
        "specialist advice",
        Stage.CABINET_MEMBER_REVIEW,
        lambda facts: not facts.open_questions,
    ),
    *_fields_asked_from(Stage.CABINET_MEMBER_REVIEW, Stage.READY_TO_PUBLISH),
    _Rule(
        SMALL_STAFFING_NUMBER,
        "reason for publishing a small number of posts",
        Stage.READY_TO_PUBLISH,
        lambda facts: SMALL_STAFFING_NUMBER not in facts.open_warning_codes,
        applies=lambda facts: bool(small_staffing_numbers(facts.record)),
    ),
    _Rule(
        "equality_assessment",
        "full equality impact assessment",
        Stage.DECIDED,
        _is_assessed,
        can_be_overridden=True,
    ),
)


_AFTER_ALL_REVIEWS = frozenset({Stage.READY_TO_PUBLISH, Stage.PUBLISHED})


def requirements(facts: Facts, target: Stage) -> tuple[Requirement, ...]:
    """Return what must be there before the proposal enters `target`, in the table's order.

    Nothing is asked for on the way out or back. After publication only what is new is asked for: a
    document of a council's published papers came with no sign-offs of ours, and when it is corrected here only
    those are asked for from the review that it was sent back to.
    """
    if target not in PATH:
        return ()
    index, published = PATH.index(target), PATH.index(Stage.PUBLISHED)
    first = index if index > published else 0
    listed = [
        Requirement(rule.code, rule.words, rule.is_met(facts), rule.can_be_overridden)
        for rule in _RULES
        if first <= PATH.index(rule.since) <= index
        and rule.of in {"", facts.record.direction}
        and rule.applies(facts)
    ]
    signed = sign_offs_asked_for(target, facts.ever_signed_off) if target in _AFTER_ALL_REVIEWS else ()
    listed += [
        Requirement(f"signed_{stage}", f"{stage.label} sign-off", stage in facts.signed_off)
        for stage in signed
        # A sign-off given by this very move is not required beforehand.
        if not (target is Stage.READY_TO_PUBLISH and stage is Stage.CABINET_MEMBER_REVIEW)
    ]
    return tuple(listed)


def missing(facts: Facts, target: Stage) -> tuple[Requirement, ...]:
    """Return those of the requirements of `target` that are not met."""
    return tuple(item for item in requirements(facts, target) if not item.is_met)


def describe_progress(listed: tuple[Requirement, ...]) -> str:
    """Return how many of the requirements are met, such as “9 of 12”."""
    return f"{sum(item.is_met for item in listed)} of {len(listed)}"

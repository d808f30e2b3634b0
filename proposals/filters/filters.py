"""The filters with choices, each declared once."""

from collections.abc import Mapping, Sequence

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual

from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.stages import Stage
from proposals.filters.bands import (
    DELIVERABILITY,
    KNOWN,
    NOT_STATED,
    POUNDS,
    SHARES,
    SHARES_IN_PERCENT,
    SIZE_CASES,
    SURE,
    at_least,
)
from proposals.filters.facets import (
    FieldFacet,
    FlagFacet,
    Label,
    RowFacet,
    WardFacet,
    YearsFacet,
    met,
    number_in,
    text_in,
    ward_in,
    year_of,
)
from proposals.models import (
    EqualityImpact,
    ImpactStatement,
    ProposalCommittee,
    WhereReported,
)
from proposals.permissions.proposals import READABLE
from services.values.years import FinancialYear

TOTAL_IS_KNOWN = Q(profile_complete=True) | Q(stated_total__isnull=False)
"""The condition that the stored total is meaningful: it is zero where neither years nor a total were stated."""


def of_amount(least: int | None = None, most: int | None = None) -> Q:
    """Return the condition that the total is within the bounds: what a saving saves, or what a pressure adds."""
    of_saving, of_pressure = Q(direction=SAVING), Q(direction=PRESSURE)
    if least is not None:
        of_saving, of_pressure = (
            of_saving & Q(total_saving__gte=least),
            of_pressure & Q(total_saving__lte=-least),
        )
    if most is not None:
        of_saving, of_pressure = (
            of_saving & Q(total_saving__lte=most),
            of_pressure & Q(total_saving__gte=-most),
        )
    return of_saving | of_pressure


NET_BUDGET = F("base_budget__gross") - F("base_budget__income")
SHARE_IS_KNOWN = (
    TOTAL_IS_KNOWN & Q(direction=SAVING) & Q(base_budget__isnull=False) & Q(GreaterThan(NET_BUDGET, 0))
)
"""The condition that a saving takes a share of a net budget; without a budget it fails, and is not unknown."""

POSTS_ARE_STATED = ~Q(posts_stated="")
_STAFF_IN_WORDS = ImpactStatement._base_manager.filter(
    proposal=OuterRef("pk"), kind="impact_upon_staff", answer=ImpactStatement.Answer.ANSWERED
)

FACETS: tuple[FieldFacet | FlagFacet | RowFacet, ...] = (
    FieldFacet(
        "directorate",
        "service__directorate",
        value_of=number_in,
        is_text=False,
        label_paths=("name",),
    ),
    FieldFacet(
        "service",
        "service",
        value_of=number_in,
        is_text=False,
        label_paths=("name", "directorate__name"),
    ),
    FieldFacet(
        "portfolio",
        "service__portfolio",
        value_of=number_in,
        is_text=False,
        label_paths=("name",),
    ),
    RowFacet("committee", ProposalCommittee, "committee", label_paths=("name",), offers_none=True),
    FieldFacet("direction", "direction"),
    FieldFacet("pressure_category", "pressure_category"),
    FieldFacet("certainty", "certainty"),
    FieldFacet("fund", "fund"),
    FieldFacet("category", "category"),
    FieldFacet("kind", "kind"),
    FieldFacet("risk", "risk_to_delivery"),
    FieldFacet("residents", "impact_on_residents"),
    FieldFacet("stage", "stage"),
    FieldFacet("delivery", "delivery_status"),
    FieldFacet("start_year", "start_year", year_of, FinancialYear.parse, is_text=False),
    YearsFacet("saving_in", "years_of_change", direction=SAVING),
    YearsFacet("pressure_in", "years_of_change", direction=PRESSURE),
    FlagFacet(
        "size",
        {
            KNOWN: TOTAL_IS_KNOWN,
            PRESSURE: Q(direction=PRESSURE),
            **{at_least(bound): of_amount(least=bound) for bound in POUNDS},
        },
        SIZE_CASES,
    ),
    FieldFacet("recurrence", "recurrence"),
    FlagFacet(
        "fte",
        {
            "stated": POSTS_ARE_STATED,
            "changed": Q(posts_stated="changed"),
            "fewer": Q(total_fte_change__lt=0),
            "more": Q(total_fte_change__gt=0),
            # Asked second: the statements are looked up of those proposals alone that state no number.
            "in words": Q(posts_stated="") & Q(Exists(_STAFF_IN_WORDS)),
        },
        {
            "affected": {"changed": True},
            "reduced": {"fewer": True},
            "increased": {"more": True},
            "none": {"stated": True, "fewer": False, "more": False},
            "in_words": {"stated": False, "in words": True},
            NOT_STATED: {"stated": False, "in words": False},
        },
    ),
    FlagFacet(
        "investment",
        {
            "revenue": Q(investment__in=("revenue", "both")),
            "capital": Q(investment__in=("capital", "both")),
        },
        {
            "revenue": {"revenue": True},
            "capital": {"capital": True},
            "none": {"revenue": False, "capital": False},
        },
    ),
    FlagFacet(
        "consultation",
        {"only": Q(consultation_only=True)},
        {"only": {"only": True}, "no": {"only": False}},
    ),
    FieldFacet("public_consultation", "public_consultation"),
    WardFacet("ward", "wards", value_of=ward_in),
    FlagFacet(
        "deliverability",
        {
            KNOWN: Q(deliverability__isnull=False),
            **{at_least(bound): Q(deliverability__gte=bound) for bound in SURE},
        },
        DELIVERABILITY.cases,
    ),
    FlagFacet(
        "share",
        {
            KNOWN: SHARE_IS_KNOWN,
            **{
                at_least(bound): Q(GreaterThanOrEqual(F("total_saving") * 100, NET_BUDGET * bound))
                for bound in SHARES_IN_PERCENT
            },
        },
        SHARES.cases,
    ),
    FlagFacet(
        "screening",
        {
            "needed": Q(equality__screening="full_needed"),
            "not needed": Q(equality__screening="not_needed"),
            "begun": Q(equality__status="in_progress"),
            "complete": Q(equality__status="complete"),
        },
        {
            "full_needed": {"needed": True},
            "lacking": {"needed": True, "complete": False},
            "not_started": {"needed": True, "begun": False, "complete": False},
            "in_progress": {"needed": True, "begun": True},
            "complete": {"needed": True, "complete": True},
            "not_needed": {"not needed": True},
            NOT_STATED: {"needed": False, "not needed": False},
        },
    ),
    FlagFacet(
        "correction",
        {"corrected": Q(published_version_of__isnull=False), "withdrawn": Q(stage=Stage.WITHDRAWN)},
        {"being_corrected": {"corrected": True}, "withdrawn": {"withdrawn": True}},
    ),
    RowFacet(
        "meeting",
        WhereReported,
        "meeting",
        label_paths=("committee__name", "date", "day_is_known"),
        label_of=met,
        offers_none=True,
        is_repeated=True,
    ),
)
"""Every filter with choices but those of the equality impacts, which speak of one row together."""

BY_NAME: Mapping[str, FieldFacet | FlagFacet | RowFacet] = {facet.name: facet for facet in FACETS}

NO_IMPACT = frozenset({EqualityImpact.Effect.NEUTRAL.value, EqualityImpact.Effect.NOT_APPLICABLE.value})
"""Effects that do not touch the people asked about; a characteristic chosen alone leaves them out."""

CHARACTERISTIC = RowFacet(
    "characteristic",
    EqualityImpact,
    "characteristic",
    label_paths=("name", "position"),
    label_of=lambda name, position: Label(name, (int(position), name.casefold())),
)
EFFECT = RowFacet("effect", EqualityImpact, "effect", value_of=text_in, is_repeated=True)

ALL_BY_NAME: Mapping[str, FieldFacet | FlagFacet | RowFacet] = {
    **BY_NAME,
    CHARACTERISTIC.name: CHARACTERISTIC,
    EFFECT.name: EFFECT,
}

PUBLISHED = FlagFacet(
    "published", {"published": READABLE}, {"yes": {"published": True}, "no": {"published": False}}
)
"""The condition that everybody may read a proposal: counted with the filters, although it is not a filter itself."""


COUNTED: tuple[FieldFacet | FlagFacet | RowFacet, ...] = (*FACETS, PUBLISHED, CHARACTERISTIC, EFFECT)
"""Everything that proposals are counted by."""
IMPACT = "impact"
"""The filter of impacts on equality, which the fields for characteristics and effects make together."""


def impact_condition(characteristics: Sequence[str], effects: Sequence[str]) -> Q:
    """Return the condition that one impact on equality is on a chosen characteristic and of a chosen effect."""
    rows = impacts_on(characteristics) & impacts_of(effects)
    return Q(pk__in=EqualityImpact._base_manager.filter(rows).values("proposal"))


def impacts_on(characteristics: Sequence[str]) -> Q:
    """Return the condition of impacts on a chosen characteristic; on any where none is chosen."""
    keys = [CHARACTERISTIC.value_of(key) for key in characteristics]
    return Q(characteristic__in=keys) if keys else Q()


def impacts_of(effects: Sequence[str]) -> Q:
    """Return the condition of impacts of a chosen effect; where none is chosen, of one that touches people."""
    return Q(effect__in=effects) if effects else ~Q(effect__in=NO_IMPACT)

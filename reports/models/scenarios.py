"""Scenarios: what the position would be with some proposals in, out, smaller, later, or valued otherwise."""

import uuid
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from proposals.domain.fields import DIRECTIONS, FUNDS, GENERAL_FUND
from proposals.domain.forecast.assumptions import PARAMETERS
from proposals.domain.forecast.what_enters import DELIVERIES, FIRST_STAGE, STAGES_COUNTED
from proposals.models import BudgetRound, SavingsProposal
from proposals.models.rounds import LONGEST_ROUND
from proposals.models.years import EITHER_SIGN, NO_NEGATIVES
from reports.models.scenario_querysets import ScenarioQuerySet
from services.audit.history import RecordedModel
from services.db.constraints import check, known, sensible_year, unique
from services.db.fields import FinancialYearField
from services.models import Directorate
from services.values.limits import LARGEST_AMOUNT

WHOLE = Decimal(100)
STATED_AMOUNTS = ("recurring_saving", "one_off_saving", "recurring_cost", "one_off_cost")
"""What an item can state for a year."""

# Deleting what a scenario refers to must not tell of it: the admin names every row that goes with a record, or that
# keeps it. So nothing below leads the database, or Django, from a round, a proposal or a person to a scenario.
_UNTOLD: dict[str, Any] = {"on_delete": models.DO_NOTHING, "db_constraint": False, "related_name": "+"}


class Scenario(RecordedModel):
    """A person's or a group's other view of a round's position, secret until it is shared or released."""

    is_secret: ClassVar[bool] = True

    identifier = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    budget_round = models.ForeignKey(BudgetRound, verbose_name="budget round", **_UNTOLD)
    name = models.CharField("name", max_length=100, help_text="For example, Council tax at 2.99%.")
    description = models.TextField("description", blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, **_UNTOLD)
    stage = models.CharField(
        "proposals counted", max_length=10, choices=list(STAGES_COUNTED.items()), default=FIRST_STAGE
    )
    delivery = models.CharField(
        "savings delivered", max_length=15, choices=list(DELIVERIES.items()), default="headline"
    )
    percent = models.PositiveSmallIntegerField(
        "percentage delivered",
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text="Enter it if every saving is counted at the same percentage. Pressures always count in full.",
    )
    shared_at = models.DateTimeField("shared", null=True, blank=True, editable=False)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            check("named", "Enter a name for the scenario.", ~Q(name="")),
            known("stage", "which proposals are counted", STAGES_COUNTED),
            check(
                "percentage_where_needed",
                "Enter a percentage from 0 to 100 where every saving has the same one, and none otherwise.",
                Q(delivery__in=["headline", "risk-adjusted"], percent__isnull=True)
                | Q(delivery="percentage", percent__range=(0, 100)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of its page, by an identifier that tells nothing of other scenarios."""
        return reverse("budget:scenario", args=[self.budget_round_id, self.identifier])


class ScenarioItem(RecordedModel):
    """A proposal or pressure that a scenario treats otherwise, or one that exists in the scenario only."""

    history_parent: ClassVar[str] = "scenario"

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="items")
    proposal = models.ForeignKey(SavingsProposal, null=True, blank=True, **_UNTOLD)
    is_included = models.BooleanField("included", default=True)
    share = models.DecimalField(
        "share",
        max_digits=5,
        decimal_places=2,
        default=WHOLE,
        validators=[MinValueValidator(0), MaxValueValidator(WHOLE)],
        help_text="The percentage of its amounts that is counted.",
    )
    delay = models.PositiveSmallIntegerField(
        "delay",
        default=0,
        validators=[MaxValueValidator(LONGEST_ROUND)],
        help_text="The number of years by which it begins later.",
    )
    title = models.CharField("title", max_length=300, blank=True)
    direction = models.CharField("direction", max_length=10, choices=list(DIRECTIONS.items()), blank=True)
    fund = models.CharField("fund", max_length=30, choices=list(FUNDS.items()), default=GENERAL_FUND)
    directorate = models.ForeignKey(Directorate, null=True, blank=True, **_UNTOLD)
    deliverability = models.PositiveSmallIntegerField(
        "deliverability",
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text="The percentage of the saving that is expected to be delivered.",
    )

    class Meta:
        ordering = ["scenario", "pk"]
        verbose_name = "item of a scenario"
        verbose_name_plural = "items of scenarios"
        constraints = [
            unique(
                "proposal_once", "The scenario has this proposal already.", fields=["scenario", "proposal"]
            ),
            check(
                "proposal_or_title",
                "Enter a title, and choose saving or pressure.",
                Q(proposal__isnull=False, title="", direction="")
                | Q(proposal__isnull=True, direction__in=list(DIRECTIONS)) & ~Q(title=""),
            ),
            check("share_within_whole", "The share is a percentage from 0 to 100.", Q(share__range=(0, 100))),
            check(
                "sensible_delay",
                f"The delay is from 0 to {LONGEST_ROUND} years.",
                Q(delay__range=(0, LONGEST_ROUND)),
            ),
            known("fund", "a fund", FUNDS),
            check(
                "sensible_deliverability",
                "Deliverability is a percentage from 0 to 100.",
                Q(deliverability__isnull=True) | Q(deliverability__range=(0, 100)),
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"proposal {self.proposal_id}"


class ScenarioYear(RecordedModel):
    """The amounts of an item in one year, in place of those of its proposal; a pressure's are savings below zero."""

    history_parent: ClassVar[str] = "item"

    item = models.ForeignKey(ScenarioItem, on_delete=models.CASCADE, related_name="years")
    year = FinancialYearField("financial year")
    recurring_saving = models.BigIntegerField("recurring saving", default=0, validators=EITHER_SIGN)
    one_off_saving = models.BigIntegerField("one-off saving", default=0, validators=EITHER_SIGN)
    recurring_cost = models.BigIntegerField("recurring cost", default=0, validators=EITHER_SIGN)
    one_off_cost = models.BigIntegerField("one-off cost", default=0, validators=NO_NEGATIVES)

    class Meta:
        ordering = ["item", "year"]
        verbose_name = "year of a scenario’s item"
        verbose_name_plural = "years of scenarios’ items"
        constraints = [
            unique("unique_year", "This item already has amounts for that year.", fields=["item", "year"]),
            check(
                "no_huge_amounts",
                "An amount is too large, or a one-off cost is below zero.",
                Q(
                    recurring_saving__range=(-LARGEST_AMOUNT, LARGEST_AMOUNT),
                    one_off_saving__range=(-LARGEST_AMOUNT, LARGEST_AMOUNT),
                    recurring_cost__range=(-LARGEST_AMOUNT, LARGEST_AMOUNT),
                    one_off_cost__range=(0, LARGEST_AMOUNT),
                ),
            ),
            sensible_year(),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.year}"

    def history_subject(self) -> tuple[str, int]:
        """Return the scenario, so that its secrecy covers the row."""
        return self.item.history_subject()


class ScenarioParameter(RecordedModel):
    """The value of an assumption in a scenario, in place of that of the register."""

    history_parent: ClassVar[str] = "scenario"

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="parameters")
    key = models.CharField(
        "assumption", max_length=30, choices=[(key, parameter.label) for key, parameter in PARAMETERS.items()]
    )
    value = models.DecimalField("value", max_digits=17, decimal_places=4)

    class Meta:
        ordering = ["scenario", "key"]
        verbose_name = "changed assumption of a scenario"
        verbose_name_plural = "changed assumptions of scenarios"
        constraints = [
            unique(
                "once", "The scenario has a value for this assumption already.", fields=["scenario", "key"]
            ),
            known("key", "an assumption", PARAMETERS, name="parameter"),
            check(
                "no_huge_value", "The value is too large.", Q(value__range=(-LARGEST_AMOUNT, LARGEST_AMOUNT))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_key_display()}: {self.value}"

    def clean(self) -> None:
        """Refuse a value that the assumption cannot have."""
        parameter = PARAMETERS.get(self.key)
        if parameter and self.value is not None and not parameter.smallest <= self.value <= parameter.largest:
            raise ValidationError({"value": parameter.refusal})

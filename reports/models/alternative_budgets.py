"""Alternative budgets: the groups that may put one up, a round's protocol, the budgets, and opinions on them."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from proposals.models import BudgetRound
from reports.models.scenario_querysets import AlternativeBudgetQuerySet, ProtocolQuerySet
from reports.models.scenarios import Scenario
from services.audit.history import RecordedModel
from services.db.constraints import check, known, unique
from services.models import Council
from services.values.wording import listed


class PoliticalGroup(RecordedModel):
    """A political group of a council; its members work on its alternative budget together."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="political_groups")
    name = models.CharField("name", max_length=100)

    class Meta:
        ordering = ["council", "name"]
        verbose_name = "political group"
        constraints = [
            unique(
                "unique_name",
                "This council already has a political group of that name.",
                "council",
                Lower("name"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(RecordedModel):
    """A person's membership of a political group."""

    history_parent: ClassVar[str] = "group"

    group = models.ForeignKey(PoliticalGroup, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="person"
    )

    class Meta:
        ordering = ["group", "user__username", "pk"]
        verbose_name = "member of a political group"
        verbose_name_plural = "members of political groups"
        constraints = [
            unique("once", "This person is already a member of the group.", fields=["group", "user"]),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.user}"

    def clean(self) -> None:
        """Refuse a person who is in another group of the council or sees all: they would carry secrets to a group."""
        if self.user_id is None or self.group_id is None:
            return
        others = GroupMember.objects.filter(user=self.user_id, group__council=self.group.council_id)
        other = others.exclude(group=self.group_id).select_related("group").first()
        if other is not None:
            raise ValidationError({"user": f"This person is a member of {other.group} already."})
        naming = AlternativeBudgetProtocol.objects.naming(self.user).filter(
            budget_round__council=self.group.council_id
        )
        protocol = naming.exclude(release_at__lte=timezone.now()).select_related("budget_round").first()
        if protocol is not None:
            raise ValidationError(
                {
                    "user": f"The protocol of {protocol.budget_round} names this person, who sees every group’s budget."
                }
            )


def _officer(name: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=name
    )


class AlternativeBudgetProtocol(RecordedModel):
    """A council's rules for the alternative budgets of a round, and the officers who see them before their release."""

    budget_round = models.OneToOneField(
        BudgetRound, on_delete=models.PROTECT, related_name="alternative_budget_protocol"
    )
    deadline = models.DateTimeField("deadline for submission")
    most_amendments = models.PositiveSmallIntegerField(
        "most amendments",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Each proposal treated differently, each addition and each changed assumption counts as one. "
        "Leave blank if there is no limit.",
    )
    section_151_officer = _officer("section 151 officer")
    monitoring_officer = _officer("monitoring officer")
    chief_executive = _officer("chief executive")
    release_at = models.DateTimeField(
        "release",
        null=True,
        blank=True,
        help_text="The moment at which everybody who can view the round sees all submitted budgets.",
    )

    objects = ProtocolQuerySet.as_manager()

    class Meta:
        ordering = ["budget_round"]
        verbose_name = "protocol for alternative budgets"
        verbose_name_plural = "protocols for alternative budgets"
        constraints = [
            check(
                "release_after_deadline",
                "The release cannot be before the deadline for submission.",
                Q(release_at__isnull=True) | Q(release_at__gte=F("deadline")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget_round.name}: alternative budgets"

    @property
    def is_released(self) -> bool:
        """Return whether the budgets are open to everybody who sees the round."""
        return self.release_at is not None and self.release_at <= timezone.now()

    @property
    def is_past_deadline(self) -> bool:
        """Return whether the deadline for submission has passed."""
        return timezone.now() > self.deadline


class ProtocolReviewer(RecordedModel):
    """An officer beside the three whom a protocol names to check figures."""

    history_parent: ClassVar[str] = "protocol"

    protocol = models.ForeignKey(
        AlternativeBudgetProtocol, on_delete=models.CASCADE, related_name="reviewers"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="person"
    )

    class Meta:
        ordering = ["protocol", "user__username", "pk"]
        verbose_name = "reviewer of alternative budgets"
        verbose_name_plural = "reviewers of alternative budgets"
        constraints = [
            unique("once", "This person is a reviewer already.", fields=["protocol", "user"]),
        ]

    def __str__(self) -> str:
        return f"{self.protocol}: {self.user}"


class AlternativeBudget(RecordedModel):
    """A political group's scenario under a protocol: submitted by the group, checked by officers, then released."""

    history_parent: ClassVar[str] = "scenario"

    scenario = models.OneToOneField(Scenario, on_delete=models.CASCADE, related_name="alternative_budget")
    protocol = models.ForeignKey(AlternativeBudgetProtocol, on_delete=models.PROTECT, related_name="+")
    # A group with an alternative budget is never deleted, so the protection never has to speak of it.
    group = models.ForeignKey(PoliticalGroup, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField("submitted", null=True, blank=True, editable=False)
    returned_at = models.DateTimeField("returned to the group", null=True, blank=True, editable=False)
    checked_at = models.DateTimeField("figures checked", null=True, blank=True, editable=False)
    check_comments = models.TextField("comments on the figures", blank=True)

    objects = AlternativeBudgetQuerySet.as_manager()

    class Meta:
        ordering = ["protocol", "group__name"]
        verbose_name = "alternative budget"
        constraints = [
            unique(
                "one_a_group",
                "Your group has an alternative budget in this round already.",
                fields=["protocol", "group"],
            ),
            check(
                "checked_when_submitted",
                "The figures of a budget can be checked once it is submitted.",
                Q(checked_at__isnull=True) | Q(submitted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.scenario}"

    @property
    def missing_opinions(self) -> str:
        """The offices whose opinions are not recorded, in words; empty where all are."""
        recorded = {opinion.office for opinion in self.opinions.all()}
        return listed(office.label.lower() for office in Office if office not in recorded)


class Office(models.TextChoices):
    """The three officers who give an opinion on each alternative budget."""

    SECTION_151 = "section_151_officer", "Section 151 officer"
    MONITORING = "monitoring_officer", "Monitoring officer"
    CHIEF_EXECUTIVE = "chief_executive", "Chief executive"


class Opinion(RecordedModel):
    """What one of the three officers thinks of an alternative budget, and on what grounds."""

    history_parent: ClassVar[str] = "alternative_budget"

    class View(models.TextChoices):
        NO_OBJECTION = "no_objection", "No objection"
        CONDITIONS = "conditions", "No objection, subject to conditions"
        OBJECTION = "objection", "Objection"

    alternative_budget = models.ForeignKey(
        AlternativeBudget, on_delete=models.CASCADE, related_name="opinions"
    )
    office = models.CharField("office", max_length=30, choices=Office)
    view = models.CharField("opinion", max_length=20, choices=View)
    grounds = models.TextField("grounds")

    class Meta:
        ordering = ["alternative_budget", "-office"]
        verbose_name = "opinion on an alternative budget"
        verbose_name_plural = "opinions on alternative budgets"
        constraints = [
            unique(
                "one_an_office",
                "This officer’s opinion is recorded already.",
                fields=["alternative_budget", "office"],
            ),
            known("office", "an office", Office.values),
            known("view", "an opinion", ["no_objection", "conditions", "objection"]),
            check("grounds_given", "Enter the grounds of the opinion.", ~Q(grounds="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_office_display()}: {self.get_view_display()}"

    def history_subject(self) -> tuple[str, int]:
        """Return the scenario, so that its secrecy covers the row."""
        return self.alternative_budget.history_subject()

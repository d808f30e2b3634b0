"""The forms of alternative budgets: the protocol, the check, an opinion, and the release."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone

from councilsavings.forms import PageForm, PageFormMixin, save_own_fields
from proposals.exempt.grants import assigned_elsewhere_only, name_of
from proposals.permissions.exempt import MAY_BE_GRANTED
from reports.models import AlternativeBudgetProtocol, GroupMember, Opinion, ProtocolReviewer
from services.forms.fields import LongTextField, MomentField
from services.models import Council

OFFICERS = ("section_151_officer", "monitoring_officer", "chief_executive")
_NOT_THERE = "Choose an officer of this council who has a role. An administrator gives roles."


def officers_of(council: Council) -> QuerySet[Any]:
    """Return the officers of the council who have a role, and so can open its pages, by name; councillors are none."""
    councillors = [role.value for role in MAY_BE_GRANTED]
    return (
        get_user_model()
        .objects.filter(Q(groups__isnull=False) | Q(is_superuser=True), is_active=True)
        .exclude(pk__in=assigned_elsewhere_only(council))
        .exclude(groups__name__in=councillors)
        .order_by("last_name", "first_name", "username", "pk")
        .distinct()
    )


class ProtocolForm(PageFormMixin, forms.ModelForm):
    """The rules of a round's alternative budgets, and the people who see them before their release."""

    reviewers = forms.ModelMultipleChoiceField(
        None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Officers who check figures beside the three above. They see every submitted budget.",
        error_messages={"invalid_choice": _NOT_THERE},
    )

    class Meta:
        model = AlternativeBudgetProtocol
        fields = ("deadline", "most_amendments", *OFFICERS)
        field_classes = {"deadline": MomentField}
        error_messages = {
            "deadline": {"required": "Enter the deadline for submission."},
            **{name: {"required": "Choose an officer.", "invalid_choice": _NOT_THERE} for name in OFFICERS},
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the officers of the round's council."""
        super().__init__(*args, **options)
        officers = officers_of(self.instance.budget_round.council)
        for name in (*OFFICERS, "reviewers"):
            self.fields[name].queryset = officers
            self.fields[name].label_from_instance = name_of
        if self.instance.pk:
            self.initial["reviewers"] = [reviewer.user_id for reviewer in self.instance.reviewers.all()]

    def clean(self) -> dict[str, Any]:
        """Refuse a named person who is in a political group, and a monitoring officer with another of the offices."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        named = [(name, person) for name in OFFICERS if (person := cleaned.get(name))]
        named += [("reviewers", person) for person in cleaned.get("reviewers", ())]
        council = self.instance.budget_round.council_id
        members = GroupMember.objects.filter(group__council=council).values_list("user", flat=True)
        for name, person in named:
            if person.pk in members:
                self.add_error(
                    name, f"{name_of(person)} is a member of a political group. Choose another officer."
                )
        monitoring = cleaned.get("monitoring_officer")
        if monitoring and monitoring in (cleaned.get("section_151_officer"), cleaned.get("chief_executive")):
            self.add_error(
                "monitoring_officer", "The monitoring officer must not have another of the three offices."
            )
        return cleaned

    def save(self, commit: bool = True) -> AlternativeBudgetProtocol:
        """Save the protocol and its reviewers."""
        protocol: AlternativeBudgetProtocol = save_own_fields(self)
        chosen = {person.pk for person in self.cleaned_data["reviewers"]}
        for reviewer in protocol.reviewers.exclude(user__in=chosen):
            reviewer.delete()
        there = set(protocol.reviewers.values_list("user", flat=True))
        ProtocolReviewer.objects.bulk_create(
            ProtocolReviewer(protocol=protocol, user_id=key) for key in sorted(chosen - there)
        )
        return protocol


class CheckForm(PageForm):
    """An officer's comments on the figures of a budget."""

    comments = LongTextField(
        label="Comments on the figures",
        help_text="The group can read them now; everybody who can view the round can after the release.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class OpinionForm(PageFormMixin, forms.ModelForm):
    """The opinion of an office and its grounds."""

    class Meta:
        model = Opinion
        fields = ("view", "grounds")
        widgets = {"view": forms.RadioSelect, "grounds": forms.Textarea(attrs={"rows": 8})}
        error_messages = {
            "view": {"required": "Choose an opinion."},
            "grounds": {"required": "Enter the grounds of the opinion."},
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the opinions without an empty choice."""
        super().__init__(*args, **options)
        self.fields["view"].choices = Opinion.View.choices


class ReleaseForm(PageForm):
    """The moment of the release: now, unless a later one is set."""

    at = MomentField(
        label="Date and time of the release",
        required=False,
        help_text="Leave blank to release the budgets now.",
    )

    def clean_at(self) -> Any:
        """Return the moment; refuse one that has passed."""
        at = self.cleaned_data["at"]
        if at is not None and at <= timezone.now():
            raise forms.ValidationError(
                "Enter a time in the future, or leave it blank to release the budgets now."
            )
        return at

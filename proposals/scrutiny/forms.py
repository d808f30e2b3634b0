"""The forms of scrutiny's record: one for each step, asking for what that step needs and no more."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from councilsavings.forms import PageForm
from proposals.domain.scrutiny_items import ItemKind, Response
from proposals.models import SavingsProposal, ScrutinyItem
from proposals.permissions.scrutiny import adds_for_others, officers_for
from proposals.scrutiny.reading import who_reads_published
from services.db.lengths import longest
from services.forms.fields import DayField
from services.models import Meeting

LONGEST_TEXT = 8000
LONGEST_NAME = longest(ScrutinyItem, "asked_by_name")
PUBLIC_WORDING = "This may be published. Do not include exempt information."

KIND_HINTS: dict[ItemKind, str] = {
    ItemKind.QUESTION: "Question: to be answered by officers",
    ItemKind.INFORMATION: "Request for information: a paper or figures to be sent to you",
    ItemKind.COMMENT: "Comment: a view to be recorded, without an answer",
    ItemKind.RECOMMENDATION: "Recommendation: an action for Cabinet, which responds",
}
RESPONSE_LABELS: dict[Response, str] = {
    Response.ACCEPTED: "Accepted",
    Response.PARTLY_ACCEPTED: "Partly accepted",
    Response.REJECTED: "Rejected",
}


def _text(label: str, missing: str, *, rows: int = 5, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": missing,
            "max_length": f"Enter {LONGEST_TEXT:,} characters or fewer. You have entered %(show_value)d.",
        },
        **options,
    )


def _date(label: str, help_text: str, *, required: bool = True) -> DayField:
    return DayField(
        label=label,
        help_text=help_text,
        required=required,
        error_messages={"required": "Enter the date."},
    )


def _name(label: str, help_text: str, missing: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_NAME,
        required=bool(missing),
        error_messages={"required": missing},
    )


class AddForm(PageForm):
    """A question or recommendation; clerks also enter its author and date, members ask in their own name."""

    kind = forms.ChoiceField(
        label="Type of item",
        choices=[(kind.value, words) for kind, words in KIND_HINTS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the type of item.", "invalid_choice": "Choose the type of item."},
    )
    text = _text("Details", "Enter your question, comment or recommendation.", help_text=PUBLIC_WORDING)
    meeting = forms.ModelChoiceField(
        None,
        label="Meeting",
        required=False,
        empty_label="Not at a meeting",
        help_text="The meeting at which it was raised.",
        error_messages={"invalid_choice": "Choose a meeting of this council from the list."},
    )
    asked_by_name = _name(
        "Asked by",
        "The name of the member, or of the committee for a recommendation.",
        "Enter who asked.",
    )
    asked_on = _date("Asked on", "The date of the meeting, or the date you received it.")

    def __init__(self, *args: Any, proposal: SavingsProposal, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings_for(proposal)
        if not adds_for_others(user, proposal):
            del self.fields["asked_by_name"], self.fields["asked_on"]

    def clean_asked_on(self) -> datetime.date:
        """Refuse a day that has not come."""
        return _not_after_today(self.cleaned_data["asked_on"])


class StepForm(PageForm):
    """A step on an item, sent with the version of the item that the page showed."""

    shown_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, item: ScrutinyItem, user: Any, **kwargs: Any) -> None:
        initial = {**self.initial_of(item, user), "shown_version": item.version}
        super().__init__(*args, initial=initial, **kwargs)
        self.item = item

    def clean(self) -> dict[str, Any]:
        """Refuse what does not say which state of the item the person had before them."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("shown_version") is None:
            self.add_error(
                None, "The form is out of date. Check the current version of the item and submit it again."
            )
        return cleaned

    def initial_of(self, item: ScrutinyItem, user: Any) -> dict[str, Any]:
        """Return the stored values of the item."""
        return {name: getattr(item, name) for name in self.base_fields if name != "shown_version"}


class CorrectForm(StepForm):
    """Edit of an item that nobody has answered yet."""

    text = _text("Details", "Enter your question, comment or recommendation.", help_text=PUBLIC_WORDING)


class WithdrawForm(StepForm):
    """The reason for withdrawing an item, which stays in the log."""

    withdrawn_because = _text(
        "Reason for withdrawing",
        "Enter the reason for withdrawing it.",
        rows=3,
        help_text="The item stays in the scrutiny log.",
    )


class AssignForm(StepForm):
    """The officer responsible for the answer, and the day it is due."""

    owner = forms.ModelChoiceField(
        None,
        label="Officer",
        required=False,
        empty_label="No officer chosen",
        error_messages={"invalid_choice": "Choose an officer from the list, or enter a name below."},
    )
    owner_name = _name(
        "Or name of somebody without an account", "A name or a post, for example Director of Environment."
    )
    due_on = _date("Due", "The date by which the answer is needed.", required=False)

    def __init__(self, *args: Any, item: ScrutinyItem, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, item=item, user=user, **kwargs)
        owner = self.fields["owner"]
        owner.queryset = officers_for(item.proposal)
        owner.label_from_instance = name_of

    def initial_of(self, item: ScrutinyItem, user: Any) -> dict[str, Any]:
        """Return the officer, or the name of somebody who has no account."""
        name = "" if item.owner_id else item.owner_name
        return {"owner": item.owner_id, "owner_name": name, "due_on": item.due_on}

    def clean_due_on(self) -> datetime.date | None:
        """Refuse a day before it was asked."""
        due: datetime.date | None = self.cleaned_data["due_on"]
        if due and due < self.item.asked_on:
            raise forms.ValidationError("The answer cannot be due before the day it was asked.")
        return due

    def clean(self) -> dict[str, Any]:
        """Refuse two owners."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("owner") and cleaned.get("owner_name"):
            self.add_error("owner_name", "Choose an officer or enter a name, not both.")
        return cleaned


class AnswerForm(StepForm):
    """The answer, and in whose name."""

    answer = _text("Answer", "Enter the answer.", rows=8, help_text=PUBLIC_WORDING)
    answered_by_name = _name(
        "On behalf of", "A name or a post. It may be published.", "Enter who the answer is on behalf of."
    )

    def initial_of(self, item: ScrutinyItem, user: Any) -> dict[str, Any]:
        """Return the current answer, with the writer's name where there is none."""
        return {"answer": item.answer, "answered_by_name": item.answered_by_name or name_of(user)}


class RespondForm(StepForm):
    """Cabinet's response to a recommendation."""

    response = forms.ChoiceField(
        label="Cabinet’s response",
        choices=[(response.value, words) for response, words in RESPONSE_LABELS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose Cabinet’s response.", "invalid_choice": "Choose one of these."},
    )
    response_reason = _text(
        "Reason",
        "",
        required=False,
        help_text=f"Needed unless the recommendation is accepted in full. {PUBLIC_WORDING}",
    )
    responded_by_name = _name(
        "Response given by", "Cabinet, or the name of the cabinet member.", "Enter who responded."
    )
    responded_on = _date("Response date", "The date of Cabinet’s meeting, or of the member’s decision.")

    def initial_of(self, item: ScrutinyItem, user: Any) -> dict[str, Any]:
        """Return the current response; a cabinet member’s own name and today where there is none."""
        own_name = "" if adds_for_others(user, item.proposal) else name_of(user)
        return {
            "response": item.response,
            "response_reason": item.response_reason,
            "responded_by_name": item.responded_by_name or own_name,
            "responded_on": item.responded_on or timezone.localdate(),
        }

    def clean_responded_on(self) -> datetime.date:
        """Refuse a day that has not come, or one before the recommendation."""
        day = _not_after_today(self.cleaned_data["responded_on"])
        if day < self.item.asked_on:
            raise forms.ValidationError(
                "The response date must be on or after the date of the recommendation."
            )
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where not all of it is accepted."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_in_full = cleaned.get("response") in {None, Response.ACCEPTED.value}
        if not is_in_full and not cleaned.get("response_reason"):
            self.add_error(
                "response_reason", "Enter the reason for not accepting the recommendation in full."
            )
        return cleaned


class CloseForm(StepForm):
    """The outcome, which closes the item."""

    outcome = _text(
        "Outcome", "Enter the outcome.", rows=4, help_text=f"This closes the item. {PUBLIC_WORDING}"
    )


class PublishForm(StepForm):
    """The part of the item that every reader of the proposal may read."""

    NOTHING, ITEM, ALL = "nothing", "item", "all"

    published = forms.ChoiceField(
        label="Publication",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what to publish.", "invalid_choice": "Choose one of these."},
    )

    def __init__(self, *args: Any, item: ScrutinyItem, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, item=item, user=user, **kwargs)
        choices = [
            (self.NOTHING, "Nothing"),
            (self.ITEM, "The item, without its answer, response and outcome"),
        ]
        if item.answer or item.response or item.outcome:
            choices.append((self.ALL, "The item with its answer, response and outcome"))
        self.fields["published"].choices = choices
        who = who_reads_published(item.proposal)
        self.fields["published"].help_text = f"Visible to: {who[0].lower()}{who[1:]}"

    def initial_of(self, item: ScrutinyItem, user: Any) -> dict[str, Any]:
        """Return what is published now."""
        if item.answer_published_at:
            return {"published": self.ALL}
        return {"published": self.ITEM if item.published_at else self.NOTHING}


def meetings_for(proposal: SavingsProposal) -> Any:
    """Return the meetings of the proposal's council, the newest first."""
    return Meeting.objects.filter(committee__council=proposal.budget_round.council_id).select_related(
        "committee"
    )


def name_of(user: Any) -> str:
    """Return the person's name as the record keeps it."""
    name: str = user.get_full_name() or user.get_username()
    return name[:LONGEST_NAME]


def _not_after_today(day: datetime.date) -> datetime.date:
    if day > timezone.localdate():
        raise forms.ValidationError("The date must be today or in the past.")
    return day

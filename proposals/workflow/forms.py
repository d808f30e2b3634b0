"""The forms with which a proposal is moved and advice is written: each asks for what its move needs, no more."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from councilsavings.forms import PageForm
from proposals.domain.stages import Move, Outcome, Stage
from proposals.models import SavingsProposal
from proposals.workflow.moving import MoveRequest, needs_words, words_missing
from services.db.lengths import longest

LONGEST_REASON = 4000


def _text(label: str, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


class MoveForm(PageForm):
    """A move, with the words it needs; `asks_override` where something missing can be gone on without."""

    shown_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, chosen: Move, asks_override: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, prefix=chosen.code, **kwargs)
        self.chosen = chosen
        if chosen.needs_outcome:
            self.fields["outcome"] = forms.ChoiceField(
                label="Decision",
                choices=[("", "Choose"), *((one.value, one.label) for one in Outcome)],
                error_messages={"required": "Choose the decision."},
            )
        if chosen.target is Stage.SUPERSEDED:
            self.fields["superseded_by"] = forms.CharField(
                label="Reference of the proposal that replaces it",
                max_length=longest(SavingsProposal, "reference"),
                required=False,
                help_text="It must be in the same round. Leave blank if there is none.",
            )
        if chosen.needs_reason or chosen.asks:
            shown_to = "everybody who can view it" if chosen.asks else "officers who work on it"
            self.fields["reason"] = _text(
                chosen.asks or "Reason",
                required=chosen.needs_reason,
                help_text=f"Saved with the proposal. Visible to {shown_to}.",
                error_messages={"required": words_missing(chosen)},
            )
        if asks_override:
            self.fields["override_reason"] = _text(
                "Reason for waiving the missing requirements",
                error_messages={"required": "Enter the reason for waiving the missing requirements."},
            )
        if chosen.is_sign_off:
            self.fields["comment"] = _text(
                "Comment", rows=2, required=False, help_text="Saved with your sign-off."
            )

    def clean(self) -> dict[str, Any]:
        """Ask for the conditions or reasons of a decision that has some."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_left_out = not cleaned.get("reason", "").strip() and not self.has_error("reason")
        if self.chosen.needs_outcome and is_left_out and needs_words(self.chosen, cleaned.get("outcome", "")):
            self.add_error("reason", words_missing(self.chosen))
        return cleaned

    def request_of(self, superseded_by: SavingsProposal | None = None) -> MoveRequest:
        """Return what the person asked for, from a valid form."""
        given = self.cleaned_data
        return MoveRequest(
            code=self.chosen.code,
            reason=given.get("reason", ""),
            outcome=given.get("outcome", ""),
            override_reason=given.get("override_reason", ""),
            comment=given.get("comment", ""),
            superseded_by=superseded_by,
            shown_version=given.get("shown_version"),
        )


def successor_of(proposal: SavingsProposal, reference: str, user: Any) -> SavingsProposal | None:
    """Return the proposal of the same round that `reference` names, in any spelling, for this person.

    Raises ValidationError where there is none that they may see.
    """
    if not reference.strip():
        return None
    others = SavingsProposal.objects.visible_to(user).exclude(pk=proposal.pk)
    found: SavingsProposal | None = others.named(proposal.budget_round_id, reference.strip())
    if found is None:
        raise ValidationError(f"The round has no other proposal “{reference.strip()}”.")
    return found


class ManyMovesForm(PageForm):
    """A move of many proposals at once: which, why, and that it is meant."""

    code = forms.ChoiceField(
        label="Step",
        choices=(),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the step.", "invalid_choice": "Choose a step from the list."},
    )
    reason = _text(
        "Reason or comment",
        required=False,
        help_text="Needed to send back, defer, withdraw, reject or unpublish proposals, to record scrutiny’s "
        "recommendation, and for decisions with conditions or reasons. It is saved with each proposal.",
    )
    outcome = forms.ChoiceField(
        label="Decision",
        choices=[("", "No decision in this step"), *((one.value, one.label) for one in Outcome)],
        required=False,
    )
    override_reason = _text(
        "Reason for waiving the missing requirements",
        required=False,
        help_text="Needed only for requirements that can be waived, for example equality screening.",
    )

    def __init__(self, *args: Any, moves: tuple[Move, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moves = {move.code: move for move in moves}
        self.fields["code"].choices = [(move.code, _in_full(move)) for move in moves]
        if not any(move.needs_outcome for move in moves):
            del self.fields["outcome"]

    def clean(self) -> dict[str, Any]:
        """Ask for the reason and the outcome where the chosen step needs them."""
        cleaned = super().clean() or self.cleaned_data
        chosen = self.moves.get(cleaned.get("code", ""))
        if chosen and needs_words(chosen, cleaned.get("outcome", "")) and not cleaned.get("reason"):
            self.add_error("reason", words_missing(chosen))
        if chosen and chosen.needs_outcome and not cleaned.get("outcome"):
            self.add_error("outcome", "Choose the decision.")
        if chosen and not chosen.needs_outcome and cleaned.get("outcome"):
            self.add_error(
                "outcome", f"The step “{chosen.label}” does not include a decision. Leave this blank."
            )
        return cleaned

    def request_of(self) -> MoveRequest:
        """Return what the person asked for, from a valid form."""
        given = self.cleaned_data
        chosen = self.moves[given["code"]]
        return MoveRequest(
            code=chosen.code,
            reason=given["reason"] if chosen.needs_reason or chosen.asks else "",
            comment="" if chosen.needs_reason or chosen.asks else given["reason"],
            outcome=given.get("outcome", ""),
            override_reason=given["override_reason"],
        )


def _in_full(move: Move) -> str:
    """Return the step with the stage that it starts from, since several have the same name."""
    if len(move.sources) > 1:
        return f"{move.label} (to “{move.target.label}”)"
    (source,) = move.sources
    return f"{move.label} (from “{source.label}” to “{move.target.label}”)"


class AdviceForm(PageForm):
    """A specialist's advice."""

    advice = _text(
        "Advice",
        rows=8,
        help_text="Visible to officers who work on the proposal. It is not published.",
        error_messages={"required": "Enter your advice."},
    )
    shown_advice = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

"""The equality assessment, the committees, and the questions to specialists."""

from typing import Any

from django import forms

from proposals.entry.fields import EntryForm, long_text, short_text
from proposals.models import EqualityAssessment, EqualityImpact, SavingsProposal, SpecialistReview
from services.db.lengths import longest
from services.forms.fields import DayField
from services.models import Characteristic

_ASSESSMENT = ("screening", "status", "owner", "date", "edition", "summary")
_NOT_STARTED = EqualityAssessment.Status.NOT_STARTED.value


class EqualityForm(EntryForm):
    """The assessment as a whole; nothing typed means that there is none yet."""

    screening = forms.ChoiceField(
        label="Screening outcome",
        choices=[("", "Not screened yet"), *EqualityAssessment.Screening.choices],
        required=False,
    )
    status = forms.ChoiceField(
        label="Status of the full assessment", choices=EqualityAssessment.Status.choices, required=False
    )
    owner = short_text("Owner of the assessment", longest(EqualityAssessment, "owner"))
    date = DayField(label="Date of the assessment", required=False)
    edition = short_text("Version of the assessment", longest(EqualityAssessment, "edition"))
    summary = long_text("Summary of the assessment", help_text="Public.")

    def __init__(self, stored: EqualityAssessment | None, **options: Any) -> None:
        initial = (
            {name: getattr(stored, name) for name in _ASSESSMENT} if stored else {"status": _NOT_STARTED}
        )
        super().__init__(prefix="equality", initial=initial, **options)
        self.stored = stored

    def wanted(self, proposal: SavingsProposal) -> EqualityAssessment | None:
        """Return the assessment as typed; None where there is none and nothing was typed."""
        typed = {name: self.cleaned_data.get(name) for name in _ASSESSMENT if name in self.cleaned_data}
        typed["status"] = typed.get("status") or _NOT_STARTED
        if (
            self.stored is None
            and typed["status"] == _NOT_STARTED
            and not any(value for name, value in typed.items() if name != "status")
        ):
            return None
        row = self.stored or EqualityAssessment(proposal=proposal)
        for name, value in typed.items():
            setattr(row, name, value)
        return row


class ImpactForm(EntryForm):
    """The impact on people of one protected characteristic; an empty one is not answered."""

    def __init__(self, characteristic: Characteristic, stored: EqualityImpact | None, **options: Any) -> None:
        initial = {"effect": stored.effect, "mitigation": stored.mitigation} if stored else {}
        super().__init__(prefix=f"impact-{characteristic.pk}", initial=initial, **options)
        self.characteristic, self.stored = characteristic, stored
        self.fields["effect"] = forms.ChoiceField(
            label=f"Impact: {characteristic.name}",
            choices=[("", "Not answered"), *EqualityImpact.Effect.choices],
            required=False,
            widget=forms.Select(attrs={"aria-label": f"{characteristic.name}: impact"}),
        )
        self.fields["mitigation"] = long_text(f"Mitigation: {characteristic.name}", rows=1)
        self.fields["mitigation"].widget.attrs["aria-label"] = f"{characteristic.name}: mitigation"

    def clean(self) -> dict[str, Any]:
        """Refuse a mitigation of no impact."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("mitigation", "").strip() and not cleaned.get("effect") and "effect" in cleaned:
            self.add_error("effect", f"Choose the impact: {self.characteristic.name}.")
        return cleaned

    def wanted(self, proposal: SavingsProposal) -> EqualityImpact | None:
        """Return the impact as typed; None where the question is not answered."""
        if not self.cleaned_data.get("effect"):
            return None
        row = self.stored or EqualityImpact(proposal=proposal, characteristic=self.characteristic)
        row.effect = self.cleaned_data["effect"]
        row.mitigation = self.cleaned_data.get("mitigation", row.mitigation)
        return row


class CommitteesForm(EntryForm):
    """The committees that the proposal goes to."""

    def __init__(self, choices: list[tuple[int, str]], chosen: list[int], **options: Any) -> None:
        super().__init__(initial={"committees": chosen}, **options)
        self.fields["committees"] = forms.TypedMultipleChoiceField(
            label="Committees",
            choices=choices,
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )


class QuestionForm(EntryForm):
    """The question to one team of specialists; what has been answered is not asked again."""

    def __init__(self, team: str, label: str, stored: SpecialistReview | None, **options: Any) -> None:
        super().__init__(
            prefix=f"ask-{team}", initial={"question": stored.question} if stored else {}, **options
        )
        self.team, self.team_label, self.stored = team, label, stored
        if not (stored and stored.advice):
            self.fields["question"] = long_text(f"Question to {label}", rows=2)

    def wanted(self, proposal: SavingsProposal, asked_by: str) -> SpecialistReview | None:
        """Return the question as typed; None where nothing is asked."""
        if "question" not in self.fields:
            return self.stored
        question: str = self.cleaned_data.get("question", "")
        if not question.strip():
            return None
        row = self.stored or SpecialistReview(proposal=proposal, team=self.team, asked_by=asked_by)
        row.question = question
        return row

"""The forms of the import pages."""

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import slugify

from councilsavings.forms import PageForm
from proposals.intake.plan import ImportRequest
from proposals.intake.reading import too_large
from proposals.intake.styles import LAYOUTS
from proposals.models import BudgetRound, WaitingDocument
from services.models import Council

LONGEST_SHORT_NAME = 50


class UploadForm(PageForm):
    """A document, what kind it is, and the round it belongs to."""

    # Which fields are needed depends on the round, and their hints say so.
    marks_optional = False

    document = forms.FileField(
        label="Document",
        help_text="The Word file (.docx), or the document saved as plain text (UTF-8).",
        error_messages={"required": "Choose the document.", "empty": "The file is empty."},
    )
    style = forms.ChoiceField(
        label="Kind of document",
        choices=[(style, layout.name) for style, layout in LAYOUTS.items()],
        widget=forms.RadioSelect,
        initial="option-pages",
    )
    budget_round = forms.ModelChoiceField(
        BudgetRound.objects.none(),
        label="Budget round",
        required=False,
        empty_label="A new round",
        help_text="Leave the rest as it is, unless the round is new.",
    )
    council = forms.ModelChoiceField(
        Council.objects.all(), label="Council of the new round", required=False, empty_label="A new council"
    )
    council_name = forms.CharField(
        label="Name of the new council",
        required=False,
        max_length=200,
        help_text="Only if neither the round nor the council is in the lists above",
    )
    round_name = forms.CharField(
        label="Name of the new round",
        required=False,
        max_length=200,
        help_text="Only if the round is not in the list above; such as Budget 2018/19 to 2020/21",
    )
    phase = forms.ChoiceField(
        label="Who may see the new round",
        choices=BudgetRound.Phase.choices[:2],
        initial=BudgetRound.Phase.SCRUTINY,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["budget_round"].queryset = BudgetRound.objects.visible_to(user).select_related("council")

    def clean_document(self) -> Any:
        """Refuse a file that is larger than what is read."""
        document = self.cleaned_data["document"]
        if document.size > settings.LARGEST_DOCUMENT_BYTES:
            raise ValidationError(too_large(document.size, settings.LARGEST_DOCUMENT_BYTES))
        return document

    def clean(self) -> dict[str, Any]:
        """Ask for the names that a new round needs, and refuse those that are taken."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("budget_round"):
            self._refuse_two_rounds(cleaned)
            return cleaned
        name, council = cleaned.get("round_name"), cleaned.get("council")
        if not name and "round_name" not in self.errors:
            self.add_error("round_name", "Choose a budget round, or give the new one a name.")
        if council and name and council.budget_rounds.filter(name__iexact=name).exists():
            self.add_error("round_name", f"{council} has this round already: choose it from the list.")
        if not council and "council_name" not in self.errors:
            self._check_new_council(cleaned.get("council_name", ""))
        return cleaned

    def _refuse_two_rounds(self, cleaned: dict[str, Any]) -> None:
        """Refuse names of a new round or council beside a round that was chosen: one of them is a slip."""
        for name in ("round_name", "council_name"):
            if cleaned.get(name):
                self.add_error(
                    name, "Leave this empty, or choose “A new round” in the list of budget rounds."
                )

    def _check_new_council(self, name: str) -> None:
        if not _short_name(name):
            self.add_error("council_name", "Choose a council, or give the new one a name.")
        elif Council.objects.filter(Q(slug=_short_name(name)) | Q(name__iexact=name)).exists():
            self.add_error("council_name", "This council is held already: choose it from the list.")

    def waiting_document(self, user: Any) -> WaitingDocument:
        """Return the upload as it waits for its confirmation, not saved yet."""
        request = self._request()
        document = self.cleaned_data["document"]
        return WaitingDocument(
            uploaded_by=user,
            style=self.cleaned_data["style"],
            council_slug=request.council_slug,
            council_name=request.council_name,
            round_name=request.round_name,
            phase=request.phase,
            file_name=Path(document.name).name[:255],
            content=document.read(),
        )

    def _request(self) -> ImportRequest:
        cleaned = self.cleaned_data
        phase = cleaned.get("phase") or BudgetRound.Phase.SCRUTINY
        if budget_round := cleaned.get("budget_round"):
            return ImportRequest(budget_round.council.slug, budget_round.name, phase=phase)
        if council := cleaned.get("council"):
            return ImportRequest(council.slug, cleaned["round_name"], phase=phase)
        name = cleaned["council_name"]
        return ImportRequest(_short_name(name), cleaned["round_name"], name, phase)


def _short_name(name: str) -> str:
    """Return the name as addresses and commands write it."""
    return slugify(name)[:LONGEST_SHORT_NAME].strip("-")


class ConfirmForm(PageForm):
    """Go ahead with a previewed import; differences need a reason."""

    reason = forms.CharField(
        label="Why are the differences accepted?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with each of them on the proposal.",
        error_messages={
            "required": "Give the reason for accepting the differences, or correct the document."
        },
    )
    fingerprint = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]

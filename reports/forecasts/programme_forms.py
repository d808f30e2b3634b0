"""The forms of the pages of financial cases: readings, the cover of an appendix, and the upload."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from councilsavings.forms import FilterForm, PageForm
from proposals.domain.forecast.case import Case
from proposals.importing.upload_flow import refuse_too_large
from proposals.importing.upload_forms import NOT_THE_WHOLE_COUNCIL
from proposals.models import BudgetRound, WaitingDocument
from proposals.permissions.admin_scope import visible_councils
from proposals.permissions.proposals import may_import
from reports.appendices.forms import AppendixForm
from reports.styles.financial_case.summary import TITLE, setting_words
from services.models import Council

WAITING = "financial-case"
"""The kind of a file of inputs that waits for its confirmation."""


class ReadingsForm(FilterForm):
    """The readings of one case: a list of choices for each of its rules, all of them in the address."""

    prefix = "reading"

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in case.inputs.settings.items():
            self.fields[name] = forms.ChoiceField(
                label=setting_words(name),
                choices=[(choice, capfirst(choice)) for choice in choices],
                initial=case.chosen[name],
                required=False,
                error_messages={"invalid_choice": "“%(value)s” is not a reading of this rule."},
            )

    @property
    def choices(self) -> dict[str, str]:
        """Return the readings that were chosen."""
        return {name: choice for name, choice in self.cleaned_data.items() if choice}


class CaseAppendixForm(AppendixForm):
    """The words on the cover of a financial case."""

    style = None  # there is one kind only

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].initial = TITLE


class CaseUploadForm(PageForm):
    """A file of inputs, and the case that it makes or replaces."""

    council = forms.ModelChoiceField(
        label="Council", queryset=Council.objects.none(), empty_label="Choose a council"
    )
    name = forms.CharField(
        label="Name of the financial case",
        max_length=200,
        help_text="A case of the same name is replaced.",
    )
    document = forms.FileField(
        label="Inputs",
        help_text="The workbook template that you have filled in (.xlsx), or a JSON file.",
        error_messages={"required": "Choose the file.", "empty": "The file is empty."},
        validators=[refuse_too_large],
        widget=forms.FileInput(attrs={"accept": ".xlsx,.json"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["council"].queryset = Council.objects.filter(visible_councils(user))

    def clean_council(self) -> Council:
        """Refuse a council that is not wholly this person's."""
        council: Council = self.cleaned_data["council"]
        if not may_import(self.user, council):
            raise ValidationError(NOT_THE_WHOLE_COUNCIL)
        return council

    def waiting_document(self) -> WaitingDocument:
        """Return the upload as it waits for its confirmation, not saved yet."""
        document = self.cleaned_data["document"]
        return WaitingDocument(
            uploaded_by=self.user,
            style=WAITING,
            council_slug=self.cleaned_data["council"].slug,
            round_name=self.cleaned_data["name"],
            phase=BudgetRound.Phase.PREPARATION,
            file_name=Path(document.name).name[:255],
            content=document.read(),
        )

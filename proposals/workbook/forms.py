"""The form of the upload page, and how an uploaded workbook waits for its confirmation."""

from pathlib import Path
from typing import Any

from django import forms

from councilsavings.forms import PageForm
from proposals.importing.upload_flow import refuse_too_large
from proposals.models import BudgetRound, WaitingDocument

WORKBOOK, WORKBOOK_ERASING = "workbook", "workbook-erasing"
"""The kinds of a waiting workbook: blank cells of the second kind erase."""


class WorkbookUploadForm(PageForm):
    """An edited workbook, and whether its blank cells mean something."""

    workbook = forms.FileField(
        label="Workbook",
        help_text="The Excel workbook (.xlsx) that you downloaded for editing.",
        error_messages={"required": "Choose the workbook.", "empty": "The file is empty."},
        validators=[refuse_too_large],
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    blanks_erase = forms.BooleanField(
        label="Blank cells delete current values",
        required=False,
        help_text="If you do not tick this, blank cells change nothing.",
    )


class ReasonForm(PageForm):
    """The reason for changing proposals that were signed off or are published."""

    reason = forms.CharField(
        label="Reason for the changes",
        max_length=2000,
        help_text="This will be recorded in the history, and as the reason for withdrawing sign-offs.",
        error_messages={
            "required": "Enter the reason for the changes, because they withdraw sign-offs or unpublish proposals."
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def waiting_workbook(
    user: Any, budget_round: BudgetRound, file_name: str, content: bytes, *, blanks_erase: bool
) -> WaitingDocument:
    """Return the uploaded workbook as it waits for its confirmation, not saved yet."""
    return WaitingDocument(
        uploaded_by=user,
        style=WORKBOOK_ERASING if blanks_erase else WORKBOOK,
        council_slug=budget_round.council.slug,
        round_name=budget_round.name,
        phase=budget_round.phase,
        file_name=Path(file_name).name[:255],
        content=content,
    )

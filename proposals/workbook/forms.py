"""The forms of the pages on which a workbook is uploaded."""

from django import forms

from councilsavings.forms import PageForm
from proposals.importing.upload_flow import refuse_too_large

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

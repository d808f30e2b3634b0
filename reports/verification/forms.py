"""The file that somebody wants to know about."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from councilsavings.forms import PageForm

LARGEST_FILE = 50 * 1024 * 1024
"""Far more than an appendix of a thousand pages."""


class VerifyForm(PageForm):
    """A file; it is read and not kept."""

    file = forms.FileField(
        label="File",
        help_text=f"The PDF or another file of an edition, up to {filesizeformat(LARGEST_FILE)}. It will not be "
        "stored.",
        error_messages={
            "required": "Select a file to check.",
            "empty": "The selected file is empty.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf,.csv,.json,.html"}),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse a file that is larger than any that was published."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            most, size = filesizeformat(LARGEST_FILE), filesizeformat(file.size)
            raise forms.ValidationError(f"That file has {size}; none larger than {most} is checked.")
        return file

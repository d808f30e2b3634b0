"""The forms with which files are attached, replaced and removed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from councilsavings.forms import PageForm
from proposals.attachments.content import ACCEPTED, CheckedFile, RefusedFile, check_file
from proposals.attachments.scanning import scan
from proposals.domain.attachments import EXEMPT, KINDS, SENSITIVITIES
from proposals.domain.exemption import EXEMPT_PARAGRAPHS
from proposals.models import Attachment
from proposals.workflow.sign_off_impact import SignOffImpact
from services.forms.fields import DayField

LONGEST_REASON = 1000


def _reason(label: str, help_text: str, missing: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_REASON,
        required=bool(missing),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": missing},
    )


class AttachmentForm(PageForm):
    """A file with its kind, date and owner, and who it is for."""

    file = forms.FileField(
        label="File",
        widget=forms.FileInput,
        max_length=None,
        error_messages={"required": "Choose the file.", "empty": "The file is empty."},
    )
    kind = forms.ChoiceField(
        label="Kind of document",
        choices=[("", "Choose from the list"), *KINDS.items()],
        error_messages={"required": "Choose the kind of document."},
    )
    dated = DayField(label="Date of the document", error_messages={"required": "Enter the date."})
    owner = forms.CharField(
        label="Owner",
        help_text="The person or team responsible for the document.",
        max_length=Attachment._meta.get_field("owner").max_length,
        error_messages={"required": "Enter the owner of the document."},
    )
    sensitivity = forms.ChoiceField(
        label="Access",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the access."},
    )
    exempt_paragraph = forms.TypedChoiceField(
        label="Paragraph of Schedule 12A",
        help_text="For an exempt file only.",
        choices=[
            ("", "None"),
            *((number, f"{number}. {words}") for number, words in EXEMPT_PARAGRAPHS.items()),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )
    public_interest_reason = _reason("Public interest reason", "For an exempt file only; it may be printed.")
    reason = _reason("Reason for the change", "")

    def __init__(
        self,
        *args: Any,
        row: Attachment,
        sensitivities: Iterable[str] = SENSITIVITIES,
        impact: SignOffImpact | None = None,
        **kwargs: Any,
    ) -> None:
        """Take what the row says already as the beginning; ask for a reason where the change undoes something."""
        said = {name: getattr(row, name) for name in _SAID if getattr(row, name)}
        super().__init__(*args, **{**kwargs, "initial": {**said, **(kwargs.get("initial") or {})}})
        self.checked: CheckedFile | None = None
        largest = filesizeformat(settings.LARGEST_ATTACHMENT_BYTES)
        self.fields["file"].help_text = f"{ACCEPTED}, at most {largest}."
        offered = list(sensitivities)
        self.fields["sensitivity"].choices = [(name, SENSITIVITIES[name]) for name in offered]
        if EXEMPT not in offered:
            del self.fields["exempt_paragraph"], self.fields["public_interest_reason"]
        if impact is None:
            del self.fields["reason"]
        else:
            said = f"A change of a public or exempt file {impact.consequence}."
            self.fields["reason"].help_text = f"Needed unless the file is internal. {said}"

    def clean_file(self) -> Any:
        """Look through the file, and have it scanned where there is a scanner."""
        upload = self.cleaned_data["file"]
        if upload.size > settings.LARGEST_ATTACHMENT_BYTES:
            raise ValidationError(
                f"The file has {filesizeformat(upload.size)}; a file may have "
                f"{filesizeformat(settings.LARGEST_ATTACHMENT_BYTES)} at most."
            )
        try:
            self.checked = check_file(upload.name, upload.read())
            scan(self.checked.content)
        except RefusedFile as error:
            raise ValidationError(str(error)) from error
        return upload

    def clean_dated(self) -> Any:
        """Refuse a day that has not come."""
        dated = self.cleaned_data["dated"]
        if dated > timezone.localdate():
            raise ValidationError("The date is in the future. Enter the date of the document.")
        return dated

    def clean(self) -> dict[str, Any]:
        """Ask for the paragraph and the reason of an exempt file; another file with either was perhaps meant as one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        given = [name for name in _OF_EXEMPT if cleaned.get(name)]
        if cleaned.get("sensitivity") == EXEMPT:
            for name in _OF_EXEMPT.keys() & cleaned.keys() - set(given):
                self.add_error(name, _OF_EXEMPT[name])
        elif given and "sensitivity" in cleaned:
            self.add_error("sensitivity", NOT_EXEMPT)
        return cleaned

    def fill(self, row: Attachment) -> CheckedFile:
        """Give the row what was said, and return the file."""
        for name in _SAID:
            setattr(row, name, self.cleaned_data.get(name) or ("" if name != "exempt_paragraph" else None))
        if self.checked is None:
            raise ValueError("The form is not valid.")
        return self.checked


NOT_EXEMPT = "Choose that the file is exempt, or leave the paragraph and its reason empty."
_OF_EXEMPT = {
    "exempt_paragraph": "Choose the paragraph under which the file is exempt.",
    "public_interest_reason": "Enter why the public interest is in withholding the file.",
}
_SAID = ("kind", "dated", "owner", "sensitivity", "exempt_paragraph", "public_interest_reason")


class RemoveForm(PageForm):
    """The reason for removing a file."""

    reason = _reason(
        "Reason for removal",
        "It is stored on the record, with the name and SHA-256 of the file. Published editions keep their copy.",
        "Enter the reason for removing the file.",
    )

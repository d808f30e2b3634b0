"""The forms of a publication: its cover, the choice of proposals, and publishing it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from councilsavings.forms import PageForm, PageFormMixin
from proposals.domain.exemption import EXEMPT_PARAGRAPHS
from proposals.models import SavingsProposal
from reports.documents.cover import exemption_errors
from reports.models import Publication
from reports.publishing.part_two import refuse_repeated
from reports.styles import STYLES
from services.admin.scope import as_key
from services.models import Meeting

NO_PARAGRAPH = [("", "None (public)")]
PARAGRAPHS = [(number, f"{number}. {words}") for number, words in EXEMPT_PARAGRAPHS.items()]


class PublicationForm(PageFormMixin, forms.ModelForm):
    """The words of a publication, its part, what goes in and in which order."""

    style = forms.ChoiceField(
        label="Kind of appendix",
        choices=[(name, f"{style.label}. {style.description}") for name, style in STYLES.items()],
        widget=forms.RadioSelect,
    )
    exempt_paragraph = forms.TypedChoiceField(
        label="Paragraph of Schedule 12A",
        help_text="For Part II only: the paragraph under which it is exempt.",
        choices=[*NO_PARAGRAPH, *PARAGRAPHS],
        coerce=int,
        empty_value=None,
        required=False,
    )

    class Meta:
        model = Publication
        fields = [
            "style",
            "title",
            "meeting",
            "meeting_as_printed",
            "item",
            "appendix",
            "introduction",
            "part",
            "exempt_paragraph",
            "public_interest_reason",
            "choosing",
            "order",
            "large_print",
            "cover_on_own_page",
        ]
        widgets = {
            "part": forms.RadioSelect,
            "choosing": forms.RadioSelect,
            "order": forms.RadioSelect,
            "introduction": forms.Textarea(attrs={"rows": 6}),
            "public_interest_reason": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "introduction": "Printed at the start. Begin a line with • or a number to make a list.",
            "public_interest_reason": "For Part II only. It is printed on the cover.",
            "appendix": "For example, A",
            "item": "For example, 7",
        }

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        council = self.instance.budget_round.council
        self.fields["meeting"].queryset = Meeting.objects.filter(committee__council=council).select_related(
            "committee"
        )
        self.fields["meeting"].empty_label = "Not in the calendar or not known"
        for name in ("part", "choosing", "order"):
            # A radio button that means nothing chosen would only be one more way to go wrong.
            self.fields[name].choices = [choice for choice in self.fields[name].choices if choice[0] != ""]

    def clean(self) -> dict[str, Any]:
        """Ask for the paragraph and the reason in part II, and for neither in part I, each at its field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        exempt = cleaned.get("part") == Publication.Part.EXEMPT
        names = ("exempt_paragraph", "public_interest_reason")
        for name, words in exemption_errors(cleaned, names, exempt=exempt).items():
            self.add_error(name, words)
        return cleaned

    def _post_clean(self) -> None:
        """Refuse words that repeat exempt wording, once the publication has been filled with what was typed."""
        super()._post_clean()
        try:
            refuse_repeated(self.person, self.instance)
        except ValidationError as error:
            self.add_error(None, error)


class PublishForm(PageForm):
    """The form with which an edition is published."""

    shown = forms.CharField(widget=forms.HiddenInput)
    correction = forms.CharField(
        label="Correction in this edition",
        help_text="Shown with both editions to everybody who can view them.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    reason = forms.CharField(
        label="Reason for publishing with gaps",
        help_text="This will be recorded with your name. It is not printed.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    marks_optional = False

    def __init__(self, *args: Any, corrects: bool, has_remarks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not corrects:
            del self.fields["correction"]
        if not has_remarks:
            del self.fields["reason"]


@dataclass(frozen=True)
class PickedRow:
    """A proposal of the round on the page where they are picked: whether it goes in, and the place typed."""

    proposal: SavingsProposal
    is_in: bool
    place: str
    error: str = ""


HIGHEST_PLACE = 9_999
_PLACE = "place-"


def keys_offered(data: Iterable[str]) -> list[int]:
    """Return the keys of the proposals that stood on the page; each had a box for its place, empty or not."""
    keys = (as_key(name.removeprefix(_PLACE)) for name in data if name.startswith(_PLACE))
    return [key for key in keys if key is not None]


def read_picks(data: Mapping[str, Any], proposals: Sequence[SavingsProposal]) -> tuple[PickedRow, ...]:
    """Return what was ticked and typed on the page; a place that is no number has its error beside it."""
    return tuple(_read_row(data, proposal) for proposal in proposals)


def _read_row(data: Mapping[str, Any], proposal: SavingsProposal) -> PickedRow:
    place = str(data.get(f"{_PLACE}{proposal.own_key}", "")).strip()
    is_in = f"in-{proposal.own_key}" in data
    fits = place.isascii() and place.isdigit() and 0 < int(place[:6]) <= HIGHEST_PLACE
    error = (
        "" if fits or not place else f"{proposal.reference}: enter the position as a number, for example 3."
    )
    return PickedRow(proposal, is_in, place, error if is_in else "")


def in_order(rows: Sequence[PickedRow]) -> list[SavingsProposal]:
    """Return the picked proposals by their places; those without one come after the others, as listed."""
    picked = [row for row in rows if row.is_in]
    return [row.proposal for row in sorted(picked, key=lambda row: int(row.place or HIGHEST_PLACE + 1))]

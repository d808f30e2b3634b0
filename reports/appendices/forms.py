"""The form of an appendix: its cover and its options."""

from typing import Any

from django import forms

from councilsavings.forms import PageForm
from proposals.domain.exemption import EXEMPT_PARAGRAPHS
from reports.documents.cover import Cover, exemption_errors
from reports.styles import DEFAULT_STYLE, STYLES
from services.forms.fields import DayField


class AppendixForm(PageForm):
    """The kind of appendix and the words on its cover.

    The address holds the filters of the list beside them, so every name here has a prefix of its own.
    """

    prefix = "cover"

    style = forms.ChoiceField(
        label="Kind of appendix",
        choices=[(name, f"{style.label}. {style.description}") for name, style in STYLES.items()],
        widget=forms.RadioSelect,
        initial=DEFAULT_STYLE,
        required=False,
        error_messages={"invalid_choice": "“%(value)s” is not a kind of appendix. Choose one from the list."},
    )
    title = forms.CharField(label="Title", max_length=200, initial="Savings proposals")
    meeting = forms.CharField(
        label="Meeting",
        max_length=200,
        required=False,
        help_text="For example, Cabinet or the name of the committee",
    )
    date = DayField(label="Date of the meeting", required=False)
    appendix = forms.CharField(
        label="Appendix letter", max_length=5, required=False, help_text="For example, A"
    )
    part = forms.ChoiceField(
        label="Part of the agenda",
        choices=[("I", "Part I, public"), ("II", "Part II, exempt from publication")],
        widget=forms.RadioSelect,
        initial="I",
        required=False,
    )
    exempt_paragraph = forms.TypedChoiceField(
        label="Paragraph of Schedule 12A",
        choices=[
            ("", "None"),
            *((number, f"{number}. {text}") for number, text in EXEMPT_PARAGRAPHS.items()),
        ],
        coerce=int,
        empty_value=None,
        required=False,
        help_text="For Part II: the paragraph under which it is exempt",
    )
    exempt_reason = forms.CharField(
        label="Public interest reason",
        max_length=500,
        required=False,
        help_text="For Part II: this is printed on the cover, so do not include exempt information",
    )
    large_print = forms.BooleanField(label="Large print (18 point or larger)", required=False)
    on_own_page = forms.BooleanField(label="Print the title on a cover page of its own", required=False)
    draft = forms.BooleanField(label="Mark every page as a draft", required=False)

    @classmethod
    def parameters(cls) -> frozenset[str]:
        """Return the names that the form's fields have in an address."""
        return frozenset(f"{cls.prefix}-{name}" for name in cls.base_fields)

    def clean_style(self) -> str:
        """Return the code name of the style; an address that names none means the first kind."""
        return self.cleaned_data["style"] or DEFAULT_STYLE

    def clean(self) -> dict[str, Any]:
        """Ask for the paragraph and the reason of an exempt appendix, and for neither in a public one."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        names = ("exempt_paragraph", "exempt_reason")
        for name, words in exemption_errors(said, names, exempt=said.get("part") == "II").items():
            self.add_error(name, words)
        return said

    def cover(self) -> Cover:
        """Return the cover that the form describes; the defaults where nothing was said yet."""
        said = self.cleaned_data if self.is_bound else {}
        return Cover(
            title=said.get("title") or self.fields["title"].initial,
            meeting=said.get("meeting", ""),
            date=said.get("date"),
            appendix=said.get("appendix", ""),
            draft=said.get("draft", False),
            part="II" if said.get("part") == "II" else "I",
            exempt_paragraph=said.get("exempt_paragraph"),
            exempt_reason=said.get("exempt_reason", ""),
            large_print=said.get("large_print", False),
            on_own_page=said.get("on_own_page", False),
        )

"""What a clerk says about an appendix before it is made."""

from django import forms

from councilsavings.forms import PageForm
from reports.document import Cover
from reports.styles import DEFAULT_STYLE, STYLES


class AppendixForm(PageForm):
    """The kind of appendix and the words on its cover."""

    style = forms.ChoiceField(
        label="Kind of appendix",
        choices=[(name, f"{style.label}. {style.description}") for name, style in STYLES.items()],
        widget=forms.RadioSelect,
        initial=DEFAULT_STYLE,
        required=False,
        error_messages={"invalid_choice": "“%(value)s” is no kind of appendix: choose one of these."},
    )
    title = forms.CharField(label="Title", max_length=200, initial="Savings proposals")
    meeting = forms.CharField(
        label="Meeting", max_length=200, required=False, help_text="Such as Cabinet, or the committee's name"
    )
    date = forms.DateField(
        label="Date of the meeting",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the date as 14/09/2017."},
    )
    appendix = forms.CharField(label="Appendix letter", max_length=5, required=False, help_text="Such as A")
    draft = forms.BooleanField(label="Mark every page as a draft", required=False)

    def clean_style(self) -> str:
        """Return the code name of the style; an address that names none means the first kind."""
        return self.cleaned_data["style"] or DEFAULT_STYLE

    def cover(self) -> Cover:
        """Return the cover that the form describes; the defaults where nothing was said yet."""
        said = self.cleaned_data if self.is_bound else {}
        return Cover(
            title=said.get("title") or self.fields["title"].initial,
            meeting=said.get("meeting", ""),
            date=said.get("date"),
            appendix=said.get("appendix", ""),
            draft=said.get("draft", False),
        )

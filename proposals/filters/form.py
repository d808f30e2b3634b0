"""The form of the filters: its fields in their groups, and what it refuses."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms

from councilsavings.forms import FilterForm
from proposals.domain.direction import PRESSURE
from proposals.domain.fields import FIELDS
from proposals.filters.choices import Choice
from proposals.filters.filters import ALL_BY_NAME
from proposals.filters.text import search_of
from services.forms.fields import DayField, PoundsField

LONGEST_SEARCH = 300
_MOST_POSTS = 10_000_000
_IN_POUNDS = "In pounds, for example 250,000, 250k or 0.25m"
_UP_TO_POUNDS = "In pounds, for example 1,000,000 or 1m"
_OWN_AMOUNT = "A pressure is found by the amount that it adds to the budget."
_AMOUNTS = "Savings"
_NO_CHOICE = {"invalid_choice": "“%(value)s” is not one of the choices. Choose one from the list."}


class _Offered:
    """A field whose choices are known only after the form was read: until then any key that could be one is taken."""

    offered: Mapping[str, str] = {}
    is_readable: Callable[[str], bool] = staticmethod(lambda key: True)
    _choices: tuple[()] = ()

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The choices, as a list."""
        return list(self.offered.items())

    @choices.setter
    def choices(self, value: Any) -> None:
        """Accept no choices from anybody else."""

    def valid_value(self, value: Any) -> bool:
        """Return whether this could be one of the choices."""
        return self.is_readable(str(value))


class SeveralOffered(_Offered, forms.MultipleChoiceField):
    """Any number of the choices."""


class OneOffered(_Offered, forms.ChoiceField):
    """A field for one of the choices, or none."""


def _several(label: str, help_text: str = "") -> SeveralOffered:
    return SeveralOffered(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_NO_CHOICE,
    )


def _one(label: str, help_text: str = "") -> OneOffered:
    return OneOffered(label=label, help_text=help_text, required=False, error_messages=_NO_CHOICE)


def _posts(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=_MOST_POSTS,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "invalid": "Enter a number of posts, for example 2 or 0.5.",
            "min_value": "Enter the number of posts without a sign, and choose more or fewer above.",
        },
    )


class SearchForm(FilterForm):
    """A form that looks for a text among proposals."""

    text = forms.CharField(
        label="Search",
        help_text="By reference, title, service or keyword",
        max_length=LONGEST_SEARCH,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def clean_text(self) -> str:
        """Refuse what has neither a letter nor a figure to look for."""
        text: str = self.cleaned_data["text"]
        if text and not search_of(text).terms:
            raise forms.ValidationError("Enter at least one letter or number.")
        return text


class ProposalFilterForm(SearchForm):
    """The filter form, which also refuses bounds that cannot be meant."""

    GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("Directorate, committee and ward", ("directorate", "service", "portfolio", "committee", "ward")),
        ("Funds and pressures", ("direction", "pressure_in", "pressure_category", "certainty", "fund")),
        (
            _AMOUNTS,
            (
                *("saving_in", "size", "saving_from", "saving_to", "start_year", "recurrence"),
                *("share", "category", "kind", "investment"),
            ),
        ),
        ("Risk and delivery", ("risk", "deliverability", "delivery")),
        ("Posts", ("fte", "fte_from", "fte_to")),
        (
            "Residents and equality",
            (
                *("residents", "public_consultation", "consultation"),
                *("screening", "characteristic", "effect"),
            ),
        ),
        ("Status and changes", ("stage", "correction", "meeting", "changed_since", "since_edition")),
    )
    """The fields under each heading; the text field comes before them all."""

    BESIDE_PRESSURES: Mapping[str, tuple[str, str]] = {
        "size": ("Total over the round", _OWN_AMOUNT),
        "saving_from": ("Total from (£)", f"{_IN_POUNDS}. {_OWN_AMOUNT}"),
        "saving_to": ("Total up to (£)", f"{_UP_TO_POUNDS}. {_OWN_AMOUNT}"),
        "recurrence": ("Recurring or one-off", ""),
    }
    """The labels and hints of fields that ask of savings and pressures alike, where there are pressures."""

    TITLES_BESIDE_PRESSURES: Mapping[str, str] = {_AMOUNTS: "Amounts"}

    direction = _several("Saving or pressure")
    pressure_in = _several("Year with a pressure")
    pressure_category = _several(FIELDS["pressure_category"].label)
    certainty = _several(FIELDS["certainty"].label)
    fund = _several(FIELDS["fund"].label)
    directorate = _several("Directorate")
    service = _one("Service")
    portfolio = _several("Portfolio")
    committee = _several("Committee")
    category = _several("Category")
    kind = _several("Kind of saving")
    risk = _several("Risk to delivery")
    residents = _several("Impact on residents")
    stage = _several("Stage")
    delivery = _several("Delivery status")
    start_year = _several("Start year")
    saving_in = _several("Year with a saving")
    size = _several("Total saving over the round")
    saving_from = PoundsField(
        label="Total saving from (£)",
        required=False,
        help_text=_IN_POUNDS,
    )
    saving_to = PoundsField(label="Total saving up to (£)", required=False, help_text=_UP_TO_POUNDS)
    recurrence = _several("Recurring or one-off saving")
    fte = _several("Posts (FTE) over the round")
    fte_from = _posts("Posts more or fewer, from")
    fte_to = _posts("Posts more or fewer, up to")
    investment = _several("Investment needed")
    public_consultation = _several("Public consultation")
    consultation = _several("Reported for consultation")
    ward = _several("Ward or area")
    deliverability = _several("Deliverability")
    share = _several("Share of the service’s net budget")
    screening = _several("Equality impact assessment (EIA)")
    characteristic = _several(
        "People affected",
        "Proposals with an impact on these people. Neutral impacts are included only if "
        "you choose them below.",
    )
    effect = _several("Impact on people")
    correction = _several("Corrected or withdrawn")
    meeting = _one("Reported to")
    changed_since = DayField(label="Changed since", required=False)
    since_edition = _one("Changed since edition")

    savings_sign = "positive"

    def __init__(self, *args: Any, savings_sign: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.savings_sign = savings_sign
        self.offered: Mapping[str, Sequence[Choice]] = {}
        for name, facet in ALL_BY_NAME.items():
            self.fields[name].is_readable = facet.is_readable

    def offer(self, choices: Mapping[str, Sequence[Choice]]) -> bool:
        """Take the choices of each filter and refuse any other; return whether any other was chosen."""
        self.offered = choices
        if self.has_pressures:
            for name, (label, hint) in self.BESIDE_PRESSURES.items():
                self.fields[name].label, self.fields[name].help_text = label, hint
        is_refused = False
        for name, offered in choices.items():
            words = self.fields[name].offered = {choice.key: choice.words for choice in offered}
            chosen = self.cleaned_data.get(name) if self.is_bound else None
            keys = chosen if isinstance(chosen, list) else [chosen] if chosen else []
            other = next((key for key in keys if key not in words), None)
            if other is not None:
                error = forms.ValidationError(
                    _NO_CHOICE["invalid_choice"], "invalid_choice", {"value": other}
                )
                self.add_error(name, error)
                is_refused = True
        return is_refused

    @property
    def groups(self) -> list[tuple[str, tuple[str, ...]]]:
        """The names of the fields under each heading."""
        titles = self.TITLES_BESIDE_PRESSURES if self.has_pressures else {}
        return [(titles.get(title, title), names) for title, names in self.GROUPS]

    @property
    def tell_apart(self) -> Mapping[str, bool]:
        """Return of what concerns pressures and funds whether proposals differ in it, by the filter's name."""
        return {
            name: sum(choice.is_held for choice in self.offered.get(name, ())) > 1
            for name in ("direction", "pressure_category", "certainty", "fund")
        }

    @property
    def has_pressures(self) -> bool:
        """Return whether pressures are among the proposals that the choices were found in."""
        directions = self.offered.get("direction", ())
        return any(choice.key == PRESSURE and choice.is_held for choice in directions)

    def clean(self) -> dict[str, Any]:
        """Refuse a smallest that is larger than the largest, and a minus that could mean two things."""
        cleaned = super().clean() or self.cleaned_data
        if self.savings_sign == "negative":
            for name in ("saving_from", "saving_to"):
                if (cleaned.get(name) or 0) < 0:
                    self.add_error(name, "Enter the saving without a minus.")
        for least, most, what in (("saving_from", "saving_to", "saving"), ("fte_from", "fte_to", "number")):
            first, last = cleaned.get(least), cleaned.get(most)
            if first is not None and last is not None and first > last:
                self.add_error(most, f"The maximum {what} must be the same as or more than the minimum.")
        return cleaned


SEVERAL = frozenset(
    name
    for name, field in ProposalFilterForm.base_fields.items()
    if isinstance(field, forms.MultipleChoiceField)
)
"""The filters of which several choices may be made."""

"""The search and the filters of the published proposals, over what the editions publish and nothing else."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms

from proposals.domain.direction import SAVING, in_own_direction
from proposals.domain.fields import DIRECTIONS, PRESSURE_CATEGORIES, PUBLIC_CONSULTATION, RESIDENTS_IMPACT
from proposals.domain.records import ProposalRecord
from proposals.domain.wards import wards_in
from proposals.filters.form import SearchForm
from proposals.filters.highlight import suggestion
from proposals.filters.text import Search, search_of
from reports.public.contents import PublishedProposal

Values = Callable[[ProposalRecord], Iterable[str]]
_NO_CHOICE = {"invalid_choice": "“%(value)s” is not one of the choices. Choose one from the list."}

FILTERS: dict[str, Values] = {
    "directorate": lambda record: (record.directorate,),
    "ward": lambda record: wards_in(record.wards),
    "impact": lambda record: (record.impact_on_residents,),
    "consultation": lambda record: (record.public_consultation,),
    "direction": lambda record: (record.direction,),
    "cause": lambda record: (record.pressure_category,),
}
"""The values of a proposal that each filter chooses by; a proposal has one of those chosen, or is left out."""
LARGEST, TITLE = "largest", "title"
ORDERS: dict[str, str] = {"": "Order of the document", LARGEST: "Largest saving", TITLE: "Title"}
"""The orders of the list."""
LARGEST_OF_BOTH = "Largest amount"
"""The name of the largest first where there are pressures."""
BEST_MATCH = "Best match"
"""The first order where something is searched for: titles in which it is found, then services, then texts."""
_WORDS: dict[str, dict[str, str]] = {
    "impact": RESIDENTS_IMPACT,
    "consultation": PUBLIC_CONSULTATION,
    "direction": DIRECTIONS,
    "cause": PRESSURE_CATEGORIES,
}


def _own_total(proposal: PublishedProposal) -> int:
    return in_own_direction(proposal.record.total or 0, proposal.record.direction)


def _several(label: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple, error_messages=_NO_CHOICE
    )


class PublishedFilterForm(SearchForm):
    """The search and the filters; each filter offers what some proposal states."""

    directorate = _several("Directorate")
    ward = _several("Ward or area")
    impact = _several("Impact on residents")
    consultation = _several("Public consultation")
    direction = _several("Saving or pressure")
    cause = _several("Cause of the pressure")

    def __init__(self, *args: Any, proposals: Sequence[PublishedProposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._proposals = proposals
        for name, values in FILTERS.items():
            there = sorted({value for one in proposals for value in values(one.record) if value})
            words = _WORDS.get(name, {})
            # In the order of the words, where they have one.
            keys = [key for key in words if key in there] or there
            self.fields[name].choices = [(key, words.get(key, key)) for key in keys]
            if keys in ([], [SAVING]) and name not in self.data:
                del self.fields[name]

    @property
    def search(self) -> Search | None:
        """What the text looks for; None where nothing is searched for."""
        text = self.cleaned_data.get("text", "")
        return search_of(text) if text else None

    @property
    def is_filtered(self) -> bool:
        """Return whether the address narrows the list."""
        return any(self.cleaned_data.get(name) for name in ("text", *FILTERS))

    def chosen(self, sort: str = "") -> list[PublishedProposal]:
        """Return the proposals that pass every filter, in that order of `ORDERS`."""
        chosen = [one for one in self._proposals if self._passes(one)]
        if sort == LARGEST:
            return sorted(chosen, key=_own_total, reverse=True)
        if sort == TITLE:
            return sorted(chosen, key=lambda one: one.record.title.casefold())
        if search := self.search:
            return sorted(chosen, key=lambda one: (not one.names.has(search), not one.service.has(search)))
        return chosen

    def _passes(self, proposal: PublishedProposal) -> bool:
        search = self.search
        if search and not proposal.searched.has(search):
            return False
        return all(
            set(values(proposal.record)) & set(self.cleaned_data[name])
            for name, values in FILTERS.items()
            if self.cleaned_data.get(name)
        )

    @property
    def suggested_text(self) -> str:
        """The text that was probably meant, in words that are published; nothing where there is none like it."""
        search = self.search
        if search is None:
            return ""
        texts = (
            text for one in self._proposals for text in (one.record.title, one.record.service, *one.texts)
        )
        return suggestion(self.cleaned_data["text"], search, texts)

"""The questions that councillors ask of a round most often, each as the address of the list that answers it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from proposals.domain.direction import PRESSURE
from proposals.filters.bands import NOT_STATED
from proposals.home.visits import since_last_visit
from proposals.listing.selection import ROUND, Selection
from services.values.dates import format_day

MOST_LINKS = 15
"""The most links that a question with a choice offers; beyond it the list is grouped instead."""

Query = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Link:
    """The words of a link and its address."""

    words: str
    address: str


@dataclass(frozen=True)
class Question:
    """A question; one that leaves a choice has a link for each answer."""

    words: str
    address: str = ""
    links: tuple[Link, ...] = ()


def questions_of(selection: Selection, user: Any) -> list[Question]:
    """Return the questions that the proposals of the round can answer, of all that the person may see."""
    return list(_Asked(selection, user).questions())


class _Asked:
    def __init__(self, selection: Selection, user: Any) -> None:
        self._round = str(selection.budget_round.pk)
        self._user = user
        self._held = {
            name: {choice.key: choice.words for choice in choices if choice.is_held}
            for name, choices in selection.filter.choices.items()
        }

    def questions(self) -> Iterator[Question]:
        yield self._plain("Savings by directorate and year", [("down", "directorate"), ("across", "year")])
        if PRESSURE in self._held["direction"]:
            apart = [("down", "directorate"), ("across", "direction")]
            yield self._plain("Savings, pressures and the net figure by directorate", apart)
        if "H" in self._held["risk"]:
            large = [("risk", "H"), ("saving_from", "250000"), ("sort", "-total")]
            yield self._plain("High risk and £250,000 or more", large)
        if "affected" in self._held["fte"]:
            by_directorate = [("down", "directorate"), ("across", "year"), ("figure", "fte")]
            yield self._plain("Posts created and reduced", [("fte", "affected"), *by_directorate])
        yield from self._any_of("One-off savings", "recurrence", ("one-off", "both"))
        yield from self._any_of("Full equality impact assessment not complete", "screening", ("lacking",))
        yield from self._any_of(
            "Public consultation needed or under way",
            "public_consultation",
            ("planned", "under_way"),
            [("columns", "title,public_consultation,consultation_dates,total")],
        )
        share = [("columns", "title,share,net_budget,total"), ("sort", "-share")]
        yield self._plain("Largest share of the service’s net budget", share)
        yield self._plain("All proposals of each service", [("group", "service")])
        yield from self._each("Affecting a ward or area", "ward")
        yield from self._each("Impact on people of a protected characteristic", "characteristic")
        yield from self._each("Changed since an edition", "since_edition")
        yield from self._corrected_or_withdrawn()

    def _corrected_or_withdrawn(self) -> Iterator[Question]:
        query = [("correction", key) for key in self._held["correction"]]
        links = [Link("in the round", self._address(query))]
        if since := since_last_visit(self._user, timezone.now(), keep=False):
            day = timezone.localdate(since)
            words = f"since your last visit, {format_day(day)}"
            links.append(Link(words, self._address([*query, ("changed_since", f"{day:%d/%m/%Y}")])))
        if query:
            yield Question("Being corrected or withdrawn", links=tuple(links))

    def _plain(self, words: str, query: Query) -> Question:
        return Question(words, self._address(query))

    def _any_of(self, words: str, name: str, keys: Sequence[str], more: Query = ()) -> Iterator[Question]:
        if any(key in self._held[name] for key in keys):
            chosen = [(name, key) for key in keys if key in self._held[name]]
            yield self._plain(words, [*chosen, *more])

    def _each(self, words: str, name: str) -> Iterator[Question]:
        links = tuple(
            Link(label, self._address([(name, key)]))
            for key, label in self._held[name].items()
            if key != NOT_STATED
        )
        if links:
            yield Question(words, links=links[:MOST_LINKS])

    def _address(self, query: Query) -> str:
        return f"?{urlencode([(ROUND, self._round), *query])}"

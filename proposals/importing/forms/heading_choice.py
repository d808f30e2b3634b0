"""Tell a heading of a form from lines of text that read like it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from proposals.importing.forms.headings import FoundHeading, plain
from proposals.importing.issues import Report, Severity

_SHORTEST_SURE = 14  # letters: a shorter heading is a word that texts use as well


@dataclass(frozen=True)
class Candidate:
    """A heading that a line reads like: where, its rank in the template, and whether the line holds more than it.

    `leads_on` is whether the next line is a heading that comes later in the template.
    """

    index: int
    position: int
    rank: int
    found: FoundHeading
    place: str
    merged: bool = False
    leads_on: bool = False

    @property
    def is_sure(self) -> bool:
        """Return whether it can be no word of somebody's text."""
        heading = self.found.heading
        return heading.anchor or (not heading.weak and len(plain(self.found.printed)) >= _SHORTEST_SURE)

    @property
    def doubts(self) -> tuple[bool, bool, bool]:
        """Return what speaks against it, the weightier first."""
        usual_words = plain(self.found.printed) == plain(self.found.heading.wording)
        return self.found.spelling == "misspelt", not usual_words, not self.leads_on


def among_settled(
    groups: Iterable[Sequence[Candidate]], settled: Sequence[Candidate], count: int, report: Report
) -> list[Candidate]:
    """Return the one of each group that stands in its usual place among the headings that are settled.

    A sure heading that stands once may stand elsewhere. What else reads like one is reported as text. `count` is
    the number of lines.
    """
    bounds = _bounds({item.index: item.rank for item in settled}, count)
    return [chosen for members in groups for chosen in _one_of(members, bounds, report)]


def _bounds(ranks: Mapping[int, int], count: int) -> list[tuple[int, int]]:
    """Return for each line the ranks of the settled headings before and after it."""
    last = max(ranks.values(), default=0) + count
    after = [last] * count
    following = last
    for index in range(count - 1, -1, -1):
        after[index] = following
        following = ranks.get(index, following)
    bounds: list[tuple[int, int]] = []
    before = -1
    for index in range(count):
        bounds.append((before, after[index]))
        before = ranks.get(index, before)
    return bounds


def _one_of(
    members: Sequence[Candidate], bounds: Sequence[tuple[int, int]], report: Report
) -> list[Candidate]:
    fitting = [item for item in members if item.merged or _fits(item.rank, bounds[item.index])]
    if not fitting and members[0].is_sure and (len(members) == 1 or members[0].found.heading.anchor):
        fitting = list(members)
    if not fitting:
        for item in members:
            message = (
                f"“{item.found.printed[:120]}” stands in the middle of another section; it was read as text."
            )
            report(Severity.NOTE, "heading in a text", item.place, message)
        return []
    best = min(fitting, key=lambda item: (*item.doubts, item.index))
    others = [item for item in members if item is not best]
    if others:
        is_clear = len([item for item in fitting if item.doubts == best.doubts]) == 1
        places = ", ".join(item.place for item in others)
        message = f"“{best.found.printed}” also stands at {places}, where it was read as text."
        report(Severity.NOTE if is_clear else Severity.QUESTION, "heading repeated", best.place, message)
    return [best]


def _fits(rank: int, bounds: tuple[int, int]) -> bool:
    before, after = bounds
    return before < rank < after or before > after

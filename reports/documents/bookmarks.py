"""The bookmarks of a long document: the entries of a long list are put into groups. Pure.

Three hundred options in one list are hard to use, and each entry of a PDF's list refers to the next: what
follows the references gives up after some hundreds.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil
from textwrap import shorten

MOST_ENTRIES = 30
"""The longest list without groups: about what a window shows at once."""
LONGEST_NAME = 40


@dataclass(frozen=True)
class Bookmark:
    """An entry of the bookmarks, which leads to the heading with that number, and the entries below it.

    `group` is what it is listed under where its list is long. A group leads to the first heading in it;
    `first` and `last` are what a range of entries is called by when this one is at its end.
    """

    label: str
    heading: int
    first: str
    last: str
    group: str = ""
    children: tuple["Bookmark", ...] = ()
    is_group: bool = False

    @classmethod
    def of_heading(cls, number: int, text: str, short: str, group: str) -> "Bookmark":
        """Return the entry of one heading."""
        name = short or shorten(text, LONGEST_NAME, placeholder=" …")
        return cls(text, number, name, name, group)


def in_groups(bookmarks: Sequence[Bookmark]) -> tuple[Bookmark, ...]:
    """Return the bookmarks in the same order, with no list of more than MOST_ENTRIES at any level."""
    return tuple(_short([replace(each, children=in_groups(each.children)) for each in bookmarks]))


def each_of(bookmarks: Iterable[Bookmark]) -> Iterator[Bookmark]:
    """Return the bookmarks of all levels, each before those below it."""
    for bookmark in bookmarks:
        yield bookmark
        yield from each_of(bookmark.children)


def _short(entries: list[Bookmark]) -> list[Bookmark]:
    if len(entries) <= MOST_ENTRIES:
        return entries
    grouped = _by_group(entries)
    return grouped if len(grouped) <= MOST_ENTRIES else _short(_ranges(grouped))


def _by_group(entries: list[Bookmark]) -> list[Bookmark]:
    """Return the entries of each group under its name, or in ranges where the groups are not in one piece each."""
    runs = _runs(entries, lambda each: each.group)
    names = [name for name, _run in runs if name]
    if 1 < len(set(names)) == len(names):
        return [each for name, run in runs for each in ([_group(name, run)] if name else run)]
    runs = _runs(entries, lambda each: "any" if each.group else "")
    return [each for name, run in runs for each in (_ranges(run) if name else run)]


def _runs(entries: Iterable[Bookmark], key: Callable[[Bookmark], str]) -> list[tuple[str, list[Bookmark]]]:
    return [(name, list(run)) for name, run in groupby(entries, key)]


def _ranges(entries: list[Bookmark]) -> list[Bookmark]:
    """Return the entries in ranges of about the same length, each named by its ends."""
    size = ceil(len(entries) / ceil(len(entries) / MOST_ENTRIES))
    runs = [entries[start : start + size] for start in range(0, len(entries), size)]
    return [_group(f"{run[0].first} to {run[-1].last}", run) if len(run) > 1 else run[0] for run in runs]


def _group(label: str, members: list[Bookmark]) -> Bookmark:
    children = _short([replace(each, group="") for each in members])
    first, last = members[0], members[-1]
    return Bookmark(label, first.heading, first.first, last.last, "", tuple(children), is_group=True)

"""Two states compared field by field: the one comparison from which every list of changes is made."""

import operator
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeVar

LONGEST_SHOWN = 80
"""Characters of a text shown in a list; the whole text is on the record's own page."""

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Item = TypeVar("Item")
Self = TypeVar("Self", bound="FieldChange")


@dataclass(frozen=True)
class FieldChange:
    """The value of a field before and after, in words; an empty text is no value."""

    label: str
    before: str
    after: str
    is_change: bool = True
    """True for a change from one value to another; false for a value of a record or a detail of an event."""

    def shortened(self: Self, longest: int = LONGEST_SHOWN) -> Self:
        """Return the same on one line each, long texts cut to `longest` characters."""
        return replace(self, before=_shortened(self.before, longest), after=_shortened(self.after, longest))

    def __str__(self) -> str:
        if not self.is_change:
            return f"{self.label}: {self.before or self.after}"
        return f"{self.label}: {self.before or 'nothing'} → {self.after or 'nothing'}"


class ChangedBy(Enum):
    """The people who changed a value since it was seen: nobody, this person, somebody else, or both."""

    NOBODY = "nobody"
    YOU = "you"
    OTHERS = "others"
    BOTH = "both"


def differing(
    before: Mapping[Key, Value],
    after: Mapping[Key, Value],
    missing: Value,
    is_same: Callable[[Value, Value], bool] = operator.eq,
) -> Iterator[tuple[Key, Value, Value]]:
    """Yield what is not the same in both states, in the order of the later one; `missing` stands for no value."""
    for key in dict.fromkeys([*after, *before]):
        old, new = before.get(key, missing), after.get(key, missing)
        if not is_same(old, new):
            yield key, old, new


def field_changes(
    before: Mapping[str, str],
    after: Mapping[str, str],
    is_same: Callable[[str, str], bool] = operator.eq,
) -> tuple[FieldChange, ...]:
    """Return the fields, by their labels, whose texts are not the same in both states."""
    return tuple(FieldChange(label, old, new) for label, old, new in differing(before, after, "", is_same))


def removed_and_added(before: Iterable[Item], after: Iterable[Item]) -> tuple[list[Item], list[Item]]:
    """Return the items that only the earlier list holds and those that only the later one holds, repeats counted."""
    removed, added = list(before), []
    for item in after:
        if item in removed:
            removed.remove(item)
        else:
            added.append(item)
    return removed, added


def changed_by(seen: Value, stored: Value, yours: Value) -> ChangedBy:
    """Return who changed a value since it was seen: `stored` is what others made of it."""
    is_theirs, is_yours = stored != seen, yours != seen
    if is_theirs and is_yours:
        return ChangedBy.BOTH
    return ChangedBy.OTHERS if is_theirs else ChangedBy.YOU if is_yours else ChangedBy.NOBODY


def _shortened(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"

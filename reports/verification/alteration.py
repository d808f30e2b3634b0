"""The differences of a file from the published one: its bytes, and the figures that it carries. Pure."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from services.values.wording import counted

MOST_DIFFERENCES = 20
_CHUNK = 4096
_SHOWN = 60


def byte_differences(published: bytes, given: bytes) -> str:
    """Return in one sentence how the bytes differ."""
    if len(given) < len(published) and published.startswith(given):
        return f"The end of the file is missing: {len(given):,} of {len(published):,} bytes are present."
    if len(given) > len(published) and given.startswith(published):
        added = counted(len(given) - len(published), "byte")
        return f"There are extra data after the end of the published file: {added}."
    if len(given) == len(published):
        count, first = _differing(published, given)
        differ = "differs" if count == 1 else "differ"
        return f"{counted(count, 'byte')} of {len(given):,} {differ}, the first at {first + 1:,}."
    return "The file has been saved or printed again by another program."


def _differing(published: bytes, given: bytes) -> tuple[int, int]:
    """Return how many bytes differ and the place of the first, from 0; both are of one length."""
    count, first = 0, -1
    for start in range(0, len(given), _CHUNK):
        ours, theirs = published[start : start + _CHUNK], given[start : start + _CHUNK]
        if ours != theirs:
            places = [place for place, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
            count, first = count + len(places), start + places[0] if first < 0 else first
    return count, first


def figure_differences(published: bytes, given: bytes) -> tuple[str, ...]:
    """Return a sentence for each figure that the JSON given says otherwise than the published one."""
    try:
        ours, theirs = _by_reference(json.loads(published)), _by_reference(json.loads(given))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ("The figures attached to it are not in the format in which they were published.",)
    found = [*islice(_differences("", ours, theirs), MOST_DIFFERENCES + 1)]
    if len(found) > MOST_DIFFERENCES:
        return (*found[:MOST_DIFFERENCES], "There are more differences.")
    return tuple(found)


def _by_reference(tree: dict[str, Any]) -> dict[str, Any]:
    """Return the tree with proposals and years by their names instead of their places."""
    proposals = {
        proposal["reference"]: {**proposal, "years": _by_year(proposal["years"])}
        for proposal in tree["proposals"]
    }
    totals = {**tree["totals"], "years": _by_year(tree["totals"]["years"])}
    return {**tree, "proposals": proposals, "totals": totals}


def _by_year(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {row["financial_year"]: row for row in rows}


def _differences(place: str, ours: Any, theirs: Any) -> Iterator[str]:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in dict.fromkeys([*ours, *theirs]):
            # What holds only years or proposals has nothing to say of its own.
            named = place if key in ("proposals", "years") else f"{place}, {key}" if place else str(key)
            yield from _differences(named, ours.get(key), theirs.get(key))
    elif isinstance(ours, dict):
        yield f"{place}: published, but missing from this file."
    elif isinstance(theirs, dict):
        yield f"{place}: in this file, but not published."
    elif ours != theirs:
        yield f"{place}: {_shown(theirs)} instead of the published {_shown(ours)}."


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    text = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
    return f"“{text[:_SHOWN]}…”" if len(text) > _SHOWN else text

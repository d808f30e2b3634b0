"""References for proposals whose document prints none: letters and a running number, kept when read again."""

from collections import Counter
from collections.abc import Iterable

from proposals.domain.references import canonical_reference
from proposals.importing.parsed import ParsedProposal
from proposals.importing.plan.matching import plain
from proposals.importing.plan.org_units import directorate_name, letters_of

LONGEST_REFERENCE = 40
AS_PRESSURE = "|pressure"


def entry_keys(proposals: Iterable[ParsedProposal]) -> list[str]:
    """Return what each proposal of a document is known by: title, service and category, told apart by a number.

    A pressure is another proposal than a saving of that name.
    """
    seen: Counter[str] = Counter()
    keys = []
    for stated in proposals:
        key = "|".join(plain(text) for text in (stated.title, stated.service, stated.category))
        key = f"{key}{AS_PRESSURE}" if stated.is_pressure else key
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return keys


class References:
    """The references of a round, stored and given while a document is read."""

    def __init__(self, stored: Iterable[str]) -> None:
        self._taken = set(stored)
        self._running: Counter[str] = Counter()

    def number(self, stated: ParsedProposal) -> tuple[str, int]:
        """Return the letters of the proposal's service or directorate, and its number among them in the document."""
        letters = letters_of(stated.service or directorate_name(stated))
        self._running[letters] += 1
        return letters, self._running[letters]

    def printed(self, stated: ParsedProposal) -> str:
        """Return the first reference the document prints that is free, and take it; nothing where none is."""
        for printed in stated.references:
            if len(printed) <= LONGEST_REFERENCE and self._is_free(printed):
                return self._take(printed)
        return ""

    def made(self, letters: str, number: int) -> str:
        """Return a reference of `letters` and the first number from `number` on that is free, and take it."""
        made = f"{letters}-{number:02d}"
        while not self._is_free(made):
            number += 1
            made = f"{letters}-{number:02d}"
        return self._take(made)

    def _is_free(self, reference: str) -> bool:
        canonical = canonical_reference(reference)
        return bool(canonical) and canonical not in self._taken

    def _take(self, reference: str) -> str:
        self._taken.add(canonical_reference(reference))
        return reference

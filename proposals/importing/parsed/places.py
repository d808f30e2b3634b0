"""Where in the council a document's proposals belong: directorate, service and portfolio, held or to be made.

A portfolio or a committee block that a document prints is the nearest it comes to naming a directorate. A
summary's row is itself the name of a service; where nothing names one, the service is named as the directorate.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from proposals.domain.references import directorate_code
from proposals.importing.parsed.matching import plain
from proposals.importing.parsed.proposal import StatedProposal
from services.models import Council, Directorate, Service

NAMES_SERVICES = frozenset({"committee-summary"})
"""The styles whose titles are names of services."""
NOT_STATED = "Directorate not stated"
_BLOCK = re.compile(
    r"^(?:[A-Z]\s*:\s*)?(?P<directorate>.+?)(?:\s*[-–—]\s+|\s+[-–—]\s*)(?P<committee>.*committees?)$", re.I
)
_LETTER_BEFORE = re.compile(r"^[A-Z]\s*:\s*")
_SMALL_WORDS = frozenset({"and", "of", "the", "for", "in", "to", "a", "with"})
_LONGEST_LETTERS, _FROM_ONE_WORD = 6, 3


@dataclass(frozen=True)
class ServicePlace:
    """A service by its name and its directorate's, the portfolio it is to have, and the held one if there is one."""

    directorate_code: str
    directorate_name: str
    service_name: str
    portfolio: str
    service: Service | None

    @property
    def key(self) -> tuple[str, str]:
        """What a service is told apart by: the directorate's code and its own name in small letters."""
        return (self.directorate_code, self.service_name.casefold())


def directorate_name(stated: StatedProposal) -> str:
    """Return the directorate that the document comes nearest to naming: its portfolio, or its committee block."""
    if stated.portfolio:
        return stated.portfolio
    if not stated.committees:
        return NOT_STATED
    block = _BLOCK.match(stated.committees[0])
    return block["directorate"].strip() if block else _LETTER_BEFORE.sub("", stated.committees[0])


def letters_of(name: str) -> str:
    """Return the first letters of a name's words in capitals (PC of People & Communities, EDU of Education)."""
    words = [
        word
        for word in re.findall(r"[^\W\d_]+", name.upper().replace("'", "").replace("’", ""))
        if word.casefold() not in _SMALL_WORDS and word.isascii()
    ]
    if len(words) == 1:
        return words[0][:_FROM_ONE_WORD]
    return "".join(word[0] for word in words)[:_LONGEST_LETTERS] or "X"


class Places:
    """The council's directorates and services, with those that a document would add."""

    def __init__(self, council: Council | None, proposals: Iterable[StatedProposal], style: str) -> None:
        self.style = style
        held = Directorate.objects.filter(council=council) if council else Directorate.objects.none()
        self._directorates = {item.code: item.name for item in held}
        self._held_codes = set(self._directorates)
        services = Service.objects.filter(directorate__council=council) if council else Service.objects.none()
        self._services = list(services.select_related("directorate", "portfolio"))
        self._codes: dict[str, str] = {}
        for name, references in _references_by_directorate(proposals).items():
            self._codes[name] = self._code_for(name, references)
        self._by_name: dict[str, list[Service]] = {}
        for service in self._services:
            self._by_name.setdefault(service.name.casefold(), []).append(service)

    def place_of(self, stated: StatedProposal) -> ServicePlace:
        """Return where the proposal belongs; a service of that name held once only is taken to be the one."""
        directorate = directorate_name(stated)
        code = self._codes[directorate]
        name = stated.service or (stated.title if self.style in NAMES_SERVICES else directorate)
        named_so = self._by_name.get(name.casefold(), [])
        own = [service for service in named_so if service.directorate.code == code]
        found = own or (named_so if len(named_so) == 1 else [])
        if found:
            held = found[0].directorate
            return ServicePlace(held.code, held.name, found[0].name, stated.portfolio, found[0])
        return ServicePlace(code, self._directorates[code], name, stated.portfolio, None)

    def new_directorates(self, places: Iterable[ServicePlace]) -> dict[str, str]:
        """Return the directorates of `places` that would be new: their names by code."""
        return {
            place.directorate_code: place.directorate_name
            for place in places
            if place.directorate_code not in self._held_codes
        }

    def _code_for(self, name: str, references: Counter[str]) -> str:
        """Return the code of the directorate of that name, noting a new one."""
        named_so = [code for code, held in self._directorates.items() if plain(held) == plain(name)]
        if named_so:
            return named_so[0]
        printed = next((code for code, _ in references.most_common() if code not in self._codes.values()), "")
        if printed:
            self._directorates.setdefault(printed, name)
            return printed
        letters = letters_of(name)
        code, number = letters, 2
        while code in self._directorates:
            code, number = f"{letters}{number}", number + 1
        self._directorates[code] = name
        return code


def _references_by_directorate(proposals: Iterable[StatedProposal]) -> dict[str, Counter[str]]:
    """Return the letters that references begin with, counted by directorate, in the order of the document."""
    found: dict[str, Counter[str]] = {}
    for stated in proposals:
        counted = found.setdefault(directorate_name(stated), Counter())
        code = directorate_code(stated.references[0]) if stated.references else ""
        if code:
            counted[code] += 1
    return found

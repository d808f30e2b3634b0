"""Find the directorate, service and portfolio of a document's proposals, stored or to be made.

A portfolio or a committee block that a document prints is the nearest it comes to naming a directorate. A
summary's row is itself the name of a service; where nothing names one, the service is named as the directorate.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from proposals.domain.references import directorate_code
from proposals.importing.kinds import DocumentKind
from proposals.importing.parsed import ParsedProposal
from proposals.importing.plan.matching import plain
from services.models import Council, Directorate, Service

NOT_STATED = "Directorate not stated"
_BLOCK = re.compile(
    r"^(?:[A-Z]\s*:\s*)?(?P<directorate>.+?)(?:\s*[-–—]\s+|\s+[-–—]\s*)(?P<committee>.*committees?)$", re.I
)
_LETTER_BEFORE = re.compile(r"^[A-Z]\s*:\s*")
_SMALL_WORDS = frozenset({"and", "of", "the", "for", "in", "to", "a", "with"})
_LONGEST_LETTERS, _FROM_ONE_WORD = 6, 3


@dataclass(frozen=True)
class OrgUnit:
    """A service by its name and its directorate's, the portfolio it is to have, and the stored one if there is one."""

    directorate_code: str
    directorate_name: str
    service_name: str
    portfolio: str
    service: Service | None

    @property
    def key(self) -> tuple[str, str]:
        """Return what a service is told apart by: the directorate's code and its own name in small letters."""
        return (self.directorate_code, self.service_name.casefold())


def directorate_name(parsed: ParsedProposal) -> str:
    """Return the directorate, or what comes nearest to naming it: the portfolio, or the committee block."""
    if parsed.directorate or parsed.portfolio:
        return parsed.directorate or parsed.portfolio
    if not parsed.committees:
        return NOT_STATED
    block = _BLOCK.match(parsed.committees[0])
    return block["directorate"].strip() if block else _LETTER_BEFORE.sub("", parsed.committees[0])


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


class OrgUnits:
    """The council's directorates and services, with those that a document would add."""

    def __init__(
        self, council: Council | None, proposals: Iterable[ParsedProposal], kind: DocumentKind
    ) -> None:
        self.kind = kind
        stored = Directorate.objects.filter(council=council) if council else Directorate.objects.none()
        self._directorates = {item.code: item.name for item in stored}
        self._stored_codes = set(self._directorates)
        services = Service.objects.filter(directorate__council=council) if council else Service.objects.none()
        self._services: dict[str, list[Service]] = {}
        for service in services.select_related("directorate", "portfolio"):
            self._services.setdefault(plain(service.name), []).append(service)
        self._new: dict[tuple[str, str], str] = {}
        self._codes: dict[str, str] = {}
        if not kind.known_by_reference:
            for name, references in _references_by_directorate(proposals).items():
                self._codes[name] = self._code_for(name, references)

    def unit_of(self, parsed: ParsedProposal) -> OrgUnit:
        """Return where a new proposal belongs; a service of that name stored once only is taken to be the one."""
        if self.kind.known_by_reference:
            return self._unit(directorate_code(parsed.reference), parsed.service, parsed.portfolio)
        directorate = directorate_name(parsed)
        code = self._codes[directorate]
        name = parsed.service or (parsed.title if self.kind.titles_name_services else directorate)
        named_so = self._named(name)
        if len(named_so) == 1 and not self._named(name, code):
            code = named_so[0].directorate.code
        return self._unit(code, name, parsed.portfolio)

    def unit_of_stored(self, parsed: ParsedProposal, service: Service, *, moves: bool) -> OrgUnit:
        """Return where a stored proposal belongs: its own service, unless its form moves it to another."""
        if moves:
            return self._unit(directorate_code(parsed.reference), parsed.service, parsed.portfolio)
        directorate = service.directorate
        return OrgUnit(directorate.code, directorate.name, service.name, parsed.portfolio, service)

    def _unit(self, code: str, name: str, portfolio: str) -> OrgUnit:
        named_so = self._named(name, code)
        stored = named_so[0] if len(named_so) == 1 else None
        name = stored.name if stored else self._new.setdefault((code, plain(name)), name)
        return OrgUnit(code, self._directorates.get(code, code), name, portfolio, stored)

    def _named(self, name: str, code: str = "") -> list[Service]:
        """Return the stored services of that name, in the directorate of that code where one is given.

        Two whose names differ in marks alone are told apart by them.
        """
        found = [item for item in self._services.get(plain(name), []) if code in ("", item.directorate.code)]
        return [item for item in found if item.name.casefold() == name.casefold()] or found

    def new_directorates(self, units: Iterable[OrgUnit]) -> dict[str, str]:
        """Return the directorates of `units` that would be new: their names by code."""
        return {
            unit.directorate_code: unit.directorate_name
            for unit in units
            if unit.directorate_code not in self._stored_codes
        }

    def _code_for(self, name: str, references: Counter[str]) -> str:
        """Return the code of the directorate of that name, noting a new one."""
        named_so = [code for code, stored in self._directorates.items() if plain(stored) == plain(name)]
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


def _references_by_directorate(proposals: Iterable[ParsedProposal]) -> dict[str, Counter[str]]:
    """Return the letters that references begin with, counted by directorate, in the order of the document."""
    found: dict[str, Counter[str]] = {}
    for stated in proposals:
        counted = found.setdefault(directorate_name(stated), Counter())
        code = directorate_code(stated.references[0]) if stated.references else ""
        if code:
            counted[code] += 1
    return found

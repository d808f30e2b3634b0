"""Find the directorate, service and portfolio of a document's proposals, stored or to be made.

A portfolio or a committee block that a document prints is the nearest it comes to naming a directorate. A
summary's row is itself the name of a service; where nothing names one, the service is named as the directorate.
A directorate that the document states counts, whichever has a service of that name already.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from proposals.domain.references import directorate_code
from proposals.importing.issues import Issue, Severity
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
_WORDS_FOR_ANY = _SMALL_WORDS | {"directorate", "department"}
_LONGEST_LETTERS, _FROM_ONE_WORD = 6, 3


def directorate_name(parsed: ParsedProposal) -> str:
    """Return the directorate, or what comes nearest to naming it: the portfolio, or the committee block."""
    if parsed.directorate or parsed.portfolio:
        return parsed.directorate or parsed.portfolio
    if not parsed.committees:
        return parsed.titled_directorate or NOT_STATED
    block = _BLOCK.match(parsed.committees[0])
    return block["directorate"].strip() if block else _LETTER_BEFORE.sub("", parsed.committees[0])


@lru_cache(maxsize=1024)
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
    """The council's directorates and services, with those that a document would add, unsaved."""

    def __init__(
        self, council: Council | None, proposals: Iterable[ParsedProposal], kind: DocumentKind
    ) -> None:
        self.kind = kind
        stored = Directorate.objects.filter(council=council) if council else Directorate.objects.none()
        self._directorates = {item.code: item for item in stored}
        services = Service.objects.filter(directorate__council=council) if council else Service.objects.none()
        self._services: dict[str, list[Service]] = {}
        for service in services.select_related("directorate", "portfolio"):
            self._services.setdefault(plain(service.name), []).append(service)
        self._new: dict[tuple[str, str], Service] = {}
        self._codes: dict[str, str] = {}
        self.issues: list[Issue] = []
        if not kind.known_by_reference:
            self._find_codes(_printed_codes(proposals))

    def service_of(self, parsed: ParsedProposal) -> Service:
        """Return where a proposal belongs.

        Where the document states no directorate, a service of that name stored once only is taken to be the one.
        """
        if self.kind.known_by_reference:
            return self._service(directorate_code(parsed.reference), parsed.service)
        directorate = directorate_name(parsed)
        code = self._codes[directorate]
        name = parsed.service or (parsed.title if self.kind.titles_name_services else directorate)
        named_so = self._named(name)
        if not named_so or self._named(name, code):
            return self._service(code, name)
        if len(named_so) == 1 and not parsed.directorate:
            return named_so[0]
        is_first = (code, plain(name)) not in self._new
        service = self._service(code, name)
        if is_first and parsed.directorate:
            self._say_made(service, named_so)
        return service

    def _service(self, code: str, name: str) -> Service:
        named_so = self._named(name, code)
        if len(named_so) == 1:
            return named_so[0]
        key = (code, plain(name))
        if key not in self._new:
            directorate = self._directorates.setdefault(code, Directorate(code=code, name=code))
            self._new[key] = Service(directorate=directorate, name=name)
        return self._new[key]

    def _say_made(self, made: Service, others: Sequence[Service]) -> None:
        """Say that a service is made where one of that name stands in another directorate, so that it is looked at."""
        elsewhere = " and ".join(sorted(item.directorate.name for item in others))
        message = (
            f"The service “{made.name}” is made in the directorate {made.directorate.name}, which the document "
            f"states. A service of that name already exists in {elsewhere}, and is left as it is."
        )
        self.issues.append(Issue(Severity.NOTE, "service elsewhere", "", "", message))

    def _named(self, name: str, code: str = "") -> list[Service]:
        """Return the stored services of that name, in the directorate of that code where one is given.

        Two whose names differ in marks alone are told apart by them.
        """
        found = [item for item in self._services.get(plain(name), []) if code in ("", item.directorate.code)]
        return [item for item in found if item.name.casefold() == name.casefold()] or found

    def _find_codes(self, printed: Mapping[str, str]) -> None:
        """Find the code of every directorate by its name; what no name or reference tells must leave those alone."""
        named = {plain(item.name): code for code, item in reversed(self._directorates.items())}
        self._codes = {name: named[plain(name)] for name in printed if plain(name) in named}
        untold = [name for name, code in printed.items() if code not in self._directorates]
        self._find_alike([name for name in untold if name not in self._codes])
        for name, code in sorted(printed.items(), key=lambda item: not item[1]):
            if name not in self._codes:
                self._codes[name] = self._code_for(name, "" if code in self._codes.values() else code)

    def _find_alike(self, names: Sequence[str]) -> None:
        """Take a name for the directorate that it begins, or that begins it, if no other has its words, and say so."""
        stored = {code: item.name for code, item in self._directorates.items() if item.pk}
        alike = {
            name: [code for code, other in stored.items() if _share_words(name, other)] for name in names
        }
        uses = Counter(code for codes in alike.values() for code in codes)
        for name, codes in alike.items():
            is_only = len(codes) == 1 and uses[codes[0]] == 1 and codes[0] not in self._codes.values()
            if is_only and _begins(name, stored[codes[0]]):
                self._codes[name] = codes[0]
                self._say_taken(name, codes[0], "no other has these words in its name")

    def _say_taken(self, name: str, code: str, why: str) -> None:
        stored = self._directorates[code]
        message = f"“{name}” was taken for the directorate {code}, {stored.name}, as {why}."
        self.issues.append(Issue(Severity.NOTE, "directorate alike", "", "", message))

    def _code_for(self, name: str, printed: str) -> str:
        """Return the code of a directorate that is not stored by that name; `printed` is that of its references."""
        if printed:
            stored = self._directorates.setdefault(printed, Directorate(code=printed, name=name))
            if stored.pk:
                self._say_taken(name, printed, f"the references of its proposals begin with {printed}")
            return printed
        letters = letters_of(name)
        code, number = letters, 2
        while code in self._directorates:
            code, number = f"{letters}{number}", number + 1
        self._directorates[code] = Directorate(code=code, name=name)
        return code


def _printed_codes(proposals: Iterable[ParsedProposal]) -> dict[str, str]:
    """Return the code of each directorate that its references print, empty where they print none.

    The letters that references begin with are a code where they stand for one directorate alone and have parts (A/R)
    or abbreviate its name, or where every directorate has letters of its own. Others name the council or the list.
    """
    letters: dict[str, list[str]] = {}
    for stated in proposals:
        found = letters.setdefault(directorate_name(stated), [])
        code = directorate_code(stated.references[0]) if stated.references else ""
        if code and code not in found:
            found.append(code)
    uses = Counter(code for codes in letters.values() for code in codes)
    tell_apart = len(uses) > 1 and all(len(codes) <= 1 for codes in letters.values())
    return {
        name: next(
            (
                code
                for code in codes
                if uses[code] == 1 and (tell_apart or "/" in code or _abbreviates(code, name))
            ),
            "",
        )
        for name, codes in letters.items()
    }


def _share_words(one: str, other: str) -> bool:
    """Return whether all words of one name stand in the other."""
    first, second = set(_words_that_tell(one)), set(_words_that_tell(other))
    return bool(first and second) and (first <= second or second <= first)


def _begins(one: str, other: str) -> bool:
    """Return whether one name begins the other, as “Environment” does “Environment and Waste”, or has its very words.

    Words from within a longer name may be another office: “People” is not “Children and Young People”.
    """
    first, second = sorted((_words_that_tell(one), _words_that_tell(other)), key=len)
    return second[: len(first)] == first or sorted(first) == sorted(second)


def _words_that_tell(name: str) -> list[str]:
    """Return the words of a name in their order, without those that stand in the name of any directorate."""
    return [word for word in re.findall(r"\w+", name.casefold()) if word not in _WORDS_FOR_ANY]


def _abbreviates(code: str, name: str) -> bool:
    """Return whether a code has the first letter of a name and others of it in their order, as CYP has."""
    rest = iter(name.upper())
    return code[:1] == name[:1].upper() and all(letter in rest for letter in code)

"""The headings of a business case, recognised on whole lines however they are spelt or run together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from rapidfuzz import fuzz, process

from proposals.importing.lines import without_hint

_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_NUMBER_BEFORE = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,2}[.)]?|[a-z][.)])\s+(?=\D)", re.IGNORECASE)
_LONGEST_HEADING = 200
_ALIKE = 86  # out of 100, as for option forms
_SHORTEST_FUZZY = 14  # letters: in a shorter heading two other letters make another word
_CUT_SHARE = 0.6
_QUESTION_WORD = re.compile(
    r"(?:what|why|how|who|when|where|which|is|are|has|have|does|do|did|will|can)\b", re.I
)


class Role(Enum):
    """What stands under a heading: nothing of its own, a text, a list, or one value beside it."""

    FRAME = "frame"
    TEXT = "text"
    LIST = "list"
    VALUE = "value"


@dataclass(frozen=True)
class CaseHeading:
    """One heading of the template: the kind of section under it, its wordings, and what stands there.

    An `anchor` cannot be mistaken for a phrase of somebody's text; a `weak` one is a word that texts use
    as a heading of their own.
    """

    kind: str
    wording: str
    role: Role = Role.TEXT
    others: tuple[str, ...] = ()
    anchor: bool = False
    weak: bool = False


def _value(kind: str, wording: str, *others: str) -> CaseHeading:
    return CaseHeading(kind, wording, Role.VALUE, others)


def _question(kind: str, wording: str, *others: str) -> CaseHeading:
    return CaseHeading(kind, wording, Role.TEXT, others, anchor=True)


def _frame(kind: str, wording: str, *others: str, weak: bool = False) -> CaseHeading:
    return CaseHeading(kind, wording, Role.FRAME, others, weak=weak)


TITLE = _value(
    "title", "Project Title", "Project Name", "Title of Project", "Business Case Title", "Proposal Title"
)
SAVING = _value("saving", "Saving", "Savings")
REFERENCE = _value(
    "reference",
    "Business Planning Reference",
    "Business Planning Ref",
    "Business Plan Reference",
    "Business Plan Ref",
    "Business Case Reference",
    "Proposal Reference",
    "Reference Number",
    "Reference",
    "Ref",
)
BRIEF = _value(
    "brief_description",
    "Business Planning Brief Description",
    "Brief Description",
    "Brief Description of Proposal",
)
OFFICER = _value(
    "senior_responsible_officer",
    "Senior Responsible Officer",
    "Senior Responsible Officers",
    "Responsible Officer",
    "Lead Officer",
    "SRO",
)
VALUES = (TITLE, SAVING, REFERENCE, BRIEF, OFFICER)

CASE = _frame("case", "Business Case", "Outline Business Case", "Full Business Case", "Savings Business Case")
OVERVIEW_FRAME = _frame("overview_frame", "Project Overview")
OVERVIEW = CaseHeading(
    "overview", "Project Overview - What are we doing", Role.TEXT, ("What are we doing",), anchor=True
)
LIST_TITLE = CaseHeading("list_title", "Title", Role.LIST, weak=True)
DEPENDENCIES = CaseHeading("dependencies", "Project Dependencies", Role.LIST, ("Dependencies",))
BENEFITS = CaseHeading(
    "non_financial_benefits", "Non Financial Benefits", Role.LIST, ("Non-Financial Benefit",)
)
RISKS = CaseHeading("risks", "Risks", Role.LIST, ("Project Risks", "Key Risks"), weak=True)
COSTS = CaseHeading(
    "cost_and_savings", "Cost and Savings", Role.TEXT, ("Costs and Savings", "Cost & Savings")
)
APPROACH = _frame("approach", "Approach", weak=True)
IN_SCOPE = _question("in_scope", "What is within scope?", "What is in scope?")
OUT_OF_SCOPE = _question(
    "out_of_scope", "What is outside of scope?", "What is out of scope?", "What is outside scope?"
)
_EQUALITY = "protected_characteristics"

TEMPLATE: tuple[CaseHeading, ...] = (
    CASE,
    OVERVIEW_FRAME,
    *VALUES,
    _frame("project_approach", "Project Approach"),
    _frame("background", "Background", weak=True),
    _question(
        "why_needed",
        "Why do we need to undertake this project?",
        "Why do we need to do this project?",
        "Why is this project needed?",
    ),
    _question(
        "if_not_done",
        "What would happen if we did not complete this project?",
        "What would happen if we did not do this project?",
        "What will happen if we do not complete this project?",
    ),
    APPROACH,
    CaseHeading(
        "aims", "Aims / Objectives", Role.TEXT, ("Aims and Objectives", "Aims", "Objectives"), weak=True
    ),
    OVERVIEW,
    _question("assumptions", "What assumptions have you made?"),
    _question("constraints", "What constraints does the project face?"),
    _frame("delivery_options", "Delivery Options"),
    _question(
        "options_study",
        "Has an options and feasibility study been undertaken?",
        "Options and feasibility study",
    ),
    _frame("scope_frame", "Scope / Interdependencies"),
    _frame("scope", "Scope", weak=True),
    IN_SCOPE,
    OUT_OF_SCOPE,
    DEPENDENCIES,
    COSTS,
    BENEFITS,
    CaseHeading("non_financial_benefits_summary", "Non Financial Benefits Summary"),
    RISKS,
    _frame("project_impact", "Project Impact"),
    _frame("impact_assessment", "Community Impact Assessment", "Equality Impact Assessment"),
    _question("who_is_affected", "Who will be affected by this proposal?"),
    _question("positive_impacts", "What positive impacts are anticipated from this proposal?"),
    _question("negative_impacts", "What negative impacts are anticipated from this proposal?"),
    _question(
        "neutral_impacts",
        "Are there other impacts which are more neutral?",
        "What neutral impacts are anticipated from this proposal?",
    ),
    _frame("protected_frame", "Disproportionate impacts on specific groups with protected characteristics"),
    _question(
        _EQUALITY,
        "Details of Disproportionate Impacts on protected characteristics and how these will be addressed",
    ),
    LIST_TITLE,
)
"""The headings in the order that the template prints them."""

RANK = {heading.kind: rank for rank, heading in enumerate(TEMPLATE)}

# A question put in other words is told by what it asks about; “positive” and “negative” must not be confused.
_ASKS_ABOUT: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bpositive (?:impact|effect)"), "positive_impacts"),
    (re.compile(r"\bnegative (?:impact|effect)"), "negative_impacts"),
    (re.compile(r"\bneutral\b"), "neutral_impacts"),
    (re.compile(r"\bprotected characteristics?\b"), _EQUALITY),
    (re.compile(r"\b(?:outside|out) (?:of )?(?:the )?scope\b"), "out_of_scope"),
    (re.compile(r"\b(?:within|in) (?:the )?scope\b"), "in_scope"),
    (re.compile(r"\bassumptions? .*\bmade\b"), "assumptions"),
    (re.compile(r"\bconstraints?\b.*\b(?:project|proposal)\b"), "constraints"),
    (re.compile(r"\bfeasibility study\b"), "options_study"),
    (re.compile(r"^who (?:will|would|is|are)\b.*\baffected\b"), "who_is_affected"),
    (re.compile(r"^what (?:will|would) happen if\b.*\bnot\b"), "if_not_done"),
    (re.compile(r"^why (?:do|must) we need\b|^why is (?:this|the) (?:project|proposal)"), "why_needed"),
)


@dataclass(frozen=True)
class FoundHeading:
    """A heading on a line: how it is spelt, the words that print it, and what stands behind it on the line."""

    heading: CaseHeading
    printed: str
    spelling: str = "as expected"
    rest: str = ""


def plain(text: str) -> str:
    """Return the text in small letters and figures with single spaces, marks left out."""
    return " ".join(_NOT_WORDS.sub(" ", without_hint(text).lower().replace("&", " and ")).split())


_EXACT: dict[str, CaseHeading] = {
    plain(wording): heading for heading in TEMPLATE for wording in (heading.wording, *heading.others)
}
_FUZZY = tuple(words for words in _EXACT if len(words) >= _SHORTEST_FUZZY)
_BEGINNING = 8
_ANCHORS: dict[str, list[str]] = {}
for _words, _heading in _EXACT.items():
    if _heading.anchor:
        _ANCHORS.setdefault(_words[:_BEGINNING], []).append(_words)
_OF_KIND = {heading.kind: heading for heading in TEMPLATE}
_LONGEST_MARKS = 12
_MARKS_ONLY = re.compile(r"[\W\d_]*(?:[a-z][.)])?\W*", re.IGNORECASE)
_ANSWERS = {"see accompanying financial report"}
_VERBATIM = re.compile(
    "(" + "|".join(re.escape(h.wording) for h in TEMPLATE if h.anchor and h.wording.endswith("?")) + ")"
)
_MOST_WORDS = max(words.count(" ") for words in _EXACT) + 1


def heading_of(text: str) -> FoundHeading | None:
    """Return the heading that the whole text is, also misspelt or cut short, or None."""
    if len(text) > _LONGEST_HEADING:
        return None
    return _heading_of(text)


@lru_cache(maxsize=65536)  # each line is asked about several times
def _heading_of(text: str) -> FoundHeading | None:
    bare = _NUMBER_BEFORE.sub("", text)
    words = plain(bare)
    exact = _EXACT.get(words)
    if exact and not bare.rstrip().endswith((".", ",", ";")):
        return FoundHeading(exact, text)
    if len(words) < _BEGINNING or exact:
        return None
    for pattern, kind in _ASKS_ABOUT if _is_question(bare) else ():
        if pattern.search(words):
            return FoundHeading(_OF_KIND[kind], text, _spelling(words, _OF_KIND[kind]))
    alike = process.extractOne(words, _FUZZY, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    if alike and fuzz.ratio(words.split()[0], alike[0].split()[0]) >= _ALIKE - 10:
        heading = _EXACT[alike[0]]
        return None if _says_otherwise(words, heading) else FoundHeading(heading, text, "misspelt")
    for wording in _ANCHORS.get(words[:_BEGINNING], ()):
        if wording.startswith(words) and len(words) >= len(wording) * _CUT_SHARE:
            return FoundHeading(_EXACT[wording], text, "cut short")
    return None


def _spelling(words: str, heading: CaseHeading) -> str:
    return "misspelt" if fuzz.ratio(words, plain(heading.wording)) >= _ALIKE else "worded otherwise"


def _says_otherwise(words: str, heading: CaseHeading) -> bool:
    """Return whether the words name another of the headings that differ in one word only."""
    return any(pattern.search(words) and kind != heading.kind for pattern, kind in _ASKS_ABOUT)


def _is_question(text: str) -> bool:
    return text.rstrip(" :*").endswith("?") and bool(_QUESTION_WORD.match(text))


def is_unknown_question(text: str) -> bool:
    """Return whether a line that is no known heading asks something, as the headings of a template do."""
    return (
        len(text) <= _LONGEST_HEADING
        and text.count("?") == 1
        and text.count(" ") <= 20
        and _is_question(text)
    )


def parted_at_questions(text: str) -> list[str]:
    """Return the line parted at every question of the template that stands in it word for word."""
    if "?" not in text:
        return [text]
    pieces: list[str] = []
    marks_before = ""
    for piece in _VERBATIM.split(text):
        if len(piece) > _LONGEST_MARKS or not _MARKS_ONLY.fullmatch(piece):
            pieces.append(f"{marks_before}{piece}".strip())
            marks_before = ""
        elif pieces:
            pieces[-1] += piece.rstrip()
        else:
            marks_before = piece
    return pieces or [text]


def run_together(text: str) -> list[FoundHeading]:
    """Return the headings that a line is made of, one behind the other, and the usual answer after the last.

    A line with any other word in it is none.
    """
    if len(text) > _LONGEST_HEADING * 2:
        return []
    words = plain(text).split()
    found: list[FoundHeading] = []
    while words:
        if " ".join(words) in _ANSWERS and found:
            found[-1] = FoundHeading(
                found[-1].heading, found[-1].printed, "merged", text[-_last_words(text, words) :]
            )
            break
        size = next(_sizes(words), 0)
        if not size:
            return []
        heading = _EXACT[" ".join(words[:size])]
        found.append(FoundHeading(heading, heading.wording, "merged"))
        words = words[size:]
    return found if len(found) > 1 or (found and found[0].rest) else []


def _sizes(words: list[str]) -> Iterator[int]:
    for size in range(min(len(words), _MOST_WORDS), 0, -1):
        heading = _EXACT.get(" ".join(words[:size]))
        if heading and heading.role is not Role.VALUE:
            yield size


def _last_words(text: str, words: list[str]) -> int:
    """Return how many letters at the end of the text hold these words."""
    match = re.search(r"[^a-z0-9]+".join(map(re.escape, words)) + r"[^a-z0-9]*$", text, re.IGNORECASE)
    return len(text) - match.start() if match else len(text)

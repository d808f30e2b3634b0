"""The head of a business case: its title, references, saving, brief description and officer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz import fuzz

from proposals.domain.proposal_parts import OTHER_KIND
from proposals.domain.references import canonical_reference
from proposals.importing.forms.business_cases.headings import (
    BRIEF,
    CASE,
    OFFICER,
    OVERVIEW_FRAME,
    REFERENCE,
    SAVING,
    TITLE,
    VALUES,
)
from proposals.importing.forms.business_cases.headline import (
    Headline,
    headline_of_years,
    read_headline,
    year_of_label,
)
from proposals.importing.forms.business_cases.references import references_in_cell, split_case_title, unlike
from proposals.importing.forms.business_cases.statements import parsed_section
from proposals.importing.forms.headings import BUSINESS_CASE, Heading, Role, is_unknown_question, plain
from proposals.importing.issues import Report, Severity
from proposals.importing.lines import Line
from proposals.importing.parsed import ParsedProposal

_QUOTED = 120
_LONGEST_NAMES = 200  # letters: a longer line below the officers is a text without its heading
_LONGEST_LABEL = 80
_MONEY_LABEL = re.compile(
    r"(?:(?:additional|total|net|gross|estimated|proposed|annual|planned|increased?|target|budget|of|in|cost|one-off|"
    r"full year|part year|recurring|revenue|capital|financial|external|new)\s+)*"
    r"(?:savings?|income|investment|costs?|pressure|funding|contributions?|avoidance|benefits?|growth|efficienc(?:y|ies))"
    r"(?:\s*(?:/|and|&|or)\s*(?:savings?|income|investment|costs?|benefits?))?"
    r"(?:\W+(?:(?:in|for|by|from)\s+)?(?:f\.?y\.?\s*)?\d{2,4}(?:\s?[/\u2010-\u2014-]\s?\d{2,4})?)*"
    r"\s*(?:\(?£?\s?(?:k|m|000s?)?\)?)?\s*:?",
    re.IGNORECASE,
)
_WORDINGS = {words: heading for words, heading in BUSINESS_CASE.exact.items() if heading in VALUES}
_LONG_LABELS = tuple(
    (wording, heading)
    for heading in (TITLE, BRIEF, REFERENCE, OFFICER)
    for wording in (heading.wording, *heading.others)
    if " " in wording
)
_REFERENCE_INSIDE = re.compile(r"\s(?P<label>Business Plan(?:ning)? Ref(?:erence)?)\b\s*:?\s*")
_SAVING_BEFORE = re.compile(
    r"(?P<label>Savings?)\s*:?\s+(?P<value>\(?[-\u2212]?£?\s?\d.{0,60}|Cost neutral)", re.IGNORECASE
)


@dataclass(frozen=True)
class Pair:
    """A label with the value beside it; `heading` is None where the template has no such label."""

    heading: Heading | None
    label: str
    value: str


def pairs_of(line: Line) -> list[Pair]:
    """Return the labels on the line with their values; none when no label of the template is on it."""
    pairs = list(_pairs_in_row(line.cells) if line.is_row else _pairs_in_text(line.text))
    return pairs if any(pair.heading for pair in pairs) else []


def pairs_in_head(line: Line) -> list[Pair]:
    """Return the labels on a line that is known to stand in the head, those that the template lacks among them."""
    pairs = pairs_of(line)
    if pairs or not line.is_row:
        return pairs
    cells = [cell for cell in line.cells if cell]
    if len(cells) % 2 or any(len(label) > _LONGEST_LABEL for label in cells[::2]):
        return []
    return [Pair(None, label, value) for label, value in zip(cells[::2], cells[1::2], strict=True)]


def _label(text: str) -> Heading | None:
    if not text or len(text) > _LONGEST_LABEL:
        return None
    known = _WORDINGS.get(plain(text))
    if known:
        return known
    if _MONEY_LABEL.fullmatch(text):
        return SAVING
    found = BUSINESS_CASE.heading_of(text)
    return found.heading if found and found.heading.role is Role.VALUE else None


def _pairs_in_row(cells: Sequence[str]) -> Iterator[Pair]:
    labels = [_label(cell) for cell in cells]
    for index, (before, label) in enumerate(pairwise(labels), start=1):
        if before is SAVING and label is SAVING and any(map(str.isdigit, cells[index])):
            labels[index] = None  # “Income £200k” beside “Saving” is its value, though it reads like a label
    first = next((index for index, cell in enumerate(cells) if cell), 0)
    is_merged = False
    if labels[first] is None and REFERENCE in labels[first + 1 :]:
        merged = _SAVING_BEFORE.fullmatch(cells[first])
        if labels.index(REFERENCE) - first > 1:
            labels[first] = SAVING  # whatever stands before the reference is what the case is worth
        elif merged:
            yield Pair(SAVING, merged["label"], merged["value"])
            is_merged = True
            first += 1
    if labels[first] is None and not is_merged:
        return
    index = first
    while index < len(cells):
        if labels[index] is None:
            index += 1
            continue
        end = next((later for later in range(index + 1, len(cells)) if labels[later]), len(cells))
        value = " ".join(cell for cell in cells[index + 1 : end] if cell)
        yield Pair(labels[index], cells[index].rstrip(" :"), value)
        index = end


def _pairs_in_text(text: str) -> Iterator[Pair]:
    alone = _WORDINGS.get(plain(text)) if len(text) <= _LONGEST_LABEL else None
    if alone:
        yield Pair(alone, text.rstrip(" :"), "")
        return
    inside = _REFERENCE_INSIDE.search(text[:200])
    before = _SAVING_BEFORE.fullmatch(text[: inside.start()]) if inside else None
    if inside and before:
        yield Pair(SAVING, before["label"], before["value"].strip())
        yield Pair(REFERENCE, inside["label"], text[inside.end() :].strip())
        return
    label, colon, value = text.partition(":")
    heading = _label(label) if colon else None
    if heading:
        yield Pair(heading, label.strip(), value.strip())
        return
    for wording, long_label in _LONG_LABELS:
        if text.startswith(f"{wording} "):
            yield Pair(long_label, wording, text[len(wording) :].strip())
            return


@dataclass
class LabelledLines:
    """A label of the head as printed, and the lines beside and below it."""

    label: str
    place: str
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines as one."""
        return " ".join(line.text for line in self.lines if line.text)


@dataclass
class HeadLines:
    """The head of a case sorted by label; `others` are labels that the template lacks, or that stand twice."""

    title_line: str = ""
    title_place: str = ""
    labelled: dict[str, LabelledLines] = field(default_factory=dict)
    others: list[LabelledLines] = field(default_factory=list)
    savings: list[LabelledLines] = field(default_factory=list)
    """The savings, where the head states one for each of several years."""
    left_over: list[Line] = field(default_factory=list)
    end: int = 0


@dataclass(frozen=True)
class CaseHead:
    """What the head of a case states, and the references of its own among those that it prints."""

    proposal: ParsedProposal
    main_references: tuple[str, ...]
    headline: Headline


def sort_head(lines: Sequence[Line], report: Report) -> HeadLines:
    """Return the lines of a case's head by their labels, and where its narrative begins."""
    head = HeadLines(end=len(lines))
    current: LabelledLines | None = None
    for index, line in enumerate(lines):
        pairs = [] if _is_question_row(line) else pairs_in_head(line)
        if pairs:
            for pair in pairs:
                current = _open(head, pair, line, report)
            continue
        if _begins_narrative(line) or (_is_officer(current) and len(line.text) > _LONGEST_NAMES):
            head.end = index
            break
        if _is_frame(line):
            continue
        if current:
            current.lines.append(line)
        else:
            _take_title_line(head, line)
    return head


def _is_officer(labelled: LabelledLines | None) -> bool:
    found = BUSINESS_CASE.heading_of(labelled.label) if labelled else None
    return bool(found and found.heading is OFFICER)


def _open(head: HeadLines, pair: Pair, line: Line, report: Report) -> LabelledLines:
    value = Line(pair.value, line.place, False)
    opened = LabelledLines(pair.label, line.place, [value] if pair.value else [])
    if pair.heading is None:
        head.others.append(opened)
        message = f"the template has no label “{pair.label}”; what stands beside it is kept under that name."
        report(Severity.NOTE, "unknown heading", line.place, message)
        return opened
    stored = head.labelled.get(pair.heading.kind)
    if stored is None:
        head.labelled[pair.heading.kind] = opened
        return opened
    if stored.text == opened.text and stored.label == opened.label:
        return stored
    if pair.heading is SAVING and _are_of_different_years([*(head.savings or [stored]), opened]):
        head.savings = [*(head.savings or [stored]), opened]
        return opened
    if stored.text == opened.text:
        return stored
    head.others.append(opened)
    report(
        Severity.QUESTION,
        "label repeated",
        line.place,
        f"“{pair.label}” stands twice; “{stored.text[:_QUOTED]}” was read, and “{pair.value[:_QUOTED]}” is kept as "
        "a section of its own.",
    )
    return opened


def _is_question_row(line: Line) -> bool:
    """Return whether a row holds a question of the template and its answer."""
    if not line.is_row:
        return False
    first, *others = [cell for cell in line.cells if cell]
    found = BUSINESS_CASE.heading_of(first)
    return bool(found and found.heading.anchor and len(others) == 1)


def _are_of_different_years(savings: Sequence[LabelledLines]) -> bool:
    """Return whether each of some savings is labelled with a year of its own."""
    years = [year_of_label(item.label) for item in savings]
    return None not in years and len(set(years)) == len(years)


def _begins_narrative(line: Line) -> bool:
    if line.is_row:
        return _is_question_row(line)
    found = BUSINESS_CASE.heading_of(line.text)
    if found and found.heading.role is not Role.VALUE:
        return not _is_frame(line)
    parts = BUSINESS_CASE.parted_at_questions(line.text)
    return len(parts) > 1 or bool(BUSINESS_CASE.run_together(line.text)) or is_unknown_question(line.text)


def _is_frame(line: Line) -> bool:
    """Return whether the line only frames the head: “Business Case” or “Project Overview”."""
    found = BUSINESS_CASE.heading_of(line.text)
    return bool(found and (found.heading in (CASE, OVERVIEW_FRAME)))


def _take_title_line(head: HeadLines, line: Line) -> None:
    if not head.title_line:
        head.title_line, head.title_place = line.text, line.place
    elif line.text[:1].islower():
        head.title_line = f"{head.title_line} {line.text}"
    elif not fuzz.ratio(plain(head.title_line[:300]), plain(line.text[:300])) >= 80:
        head.left_over.append(line)


def read_head(head: HeadLines, place: str, committee: str, report: Report) -> CaseHead:
    """Return what the head states; what is missing of it is reported."""
    cell = _text(head, REFERENCE.kind)
    in_cell = references_in_cell(cell)
    printed_title = _text(head, TITLE.kind) or head.title_line
    title, in_title = split_case_title(printed_title, in_cell)
    other_title, in_line = split_case_title(head.title_line, in_cell)
    references = unlike([*in_cell, *in_title, *in_line])
    main = in_cell or references
    if not references:
        said = f"; under “Business Planning Reference” stands “{cell[:_QUOTED]}”" if cell else ""
        report(Severity.ERROR, "reference missing", place, f"the business case has no reference{said}.")
    elif in_cell:
        _compare_references(in_cell, (*in_title, *in_line), _place(head, TITLE.kind, place), report)
    elif cell or REFERENCE.kind in head.labelled:
        message = f"the reference cell says “{cell[:_QUOTED]}”; the reference was taken from the title."
        report(Severity.NOTE, "reference from the title", _place(head, REFERENCE.kind, place), message)
    if cell and in_cell and _is_more(cell, in_cell):
        message = f"the reference cell says “{cell[:_QUOTED]}”; read: {', '.join(in_cell)}."
        report(Severity.NOTE, "reference cell", _place(head, REFERENCE.kind, place), message)
    if not title:
        report(Severity.ERROR, "title missing", place, "the business case has no title.")
    elif other_title and plain(other_title) != plain(title):
        message = f"the title above the table is “{other_title[:_QUOTED]}”; “{title[:_QUOTED]}” was read."
        report(Severity.NOTE, "title printed otherwise", head.title_place, message)
    headline = _headline(head, place, report)
    brief = head.labelled.get(BRIEF.kind)
    sections = [(BRIEF.kind, brief)] if brief else []
    sections += [(OTHER_KIND, item) for item in head.others]
    proposal = ParsedProposal(
        title=title,
        place=place,
        references=references,
        total=headline.amount,
        profile_complete=False,
        headline=headline.printed,
        headline_label=headline.label,
        sections=tuple(
            parsed_section(kind, item.label, item.lines, item.place)[0] for kind, item in sections
        ),
        committees=(committee,) if committee else (),
        senior_responsible_officer=_text(head, OFFICER.kind),
    )
    return CaseHead(proposal, main, headline)


def _compare_references(in_cell: Sequence[str], elsewhere: Sequence[str], place: str, report: Report) -> None:
    stored = {canonical_reference(reference): reference for reference in in_cell}
    strange = [r for r in unlike(elsewhere) if canonical_reference(r) not in stored]
    if strange:
        named, celled = ", ".join(strange), ", ".join(in_cell)
        message = f"the title names {named}, the reference cell {celled}: check which is meant."
        report(Severity.QUESTION, "references differ", place, message)
    spelt = [r for r in dict.fromkeys(elsewhere) if r not in in_cell and r not in strange]
    if spelt:
        message = f"the title writes the reference as {', '.join(spelt)}; {', '.join(in_cell)} was kept."
        report(Severity.NOTE, "reference spelt otherwise", place, message)


def _is_more(cell: str, references: Sequence[str]) -> bool:
    """Return whether the cell holds more letters and figures than its references."""
    words = plain(cell).replace(" and ", " ").replace(" ", "")
    return len(words) != sum(len(plain(reference).replace(" ", "")) for reference in references)


def _headline(head: HeadLines, place: str, report: Report) -> Headline:
    cell = head.labelled.get(SAVING.kind)
    if cell is None:
        message = "the business case states no saving; it is not known."
        report(Severity.NOTE, "saving not stated", place, message)
        return Headline()
    if head.savings:
        return _by_year(head.savings, report)
    headline = read_headline(cell.label, cell.text)
    if headline.is_cost:
        printed = headline.printed[:_QUOTED]
        message = f"“{printed}” is labelled “{headline.label}”, so it was not read as a saving."
        report(Severity.QUESTION, "not a saving", cell.place, message)
    else:
        _say_doubt(headline, cell, report)
    return headline


def _say_doubt(headline: Headline, cell: LabelledLines, report: Report) -> None:
    if headline.no_unit:
        report(Severity.QUESTION, "unit not stated", cell.place, headline.doubt)
    elif headline.doubt:
        is_figure = headline.amount is None and any(map(str.isdigit, cell.text))
        severity = Severity.QUESTION if is_figure else Severity.NOTE
        report(severity, "saving in words", cell.place, headline.doubt)


def _by_year(savings: Sequence[LabelledLines], report: Report) -> Headline:
    """Return the savings of several years as one headline; each is read as if it stood alone."""
    read = []
    for item in savings:
        headline = read_headline(item.label, item.text)
        if headline.is_cost or headline.amount is None:
            message = f"“{item.label}” says “{item.text[:_QUOTED]}”, which is no saving to add to the others."
            report(Severity.QUESTION, "saving of a year not read", item.place, message)
        else:
            _say_doubt(headline, item, report)
            read.append(headline)
    printed = "; ".join(f"{item.label}: {item.text}" for item in savings)
    return headline_of_years(printed, read)


def _text(head: HeadLines, kind: str) -> str:
    stored = head.labelled.get(kind)
    return stored.text if stored else ""


def _place(head: HeadLines, kind: str, place: str) -> str:
    stored = head.labelled.get(kind)
    return stored.place if stored else place

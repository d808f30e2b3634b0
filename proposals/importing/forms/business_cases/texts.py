"""The texts of a business case: paragraphs put together again, and whether a section was answered."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from proposals.importing.forms.business_cases.lines import with_blank_corners
from proposals.importing.lines import Line, is_list_item, narrative
from proposals.importing.parsed import Answer

_LONG_ENOUGH = 40  # letters: a shorter line may be an item of a list without marks
_RUNS_ON = re.compile(
    r"(?<![;,])\s(?:the|a|an|of|for|with|and|to|in|by|from|their|our|its|this|these|that|which|will|be|is|are)$"
)
_IN_SENTENCE = re.compile(r"[\w,£%)’']$")
_SENTENCE_BEGINS = re.compile(r"[A-Z0-9£“‘\"'(]")
_GOES_ON = re.compile(r"[a-z]+(?:[ ,.;:)’'-]|$)")
_LETTERED_ITEM = re.compile(r"(?:[a-z]|[ivx]{1,4})[.)]\s")
_NOT_APPLICABLE = re.compile(
    r"""
    [\s(\["']*
    (?:
        n\s?[/\\.|-]?\s?a\.?(?:pp(?:licable)?)?   # N/A, n.a., NA, N\A, n/app
      | n[/\\]appl?(?:icable)?
      | (?:this\s+(?:section\s+)?(?:is\s+)?|these\s+are\s+)?not?[\s-]+(?:directly\s+)?applicable
      | (?:this\s+)?(?:is\s+)?not\s+relevant
      | (?:this\s+)?does\s+not\s+apply
      | (?:none|nothing)\s+applicable
      | [-\u2010-\u2014\u2212]{1,3}
    )
    (?:\s+(?:to|for|in|at)\s+(?:this|the)\s+(?:project|proposal|case|stage|section|business\s+case))?
    (?:\s*(?:[/,:;(\u2010-\u2014-]|as\b|because\b|since\b)\s*(?P<reason>[^\n]{0,200}))?
    [\s.)\]"'*]*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST_NOT_APPLICABLE = 260
_BULLET = re.compile(r"^(?:[·•●▪■◦‣⁃∙\uf0a7\uf0b7]|[-–*o](?=\s))\s*")


def answer_of(text: str) -> Answer:
    """Return whether the text of a section answers it, says that it does not apply, or is not there.

    “None” is an answer: there are none.
    """
    if not text.strip():
        return Answer.BLANK
    if len(text) <= _LONGEST_NOT_APPLICABLE and _NOT_APPLICABLE.fullmatch(text.strip()):
        return Answer.NOT_APPLICABLE
    return Answer.ANSWERED


def joined(lines: Sequence[Line]) -> tuple[list[Line], list[str]]:
    """Return the lines with split paragraphs put together, and the places where that was done.

    Only where it is certain: a long line stops in mid-sentence, and the next begins with a small letter,
    or the line stops at a word that none ends with.
    """
    put_together: list[Line] = []
    places: list[str] = []
    run: list[str] = []
    for line in lines:
        before = put_together[-1] if put_together else None
        if before and _is_split(before, run[0], run[-1], line):
            run.append(line.text)
            places.append(line.place)
            continue
        _close(put_together, run)
        put_together.append(line)
        run = [line.text]
    _close(put_together, run)
    return put_together, places


def _close(lines: list[Line], run: Sequence[str]) -> None:
    if len(run) > 1:
        lines[-1] = replace(lines[-1], text=" ".join(run))


def _is_split(before: Line, first: str, last: str, line: Line) -> bool:
    if before.is_row or line.is_row or is_list_item(line.text) or _LETTERED_ITEM.match(line.text):
        return False
    if len(last) < _LONG_ENOUGH and first is last:
        return False
    if _RUNS_ON.search(last[-20:]) and _SENTENCE_BEGINS.match(line.text):
        return True
    begins = is_list_item(first) or bool(_SENTENCE_BEGINS.match(first))
    return begins and bool(_IN_SENTENCE.search(last[-1:]) and _GOES_ON.match(line.text))


def text_of(lines: Sequence[Line]) -> str:
    """Return the lines as one narrative text: paragraphs, lists and tables with every cell in its column."""
    pieces = []
    for is_row, members in groupby(with_blank_corners(lines), key=lambda line: line.is_row):
        texts = [member.text for member in members]
        pieces.append("\n".join(texts) if is_row else narrative(texts))
    return "\n\n".join(pieces)


def items_of(lines: Sequence[Line]) -> list[str]:
    """Return the titles that a list holds, one a line; of a row the first cell that holds something."""
    items = [next((cell for cell in line.cells if cell), "") for line in lines]
    return [item for text in items if (item := _BULLET.sub("", text).strip())]

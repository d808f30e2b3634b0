"""The one comparison of texts word by word: which stretches differ, and a text with its words marked.

Pure. Its time is bounded whatever the texts are: rapidfuzz compares words as bits, 64 at a time, and texts
that differ over more words than MOST_COMPARED count as replaced.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

from rapidfuzz.distance import Indel, Levenshtein

SpanKind = Literal["kept", "removed", "added"]

MOST_COMPARED = 10_000
"""Words; two texts of as many words that have nothing in common take a twentieth of a second."""
CONTEXT = 30
"""Words shown on either side of a marked one where a text is shortened."""
LEFT_OUT = "[…]"
_SENTENCE_ENDS = frozenset(".;:!?")

_TOKEN = re.compile(r"[£€$]?[^\W_]+(?:[.,:/'’-][^\W_]+)*%?|\S")
_WORD_OR_SPACE = re.compile(r"\S+|\s+")


class Stretch(NamedTuple):
    """A difference between two sequences: `[first:last]` of the one became `[start:end]` of the other."""

    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True)
class DiffSpan:
    """Words that stand together and were kept, removed or added, with the spaces between them."""

    kind: SpanKind
    text: str


def alike_at_both_ends(before: Sequence[Hashable], after: Sequence[Hashable]) -> tuple[int, int]:
    """Return how many words both begin with alike, and how many of the rest they end with alike."""
    shorter = min(len(before), len(after))
    head = next((index for index in range(shorter) if before[index] != after[index]), shorter)
    rest = shorter - head
    tail = next((index for index in range(rest) if before[-1 - index] != after[-1 - index]), rest)
    return head, tail


def differing_stretches(
    before: Sequence[Hashable], after: Sequence[Hashable], *, replacing: bool = False
) -> list[Stretch]:
    """Return the stretches that differ, in order; what touches is one stretch.

    As many words as possible are kept, or with `replacing` as few as possible are touched: one word that
    became another then counts as one change and not as two.
    """
    comparison = Levenshtein if replacing else Indel
    stretches: list[Stretch] = []
    for step in comparison.opcodes(before, after):
        if step.tag == "equal":
            continue
        here = Stretch(step.src_start, step.src_end, step.dest_start, step.dest_end)
        if stretches and (stretches[-1].last, stretches[-1].end) == (here.first, here.start):
            here = Stretch(stretches[-1].first, here.last, stretches.pop().start, here.end)
        stretches.append(here)
    return stretches


def same_words(before: str, after: str) -> bool:
    """Return whether both say the same but for spaces and the ends of lines."""
    return before == after or before.split() == after.split()


def marked_words(before: str, after: str) -> tuple[DiffSpan, ...]:
    """Return `after` with what was removed and added marked; removed words stand before those in their place.

    The kept and the removed spans together are the words of `before`, the kept and the added spans those of
    `after`. What is kept has the spaces and lines of `after`.
    """
    old, new = _Words.of(before), _Words.of(after)
    head, tail = alike_at_both_ends(old.words, new.words)
    shifted = [
        Stretch(*(index + head for index in stretch))
        for stretch in _bounded_stretches(
            old.words[head : len(old.words) - tail], new.words[head : len(new.words) - tail]
        )
    ]
    return tuple(_spans(old, new, _at_beginnings(list(_readable(shifted, old, new)), old, new)))


def shortened(spans: Sequence[DiffSpan], context: int = CONTEXT) -> tuple[DiffSpan, ...]:
    """Return the spans with long stretches of kept words cut to `context` words around the marked ones."""
    last = len(spans) - 1
    return tuple(
        _cut(span, context if index > 0 else 0, context if index < last else 0, context)
        if span.kind == "kept"
        else span
        for index, span in enumerate(spans)
    )


def _cut(span: DiffSpan, begins: int, ends: int, spared: int) -> DiffSpan:
    """Return the span with its first and last words only; a gap of no more than `spared` words is none."""
    pieces = _WORD_OR_SPACE.findall(span.text)
    words = [index for index, piece in enumerate(pieces) if not piece.isspace()]
    if len(words) <= begins + ends + spared:
        return span
    head, tail = words[begins], words[len(words) - ends] if ends else len(pieces)
    gap = " " if ends else ""
    return DiffSpan(span.kind, f"{''.join(pieces[:head])}{LEFT_OUT}{gap}{''.join(pieces[tail:])}")


def lines_of(spans: Iterable[DiffSpan]) -> tuple[tuple[DiffSpan, ...], ...]:
    """Return the spans line by line; lines without words are left out."""
    lines: list[list[DiffSpan]] = [[]]
    for span in spans:
        first, *others = span.text.split("\n")
        lines[-1].append(DiffSpan(span.kind, first))
        lines.extend([DiffSpan(span.kind, text)] for text in others)
    kept = (tuple(span for span in line if span.text) for line in lines)
    return tuple(line for line in kept if any(span.text.strip() for span in line))


@dataclass(frozen=True)
class _Words:
    """A text in its words; `gaps[n]` are the spaces before word `n`, the last gap those behind all."""

    words: tuple[str, ...]
    gaps: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "_Words":
        words, gaps, end = [], [], 0
        for match in _TOKEN.finditer(text):
            words.append(match.group())
            gaps.append(text[end : match.start()])
            end = match.end()
        return cls(tuple(words), (*gaps, text[end:]))

    def begins_something(self, index: int) -> bool:
        """Return whether a sentence or a line begins with the word at `place`."""
        return index == 0 or self.words[index - 1] in _SENTENCE_ENDS or "\n" in self.gaps[index]

    def text(self, first: int, last: int) -> str:
        """Return the words of a stretch with the spaces before each."""
        return "".join(f"{self.gaps[index]}{self.words[index]}" for index in range(first, last))


def _bounded_stretches(before: Sequence[str], after: Sequence[str]) -> list[Stretch]:
    if max(len(before), len(after)) > MOST_COMPARED:
        return [Stretch(0, len(before), 0, len(after))]
    return differing_stretches(before, after)


def _readable(stretches: Iterable[Stretch], old: _Words, new: _Words) -> Iterator[Stretch]:
    """Bring together stretches that fewer letters were kept between than were changed on either side.

    A reader can follow a clause that became another one, and not every “of the” that both happen to have.
    """
    waiting: list[Stretch] = []
    for here in stretches:
        waiting.append(here)
        while len(waiting) > 1:
            earlier, later = waiting[-2:]
            changed = min(_letters_changed(each, old, new) for each in (earlier, later))
            if _letters(new.words[earlier.end : later.start]) > changed:
                break
            waiting[-2:] = [Stretch(earlier.first, later.last, earlier.start, later.end)]
    yield from waiting


def _at_beginnings(stretches: list[Stretch], old: _Words, new: _Words) -> Iterator[Stretch]:
    """Let what was only added or only removed begin where a sentence or a line does, if it can be told so.

    After “It closes.” the sentence “It opens.” was added, and not “. It opens” before the stop.
    """
    # One kept word stays before the next stretch; behind the last one the text may end at once.
    ends = [(each.first - 1, each.start - 1) for each in stretches[1:]] + [(len(old.words), len(new.words))]
    for here, (last, stop) in zip(stretches, ends, strict=False):
        if here.first == here.last:
            by = _steps_to_beginning(new, here.start, here.end, stop)
        elif here.start == here.end:
            by = _steps_to_beginning(old, here.first, here.last, last)
        else:
            by = 0
        yield Stretch(*(index + by for index in here))


def _steps_to_beginning(words: _Words, first: int, last: int, limit: int) -> int:
    """Return by how many words the stretch has to move on to begin a sentence or a line; 0 where it cannot.

    It may move on while the word it leaves is the word it takes in, and no further than `limit`.
    """
    steps = 0
    while not words.begins_something(first + steps):
        if last + steps >= limit or words.words[first + steps] != words.words[last + steps]:
            return 0
        steps += 1
    return steps


def _letters_changed(stretch: Stretch, old: _Words, new: _Words) -> int:
    first, last, start, end = stretch
    return max(_letters(old.words[first:last]), _letters(new.words[start:end]))


def _letters(words: Iterable[str]) -> int:
    """Return how many letters and figures there are; stops and commas are none."""
    return sum(len(word) for word in words if len(word) > 1 or word.isalnum())


def _spans(old: _Words, new: _Words, stretches: Iterable[Stretch]) -> Iterator[DiffSpan]:
    """Return the spans; spaces next to a marked span are kept ones, so that no span begins or ends with one."""
    pieces: list[DiffSpan] = []
    end = 0
    for first, last, start, stop in stretches:
        pieces += _pieces("kept", new, end, start)
        pieces += _pieces("removed", old, first, last)
        if last > first and stop > start and not new.gaps[start]:
            pieces.append(DiffSpan("kept", " "))  # the removed word was where this one is
        pieces += _pieces("added", new, start, stop)
        if last > first and not new.gaps[stop]:
            pieces.append(DiffSpan("kept", old.gaps[last]))
        end = stop
    pieces += [*_pieces("kept", new, end, len(new.words)), DiffSpan("kept", new.gaps[-1])]
    for kind, group in groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.kind):
        yield DiffSpan(kind, "".join(piece.text for piece in group))


def _pieces(kind: SpanKind, words: _Words, first: int, last: int) -> Iterator[DiffSpan]:
    if first < last:
        text = words.text(first, last)
        inner = text.lstrip()
        yield DiffSpan("kept", text[: len(text) - len(inner)])
        yield DiffSpan(kind, inner)

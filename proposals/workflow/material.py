"""Find the material changes of a proposal, after which it is no longer what was signed off.

Amount, year, posts, recurring or one-off, scope, risk and equality status are; the correction of a
typing mistake in a text is not. Pure: it compares two plain records.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from proposals.changes.words import alike_at_both_ends, differing_stretches
from proposals.domain.direction import NOUNS
from proposals.domain.fields import STORED
from proposals.domain.proposal_parts import OTHER_KIND, STATEMENT_KINDS, RiskRecord
from proposals.domain.records import ProposalRecord
from services.values.changes import differing

REWORDED_FREELY = frozenset(
    {
        "what_the_service_delivers",
        "why_needed",
        "assumptions",
        "constraints",
        "options_study",
        "cost_and_savings",
        "non_financial_benefits",
    }
)
"""The sections that give the background; every other states what the proposal is or does to somebody."""

_WORD = re.compile(
    r"""
    [<>≤≥±+−–-]\s*(?=\(?[£€$]?\d)  # a sign before a figure turns its sense
    | \((?=[£€$]?\d[\d.,]*%?\))  # and so do the brackets of a negative one
    | [£€$]?\d+(?:[.,]\d+)*%?
    | [^\W\d_]+(?:['’-][^\W\d_]+)*
    """,
    re.VERBOSE,
)
_IS_FIXED = re.compile(r"\d|^[^\w]")
_NUMBER = re.compile(
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|[mb]illion|half|thirds?|quarters?"
    r"|(?:fif|six|seven|eigh|nin|ten)ths?|double|twice"
)
_MOST_WORDS_COMPARED = 2_000
"""Two texts that differ over more words than these are not compared further: that is no typing mistake."""
_TURNS_THE_SENSE = re.compile(
    r"(?:no|not|never|none|neither|nor|without|all|any|only|except|until|cannot|un\w+|\w+n[’']t)"
)
_SHORTEST_MISTYPED = 4
_LONG_WORD = 9


def material_changes(before: ProposalRecord, after: ProposalRecord) -> tuple[str, ...]:
    """Return, in words, what changed materially between two states of one proposal; empty if nothing did.

    A first equality screening adds what was missing, and puts nothing in doubt that was signed off without it.
    """
    if not _screening_of(before) and after.equality is not None:
        after = replace(after, equality=replace(after.equality, screening="", status="not_started"))
    facts = differing(_figures_and_facts(before), _figures_and_facts(after), None)
    texts = differing(_texts(before), _texts(after), "", _same_text)
    return tuple(name for name, *_ in (*facts, *texts))


def is_typing_correction(before: str, after: str) -> bool:
    """Return whether `after` has the meaning of `before`, but for capitals, spaces, stops and mistyped words.

    Word by word: however long a text is, one word that became another is no correction. A word counts as
    mistyped when it keeps its first letter and one letter differs (two in a long word) or two changed
    places; figures, and the words that turn a sense, must stay. A slip that is itself a word (change for
    charge) cannot be told from another meaning and passes.
    """
    old, new = _words(before), _words(after)
    if not old or not new:
        return old == new and bool(before.strip()) == bool(after.strip())
    old, new = _where_they_differ(old, new)
    if max(len(old), len(new)) > _MOST_WORDS_COMPARED:
        return False
    return all(
        _same_words(old[first:last], new[start:end], (old[first - 1 : first], old[last : last + 1]))
        for first, last, start, end in differing_stretches(old, new, replacing=True)
    )


def _words(text: str) -> list[str]:
    return [word.strip().casefold().replace("−", "-").replace("–", "-") for word in _WORD.findall(text)]


def _where_they_differ(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Return both without the words that they begin and end with alike, but for one on either side."""
    head, tail = alike_at_both_ends(old, new)
    first = max(head - 1, 0)
    return old[first : len(old) - max(tail - 1, 0)], new[first : len(new) - max(tail - 1, 0)]


def _same_words(old: list[str], new: list[str], beside: Sequence[list[str]]) -> bool:
    if "".join(old) == "".join(new):  # a space more or less
        return not any(_IS_FIXED.search(word) for word in (*old, *new))
    if not old or not new:  # a word written twice
        twice = old or new
        return twice in beside and not any(_IS_FIXED.search(word) for word in twice)
    return len(old) == len(new) and all(map(_is_mistyped, old, new))


def _is_mistyped(old: str, new: str) -> bool:
    if old == new:
        return True
    if any(_must_stay(word) for word in (old, new)):
        return False
    if sorted(old) == sorted(new) and len(old) > 2:
        return OSA.distance(old, new) == 1
    if min(len(old), len(new)) < _SHORTEST_MISTYPED or old[0] != new[0]:
        return False
    return OSA.distance(old, new) <= (2 if min(len(old), len(new)) >= _LONG_WORD else 1)


def _must_stay(word: str) -> bool:
    return bool(_IS_FIXED.search(word) or _TURNS_THE_SENSE.fullmatch(word) or _NUMBER.fullmatch(word))


def _stated(record: ProposalRecord) -> tuple[bool, int | None]:
    """Return what the stated total decides: where all years are known it only checks them."""
    return record.profile_complete, None if record.profile_complete else record.stated_total


def _figures_and_facts(record: ProposalRecord) -> dict[str, object]:
    """Return by name what is material as soon as it is another one."""
    return {
        f"the {NOUNS[record.direction]}s and costs by year": (record.profile, record.known_years),
        "the stated total": _stated(record),
        "the posts by year": (record.fte, record.fte_is_stated),
        **{item.named: item.text(record) for item in STORED if item.material == "any change"},
        "the service": (record.directorate_code, record.service),
        "the portfolio": record.portfolio,
        "the base budget": _budget(record),
        "the risks": _Risks(record.risks),
        "the equality screening, status or impacts": _equality_status(record),
        "the public attachments": tuple((item.kind, item.sha256) for item in record.attachments),
    }


def _texts(record: ProposalRecord) -> dict[str, str]:
    """Return by name the texts that are material when they say something else."""
    fields = {item.named: item.text(record) for item in STORED if item.material == "another meaning"}
    return fields | {
        f"the section “{heading or STATEMENT_KINDS[kind]}”": text
        for (kind, heading), text in _sections(record).items()
    }


def _budget(record: ProposalRecord) -> tuple[object, ...]:
    budget = record.base_budget
    return () if budget is None else (budget.year, budget.gross, budget.income)


@dataclass(frozen=True, eq=False)
class _Risks:
    """Risks that are the same at the same levels in whatever order; what is done about them may change."""

    risks: tuple[RiskRecord, ...]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Risks):
            return NotImplemented
        left = list(other.risks)
        for risk in self.risks:
            same = next(
                (one for one in left if one.level == risk.level and _same_text(risk.title, one.title)), None
            )
            if same is None:
                return False
            left.remove(same)
        return not left


def _screening_of(record: ProposalRecord) -> str:
    return record.equality.screening if record.equality else ""


def _equality_status(record: ProposalRecord) -> tuple[object, ...]:
    equality = record.equality
    if equality is None:
        return ("", "not_started", ())
    effects = tuple(sorted((item.characteristic, item.effect) for item in equality.impacts))
    return equality.screening, equality.status, effects


def _sections(record: ProposalRecord) -> dict[tuple[str, str], str]:
    """Return the texts that count, by kind and by the heading of their own that some have."""
    own = {(OTHER_KIND, each.heading): each.text for each in record.sections if each.kind == OTHER_KIND}
    return own | {(kind, ""): text for kind, text in record.statements.items() if kind not in REWORDED_FREELY}


def _same_text(before: str, after: str) -> bool:
    return before == after or is_typing_correction(before, after)

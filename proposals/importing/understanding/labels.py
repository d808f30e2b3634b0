"""The words that tell what a row or a heading is: totals, targets, groups, growth, savings agreed earlier."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from proposals.importing.understanding.pressures import is_loss, titles_growth
from proposals.importing.units import without_unit
from services.values.years import without_years

_RISK = re.compile(
    r"[hml]|(?:very )?(?:high|medium|med|moderate|low)(?:\s*[/–-]\s*(?:high|medium|med|low))?", re.IGNORECASE
)
_LONGEST_LABEL = 160
_DECLARED = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_PATTERN = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _DECLARED["patterns"].items()}
_GROWTH_WORDS = frozenset(_DECLARED["words"]["growth"].split())
_PART_WORDS, _BESIDE_PARTS = (frozenset(_DECLARED["words"][name].split()) for name in ("part", "beside_part"))
_CATEGORY_WORDS = _GROWTH_WORDS | frozenset(_DECLARED["words"]["category"].split())


@dataclass(frozen=True)
class TotalLabel:
    """What a total's label says: the name of what it is of, and whether it is a subtotal or the grand total."""

    text: str
    name: str
    is_sub: bool
    is_grand: bool


@lru_cache(maxsize=16384)
def total_label(text: str) -> TotalLabel | None:
    """Return what the label of a total says, or None for any other text."""
    short = text.strip()
    if not short or len(short) > _LONGEST_LABEL or "otal" not in short.lower():
        return (
            TotalLabel(short, "", is_sub=False, is_grand=False)
            if short and _PATTERN["like_total"].fullmatch(short)
            else None
        )
    match = _PATTERN["before"].fullmatch(short) or _PATTERN["behind"].fullmatch(short)
    if match is None:
        return None
    kind = (match["kind"] or "").lower()
    name = (match["name"] or "").strip(" :-–—")
    if len(name.split()) > 12:
        return None
    return TotalLabel(short, name, kind == "sub", kind in ("grand", "overall"))


def is_risk(text: str) -> bool:
    """Return whether a text is a risk and nothing else: H, M, L, or the words."""
    return bool(_RISK.fullmatch(text.strip()))


def is_target(text: str) -> bool:
    """Return whether a text names a target, a gap or a balance against it."""
    return len(text) <= _LONGEST_LABEL and bool(_PATTERN["target"].fullmatch(text.strip()))


def is_less(text: str) -> bool:
    """Return whether a text may be a deduction or a proposal, “Less overtime”, which is asked."""
    return text.lower().startswith("less ")


def is_budget_line(text: str) -> bool:
    """Return whether a row is a line of the budget, such as “Opening gross expenditure”, and no change to it."""
    return len(text) <= _LONGEST_LABEL and bool(_PATTERN["budget_line"].fullmatch(text.strip()))


@lru_cache(maxsize=8192)
def is_agreed(text: str) -> bool:
    """Return whether a text says that savings were agreed earlier."""
    return bool(_PATTERN["agreed"].search(text[:_LONGEST_LABEL]))


def titles_earlier(text: str) -> bool:
    """Return whether a title, which is no sentence, says that what it lists was agreed earlier."""
    return is_agreed(text) and not text.endswith(".")


def is_part(text: str) -> bool:
    """Return whether a text says that a row is a part of the one above."""
    return bool(_PATTERN["part"].match(text))


def is_measure(text: str) -> bool:
    """Return whether a title names no proposal but what figures are of one: “FTE”, “Saving”."""
    return bool(_PATTERN["measure"].fullmatch(text.strip(" :")))


def is_option(text: str) -> bool:
    """Return whether a title is that of one of several ways, such as “Option A: close on Mondays”."""
    return bool(_PATTERN["option"].match(text))


def is_note(text: str) -> bool:
    """Return whether a line is a note to a table, and no group's name."""
    return bool(_PATTERN["note"].match(text)) or text.endswith((".", ";")) or len(text) > _LONGEST_LABEL


@lru_cache(maxsize=8192)
def names_growth(text: str) -> bool:
    """Return whether a name says that its rows are growth, and is no name such as “Place and Growth”."""
    return is_loss(text) or (
        bool(_PATTERN["growth"].search(text)) and not names_savings(text) and _is_of(text, _GROWTH_WORDS)
    )


@lru_cache(maxsize=8192)
def titles_of_growth(text: str) -> bool:
    """Return whether a title or heading can be nothing but that of a list of growth."""
    return names_growth(text) or (titles_growth(text) and not names_savings(text))


def lists_growth(text: str) -> bool:
    """Return whether a title may say that the table below it lists growth."""
    return titles_of_growth(text) or (bool(_PATTERN["growth_list"].search(text)) and not names_savings(text))


def takes_back(text: str) -> bool:
    """Return whether a name is that of savings of earlier years that are not made, which adds to the budget."""
    return bool(_PATTERN["takes_back"].search(text))


@lru_cache(maxsize=8192)
def direction_said(text: str) -> bool | None:
    """Return True where a name says growth, False where it says savings, None where it says neither."""
    if names_growth(text) or takes_back(text):
        return True
    return False if names_savings(text) else None


def titles_a_pressure(text: str) -> bool:
    """Return whether a title among savings is that of a pressure, or of a saving that is taken back."""
    return direction_said(text) is True or bool(_PATTERN["pressure_title"].search(text))


def direction_in_cell(text: str) -> bool | None:
    """Return what `direction_said` does for a cell of a column of directions, where a letter is enough."""
    plain = text.strip().lower()
    if plain in ("g", "p", "+", "cost") or _PATTERN["growth_cell"].fullmatch(plain):
        return True
    return False if plain in ("s", "-") or _PATTERN["savings_cell"].fullmatch(plain) else direction_said(text)


def is_direction(text: str) -> bool:
    """Return whether a text says growth or savings in words and says nothing else, such as “Pressure or growth”."""
    plain = text.strip().lower()
    return any(_PATTERN[name].fullmatch(plain) for name in ("growth_cell", "savings_cell"))


def heads_causes(heading: str) -> bool:
    """Return whether a heading is one of causes, which pressures have and savings do not."""
    return bool(_PATTERN["heads_causes"].search(heading))


def _is_of(text: str, words: frozenset[str]) -> bool:
    return all(word in words or word.isdigit() for word in re.findall(r"[a-z]+|\d+", text.lower()))


@lru_cache(maxsize=8192)
def names_both(text: str) -> bool:
    """Return whether a title names growth and savings."""
    return bool(_PATTERN["growth"].search(text)) and names_savings(text) and "avoid" not in text.lower()


def pairs_both(text: str) -> bool:
    """Return whether a title sets growth and savings beside each other."""
    return bool(_PATTERN["both"].search(text))


def names_changes(text: str) -> bool:
    """Return whether a title speaks of changes to the budget, which may be of either direction."""
    return bool(_PATTERN["neutral"].search(text))


@lru_cache(maxsize=8192)
def names_savings(text: str) -> bool:
    """Return whether a text names savings, which no loss of income is."""
    return bool(_PATTERN["saves"].search(text)) and not is_loss(text)


def names_category(text: str) -> bool:
    """Return whether a heading names a category of savings and no part of the council."""
    if _is_of(text, _CATEGORY_WORDS):
        return bool(_PATTERN["category"].search(text) or names_growth(text))
    return bool(_PATTERN["sure_category"].search(text))


def part_of_council(title: str) -> str:
    """Return the part of a council that a title such as “Adult Social Care – savings proposals” names; else nothing."""
    labelled = labelled_group(title)
    if labelled and labelled[0] in ("directorate", "department"):
        return labelled[1].strip(" .")
    said = _PATTERN["says_what"].sub(" ", without_unit(without_years(title)))
    name = _PATTERN["around_name"].sub("", " ".join(said.split()))
    words = {word.strip(",").replace("’", "'") for word in name.lower().split()}
    is_plain = words <= _PART_WORDS | _BESIDE_PARTS and not words.isdisjoint(_PART_WORDS)
    return name if is_plain and name[0].isupper() else ""


def names_section(text: str) -> bool:
    """Return whether a heading names a part of the document, such as “New savings proposals”."""
    return bool(_PATTERN["section"].fullmatch(text.strip(" :")))


def names_other_table(text: str) -> bool:
    """Return whether a title is one of tables that hold no proposals, such as reserves or council tax."""
    return bool(_PATTERN["other_table"].search(text)) and not _PATTERN["saves"].search(text)


def speaks_of_proposals(text: str) -> bool:
    """Return whether a title speaks of savings, growth or proposals."""
    return bool(
        _PATTERN["saves"].search(text)
        or _PATTERN["growth"].search(text)
        or _PATTERN["proposals"].search(text)
    )


def is_withdrawn(text: str) -> bool:
    """Return whether a title says that its proposal is no longer made."""
    return bool(_PATTERN["withdrawn"].search(text))


def is_only_withdrawn(text: str) -> bool:
    """Return whether a text says no more than that its proposal is no longer made."""
    return bool(_PATTERN["withdrawn"].fullmatch(text.strip(" .")))


def is_example(text: str) -> bool:
    """Return whether a title is that of an example of how to fill in a form."""
    return bool(_PATTERN["example"].match(text))


def lists_withdrawn(text: str) -> bool:
    """Return whether a title or heading, which is no sentence, is that of proposals that are no longer made."""
    return is_withdrawn(text) and speaks_of_proposals(text) and not text.endswith(".")


def without_continued(text: str) -> str:
    """Return a name without “(continued)” behind it."""
    return _PATTERN["continued"].sub("", text)


def labelled_group(text: str) -> tuple[str, str] | None:
    """Return the label and the name of a heading such as “Directorate: Adults”."""
    match = _PATTERN["labelled"].fullmatch(text)
    return (match["label"].lower(), match["name"].strip()) if match else None


def names_committee(text: str) -> bool:
    """Return whether a heading is the name of a committee."""
    return bool(_PATTERN["committee"].fullmatch(text.strip(" :")))


def says_cumulative(text: str) -> bool:
    """Return whether a title says that its figures add up over the years."""
    return bool(_PATTERN["cumulative"].search(text)) and not _PATTERN["discrete"].search(text)


def says_discrete(text: str) -> bool:
    """Return whether a title says that each figure is the change made in its year."""
    return bool(_PATTERN["discrete"].search(text))


@lru_cache(maxsize=8192)
def recurrence_of(text: str) -> bool | None:
    """Return True for one-off, False for recurring, None where a text says neither."""
    plain = text.strip().lower()
    lasts = plain in ("r", "p") or bool(_PATTERN["recurring"].search(_PATTERN["one_off"].sub(" ", plain)))
    ends = plain in ("o", "o/o") or bool(_PATTERN["one_off"].search(plain))
    return None if lasts == ends else ends


def notes_one_off(text: str) -> bool:
    """Return whether a note says of its row that it is one-off, and not of a cost beside the saving."""
    return bool(_PATTERN["noted_one_off"].search(text))


def recurrence_answered(question: str, answer: str) -> bool | None:
    """Return what an answer says as `recurrence_of` does, also a yes or no to “One-off?”."""
    said, plain = recurrence_of(question), answer.strip().lower().rstrip(".")
    if said is None or plain not in ("yes", "y", "no", "n"):
        return recurrence_of(answer)
    return said == plain.startswith("y")


def sign_said(text: str) -> int:
    """Return -1 where a text says that savings are negative, 1 where they are positive, 0 where neither."""
    if _PATTERN["negative"].search(text):
        return -1
    return 1 if _PATTERN["positive"].search(text) else 0

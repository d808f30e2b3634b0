"""The content of the page in words, for people who may not edit it."""

from dataclasses import dataclass

from django import forms

from proposals.entry.entry_forms import EntryForms, label_of
from proposals.entry.identity import FIGURES, HOW_COUNTED
from proposals.entry.rows import RowForm
from proposals.entry.statements import StatementForm


@dataclass(frozen=True)
class Part:
    """A part of the page: its key in addresses, its heading, and the prefixes of the fields in it."""

    key: str
    title: str
    prefixes: tuple[str, ...] = ()


PARTS: tuple[Part, ...] = (
    Part("identity", "Proposal"),
    Part("years", "Amounts and posts by year", ("years", "costs", *FIGURES)),
    Part("counting", "Fund and basis of the figures", HOW_COUNTED),
    Part("statements", "Statements", ("statement", "others")),
    Part("risks", "Risks and dependencies", ("risks", "dependencies")),
    Part("committees", "Committees and references", ("committees", "reports", "references")),
    Part("equality", "Equality assessment", ("equality", "impact")),
    Part("specialists", "Questions to specialists", ("ask",)),
    Part("stage", "Stage and sign-offs"),
)
"""The parts in the order of the page; a field whose prefix none names is one of the proposal itself."""

_OF_PREFIX = {prefix: part for part in PARTS for prefix in part.prefixes}


def part_of(name: str) -> Part:
    """Return the part of the page that the field of that name is in."""
    return _OF_PREFIX.get(name.split("-", 1)[0], PARTS[0])


def by_section(entry: EntryForms) -> dict[str, list[tuple[str, str]]]:
    """Return the label and text of every field that has a value, by section in the order of the page.

    Rows that are to be deleted are left out.
    """
    sections: dict[str, list[tuple[str, str]]] = {}
    for form in entry.all_forms():
        if isinstance(form, RowForm) and form.is_deleted:
            continue
        for bound in form.visible_fields():
            text = bound.shown.strip()
            if not text or bound.name == "DELETE" or _says_nothing(form, bound.name):
                continue
            told = sections.setdefault(part_of(bound.html_name).title, [])
            told.append((label_of(form, bound), text))
    return sections


def _says_nothing(form: forms.Form, name: str) -> bool:
    if isinstance(form, RowForm):
        return form.row is None and form.is_blank
    return isinstance(form, StatementForm) and name == "answer" and not form.is_filled

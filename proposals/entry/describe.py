"""The content of the page in words, for people who may not edit it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms

from proposals.entry.entry_forms import EntryForms, label_of
from proposals.entry.equality import CommitteesForm, EqualityForm, ImpactForm, QuestionForm
from proposals.entry.grid import YearForm
from proposals.entry.identity import ProposalForm
from proposals.entry.rows import RowForm
from proposals.entry.statements import StatementForm

_SECTIONS: tuple[tuple[type[forms.Form], str], ...] = (
    (ProposalForm, "Proposal"),
    (YearForm, "Savings, costs and posts by year"),
    (StatementForm, "Statements"),
    (CommitteesForm, "Committees and where it was reported"),
    (EqualityForm, "Equality assessment"),
    (ImpactForm, "Equality assessment"),
    (QuestionForm, "Questions to specialists"),
)
_LIST_SECTIONS = {
    "others": "Statements",
    "risks": "Risks and dependencies",
    "dependencies": "Risks and dependencies",
    "reports": "Committees and where it was reported",
    "references": "Other references",
}


@dataclass(frozen=True)
class Described:
    """A field: its section, its label, its value."""

    section: str
    label: str
    text: str


def described(entry: EntryForms) -> Iterator[Described]:
    """Yield every field that has a value, in the order of the page; rows that are to be deleted are left out."""
    for form in entry.all_forms():
        if isinstance(form, RowForm) and form.is_deleted:
            continue
        for bound in form.visible_fields():
            text = bound.shown.strip()
            if not text or bound.name == "DELETE" or _says_nothing(form, bound.name):
                continue
            yield Described(section_of(form), label_of(form, bound), text)


def by_section(entry: EntryForms) -> dict[str, list[tuple[str, str]]]:
    """Return labels and texts by section."""
    sections: dict[str, list[tuple[str, str]]] = {}
    for item in described(entry):
        sections.setdefault(item.section, []).append((item.label, item.text))
    return sections


def _says_nothing(form: forms.Form, name: str) -> bool:
    if isinstance(form, RowForm):
        return form.row is None and form.is_blank
    return isinstance(form, StatementForm) and name == "answer" and not form.is_filled


def section_of(form: forms.Form) -> str:
    """Return the section of the page that the form is in."""
    if isinstance(form, RowForm):
        return _LIST_SECTIONS[str(form.prefix).rsplit("-", 1)[0]]
    return next(name for kind, name in _SECTIONS if isinstance(form, kind))

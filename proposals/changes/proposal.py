"""Compare two states of one proposal: its figures by year, its facts, its lists and its texts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from proposals.changes.values import Change, FigureLine, ListChange, Moved, ProposalChange
from proposals.changes.words import same_words
from proposals.domain.amounts import AMOUNT_LABELS
from proposals.domain.attributes import Attributes, attributes_of
from proposals.domain.direction import NOUNS
from proposals.domain.exemption import NOT_STATED, PrintedSection, printed
from proposals.domain.fields import (
    COMPARED_FACTS,
    COMPARED_RISK,
    COMPARED_TEXTS,
    ProposalField,
    facts_in_words,
)
from proposals.domain.proposal_parts import OTHER_KIND, STATEMENT_KINDS, SectionRecord
from proposals.domain.records import ProposalRecord
from proposals.domain.savings_profile import SavingsProfile, YearAmounts
from services.values.changes import FieldChange, field_changes, removed_and_added
from services.values.years import FinancialYear

Years = tuple[FinancialYear, ...]

_AMOUNTS: dict[str, str] = {
    name: label for name, label in AMOUNT_LABELS.items() if name != "recurring_saving"
}
OTHER_DIRECTION = "Saving; a pressure has the opposite sign"
"""The line of the figures of a proposal that has become a pressure, or a saving."""


def compare_proposals(before: ProposalRecord, after: ProposalRecord, years: Years = ()) -> ProposalChange:
    """Return what changed of one proposal; figures by year are compared in `years`, or where both have them."""
    years = years or years_of_both(before.profile.years, after.profile.years)
    label = _label(before, after)
    saving = _saving(label, before, after, years)
    amounts = {name: _amount(name, before, after, years) for name in _AMOUNTS}
    one_off = replace(amounts.pop("one_off_saving"), label=_one_off_label(before, after))
    old, new = attributes_of(before), attributes_of(after)
    return ProposalChange(
        before,
        after,
        moved=_moved(before, after, (saving, one_off, *amounts.values())),
        savings=tuple(
            line for line in (saving, one_off) if (line is saving and line.is_change) or _tells(line)
        ),
        costs=tuple(line for line in amounts.values() if _tells(line)),
        posts=_posts(before, after, years),
        base_budget=tuple(_base_budget(before, after)),
        risk_facts=_facts(COMPARED_RISK, before, after),
        risks=_list("Risks", old.risks, new.risks),
        facts=(
            *_facts(COMPARED_FACTS, before, after),
            *field_changes(dict(_equality_facts(old)), dict(_equality_facts(new))),
        ),
        lists=tuple(_lists(before, after, old, new)),
        texts=field_changes(dict(_texts(before, old)), dict(_texts(after, new)), same_words),
    )


def years_of_both(before: Iterable[FinancialYear], after: Iterable[FinancialYear]) -> Years:
    """Return the years that both cover, in order."""
    return tuple(sorted(set(before) & set(after)))


# Figures


def _label(before: ProposalRecord, after: ProposalRecord) -> str:
    is_same = before.direction == after.direction
    return NOUNS[after.direction].capitalize() if is_same else OTHER_DIRECTION


def _one_off_label(before: ProposalRecord, after: ProposalRecord) -> str:
    is_same = before.direction == after.direction
    return f"of which one-off {NOUNS[after.direction]}" if is_same else "of which one-off"


def _saving(label: str, before: ProposalRecord, after: ProposalRecord, years: Years) -> FigureLine[int]:
    old, new = before.discrete, after.discrete
    by_year = tuple((year, Change(old.get(year), new.get(year))) for year in years)
    return FigureLine(label, by_year, Change(before.total, after.total))


def _amount(name: str, before: ProposalRecord, after: ProposalRecord, years: Years) -> FigureLine[int]:
    old, new = _known_amounts(name, before), _known_amounts(name, after)
    by_year = tuple((year, Change(old.get(year), new.get(year))) for year in years)
    return FigureLine(_AMOUNTS[name], by_year, Change(_total(old, before), _total(new, after)))


def _known_amounts(name: str, record: ProposalRecord) -> dict[FinancialYear, int]:
    profile = record.profile
    return {
        year: getattr(amounts, name)
        for year, amounts in zip(profile.years, profile.amounts, strict=True)
        if year in record.known
    }


def _total(amounts: Mapping[FinancialYear, int], record: ProposalRecord) -> int | None:
    return sum(amounts.values()) if record.profile_complete else None


def _tells(line: FigureLine[int]) -> bool:
    """Return whether the line changed; a cost that was not known and is zero is none that came."""
    figures = (line.total, *(change for _, change in line.by_year))
    return line.is_change and any(figure.before or figure.after for figure in figures)


def _posts(before: ProposalRecord, after: ProposalRecord, years: Years) -> FigureLine[Decimal] | None:
    def stated(record: ProposalRecord) -> Mapping[FinancialYear, Decimal]:
        return record.fte.discrete if record.fte_is_stated else {}

    old, new = stated(before), stated(after)
    by_year = tuple((year, Change(old.get(year), new.get(year))) for year in years)
    total = Change(
        before.fte.total if before.fte_is_stated else None, after.fte.total if after.fte_is_stated else None
    )
    line = FigureLine("Change in posts (FTE)", by_year, total)
    return line if line.is_change else None


def _moved(before: ProposalRecord, after: ProposalRecord, lines: Iterable[FigureLine[int]]) -> Moved | None:
    is_another_start = before.start_year != after.start_year
    later = _years_later(before, after)
    if is_another_start or later or any(line.is_moved for line in lines):
        return Moved(before.start_year, after.start_year, later)
    return None


def _years_later(before: ProposalRecord, after: ProposalRecord) -> int | None:
    """Return by how many years all amounts moved alike; None where they did not, or none is known."""
    if not (before.profile_complete and after.profile_complete):
        return None
    (first, old), (start, new) = _stripped(before.profile), _stripped(after.profile)
    return (start - first or None) if old and old == new else None


def _stripped(profile: SavingsProfile) -> tuple[FinancialYear, tuple[YearAmounts, ...]]:
    """Return the amounts without the years of zero at both ends, and the year that they begin in."""
    there = [index for index, amounts in enumerate(profile.amounts) if amounts != YearAmounts()]
    if not there:
        return profile.first_year, ()
    return profile.years[there[0]], profile.amounts[there[0] : there[-1] + 1]


def _base_budget(before: ProposalRecord, after: ProposalRecord) -> Iterator[FigureLine[int]]:
    old, new = _budget_amounts(before), _budget_amounts(after)
    for label in dict.fromkeys([*new, *old]):
        line: FigureLine[int] = FigureLine(label, (), Change(old.get(label), new.get(label)))
        if line.is_change:
            yield line


def _budget_amounts(record: ProposalRecord) -> dict[str, int]:
    budget = record.base_budget
    if budget is None:
        return {}
    return {"Gross budget": budget.gross, "Income": budget.income, "Net budget": budget.net}


# Facts


def _facts(
    fields: Iterable[ProposalField], before: ProposalRecord, after: ProposalRecord
) -> tuple[FieldChange, ...]:
    return field_changes(facts_in_words(fields, before), facts_in_words(fields, after))


def _equality_facts(attributes: Attributes) -> Iterator[tuple[str, str]]:
    if attributes.equality:
        for label, text in attributes.equality.facts:
            yield f"Equality assessment: {label.lower()}", text
        for characteristic, effect, _mitigation in attributes.equality.impacts:
            yield f"Impact on people: {characteristic}", effect


def _lists(
    before: ProposalRecord, after: ProposalRecord, old: Attributes, new: Attributes
) -> Iterator[ListChange]:
    several = (
        ("Other references", before.references[1:], after.references[1:]),
        ("Committees", before.committees, after.committees),
        ("Reported to", old.reported, new.reported),
        ("Dependencies", old.dependencies, new.dependencies),
        (
            "Attachments",
            [each.in_words for each in before.attachments],
            [each.in_words for each in after.attachments],
        ),
    )
    changes = (_list(label, first, second) for label, first, second in several)
    return (change for change in changes if change is not None)


def _list(label: str, before: Iterable[str], after: Iterable[str]) -> ListChange | None:
    removed, added = removed_and_added(before, after)
    return ListChange(label, tuple(removed), tuple(added)) if removed or added else None


# Texts


def _texts(record: ProposalRecord, attributes: Attributes) -> Iterator[tuple[str, str]]:
    yield from facts_in_words(COMPARED_TEXTS, record).items()
    yield "Note on the base budget", record.base_budget.note if record.base_budget else ""
    for section in _sections(record):
        yield section.heading, _said(section)
        yield f"{section.heading}: exempt wording", section.exemption
    if attributes.equality:
        yield "Equality assessment: summary", attributes.equality.summary
        for characteristic, _effect, mitigation in attributes.equality.impacts:
            yield f"Impact on people: {characteristic}, mitigation", mitigation


def _sections(record: ProposalRecord) -> Iterator[PrintedSection]:
    """Return the sections under headings that no two of them share."""
    kinds = {section.kind for section in record.sections}
    listed = [
        *record.sections,
        *(
            SectionRecord(kind, STATEMENT_KINDS[kind], text)
            for kind, text in record.statements.items()
            if kind not in kinds
        ),
    ]
    times: dict[str, int] = {}
    for section in listed:
        # The same kind is the same section, whatever a document printed above it.
        heading = section.heading if section.kind == OTHER_KIND else STATEMENT_KINDS[section.kind]
        times[heading] = times.get(heading, 0) + 1
        number = f" ({times[heading]})" if times[heading] > 1 else ""
        each = printed(section)
        yield PrintedSection(f"{heading}{number}", each.text, each.in_place_of_text, each.exemption)


def _said(section: PrintedSection) -> str:
    """Return the text or its substitute; a blank section counts the same as one that is absent."""
    return section.text or ("" if section.in_place_of_text == NOT_STATED else section.in_place_of_text)

"""The subtotals of an impact table at each level, and the grand total, each held against its rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from proposals.importing.issues import Issue, Severity
from proposals.importing.parsed import ParsedProposal, ParsedSubtotal
from proposals.importing.tables.checks import Ledger, Sums, agree, check_subtotal, comes_to
from proposals.importing.tables.columns import names_costs
from proposals.importing.tables.figures import RowFigures, shortened
from proposals.importing.tables.impact_table.groups import DOCUMENT, LEVELS, Group, Groups
from proposals.importing.tables.totals import NameIndex, TotalLabel, may_name_total, same_name
from services.values.years import FinancialYear

Names = tuple[str, ...]
_FEWEST_ROWS = 2
_OF_EVERYTHING = {"all", "council", "savings", "proposals"}


@dataclass
class Totals:
    """The rows read so far with their groups, and the subtotals printed of them."""

    groups: Groups
    years: Sequence[FinancialYear]
    proposals: list[ParsedProposal] = field(default_factory=list)
    subtotals: list[ParsedSubtotal] = field(default_factory=list)
    _rows: dict[tuple[str, Names], Ledger] = field(default_factory=dict)
    _printed_at: dict[tuple[str, Names], int] = field(default_factory=dict)
    _last_of_name: dict[str, tuple[str, Group]] = field(default_factory=dict)
    _names: NameIndex = field(default_factory=NameIndex)

    def add(self, proposal: ParsedProposal) -> None:
        """Take a row in, as one of its category, service area, portfolio and document."""
        group = self.groups.current
        self.proposals.append(proposal)
        for level in (*LEVELS, DOCUMENT):
            key = (level, group.at(level))
            if key not in self._rows:
                self._rows[key] = Ledger(self.years)
            self._rows[key].add(proposal)
            if group.name(level):
                self._last_of_name[group.name(level)] = (level, group)
                self._names.add(group.name(level))

    def looks_like_total(self, title: str, figures: RowFigures) -> TotalLabel | None:
        """Return the label of a row that no word calls a total: it comes to rows above it, or is named as their group.

        One row alone may have the figures of the one before it by chance, so its title has to speak for it, too.
        """
        current = self.groups.current
        levels = [*self.groups.open_levels(), DOCUMENT]
        is_named = any(same_name(current.name(level), title) for level in levels)
        fewest = 1 if is_named or may_name_total(title) else _FEWEST_ROWS
        for level in levels:
            sums = self._sums(
                level, current, self._made(level, current, TotalLabel(title, "", False, False), figures)
            )
            if sums.count >= fewest and comes_to(figures, sums):
                return TotalLabel(title, "", is_sub=False, is_grand=False)
        return TotalLabel(title, title, is_sub=False, is_grand=False) if is_named else None

    def total(self, label: TotalLabel, figures: RowFigures) -> Iterator[Issue]:
        """Take a total in; yield where it differs from its rows, or names none of the groups."""
        choices = [
            (level, group, self._made(level, group, label, figures)) for level, group in self._choices(label)
        ]
        fitting = (choice for choice in choices if agree(choice[2], self._sums(*choice)))
        level, group, subtotal = next(fitting, choices[0])
        sums = self._sums(level, group, subtotal)
        if level == DOCUMENT and _names_a_group(label):
            message = (
                f"the total “{shortened(label.text)}” names no portfolio, service area or category above it."
            )
            yield Issue(Severity.QUESTION, "total of no group", "", figures.place, message)
        self.subtotals.append(subtotal)
        yield from check_subtotal(subtotal, label.text, sums)
        self.groups.close(group, level)
        key = (level, group.at(level))
        self._printed_at[key] = len(self._rows.get(key, ()))

    def _made(self, level: str, group: Group, label: TotalLabel, figures: RowFigures) -> ParsedSubtotal:
        name = group.printed(level) or label.name
        return ParsedSubtotal(level, name, figures.savings, figures.total, figures.place)

    def _sums(self, level: str, group: Group, stated: ParsedSubtotal) -> Sums:
        """Return the sums of the group's rows, or of those since its last total where only these agree."""
        key = (level, group.at(level))
        ledger = self._rows.get(key) or Ledger(self.years)
        everything = ledger.since(0)
        part = ledger.since(min(self._printed_at.get(key, 0), len(ledger)))
        return part if part.count and not agree(stated, everything) and agree(stated, part) else everything

    def _choices(self, label: TotalLabel) -> list[tuple[str, Group]]:
        """Return what the total can be of, the likeliest first."""
        current = self.groups.current
        document = (DOCUMENT, current)
        open_levels = self.groups.open_levels()
        if not label.name:
            named = [] if label.is_grand else [(level, current) for level in open_levels]
            return [*named, document]
        named = [(level, current) for level in open_levels if same_name(current.name(level), label.name)]
        before = self._names.find(label.name)
        return named or ([self._last_of_name[before]] if before else [document])

    def check_costs(self) -> Iterator[Issue]:
        """Yield the groups whose names say that their rows are costs, though they were read as savings."""
        groups: dict[str, ParsedProposal] = {}
        for proposal in self.proposals:
            for name in (proposal.portfolio, proposal.service, proposal.category):
                if names_costs(name):
                    groups.setdefault(name, proposal)
        for name, first in groups.items():
            message = (
                f"the rows under “{shortened(name)}” were read as savings, as their columns say, but its name is one "
                "of costs. Take them out if they are."
            )
            yield Issue(
                Severity.QUESTION, "costs among savings", shortened(first.title), first.place, message
            )

    def check_missing(self) -> Iterator[Issue]:
        """Yield that the last group's total is missing though others have theirs: the table may be cut short."""
        if not self.subtotals or not self.proposals:
            return
        last = self.proposals[-1]
        levels = {subtotal.level for subtotal in self.subtotals}
        totalled = [
            level for level in reversed(LEVELS) if level in levels and self.groups.current.name(level)
        ]
        missing = [level for level in totalled if self.groups.current.at(level) not in self.groups.closed]
        if missing:
            names = ", ".join(f"“{self.groups.current.printed(level)}”" for level in missing)
            message = f"the last {missing[0]} has no subtotal ({names}), as others have: the document may be cut short."
            yield Issue(Severity.QUESTION, "subtotal missing", shortened(last.title), last.place, message)


def _names_a_group(label: TotalLabel) -> bool:
    """Return whether the label names something that should stand above it, and not just all proposals."""
    words = set(label.name.lower().split())
    return bool(words) and not label.is_grand and not words & _OF_EVERYTHING

"""The totals that some councils print in a summary, each held against the rows that it can be of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from proposals.importing.issues import Issue
from proposals.importing.parsed import ParsedProposal, ParsedSubtotal
from proposals.importing.tables.checks import Ledger, Sums, agree, check_subtotal, comes_to
from proposals.importing.tables.figures import RowFigures
from proposals.importing.tables.totals import NameIndex, TotalLabel, may_name_total
from services.values.years import FinancialYear

_FEWEST_ROWS = 2
_DOCUMENT, _COMMITTEE = "document", "committee"


@dataclass
class TotalRows:
    """The rows read so far, and which of them stand since the last heading and the last total."""

    years: Sequence[FinancialYear]
    proposals: list[ParsedProposal] = field(default_factory=list)
    subtotals: list[ParsedSubtotal] = field(default_factory=list)
    heading: str = ""
    _by_committee: dict[str, Ledger] = field(default_factory=dict)
    _committees: NameIndex = field(default_factory=NameIndex)
    _since_heading: int = 0
    _since_total: int = 0

    def __post_init__(self) -> None:
        self._all = Ledger(self.years)

    def add(self, proposal: ParsedProposal) -> None:
        """Take a row in."""
        self.proposals.append(proposal)
        self._all.add(proposal)
        for name in proposal.committees:
            found = self._committees.find(name) or name
            if found not in self._by_committee:
                self._by_committee[found] = Ledger(self.years)
                self._committees.add(found)
            self._by_committee[found].add(proposal)

    def begin(self, heading: str) -> None:
        """Begin the rows under a heading of their own, such as a committee's name."""
        self.heading = heading
        self._since_heading = len(self.proposals)

    def looks_like_total(self, title: str, figures: RowFigures) -> TotalLabel | None:
        """Return the label of a row that no word calls a total, where it comes to rows above it.

        One row alone may have the figures of the one before it by chance, so its title has to speak for it, too.
        """
        label = TotalLabel(title, "", is_sub=False, is_grand=False)
        fewest = 1 if may_name_total(title) else _FEWEST_ROWS
        return next(
            (
                label
                for _, _, sums in self._choices(label)
                if sums.count >= fewest and comes_to(figures, sums)
            ),
            None,
        )

    def total(self, label: TotalLabel, figures: RowFigures) -> Iterator[Issue]:
        """Take a total in; yield where it differs from the rows it is of.

        A total is of all rows, of those of the committee it names, or of those since the last heading or total:
        it is right when it agrees with one of these.
        """
        choices = [
            (ParsedSubtotal(level, name, figures.savings, figures.total, figures.place), sums)
            for level, name, sums in self._choices(label)
        ]
        fitting = (choice for choice in choices if agree(*choice))
        subtotal, sums = next(fitting, choices[0])
        self.subtotals.append(subtotal)
        yield from check_subtotal(subtotal, label.text, sums)
        self._since_total = len(self.proposals)

    def _choices(self, label: TotalLabel) -> list[tuple[str, str, Sums]]:
        """Return what the total can be of, the likeliest first."""
        everything = (_DOCUMENT, label.name, self._all.since(0))
        if label.is_grand:
            return [everything]
        name = label.name or self.heading
        blocks = [
            (_COMMITTEE, name, self._all.since(since))
            for since in (self._since_heading, self._since_total)
            if since < len(self.proposals) and (since or self.heading)
        ]
        named = self._committees.find(label.name)
        if named:
            return [(_COMMITTEE, label.name, self._by_committee[named].since(0)), *blocks, everything]
        return [*blocks, everything] if label.is_sub or self.heading else [everything, *blocks]

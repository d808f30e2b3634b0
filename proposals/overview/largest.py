"""The proposals that save most; pure values."""

from collections.abc import Sequence
from textwrap import shorten

from councilsavings.charts import Point, Series, bar_chart
from proposals.overview.figures import LargestProposal
from proposals.overview.making import Maker
from proposals.overview.printing import Cell, Columns, Printer, Section, table_of
from services.values.wording import distinct

_ONE_LINE = 29


class LargestSection(Maker):
    """The part that lists the largest proposals."""

    def largest(self) -> Section:
        """Return the proposals that save most."""
        printer, largest = self.printer, self.overview.largest
        if not largest:
            return Section("largest", "The largest proposals", ("No proposals have a known saving.",))
        one, several = ("saving", "savings") if self.overview.has_pressures else ("proposal", "proposals")
        title = f"The {len(largest)} largest {several}" if len(largest) > 1 else f"The largest {one}"
        chart = bar_chart(
            title,
            [Series("Total", _points(printer, largest))],
            unit=printer.unit,
        )
        columns: Columns = {
            "Reference": lambda one: one.reference,
            "Title": lambda one: one.title,
            "Directorate": lambda one: one.directorate,
            printer.headed("Total"): lambda one: printer.saving(one.total),
            "Risk to delivery": lambda one: self.labels.risk(one.risk),
            "Deliverability": lambda one: Cell(
                "–" if one.deliverability is None else f"{one.deliverability}%"
            ),
        }
        return Section(
            "largest",
            title,
            (),
            (chart,),
            table_of(title, columns, largest, lambda one: one.address),
        )


def _points(printer: Printer, largest: Sequence[LargestProposal]) -> tuple[Point, ...]:
    names: list[str] = []
    for one in largest:
        names.append(distinct(_name(one), names))
    return tuple(
        printer.point(name, one.total, one.address) for name, one in zip(names, largest, strict=True)
    )


def _name(one: LargestProposal) -> str:
    """Return the reference with as much of the title as fits on one line; the table has all of it."""
    return shorten(f"{one.reference} {one.title}", _ONE_LINE, placeholder="…")

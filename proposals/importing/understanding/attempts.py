"""The ways in which doubtful rows can be taken, tried by the totals that they make hold."""

from collections.abc import Iterator, Sequence

from proposals.importing.understanding.groups import plain_name
from proposals.importing.understanding.proofs import leading_sums
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.totals import Totals
from proposals.importing.understanding.values import Role

Way = list[tuple[list[Row], Role]]


class Attempts:
    """Tries the ways, and finds the one in which most totals hold."""

    def __init__(self, readings: Sequence[Reading], *, names_are_totals: bool) -> None:
        self.readings = [reading for reading in readings if reading.items]
        self.rows = [row for reading in readings for row in reading.rows]
        self.before = {id(row): row.role for row in self.rows}
        self.names_are_totals = names_are_totals
        self.groups = {plain_name(name) for row in self.rows for name in row.groups}

    def best(self) -> tuple[Totals, Totals | None]:
        """Return the best attempt, and the one that takes its silent sums for totals unless sums refute it."""
        plain, best_way = self._hold([]), Way()
        for way in self._ways():
            if not plain.differences:
                break
            attempt = self._hold(way)
            if len(attempt.differences) < len(plain.differences):
                plain, best_way = attempt, way
        items = {key for key, role in plain.roles.items() if role is Role.ITEM}
        if items <= plain.covered:
            return plain, None  # totals hold every item, so that none of them is a total itself
        sums = self._hold(best_way, sums_are_totals=True)
        if not sums.silent:
            self._reset()
            blocks = [block for reading in self.readings for block in leading_sums(reading)]
            if blocks:
                sums = self._hold([*best_way, ([row for row, *_ in blocks], Role.SUBTOTAL)])
                sums.take_leading(blocks)
        silent = sums.silent
        is_refuted = len(plain.differences) < len(sums.differences) or (
            silent and plain.covered.issuperset(map(id, silent))
        )
        return plain, None if not silent or is_refuted else sums

    def _reset(self) -> None:
        for row in self.rows:
            row.role = self.before[id(row)]

    def take(self, attempt: Totals) -> None:
        """Give every row the role that it has in an attempt."""
        for row in self.rows:
            row.role = attempt.roles[id(row)]
            if row.role is Role.UNDECIDED and "withdrawn" in row.doubts:
                row.role = Role.ITEM

    def _hold(self, way: Way, *, sums_are_totals: bool = False) -> Totals:
        self._reset()
        for changed, role in way:
            for row in changed:
                row.role = role
        totals = Totals(self.readings, sums_are_totals=sums_are_totals)
        totals.hold()
        totals.roles = {id(row): row.role for row in self.rows}
        return totals

    def _ways(self) -> Iterator[Way]:
        items = [row for row in self.rows if self.before[id(row)] is Role.ITEM]
        for rows, role in (
            ([row for row in items if "part" in row.doubts], Role.NOTE),
            ([row for row in items if "withdrawn" in row.doubts], Role.UNDECIDED),
            ([row for row in items if row.is_agreed], Role.AGREED),
            (self._before(Role.TARGET), Role.ITEM),
            (self._before(Role.BUDGET), Role.ITEM),
            ([row for row in self._before(Role.TOTAL) if self._may_be_title(row)], Role.ITEM),
        ):
            if rows:
                yield [(rows, role)]

    def _before(self, role: Role) -> list[Row]:
        return [row for row in self.rows if self.before[id(row)] is role]

    def _may_be_title(self, row: Row) -> bool:
        """Return whether what a total is named after is no group, so that it may be the title of a proposal."""
        if (
            self.names_are_totals
            or row.total is None
            or not row.total.name
            or row.total.is_grand
            or row.total.is_sub
        ):
            return False
        return plain_name(row.total.name) not in self.groups

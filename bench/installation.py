"""An installation of many councils and rounds around one measured round: copies of it, made by SQL alone.

Other rounds differ from the measured one in their keys and names only, which is all that a page of one round
could notice of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Max

from proposals import models as proposals
from proposals.search import index
from services import models as services

ROUNDS_A_COUNCIL = 10
_LONGEST_TEXT = 80
"""Letters of a copied text: the index of a million whole texts would take longer to make than all measuring."""
_BY_COUNCIL: tuple[type[Any], ...] = (
    services.Council,
    services.Directorate,
    services.Portfolio,
    services.Service,
    services.Committee,
    services.Meeting,
)
_BY_ROUND: tuple[type[Any], ...] = (
    proposals.BudgetRound,
    proposals.SavingsProposal,
    proposals.YearProfile,
    proposals.FTEImpact,
    proposals.ImpactStatement,
    proposals.ProposalCommittee,
    proposals.WhereReported,
    proposals.EqualityAssessment,
    proposals.EqualityImpact,
)
_OTHERWISE: Mapping[tuple[type[Any], str], str] = {
    (services.Council, "slug"): "slug || '-' || {number}",
    (services.Council, "name"): "name || ' ' || {number}",
    (proposals.BudgetRound, "name"): "name || ' ' || {number}",
    (proposals.ImpactStatement, "text"): f"substr(text, 1, {_LONGEST_TEXT})",
}
"""The values of a copy in these columns, with the number of the copy."""


class Installation:
    """The rounds of a database that began with one."""

    def __init__(self) -> None:
        self.rounds = 1
        self._copied = {
            model: model._base_manager.aggregate(last=Max("pk"))["last"] or 0
            for model in (*_BY_COUNCIL, *_BY_ROUND)
        }
        """The last key of each table before anything was copied: copies lie so far apart."""

    def grow_to(self, rounds: int) -> None:
        """Copy the first round until there are so many, ten of each council."""
        if rounds > self.rounds:
            councils = range((self.rounds - 1) // ROUNDS_A_COUNCIL + 1, (rounds - 1) // ROUNDS_A_COUNCIL + 1)
            with _without_triggers():
                for model in _BY_COUNCIL if councils else ():
                    self._copy(model, councils, "n.number")
                for model in _BY_ROUND:
                    self._copy(model, range(self.rounds, rounds), f"(n.number / {ROUNDS_A_COUNCIL})")
            self.rounds = rounds
            index.rebuild()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as a server does by itself in time, of a small installation too

    def _copy(self, model: type[Any], numbers: range, council: str) -> None:
        """Copy every row of a table for each number; `council` is the expression of its council's number."""
        values = [self._value(model, field, council) for field in model._meta.concrete_fields]
        names = [connection.ops.quote_name(field.column) for field in model._meta.concrete_fields]
        table = connection.ops.quote_name(model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH RECURSIVE n(number) AS "
                f"(SELECT {numbers.start} UNION ALL SELECT number + 1 FROM n WHERE number < {numbers.stop - 1}) "
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} "
                f"FROM n CROSS JOIN {table} WHERE id <= {self._copied[model]}"
            )

    def _value(self, model: type[Any], field: Any, council: str) -> str:
        column = connection.ops.quote_name(field.column)
        if (model, field.name) in _OTHERWISE:
            return _OTHERWISE[model, field.name].format(number="n.number")
        target = model if field.primary_key else field.related_model
        if target not in self._copied:
            return str(column)
        number = council if target in _BY_COUNCIL else "n.number"
        return f"{column} + {self._copied[target]} * {number}"


@contextmanager
def _without_triggers() -> Iterator[None]:
    """Leave triggers and foreign keys aside: every row is a copy of a sound one, and the index is made anew."""
    if connection.vendor == "postgresql":
        yield from _between(
            ["SET session_replication_role = replica"], ["SET session_replication_role = DEFAULT"]
        )
    else:
        index._drop_triggers(connection.alias)
        yield from _between(
            ["PRAGMA foreign_keys = OFF", "PRAGMA cache_size = -500000"],
            ["PRAGMA foreign_keys = ON", "PRAGMA cache_size = -2000"],
        )


def _between(before: Iterable[str], after: Iterable[str]) -> Iterator[None]:
    with connection.cursor() as cursor:
        for statement in before:
            cursor.execute(statement)
        yield
        for statement in after:
            cursor.execute(statement)

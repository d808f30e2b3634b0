"""The index that proposals are searched by, kept by the database itself (`proposals.search`)."""

from typing import Any

from django.db import models

from proposals.models.proposals import SavingsProposal

_LARGEST_KEY = 2**63 - 1


class IndexedText(models.TextField):
    """Text as a database indexes it, which is asked with `match`."""


@IndexedText.register_lookup
class Match(models.Lookup):
    """A condition: the index matches a query, written as the database writes queries (`proposals.filters.text`)."""

    lookup_name = "match"
    prepare_rhs = False  # it is no text, but a search to be written as the database wants it

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Return the condition of SQLite's FTS5."""
        indexed, _ = self.process_lhs(compiler, connection)
        return self._among_keys(f"{indexed} MATCH %s", [self.rhs.fts5], compiler)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Return the condition of PostgreSQL's full-text search."""
        indexed, _ = self.process_lhs(compiler, connection)
        matches = f"{indexed} @@ to_tsquery('proposals_search', %s)"
        return self._among_keys(matches, [self.rhs.tsquery], compiler)

    def _among_keys(self, matches: str, parameters: list[Any], compiler: Any) -> tuple[str, list[Any]]:
        if self.rhs.keys is None:
            return matches, parameters
        # An alias of a query within a query is written without quotes, which PostgreSQL tells apart.
        table = compiler.quote_name_unless_alias(self.lhs.alias)
        return f"({matches} AND {table}.rowid BETWEEN %s AND %s)", [*parameters, *self.rhs.keys]


class Relevance(models.Func):
    """The rank of a match: larger is better; a reference counts most, then title, service, texts.

    It is made of the proposal alone. A rank that knows how rare a word is, such as SQLite's bm25, changes with
    proposals that the person cannot see.
    """

    output_field = models.FloatField()
    weights = {"reference": 10, "title": 8, "service": 4, "statements": 1}

    def __init__(self, indexed: str, asked: Any) -> None:
        super().__init__(indexed)
        self.asked = asked

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        """Return, for SQLite, the weights of the columns that have one of the terms, twice of those that have all."""
        table = compiler.quote_name_unless_alias(self.source_expressions[0].alias)
        first, last = self.asked.keys or (0, _LARGEST_KEY)
        queries = [
            (weight, f"{column} : ({terms})")
            for column, weight in self.weights.items()
            for terms in (self.asked.fts5, self.asked.fts5_any)
        ]
        has = (  # the alias is the compiler's own; values are parameters
            f"({table}.rowid IN (SELECT i.rowid FROM proposals_search i "  # noqa: S608
            "WHERE i.proposals_search MATCH %s AND i.rowid BETWEEN %s AND %s))"
        )
        score = " + ".join(f"{weight} * {has}" for weight, _ in queries)
        return score, [value for _, query in queries for value in (query, first, last)]

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        """Return PostgreSQL's rank."""
        indexed, _ = compiler.compile(self.source_expressions[0])
        asked = "to_tsquery('proposals_search', %s)"
        return f"ts_rank('{{0.1, 0.4, 0.8, 1.0}}', {indexed}, {asked})", [self.asked.tsquery]


class SearchIndex(models.Model):
    """The searched text of a proposal: references, title, service and public statements, as the database indexes it.

    On SQLite the table is an FTS5 one, whose column of its own name stands for all its columns; on PostgreSQL
    that column is a search vector.
    """

    proposal = models.OneToOneField(
        SavingsProposal,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        primary_key=True,
        db_column="rowid",
        related_name="search",
    )
    everything = IndexedText(db_column="proposals_search")

    class Meta:
        managed = False
        db_table = "proposals_search"
        default_permissions = ()

    def __str__(self) -> str:
        return f"search index of proposal {self.pk}"

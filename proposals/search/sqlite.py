"""The search index and its triggers on SQLite."""

from collections.abc import Iterator

from proposals.search.tables import FORMER, INDEX, INDEXED, PROPOSALS

_TEXTS = f"""
    SELECT p.id,
           p.reference || ' ' || p.canonical_reference || coalesce(
               (SELECT ' ' || group_concat(said, ' ') FROM (
                    SELECT r.printed || ' ' || r.canonical AS said
                    FROM proposals_proposalreference r WHERE r.proposal_id = p.id ORDER BY r.id)), ''),
           p.title,
           s.name,
           coalesce(
               (SELECT group_concat(said, char(10)) FROM (
                    SELECT t.heading || char(10) || t.text AS said
                    FROM proposals_impactstatement t WHERE t.proposal_id = p.id ORDER BY t.id)), '')
    FROM {PROPOSALS} p JOIN services_service s ON s.id = p.service_id
"""

TABLES = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5("
    "reference, title, service, statements, tokenize=\"porter unicode61 remove_diacritics 2\", prefix='2 3')",
)
EMPTY_INDEX = (f"DELETE FROM {INDEX}",)
FILL_INDEX = (f"INSERT INTO {INDEX} (rowid, reference, title, service, statements) {_TEXTS}",)
FORMER_OBJECTS = (f"DROP TABLE IF EXISTS {FORMER}",)


def triggers() -> dict[str, str]:
    """Return the statement that makes each trigger, by the trigger's name."""
    return {name: f"CREATE TRIGGER {name} {body}" for name, body in _of_the_index()}


def drop(name: str) -> str:
    """Return the statement that drops a trigger."""
    return f"DROP TRIGGER IF EXISTS {name}"


WRONGLY_INDEXED = f"""
    SELECT id FROM (
        SELECT * FROM ({_TEXTS}) EXCEPT SELECT rowid, reference, title, service, statements FROM {INDEX})
    UNION SELECT rowid FROM {INDEX} WHERE rowid NOT IN (SELECT id FROM {PROPOSALS})
    ORDER BY 1
"""
INSTALLED = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


def _events() -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "INSERT", ("NEW",)
    yield "UPDATE", ("OLD", "NEW")
    yield "DELETE", ("OLD",)


def _of_the_index() -> Iterator[tuple[str, str]]:
    for table, columns in INDEXED.items():
        if table == "services_service":
            of_service = f"SELECT id FROM {PROPOSALS} WHERE service_id = NEW.id"
            yield (
                f"{INDEX}_{table}_update",
                f"AFTER UPDATE OF name ON {table} WHEN OLD.name <> NEW.name "
                f"BEGIN {_indexed_again(of_service)} END",
            )
            continue
        key = "id" if table == PROPOSALS else "proposal_id"
        for event, rows in _events():
            again = "".join(_indexed_again(f"{row}.{key}") for row in dict.fromkeys(rows))
            of = f" OF {', '.join(columns)}" if event == "UPDATE" else ""
            yield f"{INDEX}_{table}_{event.lower()}", f"AFTER {event}{of} ON {table} BEGIN {again} END"


def _indexed_again(keys: str) -> str:
    return (
        f"DELETE FROM {INDEX} WHERE rowid IN ({keys}); "
        f"INSERT INTO {INDEX} (rowid, reference, title, service, statements) {_TEXTS} WHERE p.id IN ({keys});"
    )

"""The search index and its triggers on PostgreSQL."""

from collections.abc import Iterator

from proposals.search.tables import FORMER, INDEX, INDEXED, PROPOSALS

_ACCENTED = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ"
_PLAIN = "aaaaaaceeeeiiiinooooouuuuyy"
CONFIGURATION = "proposals_search"
"""The text search configuration: English word stems, and no word left out."""

_INDEX_AGAIN = f"{INDEX}_again"
_INDEX_EMPTY = f"{INDEX}_empty"


def _words(text: str) -> str:
    # The parser would read references and years as paths and numbers: it is given words only.
    return f"regexp_replace(translate(lower({text}), '{_ACCENTED}', '{_PLAIN}'), '[^[:alnum:]]+', ' ', 'g')"


def _vector(text: str, weight: str) -> str:
    return f"setweight(to_tsvector('{CONFIGURATION}', {_words(text)}), '{weight}')"


_REFERENCES = """p.reference || ' ' || p.canonical_reference || coalesce(
    (SELECT ' ' || string_agg(r.printed || ' ' || r.canonical, ' ' ORDER BY r.id)
     FROM proposals_proposalreference r WHERE r.proposal_id = p.id), '')"""
_STATEMENTS = """coalesce((SELECT string_agg(t.heading || ' ' || t.text, ' ' ORDER BY t.id)
     FROM proposals_impactstatement t WHERE t.proposal_id = p.id), '')"""
_TEXTS = (
    f"SELECT p.id, {_vector(_REFERENCES, 'A')} || {_vector('p.title', 'B')} || {_vector('s.name', 'C')} "
    # The largest possible vector is a megabyte; a proposal's texts are far shorter.
    f"|| {_vector(f'left({_STATEMENTS}, 600000)', 'D')} "
    f"FROM {PROPOSALS} p JOIN services_service s ON s.id = p.service_id"
)

TABLES = (
    f"""DO $$ BEGIN
        IF NOT EXISTS (SELECT 1 FROM pg_ts_config WHERE cfgname = '{CONFIGURATION}'
                       AND pg_ts_config_is_visible(oid)) THEN
            CREATE TEXT SEARCH DICTIONARY {CONFIGURATION}_stem (TEMPLATE = snowball, Language = english);
            CREATE TEXT SEARCH CONFIGURATION {CONFIGURATION} (COPY = simple);
            ALTER TEXT SEARCH CONFIGURATION {CONFIGURATION}
                ALTER MAPPING FOR asciiword, word, numword WITH {CONFIGURATION}_stem;
        END IF;
    END $$""",
    f"CREATE TABLE IF NOT EXISTS {INDEX} (rowid bigint PRIMARY KEY, {INDEX} tsvector NOT NULL)",
    f"CREATE INDEX IF NOT EXISTS {INDEX}_words ON {INDEX} USING gin ({INDEX})",
    f"""CREATE OR REPLACE FUNCTION {_INDEX_AGAIN}(keys bigint[]) RETURNS void LANGUAGE sql AS $$
        DELETE FROM {INDEX} WHERE rowid = ANY(keys)
            AND NOT EXISTS (SELECT 1 FROM {PROPOSALS} p WHERE p.id = rowid);
        INSERT INTO {INDEX} (rowid, {INDEX}) {_TEXTS} WHERE p.id = ANY(keys)
            ON CONFLICT (rowid) DO UPDATE SET {INDEX} = EXCLUDED.{INDEX};
    $$""",
    f"CREATE OR REPLACE FUNCTION {_INDEX_EMPTY}() RETURNS void LANGUAGE sql AS $$ DELETE FROM {INDEX} $$",
)
EMPTY_INDEX = (f"TRUNCATE {INDEX}",)
FILL_INDEX = (f"INSERT INTO {INDEX} (rowid, {INDEX}) {_TEXTS}",)
FORMER_OBJECTS = (f"DROP FUNCTION IF EXISTS {FORMER}_note(bigint[])", f"DROP TABLE IF EXISTS {FORMER}")
WRONGLY_INDEXED = f"""
    SELECT coalesce(t.id, i.rowid) FROM ({_TEXTS}) t (id, words) FULL JOIN {INDEX} i ON i.rowid = t.id
    WHERE t.words IS DISTINCT FROM i.{INDEX} ORDER BY 1
"""
INSTALLED = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"

_GONE, _COME = "gone", "come"


def triggers() -> dict[str, str]:
    """Return the statements that make each trigger, by the trigger's name."""
    return dict(_of_the_index())


def drop(name: str) -> str:
    """Return the statement that drops a trigger with its function."""
    return f"DROP FUNCTION IF EXISTS {name}() CASCADE"


def _events() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    yield "INSERT", f"REFERENCING NEW TABLE AS {_COME}", (_COME,)
    yield "UPDATE", f"REFERENCING OLD TABLE AS {_GONE} NEW TABLE AS {_COME}", (_GONE, _COME)
    yield "DELETE", f"REFERENCING OLD TABLE AS {_GONE}", (_GONE,)
    yield "TRUNCATE", "", ()


def _trigger(name: str, event: str, table: str, referencing: str, body: str) -> tuple[str, str]:
    return name, (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN PERFORM {body}; RETURN NULL; END $$; "
        f"DROP TRIGGER IF EXISTS {name} ON {table}; "
        f"CREATE TRIGGER {name} AFTER {event} ON {table} {referencing} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )


def _of_the_index() -> Iterator[tuple[str, str]]:
    for table, columns in INDEXED.items():
        for event, referencing, rows in _events():
            name = f"{INDEX}_{table}_{event.lower()}"
            if table == "services_service":
                if event == "UPDATE":
                    renamed = f"SELECT n.id FROM {_COME} n JOIN {_GONE} o ON o.id = n.id AND o.name <> n.name"
                    keys = f"SELECT id FROM {PROPOSALS} WHERE service_id IN ({renamed})"
                    yield _trigger(name, event, table, referencing, f"{_INDEX_AGAIN}(array({keys}))")
            elif not rows:
                if table == PROPOSALS:
                    yield _trigger(name, event, table, referencing, f"{_INDEX_EMPTY}()")
            else:
                yield _trigger(name, event, table, referencing, _changed(table, event, rows, columns))


def _changed(table: str, event: str, rows: tuple[str, ...], columns: tuple[str, ...]) -> str:
    key = "id" if table == PROPOSALS else "proposal_id"
    if event == "UPDATE":
        same = " AND ".join(f"o.{column} IS NOT DISTINCT FROM n.{column}" for column in columns)
        other = f"FROM {_COME} n JOIN {_GONE} o ON o.id = n.id WHERE NOT ({same})"
        keys = f"SELECT n.{key} {other} UNION SELECT o.{key} {other}"
    else:
        keys = f"SELECT {key} FROM {rows[0]}"
    return f"{_INDEX_AGAIN}(array({keys}))"

"""Reading a folder of printed tables: an index with a line for each table, and a file of its cells."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from proposals.domain.forecast.printed import PrintedRow, PrintedTable
from proposals.importing.files.reading import content_of
from proposals.importing.lines import UnreadableDocument

INDEX = "index.csv"
LARGEST_TABLE = 5_000_000
"""Bytes of one file of cells."""
_LINE = re.compile(r"\d{1,9}")


def read_folder(folder: Path) -> tuple[PrintedTable, ...]:
    """Return the tables of a folder in the order of its index, or of their names where it has none.

    A table of words, or one that the index names without a file of cells beside it, is left out. Raises
    UnreadableDocument, which names the file and row, for what cannot be read.
    """
    if not folder.is_dir():
        raise UnreadableDocument(f"{folder} is not a folder.")
    index = folder / INDEX
    if not index.exists():
        files = sorted(path for path in folder.glob("*.csv"))
        return tuple(
            _read_table(path, path.stem.removeprefix("table").replace("_", "."), "") for path in files
        )
    listed = _rows(index)
    header = next(listed, [])
    missing = [name for name in ("table", "caption", "file") if name not in header]
    if missing:
        raise UnreadableDocument(f"{INDEX} has no column “{missing[0]}”.")
    found = []
    for cells in listed:
        row = dict(zip(header, cells, strict=False))
        path = _inside(folder, row.get("file", ""))
        if path is not None and row.get("kind") != "text":
            found.append(_read_table(path, row.get("table", ""), row.get("caption", "")))
    return tuple(found)


def _inside(folder: Path, name: str) -> Path | None:
    """Return the file of that name in the folder, or of its last part alone; None where there is neither."""
    for path in (folder / name, folder / Path(name).name):
        # Of a name that is too long to be one, Python 3.11 does not answer that there is no such file.
        with suppress(OSError):
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                return path
    return None


def _read_table(path: Path, number: str, caption: str) -> PrintedTable:
    rows = _rows(path)
    header = next(rows, [])
    if header[:1] != ["source_line"] or len(header) < 4:
        raise UnreadableDocument(
            f"{path.name}: the columns must be source_line, unit, the label, then the figures."
        )
    found = []
    for index, cells in enumerate(rows, start=2):
        if not cells or not _LINE.fullmatch(cells[0].strip()):
            raise UnreadableDocument(
                f"{path.name}, row {index}: the first cell must be the number of a line."
            )
        unit, label, *figures = [*cells[1:], "", ""] if len(cells) < 3 else cells[1:]
        found.append(PrintedRow(int(cells[0]), unit, label, tuple(figures)))
    return PrintedTable(number, caption, tuple(header[3:]), tuple(found))


def _rows(path: Path) -> Iterator[list[str]]:
    content = content_of(path, largest_bytes=LARGEST_TABLE)
    try:
        text = content.decode("utf-8-sig")
        yield from (row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row)
    except UnicodeDecodeError as error:
        raise UnreadableDocument(f"{path.name} is not text in UTF-8.") from error
    except csv.Error as error:
        raise UnreadableDocument(f"{path.name} cannot be read as CSV: {error}.") from error

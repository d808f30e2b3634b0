"""Opening a workbook's package: measured before it is unpacked, refused in plain words where it is not one.

Pure. What is looked at is what `sheet_xml` reads; pictures, charts and the rest of a package stay unopened.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

MOST_ROWS = 20_000
"""In one sheet: more than any round has sections."""
MOST_CELLS = 400_000
"""In all sheets together: a round of a thousand proposals has a hundred thousand."""

_MEGABYTE = 1024 * 1024
_LARGEST_UNPACKED, _LARGEST_PART = 80 * _MEGABYTE, 40 * _MEGABYTE
_MOST_ENTRIES = 300
_DENSEST, _TOO_SMALL_TO_BE_A_BOMB = 100, 4 * _MEGABYTE
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ROW, _CELL = (re.compile(rb"<(?:\w+:)?" + name + rb"[\s>/]") for name in (b"row", b"c"))

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    OSError,
    EOFError,
    RuntimeError,
)


class UnreadableWorkbook(ValueError):
    """The file cannot be read as a workbook for editing; the message explains why, in the user's words."""


@contextmanager
def damage_in_words() -> Iterator[None]:
    """Turn whatever a damaged workbook raises into one message that people can act on."""
    from lxml.etree import LxmlError

    try:
        yield
    except UnreadableWorkbook:
        raise
    except (*_DAMAGE, LxmlError) as error:
        raise UnreadableWorkbook(
            "The workbook is damaged or cut short: open it in Excel, save it as “Excel workbook (.xlsx)” and "
            "try once more."
        ) from error


def open_package(content: bytes, file_name: str) -> dict[str, bytes]:
    """Return the parts of the workbook that are XML, by their names in the package.

    Raises UnreadableWorkbook for what is no .xlsx, is too large unpacked, or brings macros, links to other
    files or entities of its own.
    """
    _check_kind(content, file_name)
    with damage_in_words(), zipfile.ZipFile(io.BytesIO(content)) as package:
        members = package.infolist()
        names = [member.filename for member in members]
        _check_size(members, len(content))
        _check_parts(names)
        wanted = [member for member in members if member.filename.endswith((".xml", ".rels"))]
        parts = {member.filename.lstrip("/"): package.read(member) for member in wanted}
    _check_content(parts)
    return parts


def _check_kind(content: bytes, file_name: str) -> None:
    if content.startswith(_OLD_OFFICE):
        raise UnreadableWorkbook(
            "This is an old Excel file (.xls), or it has a password. Open it in Excel, remove the password "
            "and save it as “Excel workbook (.xlsx)”."
        )
    ending = file_name.rpartition(".")[2].lower()
    if ending in {"xlsm", "xltm", "xlsb", "xlam"}:
        raise UnreadableWorkbook(
            f"A workbook that may contain macros (.{ending}) is not accepted. Save it as “Excel workbook "
            "(.xlsx)”."
        )
    if ending != "xlsx" or not content.startswith(b"PK\x03\x04"):
        raise UnreadableWorkbook(
            "This is not an Excel workbook (.xlsx). Upload the workbook that you downloaded for editing."
        )


def _check_size(members: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(member.file_size for member in members)
    largest = max((member.file_size for member in members), default=0)
    too_dense = unpacked > _TOO_SMALL_TO_BE_A_BOMB and unpacked > packed * _DENSEST
    if unpacked > _LARGEST_UNPACKED or largest > _LARGEST_PART or too_dense:
        raise UnreadableWorkbook(
            f"The workbook unpacks to {unpacked / _MEGABYTE:,.0f} MB from {packed / _MEGABYTE:,.1f} MB, "
            "which is more than a workbook of proposals can."
        )
    if len(members) > _MOST_ENTRIES:
        raise UnreadableWorkbook(
            f"The workbook is made of {len(members):,} parts, which is more than a workbook of proposals has."
        )


def _check_parts(names: list[str]) -> None:
    lowered = [name.lower() for name in names]
    if len(set(lowered)) != len(lowered):
        raise UnreadableWorkbook(
            "The workbook contains the same part twice. Open it in Excel and save it again."
        )
    if any("vbaproject" in name or "/macrosheets/" in name for name in lowered):
        raise UnreadableWorkbook("The workbook contains macros. Save it as “Excel workbook (.xlsx)”.")
    if any("/externallinks/" in name or name.endswith("xl/connections.xml") for name in lowered):
        raise UnreadableWorkbook(
            "The workbook is linked to other files. In Excel choose Data, Edit links, Break link, and save it."
        )
    if "xl/workbook.xml" not in lowered:
        raise UnreadableWorkbook("This file is not an Excel workbook (.xlsx).")


def _check_content(parts: dict[str, bytes]) -> None:
    # Without the null bytes of UTF-16, so that every encoding is searched alike.
    plain = {name: content.replace(b"\0", b"") for name, content in parts.items()}
    if any(b"<!DOCTYPE" in content or b"<!ENTITY" in content for content in plain.values()):
        raise UnreadableWorkbook(
            "The workbook contains entities that Excel does not use. Open it in Excel and save it again."
        )
    if b"macroEnabled" in plain.get("[Content_Types].xml", b""):
        raise UnreadableWorkbook("The workbook may contain macros. Save it as “Excel workbook (.xlsx)”.")
    sheets = [content for name, content in plain.items() if name.startswith("xl/worksheets/")]
    rows = max((len(_ROW.findall(content)) for content in sheets), default=0)
    if rows > MOST_ROWS:
        raise UnreadableWorkbook(
            f"A sheet has {rows:,} rows; at most {MOST_ROWS:,} are read. Delete the empty rows at its end."
        )
    cells = sum(len(_CELL.findall(content)) for content in sheets)
    if cells > MOST_CELLS:
        raise UnreadableWorkbook(
            f"The workbook has {cells:,} cells; at most {MOST_CELLS:,} are read. Download fewer proposals."
        )

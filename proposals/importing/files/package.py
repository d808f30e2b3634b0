"""Opening a file that is a package of parts (.docx, .xlsx, .ods): measured before anything is unpacked or parsed."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from lxml import etree

from proposals.importing.files.cleaning import UnreadableDocument

_MEGABYTE = 1024 * 1024
_LARGEST_UNPACKED, _LARGEST_PART = 100 * _MEGABYTE, 40 * _MEGABYTE
_DENSEST, _TOO_SMALL_TO_BE_A_BOMB = 100, 8 * _MEGABYTE
_MOST_PARTS, _MOST_WORD_ELEMENTS, _MOST_SHEET_ELEMENTS = 5_000, 300_000, 2_500_000
_READ = (".xml", ".rels")
# The strict variant of the Office formats names the same elements in other namespaces.
_STRICT = re.compile(
    rb"http://purl\.oclc\.org/ooxml/(officeDocument|spreadsheetml|wordprocessingml|drawingml)/"
)
_PLAINLY: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "remove_comments": True,
    "remove_pis": True,
}
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    etree.LxmlError,
    ArithmeticError,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    OSError,
    EOFError,
    RuntimeError,
)
"""Whatever the libraries raise that open a damaged file."""


@contextmanager
def damage_in_words(save_as: str) -> Iterator[None]:
    """Turn whatever a damaged file raises into one message that a finance officer can act on."""
    try:
        yield
    except UnreadableDocument:
        raise
    except DAMAGE as error:
        raise UnreadableDocument(
            "The file is damaged or cut short, or saved in a variant of its format: open it in the program it "
            f"was made with, save it as {save_as} and try again."
        ) from error


def open_package(content: bytes, most_parts: int = _MOST_PARTS) -> dict[str, bytes | None]:
    """Return the parts by their names: the bytes of those that are XML, None for pictures and the like.

    Raises UnreadableDocument for what is too large unpacked, protected by a password or declares entities.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = package.infolist()
        check_members(members, len(content), most_parts)
        parts = {
            member.filename.lstrip("/"): _read(package, member)
            if member.filename.lower().endswith(_READ)
            else None
            for member in members
        }
    is_word = any(name.lower().startswith("word/") for name in parts)
    _check_content(parts, _MOST_WORD_ELEMENTS if is_word else _MOST_SHEET_ELEMENTS)
    return parts


def parsed(part: bytes | None) -> Any:
    """Return the root element of a part without comments, nothing fetched or expanded; None without a part."""
    if part is None:
        return None
    return etree.fromstring(part, etree.XMLParser(**_PLAINLY))


def elements(part: bytes, *names: str) -> Iterator[Any]:
    """Yield the elements of these names, in any namespace, as they end; what is read is let go."""
    wanted = [f"{{*}}{name}" for name in names]
    for _, element in etree.iterparse(io.BytesIO(part), events=("end",), tag=wanted, **_PLAINLY):
        yield element
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def _read(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with package.open(member) as stream:
        part = stream.read(_LARGEST_PART + 1)
    if len(part) > _LARGEST_PART:
        raise UnreadableDocument(_unpacks_to(len(part)))
    return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", part)


def _unpacks_to(size: int) -> str:
    return (
        f"The file unpacks to {size / _MEGABYTE:,.0f} MB or more, which no document of savings does. "
        "Divide it, or save its table alone."
    )


def check_members(members: list[zipfile.ZipInfo], packed: int, most_parts: int = _MOST_PARTS) -> None:
    """Refuse a package that is protected, or that unpacks to more than any document does."""
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableDocument("The file is protected by a password. Take the password off and try again.")
    if len(members) > most_parts:
        raise UnreadableDocument(f"The file is made of {len(members):,} parts, which no document is.")
    names = [member.filename.lower() for member in members]
    if len(set(names)) != len(names):
        raise UnreadableDocument(
            "The file contains the same part twice: open it, save it again and try again."
        )
    unpacked = sum(member.file_size for member in members)
    text = max((member.file_size for member in members if member.filename.lower().endswith(_READ)), default=0)
    too_dense = unpacked > _TOO_SMALL_TO_BE_A_BOMB and unpacked > packed * _DENSEST
    if unpacked > _LARGEST_UNPACKED or text > _LARGEST_PART or too_dense:
        raise UnreadableDocument(_unpacks_to(max(unpacked, text)))


def _check_content(parts: Mapping[str, bytes | None], most_elements: int) -> None:
    """Refuse, before anything is parsed, entities and more elements than a document has."""
    count = 0
    for part in parts.values():
        if part is None:
            continue
        plain = part.replace(b"\0", b"") if b"\0" in part else part  # UTF-16 is searched alike
        if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
            raise UnreadableDocument(
                "The file contains entities, which Office never uses. Open it, save it again and try again."
            )
        count += plain.count(b"<") - plain.count(b"</")
        if count > most_elements:
            raise UnreadableDocument(
                f"The file contains more than {most_elements:,} elements (cells and pieces of text), which no "
                "document of savings does. Divide it."
            )

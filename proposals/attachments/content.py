"""Looking through an uploaded file: its type is told by its content, and what could run in a browser is refused.

An allow-list by signature: a file is one of these types from its first byte to its last, or it is refused.
"""

import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

LONGEST_NAME = 150
ACCEPTED = "PDF, Word (.docx), Excel (.xlsx), OpenDocument (.odt, .ods), CSV, plain text, PNG or JPEG"

_HEAD = 1024
"""The bytes at the beginning that browsers and readers of PDF look at to guess a type."""
_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|\?php|math|style|title)", re.IGNORECASE
)
_LARGEST_PART = 4 * 1024 * 1024
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


class RefusedFile(ValueError):
    """The file cannot be attached; the message says why and what to do."""


@dataclass(frozen=True)
class CheckedFile:
    """A file that has been looked through: its name to be shown, its type by content, its bytes."""

    name: str
    content_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True)
class _Type:
    """A type that is accepted: its endings, what it is called, and how its content is looked through."""

    content_type: str
    endings: tuple[str, ...]
    noun: str


_PDF = _Type("application/pdf", (".pdf",), "a PDF")
_PNG = _Type("image/png", (".png",), "a PNG picture")
_JPEG = _Type("image/jpeg", (".jpg", ".jpeg"), "a JPEG picture")
_TEXTS = {".csv": ("text/csv", "a CSV file"), ".txt": ("text/plain", "plain text")}
_OFFICE = "application/vnd.openxmlformats-officedocument"
_BY_MAIN_PART: dict[str, _Type] = {
    f"{_OFFICE}.wordprocessingml.document.main+xml": _Type(
        f"{_OFFICE}.wordprocessingml.document", (".docx",), "a Word document"
    ),
    f"{_OFFICE}.spreadsheetml.sheet.main+xml": _Type(
        f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",), "an Excel workbook"
    ),
}
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
_BY_MIMETYPE: dict[str, _Type] = {
    f"{_OPEN_DOCUMENT}.text": _Type(f"{_OPEN_DOCUMENT}.text", (".odt",), "an OpenDocument text"),
    f"{_OPEN_DOCUMENT}.spreadsheet": _Type(
        f"{_OPEN_DOCUMENT}.spreadsheet", (".ods",), "an OpenDocument spreadsheet"
    ),
}


def check_file(name: str, content: bytes) -> CheckedFile:
    """Return the file with its type by content and a name that is safe to show; raises RefusedFile, saying why."""
    shown = shown_name(name)
    if not content:
        raise RefusedFile("The file is empty.")
    found = _type_of(shown, content)
    if not shown.lower().endswith(found.endings):
        raise RefusedFile(
            f"The file contains {found.noun}, but its name “{shown}” does not end in {' or '.join(found.endings)}. "
            "Rename it, or choose the file that you meant."
        )
    return CheckedFile(shown, found.content_type, content)


def shown_name(name: str) -> str:
    """Return the user's name for the file without folders, control characters and marks of writing direction."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(" " if letter.isspace() else letter for letter in last if _is_shown(letter))
    named = " ".join(plain.split()).lstrip(".")
    stem, dot, ending = named.rpartition(".")
    if len(named) > LONGEST_NAME:
        named = f"{stem[: LONGEST_NAME - len(dot + ending[:10])]}{dot}{ending[:10]}"
    if not named.strip("."):
        raise RefusedFile("The file has no name: save it under a name and choose it again.")
    return named


def _is_shown(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _type_of(name: str, content: bytes) -> _Type:
    head = content[:_HEAD]
    if _MARKUP.search(head.replace(b"\0", b"")):
        raise RefusedFile(
            "The file contains a web page, a drawing in SVG or a script, which is not accepted: print it to a "
            "PDF first."
        )
    for signature, look_through in _SIGNATURES:
        if content.startswith(signature):
            return look_through(content)
    if content.startswith(_OLD_OFFICE):
        raise RefusedFile(_old_office(content))
    return _text(name, content)


def _pdf(content: bytes) -> _Type:
    import pikepdf

    _refuse_package_inside(content)
    if b"%%EOF" not in content[-_HEAD:]:
        raise RefusedFile("The PDF is cut short or has something after its end: print it to a new PDF.")
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as document:
            if not len(document.pages):
                raise RefusedFile("The PDF has no pages.")
    except pikepdf.PasswordError as error:
        raise RefusedFile(_ENCRYPTED) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        if isinstance(error, RefusedFile):
            raise
        raise RefusedFile("The PDF is damaged: open it and print it to a new PDF.") from error
    return _PDF


def _picture(found: _Type, kind: str, end: bytes) -> Callable[[bytes], _Type]:
    def look_through(content: bytes) -> _Type:
        from PIL import Image

        _refuse_package_inside(content)
        if b"%PDF-" in content[:_HEAD] or not content.endswith(end):
            raise RefusedFile("The picture has something besides the picture in its file: save it again.")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                with Image.open(io.BytesIO(content), formats=[kind]) as image:
                    image.verify()
        except (Image.DecompressionBombError, OSError, SyntaxError, ValueError, Warning) as error:
            raise RefusedFile(
                f"The file begins like {found.noun} but is damaged or far too large: save it again."
            ) from error
        return found

    return look_through


def _package(content: bytes) -> _Type:
    from proposals.importing.files.cleaning import UnreadableDocument
    from proposals.importing.files.package import check_members

    if b"%PDF-" in content[:_HEAD]:
        raise RefusedFile("The file is more than one kind of file at once: save the document again.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            check_members(members, len(content))
            if members[0].header_offset or package.comment:
                raise RefusedFile("The file has something before or after the document: save it again.")
            return _type_of_package(package)
    except UnreadableDocument as error:
        raise RefusedFile(str(error)) from error
    except (zipfile.BadZipFile, OSError, EOFError, LookupError, NotImplementedError, RuntimeError) as error:
        raise RefusedFile("The file is damaged: open it, save it again and choose it once more.") from error


def _type_of_package(package: zipfile.ZipFile) -> _Type:
    names = [member.filename for member in package.infolist()]
    if any(_ACTIVE_PART.search(name) for name in names):
        raise RefusedFile("The document contains macros, which are not accepted: save it without them.")
    if "mimetype" in names:
        found = _BY_MIMETYPE.get(_part(package, "mimetype").decode("ascii", "replace").strip())
        if b"encryption-data" in _part(package, "META-INF/manifest.xml"):
            raise RefusedFile(_ENCRYPTED)
    else:
        types = _part(package, "[Content_Types].xml").decode("utf-8", "replace")
        found = next((kind for main, kind in _BY_MAIN_PART.items() if f'"{main}"' in types), None)
        relations = (_part(package, name) for name in names if name.endswith(".rels"))
        if any(b"attachedTemplate" in part and b"External" in part for part in relations):
            raise RefusedFile("The document fetches its template from elsewhere: save it without one.")
    if found is None:
        raise RefusedFile(f"The file is not one that can be attached. Choose a {ACCEPTED} file.")
    return found


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as part:
        return part.read(_LARGEST_PART)


_ACTIVE_PART = re.compile(r"vbaProject|/macrosheets/|/activeX/|^Basic/|^Scripts/", re.IGNORECASE)


def _text(name: str, content: bytes) -> _Type:
    text, charset = _decoded(content)
    if text is None or any(unicodedata.category(letter) == "Cc" for letter in set(text) - set("\t\n\r\f")):
        raise RefusedFile(f"The file is not one that can be attached. Choose a {ACCEPTED} file.")
    if text.lstrip("\ufeff \t\r\n\f").startswith("<"):
        raise RefusedFile(
            "The file contains markup such as XML, which is not accepted: print it to a PDF first."
        )
    ending = ".csv" if name.lower().endswith(".csv") else ".txt"
    media_type, noun = _TEXTS[ending]
    return _Type(f"{media_type}; charset={charset}", (ending,), noun)


def _decoded(content: bytes) -> tuple[str | None, str]:
    """Return the text and its encoding: Excel still writes CSV in Windows-1252."""
    for charset in ("utf-8", "windows-1252"):
        try:
            return content.decode(charset), charset
        except UnicodeDecodeError:
            continue
    return None, ""


def _refuse_package_inside(content: bytes) -> None:
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise RefusedFile("The file is more than one kind of file at once: save the document again.")


def _old_office(content: bytes) -> str:
    if _ENCRYPTED_PACKAGE in content:
        return _ENCRYPTED
    return "The file is in an older format of Office, which can hold macros: save it as .docx or .xlsx, or as a PDF."


_ENCRYPTED = (
    "The file is protected by a password, so that readers could not open it. Save it without the password."
)
_SIGNATURES: tuple[tuple[bytes, Callable[[bytes], _Type]], ...] = (
    (b"%PDF-", _pdf),
    (b"\x89PNG\r\n\x1a\n", _picture(_PNG, "PNG", b"IEND\xaeB`\x82")),
    (b"\xff\xd8\xff", _picture(_JPEG, "JPEG", b"\xff\xd9")),
    (b"PK\x03\x04", _package),
)

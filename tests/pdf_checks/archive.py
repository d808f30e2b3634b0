"""The project's own check of a PDF as an archive with its data inside (PDF/A-3), said in words.

An empty list means that the file passes. It looks at what the free checkers leave out: that the packet says
both standards, that the attachments are complete and tied to the document, and that nothing runs or hides.
"""

import hashlib
import io
from collections.abc import Iterator
from typing import Any

import pikepdf

_PDFA, _PDFUA = "http://www.aiim.org/pdfa/ns/id/", "http://www.aiim.org/pdfua/ns/id/"
_EXTENSION = b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
_FORBIDDEN_IN_THE_CATALOG = ("/OpenAction", "/AA", "/NeedsRendering", "/Requirements", "/Perms", "/AcroForm")
_ICC_SIGNATURE = b"acsp"
_PRINT_FLAG, _HIDDEN_FLAGS = 0b100, 0b100011
"""Bits of an annotation: to be printed; and invisible, hidden or not to be viewed."""


def check_archive(pdf: bytes) -> list[str]:
    """Return what keeps the PDF from being an archive with its data inside; nothing when it passes."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        findings = (
            _check_file(opened),
            _check_packet(opened),
            _check_output_intent(opened),
            _check_attachments(opened),
            _check_annotations(opened),
        )
        return [finding for check in findings for finding in check]


def _check_file(pdf: pikepdf.Pdf) -> Iterator[str]:
    if pdf.is_encrypted:
        yield "The file is encrypted."
    if "/ID" not in pdf.trailer:
        yield "The file has no identifier."
    for key in _FORBIDDEN_IN_THE_CATALOG:
        if key in pdf.Root:
            yield f"The catalog has {key}, which an archive may not."


def _check_packet(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Return what the metadata packet lacks, or says unlike the information dictionary."""
    stream = pdf.Root.get("/Metadata")
    if stream is None:
        yield "The file has no metadata packet."
        return
    if "/Filter" in stream:
        yield "The metadata packet is compressed."
    if _EXTENSION not in stream.read_bytes():
        yield "The packet does not describe the schema of PDF/UA."
    with pdf.open_metadata() as packet:
        said = (packet.get(f"{{{_PDFA}}}part"), packet.get(f"{{{_PDFA}}}conformance"))
        if said != ("3", "A"):
            yield f"The packet says PDF/A {said}, not 3 and A."
        if packet.get(f"{{{_PDFUA}}}part") != "1":
            yield "The packet does not say PDF/UA-1."
        pairs = {
            "/Title": packet.get("dc:title"),
            "/Producer": packet.get("pdf:Producer"),
            "/CreationDate": packet.get("xmp:CreateDate"),
            "/ModDate": packet.get("xmp:ModifyDate"),
        }
        yield from _differences(pdf, pairs)


def _differences(pdf: pikepdf.Pdf, pairs: dict[str, Any]) -> Iterator[str]:
    for key, packet_value in pairs.items():
        value: str | None = str(pdf.docinfo[key]) if key in pdf.docinfo else None
        if key.endswith("Date"):
            value, packet_value = _moment(value), _moment(packet_value)
        if value != packet_value:
            yield f"{key} is “{value}” in the information dictionary and “{packet_value}” in the packet."


def _moment(written: Any) -> str | None:
    """Return the figures of a moment down to the second, whichever way it is written."""
    return None if written is None else "".join(char for char in str(written) if char.isdigit())[:14]


def _check_output_intent(pdf: pikepdf.Pdf) -> Iterator[str]:
    intents = [each for each in pdf.Root.get("/OutputIntents", []) if each.get("/S") == "/GTS_PDFA1"]
    profiles = [each["/DestOutputProfile"] for each in intents if "/DestOutputProfile" in each]
    if len(profiles) != 1:
        yield f"The file has {len(profiles)} colour profiles as output intent instead of one."
    for profile in profiles:
        content = profile.read_bytes()
        if content[36:40] != _ICC_SIGNATURE or content[8] > 4 or profile.get("/N") != 3:
            yield "The output intent is no colour profile for screens (ICC, version 4 at most)."


def _check_attachments(pdf: pikepdf.Pdf) -> Iterator[str]:
    associated = [each.objgen for each in pdf.Root.get("/AF", [])]
    if len(associated) != len(set(associated)):
        yield "An attachment is tied to the document more than once."
    names = _attachment_names(pdf)
    if [name for name, _ in names] != sorted(name for name, _ in names):
        yield "The attachments are not listed by their names."
    for name, specification in names:
        yield from (f"The attachment {name} {what}." for what in _lacking(specification, associated))


def _attachment_names(pdf: pikepdf.Pdf) -> list[tuple[str, Any]]:
    names: Any = pdf.Root.get("/Names", pikepdf.Dictionary())
    pairs = list(names.get("/EmbeddedFiles", pikepdf.Dictionary()).get("/Names", []))
    return [(str(name), value) for name, value in zip(pairs[::2], pairs[1::2], strict=True)]


def _lacking(specification: Any, associated: list[tuple[int, int]]) -> Iterator[str]:
    if specification.objgen not in associated:
        yield "is not tied to the document"
    if specification.get("/AFRelationship") != "/Data":
        yield "does not say that it is the document's data"
    if "/F" not in specification or specification.get("/F") != specification.get("/UF"):
        yield "has not the same name twice"
    if not str(specification.get("/Desc", "")):
        yield "has no description"
    stream: Any = specification["/EF"]["/F"]
    if "/Subtype" not in stream:
        yield "does not say what kind of file it is"
    content: bytes = stream.read_bytes()
    parameters: Any = stream.get("/Params", {})
    # The format asks for this sum; nothing is kept safe by it.
    checksum = hashlib.md5(content, usedforsecurity=False).digest()
    if parameters.get("/Size") != len(content) or bytes(parameters.get("/CheckSum") or b"") != checksum:
        yield "is not as long as it says, or has another checksum"


def _check_annotations(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, start=1):
        for annotation in page.obj.get("/Annots", []):
            flags = int(annotation.get("/F", 0))
            if not flags & _PRINT_FLAG or flags & _HIDDEN_FLAGS:
                yield f"A link on page {number} may not be hidden or left out in print."
            action = annotation["/A"].get("/S") if "/A" in annotation else None
            if action not in (None, "/URI", "/GoTo"):
                yield f"A link on page {number} does {action}, which an archive may not."

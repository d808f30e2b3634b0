"""The metadata of a PDF: PDF/A-3a and PDF/UA-1 in one packet, the edition, the attachments.

WeasyPrint writes a packet for one standard only. Works on pydyf's objects, as `pdf_tags` does.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from itertools import chain
from xml.sax.saxutils import escape

import pydyf
from weasyprint import __version__ as weasyprint_version

from reports.documents.document import DataFile, Document
from reports.documents.statement import statement_of
from reports.writers.pdf_joins import object_of

OWN_DATA = "CouncilSavings"
"""The name of this application's own entry in the PDF's page-piece dictionary."""

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
{properties}
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


class _PlainDictionary(pydyf.Dictionary):
    """A dictionary that is not packed away with others at the end of the file."""

    compressible = False


def carried_files(document: Document) -> tuple[DataFile, ...]:
    """Return what is attached inside the document's PDF: its figures, what explains them, and which edition it is."""
    statement = statement_of(document)
    return (*document.data, *([statement] if statement else []))


def data_date(document: Document) -> datetime | None:
    """Return the date of what is attached: of publication, or the meeting's; the time of printing says nothing."""
    if document.edition:
        return document.edition.published_at.astimezone(UTC)
    day = document.cover.date
    return datetime.combine(day, time(), UTC) if day else None


def complete_metadata(pdf: pydyf.PDF, document: Document) -> None:
    """Say in the PDF which standards it keeps to and which edition it is, and finish its attachments."""
    _write_packet(pdf, document)
    _finish_attachments(pdf, dated=data_date(document) is not None)
    if document.edition:
        _mark_as_edition(pdf, document)


def _write_packet(pdf: pydyf.PDF, document: Document) -> None:
    packet = _PACKET.format(properties="\n".join(_properties(document))).encode()
    metadata = object_of(pdf, pdf.catalog["Metadata"])
    metadata.stream, metadata.compress = [packet], False  # readable by what reads no PDF


def _properties(document: Document) -> Sequence[str]:
    """Return what the packet says; each value is the same in the information dictionary."""
    mark = document.edition
    moment = mark.published_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if mark else ""
    properties = {
        "dc:format": "application/pdf",
        "dc:title": _alternatives(document.full_title),
        "dc:creator": f"<rdf:Seq><rdf:li>{escape(document.council)}</rdf:li></rdf:Seq>",
        "dc:language": f"<rdf:Bag><rdf:li>{escape(document.language)}</rdf:li></rdf:Bag>",
        "pdf:Producer": f"WeasyPrint {weasyprint_version}",
        "xmp:CreateDate": moment,
        "xmp:ModifyDate": moment,
        "xmp:MetadataDate": moment,
        "xmpMM:DocumentID": f"uuid:{mark.identifier}" if mark else "",
        "xmpMM:InstanceID": f"uuid:{mark.identifier}" if mark else "",
        "xmpMM:VersionID": str(mark.number) if mark else "",
    }
    return [f"<{name}>{value}</{name}>" for name, value in properties.items() if value]


def _alternatives(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'


def _finish_attachments(pdf: pydyf.PDF, *, dated: bool) -> None:
    """List each attachment once and by name, which WeasyPrint does not, and date none by the time of printing."""
    if "AF" not in pdf.catalog:
        return
    references = list(dict.fromkeys(pdf.catalog["AF"]))
    pdf.catalog["AF"] = pydyf.Array(references)
    specifications = sorted((object_of(pdf, reference) for reference in references), key=_file_name)
    listed = ((specification["F"], specification.reference) for specification in specifications)
    object_of(pdf, pdf.catalog["Names"]["EmbeddedFiles"])["Names"] = pydyf.Array(chain.from_iterable(listed))
    for specification in specifications:
        if not dated:
            parameters = object_of(pdf, specification["EF"]["F"]).extra["Params"]
            del parameters["CreationDate"], parameters["ModDate"]


def _file_name(specification: pydyf.Dictionary) -> str:
    return str(specification["UF"].string)


def _mark_as_edition(pdf: pydyf.PDF, document: Document) -> None:
    """Put the edition's identifier in plain at the header of the file: of a truncated one the head is left."""
    assert document.edition is not None
    moment = document.edition.published_at.astimezone(UTC)
    own = pydyf.Dictionary(
        {
            "LastModified": pydyf.String(moment.strftime("D:%Y%m%d%H%M%SZ")),
            "Private": pydyf.String(document.edition.identifier),
        }
    )
    plain = _PlainDictionary({"PieceInfo": pydyf.Dictionary({OWN_DATA: own}), **pdf.catalog})
    plain.number = pdf.catalog.number
    pdf.objects[plain.number] = pdf.catalog = plain

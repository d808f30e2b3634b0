"""Files for the tests of attachments, whole and hostile, and rows with their bytes in the store."""

import io
import zipfile

import docx
import openpyxl
import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from proposals.attachments.content import check_file
from proposals.attachments.storing import in_store, save_version
from proposals.models import ProposalAttachment

TEXT = b"The assessment, in plain words.\n"


def pdf(*, script="", **saving):
    document = pikepdf.new()
    document.add_blank_page()
    if script:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=script)
        document.Root.OpenAction = document.make_indirect(action)
    return _saved(lambda made: document.save(made, **saving))


def word(text="The assessment."):
    document = docx.Document()
    document.add_paragraph(text)
    return _saved(document.save)


def excel():
    return _saved(openpyxl.Workbook().save)


def picture(kind="PNG"):
    return _saved(lambda made: Image.new("RGB", (4, 4), "red").save(made, kind))


def open_document(parts=(), kind="text"):
    return package(
        ("mimetype", f"application/vnd.oasis.opendocument.{kind}"),
        ("META-INF/manifest.xml", "<manifest/>"),
        ("content.xml", "<content/>"),
        *parts,
    )


def package(*parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return made.getvalue()


def with_parts(content, *parts):
    """The package with these parts beside its own."""
    made = io.BytesIO(content)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts:
            archive.writestr(name, part)
    return made.getvalue()


def _saved(save):
    made = io.BytesIO()
    save(made)
    return made.getvalue()


def make_attachment(proposal, name="Assessment.txt", content=TEXT, sensitivity="public", **more):
    """A file on the proposal as somebody attached it."""
    if sensitivity == "exempt":
        more = {"exempt_paragraph": 3, "public_interest_reason": "It would harm the sale.", **more}
    return _stored(
        ProposalAttachment(proposal=proposal, sensitivity=sensitivity, **{**SAID, **more}), name, content
    )


def make_publication_attachment(publication, name="Consultation.txt", content=TEXT, sensitivity="public"):
    row = publication.attachments.model(publication=publication, sensitivity=sensitivity, **SAID)
    return _stored(row, name, content)


SAID = {"kind": "equality_assessment", "dated": timezone.localdate(), "owner": "Street lighting"}


def _stored(row, name, content):
    with in_store(row, check_file(name, content)):
        save_version(row)
    return row


def filled(name="Assessment.txt", content=TEXT, **more):
    """What the form is sent with."""
    return {
        "file": SimpleUploadedFile(name, content),
        "kind": "equality_assessment",
        "dated": "2026-09-14",
        "owner": "Street lighting",
        "sensitivity": "public",
        **more,
    }


def bytes_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content

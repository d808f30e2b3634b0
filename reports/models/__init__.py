"""Publications, and the frozen editions that are published of them."""

from reports.models.attachments import PublicationAttachment
from reports.models.editions import Edition, EditionEntry, EditionFile
from reports.models.jobs import PrintJob
from reports.models.publications import Publication, PublicationItem
from reports.models.wordings import EditionWording

__all__ = [
    "Edition",
    "EditionEntry",
    "EditionFile",
    "EditionWording",
    "PrintJob",
    "Publication",
    "PublicationAttachment",
    "PublicationItem",
]

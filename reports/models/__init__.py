"""Publications, and the frozen editions that are published of them."""

from reports.models.editions import Edition, EditionEntry, EditionFile
from reports.models.jobs import PrintJob
from reports.models.publications import Publication, PublicationItem

__all__ = ["Edition", "EditionEntry", "EditionFile", "PrintJob", "Publication", "PublicationItem"]

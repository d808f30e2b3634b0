"""The attached files of an edition: copied from the store when it is published, and told apart from those it made."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from proposals.models import Attachment, ProposalAttachment
from reports.documents.attachments import FILE_PREFIX, AttachedFile, attached_to
from reports.documents.document import DataFile
from reports.documents.snapshots import cover_from, record_from
from reports.models import EditionFile, PublicationAttachment


def attached_in(snapshot: Mapping[str, Any]) -> tuple[AttachedFile, ...]:
    """Return the public files that the snapshot names."""
    return attached_to(record_from(snapshot), cover_from(snapshot))


def copies_of(snapshot: Mapping[str, Any]) -> tuple[DataFile, ...]:
    """Return the attached files that the snapshot names, byte for byte.

    Raises ValidationError where one is missing from the store or is not what was attached.
    """
    return tuple(map(_copy, attached_in(snapshot)))


def is_attached(file: EditionFile) -> bool:
    """Return whether the file of an edition is a copy of an attached one."""
    return file.name.startswith(FILE_PREFIX)


def altered(files: Iterable[EditionFile], snapshot: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the attached files that an edition lacks, or whose SHA-256 is not that of its snapshot."""
    stored = {file.name: file.sha256 for file in files if is_attached(file)}
    named = {file.frozen_name: file.record.sha256 for file in attached_in(snapshot)}
    return tuple(sorted(name for name in stored.keys() | named.keys() if stored.get(name) != named.get(name)))


def _copy(file: AttachedFile) -> DataFile:
    record = file.record
    model: type[Attachment] = ProposalAttachment if file.reference is not None else PublicationAttachment
    row = model._base_manager.filter(pk=record.key).first()
    try:
        content = row.file.open("rb").read() if row else b""
    except OSError:
        content = b""
    copy = DataFile(file.frozen_name, record.content_type, content, file.in_words[:300])
    if copy.sha256 != record.sha256:
        raise ValidationError(
            f"The attached file “{record.name}” is missing or is not what was attached. Nothing was published: "
            "attach it again."
        )
    return copy

"""A whole document as a snapshot: for files that the worker makes of something other than a round's proposals.

Pure. `about` says what the document was made from, for who takes the file to be checked again.
"""

from collections.abc import Mapping
from typing import Any, get_args

from reports.documents.document import Block, DataFile, Document
from reports.documents.snapshots import FORMAT, VERSION, Snapshot, cover_from
from services.values.plain_values import from_plain, to_plain

STYLE = "document"
_BLOCKS: Mapping[str, type[Any]] = {block.__name__: block for block in get_args(Block)}


def whole_snapshot(document: Document, about: Mapping[str, Any]) -> Snapshot:
    """Return the document as values that JSON knows; its edition and its logo are none."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "style": STYLE,
        "about": dict(about),
        "cover": to_plain(document.cover),
        "council": document.council,
        "subtitle": document.subtitle,
        "blocks": [[type(block).__name__, to_plain(block)] for block in document.blocks],
        "data": [
            [file.name, file.content_type, file.content.decode(), file.description] for file in document.data
        ],
    }


def document_from(snapshot: Mapping[str, Any]) -> Document:
    """Return the document that the snapshot was made from."""
    return Document(
        council=snapshot["council"],
        subtitle=snapshot["subtitle"],
        cover=cover_from(snapshot),
        blocks=tuple(from_plain(_BLOCKS[name], plain) for name, plain in snapshot["blocks"]),
        data=tuple(
            DataFile(name, content_type, content.encode(), description)
            for name, content_type, content, description in snapshot["data"]
        ),
    )

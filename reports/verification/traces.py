"""Traces of an edition in the bytes and in the text of a file, found without reading it as a PDF."""

import re
from collections.abc import Iterator

from reports.verification.evidence import Trace

_BREAK = r"[-\s\u00ad\u2010\u2011\ufffe\x02]*"
"""The separators between the parts of an identifier after a line break."""
_GROUPS = (8, 4, 4, 4, 12)
_IDENTIFIER = _BREAK.join(rf"([0-9a-f]{{{length}}})" for length in _GROUPS)
_ON_THE_COVER = re.compile(rf"Identifier\s+{_IDENTIFIER}\b")
_AT_THE_FOOT = re.compile(r"edition\s+\d{1,4},\s+([0-9a-f]{8})\b")

_EXACT = rb"([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"
_IN_METADATA = re.compile(rb"uuid:" + _EXACT)
_AT_THE_HEAD = re.compile(rb"/Private ?\(" + _EXACT + rb"\)")
_SIGNATURE, _WITHIN = b"%PDF-", 1024
MOST_TRACES = 20
"""More than that say nothing more."""


def says_it_is_a_pdf(content: bytes) -> bool:
    """Return whether the first bytes are those of a PDF."""
    return _SIGNATURE in content[:_WITHIN]


def traces_in_bytes(content: bytes) -> tuple[Trace, ...]:
    """Return where the bytes name an edition, be the file readable or not."""
    found = [
        *(Trace("head", match[1].decode()) for match in _AT_THE_HEAD.finditer(content)),
        *(Trace("metadata", match[1].decode()) for match in _IN_METADATA.finditer(content)),
    ]
    return _few(iter(found))


def traces_in_text(text: str) -> tuple[Trace, ...]:
    """Return where the text of pages names an edition."""
    found = [
        *(Trace("cover", "-".join(match.groups())) for match in _ON_THE_COVER.finditer(text)),
        *(Trace("foot", match[1]) for match in _AT_THE_FOOT.finditer(text)),
    ]
    return _few(iter(found))


def _few(traces: Iterator[Trace]) -> tuple[Trace, ...]:
    return tuple(dict.fromkeys(traces))[:MOST_TRACES]

"""The compression of a PDF's streams: once each, with an unmistakable end.

Works on pydyf's objects, as `pdf_tags` does.
"""

import re
import zlib
from functools import partial
from typing import Any

import pydyf

_AMBIGUOUS_END = b"\r\nendstream"
_LENGTH = re.compile(rb"/Length (\d+)")
_MOST_PACKED = 9


def pack_streams(pdf: pydyf.PDF) -> None:
    """Pack every stream now: pydyf would do it twice, for the file and for its identifier."""
    for value in pdf.objects:
        if isinstance(value, pydyf.Stream) and value.compress:
            pack_stream(value)


def pack_stream(stream: pydyf.Stream) -> None:
    """Pack a stream to which nothing is added any more."""
    content = b"\n".join(map(_as_bytes, stream.stream))
    stream.stream, stream.compress = [zlib.compress(content, _MOST_PACKED)], False
    stream.extra["Filter"] = "/FlateDecode"


def write_ends_plainly(pdf: pydyf.PDF) -> None:
    """Let no packed stream end in a carriage return, which a reader takes for the line end that follows it.

    One stream in 256 ends so; a byte is put behind it then, of which unpacking knows nothing.
    """
    pdf.write_line = partial(_write_line, pdf)


def _write_line(pdf: pydyf.PDF, content: bytes, output: Any) -> None:
    place = content.rfind(_AMBIGUOUS_END)
    if place >= 0:
        head, _stream, _packed = content.partition(b"stream\n")
        longer = _LENGTH.sub(lambda match: b"/Length %d" % (int(match[1]) + 1), head, count=1)
        content = (
            longer + content[len(head) : place] + b"\r\n\nendstream" + content[place + len(_AMBIGUOUS_END) :]
        )
    pydyf.PDF.write_line(pdf, content, output)


def _as_bytes(operator: Any) -> bytes:
    packed: bytes = pydyf._to_bytes(operator)
    return packed

"""The compression of a PDF's streams: once each, with an unmistakable end.

Works on pydyf's objects, as `pdf_tags` does.
"""

import re
import zlib
from collections.abc import Sequence
from functools import partial
from hashlib import md5
from itertools import accumulate
from typing import Any

import pydyf

_AMBIGUOUS_END = b"\r\nendstream"
_LENGTH = re.compile(rb"/Length (\d+)")
_LEVEL = 7
"""The last level of packing that pays: the highest takes three times as long for one byte in sixty."""
_PACKED_TOGETHER = 10_000
_WIDTHS = (1, 5, 2)
"""Bytes of the kind of an object, of its place in the file or its stream, and of its place in the stream."""


def pack_streams(pdf: pydyf.PDF) -> None:
    """Pack every stream now: pydyf would do it twice, for the file and for its identifier."""
    for value in pdf.objects:
        if isinstance(value, pydyf.Stream) and value.compress:
            pack_stream(value)


def pack_stream(stream: pydyf.Stream) -> None:
    """Pack a stream to which nothing is added any more."""
    content = b"\n".join(map(_as_bytes, stream.stream))
    stream.stream, stream.compress = [zlib.compress(content, _LEVEL)], False
    stream.extra["Filter"] = "/FlateDecode"


def write_in_pieces(pdf: pydyf.PDF) -> None:
    """Let the objects of the file be packed ten thousand at a time: pydyf puts all into one stream, and packs it twice.

    A reader of a long file, too, then unpacks only those that it looks at.
    """
    pdf.write = partial(_write, pdf)


def _write(pdf: pydyf.PDF, output: Any, version: Any = None, *_identifier_and_compress: Any) -> None:
    pdf.add_object(pdf.info)
    pdf.write_line(b"%PDF-" + _as_bytes(version or b"1.7"), output)
    pdf.write_line("%🖤".encode(), output)
    digest = md5(usedforsecurity=False)
    packed: list[tuple[int, bytes]] = []
    for value in pdf.objects[1:]:
        content = value.data
        digest.update(content)
        if value.compressible:
            packed.append((value.number, content))
        else:
            _write_plainly(pdf, value, output)
    first = len(pdf.objects)
    for start in range(0, len(packed), _PACKED_TOGETHER):
        stream = _packed_together(packed[start : start + _PACKED_TOGETHER])
        pdf.add_object(stream)
        _write_plainly(pdf, stream, output)
    _write_references(pdf, first, digest.hexdigest(), output)


def _write_plainly(pdf: pydyf.PDF, value: Any, output: Any) -> None:
    """Write an object; a packed stream of it never ends in a carriage return.

    A reader takes that for the line end that follows it. One stream in 256 ends so; a byte is put behind it then, of
    which unpacking knows nothing.
    """
    value.offset = pdf.current_position
    content = value.indirect
    place = content.rfind(_AMBIGUOUS_END)
    if place >= 0:
        head, _stream, _packed = content.partition(b"stream\n")
        longer = _LENGTH.sub(lambda match: b"/Length %d" % (int(match[1]) + 1), head, count=1)
        content = (
            longer + content[len(head) : place] + b"\r\n\nendstream" + content[place + len(_AMBIGUOUS_END) :]
        )
    pdf.write_line(content, output)


def _packed_together(objects: Sequence[tuple[int, bytes]]) -> pydyf.Stream:
    """Return the stream that holds these objects, each given as its number and its bytes."""
    positions = accumulate((len(content) + 1 for _, content in objects), initial=0)
    index = " ".join(f"{number} {at}" for (number, _), at in zip(objects, positions, strict=False)).encode()
    extra = {"Type": "/ObjStm", "N": len(objects), "First": len(index) + 1}
    stream = pydyf.Stream([index, *(content for _, content in objects)], extra)
    pack_stream(stream)
    return stream


def _write_references(pdf: pydyf.PDF, first: int, identifier: str, output: Any) -> None:
    """Write where each object is; the streams that hold the packed ones begin with the object `first`."""
    rows = bytearray(_row(0, 0, pdf.objects[0].generation))
    packed = 0
    for value in pdf.objects[1:]:
        if value.compressible:
            stream, place = divmod(packed, _PACKED_TOGETHER)
            rows += _row(2, first + stream, place)
            packed += 1
        else:
            rows += _row(1, value.offset, 0)
    at = pdf.current_position
    rows += _row(1, at, 0)
    size = len(pdf.objects) + 1
    extra = {
        "Type": "/XRef",
        "Index": pydyf.Array((0, size)),
        "W": pydyf.Array(_WIDTHS),
        "Size": size,
        "Root": pdf.catalog.reference,
        "Info": pdf.info.reference,
        "ID": pydyf.Array((pydyf.String(identifier).data,) * 2),
    }
    references = pydyf.Stream([bytes(rows)], extra)
    pdf.add_object(references)
    pack_stream(references)
    _write_plainly(pdf, references, output)
    for line in (b"startxref", b"%d" % at, b"%%EOF"):
        pdf.write_line(line, output)


def _row(kind: int, second: int, third: int) -> bytes:
    return b"".join(
        value.to_bytes(width, "big") for value, width in zip((kind, second, third), _WIDTHS, strict=True)
    )


def _as_bytes(operator: Any) -> bytes:
    packed: bytes = pydyf._to_bytes(operator)
    return packed

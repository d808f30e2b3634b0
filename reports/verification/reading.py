"""Reading a file that anybody may have made: run as a program of its own, inside the limits of `bounded`.

`python -m reports.verification.reading` reads the file from its input and prints the evidence.
"""

import hashlib
import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

from reports.documents.file_names import EDITION_NAME, JSON_NAME
from reports.documents.statement import stated_identifier
from reports.verification.evidence import Evidence, Trace, as_text
from reports.verification.traces import says_it_is_a_pdf, traces_in_bytes, traces_in_text

MOST_SECONDS, MOST_MEMORY = 15, 1024 * 1024 * 1024
MOST_PAGES, MOST_CHARACTERS = 30, 200_000
MOST_ATTACHED, LARGEST_ATTACHED = 20, 16 * 1024 * 1024
LONGEST_NAME = 200


def evidence_of(content: bytes) -> Evidence:
    """Return what the file says of itself, however damaged it is."""
    if not says_it_is_a_pdf(content):
        return Evidence(is_pdf=False)
    attached, is_whole = _attached(content)
    traces = (
        *_stated(attached.get(EDITION_NAME, b"")),
        *traces_in_bytes(content),
        *traces_in_text(_text(content)),
    )
    marks = {name: hashlib.sha256(file).hexdigest() for name, file in attached.items()}
    return Evidence(True, is_whole, tuple(dict.fromkeys(traces)), marks, attached.get(JSON_NAME))


def _stated(statement: bytes) -> Iterator[Trace]:
    if identifier := stated_identifier(statement):
        yield Trace("statement", identifier)


def _attached(content: bytes) -> tuple[dict[str, bytes], bool]:
    """Return the files inside the PDF by name, and whether it could be read from end to end."""
    found: dict[str, bytes] = {}
    try:
        with pikepdf.open(BytesIO(content)) as opened:
            for name in list(opened.attachments)[:MOST_ATTACHED]:
                file = opened.attachments[name].get_file().read_bytes()
                if len(file) <= LARGEST_ATTACHED:
                    found[name[:LONGEST_NAME]] = file
            return found, not opened.get_warnings() and len(opened.pages) > 0
    except Exception:  # whatever a hostile file makes the reader say, it could not be read
        return found, False


def _text(content: bytes) -> str:
    """Return the text of the first pages; nothing of a file that is too damaged."""
    try:
        opened: Any = pypdfium2.PdfDocument(content)
        pages = (opened[number].get_textpage() for number in range(min(len(opened), MOST_PAGES)))
        return "\n".join(page.get_text_bounded() for page in pages)[:MOST_CHARACTERS]
    except Exception:  # as above
        return ""


def limit_itself() -> None:
    """Take from this process all time, memory and room on the disk but what a long appendix needs."""
    for what, most in (
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main() -> None:
    """Print the evidence of the file that stands in the input."""
    limit_itself()
    sys.stdout.write(as_text(evidence_of(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()

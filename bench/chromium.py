"""Headless Chromium printing a page to PDF: processor seconds and memory of all its processes together.

It makes neither PDF/UA nor PDF/A, attaches nothing and draws no page numbers of its own: it is there as a measure.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
_BETWEEN_LOOKS = 0.02
_MOST_SECONDS = 1_200
_TICKS, _PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
_NOTHING = (
    "<!DOCTYPE html><html lang='en'><head><title>Nothing</title></head><body><p>Nothing.</p></body></html>"
)


@dataclass(frozen=True)
class ChromiumPrint:
    """What one print took; the memory is that of all processes, in which what they share counts once for each."""

    processor_seconds: float
    megabytes: int
    bytes: int


def printed_by_chromium(page: str) -> ChromiumPrint | None:
    """Return what printing the page takes, without what starting takes; None where there is no Chromium."""
    if CHROMIUM is None:
        return None
    start, whole = _print(_NOTHING), _print(page)
    return ChromiumPrint(
        max(0.0, whole.processor_seconds - start.processor_seconds), whole.megabytes, whole.bytes
    )


def _print(page: str) -> ChromiumPrint:
    with tempfile.TemporaryDirectory() as directory:
        source, target = Path(directory) / "page.html", Path(directory) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        command = [
            str(CHROMIUM),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={directory}/profile",
            f"--print-to-pdf={target}",
            f"--timeout={_MOST_SECONDS * 1_000}",
            source.as_uri(),
        ]
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        seconds, megabytes = _watch(process)
        return ChromiumPrint(seconds, megabytes, target.stat().st_size)


def _watch(process: "subprocess.Popen[bytes]") -> tuple[float, int]:
    """Return the processor seconds and the most memory of the session that the process leads, until it ends."""
    used: dict[int, int] = {}
    most = 0
    end = time.monotonic() + _MOST_SECONDS
    while process.poll() is None:
        if time.monotonic() > end:
            process.kill()
            raise TimeoutError("Chromium did not end.")
        held = 0
        for number, ticks, pages in _of_session(process.pid):
            used[number] = ticks
            held += pages
        most = max(most, held)
        time.sleep(_BETWEEN_LOOKS)
    return sum(used.values()) / _TICKS, most * _PAGE // 1024**2


def _of_session(leader: int) -> Iterator[tuple[int, int, int]]:
    """Return each process of the session with its ticks and pages of memory."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        if int(fields[3]) == leader:
            yield int(path.parent.name), int(fields[11]) + int(fields[12]), int(fields[21])

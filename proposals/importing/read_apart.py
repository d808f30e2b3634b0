"""Reading a large file in a process of its own that may take only so much time and memory, and may be lost.

`python -m proposals.importing.read_apart` reads the file from its input and prints what it holds.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from proposals.importing.lines import UnreadableDocument
from proposals.importing.reading import Reading, read_file
from services.values.years import FinancialYear

LARGEST_WITHIN_THE_REQUEST = 1024 * 1024
MOST_SECONDS, MOST_MEMORY = 45, 270 * 1024 * 1024
TOO_MUCH = (
    "The file could not be read in reasonable time and memory. Save the pages or sheets with the savings alone, "
    "without pictures, and try again."
)


def read_bounded(
    content: bytes,
    file_name: str,
    *,
    answers: Mapping[str, str] | None = None,
    round_years: Sequence[FinancialYear] = (),
    mappings: Mapping[str, Mapping[str, str]] | None = None,
) -> Reading:
    """Return what the file contains, as `read_file` does; one above a megabyte is read in a process of its own."""
    if len(content) <= LARGEST_WITHIN_THE_REQUEST:
        return read_file(content, file_name, answers=answers, round_years=round_years, mappings=mappings)
    asked = {
        "file_name": file_name,
        "answers": answers,
        "round_years": [year.start for year in round_years],
        "mappings": mappings,
    }
    try:
        finished = subprocess.run(  # noqa: S603 (our own program, and the file is its input alone)
            [sys.executable, "-m", __name__],
            input=json.dumps(asked).encode() + b"\n" + content,
            capture_output=True,
            timeout=MOST_SECONDS,
            cwd=settings.BASE_DIR,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "councilsavings.settings"},
            check=True,
        )
        told: dict[str, Any] = json.loads(finished.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise UnreadableDocument(TOO_MUCH) from error
    if "refused" in told:
        raise UnreadableDocument(told["refused"])
    return Reading.from_plain(told)


def main() -> None:
    """Print what the file in the input holds, or why it is refused."""
    for what, most in (
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_DATA, MOST_MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    asked = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    asked["round_years"] = [FinancialYear(start) for start in asked["round_years"]]
    try:
        reading = read_file(content, asked.pop("file_name"), **asked)
    except UnreadableDocument as refusal:
        told: dict[str, Any] = {"refused": str(refusal)}
    except (MemoryError, RecursionError):
        told = {"refused": TOO_MUCH}
    else:
        told = reading.as_plain()
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()

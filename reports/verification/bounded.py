"""Reading a hostile file in a process that may take only so much time and memory, and may be lost."""

import os
import subprocess
import sys
from pathlib import Path

from reports.verification.evidence import Evidence, from_text
from reports.verification.traces import says_it_is_a_pdf, traces_in_bytes

MOST_SECONDS = 20
"""By the clock; what the program may use of the processor is less."""
PROGRAM = "reports.verification.reading"
ROOT = Path(__file__).resolve().parent.parent.parent


def bounded_evidence(content: bytes) -> Evidence:
    """Return what the file says of itself; of one that no reader comes to an end with, what its bytes say."""
    if not says_it_is_a_pdf(content):
        return Evidence(is_pdf=False)
    try:
        finished = subprocess.run(  # noqa: S603 (our own program, and the file is its input alone)
            [sys.executable, "-m", PROGRAM],
            input=content,
            capture_output=True,
            timeout=MOST_SECONDS,
            cwd=ROOT,
            env={"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"},
            check=True,
        )
        return from_text(finished.stdout.decode())
    except (subprocess.SubprocessError, ValueError, KeyError):
        return Evidence(is_pdf=True, traces=traces_in_bytes(content))

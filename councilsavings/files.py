"""Writing a file whole or not at all."""

import os
import tempfile
from pathlib import Path

from django.core.management.base import CommandError


def write_whole(output: Path, content: bytes) -> None:
    """Write the file; what stood there before stays until the new one is complete.

    Raises CommandError when it cannot be written; no part of it is left then.
    """
    try:
        _write_whole(output, content)
    except OSError as error:
        raise CommandError(f"{output} cannot be written: {error.strerror}.") from error


def _write_whole(output: Path, content: bytes) -> None:
    if output.exists() and not output.is_file():
        output.write_bytes(content)  # a device or a pipe has no old content to keep
        return
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=output.parent, prefix=".writing-", delete=False) as file:
            temporary = Path(file.name)
            file.write(content)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(output)
    except OSError:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current

"""The name of the person who runs a command, from the operating system, for the record."""

import getpass
import os


def operator_name(command: str) -> str:
    """Return the name of whoever runs the command, such as “mary (render_appendix command)”."""
    try:
        person = getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name, as containers have
        person = f"user {os.getuid()}"
    return f"{person} ({command} command)"

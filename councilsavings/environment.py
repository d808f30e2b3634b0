"""Settings from the environment: a value that cannot be read stops the start and is quoted."""

import json
import os
import re
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from dotenv import load_dotenv

INSTALLATION_FILE = Path(__file__).resolve().parent.parent / ".env"

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def load_installation_file() -> None:
    """Take the settings that `make setup` keeps for this installation; what the environment says outranks them."""
    load_dotenv(os.environ.get("ENV_FILE") or INSTALLATION_FILE, override=False)


def read_text(name: str, default: str | None = None) -> str:
    """Return the variable's text; raises ImproperlyConfigured when it is missing and has no default."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"Set {name} in the environment.")
    return default


def read_flag(name: str, *, default: bool) -> bool:
    """Return whether the variable says yes; raises ImproperlyConfigured for anything but yes or no."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value not in _TRUE | _FALSE:
        raise ImproperlyConfigured(f"{name} is “{value}”: write true or false.")
    return value in _TRUE


def read_number(name: str, default: int, *, least: int = 0) -> int:
    """Return the variable's whole number; raises ImproperlyConfigured for one below `least` and for words."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        number = int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is “{value}”: write a whole number.") from error
    if number < least:
        raise ImproperlyConfigured(f"{name} is “{value}”: write {least} or more.")
    return number


def read_address(name: str) -> str:
    """Return the path of a socket or host:port, or nothing; raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name, "").strip()
    host, _, port = value.rpartition(":")
    if value and not value.startswith("/") and not (host and port.isdecimal()):
        raise ImproperlyConfigured(
            f"{name} is “{value}”: write host:port or the path of a socket, such as /run/clamav/clamd.ctl."
        )
    return value


def read_site(name: str) -> str:
    """Return where a site is, as https://savings.example.gov.uk, or nothing; raises ImproperlyConfigured otherwise."""
    value = os.environ.get(name, "").strip()
    if value and not re.fullmatch(r"https?://[a-zA-Z0-9.-]+(:\d+)?/?", value):
        raise ImproperlyConfigured(
            f"{name} is “{value}”: write the address without a path, such as https://savings.example.gov.uk."
        )
    return value.removesuffix("/")


def read_list(name: str, default: str = "") -> list[str]:
    """Return the variable's comma-separated parts."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def read_groups(name: str) -> dict[str, dict[str, list[str]]]:
    """Return what members of each group of a directory service are given: roles, and what these cover.

    The variable is JSON such as {"<group>": {"roles": ["Author"], "covers": ["service:northmoor/parks"]}}. Raises
    ImproperlyConfigured for anything else.
    """
    try:
        groups = json.loads(os.environ.get(name, "").strip() or "{}")
        return {
            str(group): {"roles": list(given["roles"]), "covers": list(given.get("covers", []))}
            for group, given in groups.items()
        }
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ImproperlyConfigured(
            f'{name} cannot be read: write JSON such as {{"<group>": {{"roles": ["Author"], "covers": []}}}}.'
        ) from error

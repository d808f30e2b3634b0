"""The snapshot that an edition keeps: all the data its files were made from, as one JSON text.

Pure and lossless: the record and the cover that come out are those that went in.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, TypeVar

from proposals.domain.direction import PRESSURE
from proposals.domain.records import ProposalRecord, RoundRecord
from reports.documents.cover import Cover
from services.values.plain_values import UnreadableValue, from_plain, to_plain

FORMAT = "council-savings-snapshot"
VERSION = 1
"""Raised when a field is renamed or changes its sense; a field that is new and has a default raises nothing."""

Snapshot = dict[str, Any]
Part = TypeVar("Part")


class UnreadableSnapshot(ValueError):
    """The text is no snapshot that this release can read; the message says why."""


def snapshot_of(record: RoundRecord, cover: Cover, style: str, exempt_sha256: str = "") -> Snapshot:
    """Return the record, its cover and the code name of its style as values that JSON knows.

    Exempt wording is kept apart: the snapshot of Part II holds its SHA-256 alone.
    """
    exempt = {"exempt_sha256": exempt_sha256} if exempt_sha256 else {}
    return {
        **exempt,
        "format": FORMAT,
        "version": VERSION,
        "style": style,
        "cover": to_plain(cover),
        "record": to_plain(record),
    }


def record_from(snapshot: Mapping[str, Any]) -> RoundRecord:
    """Return the round and its proposals as they stood; raises UnreadableSnapshot."""
    return _part(snapshot, "record", RoundRecord)


def cover_from(snapshot: Mapping[str, Any]) -> Cover:
    """Return what the cover said; raises UnreadableSnapshot."""
    return _part(snapshot, "cover", Cover)


def style_from(snapshot: Mapping[str, Any]) -> str:
    """Return the code name of the style; raises UnreadableSnapshot."""
    return str(_known(snapshot)["style"])


def exempt_sha256_from(snapshot: Mapping[str, Any]) -> str:
    """Return the mark of the exempt wording that belongs to the snapshot; nothing in Part I."""
    return str(_known(snapshot).get("exempt_sha256", ""))


def proposal_from(snapshot: Mapping[str, Any], place: int) -> ProposalRecord:
    """Return the one proposal at `place`, from 0, without reading the others; raises UnreadableSnapshot."""
    try:
        return from_plain(ProposalRecord, _known(snapshot)["record"]["proposals"][place])
    except (UnreadableValue, KeyError, IndexError, TypeError) as error:
        raise UnreadableSnapshot(f"The snapshot holds no proposal at place {place}: {error}") from error


def pressures_in(snapshot: Mapping[str, Any]) -> int:
    """Return how many of the proposals are pressures, without reading the others; raises UnreadableSnapshot."""
    return sum(each.get("direction") == PRESSURE for each in _known(snapshot)["record"]["proposals"])


def as_text(snapshot: Mapping[str, Any]) -> str:
    """Return the snapshot as the one text that it is kept as: the same values give the same text."""
    return json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_text(text: str) -> Snapshot:
    """Return the snapshot that the text holds; raises UnreadableSnapshot for anything else."""
    try:
        snapshot = json.loads(text)
    except ValueError as error:
        raise UnreadableSnapshot(f"The snapshot is no JSON: {error}") from error
    return dict(_known(snapshot))


def digest(text: str) -> str:
    """Return the SHA-256 of a snapshot's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _part(snapshot: Mapping[str, Any], name: str, kind: type[Part]) -> Part:
    try:
        return from_plain(kind, _known(snapshot)[name])
    except (UnreadableValue, KeyError, ValueError) as error:
        raise UnreadableSnapshot(f"The snapshot cannot be read: {error}") from error


def _known(snapshot: Any) -> Mapping[str, Any]:
    """Return the snapshot if this release reads its format and version."""
    if not isinstance(snapshot, Mapping) or snapshot.get("format") != FORMAT:
        raise UnreadableSnapshot("This is no snapshot of an edition.")
    if snapshot.get("version") != VERSION:
        raise UnreadableSnapshot(
            f"The snapshot has version {snapshot.get('version')}; this release reads version {VERSION}."
        )
    return snapshot

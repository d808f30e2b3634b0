"""The check that an edition is unaltered: its bytes, the record of its making, and made once more."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from proposals.exempt.sections import ExemptPart
from reports.documents.snapshots import UnreadableSnapshot, digest, exempt_sha256_from
from reports.models import Edition, EditionFile, EditionWording
from reports.publishing.attached_files import altered, is_attached
from reports.publishing.making import files_of, made_with
from services.audit.events import record_event
from services.models import ChangeRecord


@dataclass(frozen=True)
class Finding:
    """The result for one edition; `is_altered` where it differs from what was published."""

    words: str
    is_altered: bool


def check(edition: Edition, *, remake: bool) -> tuple[Finding, ...]:
    """Return what is not as it was published, and what comes out differently when it is made again.

    What another release of the writers prints differently is said, and is no alteration.
    """
    files = list(edition.files.all())
    altered = (
        *_snapshot(edition),
        *_wording(edition),
        *(finding for file in files for finding in _file(file)),
        *_attached(edition, files),
    )
    if altered or not remake:
        return altered
    if edition.is_exempt:
        record_event("viewed_exempt", edition, details={"edition": edition.number, "read": "check"})
    return tuple(_made_again(edition, files))


def _wording(edition: Edition) -> Iterator[Finding]:
    """Compare the exempt wording that is kept with the mark of it in the snapshot."""
    held = EditionWording.objects.filter(edition=edition).first()
    kept = sha256(held.text.encode()).hexdigest() if held else ""
    try:
        published = exempt_sha256_from(edition.frozen)
    except UnreadableSnapshot:
        return  # making it again says so
    if kept != published:
        yield Finding("The exempt wording is not what was published.", True)


def _snapshot(edition: Edition) -> Iterator[Finding]:
    if digest(edition.snapshot) != edition.snapshot_sha256:
        yield Finding("The snapshot is not what was published.", True)
    yield from _on_record(
        "reports.edition", edition.pk, "snapshot_sha256", edition.snapshot_sha256, "snapshot"
    )


def _file(file: EditionFile) -> Iterator[Finding]:
    content = bytes(file.content)
    if sha256(content).hexdigest() != file.sha256 or len(content) != file.size:
        yield Finding(f"{file.name} is not what was published.", True)
    yield from _on_record("reports.editionfile", file.pk, "sha256", file.sha256, file.name)


def _attached(edition: Edition, files: list[EditionFile]) -> Iterator[Finding]:
    """Compare the attached files with the marks of them in the snapshot."""
    try:
        for name in altered(files, edition.frozen):
            yield Finding(f"{name} is not the attached file that was published.", True)
    except UnreadableSnapshot:
        return  # making it again says so


def _on_record(record_type: str, key: int, name: str, mark: str, what: str) -> Iterator[Finding]:
    """Compare with the append-only history, so that whoever changes bytes and mark together is found, too."""
    made = ChangeRecord.objects.filter(record_type=record_type, record_id=key, action="created").first()
    if made is None:
        yield Finding(f"The history does not hold the making of {what}.", True)
    elif made.after.get(name) != mark:
        yield Finding(f"The mark of {what} is not the one in the history.", True)


def _made_again(edition: Edition, files: list[EditionFile]) -> Iterator[Finding]:
    try:
        held = EditionWording.objects.filter(edition=edition).first()
        exempt = ExemptPart.from_text(held.text) if held else None
        again = {file.name: file for file in files_of(edition.frozen, edition.mark, exempt)}
    except UnreadableSnapshot as error:
        yield Finding(f"It cannot be made again by this release: {error}", False)
        return
    same_release = edition.made_with == made_with()
    for file in files:
        if is_attached(file):  # copied and never made
            continue
        made = again.get(file.name)
        if made is not None and made.sha256 == file.sha256:
            continue
        if same_release:
            yield Finding(f"{file.name} comes out differently, though made with the same release.", True)
        else:
            yield Finding(
                f"{file.name} comes out differently with this release ({made_with()}); it was published with "
                f"{edition.made_with}. What was published stands as it is.",
                False,
            )

"""Finding the edition that a file is or claims to be, among those that the person may read.

What is told of an edition that they may not read is what is told of one that never was.
"""

import hashlib
from dataclasses import dataclass
from typing import Literal

from proposals.models.querysets import SavingsProposalQuerySet
from reports.documents.file_names import JSON_NAME
from reports.models import Edition, EditionFile
from reports.models.querysets import EditionQuerySet
from reports.verification.alteration import byte_differences, figure_differences
from reports.verification.bounded import bounded_evidence
from reports.verification.evidence import Evidence
from reports.verification.status import EditionStatus, status_of

State = Literal["unaltered", "altered", "unknown", "no_pdf"]


@dataclass(frozen=True)
class Verdict:
    """The result for a file.

    `differences` says how an altered one differs, `figures` what its figures say otherwise; `claims` is the
    identifier of an edition that it names and that is not known here.
    """

    state: State
    sha256: str
    edition: Edition | None = None
    file_name: str = ""
    places: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    claims: str = ""
    status: EditionStatus | None = None


def verify(content: bytes, editions: EditionQuerySet, proposals: SavingsProposalQuerySet) -> Verdict:
    """Return what the file is, among `editions`; whether its figures still stand is told of `proposals` alone."""
    sha256 = hashlib.sha256(content).hexdigest()
    published = _published(sha256, editions)
    if published is not None:
        status = status_of(published.edition, editions, proposals)
        return Verdict("unaltered", sha256, published.edition, published.name, status=status)
    evidence = bounded_evidence(content)
    if not evidence.is_pdf:
        return Verdict("no_pdf", sha256)
    edition = _named(evidence, editions)
    if edition is None:
        return Verdict("unknown", sha256, claims=next(iter(evidence.identifiers), ""))
    return Verdict(
        "altered",
        sha256,
        edition,
        places=evidence.places_of(str(edition.identifier)),
        differences=_differences(edition, content, evidence),
        figures=_figures(edition, evidence),
        status=status_of(edition, editions, proposals),
    )


def _published(sha256: str, editions: EditionQuerySet) -> EditionFile | None:
    """Return the published file with these very bytes, of the latest edition that holds it."""
    held = EditionFile.objects.filter(sha256=sha256, edition__in=editions)
    files = held.select_related("edition__council").defer("content", "edition__snapshot")
    return files.order_by("-edition__published_at", "-pk").first()


def _named(evidence: Evidence, editions: EditionQuerySet) -> Edition | None:
    """Return the edition that the file names, by the fullest name that any edition answers to."""
    keys = {str(identifier): key for key, identifier in editions.values_list("pk", "identifier")}
    for named in evidence.identifiers:
        found = [key for identifier, key in keys.items() if identifier.startswith(named)]
        if len(found) == 1:
            edition: Edition | None = editions.light().select_related("council").filter(pk=found[0]).first()
            return edition
    return None


def _differences(edition: Edition, content: bytes, evidence: Evidence) -> tuple[str, ...]:
    pdf = edition.files.filter(content_type="application/pdf").first()
    said = [byte_differences(bytes(pdf.content), content)] if pdf else []
    if not evidence.is_whole:
        said.append("The file cannot be read completely.")
    return tuple(said)


def _figures(edition: Edition, evidence: Evidence) -> tuple[str, ...]:
    """Return what is wrong with the figures inside the file; nothing where they are those that were published."""
    published = {file.name: file for file in edition.files.defer("content")}
    json_file = published.get(JSON_NAME)
    if json_file is None:
        return ()
    if JSON_NAME not in evidence.attached:
        return ("The figures are no longer attached to it.",)
    said: tuple[str, ...] = ()
    if evidence.attached[JSON_NAME] != json_file.sha256:
        said = figure_differences(bytes(json_file.content), evidence.figures or b"")
        said = said or ("The figures attached to it have a different format but the same values.",)
    others = sorted(set(published) & set(evidence.attached) - {JSON_NAME})
    changed = [name for name in others if evidence.attached[name] != published[name].sha256]
    return (*said, *(f"The file {name} attached to it is not the published file." for name in changed))

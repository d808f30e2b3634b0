"""Questions that were accepted at an earlier reading, new ones, and those that the document settles."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from proposals.domain.references import canonical_reference
from proposals.importing.issues import Issue, Severity
from proposals.importing.kinds import KINDS, DocumentKind
from proposals.importing.plan.plan import PlannedProposal, place_prefix
from proposals.models import ProposalFinding

_PREFIXES = tuple(place_prefix(kind.noun) for kind in KINDS.values())


def kept_place(kind: DocumentKind, place: str) -> str:
    """Return the place that an accepted question is kept with; that of a form needs no name of its document."""
    return place if kind.known_by_reference else f"{place_prefix(kind.noun)}, {place}"


def with_acceptance(
    proposals: Sequence[PlannedProposal], issues: Sequence[Issue], kind: DocumentKind
) -> list[Issue]:
    """Return the issues with those accepted before as notes; each proposal keeps its new questions.

    A question about the document as a whole is kept with its first proposal.
    """
    asks = proposals and any(issue.severity is Severity.QUESTION for issue in issues)
    owners = _owners(proposals) if asks else {}
    asked: dict[int, set[tuple[str, str]]] = {}
    said: list[Issue] = []
    for issue in issues:
        if issue.severity is Severity.QUESTION and proposals:
            owner = _owner_of(issue, owners)
            asked.setdefault(owner, set()).add(_words(issue))
            if _words(issue) in map(_words, proposals[owner].stored("findings")):
                message = f"{issue.message} (Accepted before.)"
                issue = replace(issue, severity=Severity.NOTE, message=message)
            elif _words(issue) not in map(_words, proposals[owner].questions):
                proposals[owner].questions += (issue,)
        said.append(issue)
    for index, planned in enumerate(proposals):
        for row in planned.stored("findings"):
            if _is_of(row, kind) and _words(row) not in asked.get(index, ()):
                planned.settled += (row.pk,)
                planned.change("issue settled", row.message, "")
        for issue in planned.questions:
            planned.change("issue", "", issue.message)
    return said


def _words(said: Issue | ProposalFinding) -> tuple[str, str]:
    return (said.code, said.message)


def _owner_of(issue: Issue, owners: Mapping[tuple[str, str], int]) -> int:
    """Return which proposal a question is about, as its reference, its title or its place says."""
    reference = ("reference", canonical_reference(issue.reference))
    keys = (reference, ("title", issue.reference), ("place", issue.place))
    return next((owners[key] for key in keys if key[1] and key in owners), 0)


def _owners(proposals: Sequence[PlannedProposal]) -> Mapping[tuple[str, str], int]:
    owners: dict[tuple[str, str], int] = {}
    for index, planned in enumerate(proposals):
        parsed = planned.parsed
        owners.setdefault(("title", parsed.title), index)
        owners.setdefault(("title", parsed.title[:100]), index)
        owners.setdefault(("place", parsed.place), index)
        for reference in parsed.references:
            owners.setdefault(("reference", canonical_reference(reference)), index)
    return owners


def _is_of(row: ProposalFinding, kind: DocumentKind) -> bool:
    """Return whether an accepted question was said by this kind of document."""
    if kind.known_by_reference:
        return not row.place.startswith(_PREFIXES)
    return row.place.startswith(place_prefix(kind.noun))

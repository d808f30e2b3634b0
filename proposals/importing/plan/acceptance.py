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
    asks = any(issue.severity is Severity.QUESTION for issue in issues)
    owners = _owners(proposals) if asks else {}
    own: dict[int, list[Issue]] = {}
    said: list[Issue] = []
    for issue in issues:
        if issue.severity is not Severity.QUESTION or not proposals:
            said.append(issue)
            continue
        owner = _owner_of(issue, owners)
        own.setdefault(owner, []).append(issue)
        is_accepted = _words(issue) in {_words(row) for row in _accepted(proposals[owner])}
        message = f"{issue.message} (Accepted before.)"
        said.append(replace(issue, severity=Severity.NOTE, message=message) if is_accepted else issue)
    for index, planned in enumerate(proposals):
        if index in own or not planned.is_new:
            _settle(planned, own.get(index, []), kind)
    return said


def _words(said: Issue | ProposalFinding) -> tuple[str, str]:
    return (said.code, said.message)


def _accepted(planned: PlannedProposal) -> list[ProposalFinding]:
    return planned.stored("findings")


def _owner_of(issue: Issue, owners: Mapping[tuple[str, str], int]) -> int:
    for key in (
        ("reference", canonical_reference(issue.reference)),
        ("title", issue.reference),
        ("place", issue.place),
    ):
        if key[1] and key in owners:
            return owners[key]
    return 0


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


def _settle(planned: PlannedProposal, own: Sequence[Issue], kind: DocumentKind) -> None:
    """Note the questions that are new, and those of this kind of document that are settled."""
    rows = _accepted(planned)
    said = {_words(issue) for issue in own}
    known = {_words(row) for row in rows}
    new = {_words(issue): issue for issue in own if _words(issue) not in known}
    planned.questions = list(new.values())
    for row in rows:
        if _is_of(row, kind) and _words(row) not in said:
            planned.settled.append(row.pk)
            planned.change("issue settled", row.message, "")
    for issue in planned.questions:
        planned.change("issue", "", issue.message)


def _is_of(row: ProposalFinding, kind: DocumentKind) -> bool:
    """Return whether an accepted question was said by this kind of document."""
    if kind.known_by_reference:
        return not row.place.startswith(_PREFIXES)
    return row.place.startswith(place_prefix(kind.noun))

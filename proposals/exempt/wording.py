"""The exempt wording of proposals: the one module that reads or writes it, and it records every reading.

Nothing that makes public output imports it; an import contract guards that. Public output says that
something is exempt through `proposals.domain.exemption`, which has no way to the wording.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from proposals.domain.attachments import EXEMPT
from proposals.exempt.sections import ExemptPart, ExemptSection
from proposals.models import (
    BudgetRound,
    ExemptWording,
    ImpactStatement,
    ProposalAttachment,
    SavingsProposal,
)
from proposals.permissions.exempt import exempt_readable_by, may_read_exempt, who_grants_exempt
from proposals.permissions.proposals import editing_role
from services.audit.events import JSON, record_event, written_together
from services.audit.history import acting
from services.models import ChangeRecord
from services.values.dates import format_day
from services.values.wording import counted, listed

__all__ = [
    "EarlierWording",
    "ExemptMatter",
    "ExemptPart",
    "ExemptRefused",
    "ExemptSection",
    "exempt_mark",
    "exempt_matter",
    "exempt_part",
    "exempt_sections",
    "exempt_would_change",
    "may_read_exempt",
    "no_leave",
    "refuse_repeated",
    "refuse_repeated_of_round",
    "repeated_sections",
    "save_exempt",
    "unreadable_exempt",
]


class ExemptRefused(PermissionDenied):
    """This person may not read or write the exempt wording; a page answers 403 and names whom to ask."""

    def __init__(self, message: str, whom_to_ask: str = "") -> None:
        super().__init__(message)
        self.whom_to_ask = whom_to_ask


@dataclass(frozen=True)
class EarlierWording:
    """A change of an exempt wording: when, by whom, and its text before and after."""

    at: datetime
    by: str
    before: str
    after: str


@dataclass(frozen=True)
class ExemptMatter:
    """All that is exempt of one proposal: the wordings as they stand, and how they changed, newest first."""

    sections: tuple[ExemptSection, ...]
    earlier: tuple[EarlierWording, ...]


def exempt_sections(user: Any, proposal: SavingsProposal, purpose: str) -> tuple[ExemptSection, ...]:
    """Return the proposal's exempt wordings in the order of its statements, and record that they were read.

    `purpose` is the reader's reason in their own words, and is stored. Where nothing is exempt, nothing is recorded.
    Raises ExemptRefused for a person without access, ValidationError without a purpose.
    """
    _require_leave(user, proposal, purpose)
    with transaction.atomic(), acting(user=user):
        sections = tuple(_wordings_of([proposal])[proposal.pk])
        _record_reading(proposal, sections, (), purpose)
    return sections


def exempt_matter(user: Any, proposal: SavingsProposal, purpose: str) -> ExemptMatter:
    """Return the exempt wordings with their earlier forms, and record that they were read, as one event.

    Raises as `exempt_sections` does.
    """
    _require_leave(user, proposal, purpose)
    with transaction.atomic(), acting(user=user):
        (sections,) = _part_of([proposal]).proposals
        earlier = _earlier_of(proposal)
        _record_reading(proposal, sections, earlier, purpose)
    return ExemptMatter(sections, earlier)


def unreadable_exempt(user: Any, proposals: Sequence[SavingsProposal]) -> tuple[SavingsProposal, ...]:
    """Return those of the proposals whose exempt wording this person may not read, whether or not there is any."""
    keys = [proposal.pk for proposal in proposals]
    # Nobody may of a published version: what was exempt when a proposal was last published is not kept.
    readable = SavingsProposal.objects.filter(exempt_readable_by(user), pk__in=keys)
    known = set(readable.values_list("pk", flat=True))
    return tuple(proposal for proposal in proposals if proposal.pk not in known)


def exempt_part(user: Any, proposals: Sequence[SavingsProposal], purpose: str) -> ExemptPart:
    """Return the exempt wordings of the proposals, in their order, and record of each that it was read.

    Raises ExemptRefused if the user may not read all of it, ValidationError without a purpose.
    """
    _require_leave_for_all(user, proposals)
    _require_purpose(purpose)
    with transaction.atomic(), acting(user=user), written_together():
        part = _part_of(proposals)
        for proposal, sections in zip(proposals, part.proposals, strict=True):
            _record_reading(proposal, sections, (), purpose)
    return part


def exempt_mark(user: Any, proposals: Sequence[SavingsProposal]) -> str:
    """Return the SHA-256 of the exempt wordings of the proposals; nothing is read out, so nothing is recorded.

    Raises ExemptRefused if the user may not read all of it.
    """
    _require_leave_for_all(user, proposals)
    return _part_of(proposals).sha256


def save_exempt(user: Any, proposal: SavingsProposal, wordings: Mapping[int, str]) -> int:
    """Hold these exempt wordings, by the key of their statement; return how many changed.

    An empty wording deletes the stored one; statements that are not named keep theirs. All or nothing.
    Raises ExemptRefused for a person who may not edit the proposal now or read the stored wording, and
    ValidationError for a statement of another proposal or one that names no paragraph.
    """
    if editing_role(user, proposal) is None or not may_read_exempt(user, proposal):
        raise ExemptRefused("You do not have permission to change the exempt wording of this proposal.")
    with transaction.atomic(), acting(user=user):
        statements = ImpactStatement.objects.filter(proposal=proposal).in_bulk(list(wordings))
        rows = ExemptWording.objects.filter(proposal=proposal).select_for_update(no_key=True)
        held = {row.statement_id: row for row in rows}
        changed, emptied = [], []
        for key, wording in wordings.items():
            text = wording.strip()
            if text:
                statement = _with_paragraph(statements.get(key))
                statement.proposal = proposal
                row = copy(held[key]) if key in held else ExemptWording(statement=statement)
                row.text, row.proposal = text, proposal
                changed.append(row)
            elif key in held:
                emptied.append(held[key])
        saved: int = ExemptWording.objects.save_rows(changed, held={row.pk: row for row in held.values()})
        ExemptWording.objects.delete_rows(emptied)
    return saved + len(emptied)


def exempt_would_change(
    user: Any, proposal: SavingsProposal, typed: Iterable[tuple[ImpactStatement, str]], kept: Iterable[int]
) -> bool:
    """Return whether saving these wordings changes the stored ones, where only statements with these keys are kept.

    The answer is no for a user who may not read it. Nothing is read out, so nothing is recorded.
    """
    if proposal.pk is None or not may_read_exempt(user, proposal):
        return False
    held = dict(ExemptWording.objects.filter(proposal=proposal).values_list("statement", "text"))
    return bool(held.keys() - set(kept)) or any(
        text.strip() != held.get(statement.pk, "") for statement, text in typed
    )


def repeated_sections(user: Any, proposal: SavingsProposal, text: str) -> tuple[str, ...]:
    """Return the headings of the sections whose exempt wording the text repeats, if the user may read that wording.

    Other users get none, so that trying texts reveals nothing. Nothing is read out, so nothing is recorded:
    a run of words counts that the wording has and the proposal's public texts have not.
    """
    if not may_read_exempt(user, proposal):
        return ()
    written = set(_runs(text))
    rows = list(ExemptWording.objects.filter(proposal=proposal).select_related("statement"))
    if not written or not rows:
        return ()
    public = {
        run
        for words in ImpactStatement.objects.filter(proposal=proposal).values_list("text", flat=True)
        for run in _runs(words)
    }
    return tuple(row.statement.title for row in rows if written & set(_runs(row.text)) - public)


def refuse_repeated(user: Any, proposal: SavingsProposal, texts: Mapping[str, str]) -> None:
    """Refuse texts that everybody may come to read and that repeat the exempt wording, as far as the writer knows it.

    `texts` are named as the fields that they are written in; raises ValidationError at the first such field.
    """
    for name, text in texts.items():
        repeated = repeated_sections(user, proposal, text)
        if repeated:
            raise ValidationError(
                {
                    name: f"This repeats exempt wording of {listed(f'“{title}”' for title in repeated)}, "
                    "which not everybody has permission to view. Reword it or leave it out."
                }
            )


def refuse_repeated_of_round(user: Any, budget_round: BudgetRound, texts: Mapping[str, str]) -> None:
    """Refuse texts that repeat the exempt wording of any proposal of the round, as far as the writer may read it.

    `texts` are named as the fields that they are written in; raises ValidationError with all such fields.
    """
    readable = SavingsProposal.objects.filter(exempt_readable_by(user), budget_round=budget_round)
    rows = list(ExemptWording.objects.filter(proposal__in=readable).select_related("statement", "proposal"))
    held = [(row, set(_runs(row.text))) for row in rows]
    refused = {}
    for name, text in texts.items():
        written = set(_runs(text))
        suspects = [row for row, runs in held if written & runs]
        repeated = [row for row in suspects if repeated_sections(user, row.proposal, text)]
        if repeated:
            named = listed(dict.fromkeys(row.proposal.reference for row in repeated))
            refused[name] = (
                f"This repeats exempt wording of {named}, which not everybody has permission to view. Reword "
                "it or leave it out."
            )
    if refused:
        raise ValidationError(refused)


_RUN = 5
"""The number of consecutive words that cannot be a coincidence."""


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return (tuple(words[place : place + _RUN]) for place in range(len(words) - _RUN + 1))


def _part_of(proposals: Sequence[SavingsProposal]) -> ExemptPart:
    """Return all that is exempt of the proposals: the wordings, and what proves which exempt files there are."""
    sections = _wordings_of(proposals)
    files = ProposalAttachment.objects.current().filter(
        proposal__in=list(sections), scrutiny_item__isnull=True, sensitivity=EXEMPT
    )
    for file in files.order_by("kind", "pk"):
        sections[file.proposal_id].append(_section_of_file(file))
    return ExemptPart(tuple(tuple(sections[proposal.pk]) for proposal in proposals))


def _wordings_of(proposals: Sequence[SavingsProposal]) -> dict[int, list[ExemptSection]]:
    held: dict[int, list[ExemptSection]] = {proposal.pk: [] for proposal in proposals}
    rows = ExemptWording.objects.filter(proposal__in=list(held)).select_related("statement")
    for row in rows.order_by("statement__position", "statement__pk"):
        held[row.proposal_id].append(
            ExemptSection(
                statement_id=row.statement_id,
                kind=row.statement.kind,
                heading=row.statement.title,
                text=row.text,
                paragraph=row.statement.exempt_paragraph,
                public_interest_reason=row.statement.public_interest_reason,
            )
        )
    return held


def _section_of_file(file: ProposalAttachment) -> ExemptSection:
    """Return what proves which exempt file there is; its name is exempt, so the heading, which is told, has none."""
    return ExemptSection(
        statement_id=0,
        kind="attachment",
        heading=f"Attached file {file.pk}: {file.get_kind_display()}",
        text=(
            f"{file.name}, version {file.version}, {format_day(file.dated)}. Owner: {file.owner}. "
            f"SHA-256: {file.sha256}"
        ),
        paragraph=file.exempt_paragraph,
        public_interest_reason=file.public_interest_reason,
    )


def _earlier_of(proposal: SavingsProposal) -> tuple[EarlierWording, ...]:
    rows = ChangeRecord.objects.about(SavingsProposal._meta.label_lower, proposal.pk).filter(
        record_type=ExemptWording._meta.label_lower
    )
    return tuple(
        EarlierWording(row.at, row.actor_name, row.before["text"], row.after.get("text", ""))
        for row in rows
        if "text" in row.before
    )


def _record_reading(
    proposal: SavingsProposal,
    sections: tuple[ExemptSection, ...],
    earlier: tuple[EarlierWording, ...],
    purpose: str,
) -> None:
    details: dict[str, JSON] = {}
    if sections:
        details["sections"] = [section.heading for section in sections]
    if earlier:
        details["earlier_wordings"] = len(earlier)
    if details:
        record_event("viewed_exempt", proposal, details=details, reason=purpose.strip())


def no_leave(user: Any) -> ExemptRefused:
    """Return the refusal for a person without access, the same whether or not anything is exempt."""
    return ExemptRefused(
        "You do not have permission to view the exempt wording of this proposal.", who_grants_exempt(user)
    )


def _require_leave(user: Any, proposal: SavingsProposal, purpose: str) -> None:
    if not may_read_exempt(user, proposal):
        raise no_leave(user)
    _require_purpose(purpose)


def _require_leave_for_all(user: Any, proposals: Sequence[SavingsProposal]) -> None:
    refused = len(unreadable_exempt(user, proposals))
    if refused:
        raise ExemptRefused(
            f"You do not have permission to view the exempt wording of {counted(refused, 'proposal')} in "
            "this.",
            who_grants_exempt(user),
        )


def _require_purpose(purpose: str) -> None:
    if not purpose.strip():
        raise ValidationError("Enter why you need to view the exempt wording.")


def _with_paragraph(statement: ImpactStatement | None) -> ImpactStatement:
    if statement is None:
        raise ValidationError("There is no such section in this proposal.")
    if statement.exempt_paragraph is None:
        raise ValidationError(
            f"Choose the paragraph of Schedule 12A for the exempt wording of “{statement.title}”."
        )
    return statement

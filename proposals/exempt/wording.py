"""The exempt wording of proposals: the one module that reads or writes it, and it records every reading.

Nothing that makes public output imports it; `tests/test_architecture.py` guards that. Public output says that
something is exempt through `proposals.exemption`, which has no way to the wording.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from proposals.access import editing_role
from proposals.exempt.leave import may_read_exempt
from proposals.exemption import paragraph_in_words
from proposals.models import ExemptWording, ImpactStatement, SavingsProposal
from services.events import JSON, record_event
from services.history import acting
from services.models import ChangeRecord
from services.wording import listed

__all__ = [
    "EarlierWording",
    "ExemptMatter",
    "ExemptRefused",
    "ExemptSection",
    "exempt_matter",
    "exempt_sections",
    "may_read_exempt",
    "refuse_repeated",
    "repeated_sections",
    "save_exempt",
]


class ExemptRefused(PermissionDenied):
    """This person has no leave to read or write the exempt wording; a page answers 403."""


@dataclass(frozen=True)
class ExemptSection:
    """The exempt wording of one statement, with the paragraph and the reason that hold it back.

    `paragraph` is None where the statement names none any more.
    """

    statement_id: int
    kind: str
    heading: str
    text: str
    paragraph: int | None
    public_interest_reason: str

    @property
    def paragraph_in_words(self) -> str:
        """The paragraph with its description, or nothing."""
        return paragraph_in_words(self.paragraph) if self.paragraph else ""


@dataclass(frozen=True)
class EarlierWording:
    """One change of an exempt wording: when, by whom, and what it said before and after."""

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

    `purpose` says why, in the reader's words, and is kept. Where nothing is exempt, nothing is recorded.
    Raises ExemptRefused for a person without leave, ValidationError without a purpose.
    """
    _require_leave(user, proposal, purpose)
    with transaction.atomic(), acting(user=user):
        sections = _sections_of(proposal)
        _record_reading(proposal, sections, (), purpose)
    return sections


def exempt_matter(user: Any, proposal: SavingsProposal, purpose: str) -> ExemptMatter:
    """Return the exempt wordings with their earlier forms, and record that they were read, as one event.

    Raises as `exempt_sections` does.
    """
    _require_leave(user, proposal, purpose)
    with transaction.atomic(), acting(user=user):
        sections, earlier = _sections_of(proposal), _earlier_of(proposal)
        _record_reading(proposal, sections, earlier, purpose)
    return ExemptMatter(sections, earlier)


def save_exempt(user: Any, proposal: SavingsProposal, wordings: Mapping[int, str]) -> int:
    """Hold these exempt wordings, by the key of their statement; return how many changed.

    An empty wording takes away what is held; statements that are not named keep theirs. All or nothing.
    Raises ExemptRefused for a person who may not edit the proposal now or read what is held, and
    ValidationError for a statement of another proposal or one that names no paragraph.
    """
    if editing_role(user, proposal) is None or not may_read_exempt(user, proposal):
        raise ExemptRefused("You may not change the exempt wording of this proposal.")
    with transaction.atomic(), acting(user=user):
        statements = ImpactStatement.objects.filter(proposal=proposal).in_bulk(list(wordings))
        held = {row.statement_id: row for row in ExemptWording.objects.filter(proposal=proposal)}
        changed, emptied = [], []
        for key, wording in wordings.items():
            text = wording.strip()
            if text:
                _require_paragraph(statements.get(key))
                row = held.get(key) or ExemptWording(proposal=proposal, statement=statements[key])
                row.text, row.proposal = text, proposal
                changed.append(row)
            elif key in held:
                emptied.append(held[key])
        saved: int = ExemptWording.objects.save_rows(changed)
        ExemptWording.objects.delete_rows(emptied)
    return saved + len(emptied)


def repeated_sections(user: Any, proposal: SavingsProposal, text: str) -> tuple[str, ...]:
    """Return the headings of the sections whose exempt wording the text repeats, for who may read that wording.

    Nobody else is told, so that trying texts gives nothing away. Nothing is read out, so nothing is recorded:
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
                    name: f"This repeats exempt wording of {listed(f'“{title}”' for title in repeated)}, which "
                    "not everybody may read. Say it in other words, or leave it out."
                }
            )


_RUN = 5
"""How many words in a row are no accident."""


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return (tuple(words[place : place + _RUN]) for place in range(len(words) - _RUN + 1))


def _sections_of(proposal: SavingsProposal) -> tuple[ExemptSection, ...]:
    rows = ExemptWording.objects.filter(proposal=proposal).select_related("statement")
    return tuple(
        ExemptSection(
            statement_id=row.statement_id,
            kind=row.statement.kind,
            heading=row.statement.title,
            text=row.text,
            paragraph=row.statement.exempt_paragraph,
            public_interest_reason=row.statement.public_interest_reason,
        )
        for row in rows.order_by("statement__position", "statement__pk")
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


def _require_leave(user: Any, proposal: SavingsProposal, purpose: str) -> None:
    if not may_read_exempt(user, proposal):
        raise ExemptRefused("You have no leave to read the exempt wording of this proposal.")
    if not purpose.strip():
        raise ValidationError("Say why you need to read the exempt wording.")


def _require_paragraph(statement: ImpactStatement | None) -> None:
    if statement is None:
        raise ValidationError("There is no such section in this proposal.")
    if statement.exempt_paragraph is None:
        raise ValidationError(
            f"Say under which paragraph of Schedule 12A the exempt wording of “{statement.title}” is held back."
        )

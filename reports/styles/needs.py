"""The fields that a style prints of every proposal, and the proposals that lack them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from proposals.domain.exemption import section_of
from proposals.domain.records import ProposalRecord

Has = Callable[[ProposalRecord], bool]
Needs = Mapping[str, Has]
"""For each field that a style prints of every proposal, its name and whether a proposal has it."""

NAMED_AT_MOST = 10
"""More proposals than these are counted, not named."""


@dataclass(frozen=True)
class MissingField:
    """A field that the style prints, the references of the proposals that lack it, and out of how many."""

    field: str
    references: tuple[str, ...]
    out_of: int

    def __str__(self) -> str:
        """Return it as a sentence that names the first few proposals."""
        lacking = len(self.references)
        if lacking == self.out_of > 1:
            return f"{self.field}: missing in all {lacking} proposals."
        named = ", ".join(self.references[:NAMED_AT_MOST])
        more = f" and {lacking - NAMED_AT_MOST} more" if lacking > NAMED_AT_MOST else ""
        noun = "proposal" if self.out_of == 1 else "proposals"
        return f"{self.field}: missing in {lacking} of {self.out_of} {noun} ({named}{more})."


def missing(parts: Iterable[tuple[Needs, Sequence[ProposalRecord]]]) -> tuple[MissingField, ...]:
    """Return the fields that some proposals of a part lack, in the order the style prints them.

    A field that several parts print is named once, of the proposals of all of them.
    """
    asked: dict[str, list[tuple[str, bool]]] = {}
    for needs, proposals in parts:
        for field, has in needs.items():
            asked.setdefault(field, []).extend((each.reference, has(each)) for each in proposals)
    lacking = (
        (field, tuple(reference for reference, is_there in answers if not is_there), len(answers))
        for field, answers in asked.items()
    )
    return tuple(MissingField(field, references, of) for field, references, of in lacking if references)


def sections(kinds: Iterable[str], names: Mapping[str, str]) -> dict[str, Has]:
    """Return the need for each kind of narrative section, under its name."""
    return {names[kind]: has_section(kind) for kind in kinds}


def has_section(kind: str) -> Has:
    """Return whether a proposal answers the section of that kind, or says that it does not apply."""
    return lambda proposal: section_of(proposal, kind).answer != "blank"


def has_every_year(proposal: ProposalRecord) -> bool:
    """Return whether the saving of every year is known."""
    return None not in proposal.discrete.values()


def has_total(proposal: ProposalRecord) -> bool:
    """Return whether the total saving is known."""
    return proposal.total is not None

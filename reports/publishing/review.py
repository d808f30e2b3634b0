"""The review before publication: what prevents it, and the gaps a person has to explain."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from proposals.domain.completeness import Facts, missing
from proposals.domain.stages import Stage
from proposals.models import SavingsProposal
from proposals.models.stored_figures import wrong_figures
from proposals.workflow.completeness_facts import facts_of, others_on_the_budgets
from reports.documents.document import Document, Figure
from reports.documents.snapshots import from_text, record_from
from reports.models import Publication
from reports.publishing.frozen import Frozen
from reports.publishing.making import document_of
from reports.styles import STYLES
from reports.writers.files import unprintable_characters
from services.values.wording import counted, listed

NAMED_AT_MOST = 10


@dataclass(frozen=True)
class Remark:
    """A thing that is missing or does not fit, in words, with the proposals it is about."""

    words: str
    proposals: tuple[SavingsProposal, ...] = ()

    @property
    def named(self) -> tuple[SavingsProposal, ...]:
        """The first few of the proposals; a longer list is counted."""
        return self.proposals[:NAMED_AT_MOST]

    @property
    def more(self) -> int:
        """Return how many proposals are not named."""
        return max(0, len(self.proposals) - NAMED_AT_MOST)


@dataclass(frozen=True)
class Section:
    """The remarks of one kind, under their heading; `clear` says that there is none."""

    heading: str
    remarks: tuple[Remark, ...]
    clear: str


@dataclass(frozen=True)
class Review:
    """The review that a clerk sees before publishing; `blocking` prevents it, the other gaps can be explained."""

    blocking: tuple[Remark, ...]
    sections: tuple[Section, ...]
    count: int

    @property
    def open_remarks(self) -> int:
        """Return how many things somebody has to answer for."""
        return sum(len(section.remarks) for section in self.sections)


def review(publication: Publication, frozen: Frozen) -> Review:
    """Return what is missing of the publication as it was frozen."""
    proposals = frozen.proposals
    others = others_on_the_budgets(proposals)
    facts = [(proposal, facts_of(proposal, others[proposal.pk])) for proposal in proposals]
    flaws = _flaws_in(frozen.text)
    blocking = (
        *_unusable(frozen),
        *_unpublished(proposals),
        *_not_as_computed(proposals),
        *map(Remark, flaws.without_alternative),
    )
    return Review(blocking, tuple(_sections(publication, frozen, facts, flaws)), len(proposals))


@dataclass(frozen=True)
class _Flaws:
    """The faults of the appendix as a document, the same for every reader."""

    without_alternative: tuple[str, ...]
    unprintable: tuple[str, ...]


@lru_cache(maxsize=16)
def _flaws_in(snapshot: str) -> _Flaws:
    """Return the flaws of the appendix that this snapshot makes; the document is built for nothing else."""
    document = document_of(from_text(snapshot))
    return _Flaws(tuple(_without_alternative(document)), tuple(unprintable_characters(document)))


# What holds it up


def _unusable(frozen: Frozen) -> Iterator[Remark]:
    yield from (Remark(problem) for problem in frozen.choice.problems)
    if frozen.not_readable:
        yield Remark(
            f"The exempt wording of {counted(len(frozen.not_readable), 'proposal')} cannot be viewed by you. "
            "Only people who can view all of the exempt wording can preview, make and open Part II",
            frozen.not_readable,
        )
    facts = frozen.record.budget
    if facts is not None and facts.problem:
        yield Remark(f"The gap cannot be computed. {facts.problem}")
    if facts is not None and frozen.record.selection:
        yield Remark(
            "A section 25 report is about all published proposals of the round. Remove the filter, or choose all"
        )
    if facts is not None and not facts.has_opinion:
        yield Remark("The section 151 officer has not stated an opinion on this budget.")
    if not frozen.keys and not frozen.choice.problems:
        yield Remark(
            "There are no proposals in this publication. Change the filter or choose some proposals."
        )


def _unpublished(proposals: Iterable[SavingsProposal]) -> Iterator[Remark]:
    waiting = tuple(proposal for proposal in proposals if not proposal.is_readable)
    if waiting:
        yield Remark(
            f"{counted(len(waiting), 'proposal')} {'is' if len(waiting) == 1 else 'are'} not published. An "
            "edition can include only published proposals",
            waiting,
        )


def _not_as_computed(proposals: Iterable[SavingsProposal]) -> Iterator[Remark]:
    """Say which stored figures, by which lists are sorted and filtered, are not what is computed."""
    for wrong in wrong_figures(proposals):
        yield Remark(f"A stored total does not match its years: {wrong}")


def _without_alternative(document: Document) -> Iterator[str]:
    for figure in document.blocks:
        if isinstance(figure, Figure) and not figure.alternative.strip():
            yield f"The figure “{figure.caption or 'without a caption'}” has no text alternative."


# What somebody answers for


FactsOf = list[tuple[SavingsProposal, Facts]]


def _sections(publication: Publication, frozen: Frozen, facts: FactsOf, flaws: _Flaws) -> Iterator[Section]:
    style = STYLES[publication.style]
    fields = style.missing_fields(frozen.record)
    yield Section(
        "Fields that are not stated",
        tuple(Remark(str(field)) for field in fields),
        f"Every {style.noun} is complete.",
    )
    lacking = _requirements(facts)
    signed = {words: who for words, who in lacking.items() if words.endswith(_SIGN_OFF)}
    equality = {words: who for words, who in lacking.items() if "equality" in words}
    rest = {words: who for words, who in lacking.items() if words not in signed and words not in equality}
    yield Section(
        "Sign-offs", _remarks(signed), "All sign-offs are complete, or the papers were published elsewhere."
    )
    yield Section(
        "Equality screening and assessment", _remarks(equality), "Every proposal has been screened."
    )
    yield Section("Other warnings", _remarks(rest), "None.")
    yield Section(
        "Warnings about figures",
        tuple(_warnings(facts)),
        "There are no unexplained warnings.",
    )
    yield from _left_out(publication, frozen)
    yield Section(
        "Characters and charts",
        tuple(
            Remark(f"The font does not include {name}, so its code will be printed.")
            for name in flaws.unprintable
        ),
        "All characters can be printed, and all charts have a text alternative.",
    )


def _left_out(publication: Publication, frozen: Frozen) -> Iterator[Section]:
    """Say what the last edition holds and the next one would not: a corrected proposal is no longer published."""
    last = publication.editions.order_by("-number").first()
    if last is None:
        return
    places = list(last.entries.exclude(proposal__in=frozen.keys).values_list("place", flat=True))
    # As the edition calls them: what they are called by now may be a draft that this person does not see.
    held = record_from(last.frozen).proposals if places else ()
    gone = [held[place].reference or held[place].title for place in sorted(places)]
    heading = f"Removed since edition {last.number}"
    words = (
        f"{counted(len(gone), 'proposal')} in edition {last.number} no longer published or no longer chosen: "
    )
    yield Section(
        heading,
        (Remark(f"{words}{listed(gone)}"),) if gone else (),
        f"None. Every proposal in edition {last.number} is included.",
    )


_SIGN_OFF = "sign-off"


def _requirements(facts: FactsOf) -> dict[str, list[SavingsProposal]]:
    """Return what publication asks for and some proposals lack, each with those proposals."""
    lacking: dict[str, list[SavingsProposal]] = {}
    for proposal, held in facts:
        for requirement in missing(held, Stage.PUBLISHED):
            # Papers that were published elsewhere came without sign-offs of ours.
            if proposal.is_readable and requirement.words.endswith(_SIGN_OFF):
                continue
            lacking.setdefault(requirement.words, []).append(proposal)
    return lacking


def _remarks(lacking: dict[str, list[SavingsProposal]]) -> tuple[Remark, ...]:
    return tuple(Remark(f"Missing: {words}", tuple(who)) for words, who in lacking.items())


def _warnings(facts: FactsOf) -> Iterator[Remark]:
    """Say what is unusual about a proposal and nobody gave a reason for, the same words once."""
    said: dict[str, list[SavingsProposal]] = {}
    for proposal, held in facts:
        for message in held.open_warnings:
            said.setdefault(message, []).append(proposal)
    yield from (Remark(message, tuple(who)) for message, who in said.items())


def in_words(found: Review) -> str:
    """Return how much is missing, as one sentence."""
    parts = [
        f"{counted(len(section.remarks), 'remark')} on {section.heading.lower()}"
        for section in found.sections
        if section.remarks
    ]
    return f"{listed(parts)}." if parts else "There are no gaps."

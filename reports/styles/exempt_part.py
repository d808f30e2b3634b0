"""The exempt wording of an appendix of Part II, as a part of its own: by proposal, each section that is withheld.

A style prints the public wording in its places; what is exempt of any section stands here, whichever style it is.
"""

from collections.abc import Iterator

from proposals.domain.records import ProposalRecord, RoundRecord
from proposals.exempt.sections import ExemptPart, ExemptSection
from reports.documents.document import Block, Heading, PageBreak, Paragraph
from reports.documents.narrative import narrative_blocks
from reports.styles.groups import Anchors

HEADING = "Exempt information"
NONE = "These proposals have no exempt wording."


def exempt_blocks(record: RoundRecord, part: ExemptPart) -> Iterator[Block]:
    """Return the last part of the document: all that is exempt of its proposals, in their order."""
    anchors = Anchors()
    yield PageBreak()
    yield Heading(2, HEADING, anchors.new("exempt", "information"), in_contents=True)
    held = [pair for pair in zip(record.proposals, part.proposals, strict=True) if pair[1]]
    yield Paragraph(
        "This is the wording that is exempt from publication. Only people who can view all of it can read it "
        "here."
        if held
        else NONE
    )
    for proposal, sections in held:
        yield from _of_proposal(proposal, sections, anchors)


def _of_proposal(
    proposal: ProposalRecord, sections: tuple[ExemptSection, ...], anchors: Anchors
) -> Iterator[Block]:
    yield Heading(
        3,
        f"{proposal.reference} – {proposal.title}",
        anchors.new("exempt", proposal.reference),
        in_contents=True,
        group=proposal.directorate,
    )
    for section in sections:
        yield Heading(4, section.heading)
        yield Paragraph(_marking(section))
        yield from narrative_blocks(section.text)


def _marking(section: ExemptSection) -> str:
    if section.paragraph is None:
        return "Not for publication; no paragraph of Schedule 12A is named any more."
    return (
        f"Not for publication by virtue of {section.paragraph_in_words}. "
        f"Public interest reason: {section.public_interest_reason}"
    )

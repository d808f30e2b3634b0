"""What the tests of the appendix styles share: reading blocks, and records as each kind of document leaves them."""

from proposals.domain.proposal_parts import DependencyRecord, ReportRecord, RiskRecord, SectionRecord
from proposals.domain.records import ProposalRecord, RoundRecord
from reports.documents.cover import Cover
from reports.documents.document import (
    BulletList,
    Document,
    Form,
    Heading,
    NumberedList,
    Paragraph,
    Row,
    Table,
)
from reports.styles import STYLES
from services.values.money import MoneyStyle
from tests.support.appendix_examples import YEARS, fte, profile, proposal, round_of

POSITIVE = MoneyStyle("thousands", 1)


def build(style: str, *proposals: ProposalRecord, cover: Cover = Cover(), **changes) -> Document:  # noqa: B008
    return STYLES[style](round_of(*proposals, **{"money_style": POSITIVE, **changes}), cover)


def missing(style: str, *proposals: ProposalRecord) -> list[str]:
    return list(map(str, STYLES[style].missing_fields(round_of(*proposals))))


def tables(document: Document) -> dict[str, Table]:
    return {block.caption: block for block in document.blocks if isinstance(block, Table)}


def printed(row: Row) -> list[str]:
    return [cell.text for cell in ((row.header, *row.cells) if row.header else row.cells)]


def rows(table: Table) -> list[tuple[str, list[str]]]:
    return [(row.kind, printed(row)) for row in table.rows]


def headings(document: Document, *levels: int) -> list[str]:
    return [heading.text for heading in document.headings if not levels or heading.level in levels]


def form(document: Document) -> dict[str, str]:
    return {
        row.label: row.value for block in document.blocks if isinstance(block, Form) for row in block.rows
    }


def text_under(document: Document, heading: str) -> list[str]:
    """Return the paragraphs and items right below the heading."""
    place = next(
        place
        for place, block in enumerate(document.blocks)
        if isinstance(block, Heading) and block.text == heading
    )
    found = []
    for block in document.blocks[place + 1 :]:
        if isinstance(block, Heading):
            break
        if isinstance(block, Paragraph):
            found.append(block.text)
        elif isinstance(block, BulletList):
            found.extend(block.items)
        elif isinstance(block, NumberedList):
            found.extend(item.text for item in block.items)
    return found


def partly_known(reference="CS-01", total=150_000, first=120_000, **changes) -> ProposalRecord:
    """A proposal of which the first year and the total are known, and not the years between."""
    return proposal(
        reference,
        **{
            "base_budget": None,
            "profile": profile(first),
            "fte": fte(),
            "fte_is_stated": False,
            "profile_complete": False,
            "known_years": frozenset(YEARS[:1]),
            "stated_total": total,
            "committees": ("Children",),
            "where_reported": (ReportRecord("Sept 17", "6", "App D"),),
            "statements": {"decisions_needed": "Agree it.", "impact_upon_service": "None is expected."},
            **changes,
        },
    )


def impact(reference, title, *amounts, **changes) -> ProposalRecord:
    """A proposal as an impact table leaves it; the amounts are the savings of the three years in pounds."""
    return proposal(
        reference,
        **{
            "title": title,
            "base_budget": None,
            "profile": profile(*amounts),
            "portfolio": "People",
            "service": "Adults",
            "category": "Efficiency",
            "risk": "M",
            "risk_as_printed": "m",
            "statements": {
                "how_achieved": "By a new contract.",
                "impact_upon_staff": "Up to 5",
                "impact_upon_property": "None",
                "impact_upon_service": "Better:\n\n· sooner\n\n· nearer",
            },
            **changes,
        },
    )


def case(reference="B/R. 6.1", **changes) -> ProposalRecord:
    """A proposal as a business case leaves it: a headline and sections, and no year that is known."""
    return proposal(
        reference,
        **{
            "title": "Lights to LED",
            "service": "Place",
            "base_budget": None,
            "start_year": None,
            "profile": profile(0),
            "fte": fte(),
            "fte_is_stated": False,
            "profile_complete": False,
            "stated_total": 70_000,
            "headline": "£70k",
            "references": (reference, "B/R.6.2"),
            "committees": ("Highways",),
            "senior_responsible_officer": "Ada Lamp / Bo Wick",
            "risks": (RiskRecord("Prices rise", "H", "Buy early"),),
            "dependencies": (DependencyRecord("The contract", "B/R.7.1"),),
            "sections": (
                SectionRecord("brief_description", "Business Planning Brief Description", "New lights."),
                SectionRecord("aims", "Aims / Objectives", "- Cheaper\n- Safer"),
                SectionRecord("neutral_impacts", "Are there others?", "", "blank"),
                SectionRecord("options_study", "Options", "", "not_applicable"),
                SectionRecord("other", "What the parish said", "Name\tView\nAsh\tFor\nElm\tAgainst"),
            ),
            **changes,
        },
    )


def mixed_round(**changes) -> RoundRecord:
    """A round with a proposal of every kind of document."""
    return round_of(
        proposal("CYP001"), partly_known(), impact("ASC-01", "Day care", 12_500), case(), **changes
    )

"""Tables drawn with bars between their cells, as a person types them, and what is understood of them."""

import re
from decimal import Decimal

from proposals.importing.files.blocks import Cell
from proposals.importing.understanding.understand import understand
from proposals.importing.understanding.values import Role
from tests.proposals.importing.understanding.documents import document


def rows_of(table):
    """Return the rows of a drawn table; plain numbers become numbers, blanks before a word an indent."""
    rows = []
    for line in table.strip("\n").split("\n"):
        row = []
        for part in line.split("|"):
            text = part.strip()
            is_number = re.fullmatch(r"-?\d+(\.\d+)?", text)
            row.append(Decimal(text) if is_number else Cell(text=text, indent=len(part) - len(part.lstrip())))
        rows.append(row)
    return rows


def read(*parts, **answers):
    """Return what is understood of titles and drawn tables."""
    blocks = [rows_of(part) if "|" in part else part for part in parts]
    return understand(document(*blocks), answers=answers)


def figures(result):
    """Return the savings of each proposal by its title, in pounds by the year that begins it, zeros left out."""
    return {
        proposal.title: {year.start: pounds for year, pounds in proposal.savings.items() if pounds}
        for proposal in result.proposals
    }


def titles(result):
    return [proposal.title for proposal in result.proposals]


def ids(result):
    return [question.id for question in result.questions]


def differs(result):
    """Return whether a printed figure differs from what it is held against, which has to be accepted."""
    return not all(proof.holds for proof in result.proofs)


def sums(result):
    """Return the labels of the rows that were taken for totals."""
    return [
        row.title for table in result.tables for row in table.rows if row.role in (Role.TOTAL, Role.SUBTOTAL)
    ]


def quoted(result):
    return [part.text for part in result.unread]

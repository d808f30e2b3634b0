"""The thirty real business cases: every reference, headline and count as in the reference, and not a word lost."""

import csv
import re

import pytest

from proposals.domain.references import canonical_reference
from proposals.importing.forms.headings import BUSINESS_CASE
from proposals.importing.issues import Severity
from proposals.importing.lines import UnreadableDocument
from tests.support.business_cases import read, without_places, word_from_text, word_of_paragraphs
from tests.support.paths import DATA

pytestmark = pytest.mark.documents

REFERENCE = DATA / "cambridgeshire-business-cases.csv"


@pytest.fixture(scope="module")
def content(documents):
    return (documents / "cambridgeshire-business-cases.txt").read_bytes()


@pytest.fixture(scope="module")
def document(content):
    return read(content)


def benefits_of(proposal):
    """Return the benefits that a case states, in its summary (items of a list, or paragraphs) and in its list."""
    texts = [item.text for item in proposal.sections if item.kind == "non_financial_benefits"]
    lines = [line for text in texts for line in text.splitlines() if line]
    items = [line for line in lines if line.startswith("·")] or lines
    return set(items) | set(proposal.non_financial_benefits)


def figures_of(proposal):
    return {
        "references": " & ".join(map(canonical_reference, proposal.references)),
        "block": proposal.committees[0][0],
        "saving_as_printed": proposal.headline,
        "saving_gbp": "" if proposal.total is None else str(proposal.total),
        "risks": str(len(proposal.risks)),
        "dependencies": str(len(proposal.dependencies)),
        "options_study": "yes" if any(item.kind == "options_study" for item in proposal.sections) else "no",
        "non_financial_benefits": str(len(benefits_of(proposal))),
    }


def test_every_figure_is_the_reference_s(document):
    with REFERENCE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["references"] = " & ".join(map(canonical_reference, row["references"].split(" & ")))
    assert [figures_of(proposal) for proposal in document.proposals] == rows
    assert sum(proposal.total or 0 for proposal in document.proposals) == 20_679_000


def test_nothing_is_left_over_and_nothing_stops_the_import(document):
    assert (document.left_over, document.lines_read) == ((), 2060)
    assert {issue.severity for issue in document.issues} == {Severity.NOTE}
    assert not [item for proposal in document.proposals for item in proposal.sections if item.kind == "other"]


def bare(text):
    """Return the letters and figures of a text."""
    return re.sub(r"[\W_]+", "", text)


def test_every_line_arrives(content, document):
    """Each line that is no heading and no label stands, letter by letter, in what was read."""
    stored = "|".join(
        bare(text)
        for proposal in document.proposals
        for text in (
            *(item.text for item in proposal.sections),
            *proposal.risks,
            *proposal.dependencies,
            *proposal.non_financial_benefits,
            *proposal.committees,
            "&".join(proposal.references),
            proposal.senior_responsible_officer,
            proposal.headline,
        )
    )
    titles = {proposal.title for proposal in document.proposals}
    lost = [
        cell
        for line in content.decode().splitlines()[4:]
        for cell in line.split("\t")
        if bare(cell) not in stored
        and not BUSINESS_CASE.heading_of(cell)
        and not any(title in cell for title in titles)
    ]
    assert lost == []


def test_word_and_text_give_the_same(content, document):
    assert without_places(read(word_from_text(content.decode()))) == without_places(document)
    assert without_places(read(word_of_paragraphs(content.decode()))) == without_places(document)


@pytest.mark.parametrize(
    "name",
    [
        "lancashire-savings-options",
        "lancashire-scrutiny-summary",
        "banes-impact-statements",
        "lancashire-delivery-model",
    ],
)
def test_documents_of_other_kinds_are_refused(documents, name):
    with pytest.raises(UnreadableDocument, match="No business case was found"):
        read((documents / f"{name}.txt").read_bytes())

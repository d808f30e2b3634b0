"""The real impact table: every figure and subtotal as in the reference, and not a cell of it lost."""

import csv
import re
from decimal import Decimal

import pytest

from proposals.importing.lines import UnreadableDocument
from tests.support.parsed_documents import (
    asked,
    codes,
    printed_sums,
    table_in,
    without_places,
    word,
)
from tests.support.paths import DATA


def read(content):
    return table_in(content, "impact-table")


def texts_of(proposal):
    return {section.kind: section.text for section in proposal.sections}


@pytest.fixture(scope="module")
def text(documents):
    return (documents / "banes-impact-statements.txt").read_bytes()


def as_word(text):
    """Return the real table as Word holds it: rows in tables, lines by themselves as paragraphs."""
    lines = [line for line in text.decode().splitlines() if line.strip()]
    return word(
        [tuple(line.split("\t")) if line.strip("\t").count("\t") else (line.strip(),) for line in lines]
    )


@pytest.mark.documents
@pytest.mark.parametrize("form", ["text", "word"])
class TestTheRealTable:
    @pytest.fixture
    def reading(self, text, form):
        return read(text if form == "text" else as_word(text))

    @pytest.fixture
    def document(self, reading):
        return reading.document

    def rows(self, name):
        with (DATA / name).open(newline="") as file:
            return list(csv.DictReader(file))

    def test_every_figure_is_that_of_the_reference(self, document):
        assert [
            {
                "service_area": p.service,
                "category": p.category,
                "title": p.title,
                **self._figures(p),
                "risk_as_printed": p.risk_as_printed,
                "staff_impact_as_printed": self._short(texts_of(p)["impact_upon_staff"]),
            }
            for p in document.proposals
        ] == self.rows("banes-impact-statements.csv")
        sums = [sum(p.savings[year] for p in document.proposals) for year in document.years]
        assert sums == [2_581_000, 3_148_000, 1_613_000]
        assert sum(p.total for p in document.proposals) == 7_342_000

    def test_every_subtotal_is_that_of_the_reference_and_is_proved(self, reading):
        columns = ("saving_2017_18_gbp", "saving_2018_19_gbp", "saving_2019_20_gbp", "saving_total_gbp")
        sums = [tuple(map(str, figures)) for _, *figures in printed_sums(reading)]
        assert sums == [tuple(row[c] for c in columns) for row in self.rows("banes-subtotals.csv")]
        assert all(proof["holds"] for proof in reading.understanding["proofs"])

    def _short(self, text):
        return text if len(text) <= 25 else "(words)"

    def _figures(self, stated):
        by_year = {
            f"saving_{year.start}_{year.start % 100 + 1}_gbp": str(pounds)
            for year, pounds in stated.savings.items()
        }
        return {**by_year, "saving_total_gbp": str(stated.total)}

    def test_posts_are_counted_only_where_one_number_is_printed(self, document):
        assert sum(p.fte_change for p in document.proposals if p.fte_change is not None) == Decimal(-4)
        assert sum(p.fte_change is None for p in document.proposals) == 4

    def test_nothing_is_left_over_and_every_cell_is_in_some_field(self, reading, document, text):
        assert (document.left_over, asked(reading)) == ((), [])
        assert codes(document) == []
        said = {_plain(value) for value in _everything(document)}
        cells = {_plain(cell) for line in text.decode().splitlines() for cell in line.split("\t")}
        figure = re.compile(r"[\d.,]*|-+")
        assert {cell for cell in cells if not figure.fullmatch(cell) and cell not in said} == _HEADINGS


@pytest.mark.documents
def test_text_and_word_of_the_real_table_are_the_same(text):
    from_text, from_word = (without_places(read(content).document) for content in (text, as_word(text)))
    assert from_text.proposals == from_word.proposals


_HEADINGS = {
    "savings title",
    "17/18 saving £000",
    "18/19 saving £000",
    "19/20 saving £000",
    "3 year savings total",
    "risk to delivery of saving (h/m/l)",
    "sub total - efficiency savings",
    "sub total - growth avoidance",
    "sub total - service redesign",
    "sub total - adult social care & health",
    "sub total - children's services",
    "total people & communities",
}


def _plain(text):
    return " ".join(re.sub(r"<ul[^>]*>|[•·]", " ", text).lower().split())


def _everything(document):
    yield document.title
    for proposal in document.proposals:
        yield from (proposal.portfolio, proposal.service, proposal.category, proposal.title)
        yield proposal.risk_as_printed
        for section in proposal.sections:
            yield from (section.heading, section.text)


@pytest.mark.documents
@pytest.mark.parametrize(
    "name", ["lancashire-scrutiny-summary", "cambridgeshire-business-cases", "lancashire-savings-options"]
)
def test_the_other_real_documents_are_refused(documents, name):
    with pytest.raises(UnreadableDocument, match=r"It looks like .*: choose that kind"):
        read((documents / f"{name}.txt").read_bytes())

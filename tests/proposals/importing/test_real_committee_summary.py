"""The real committee summary: every figure as in the reference, and not a line of the document lost."""

import csv
import re

import pytest

from proposals.importing.issues import Severity
from proposals.importing.lines import UnreadableDocument
from proposals.importing.reading import read_file
from services.values.years import FinancialYear
from tests.support.parsed_documents import (
    codes,
    without_places,
    word,
)
from tests.support.paths import DATA


def read(content):
    return read_file(content, "document", kind="committee-summary").document


@pytest.fixture(scope="module")
def text(documents):
    return (documents / "lancashire-scrutiny-summary.txt").read_bytes()


@pytest.mark.documents
class TestTheRealSummary:
    @pytest.fixture
    def rows(self):
        with (DATA / "lancashire-scrutiny-summary.csv").open(newline="") as file:
            return list(csv.DictReader(file))

    def as_word(self, text):
        titles, cells, below = self._parts(text.decode())
        rows = [tuple(cells[start : start + 7]) for start in range(0, len(cells), 7)]
        return word(rows, titles, below)

    def _parts(self, text):
        lines = [line for line in text.split("\n") if line.strip()]
        first = next(index for index, line in enumerate(lines) if line.startswith("\t"))
        cells = []
        for line in lines[first:-1]:
            if line.startswith("\t"):
                cells.append(line.strip())
            else:
                cells[-1] += "\n" + line.strip()
        return lines[:first], cells, lines[-1:]

    @pytest.mark.parametrize("form", ["text", "word"])
    def test_every_figure_is_that_of_the_reference(self, text, rows, form):
        document = read(text if form == "text" else self.as_word(text))
        year = FinancialYear(2018)
        assert [
            {
                "service": p.title,
                "saving_2018_19_gbp": str(p.savings[year]),
                "saving_total_gbp": str(p.total),
                "meeting": p.reported[0].meeting,
                "item": p.reported[0].item,
                "appendix": p.reported[0].appendix,
                "committees": "/".join(p.committees),
                "for_consultation_only": str(int(p.consultation_only)),
            }
            for p in document.proposals
        ] == rows
        assert sum(p.savings[year] for p in document.proposals) == 4_650_000
        assert sum(p.total for p in document.proposals) == 8_454_000
        assert {p.profile_complete for p in document.proposals} == {False}

    def test_text_and_word_are_the_same_and_need_nobodys_decision(self, text):
        document = read(text)
        assert without_places(document) == without_places(read(self.as_word(text)))
        assert codes(document, *Severity) == ["markup taken out", "figure in words differs"]

    def test_nothing_is_left_over_and_every_line_is_in_some_field(self, text):
        document = read(text)
        lines = [" ".join(line.split()) for line in text.decode().splitlines() if line.strip()]
        assert document.left_over == ()
        said = " ".join(_everything(document))
        figure, heading = re.compile(r"£[\d.]+m|Sept 17.*|Oct 17.*|Jan 18.*"), 2
        missing = [
            line
            for line in lines[heading:]
            if not figure.fullmatch(line)
            and re.sub(r"\[bookmark.*\]|\s*– ?\(for .*|/$", "", line) not in said
        ]
        assert missing == [
            "Saving Identified 2018/19",
            "Total Saving Identified",
            "Date Reported to Cabinet",
            "Education or Children's Services",
        ]


def _everything(document):
    yield from document.notes
    for proposal in document.proposals:
        yield from (proposal.title, *proposal.committees)
        for section in proposal.sections:
            yield from (section.heading, section.text)


@pytest.mark.documents
@pytest.mark.parametrize(
    "name", ["banes-impact-statements", "cambridgeshire-business-cases", "lancashire-savings-options"]
)
def test_the_other_real_documents_are_refused(documents, name):
    with pytest.raises(UnreadableDocument, match=r"It looks like .*: choose that kind"):
        read((documents / f"{name}.txt").read_bytes())

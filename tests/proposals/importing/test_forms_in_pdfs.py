"""Option forms and business cases printed to PDF: read as from text, without running heads and page numbers."""

import csv
import io

import pypdfium2
import pytest
from PIL import Image

from proposals.domain.references import canonical_reference
from proposals.importing.files.cleaning import UnreadableDocument
from proposals.importing.issues import Severity
from proposals.importing.reading import read_file
from tests.proposals.importing import test_real_business_cases as real_cases
from tests.support import business_cases, option_forms
from tests.support.pdf_forms import option_rows, pdf_of

RULED_OR_NOT = pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "unruled"])
LONG = "Streets will be darker after midnight, which residents of the outer wards have asked about again and again. "


def read(content):
    return read_file(content, "paper.pdf").document


def facts(proposal):
    """Return what a proposal states, without the places of its parts."""
    budget = proposal.budget
    return {
        # A narrow cell wraps a reference at its stop.
        "references": tuple(map(canonical_reference, proposal.references)),
        "title": proposal.title,
        "service": proposal.service,
        "savings": proposal.savings,
        "total": proposal.total,
        "start year": proposal.start_year,
        "fte": proposal.fte_changes,
        "budget": budget and (budget.gross, budget.income, budget.year, budget.note),
        "sections": [(item.kind, item.text, item.answer) for item in proposal.sections],
        "lists": (proposal.risks, proposal.dependencies, proposal.non_financial_benefits),
        "head": (proposal.headline, proposal.committees, proposal.senior_responsible_officer),
    }


def is_said(document, text):
    assert [facts(one) for one in document.proposals] == [
        facts(one) for one in read_file(text.encode(), "paper.txt").document.proposals
    ]


def scanned_page():
    out = io.BytesIO()
    Image.new("L", (800, 1100), 200).save(out, "PDF")
    return out.getvalue()


def with_page(content, added):
    document = pypdfium2.PdfDocument(content)
    document.import_pages(pypdfium2.PdfDocument(added))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class TestOptionForms:
    @RULED_OR_NOT
    def test_say_the_same_as_in_text(self, ruled):
        text = option_forms.text_of(*option_forms.THREE)
        document = read(pdf_of(option_rows(text), ruled=ruled))
        assert document.kind == "option-pages"
        is_said(document, text)

    @RULED_OR_NOT
    def test_of_many_pages_lose_only_what_the_pages_repeat(self, ruled):
        forms = [
            option_forms.ROADS.but(reference=f"ENV{number:03d}", impact=(LONG * 4, LONG * 9))
            for number in range(1, 13)
        ]
        text = option_forms.text_of(*forms)
        document = read(pdf_of(option_rows(text), ruled=ruled))
        is_said(document, text.replace(". \n", ".\n"))
        assert [line.text for line in document.left_over] == ["Budget proposals for scrutiny"]

    def test_keep_their_page_and_line(self):
        document = read(pdf_of(option_rows(option_forms.text_of(*option_forms.THREE))))
        assert [proposal.place for proposal in document.proposals][:1] == ["page 1, line 2"]
        assert document.proposals[0].place_of("profile") == "page 1, table 2, row 1"

    def test_with_a_title_of_two_lines_have_the_whole_title(self):
        title = "PARK KEEPING IN WINTER AND SUMMER, WITH THE HOURS OF THE BOWLING GREENS AND THE OTHER PLAYING FIELDS"
        text = option_forms.text_of(option_forms.PARKS.but(title=title))
        assert read(pdf_of(option_rows(text))).proposals[0].title == title


class TestBusinessCases:
    def test_say_the_same_as_in_text(self):
        text = business_cases.text_of(business_cases.POOLS, business_cases.PARKS)
        document = read(pdf_of(text))
        assert document.kind == "business-cases"
        is_said(document, text)

    def test_with_a_long_brief_description_keep_every_label_apart(self):
        text = business_cases.text_of(business_cases.POOLS.but(brief=LONG * 3, officer="Head of Pools " * 9))
        document = read(pdf_of(text))
        (proposal,) = document.proposals
        assert proposal.sections[0].text == (LONG * 3).strip()
        assert proposal.senior_responsible_officer == ("Head of Pools " * 9).strip()


class TestScannedPages:
    def test_a_scanned_paper_is_refused_in_plain_words(self):
        with pytest.raises(UnreadableDocument, match="it was scanned"):
            read(scanned_page())

    def test_a_scanned_page_among_others_is_asked_about(self):
        forms = pdf_of(option_rows(option_forms.text_of(*option_forms.THREE)))
        document = read(with_page(forms, scanned_page()))
        (asked,) = [issue for issue in document.issues if issue.severity is Severity.QUESTION]
        assert "a scanned page" in asked.message
        assert asked.place == "page 3"


@pytest.mark.documents
@pytest.mark.long
class TestTheRealPapers:
    @RULED_OR_NOT
    def test_every_figure_of_the_options_is_the_reference_s(self, documents, ruled):
        text = (documents / "lancashire-savings-options.txt").read_text()
        from_text = read_file(text.encode(), "options.txt").document
        printed = read(pdf_of(option_rows(text), ruled=ruled))
        figures = ("references", "title", "service", "savings", "total", "start year", "fte", "budget")
        for one, other in zip(printed.proposals, from_text.proposals, strict=True):
            assert {name: facts(one)[name] for name in figures} == {
                name: facts(other)[name] for name in figures
            }

    def test_every_figure_of_the_business_cases_is_the_reference_s(self, documents):
        printed = read(pdf_of((documents / "cambridgeshire-business-cases.txt").read_text()))
        with real_cases.REFERENCE.open(newline="") as file:
            rows = list(csv.DictReader(file))
        for row, proposal in zip(rows, printed.proposals, strict=True):
            row["references"] = " & ".join(map(canonical_reference, row["references"].split(" & ")))
            assert real_cases.figures_of(proposal) == row

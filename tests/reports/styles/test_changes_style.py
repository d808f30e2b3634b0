"""The appendix “Changes since …”: its blocks, and marked words as every kind of file shows them."""

from dataclasses import replace
from io import BytesIO

import docx
import openpyxl
import pytest
from lxml import html

from proposals.changes import compare
from reports.documents.cover import Cover
from reports.documents.document import Document, MarkedParagraph, MarkedRun, Paragraph
from reports.styles.changes import Compared, build
from reports.writers.html import write_html_page
from reports.writers.pdf import write_pdf
from reports.writers.word import write_word
from reports.writers.workbook import write_workbook
from services.values.money import MoneyStyle
from tests.support.appendix_examples import YEARS, fte, profile, proposal, round_of
from tests.support.pdf_checks import assert_passes
from tests.support.style_examples import headings, rows, tables

ROAD = {"directorate_code": "ENV", "directorate": "Environment"}
COVER = Cover(title="Changes since edition 1", appendix="B")


def impact(text):
    return {"statements": {"impact_upon_service": text}}


@pytest.fixture(scope="module")
def document():
    before = round_of(
        proposal("CYP001", **impact("Two posts go.")),
        proposal("CYP002"),
        proposal("ENV001", profile=profile(9_000), **ROAD),
    )
    after = round_of(
        proposal(
            "CYP001",
            risk="H",
            profile=profile(50_000),
            committees=("Education",),
            **impact("Three posts go."),
        ),
        proposal("ENV001", start_year=YEARS[1], profile=profile(0, 9_000), **ROAD),
        proposal("ENV002", fte=fte("0"), **ROAD),
    )
    in_pounds = [replace(record, money_style=MoneyStyle()) for record in (before, after)]
    return build(
        Compared(
            compare(*in_pounds),
            "edition 1 (14 September 2017)",
            "edition 2 (3 November 2017)",
            {"CYP001": ("Approved with conditions: no post before May.",)},
            ("Edition 2 says what it corrects: two totals.",),
        ),
        COVER,
    )


def paragraphs(document):
    return [block.text for block in document.blocks if isinstance(block, Paragraph | MarkedParagraph)]


class TestTheDocument:
    def test_says_on_its_cover_what_is_compared(self, document):
        assert document.subtitle == "From edition 1 (14 September 2017) to edition 2 (3 November 2017)"
        assert headings(document, 2) == ["Summary of changes", "Added", "Withdrawn", "Changed"]

    def test_begins_with_the_counts_the_corrections_and_the_totals_by_directorate(self, document):
        assert paragraphs(document)[:3] == [
            "1 proposal added, 1 withdrawn, 2 changed and 0 unchanged. The total saving was £89,000 and is "
            "£99,000: £10,000 more.",
            "Edition 2 says what it corrects: two totals.",
            "Of the proposals that changed, counted in every way that one did: 1 moved in time, 1 changed in "
            "figure, 1 changed in risk, 1 changed in wording and 1 changed in other facts.",
        ]
        assert rows(tables(document)["Total saving by directorate"]) == [
            (
                "item",
                [
                    "Children and Young People",
                    "£80,000",
                    "£0",
                    "£40,000",
                    "£10,000",
                    "£50,000",
                    "£30,000 less",
                ],
            ),
            ("item", ["Environment", "£9,000", "£40,000", "£0", "£0", "£49,000", "£40,000 more"]),
            ("total", ["Total", "£89,000", "£40,000", "£40,000", "£10,000", "£99,000", "£10,000 more"]),
        ]

    def test_lists_what_came_and_went(self, document):
        (added,) = tables(document)["Proposals added"].rows
        (withdrawn,) = tables(document)["Proposals withdrawn"].rows
        assert added.header.text.startswith("ENV002")
        assert [cell.text for cell in withdrawn.cells[1:]] == ["2018/19", "40,000", "-2.00"]

    def test_tells_each_proposal_that_changed_with_its_figures_facts_and_marked_words(self, document):
        assert headings(document, 3) == ["CYP001 – Family information", "ENV001 – Family information"]
        figures = rows(tables(document)["Figures that changed, CYP001"])
        assert figures[-1] == ("total", ["Total", "£40,000", "£50,000", "£10,000 more"])
        assert rows(tables(document)["Facts that changed, CYP001"]) == [
            ("item", ["Risk to delivery", "Not stated", "High"]),
            ("item", ["Committees", "–", "Added: Education"]),
        ]
        assert "[removed: Two] [added: Three] posts go." in paragraphs(document)
        assert "It starts in 2019/20 instead of 2018/19." in paragraphs(document)
        assert "Reason: Approved with conditions: no post before May." in paragraphs(document)

    def test_of_two_that_are_the_same_says_so_and_no_more(self):
        same = round_of(proposal())
        unchanged = build(Compared(compare(same, same), "one", "two"), COVER)
        assert paragraphs(unchanged) == ["Nothing has changed."]

    def test_passes_the_checks_of_its_pdf(self, document, tmp_path):
        assert_passes(write_pdf(document), tmp_path, document)


class TestMarkedWords:
    """The mark stands in words beside its look, whatever the file; a word that is called “removed” misleads none."""

    @pytest.fixture
    def document(self):
        runs = (
            MarkedRun("removed", "removed"),
            MarkedRun("kept", " & "),
            MarkedRun("added", "<new>"),
        )
        return Document("Northmoor", "", Cover(), (MarkedParagraph(runs),))

    def test_on_a_page_are_struck_through_and_inserted(self, document):
        (marked,) = html.fromstring(write_html_page(document)).find_class("appendix-marked")
        assert marked.text_content() == "[removed: removed] & [added: <new>]"
        assert [(part.tag, part.text) for part in marked] == [("del", "removed"), ("ins", "<new>")]

    def test_in_word_are_struck_through_and_bold_and_underlined(self, document):
        written = docx.Document(BytesIO(write_word(document)))
        (marked,) = [each for each in written.paragraphs if each.text.startswith("[removed")]
        assert [
            (run.text, bool(run.font.strike), bool(run.bold), bool(run.underline)) for run in marked.runs
        ] == [
            ("[removed: removed]", True, False, False),
            (" & ", False, False, False),
            ("[added: <new>]", False, True, True),
        ]

    def test_in_a_workbook_are_told_in_words(self, document):
        book = openpyxl.load_workbook(BytesIO(write_workbook(document)))
        texts = [cell.value for sheet in book for row in sheet for cell in row if cell.value]
        assert "[removed: removed] & [added: <new>]" in texts


def test_pressures_that_came_or_went_have_a_table_of_their_own():
    gone = proposal("G1", direction="pressure", profile=profile(-70_000))
    compared = compare(
        replace(round_of(proposal("S1"), gone), money_style=MoneyStyle()),
        replace(round_of(proposal("S1"), proposal("S2")), money_style=MoneyStyle()),
    )
    by_caption = tables(build(Compared(compared, "edition 1", "edition 2"), COVER))
    assert [row[1][-2] for row in rows(by_caption["Proposals added"])] == ["40,000"]
    assert [row[1][-2] for row in rows(by_caption["Pressures withdrawn"])] == ["70,000"]
    assert by_caption["Pressures withdrawn"].columns[-2].heading == "Total pressure"

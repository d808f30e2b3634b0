"""What a cover says of the part of the agenda, in every form of the appendix."""

from io import BytesIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from docx import Document as WordDocument

from reports.appendices.forms import AppendixForm
from reports.documents.cover import Cover, UnstatedExemption
from reports.styles import STYLES
from reports.writers.html import write_html_page
from reports.writers.word import write_word
from reports.writers.workbook import write_workbook
from tests.support.appendix_examples import proposal, round_of
from tests.support.web_examples import make_proposal, make_round

REASON = "A supplier would learn what the council is ready to pay."
EXEMPT = Cover(part="II", exempt_paragraph=3, exempt_reason=REASON)
SENTENCE = (
    "Exempt from publication under paragraph 3 of Part 1 of Schedule 12A to the Local Government Act 1972 "
    "(information relating to the financial or business affairs of any particular person). "
    f"Public interest reason: {REASON}"
)


def exempt_document():
    return STYLES["option-pages"](round_of(proposal()), EXEMPT)


def test_a_public_appendix_says_that_it_is_one():
    assert "Part I – public" in write_html_page(STYLES["option-pages"](round_of(proposal()), Cover()))


def test_an_exempt_page_says_its_paragraph_and_its_reason():
    page = write_html_page(exempt_document())
    assert "Part II – exempt, not for publication" in page
    assert SENTENCE in page


def test_an_exempt_word_file_says_so_on_the_cover_and_over_every_page():
    word = WordDocument(BytesIO(write_word(exempt_document())))
    assert SENTENCE in [paragraph.text for paragraph in word.paragraphs]
    assert any(
        "Exempt – not for publication" in section.header.paragraphs[0].text for section in word.sections
    )


def test_an_exempt_workbook_says_so_on_its_first_sheet_and_in_every_heading():
    book = openpyxl.load_workbook(BytesIO(write_workbook(exempt_document())))
    assert SENTENCE in [cell.value for cell in book.worksheets[0]["A"]]
    assert all("Exempt – not for publication" in sheet.oddHeader.left.text for sheet in book.worksheets)


@pytest.mark.parametrize(
    ("paragraph", "reason", "what"),
    [(None, REASON, "paragraph"), (8, REASON, "paragraph"), (3, " ", "public interest reason")],
)
def test_an_exempt_cover_without_paragraph_or_reason_is_refused(paragraph, reason, what):
    with pytest.raises(UnstatedExemption, match=what):
        Cover(part="II", exempt_paragraph=paragraph, exempt_reason=reason)


class TestTheForm:
    def test_makes_the_cover_of_an_exempt_appendix_in_large_print(self):
        form = AppendixForm(
            {
                "cover-title": "S",
                "cover-part": "II",
                "cover-exempt_paragraph": "3",
                "cover-exempt_reason": REASON,
                "cover-large_print": "on",
                "cover-on_own_page": "on",
            }
        )
        assert form.is_valid()
        assert form.cover() == Cover(
            "S", part="II", exempt_paragraph=3, exempt_reason=REASON, large_print=True, on_own_page=True
        )

    def test_asks_for_the_paragraph_and_the_reason(self):
        form = AppendixForm({"cover-title": "S", "cover-part": "II"})
        assert set(form.errors) == {"exempt_paragraph", "exempt_reason"}

    @pytest.mark.parametrize("part", ["I", ""])
    def test_refuses_a_paragraph_and_a_reason_in_a_public_appendix(self, part):
        given = {"cover-exempt_paragraph": "3", "cover-exempt_reason": REASON}
        form = AppendixForm({"cover-title": "S", "cover-part": part, **given})
        assert set(form.errors) == {"exempt_paragraph", "exempt_reason"}


@pytest.mark.django_db
class TestTheCommand:
    @pytest.fixture
    def arguments(self, tmp_path):
        budget_round = make_round()
        make_proposal(budget_round, "ENV001")
        path = tmp_path / "appendix.html"
        return {"council": "eastvale-council", "round": budget_round.name, "output": path, "html": True}

    def test_writes_an_exempt_appendix(self, arguments):
        call_command(
            "render_appendix",
            "option-pages",
            part="II",
            exempt_paragraph=3,
            exempt_reason=REASON,
            **arguments,
        )
        assert SENTENCE in arguments["output"].read_text()

    def test_refuses_one_without_its_reason(self, arguments):
        with pytest.raises(CommandError, match="Enter the public interest reason"):
            call_command("render_appendix", "option-pages", part="II", exempt_paragraph=3, **arguments)
        assert not arguments["output"].exists()

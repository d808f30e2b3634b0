"""A file without proposals that can be read is refused in words that say what to do."""

import docx
import pytest

from proposals.importing.files.cleaning import UnreadableDocument
from proposals.importing.reading import read_file
from tests.support.source_files import saved

ITEMS = ("Close the restaurant – £42,000 (ref K1, Facilities)", "Fewer printed agendas – £6,000 in 2027/28")
TO_DO = "Put each proposal into a row of a table"


def refusal(*paragraphs, style):
    document = docx.Document()
    document.add_heading("Savings proposals 2027/28", 1)
    for text in paragraphs:
        document.add_paragraph(text, style=style)
    with pytest.raises(UnreadableDocument) as refused:
        read_file(saved(document), "a.docx")
    return str(refused.value)


@pytest.mark.parametrize("style", ["List Bullet", "Normal"])
def test_amounts_outside_tables_are_quoted_with_what_to_do(style):
    said = refusal(*ITEMS, style=style)
    assert said.startswith(
        "No savings proposals were found in the file. It states amounts in lists or sentences"
    )
    assert f"“{ITEMS[0]}”" in said
    assert TO_DO in said


def test_words_without_amounts_are_not_taken_for_such():
    assert TO_DO not in refusal("The council met on 3 March 2027.", style="Normal")

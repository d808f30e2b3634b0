import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reports.documents.document import BulletList, Cell, Column, NumberedItem, NumberedList, Paragraph, Table
from reports.documents.narrative import narrative_blocks


def test_blank_lines_part_paragraphs():
    assert narrative_blocks("One.\n\n\nTwo.") == (Paragraph("One."), Paragraph("Two."))


def test_a_single_new_line_begins_a_new_paragraph():
    assert narrative_blocks("Fostering Services:\r\nThe service recruits.") == (
        Paragraph("Fostering Services:"),
        Paragraph("The service recruits."),
    )


@pytest.mark.parametrize("mark", ["· ", "• ", "- ", "* ", "o\t", "\t· ", "·\t"])
def test_bullet_marks(mark):
    assert narrative_blocks(f"{mark}first\n{mark}second") == (BulletList(("first", "second")),)


def test_blank_lines_between_bullets_do_not_break_the_list():
    assert narrative_blocks("· one\n\n\n· two\n\nAfter") == (BulletList(("one", "two")), Paragraph("After"))


def test_bullets_after_text_keep_their_places():
    blocks = narrative_blocks("Before\n· one\nBetween\n· two")
    assert blocks == (Paragraph("Before"), BulletList(("one",)), Paragraph("Between"), BulletList(("two",)))


@pytest.mark.parametrize(
    "text", ["-5% of the budget", "o clock", "*starred", ".", "·", "2018. A year", "i.e. so"]
)
def test_what_only_looks_like_a_list_stays_text(text):
    assert narrative_blocks(text) == (Paragraph(text),)


def test_a_list_that_begins_at_three_keeps_its_numbers():
    assert narrative_blocks("3. Within the centre\n\n4.\tWithin the office") == (
        NumberedList((NumberedItem("3.", "Within the centre"), NumberedItem("4.", "Within the office"))),
    )


def test_letters_are_numbers_too():
    assert narrative_blocks("a) one\nb) two") == (
        NumberedList((NumberedItem("a)", "one"), NumberedItem("b)", "two"))),
    )


def test_lines_of_equally_many_cells_are_a_table_headed_by_the_first():
    (table,) = narrative_blocks("Team\tPosts\nNorth\t12\nSouth\t9")
    assert table.columns == (Column("Team"), Column("Posts", align="number"))
    assert [row.cells for row in table.rows] == [(Cell("North"), Cell("12")), (Cell("South"), Cell("9"))]


def test_an_empty_cell_keeps_its_column():
    (table,) = narrative_blocks("\tNow\tLater\nNorth\t\t12")
    assert [column.heading for column in table.columns] == ["", "Now", "Later"]
    assert table.rows[0].cells == (Cell("North"), Cell(""), Cell("12"))


def test_columns_that_are_empty_throughout_are_left_out():
    (table,) = narrative_blocks("\tTeam\tPosts\t\n\tNorth\t12\t")
    assert [column.heading for column in table.columns] == ["Team", "Posts"]


def test_a_table_may_have_eight_columns_and_no_more():
    eight, nine = "\t".join("abcdefgh"), "\t".join("abcdefghi")
    assert isinstance(narrative_blocks(f"{eight}\n{eight}")[0], Table)
    assert narrative_blocks(f"{nine}\n{nine}") == (Paragraph("a b c d e f g h i"),) * 2


def test_a_single_line_with_tabs_is_text():
    assert narrative_blocks("Team\tPosts") == (Paragraph("Team Posts"),)


def test_an_empty_text_has_no_blocks():
    assert narrative_blocks(" \n\t\n") == ()


LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "· ", "- ", "o\t", "1. ", "b)\t", "\t", "  "]),
        st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=9),
    ).map(lambda line: line[0] + "\t".join(line[1])),
    max_size=12,
)


@given(LINES.map("\n".join))
@example("· one\n\n\n· two\n.\n1. x\n\na\tb\n\tc")
def test_nothing_of_the_text_is_lost_but_the_bullet_marks(text):
    expected = "".join(_without_mark(line) for line in text.splitlines())
    assert "".join(map(_text_of, narrative_blocks(text))) == _visible(expected)


def _without_mark(line):
    return re.sub(r"^\s*([·•*-]\s+|o\t\s*)(?=\S)", "", line.rstrip())


def _text_of(block):
    match block:
        case Paragraph(text):
            return _visible(text)
        case BulletList(items):
            return _visible("".join(items))
        case NumberedList(items):
            return _visible("".join(item.number + item.text for item in items))
        case Table(_, columns, rows):
            cells = [column.heading for column in columns] + [cell.text for row in rows for cell in row.cells]
            return _visible("".join(cells))


def _visible(text):
    return "".join(text.split())

"""The widths of columns follow their texts: figures stay whole, running texts share the rest by their length."""

from reports.documents.cover import Cover
from reports.documents.document import Cell, Column, Document, Row, Table
from reports.writers.column_widths import ColumnWidths
from reports.writers.html import write_html_blocks, write_html_body

COLUMNS = (Column("Ref"), Column("Proposal"), Column("2027/28", "£m", "number"))


def summary(*rows, columns=COLUMNS):
    items = (Row("item", Cell(header), tuple(map(Cell, cells))) for header, *cells in rows)
    return Table("Savings", columns, tuple(items))


def test_figures_and_references_have_what_they_need_and_the_text_has_the_rest():
    table = summary(("ENV001", "Street lighting: dimming after midnight " * 3, "-0.906"))
    # Three capitals at 0.6 and three figures at 0.5 are 3.3, and 0.95 beside them: 11 hundredths of 40.
    # A bold heading of seven marks, at 0.5 and 0.46 and one twentieth wider, is 3.633, and 0.95: 12 hundredths.
    assert ColumnWidths.of([table]).shares(40) == (11, 77, 12)


def test_the_widest_column_has_no_width_of_its_own_and_takes_what_is_left():
    page = write_html_blocks([summary(("ENV001", "Street lighting: dimming after midnight", "-0.906"))])
    assert '<th scope="col">Proposal</th>' in page
    assert page.count("appendix-column--") == 2


def test_of_two_running_texts_the_longer_has_more_room():
    columns = (Column("Ref"), Column("Decisions"), Column("Impact"))
    first, second, third = ColumnWidths.of(
        [summary(("A1", "word " * 30, "word " * 90), columns=columns)]
    ).shares(60)
    assert first + second + third == 100
    assert third > 2 * second > 2 * first


def test_no_word_of_a_heading_and_no_figure_is_broken_for_a_long_text():
    table = summary(("A1", "word " * 500, "-12,345,678"))
    # Eleven marks: eight figures at 0.5 and three others at 0.46, and 0.95 beside them, are 6.33 of 20.
    assert ColumnWidths.of([table]).shares(20)[2] >= 31


def test_what_is_needed_beyond_the_line_is_shared_all_the_same():
    table = summary(("A1", "x" * 300, "£1,234,567,890.50"))
    assert ColumnWidths.of([table]).needed > 10
    assert sum(ColumnWidths.of([table]).shares(10)) == 100


def test_tables_of_the_same_columns_are_laid_out_alike_in_one_document():
    short, long = summary(("A1", "Depots", "1.0")), summary(("ENV001", "Depots " * 9, "-1,000.0"))
    alone = write_html_blocks([short]).partition("<tbody>")[0]
    together = write_html_body(Document("Northmoor", "Budget", Cover(), (short, long)))
    heads = [part.partition("<tbody>")[0] for part in together.split("<table")[1:]]
    assert heads[0] == heads[1] != alone.partition("<table")[2]


def test_a_table_without_any_text_fills_its_line():
    assert ColumnWidths.of([Table("", (Column(""), Column("")), ())]).shares(40) == (50, 50)

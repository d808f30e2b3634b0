"""Long tables of figures have columns of given widths; short ones and those that need more lay themselves out."""

from reports.documents.document import Cell, Column, Row, Table
from reports.writers.column_widths import column_widths
from reports.writers.html import write_html_blocks


def summary(rows, figure="-0.906", reference="ENV001"):
    columns = (Column("Reference"), Column("Proposal"), Column("2027/28", "£m", "number"))
    row = Row("item", Cell(reference), (Cell("Street lighting: dimming after midnight"), Cell(figure)))
    total = Row("total", Cell("Total of all these proposals"), (Cell(figure),), header_span=2)
    return Table("Savings", columns, (*[row] * rows, total))


def test_a_short_table_lays_itself_out():
    assert column_widths(summary(39)) == ("", "", "")
    assert "appendix-table--long" not in write_html_blocks([summary(39)])


def test_a_long_table_gives_figures_and_references_what_they_need_and_the_text_the_rest():
    # Across 41 letters' widths: seven figures of half a width, and one between columns, are 11 parts of 100.
    assert column_widths(summary(40)) == ("14", "", "11")
    page = write_html_blocks([summary(40)])
    assert 'class="appendix-table appendix-table--long"' in page
    assert 'class="appendix-number appendix-column--11"' in page


def test_a_longer_figure_makes_its_column_wider():
    assert column_widths(summary(40, "-12,345,678")) == ("14", "", "16")


def test_where_no_width_is_enough_the_table_lays_itself_out():
    assert column_widths(summary(40, "£1,234,567,890.50")) == ("", "", "")
    assert column_widths(summary(40, reference="")) != ("", "", "")


def test_a_table_without_a_text_between_its_figures_lays_itself_out():
    columns = (Column("Year"), Column("Saving", "£m", "number"))
    rows = (Row("item", Cell("2027/28"), (Cell("1.000"),)),) * 50
    assert column_widths(Table("Savings", columns, rows)) == ("", "")

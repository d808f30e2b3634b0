"""Source documents made of rows as a person would type them, so that what understands them is tried without files."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from proposals.importing.files.blocks import Cell, Grid, Location, Paragraph, SourceDocument


def cell(value, row=0, column=0, sheet="", **shown):
    location = Location(sheet=sheet, row=row, column=column)
    if isinstance(value, Cell):
        return value
    if value is None:
        return Cell(location=location, **shown)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        number = Decimal(str(value))
        return Cell(text=f"{number:f}", value=number, location=location, **shown)
    if isinstance(value, date):
        return Cell(text=value.isoformat(), value=value, location=location, **shown)
    return Cell(text=str(value), location=location, **shown)


def grid(rows, sheet="", table=0, first_row=1):
    width = max(len(row) for row in rows)
    return Grid(
        tuple(
            tuple(
                cell(row[index] if index < len(row) else None, number, index + 1, sheet)
                for index in range(width)
            )
            for number, row in enumerate(rows, start=first_row)
        ),
        Location(sheet=sheet, table=table),
    )


def document(*blocks, kind="xlsx"):
    """Return a document: a text becomes a paragraph, a list of rows a grid."""
    made = []
    for number, block in enumerate(blocks, start=1):
        if isinstance(block, str):
            made.append(Paragraph(block, location=Location(line=number)))
        else:
            made.append(grid(block, table=number))
    return SourceDocument(kind, tuple(made))


def from_workbook(path):
    import openpyxl

    book = openpyxl.load_workbook(path)
    return SourceDocument(
        "xlsx",
        tuple(grid([list(r) for r in sheet.iter_rows(values_only=True)], sheet.title) for sheet in book),
    )


def from_word(path):
    import docx

    made = []
    stack = [docx.Document(path)]

    def walk(element):
        for block in element.iter_inner_content():
            if hasattr(block, "rows"):
                rows = []
                for number, row in enumerate(block.rows, start=1):
                    cells, seen = [], {}
                    for index, found in enumerate(row.cells):
                        if found._tc in seen:
                            first = seen[found._tc]
                            cells[first] = replace(cells[first], columns=index - first + 1)
                            cells.append(
                                Cell(
                                    covered=True,
                                    location=Location(table=len(made), row=number, column=index + 1),
                                )
                            )
                            continue
                        seen[found._tc] = index
                        if found.tables:
                            walk(found)
                        cells.append(
                            Cell(
                                text=found.text,
                                location=Location(table=len(made), row=number, column=index + 1),
                            )
                        )
                    rows.append(tuple(cells))
                made.append(Grid(tuple(rows), Location(table=len(made))))
            elif block.text.strip():
                made.append(Paragraph(block.text, location=Location(line=len(made) + 1)))

    walk(stack[0])
    return SourceDocument("docx", tuple(made))

"""Documents of forms printed as councils publish them: PDFs with running heads, page numbers and wrapped lines."""

import re
from html import escape
from itertools import groupby

from tests.support.option_forms import BULLET
from tests.support.printing import print_html

_STYLE = """<style>
@page {{ size: A4; margin: 2.2cm 2cm; @top-center {{ content: "Budget proposals for scrutiny" }}
         @bottom-right {{ content: "Page " counter(page) " of " counter(pages) }} }}
body {{ font: 10pt serif }}
p {{ margin: 0 0 6pt }}
table {{ border-collapse: collapse; width: 100%; margin: 4pt 0; {table} }}
tr {{ break-inside: avoid }}
td {{ padding: 3pt 5pt; text-align: left; vertical-align: top; {cell} }}
</style>"""
_OF_A_TABLE = re.compile(r"20\d\d/\d\d|Total|£m|-?\d+\.\d+")
_ONE_VALUE = ("Service Name", "Which ", "Gross budget", "Income", "Net budget")
_COLUMNS = 4


def pdf_of(text: str, *, ruled: bool = True) -> bytes:
    """Return a text as a PDF: rows with tabs become tables, bullets a list, all else paragraphs."""
    body = []
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    for kind, members in groupby(lines, key=_kind):
        listed = list(members)
        if kind == "row":
            body.append(_table(listed))
        elif kind == "item":
            body.append("<ul>" + "".join(f"<li>{escape(line.strip()[2:])}</li>" for line in listed) + "</ul>")
        else:
            body += [f"<p>{escape(line)}</p>" for line in listed]
    style = _STYLE.format(
        cell="border: 0.6pt solid black" if ruled else "", table="" if ruled else "break-inside: avoid"
    )
    return print_html(f"<html lang=en>{style}{''.join(body)}")


def _kind(line: str) -> str:
    if "\t" in line:
        return "row"
    return "item" if line.startswith(("- ", BULLET)) else "text"


def _table(rows: list[str]) -> str:
    cells = [row.split("\t") for row in rows]
    width = max(map(len, cells))
    made = (
        "".join(f"<td>{escape(cell)}</td>" for cell in [*row, *[""] * (width - len(row))]) for row in cells
    )
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in made)}</table>"


def option_rows(text: str) -> str:
    """Return a text of option forms with its values beside their headings, and its years in rows of a table."""
    printed: list[str] = []
    figures: list[str] = []
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            continue
        if _OF_A_TABLE.fullmatch(line) and not _awaits_value(printed):
            figures.append(line)
            continue
        for start in range(0, len(figures), _COLUMNS):
            printed.append("\t".join(figures[start : start + _COLUMNS]))
        figures = []
        if _awaits_value(printed):
            printed[-1] += f"\t{line}"
        else:
            printed.append(line)
    return "\n".join(printed)


def _awaits_value(printed: list[str]) -> bool:
    return bool(printed) and printed[-1].startswith(_ONE_VALUE) and "\t" not in printed[-1]

"""Faults seeded into the layouts of the corpus: each changes the rows and, where it changes what is right, the proposals."""

from dataclasses import replace
from decimal import Decimal

from proposals.importing.files.blocks import Cell
from tests.proposals.importing.understanding.corpus.rendering import Layout, figure, sum_row


def _remark(rows, made, layout):
    rows[-1] = [*rows[-1], "See note 1"]
    rows[:-1] = [[*row, ""] for row in rows[:-1]]
    rows[0][-1] = "Comments"
    return rows, made


def _targets(rows, made, layout):
    width = len(rows[0])
    target = [""] * width
    gap = [""] * width
    for index, cell in enumerate(rows[-1]):
        if isinstance(cell, Decimal | int):
            target[index], gap[index] = cell + 50, Decimal(50)
    where = layout.columns.index("title")
    target[where], gap[where] = "Savings target", "Gap to target"
    return [*rows, target, gap], made


def _after_total(rows, made, layout):
    extra = list(rows[1])
    extra[0], extra[layout.columns.index("title")] = "ZZ99", "Late idea"
    return [*rows, extra], made


def _wrong_total(rows, made, layout):
    rows[-1] = [cell + 7 if isinstance(cell, Decimal) and cell else cell for cell in rows[-1]]
    return rows, made


def _wrong_unit(rows, made, layout):
    rows[0] = [str(cell).replace("£000", "£m") for cell in rows[0]]
    return rows, made


def _duplicate(rows, made, layout):
    rows[2][0] = rows[1][0]
    return rows, made


def _overflow(rows, made, layout):
    rows[1][layout.columns.index("years")] = Cell(text="#####")
    return rows, made


def _withdrawn(rows, made, layout):
    where = layout.columns.index("title")
    rows[1][where] = f"{rows[1][where]} (WITHDRAWN)"
    return rows, made


def _to_be_confirmed(rows, made, layout):
    rows[1][layout.columns.index("years")] = "TBC"
    return rows, made


def _percentages(rows, made, layout):
    row = ["% of budget" if key == "title" else "" for key in rows[0]]
    row = [Cell(text="2.5%") if isinstance(cell, Decimal | int) else "" for cell in rows[-1]]
    row[layout.columns.index("title")] = "Percentage of net budget"
    return [*rows, row], made


def _running_total(rows, made, layout):
    cells = [""] * len(rows[0])
    start, running = layout.columns.index("years"), 0
    for offset, year in enumerate(layout.span):
        running += sum(t.amounts[year] for t in made)
        cells[start + offset] = figure(layout, running)
    cells[layout.columns.index("title")] = "Cumulative total"
    return [*rows, cells], made


def _several(rows, made, layout):
    rows[1][layout.columns.index("years")] = "£40k / £20k"
    return rows, made


def _pence(rows, made, layout):
    rows[1][layout.columns.index("years")] = "1234.56"
    return rows, made


def _vacant(rows, made, layout):
    rows.pop()
    rows[1][-1] = "5 (vacant)"
    return rows, made


def _part(rows, made, layout):
    extra = list(rows[1])
    extra[0], extra[layout.columns.index("title")] = "", "of which: fuel"
    return [*rows[:2], extra, *rows[2:]], made


def _raised_cost(rows, made, layout):
    turned = made[1]
    start = layout.columns.index("years")
    for offset, year in enumerate(layout.span):
        rows[2][start + offset] = -rows[2][start + offset]
        turned.amounts[year] = -turned.amounts[year]
    rows[2][start + len(layout.span)] = -rows[2][start + len(layout.span)]
    rows[-1] = sum_row(layout, made, "Total")
    return rows, made


def _total_of_costs(rows, made, layout):
    rows[0] = [*rows[0], "Total cost £000"]
    rows[1:-1] = [[*row, Decimal(100 * number)] for number, row in enumerate(rows[1:-1], start=3)]
    rows[-1] = [*rows[-1], ""]
    return rows, made


def _second_total(rows, made, layout):
    where = len(rows[0]) - 1
    rows[:] = [[*row, row[where]] for row in rows]
    rows[0][-1] = "Overall saving £000"
    return rows, made


def _unknown_name(rows, made, layout):
    where = layout.columns.index("title")
    rows[-1] = ["" if isinstance(cell, str | Cell) else cell for cell in rows[-1]]
    rows[-1][where] = "Everything together"
    return rows, made


def _bare_figures(rows, made, layout):
    bare = ["" if index < layout.columns.index("years") else Decimal(3) for index in range(len(rows[1]))]
    return [*rows[:2], bare, *rows[2:]], made


def _called_total(rows, made, layout):
    made[1] = replace(made[1], title="Total Place programme")
    rows[2][layout.columns.index("title")] = made[1].title
    return rows, made


def _page_numbers(rows, made, layout):
    breaks = [[f"Page {number} of 3"] for number in (1, 2)]
    return [*rows[:2], breaks[0], *rows[2:4], breaks[1], *rows[4:]], made


def _see_note(rows, made, layout):
    rows[1][layout.columns.index("years")] = "see note"
    return rows, made


SIMPLE = ("ref", "title", "years", "total")


def _faults():
    return [
        Layout("fault: total with a remark", SIMPLE, extra=_remark, seed=80),
        Layout("fault: target rows", SIMPLE, extra=_targets, seed=81),
        Layout(
            "fault: row after the grand total",
            SIMPLE,
            grand="Grand total",
            extra=_after_total,
            asks=("after-total",),
            seed=82,
        ),
        Layout(
            "fault: cumulative in the title",
            ("ref", "title", "years"),
            cumulative=True,
            title_lines=("Cumulative savings {first} to {last}",),
            asks=("basis",),
            seed=83,
        ),
        Layout("fault: cumulative, proved by the total", SIMPLE, cumulative=True, seed=84),
        Layout(
            "fault: cumulative, nothing said",
            ("ref", "title", "years"),
            cumulative=True,
            asks=("basis",),
            seed=85,
        ),
        Layout("fault: wrong total", SIMPLE, extra=_wrong_total, asks=("totals",), seed=86),
        Layout("fault: wrong unit", SIMPLE, extra=_wrong_unit, asks=("unit",), seed=87),
        Layout("fault: reference twice", SIMPLE, extra=_duplicate, asks=("refused",), seed=88),
        Layout("fault: column too narrow", SIMPLE, extra=_overflow, asks=("figure",), seed=89),
        Layout("fault: withdrawn", SIMPLE, extra=_withdrawn, asks=("withdrawn",), seed=90),
        Layout(
            "fault: figure to be confirmed",
            ("ref", "title", "years"),
            grand="-",
            extra=_to_be_confirmed,
            drops=("first",),
            seed=91,
        ),
        Layout("fault: percentages below", SIMPLE, extra=_percentages, seed=92),
        Layout("fault: running total below", ("ref", "title", "years"), extra=_running_total, seed=93),
        Layout(
            "fault: several amounts",
            ("ref", "title", "years"),
            grand="-",
            extra=_several,
            asks=("figure",),
            drops=("first",),
            seed=94,
        ),
        Layout(
            "fault: pence",
            ("ref", "title", "years"),
            grand="-",
            unit="pounds",
            unit_text="£",
            extra=_pence,
            asks=("pence",),
            drops=("first",),
            seed=95,
        ),
        Layout(
            "fault: vacant posts", ("ref", "title", "years", "fte"), extra=_vacant, asks=("vacant",), seed=96
        ),
        Layout("fault: part of a row", SIMPLE, extra=_part, seed=97),
        Layout("fault: no unit", ("ref", "title", "years"), unit_in="nowhere", asks=("unit",), seed=98),
        Layout(
            "fault: no year",
            ("ref", "title", "years"),
            years=(2026,),
            year_words="Saving",
            title_lines=("Savings 2026/27 to 2028/29",),
            asks=("year",),
            seed=99,
        ),
        Layout(
            "fault: growth list",
            SIMPLE,
            title_lines=("Growth bids {first} to {last}",),
            headings={"title": "Bid"},
            drops=("sign",),
            seed=100,
        ),
        Layout(
            "fault: a total of costs",
            ("ref", "title", "years"),
            grand="-",
            extra=_total_of_costs,
            asks=("column",),
            seed=102,
        ),
        Layout("fault: two totals", SIMPLE, extra=_second_total, seed=103),
        Layout(
            "fault: a sum under an unknown name",
            SIMPLE,
            extra=_unknown_name,
            asks=("total-or-proposal",),
            seed=104,
        ),
        Layout("fault: bare figures", SIMPLE, extra=_bare_figures, asks=("unnamed-rows",), seed=105),
        Layout("fault: a title that begins with total", SIMPLE, extra=_called_total, seed=106),
        Layout("fault: page numbers", SIMPLE, extra=_page_numbers, seed=107),
        Layout(
            "fault: words for a figure",
            ("ref", "title", "years"),
            grand="-",
            extra=_see_note,
            drops=("first",),
            seed=108,
        ),
        Layout("fault: a cost among savings", SIMPLE, extra=_raised_cost, seed=101),
    ]


FAULTS = _faults()

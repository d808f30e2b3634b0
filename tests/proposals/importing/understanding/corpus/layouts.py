"""The invented layouts of the corpus, and the faults that are seeded in them."""

from dataclasses import replace
from decimal import Decimal

from proposals.importing.files.blocks import Cell
from tests.proposals.importing.understanding.corpus.rendering import (
    Layout,
    dash,
    ending,
    figure,
    fy,
    long,
    short,
    sum_row,
)

FULL = ("ref", "directorate", "service", "title", "years", "total", "fte")


def _more_columns():
    return [
        Layout(
            "plain list", ("ref", "directorate", "title", "years", "total", "fte"), headings={"fte": "FTE"}
        ),
        Layout(
            "negative in brackets",
            FULL,
            negative=True,
            brackets=True,
            text_figures=True,
            unit_text="£'000",
            seed=2,
        ),
        Layout("negative with a minus", FULL, negative=True, seed=3, unit_text="£000s"),
        Layout("unit in a row of its own", FULL, unit_in="row", unit_text="£’000", seed=4),
        Layout(
            "unit in the title",
            FULL,
            unit_in="title",
            title_lines=("Budget reductions {first} to {last} (£000)",),
            seed=5,
        ),
        Layout("pounds", FULL, unit="pounds", unit_text="£", seed=6),
        Layout(
            "pounds with signs in the cells", FULL, unit="pounds", unit_in="cell", text_figures=True, seed=7
        ),
        Layout("millions", FULL, unit="millions", unit_text="£m", decimals=3, text_figures=True, seed=8),
        Layout(
            "millions in the cells",
            FULL,
            unit="millions",
            unit_in="cell",
            decimals=3,
            text_figures=True,
            seed=9,
        ),
        Layout("k in the cells", FULL, unit_in="cell", text_figures=True, seed=10),
        Layout("pound comma thousands", FULL, unit_text="£,000", seed=11),
        Layout("half thousands", FULL, decimals=1, text_figures=True, seed=12),
        Layout("calendar style years", FULL, year=dash, seed=13),
        Layout("long years", FULL, year=long, seed=14),
        Layout("short years", FULL, year=short, year_words="{year} saving", seed=15),
        Layout("years by number", FULL, year_words="Year {n}", seed=16),
        Layout("financial years by their end", FULL, year=fy, seed=17),
        Layout("years ending", FULL, year=ending, seed=18),
        Layout("2005", FULL, years=(2005, 2006, 2007), seed=19, title_lines=("SAVINGS SCHEDULE",)),
        Layout("four years", FULL, years=(2023, 2024, 2025, 2026), seed=20),
        Layout(
            "one year",
            ("ref", "title", "years"),
            years=(2019,),
            seed=21,
            title_lines=("Proposed savings {first}",),
        ),
        Layout(
            "one year in the title",
            ("ref", "title", "years"),
            years=(2019,),
            year_words="Saving",
            seed=22,
            title_lines=("Proposed savings {first}",),
        ),
    ]


def _groups():
    return [
        Layout("groups in rows", ("ref", "title", "years", "total"), groups=("directorate",), seed=30),
        Layout(
            "groups merged",
            ("ref", "title", "years", "total"),
            groups=("directorate",),
            merged_groups=True,
            seed=31,
        ),
        Layout(
            "groups with subtotals",
            ("ref", "title", "years", "total"),
            groups=("directorate",),
            subtotals="Total {name}",
            grand="Grand total",
            seed=32,
        ),
        Layout(
            "nested groups",
            ("title", "years", "total"),
            groups=("directorate", "service"),
            upper_first=True,
            subtotals="Sub-total {name}",
            grand="TOTAL",
            seed=33,
        ),
        Layout(
            "nested without totals",
            ("ref", "title", "years"),
            groups=("directorate", "service"),
            upper_first=True,
            grand="-",
            seed=34,
        ),
        Layout(
            "subtotals first",
            ("ref", "title", "years", "total"),
            groups=("directorate",),
            subtotal_first=True,
            seed=35,
        ),
        Layout(
            "labelled groups",
            ("ref", "title", "years"),
            groups=("directorate",),
            group_text="{label}: {name}",
            seed=36,
        ),
        Layout(
            "unnamed subtotals",
            ("ref", "title", "years"),
            groups=("directorate",),
            subtotals="",
            seed=37,
            extra=_unnamed_total,
        ),
        Layout("directorate once", FULL, ditto=("directorate", "service"), seed=38),
        Layout(
            "service first, no heading",
            ("service", "ref", "title", "years"),
            headings={"service": "", "ref": "", "title": ""},
            unit_in="row",
            ditto=("service",),
            negative=True,
            seed=39,
        ),
        Layout(
            "behind the name",
            ("ref", "title", "years"),
            groups=("directorate",),
            subtotals="{name} total",
            grand="Overall total",
            seed=40,
        ),
        Layout("blank rows between", FULL, blanks=True, seed=41),
        Layout("headings again", FULL, continued="again", seed=42),
        Layout(
            "categories within directorates",
            ("title", "years", "total"),
            groups=("directorate", "category"),
            subtotals="Sub Total - {name}",
            grand="TOTAL",
            seed=43,
            count=12,
        ),
    ]


def _words():
    return [
        Layout(
            "description and no title",
            ("ref", "service", "description", "years"),
            headings={"description": "Description of saving"},
            seed=50,
        ),
        Layout(
            "service and proposal",
            ("service", "title", "years", "total", "impact"),
            headings={"service": "Service Area", "title": "Savings Proposal"},
            seed=51,
        ),
        Layout(
            "risk, RAG and officer", ("ref", "title", "officer", "years", "risk", "rag", "notes"), seed=52
        ),
        Layout(
            "gross, income and net",
            ("ref", "service", "gross", "income", "net", "title", "years", "total"),
            seed=53,
        ),
        Layout("one-off column", ("ref", "title", "type", "years", "total"), seed=54),
        Layout("committee column", ("committee", "ref", "title", "years"), seed=55),
        Layout("heading over the years", FULL, over="Savings", seed=56),
        Layout(
            "FTE by year",
            ("ref", "title", "years", "fte_years"),
            headings={"fte_over": "FTE reductions"},
            over="Savings £000",
            unit_in="nowhere",
            fte_sign=-1,
            seed=57,
        ),
        Layout(
            "FTE positive",
            ("ref", "title", "years", "fte"),
            headings={"fte": "Posts deleted (FTE)"},
            fte_sign=-1,
            seed=58,
        ),
        Layout(
            "how achieved and impact",
            ("title", "description", "years", "total", "risk", "impact"),
            headings={"description": "How to be achieved", "title": "Savings Title"},
            seed=59,
        ),
        Layout(
            "wordy headings",
            FULL,
            headings={
                "ref": "Savings reference number",
                "title": "Title of proposal (max 20 words)",
                "total": "Three year total saving",
            },
            year_words="{year} net saving",
            seed=60,
        ),
        Layout(
            "misspelt headings",
            FULL,
            headings={"directorate": "Directorat", "title": "Propsal", "total": "Total"},
            seed=61,
        ),
        Layout("empty column between", ("ref", "title", "blank", "years", "blank", "total"), seed=62),
        Layout("dashes for nothing", FULL, zero="-", text_figures=True, seed=63),
        Layout("blanks for nothing", FULL, zero="", seed=64),
        Layout("nil for nothing", FULL, zero="nil", text_figures=True, seed=65),
        Layout(
            "notes below", FULL, notes=("Note: all figures are net.", "* subject to consultation"), seed=66
        ),
        Layout(
            "several lines above",
            FULL,
            title_lines=(
                "Council of the Vale",
                "Appendix C",
                "Proposed budget savings {first} to {last}",
                "All figures in £000",
            ),
            unit_in="nowhere",
            seed=67,
        ),
        Layout("total in the middle", ("ref", "title", "total", "years"), seed=68),
        Layout("long list", FULL, count=24, seed=69),
    ]


def _unnamed_total(rows, made, layout):
    rows[-1] = [cell if not isinstance(cell, str) or cell != "Total" else "" for cell in rows[-1]]
    return rows, made


# Faults: each changes the rows and, where it changes what is right, the proposals.


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
    rows[1][layout.columns.index("years")] = Cell(text="#####", overflows=True)
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
            asks=("figure",),
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
            asks=("growth",),
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


LAYOUTS = [*_more_columns(), *_groups(), *_words()]
FAULTS = _faults()

"""Invented savings lists, and how a council could lay them out: rows of cells with the right answer beside them."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from proposals.importing.files.blocks import Cell
from services.values.years import FinancialYear

POUNDS = {"pounds": 1, "thousands": 1_000, "millions": 1_000_000}
DIRECTORATES = {
    "Place and Growth": ("Highways", "Parks and Open Spaces"),
    "Adults and Wellbeing": ("Home Care", "Day Opportunities"),
    "Children and Learning": ("Early Help", "School Transport"),
    "Corporate Core": ("Digital", "Estates"),
}
CODES = {
    "Place and Growth": "PG",
    "Adults and Wellbeing": "AW",
    "Children and Learning": "CL",
    "Corporate Core": "CC",
}
CATEGORIES = ("Efficiency", "Income", "Service redesign")
_VERBS = (
    "Review of",
    "Redesign of",
    "Joint working on",
    "Fewer",
    "Automation of",
    "Insourcing of",
    "Reletting",
    "Charging for",
)
_NOUNS = (
    "lighting columns", "grounds equipment", "visiting contracts", "meals", "family hubs", "bus passes", "scanning", "depots",
    "verges", "bridges inspection", "respite beds", "travel training", "licences", "reception desks", "pest control", "fleet hire",
    "verge signs", "key safes", "tablets", "archives storage", "ferry subsidy", "market stalls", "kennels", "gritting rounds",
)  # fmt: skip


@dataclass(frozen=True)
class Truth:
    """A proposal as it really is: whole pounds by year, a saving positive."""

    reference: str
    title: str
    directorate: str
    service: str
    category: str
    amounts: dict
    fte: Decimal
    gross: int = 0
    income: int = 0

    @property
    def total(self):
        return sum(self.amounts.values())


def truths(seed: int, years: Sequence[FinancialYear], count: int = 10, step: int = 1_000) -> list[Truth]:
    """Return invented proposals, in the order of their directorates and services."""
    chance = random.Random(seed)
    nouns = chance.sample(_NOUNS, len(_NOUNS))
    made = []
    places = [(d, s) for d, services in DIRECTORATES.items() for s in services]
    for number in range(count):
        directorate, service = places[number * len(places) // count]
        amounts = {}
        for position, year in enumerate(years):
            keep = position == 0 or chance.random() < 0.45
            amounts[year] = chance.randrange(11, 640) * step if keep else 0
        if chance.random() < 0.3 and len(years) > 1:
            amounts[years[0]] = 0
            amounts[years[1]] = chance.randrange(11, 640) * step
        fte = Decimal(chance.choice((0, 0, -1, -2, "-1.5", "-4.5")))
        title = f"{_VERBS[chance.randrange(len(_VERBS))]} {nouns[number % len(nouns)]}" + (
            f" {number}" if number >= len(nouns) else ""
        )
        gross = chance.randrange(900, 9_000) * step
        made.append(
            Truth(
                f"{CODES[directorate]}{number + 1:02d}",
                title,
                directorate,
                service,
                CATEGORIES[number % 3],
                amounts,
                fte,
                gross,
                gross // 4 // step * step,
            )
        )
    return made


def slash(year):
    return str(year)


def dash(year):
    return f"{year.start}-{(year.start + 1) % 100:02d}"


def long(year):
    return f"{year.start}/{year.start + 1}"


def short(year):
    return f"{year.start % 100:02d}/{(year.start + 1) % 100:02d}"


def fy(year):
    return f"FY{(year.start + 1) % 100:02d}"


def ending(year):
    return f"Year ending 31 March {year.start + 1}"


@dataclass(frozen=True)
class Layout:
    """How a council prints its list."""

    name: str
    columns: Sequence[str] = ("ref", "title", "years", "total")
    headings: dict = field(default_factory=dict)
    year: Callable = slash
    year_words: str = "{year}"
    unit: str = "thousands"
    unit_text: str = "£000"
    unit_in: str = "heading"
    """heading, row, title, cell or nowhere"""
    negative: bool = False
    brackets: bool = False
    zero: str = "0"
    decimals: int = 0
    text_figures: bool = False
    groups: Sequence[str] = ()
    """Attributes whose values stand in rows above the rows of each group."""
    group_text: str = "{name}"
    upper_first: bool = False
    merged_groups: bool = False
    subtotals: str = ""
    subtotal_first: bool = False
    grand: str = "Total"
    title_lines: Sequence[str] = ("Savings proposals {first} to {last}",)
    notes: Sequence[str] = ()
    cumulative: bool = False
    over: str = ""
    """A heading in a row of its own over the years."""
    blanks: bool = False
    ditto: Sequence[str] = ()
    """Columns printed only where their value changes."""
    extra: Callable | None = None
    """Changes the rows after they were made: a seeded fault."""
    years: Sequence[int] = (2026, 2027, 2028)
    asks: Sequence[str] = ()
    """Questions that have to be asked."""
    drops: Sequence[str] = ()
    count: int = 10
    seed: int = 1
    fte_sign: int = 1
    lead_column: bool = False
    continued: str = ""
    kind: str = "xlsx"

    @property
    def span(self):
        return tuple(FinancialYear(year) for year in self.years)


_HEADINGS = {
    "ref": "Ref", "title": "Proposal", "directorate": "Directorate", "service": "Service", "category": "Category", "total": "Total",
    "fte": "FTE reduction", "risk": "Risk", "rag": "RAG", "officer": "Lead officer", "notes": "Comments", "description": "Description",
    "gross": "Gross budget", "income": "Income budget", "net": "Net budget", "committee": "Committee", "type": "One-off / recurring",
    "impact": "Impact on service", "blank": "",
}  # fmt: skip
_MONEY = ("total", "gross", "income", "net")


def render(layout: Layout):
    """Return the lines above the table, the rows of the table, and the proposals that they state."""
    made = truths(layout.seed, layout.span, layout.count, _step(layout))
    rows = [*_heading_rows(layout), *_body(layout, made)]
    if layout.blanks:
        rows = [row for pair in zip(rows, [[] for _ in rows], strict=True) for row in pair]
    first, last = layout.year(layout.span[0]), layout.year(layout.span[-1])
    above = [
        line.format(first=layout.span[0], last=layout.span[-1], unit=layout.unit_text, f=first, l=last)
        for line in layout.title_lines
    ]
    notes = list(layout.notes)
    if layout.extra:
        rows, made = layout.extra(rows, made, layout)
    return above, rows, notes, made


def _step(layout):
    return (
        {"pounds": 1, "thousands": 1_000, "millions": 1_000}[layout.unit]
        if not (layout.unit == "thousands" and layout.decimals)
        else 500
    )


def _heading_rows(layout):
    top, main, below = [], [], []
    for key in layout.columns:
        if key == "years":
            for position, year in enumerate(layout.span):
                text = layout.year_words.format(year=layout.year(year), n=position + 1)
                main.append(_with_unit(text, layout))
                top.append(layout.over if position == 0 else "")
                below.append(layout.unit_text)
        elif key == "fte_years":
            for position, year in enumerate(layout.span):
                main.append(
                    f"{layout.year(year)} FTE reduction"
                    if not layout.headings.get("fte_over")
                    else layout.year(year)
                )
                top.append(layout.headings.get("fte_over", "") if position == 0 else "")
                below.append("")
        else:
            text = layout.headings.get(key, _HEADINGS[key])
            is_money = key in _MONEY
            main.append(_with_unit(text, layout) if is_money else text)
            top.append("")
            below.append(layout.unit_text if is_money else "")
    rows = [[*top]] if any(top) else []
    rows.append(main)
    if layout.unit_in == "row":
        rows.append(below)
    return rows


def _with_unit(text, layout):
    return f"{text} {layout.unit_text}".strip() if layout.unit_in == "heading" else text


def figure(layout, pounds):
    """Return an amount as the council prints it."""
    if not pounds:
        return layout.zero if layout.zero != "0" or layout.text_figures else 0
    number = Decimal(pounds) / POUNDS[layout.unit]
    number = -number if layout.negative else number
    if not layout.text_figures:
        return number
    text = f"{abs(number):,.{layout.decimals}f}"
    if layout.unit_in == "cell":
        text = f"£{text}{ {'pounds': '', 'thousands': 'k', 'millions': 'm'}[layout.unit] }"
    if number < 0:
        return f"({text})" if layout.brackets else f"-{text}"
    return text


def _years(layout, amounts):
    running, printed = 0, []
    for year in layout.span:
        running += amounts.get(year, 0)
        printed.append(figure(layout, running if layout.cumulative else amounts.get(year, 0)))
    return printed


def _row(layout, truth, before):
    cells = []
    for key in layout.columns:
        if key == "years":
            cells += _years(layout, truth.amounts)
        elif key == "fte_years":
            cells += [truth.fte * layout.fte_sign if year == layout.span[0] else 0 for year in layout.span]
        else:
            cells.append(_value(layout, key, truth, before))
    return cells


def _value(layout, key, truth, before):
    simple = {
        "ref": truth.reference, "title": truth.title, "directorate": truth.directorate, "service": truth.service, "category": truth.category,
        "risk": "HML"[len(truth.title) % 3], "rag": ("Red", "Amber", "Green")[len(truth.title) % 3], "officer": "A. Manager", "blank": "",
        "notes": "See the full template" if len(truth.title) % 2 else "", "committee": "Resources Committee", "type": "Recurring",
        "description": f"The council will carry out: {truth.title.lower()}, from the start of the year.", "impact": "Visits will be shorter.",
    }  # fmt: skip
    if key in simple:
        if key in layout.ditto and before is not None and getattr(before, key) == getattr(truth, key):
            return ""
        return simple[key]
    if key == "fte":
        return truth.fte * layout.fte_sign
    pounds = {
        "total": truth.total,
        "gross": truth.gross,
        "income": truth.income,
        "net": truth.gross - truth.income,
    }[key]
    if key in ("gross", "income", "net"):
        return Decimal(pounds) / POUNDS[layout.unit]
    return figure(layout, pounds)


def sum_row(layout, made, label):
    """Return a total's row with its label in the column of titles."""
    cells = []
    for key in layout.columns:
        if key == "years":
            cells += _years(layout, {year: sum(t.amounts.get(year, 0) for t in made) for year in layout.span})
        elif key == "fte_years":
            cells += [
                sum((t.fte for t in made), Decimal(0)) * layout.fte_sign if year == layout.span[0] else 0
                for year in layout.span
            ]
        elif key == "total":
            cells.append(figure(layout, sum(t.total for t in made)))
        elif key == "fte":
            cells.append(sum((t.fte for t in made), Decimal(0)) * layout.fte_sign)
        else:
            cells.append("")
    name = "title" if "title" in layout.columns else "description"
    where = layout.columns.index(name) if not layout.lead_column else 0
    cells[_position(layout, where)] = label
    return cells


def _position(layout, where):
    return sum(len(layout.span) if key in ("years", "fte_years") else 1 for key in layout.columns[:where])


def _body(layout, made):
    rows: list = []
    open_: list = []
    before = None
    for position, truth in enumerate(made):
        path = [getattr(truth, attribute) for attribute in layout.groups]
        shared = next(
            (i for i, (a, b) in enumerate(zip(open_, path, strict=False)) if a != b),
            min(len(open_), len(path)),
        )
        _close(layout, rows, made, open_, shared)
        for depth in range(shared, len(path)):
            _open(layout, rows, made, path, depth)
            before = None
        open_ = path
        rows.append(_row(layout, truth, before))
        before = truth
        if layout.continued and position == len(made) // 2:
            rows.extend(_heading_rows(layout))
            before = None
    _close(layout, rows, made, open_, 0)
    if layout.grand is not None and layout.grand != "-":
        rows.append(sum_row(layout, made, layout.grand))
    return rows


def _members(layout, made, path):
    return [
        t for t in made if [getattr(t, attribute) for attribute in layout.groups][: len(path)] == list(path)
    ]


def _open(layout, rows, made, path, depth):
    name = layout.group_text.format(name=path[depth], label=layout.groups[depth].capitalize())
    if layout.upper_first and depth == 0:
        name = name.upper()
    if layout.subtotal_first:
        row = sum_row(layout, _members(layout, made, path[: depth + 1]), name)
        rows.append([bold(cell) for cell in row])
        return
    width = len(_heading_rows(layout)[-1])
    if layout.merged_groups:
        rows.append([Cell(text=name, columns=width), *[Cell(covered=True)] * (width - 1)])
    else:
        where = (
            0
            if layout.lead_column or "title" not in layout.columns
            else _position(layout, layout.columns.index("title"))
        )
        row = [""] * width
        row[where if depth else 0] = bold(name)
        rows.append(row)


def bold(value):
    """Return a bold cell."""
    if isinstance(value, Decimal | int):
        return Cell(
            text=f"{value:f}" if isinstance(value, Decimal) else str(value), value=Decimal(value), bold=True
        )
    return Cell(text=str(value), bold=True) if value else ""


def _close(layout, rows, made, open_, shared):
    if not layout.subtotals:
        return
    for depth in range(len(open_) - 1, shared - 1, -1):
        rows.append(
            sum_row(
                layout, _members(layout, made, open_[: depth + 1]), layout.subtotals.format(name=open_[depth])
            )
        )

"""The invented layouts of the corpus."""

from tests.proposals.importing.understanding.corpus.rendering import (
    Layout,
    dash,
    ending,
    fy,
    long,
    short,
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


LAYOUTS = [*_more_columns(), *_groups(), *_words()]

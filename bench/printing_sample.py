"""Print one invented appendix in a process of its own, and say what that took.

`python -m bench.printing_sample STYLE COUNT` prints seconds, processor seconds, megabytes, pages, bytes and
whether the PDF passes the automated checks as JSON. With `--html` it prints the page for a browser instead.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from itertools import count, cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import page

from bench.machine import peak_memory_mb

if TYPE_CHECKING:
    from proposals.domain.records import ProposalRecord, RoundRecord
    from reports.documents.document import Document

STATIC = Path(__file__).resolve().parent.parent / "static"
DEMO_ROUND = Path(__file__).resolve().parent.parent / "fixtures" / "demo_round.json"
SERVICES_A_PORTFOLIO, PROPOSALS_A_SERVICE = 4, 12
CHARACTERS_A_CELL = 200
LIMITS = page.SafetyLimits(max_table_grid_rows=100_000)
"""A table over pages is one table, and the checker would look at no more than 1,024 rows."""


def main() -> None:
    """Print the appendix that the arguments name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "councilsavings.settings")
    django.setup()
    from reports.documents.cover import Cover
    from reports.styles import STYLES
    from reports.writers.pdf import count_pages, write_pdf

    style, size = sys.argv[1], int(sys.argv[2])
    record = _round(size)
    if "--html" in sys.argv:
        print(_page_for_a_browser(STYLES[style](record, Cover())))
        return
    began, used = time.perf_counter(), time.process_time()
    pdf = write_pdf(STYLES[style](record, Cover()))
    measured = {
        "seconds": time.perf_counter() - began,
        "processor_seconds": time.process_time() - used,
        "megabytes": peak_memory_mb(),
        "pages": count_pages(pdf),
        "bytes": len(pdf),
        "passes": all(
            page.is_pdf_compliant_bytes(pdf, profile=profile, limits=LIMITS) for profile in ("ua1", "3a")
        ),
    }
    print(json.dumps(measured))


def _page_for_a_browser(document: "Document") -> str:
    """Return the page with its style sheets and fonts, as WeasyPrint is given them beside it."""
    from reports.writers.glyphs import font_file
    from reports.writers.html import write_html_page
    from reports.writers.pdf import FONT_FAMILY, FONT_FILES, STYLESHEETS

    faces = (
        f'@font-face {{ font-family: "{FONT_FAMILY}"; font-weight: {weight}; src: url({font_file(name).as_uri()}) }}'
        for weight, name in FONT_FILES.items()
    )
    sheets = ((STATIC / "css" / name).read_text(encoding="utf-8") for name in STYLESHEETS)
    style = "\n".join((*faces, *sheets))
    return write_html_page(document).replace("</head>", f"<style>{style}</style></head>", 1)


def _round(size: int) -> "RoundRecord":
    from proposals.domain.records import RoundRecord
    from services.values.money import MoneyStyle
    from services.values.years import FinancialYear, years_from

    first = FinancialYear(2027)
    years = years_from(first, 3)
    return RoundRecord(
        council="Northmoor County Council",
        council_slug="northmoor",
        money_style=MoneyStyle("millions", 3, "negative", "minus"),
        name="Budget 2027/28 to 2029/30",
        base_year=first + (-1),
        years=years,
        proposals=tuple(islice(_proposals(years), size)),
    )


def _proposals(years: tuple[Any, ...]) -> Iterator["ProposalRecord"]:
    """Yield the demonstration's proposals again and again, each time under another reference."""
    from proposals.domain.fte_profile import FTEProfile
    from proposals.domain.proposal_parts import BaseBudgetRecord
    from proposals.domain.records import ProposalRecord
    from proposals.domain.savings_profile import SavingsProfile, YearAmounts

    data = json.loads(DEMO_ROUND.read_text(encoding="utf-8"))
    texts = cycle([text for item in data["proposals"] for text in item["statements"].values()])
    for number, item in zip(count(), cycle(data["proposals"])):
        service = number // PROPOSALS_A_SERVICE
        cells = {kind: next(texts)[:CHARACTERS_A_CELL] for kind in ("how_achieved", "impact_upon_service")}
        table_texts = {**cells, "impact_upon_staff": "Up to 5", "impact_upon_property": "None"}
        yield ProposalRecord(
            reference=f"REF{number:05d}",
            title=item["title"],
            service=f"Service {service}",
            directorate_code=f"D{number % 6}",
            directorate=f"Directorate {number % 6}",
            start_year=years[0],
            base_budget=BaseBudgetRecord(years[0] + (-1), 4_000_000 + number * 1_000, 500_000),
            profile=SavingsProfile.from_years({year: YearAmounts(number * 500) for year in years}),
            fte=FTEProfile.from_years(dict.fromkeys(years, Decimal("-1.25"))),
            statements={**item["statements"], **table_texts},
            portfolio=f"Portfolio {service // SERVICES_A_PORTFOLIO}",
            category=("Efficiency savings", "Growth avoidance", "Service redesign")[number % 3],
            risk="HML"[number % 3],
        )


if __name__ == "__main__":
    main()

"""The document of 30 option forms: the real one where COUNCIL_DOCUMENTS is set, otherwise an invented one."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.scale import SMALLEST
from proposals.domain.fte_profile import FTEProfile
from proposals.domain.proposal_parts import OPTION_FORM_KINDS
from proposals.domain.savings_profile import SavingsProfile, YearAmounts
from proposals.domain.savings_together import net_budget
from services.values.money import MoneyStyle, format_fte, format_money, format_saving
from services.values.years import FinancialYear

REAL_DOCUMENT = "lancashire-savings-options.txt"
DEMO_ROUND = Path(__file__).resolve().parent.parent / "fixtures" / "demo_round.json"
FORMS = 3 if SMALLEST else 30
STYLE = MoneyStyle(unit="millions", decimals=3, savings_sign="negative")


def option_document() -> tuple[str, bytes]:
    """Return the name and the content of the document of 30 forms."""
    directory = "" if SMALLEST else os.environ.get("COUNCIL_DOCUMENTS", "")
    if directory:
        return REAL_DOCUMENT, (Path(directory) / REAL_DOCUMENT).read_bytes()
    return "an invented document", "\n".join(_invented_lines()).encode()


def _invented_lines() -> Iterator[str]:
    """Yield the first proposals of the demo round as option forms, as a service would have sent them."""
    data = json.loads(DEMO_ROUND.read_text(encoding="utf-8"))
    services = {item["name"]: item for item in data["services"]}
    for item in data["proposals"][:FORMS]:
        yield from _form(item, services[item["service"]]["base_budgets"][-1])


def _form(item: Mapping[str, Any], budget: Mapping[str, Any]) -> Iterator[str]:
    profile = _profile(item["profile"])
    fte = FTEProfile.from_years(
        {FinancialYear.parse(row["year"]): Decimal(row["change"]) for row in item["fte"]}
    )
    amounts = (budget["gross"], budget["income"], net_budget(budget["gross"], budget["income"]))
    yield f"{item['reference']} – {item['title'].upper()}"
    yield from ("\tService Name:", f"\t{item['service']}")
    yield from ("\tWhich 'start year' does this option relate to", f"\t{item['start_year']}")
    for heading, pounds in zip(("Gross budget", "Income", "Net budget"), amounts, strict=True):
        yield from (f"\t{heading} {budget['year']}", f"\t{format_money(pounds, STYLE)}")
    savings = [*profile.discrete.values(), profile.total]
    yield "\tSavings Target and Profiling (discrete year):"
    yield from _cells(map(str, profile.years), ["Total"], ["£m"] * len(savings))
    yield from _cells(format_saving(pounds, STYLE, bare=True) for pounds in savings)
    yield "\tFTE implications:"
    yield from _cells(map(str, fte.years), ["Total"])
    yield from _cells(format_fte(change) for change in (*fte.discrete.values(), fte.total))
    for kind, heading in OPTION_FORM_KINDS.items():
        yield from (f"\t{heading}", f"\t{item['statements'].get(kind, 'None.')}")
    yield ""


def _profile(rows: Iterable[Mapping[str, Any]]) -> SavingsProfile:
    return SavingsProfile.from_years(
        {
            FinancialYear.parse(row["year"]): YearAmounts(
                **{name: amount for name, amount in row.items() if name != "year"}
            )
            for row in rows
        }
    )


def _cells(*groups: Iterable[str]) -> Iterator[str]:
    for group in groups:
        yield from (f"\t{text}" for text in group)

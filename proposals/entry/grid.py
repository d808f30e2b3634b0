"""The year grid: a row for each year of the round, already there, and what a blank cell means.

A blank cell is nought beside a filled one. A row with no amount at all is nought where all years are
known; where they are not, it is a year that nobody knows: it stays without a row and is never nought.
A blank FTE cell says nothing about posts in that year.
"""

from typing import Any

from proposals.domain.savings_profile import AMOUNT_NAMES
from proposals.entry.fields import AmountField, EntryForm, FTEField
from proposals.models import FTEImpact, SavingsProposal, YearProfile
from services.values.years import FinancialYear

COLUMNS: tuple[tuple[str, str], ...] = (
    ("recurring_saving", "Recurring saving"),
    ("one_off_saving", "One-off saving"),
    ("recurring_cost", "Recurring cost"),
    ("one_off_cost", "One-off cost"),
    ("capital_cost", "Capital cost"),
    ("fte_change", "FTE change"),
)
"""The columns of the grid in their order, by the name of the field, with their headings."""

_EITHER_SIGN = {"recurring_saving", "recurring_cost"}


class YearForm(EntryForm):
    """The amounts, in pounds, and the change in posts, in FTE, of one year."""

    def __init__(self, year: FinancialYear, place: int, **options: Any) -> None:
        super().__init__(**options)
        self.year = year
        for column, (name, heading) in enumerate(COLUMNS):
            attributes = {
                "data-grid-row": str(place),
                "data-grid-column": str(column),
                "aria-label": f"{heading} {year}",
                "class": "entry-cell",
            }
            self.fields[name] = (
                FTEField(label=f"{heading} {year}")
                if name == "fte_change"
                else AmountField(label=f"{heading} {year}", may_be_negative=name in _EITHER_SIGN)
            )
            self.fields[name].widget.attrs.update(attributes)

    @property
    def amounts(self) -> dict[str, int | None]:
        """The five amounts as they were typed, None where a cell is blank or cannot be read."""
        return {name: self.cleaned_data.get(name) for name in AMOUNT_NAMES}


def year_forms(proposal: SavingsProposal, held: "HeldYears", data: Any) -> list[YearForm]:
    """Return the grid's rows, one for each year of the proposal's round."""
    return [
        YearForm(
            year,
            place,
            data=data,
            prefix=f"years-{place}",
            initial=_initial(held.amounts.get(year), held.posts.get(year)),
        )
        for place, year in enumerate(proposal.budget_round.years)
    ]


class HeldYears:
    """The rows by year that a proposal holds."""

    def __init__(self, amounts: list[YearProfile], posts: list[FTEImpact]) -> None:
        self.amounts = {row.year: row for row in amounts}
        self.posts = {row.year: row for row in posts}


def _initial(row: YearProfile | None, posts: FTEImpact | None) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    if row is not None:
        # Nought is shown in the first column, which tells a known year from an unknown one.
        initial = {name: getattr(row, name) or None for name in AMOUNT_NAMES}
        initial["recurring_saving"] = row.recurring_saving
    if posts is not None:
        initial["fte_change"] = posts.change
    return initial


def wanted_years(
    proposal: SavingsProposal, forms_by_year: list[YearForm], held: HeldYears
) -> tuple[list[YearProfile], list[FTEImpact]]:
    """Return the rows that the grid asks for: the held ones as changed, and new ones.

    Rows of years that the round has no longer are kept as they are.
    """
    years = {form.year for form in forms_by_year}
    amounts = [row for year, row in held.amounts.items() if year not in years]
    posts = [row for year, row in held.posts.items() if year not in years]
    for form in forms_by_year:
        row = _amounts_row(proposal, form, held.amounts.get(form.year))
        if row is not None:
            amounts.append(row)
        change = form.cleaned_data.get("fte_change")
        if change is not None:
            impact = held.posts.get(form.year) or FTEImpact(proposal=proposal, year=form.year)
            impact.change = change
            posts.append(impact)
    return sorted(amounts, key=lambda row: row.year), sorted(posts, key=lambda row: row.year)


def _amounts_row(proposal: SavingsProposal, form: YearForm, held: YearProfile | None) -> YearProfile | None:
    typed = form.amounts
    if all(pounds is None for pounds in typed.values()) and (held is None or not proposal.profile_complete):
        return None
    row = held or YearProfile(proposal=proposal, year=form.year)
    for name, pounds in typed.items():
        setattr(row, name, pounds or 0)
    return row

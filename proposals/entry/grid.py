"""The year grid: a row for each year of the round, already there, and what a blank cell means.

A blank cell is zero next to a filled one. A row with no amount at all is zero where all years are
known; where they are not, the year is not known: it stays without a row and is never zero.
A blank FTE cell states nothing about posts in that year. The amounts of a pressure are shown and typed as it states
them, above zero.
"""

from typing import Any

from proposals.domain.amounts import FTE_CHANGE_LABEL, LABELS_OF, may_be_negative
from proposals.domain.direction import amount_in_own_direction
from proposals.domain.savings_profile import AMOUNT_NAMES
from proposals.entry.fields import AmountField, EntryForm, FTEField
from proposals.models import FTEImpact, SavingsProposal, YearProfile
from services.values.years import FinancialYear


def columns_of(direction: str) -> tuple[tuple[str, str], ...]:
    """Return the columns of the grid in their order, by the name of the field, with their headings."""
    return (*LABELS_OF[direction].items(), ("fte_change", FTE_CHANGE_LABEL))


class YearForm(EntryForm):
    """The amounts, in pounds, and the change in posts, in FTE, of one year."""

    def __init__(
        self, year: FinancialYear, index: int, direction: str, stored: "StoredYears", data: Any
    ) -> None:
        initial = _initial(stored.amounts.get(year), stored.posts.get(year), direction)
        super().__init__(data=data, prefix=f"years-{index}", initial=initial)
        self.year, self.direction = year, direction
        for column, (name, heading) in enumerate(columns_of(direction)):
            attributes = {
                "data-grid-row": str(index),
                "data-grid-column": str(column),
                "aria-label": f"{heading} {year}",
            }
            self.fields[name] = (
                FTEField(label=f"{heading} {year}")
                if name == "fte_change"
                else AmountField(label=f"{heading} {year}", may_be_negative=may_be_negative(name, direction))
            )
            self.fields[name].widget.attrs.update(attributes)

    @property
    def amounts(self) -> dict[str, int | None]:
        """The five amounts that were typed, as they are stored; None where a cell is blank or cannot be read."""
        typed = {name: self.cleaned_data.get(name) for name in AMOUNT_NAMES}
        return {
            name: None if pounds is None else amount_in_own_direction(name, pounds, self.direction)
            for name, pounds in typed.items()
        }


class StoredYears:
    """The stored rows by year of a proposal."""

    def __init__(self, amounts: list[YearProfile], posts: list[FTEImpact]) -> None:
        self.amounts = {row.year: row for row in amounts}
        self.posts = {row.year: row for row in posts}


def _initial(row: YearProfile | None, posts: FTEImpact | None, direction: str) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    if row is not None:
        stated = {name: amount_in_own_direction(name, getattr(row, name), direction) for name in AMOUNT_NAMES}
        # Zero is shown in the first column, which tells a known year from an unknown one.
        initial = {
            name: pounds if pounds or name == "recurring_saving" else None for name, pounds in stated.items()
        }
    if posts is not None:
        initial["fte_change"] = posts.change
    return initial


def wanted_years(
    proposal: SavingsProposal, forms_by_year: list[YearForm], stored: StoredYears
) -> tuple[list[YearProfile], list[FTEImpact]]:
    """Return the rows that the grid asks for: the stored ones as changed, and new ones.

    Rows of years that the round has no longer are kept as they are.
    """
    years = {form.year for form in forms_by_year}
    amounts = [row for year, row in stored.amounts.items() if year not in years]
    posts = [row for year, row in stored.posts.items() if year not in years]
    for form in forms_by_year:
        row = _amounts_row(proposal, form, stored.amounts.get(form.year))
        if row is not None:
            amounts.append(row)
        change = form.cleaned_data.get("fte_change")
        if change is not None:
            impact = stored.posts.get(form.year) or FTEImpact(proposal=proposal, year=form.year)
            impact.change = change
            posts.append(impact)
    return sorted(amounts, key=lambda row: row.year), sorted(posts, key=lambda row: row.year)


def _amounts_row(proposal: SavingsProposal, form: YearForm, stored: YearProfile | None) -> YearProfile | None:
    typed = form.amounts
    if all(pounds is None for pounds in typed.values()) and (stored is None or not proposal.profile_complete):
        return None
    row = stored or YearProfile(proposal=proposal, year=form.year)
    for name, pounds in typed.items():
        setattr(row, name, pounds or 0)
    return row

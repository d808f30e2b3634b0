"""The rows of the cost to achieve on a proposal's page."""

from collections.abc import Iterable

from django import forms

from proposals.domain.costs import COST_KINDS, FUNDERS
from proposals.entry.fields import AmountField
from proposals.entry.rows import RowForm
from proposals.models import CostToAchieve
from services.values.years import FinancialYear

_SAME_ROW = ("year", "kind", "funder")


class CostForm(RowForm):
    """A cost of one year, one kind and one funder."""

    model = CostToAchieve
    own_names = ("year", "kind", "funder", "amount", "capital")
    needed = "amount"

    def build(self) -> None:
        """Add the fields."""
        years = self.context["proposal"].budget_round.years
        for name, label, choices in (
            ("kind", "Kind of cost", COST_KINDS),
            ("funder", "Funder", FUNDERS),
        ):
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[("", "Choose"), *choices.items()], required=False
            )
        year = forms.TypedChoiceField(
            label="Year",
            choices=[("", "Choose"), *((str(year), str(year)) for year in years)],
            coerce=FinancialYear.parse,
            empty_value=None,
            required=False,
        )
        self.fields = {"id": self.fields.pop("id"), "year": year, **self.fields}
        self.fields["amount"] = AmountField(label="Amount")
        self.fields["capital"] = AmountField(label="Of which capital")

    def clean(self) -> dict[str, object]:
        """Refuse a row that says too little, and a capital part above the amount."""
        cleaned: dict[str, object] = super().clean()
        for name in _SAME_ROW:
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, "Choose one from the list.")
        amount, capital = cleaned.get("amount"), cleaned.get("capital")
        if isinstance(amount, int) and isinstance(capital, int) and capital > amount:
            self.add_error("capital", "The capital part must not be more than the amount.")
        return cleaned

    @property
    def is_wanted(self) -> bool:
        """Return whether the row is to be stored; one with mistakes is in no figure, and nothing is saved with it."""
        return super().is_wanted and not self.errors

    def fill(self, row: CostToAchieve) -> None:
        """Put what was typed onto the row; a blank capital part is zero."""
        super().fill(row)
        row.capital = row.capital or 0


def refuse_repeated_costs(rows: Iterable[RowForm]) -> None:
    """Refuse two rows of the same year, kind and funder."""
    seen: set[tuple[object, ...]] = set()
    for form in rows:
        if not form.is_wanted:
            continue
        key = tuple(form.cleaned_data[name] for name in _SAME_ROW)
        if key in seen:
            form.add_error(
                "amount", "This year already has a cost of that kind from that funder. Add them up."
            )
        seen.add(key)

"""The form of a reorganisation: the successors, when they begin, and their shares of each council and directorate."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from councilsavings.forms import FilterForm
from proposals.domain.forecast.reorganisation import Reorganisation
from proposals.models import BudgetRound
from services.forms.fields import FinancialYearFormField
from services.values.years import FinancialYear

MOST_SUCCESSORS, MOST_OTHER_COUNCILS = 4, 3
SUCCESSORS = range(1, MOST_SUCCESSORS + 1)
OTHERS = range(1, MOST_OTHER_COUNCILS + 1)


class ReorganisationForm(FilterForm):
    """Successors with their shares, in percent: of this round's council, of a directorate, and of other councils.

    A row of shares is of this council (“all”), one of its directorates (“part…”) or another council (“other…”).
    """

    first_year = FinancialYearFormField(label="First year of the successors", required=False)

    def __init__(
        self,
        query: QueryDict,
        budget_round: BudgetRound,
        directorates: Mapping[int | None, str],
        others: Sequence[BudgetRound],
    ) -> None:
        super().__init__(query)
        self.budget_round, self.others = budget_round, {str(other.pk): other for other in others}
        self.directorates = {f"part{key}": name for key, name in directorates.items()}
        for number in SUCCESSORS:
            self.fields[f"name{number}"] = forms.CharField(
                label=f"Successor {number}", required=False, max_length=60
            )
        rows = {"all": str(budget_round.council), **self.directorates}
        for row, name in rows.items():
            self._add_shares(row, name)
        if others:
            choices = [("", "None"), *((key, str(other)) for key, other in self.others.items())]
            for number in OTHERS:
                self.fields[f"round{number}"] = forms.ChoiceField(
                    label=f"Council {number + 1}", choices=choices, required=False
                )
                self._add_shares(f"other{number}", f"Council {number + 1}")

    def _add_shares(self, row: str, name: str) -> None:
        for number in SUCCESSORS:
            self.fields[f"{row}_{number}"] = forms.DecimalField(
                label=f"{name}: share of successor {number}, in percent",
                required=False,
                min_value=0,
                max_value=100,
                max_digits=5,
                decimal_places=2,
                localize=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6}),
                error_messages={
                    "invalid": "Enter a percentage, for example 62.5.",
                    "min_value": "Enter a percentage from 0 to 100.",
                    "max_value": "Enter a percentage from 0 to 100.",
                },
            )

    @property
    def is_asked(self) -> bool:
        """Return whether the address asks for anything."""
        return any(name in self.data for name in self.fields)

    def name_fields(self) -> list[BoundField]:
        """Return the fields of the successors’ names."""
        return [self[f"name{number}"] for number in SUCCESSORS]

    def share_rows(self) -> Iterator[tuple[str, BoundField | None, list[BoundField]]]:
        """Yield the rows of the table of shares: a name or the field that chooses a round, and the fields."""
        rows = {"all": f"{self.budget_round.council}", **self.directorates}
        for row, name in rows.items():
            yield name, None, self._fields_of(row)
        for number in OTHERS if self.others else ():
            yield "", self[f"round{number}"], self._fields_of(f"other{number}")

    def _fields_of(self, row: str) -> list[BoundField]:
        return [self[f"{row}_{number}"] for number in SUCCESSORS]

    def clean(self) -> dict[str, Any]:
        """Check that there is a first year, names of their own, and that each row of shares comes to 100%."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.is_asked or self.errors:
            return cleaned
        if cleaned.get("first_year") is None:
            self.add_error("first_year", "Enter the first year of the successors, for example 2028/29.")
        self.numbers = [number for number in SUCCESSORS if cleaned[f"name{number}"]]
        if not self.numbers:
            self.add_error("name1", "Enter the name of at least one successor.")
            return cleaned
        self.chosen = {
            f"other{number}": self.others[key] for number in OTHERS if (key := cleaned.get(f"round{number}"))
        }
        self._refuse_names(cleaned)
        self._refuse_councils()
        stated = (
            row
            for row in self.directorates
            if any(share is not None for share in self._typed(row, SUCCESSORS))
        )
        self.shares = {row: self._checked(row) for row in ("all", *stated, *self.chosen)}
        return cleaned

    def _refuse_names(self, cleaned: Mapping[str, Any]) -> None:
        taken = {
            str(budget_round.council).casefold()
            for budget_round in (self.budget_round, *self.chosen.values())
        }
        for number in self.numbers:
            name = cleaned[f"name{number}"].casefold()
            if name in taken:
                self.add_error(f"name{number}", "Enter a name that no other body has.")
            taken.add(name)

    def _refuse_councils(self) -> None:
        taken = {self.budget_round.council_id}
        for row, other in self.chosen.items():
            if other.council_id in taken:
                self.add_error(row.replace("other", "round"), "Choose one round of each council.")
            taken.add(other.council_id)

    def _typed(self, row: str, numbers: Iterable[int]) -> list[Decimal | None]:
        return [self.cleaned_data.get(f"{row}_{number}") for number in numbers]

    def _checked(self, row: str) -> list[Decimal]:
        """Return the shares of a row, which must come to 100% of the successors that have names."""
        for number, share in zip(SUCCESSORS, self._typed(row, SUCCESSORS), strict=True):
            if share and number not in self.numbers:
                words = f"Enter a name for successor {number}, or leave this blank."
                self.add_error(f"{row}_{number}", words)
        shares = [share or Decimal(0) for share in self._typed(row, self.numbers)]
        if sum(shares) != 100:
            words = f"The shares come to {sum(shares)}%. They must come to 100%."
            self.add_error(f"{row}_{self.numbers[0]}", words)
        return [share / 100 for share in shares]

    @property
    def first(self) -> FinancialYear:
        """The year in which the successors begin."""
        year: FinancialYear = self.cleaned_data["first_year"]
        return year

    def reorganisations(self) -> Iterator[tuple[BudgetRound, Reorganisation]]:
        """Yield each round that is divided, this one first, with how its council is."""
        names = [self.cleaned_data[f"name{number}"] for number in self.numbers]
        parts = {self.directorates[row]: own for row, own in self.shares.items() if row in self.directorates}
        for row, divided in {"all": self.budget_round, **self.chosen}.items():
            shares = dict(zip(names, self.shares[row], strict=True))
            yield (
                divided,
                Reorganisation(str(divided.council), self.first, shares, parts if row == "all" else {}),
            )

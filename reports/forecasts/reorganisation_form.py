"""The form of a reorganisation: the successors, when they begin, and their shares of each council and directorate."""

from collections.abc import Iterator, Mapping, Sequence
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
        numbers = self._numbers(cleaned)
        if not numbers:
            self.add_error("name1", "Enter the name of at least one successor.")
        ending = {name.casefold() for name in self._ending(cleaned)}
        taken: set[str] = set()
        for number in numbers:
            name = cleaned[f"name{number}"].casefold()
            if name in taken or name in ending:
                self.add_error(f"name{number}", "Enter a name that no other body has.")
            taken.add(name)
        if numbers:
            for row in self._rows_stated(cleaned):
                self._check_shares(row, numbers, cleaned)
        return cleaned

    @staticmethod
    def _numbers(cleaned: Mapping[str, Any]) -> list[int]:
        return [number for number in SUCCESSORS if cleaned.get(f"name{number}")]

    def _ending(self, cleaned: Mapping[str, Any]) -> Iterator[str]:
        yield str(self.budget_round.council)
        yield from (str(other.council) for _, other in self._others(cleaned))

    def _others(self, cleaned: Mapping[str, Any]) -> Iterator[tuple[int, BudgetRound]]:
        for number in OTHERS:
            key = cleaned.get(f"round{number}")
            if key:
                yield number, self.others[key]

    def _rows_stated(self, cleaned: Mapping[str, Any]) -> Iterator[str]:
        yield "all"
        yield from (row for row in self.directorates if self._is_stated(row, cleaned))
        chosen: set[int] = set()
        for number, other in self._others(cleaned):
            if other.council_id in {*chosen, self.budget_round.council_id}:
                self.add_error(f"round{number}", "Choose one round of each council.")
            chosen.add(other.council_id)
            yield f"other{number}"

    @staticmethod
    def _is_stated(row: str, cleaned: Mapping[str, Any]) -> bool:
        return any(cleaned.get(f"{row}_{number}") is not None for number in SUCCESSORS)

    def _check_shares(self, row: str, numbers: list[int], cleaned: Mapping[str, Any]) -> None:
        for number in SUCCESSORS:
            if number not in numbers and cleaned.get(f"{row}_{number}"):
                self.add_error(
                    f"{row}_{number}", f"Enter a name for successor {number}, or leave this blank."
                )
        whole = sum(self._shares(row, numbers, cleaned))
        if whole != 100:
            self.add_error(f"{row}_{numbers[0]}", f"The shares come to {whole}%. They must come to 100%.")

    @staticmethod
    def _shares(row: str, numbers: list[int], cleaned: Mapping[str, Any]) -> list[Decimal]:
        return [cleaned.get(f"{row}_{number}") or Decimal(0) for number in numbers]

    @property
    def first(self) -> FinancialYear:
        """The year in which the successors begin."""
        year: FinancialYear = self.cleaned_data["first_year"]
        return year

    def reorganisations(self) -> Iterator[tuple[BudgetRound, Reorganisation]]:
        """Yield each round that is divided, this one first, with how its council is."""
        cleaned = self.cleaned_data
        numbers = self._numbers(cleaned)
        names = [cleaned[f"name{number}"] for number in numbers]

        def shares(row: str) -> list[Decimal]:
            return [share / 100 for share in self._shares(row, numbers, cleaned)]

        parts = {
            name: shares(row) for row, name in self.directorates.items() if self._is_stated(row, cleaned)
        }
        own = dict(zip(names, shares("all"), strict=True))
        yield self.budget_round, Reorganisation(str(self.budget_round.council), self.first, own, parts)
        for number, other in self._others(cleaned):
            theirs = dict(zip(names, shares(f"other{number}"), strict=True))
            yield other, Reorganisation(str(other.council), self.first, theirs)

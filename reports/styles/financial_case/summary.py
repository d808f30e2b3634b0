"""A financial case as it is printed: its executive summary, and how its figures move."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from proposals.domain.forecast.case import Case, KeyFigures, Variant
from proposals.domain.forecast.programme import KIND_WORDS, Value, whole_words
from proposals.domain.forecast.reserves import Reserve
from proposals.domain.forecast.results import questions_of, rounding_words
from proposals.domain.rounding import nearest
from proposals.domain.savings_profile import GREEN_BOOK_DISCOUNT_RATE, SavingsProfile
from reports.documents.document import (
    Block,
    BulletList,
    Cell,
    Column,
    Form,
    FormRow,
    Note,
    Paragraph,
    Row,
    Table,
)
from reports.styles.cells import money_cell, table_of_rows
from reports.styles.financial_case.tables import EXTRAPOLATED
from services.values.money import MoneyStyle, format_money
from services.values.wording import counted, within_sentence
from services.values.years import FinancialYear

TITLE = "Financial case"
NEVER = "Not in these years"
NO_BIAS = (
    "The inputs state no adjustment for optimism bias, so no figure of this case has one. HM Treasury’s Green Book "
    "asks for one until the estimates have been tested."
)


@dataclass(frozen=True)
class PrintedCase:
    """A case with the names and the style of money that its files show."""

    name: str
    council: str
    style: MoneyStyle
    case: Case
    proposals: tuple[str, ...] = ()
    """The keys of the proposals that its components are made of, of those that its reader sees."""


class Summary:
    """The summary of one case, in the unit in which the council prints money."""

    def __init__(self, case: Case, style: MoneyStyle) -> None:
        self.case = case
        self.style = style
        self.inputs = case.inputs

    def executive(self) -> Iterator[Block]:
        """Yield what the case comes to: the programme, its components, the gap, and the reserves."""
        yield self.at_a_glance()
        yield self._components()
        yield self._gap()
        yield from (Paragraph(text) for text in self._reserves())
        yield Paragraph(rounding_words(self.case))
        asked = questions_of(self.case)
        if asked:
            words = (
                f"{counted(len(asked), 'question')} must be answered before these figures can be relied on."
            )
            yield Note("Questions", (f"{words} They are listed under “Questions”.",))

    def at_a_glance(self) -> Form:
        """Return what the programme comes to, figure by figure."""
        together = Value.of(self.case.programme.consolidated())
        years = self.inputs.case_years
        counted = self.case.programme.counted
        capital = sum(each.capitalisable for each in self.inputs.components if each.kind in counted)
        present = f"Net present value at {GREEN_BOOK_DISCOUNT_RATE:.1%}, base year {years[0]}"
        rows = [
            self._money_row(f"Gross benefit, {years[0]} to {years[-1]}", together.gross),
            self._money_row("Cost", together.cost),
            self._money_row("Net benefit", together.net),
            self._money_row(present, together.net_present_value),
            self._money_row("Cost to achieve (one-off)", together.cost_to_achieve),
            self._money_row("Of the one-off cost, can be capitalised", capital),
            FormRow("Break-even year", str(together.break_even_year or NEVER)),
            FormRow("Payback", payback_words(together.payback_years)),
            FormRow("Steady state from", str(together.steady_state_year or NEVER)),
        ]
        return Form("The programme in figures", tuple(rows))

    def _money_row(self, label: str, pounds: int) -> FormRow:
        return FormRow(label, format_money(pounds, self.style), figure=pounds)

    def _components(self) -> Table:
        unit = self.style.label
        columns = (
            Column("Component"),
            *(Column(name, unit, "number") for name in ("Gross", "Cost", "Net", "Net present value")),
            Column("Break-even"),
            Column("Payback"),
        )
        programme = self.case.programme
        counted = [each for each in programme.components if each.kind in programme.counted]
        rows = [self._component(each.name, each.expected) for each in counted]
        rows.append(self._component(whole_words(programme), programme.consolidated(), is_total=True))
        if self.inputs.enabled:
            both = programme.consolidated() + self.case.plans
            rows.append(self._component("With existing plans", both, is_total=True))
        apart = [kind for kind in programme.kinds if kind not in programme.counted]
        rows += [
            self._component(f"Apart: {KIND_WORDS[kind].lower()}", programme.consolidated((kind,)))
            for kind in apart
        ]
        first, last = self.inputs.case_years[0], self.inputs.case_years[-1]
        return Table(f"Benefit and cost of each component, {first} to {last}", columns, tuple(rows))

    def _component(self, name: str, profile: SavingsProfile, *, is_total: bool = False) -> Row:
        value = Value.of(profile)
        figures = (value.gross, value.cost, value.net, value.net_present_value)
        words = (str(value.break_even_year or NEVER), payback_words(value.payback_years))
        if not any(figures):
            words = ("No figures", "No figures")
        cells = (*(money_cell(pounds, self.style) for pounds in figures), *map(Cell, words))
        return Row("total" if is_total else "item", Cell(name), cells)

    def _gap(self) -> Table:
        years = self.inputs.position_years
        lines = (
            ("In-year gap if nothing changes", "gap"),
            ("In-year gap with the programme", "revised/gap"),
            ("Cumulative gap if nothing changes", "cumulative gap"),
            ("Cumulative gap with the programme", "revised/cumulative gap"),
        )
        rows = ([Cell(label), *(self._cell(key, year) for year in years)] for label, key in lines)
        columns = (Column("Line"), *(Column(self._year(year), self.style.label, "number") for year in years))
        notes = ("A deficit is below zero.", *((EXTRAPOLATED,) if self.inputs.extrapolated_years else ()))
        return table_of_rows(
            "The council’s gap without and with the programme", columns, rows, footnotes=notes
        )

    def _year(self, year: FinancialYear) -> str:
        return f"{year}*" if year in self.inputs.extrapolated_years else str(year)

    def _cell(self, key: str, year: FinancialYear) -> Cell:
        if year not in self.case.ledger.lines[key].values:
            return Cell("Not planned")
        return money_cell(int(self.case.ledger.figure_of(key, year)), self.style)

    def _reserves(self) -> Iterator[str]:
        for words, reserve in (
            ("If nothing changes", self.case.reserve),
            ("With the programme", self.case.revised_reserve),
        ):
            if reserve is not None and reserve.closing:
                yield self._words_of(words, reserve)

    def _words_of(self, words: str, reserve: Reserve) -> str:
        last = reserve.years[-1]
        if reserve.runs_out is None:
            left = format_money(reserve.closing[last], self.style)
            found = f"{words}, {reserve.name} last, with {left} left at the end of {last}."
        else:
            lacking = format_money(reserve.transitional_funding, self.style)
            found = (
                f"{words}, {reserve.name} run out in {reserve.runs_out}, and up to {lacking} of transitional funding "
                "is needed."
            )
        below = reserve.falls_below_minimum
        return f"{found} They fall below their minimum level in {below}." if below else found

    # How the figures move

    def variants(self) -> Iterator[Block]:
        """Yield the readings chosen, and the key figures by each other reading that moves one of them."""
        columns = (Column("Rule"), Column("Reading chosen"), Column("Other readings"))
        rows = (
            (setting_words(name), chosen, "; ".join(each for each in choices if each != chosen))
            for name, choices in self.inputs.settings.items()
            for chosen in (self.case.chosen[name],)
        )
        yield Paragraph(
            "Each of these rules can be read in more than one way. None is implied: the reading chosen is named."
        )
        yield table_of_rows("Readings chosen", columns, rows, is_narrative=True)
        own = self.case.key_figures
        moved: list[Variant] = []
        same: list[Variant] = []
        for variant in self.case.by_other_readings:
            (same if variant.case.key_figures == own else moved).append(variant)
        yield self._compared("By another reading of one rule", moved)
        if same:
            yield Paragraph(
                "These other readings move none of the figures above, though they can move single tables:"
            )
            yield BulletList(tuple(f"{setting_words(each.about)}: {each.choice}" for each in same))

    def sensitivity(self) -> Iterator[Block]:
        """Yield the key figures if the programme is late, delivers less or costs more, and optimism bias apart."""
        changes = self.case.sensitivity
        yield self._compared("Sensitivity", changes)
        yield BulletList(tuple(f"{each.about}: {within_sentence(each.choice)}." for each in changes))
        bias = self.case.with_optimism_bias
        if bias is None:
            yield Paragraph(NO_BIAS)
        else:
            yield Paragraph("The adjustment for optimism bias is shown apart; no other table has it.")
            yield self._compared(bias.choice, (bias,))

    def _compared(self, caption: str, variants: Sequence[Variant]) -> Table:
        last = self.inputs.position_years[-1]
        unit = self.style.label
        columns = (
            Column("Case"),
            Column("Net benefit", unit, "number"),
            Column("Net present value", unit, "number"),
            Column("Break-even"),
            Column(f"Cumulative gap to {last}", unit, "number"),
            Column("Lowest reserves", unit, "number"),
        )
        rows = [self._key_figures("This case", self.case.key_figures, is_total=True)]
        for each in variants:
            by_reading = each.about in self.inputs.settings
            name = f"{setting_words(each.about)}: {each.choice}" if by_reading else each.about
            rows.append(self._key_figures(name, each.case.key_figures))
        return Table(caption, columns, tuple(rows))

    def _key_figures(self, name: str, figures: KeyFigures, *, is_total: bool = False) -> Row:
        lowest = figures.lowest_reserves
        cells = (
            money_cell(figures.net, self.style),
            money_cell(figures.net_present_value, self.style),
            Cell(str(figures.break_even_year or NEVER)),
            money_cell(figures.cumulative_gap, self.style),
            Cell("Not known") if lowest is None else money_cell(lowest, self.style),
        )
        return Row("total" if is_total else "item", Cell(name), cells)


def setting_words(name: str) -> str:
    """Return the name of a setting as people read it."""
    return name.replace("_", " ").capitalize()


def payback_words(years: Fraction | None) -> str:
    """Return a payback in years with one decimal, rounded half up."""
    if years is None:
        return NEVER
    tenths = nearest(years * 10)
    return f"{tenths // 10}.{tenths % 10} years"

"""The results of a financial case as plain values, with what rounding moves and what has to be asked."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from proposals.domain.forecast.case import Case, Variant, programme_of
from proposals.domain.forecast.lines import plain
from proposals.domain.forecast.programme import Value
from proposals.domain.forecast.proof_tables import BODIES, CHECK
from proposals.domain.forecast.readings import AMOUNTS, AS_PRINTED, FINER
from proposals.domain.forecast.reserves import Reserve
from proposals.domain.forecast.statement import Statement
from proposals.domain.rounding import nearest
from proposals.domain.savings_profile import GREEN_BOOK_DISCOUNT_RATE, SavingsProfile
from services.values.years import FinancialYear

MILLION = 1_000_000
_NO_RESERVES = "What are the opening balance, the planned use and the minimum level of the reserves?"


def results_of(case: Case) -> dict[str, Any]:
    """Return everything that the case comes to; money in whole pounds."""
    bias, years = case.with_optimism_bias, case.inputs.position_years
    return {
        "unit": "pounds",
        "readings": [
            {"setting": name, "chosen": case.chosen[name], "choices": list(choices)}
            for name, choices in case.inputs.settings.items()
        ],
        "questions": questions_of(case),
        "extrapolated_years": [str(year) for year in case.inputs.extrapolated_years],
        "programme": {
            "discount_rate": str(GREEN_BOOK_DISCOUNT_RATE),
            "base_year": str(case.inputs.case_years[0]),
            "without_figures": list(case.programme.without_figures),
            "components": [
                {
                    "name": each.name,
                    "kind": each.kind,
                    **_value(each.expected),
                    "can_be_capitalised": given.capitalisable,
                }
                for each, given in zip(case.programme.components, case.inputs.components, strict=True)
            ],
            **{
                kind: _value(case.programme.consolidated((kind,)))
                for kind in ("additional", *case.programme.kinds)
            },
            "with_existing_plans": _value(case.programme.consolidated() + case.plans),
        },
        "rounding": rounding_of(case),
        "reserves": {
            name: _reserve(reserve)
            for name, reserve in (("do_nothing", case.reserve), ("with_the_programme", case.revised_reserve))
            if reserve is not None
        },
        "bodies": {
            "expenditure": {
                body: _plain(case.ledger.by_year(f"{BODIES}/{body}", years)) for body in case.inputs.bodies
            },
            "difference_to_undivided": _plain(case.ledger.by_year(CHECK, years)),
        },
        "other_readings": [_variant(each) for each in case.by_other_readings],
        "sensitivity": [_variant(each) for each in case.sensitivity],
        "optimism_bias": None if bias is None else _variant(bias),
        "tables": [_table(case, statement) for statement in case.all_tables],
    }


def _variant(variant: Variant) -> dict[str, Any]:
    return {"about": variant.about, "choice": variant.choice, **_plain(variant.case.key_figures._asdict())}


def _value(profile: SavingsProfile) -> dict[str, Any]:
    return _plain(Value.of(profile)._asdict())


def _plain(figures: Mapping[Any, Any]) -> dict[str, Any]:
    """Return figures, and the years that they fall in or reach, as plain values."""

    def written(figure: Any) -> Any:
        if isinstance(figure, FinancialYear):
            return str(figure)
        return plain(figure) if isinstance(figure, Fraction) else figure

    return {str(name): written(figure) for name, figure in figures.items()}


def questions_of(case: Case) -> list[str]:
    """Return what has to be asked before the case can be relied on."""
    about_reserves = case.reserve.questions if case.reserve else (_NO_RESERVES,)
    asked = [*about_reserves, *case.inputs.notes]
    missing = case.programme.without_figures
    return [*asked, *(f"{name} has no figures. Does it save and cost nothing?" for name in missing)]


def rounding_words(case: Case) -> str:
    """Return in a sentence what rounding moves in the net benefit of all years."""
    moved = rounding_of(case)
    return (
        f"The net benefit of {moved['years']} years is £{moved['unrounded']:,} from unrounded figures, "
        f"£{moved['by_year']:,} from the yearly amounts as printed, and £{moved['whole_millions']:,} where each amount "
        f"is rounded to whole millions first. Rounding moves it by £{abs(moved['by_year_less_unrounded']):,} and by "
        f"£{abs(moved['whole_millions_less_unrounded']):,}."
    )


def rounding_of(case: Case) -> dict[str, int]:
    """Return the net benefit of all years together, from unrounded and from rounded figures, and what rounding moves.

    `unrounded` uses the finer figures where there are any, `by_year` the yearly amounts as they were printed, and
    `whole_millions` those amounts each rounded to whole millions before they are added up.
    """
    finer, printed = (
        programme_of(case.inputs, {**case.chosen, AMOUNTS: amounts}) for amounts in (FINER, AS_PRINTED)
    )
    whole = sum(
        nearest(gross, MILLION) - nearest(each.expected.cost_in_year[year], MILLION)
        for each in printed.components
        if each.kind in printed.counted
        for year, gross in each.expected.gross_in_year.items()
    )
    exact, by_year = (Value.of(each.consolidated()).net for each in (finer, printed))
    return {
        "years": len(case.inputs.case_years),
        "unrounded": exact,
        "by_year": by_year,
        "whole_millions": whole,
        "by_year_less_unrounded": by_year - exact,
        "whole_millions_less_unrounded": whole - exact,
    }


def _reserve(reserve: Reserve) -> dict[str, Any]:
    reached = {"runs_out": reserve.runs_out, "falls_below_minimum": reserve.falls_below_minimum}
    return {
        "opening": _plain(reserve.opening),
        "movement": _plain(reserve.movement),
        "closing": _plain(reserve.closing),
        **_plain(reached),
        "transitional_funding": reserve.transitional_funding,
    }


def _table(case: Case, statement: Statement) -> dict[str, Any]:
    rows = []
    for row in statement.rows:
        cells = {str(column): row.cell(column, case.ledger) for column in statement.columns}
        values = {column: plain(case.ledger.figure(cell)) for column, cell in cells.items() if cell}
        rows.append({"label": row.label, "is_total": row.is_total, "values": values})
    columns = [str(column) for column in statement.columns]
    return {"key": statement.key, "title": statement.title, "columns": columns, "rows": rows}

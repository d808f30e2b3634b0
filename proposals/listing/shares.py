"""The totals of a filtered set against the whole round and its target: a sentence, and figures by year."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from councilsavings.charts import Chart, Point, Series, bar_chart
from proposals.domain.records import NOT_KNOWN, Totals
from proposals.domain.savings_profile import share_of_whole
from services.values.money import MoneyStyle, format_money, format_saving, format_share
from services.values.wording import counted

NO_SHARE = "–"


@dataclass(frozen=True)
class Shares:
    """The sentence above a list, and the rows of the table by year: a label and its cells, the total last."""

    sentence: str
    headings: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]


def shares_of(totals: Totals, whole: Totals, target: int | None, style: MoneyStyle) -> Shares:
    """Return what the set adds up to, as a share of the whole round that the person sees and of its target."""
    years = tuple(totals.discrete)
    figures = (*totals.discrete.values(), totals.total)
    rows: list[tuple[str, Sequence[str]]] = [("These proposals", _savings(figures, style))]
    if totals.count != whole.count:
        of_round = (*whole.discrete.values(), whole.total)
        shares = [share_of_whole(part, all_of_it) for part, all_of_it in zip(figures, of_round, strict=True)]
        rows.append(("All proposals of the round", _savings(of_round, style)))
        rows.append(("Share of the round", [_share(share) for share in shares]))
    return Shares(
        _sentence(totals, whole, target, style), (*(str(year) for year in years), "Total"), tuple(rows)
    )


def chart_by_year(
    totals: Totals, style: MoneyStyle, alternative: str, title: str = "Savings by discrete year"
) -> Chart:
    """Return the set's discrete savings by year, as the totals row prints them."""
    points = (
        Point(str(year), pounds, NOT_KNOWN if pounds is None else format_saving(pounds, style))
        for year, pounds in totals.discrete.items()
    )
    return bar_chart(title, [Series("Saving", tuple(points))], alternative=alternative)


def _savings(figures: Sequence[int | None], style: MoneyStyle) -> list[str]:
    return [NOT_KNOWN if pounds is None else format_saving(pounds, style, bare=True) for pounds in figures]


def _share(share: Fraction | None) -> str:
    return NO_SHARE if share is None else format_share(share)


def _sentence(totals: Totals, whole: Totals, target: int | None, style: MoneyStyle) -> str:
    if totals.count and not totals.counted:
        return "None of the listed proposals is in the totals."
    subject = counted(totals.counted, "proposal")
    if totals.total is None:
        return f"What {subject} would save is not known."
    verb = "saves" if totals.counted == 1 else "save"
    said = f"{subject} {verb} {format_money(totals.total, style)} over the round"
    compared = []
    of_round = share_of_whole(totals.total, whole.total)
    if totals.count != whole.count and of_round is not None and whole.total is not None:
        compared.append(f"{format_share(of_round)} of the round’s {format_money(whole.total, style)}")
    of_target = share_of_whole(totals.total, target)
    if of_target is not None and target is not None:
        compared.append(f"{format_share(of_target)} of its target of {format_money(target, style)}")
    return f"{said}: {', and '.join(compared)}." if compared else f"{said}."

"""The totals of a filtered set against the whole round and its target: a sentence, and figures by year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from councilsavings.charts import Chart, Point, Series, bar_chart
from proposals.domain.records import NOT_KNOWN, Totals
from proposals.domain.savings_together import share_of_whole
from services.values.money import MoneyStyle, format_money, format_saving, format_share
from services.values.wording import counted

NO_SHARE = "–"


@dataclass(frozen=True)
class Shares:
    """The sentence above a list, and the rows of the table by year: a label and its cells, the total last."""

    sentence: str
    caption: str
    headings: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]


def shares_of(totals: Totals, whole: Totals, target: int | None, style: MoneyStyle) -> Shares:
    """Return what the set adds up to, as a share of the whole round that the person sees and of its target.

    Shares and the target are of savings alone; pressures and the net figure stand beside them.
    """
    of_set = [("These proposals", totals)] if whole.pressures is None else list(parts_of(totals))
    rows = [(label, _savings(_figures(part), style)) for label, part in of_set]
    savings, all_savings = totals.savings, whole.savings
    if savings.count != all_savings.count and (savings.count or not totals.count):
        noun = "savings" if whole.pressures else "proposals"
        pairs = zip(_figures(savings), _figures(all_savings), strict=True)
        shares = [share_of_whole(part, all_of_it) for part, all_of_it in pairs]
        rows.append((f"All {noun} of the round", _savings(_figures(all_savings), style)))
        rows.append(
            (
                "Share of the round’s savings" if whole.pressures else "Share of the round",
                [*map(_share, shares)],
            )
        )
    years = (str(year) for year in totals.discrete)
    caption = f"{titled('Savings by discrete year', totals)} ({style.label})"
    return Shares(_sentences(totals, whole, target, style), caption, (*years, "Total"), tuple(rows))


def parts_of(totals: Totals) -> Iterator[tuple[str, Totals]]:
    """Yield the totals that a set with pressures is stated by: savings, pressures and net, as far as it has them."""
    if totals.savings.count:
        yield "Savings", totals.savings
    if totals.pressures:
        yield "Pressures", totals.pressures
    if totals.has_both:
        yield "Net", totals


def titled(title: str, totals: Totals) -> str:
    """Return a title that begins with the word savings as it is for what the set has."""
    if totals.pressures is None:
        return title
    return title.replace("Savings", "Savings and pressures" if totals.savings.count else "Pressures", 1)


def chart_by_year(
    totals: Totals, style: MoneyStyle, alternative: str, title: str = "Savings by discrete year"
) -> Chart:
    """Return the set's discrete savings by year, and its pressures, as the totals rows print them."""

    def series(name: str, part: Totals) -> Series:
        points = (
            Point(str(year), pounds, NOT_KNOWN if pounds is None else format_saving(pounds, style))
            for year, pounds in part.discrete.items()
        )
        return Series(name, tuple(points))

    parts = list(parts_of(totals)) if totals.pressures else [("Saving", totals)]
    return bar_chart(titled(title, totals), [series(*part) for part in parts], alternative=alternative)


def _figures(totals: Totals) -> tuple[int | None, ...]:
    return (*totals.discrete.values(), totals.total)


def _savings(figures: Sequence[int | None], style: MoneyStyle) -> list[str]:
    return [NOT_KNOWN if pounds is None else format_saving(pounds, style, bare=True) for pounds in figures]


def _share(share: Fraction | None) -> str:
    return NO_SHARE if share is None else format_share(share)


def _sentences(totals: Totals, whole: Totals, target: int | None, style: MoneyStyle) -> str:
    if totals.count and not totals.counted:
        return "None of the listed proposals is in the totals."
    if totals.pressures is None:
        noun = "savings proposal" if whole.pressures else "proposal"
        return _of_savings(totals, whole.savings, target, style, noun)
    said = []
    if totals.savings.counted:
        said.append(_of_savings(totals.savings, whole.savings, target, style, "savings proposal"))
    if totals.pressures.counted:
        said.append(_of_pressures(totals.pressures, style))
    if len(said) > 1 and totals.total is not None:
        word = "pressure" if totals.total < 0 else "saving"
        said.append(f"The net {word} is {format_money(abs(totals.total), style)}.")
    return " ".join(said)


def _of_pressures(totals: Totals, style: MoneyStyle) -> str:
    subject = counted(totals.counted, "pressure")
    if totals.total is None:
        return f"What {subject} would add is not known."
    is_one = totals.counted == 1
    if totals.total > 0:
        taken = "takes" if is_one else "take"
        return f"{subject} {taken} {format_money(totals.total, style)} off the budget over the round."
    return f"{subject} {'adds' if is_one else 'add'} {format_money(-totals.total, style)} over the round."


def _of_savings(totals: Totals, whole: Totals, target: int | None, style: MoneyStyle, noun: str) -> str:
    subject = counted(totals.counted, noun)
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

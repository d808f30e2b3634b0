"""The head of the overview: the totals of the round, and how they compare with its target; pure values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.stages import ENDED
from proposals.filters.bands import NOT_STATED
from proposals.overview.figures import Overview
from proposals.overview.printing import Links, Printer, of_direction
from proposals.overview.slices import Group, Slice, all_together, pursued
from services.values.money import printed_difference
from services.values.wording import counted

ENDED_STAGES = tuple(sorted(stage.value for stage in ENDED))


@dataclass(frozen=True)
class SummaryLine:
    """A figure with what it is of, the list behind it, and any caveat to be printed with it."""

    label: str
    figure: str
    address: str
    remark: str = ""


def summary_of(
    overview: Overview, printer: Printer, links: Links, target: int | None
) -> tuple[SummaryLine, ...]:
    """Return the figures at the head: money, the target, and posts."""
    totals = overview.whole
    fte = printer.fte(totals.fte.total, is_stated=totals.fte_is_stated).text
    posts = SummaryLine("Posts (FTE)", fte, links({}), totals.unknown)
    return (*money_lines(overview.all_slices, printer, links, target), posts)


def money_lines(
    slices: Sequence[Slice], printer: Printer, links: Links, target: int | None
) -> tuple[SummaryLine, ...]:
    """Return what the savings come to, what is expected of them and has ended, pressures, and the gap to the target."""
    live, pressures = pursued(slices), [one for one in slices if one.is_pressure]
    of_savings = of_direction(SAVING, links) if pressures else links
    lines = []
    if not pressures or any(not one.is_pressure for one in slices):
        lines += _of_savings(slices, printer, of_savings)
    if any(not one.has_ended for one in pressures):
        lines += _of_pressures(slices, printer, links)
    if target is not None:
        lines.append(_against_target(live, printer, of_savings, target))
    return tuple(lines)


def _of_savings(slices: Sequence[Slice], printer: Printer, links: Links) -> list[SummaryLine]:
    live = pursued(slices)
    lines = [
        SummaryLine("Total saving", printer.in_words(live.total), links({}), _how_many(live, "proposal")),
        SummaryLine("Risk-adjusted", printer.in_words(live.expected), links({})),
    ]
    if without := live.without_percentage.count:
        remark = f"{counted(without, 'proposal')} not in the risk-adjusted figure"
        figure = printer.in_words(live.without_percentage.total)
        address = links({"deliverability": (NOT_STATED,)})
        lines.append(SummaryLine("Without a deliverability percentage", figure, address, remark))
    ended = all_together(one for one in slices if one.has_ended and not one.is_pressure)
    if ended.count:
        lines.append(
            SummaryLine(
                "No longer pursued",
                printer.in_words(ended.total),
                links({"stage": ENDED_STAGES}),
                f"{counted(ended.count, 'proposal')} deferred, withdrawn, rejected or superseded, "
                "not in the total",
            )
        )
    return lines


def _of_pressures(slices: Sequence[Slice], printer: Printer, links: Links) -> Iterator[SummaryLine]:
    live = [one for one in slices if not one.has_ended]
    pressures = all_together(one for one in live if one.is_pressure)
    figure, address = printer.in_words(pressures.total), of_direction(PRESSURE, links)({})
    yield SummaryLine("Total pressures", figure, address, _how_many(pressures, "pressure"))
    if pressures.count < sum(one.count for one in live):
        yield SummaryLine("Savings less pressures", printer.in_words(all_together(live).total), links({}))


def _how_many(live: Group[None], noun: str) -> str:
    corrected = f", of which {live.corrected:,} being corrected" if live.corrected else ""
    return f"{counted(live.count, noun)}{corrected}"


def _against_target(live: Group[None], printer: Printer, links: Links, target: int) -> SummaryLine:
    """Return the pursued proposals against the round's target."""
    if live.total is None:
        return SummaryLine("Progress towards the savings target", printer.in_words(None), links({}))
    missing = printed_difference(target, live.total, printer.style)
    if missing > 0:
        words = f"{printer.said(missing)} short of the target of {printer.said(target)}"
    elif missing:
        words = f"{printer.said(-missing)} above the target of {printer.said(target)}"
    else:
        words = f"exactly the target of {printer.said(target)}"
    return SummaryLine("Progress towards the savings target", printer.in_words(live.total), links({}), words)

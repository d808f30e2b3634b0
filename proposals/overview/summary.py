"""The head of the overview: the totals of the round, and how they compare with its target; pure values."""

from collections.abc import Sequence
from dataclasses import dataclass

from proposals.domain.stages import ENDED
from proposals.filters.bands import NOT_STATED
from proposals.overview.figures import Overview
from proposals.overview.printing import Links, Printer
from proposals.overview.slices import Group, Slice, all_together
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
    totals = overview.totals
    fte = printer.fte(totals.fte.total, is_stated=totals.fte_is_stated).text
    posts = SummaryLine("Posts (FTE)", fte, links({}), totals.unknown)
    return (*money_lines((*overview.slices, *overview.ended.slices), printer, links, target), posts)


def money_lines(
    slices: Sequence[Slice], printer: Printer, links: Links, target: int | None
) -> tuple[SummaryLine, ...]:
    """Return what the pursued proposals come to, what is expected of it, what has ended, and the gap to the target."""
    live = pursued(slices)
    lines = [
        SummaryLine("Total saving", printer.in_words(live.total), links({}), _how_many(live)),
        SummaryLine("Risk-adjusted", printer.in_words(live.expected), links({})),
    ]
    if without := live.without_percentage.count:
        remark = f"{counted(without, 'proposal')} not in the risk-adjusted figure"
        figure = printer.in_words(live.without_percentage.total)
        address = links({"deliverability": (NOT_STATED,)})
        lines.append(SummaryLine("Without a deliverability percentage", figure, address, remark))
    ended = all_together(one for one in slices if one.has_ended)
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
    if target is not None:
        lines.append(_against_target(live, printer, links, target))
    return tuple(lines)


def pursued(slices: Sequence[Slice]) -> Group[None]:
    """Return the proposals that have not ended: those that count towards the target."""
    return all_together(one for one in slices if not one.has_ended)


def _how_many(live: Group[None]) -> str:
    corrected = f", of which {live.corrected:,} being corrected" if live.corrected else ""
    return f"{counted(live.count, 'proposal')}{corrected}"


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

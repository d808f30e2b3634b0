"""The head of the overview: the totals of the round, and how they compare with its target; pure values."""

from collections.abc import Sequence
from dataclasses import dataclass

from proposals.domain.savings_profile import short_of_target
from proposals.domain.stages import ENDED, LIVE
from proposals.overview.figures import Overview
from proposals.overview.printing import Links, Printer
from proposals.overview.slices import Group, Slice, all_together
from services.values.wording import counted

ENDED_STAGES = tuple(sorted(stage.value for stage in ENDED))
LIVE_STAGES = tuple(sorted(stage.value for stage in LIVE))


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
    posts = SummaryLine("Posts (FTE)", fte, links({}), totals.caveat)
    return (*money_lines(overview.slices, printer, links, target), posts)


def money_lines(
    slices: Sequence[Slice], printer: Printer, links: Links, target: int | None
) -> tuple[SummaryLine, ...]:
    """Return what the proposals come to: the whole, what is expected, what has ended, and against the target."""
    everything = all_together(slices)
    lines = [
        SummaryLine(
            "Total saving",
            printer.in_words(everything.total),
            links({}),
            counted(everything.count, "proposal"),
        ),
        SummaryLine(
            "Risk-adjusted",
            printer.in_words(everything.expected),
            links({}),
            _without_percentage(everything),
        ),
    ]
    ended = all_together(one for one in slices if one.stage in ENDED_STAGES)
    if ended.count:
        lines.append(
            SummaryLine(
                "Of which no longer pursued",
                printer.in_words(ended.total),
                links({"stage": ENDED_STAGES}),
                f"{counted(ended.count, 'proposal')} deferred, withdrawn, rejected or superseded",
            )
        )
    if target is not None:
        narrowed = bool(ended.count)
        lines.append(_against_target(pursued(slices), printer, links, target, narrowed=narrowed))
    return tuple(lines)


def pursued(slices: Sequence[Slice]) -> Group[None]:
    """Return the proposals that have not ended: those that count towards the target."""
    return all_together(one for one in slices if one.stage not in ENDED_STAGES)


def _without_percentage(everything: Group[None]) -> str:
    without = everything.without_percentage.count
    return f"{counted(without, 'proposal')} without a percentage, counted in full" if without else ""


def _against_target(
    live: Group[None], printer: Printer, links: Links, target: int, *, narrowed: bool
) -> SummaryLine:
    """Return the pursued proposals against the round's target."""
    address = links({"stage": LIVE_STAGES} if narrowed else {})
    if live.total is None:
        return SummaryLine("Gap", printer.in_words(None), address)
    missing = short_of_target(target, live.total)
    if missing > 0:
        words = f"{printer.said(missing)} short of the target of {printer.said(target)}"
    elif missing:
        words = f"{printer.said(-missing)} above the target of {printer.said(target)}"
    else:
        words = f"exactly the target of {printer.said(target)}"
    return SummaryLine("Gap", printer.in_words(live.total), address, words)

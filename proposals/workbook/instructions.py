"""The instructions in a workbook for editing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.values.years import FinancialYear


@dataclass(frozen=True)
class AboutWorkbook:
    """A description of a workbook: its round and filter, who made it and when."""

    council: str
    round_id: int
    round_name: str
    years: tuple[FinancialYear, ...]
    filters: Sequence[str]
    made_by: str
    made_at: datetime


def instructions(about: AboutWorkbook) -> Iterator[tuple[str, str]]:
    """Yield the content of the first sheet: a label and a text for each item."""
    filters = "; ".join(about.filters) or "none: the whole round"
    yield "Council", about.council
    yield "Budget round", about.round_name
    yield "Filter", filters
    yield "Made by", about.made_by
    yield "Made at", f"{about.made_at:%-d %B %Y, %H:%M}"
    yield "", ""
    yield from _RULES


_RULES = (
    (
        "What may be changed",
        "White cells. Grey cells are keys, computed figures, or proposals that you may not edit now: a change "
        "of one is refused when the workbook is uploaded. The sheets are protected without a password, against "
        "slips.",
    ),
    (
        "Amounts",
        "Whole pounds: 906000, or 906k or 0.906m as text. A saving is positive, and so is a cost. A recurring "
        "amount begins in its year and stays: write the change of that year, not the running total; a "
        "reversal is negative. A one-off amount belongs to its year only.",
    ),
    (
        "Posts (FTE)",
        "At most two decimals. A reduction is negative: -2.50. It is the change that begins in that year.",
    ),
    ("Years", "As 2018/19. The start year must be one of the round’s years."),
    (
        "Blank cells",
        "A blank cell changes nothing: what is held stays, unless you tick “Blank cells erase what is held” "
        "when you upload the workbook. Nought is written 0.",
    ),
    (
        "Formulas",
        "None are read. Copy the cell and paste it as a value. Text may begin with any sign.",
    ),
    (
        "New proposals",
        "Write below the last row of the sheet Proposals and leave Number and Version empty. Reference, title "
        "and service are needed.",
    ),
    (
        "New sections and risks",
        "Write below the last row of their sheet, leave Number empty and give the proposal’s reference. A "
        "section of its own name needs a heading.",
    ),
    (
        "Removing",
        "A row that you delete here is left as it is held: nothing is ever deleted by an upload.",
    ),
    (
        "Columns and rows",
        "You may sort, filter, hide or rearrange them. Do not rename the headings, merge cells, or copy a row "
        "with its number.",
    ),
    (
        "If others have changed it",
        "Only cells that you changed are taken. Where somebody else has changed the same cell since the "
        "download, you are shown both and choose.",
    ),
    (
        "Upload",
        "Save the workbook as “Excel workbook (.xlsx)” and upload it on the page Upload an edited workbook. You "
        "see every change before anything is written, and it is all or nothing.",
    ),
)

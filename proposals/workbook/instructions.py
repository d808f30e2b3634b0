"""The instructions in a workbook for editing."""

from collections.abc import Iterator

from proposals.exports.files import ExportNote
from proposals.models import BudgetRound


def instructions(budget_round: BudgetRound, note: ExportNote) -> Iterator[tuple[str, str]]:
    """Yield the content of the first sheet: a label and a text for each item."""
    yield "Council", budget_round.council.name
    yield "Budget round", budget_round.name
    yield "Filter", "; ".join(note.filters) or "none: the whole round"
    yield "Made by", note.made_by
    yield "Made at", note.when
    yield "", ""
    yield from _RULES


_RULES = (
    (
        "Cells you can change",
        "You can change white cells. Grey cells contain keys, calculated figures, or proposals that you "
        "cannot edit now. If you change a grey cell, the workbook will be rejected when you upload it. The "
        "sheets are protected without a password, to prevent mistakes.",
    ),
    (
        "Amounts",
        "Enter whole pounds, for example 906000, or 906k or 0.906m as text. Enter savings, pressures and "
        "costs as positive amounts. A recurring amount starts in its year and continues: enter the change in that "
        "year, not the running total. Enter a reversal as a negative amount. A one-off amount applies to its "
        "year only.",
    ),
    (
        "Posts (FTE)",
        "Enter the change that starts in that year, with at most 2 decimal places. Enter a reduction as a "
        "negative number, for example -2.50.",
    ),
    (
        "Savings and pressures",
        "The column “Saving or pressure” says what a proposal is. Choose it in a new row, which is a saving if the "
        "cell is blank; it cannot be changed afterwards. A saving has a kind of saving, a pressure has a cause.",
    ),
    ("Years", "Enter years in the format 2018/19. The start year must be in the round."),
    (
        "Blank cells",
        "A blank cell changes nothing, unless you tick “Blank cells delete current values” when you upload "
        "the workbook. To enter zero, type 0.",
    ),
    (
        "Formulas",
        "Formulas are not accepted. Copy the cell and paste it as a value. Text can begin with any "
        "character.",
    ),
    (
        "New proposals",
        "Add rows below the last row of the sheet Proposals and leave Number and Version blank. Enter a "
        "reference, title and service.",
    ),
    (
        "New sections and risks",
        "Add rows below the last row of the sheet, leave Number blank and enter the proposal’s reference. "
        "Enter a heading for a custom section.",
    ),
    (
        "Removing",
        "Deleting a row here does not delete the record. An upload never deletes anything.",
    ),
    (
        "Columns and rows",
        "You can sort, filter, hide or rearrange columns and rows. Do not rename headings, merge cells, or "
        "copy a row with its number.",
    ),
    (
        "Changes by other people",
        "Only cells that you have changed are imported. If somebody else has changed the same value since "
        "you downloaded the workbook, you can choose which one to keep.",
    ),
    (
        "Upload",
        "Save the workbook as “Excel workbook (.xlsx)” and upload it on the page “Upload an edited "
        "workbook”. You can check every change before it is saved. Either all changes are saved or none.",
    ),
)

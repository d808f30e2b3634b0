"""What the sheets of a workbook for editing hold: their columns in order, and how each is written.

Pure: the writer, the reader and the comparison all go by these.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from proposals.domain.savings_profile import AMOUNT_NAMES
from services.values.years import FinancialYear

FORMAT = "council savings workbook 1"
"""What a workbook says it is; another format is refused."""

INSTRUCTIONS, PROPOSALS, STATEMENTS, RISKS = "Instructions", "Proposals", "Statements", "Risks"
LISTS, ORIGINALS = "Lists", "Originals"
"""The choices of the drop-downs, and every cell as it was at the download: sheets nobody needs to see."""

EDITED_SHEETS = (PROPOSALS, STATEMENTS, RISKS)

LONGEST_CELL = 32_767
"""In characters: no spreadsheet cell holds more."""

Kind = Literal["text", "long_text", "money", "fte", "year", "percent", "choice", "yes_no", "computed"]
Lock = Literal["", "held", "always"]

KEY, REFERENCE, VERSION = "key", "reference", "version"
FTE_CHANGE = "fte_change"


@dataclass(frozen=True)
class Column:
    """One column: its heading, what its cells hold, and who may write in it.

    `lock` is "always" for what nobody types, and "held" for what only a new row states.
    """

    key: str
    heading: str
    kind: Kind
    width: int
    lock: Lock = ""
    choices: str = ""
    """The list that its cells are chosen from."""
    longest: int = LONGEST_CELL
    no_negatives: bool = False
    year: FinancialYear | None = None

    @property
    def is_numeric(self) -> bool:
        """Whether its cells hold figures."""
        return self.kind in {"money", "fte", "percent"}


_AMOUNTS = {
    "recurring_saving": "Recurring saving",
    "one_off_saving": "One-off saving",
    "recurring_cost": "Recurring cost",
    "one_off_cost": "One-off cost",
    "capital_cost": "Capital cost",
}
_EITHER_SIGN = frozenset({"recurring_saving", "recurring_cost"})


def proposal_columns(years: Sequence[FinancialYear]) -> tuple[Column, ...]:
    """Return the columns of the sheet of proposals of a round with these years."""
    return (
        Column(KEY, "Number", "text", 9, "always"),
        Column(VERSION, "Version", "text", 9, "always"),
        Column("may_change", "You may change it", "text", 11, "always"),
        Column(REFERENCE, "Reference", "text", 13, "held", longest=40),
        Column("title", "Title", "text", 38, longest=300),
        Column("service", "Service", "choice", 34, choices="services"),
        Column("category", "Category", "text", 18, longest=200),
        Column("kind", "Kind of saving", "choice", 18, choices="kinds"),
        Column("risk", "Risk to delivery", "choice", 11, choices="risks"),
        Column("start_year", "Start year", "year", 10, choices="years"),
        Column("consultation_only", "For consultation only", "yes_no", 13, choices="yes_no"),
        *(column for year in years for column in _year_columns(year)),
        Column("total_saving", "Total saving at download (£)", "computed", 15, "always"),
        Column("total_fte", "Total FTE change at download", "computed", 13, "always"),
        Column("stated_total", "Stated total (£)", "money", 14),
        Column("profile_note", "Note on the savings profile", "text", 34, longest=500),
        Column("fte_note", "Note on the FTE figures", "text", 34, longest=500),
        Column("officer", "Senior responsible officer", "text", 26, longest=300),
        Column("deliverability", "Deliverability (%)", "percent", 14),
        Column("residents", "Impact on residents", "choice", 11, choices="residents"),
    )


def _year_columns(year: FinancialYear) -> tuple[Column, ...]:
    amounts = (
        Column(
            f"{name} {year.start}",
            f"{_AMOUNTS[name]} {year} (£)",
            "money",
            14,
            no_negatives=name not in _EITHER_SIGN,
            year=year,
        )
        for name in AMOUNT_NAMES
    )
    return (*amounts, Column(f"{FTE_CHANGE} {year.start}", f"FTE change {year}", "fte", 12, year=year))


STATEMENT_COLUMNS = (
    Column(KEY, "Number", "text", 9, "always"),
    Column(REFERENCE, "Reference", "text", 13, "held", longest=40),
    Column("section", "Section", "choice", 34, "held", choices="sections"),
    Column("heading", "Heading", "text", 30, "held", longest=300),
    Column("answer", "Answer", "choice", 15, choices="answers"),
    Column("text", "Text", "long_text", 100),
)
RISK_COLUMNS = (
    Column(KEY, "Number", "text", 9, "always"),
    Column(REFERENCE, "Reference", "text", 13, "held", longest=40),
    Column("position", "Order", "text", 8, "always"),
    Column("title", "Risk", "long_text", 60, longest=1000),
    Column("level", "Level", "choice", 11, choices="risks"),
    Column("mitigation", "Mitigation", "long_text", 60),
)


def columns_of(years: Sequence[FinancialYear]) -> dict[str, tuple[Column, ...]]:
    """Return the columns of every sheet that is edited, by the sheet's name."""
    return {PROPOSALS: proposal_columns(years), STATEMENTS: STATEMENT_COLUMNS, RISKS: RISK_COLUMNS}

"""The columns of each sheet of a workbook for editing, which the writer, the reader and the comparison share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from proposals.domain.amounts import AMOUNT_LABELS, FTE_CHANGE_LABEL, may_be_negative
from proposals.domain.direction import NOUNS, PRESSURE, TURNED
from proposals.domain.fields import WORKBOOK_AFTER_YEARS, WORKBOOK_BEFORE_YEARS, ProposalField
from proposals.domain.savings_profile import AMOUNT_NAMES
from proposals.models import ImpactStatement, ProposalRisk, SavingsProposal
from services.db.lengths import longest
from services.values.years import FinancialYear

FORMAT = "council savings workbook 2"
"""The format that a workbook names; another one is refused."""

INSTRUCTIONS, PROPOSALS, STATEMENTS, RISKS = "Instructions", "Proposals", "Statements", "Risks"
LISTS, ORIGINALS = "Lists", "Originals"
"""Hidden sheets: the choices of the drop-downs, and every cell as it was at the download."""

EDITED_SHEETS = (PROPOSALS, STATEMENTS, RISKS)

LONGEST_CELL = 32_767
"""The most characters that a spreadsheet cell can have."""

Kind = Literal[
    "text", "long_text", "money", "fte", "year", "percent", "share", "choice", "yes_no", "computed"
]
Lock = Literal["", "existing", "always"]

KEY, REFERENCE, VERSION = "key", "reference", "version"
FTE_CHANGE = "fte_change"


@dataclass(frozen=True)
class SheetColumn:
    """A column: its heading, the content of its cells, and who may write in it.

    `lock` is "always" for values that are never typed, and "existing" where only a new row states it.
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
    field: ProposalField | None = None
    """The plain field of the proposal that the column shows, where it shows one."""

    @property
    def is_numeric(self) -> bool:
        """Return whether its cells hold figures."""
        return self.kind in {"money", "fte", "percent", "share"}


_UNITS = {"money": " (£)", "percent": " (%)", "share": " (%)"}
_WIDTHS = {"year": 10, "flag": 13, "money": 14, "percent": 14, "share": 14}
_ONCE_STATED = frozenset({"direction"})
"""The fields that a new row states and no later one changes."""
_LISTS = {"year": "years", "flag": "yes_no"}
_LISTS_OF_CHOICES = {"kind": "kinds", "risk": "risks", "impact_on_residents": "residents"}
"""The names that workbooks already downloaded have for these lists; any other is named as its field."""


_REFERENCE_COLUMN = SheetColumn(
    REFERENCE, "Reference", "text", 13, "existing", longest=longest(SavingsProposal, "reference")
)


def proposal_columns(years: Sequence[FinancialYear]) -> tuple[SheetColumn, ...]:
    """Return the columns of the sheet of proposals of a round with these years."""
    return (
        SheetColumn(KEY, "Number", "text", 9, "always"),
        SheetColumn(VERSION, "Version", "text", 9, "always"),
        SheetColumn("may_change", "Editable", "text", 11, "always"),
        _REFERENCE_COLUMN,
        SheetColumn("title", "Title", "text", 38, longest=longest(SavingsProposal, "title")),
        SheetColumn("service", "Service", "choice", 34, choices="services"),
        *map(_declared, WORKBOOK_BEFORE_YEARS),
        SheetColumn("start_year", "Start year", "text", 10, "always"),
        *(column for year in years for column in _year_columns(year)),
        SheetColumn("total_saving", "Total at download (£)", "computed", 15, "always"),
        SheetColumn("total_fte", "Total FTE change at download", "computed", 13, "always"),
        *map(_declared, WORKBOOK_AFTER_YEARS),
    )


def _declared(item: ProposalField) -> SheetColumn:
    """Return the column of a plain field, as long as the model lets its texts be."""
    kind: Kind = "yes_no" if item.kind == "flag" else item.kind
    longest_text = longest(SavingsProposal, item.model_name) if item.kind == "text" else LONGEST_CELL
    return SheetColumn(
        item.name,
        f"{item.label}{_UNITS.get(item.kind, '')}",
        kind,
        _width(item, longest_text),
        "existing" if item.name in _ONCE_STATED else "",
        choices=list_of_choices(item) if item.kind == "choice" else _LISTS.get(item.kind, ""),
        longest=longest_text,
        field=item,
    )


def list_of_choices(item: ProposalField) -> str:
    """Return the name of the list that the cells of a choice are chosen from."""
    return _LISTS_OF_CHOICES.get(item.name, item.name)


def _width(item: ProposalField, longest_text: int) -> int:
    if item.kind == "choice":
        return min(18, max(11, *map(len, item.choices.values())))
    if item.kind == "text":
        return 34 if longest_text >= 500 else 26 if longest_text >= 300 else 18
    return _WIDTHS[item.kind]


def _amount_label(name: str) -> str:
    """Return the heading of an amount: a column holds what proposals of both directions state, above zero."""
    return f"{AMOUNT_LABELS[name]} or {NOUNS[PRESSURE]}" if name in TURNED else AMOUNT_LABELS[name]


def _year_columns(year: FinancialYear) -> tuple[SheetColumn, ...]:
    amounts = (
        SheetColumn(
            f"{name} {year.start}",
            f"{_amount_label(name)} {year} (£)",
            "money",
            14,
            no_negatives=not may_be_negative(name, PRESSURE),
            year=year,
        )
        for name in AMOUNT_NAMES
    )
    return (
        *amounts,
        SheetColumn(f"{FTE_CHANGE} {year.start}", f"{FTE_CHANGE_LABEL} {year}", "fte", 12, year=year),
    )


STATEMENT_COLUMNS = (
    SheetColumn(KEY, "Number", "text", 9, "always"),
    _REFERENCE_COLUMN,
    SheetColumn("section", "Section", "choice", 34, "existing", choices="sections"),
    SheetColumn("heading", "Heading", "text", 30, "existing", longest=longest(ImpactStatement, "heading")),
    SheetColumn("answer", "Answer", "choice", 15, choices="answers"),
    SheetColumn("text", "Text", "long_text", 100),
)
RISK_COLUMNS = (
    SheetColumn(KEY, "Number", "text", 9, "always"),
    _REFERENCE_COLUMN,
    SheetColumn("position", "Order", "text", 8, "always"),
    SheetColumn("title", "Risk", "long_text", 60, longest=longest(ProposalRisk, "title")),
    SheetColumn("level", "Level", "choice", 11, choices="risks"),
    SheetColumn("mitigation", "Mitigation", "long_text", 60),
)


def columns_of(years: Sequence[FinancialYear]) -> dict[str, tuple[SheetColumn, ...]]:
    """Return the columns of every sheet that is edited, by the sheet's name."""
    return {PROPOSALS: proposal_columns(years), STATEMENTS: STATEMENT_COLUMNS, RISKS: RISK_COLUMNS}

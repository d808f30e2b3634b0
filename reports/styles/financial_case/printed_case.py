"""What a financial case is printed from: its inputs and readings, its name, and how its council prints money."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from proposals.domain.forecast.case import Case, build_case
from proposals.domain.forecast.inputs import read_inputs
from reports.documents.cover import Cover
from reports.documents.plain_values import from_plain, to_plain
from reports.documents.snapshots import FORMAT, VERSION, Snapshot
from services.values.money import MoneyStyle

STYLE = "financial-case"
TITLE = "Financial case"


@dataclass(frozen=True)
class PrintedCase:
    """A case with the names and the style of money that its files show; `inputs` are its plain values."""

    name: str
    council: str
    style: MoneyStyle
    inputs: Any
    case: Case

    def snapshot(self, forecast: int, cover: Cover) -> Snapshot:
        """Return everything that its file is made from, as values that JSON knows; `forecast` is the key of its row."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "style": STYLE,
            "cover": to_plain(cover),
            "forecast": forecast,
            "name": self.name,
            "council": self.council,
            "money": to_plain(self.style),
            "inputs": self.inputs,
            "readings": dict(self.case.chosen),
        }

    @classmethod
    def from_snapshot(cls, snapshot: Mapping[str, Any]) -> "PrintedCase":
        """Return the case as it stood when its file was asked for."""
        case = build_case(read_inputs(snapshot["inputs"]), snapshot["readings"])
        style = from_plain(MoneyStyle, snapshot["money"])
        return cls(snapshot["name"], snapshot["council"], style, snapshot["inputs"], case)

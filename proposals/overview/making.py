"""The values that every part of the overview is made from; pure values."""

from dataclasses import dataclass

from proposals.overview.figures import Overview
from proposals.overview.printing import Links, Printer

HEADLINE, EXPECTED = "Headline", "Risk-adjusted"
NO_YEAR_IS_KNOWN = "No yearly savings are known, only totals."
NOT_STATED = "-"
"""The key that the list's filters use for a value that was not given."""


@dataclass(frozen=True)
class Labels:
    """The words for the codes of proposals."""

    kinds: dict[str, str]
    risks: dict[str, str]

    def kind(self, code: str) -> str:
        """Return a kind of saving in words."""
        return self.kinds.get(code, "not stated").capitalize()

    def risk(self, code: str) -> str:
        """Return a risk to delivery in words."""
        return self.risks.get(code, "not rated").capitalize()


@dataclass(frozen=True)
class Maker:
    """Makes sections of one overview: its figures, how they are printed, where they lead, and its words."""

    overview: Overview
    printer: Printer
    links: Links
    labels: Labels

    def directorate_address(self, key: int) -> str:
        """Return the address of the list of a directorate's proposals."""
        return self.links({"directorate": [str(key)]})

    @property
    def total_in_words(self) -> str:
        """Return what all proposals save together, as the first sentence of a chart's alternative text."""
        return f"In total {self.printer.in_words(self.overview.totals.total)}."

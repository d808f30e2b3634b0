"""An option form as stated in a document, before it is checked or stored: plain values."""

from dataclasses import dataclass
from decimal import Decimal

from proposals.domain.proposal_parts import OPTION_FORM_KINDS
from proposals.importing.forms.document import ReadForm
from proposals.importing.forms.headings import OPTION_FORM

SMALL_BUDGET = 10_000
"""Pounds: in a form that prints savings in thousands or millions, a smaller amount is hardly a service's budget."""
BUDGETS = ("gross", "income", "net")
FIGURES = ("service", "start_year", *BUDGETS, "profile", "fte")
NARRATIVE = tuple(OPTION_FORM_KINDS)
MORE = tuple(heading.kind for heading in OPTION_FORM.headings if heading.exactly)
"""Narrative headings that the form itself lacks and other councils' forms have, read where they are spelt so."""
FORM = (*FIGURES, *NARRATIVE)
"""The kinds of the headings of the option form, in the order it prints them."""


@dataclass(frozen=True)
class Stated:
    """An amount as the form states it, in whole pounds with the printed sign, and where."""

    pounds: int
    place: str


@dataclass(frozen=True)
class OptionForm(ReadForm):
    """One option as its form states it, with what checks its figures.

    Its savings and FTE changes are empty when the form does not give them: not known is not zero.
    """

    gross: Stated | None
    income: Stated | None
    net: Stated | None
    discrete_total: Stated | None
    fte_total: Decimal | None
    fte_place: str

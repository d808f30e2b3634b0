"""The tables of a financial case."""

from collections.abc import Sequence

from proposals.domain.forecast.benefit_tables import BenefitTables
from proposals.domain.forecast.budget_tables import BudgetTables
from proposals.domain.forecast.case import Case
from proposals.domain.forecast.statement import Statement


def statements_of(case: Case, names: Sequence[str] = ()) -> tuple[Statement, ...]:
    """Return the tables of the case, each line first in the table in which it arises.

    `names` are what the council is called in print beside its name in the inputs.
    """
    return (*BenefitTables(case, names).all(), *BudgetTables(case, names).all())

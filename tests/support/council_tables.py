"""Tables of savings typed as another council’s officer would, and what is read of them; all wording is made up."""

from services.values.years import FinancialYear
from tests.support.parsed_documents import table_in

Y1, Y2, Y3 = FinancialYear(2027), FinancialYear(2028), FinancialYear(2029)
HEADER = (
    "Proposal",
    "How achieved",
    "27/28 £000",
    "28/29 £000",
    "Total £000",
    "Risk",
    "Impact on staff",
    "Impact",
)

SUMMARY_HEADER = ("Service", "Saving 2027/28 £000", "Total £000", "Decision", "Impact", "Reported")


def text_of(*rows):
    return "".join("\t".join(row) + "\n" for row in rows)


def row(title, *figures, risk="L", staff="0"):
    return (title, "By a new rota.", *figures, risk, staff, "Shorter visits.")


def impact(*rows, **answers):
    return table_in(text_of(*rows).encode(), "impact-table", **answers)


def summary(*rows, **answers):
    return table_in(text_of(*rows).encode(), "committee-summary", **answers)

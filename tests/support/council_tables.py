"""Tables of savings typed as another council’s officer would, and what is read of them; all wording is made up."""

from proposals.importing.issues import Severity
from proposals.importing.reading import read_file
from services.values.years import FinancialYear

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


def impact(*rows):
    return read_file(text_of(*rows).encode(), "", kind="impact-table").document


def summary(*rows):
    return read_file(text_of(*rows).encode(), "", kind="committee-summary").document


def codes(document, severity=Severity.ERROR):
    return [issue.code for issue in document.issues if issue.severity is severity]

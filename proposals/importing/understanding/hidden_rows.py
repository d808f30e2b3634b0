"""Hidden rows and columns of a spreadsheet: left out and said.

Rows are asked about where the printed totals hold only with them; what stands in the year of a column is not known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from proposals.importing.files.blocks import SourceDocument
from proposals.importing.files.sheets import HIDDEN_COLUMN, HIDDEN_ROW
from proposals.importing.understanding.findings import at, listed
from proposals.importing.understanding.row_questions import LEAVE_OUT, PROPOSALS
from proposals.importing.understanding.understand import understand
from proposals.importing.understanding.values import Question, Understanding
from services.values.years import FinancialYear, heading_years

_ID = "hidden-rows"
_COUNTED = f"{HIDDEN_ROW}, which counts, as a person chose"


def understand_document(
    document: SourceDocument,
    *,
    round_years: Sequence[FinancialYear] = (),
    answers: Mapping[str, str] | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Understanding:
    """Return all that is understood of a document, with its hidden rows where a person says that they count."""

    def understood(source: SourceDocument) -> Understanding:
        found = understand(source, round_years=round_years, answers=answers, mapping=mapping)
        return _without_hidden_years(found, document)

    answer = (answers or {}).get(_ID, "")
    if not document.unhidden:
        return understood(document)
    if answer == PROPOSALS:
        return understood(_with_hidden_rows(document))
    found = understood(document)
    failing = _failing(found)
    if answer != LEAVE_OUT and failing and _failing(understood(_with_hidden_rows(document))) < failing:
        return _asking(found, document)
    return found


def _without_hidden_years(understanding: Understanding, document: SourceDocument) -> Understanding:
    """Return it with the profiles incomplete that have the year of a hidden column between their years."""
    headings = [item.text.split(" | ")[0] for item in document.omissions if item.reason == HIDDEN_COLUMN]
    hidden = {year for heading in headings for year in heading_years(heading)}
    proposals = [
        replace(parsed, profile_complete=False)
        if any(min(parsed.savings) < year < max(parsed.savings) for year in hidden if parsed.savings)
        else parsed
        for parsed in understanding.proposals
    ]
    return replace(understanding, proposals=tuple(proposals))


def _with_hidden_rows(document: SourceDocument) -> SourceDocument:
    omissions = [
        replace(item, reason=_COUNTED) if item.reason == HIDDEN_ROW else item for item in document.omissions
    ]
    return replace(document, blocks=document.unhidden, omissions=omissions)


def _failing(understanding: Understanding) -> int:
    return sum(not proof.holds for proof in understanding.proofs)


def _asking(understanding: Understanding, document: SourceDocument) -> Understanding:
    """Return the understanding with the question."""
    rows = [item for item in document.omissions if item.reason == HIDDEN_ROW]
    place = rows[0].location
    text = (
        f"{listed([item.text for item in rows])}{at(place)} is hidden in the document, but its printed totals hold "
        "only with it. Is it a proposal?"
    )
    question = Question(_ID, "rows", place, text, (PROPOSALS, LEAVE_OUT), LEAVE_OUT)
    return replace(understanding, questions=(question, *understanding.questions))

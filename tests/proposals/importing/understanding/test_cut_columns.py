"""Columns that a wide print carries to the next page are joined row by row, or the import stops to ask."""

import pytest

from proposals.importing.files.blocks import SourceDocument
from proposals.importing.files.reading import read_file
from proposals.importing.understanding.understand import understand
from tests.proposals.importing.understanding.documents import grid
from tests.proposals.importing.understanding.drawn import figures, ids, read

FIRST = [
    ["Ref", "Proposal", "2024/25 £000"],
    ["L1", "Foster care", "120"],
    ["L2", "Fleet", "45"],
    ["", "Total", "165"],
]
SECOND = [
    ["2025/26 £000", "2026/27 £000", "FTE"],
    ["60", "20", "2.0"],
    ["15", "0", "1.0"],
    ["75", "20", "3.0"],
]
WITH_REFERENCES = [
    ["Ref", "2025/26 £000", "2026/27 £000"],
    ["L1", "60", "20"],
    ["L2", "15", "0"],
    ["Total", "75", "20"],
]
AMOUNTS = {"Foster care": {2024: 120_000, 2025: 60_000, 2026: 20_000}, "Fleet": {2024: 45_000, 2025: 15_000}}


def printed(pages, border):
    from weasyprint import HTML

    tables = (
        "<table>"
        + "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
        + "</table>"
        for rows in pages
    )
    style = f"table{{border-collapse:collapse;page-break-after:always}} td{{padding:3pt 8pt;{border}}}"
    return HTML(string=f"<style>{style}</style><p>Savings proposals</p>{''.join(tables)}").write_pdf()


@pytest.mark.parametrize("border", ["border:1px solid black", ""])
@pytest.mark.parametrize("second", [SECOND, WITH_REFERENCES])
def test_columns_on_the_next_page_are_joined(second, border):
    result = understand(read_file(printed([FIRST, second], border), "savings.pdf", largest_bytes=10**7))
    assert (figures(result), ids(result)) == (AMOUNTS, [])
    assert all(proof.holds for proof in result.proofs)
    assert "columns joined" in [issue.code for issue in result.issues]


def test_figures_alone_of_other_rows_are_asked_about():
    result = understand(SourceDocument("xlsx", (grid(FIRST), grid(SECOND[:-1], table=2))))
    assert ids(result) == ["figures-alone"]
    assert result.questions[0].default == "stop"


def test_a_table_of_other_proposals_is_none_of_further_columns():
    second = "Ref|Proposal|2025/26 £000\nM1|Museums|60\nM2|Markets|15\n|Total|75"
    result = read("\n".join(map("|".join, FIRST)), second)
    assert figures(result) == {
        "Foster care": {2024: 120_000},
        "Fleet": {2024: 45_000},
        "Museums": {2025: 60_000},
        "Markets": {2025: 15_000},
    }


def test_a_summary_sheet_before_sheets_of_directorates_counts_once():
    head = ["Ref", "Proposal", "2024/25 £000"]
    summary = grid(
        [["Directorate", "2024/25 £000"], ["Adults", 300], ["Place", 90], ["Total", 390]], "Summary"
    )
    adults = grid([head, ["A1", "Reviews", 200], ["A2", "Shared lives", 100], ["", "Total", 300]], "Adults")
    place = grid([head, ["P1", "Fees", 60], ["P2", "Depot", 30], ["", "Total", 90]], "Place")
    result = understand(SourceDocument("xlsx", (summary, adults, place)))
    assert sum(sum(item.savings.values()) for item in result.proposals) == 390_000
    assert [item.directorate for item in result.proposals] == ["Adults", "Adults", "Place", "Place"]
    assert ids(result) == []


def test_a_summary_that_differs_from_the_detail_is_asked_about():
    summary = "Directorate|2024/25 £000\nAdults|310\nPlace|90"
    detail = "Directorate|Proposal|2024/25 £000\nAdults|Reviews|300\nPlace|Fees|90"
    assert "table" in ids(read("Summary of savings", summary, "Savings in detail", detail))

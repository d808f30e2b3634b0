"""The appendix style of portfolio, service and category: subtotals at each level, risk and impact in words."""

import pytest

from proposals.domain.proposal_parts import FindingRecord
from reports.documents.document import BulletList, Note, Paragraph
from services.values.money import MoneyStyle
from services.values.years import FinancialYear, years_from
from tests.support.appendix_examples import fte, profile, proposal
from tests.support.style_examples import (
    build,
    case,
    headings,
    impact,
    missing,
    partly_known,
    printed,
    rows,
    tables,
)

STYLE = "impact-table"
TABLE = "Savings and their impact, Adults"


def first_row(*proposals, **changes):
    (table,) = [
        table
        for caption, table in tables(build(STYLE, *proposals, **changes)).items()
        if caption.startswith("Savings and")
    ]
    return next(row for row in table.rows if row.kind == "item")


@pytest.fixture
def document():
    return build(
        STYLE,
        impact("AD-01", "Day care", 62_500, 187_500),
        impact("AD-02", "Growth", 300_000, 300_000, 300_000, category="Avoidance"),
        impact("AD-03", "Transport", 0, 25_000, 500),
        impact("CH-01", "Nurseries", 50_000, service="Children"),
        impact("PL-01", "Parks", 1_000, portfolio="Place", service="Adults"),
    )


def test_every_level_has_its_subtotal_and_all_come_to_the_total(document):
    assert rows(tables(document)["Savings by discrete year"]) == [
        ("group", ["People"]),
        ("item", ["Adults", "Efficiency", "62.5", "212.5", "0.5", "275.5"]),
        ("item", ["Adults", "Avoidance", "300.0", "300.0", "300.0", "900.0"]),
        ("subtotal", ["Subtotal, Adults", "362.5", "512.5", "300.5", "1,175.5"]),
        ("item", ["Children", "Efficiency", "50.0", "0.0", "0.0", "50.0"]),
        ("subtotal", ["Subtotal, Children", "50.0", "0.0", "0.0", "50.0"]),
        ("subtotal", ["Subtotal, People", "412.5", "512.5", "300.5", "1,225.5"]),
        ("group", ["Place"]),
        ("item", ["Adults", "Efficiency", "1.0", "0.0", "0.0", "1.0"]),
        ("subtotal", ["Subtotal, Adults", "1.0", "0.0", "0.0", "1.0"]),
        ("subtotal", ["Subtotal, Place", "1.0", "0.0", "0.0", "1.0"]),
        ("total", ["Total of 5 proposals", "413.5", "512.5", "300.5", "1,226.5"]),
    ]


def test_a_service_has_a_heading_and_a_table_with_its_categories(document):
    assert headings(document, 2, 3)[1:] == ["People", "Adults", "Children", "Place", "Adults"]
    anchors = [heading.anchor for heading in document.headings]
    assert len(set(anchors)) == len(anchors)
    first = next(
        table
        for table in tables(build(STYLE, impact("AD-01", "Day care", 62_500))).values()
        if table.caption == TABLE
    )
    assert rows(first) == [
        ("group", ["Efficiency"]),
        (
            "item",
            [
                "Day care\nAD-01",
                "By a new contract.",
                "62.5",
                "0.0",
                "0.0",
                "62.5",
                "Medium",
                "Up to 5",
                "None",
                "Better:\n\n· sooner\n\n· nearer",
            ],
        ),
        ("subtotal", ["Subtotal, Efficiency", "62.5", "0.0", "0.0", "62.5", "", "", "", ""]),
        ("total", ["Total, Adults", "62.5", "0.0", "0.0", "62.5", "", "", "", ""]),
    ]


def test_lists_stand_in_their_cells_as_lists():
    cell = first_row(impact("AD-01", "Day care")).cells[-1]
    assert cell.blocks == (Paragraph("Better:"), BulletList(("sooner", "nearer")))


def test_impact_on_staff_is_the_change_in_posts_where_no_words_are():
    row = first_row(impact("A", "B", statements={}, fte=fte("-2")))
    assert printed(row) == ["B\nA", "0.0", "0.0", "0.0", "0.0", "Medium", "Change in FTE: -2.00"]


def test_a_risk_that_is_no_level_is_kept_as_printed():
    assert printed(first_row(impact("A", "B", risk="", risk_as_printed="M/H")))[6] == "M/H"


def test_what_a_proposal_lacks_is_not_stated_or_not_known():
    document = build(STYLE, case(), impact("AD-01", "Day care"))
    table = tables(document)["Savings and their impact, Place"]
    assert printed(table.rows[1])[1:] == [
        "Not stated",
        *["Not known"] * 3,
        "70.0",
        *["Not stated"] * 4,
    ]
    assert headings(document, 2)[1] == "Portfolio not stated"
    assert printed(table.rows[0]) == ["Category not stated"]
    assert printed(table.rows[2])[1:5] == ["Not known", "Not known", "Not known", "70.0"]


def test_columns_that_nobody_states_are_left_out_with_their_part_of_the_totals():
    table = tables(build(STYLE, case()))["Savings and their impact, Place"]
    assert rows(table) == [
        ("group", ["Category not stated"]),
        ("item", ["Lights to LED\nB/R. 6.1", "70.0"]),
        ("subtotal", ["Subtotal, Category not stated", "70.0"]),
        ("total", ["Total, Place", "70.0"]),
    ]


def test_a_year_that_some_know_is_added_up_with_a_caveat():
    document = build(STYLE, partly_known(), impact("AD-01", "Day care", 1_000, 2_000))
    assert printed(tables(document)["Savings by discrete year"].rows[-1])[1:] == [
        "121.0",
        "2.0",
        "0.0",
        "153.0",
    ]
    assert any(
        isinstance(block, Paragraph) and block.text.startswith("1 proposal has an incomplete profile")
        for block in document.blocks
    )


@pytest.mark.parametrize(
    ("years", "style", "columns"),
    [
        (5, MoneyStyle("thousands", 1), 12),
        (6, MoneyStyle("thousands", 1), 8),
        (4, MoneyStyle("pounds", 0), 8),
    ],
)
def test_years_that_do_not_fit_across_stand_in_one_column(years, style, columns):
    span = years_from(FinancialYear(2018), years)
    one = impact("AD-01", "Day care", profile=profile(1_000, years=span), fte=fte(years=span))
    table = tables(build(STYLE, one, years=span, money_style=style))[TABLE]
    assert len(table.columns) == columns
    figures = printed(table.rows[1])[2]
    assert figures.splitlines()[0] == {12: "1.0", 8: f"2018/19: {'1.0' if years == 6 else '1,000'}"}[columns]


def test_its_tables_lie_on_their_side_and_follow_each_other(document):
    assert [lies for lies, _blocks in document.stretches] == ["portrait", "landscape"]


def test_a_summary_of_five_years_lies_on_its_side_with_them():
    five = years_from(FinancialYear(2018), 5)
    document = build(STYLE, impact("A", "B", profile=profile(1, years=five), fte=fte(years=five)), years=five)
    assert [lies for lies, _blocks in document.stretches] == ["landscape"]


def test_import_notes_are_not_printed():
    finding = FindingRecord("The years add up to 61.5.", "Rounded in the source.")
    document = build(STYLE, impact("AD-01", "Day care", findings=(finding,)))
    assert not [block for block in document.blocks if isinstance(block, Note)]
    assert headings(document) == headings(build(STYLE, impact("AD-01", "Day care")))


def test_what_is_missing_is_said_by_field():
    assert missing(STYLE, impact("AD-01", "Day care")) == []
    assert missing(STYLE, proposal("CYP1")) == [
        f"{field}: missing in 1 of 1 proposal (CYP1)."
        for field in (
            "Portfolio",
            "Category",
            "How it will be achieved",
            "Risk to delivery",
            "Impact on property and assets",
            "Impact on service delivery",
        )
    ]

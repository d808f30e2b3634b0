from dataclasses import replace
from datetime import date

import pytest

from proposals.domain.proposal_parts import OPTION_FORM_KINDS
from proposals.domain.savings_profile import YearAmounts
from reports.documents.cover import Cover
from reports.documents.document import (
    BulletList,
    Contents,
    Form,
    Note,
    NumberedList,
    PageBreak,
    Paragraph,
    Table,
)
from reports.styles import STYLES
from services.values.money import MoneyStyle
from services.values.years import FinancialYear, years_from
from tests.support.appendix_examples import IN_MILLIONS, fte, profile, proposal, rich_proposal, round_of

SAVINGS_TABLE = "Savings target and profiling (discrete year)"


def build(*proposals, cover=Cover(), **changes):  # noqa: B008 (frozen)
    return STYLES["option-pages"](round_of(*proposals, **changes), cover)


def tables(document):
    return {block.caption: block for block in document.blocks if isinstance(block, Table)}


def summary(document):
    return next(block for block in document.blocks if isinstance(block, Table))


def printed(row):
    return [cell.text for cell in ((row.header, *row.cells) if row.header else row.cells)]


def form(document):
    return {
        row.label: row.value for block in document.blocks if isinstance(block, Form) for row in block.rows
    }


def test_cover_and_language():
    cover = Cover(title="Options", meeting="Cabinet", date=date(2017, 9, 14), appendix="B")
    document = build(proposal(), cover=cover)
    assert document.full_title == "Appendix B – Options – Budget 2018/19 to 2020/21"
    assert (document.council, document.language) == ("Northmoor County Council", "en-GB")


# The summary


def test_summary_groups_by_directorate_with_subtotals_and_a_grand_total():
    document = build(
        proposal("CYP002"),
        proposal("CYP013", title="Placements", profile=profile(906_000, 1_188_000, 690_000), fte=fte("0.5")),
        proposal(
            "ASC001", title="Day care", directorate_code="ASC", directorate="Adults", fte=fte("0", "-3")
        ),
    )
    assert [(row.kind, printed(row)) for row in summary(document).rows] == [
        ("group", ["Children and Young People"]),
        ("item", ["CYP002", "Family information", "-0.040", "0.000", "0.000", "-0.040", "-2.00"]),
        ("item", ["CYP013", "Placements", "-0.906", "-1.188", "-0.690", "-2.784", "0.50"]),
        (
            "subtotal",
            ["Subtotal, Children and Young People", "-0.946", "-1.188", "-0.690", "-2.824", "-1.50"],
        ),
        ("group", ["Adults"]),
        ("item", ["ASC001", "Day care", "-0.040", "0.000", "0.000", "-0.040", "-3.00"]),
        ("subtotal", ["Subtotal, Adults", "-0.040", "0.000", "0.000", "-0.040", "-3.00"]),
        ("total", ["Total of 3 proposals", "-0.986", "-1.188", "-0.690", "-2.864", "-4.50"]),
    ]


def test_totals_are_added_before_they_are_rounded():
    halves = [proposal(f"CYP{number:03d}", profile=profile(400)) for number in range(3)]
    document = build(*halves, money_style=IN_MILLIONS)
    assert [printed(row)[-2] for row in summary(document).rows if row.kind == "item"] == ["0.000"] * 3
    assert printed(summary(document).rows[-1])[-2] == "-0.001"


@pytest.mark.parametrize(
    ("style", "unit", "figure"),
    [
        (IN_MILLIONS, "£m", "-0.084"),
        (MoneyStyle("thousands", 1), "£000", "83.5"),
        (MoneyStyle("pounds", 0, "negative", "brackets"), "£", "(83,500)"),
    ],
)
def test_the_councils_unit_heads_the_columns_and_its_signs_dress_the_figures(style, unit, figure):
    document = build(proposal(profile=profile(83_500)), money_style=style)
    for table in (summary(document), tables(document)[SAVINGS_TABLE]):
        item = next(row for row in table.rows if row.kind == "item")
        assert figure in printed(item)
        labels = [*(column.label for column in table.columns), printed(item)[0]]
        assert {label.rpartition(" ")[2] for label in labels if "(" in label} - {"(FTE)"} == {f"({unit})"}


def test_references_lead_to_the_pages_of_their_options():
    document = build(proposal("CYP 002"), proposal("CYP-002"))
    links = [row.header.anchor for row in summary(document).rows if row.kind == "item"]
    assert links == ["option-cyp-002", "option-cyp-002-2"]
    assert {heading.anchor for heading in document.contents} == {"summary", *links}


def test_contents_come_first_where_there_are_more_than_eight_entries():
    eight = build(*(proposal(f"CYP{number}") for number in range(7)))
    assert len(list(eight.contents)) == 8
    assert not any(isinstance(block, Contents) for block in eight.blocks)
    assert isinstance(build(*(proposal(f"CYP{number}") for number in range(8))).blocks[0], Contents)


def test_the_introduction_stands_before_the_summary_and_counts_as_an_entry():
    proposals = [proposal(f"CYP{number}") for number in range(7)]
    document = build(*proposals, cover=Cover(introduction="Why we save.\n\n- One\n- Two"))
    assert isinstance(document.blocks[0], Contents)
    assert [heading.text for heading in document.contents][:2] == [
        "Introduction",
        "Summary of savings proposals",
    ]
    assert document.blocks[2:4] == (Paragraph("Why we save."), BulletList(("One", "Two")))


# One option


def test_options_follow_each_other_without_a_page_break_under_their_reference_and_title():
    document = build(proposal("CYP002"), proposal("CYP006"))
    assert not any(isinstance(block, PageBreak) for block in document.blocks)
    assert [heading.text for heading in document.headings if heading.level == 2][1:] == [
        "CYP002 – Family information",
        "CYP006 – Family information",
    ]


def test_form_prints_the_budget_of_its_own_year():
    assert form(build(rich_proposal())) == {
        "Service name": "Children’s Social Care",
        "Start year": "2018/19",
        "Gross budget 2016/17": "£134.272m",
        "Income 2016/17": "£4.107m",
        "Net budget 2016/17": "£130.165m",
    }


def test_budget_note_is_a_footnote_on_the_net_budget():
    rows = next(block for block in build(rich_proposal()).blocks if isinstance(block, Form)).rows
    assert [row.footnote for row in rows] == ["", "", "", "", "With the part held in the pooled fund."]


def test_what_is_missing_is_printed_as_not_stated():
    document = build(proposal(base_budget=None, start_year=None, service=""))
    assert form(document) == {
        "Service name": "Not stated",
        "Start year": "Not stated",
        "Gross budget 2017/18": "Not stated",
        "Income 2017/18": "Not stated",
        "Net budget 2017/18": "Not stated",
    }
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert texts[0] == "A saving is printed as a negative figure, and so is a reduction in FTE."
    assert texts[1].startswith("Figures are rounded to the nearest £1,000")
    assert texts[2:] == ["Not stated"] * 4


def test_profile_without_costs_has_one_row():
    table = tables(build(proposal()))[SAVINGS_TABLE]
    assert [column.heading for column in table.columns] == [
        "Financial year",
        "2018/19",
        "2019/20",
        "2020/21",
        "Total",
    ]
    assert [printed(row) for row in table.rows] == [["Saving (£m)", "-0.040", "0.000", "0.000", "-0.040"]]


def test_each_kind_of_cost_has_its_row():
    assert [printed(row) for row in tables(build(rich_proposal()))[SAVINGS_TABLE].rows] == [
        ["Saving (£m)", "-0.906", "-1.188", "-0.690", "-2.784"],
        ["One-off cost (£m)", "0.250", "0.000", "0.000", "0.250"],
        ["Recurring cost (£m)", "0.000", "0.012", "0.000", "0.012"],
        ["Capital cost (£m)", "0.000", "0.000", "1.500", "1.500"],
    ]


def test_a_one_off_saving_falls_out_in_the_year_after():
    one_off = proposal(profile=profile(YearAmounts(one_off_saving=100_000)))
    (row,) = tables(build(one_off))[SAVINGS_TABLE].rows
    assert printed(row) == ["Saving (£m)", "-0.100", "0.100", "0.000", "0.000"]


def test_fte_implications():
    (row,) = tables(build(rich_proposal()))["FTE implications"].rows
    assert printed(row) == ["Change in FTE", "-1.25", "3.00", "0.00", "1.75"]


def test_notes_on_the_figures_are_footnotes_of_their_tables():
    document = build(replace(rich_proposal(), fte_note="Vacant posts."))
    assert tables(document)[SAVINGS_TABLE].footnotes == ("Some of it is already planned.",)
    assert tables(document)["FTE implications"].footnotes == ("Vacant posts.",)


def test_sections_stand_under_their_headings_in_order():
    document = build(rich_proposal())
    headings = [heading.text for heading in document.headings if heading.level == 3]
    assert headings == list(OPTION_FORM_KINDS.values())
    kinds = [type(block) for block in document.blocks]
    assert kinds.index(BulletList) < kinds.index(NumberedList)


def test_import_notes_are_not_printed():
    # `rich_proposal` holds one, as editions made before this rule do.
    assert rich_proposal().findings
    assert not [block for block in build(rich_proposal()).blocks if isinstance(block, Note)]


# Long rounds


def test_a_long_round_lies_on_its_side_and_prints_years_as_rows():
    years = years_from(FinancialYear(2018), 10)
    long = proposal(profile=profile(*[1_000_000] * 10, years=years), fte=fte(*["-1"] * 10, years=years))
    document = build(long, years=years)
    breaks = [block.orientation for block in document.blocks if isinstance(block, PageBreak)]
    assert breaks == ["landscape", "portrait"]
    table = tables(document)[SAVINGS_TABLE]
    assert [column.label for column in table.columns] == ["Financial year", "Saving (£m)"]
    assert printed(table.rows[0]) == ["2018/19", "-1.000"]
    assert printed(table.rows[-1]) == ["Total", "-10.000"]

"""The appendix style for scrutiny committees: its groups, its figures and what it prints where nothing is stated."""

from reports.documents.document import BulletList, Heading, Paragraph, Table
from tests.support.appendix_examples import IN_MILLIONS, proposal
from tests.support.style_examples import build, case, headings, missing, partly_known, printed, rows, tables

STYLE = "committee-summary"


def row_of(*proposals, place=0, **changes):
    document = build(STYLE, *proposals, **changes)
    table = next(table for caption, table in tables(document).items() if caption.startswith("Areas"))
    return printed([row for row in table.rows if row.kind == "item"][place])


def test_a_proposal_of_two_committees_is_counted_once():
    document = build(
        STYLE,
        partly_known("CS-01", total=150_000, first=120_000),
        partly_known("CS-02", total=800_000, first=800_000, committees=("Children", "Education")),
        partly_known("ED-01", total=30_000, first=20_000, committees=("Education",)),
        partly_known("CS-03", total=1_000, first=500),
    )
    assert rows(tables(document)["Savings by committee"]) == [
        ("item", ["Children", "2", "120.5", "151.0"]),
        ("item", ["Children and Education", "1", "800.0", "800.0"]),
        ("item", ["Education", "1", "20.0", "30.0"]),
        ("total", ["Total", "4", "940.5", "981.0"]),
    ]
    assert headings(document, 2)[1:] == ["Children", "Children and Education", "Education"]
    assert rows(tables(document)["Areas for savings, Children"])[-1] == (
        "subtotal",
        ["Subtotal, Children", "120.5", "151.0", "", "", "", ""],
    )


def test_a_row_prints_everything_of_a_proposal():
    row = row_of(
        partly_known(consultation_only=True, title="Grants", committees=("Children", "Education")),
        money_style=IN_MILLIONS,
    )
    assert row == [
        "Grants\nFamily Information Service\n(for consultation only)\nCS-01",
        "-0.120",
        "-0.150",
        "Agree it.",
        "None is expected.",
        "Sept 17, item 6, App D",
        "Children\nEducation",
    ]


def test_a_service_that_is_the_title_stands_once():
    assert row_of(partly_known(title="Music", service="Music"))[0] == "Music\nCS-01"


def test_what_a_proposal_lacks_is_not_stated_or_not_known():
    bare = partly_known(
        committees=(), where_reported=(), statements={}, stated_total=None, known_years=frozenset()
    )
    assert row_of(bare)[1:] == ["Not known", "Not known", *["Not stated"] * 4]
    document = build(STYLE, bare)
    assert rows(tables(document)["Savings by committee"]) == [
        ("item", ["No committee stated", "1"]),
        ("total", ["Total", "1"]),
    ]


def test_a_column_that_nobody_states_is_left_out_of_every_table():
    document = build(
        STYLE, partly_known(where_reported=()), partly_known("ED-1", committees=(), where_reported=())
    )
    for table in (
        tables(document)[f"Areas for savings, {name}"] for name in ("Children", "No committee stated")
    ):
        assert [column.heading for column in table.columns] == [
            "Service",
            "Saving 2018/19",
            "Total saving",
            "Decisions needed to deliver the budgeted savings",
            "Impact",
            "Committee",
        ]
        assert rows(table)[1][1][1:] == ["120.0", "150.0", "", "", ""]


def test_lists_stand_in_their_cells_as_lists():
    text = "Agree to:\n\n· close\n\n· move"
    document = build(STYLE, partly_known(statements={"decisions_needed": text}))
    cell = tables(document)["Areas for savings, Children"].rows[0].cells[2]
    assert cell.blocks == (Paragraph("Agree to:"), BulletList(("close", "move")))


def test_a_table_in_a_text_stands_in_its_cell_row_by_row_in_words():
    document = build(STYLE, partly_known(statements={"decisions_needed": "Team\tPosts\nNorth\t12\nSouth\t9"}))
    cell = tables(document)["Areas for savings, Children"].rows[0].cells[2]
    assert cell.blocks == (Paragraph("Team: North; Posts: 12"), Paragraph("Team: South; Posts: 9"))


def test_its_tables_lie_on_their_side_behind_the_summary_and_follow_each_other():
    two = (partly_known(), partly_known("ED-1", committees=("Education",)))
    document = build(STYLE, *two, selection="2 of the round’s 9 proposals.")
    stretches = [(lies, [type(block) for block in blocks]) for lies, blocks in document.stretches]
    assert stretches == [
        ("portrait", [Heading, Paragraph, Paragraph, Paragraph, Table]),
        ("landscape", [Heading, Table, Heading, Table]),
    ]
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert texts[0] == "2 of the round’s 9 proposals. Totals and subtotals are of these only."
    assert texts[1] == (
        "2 proposals have incomplete profiles. The totals by year include what is known of them in each year; the "
        "total includes only the totals that are stated for them."
    )
    assert texts[2].startswith("Figures are rounded to the nearest £100")


def test_what_is_missing_is_said_by_field():
    assert missing(STYLE, partly_known()) == []
    assert missing(STYLE, partly_known(), proposal("CYP1", committees=("Children",)), case()) == [
        "Saving of the first year: missing in 1 of 3 proposals (B/R. 6.1).",
        "Decisions needed to deliver the budgeted savings: missing in 2 of 3 proposals (CYP1, B/R. 6.1).",
        "Impact: missing in 2 of 3 proposals (CYP1, B/R. 6.1).",
        "Where reported: missing in 2 of 3 proposals (CYP1, B/R. 6.1).",
    ]


def test_more_than_ten_missing_are_counted():
    many = [partly_known(f"CS-{number}", committees=()) for number in range(12)]
    assert missing(STYLE, *many, partly_known()) == [
        "Committee: missing in 12 of 13 proposals "
        "(CS-0, CS-1, CS-2, CS-3, CS-4, CS-5, CS-6, CS-7, CS-8, CS-9 and 2 more)."
    ]
    assert missing(STYLE, *many) == ["Committee: missing in all 12 proposals."]

"""Forms in typed text, their titles with references in them, and labels that ask for two things."""

import docx
import pytest

from proposals.importing.files.blocks import Grid, Paragraph
from proposals.importing.plan.planner import make_plan
from proposals.importing.plan.request import ImportRequest
from proposals.importing.reading import read_file
from proposals.importing.understanding.spaced_years import with_spaced_years
from tests.support.option_forms import saved

PRINT = ("Title: Leaner print room", "Ref: SAV-01", "Directorate: Resources", "Service: Print")
YEARS = ("2027/28  2028/29  2029/30", "£000     £000     £000")


def of_text(*lines):
    reading = read_file("\n".join(lines).encode(), "form.txt")
    return reading, list(reading.document.proposals)


def of_word(*forms):
    """Return the proposals of a Word file of forms, each a heading and a table of its labels."""
    file = docx.Document()
    for title, rows in forms:
        file.add_heading(title, 1)
        grid = file.add_table(rows=0, cols=4)
        for row in rows:
            for cell, text in zip(grid.add_row().cells, row, strict=False):
                cell.text = text
    reading = read_file(saved(file), "forms.docx")
    return reading, list(reading.document.proposals)


def rows(service, *figures):
    return (
        ("Directorate", "Adults"),
        ("Service", service),
        ("£'000", "2027/28", "2028/29", "2029/30"),
        ("Saving", *figures),
    )


def savings(proposal):
    return [proposal.savings[year] for year in sorted(proposal.savings)]


class TestYearsOverFigures:
    @pytest.mark.parametrize("above", [(), ("", "Savings")])
    def test_units_between_the_years_and_their_figures_are_no_amounts(self, above):
        reading, (proposal,) = of_text(*PRINT, *above, *YEARS, "25       10       0", "", "FTE: 1.0")
        assert (proposal.service, savings(proposal)) == ("Print", [25_000, 10_000, 0])
        assert reading.questions == ()

    def test_an_indented_row_of_years_heads_the_figures_below_it(self):
        _, (first, second) = of_text(
            "CYP03 Family hubs", "Directorate: Children", "Service: Early Help", "           2027/28  2028/29",
            "Saving £000      40     20", "FTE reduction: 1.2", "", "CYP04 School transport",
            "Directorate: Children", "Service: Transport", "           2027/28  2028/29",
            "Saving £000      0     115", "FTE reduction: 0",
        )  # fmt: skip
        assert (first.reference, savings(first)) == ("CYP03", [40_000, 20_000])
        assert (second.reference, savings(second)) == ("CYP04", [0, 115_000])

    def test_forms_with_a_rule_between_them_are_as_many_proposals(self):
        first, second = (
            (title, "Directorate: Resources", "Service: Print", *YEARS, figures, "FTE: 1.0")
            for title, figures in (
                ("SAV-01 Leaner print room", "25       10       0"),
                ("SAV-02 Photo library", "0        5        5"),
            )
        )
        _, found = of_text(*first, "-" * 40, *second)
        assert [(item.reference, item.title, savings(item)) for item in found] == [
            ("SAV-01", "Leaner print room", [25_000, 10_000, 0]),
            ("SAV-02", "Photo library", [0, 5_000, 5_000]),
        ]

    def test_a_form_whose_title_is_not_told_from_a_text_is_a_proposal_still(self):
        places = ("Directorate: Resources", "Service: Print", *YEARS)
        _, found = of_text(
            "SAV-01 Leaner print room", *places, "25       10       0", "FTE: 1.0", "",
            "HR/2 Photo library", *places, "5        10       0", "FTE: 0",
        )  # fmt: skip
        assert [savings(item) for item in found] == [[25_000, 10_000, 0], [5_000, 10_000, 0]]

    def test_options_with_their_titles_behind_their_numbers_are_as_many_proposals(self):
        places = ("Directorate: Resources", "Service: Print")
        _, found = of_text(
            "Option 1: Close the print room", *places, "Saving 2027/28: £20,000", "FTE: 1", "",
            "Option 2: Sell the van", *places, "Saving 2027/28: £5,000", "FTE: 0",
        )  # fmt: skip
        assert [(item.title, savings(item)) for item in found] == [
            ("Close the print room", [20_000]),
            ("Sell the van", [5_000]),
        ]

    def test_a_unit_in_the_line_above_the_years_is_that_of_their_figures(self):
        file = docx.Document()
        file.add_heading("CYP/03 – Family hubs", 1)
        for lines in (
            (("Directorate", "Children"), ("Service", "Early Help"), ("Summary", "One reception.")),
            (("2027/28", "2028/29", "Total"), ("40", "20", "60")),
        ):
            grid = file.add_table(rows=0, cols=len(lines[0]))
            for line in lines:
                for cell, text in zip(grid.add_row().cells, line, strict=True):
                    cell.text = text
            file.add_paragraph("Savings (£'000)" if len(lines) > 2 else "Reduction in posts (FTE): 1.2")
        reading = read_file(saved(file), "form.docx")
        (proposal,) = reading.document.proposals
        assert (savings(proposal), proposal.total, reading.questions) == ([40_000, 20_000], 60_000, ())

    @pytest.mark.parametrize("figures", ["1 000 2 000", "25 10", "see note 3", "Saving: 25 10"])
    def test_figures_whose_columns_nobody_can_tell_are_no_table(self, figures):
        blocks = [Paragraph("2027/28 2028/29 2029/30"), Paragraph(figures)]
        assert list(with_spaced_years(blocks)) == blocks

    def test_a_label_and_a_total_are_part_of_the_table(self):
        blocks = [Paragraph("£000 2027/28 2028/29 Total"), Paragraph("Net saving (12) 5 (7)")]
        (grid,) = with_spaced_years(blocks)
        assert isinstance(grid, Grid)
        assert [cell.text for cell in grid.rows[1]] == ["Net saving", "(12)", "5", "(7)"]


@pytest.mark.parametrize(
    ("heading", "reference", "title"),
    [
        (
            "Savings proposal – REG-09 Licensing: online applications",
            "REG-09",
            "Licensing: online applications",
        ),
        ("Budget option ASC-03 – Telecare: charges for all", "ASC-03", "Telecare: charges for all"),
        ("Savings Proposal: Telecare charges (ASC3)", "ASC3", "Telecare charges"),
        ("Proposal: ASC/27/3 Telecare charges", "ASC/27/3", "Telecare charges"),
        ("Proposal: COVID-19 recovery posts (phase 2)", "", "COVID-19 recovery posts (phase 2)"),
    ],
)
def test_a_reference_in_the_title_of_a_form_is_read_and_the_title_is_whole(heading, reference, title):
    _, (proposal,) = of_word((heading, rows("Telecare", "20", "10", "0")))
    assert (proposal.reference, proposal.title) == (reference, title)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("heading", "said"),
    [
        (
            "Savings proposal: Telecare charges",
            ["references made up, as the document gives none: TEL-01."],
        ),
        ("Savings proposal: Telecare charges (ASC3)", []),
    ],
)
def test_a_reference_that_is_made_up_is_noted(heading, said):
    reading, _ = of_word((heading, rows("Telecare", "20", "10", "0")))
    plan = make_plan(reading.document, ImportRequest("fenwick", "Budget 2027/28 to 2029/30"))
    assert [issue.message for issue in plan.notes if issue.code == "made reference"] == said


@pytest.mark.parametrize("mark", [":", " –", ""])
def test_forms_headed_by_reference_and_title_are_parted_whatever_stands_between(mark):
    _, found = of_word(
        (f"CYP/03{mark} Family hubs: shared reception", rows("Early Help", "40", "20", "10")),
        (f"ADU/14{mark} Post-16 transport", rows("Transport", "0", "115", "85")),
    )
    assert [(item.reference, item.title, savings(item)) for item in found] == [
        ("CYP/03", "Family hubs: shared reception", [40_000, 20_000, 10_000]),
        ("ADU/14", "Post-16 transport", [0, 115_000, 85_000]),
    ]


def test_amounts_in_a_sentence_may_be_nil_and_vacant_posts_stand_beside_all():
    _, (proposal,) = of_text(
        *PRINT, "Savings: 2027/28 £120k, 2028/29 £60k, 2029/30 nil", "Posts: 4 FTE (2 vacant)"
    )
    assert savings(proposal) == [120_000, 60_000, 0]
    assert proposal.fte_total == -4


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Finance / Revenues", ("Finance", "Revenues")),
        ("Adults/Health – Telecare", ("Adults/Health", "Telecare")),
        ("Finance/Revenues", ("Finance", "Revenues")),
    ],
)
def test_a_directorate_and_its_service_under_one_label_are_two(value, names):
    _, (proposal,) = of_text(
        PRINT[0], PRINT[1], f"Directorate / Service: {value}", "Saving 2027/28 (£): 140,000", "FTE: 0"
    )
    assert (proposal.directorate, proposal.service) == names

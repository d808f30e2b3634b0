"""Savings and pressures in one appendix: the same tables for each, in its own sign and words, and both together."""

from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from proposals.domain.savings_profile import YearAmounts
from reports.documents.cover import Cover
from reports.documents.document import Cell, Heading, Table
from reports.documents.snapshots import cover_from, from_text, record_from
from reports.styles import STYLES
from reports.styles.finishing import finished
from reports.writers.html import write_html_body
from reports.writers.pdf import write_pdf
from tests.support.appendix_examples import IN_MILLIONS, fte, profile, proposal, round_of
from tests.support.pdf_checks import assert_passes
from tests.support.style_examples import (
    POSITIVE,
    build,
    case,
    form,
    headings,
    impact,
    missing,
    mixed_round,
    rows,
    tables,
    text_under,
)

DATA = Path(__file__).parents[2] / "data"
BOTH = ["option-pages", "committee-summary", "impact-table", "business-cases"]
NET = "Savings, pressures and net by discrete year"
SIGN = "A saving is printed as a positive figure, a pressure as a negative one."


def pressure(reference="G-01", *amounts, **changes):
    """A pressure; the amounts are what it adds in each year in pounds."""
    return proposal(
        reference,
        **{
            "title": "More placements",
            "direction": "pressure",
            "profile": profile(*(-amount for amount in amounts or (250_000, 100_000))),
            "pressure_category": "demand",
            "certainty": "likely",
            "fte": fte("3"),
            "portfolio": "People",
            "statements": {"how_achieved": "More children need care.", "impact_upon_service": "It grows."},
            **changes,
        },
    )


class TestTheTables:
    def test_savings_come_first_then_the_pressures_and_then_both_together(self):
        document = build("option-pages", pressure(), proposal("CYP002"))
        assert headings(document, 2) == [
            "Summary of savings proposals",
            "CYP002 – Family information",
            "Summary of pressures",
            "G-01 – More placements",
            "Savings, pressures and net",
        ]

    @pytest.mark.parametrize(
        ("style", "saving", "pressures"),
        [
            (POSITIVE, "40.0", ["250.0", "100.0", "0.0", "350.0"]),
            (IN_MILLIONS, "-0.040", ["0.250", "0.100", "0.000", "0.350"]),
        ],
    )
    def test_a_pressure_is_a_positive_amount_whichever_sign_the_council_prints(
        self, style, saving, pressures
    ):
        by_caption = tables(build("option-pages", proposal("CYP002"), pressure(), money_style=style))
        assert rows(by_caption["Savings target and profiling (discrete year)"])[0][1][1] == saving
        label, *figures = rows(by_caption["Pressure and profiling (discrete year)"])[0][1]
        assert label == f"Pressure ({style.label})"
        assert figures == pressures

    def test_the_three_totals_have_the_sign_that_the_council_prints_on_savings(self):
        document = build("committee-summary", proposal("CYP002"), pressure())
        assert text_under(document, "Savings, pressures and net")[0] == SIGN
        assert rows(tables(document)[NET]) == [
            ("item", ["Savings", "1", "40.0", "0.0", "0.0", "40.0", "-2.00"]),
            ("item", ["Pressures", "1", "-250.0", "-100.0", "0.0", "-350.0", "3.00"]),
            ("total", ["Net", "2", "-210.0", "-100.0", "0.0", "-310.0", "1.00"]),
        ]

    def test_the_totals_of_savings_hold_no_pressure(self):
        document = build("committee-summary", proposal("CYP002"), pressure())
        assert rows(tables(document)["Savings by committee"])[-1] == ("total", ["Total", "1", "40.0", "40.0"])
        assert rows(tables(document)["Pressures by committee"])[-1] == (
            "total",
            ["Total", "1", "250.0", "350.0"],
        )

    def test_a_heading_of_both_parts_is_told_apart(self):
        document = build(
            "impact-table",
            impact("ASC-01", "Day care", 12_500),
            pressure(portfolio="People", service="Adults"),
        )
        assert headings(document, 2, 3)[1:6] == [
            *("People", "Adults", "Pressures by portfolio, service and cause"),
            *("People: pressures", "Adults: pressures"),
        ]

    def test_what_falls_away_of_a_pressure_is_printed_below_zero(self):
        document = build("committee-summary", pressure("G-02", -30_000))
        assert rows(tables(document)["Pressures by committee"])[-1][1] == ["Total", "1", "-30.0", "-30.0"]

    def test_an_impact_table_of_pressures_goes_by_cause_and_says_how_certain_they_are(self):
        document = build("impact-table", impact("ASC-01", "Day care", 12_500), pressure())
        table = tables(document)["Pressures and their impact, Family Information Service"]
        assert [column.heading for column in table.columns[:6]] == [
            "Pressure",
            "Reason for the pressure",
            "Pressure 2018/19",
            "Pressure 2019/20",
            "Pressure 2020/21",
            "Total pressure",
        ]
        assert rows(table)[0] == ("group", ["Demand"])
        item = rows(table)[1][1]
        assert "Likely" in item
        assert "Not stated" not in item[:7]

    def test_a_form_gives_cause_fund_certainty_and_share_of_a_pressure(self):
        shown = form(build("option-pages", pressure(council_share=Decimal("60.00"))))
        assert shown["Cause of the pressure"] == "Demand"
        assert shown["Fund"] == "General fund"
        assert shown["Certainty of the amount"] == "Likely"
        assert shown["The council’s own share"] == "60%"

    def test_the_basis_is_a_working_note_and_printed_nowhere(self):
        for style in BOTH:
            document = build(style, pressure(basis="Worked out from the count of May."))
            assert "count of May" not in write_html_body(document), style

    def test_a_business_case_of_a_pressure_calls_nothing_a_saving(self):
        own = case("P-01", direction="pressure", stated_total=-70_000)
        document = build("business-cases", own)
        shown = form(document)
        assert shown["Pressure as printed"] == "£70k"
        assert shown["Total pressure"] == "£70,000"
        assert rows(tables(document)["Total pressures by committee"])[-1][1] == [
            "Total of 1 business case",
            "70.0",
        ]


class TestAnEditionMadeBeforePressures:
    """Its snapshot, and the pages that its release made of it."""

    SNAPSHOT = from_text((DATA / "edition_of_savings_alone.json").read_text())
    PAGES = {
        "option-pages": "efa1347faab3ffe258c7327fed555723305a4575c0f1adbfc1a01c1f57b6842c",
        "committee-summary": "5a7778368d7a22f62c5bb30ca6c1c823e6e20416ae86364703f02b969de5967e",
        "impact-table": "31d2dbb98f3077e292acb29cfb1d5a9340d0e9a3d33b4b158d7ba55ad66fecdf",
        "business-cases": "ba793ba3ad569adb970e219055a32941eeb1f33782b158c6de4f379dd2ebb708",
    }
    """The SHA-256 of each page; a change of wording or of markup, and no change of the data, gives another."""

    @pytest.mark.parametrize("style", BOTH)
    def test_is_made_again_byte_for_byte(self, style):
        page = write_html_body(STYLES[style](record_from(self.SNAPSHOT), cover_from(self.SNAPSHOT)))
        assert sha256(page.encode()).hexdigest() == self.PAGES[style]

    def test_holds_savings_on_the_general_fund_alone(self):
        record = record_from(self.SNAPSHOT)
        assert {(each.direction, each.fund) for each in record.proposals} == {("saving", "general_fund")}
        assert record.base_budgets == ()


class TestOneDirection:
    @pytest.mark.parametrize("style", BOTH)
    def test_a_document_of_savings_alone_says_nothing_of_pressures_or_a_net(self, style):
        record = mixed_round()
        document = STYLES[style](record, Cover())
        assert document.blocks == finished(Cover(), STYLES[style].build(record))
        assert "ressure" not in write_html_body(document)

    @pytest.mark.parametrize("style", BOTH)
    def test_a_document_of_pressures_alone_says_nothing_of_savings_or_a_net(self, style):
        document = build(style, pressure(), cover=Cover(title="Growth"))
        assert "saving" not in write_html_body(document).lower()
        assert NET not in tables(document)


class TestMissing:
    def test_a_field_of_both_is_named_once_and_counted_over_both(self):
        found = missing(
            "option-pages", proposal("S-1", start_year=None), proposal("S-2"), pressure(start_year=None)
        )
        assert "Start year: missing in 2 of 3 proposals (S-1, G-01)." in found

    def test_what_only_a_pressure_states_is_asked_of_pressures_alone(self):
        found = missing("option-pages", proposal("S-1"), pressure(certainty="", pressure_category=""))
        assert "Certainty of the amount: missing in 1 of 1 proposal (G-01)." in found
        assert "Cause of the pressure: missing in 1 of 1 proposal (G-01)." in found

    def test_a_year_that_is_not_known_is_one_of_the_pressure(self):
        found = missing("impact-table", pressure(profile_complete=False))
        assert "Pressure of every year: missing in 1 of 1 proposal (G-01)." in found
        assert not any(text.startswith(("Saving", "Category", "Risk")) for text in found)


class TestPrinted:
    @pytest.mark.parametrize("style", BOTH)
    def test_no_two_headings_share_an_anchor_and_every_link_leads_to_one(self, style):
        document = STYLES[style](mixed_of_both(), Cover())
        anchors = [block.anchor for block in document.blocks if isinstance(block, Heading) and block.anchor]
        assert len(anchors) == len(set(anchors))
        links = {
            row.header.anchor
            for block in document.blocks
            if isinstance(block, Table)
            for row in block.rows
            if isinstance(row.header, Cell) and row.header.anchor
        }
        assert links <= set(anchors)

    @pytest.mark.parametrize("style", BOTH)
    def test_savings_and_pressures_together_pass_every_check_of_a_pdf(self, style, tmp_path):
        document = STYLES[style](mixed_of_both(), Cover(appendix="B"))
        assert_passes(write_pdf(document), tmp_path, document)


def mixed_of_both():
    savings = mixed_round(money_style=POSITIVE).proposals
    return round_of(
        *savings,
        pressure("CYP001"),
        pressure("G-02", profile=profile(YearAmounts(-50_000, recurring_cost=4_000))),
        money_style=POSITIVE,
    )

"""What changed in people's words: money as the council prints it, differences as more or less, moves as sentences."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from lxml import html

from proposals.changes import compare, compare_proposals
from proposals.changes.printed import (
    named_by_in_words,
    notes_on,
    printed_change,
    printed_totals,
    summary_in_words,
)
from proposals.domain.savings_profile import YearAmounts
from services.values.money import MoneyStyle
from services.values.years import FinancialYear, years_from
from tests.support.appendix_examples import YEARS, fte, profile, proposal, round_of

IN_POUNDS = MoneyStyle()
IN_MILLIONS = MoneyStyle("millions", 3, "negative", "minus")


def printed(before, after, style=IN_POUNDS, **options):
    return printed_change(compare_proposals(before, after), style, **options)


def rows(table):
    return [(row.kind, row.label, [figure.text for figure in row.figures]) for row in table.rows]


class TestFigures:
    def test_are_told_before_and_after_with_the_difference_in_words(self):
        change = printed(
            proposal(profile=profile(40_000, 10_000)), proposal(profile=profile(40_000, 25_000)), IN_MILLIONS
        )
        assert rows(change.figures) == [
            ("group", "Saving", []),
            ("item", "2018/19", ["-£0.040m", "-£0.040m", "no change"]),
            ("item", "2019/20", ["-£0.010m", "-£0.025m", "£0.015m more"]),
            ("item", "2020/21", ["£0.000m", "£0.000m", "no change"]),
            ("total", "Total", ["-£0.050m", "-£0.065m", "£0.015m more"]),
        ]
        assert change.figures.rows[2].figures[1].value == -25_000

    def test_of_posts_are_told_as_fewer_where_more_posts_go(self):
        change = printed(proposal(fte=fte("-2")), proposal(fte=fte("-3.5")))
        assert rows(change.figures)[-1] == ("total", "Total", ["-2.00", "-3.50", "1.50 fewer"])

    def test_of_the_base_budget_have_no_years(self):
        budget = proposal().base_budget
        change = printed(proposal(), proposal(base_budget=replace(budget, income=3_000)))
        assert rows(change.figures) == [
            ("item", "Income", ["£0", "£3,000", "£3,000 more"]),
            ("item", "Net budget", ["£83,000", "£80,000", "£3,000 less"]),
        ]

    def test_that_were_not_known_say_so_and_have_no_difference(self):
        unknown = proposal(profile=profile(40_000), profile_complete=False, known_years=frozenset(YEARS[:1]))
        there = rows(printed(unknown, proposal(profile=profile(40_000, 5, 0))).figures)
        assert there[2] == ("item", "2019/20", ["Not known", "£5", "not known before"])
        back = rows(printed(proposal(profile=profile(40_000, 5, 0)), unknown).figures)
        assert back[2] == ("item", "2019/20", ["£5", "Not known", "no longer known"])


class TestMoves:
    @pytest.mark.parametrize(
        ("before", "after", "told"),
        [
            (
                {"profile": profile(5)},
                {"profile": profile(0, 5), "start_year": YEARS[1]},
                ("It starts in 2019/20 instead of 2018/19.", "Every amount falls one year later."),
            ),
            (
                {"profile": profile(0, 0, 5)},
                {"profile": profile(5)},
                ("Every amount falls two years earlier.",),
            ),
            (
                {"profile": profile(5, 9)},
                {"profile": profile(9, 5)},
                ("The same total falls into other years.",),
            ),
            ({"start_year": None}, {}, ("It starts in 2018/19; no start year was stated before.",)),
            ({}, {"start_year": None}, ("The start year is no longer stated; it was 2018/19.",)),
        ],
    )
    def test_are_sentences(self, before, after, told):
        assert printed(proposal(**before), proposal(**after)).moves == told


class TestTexts:
    @pytest.mark.parametrize(
        ("before", "after", "label", "as_a_whole"),
        [
            ("", "Two posts go.", "Impact upon service: new", "new"),
            ("Two posts go.", "", "Impact upon service: taken out", "taken out"),
            ("Two posts go.", "No post goes.", "Impact upon service", ""),
        ],
    )
    def test_that_came_or_went_as_a_whole_say_so_in_their_heading(self, before, after, label, as_a_whole):
        (text,) = printed(
            proposal(statements={"impact_upon_service": before}),
            proposal(statements={"impact_upon_service": after}),
        ).texts
        assert (text.label, text.as_a_whole) == (label, as_a_whole)


class TestSets:
    def test_totals_of_each_directorate_are_told_step_by_step(self):
        before = round_of(proposal("CYP1", profile=profile(100)), proposal("CYP2", profile=profile(30)))
        after = round_of(proposal("CYP1", profile=profile(90)), proposal("CYP3", profile=profile(0, 50)))
        saving, by_year = printed_totals(
            compare(replace(before, money_style=IN_POUNDS), replace(after, money_style=IN_POUNDS))
        )
        steps = ["£130", "£50", "£30", "-£10", "£140", "£10 more"]
        assert rows(saving) == [("item", "Children and Young People", steps), ("total", "Total", steps)]
        assert rows(by_year)[1] == ("total", "Total", ["£40 less", "£50 more", "no change"])

    def test_are_summed_up_in_one_sentence_of_counts_and_one_of_the_total(self):
        before = round_of(proposal("CYP1"), proposal("CYP2"))
        after = round_of(proposal("CYP1", profile=profile(50_000)), proposal("CYP3", profile=profile(9_000)))
        assert summary_in_words(compare(before, after)) == (
            "1 proposal added, 1 withdrawn, 1 changed and 0 unchanged. "
            "The total saving was -£0.080m and is -£0.059m: £0.021m less."
        )
        assert summary_in_words(compare(before, before)) == "Nothing has changed."

    def test_of_other_years_say_which_are_compared(self):
        later = years_from(FinancialYear(2020), 3)
        changes = compare(
            round_of(proposal()), round_of(proposal(profile=profile(5, years=later)), years=later)
        )
        assert notes_on(changes) == (
            "The two cover different years. Figures by year are compared in 2020/21, which both cover. Each "
            "total covers its own years.",
        )

    def test_say_that_what_has_ended_is_not_counted(self):
        (note,) = notes_on(compare(round_of(proposal()), round_of(proposal(stage="withdrawn"))))
        assert "are not counted in the totals" in note

    def test_say_what_their_totals_leave_out(self):
        unknown = proposal(profile=profile(0), profile_complete=False)
        (note,) = notes_on(compare(round_of(unknown), round_of(proposal())))
        assert note.startswith("Of the figures before: 1 proposal has an incomplete profile")

    def test_one_without_a_partner_names_those_that_share_a_reference(self):
        assert named_by_in_words(()) == ""
        assert "CYP201 and CYP202" in named_by_in_words(("CYP201", "CYP202"))


class TestThePage:
    @pytest.fixture
    def page(self):
        before = proposal(
            risk="L",
            profile=profile(5, 9),
            committees=("Education",),
            statements={"impact_upon_service": "Two posts go.\n\n<b>Nobody</b> notices."},
        )
        after = proposal(
            risk="H",
            profile=profile(YearAmounts(9, capital_cost=3), 5),
            statements={"impact_upon_service": "Three posts go.\n\n<b>Nobody</b> notices."},
        )
        return html.fromstring(
            render_to_string(
                "components/proposal_change.html", {"change": printed(before, after), "level": "h4"}
            )
        )

    def test_marks_words_and_says_the_marks_to_those_who_hear_the_page(self, page):
        (text,) = page.find_class("app-marked")
        assert [child.tag for child in text[0]] == ["del", "ins"]
        assert text[0].text_content() == "(removed: Two) (added: Three) posts go."
        assert text[1].text_content() == "<b>Nobody</b> notices."

    def test_shows_facts_before_and_after_and_lists_by_item(self, page):
        told = {
            row.findtext("dt"): [item.text_content() for item in row.iter("del", "ins")]
            for row in page.iter("div")
            if row.find("dt") is not None
        }
        assert told == {
            "Risk to delivery": ["Before: Low", "After: High"],
            "Committees": ["Removed: Education"],
        }

    def test_has_a_heading_of_the_level_asked_for_and_a_table_with_a_caption(self, page):
        assert [heading.text for heading in page.iter("h4")] == ["Impact upon service"]
        (table,) = page.iter("table")
        assert table.find("caption").text_content() == "Figures that changed, CYP002"
        assert [part[0].text_content().strip() for part in table.findall("tbody")] == [
            "Saving",
            "Capital cost",
        ]

    def test_says_that_nothing_changed(self):
        said = render_to_string(
            "components/proposal_change.html", {"change": printed(proposal(), proposal())}
        )
        assert "Nothing has changed." in said


def pressure(reference, *amounts, **changes):
    """A pressure; the amounts are what it adds in each year in pounds."""
    own = profile(*(-amount for amount in amounts))
    return proposal(reference, **{"direction": "pressure", "profile": own, **changes})


class TestPressures:
    def test_are_told_as_amounts_above_zero_and_more_of_one_is_more(self):
        change = printed(pressure("G1", 40_000), pressure("G1", 45_000), IN_MILLIONS)
        assert rows(change.figures)[0] == ("group", "Pressure", [])
        assert rows(change.figures)[1] == ("item", "2018/19", ["£0.040m", "£0.045m", "£0.005m more"])

    def test_a_saving_that_has_become_a_pressure_says_so_and_has_one_line_of_figures(self):
        change = printed(
            proposal("S1", profile=profile(40_000)), pressure("S1", 30_000, pressure_category="pay")
        )
        assert [(fact.label, fact.before, fact.after) for fact in change.facts] == [
            ("Saving or pressure", "Saving", "Pressure or growth"),
            ("Cause of the pressure", "Not stated", "Pay"),
        ]
        assert rows(change.figures)[:2] == [
            ("group", "Saving; a pressure has the opposite sign", []),
            ("item", "2018/19", ["£40,000", "-£30,000", "£70,000 less"]),
        ]

    def test_certainty_share_fund_and_basis_are_compared(self):
        change = printed(
            pressure("G1", 1, certainty="likely", council_share=Decimal(50), basis="A count."),
            pressure("G1", 1, certainty="certain", fund="public_health", basis="A new count."),
        )
        assert {fact.label for fact in change.facts} == {
            "Fund",
            "Certainty of the amount",
            "The council’s own share",
        }
        assert [text.label for text in change.texts] == ["Basis of the figures"]

    def test_have_totals_apart_from_the_savings_and_then_both_together(self):
        changes = compare(
            round_of(proposal("S1", profile=profile(100_000)), pressure("G1", 30_000), money_style=IN_POUNDS),
            round_of(
                proposal("S1", profile=profile(90_000)),
                pressure("G1", 50_000),
                pressure("G2", 5_000),
                money_style=IN_POUNDS,
            ),
        )
        found = {table.caption: rows(table)[-1][2] for table in printed_totals(changes)}
        assert found["Total saving by directorate"] == [
            *("£100,000", "£0", "£0", "-£10,000", "£90,000", "£10,000 less")
        ]
        assert found["Total pressure by directorate"] == [
            *("£30,000", "£5,000", "£0", "£20,000", "£55,000", "£25,000 more")
        ]
        net = next(
            table for table in printed_totals(changes) if table.caption == "Savings, pressures and net"
        )
        assert rows(net) == [
            ("item", "Savings", ["£100,000", "£0", "£0", "-£10,000", "£90,000", "£10,000 less"]),
            ("item", "Pressures", ["-£30,000", "-£5,000", "£0", "-£20,000", "-£55,000", "£25,000 more"]),
            ("total", "Net", ["£70,000", "-£5,000", "£0", "-£30,000", "£35,000", "£35,000 less"]),
        ]
        assert summary_in_words(changes).endswith(
            "The total saving was £100,000 and is £90,000: £10,000 less. "
            "The total pressure was £30,000 and is £55,000: £25,000 more."
        )

    def test_one_that_was_a_saving_counts_as_changed_in_both_totals(self):
        changes = compare(
            round_of(proposal("S1", profile=profile(40_000)), money_style=IN_POUNDS),
            round_of(pressure("S1", 30_000), money_style=IN_POUNDS),
        )
        found = {table.caption: rows(table)[-1][2] for table in printed_totals(changes)}
        assert found["Total saving by directorate"][3:5] == ["-£40,000", "£0"]
        assert found["Total pressure by directorate"][3:5] == ["£30,000", "£30,000"]

    def test_alone_have_no_totals_of_savings(self):
        changes = compare(round_of(pressure("G1", 1)), round_of(pressure("G1", 2)))
        assert [table.caption for table in printed_totals(changes)] == [
            "Total pressure by directorate",
            "Difference in the pressure of each year by directorate",
        ]

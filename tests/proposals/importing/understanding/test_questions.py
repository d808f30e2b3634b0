"""What a person answers changes the reading; an answer that fits no question changes nothing."""

import pytest

from proposals.domain.direction import PRESSURE, SAVING
from proposals.importing.files.blocks import Cell
from proposals.importing.understanding.understand import understand
from proposals.importing.understanding.values import Role
from services.values.years import FinancialYear
from tests.proposals.importing.understanding.documents import document

Y26, Y27, Y28 = (FinancialYear(year) for year in (2026, 2027, 2028))
TITLE = "Savings proposals 2026/27 to 2027/28"
HEAD = ["Ref", "Proposal", "2026/27 £000", "2027/28 £000"]


def read(*rows, title=TITLE, head=HEAD, **answers):
    return understand(document(title, [head, *rows]), answers=answers)


def savings(result):
    return [dict(proposal.savings) for proposal in result.proposals]


def ids(result):
    return [question.id for question in result.questions]


class TestAnswers:
    def test_cumulative_figures_become_changes_of_each_year_or_stay_as_they_are(self):
        rows = (["A1", "Mowing", 40, 60], ["A2", "Hours", 100, 100])
        asked = read(*rows, title="Cumulative savings 2026/27 to 2027/28")
        assert ids(asked) == ["basis"]
        assert savings(asked) == [{Y26: 40_000, Y27: 20_000}, {Y26: 100_000, Y27: 0}]
        told = read(*rows, title="Cumulative savings 2026/27 to 2027/28", basis="discrete")
        assert ids(told) == []
        assert savings(told) == [{Y26: 40_000, Y27: 60_000}, {Y26: 100_000, Y27: 100_000}]

    def test_a_unit_that_only_the_size_of_the_figures_tells_is_said(self):
        rows = ["A1", "Newsletter", 900, 300], ["A2", "Hall hire", 450, 120], ["A3", "Baskets", 650, 0]
        result = read(*rows, head=["Ref", "Proposal", "2026/27", "2027/28"])
        assert savings(result)[1] == {Y26: 450_000, Y27: 120_000}
        (note,) = [issue for issue in result.issues if issue.code == "unit"]
        assert note.message.startswith("No unit is stated; the figures were read in £000")

    @pytest.mark.parametrize(("unit", "pounds"), [("£", 40), ("£000", 40_000), ("£m", 40_000_000)])
    def test_a_unit_that_nobody_says_is_asked(self, unit, pounds):
        head = ["Ref", "Proposal", "2026/27"]
        assert ids(read(["A1", "Mowing", 40], head=head)) == ["unit"]
        told = read(["A1", "Mowing", 40], head=head, unit=unit)
        assert (ids(told), savings(told)) == ([], [{Y26: pounds}])

    def test_an_undated_saving_is_put_in_the_year_that_is_chosen(self):
        head = ["Ref", "Proposal", "Saving £000"]
        asked = read(["A1", "Mowing", 40], head=head)
        assert [(q.id, q.choices) for q in asked.questions] == [("year", ("2026/27", "2027/28"))]
        assert savings(read(["A1", "Mowing", 40], head=head, year="2027/28")) == [{Y27: 40_000}]

    def test_the_years_of_the_round_outrank_those_of_the_title(self):
        source = document("Savings 2020/21", [["Ref", "Proposal", "Saving £000"], ["A1", "Mowing", 40]])
        assert savings(understand(source, round_years=[Y28])) == [{Y28: 40_000}]

    @pytest.mark.parametrize(
        ("title", "asks"),
        [("Growth proposals 2026/27 to 2027/28", []), ("Place and Growth: proposals 2026/27", ["growth"])],
    )
    def test_a_list_that_says_growth_is_growth_unless_a_person_says_savings(self, title, asks):
        rows = (["G1", "Wardens", 27, 50],)
        read_so = read(*rows, title=title)
        assert (ids(read_so), savings(read_so)) == (asks, [{Y26: -27_000, Y27: -50_000}])
        assert read_so.proposals[0].direction == PRESSURE
        told = read(*rows, title=title, growth="savings")
        assert (ids(told), savings(told)) == ([], [{Y26: 27_000, Y27: 50_000}])
        assert told.proposals[0].direction == SAVING

    @pytest.mark.parametrize(("answer", "titles"), [("proposals", 2), ("leave out", 1)])
    @pytest.mark.parametrize("words", ["(WITHDRAWN)", "- no longer proposed", "[deleted]"])
    def test_a_withdrawn_row_is_kept_or_left_out(self, answer, titles, words):
        rows = (["A1", "Mowing", 40, 0], ["A2", f"Hours {words}", 100, 0])
        assert ids(read(*rows)) == ["withdrawn"]
        assert len(read(*rows, withdrawn=answer).proposals) == titles

    def test_a_row_below_the_grand_total_is_asked_about(self):
        rows = (["A1", "Mowing", 40, 0], ["", "Grand total", 40, 0], ["A2", "Rates", 900, 0])
        assert ids(read(*rows)) == ["after-total"]
        assert len(read(*rows, **{"after-total": "proposals"}).proposals) == 2

    def test_an_amount_that_words_stand_for_is_none_until_a_person_says_which(self):
        rows = (["A1", "Mowing", "see note 4", 10], ["A2", "Hours", 100, 5])
        asked = read(*rows)
        (question,) = asked.questions
        assert savings(asked) == [{Y27: 10_000}, {Y26: 100_000, Y27: 5_000}]
        told = read(*rows, **{question.id: "120,000"})
        assert (ids(told), savings(told)[0]) == ([], {Y26: 120_000, Y27: 10_000})

    def test_a_figure_that_a_cell_does_not_show_is_asked_and_its_total_says_what_it_may_be(self):
        head = [*HEAD, "Total £000"]
        row = ["A1", "Mowing", Cell(text="####"), 10, 50]
        (question,) = read(row, head=head).questions
        assert "####" in question.text
        assert question.default == "£40,000"
        told = read(row, head=head, **{question.id: "£45,000"})
        assert savings(told) == [{Y26: 45_000, Y27: 10_000}]

    @pytest.mark.parametrize("answer", ["twelve", "12%", "£12.50", "1 and 2"])
    def test_an_answer_that_is_no_amount_leaves_the_question_about_a_figure_open(self, answer):
        (question,) = read(["A1", "Mowing", Cell(text="####"), 10]).questions
        told = read(["A1", "Mowing", Cell(text="####"), 10], **{question.id: answer})
        assert ids(told) == [question.id]

    @pytest.mark.parametrize(("answer", "open_"), [("next year", ["first-year"]), ("2027/28", [])])
    def test_an_answer_that_is_no_year_leaves_the_question_about_the_first_year_open(self, answer, open_):
        head = ["Ref", "Proposal", "Year 1 £000", "Year 2 £000"]
        told = read(["A1", "Mowing", 40, 10], head=head, title="Savings proposals", **{"first-year": answer})
        assert ids(told) == open_

    @pytest.mark.parametrize(
        ("answer", "change", "in_post"),
        [("posts that are deleted", -535, None), ("posts in post", None, 535), ("new posts", 535, None)],
    )
    def test_posts_that_are_too_many_for_the_saving_are_asked_about(self, answer, change, in_post):
        head = ["Proposal", "2026/27 Saving £000", "Total FTE 2026/27"]
        (proposal,) = read(["Adults", 5_699, 535], head=head, fte=answer).proposals
        kept = [section.text for section in proposal.sections if section.heading == "FTE in post"]
        assert (proposal.fte_total, kept) == (change, [] if in_post is None else [str(in_post)])

    def test_vacant_posts_are_deleted_unless_a_person_says_not(self):
        head = [*HEAD, "Posts"]
        row = ["A1", "Mowing", 140, 0, "5 (vacant)"]
        assert ids(read(row, head=head)) == ["vacant"]
        assert read(row, head=head).proposals[0].fte_total == -5
        assert read(row, head=head, vacant="no posts deleted").proposals[0].fte_total == 0

    def test_one_case_of_two_committees_is_joined_or_stops(self):
        head = ["Ref", "Proposal", "Committee", "2026/27 £000"]
        rows = (["A1", "Routes", "Adults", 10], ["A1", "Routes", "Children", 20])
        joined = read(*rows, head=head, **{"shared:A1": "one proposal of both amounts"})
        assert savings(joined) == [{Y26: 30_000}]
        (section,) = joined.proposals[0].sections
        assert section.text == "Adults £10,000; Children £20,000"
        assert read(*rows, head=head, **{"shared:A1": "two proposals"}).status == "refused"

    def test_an_answer_that_is_no_choice_leaves_the_question_open(self):
        head = ["Ref", "Proposal", "2026/27"]
        assert ids(read(["A1", "Mowing", 40], head=head, unit="pence")) == ["unit"]

    @pytest.mark.parametrize("unit", ["£", "£000", "£m"])
    def test_an_answer_kept_from_a_file_alike_is_the_default_of_the_question_and_never_silent(self, unit):
        source = document(TITLE, [["Ref", "Proposal", "2026/27"], ["A1", "Mowing", 40]])
        (question,) = understand(source, mapping={"unit": unit}).questions
        assert (question.id, question.default) == ("unit", unit)
        assert question.text.endswith(f"For an earlier document of this layout the answer was “{unit}”.")
        told = understand(source, mapping={"unit": unit}, answers={"unit": "£m"})
        assert (ids(told), savings(told)) == ([], [{Y26: 40_000_000}])

    def test_an_answer_kept_from_a_file_alike_says_nothing_against_what_this_file_prints(self):
        source = document(TITLE, [["Ref", "Proposal", "2026/27 £000"], ["A1", "Mowing", 40]])
        result = understand(source, mapping={"unit": "£"})
        assert (ids(result), savings(result)) == ([], [{Y26: 40_000}])

    def test_a_kept_answer_that_is_no_choice_here_is_not_offered(self):
        source = document(TITLE, [["Ref", "Proposal", "2026/27"], ["A1", "Mowing", 40]])
        asked, plain = understand(source, mapping={"unit": "pence"}), understand(source)
        assert asked.questions == plain.questions


class TestNothingIsDropped:
    def test_a_cause_that_is_not_known_is_told_with_its_row(self):
        head = ["Ref", "Proposal", "Cause", "2026/27 £000"]
        result = read(["G1", "Snow", "weather", 21], ["G2", "Pay", "pay", 4], title="Pressures", head=head)
        (issue,) = result.issues
        assert (issue.severity.value, issue.place) == ("note", "row 2, column C")
        assert issue.message.startswith("“weather” under “Cause” of “Snow” is not one of the causes")

    def test_a_difference_of_totals_is_kept_with_both_figures_to_be_accepted_with_a_reason(self):
        result = read(["A1", "Mowing", 40, 0], ["A2", "Hours", 100, 0], ["", "Total", 150, 0])
        assert ids(result) == []
        (proof,) = [proof for proof in result.proofs if not proof.holds]
        assert (proof.printed, proof.computed) == (150_000, 140_000)

    def test_a_total_is_said_to_hold_without_the_figures_that_are_not_stated(self):
        result = read(["A1", "Mowing", "tbc", 5], ["A2", "Hours", 100, 0], ["", "Total", 100, 5])
        assert [proof.what for proof in result.proofs if proof.location.row == 4] == [
            "Total, “2026/27 £000”: the rows above, without those that state no figure",
            "Total, “2027/28 £000”: the rows above",
        ]

    @pytest.mark.parametrize("text", ["TBC", "n/a", "to be confirmed"])
    def test_a_figure_that_is_not_stated_is_quoted_with_its_place(self, text):
        result = read(["A1", "Mowing", text, 10])
        assert savings(result) == [{Y27: 10_000}]
        assert [(part.text, part.location.row, part.location.column) for part in result.unread] == [
            (text, 2, 3)
        ]

    @pytest.mark.parametrize(
        "label",
        ["Savings target", "Gap", "Shortfall against target", "Budget gap 2026/27", "Balance to find"],
    )
    def test_targets_and_gaps_are_no_proposals(self, label):
        result = read(["A1", "Mowing", 40, 0], ["", "Total", 40, 0], ["", label, 200, 0])
        assert [row.role for row in result.tables[0].rows] == [Role.ITEM, Role.TOTAL, Role.TARGET]
        assert len(result.proposals) == 1

    @pytest.mark.parametrize(
        "label", ["Total", "Grand total", "Sub-total: all", "TOTAL SAVINGS", "All savings", "Net position"]
    )
    def test_totals_are_no_proposals_whatever_stands_beside_them(self, label):
        result = read(["A1", "Mowing", 40, 0], ["A2", "Hours", 1, 0], ["See note", label, 41, 0])
        assert len(result.proposals) == 2
        assert result.status == "read"

    def test_a_reference_used_twice_stops(self):
        result = read(["A1", "Mowing", 40, 0], ["A1", "Hours", 1, 0])
        assert result.status == "refused"
        assert "A1 stands twice" in result.issues[0].message

    def test_an_amount_with_pence_is_quoted_until_a_person_has_it_rounded(self):
        head = ["Ref", "Proposal", "2026/27 £", "2027/28 £"]
        result = read(["A1", "Mowing", "1,234.56", "10,000"], head=head)
        assert [(part.text, "pence" in part.reason) for part in result.unread] == [("1,234.56", True)]
        assert len(result.questions) == 1

    def test_a_column_in_pence_is_refused(self):
        result = read(["A1", "Fee", 40], head=["Ref", "Proposal", "2026/27 (pence)"])
        assert result.status == "refused"
        assert "pence" in result.issues[0].message

    def test_an_answer_of_stop_stops(self):
        row = ["A1", "Mowing", "1,234.56", "10,000"]
        head = ["Ref", "Proposal", "2026/27 £", "2027/28 £"]
        assert read(row, head=head, pence="stop").status == "refused"
        assert read(row, head=head, pence="round to whole pounds").status == "read"


class TestTheBasisOfOneRow:
    HEAD = ("Ref", "Proposal", "2026/27 £000", "2027/28 £000", "2028/29 £000")

    @pytest.mark.parametrize(
        ("figures", "changes"),
        [((28, 56, 56), (28, 28, 0)), ((40, 40, 40), (40, 0, 0)), ((0, 50, 50), (0, 50, 0))],
    )
    def test_is_asked_where_a_figure_stands_again(self, figures, changes):
        asked = read(["A1", "Mowing", *figures], head=self.HEAD)
        assert ids(asked) == ["basis"]
        assert savings(asked) == [{y: 1000 * n for y, n in zip((Y26, Y27, Y28), changes, strict=True)}]
        told = read(["A1", "Mowing", *figures], head=self.HEAD, basis="discrete")
        assert savings(told) == [{y: 1000 * n for y, n in zip((Y26, Y27, Y28), figures, strict=True)}]

    @pytest.mark.parametrize("figures", [(56, 56, 28), (40, 40, 0), (0, 0, 50), (10, 20, 30), (-5, 5, 5)])
    def test_is_discrete_where_it_falls_or_no_figure_stands_again(self, figures):
        told = read(["A1", "Mowing", *figures], head=self.HEAD)
        assert "basis" not in ids(told)
        assert list(savings(told)[0].values()) == [1000 * n for n in figures]

    @pytest.mark.parametrize(("total", "changes"), [(140, (28, 56, 56)), (56, (28, 28, 0))])
    def test_is_told_by_its_total(self, total, changes):
        told = read(["A1", "Mowing", 28, 56, 56, total], head=(*self.HEAD, "Total £000"))
        assert ids(told) == []
        assert list(savings(told)[0].values()) == [1000 * n for n in changes]

    @pytest.mark.parametrize(
        ("posts", "basis", "changes"),
        [
            ((1.5, 3, 3), "cumulative", (-1.5, -1.5, 0)),
            ((1.5, 3, 3), "discrete", (-1.5, -3, -3)),
            ((2, 1, 0), "cumulative", (-2, -1, 0)),
        ],
    )
    def test_holds_for_its_posts_by_year_unless_they_fall(self, posts, basis, changes):
        head = (*self.HEAD, *(f"FTE reduction {year}" for year in ("2026/27", "2027/28", "2028/29")))
        (proposal,) = read(["A1", "Mowing", 60, 120, 120, *posts], head=head, basis=basis).proposals
        assert [float(proposal.fte_changes[year]) for year in (Y26, Y27, Y28)] == list(changes)


class TestBlanksOfCumulativeTables:
    HEAD = ("Ref", "Proposal", "2026/27", "2027/28", "2028/29")
    ROWS = (["A1", "Vans", 10, 15, 15], ["A2", "One-off refund", 20, None, None], ["A3", "Later", None, 8, 9])

    def of_totals(self, *totals, rows=ROWS, head=HEAD, **answers):
        title = "Savings (£000), cumulative 2026/27 to 2028/29"
        return read(*rows, ["", "Total", *totals], title=title, head=head, basis="cumulative", **answers)

    def test_are_zero_where_the_printed_totals_hold_without_them(self):
        told = self.of_totals(30, 23, 24)
        assert savings(told) == [
            {Y26: 10_000, Y27: 5_000, Y28: 0},
            {Y26: 20_000, Y27: -20_000, Y28: 0},
            {Y26: 0, Y27: 8_000, Y28: 1_000},
        ]
        assert all(proof.holds for proof in told.proofs)

    @pytest.mark.parametrize("totals", [(30, 43, 44), (30, None, None)])
    def test_stay_unknown_where_no_total_of_their_year_holds(self, totals):
        assert savings(self.of_totals(*totals))[1] == {Y26: 20_000}

    def test_of_growth_beside_savings_are_zero_as_well(self):
        head = ("Ref", "Proposal", "Saving 2026/27", "Saving 2027/28", "Growth 2026/27", "Growth 2027/28")
        rows = (
            ["A1", "Vans", 10, 15, None, None],
            ["A2", "Legal", 8, 10, 4, None],
            ["A3", "Plan", 5, 6, 9, 9],
        )
        told = self.of_totals(23, 31, 13, 9, rows=rows, head=head)
        growth = [p for p in told.proposals if p.direction == PRESSURE]
        assert [dict(p.savings) for p in growth] == [{Y26: -4_000, Y27: 4_000}, {Y26: -9_000, Y27: 0}]

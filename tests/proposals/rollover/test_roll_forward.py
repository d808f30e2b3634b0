"""Starting a round from the last one: what comes along, what stays behind, and what is refused."""

import pytest

from proposals.domain.stages import Stage
from proposals.models import BudgetRound, ExemptWording, YearProfile
from proposals.rollover.roll_forward import (
    ChangedSincePreview,
    RefusedRollForward,
    RollForward,
    plan_roll_forward,
    roll_forward,
)
from services.models import BaseBudget
from tests.support.rollover_examples import amounts, make_full_proposal
from tests.support.web_examples import (
    FIRST,
    make_budget,
    make_many,
    make_proposal,
    make_round,
    make_service,
    tree,
    words,
)

pytestmark = pytest.mark.django_db
LATER = (0, 1_000, 0)
"""Savings that begin in a year which the next round has too."""


@pytest.fixture
def budget_round():
    return make_round(phase="preparation")


@pytest.fixture
def proposal(budget_round, scrutiny_member):
    return make_full_proposal(budget_round, scrutiny_member)


def next_round(budget_round, **more):
    asked = {
        "source": budget_round,
        "name": "Budget 2028/29 to 2030/31",
        "base_year": FIRST,
        "first_year": FIRST + 1,
        "number_of_years": 3,
    }
    return RollForward(**(asked | more))


class TestAPressure:
    """£500,000 a year from the first year, which the next round lacks, and £90,000 from the second."""

    @pytest.fixture
    def pressure(self, budget_round):
        return make_proposal(
            budget_round,
            "GRO001",
            savings=(-500_000, -90_000, 0),
            direction="pressure",
            pressure_category="pay",
            fund="housing_revenue_account",
            certainty="possible",
            basis="3% on pay.",
            council_share=80,
        )

    def test_is_carried_forward_as_one_with_how_it_counts(self, budget_round, pressure, finance_officer):
        made = roll_forward(next_round(budget_round), finance_officer)
        copy = made.proposals.get()
        assert (copy.direction, copy.pressure_category, copy.fund, copy.certainty, copy.basis) == (
            "pressure",
            "pay",
            "housing_revenue_account",
            "possible",
            "3% on pay.",
        )
        assert (copy.council_share, copy.in_earlier_plan, copy.total_saving) == (80, False, -90_000)

    def test_leaves_behind_what_is_told_in_its_own_sign(self, budget_round, pressure, finance_officer):
        (item,) = plan_roll_forward(next_round(budget_round), finance_officer).proposals
        assert item.left_behind == ("2027/28, recurring pressure £500,000",)

    def test_of_which_nothing_is_left_is_called_a_pressure(self, budget_round, finance_officer):
        make_proposal(budget_round, "GRO002", savings=(-500_000, 0, 0), direction="pressure")
        (item,) = plan_roll_forward(next_round(budget_round), finance_officer).open
        assert item.nothing_left.startswith("No pressure would be carried forward")


class TestStartingTheNextRound:
    def test_carries_open_proposals_as_drafts_and_leaves_decided_and_ended_ones(
        self, budget_round, proposal, finance_officer
    ):
        make_proposal(budget_round, "ENV002", stage="decided", outcome="approved")
        make_proposal(budget_round, "ENV003", stage="withdrawn")
        plan = plan_roll_forward(next_round(budget_round), finance_officer)
        assert ([item.proposal.reference for item in plan.proposals], plan.decided, plan.ended) == (
            ["ENV001"],
            1,
            1,
        )
        made = roll_forward(next_round(budget_round), finance_officer, plan.fingerprint)
        assert (made.carried_from, made.phase) == (budget_round, "preparation")
        copy = made.proposals.get()
        assert (copy.reference, copy.stage, copy.carried_from) == ("ENV001", "draft", proposal)
        assert copy.other_references.get().printed == "OLD7"
        assert not copy.sign_offs.exists()
        assert ExemptWording.objects.get(proposal=copy).text == "Two people in one depot."

    def test_carries_the_years_that_the_new_round_has_and_names_the_others_in_the_plan_alone(
        self, budget_round, proposal, finance_officer
    ):
        plan = plan_roll_forward(next_round(budget_round), finance_officer)
        # 40 + 10 thousand before; of these the 10 in 2028/29 are in the new span.
        assert [plan.before.discrete[year] for year in budget_round.years] == [40_000, 10_000, 0]
        assert list(plan.after.discrete.values()) == [10_000, 0, 0]
        assert plan.proposals[0].left_behind == (
            "2027/28, recurring saving £40,000, one-off cost £5,000",
            "2027/28, -2.00 FTE",
        )
        copy = roll_forward(next_round(budget_round), finance_officer).proposals.get()
        assert amounts(copy) == {"2028/29": (10_000, 0), "2029/30": (0, 0)}
        assert (copy.total_saving, copy.start_year) == (10_000, FIRST + 1)
        assert copy.profile_note == "As estimated."
        original = {"2027/28": (40_000, 5_000), "2028/29": (10_000, 0), "2029/30": (0, 0)}
        assert amounts(proposal) == original

    def test_copies_the_latest_base_budgets_into_the_new_base_year_and_keeps_those_there(
        self, budget_round, proposal, finance_officer
    ):
        homes = make_service(budget_round, "Care homes", "ASC", "Adult care")
        make_budget(homes, 9)
        kept = BaseBudget.objects.create(service=homes, year=FIRST, gross=7, income=0)
        BaseBudget.objects.create(service=proposal.service, year=FIRST + (-2), gross=1, income=1)
        make_budget(make_service(make_round(council="Westvale Council"), "Parks", "PRK", "Parks"))
        made = roll_forward(next_round(budget_round), finance_officer)
        budgets = BaseBudget.objects.filter(year=FIRST)
        assert budgets.count() == 2
        carried = budgets.get(service=proposal.service)
        assert (carried.gross, carried.income) == (4_000_000, 500_000)
        assert carried.note == "Before savings."
        assert budgets.get(service=homes) == kept
        assert made.proposals.get().base_budget == carried

    def test_takes_the_stages_chosen_alone(self, budget_round, finance_officer):
        make_proposal(budget_round, "E1", stage="draft", savings=LATER)
        make_proposal(budget_round, "E2", stage="scrutiny", savings=LATER)
        asked = next_round(budget_round, stages=frozenset({Stage.SCRUTINY}))
        assert [copy.reference for copy in roll_forward(asked, finance_officer).proposals.all()] == ["E2"]

    def test_is_refused_a_second_time_for_the_same_name(self, budget_round, proposal, finance_officer):
        roll_forward(next_round(budget_round), finance_officer)
        with pytest.raises(RefusedRollForward, match="already has a round named BUDGET 2028/29 to 2030/31"):
            roll_forward(next_round(budget_round, name="BUDGET 2028/29 to 2030/31 "), finance_officer)
        assert BudgetRound.objects.count() == 2

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"name": " "}, "Name: This field cannot be blank"),
            ({"base_year": FIRST + 1}, "The base year must come before the first year."),
            ({"first_year": FIRST}, "The first year must be later than 2027/28"),
            ({"number_of_years": 11}, "Number of years: Ensure this value is less than or equal to 10"),
            (
                {"number_of_years": 2},
                "The name contains 2028/29 to 2030/31, but the years are 2028/29 to 2029/30.",
            ),
            ({"stages": frozenset({Stage.DECIDED})}, "Decided and closed proposals cannot be carried"),
        ],
    )
    def test_is_refused_in_words_for_what_cannot_be(self, budget_round, finance_officer, changed, words):
        with pytest.raises(RefusedRollForward, match=words):
            plan_roll_forward(next_round(budget_round, **changed), finance_officer)

    def test_is_refused_when_something_changed_since_the_preview(
        self, budget_round, proposal, finance_officer
    ):
        plan = plan_roll_forward(next_round(budget_round), finance_officer)
        proposal.version += 1
        proposal.save()
        with pytest.raises(RefusedRollForward, match="changed since the preview"):
            roll_forward(next_round(budget_round), finance_officer, plan.fingerprint)
        assert BudgetRound.objects.count() == 1

    def test_is_for_finance_with_the_whole_council(
        self, budget_round, proposal, finance_officer, author, auditor, section_151_officer, assign
    ):
        narrowed = assign(finance_officer, proposal.service.directorate)
        for person in (narrowed, assign(author, budget_round.council), auditor):
            with pytest.raises(RefusedRollForward, match="who cover the whole council"):
                plan_roll_forward(next_round(budget_round), person)
        assert plan_roll_forward(next_round(budget_round), section_151_officer).proposals

    def test_takes_few_queries_for_a_hundred_proposals(
        self, budget_round, finance_officer, django_assert_max_num_queries
    ):
        """SQLite takes fewer rows at a time than PostgreSQL, so it needs some more."""
        ticks = {proposal.pk: True for proposal in make_many(budget_round, 100)}
        with django_assert_max_num_queries(90):
            made = roll_forward(next_round(budget_round, ticks=ticks), finance_officer)
        assert made.proposals.count() == 100
        assert YearProfile.objects.filter(proposal__budget_round=made).exists() is False


class TestAProposalOfWhichNothingIsLeft:
    @pytest.mark.parametrize(
        ("savings", "fte", "reason"),
        [
            ((1_000, 0, 0), (), "No saving would be carried forward"),
            # Costs and posts in later years are no saving.
            ((1_000, {"recurring_cost": 5}, 0), ("0", "-1"), "No saving would be carried forward"),
            (({"one_off_cost": 5}, 0, 0), ("-1",), "No figures would be carried forward"),
            ((1_000, 0, 2_000), (), ""),
            ((0, {"recurring_cost": 5}, 0), (), ""),
            ((), (), ""),
        ],
    )
    def test_is_one_whose_savings_all_fall_in_dropped_years(
        self, budget_round, finance_officer, savings, fte, reason
    ):
        make_proposal(budget_round, "E1", savings=savings, fte=fte)
        (item,) = plan_roll_forward(next_round(budget_round), finance_officer).open
        assert (item.nothing_left.partition(",")[0], item.is_chosen) == (reason, not reason)

    def test_is_no_proposal_whose_years_are_not_all_known(self, budget_round, finance_officer):
        make_proposal(budget_round, "E1", profile_complete=False, stated_total=9_000)
        (item,) = plan_roll_forward(next_round(budget_round), finance_officer).open
        assert (item.is_chosen, item.total_before, item.total_after) == (True, 9_000, 9_000)

    def test_stays_behind_unless_it_is_ticked(self, budget_round, finance_officer):
        gone = make_proposal(budget_round, "E1")
        kept = make_proposal(budget_round, "E2", savings=LATER)
        plan = plan_roll_forward(next_round(budget_round), finance_officer)
        assert ([item.proposal for item in plan.proposals], plan.not_chosen) == ([kept], 1)
        assert [(item.total_before, item.total_after) for item in plan.open] == [(1_000, 0), (1_000, 1_000)]
        asked = next_round(budget_round, ticks={gone.pk: True, kept.pk: False})
        with pytest.raises(ChangedSincePreview):
            roll_forward(asked, finance_officer, plan.fingerprint)
        fingerprint = plan_roll_forward(asked, finance_officer).fingerprint
        assert [
            copy.reference for copy in roll_forward(asked, finance_officer, fingerprint).proposals.all()
        ] == ["E1"]


class TestAnotherRoundOverTheSameYears:
    def test_is_named_unless_it_is_the_one_carried_forward_or_ends_before(
        self, budget_round, finance_officer
    ):
        other = make_round("Budget B")  # 2027/28 to 2029/30 too
        make_round("Elsewhere", council="Westvale Council")
        assert plan_roll_forward(next_round(budget_round), finance_officer).overlapping == (other,)
        after = next_round(budget_round, name="Later", first_year=FIRST + 3)
        assert plan_roll_forward(after, finance_officer).overlapping == ()


class TestTheRollForwardPage:
    def address(self, budget_round):
        return f"/admin/proposals/budgetround/{budget_round.pk}/next/"

    def values(self, page):
        (form,) = page.xpath("//div[@id='content']//form[@method='post']")
        return [(name, value) for name, value in form.form_values() if name != "csrfmiddlewaretoken"]

    def sent(self, client, budget_round, page, button):
        values: dict[str, list[str]] = {button: ["yes"]}
        for name, value in self.values(page):
            values.setdefault(name, []).append(value)
        return client.post(self.address(budget_round), values)

    def test_says_with_which_sign_pressures_stand_among_savings(self, client, finance_officer, budget_round):
        make_proposal(budget_round, "GRO001", savings=(0, -90_000, 0), direction="pressure")
        client.force_login(finance_officer)
        page = tree(client.get(self.address(budget_round)))
        preview = tree(self.sent(client, budget_round, page, "preview"))
        assert [words(line) for line in preview.xpath("//div[@class='app-scroll']//caption")][-2:] == [
            "The proposals carried forward, before and after "
            "(savings, pressures with the other sign, in £m, by discrete year)",
            "Open proposals: those ticked are carried forward "
            "(total savings, pressures with the other sign, in £m)",
        ]

    def test_previews_what_it_would_make_and_makes_it_once_confirmed(
        self, client, finance_officer, proposal, budget_round
    ):
        client.force_login(finance_officer)
        page = tree(client.get(self.address(budget_round)))
        preview = tree(self.sent(client, budget_round, page, "preview"))
        assert BudgetRound.objects.count() == 1
        before, after = preview.xpath("//table[@class='app-totals']/tbody/tr")
        # 2027/28 to 2030/31, and the total.
        assert [words(cell) for cell in before[1:]] == ["-0.040", "-0.010", "0.000", "–", "-0.050"]
        assert [words(cell) for cell in after[1:]] == ["–", "-0.010", "0.000", "0.000", "-0.010"]
        assert "1 base budget for 2027/28" in words(preview)
        assert self.sent(client, budget_round, preview, "confirm").status_code == 302
        made = BudgetRound.objects.get(carried_from=budget_round)
        assert (made.name, made.proposals.count()) == ("Budget 2028/29 to 2030/31", 1)

    def test_keeps_the_ticks_and_starts_the_round_only_as_it_was_shown(
        self, client, finance_officer, proposal, budget_round
    ):
        make_round("Budget B", phase="preparation")
        gone = make_proposal(budget_round, "ENV002", "Empty the bins less")
        make_proposal(budget_round, "ENV003", stage="withdrawn")
        client.force_login(finance_officer)
        first = tree(client.get(self.address(budget_round)))
        preview = tree(self.sent(client, budget_round, first, "preview"))
        said = words(preview)
        assert "1 proposal carried forward as a draft." in said
        assert "Not carried forward: 1 closed or at a stage not chosen and 1 not selected." in said
        assert "Another round already covers some of these years: Budget B, of 2027/28 to 2029/30." in said
        assert "No saving would be carried forward, because all of it is in years" in said
        _, bins = preview.xpath("//table[@class='app-carried']/tbody/tr")
        assert [words(cell) for cell in bins[3:5]] == ["-0.001", "0.000"]
        (box,) = preview.xpath(f"//input[@name='carry'][@value='{gone.pk}']")
        box.checked = True
        shown = tree(self.sent(client, budget_round, preview, "confirm"))
        assert BudgetRound.objects.filter(carried_from=budget_round).count() == 0
        assert "Proposals, budgets or your choices have changed since the preview" in words(shown)
        assert "2 proposals carried forward as drafts." in words(shown)
        assert self.sent(client, budget_round, shown, "confirm").status_code == 302
        assert BudgetRound.objects.get(carried_from=budget_round).proposals.count() == 2

    def test_is_refused_to_readers(self, client, auditor, budget_round, proposal):
        client.force_login(auditor)
        assert client.get(self.address(budget_round)).status_code == 403
        assert client.post(self.address(budget_round), {"confirm": "yes"}).status_code == 403

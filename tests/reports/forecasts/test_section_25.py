"""The section 25 report: what the opinion rests on, by figures worked by hand, the opinion, and its edition.

Of the round in `budget_examples` the saving ENV001 is published, and so is the pressure ENV002. On top of them come
ENV003, £10,000 of which 80% are expected, at high risk, with its assessment under way; and ENV004, £5,000 once.
"""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.domain.proposal_parts import EqualityRecord
from proposals.domain.section_25 import robustness_of
from proposals.models import EqualityAssessment
from proposals.models.records import round_record
from reports.budgets.budget_facts import PUBLISHED_BASIS, facts_of
from reports.budgets.round_budget import RoundBudget
from reports.models import Section25Opinion
from reports.publishing import jobs
from reports.publishing.frozen import freeze
from reports.publishing.part_two import may_take
from reports.publishing.review import review
from tests.support.budget_examples import YEARS, make_budget_round, share
from tests.support.edition_examples import make_publication
from tests.support.web_examples import make_proposal, make_round, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

Y1, Y2, Y3 = YEARS


@pytest.fixture
def budget_round():
    made = make_budget_round()
    service = made.proposals.first().service
    risky = make_proposal(
        made,
        "ENV003",
        "Sell the depot",
        (10_000, 0, 0),
        service=service,
        risk_to_delivery="H",
        deliverability=80,
        public_consultation="under_way",
    )
    EqualityAssessment.objects.create(proposal=risky, screening="full_needed", status="in_progress")
    make_proposal(
        made,
        "ENV004",
        "Use the grant",
        ({"one_off_saving": 5_000}, 0, 0),
        service=service,
        deliverability=100,
        risk_to_delivery="L",
        public_consultation="not_needed",
    )
    return made


@pytest.fixture
def robustness(budget_round):
    return robustness_of(round_record(budget_round, budget_round.proposals.all()))


def opinion(budget_round):
    return Section25Opinion.objects.create(
        budget_round=budget_round,
        estimates="The estimates are robust.",
        reserves="The reserves are not adequate after 2029/30.",
        stated_on=date(2027, 2, 1),
    )


def summary(groups):
    return {group.name: (group.references, group.total) for group in groups}


class TestTheSavings:
    def test_are_totalled_without_pressures_in_full_and_by_what_is_expected(self, robustness):
        assert robustness.totals.total == 70_000
        # 80% of 10,000 and all of the one-off, which comes to nothing over the years; ENV001 is not assessed.
        assert robustness.expected == Decimal("8000.00")
        assert (robustness.unassessed.references, robustness.unassessed.total) == (("ENV001",), 60_000)

    def test_stand_by_risk_with_those_that_nobody_rated(self, robustness):
        assert summary(robustness.by_risk) == {
            "High": (("ENV003",), 10_000),
            "Low": (("ENV004",), 0),
            "Not rated": (("ENV001",), 60_000),
        }

    def test_stand_by_their_consultation(self, robustness):
        assert summary(robustness.by_consultation) == {
            "Not needed": (("ENV004",), 0),
            "Under way": (("ENV003",), 10_000),
            "Not stated": (("ENV001",), 60_000),
        }

    def test_are_outstanding_until_they_are_screened_and_assessed(self, robustness):
        assert summary(robustness.assessments_outstanding) == {
            "Not screened": (("ENV001", "ENV004"), 60_000),
            "Assessment in progress": (("ENV003",), 10_000),
        }

    @pytest.mark.parametrize(
        ("screening", "status", "is_outstanding"),
        [
            ("", "not_started", True),
            ("not_needed", "not_started", False),
            ("full_needed", "not_started", True),
            ("full_needed", "complete", False),
        ],
    )
    def test_need_an_assessment_only_where_the_screening_says_so(
        self, budget_round, screening, status, is_outstanding
    ):
        EqualityAssessment.objects.filter(proposal__reference="ENV003").delete()
        found = robustness_of(round_record(budget_round, budget_round.proposals.filter(reference="ENV003")))
        (saving,) = found.savings
        object.__setattr__(saving, "equality", EqualityRecord(screening, status, "", None, "", ""))
        assert bool(found.assessments_outstanding) == is_outstanding

    def test_that_are_made_once_are_one_off_money_with_the_reserves_used(self, robustness):
        assert robustness.one_off == {Y1: 5_000, Y2: 0, Y3: 0}
        assert robustness.one_off_money({Y1: 20_000, Y2: 70_200}) == {Y1: 25_000, Y2: 70_200, Y3: 0}

    def test_leave_no_use_of_reserves_out_in_the_years_beyond_the_round(self, robustness):
        beyond = Y3 + 1
        found = robustness.one_off_money({Y1: 20_000, Y2: 0, Y3: 0, beyond: 9_000})
        assert found == {Y1: 25_000, Y2: 0, Y3: 0, beyond: 9_000}

    def test_that_have_ended_are_left_out(self, budget_round):
        budget_round.proposals.filter(reference="ENV003").delete()
        ended = budget_round.proposals.get(reference="ENV001")
        ended.stage = "withdrawn"
        ended.save()
        found = robustness_of(round_record(budget_round, budget_round.proposals.all()))
        assert [each.reference for each in found.savings] == ["ENV004"]


def budget_facts(budget_round, user):
    return facts_of(RoundBudget(budget_round, user, PUBLISHED_BASIS))


class TestTheFacts:
    def test_are_the_gap_and_the_reserves_of_the_published_proposals(self, budget_round, finance_officer):
        facts = budget_facts(budget_round, finance_officer)
        # As in `budget_examples`, less the 10,000 of ENV003 and, in the first year, the 5,000 of ENV004.
        assert facts.gap == {Y1: 5_000, Y2: 60_200, Y3: 70_604}
        assert facts.gap_if_nothing == {Y1: 80_000, Y2: 130_200, Y3: 140_604}
        assert facts.reserves_used == {Y1: 5_000, Y2: 60_200, Y3: 70_604}
        general, _ = facts.reserves
        assert general.closing == {Y1: 145_000, Y2: 84_800, Y3: 14_196}
        assert (general.minimum, general.below_minimum) == (50_000, Y3)

    def test_say_why_there_is_no_gap(self, budget_round, finance_officer, committee_clerk):
        assert "no medium-term plan" in budget_facts(budget_round, committee_clerk).problem
        budget_round.medium_term_plan.delete()
        facts = budget_facts(type(budget_round).objects.get(pk=budget_round.pk), finance_officer)
        assert (facts.gap, "no medium-term plan" in facts.problem) == ({}, True)

    def test_say_how_the_approved_savings_of_the_round_before_stand(self, budget_round, finance_officer):
        before = make_round("Budget 2026/27", council=budget_round.council.name)
        before.first_year, before.base_year = Y1 + (-1), Y1 + (-2)
        before.save()
        for reference, status, outcome in (
            ("ENV001", "delivered", "approved"),
            ("ENV002", "delayed", "approved"),
            ("ENV003", "delivered", "rejected"),
        ):
            make_proposal(before, reference, savings=(1_000, 0, 0), stage="decided", outcome=outcome).save()
            before.proposals.filter(reference=reference).get()
            proposal = before.proposals.get(reference=reference)
            proposal.delivery_status = status
            proposal.save()
        facts = budget_facts(budget_round, finance_officer)
        assert facts.round_before == "Budget 2026/27"
        assert sorted((each.status, each.total) for each in facts.delivered) == [
            ("delayed", 1_000),
            ("delivered", 1_000),
        ]


class TestThePage:
    def test_is_for_finance_and_clerks_only(self, client, budget_round, finance_officer, scrutiny_member):
        share(budget_round)
        address = reverse("budget:section-25", args=[budget_round.pk])
        client.force_login(scrutiny_member)
        assert client.get(address).status_code == 404
        opinion(budget_round)
        assert "Section 25" not in words(tree(client.get(reverse("budget:position", args=[budget_round.pk]))))
        client.force_login(finance_officer)
        assert "The estimates are robust." in words(tree(client.get(address)))

    def test_says_how_many_proposals_are_not_published(self, client, budget_round, section_151_officer):
        make_proposal(budget_round, "ENV009", "A draft", (1_000, 0, 0), stage="draft")
        client.force_login(section_151_officer)
        for name in ("section-25", "section-25-opinion"):
            page = words(tree(client.get(reverse(f"budget:{name}", args=[budget_round.pk]))))
            assert "1 proposal of this round is not published, and is not counted in this report." in page

    def test_refuses_an_opinion_of_a_day_to_come(self, client, budget_round, section_151_officer):
        client.force_login(section_151_officer)
        stated = {"estimates": "Robust.", "reserves": "Adequate.", "stated_on": "1 January 2090"}
        response = client.post(reverse("budget:section-25-opinion", args=[budget_round.pk]), stated)
        assert response.status_code == 400
        assert "Enter today’s date or an earlier one." in words(tree(response))

    def test_lets_the_section_151_officer_alone_state_the_opinion(
        self, client, budget_round, finance_officer, section_151_officer
    ):
        address = reverse("budget:section-25-opinion", args=[budget_round.pk])
        stated = {"estimates": "Robust.", "reserves": "Adequate.", "stated_on": "1 February 2026"}
        client.force_login(finance_officer)
        assert client.post(address, stated).status_code == 403
        client.force_login(section_151_officer)
        assert client.post(address, {**stated, "reserves": ""}).status_code == 400
        assert not Section25Opinion.objects.exists()
        assert client.post(address, stated).status_code == 302
        stored = Section25Opinion.objects.get()
        assert (stored.estimates, stored.stated_on) == ("Robust.", date(2026, 2, 1))

    def test_tells_the_second_of_two_first_opinions_of_the_other_and_keeps_it(
        self, client, budget_round, section_151_officer
    ):
        address = reverse("budget:section-25-opinion", args=[budget_round.pk])
        client.force_login(section_151_officer)
        opened = dict(tree(client.get(address)).forms[-1].form_values())
        opinion(budget_round)
        stated = {"estimates": "Robust.", "reserves": "Adequate.", "stated_on": "1 February 2026"}
        response = client.post(address, opened | stated)
        assert response.status_code == 409
        assert "Somebody has changed this since you opened the page." in words(tree(response))
        assert Section25Opinion.objects.get().estimates == "The estimates are robust."
        again = dict(tree(response).forms[-1].form_values())
        assert client.post(address, again).status_code == 302
        assert Section25Opinion.objects.get().estimates == "Robust."

    def test_marks_the_years_that_nobody_has_planned(self, client, budget_round, finance_officer):
        plan = budget_round.medium_term_plan
        plan.years_beyond = 1
        plan.save()
        client.force_login(finance_officer)
        page = tree(client.get(reverse("budget:section-25", args=[budget_round.pk])))
        for caption in ("Gap and one-off money", "Reserves at the end of each year"):
            (table,) = page.xpath(f"//table[caption[starts-with(normalize-space(), '{caption}')]]")
            headings = [words(cell) for cell in table.xpath(".//thead//th")]
            assert headings[1:] == ["2027/28 (£)", "2028/29 (£)", "2029/30 (£)", "2030/31* (£)"]
        assert "Years marked * are extrapolated" in words(page)


class TestAPreview:
    def test_with_figures_of_a_plan_is_taken_by_those_alone_who_see_the_plan(
        self, budget_round, finance_officer, committee_clerk
    ):
        plan = budget_round.medium_term_plan
        publication = make_publication(budget_round, style="section-25")
        job = jobs.ask(publication, "preview", freeze(finance_officer, publication, draft=True))
        for shared_at, may in ((None, False), (timezone.now(), True)):
            plan.shared_at = shared_at
            plan.save()
            assert may_take(finance_officer, job)
            assert may_take(committee_clerk, job) is may


class TestTheEdition:
    def test_waits_for_the_plan_and_the_opinion(self, budget_round, committee_clerk):
        publication = make_publication(budget_round, style="section-25")
        blocking = review(publication, freeze(committee_clerk, publication, draft=False)).blocking
        assert [remark.words for remark in blocking] == [
            "The gap cannot be computed. There is no medium-term plan that you can view.",
            "The section 151 officer has not stated an opinion on this budget.",
        ]
        share(budget_round)
        opinion(budget_round)
        assert not review(publication, freeze(committee_clerk, publication, draft=False)).blocking

    def test_holds_all_that_is_published(self, budget_round, committee_clerk):
        share(budget_round)
        opinion(budget_round)
        publication = make_publication(budget_round, style="section-25", query="risk=H")
        (remark,) = review(publication, freeze(committee_clerk, publication, draft=False)).blocking
        assert remark.words.startswith("A section 25 report is about all published proposals of the round.")

    def test_freezes_the_opinion_and_the_figures(self, budget_round, committee_clerk):
        share(budget_round)
        stated = opinion(budget_round)
        frozen = freeze(committee_clerk, make_publication(budget_round, style="section-25"), draft=False)
        stated.estimates = "Changed."
        stated.save()
        budget = frozen.record.budget
        assert (budget.estimates_opinion, budget.gap[Y3]) == ("The estimates are robust.", 70_604)

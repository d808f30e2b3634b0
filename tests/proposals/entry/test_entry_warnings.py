"""What is unusual is saved, said beside its field, and asks for a reason; figures while typing come from the server."""

import pytest
from lxml import html

from proposals.domain.checks import OthersOnTheBudget, warnings_of
from proposals.models import SavingsProposal, WarningReason
from proposals.models.records import record_of
from tests.support.entry_pages import (
    change_page,
    check_page,
    entered_proposal,
    filled,
    save,
    spaced,
    warnings,
)
from tests.support.web_examples import (
    FIRST,
    make_budget,
    make_proposal,
    make_round,
    make_service,
    tree,
    words,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def officer(client, finance_officer):
    client.force_login(finance_officer)
    return client


@pytest.fixture
def proposal(db):
    return entered_proposal()


def check(client, proposal, **changed):
    values = filled(client.get(change_page(proposal))) | changed
    response = client.post(check_page(proposal), values)
    assert response.status_code == 200
    return response.json()


class TestEachCheck:
    """Each of the checks that officers asked for, by its code and the field it stands beside."""

    @pytest.mark.parametrize(
        ("changed", "name", "code", "message"),
        [
            (
                {"years-0-recurring_saving": "3.6m"},
                "base_budget",
                "saving_above_net_budget",
                "The saving of £3,610,000 is larger than the net budget of £3,500,000 in 2026/27.",
            ),
            (
                {"stated_total": "51k"},
                "stated_total",
                "stated_total_differs",
                "The stated total is £51,000; the years add up to £50,000.",
            ),
            (
                {"statement-impact_upon_staff-text": "", "statement-impact_upon_staff-answer": "blank"},
                "statement-impact_upon_staff-text",
                "no_staffing_statement",
                "6.00 FTE posts would be deleted, but the impact on staff is not described.",
            ),
            (
                {"years-2-recurring_saving": "-5k"},
                "years-2-recurring_saving",
                "negative_year_2029",
                "£5,000 of the saving ends in 2029/30.",
            ),
            (
                {"years-1-fte_change": "-1"},
                "years-0-fte_change",
                "small_staffing_number",
                "Individuals may be identifiable from this number of posts: -1.00 in 2028/29.",
            ),
        ],
    )
    def test_is_a_warning_that_does_not_stop_the_saving(
        self, officer, proposal, changed, name, code, message
    ):
        assert warnings(officer.get(change_page(proposal))) == {}
        answer = check(officer, proposal, **changed)
        assert answer["errors"] == {}
        assert answer["warnings"] == {name: [{"code": code, "message": message, "reason": ""}]}
        assert save(officer, proposal, **changed).status_code == 302
        assert warnings(officer.get(change_page(proposal))) == {name: [code]}

    def test_two_live_proposals_that_together_exceed_their_base_budget(self, officer, proposal):
        make_proposal(
            proposal.budget_round,
            "ENV002",
            savings=(3_460_000,),
            service=proposal.service,
            base_budget=proposal.base_budget,
        )
        assert warnings(officer.get(change_page(proposal))) == {
            "base_budget": ["savings_together_above_net_budget"]
        }

    def test_a_service_that_earns_more_than_it_costs_needs_a_reason_only(self, officer):
        proposal = entered_proposal()
        traded = make_service(proposal.budget_round, "School meals")
        budget = make_budget(traded, gross=1_000_000, income=1_200_000)
        sent = {"service": str(traded.pk), "base_budget": str(budget.pk)}
        answer = check(officer, proposal, **sent)
        assert answer["errors"] == {}
        assert [item["code"] for item in answer["warnings"]["base_budget"]] == ["saving_above_net_budget"]
        assert "The service’s income is higher than its costs" in answer["figures"]
        sent["reason-saving_above_net_budget"] = "It sells more meals."
        save(officer, proposal, **sent)
        # The reason was typed beside the warning that the script showed.
        assert WarningReason.objects.get().reason == "It sells more meals."


class TestReasons:
    LARGER = {"years-0-recurring_saving": "3.6m"}
    CODE = "saving_above_net_budget"

    def test_are_kept_with_who_gave_them_and_close_the_warning(self, officer, proposal):
        save(officer, proposal, **self.LARGER)
        page = officer.get(change_page(proposal))
        assert "1 warning not explained." in words(tree(page))
        save(officer, proposal, **{f"reason-{self.CODE}": "A grant ends as well."})
        held = WarningReason.objects.get()
        assert (held.reason, held.given_by) == ("A grant ends as well.", "Fiona Ledger")
        assert "without a reason" not in words(tree(officer.get(change_page(proposal))))

    def test_have_to_be_given_again_when_the_warning_says_something_else(self, officer, proposal):
        save(officer, proposal, **self.LARGER)
        save(officer, proposal, **{f"reason-{self.CODE}": "A grant ends as well."})
        save(officer, proposal, **{"years-0-recurring_saving": "3.7m"})
        page = officer.get(change_page(proposal))
        assert "1 warning not explained." in words(tree(page))
        assert filled(page)[f"reason-{self.CODE}"] == ""
        assert "A grant ends as well." in words(tree(page))
        save(officer, proposal, **{f"reason-{self.CODE}": "A grant ends as well."})
        assert WarningReason.objects.get().message.startswith("The saving of £3,710,000")

    def test_typed_while_the_figures_change_are_kept_and_leave_the_new_warning_open(self, officer, proposal):
        save(officer, proposal, **self.LARGER)
        values = {"years-0-recurring_saving": "3.7m", f"reason-{self.CODE}": "A grant ends."}
        save(officer, proposal, **values)
        held = WarningReason.objects.get()
        assert (held.reason, held.message[:24]) == ("A grant ends.", "The saving of £3,610,000")
        assert "1 warning not explained." in words(tree(officer.get(change_page(proposal))))

    def test_a_warning_without_one_is_said_after_saving(self, officer, proposal):
        values = filled(officer.get(change_page(proposal))) | self.LARGER | {"_continue": "1"}
        page = officer.post(change_page(proposal), values, follow=True)
        assert (
            "1 warning has not been explained. You can save the proposal, but you must explain"
            in page.content.decode()
        )


class TestFiguresWhileTyping:
    def test_are_those_of_the_profile_and_nothing_is_saved(self, officer, proposal):
        answer = check(
            officer,
            proposal,
            **{
                "years-0-recurring_saving": "0.35m",
                "years-1-recurring_saving": "0.525m",
                "years-2-recurring_saving": "",
                "years-0-one_off_saving": "100k",
                "years-0-one_off_cost": "1m",
            },
        )
        figures = spaced(html.fromstring(answer["figures"]))
        # By hand, in £m, a saving printed negative: 0.350 + 0.100; 0.525 − 0.100; 0.
        assert "-0.450 -0.425 0.000 -0.875" in figures
        # In-year: 0.350 + 0.100; 0.875; 0.875. Cumulative: 0.450; 1.325; 2.200.
        assert "-0.450 -0.875 -0.875" in figures
        assert "-0.450 -1.325 -2.200" in figures
        # Less a million in the first year: cumulative net -0.550, 0.325, 1.200, so it breaks even in 2028/29.
        assert "Break-even year 2028/29" in figures
        assert "Full-year effect -£0.875m" in figures
        # 875,000 of 3,500,000.
        assert "Share of net budget 25.0%" in figures
        assert SavingsProposal.objects.get().total_saving == 50_000

    def test_leave_out_what_cannot_be_read_and_say_so(self, officer, proposal):
        answer = check(officer, proposal, **{"years-0-recurring_saving": "lots"})
        assert list(answer["errors"]) == ["years-0-recurring_saving"]
        assert "-0.010" in answer["figures"]

    def test_count_words_and_list_what_is_missing(self, officer, proposal):
        answer = check(officer, proposal, **{"statement-aims-text": "Spend  less\nmoney"})
        assert answer["word_counts"]["statement-aims-text"] == 3
        assert answer["missing"] == []

    def test_of_a_new_proposal_need_no_service_yet(self, officer, proposal):
        values = {"years-0-recurring_saving": "1m", "profile_complete": "on"}
        answer = officer.post("/admin/proposals/savingsproposal/add/check/", values).json()
        assert "-£1.000m" in answer["figures"]
        assert {"service", "title", "reference"} <= set(answer["errors"])

    def test_the_start_year_follows_from_the_years_and_is_not_typed(self, officer, proposal):
        assert "start_year" not in filled(officer.get(change_page(proposal)))
        saved = save(officer, proposal, years__0__recurring_saving="0", years__1__recurring_saving="9,000")
        assert saved.status_code == 302
        assert SavingsProposal.objects.get().start_year == FIRST + 1


class TestASavingFromAServiceThatEarnsMoreThanItSpends:
    def test_is_not_said_to_be_larger_than_a_budget_below_nought(self):
        budget_round = make_round()
        service = make_service(budget_round)
        proposal = make_proposal(
            budget_round,
            "ENV001",
            savings=(10_000, 0, 0),
            service=service,
            base_budget=make_budget(service, gross=1_000_000, income=1_325_000),
        )
        first, *_ = warnings_of(record_of(proposal), OthersOnTheBudget())
        assert first.message == (
            "In 2026/27 the service’s income is £325,000 more than its expenditure, so there is no net "
            "budget to take the saving of £10,000 from. Explain where the saving comes from."
        )

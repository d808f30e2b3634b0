"""The admin's lists: columns, filters, search, totals and bulk actions, at a constant number of queries."""

import pytest

from proposals.models import BudgetRound, ProposalReference, SavingsProposal, SignOff
from services.models import BaseBudget, ChangeRecord
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
LIST = "/admin/proposals/savingsproposal/"


@pytest.fixture
def officer(client, finance_officer):
    client.force_login(finance_officer)
    return client


@pytest.fixture
def budget_round():
    return make_round(phase="preparation")


@pytest.fixture
def two(budget_round):
    """A proposal for street lighting, with its budget, and one for care homes, without."""
    lights = make_service(budget_round)
    homes = make_service(budget_round, "Care homes", "ASC", "Adult care")
    return (
        make_proposal(
            budget_round,
            "ENV.001",
            "Dim the lights",
            (40_000, 10_000, 0),
            ("-2",),
            service=lights,
            base_budget=make_budget(lights),
            risk_to_delivery="H",
            kind="cost_reduction",
            category="Energy",
        ),
        make_proposal(budget_round, "ASC001", "Fewer beds", (250_000, 0, 0), service=homes, kind="income"),
    )


def rows(response):
    return [
        [words(cell) for cell in row.xpath("./th | ./td")][1:]
        for row in tree(response).xpath("//table[@id='result_list']/tbody/tr")
    ]


def shown(response):
    return [row[0] for row in rows(response)]


def said(response):
    notes = "//ul[@class='messagelist']/li | //*[contains(@class, 'govuk-notification-banner__heading')]"
    return [words(note) for note in tree(response).xpath(notes)]


def act(client, action, *proposals, **more):
    values = {"action": action, "_selected_action": [proposal.pk for proposal in proposals], **more}
    return client.post(LIST, values, follow=True)


class TestTheList:
    def test_says_of_each_proposal_what_officers_look_for(self, officer, two):
        first, second = rows(officer.get(LIST))
        assert first[:8] == [
            *["ENV.001", "Dim the lights", "Street lighting Environment", "draft", "high", "2027/28"],
            *["£-0.050m".replace("£-", "-£"), "-2.00"],
        ]
        # Service and figures are there; what it means for residents is not.
        assert first[8] == "2 of 4"
        assert second[6:8] == ["-£0.250m", "Not stated"]

    def test_shows_a_stated_total_where_the_years_are_not_known(self, officer, budget_round):
        make_proposal(budget_round, "E1", savings=(), profile_complete=False, stated_total=75_000)
        make_proposal(budget_round, "E2", savings=(), profile_complete=False)
        assert [row[6] for row in rows(officer.get(LIST))] == ["-£0.075m", "Not known"]

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("stage__exact=draft", ["ENV.001", "ASC001"]),
            ("stage__exact=published", []),
            ("risk_to_delivery__exact=H", ["ENV.001"]),
            ("kind__exact=income", ["ASC001"]),
            ("category=Energy", ["ENV.001"]),
            ("has_base_budget=yes", ["ENV.001"]),
            ("has_base_budget=no", ["ASC001"]),
            ("service=nonsense", []),
            ("o=-8", ["ASC001", "ENV.001"]),
        ],
    )
    def test_can_be_narrowed_and_sorted(self, officer, two, query, expected):
        assert shown(officer.get(f"{LIST}?{query}")) == expected

    def test_can_be_narrowed_to_a_directorate_and_then_to_its_services(self, officer, two):
        homes = two[1].service
        address = f"{LIST}?service__directorate__id__exact={homes.directorate_id}"
        response = officer.get(address)
        assert shown(response) == ["ASC001"]
        assert "Care homes" in tree(response).xpath("//nav[@id='changelist-filter']//a/text()")
        assert shown(officer.get(f"{address}&service={homes.pk}")) == ["ASC001"]
        assert shown(officer.get(f"{address}&service={two[0].service_id}")) == []

    @pytest.mark.parametrize(
        "typed", ["ENV.001", "env 001", "Env/001", "ENV001", "dim", "street lighting", "old-7", "OLD 7"]
    )
    def test_is_searched_by_any_spelling_of_a_reference_by_words_and_by_former_references(
        self, officer, two, typed
    ):
        ProposalReference.objects.create(proposal=two[0], printed="OLD.7")
        assert shown(officer.get(LIST, {"q": typed})) == ["ENV.001"]

    def test_takes_as_many_queries_for_fifty_as_for_two(self, officer, two, django_assert_max_num_queries):
        with django_assert_max_num_queries(36) as few:
            officer.get(LIST)
        make_many(two[0].budget_round, 60)
        with django_assert_max_num_queries(len(few)):
            response = officer.get(LIST)
        assert len(rows(response)) == 50


class TestTheAddressOfTheList:
    @pytest.mark.parametrize(
        "lookup",
        [
            "exempt_wordings__text__contains",
            "sign_offs__signed_by__password__startswith",
            "entered_by__email",
        ],
    )
    def test_asks_nothing_about_records_that_the_list_does_not_show(self, officer, two, lookup):
        assert officer.get(f"{LIST}?{lookup}=a").status_code == 400


class TestAPressureInTheList:
    def test_has_the_other_sign_than_savings_and_says_what_it_is(self, officer, two, budget_round):
        make_proposal(budget_round, "GRO001", savings=(-500_000, 0, 0), direction="pressure")
        (row,) = rows(officer.get(f"{LIST}?direction__exact=pressure"))
        assert "£0.500m pressure" in " ".join(row)

    def test_is_found_by_its_cause(self, officer, two, budget_round):
        for number, cause in enumerate(("pay", "demand")):
            make_proposal(
                budget_round,
                f"GRO00{number}",
                direction="pressure",
                savings=(-1, 0, 0),
                pressure_category=cause,
            )
        (row,) = rows(officer.get(f"{LIST}?pressure_category__exact=pay"))
        assert "GRO000" in " ".join(row)


class TestTheTotalsOfTheList:
    def totals(self, response, *, label=False):
        (table,) = tree(response).xpath("//table[@class='app-totals']")
        assert bool(table.xpath("./tbody//th")) == label
        headings = [words(cell) for cell in table.xpath("./thead//th")]
        return dict(zip(headings, [words(cell) for cell in table.xpath("./tbody//td")], strict=True))

    def test_are_of_everything_that_matches_on_all_pages(self, officer, two, budget_round):
        make_many(budget_round, 60)  # 1,000 each from the first year on, and a tenth of a post
        assert self.totals(officer.get(LIST)) == {
            "2027/28": "-0.350",
            "2028/29": "-0.010",
            "2029/30": "0.000",
            "Total": "-0.360",
            "FTE": "-8.00",
        }

    def test_follow_the_filters(self, officer, two):
        response = officer.get(f"{LIST}?kind__exact=income")
        assert self.totals(response)["Total"] == "-0.250"
        assert "1 proposal of Eastvale Council" in response.content.decode()

    def test_state_savings_pressures_and_net_apart(self, officer, two, budget_round):
        make_proposal(budget_round, "GRO001", savings=(-100_000, 0, 0), direction="pressure")
        (table,) = tree(officer.get(LIST)).xpath("//table[@class='app-totals']")
        rows = [[words(cell) for cell in row] for row in table.xpath("./tbody/tr")]
        # Savings are printed negative here.
        assert [[row[0], row[-2]] for row in rows] == [
            ["Savings", "-0.300"],
            ["Pressures", "0.100"],
            ["Net", "-0.200"],
        ]
        narrowed = officer.get(f"{LIST}?direction__exact=pressure")
        assert self.totals(narrowed, label=True)["Total"] == "0.100"

    def test_are_left_out_over_rounds_whose_years_differ(self, officer, two):
        other = make_round("Another")
        make_proposal(other, "X1")
        response = officer.get(LIST)
        assert not tree(response).xpath("//table[@class='app-totals']")
        assert "Filter by one budget round to see totals" in response.content.decode()
        narrowed = officer.get(f"{LIST}?budget_round__id__exact={other.pk}")
        assert self.totals(narrowed)["Total"] == "-0.001"


class TestDeletingProposals:
    def test_takes_drafts_that_nobody_signed_off_after_asking(self, officer, two):
        response = act(officer, "delete_selected", *two)
        assert "Are you sure" in response.content.decode()
        assert SavingsProposal.objects.count() == 2
        act(officer, "delete_selected", *two, post="yes")
        assert not SavingsProposal.objects.exists()

    def test_refuses_in_words_and_takes_nothing_when_one_must_be_kept(self, officer, two):
        draft, signed = two
        SignOff.objects.create(
            proposal=signed,
            stage="service_review",
            signed_by_name="Bertha Holder",
            role="Budget holder",
            signed_total=1,
        )
        response = act(officer, "delete_selected", draft, signed, post="yes")
        assert said(response) == [
            "ASC001 has been signed off, so withdraw it instead.",
            "Nothing has been deleted.",
        ]
        assert SavingsProposal.objects.count() == 2

    def test_refuses_what_is_published_or_once_was(self, officer, two, budget_round):
        published = make_proposal(budget_round, "P1", stage="published")
        response = officer.post(f"{LIST}{published.pk}/delete/", {"post": "yes"}, follow=True)
        assert said(response) == [
            "P1 Dim the lights is at the stage “published”; only drafts can be deleted, so withdraw it "
            "instead."
        ]
        published.stage = "draft"
        published.save()
        response = officer.post(f"{LIST}{published.pk}/delete/", {"post": "yes"}, follow=True)
        assert said(response) == ["P1 Dim the lights has been published, so withdraw it instead."]

    def test_refuses_what_another_proposal_was_carried_from(self, officer, two, budget_round):
        make_proposal(budget_round, "N1", carried_from=two[0])
        assert said(act(officer, "delete_selected", two[0], post="yes"))[0] == (
            "ENV.001 is referred to by another proposal, or was carried forward to one."
        )

    def test_is_not_for_a_closed_round(self, officer, two, budget_round):
        budget_round.phase = "closed"
        budget_round.save()
        assert said(act(officer, "delete_selected", two[0], post="yes"))[0] == (
            "ENV.001 cannot be edited by you at the moment."
        )


class TestBulkActions:
    def test_copy_asks_for_one_proposal(self, officer, two):
        assert "Choose one proposal to copy" in said(act(officer, "copy_one", *two))[0]
        response = act(officer, "copy_one", two[0])
        assert response.redirect_chain == [(f"{LIST}{two[0].pk}/copy/", 302)]

    def test_moving_goes_on_to_the_page_that_asks_for_the_step(self, officer, two):
        page = tree(act(officer, "move_many", *two))
        (form,) = page.xpath("//div[@id='content']//form[@method='post']")
        assert form.get("action") == "/proposals/stage/many/"
        assert {field.get("value") for field in form.xpath(".//input[@name='pk']")} == {
            str(proposal.pk) for proposal in two
        }

    def test_are_not_offered_to_who_only_reads(self, client, auditor, two):
        client.force_login(auditor)
        assert not tree(client.get(LIST)).xpath("//select[@name='action']")
        assert act(client, "delete_selected", two[0], post="yes").status_code == 403


@pytest.mark.one_database
class TestTheRoundPage:
    ADDRESS = "/admin/proposals/budgetround/{}/change/"

    def values(self, **changed):
        return {
            "name": "Budget 2027/28 to 2029/30",
            "base_year": "2026/27",
            "first_year": "2027/28",
            "number_of_years": "3",
            "phase": "preparation",
            "target": "",
        } | changed

    def test_takes_a_target_as_people_write_it(self, officer, two, budget_round):
        officer.post(self.ADDRESS.format(budget_round.pk), self.values(target="£1.5m"))
        assert BudgetRound.objects.get().target == 1_500_000

    def test_takes_no_name_that_states_another_span_than_its_years(self, officer, budget_round):
        address, council = self.ADDRESS.format(budget_round.pk), budget_round.council_id
        response = officer.post(address, self.values(name="Budget 2019/20 to 2020/21", council=council))
        said = "The name contains 2019/20 to 2020/21, but the years are 2027/28 to 2029/30. Correct the name"
        assert said in response.content.decode()
        one = officer.post(address, self.values(name="Budget 2019/20", council=council), follow=True)
        assert (
            "The name contains 2019/20, but the years are 2027/28 to 2029/30. Check that"
            in one.content.decode()
        )
        assert BudgetRound.objects.get().name == "Budget 2019/20"

    def test_leaves_a_name_alone_that_was_wrong_before(self, officer, budget_round):
        BudgetRound.objects.filter(pk=budget_round.pk).delete()
        held = make_round("Budget 2019/20 to 2020/21", phase="preparation")
        values = self.values(name=held.name, target="£2m", council=held.council_id)
        assert officer.post(self.ADDRESS.format(held.pk), values).status_code == 302
        assert BudgetRound.objects.get().target == 2_000_000

    def test_is_not_closed_over_proposals_that_wait_for_somebody(self, officer, two, budget_round):
        make_proposal(budget_round, "W1", stage="finance_review")
        response = officer.post(self.ADDRESS.format(budget_round.pk), self.values(phase="closed"))
        assert "waiting for a sign-off or for publication: W1. Defer or withdraw" in response.content.decode()
        assert BudgetRound.objects.get().phase == "preparation"

    def test_keeps_the_years_in_which_proposals_begin(self, officer, budget_round):
        make_proposal(budget_round, "E1", savings=(), start_year=FIRST + 2)
        response = officer.post(self.ADDRESS.format(budget_round.pk), self.values(number_of_years="2"))
        assert (
            "These proposals have figures or a start year outside 2027/28 to 2028/29: E1."
            in response.content.decode()
        )

    def test_leaves_the_log_alone_when_nothing_changed(self, officer, two, budget_round):
        newest = ChangeRecord.objects.latest("pk").pk
        assert officer.post(self.ADDRESS.format(budget_round.pk), self.values()).status_code == 302
        assert not ChangeRecord.objects.filter(pk__gt=newest).exists()


class TestChoosingRecords:
    def test_a_base_budget_says_whose_it_is_in_its_list(self, officer, two):
        (row,) = rows(officer.get("/admin/services/basebudget/"))
        assert row[1:] == ["2026/27", "£4,000,000", "£500,000", "Environment", "Eastvale Council"]
        assert BaseBudget.objects.count() == 1

    def test_services_are_completed_by_every_word_typed(self, officer, two):
        found = officer.get("/admin/services/service/choices/", {"term": "light envir"}).json()
        assert [item["text"] for item in found["results"]] == [
            "Street lighting (Environment, Eastvale Council)"
        ]

    def test_at_most_twenty_services_are_offered(self, officer, two, budget_round):
        for number in range(30):
            make_service(budget_round, f"Depot {number:02}")
        found = officer.get("/admin/services/service/choices/", {"term": "depot"}).json()
        assert [item["text"].split(" (")[0] for item in found["results"]][:2] == ["Depot 00", "Depot 01"]
        assert len(found["results"]) == 20

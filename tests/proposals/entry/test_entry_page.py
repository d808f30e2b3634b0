"""Opening a proposal's page: who may edit, who reads, who finds nothing; what is there; adding one."""

import pytest

from proposals.models import SavingsProposal
from tests.support.entry_pages import ADD, change_page, check_page, entered_proposal, errors, filled, spaced
from tests.support.web_examples import make_proposal, make_round, make_service, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def officer(client, finance_officer):
    client.force_login(finance_officer)
    return client


def fields(response):
    return set(tree(response).xpath("//form//*[self::input or self::select or self::textarea]/@name"))


class TestWho:
    def test_edits_gets_everything_of_it_on_one_page(self, officer):
        proposal = entered_proposal()
        page = officer.get(change_page(proposal))
        assert {
            "title",
            "service",
            "base_budget",
            "years-0-recurring_saving",
            "years-2-fte_change",
            "statement-impact_upon_service-text",
            "statement-impact_upon_service-exempt_text",
            "others-0-heading",
            "risks-0-title",
            "dependencies-0-on_reference",
            "reports-0-meeting",
            "references-0-printed",
            "equality-screening",
            "ask-legal-question",
            "version",
        } <= fields(page)
        assert "Amounts and posts by year" in words(tree(page))

    def test_may_see_it_but_not_edit_it_reads_it_and_is_told_why(self, client, auditor):
        proposal = entered_proposal()
        client.force_login(auditor)
        page = client.get(change_page(proposal))
        assert page.status_code == 200
        assert not tree(page).xpath("//form[@id='savingsproposal_form']")
        said = words(tree(page).xpath("//*[@id='main-content']")[0])
        assert "Read only. You can view this proposal." in said
        assert "Recurring saving 2027/28 40,000" in spaced(tree(page).xpath("//*[@id='main-content']")[0])
        assert client.post(change_page(proposal), {}).status_code == 403
        assert client.post(check_page(proposal), {}).status_code == 403

    @pytest.mark.parametrize(
        ("phase", "stage", "reason"),
        [
            (
                "closed",
                "draft",
                "The round Budget 2027/28 to 2029/30 is closed, so its proposals cannot be edited.",
            ),
            ("preparation", "decided", "It is at the stage “decided”, so you cannot edit it."),
        ],
    )
    def test_finance_finds_it_closed_or_decided_and_reads_it(self, officer, phase, stage, reason):
        proposal = entered_proposal(phase=phase, stage=stage)
        page = officer.get(change_page(proposal))
        assert reason in words(tree(page))
        assert not tree(page).xpath("//form[@id='savingsproposal_form']")
        assert officer.post(change_page(proposal), {"title": "x"}).status_code == 403

    def test_an_author_at_scrutiny_is_told_that_only_finance_corrects(self, client, author, assign):
        proposal = entered_proposal(phase="scrutiny", stage="draft")
        client.force_login(assign(author, proposal.service))
        said = words(tree(client.get(change_page(proposal))))
        assert "is at scrutiny. Only finance officers can correct its proposals." in said

    def test_an_author_edits_their_own_draft_and_finds_no_other(self, client, author, assign):
        proposal = entered_proposal()
        other = make_proposal(
            proposal.budget_round, "SEC1", service=make_service(proposal.budget_round, "Other")
        )
        client.force_login(assign(author, proposal.service))
        page = client.get(change_page(proposal))
        assert "version" in fields(page)
        options = tree(page).xpath("//select[@name='service']/option[@value!='']")
        assert [words(option) for option in options] == ["Street lighting (Environment)"]
        for address in (change_page(other), check_page(other)):
            assert client.post(address, {}).status_code == 404
        assert client.get(change_page(other)).status_code == 404

    def test_a_clerk_never_edits(self, client, committee_clerk):
        committee_clerk.is_staff = True
        committee_clerk.save()
        proposal = entered_proposal(stage="ready_to_publish")
        client.force_login(committee_clerk)
        assert not tree(client.get(change_page(proposal))).xpath("//form[@id='savingsproposal_form']")
        assert client.post(change_page(proposal), {"title": "x"}).status_code == 403
        assert client.get(ADD).status_code == 403

    def test_nobody_checks_by_opening_the_address(self, officer):
        assert officer.get(check_page(entered_proposal())).status_code == 405


class TestAdding:
    def test_from_empty_saves_it_behind_the_last(self, officer):
        proposal = entered_proposal()
        values = filled(officer.get(ADD)) | {
            "reference": "ENV009",
            "title": "New",
            "service": str(proposal.service.pk),
            "start_year": "27/28",
            "years-0-recurring_saving": "0.5m",
            "years-1-fte_change": "-1.5",
        }
        response = officer.post(ADD, values)
        assert response.status_code == 302, errors(response)
        made = SavingsProposal.objects.get(reference="ENV009")
        assert (made.total_saving, str(made.total_fte_change), made.position) == (500_000, "-1.50", 2)
        assert (made.year_profiles.count(), made.stage) == (1, "draft")

    def test_sent_empty_says_what_is_needed_and_makes_nothing(self, officer):
        entered_proposal()
        response = officer.post(ADD, filled(officer.get(ADD)))
        assert {name for name, _ in errors(response)} == {"reference", "title", "service"}
        assert SavingsProposal.objects.count() == 1

    def test_asks_for_the_round_where_there_are_several(self, officer):
        proposal = entered_proposal()
        other = make_round("Budget 2028/29", phase="preparation")
        page = tree(officer.get(ADD))
        assert {words(link) for link in page.xpath("//*[@id='main-content']//li/a")} == {
            str(proposal.budget_round),
            str(other),
        }
        assert "years-0-recurring_saving" in fields(officer.get(f"{ADD}?budget_round={other.pk}"))
        assert officer.get(f"{ADD}?budget_round={other.pk + 1}").status_code == 404

    def test_is_refused_where_no_round_is_open_to_the_person(self, client, author, assign):
        proposal = entered_proposal(phase="closed")
        client.force_login(assign(author, proposal.service))
        assert client.get(ADD).status_code == 403


def test_opening_takes_the_same_few_queries_however_much_there_is(officer, django_assert_max_num_queries):
    proposal = entered_proposal()
    for place in range(20):
        proposal.risks.create(title="Dark", position=place)
        make_proposal(proposal.budget_round, f"ENV1{place}", base_budget=proposal.base_budget)
    officer.get(change_page(proposal))
    with django_assert_max_num_queries(32):
        officer.get(change_page(proposal))

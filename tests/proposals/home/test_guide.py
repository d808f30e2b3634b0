"""The first steps of the demonstration: each role's own, ticked from the log, until they are dismissed."""

import pytest
from django.utils import timezone

from proposals.domain.stages import Stage
from proposals.home.guide import first_steps
from proposals.workflow.moving import MoveRequest, move
from services.models import LastVisit
from tests.support.access_examples import signed_in
from tests.support.scenario_examples import make_plan
from tests.support.stage_examples import in_preparation, make_complete
from tests.support.web_examples import make_proposal, make_round, tree, words

pytestmark = pytest.mark.django_db
ROLES = (
    "finance_officer",
    "budget_holder",
    "section_151_officer",
    "scrutiny_member",
    "committee_clerk",
    "author",
    "cabinet_member",
    "hr_adviser",
    "auditor",
)


@pytest.fixture
def demonstration(settings):
    settings.DEMONSTRATION = True


def done(person):
    return {step.words: step.is_done for step in first_steps(type(person).objects.get(pk=person.pk))}


def offered(client):
    return tree(client.get("/")).xpath("//section[@aria-labelledby='first-steps']")


class TestTheSteps:
    @pytest.mark.parametrize("role", ROLES)
    def test_of_each_role_lead_to_pages_that_it_may_open(self, request, assign, role):
        proposal = make_proposal(in_preparation(), "ENV001", stage="published")
        person = request.getfixturevalue(role)
        if role in {"author", "budget_holder"}:
            assign(person, proposal.service)
        client = signed_in(person)
        steps = first_steps(person)
        assert 1 <= len(steps) <= 4
        for step in steps:
            assert client.get(step.address).status_code == 200, step.address

    def test_are_ticked_by_what_the_person_has_done_since_the_first_visit(
        self, finance_officer, section_151_officer
    ):
        budget_round = in_preparation()
        sign_off = "Check and sign off the proposals in My work"
        before = make_complete(budget_round, "ENV001", Stage.FINANCE_REVIEW)
        move(before, MoveRequest("sign_off_finance"), finance_officer)
        assert done(finance_officer)[sign_off] is False
        LastVisit.objects.create(user=finance_officer, shown_at=timezone.now())
        assert set(done(finance_officer).values()) == {False}
        after = make_complete(budget_round, "ENV002", Stage.FINANCE_REVIEW)
        move(after, MoveRequest("sign_off_finance"), section_151_officer)
        assert done(finance_officer)[sign_off] is False
        third = make_complete(budget_round, "ENV003", Stage.FINANCE_REVIEW)
        move(third, MoveRequest("sign_off_finance"), finance_officer)
        assert [words for words, is_done in done(finance_officer).items() if is_done] == [sign_off]

    def test_of_a_member_are_ticked_by_the_pages_where_they_happen(self, scrutiny_member):
        proposal = make_proposal(make_round(), "ENV001")
        client = signed_in(scrutiny_member)
        client.get("/")
        client.get("/proposals/download/csv/")
        assert list(done(scrutiny_member).values()) == [True, False, False]
        asked = {"kind": "question", "text": "Which streets?"}
        assert client.post(f"/proposals/{proposal.pk}/scrutiny/add/", asked).status_code == 302
        assert list(done(scrutiny_member).values()) == [True, True, False]
        page = words(tree(client.get("/first-steps/")).find(".//main"))
        assert "Open a proposal and ask a question about it Done" in page

    def test_of_a_member_end_with_a_scenario_of_the_budget(self, scrutiny_member):
        budget_round = make_round()
        make_proposal(budget_round, "ENV001")
        make_plan(budget_round)
        client = signed_in(scrutiny_member)
        client.get("/")
        sent = {"name": "Less", "stage": "published", "delivery": "headline"}
        assert client.post(f"/rounds/{budget_round.pk}/budget/scenarios/new/", sent).status_code == 302
        assert list(done(scrutiny_member).values()) == [False, False, True]

    def test_are_told_to_nobody_without_a_role(self, outsider):
        assert signed_in(outsider).get("/first-steps/").status_code == 404


class TestTheStartPage:
    @pytest.fixture
    def client(self, scrutiny_member):
        make_proposal(make_round(), "ENV001")
        return signed_in(scrutiny_member)

    def test_shows_them_in_the_demonstration_alone(self, client, settings):
        assert not offered(client)
        settings.DEMONSTRATION = True
        (part,) = offered(client)
        assert "Filter the list and download it" in words(part)

    def test_shows_them_until_they_are_dismissed_and_help_still_leads_to_them(self, client, demonstration):
        (part,) = offered(client)
        (form,) = part.xpath(".//form")
        assert client.post(form.get("action")).status_code == 302
        assert not offered(client)
        page = tree(client.get("/proposals/"))
        assert "/first-steps/" in page.xpath("//aside[@id='help']//a/@href")
        assert client.get("/first-steps/").status_code == 200

    def test_of_one_person_is_not_dismissed_by_another(self, client, demonstration, auditor):
        offered(client)
        client.post("/first-steps/")
        assert offered(signed_in(auditor))

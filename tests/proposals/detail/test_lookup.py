"""A proposal's address by its council and reference: any spelling, old references, and nothing of what is hidden."""

import pytest

from proposals.models import BudgetRound, ProposalReference
from tests.support.web_examples import FIRST, make_proposal, make_round, tree, words

pytestmark = pytest.mark.django_db

ADDRESS = "/proposals/eastvale-council/"


@pytest.fixture
def reader(client, scrutiny_member):
    client.force_login(scrutiny_member)
    return client


@pytest.fixture
def budget_round():
    return make_round()


@pytest.fixture
def earlier(budget_round):
    """The round of the year before."""
    return BudgetRound.objects.create(
        council=budget_round.council,
        name="Budget 2026/27 to 2028/29",
        base_year=FIRST + (-2),
        first_year=FIRST + (-1),
        number_of_years=3,
        phase="scrutiny",
    )


def heading(response):
    return words(tree(response).xpath("//h1")[0])


def leads_to(reader, path):
    """The heading of the page that the address leads to in the end, and the address of that page."""
    response = reader.get(f"{ADDRESS}{path}", follow=True)
    return heading(response), response.request["PATH_INFO"]


class TestSpelling:
    @pytest.mark.parametrize(
        "spelling", ["env001/", "ENV-001/", "env 001/", "Env.001/", "env1/", "ENV01/", "ENV0001/"]
    )
    def test_leads_to_the_one_address_of_the_proposal(self, reader, budget_round, spelling):
        make_proposal(budget_round, "ENV001", "Dim the lights")
        assert leads_to(reader, spelling) == ("ENV001 – Dim the lights", f"{ADDRESS}ENV001/")

    def test_is_forgiven_for_the_council_too(self, reader, budget_round):
        make_proposal(budget_round, "ENV001")
        response = reader.get("/proposals/EASTVALE-Council/env001/", follow=True)
        assert response.request["PATH_INFO"] == f"{ADDRESS}ENV001/"

    def test_may_hold_strokes_and_stops(self, reader, budget_round):
        make_proposal(budget_round, "A/R.6.115", "Older people")
        for spelling in ("A/R.6.115/", "ar6115/", "A/R/6.115/"):
            assert leads_to(reader, spelling) == ("A/R.6.115 – Older people", f"{ADDRESS}A/R.6.115/")

    def test_that_could_mean_two_shows_the_choice(self, reader, budget_round):
        make_proposal(budget_round, "ENV01", "One")
        make_proposal(budget_round, "ENV0001", "Another")
        response = reader.get(f"{ADDRESS}ENV1/")
        links = [words(link) for link in tree(response).xpath("//main//li/a")]
        assert (response.status_code, links) == (200, ["ENV01 One", "ENV0001 Another"])


class TestRounds:
    def test_the_newest_wins_and_the_others_are_offered(self, reader, budget_round, earlier):
        make_proposal(earlier, "ENV001", "Old lights")
        make_proposal(budget_round, "ENV001", "New lights")
        response = reader.get(f"{ADDRESS}ENV001/")
        assert heading(response) == "ENV001 – New lights"
        (offered,) = tree(response).xpath("//a[contains(., 'Old lights')]")
        assert words(offered) == "ENV001 Old lights, Budget 2026/27 to 2028/29"
        assert heading(reader.get(offered.get("href"))) == "ENV001 – Old lights"

    def test_one_named_in_words_or_by_its_number_is_kept_to(self, reader, budget_round, earlier):
        make_proposal(earlier, "ENV001", "Old lights")
        make_proposal(budget_round, "ENV001", "New lights")
        for named in (str(earlier.pk), "budget-2026-27-to-2028-29", "Budget 2026/27 to 2028/29"):
            response = reader.get(f"{ADDRESS}env-1/", {"round": named}, follow=True)
            assert heading(response) == "ENV001 – Old lights", named
        assert reader.get(f"{ADDRESS}ENV001/", {"round": "Budget 1999"}).status_code == 404

    def test_that_the_person_may_not_see_does_not_win(self, reader, budget_round, earlier):
        make_proposal(earlier, "ENV001", "Old lights")
        make_proposal(budget_round, "ENV001", "Secret lights", stage="draft", published_at=None)
        response = reader.get(f"{ADDRESS}ENV001/")
        assert heading(response) == "ENV001 – Old lights"
        assert "Secret" not in response.content.decode()


class TestOldReferences:
    def test_one_the_proposal_had_before_leads_to_it(self, reader, budget_round):
        proposal = make_proposal(budget_round, "ENV001", "Dim the lights")
        ProposalReference.objects.create(proposal=proposal, printed="E&T/14b")
        response = reader.get(f"{ADDRESS}et14B/", follow=True)
        assert response.redirect_chain == [(f"{ADDRESS}ENV001/", 302)]
        assert "“et14B” is now ENV001." in response.content.decode()

    def test_that_two_had_shows_the_choice_and_one_in_use_goes_before_it(self, reader, budget_round):
        first, second = (make_proposal(budget_round, name, name) for name in ("ENV001", "ENV002"))
        for proposal in (first, second):
            ProposalReference.objects.create(proposal=proposal, printed="ENV009")
        assert "Which" in heading(reader.get(f"{ADDRESS}ENV009/"))
        make_proposal(budget_round, "ENV009", "Its own")
        assert heading(reader.get(f"{ADDRESS}ENV009/")) == "ENV009 – Its own"

    def test_of_what_was_superseded_or_carried_forward_leads_to_what_took_its_place(
        self, reader, budget_round, earlier
    ):
        last = make_proposal(budget_round, "ENV030", "Lights off")
        middle = make_proposal(budget_round, "ENV020", "Dim more", stage="superseded", superseded_by=last)
        make_proposal(earlier, "ENV010", "Dim the lights")
        middle.carried_from = earlier.proposals.get()
        middle.save()
        assert leads_to(reader, "ENV010/") == ("ENV030 – Lights off", f"{ADDRESS}ENV030/")
        # Who names the round asks for what stood there.
        kept = reader.get(f"{ADDRESS}ENV010/", {"round": earlier.pk})
        assert heading(kept) == "ENV010 – Dim the lights"

    def test_stay_where_they_are_while_the_successor_is_hidden(self, reader, budget_round):
        hidden = make_proposal(budget_round, "ENV030", "Secret", stage="draft", published_at=None)
        make_proposal(budget_round, "ENV020", "Dim more", stage="superseded", superseded_by=hidden)
        response = reader.get(f"{ADDRESS}ENV020/")
        assert heading(response) == "ENV020 – Dim more"


class TestWhatThereIsNot:
    def test_gets_help_and_looks_the_same_as_what_is_hidden(self, reader, budget_round):
        make_proposal(budget_round, "ENV001", "Dim the lights")
        make_proposal(budget_round, "ENV007", "Secret", stage="draft", published_at=None)

        def said(path):
            response = reader.get(path)
            text = words(tree(response).xpath("//main")[0])
            return response.status_code, text.replace("ENV007", "X").replace("ENV008", "X")

        hidden, missing = said(f"{ADDRESS}ENV007/"), said(f"{ADDRESS}ENV008/")
        assert hidden == missing
        assert hidden[0] == 404
        assert "ENV001 Dim the lights" in hidden[1]
        strange = reader.get("/proposals/westvale-council/ENV001/")
        assert (strange.status_code, "Dim the lights" in strange.content.decode()) == (404, False)
        assert reader.get(f"{ADDRESS}---/").status_code == 404

    def test_is_not_told_to_strangers(self, client, budget_round):
        make_proposal(budget_round, "ENV001")
        answers = {client.get(f"{ADDRESS}{name}/").status_code for name in ("ENV001", "ENV002")}
        assert answers == {302}

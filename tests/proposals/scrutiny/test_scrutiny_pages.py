"""The pages of scrutiny's record: asking, answering, what a reader finds, and that no word is lost."""

import csv
import datetime
import io
import json

import pytest
from django.test import Client
from django.utils import timezone

from proposals.models import ScrutinyItem
from services.models import ChangeRecord, Committee, Meeting
from tests.support.scrutiny_examples import asked, make_item
from tests.support.web_examples import make_proposal, make_round, make_service, notes, problems, tree, words

pytestmark = pytest.mark.django_db

QUESTION = {"kind": "question", "text": "Why are the lights dimmed?"}


@pytest.fixture
def budget_round():
    return make_round()


@pytest.fixture
def proposal(budget_round):
    return make_proposal(budget_round, "ENV001", "Dim the lights")


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def main(response):
    return words(tree(response).xpath("//main")[0])


def add_address(proposal):
    return f"{proposal.get_absolute_url()}scrutiny/add/"


@pytest.mark.one_database
class TestAsking:
    def test_puts_it_on_the_record_with_its_meeting_and_shows_it(self, scrutiny_member, proposal):
        committee = Committee.objects.create(council=proposal.budget_round.council, name="Scrutiny")
        meeting = Meeting.objects.create(committee=committee, date=timezone.localdate())
        client = signed_in(scrutiny_member)
        response = client.post(add_address(proposal), {**QUESTION, "meeting": meeting.pk}, follow=True)
        assert "Your question has been added to ENV001." in main(response)
        assert (item := ScrutinyItem.objects.get()).meeting == meeting
        assert item.text in main(client.get(proposal.get_absolute_url()))

    def test_the_page_then_says_who_answers_and_what_happens_next(self, scrutiny_member, proposal):
        def said(**item):
            (heading,) = tree(
                signed_in(scrutiny_member).get(make_item(proposal, **item).get_absolute_url())
            ).xpath("//h2[normalize-space()='What happens next']")
            return words(heading.getnext())

        assert said().startswith(
            "This has not been assigned. It is shown in “My work” to the officers of the service"
        )
        due = datetime.date(2999, 3, 1)
        assert said(owner_name="Fiona Ledger", due_on=due) == (
            "Fiona Ledger is responsible for the answer, which is due on 1 March 2999. The answer will be "
            "shown on this page. A committee clerk decides if it is published."
        )
        assert said(kind="recommendation").startswith(
            "The cabinet member for the service, or a committee clerk, records"
        )
        assert said(kind="comment").startswith(
            "A comment stays in the scrutiny log and does not need an answer."
        )
        answered = signed_in(scrutiny_member).get(make_item(proposal, answer="Because.").get_absolute_url())
        assert "What happens next" not in main(answered)

    def test_says_what_is_wrong_and_keeps_the_words(self, committee_clerk, proposal):
        client = signed_in(committee_clerk)
        sent = {"text": QUESTION["text"], "meeting": "2000000000", "asked_on": "2099-01-01"}
        response = client.post(add_address(proposal), sent)
        assert response.status_code == 400
        assert problems(response) == [
            "Type of item: Choose the type of item.",
            "Meeting: Choose a meeting of this council from the list.",
            "Asked by: Enter who asked.",
            "Asked on: The date must be today or in the past.",
        ]
        assert QUESTION["text"] in tree(response).xpath("//textarea")[0].text
        assert not ScrutinyItem.objects.exists()

    def test_is_for_members_and_clerks(self, finance_officer, outsider, proposal):
        assert signed_in(finance_officer).post(add_address(proposal), QUESTION).status_code == 403
        assert signed_in(outsider).post(add_address(proposal), QUESTION).status_code == 404
        assert Client().get(add_address(proposal)).status_code == 302


@pytest.mark.one_database
class TestNoWordIsLost:
    def test_when_the_session_has_ended(self, client, scrutiny_member, proposal):
        address = add_address(proposal)
        to_sign_in = client.post(address, QUESTION)
        assert to_sign_in.url == f"/sign-in/?next={address}"
        signed = client.post(
            to_sign_in.url, {"login": "sam", "password": "a long enough password"}, follow=True
        )
        assert tree(signed).xpath("//textarea")[0].text.strip() == QUESTION["text"]
        assert tree(signed).xpath("//input[@value='question'][@checked]")
        # Once only: they are not left behind for whoever comes next.
        assert not tree(client.get(address)).xpath("//textarea")[0].text.strip()

    def test_when_the_proposal_went_out_of_sight_and_nobody_learns_whether_there_is_one(
        self, scrutiny_member, proposal
    ):
        proposal.stage, proposal.published_at = "finance_review", None
        proposal.save()
        client = signed_in(scrutiny_member)
        hidden = client.post(add_address(proposal), QUESTION)
        missing = client.post("/proposals/999999/scrutiny/add/", QUESTION)
        assert (hidden.status_code, main(hidden)) == (404, main(missing))
        assert QUESTION["text"] in main(hidden)

    def test_when_somebody_else_answered_meanwhile(self, finance_officer, section_151_officer, proposal):
        item = make_item(proposal)
        address = f"{item.get_absolute_url()}answer/"
        client = signed_in(finance_officer)
        shown = tree(client.get(address)).xpath("//input[@name='shown_version']")[0].get("value")
        first = {"answer": "Because.", "answered_by_name": "C", "shown_version": shown}
        signed_in(section_151_officer).post(address, first)
        second = client.post(address, {**first, "answer": "No idea."})
        assert second.status_code == 400
        assert "Somebody has changed this item since you opened the page." in main(second)
        assert "Because." in main(second)
        assert "No idea." in tree(second).xpath("//textarea")[0].text
        again = {
            field.get("name"): field.get("value", "") for field in tree(second).xpath("//main//input[@value]")
        }
        assert client.post(address, {**again, "answer": "Both."}).status_code == 302

    def test_of_a_members_own_while_the_proposal_is_worked_on_again(
        self, scrutiny_member, finance_officer, proposal, budget_round
    ):
        make_proposal(budget_round, "ENV002")  # so that the member still sees the round
        asked(scrutiny_member, proposal, text="Why so dark?")
        proposal.stage, proposal.published_at, proposal.title = "finance_review", None, "Switch them off"
        proposal.save()
        page = main(signed_in(scrutiny_member).get("/proposals/scrutiny/"))
        assert "Why so dark?" in page
        assert "ENV001 Dim the lights" in page
        assert "Switch them off" not in page


class TestAnItem:
    def test_of_another_proposal_or_hidden_or_unpublished_is_not_there(
        self, cabinet_member, scrutiny_member, proposal, budget_round
    ):
        item = make_item(proposal)
        other = make_proposal(budget_round, "ENV002")
        member, reader = signed_in(scrutiny_member), signed_in(cabinet_member)
        assert member.get(item.get_absolute_url()).status_code == 200
        assert member.get(f"{other.get_absolute_url()}scrutiny/{item.pk}/").status_code == 404
        assert reader.get(item.get_absolute_url()).status_code == 404
        assert reader.post(f"{item.get_absolute_url()}answer/", {}).status_code == 404
        assert member.get(f"{item.get_absolute_url()}answer/").status_code == 403
        assert member.get(f"{item.get_absolute_url()}nonsense/").status_code == 404

    def test_shows_readers_what_is_published_of_it_and_those_who_work_with_it_all(
        self, cabinet_member, scrutiny_member, proposal
    ):
        item = make_item(proposal, answer="Because.", owner_name="Fiona Ledger", published_at=timezone.now())
        for address in (item.get_absolute_url(), proposal.get_absolute_url(), "/proposals/scrutiny/"):
            public, full = (main(signed_in(who).get(address)) for who in (cabinet_member, scrutiny_member))
            assert item.text in public, address
            assert "Because." not in public, address
            assert "Fiona Ledger" not in public, address
            assert "Fiona Ledger" in full, address
        item.answer_published_at = timezone.now()
        item.save()
        assert "Because." in main(signed_in(cabinet_member).get(proposal.get_absolute_url()))

    def test_asks_cabinet_for_a_reason_unless_all_is_accepted(self, committee_clerk, proposal):
        item = make_item(proposal, "recommendation")
        client, address = signed_in(committee_clerk), f"{item.get_absolute_url()}response/"
        sent = {
            "shown_version": item.version,
            "response": "rejected",
            "responded_by_name": "Cabinet",
            "responded_on": f"{timezone.localdate():%Y-%m-%d}",
        }
        refused = client.post(address, sent)
        assert problems(refused) == ["Reason: Enter the reason for not accepting the recommendation in full."]
        too_early = client.post(address, {**sent, "response_reason": "No.", "responded_on": "2020-01-01"})
        assert problems(too_early) == [
            "Response date: The response date must be on or after the date of the recommendation."
        ]
        assert client.post(address, {**sent, "response": "accepted"}).status_code == 302
        item.refresh_from_db()
        assert (item.response, item.responded_by_name) == ("accepted", "Cabinet")

    def test_is_due_no_earlier_than_it_was_asked(self, committee_clerk, finance_officer, proposal):
        item = make_item(proposal, days_ago=3)
        client, address = signed_in(committee_clerk), f"{item.get_absolute_url()}owner/"
        refused = client.post(
            address, {"owner": finance_officer.pk, "owner_name": "Somebody", "due_on": "2020-01-01"}
        )
        assert problems(refused) == [
            # It must say as well which state of the item it was written for.
            "The form is out of date. Check the current version of the item and submit it again.",
            "Or name of somebody without an account: Choose an officer or enter a name, not both.",
            "Due: The answer cannot be due before the day it was asked.",
        ]
        item.refresh_from_db()
        assert item.owner_id is None


class TestTheRound:
    @pytest.fixture
    def items(self, proposal, budget_round):
        today = timezone.localdate()
        schools = make_proposal(
            budget_round, "EDU001", service=make_service(budget_round, "Schools", "EDU", "Education")
        )
        return {
            "old": make_item(proposal, text="Oldest", days_ago=40, owner_name="Ann", due_on=today),
            "late": make_item(
                proposal, text="Late", days_ago=20, owner_name="Bo", due_on=today - datetime.timedelta(1)
            ),
            "done": make_item(schools, text="Done", answer="Because.", days_ago=50),
            "advice": make_item(schools, "recommendation", text="Do it", days_ago=5),
        }

    def listed(self, client, **query):
        response = client.get("/proposals/scrutiny/", query)
        words_of = tree(response).xpath("//ul[@class='app-scrutiny']//div[@class='app-scrutiny__words']")
        return [words(text) for text in words_of]

    def test_lists_open_items_first_and_the_longest_open_first(self, scrutiny_member, items):
        assert self.listed(signed_in(scrutiny_member)) == ["Oldest", "Late", "Do it", "Done"]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"kind": "recommendation"}, ["Do it"]),
            ({"state": "open"}, ["Oldest", "Late", "Do it"]),
            ({"state": "answered"}, ["Done"]),
            ({"owner": "Ann"}, ["Oldest"]),
            ({"owner": "-"}, ["Do it", "Done"]),
            ({"overdue": "on"}, ["Late"]),
            ({"text": "edu-001"}, ["Do it", "Done"]),
            # Answers are not searched: they need not be published.
            ({"text": "because"}, []),
        ],
    )
    def test_is_narrowed_by_the_address(self, scrutiny_member, items, query, found):
        assert self.listed(signed_in(scrutiny_member), **query) == found

    def test_counts_what_there_is_by_kind_and_state(self, scrutiny_member, items):
        rows = tree(signed_in(scrutiny_member).get("/proposals/scrutiny/")).xpath("//tbody/tr")
        figures = {words(row[0]): [words(cell).split()[0] for cell in row[1:]] for row in rows}
        assert figures["Question"] == ["2", "1", "0", "0", "0"]
        assert figures["Recommendation"] == ["1", "0", "0", "0", "0"]

    def test_says_what_of_the_address_is_no_choice(self, scrutiny_member, items):
        response = signed_in(scrutiny_member).get("/proposals/scrutiny/", {"kind": "rumour"})
        assert problems(response) == ["Kind: “rumour” is not one of the choices. Choose one from the list."]
        assert notes(response) == []

    def test_shows_readers_without_a_part_in_it_the_published_ones_and_no_owners(self, cabinet_member, items):
        items["late"].published_at = timezone.now()
        items["late"].save()
        client = signed_in(cabinet_member)
        assert self.listed(client) == ["Late"]
        page = tree(client.get("/proposals/scrutiny/"))
        assert page.xpath("//*[@name='owner' or @name='overdue']") == []
        assert "Bo" not in words(page)

    def test_is_taken_away_as_it_is_filtered_and_that_is_on_the_record(self, scrutiny_member, items):
        client = signed_in(scrutiny_member)
        items["late"].text = "=1+1"
        items["late"].save()
        query = {"kind": "question", "state": "open"}
        table = client.get("/proposals/scrutiny/download/csv/", query).content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(table)))
        assert [row[3] for row in rows] == ["Wording", "Oldest", "'=1+1"]
        held = json.loads(client.get("/proposals/scrutiny/download/json/", query).content)
        assert [(one["reference"], one["age"]) for one in held["items"]] == [("ENV001", 40), ("ENV001", 20)]
        exported = ChangeRecord.objects.filter(action="exported").latest("pk")
        assert exported.after["selection"] == "Kind: Question; State: Open"
        assert client.get("/proposals/scrutiny/download/pdf/").status_code == 404

    def test_asks_the_database_no_more_often_for_many_items(
        self, scrutiny_member, proposal, django_assert_max_num_queries
    ):
        client = signed_in(scrutiny_member)
        for _ in range(20):
            make_item(proposal)
        with django_assert_max_num_queries(15):
            client.get("/proposals/scrutiny/")

    def test_of_another_council_is_not_there(self, scrutiny_member, items):
        elsewhere = make_round("Elsewhere", council="Westvale Council")
        client = signed_in(scrutiny_member)
        assert client.get("/proposals/scrutiny/", {"round": elsewhere.pk}).status_code == 404

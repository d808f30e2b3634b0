"""Each notice goes to those whom it concerns and who may see its proposal when it is sent, and to nobody else."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from proposals.domain.stages import Stage
from proposals.models import SpecialistReview
from proposals.notices.topics import TOPICS
from proposals.scrutiny.steps import STEPS, take
from proposals.workflow.moving import MoveRequest, move
from services.audit.history import acting
from services.models import Notice, NoticeMail
from services.notices.outbox import notify
from services.notices.sending import message_of
from tests.support.edition_examples import (
    begin,
    make_edition,
    make_publication,
    make_publication_of_two,
    work_off,
)
from tests.support.entry_pages import save
from tests.support.notice_examples import (
    MORNING,
    choose,
    everybody_at_once,
    give_addresses,
    next_summary,
    posted,
    text_of,
)
from tests.support.scrutiny_examples import asked, make_item
from tests.support.stage_examples import again, in_preparation, make_complete
from tests.support.web_examples import make_proposal, make_round, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(
    author, budget_holder, finance_officer, section_151_officer, hr_adviser, cabinet_member, scrutiny_member,
    committee_clerk, auditor, outsider,
):  # fmt: skip
    """Everybody, with an address, and with every notice at once; nothing is assigned to anybody yet."""
    give_addresses()
    everybody_at_once()
    found = (
        author, budget_holder, finance_officer, section_151_officer, hr_adviser, cabinet_member,
        scrutiny_member, committee_clerk, auditor, outsider,
    )  # fmt: skip
    return {person.username: type(person).objects.get(pk=person.pk) for person in found}


@pytest.fixture
def assigned(people, assign):
    """A function that puts the proposal's service into the care of its people."""

    def give(proposal):
        service = proposal.service
        people["arthur"] = assign(people["arthur"], service)
        people["bertha"] = assign(people["bertha"], service.directorate)
        people["carla"] = assign(people["carla"], service.portfolio)
        return proposal

    return give


def at(assigned, stage):
    return assigned(make_complete(in_preparation(), "ENV001", stage))


def published(assigned):
    return assigned(make_complete(make_round(), "ENV001", Stage.PUBLISHED))


def moved(proposal, code, person, **words):
    return move(again(proposal), MoveRequest(code, **words), person)


class TestAMove:
    @pytest.mark.parametrize(
        ("stage", "code", "by", "told"),
        [
            (Stage.DRAFT, "submit", "arthur", "bertha"),
            (Stage.SERVICE_REVIEW, "sign_off_service", "bertha", "fiona"),
            (Stage.FINANCE_REVIEW, "sign_off_finance", "fiona", "cecil"),
            (Stage.CORPORATE_REVIEW, "sign_off_corporate", "cecil", "carla"),
        ],
    )
    def test_into_a_review_goes_to_whoever_signs_off_there(self, assigned, people, stage, code, by, told):
        moved(at(assigned, stage), code, people[by])
        assert posted() == [(told, "A proposal is waiting for your sign-off")]

    def test_to_ready_to_publish_goes_to_the_clerk(self, assigned, people):
        moved(at(assigned, Stage.CABINET_MEMBER_REVIEW), "sign_off_cabinet_member", people["carla"])
        assert posted() == [("clare", "A proposal is ready to publish")]

    def test_back_goes_to_those_who_go_on_with_it(self, assigned, people):
        moved(at(assigned, Stage.FINANCE_REVIEW), "send_back_finance", people["fiona"], reason="Count again.")
        assert posted() == [
            ("arthur", "A proposal was sent back to you"),
            ("bertha", "A proposal was sent back to you"),
        ]

    def test_into_publication_goes_to_every_role_but_who_made_it(self, assigned, people):
        moved(at(assigned, Stage.READY_TO_PUBLISH), "publish", people["clare"])
        told = posted()
        assert [person for person, _ in told] == [
            "arthur", "audrey", "bertha", "carla", "cecil", "fiona", "hanna", "sam",
        ]  # fmt: skip
        assert {subject for _, subject in told} == {"A proposal was published"}
        assert "A proposal was published: ENV001 Dim the lights\nhttp" in mail.outbox[0].body

    def test_of_many_proposals_is_one_mail_at_as_many_queries(
        self, assigned, people, django_assert_num_queries
    ):
        choose(people["sam"], "daily")
        budget_round = make_round()
        with acting(user=people["clare"]):
            for number in range(1, 13):
                notify(Notice.Kind.PUBLISHED, make_proposal(budget_round, f"ENV{number:03}"))
        posted()
        (mail_of_sam,) = NoticeMail.objects.filter(is_daily=True)
        with django_assert_num_queries(5):
            assert message_of(mail_of_sam, TOPICS).subject.endswith("daily summary, 12 notices")

    def test_that_is_refused_tells_nobody(self, assigned, people):
        proposal = at(assigned, Stage.FINANCE_REVIEW)
        with pytest.raises(ValueError, match="permission"):
            moved(proposal, "sign_off_finance", people["sam"])
        assert not Notice.objects.exists()

    def test_leads_to_its_proposal(self, assigned, people, settings):
        settings.MAILED_ADDRESS = "https://savings.example.gov.uk"
        proposal = moved(at(assigned, Stage.DRAFT), "submit", people["arthur"])
        posted()
        body = mail.outbox[0].body
        assert f"https://savings.example.gov.uk/proposals/{proposal.pk}/\n" in body
        assert "https://savings.example.gov.uk/account/notices/\n" in body
        assert "sent you this email from savings.example.gov.uk." in body


@pytest.mark.one_database
class TestScrutiny:
    def test_asking_tells_those_who_answer_and_the_clerk_who_assigns(self, assigned, people):
        asked(people["sam"], published(assigned))
        assert posted() == [
            (name, "Scrutiny has asked a question or made a recommendation")
            for name in ("arthur", "bertha", "clare")
        ]

    def test_a_recommendation_tells_the_cabinet_member_too(self, assigned, people):
        asked(people["sam"], published(assigned), kind="recommendation", text="Keep them on.")
        assert [name for name, _ in posted()] == ["arthur", "bertha", "carla", "clare"]

    def test_a_comment_asks_nobody_for_anything(self, assigned, people):
        asked(people["sam"], published(assigned), kind="comment", text="It is dark.")
        assert posted() == []

    def test_assigning_it_tells_its_owner(self, assigned, people):
        item = asked(people["sam"], published(assigned))
        posted()
        due = timezone.localdate() + timedelta(days=9)
        take(
            people["clare"], item, STEPS["owner"], {"owner": people["fiona"], "owner_name": "", "due_on": due}
        )
        assert posted() == [("fiona", "An item of the scrutiny log was assigned to you")]
        assert f": ENV001 Dim the lights, due on {due:%-d %B %Y}\n" in mail.outbox[-1].body

    @pytest.mark.parametrize("kind", ["question", "recommendation"])
    def test_an_answer_or_response_tells_who_asked(self, assigned, people, kind):
        item = asked(people["sam"], published(assigned), kind=kind)
        posted()
        if kind == "question":
            given = {"answer": "To save power.", "answered_by_name": "Fiona Ledger"}
            take(people["fiona"], item, STEPS["answer"], given)
        else:
            given = {
                "response": "accepted",
                "response_reason": "",
                "responded_by_name": "Cabinet",
                "responded_on": timezone.localdate(),
            }
            take(people["carla"], item, STEPS["response"], given)
        assert posted() == [("sam", "Your item of the scrutiny log has an answer or a response")]


@pytest.mark.one_database
class TestAdvice:
    @pytest.fixture
    def review(self, assigned):
        proposal = at(assigned, Stage.DRAFT)
        return SpecialistReview.objects.create(proposal=proposal, team="hr", question="Is this right?")

    def test_asking_for_it_on_the_entry_page_tells_the_team(self, assigned, people, client):
        proposal = at(assigned, Stage.DRAFT)
        client.force_login(people["fiona"])
        save(client, proposal, ask__hr__question="Is this right?")
        assert SpecialistReview.objects.get().question == "Is this right?"
        assert posted() == [("hanna", "You have been asked for advice on a proposal")]
        assert f"/proposals/{proposal.pk}/advice/hr/\n" in mail.outbox[-1].body

    def test_giving_it_tells_those_who_go_on_with_the_proposal(self, review, people, client):
        client.force_login(people["hanna"])
        address = reverse("proposals:advice", args=[review.proposal_id, "hr"])
        client.post(address, {"advice": "It is right.", "shown_advice": ""})
        assert posted() == [("arthur", "Advice on your proposal has been given")]


class TestDueDates:
    TODAY = timezone.localdate()

    def due_in(self, assigned, days, **more):
        due = self.TODAY + timedelta(days=days)
        return make_item(published(assigned), owner_name="Fiona", due_on=due, **more)

    def subjects(self, now=MORNING):
        return [subject for _, subject in posted(now)]

    @pytest.mark.parametrize(
        ("days", "subject"),
        [
            (4, None),
            (3, "An item of the scrutiny log is due soon"),
            (0, "An item of the scrutiny log is due soon"),
            (-1, "An item of the scrutiny log is overdue"),
        ],
    )
    def test_are_told_to_the_owner_three_days_before_and_once_passed(self, assigned, people, days, subject):
        self.due_in(assigned, days, owner=people["fiona"])
        assert posted() == ([("fiona", subject)] if subject else [])

    def test_are_told_once_each(self, assigned, people):
        item = self.due_in(assigned, 2, owner=people["fiona"])
        assert self.subjects() == ["An item of the scrutiny log is due soon"]
        assert self.subjects(MORNING + timedelta(days=1)) == []
        assert self.subjects(MORNING + timedelta(days=3)) == ["An item of the scrutiny log is overdue"]
        assert self.subjects(MORNING + timedelta(days=4)) == []
        item.due_on = self.TODAY + timedelta(days=5)
        item.save()
        assert self.subjects(MORNING + timedelta(days=4)) == ["An item of the scrutiny log is due soon"]

    def test_are_not_told_of_what_is_answered(self, assigned, people):
        self.due_in(assigned, -1, owner=people["fiona"], answer="To save power.")
        assert posted() == []

    def test_are_not_looked_for_at_night(self, assigned, people):
        self.due_in(assigned, 0, owner=people["fiona"])
        assert posted(MORNING.replace(hour=5, minute=59)) == []
        assert len(posted(MORNING.replace(hour=6))) == 1


class TestTheTimetableOfARound:
    TODAY = timezone.localdate()

    @pytest.fixture
    def waiting(self, assigned):
        """Two proposals at finance review."""
        first = at(assigned, Stage.FINANCE_REVIEW)
        make_complete(first.budget_round, "ENV002", Stage.FINANCE_REVIEW)
        return first.budget_round

    def due(self, budget_round, field, days):
        setattr(budget_round, field, self.TODAY + timedelta(days=days))
        budget_round.save()

    @pytest.mark.parametrize(
        ("days", "subject"),
        [
            (4, None),
            (3, "Proposals in My work are due soon"),
            (0, "Proposals in My work are due soon"),
            (-1, "Proposals in My work are overdue"),
        ],
    )
    def test_is_told_once_to_those_for_whom_proposals_wait_at_the_stage(self, waiting, people, days, subject):
        self.due(waiting, "finance_review_due", days)
        assert posted() == ([("fiona", subject)] if subject else [])
        assert posted() == []

    def test_leads_to_my_work_and_names_no_proposal(self, waiting, people):
        self.due(waiting, "finance_review_due", -2)
        posted()
        text = text_of(mail.outbox[-1])
        assert reverse("my-work") in text
        assert "ENV001" not in text

    def test_of_another_stage_is_not_told(self, waiting, people):
        self.due(waiting, "corporate_review_due", 1)
        assert posted() == []

    def test_of_a_closed_round_is_not_told(self, waiting, people):
        waiting.phase = "closed"
        self.due(waiting, "finance_review_due", 1)
        assert posted() == []


class TestAnEdition:
    def test_tells_every_reader_with_its_title(self, people):
        publication = make_publication_of_two()
        begin(people["clare"], publication)
        work_off()
        told = posted()
        assert [person for person, _ in told] == [
            "arthur", "audrey", "bertha", "carla", "cecil", "fiona", "hanna", "sam",
        ]  # fmt: skip
        assert {subject for _, subject in told} == {"An appendix was published"}
        assert f"An appendix was published: {publication}, edition 1\n" in mail.outbox[0].body

    def test_of_part_ii_tells_only_those_who_may_read_it_and_not_its_title(self, people):
        budget_round = make_round()
        make_proposal(budget_round, "ENV001")
        publication = make_publication(
            budget_round,
            part=2,
            title="The Zanzibarquartz site",
            exempt_paragraph=3,
            public_interest_reason="Trade.",
        )
        notify(Notice.Kind.PUBLISHED, make_edition(publication))
        told = [person for person, _ in posted()]
        assert "sam" not in told
        assert "cecil" in told
        assert not any("Zanzibarquartz" in text_of(message) for message in mail.outbox)


@pytest.mark.one_database
class TestNobodyIsTold:
    """Decided when the mail is sent, of a notice that was addressed before."""

    @pytest.fixture
    def waiting(self, assigned, people):
        """A notice to the finance officer that waits for tomorrow's summary."""
        choose(people["fiona"], "daily")
        proposal = moved(at(assigned, Stage.SERVICE_REVIEW), "sign_off_service", people["bertha"])
        assert posted() == []
        return proposal

    def test_who_is_still_concerned_is_told(self, waiting):
        assert posted(next_summary()) == [("fiona", "daily summary, A proposal is waiting for your sign-off")]

    def test_who_lost_the_role(self, waiting, people):
        people["fiona"].groups.clear()
        assert posted(next_summary()) == []

    def test_to_whom_something_else_was_assigned(self, waiting, people, assign):
        assign(people["fiona"], make_service(waiting.budget_round, "Schools", "EDU", "Education"))
        assert posted(next_summary()) == []

    def test_whose_account_was_switched_off(self, waiting, people):
        people["fiona"].is_active = False
        people["fiona"].save()
        assert posted(next_summary()) == []

    def test_who_has_no_address_any_more(self, waiting, people):
        people["fiona"].email = ""
        people["fiona"].save()
        assert posted(next_summary()) == []

    def test_who_chose_never_meanwhile(self, waiting, people):
        choose(people["fiona"], "never", "assigned")
        assert posted(next_summary()) == []

    def test_for_whom_somebody_else_did_it_meanwhile(self, waiting, people):
        moved(waiting, "sign_off_finance", people["cecil"])
        assert [person for person, _ in posted(next_summary())] == []

    def test_who_caused_it(self, assigned, people):
        proposal = at(assigned, Stage.DRAFT)
        people["bertha"].groups.add(*people["arthur"].groups.all())
        moved(proposal, "submit", type(people["bertha"]).objects.get(username="bertha"))
        assert posted() == []

    def test_of_another_council(self, people, assign):
        elsewhere = make_complete(
            in_preparation(council="Westvale Council"), "WES001", Stage.CORPORATE_REVIEW
        )
        home = make_round(name="Budget at home")
        assign(people["cecil"], home.council)
        with acting(user=people["fiona"]):
            notify(Notice.Kind.ASSIGNED, elsewhere)
        assert posted() == []

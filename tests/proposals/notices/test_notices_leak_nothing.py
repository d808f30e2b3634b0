"""No mail holds a byte of what is exempt or not published, over the whole life of a proposal."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from proposals.domain.stages import Stage
from proposals.models import ExemptWording, SpecialistReview
from proposals.notices.topics import TOPICS
from proposals.scrutiny.steps import STEPS, take
from proposals.workflow.moving import MoveRequest, move
from services.audit.history import acting
from services.models import Notice
from services.notices.outbox import notify
from tests.support.entry_pages import errors, save
from tests.support.notice_examples import (
    MORNING,
    everybody_at_once,
    give_addresses,
    posted,
    text_of,
)
from tests.support.scrutiny_examples import asked
from tests.support.stage_examples import again, in_preparation, make_complete

pytestmark = pytest.mark.django_db

SECRET = "Zanzibarquartz"


@pytest.fixture
def people(
    author, budget_holder, finance_officer, section_151_officer, hr_adviser, cabinet_member, scrutiny_member,
    committee_clerk, auditor,
):  # fmt: skip
    give_addresses()
    everybody_at_once()
    found = (
        author, budget_holder, finance_officer, section_151_officer, hr_adviser, cabinet_member,
        scrutiny_member, committee_clerk, auditor,
    )  # fmt: skip
    return {person.username: person for person in found}


@pytest.fixture
def proposal(people, assign):
    """A draft whose reference, title, texts and exempt wording all hold the secret word."""
    made = make_complete(
        in_preparation(),
        f"{SECRET.upper()}1",
        Stage.DRAFT,
        title=f"Sell {SECRET} House",
        statements={"impact_upon_service": f"{SECRET} House closes."},
    )
    statement = made.statements.get(kind="impact_upon_service")
    statement.exempt_paragraph, statement.public_interest_reason = 3, f"{SECRET} is for sale."
    statement.save()
    ExemptWording.objects.create(
        proposal=made,
        statement=statement,
        text=f"The buyer of {SECRET} House offers less than it cost.",
    )
    for name, covered in (
        ("arthur", made.service),
        ("bertha", made.service.directorate),
        ("carla", made.service.portfolio),
    ):
        people[name] = assign(people[name], covered)
    return made


class _Life:
    """The proposal's way, each step followed by its mails."""

    def __init__(self, proposal, people):
        self.proposal, self.people, self.now = proposal, people, MORNING

    def moves(self, code, name, **words):
        asked_for = MoveRequest(code, comment=f"Not {SECRET} again.", **words)
        move(again(self.proposal), asked_for, self.people[name])
        return posted(self.now)

    def takes(self, code, name, item, **given):
        take(self.people[name], item, STEPS[code], given)
        return posted(self.now)

    def assigns(self, item, days):
        due = timezone.localdate() + timedelta(days=days)
        self.takes("owner", "clare", item, owner=None, owner_name="Nobody yet", due_on=due)
        return self.takes("owner", "clare", item, owner=self.people["fiona"], owner_name="", due_on=due)


def _is_due(life):
    budget_round = life.proposal.budget_round
    for days in (1, -1):
        budget_round.draft_due = timezone.localdate() + timedelta(days=days)
        budget_round.save()
        posted()


def _is_reviewed(life):
    life.moves("submit", "arthur")
    life.moves("send_back_service", "bertha", reason=f"Is {SECRET} really empty?")
    life.moves("submit", "arthur")
    review = SpecialistReview.objects.create(
        proposal=life.proposal, team="hr", question=f"Who works at {SECRET}?"
    )
    with acting(user=life.people["fiona"]):
        notify(Notice.Kind.ASKED, review)
    posted()
    client = Client()
    client.force_login(life.people["hanna"])
    address = reverse("proposals:advice", args=[life.proposal.pk, "hr"])
    assert client.post(address, {"advice": f"Nobody at {SECRET}.", "shown_advice": ""}).status_code == 302
    posted()
    life.moves("sign_off_service", "bertha")
    life.moves("sign_off_finance", "fiona")
    life.moves("sign_off_corporate", "cecil")
    life.moves("sign_off_cabinet_member", "carla")


def _is_named_for_the_public(proposal):
    stored = again(proposal)
    stored.reference, stored.title = "ENV001", "Dim the lights"
    stored.save()


def _is_scrutinised(life):
    published = again(life.proposal)
    question = asked(life.people["sam"], published, text=f"What of {SECRET}?")
    posted()
    advice = asked(life.people["sam"], published, kind="recommendation", text=f"Keep {SECRET}.")
    posted()
    life.assigns(question, 9)
    for days in (7, 10):
        life.now = MORNING + timedelta(days=days)
        posted(life.now)
    life.takes("answer", "fiona", question, answer=f"{SECRET} is old.", answered_by_name=f"{SECRET} team")
    life.takes(
        "response", "carla", advice, response="rejected", response_reason=f"{SECRET} costs too much.",
        responded_by_name="Cabinet", responded_on=timezone.localdate(),
    )  # fmt: skip
    question = asked(life.people["sam"], published, text=f"What else of {SECRET}?")
    posted(life.now)
    return question


def test_over_its_whole_life(proposal, people):
    life = _Life(proposal, people)
    _is_due(life)
    _is_reviewed(life)
    _is_named_for_the_public(proposal)
    assert len(life.moves("publish", "clare")) == 8
    question = _is_scrutinised(life)

    # While it is corrected, its readers have another title than those who work on it.
    client = Client()
    client.force_login(people["fiona"])
    changed = save(
        client, proposal, title=f"Sell {SECRET} Hall", years__0__recurring_saving="140,000",
        change_reason=f"{SECRET} Hall is larger.",
    )  # fmt: skip
    assert changed.status_code == 302, errors(changed)
    assert again(proposal).title == f"Sell {SECRET} Hall"
    # It waits for finance again, whose only officer made the change.
    assert posted(life.now) == []
    life.assigns(question, 4)
    assert ": ENV001 Dim the lights, due on" in mail.outbox[-1].body

    # Taken back, it has no public title at all.
    life.moves("take_back_corrected", "fiona", reason=f"{SECRET} is not for sale.")
    life.assigns(question, 5)
    assert mail.outbox[-1].subject.endswith("An item of the scrutiny log was assigned to you")
    assert "An item of the scrutiny log was assigned to you: due on" in mail.outbox[-1].body
    life.moves("withdraw", "fiona", reason=f"{SECRET} stays.")

    texts = [text_of(message) for message in mail.outbox]
    for topic in TOPICS.values():
        assert any(topic.words in text for text in texts), topic.words
    assert [text for text in texts if SECRET.lower() in text.lower()] == []
    assert sum("ENV001 Dim the lights" in text for text in texts) > 8

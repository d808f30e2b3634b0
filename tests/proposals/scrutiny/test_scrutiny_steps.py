"""Who may do what with scrutiny's record, what a step changes, and what it takes out of publication."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from proposals.models import ScrutinyItem
from proposals.permissions.scrutiny import may_add, officers_for
from proposals.scrutiny.steps import STEPS, StaleItem, steps_for, take
from services.models import ChangeRecord, Portfolio
from tests.support.exempt_examples import MARKER, WORDING, exempt_proposal
from tests.support.scrutiny_examples import asked, make_item
from tests.support.web_examples import make_proposal, make_round, make_service

pytestmark = pytest.mark.django_db

exempt = exempt_proposal

ANSWERING = {"answer", "owner", "outcome"}
KEEPING = {"owner", "outcome", "publish", "correct", "withdraw", "response"}
# What each may do with a recommendation nobody has answered, on a proposal of theirs and on another one:
# whether they may add one, the steps, and whether they read it before it is published.
WALK = {
    "author": ((False, ANSWERING, True), (False, set(), False)),
    "budget_holder": ((False, ANSWERING, True), (False, set(), False)),
    "finance_officer": ((False, ANSWERING, True), (False, ANSWERING, True)),
    "section_151_officer": ((False, ANSWERING, True), (False, ANSWERING, True)),
    "hr_adviser": ((False, set(), False), (False, set(), False)),
    "cabinet_member": ((False, {"response"}, True), (False, set(), False)),
    "scrutiny_member": ((True, set(), True), (True, set(), True)),
    "committee_clerk": ((True, KEEPING, True), (True, KEEPING, True)),
    "auditor": ((False, set(), True), (False, set(), True)),
    "outsider": ((False, set(), False), (False, set(), False)),
}


@pytest.fixture
def budget_round():
    return make_round()


@pytest.fixture
def own(budget_round):
    """A published proposal of a service with a portfolio, which people are assigned to."""
    service = make_service(budget_round)
    service.portfolio = Portfolio.objects.create(council=budget_round.council, name="Streets")
    service.save()
    return make_proposal(budget_round, "ENV001", service=service)


@pytest.fixture
def other(budget_round):
    return make_proposal(
        budget_round, "EDU001", service=make_service(budget_round, "Schools", "EDU", "Education")
    )


@pytest.fixture(params=WALK)
def walker(request, own, assign):
    name = request.param
    person = request.getfixturevalue(name)
    covered = {
        "author": own.service,
        "budget_holder": own.service.directorate,
        "cabinet_member": own.service.portfolio,
    }.get(name)
    return name, assign(person, covered) if covered else person


class TestEveryRole:
    def test_adds_reads_and_takes_exactly_the_steps_that_are_its_own(self, walker, own, other):
        name, person = walker
        for proposal, (adds, steps, reads) in zip((own, other), WALK[name], strict=True):
            item = make_item(proposal, "recommendation")
            assert may_add(person, proposal) is adds, proposal
            visible = ScrutinyItem.objects.visible_to(person)
            assert visible.filter(pk=item.pk).exists() is reads, proposal
            assert {step.code for step in steps_for(person, item)} == steps, proposal
            for step in STEPS.values():
                if step.code not in steps:
                    with pytest.raises(PermissionDenied):
                        take(person, item, step, {})
            if not adds:
                with pytest.raises(PermissionDenied):
                    asked(person, proposal)
            item.published_at = timezone.now()
            item.save()
            # Every reader of the proposal reads what is published of it; an outsider reads no proposal.
            assert visible.filter(pk=item.pk).exists() is (name != "outsider"), proposal

    def test_of_another_council_does_and_reads_nothing(self, committee_clerk, scrutiny_member, assign, own):
        elsewhere = make_round("Elsewhere", council="Westvale Council").council
        item = make_item(own, published_at=timezone.now())
        for person in (committee_clerk, scrutiny_member):
            stranger = assign(person, elsewhere)
            assert not may_add(stranger, own)
            assert steps_for(stranger, item) == []
            assert not ScrutinyItem.objects.visible_to(stranger).exists()


class TestAMember:
    def test_asks_in_their_own_name_and_words_it_anew_or_withdraws_it_until_it_is_answered(
        self, scrutiny_member, finance_officer, own
    ):
        item = asked(scrutiny_member, own, asked_by_name="Somebody Else")
        assert (item.asked_by_name, item.asked_on) == ("Sam Query", timezone.localdate())
        assert item.proposal_as_asked == "ENV001 Dim the lights"
        assert {step.code for step in steps_for(scrutiny_member, item)} == {"correct", "withdraw"}
        item = take(scrutiny_member, item, STEPS["correct"], {"text": "Who asked for it?"})
        item = take(finance_officer, item, STEPS["answer"], {"answer": "Residents.", "answered_by_name": "F"})
        assert steps_for(scrutiny_member, item) == []

    def test_adds_nothing_to_what_not_everybody_may_read(
        self, scrutiny_member, committee_clerk, budget_round
    ):
        draft = make_proposal(budget_round, "ENV002", stage="ready_to_publish", published_at=None)
        for person in (scrutiny_member, committee_clerk):
            with pytest.raises(PermissionDenied):
                asked(person, draft)

    def test_keeps_a_withdrawn_item_on_the_record_where_nobody_goes_on_with_it(
        self, scrutiny_member, committee_clerk, own
    ):
        item = asked(scrutiny_member, own)
        item = take(scrutiny_member, item, STEPS["withdraw"], {"withdrawn_because": "Asked twice."})
        assert ScrutinyItem.objects.visible_to(scrutiny_member).get() == item
        assert steps_for(committee_clerk, item) == []


class TestAClerk:
    def test_writes_down_who_asked_and_when(self, committee_clerk, own):
        day = timezone.localdate() - datetime.timedelta(days=5)
        item = asked(committee_clerk, own, asked_by_name="Scrutiny Committee", asked_on=day)
        assert (item.asked_by_name, item.asked_on, item.asked_by) == ("Scrutiny Committee", day, None)


class TestPublication:
    @pytest.fixture
    def published(self, own):
        now = timezone.now()
        return make_item(own, answer="Because.", published_at=now, answer_published_at=now)

    def test_ends_for_an_answer_that_is_changed(self, finance_officer, published):
        given = {"answer": "For safety.", "answered_by_name": "Fiona Ledger"}
        item = take(finance_officer, published, STEPS["answer"], given)
        assert (item.published_at is not None, item.answer_published_at) == (True, None)

    def test_stands_where_an_answer_is_kept_as_it_was(self, finance_officer, published):
        given = {"answer": " Because. ", "answered_by_name": "Fiona Ledger"}
        assert take(finance_officer, published, STEPS["answer"], given).answer_published_at is not None

    def test_ends_for_all_of_it_where_the_item_is_reworded_or_withdrawn(self, committee_clerk, own):
        item = make_item(own, published_at=timezone.now())
        assert take(committee_clerk, item, STEPS["correct"], {"text": "Why dim?"}).published_at is None
        item = make_item(own, published_at=timezone.now())
        given = {"withdrawn_because": "A slip."}
        assert take(committee_clerk, item, STEPS["withdraw"], given).published_at is None

    def test_of_an_answer_goes_with_its_item_or_not_at_all(self, committee_clerk, published):
        item = take(committee_clerk, published, STEPS["publish"], {"published": "nothing"})
        assert (item.published_at, item.answer_published_at) == (None, None)
        item.answer_published_at = timezone.now()
        with pytest.raises(IntegrityError), transaction.atomic():
            item.save()


class TestTwoAtOnce:
    def test_the_second_is_told_and_overwrites_nothing(self, finance_officer, section_151_officer, own):
        item = make_item(own)
        first = {"answer": "Because.", "answered_by_name": "F", "shown_version": item.version}
        take(finance_officer, item, STEPS["answer"], first)
        with pytest.raises(StaleItem, match="Somebody has changed this item"):
            take(section_151_officer, item, STEPS["answer"], {**first, "answer": "No idea."})
        item.refresh_from_db()
        assert item.answer == "Because."


class TestExemptWording:
    def test_is_refused_from_who_may_read_it_wherever_it_is_repeated(
        self, exempt, finance_officer, committee_clerk
    ):
        item = make_item(exempt)
        answer = {"answer": f"As said: {WORDING.upper()}", "answered_by_name": "F"}
        with pytest.raises(ValidationError) as refused:
            take(finance_officer, item, STEPS["answer"], answer)
        assert list(refused.value.message_dict) == ["answer"]
        assert "exempt wording of “Impact on staff”" in refused.value.message_dict["answer"][0]
        assert MARKER not in str(refused.value)
        with pytest.raises(ValidationError):
            asked(committee_clerk, exempt, text=f"Is it true? {WORDING}", asked_by_name="Sam")
        item.refresh_from_db()
        assert item.answer == ""

    def test_is_found_before_publication_whoever_wrote_it(self, exempt, committee_clerk, scrutiny_member):
        """A member without leave is told nothing, so that trying gives nothing away; the clerk is."""
        item = asked(scrutiny_member, exempt, text=f"Is it true? {WORDING}")
        with pytest.raises(ValidationError, match="exempt wording"):
            take(committee_clerk, item, STEPS["publish"], {"published": "item"})

    def test_is_refused_where_it_is_written_as_a_name(self, exempt, finance_officer, committee_clerk):
        item = make_item(exempt)
        with pytest.raises(ValidationError) as refused:
            take(finance_officer, item, STEPS["answer"], {"answer": "No.", "answered_by_name": WORDING})
        assert list(refused.value.message_dict) == ["answered_by_name"]
        with pytest.raises(ValidationError):
            asked(committee_clerk, exempt, asked_by_name=WORDING)

    def test_does_not_forbid_words_that_are_public_or_few(self, exempt, finance_officer):
        item = make_item(exempt)
        for words in ("The two postholders know.", "Two posts change. Darker streets."):
            take(finance_officer, item, STEPS["answer"], {"answer": words, "answered_by_name": "F"})


class TestTheRecord:
    def test_every_step_is_on_the_proposals_timeline_with_who_took_it(
        self, scrutiny_member, finance_officer, own
    ):
        item = asked(scrutiny_member, own)
        take(finance_officer, item, STEPS["answer"], {"answer": "Because.", "answered_by_name": "F"})
        rows = ChangeRecord.objects.about("proposals.savingsproposal", own.pk).filter(
            record_type="proposals.scrutinyitem"
        )
        told = [(row.action, row.actor_name, row.after.get("answer")) for row in rows.order_by("pk")]
        assert told == [("created", "Sam Query", ""), ("changed", "Fiona Ledger", "Because.")]


class TestTheOfficers:
    def test_offered_as_owners_are_those_who_work_on_the_proposal(
        self, own, other, author, budget_holder, finance_officer, section_151_officer, auditor, assign
    ):
        assign(author, own.service)
        assign(budget_holder, other.service.directorate)
        assert set(officers_for(own)) == {author, finance_officer, section_151_officer}
        assert set(officers_for(other)) == {budget_holder, finance_officer, section_151_officer}

"""The start page: a person's committees, what is new to them and no more, and the round against its target."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from proposals.home.visits import since_last_visit
from proposals.models import SavingsProposal
from proposals.workflow.moving import MoveRequest, move
from services.audit.history import acting
from services.models import ChangeRecord, Committee, CommitteeMember, LastVisit, Meeting
from tests.support.overview_examples import IN_POUNDS
from tests.support.web_examples import make_many, make_proposal, make_round, make_service, tree, words

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def budget_round():
    return make_round(**IN_POUNDS)


@pytest.fixture
def start(client):
    """A function that opens the start page as a person, who was last there some hours ago."""

    def start(person, *, hours=24, **query):
        LastVisit.objects.update_or_create(
            user=person, defaults={"shown_at": timezone.now() - timedelta(hours=hours), "before": None}
        )
        client.force_login(person)
        return tree(client.get("/", query))

    return start


def part(page, name):
    return words(page.xpath(f"//section[@aria-labelledby='{name}']")[0])


class TestVisit:
    def test_the_first_has_nothing_before_it(self, scrutiny_member):
        assert since_last_visit(scrutiny_member, MORNING) is None

    def test_tells_since_the_one_before_however_often_the_page_is_opened(self, scrutiny_member):
        since_last_visit(scrutiny_member, MORNING)
        next_day = MORNING + timedelta(days=1)
        for minutes in (0, 1, 30, 140, 250):
            assert since_last_visit(scrutiny_member, next_day + timedelta(minutes=minutes)) == MORNING

    def test_of_an_afternoon_tells_since_the_morning(self, scrutiny_member):
        since_last_visit(scrutiny_member, MORNING)
        assert since_last_visit(scrutiny_member, MORNING + timedelta(hours=5)) == MORNING

    def test_is_not_begun_by_asking_whether_the_page_is_there(self, client, scrutiny_member, budget_round):
        make_proposal(budget_round, "ENV1")
        client.force_login(scrutiny_member)
        client.head("/")
        assert not LastVisit.objects.exists()

    def test_of_one_person_is_not_that_of_another(self, scrutiny_member, committee_clerk):
        since_last_visit(scrutiny_member, MORNING)
        assert since_last_visit(committee_clerk, MORNING + timedelta(days=1)) is None


class TestNews:
    def sent_to_scrutiny(self, proposal, clerk):
        move(proposal, MoveRequest("send_to_scrutiny"), clerk)

    def test_tells_readers_how_published_proposals_moved_without_names(
        self, start, budget_round, scrutiny_member, committee_clerk
    ):
        proposal = make_proposal(budget_round, "ENV1", published_at=timezone.now() - timedelta(days=9))
        self.sent_to_scrutiny(proposal, committee_clerk)
        news = part(start(scrutiny_member), "news")
        assert "ENV1 Dim the lights" in news
        assert "Moved from published to scrutiny" in news
        assert "Clare" not in news

    def test_tells_readers_nothing_of_what_was_done_to_figures_or_before_publication(
        self, start, budget_round, scrutiny_member, finance_officer
    ):
        with acting(user=finance_officer):
            proposal = make_proposal(budget_round, "ENV1", published_at=timezone.now() + timedelta(hours=1))
            ChangeRecord.objects.create(
                actor_name="Fiona",
                operation="00000000-0000-0000-0000-000000000001",
                action="stage_moved",
                record_type="proposals.savingsproposal",
                record_id=proposal.pk,
                subject_type="proposals.savingsproposal",
                subject_id=proposal.pk,
                after={"from": "finance review", "to": "corporate review"},
            )
        assert "There are no changes to the proposals that you can see" in part(
            start(scrutiny_member), "news"
        )

    def test_tells_nothing_of_what_the_person_may_not_see_now(
        self, start, budget_round, scrutiny_member, committee_clerk
    ):
        make_proposal(budget_round, "ENV1")
        hidden = make_proposal(
            budget_round, "ENV2", title="Hidden", published_at=timezone.now() - timedelta(1)
        )
        self.sent_to_scrutiny(hidden, committee_clerk)
        # It goes back to an editor, as after a material change.
        hidden.refresh_from_db()
        hidden.stage, hidden.published_at = "finance_review", None
        hidden.save()
        assert "Hidden" not in words(start(scrutiny_member))

    def test_tells_those_who_work_on_a_proposal_what_sort_of_thing_changed(
        self, start, budget_round, finance_officer
    ):
        with acting(user=finance_officer):
            make_proposal(budget_round, "ENV1", stage="draft", published_at=None)
        news = part(start(finance_officer), "news")
        assert "Changes to: the proposal and amounts of a year" in news

    def test_is_only_what_happened_since(self, start, budget_round, scrutiny_member, committee_clerk):
        proposal = make_proposal(budget_round, "ENV1", published_at=timezone.now() - timedelta(days=9))
        self.sent_to_scrutiny(proposal, committee_clerk)
        ahead = timezone.now() + timedelta(days=1)
        page = start(scrutiny_member, since=f"{ahead:%Y-%m-%d}")
        assert "There are no changes" in part(page, "news")

    def test_since_a_day_that_cannot_be_read_says_so(self, start, budget_round, scrutiny_member):
        make_proposal(budget_round, "ENV1")
        page = start(scrutiny_member, since="someday")
        assert "Enter a date, for example 24/09/2027." in words(
            page.xpath("//div[contains(@class,'error-summary')]")[0]
        )


@pytest.mark.one_database
class TestCommittees:
    @pytest.fixture
    def seat(self, budget_round, scrutiny_member):
        committee = Committee.objects.create(council=budget_round.council, name="Streets Scrutiny")
        CommitteeMember.objects.create(user=scrutiny_member, committee=committee)
        return committee

    def test_of_a_member_show_their_proposals_and_lead_to_them(
        self, start, budget_round, scrutiny_member, seat
    ):
        for reference, pounds in (("ENV1", 300), ("ENV2", 500), ("ENV3", 9_000)):
            proposal = make_proposal(budget_round, reference, f"Title {reference}", savings=(pounds,))
            if reference != "ENV3":
                proposal.committee_links.create(committee=seat)
        Meeting.objects.create(committee=seat, date=timezone.localdate() + timedelta(days=3))
        page = start(scrutiny_member)
        said = part(page, f"committee-{seat.pk}")
        assert "2 proposals for your committee, £800 in total" in said
        assert "Next meeting: " in said
        assert said.index("ENV2 Title ENV2£500") < said.index("ENV1 Title ENV1£300")
        assert "ENV3" not in said
        (link,) = page.xpath(
            f"//section[@aria-labelledby='committee-{seat.pk}']/p/a[contains(., 'for your committee')]"
        )
        assert link.get("href") == f"/proposals/?round={budget_round.pk}&committee={seat.pk}"

    def test_open_nothing_to_anybody(self, start, budget_round, scrutiny_member, seat):
        make_proposal(budget_round, "ENV1")
        draft = make_proposal(budget_round, "ENV2", title="Hidden draft", stage="draft", published_at=None)
        draft.committee_links.create(committee=seat)
        page = start(scrutiny_member)
        assert "None of the proposals in this round that you can view go to your committee." in words(page)
        assert "Hidden draft" not in words(page)
        assert not SavingsProposal.objects.visible_to(scrutiny_member).filter(pk=draft.pk).exists()

    def test_choose_the_round_of_their_council(self, start, budget_round, scrutiny_member, seat):
        make_proposal(budget_round, "ENV1")
        other = make_round("A later budget", council="Westvale Council")
        other.first_year = other.first_year + 1
        other.save()
        make_proposal(other, "ENV1", service=make_service(other))
        assert "Eastvale Council" in words(start(scrutiny_member).xpath("//main")[0])


class TestRound:
    def test_stands_against_its_target(self, start, budget_round, scrutiny_member):
        budget_round.target = 2_000
        budget_round.save()
        make_proposal(budget_round, "ENV1", savings=(1_500,), deliverability=80)
        page = start(scrutiny_member)
        said = part(page, "round")
        assert "£500 short of the target of £2,000" in said
        described = page.xpath("//*[local-name()='svg']/*[local-name()='desc']")[0].text
        assert described == "Figures in £. Target: 2,000; Proposed: 1,500; Proposed, risk-adjusted: 1,200."

    def test_that_does_not_exist_is_not_found(self, client, scrutiny_member, budget_round):
        make_proposal(budget_round, "ENV1")
        client.force_login(scrutiny_member)
        assert client.get("/", {"round": "0"}).status_code == 404

    def test_of_nobody_without_a_role_is_shown(self, client, outsider, budget_round):
        make_proposal(budget_round, "ENV1")
        client.force_login(outsider)
        response = client.get("/")
        assert response.status_code == 404
        assert budget_round.name not in response.content.decode()


def test_asks_the_database_at_most_fifteen_times_on_a_visit(
    client, scrutiny_member, committee_clerk, budget_round, django_assert_max_num_queries
):
    committee = Committee.objects.create(council=budget_round.council, name="Streets Scrutiny")
    CommitteeMember.objects.create(user=scrutiny_member, committee=committee)
    for proposal in make_many(budget_round, 30):
        proposal.committee_links.create(committee=committee)
    shown = timezone.now()
    LastVisit.objects.create(user=scrutiny_member, shown_at=shown, before=shown - timedelta(days=2))
    client.force_login(scrutiny_member)
    with django_assert_max_num_queries(15):
        client.get("/")

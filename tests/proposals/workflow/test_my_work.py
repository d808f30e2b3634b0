"""My work: what waits for each role in its scope, oldest first, with what is missing, however much there is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from proposals.domain.stages import MOVES, Stage
from proposals.models import SavingsProposal, SpecialistReview
from proposals.workflow.moving import MoveRequest, move
from proposals.workflow.my_work import AWAITED_FROM, count_waiting, my_work
from services.models import ChangeRecord
from tests.support.scrutiny_examples import make_item
from tests.support.stage_examples import in_preparation, make_complete, sign
from tests.support.web_examples import make_many, make_proposal, make_round, make_service, tree, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget_round():
    return in_preparation()


def listed(user, pages=None):
    """The references of each list."""
    work = my_work(type(user).objects.get(pk=user.pk), pages or {})
    return {section.name: [row.proposal.reference for row in section.rows] for section in work.sections}


def waited(proposal, days):
    """Write into the log that the proposal came to its stage so many days ago."""
    ChangeRecord.objects.create(
        at=timezone.now() - timedelta(days=days),
        actor_name="Somebody",
        operation="00000000-0000-0000-0000-000000000001",
        action="stage_moved",
        record_type="proposals.savingsproposal",
        record_id=proposal.pk,
        subject_type="proposals.savingsproposal",
        subject_id=proposal.pk,
    )


class TestWhatWaits:
    @pytest.fixture
    def one_at_each(self, budget_round):
        return {
            stage: make_complete(budget_round, f"ENV00{place}", stage)
            for place, stage in enumerate(AWAITED_FROM, start=1)
        }

    def test_each_stage_waits_for_one_role(
        self, one_at_each, budget_round, budget_holder, finance_officer, section_151_officer,
        cabinet_member, committee_clerk, assign,
    ):  # fmt: skip
        service = make_service(budget_round)
        service.refresh_from_db()
        people = {
            Stage.SERVICE_REVIEW: assign(budget_holder, service.directorate),
            Stage.FINANCE_REVIEW: finance_officer,
            Stage.CORPORATE_REVIEW: section_151_officer,
            Stage.CABINET_MEMBER_REVIEW: assign(cabinet_member, service.portfolio),
            Stage.READY_TO_PUBLISH: committee_clerk,
        }
        for stage, person in people.items():
            assert listed(person)["waiting"] == [one_at_each[stage].reference], stage
            assert count_waiting(person) == 1

    def test_every_role_that_is_awaited_may_make_a_move_there(self):
        for stage, role in AWAITED_FROM.items():
            assert any(stage in move.sources and role in move.roles for move in MOVES)

    def test_nothing_waits_for_whom_nothing_is_assigned(self, one_at_each, budget_holder, cabinet_member):
        assert listed(budget_holder)["waiting"] == []
        assert listed(cabinet_member)["waiting"] == []

    def test_the_oldest_stands_first_with_its_days(self, budget_round, finance_officer):
        for reference, days in (("ENV001", 2), ("ENV002", 9), ("ENV003", 5)):
            waited(make_complete(budget_round, reference, Stage.FINANCE_REVIEW), days)
        work = my_work(finance_officer, {})
        rows = work.sections[0].rows
        assert [(row.proposal.reference, row.days) for row in rows] == [
            ("ENV002", 9), ("ENV003", 5), ("ENV001", 2),
        ]  # fmt: skip

    def test_says_how_much_is_there_and_what_is_missing(self, budget_round, finance_officer):
        proposal = make_proposal(budget_round, "ENV001", stage=Stage.FINANCE_REVIEW)
        sign(proposal, Stage.SERVICE_REVIEW)
        (row,) = my_work(finance_officer, {}).sections[0].rows
        assert (row.next_stage, row.counted) == ("corporate review", "3 of 10")
        assert row.lacking == [
            "impact on the service and residents",
            "base budget",
            "change in posts (enter 0 if there is none)",
            "committee",
            "equality screening",
            "risk to delivery",
            "decisions required",
        ]

    def test_a_closed_round_waits_for_nobody(self, budget_round, finance_officer):
        make_complete(budget_round, stage=Stage.FINANCE_REVIEW)
        budget_round.phase = "closed"
        budget_round.save()
        assert listed(finance_officer)["waiting"] == []
        assert count_waiting(finance_officer) == 0


class TestDraftsAndSentBack:
    def test_are_those_the_person_entered_and_an_authors_services(
        self, budget_round, author, finance_officer, assign
    ):
        parks = make_service(budget_round, "Parks")
        writer = assign(author, parks)
        make_proposal(budget_round, "ENV001", service=parks)
        make_proposal(budget_round, "ENV002", entered_by=finance_officer)
        make_proposal(budget_round, "ENV003")
        assert listed(writer)["drafts"] == ["ENV001"]
        assert listed(finance_officer)["drafts"] == ["ENV002"]

    def test_sent_back_ones_stand_with_the_reason(
        self, client, budget_round, author, finance_officer, assign
    ):
        proposal = make_complete(budget_round, stage=Stage.FINANCE_REVIEW)
        move(proposal, MoveRequest("send_back_finance", reason="Show the rent."), finance_officer)
        writer = assign(author, proposal.service)
        assert listed(writer)["sent_back"] == ["ENV001"]
        assert count_waiting(writer) == 1
        client.force_login(writer)
        assert "Sent back because: Show the rent." in words(tree(client.get("/my-work/")))


class TestAdviceAndWithdrawnSignOffs:
    def test_advice_is_asked_of_the_team_until_it_is_given(
        self, client, budget_round, hr_adviser, legal_adviser
    ):
        proposal = make_complete(budget_round, stage=Stage.CORPORATE_REVIEW)
        row = SpecialistReview.objects.create(proposal=proposal, team="hr", question="Who goes?")
        assert count_waiting(hr_adviser) == 1
        assert count_waiting(legal_adviser) == 0
        client.force_login(hr_adviser)
        page = client.get("/my-work/")
        assert "Requests for advice (1)" in words(tree(page))
        assert f"/proposals/{proposal.pk}/advice/hr/" in page.content.decode()
        row.advice = "Nobody."
        row.save()
        assert count_waiting(hr_adviser) == 0

    def test_a_withdrawn_sign_off_is_told_with_the_reason_but_opens_only_what_may_be_seen(
        self, client, budget_round, cabinet_member, committee_clerk, assign
    ):
        proposal = make_complete(budget_round, "ENV001", Stage.CABINET_MEMBER_REVIEW, title="Secret plan")
        member = assign(cabinet_member, proposal.service.portfolio)
        move(proposal, MoveRequest("sign_off_cabinet_member"), member)
        move(proposal, MoveRequest("send_back_ready", reason="A wrong year."), committee_clerk)
        client.force_login(member)
        page = client.get("/my-work/")
        assert "was withdrawn" in words(tree(page))
        assert "Send back: A wrong year." in words(tree(page))
        assert "Secret plan" not in page.content.decode()
        assert f"/proposals/{proposal.pk}/" not in page.content.decode()

    def test_an_old_one_is_forgotten(self, budget_round, finance_officer):
        proposal = make_complete(budget_round)
        row = sign(proposal, Stage.SERVICE_REVIEW, user=finance_officer)
        row.withdrawn_at, row.withdrawn_because = timezone.now() - timedelta(days=40), "Long ago"
        row.save()
        assert my_work(finance_officer, {}).withdrawn == []


class TestThePage:
    def test_is_for_those_with_work(self, client, budget_round, scrutiny_member, auditor, outsider, author):
        for person, status in ((scrutiny_member, 403), (auditor, 403), (outsider, 404), (author, 200)):
            client.force_login(person)
            assert client.get("/my-work/").status_code == status, person

    def test_stands_in_the_navigation_with_its_count(
        self, client, budget_round, finance_officer, scrutiny_member
    ):
        make_round("Published")
        make_proposal(make_round("Another"), "ENV009")
        make_complete(budget_round, stage=Stage.FINANCE_REVIEW)
        client.force_login(finance_officer)
        navigation = tree(client.get("/proposals/")).xpath("//nav[@aria-label='Main']")[0]
        assert "My work (1)" in words(navigation)
        client.force_login(scrutiny_member)
        navigation = tree(client.get("/proposals/")).xpath("//nav[@aria-label='Main']")[0]
        assert "My work" not in words(navigation)

    def test_people_are_told_on_their_start_page_that_something_waits(
        self, client, budget_round, finance_officer
    ):
        client.force_login(finance_officer)
        assert client.get("/begin/")["Location"] == "/"
        assert "No items to action." in words(tree(client.get("/")))
        make_complete(budget_round, stage=Stage.FINANCE_REVIEW)
        assert "You have 1 item to action" in words(tree(client.get("/")))

    def test_a_page_that_cannot_be_read_is_the_first(self, client, budget_round, finance_officer):
        make_complete(budget_round, stage=Stage.FINANCE_REVIEW)
        client.force_login(finance_officer)
        assert client.get("/my-work/?waiting-page=x").status_code == 200

    def test_many_are_paged_at_a_constant_number_of_queries(
        self, client, budget_round, finance_officer, django_assert_max_num_queries
    ):
        make_many(budget_round, 121)
        SavingsProposal.objects.save_rows(all_at(Stage.FINANCE_REVIEW))
        client.force_login(finance_officer)
        with django_assert_max_num_queries(45):
            page = client.get("/my-work/")
        text = words(tree(page))
        assert "To action (121)" in text
        assert "Showing 1 to 20 of 121, earliest deadline first, then oldest." in text
        assert len(tree(page).xpath("//section[@aria-labelledby='waiting-heading']//li")) == 20
        last = words(tree(client.get("/my-work/?waiting-page=7")))
        assert "Showing 121 to 121 of 121" in last


def all_at(stage):
    rows = list(SavingsProposal.objects.all())
    for row in rows:
        row.stage = stage
    return rows


class TestWhatScrutinyAsks:
    @pytest.fixture
    def items(self, finance_officer, author, assign):
        """One that the finance officer owns and is late with, and one that nobody sees to yet."""
        proposal = make_proposal(make_round(), "ENV001")
        assign(author, proposal.service)
        today = timezone.localdate()
        owned = make_item(
            proposal, owner=finance_officer, owner_name="Fiona Ledger", due_on=today - timedelta(days=2)
        )
        make_item(proposal, "recommendation", answer="Noted.", response="accepted")
        return owned, make_item(proposal, text="And who pays?")

    def test_waits_for_its_owner_overdue_ones_marked(self, client, finance_officer, items):
        client.force_login(finance_officer)
        said = words(tree(client.get("/my-work/")).find(".//main"))
        assert "Scrutiny items (1)" in said
        assert "Overdue Due" in said
        assert "And who pays?" not in said

    def test_waits_for_the_service_and_the_clerk_while_nobody_sees_to_it(
        self, client, author, committee_clerk, items
    ):
        for person in (author, committee_clerk):
            client.force_login(person)
            said = words(tree(client.get("/my-work/")).find(".//main"))
            assert "Scrutiny items (1)" in said
            assert "not assigned" in said
            assert count_waiting(person) == 1


class TestSigningOffSeveral:
    """From My work through the page that moves many: ticked, or all of them, and shown before anything moves."""

    MANY = "/proposals/stage/many/"

    @pytest.fixture
    def as_finance(self, client, finance_officer):
        client.force_login(finance_officer)
        return client

    @pytest.fixture
    def three(self, budget_round):
        """Two that can be signed off and one that lacks most of what is asked for."""
        two = [make_complete(budget_round, f"ENV00{number}", Stage.FINANCE_REVIEW) for number in (1, 2)]
        bare = make_proposal(
            budget_round, "ENV003", savings=(9_000, 0, 0), fte=("-2",), stage=Stage.FINANCE_REVIEW
        )
        sign(bare, Stage.SERVICE_REVIEW)
        return [*two, bare]

    def form(self, response):
        (form,) = tree(response).xpath("//form[@action='/proposals/stage/many/']")
        return form

    def sent(self, form, **more):
        hidden = {field.get("name"): field.get("value") for field in form.xpath(".//input[@type='hidden']")}
        return {name: value for name, value in hidden.items() if name in {"do", "previewed"}} | more

    def rows(self, response):
        return {
            words(row[0])[:6]: [words(cell) for cell in row[1:]] for row in tree(response).xpath("//tbody/tr")
        }

    def test_offers_a_box_for_each_and_one_for_all(self, as_finance, three):
        form = self.form(as_finance.get("/my-work/"))
        boxes = form.xpath(".//input[@name='pk']/@value")
        assert sorted(boxes) == sorted(str(one.pk) for one in three)
        assert form.xpath(".//input[@name='all']")
        (button,) = form.xpath(".//button")
        assert (words(button), button.get("value")) == ("Sign off for finance", "sign_off_finance")

    def test_is_not_offered_for_a_single_one(self, as_finance, budget_round):
        make_complete(budget_round, "ENV001", Stage.FINANCE_REVIEW)
        page = as_finance.get("/my-work/")
        assert "ENV001" in page.content.decode()
        assert not tree(page).xpath("//form[@action='/proposals/stage/many/']")

    def test_shows_each_with_its_saving_risk_warnings_and_what_is_missing(self, as_finance, three):
        data = self.sent(self.form(as_finance.get("/my-work/")), code="sign_off_finance", all="1")
        shown = self.rows(as_finance.post(self.MANY, data))
        assert list(shown) == ["ENV001", "ENV002", "ENV003"]
        stage, result, total, risk, warnings, lacking = shown["ENV001"]
        assert (stage, result, lacking) == ("finance review", "Will be moved", "Nothing")
        assert (total, risk, warnings) == ("-£0.100m", "Medium", "None")
        assert shown["ENV003"][1].startswith("Will not be moved: Still missing: impact on the service")
        assert shown["ENV003"][2:4] == ["-£0.009m", "Not stated"]
        assert "2.00 FTE posts would be deleted" in shown["ENV003"][4]
        assert "(not explained)" in shown["ENV003"][4]
        assert "base budget" in shown["ENV003"][5]
        assert {SavingsProposal.objects.get(pk=one.pk).stage for one in three} == {"finance_review"}

    def test_signs_off_the_ticked_ones_that_can_be_and_no_other(self, as_finance, three, finance_officer):
        ticked = [three[0].pk, three[2].pk]
        data = self.sent(self.form(as_finance.get("/my-work/")), code="sign_off_finance", pk=ticked)
        form = self.form(as_finance.post(self.MANY, data))
        assert "Sign off for finance: 1 proposal" in [words(button) for button in form.xpath(".//button")]
        confirmed = {
            **self.sent(form, code="sign_off_finance", do="confirm", reason="Checked."),
            "pk": form.xpath(".//input[@name='pk']/@value"),
            "shown": form.xpath(".//input[@name='shown']/@value"),
        }
        done = as_finance.post(self.MANY, confirmed)
        assert "1 moved, 1 not moved." in words(tree(done))
        stages = [SavingsProposal.objects.get(pk=one.pk).stage for one in three]
        assert stages == ["corporate_review", "finance_review", "finance_review"]
        assert [row.signed_by for row in three[0].sign_offs.filter(stage="finance_review")] == [
            finance_officer
        ]

    def test_all_are_those_that_wait_for_the_person_at_that_step(
        self, client, budget_round, budget_holder, assign, three
    ):
        parks = make_service(budget_round, "Parks")
        mine = make_complete(budget_round, "ENV005", Stage.SERVICE_REVIEW)
        mine.service = parks
        mine.save()
        make_complete(budget_round, "ENV006", Stage.SERVICE_REVIEW)
        client.force_login(assign(budget_holder, parks))
        shown = self.rows(client.post(self.MANY, {"all": "1", "code": "sign_off_service", "do": "preview"}))
        assert list(shown) == ["ENV005"]

    def test_tells_nothing_of_one_that_the_person_only_reads(
        self, client, budget_round, budget_holder, assign, three
    ):
        parks = make_service(budget_round, "Parks")
        mine = make_complete(budget_round, "ENV005", Stage.SERVICE_REVIEW, service=parks)
        read = make_proposal(
            budget_round, "ENV006", fte=("-2",), stage="published", published_at=timezone.now()
        )
        client.force_login(assign(budget_holder, parks))
        sent = {"pk": [mine.pk, read.pk], "code": "sign_off_service", "do": "preview"}
        shown = self.rows(client.post(self.MANY, sent))
        assert shown["ENV006"][1].startswith("Will not be moved: You do not have permission")
        assert shown["ENV006"][4:] == ["Not shown", "Not shown"]

    def test_asks_for_a_choice_where_nothing_is_ticked(self, as_finance, three):
        response = as_finance.post(self.MANY, {"code": "sign_off_finance", "do": "preview"}, follow=True)
        assert response.redirect_chain == [("/my-work/", 302)]
        assert "Select at least one proposal." in words(tree(response))

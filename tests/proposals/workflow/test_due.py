"""What is due: on My work, on the start page, and as the round's timetable in the admin."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from proposals.domain.stages import Stage
from proposals.models import BudgetRound
from proposals.models.rounds import DUE_FIELDS, TIMETABLE
from proposals.workflow.due import due_items, timetable_of
from proposals.workflow.my_work import my_work
from tests.support.scrutiny_examples import make_item
from tests.support.stage_examples import in_preparation, make_complete
from tests.support.web_examples import make_proposal, make_round, tree, words

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def printed(day):
    return f"{day.day} {day:%B %Y}"


@pytest.fixture
def budget_round():
    return in_preparation()


def due_within(budget_round, **days):
    for name, number in days.items():
        setattr(budget_round, name, in_days(number))
    budget_round.save()


class TestMyWork:
    def test_what_is_due_first_stands_first_whatever_waited_longer(self, budget_round, finance_officer):
        make_complete(budget_round, "ENV001", Stage.FINANCE_REVIEW)
        for reference, days in (("ENV002", -3), ("ENV003", 5)):
            another = make_round(f"Round of {reference}", phase="preparation")
            due_within(another, finance_review_due=days)
            make_complete(another, reference, Stage.FINANCE_REVIEW)
        rows = my_work(finance_officer, {}).sections[0].rows
        assert [row.proposal.reference for row in rows] == ["ENV002", "ENV003", "ENV001"]
        assert [row.due and row.due.is_overdue for row in rows] == [True, False, None]

    def test_says_in_words_what_is_overdue_and_the_timetable(self, client, budget_round, finance_officer):
        due_within(budget_round, service_review_due=-9, finance_review_due=-3, scrutiny_due=30)
        make_complete(budget_round, "ENV001", Stage.FINANCE_REVIEW)
        client.force_login(finance_officer)
        page = words(tree(client.get("/my-work/")).xpath("//main")[0])
        assert f"Overdue Due {printed(in_days(-3))}, 3 days ago." in page
        assert f"Scrutiny: due {printed(in_days(30))}, in 30 days" in page
        assert "Corporate review:" not in page

    def test_every_stage_that_waits_for_somebody_can_have_a_deadline(self):
        assert {Stage.DRAFT, Stage.SENT_BACK, Stage.SCRUTINY, *list(Stage)[1:6]} == DUE_FIELDS.keys()


class TestWhatIsDue:
    def test_is_counted_by_what_has_to_be_done_overdue_first(
        self, budget_round, finance_officer, committee_clerk
    ):
        due_within(budget_round, draft_due=-2, finance_review_due=4, ready_to_publish_due=1)
        for number in (1, 2):
            make_complete(budget_round, f"ENV00{number}", Stage.FINANCE_REVIEW)
        make_proposal(budget_round, "ENV003", stage="draft", entered_by=finance_officer)
        make_proposal(budget_round, "ENV004", stage="sent_back", entered_by=finance_officer)
        make_complete(budget_round, "ENV005", Stage.CORPORATE_REVIEW)
        found = [(item.words, item.due.is_overdue, item.part) for item in due_items(finance_officer)]
        assert found == [
            (f"1 proposal in draft to submit, {budget_round.name}", True, "drafts"),
            (f"1 proposal to correct and submit again, {budget_round.name}", True, "sent_back"),
            (f"2 proposals to sign off (finance review), {budget_round.name}", False, "waiting"),
        ]
        make_complete(budget_round, "ENV006", Stage.READY_TO_PUBLISH)
        assert [item.words for item in due_items(committee_clerk)] == [
            f"1 proposal to publish, {budget_round.name}"
        ]

    def test_has_the_answers_to_scrutiny_and_what_has_no_day_last(self, finance_officer):
        proposal = make_proposal(make_round(), "ENV001")
        for days in (-1, -1, None):
            make_item(proposal, owner=finance_officer, due_on=days and in_days(days))
        found = [(item.words, item.due and item.due.is_overdue) for item in due_items(finance_officer)]
        assert found == [("2 scrutiny items to answer", True), ("1 scrutiny item to answer", None)]

    def test_adds_up_to_the_items_to_action(self, client, budget_round, finance_officer):
        for number in (1, 2):
            make_complete(budget_round, f"ENV00{number}", Stage.FINANCE_REVIEW)
        make_item(make_proposal(make_round("An earlier round"), "ENV003"), owner=finance_officer)
        client.force_login(finance_officer)
        (part,) = tree(client.get("/")).xpath("//section[@aria-labelledby='waiting']")
        assert words(part.xpath("./p")[0]) == "You have 3 items to action"
        assert [words(item) for item in part.xpath("./ul/li")] == [
            "1 scrutiny item to answer",
            f"2 proposals to sign off (finance review), {budget_round.name}",
        ]

    def test_stands_on_the_start_page_with_the_way_to_it(self, client, budget_round, finance_officer):
        due_within(budget_round, finance_review_due=1)
        make_complete(budget_round, "ENV001", Stage.FINANCE_REVIEW)
        client.force_login(finance_officer)
        (part,) = tree(client.get("/")).xpath("//section[@aria-labelledby='waiting']")
        assert f"due tomorrow, {printed(in_days(1))}" in words(part)
        assert "/my-work/#waiting-heading" in part.xpath(".//a/@href")
        (round_part,) = tree(client.get("/")).xpath("//section[@aria-labelledby='round']")
        assert f"Finance review: due tomorrow, {printed(in_days(1))}" in words(round_part)

    def test_of_a_reader_is_the_timetable_alone(self, client, scrutiny_member):
        proposal = make_proposal(make_round(), "ENV001")
        due_within(proposal.budget_round, scrutiny_due=2)
        client.force_login(scrutiny_member)
        page = tree(client.get("/"))
        assert not page.xpath("//section[@aria-labelledby='waiting']")
        assert f"Scrutiny: due {printed(in_days(2))}, in 2 days" in words(page.xpath("//main")[0])


class TestTheTimetable:
    def test_is_in_the_order_of_the_stages_and_ends_with_the_round(self, budget_round):
        due_within(budget_round, scrutiny_due=9, draft_due=1)
        assert [label for label, _ in timetable_of(budget_round)] == ["submission", "scrutiny"]
        budget_round.phase = "closed"
        assert timetable_of(budget_round) == ()

    @pytest.fixture
    def saved(self, client, finance_officer, budget_round):
        """A function that saves dates on the round's page in the admin."""
        address = f"/admin/proposals/budgetround/{budget_round.pk}/change/"

        def saved(**dates):
            client.force_login(finance_officer)
            form = tree(client.get(address)).xpath("//form[@id='budgetround_form']")[0]
            fields = form.xpath(".//input[@name][not(@type='submit')] | .//select")
            sent = {field.get("name"): field.get("value") or "" for field in fields if field.tag == "input"}
            sent |= {"council": budget_round.council_id, "phase": budget_round.phase}
            return client.post(address, sent | dates)

        return saved

    def test_is_entered_on_the_page_of_the_round(self, saved, budget_round):
        assert saved(draft_due="01/09/2026", scrutiny_due="14/12/2026").status_code == 302
        held = BudgetRound.objects.get(pk=budget_round.pk)
        assert (held.draft_due, held.scrutiny_due) == (date(2026, 9, 1), date(2026, 12, 14))
        assert {getattr(held, name) for name in TIMETABLE[1:-1]} == {None}

    def test_refuses_a_step_that_is_due_before_an_earlier_one(self, saved, budget_round):
        response = saved(draft_due="02/09/2026", finance_review_due="01/09/2026")
        assert response.status_code == 200
        assert "Enter the day of the deadline for submission or a later one." in response.content.decode()
        assert BudgetRound.objects.get(pk=budget_round.pk).draft_due is None

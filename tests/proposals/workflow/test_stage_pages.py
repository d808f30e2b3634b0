"""The stage on a proposal's page, the moves made there, many at once, and the advice of specialists."""

import pytest
from django.db.models import Count
from django.urls import reverse
from playwright.sync_api import expect

from proposals.domain.roles import Role
from proposals.domain.stages import Stage
from proposals.models import (
    EqualityAssessment,
    ProposalCommittee,
    SavingsProposal,
    SpecialistReview,
)
from proposals.models.records import record_of
from proposals.workflow.moving import MoveRequest, after_editing, move
from proposals.workflow.panel import ENTERED_AT
from reports.models import Edition
from services.models import ChangeRecord
from tests.support.settled_page import assert_sound
from tests.support.stage_examples import again, in_preparation, make_complete, sign
from tests.support.web_examples import make_proposal, problems, tree, words

pytestmark = pytest.mark.django_db
REASON = "Not enough is known."


@pytest.fixture
def budget_round():
    return in_preparation()


@pytest.fixture
def as_finance(client, finance_officer):
    client.force_login(finance_officer)
    return client


def send(client, proposal, code, **given):
    """Send the form of a move; `given` are its fields."""
    fields = {"shown_version": proposal.version, **given}
    data = {"move": code, **{f"{code}-{name}": value for name, value in fields.items()}}
    return client.post(reverse("proposals:move", args=[proposal.pk]), data)


def panel(response):
    (section,) = tree(response).xpath("//section[@aria-labelledby='stage-heading']")
    return section


def steps(response):
    """The stepper as a screen reader says it."""
    return [words(step) for step in panel(response).xpath(".//ol/li/span[2]")]


def checklist(response):
    return [words(line) for line in panel(response).xpath(".//ul[@class='app-checklist']/li")]


def sign_offs(response):
    return [words(line) for line in panel(response).xpath(".//ul[@class='app-sign-offs']/li")]


def offered(response):
    return [words(line) for line in panel(response).xpath(".//details[contains(@class,'app-move')]/summary")]


@pytest.mark.one_database
class TestThePanel:
    def test_says_in_words_which_steps_are_done_and_where_it_stands(self, as_finance, budget_round):
        response = as_finance.get(make_complete(budget_round, stage=Stage.FINANCE_REVIEW).get_absolute_url())
        assert steps(response)[:4] == [
            "draft (completed)",
            "service review (completed)",
            "finance review (current)",
            "corporate review (to do)",
        ]
        assert panel(response).xpath(".//li[@aria-current='step']") != []

    def test_lists_what_is_there_and_what_is_missing_with_the_place_to_enter_it(
        self, as_finance, budget_round
    ):
        proposal = make_complete(budget_round, stage=Stage.CORPORATE_REVIEW)
        ProposalCommittee.objects.filter(proposal=proposal).delete()
        EqualityAssessment.objects.filter(proposal=proposal).delete()
        SpecialistReview.objects.create(proposal=proposal, team="hr", question="Who goes?")
        response = as_finance.get(proposal.get_absolute_url())
        assert "Checklist for cabinet member review: 8 of 11 complete" in words(panel(response))
        assert checklist(response)[:3] == [
            "✗ Missing committee",
            "✗ Missing equality screening (or give a reason for waiving it)",
            "✗ Missing specialist adviceHR",
        ]
        assert len(checklist(response)) == 11
        missing = panel(response).xpath(".//ul[@class='app-checklist']/li[contains(@class,'--missing')]")
        links = [link for line in missing for link in line.xpath(".//a/@href")]
        page = reverse("admin:proposals_savingsproposal_change", args=[proposal.pk])
        assert [link.partition("#")[0] for link in links] == [page] * 3

    def test_every_place_to_enter_something_is_on_the_entry_page(self, as_finance, budget_round):
        ids = set()
        for direction, reference in (("saving", "ENV001"), ("pressure", "ENV002")):
            proposal = make_complete(budget_round, reference, Stage.FINANCE_REVIEW, direction=direction)
            page = as_finance.get(reverse("admin:proposals_savingsproposal_change", args=[proposal.pk]))
            ids |= set(tree(page).xpath("//@id"))
        assert set(ENTERED_AT.values()) - ids == set()

    def test_links_to_no_place_for_who_may_not_edit(self, client, budget_round, auditor):
        proposal = make_proposal(budget_round, "ENV001")
        client.force_login(auditor)
        response = client.get(proposal.get_absolute_url())
        assert checklist(response) != []
        assert panel(response).xpath(".//ul[@class='app-checklist']//a") == []
        assert offered(response) == []

    def test_shows_who_signed_what_off_and_what_was_withdrawn_why(self, as_finance, budget_round):
        proposal = make_complete(budget_round, stage=Stage.CABINET_MEMBER_REVIEW)
        before = record_of(proposal)
        proposal.kind = "income"
        proposal.save()
        after_editing(proposal, before, Role.FINANCE_OFFICER)
        lines = sign_offs(as_finance.get(proposal.get_absolute_url()))
        assert lines[0].startswith("Service review: Somebody Else, Budget holder, ")
        assert lines[0].endswith("Total saving signed off: -£0.100m.")
        assert lines[1].startswith("Finance review: Somebody Else")
        assert "Withdrawn" in lines[1]
        assert lines[1].endswith("system changed the kind of saving")

    def test_shows_the_total_of_a_pressure_in_its_own_sign(self, as_finance, budget_round):
        pressure = make_complete(
            budget_round,
            "GRO001",
            Stage.FINANCE_REVIEW,
            savings=(-500_000, 0, 0),
            direction="pressure",
            pressure_category="pay",
        )
        (line,) = sign_offs(as_finance.get(pressure.get_absolute_url()))
        assert line.endswith("Total pressure signed off: £0.500m.")

    def test_shows_readers_stage_and_dates_but_no_names_and_no_moves(
        self, client, budget_round, scrutiny_member, committee_clerk
    ):
        proposal = make_complete(budget_round, stage=Stage.RECOMMENDED)
        SpecialistReview.objects.create(
            proposal=proposal, team="hr", question="Who goes?", advice="Nobody.", advised_by="Hanna Staff"
        )
        move(proposal, MoveRequest("decide", outcome="approved"), committee_clerk)
        client.force_login(scrutiny_member)
        text = words(panel(client.get(proposal.get_absolute_url())))
        assert "Status: decided" in text
        assert "Decision approved" in text
        assert "Published" in text
        assert "Decided" in text
        for internal in ("Somebody Else", "Hanna Staff", "Sign-offs", "Nobody.", "Next steps", "Checklist"):
            assert internal not in text

    def test_shows_the_reason_of_an_exit_and_the_successor(self, as_finance, budget_round, finance_officer):
        old, new = make_complete(budget_round), make_complete(budget_round, "ENV002")
        move(old, MoveRequest("supersede", reason="Merged with another.", superseded_by=new), finance_officer)
        text = words(panel(as_finance.get(old.get_absolute_url())))
        assert "Status: superseded" in text
        assert "Merged with another." in text
        assert "ENV002 Dim the lights" in text

    def test_says_that_a_closed_round_moves_nothing(self, as_finance, budget_round):
        proposal = make_complete(budget_round, stage=Stage.FINANCE_REVIEW)
        budget_round.phase = "closed"
        budget_round.save()
        response = as_finance.get(proposal.get_absolute_url())
        assert offered(response) == []
        assert ("The round is closed, so its proposals cannot be moved to another stage.") in words(
            panel(response)
        )

    def test_offers_what_the_table_gives_this_person(self, as_finance, budget_round):
        response = as_finance.get(make_complete(budget_round, stage=Stage.FINANCE_REVIEW).get_absolute_url())
        assert offered(response) == [
            "Sign off for finance", "Send back", "Defer", "Withdraw", "Mark as superseded",
        ]  # fmt: skip

    def test_takes_a_constant_number_of_queries(
        self, as_finance, budget_round, django_assert_max_num_queries
    ):
        proposal = make_complete(budget_round, stage=Stage.FINANCE_REVIEW)
        with django_assert_max_num_queries(40):
            as_finance.get(proposal.get_absolute_url())


class TestMovingOnThePage:
    def test_moves_says_so_and_comes_back(self, as_finance, budget_round):
        proposal = make_complete(budget_round, stage=Stage.FINANCE_REVIEW)
        response = send(as_finance, proposal, "sign_off_finance", comment="Checked against the ledger.")
        assert response.status_code == 302
        page = as_finance.get(response["Location"])
        assert "ENV001: signed off. Its stage is now “corporate review”." in words(tree(page))
        assert any("Comment: Checked against the ledger." in line for line in sign_offs(page))

    def test_what_is_refused_stands_beside_the_form_with_all_that_was_typed(self, as_finance, budget_round):
        proposal = make_complete(budget_round, stage=Stage.CORPORATE_REVIEW)
        response = send(as_finance, proposal, "supersede", reason="  ", superseded_by="ENV 777")
        assert response.status_code == 400
        assert problems(response) == ["Reason: Enter the reason for “Mark as superseded”."]
        assert tree(response).xpath("//input[@name='supersede-superseded_by']/@value") == ["ENV 777"]
        response = send(as_finance, proposal, "supersede", reason=REASON, superseded_by="ENV 777")
        assert problems(response) == [
            "Reference of the proposal that replaces it: The round has no other proposal “ENV 777”."
        ]
        assert words(tree(response).xpath("//textarea[@name='supersede-reason']")[0]) == REASON
        assert again(proposal).stage == "corporate_review"

    def test_an_incomplete_one_is_refused_with_what_is_missing(
        self, client, budget_round, section_151_officer
    ):
        proposal = make_complete(budget_round, stage=Stage.CORPORATE_REVIEW)
        ProposalCommittee.objects.filter(proposal=proposal).delete()
        client.force_login(section_151_officer)
        response = send(client, proposal, "sign_off_corporate", comment="All good.")
        assert response.status_code == 400
        assert problems(response) == ["Still missing: committee."]
        assert words(tree(response).xpath("//textarea[@name='sign_off_corporate-comment']")[0]) == "All good."

    def test_something_missing_can_be_gone_on_without_for_a_reason(
        self, client, budget_round, section_151_officer
    ):
        proposal = make_complete(budget_round, stage=Stage.CORPORATE_REVIEW)
        EqualityAssessment.objects.filter(proposal=proposal).delete()
        client.force_login(section_151_officer)
        refused = send(client, proposal, "sign_off_corporate")
        assert problems(refused) == [
            "Reason for waiving the missing requirements: "
            "Enter the reason for waiving the missing requirements."
        ]
        assert send(client, proposal, "sign_off_corporate", override_reason=REASON).status_code == 302
        assert again(proposal).sign_offs.last().override_reason == REASON

    def test_an_earlier_reason_is_offered_to_the_next_person(
        self, client, budget_round, section_151_officer, committee_clerk
    ):
        proposal = make_complete(budget_round, stage=Stage.READY_TO_PUBLISH)
        EqualityAssessment.objects.filter(proposal=proposal).delete()
        proposal.sign_offs.filter(stage="corporate_review").delete()
        row = sign(proposal, Stage.CORPORATE_REVIEW)
        row.override_reason = REASON
        row.save()
        client.force_login(committee_clerk)
        response = client.get(proposal.get_absolute_url())
        assert words(tree(response).xpath("//textarea[@name='publish-override_reason']")[0]) == REASON

    def test_a_page_shown_before_somebody_else_moved_it_is_told_so(
        self, as_finance, budget_round, section_151_officer
    ):
        proposal = make_complete(budget_round, stage=Stage.CORPORATE_REVIEW)
        move(proposal, MoveRequest("sign_off_corporate"), section_151_officer)
        response = send(as_finance, proposal, "defer", reason=REASON)
        assert response.status_code == 400
        (problem,) = problems(response)
        assert problem.startswith("ENV001 was changed by Cecil Prudent after you opened this page")
        assert "now at the stage “cabinet member review”" in problem
        assert words(tree(response).xpath("//textarea[@name='defer-reason']")[0]) == REASON
        assert again(proposal).stage == "cabinet_member_review"
        shown = tree(response).xpath("//input[@name='defer-shown_version']/@value")
        assert shown == [str(again(proposal).version)]

    def test_words_for_a_move_that_is_gone_are_given_back(
        self, as_finance, budget_round, section_151_officer, finance_officer
    ):
        proposal = make_complete(budget_round, stage=Stage.FINANCE_REVIEW)
        move(proposal, MoveRequest("sign_off_finance"), section_151_officer)
        response = send(as_finance, proposal, "sign_off_finance", comment="I checked every figure.")
        assert response.status_code == 400
        assert "Your text was not saved" in words(panel(response))
        assert "I checked every figure." in words(panel(response))

    def test_is_refused_to_readers_and_is_not_there_for_strangers(
        self, client, budget_round, scrutiny_member, outsider, auditor
    ):
        published = make_complete(budget_round, "ENV001", Stage.PUBLISHED)
        draft = make_complete(budget_round, "ENV002")
        for person, proposal, status in (
            (scrutiny_member, published, 403),
            (scrutiny_member, draft, 404),
            (auditor, draft, 403),
            (outsider, published, 404),
        ):
            client.force_login(person)
            assert send(client, proposal, "withdraw", reason=REASON).status_code == status
        assert (again(published).stage, again(draft).stage) == ("published", "draft")

    def test_no_move_of_another_role_is_made(self, as_finance, budget_round):
        proposal = make_complete(budget_round, stage=Stage.CORPORATE_REVIEW)
        assert send(as_finance, proposal, "sign_off_corporate").status_code == 403

    def test_an_unknown_step_is_said(self, as_finance, budget_round):
        response = send(as_finance, make_complete(budget_round), "fly")
        assert response.status_code == 400
        assert "There is no such step." in words(tree(response))

    def test_the_address_takes_forms_only(self, client, as_finance, budget_round):
        proposal = make_complete(budget_round)
        address = reverse("proposals:move", args=[proposal.pk])
        assert as_finance.get(address).status_code == 405
        client.logout()
        response = client.post(address, {"move": "submit"})
        assert response["Location"] == f"/sign-in/?next=/proposals/{proposal.pk}/"

    def test_whoever_may_no_longer_see_it_is_sent_to_their_work(self, client, budget_round, committee_clerk):
        proposal = make_complete(budget_round, stage=Stage.READY_TO_PUBLISH)
        client.force_login(committee_clerk)
        response = send(client, proposal, "send_back_ready", reason=REASON)
        assert response["Location"] == "/my-work/"
        assert "ENV001: sent back." in words(tree(client.get("/my-work/")))

    def test_what_is_hostile_is_shown_as_text(self, as_finance, budget_round):
        proposal = make_complete(budget_round)
        send(as_finance, proposal, "defer", reason="<script>alert(1)</script>")
        assert b"<script>alert" not in as_finance.get(proposal.get_absolute_url()).content


class TestManyAtOnce:
    address = "/proposals/stage/many/"

    @pytest.fixture
    def three(self, budget_round):
        return [
            make_complete(budget_round, "ENV001", Stage.FINANCE_REVIEW),
            make_complete(budget_round, "ENV002", Stage.FINANCE_REVIEW),
            make_complete(budget_round, "ENV003", Stage.DRAFT),
        ]

    def data(self, proposals, **more):
        shown = [f"{proposal.pk}:{proposal.version}" for proposal in proposals]
        return {"pk": [proposal.pk for proposal in proposals], "shown": shown, **more}

    def results(self, response):
        return [words(row[2]) for row in tree(response).xpath("//tbody/tr")]

    def test_asks_for_the_step_first_and_moves_nothing(self, as_finance, three):
        response = as_finance.post(self.address, self.data(three))
        assert response.status_code == 200
        choices = [
            words(label) for label in tree(response).xpath("//form//label[@for][contains(@class,'radios')]")
        ]
        assert "Sign off for finance (from “finance review” to “corporate review”)" in choices
        assert "Defer (to “deferred”)" in choices
        assert "Mark as superseded" not in " ".join(choices)

    def test_tells_savings_and_pressures_apart(self, as_finance, three, budget_round):
        pressure = make_complete(
            budget_round,
            "GRO001",
            Stage.FINANCE_REVIEW,
            savings=(-500_000, 0, 0),
            direction="pressure",
            pressure_category="pay",
            statements={"why_needed": "The award is 3%."},
        )
        asked = self.data([*three, pressure], code="sign_off_finance", do="preview")
        page = tree(as_finance.post(self.address, asked))
        assert (
            "3 will be moved, with a total saving of -£0.200m and a total pressure of £0.500m; 1 will not."
            in words(page.xpath("//main")[0])
        )
        totals = [words(cell) for cell in page.xpath("//td[@data-label='Total']")]
        assert totals == ["-£0.100m", "-£0.100m", "-£0.100m", "£0.500m (pressure)"]

    def test_shows_what_would_happen_then_does_it(self, as_finance, three):
        asked = self.data(three, code="sign_off_finance", reason="Checked together.")
        preview = as_finance.post(self.address, {**asked, "do": "preview"})
        assert self.results(preview)[:2] == ["Will be moved", "Will be moved"]
        assert self.results(preview)[2].startswith("Will not be moved: ENV003 is now at the stage “draft”")
        assert {again(one).stage for one in three} == {"finance_review", "draft"}
        done = as_finance.post(self.address, {**asked, "do": "confirm", "previewed": "sign_off_finance"})
        assert "2 moved, 1 not moved." in words(tree(done))
        assert [again(one).stage for one in three] == ["corporate_review", "corporate_review", "draft"]
        assert again(three[0]).sign_offs.last().comment == "Checked together."

    def test_asks_for_the_reason_and_keeps_the_choice(self, as_finance, three):
        response = as_finance.post(self.address, self.data(three, code="defer", do="confirm"))
        assert response.status_code == 400
        assert problems(response) == ["Reason or comment: Enter the reason for “Defer”."]
        assert tree(response).xpath("//input[@name='code'][@checked]/@value") == ["defer"]
        assert {again(one).stage for one in three} == {"finance_review", "draft"}

    def test_another_step_than_the_one_shown_is_shown_first(self, as_finance, three):
        asked = self.data(three, code="withdraw", reason=REASON, do="confirm", previewed="defer")
        assert self.results(as_finance.post(self.address, asked)) == ["Will be moved"] * 3
        assert {again(one).stage for one in three} == {"finance_review", "draft"}

    def test_what_changed_since_the_preview_stays(self, as_finance, three, section_151_officer):
        asked = self.data(three, code="defer", reason=REASON, do="confirm", previewed="defer")
        move(three[0], MoveRequest("sign_off_finance"), section_151_officer)
        response = as_finance.post(self.address, asked)
        assert "changed by Cecil Prudent" in self.results(response)[0]
        assert again(three[0]).stage == "corporate_review"
        assert again(three[1]).stage == "deferred"

    def test_is_for_those_who_move(self, client, three, scrutiny_member, auditor, outsider):
        make_complete(three[0].budget_round, "ENV004", Stage.PUBLISHED)
        published = list(SavingsProposal.objects.filter(reference="ENV004"))
        for person, status in ((scrutiny_member, 403), (auditor, 403), (outsider, 404)):
            client.force_login(person)
            assert client.post(self.address, self.data(published)).status_code == status
        client.force_login(scrutiny_member)
        assert client.post(self.address, self.data(three)).status_code == 404

    def test_leaves_out_what_cannot_be_seen_and_refuses_too_many(self, client, three, committee_clerk):
        ready = make_complete(three[0].budget_round, "ENV005", Stage.READY_TO_PUBLISH)
        client.force_login(committee_clerk)
        response = client.post(self.address, self.data([*three, ready]))
        assert "3 of the chosen proposals cannot be found" in words(tree(response))
        assert "ENV001" not in response.content.decode()
        assert client.post(self.address, {"pk": range(1, 202)}).status_code == 400
        assert client.post(self.address, {"pk": ["x", "-1", "9" * 30]}).status_code == 404
        assert client.get(self.address).status_code == 405


@pytest.mark.one_database
class TestAdvice:
    @pytest.fixture
    def asked(self, budget_round):
        proposal = make_complete(budget_round, stage=Stage.CORPORATE_REVIEW)
        SpecialistReview.objects.create(
            proposal=proposal, team="hr", question="Who goes?", asked_by="Fiona Ledger"
        )
        return proposal

    def address(self, proposal, team="hr"):
        return f"/proposals/{proposal.pk}/advice/{team}/"

    def test_is_written_by_the_adviser_asked_and_recorded(self, client, asked, hr_adviser):
        client.force_login(hr_adviser)
        page = client.get(self.address(asked))
        assert "Who goes?" in words(tree(page))
        response = client.post(self.address(asked), {"advice": "Two posts are vacant.", "shown_advice": ""})
        assert response["Location"] == asked.get_absolute_url()
        held = asked.specialist_reviews.get()
        assert (held.advice, held.advised_by) == ("Two posts are vacant.", "Hanna Staff")
        assert held.advised_at is not None
        change = ChangeRecord.objects.about("proposals.savingsproposal", asked.pk).first()
        assert (change.actor_name, change.after["advice"]) == ("Hanna Staff", "Two posts are vacant.")
        assert "Two posts are vacant." in words(panel(client.get(asked.get_absolute_url())))

    def test_of_a_colleague_meanwhile_is_not_overwritten(self, client, asked, hr_adviser):
        row = asked.specialist_reviews.get()
        row.advice, row.advised_by = "Nobody goes.", "Hector Other"
        row.save()
        client.force_login(hr_adviser)
        response = client.post(self.address(asked), {"advice": "Two go.", "shown_advice": ""})
        assert response.status_code == 400
        assert "Hector Other wrote advice after you opened this page" in problems(response)[0]
        assert words(tree(response).xpath("//textarea")[0]) == "Two go."
        both = {"advice": "Nobody goes. Two go.", "shown_advice": "Nobody goes."}
        assert client.post(self.address(asked), both).status_code == 302

    def test_of_several_lines_can_be_changed(self, client, asked, hr_adviser):
        client.force_login(hr_adviser)
        client.post(self.address(asked), {"advice": "One.\r\n\r\nTwo.", "shown_advice": ""})
        shown = tree(client.get(self.address(asked))).xpath("//input[@name='shown_advice']/@value")[0]
        response = client.post(self.address(asked), {"advice": "Three.", "shown_advice": shown})
        assert response.status_code == 302

    def test_says_what_is_empty(self, client, asked, hr_adviser):
        client.force_login(hr_adviser)
        response = client.post(self.address(asked), {"advice": "  "})
        assert (response.status_code, problems(response)) == (400, ["Advice: Enter your advice."])

    def test_is_for_the_team_asked_alone(
        self, client, asked, legal_adviser, finance_officer, scrutiny_member, hr_adviser
    ):
        other = make_complete(asked.budget_round, "ENV002", Stage.CORPORATE_REVIEW)
        for person, proposal, team, status in (
            (legal_adviser, asked, "hr", 404),
            (scrutiny_member, asked, "hr", 404),
            (finance_officer, asked, "hr", 403),
            (finance_officer, asked, "legal", 404),
            (hr_adviser, asked, "legal", 404),
            (hr_adviser, asked, "cooks", 404),
            (hr_adviser, other, "hr", 404),
        ):
            client.force_login(person)
            assert client.get(self.address(proposal, team)).status_code == status, (person, team)
            assert client.post(self.address(proposal, team), {"advice": "x"}).status_code == status

    def test_is_not_written_in_a_closed_round(self, client, asked, hr_adviser):
        asked.budget_round.phase = "closed"
        asked.budget_round.save()
        client.force_login(hr_adviser)
        assert client.post(self.address(asked), {"advice": "Late."}).status_code == 403


@pytest.mark.one_database
class TestTheDemonstration:
    def test_has_something_at_every_stage_before_publication(self, demonstration):
        made = SavingsProposal.objects.filter(budget_round__phase="preparation")
        assert dict(made.order_by("reference").values_list("reference", "stage")) == {
            "COM101": "draft",
            "COM102": "draft",
            "COM103": "sent_back",
            "COM104": "service_review",
            "COM105": "finance_review",
            "COM106": "corporate_review",
            "COM107": "cabinet_member_review",
            "COM108": "ready_to_publish",
            "COM109": "finance_review",
            "HWT110": "deferred",
        }
        of_published = SavingsProposal.objects.filter(stage="published").values_list("direction")
        assert dict(of_published.annotate(Count("pk")).order_by()) == {"saving": 47, "pressure": 3}
        assert list(Edition.objects.public().values_list("number", "proposals")) == [(2, 47), (1, 5)]
        taken_back = again(made.get(reference="COM109")).sign_offs.exclude(withdrawn_at=None)
        assert [(row.stage, row.signed_total) for row in taken_back] == [
            ("finance_review", 30_000), ("corporate_review", 30_000),
        ]  # fmt: skip


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
class TestInTheBrowser:
    def test_the_pages_are_sound_for_everybody_who_works_on_a_proposal(self, page, sign_in, finance_officer):
        budget_round = in_preparation()
        proposal = make_complete(budget_round, stage=Stage.FINANCE_REVIEW)
        SpecialistReview.objects.create(proposal=proposal, team="hr", question="Who goes?")
        sign_in(page, finance_officer)
        for address in (proposal.get_absolute_url(), "/my-work/"):
            page.goto(address)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert_sound(page, (320, 1280))
        page.goto(proposal.get_absolute_url())
        page.locator("summary", has_text="Send back").focus()
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Send back").click()
        page.get_by_role("link", name="Enter the reason").click()
        expect(page.get_by_label("Reason").and_(page.locator(":focus"))).to_be_visible()
        page.keyboard.type(REASON)
        page.get_by_role("button", name="Send back").click()
        page.get_by_text("Its stage is now “sent back”").wait_for()
        assert again(proposal).stage_reason == REASON

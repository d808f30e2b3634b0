"""What happened to a proposal, as its timeline tells it: who, when, why, from what to what, and to whom it is told."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from proposals.domain.roles import Role
from proposals.domain.stages import Stage
from proposals.history.timeline import ENTRIES_A_PAGE, KINDS, public_moves, timeline_of
from proposals.models import (
    ExemptWording,
    FTEImpact,
    ImpactStatement,
    ProposalRisk,
    SavingsProposal,
    SpecialistReview,
    WarningReason,
    YearProfile,
)
from proposals.models.records import record_of
from proposals.permissions.proposals import reads_in_full
from proposals.workflow.moving import MoveRequest, after_editing, enter_stage, move
from services.audit.events import record_event
from services.audit.history import acting
from services.models import ChangeRecord, Portfolio
from tests.support.web_examples import FIRST, make_proposal, make_round, make_service, tree, words

pytestmark = pytest.mark.django_db
SECRET = "Zanzibarquartz moves out."


@pytest.fixture
def draft():
    return make_proposal(make_round(phase="preparation"), "ENV001")


@pytest.fixture
def published():
    return make_proposal(make_round(), "ENV001")


def the_last(user, proposal, **more):
    return timeline_of(user, proposal, **more).entries[0]


def changes_of(row):
    return [(change.label, change.before, change.after) for change in row.changes]


def shown(person, proposal, **query):
    client = Client()
    client.force_login(person)
    response = client.get(reverse("proposals:timeline", args=[proposal.pk]), query)
    return words(tree(response)) if response.status_code == 200 else response.status_code


class TestAnEntry:
    def test_is_one_save_with_all_its_rows_from_what_to_what_and_why(self, draft, finance_officer):
        with acting(user=finance_officer, reason="The form was read wrongly."):
            draft.title = "Switch the lights off"
            draft.save()
            row = YearProfile.objects.get(proposal=draft, year=FIRST)
            row.recurring_saving = 25_000
            row.save()
            ProposalRisk.objects.create(proposal=draft, title="It gets dark", level="H")
        entry = the_last(finance_officer, draft)
        assert (entry.who, entry.reason) == ("Fiona Ledger", "The form was read wrongly.")
        own, year, risk = entry.rows
        assert own.what == "Proposal changed"
        assert changes_of(own) == [("title", "Dim the lights", "Switch the lights off")]
        assert changes_of(year) == [("recurring saving", "£1,000", "£25,000")]
        assert risk.what == "Risk added: ENV001: It gets dark"
        assert [(item.label, item.after) for item in risk.values] == [
            ("risk", "It gets dark"),
            ("level", "high"),
        ]

    def test_shows_what_a_deleted_row_held(self, draft, finance_officer):
        with acting(user=finance_officer):
            FTEImpact.objects.create(proposal=draft, year=FIRST, change=Decimal("-1.50"))
        with acting(user=finance_officer, reason="Was another proposal's."):
            FTEImpact.objects.get(proposal=draft).delete()
        entry = the_last(finance_officer, draft)
        assert [(item.label, item.before) for item in entry.rows[0].values] == [
            ("financial year", "2027/28"),
            ("FTE change", "-1.50"),
        ]

    def test_keeps_the_name_of_a_person_whose_account_is_gone(self, draft, author, finance_officer):
        with acting(user=author):
            draft.title = "Switch the lights off"
            draft.save()
        author.delete()
        assert the_last(finance_officer, draft).who == "Arthur Draft"

    def test_of_a_move_says_it_once_in_words(self, draft, finance_officer):
        with acting(user=finance_officer):
            enter_stage(draft, Stage.SERVICE_REVIEW, "Ready.")
        entry = the_last(finance_officer, draft)
        assert [row.what for row in entry.rows] == ["Moved from draft to service review"]
        assert entry.reason == "Ready."

    def test_of_a_withdrawn_sign_off_says_whose_and_why(self, draft, section_151_officer, finance_officer):
        draft.sign_offs.create(
            stage="finance_review", signed_by_name="Una Signer", role="Finance officer", signed_total=1000
        )
        with acting(user=finance_officer):
            enter_stage(draft, Stage.CORPORATE_REVIEW, "")
            before = record_of(SavingsProposal.objects.with_statements().get(pk=draft.pk))
            row = YearProfile.objects.get(proposal=draft, year=FIRST)
            row.recurring_saving = 25_000
            row.save()
            from proposals.models.stored_figures import store_figures_of

            store_figures_of([draft.pk])
            after_editing(draft, before, Role.FINANCE_OFFICER)
        text = " ".join(
            row.what for entry in timeline_of(finance_officer, draft).entries for row in entry.rows
        )
        assert "Sign-off withdrawn: ENV001: finance review signed off by Una Signer" in text
        assert "Sign-off changed" not in text

    def test_says_the_reason_of_a_change_once_where_the_withdrawal_quotes_it(self, draft, finance_officer):
        with acting(user=finance_officer, reason="The tender came in."):
            draft.title = "Switch the lights off"
            draft.save()
            enter_stage(draft, Stage.SERVICE_REVIEW, "Fiona Ledger changed the title: The tender came in.")
        entry = the_last(finance_officer, draft)
        assert entry.reason == "Fiona Ledger changed the title: The tender came in."

    def test_names_no_accounts_and_no_codes(self, draft, finance_officer):
        with acting(user=finance_officer):
            draft.sign_offs.create(
                stage="finance_review", signed_by=finance_officer, signed_by_name="Fiona", signed_total=1
            )
            WarningReason.objects.create(
                proposal=draft, code="stated_total_differs", message="It differs.", reason="So.", given_by="F"
            )
        text = shown(finance_officer, draft)
        assert "finance review signed off by Fiona" in text
        assert "fiona" not in text
        assert "stated_total_differs" not in text

    def test_gathers_the_years_of_a_new_proposal_in_a_line(self, draft, finance_officer):
        YearProfile.objects.filter(proposal=draft).delete()
        with acting(user=finance_officer):
            YearProfile.objects.create(proposal=draft, year=FIRST)
            YearProfile.objects.create(proposal=draft, year=FIRST + 1, recurring_saving=55_000)
            YearProfile.objects.create(proposal=draft, year=FIRST + 2, one_off_saving=500, one_off_cost=20)
            FTEImpact.objects.create(proposal=draft, year=FIRST, change=Decimal("-1.50"))
        assert [row.what for row in the_last(finance_officer, draft).rows] == [
            "Amounts added: 2027/28 zero, 2028/29 £55,000, 2029/30 one-off saving £500 and one-off cost £20",
            "Posts added: 2027/28 -1.50",
        ]

    def test_of_a_pressure_tells_its_amounts_as_it_states_them(self, finance_officer):
        pressure = make_proposal(make_round(phase="preparation"), "GRO001", direction="pressure", savings=())
        with acting(user=finance_officer):
            row = YearProfile.objects.create(proposal=pressure, year=FIRST, recurring_saving=-500_000)
            YearProfile.objects.create(
                proposal=pressure, year=FIRST + 1, one_off_saving=40_000, one_off_cost=15_000
            )
        assert [row.what for row in the_last(finance_officer, pressure).rows] == [
            "Amounts added: 2027/28 £500,000, 2028/29 one-off pressure -£40,000 and one-off cost £15,000"
        ]
        with acting(user=finance_officer):
            row.recurring_saving = -600_000
            row.save()
        (changed,) = the_last(finance_officer, pressure).rows
        assert changes_of(changed) == [("recurring pressure", "£500,000", "£600,000")]
        with acting(user=finance_officer):
            pressure.stated_total = -600_000
            pressure.save()
        (changed,) = the_last(finance_officer, pressure).rows
        assert [(item.label, item.after) for item in changed.changes] == [("stated total", "£600,000")]

    def test_can_be_narrowed_to_figures(self, draft, finance_officer):
        with acting(user=finance_officer):
            draft.title = "Switch the lights off"
            draft.save()
            ProposalRisk.objects.create(proposal=draft, title="It gets dark")
            row = YearProfile.objects.get(proposal=draft, year=FIRST)
            row.recurring_saving = 25_000
            row.save()
        with acting(user=finance_officer):
            draft.stated_total = 1_000
            draft.save()
        stated, saving, *_ = timeline_of(finance_officer, draft, kind="figures").entries
        assert [row.what for row in stated.rows] == ["Proposal changed"]
        assert [changes_of(row) for row in saving.rows] == [[("recurring saving", "£1,000", "£25,000")]]

    def test_of_an_override_says_what_was_missing(self, draft, finance_officer):
        with acting(user=finance_officer):
            record_event(
                "overridden", draft, details={"without": ["equality screening"]}, reason="It is next week."
            )
        entry = the_last(finance_officer, draft)
        assert (entry.rows[0].what, entry.reason) == ("Check overridden", "It is next week.")
        assert [(item.label, item.after) for item in entry.rows[0].values] == [
            ("without", "equality screening")
        ]


class TestExemptMatter:
    @pytest.fixture
    def exempt(self, published):
        statement = ImpactStatement.objects.create(
            proposal=published,
            kind="approach",
            text="Sell.",
            exempt_paragraph=3,
            public_interest_reason="A sale is under way.",
        )
        with acting(name="Una Writer"):
            ExemptWording.objects.create(proposal=published, statement=statement, text=SECRET).delete()
        return published

    def test_is_told_without_its_wording_to_those_who_may_read_it(self, exempt, finance_officer):
        entry = the_last(finance_officer, exempt, kind="exempt")
        assert [row.what for row in entry.rows] == ["Exempt wording added", "Exempt wording deleted"]
        assert "on the exempt wording page" in entry.rows[0].note
        page = shown(finance_officer, exempt)
        assert "Una Writer" in page
        assert SECRET not in page

    def test_is_left_out_for_those_who_may_not(self, exempt, scrutiny_member):
        whats = [row.what for entry in timeline_of(scrutiny_member, exempt).entries for row in entry.rows]
        assert whats
        assert not any("xempt wording" in what for what in whats)

    def test_shows_who_read_it_and_why(self, exempt, finance_officer, auditor):
        with acting(user=auditor):
            record_event("viewed_exempt", exempt, details={"sections": ["Approach"]}, reason="Audit 7.")
        entry = the_last(finance_officer, exempt)
        assert (entry.who, entry.reason, entry.rows[0].what) == (
            "Audrey Trail",
            "Audit 7.",
            "Saw exempt wording",
        )


class TestThePages:
    def many(self, proposal, count):
        for number in range(count):
            with acting(name=f"Person {number}"):
                proposal.title = f"Title {number}"
                proposal.save()

    def test_are_newest_first_and_lose_and_repeat_nothing(self, draft, finance_officer):
        self.many(draft, ENTRIES_A_PAGE + 5)
        first = timeline_of(finance_officer, draft)
        second = timeline_of(finance_officer, draft, page="2")
        who = [entry.who for entry in (*first.entries, *second.entries) if entry.who.startswith("Person")]
        assert who == [f"Person {number}" for number in reversed(range(ENTRIES_A_PAGE + 5))]
        assert len(first.entries) == ENTRIES_A_PAGE

    def test_are_turned_to_by_their_links(self, draft, finance_officer):
        self.many(draft, ENTRIES_A_PAGE + 5)
        client = Client()
        client.force_login(finance_officer)
        first = tree(client.get(reverse("proposals:timeline", args=[draft.pk]), {"kind": "changes"}))
        (older,) = first.xpath("//a[@rel='next']/@href")
        assert older == "?kind=changes&page=2"

    def test_that_are_not_there_are_said(self, draft, finance_officer):
        assert "There is no page “9”. This is page 1 of 1." in shown(finance_officer, draft, page="9")
        assert "There is no page “x”" in shown(finance_officer, draft, page="x")
        assert "There is no kind of event “x”: everything is shown." in shown(
            finance_officer, draft, kind="x"
        )

    def test_take_few_queries_however_much_happened(
        self, draft, finance_officer, django_assert_max_num_queries
    ):
        self.many(draft, 30)
        client = Client()
        client.force_login(finance_officer)
        address = reverse("proposals:timeline", args=[draft.pk])
        with django_assert_max_num_queries(18):
            client.get(address)

    def test_narrow_to_one_kind_of_event_and_every_event_of_a_proposal_has_one(self, draft, finance_officer):
        with acting(user=finance_officer):
            enter_stage(draft, Stage.SERVICE_REVIEW, "")
        assert [row.what for row in the_last(finance_officer, draft, kind="stages").rows] == [
            "Moved from draft to service review"
        ]
        of_accounts = {"signed_in", "sign_in_failed", "signed_out", "permissions_changed"}
        of_rounds = {"exported", "imported"}
        for action in set(ChangeRecord.Action.values) - of_accounts - of_rounds:
            kept = ChangeRecord(action=action, record_type="proposals.savingsproposal", record_id=draft.pk)
            kept.actor_name, kept.operation = "x", "0" * 32
            kept.save()
            kinds = [
                kind for kind, (_, chosen) in KINDS.items() if ChangeRecord.objects.filter(chosen, pk=kept.pk)
            ]
            assert len(kinds) == 1, action


@pytest.mark.one_database
class TestWhoIsToldWhat:
    def test_all_of_it_those_who_work_on_the_proposal_and_auditors(
        self, published, author, budget_holder, finance_officer, hr_adviser, auditor, assign
    ):
        SpecialistReview.objects.create(proposal=published, team="hr", question="Is notice due?")
        people = (
            assign(author, published.service),
            assign(budget_holder, published.service.directorate),
            finance_officer,
            hr_adviser,
            auditor,
        )
        for person in people:
            assert reads_in_full(person, published)
            assert "Proposal added" in shown(person, published)

    def test_other_readers_the_public_moves_alone_without_names_and_reasons(
        self, published, scrutiny_member, committee_clerk, author, cabinet_member, assign
    ):
        portfolio = Portfolio.objects.create(council=published.budget_round.council, name="Streets")
        published.service.portfolio = portfolio
        published.service.save()
        with acting(name="Una Before"):
            record_event("stage_moved", published, details={"from": "draft", "to": "service review"})
        published.published_at = ChangeRecord.objects.latest("pk").at + datetime.timedelta(microseconds=1)
        published.save()
        with acting(user=committee_clerk):
            move(published, MoveRequest("send_to_scrutiny", comment="Panel of May."), committee_clerk)
        for person in (scrutiny_member, committee_clerk, author, assign(cabinet_member, portfolio)):
            page = shown(person, published)
            assert "Moved from published to scrutiny" in page
            assert "draft" not in page
            for hidden in ("Una Before", "Panel of May.", "Proposal changed", "Dim the lights changed"):
                assert hidden not in page
        assert len(public_moves(published)) == 1

    def test_nobody_who_does_not_see_the_proposal(self, draft, outsider, scrutiny_member, committee_clerk):
        for person in (outsider, scrutiny_member, committee_clerk):
            assert shown(person, draft) == 404

    def test_the_proposals_page_leads_there(self, published, scrutiny_member):
        client = Client()
        client.force_login(scrutiny_member)
        page = client.get(published.get_absolute_url()).content.decode()
        assert reverse("proposals:timeline", args=[published.pk]) in page


class TestTheLogInTheAdmin:
    """It says no more about a proposal than its timeline does."""

    def test_shows_a_finance_officer_the_record_of_their_own_directorates_alone(
        self, published, finance_officer, assign
    ):
        budget_round = published.budget_round
        elsewhere = make_service(budget_round, "Libraries", "LIB", "Culture")
        other = make_proposal(budget_round, "LIB001", service=elsewhere)
        client = Client()
        client.force_login(assign(finance_officer, published.service.directorate))
        found = client.get(reverse("admin:services_changerecord_changelist")).context["cl"].queryset
        subjects = set(
            found.filter(subject_type="proposals.savingsproposal").values_list("subject_id", flat=True)
        )
        assert subjects == {published.pk}
        assert other.pk in set(
            SavingsProposal.objects.visible_to(finance_officer).values_list("pk", flat=True)
        )


class TestASmallNumberOfPosts:
    """A number that could point at a person has to be explained before it is published."""

    WORDS = "reason for publishing a small number of posts"

    def asked(self, proposal, stage):
        from proposals.domain.completeness import requirements
        from proposals.workflow.completeness_facts import facts_of, with_workflow

        held = with_workflow(SavingsProposal.objects.all()).get(pk=proposal.pk)
        return {item.words: item.is_met for item in requirements(facts_of(held), stage)}

    @pytest.mark.parametrize(
        ("change", "is_asked"), [("-0.01", True), ("-4.99", True), ("-5", False), ("3", False), ("0", False)]
    )
    def test_is_asked_about_before_publication(self, change, is_asked):
        proposal = make_proposal(make_round(phase="preparation"), "ENV001", fte=[change])
        assert (self.WORDS in self.asked(proposal, Stage.READY_TO_PUBLISH)) is is_asked
        assert (self.WORDS in self.asked(proposal, Stage.PUBLISHED)) is is_asked
        assert self.WORDS not in self.asked(proposal, Stage.CABINET_MEMBER_REVIEW)

    def test_is_explained_by_a_reason_for_these_very_figures(self):
        proposal = make_proposal(make_round(phase="preparation"), "ENV001", fte=["-2"])
        message = "Individuals may be identifiable from this number of posts: -2.00 in 2027/28."
        proposal.warning_reasons.create(
            code="small_staffing_number", message=message, reason="Both are vacant.", given_by="Fiona Ledger"
        )
        assert self.asked(proposal, Stage.PUBLISHED)[self.WORDS] is True
        row = FTEImpact.objects.get(proposal=proposal)
        row.change = Decimal(-1)
        row.save()
        assert self.asked(proposal, Stage.PUBLISHED)[self.WORDS] is False

"""Exempt wording: who reads and writes it, who is given leave, and that every reading is recorded."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from proposals.domain.stages import Stage
from proposals.exempt.grants import grant_exempt, withdraw_grant
from proposals.exempt.wording import ExemptRefused, exempt_sections, may_read_exempt, save_exempt
from proposals.models import ExemptGrant, ExemptWording, ImpactStatement, SavingsProposal, SpecialistReview
from services.models import ChangeRecord, Portfolio
from tests.support.exempt_examples import (
    EARLIER,
    INTEREST,
    MARKER,
    OFFICES,
    WORDING,
    exempt_proposal,
    signed_in,
)
from tests.support.web_examples import make_proposal, make_round, tree, words

pytestmark = pytest.mark.django_db

proposal = exempt_proposal


@pytest.fixture
def draft():
    return make_proposal(make_round("In preparation", phase="preparation"), "ENV009")


def at_stage(proposal, stage):
    proposal.stage = stage.value
    proposal.published_at = None
    proposal.save()
    return SavingsProposal.objects.get(pk=proposal.pk)


def again(person):
    """The same person, as another request would see them."""
    return type(person).objects.get(pk=person.pk)


class TestWhoReadsIt:
    def test_officers_in_whose_scope_it_is_and_auditors_from_the_first_draft(
        self, draft, author, budget_holder, finance_officer, section_151_officer, auditor, assign
    ):
        assert may_read_exempt(assign(author, draft.service), draft)
        assert may_read_exempt(assign(budget_holder, draft.service.directorate), draft)
        assert may_read_exempt(finance_officer, draft)
        assert may_read_exempt(section_151_officer, draft)
        assert may_read_exempt(auditor, draft)

    def test_no_officer_outside_their_scope(self, proposal, author, budget_holder, finance_officer, assign):
        elsewhere = make_round("Elsewhere", council="Westmoor Council")
        other = make_proposal(elsewhere, "XXX001").service
        assert not may_read_exempt(author, proposal)
        assert not may_read_exempt(assign(budget_holder, other), proposal)
        assert not may_read_exempt(assign(finance_officer, other.directorate), proposal)

    def test_specialists_once_it_is_flagged_to_them(self, proposal, hr_adviser, legal_adviser):
        SpecialistReview.objects.create(proposal=proposal, team="hr", question="Is notice due?")
        assert may_read_exempt(hr_adviser, proposal)
        assert not may_read_exempt(legal_adviser, proposal)

    @pytest.mark.parametrize(
        ("stage", "reads"),
        [(Stage.CORPORATE_REVIEW, False), (Stage.CABINET_MEMBER_REVIEW, True), (Stage.SCRUTINY, True)],
    )
    def test_the_cabinet_member_of_the_portfolio_once_it_is_put_to_them(
        self, proposal, cabinet_member, assign, stage, reads
    ):
        portfolio = Portfolio.objects.create(council=proposal.budget_round.council, name="Streets")
        assert not may_read_exempt(assign(cabinet_member, portfolio), proposal)
        proposal.service.portfolio = portfolio
        proposal.service.save()
        assert may_read_exempt(again(cabinet_member), at_stage(proposal, stage)) is reads

    @pytest.mark.parametrize(
        ("stage", "reads"),
        [(Stage.CABINET_MEMBER_REVIEW, False), (Stage.READY_TO_PUBLISH, True), (Stage.DECIDED, True)],
    )
    def test_the_clerk_once_part_two_is_prepared(self, proposal, committee_clerk, stage, reads):
        assert may_read_exempt(committee_clerk, at_stage(proposal, stage)) is reads

    def test_what_ended_is_read_by_the_clerk_only_if_it_was_published(self, proposal, committee_clerk):
        assert not may_read_exempt(committee_clerk, at_stage(proposal, Stage.WITHDRAWN))

    def test_no_scrutiny_member_without_leave_and_no_outsider(self, proposal, scrutiny_member, outsider):
        assert not may_read_exempt(scrutiny_member, proposal)
        assert not may_read_exempt(outsider, proposal)

    def test_leave_is_for_one_proposal_and_only_while_it_can_be_seen(
        self, proposal, draft, scrutiny_member, section_151_officer
    ):
        for each in (proposal, draft):
            grant_exempt(section_151_officer, each, scrutiny_member, "Sits on the panel.")
        other = make_proposal(proposal.budget_round, "ENV002")
        assert may_read_exempt(scrutiny_member, proposal)
        assert not may_read_exempt(scrutiny_member, other)
        assert not may_read_exempt(scrutiny_member, draft)

    def test_leave_ends_when_it_is_withdrawn_and_with_the_role(
        self, proposal, scrutiny_member, section_151_officer
    ):
        grant = grant_exempt(section_151_officer, proposal, scrutiny_member, "Sits on the panel.")
        groups = list(scrutiny_member.groups.all())
        scrutiny_member.groups.clear()
        assert not may_read_exempt(again(scrutiny_member), proposal)
        scrutiny_member.groups.set(groups)
        assert may_read_exempt(again(scrutiny_member), proposal)
        withdraw_grant(section_151_officer, grant, "Has left the panel.")
        assert not may_read_exempt(again(scrutiny_member), proposal)


class TestReadingIt:
    def test_gives_the_wordings_in_order_with_paragraph_and_reason(self, proposal, finance_officer):
        first, second = exempt_sections(finance_officer, proposal, "To check the figures.")
        assert (first.heading, first.text, first.paragraph) == ("Impact on staff", WORDING, 1)
        assert first.public_interest_reason == INTEREST
        assert second.text == f"{MARKER} {OFFICES}"

    def test_is_recorded_with_who_and_why_and_without_the_wording(self, proposal, finance_officer):
        exempt_sections(finance_officer, proposal, "To check the figures.")
        seen = ChangeRecord.objects.get(action="viewed_exempt")
        assert (seen.actor_name, seen.reason) == ("Fiona Ledger", "To check the figures.")
        assert (seen.subject_type, seen.subject_id) == ("proposals.savingsproposal", proposal.pk)
        assert seen.after["sections"][0] == "Impact on staff"
        assert MARKER not in str(seen.after) + seen.record_text

    def test_needs_leave_and_a_purpose(self, proposal, finance_officer, scrutiny_member):
        with pytest.raises(ExemptRefused):
            exempt_sections(scrutiny_member, proposal, "Curious.")
        with pytest.raises(ValidationError):
            exempt_sections(finance_officer, proposal, "  ")
        assert not ChangeRecord.objects.filter(action="viewed_exempt").exists()

    def test_nothing_exempt_is_no_reading(self, draft, finance_officer):
        assert exempt_sections(finance_officer, draft, "To check.") == ()
        assert not ChangeRecord.objects.filter(action="viewed_exempt").exists()


class TestWritingIt:
    def test_holds_changes_and_takes_away_by_statement(self, draft, finance_officer):
        more = {"proposal": draft, "exempt_paragraph": 3, "public_interest_reason": INTEREST}
        statement = ImpactStatement.objects.create(kind="approach", text="Sell.", **more)
        assert save_exempt(finance_officer, draft, {statement.pk: WORDING}) == 1
        assert save_exempt(finance_officer, draft, {statement.pk: f" {WORDING} "}) == 0
        assert save_exempt(finance_officer, draft, {}) == 0
        assert ExemptWording.objects.get().text == WORDING
        assert save_exempt(finance_officer, draft, {statement.pk: " "}) == 1
        assert not ExemptWording.objects.exists()
        changes = ChangeRecord.objects.filter(record_type="proposals.exemptwording")
        assert all(change.confidential and change.actor_name == "Fiona Ledger" for change in changes)
        assert {change.action for change in changes} == {"created", "deleted"}

    def test_needs_a_paragraph_and_a_section_of_this_proposal(self, draft, proposal, finance_officer):
        open_section = ImpactStatement.objects.create(proposal=draft, kind="approach", text="Sell.")
        with pytest.raises(ValidationError, match="Choose the paragraph"):
            save_exempt(finance_officer, draft, {open_section.pk: WORDING})
        strange = proposal.statements.get(kind="impact_upon_staff")
        with pytest.raises(ValidationError, match="no such section"):
            save_exempt(finance_officer, draft, {strange.pk: "Mine now."})
        assert ExemptWording.objects.get(statement=strange).text == WORDING

    @pytest.mark.parametrize("person", ["auditor", "committee_clerk", "scrutiny_member"])
    def test_is_for_those_who_edit_the_proposal_now(self, proposal, request, person):
        key = proposal.statements.get(kind="impact_upon_staff").pk
        with pytest.raises(PermissionDenied):
            save_exempt(request.getfixturevalue(person), proposal, {key: "Other."})


class TestThePage:
    def address(self, proposal):
        return reverse("proposals:exempt", args=[proposal.pk])

    def test_asks_what_for_before_it_shows_anything(self, proposal, finance_officer):
        client = signed_in(finance_officer)
        response = client.get(self.address(proposal))
        assert response.status_code == 200
        assert MARKER not in response.content.decode()
        refused = client.post(self.address(proposal), {"purpose": " "})
        assert refused.status_code == 400
        assert "Enter why you need to view the exempt wording." in refused.content.decode()
        assert not ChangeRecord.objects.filter(action="viewed_exempt").exists()

    def test_shows_wording_paragraph_and_reason_marked_and_kept_out_of_caches(
        self, proposal, finance_officer
    ):
        response = signed_in(finance_officer).post(self.address(proposal), {"purpose": "To brief Cabinet."})
        text = words(tree(response))
        assert WORDING in text
        assert INTEREST in text
        assert "Information relating to any individual".lower() in text
        marking = "Not for publication by virtue of paragraph 1 of Part 1 of Schedule 12A"
        assert marking in text
        assert "no-store" in response["Cache-Control"]
        assert "css/exempt.css" in response.content.decode()

    def test_shows_earlier_wordings_too_and_records_that(self, proposal, auditor):
        response = signed_in(auditor).post(self.address(proposal), {"purpose": "Audit 7."})
        assert EARLIER in response.content.decode()
        assert f"{MARKER} again" in response.content.decode()
        seen = ChangeRecord.objects.get(action="viewed_exempt")
        assert (seen.actor_name, seen.reason) == ("Audrey Trail", "Audit 7.")
        assert seen.after["earlier_wordings"] == 2

    def test_says_the_same_to_readers_without_leave_whether_or_not_there_is_anything(
        self, proposal, scrutiny_member
    ):
        bare = make_proposal(proposal.budget_round, "ENV002")
        client = signed_in(scrutiny_member)
        answers = [client.get(self.address(each)) for each in (proposal, bare)]
        answers += [client.post(self.address(each), {"purpose": "Curious"}) for each in (proposal, bare)]
        assert {answer.status_code for answer in answers} == {403}
        assert len({re.sub(rb'value="[^"]*"', b"", answer.content) for answer in answers}) == 1

    def test_is_not_there_for_who_does_not_see_the_proposal(self, draft, outsider, scrutiny_member, author):
        for person in (outsider, scrutiny_member, author):
            assert signed_in(person).get(self.address(draft)).status_code == 404
        assert "/sign-in/" in Client().get(self.address(draft))["Location"]

    def test_leave_brings_its_reason_along(self, proposal, scrutiny_member, section_151_officer):
        grant_exempt(section_151_officer, proposal, scrutiny_member, "Sits on the panel.")
        client = signed_in(scrutiny_member)
        assert "Sits on the panel." in client.get(self.address(proposal)).content.decode()
        assert WORDING in client.post(self.address(proposal), {"purpose": "Panel."}).content.decode()
        assert ChangeRecord.objects.filter(action="viewed_exempt", actor_name="Sam Query").exists()


class TestTheLinkToIt:
    def offered_to(self, person, proposal):
        page = tree(signed_in(person).get(proposal.get_absolute_url()))
        return bool(page.xpath(f"//a[@href='{reverse('proposals:exempt', args=[proposal.pk])}']"))

    def test_is_offered_where_the_public_wording_says_that_something_is_exempt(
        self, proposal, finance_officer, scrutiny_member
    ):
        without = make_proposal(
            proposal.budget_round, "ENV002", statements={"impact_upon_service": "Darker."}
        )
        assert [self.offered_to(finance_officer, each) for each in (proposal, without)] == [True, False]
        assert [self.offered_to(scrutiny_member, each) for each in (proposal, without)] == [False, False]


class TestGivingLeave:
    def address(self, proposal):
        return reverse("proposals:exempt-grants", args=[proposal.pk])

    @pytest.mark.parametrize("person", ["section_151_officer", "committee_clerk"])
    def test_is_given_and_withdrawn_with_reasons_on_the_record(
        self, proposal, scrutiny_member, request, person
    ):
        officer = request.getfixturevalue(person)
        client = signed_in(officer)
        given = {"person": scrutiny_member.pk, "reason": "Sits on the panel."}
        assert client.post(self.address(proposal), given).status_code == 302
        grant = ExemptGrant.objects.get()
        assert (grant.user, grant.granted_by) == (scrutiny_member, officer.get_full_name())
        assert "Sam Query (sam)" in client.get(self.address(proposal)).content.decode()
        withdraw = reverse("proposals:exempt-withdraw", args=[proposal.pk, grant.pk])
        assert client.post(withdraw, {"reason": ""}).status_code == 400
        assert client.post(withdraw, {"reason": "Has left."}).status_code == 302
        rows = ChangeRecord.objects.filter(record_type="proposals.exemptgrant").order_by("pk")
        assert [(row.action, row.reason) for row in rows] == [
            ("created", "Sits on the panel."),
            ("deleted", "Has left."),
        ]
        assert rows[1].before["user"]["text"] == "sam"
        assert {row.actor_name for row in rows} == {officer.get_full_name()}

    def test_needs_a_councillor_of_the_council_and_a_reason(
        self, proposal, finance_officer, scrutiny_member, section_151_officer, assign
    ):
        client = signed_in(section_151_officer)
        for given in (
            {"person": finance_officer.pk, "reason": "Please."},
            {"person": scrutiny_member.pk, "reason": ""},
            {"person": "", "reason": "Please."},
        ):
            assert client.post(self.address(proposal), given).status_code == 400
        assign(scrutiny_member, make_round("Elsewhere", council="Westmoor Council").council)
        given = {"person": scrutiny_member.pk, "reason": "Please."}
        assert client.post(self.address(proposal), given).status_code == 400
        assert not ExemptGrant.objects.exists()

    def test_who_is_refused_the_wording_is_told_who_gives_leave_whether_there_is_any_or_not(
        self, proposal, scrutiny_member, cabinet_member
    ):
        empty = make_proposal(proposal.budget_round, "ENV002")
        for person in (scrutiny_member, cabinet_member):
            said = []
            for asked in (proposal, empty):
                answer = signed_in(person).get(reverse("proposals:exempt", args=[asked.pk]))
                assert answer.status_code == 403
                said.append(words(tree(answer).find(".//main")))
            assert (
                "contact the section 151 officer or a committee clerk, who can give permission to "
                "councillors" in said[0]
            )
            assert "looks after accounts" not in said[0]
            assert said[0] == said[1]

    @pytest.mark.parametrize(
        ("person", "status"),
        [
            ("scrutiny_member", 403),
            ("finance_officer", 403),
            ("auditor", 403),
            ("cabinet_member", 403),
            ("outsider", 404),
        ],
    )
    def test_is_for_the_section_151_officer_and_clerks(
        self, proposal, scrutiny_member, request, person, status
    ):
        client = signed_in(request.getfixturevalue(person))
        given = {"person": scrutiny_member.pk, "reason": "Me, please."}
        assert client.get(self.address(proposal)).status_code == status
        assert client.post(self.address(proposal), given).status_code == status
        assert not ExemptGrant.objects.exists()

    def test_a_clerk_gives_none_before_part_two_is_prepared(self, draft, committee_clerk, scrutiny_member):
        assert signed_in(committee_clerk).get(self.address(draft)).status_code == 404
        with pytest.raises(PermissionDenied):
            grant_exempt(committee_clerk, draft, scrutiny_member, "Please.")

    def test_a_leave_of_another_proposal_cannot_be_reached(
        self, proposal, scrutiny_member, section_151_officer
    ):
        other = make_proposal(proposal.budget_round, "ENV002")
        grant = grant_exempt(section_151_officer, other, scrutiny_member, "Sits on the panel.")
        address = reverse("proposals:exempt-withdraw", args=[proposal.pk, grant.pk])
        assert signed_in(section_151_officer).post(address, {"reason": "Gone."}).status_code == 404

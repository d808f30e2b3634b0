"""Who reads exempt wording, asked of one proposal and of all of them at once: the two answers agree."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone

from proposals.domain.stages import ENDED, Stage
from proposals.models import ExemptGrant, SavingsProposal, SpecialistReview
from proposals.permissions.exempt import (
    exempt_readable_by,
    grant_of,
    may_grant_exempt,
    may_read_exempt,
    who_grants_exempt,
)
from services.models import Portfolio
from tests.support.web_examples import make_proposal, make_round

pytestmark = pytest.mark.django_db

SINCE_PUT_TO_CABINET = [
    "cabinet_member_review",
    "ready_to_publish",
    "published",
    "scrutiny",
    "recommended",
    "decided",
]


@pytest.fixture
def everywhere():
    """A proposal at every stage, by stage; those that ended never were published."""
    budget_round = make_round("In preparation", phase="preparation")
    return {
        stage: make_proposal(
            budget_round,
            f"ENV{place:03}",
            stage=stage.value,
            published_at=timezone.now() if stage.value in SINCE_PUT_TO_CABINET[2:] else None,
        )
        for place, stage in enumerate(Stage, 1)
    }


def anew(person):
    return type(person).objects.get(pk=person.pk)


def readable(person, **how):
    """The stages of the proposals whose wording the person reads, by the condition for all."""
    found = SavingsProposal.objects.filter(exempt_readable_by(anew(person), **how))
    return sorted(found.values_list("stage", flat=True))


def readable_one_by_one(person):
    proposals = SavingsProposal.objects.all()
    return sorted(each.stage for each in proposals if may_read_exempt(anew(person), each))


class TestWhatARoleReads:
    def test_is_all_from_the_first_draft_for_finance(self, everywhere, finance_officer):
        assert readable(finance_officer) == sorted(Stage)
        assert readable_one_by_one(finance_officer) == sorted(Stage)

    def test_is_what_was_flagged_to_a_specialist(self, everywhere, hr_adviser):
        SpecialistReview.objects.create(
            proposal=everywhere[Stage.DRAFT], team="hr", question="Is notice due?"
        )
        assert readable(hr_adviser) == ["draft"]
        assert readable_one_by_one(hr_adviser) == ["draft"]

    def test_begins_for_the_clerk_when_part_two_is_prepared(self, everywhere, committee_clerk):
        since = sorted(SINCE_PUT_TO_CABINET[1:])
        assert readable(committee_clerk) == since
        assert readable_one_by_one(committee_clerk) == since

    def test_begins_for_the_cabinet_member_when_it_is_put_to_them(self, everywhere, cabinet_member, assign):
        service = everywhere[Stage.DRAFT].service
        service.portfolio = Portfolio.objects.create(council=service.directorate.council, name="Streets")
        service.save()
        assign(cabinet_member, service.portfolio)
        assert readable(cabinet_member) == sorted(SINCE_PUT_TO_CABINET)
        assert readable_one_by_one(cabinet_member) == sorted(SINCE_PUT_TO_CABINET)

    def test_goes_on_for_the_clerk_where_a_proposal_ended_after_publication(
        self, everywhere, committee_clerk
    ):
        for stage in ENDED:
            everywhere[stage].published_at = timezone.now()
            everywhere[stage].save()
        since = sorted([*SINCE_PUT_TO_CABINET[1:], *ENDED])
        assert readable(committee_clerk) == since
        assert readable_one_by_one(committee_clerk) == since

    def test_stops_for_the_clerk_where_a_published_proposal_is_sent_back_to_be_corrected(
        self, everywhere, committee_clerk
    ):
        everywhere[Stage.DRAFT].published_at = timezone.now()
        everywhere[Stage.DRAFT].save()
        assert "draft" not in readable(committee_clerk)
        assert "draft" not in readable_one_by_one(committee_clerk)

    def test_covers_every_stage_for_the_clerk_in_what_an_edition_froze(self, everywhere, committee_clerk):
        assert readable(committee_clerk, as_published=True) == sorted(Stage)

    def test_is_nothing_for_scrutiny_without_leave(self, everywhere, scrutiny_member):
        assert readable(scrutiny_member) == []
        assert readable(scrutiny_member, as_published=True) == []
        assert readable_one_by_one(scrutiny_member) == []


class TestLeave:
    @pytest.fixture
    def granted(self, everywhere, scrutiny_member, section_151_officer):
        for stage in (Stage.DRAFT, Stage.SCRUTINY):
            ExemptGrant.objects.create(
                proposal=everywhere[stage],
                user=scrutiny_member,
                granted_by=section_151_officer,
                reason="Sits on the panel.",
            )
        return everywhere

    def test_is_for_what_the_person_sees(self, granted, scrutiny_member):
        assert readable(scrutiny_member) == ["scrutiny"]
        assert readable_one_by_one(scrutiny_member) == ["scrutiny"]

    def test_holds_in_what_an_edition_froze_wherever_a_correction_sent_it(self, granted, scrutiny_member):
        assert readable(scrutiny_member, as_published=True) == ["draft", "scrutiny"]

    def test_is_nobody_elses(self, granted, django_user_model):
        other = django_user_model.objects.create_user("olive")
        other.groups.add(Group.objects.get(name="Scrutiny member"))
        assert readable(other) == []
        assert readable(other, as_published=True) == []
        assert grant_of(other, granted[Stage.SCRUTINY]) is None

    def test_is_of_the_proposal_it_was_given_for(self, granted, scrutiny_member):
        found = grant_of(scrutiny_member, granted[Stage.SCRUTINY])
        assert (found.proposal, found.user) == (granted[Stage.SCRUTINY], scrutiny_member)
        assert grant_of(scrutiny_member, granted[Stage.PUBLISHED]) is None

    def test_ends_with_the_account(self, granted, scrutiny_member):
        scrutiny_member.is_active = False
        scrutiny_member.save()
        assert readable(scrutiny_member) == []
        assert readable(scrutiny_member, as_published=True) == []
        assert grant_of(scrutiny_member, granted[Stage.SCRUTINY]) is None

    def test_is_none_for_whoever_did_not_sign_in(self, granted):
        nobody = AnonymousUser()
        assert not SavingsProposal.objects.filter(exempt_readable_by(nobody)).exists()
        assert grant_of(nobody, granted[Stage.SCRUTINY]) is None
        assert grant_of(None, granted[Stage.SCRUTINY]) is None


class TestGivingLeave:
    def test_is_for_the_clerk_once_part_two_is_prepared(self, everywhere, committee_clerk):
        may = [stage for stage, each in everywhere.items() if may_grant_exempt(committee_clerk, each)]
        assert sorted(may) == sorted(SINCE_PUT_TO_CABINET[1:])

    def test_is_for_the_section_151_officer_at_every_stage(self, everywhere, section_151_officer):
        assert all(may_grant_exempt(section_151_officer, each) for each in everywhere.values())

    def test_is_for_a_clerk_who_is_section_151_officer_too_at_every_stage(self, everywhere, committee_clerk):
        committee_clerk.groups.add(Group.objects.get(name="Section 151 officer"))
        assert all(may_grant_exempt(anew(committee_clerk), each) for each in everywhere.values())

    def test_is_not_for_finance(self, everywhere, finance_officer):
        assert not any(may_grant_exempt(finance_officer, each) for each in everywhere.values())

    def test_is_named_to_councillors_alone(self, scrutiny_member, cabinet_member, finance_officer, outsider):
        said = "the section 151 officer or a committee clerk, who can give permission to councillors who need to know"
        assert who_grants_exempt(scrutiny_member) == said
        assert who_grants_exempt(cabinet_member) == said
        assert who_grants_exempt(finance_officer) == ""
        assert who_grants_exempt(outsider) == ""

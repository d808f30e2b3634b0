"""Who may see, work on, enter and import what: each role's answers, for one proposal and for all at once."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db.models import Q
from django.utils import timezone

from proposals.domain.roles import FINANCE, Role
from proposals.domain.stages import Stage
from proposals.models import BudgetRound, SavingsProposal, SpecialistReview
from proposals.permissions.proposals import (
    EVERYTHING,
    NOTHING,
    any_of,
    editable_q,
    editing_role,
    has_holder,
    may_enter,
    may_import,
    moves_for,
    reads_everything,
    roles_for,
    scope_of,
    services_to_enter,
    visible_proposals,
    visible_rounds,
    workable_q,
)
from services.models import Portfolio, Service
from tests.support.web_examples import make_proposal, make_round, make_service

pytestmark = pytest.mark.django_db


class World:
    """Eastvale with two services of one directorate and one of another; Westmoor with one service."""

    def __init__(self):
        self.round = make_round("In preparation", phase="preparation")
        self.lights = make_service(self.round)
        self.parks = make_service(self.round, "Parks")
        self.care = make_service(self.round, "Home care", "ASC", "Adult social care")
        self.council = self.round.council
        self.streets = Portfolio.objects.create(council=self.council, name="Streets")
        self.lights.portfolio = self.streets
        self.lights.save()
        self.draft = self.add("ENV001", self.lights, "draft")
        self.put = self.add("ENV002", self.lights, "cabinet_member_review")
        self.ready = self.add("ENV003", self.parks, "ready_to_publish")
        self.out = self.add("ENV004", self.lights, "published", timezone.now())
        self.ended = self.add("ASC001", self.care, "withdrawn", timezone.now())
        self.unseen = self.add("ASC002", self.care, "withdrawn")
        self.other_round = make_round("Elsewhere", phase="preparation", council="Westmoor Council")
        self.far = make_proposal(self.other_round, "WES001", stage="draft")

    def add(self, reference, service, stage, published_at=None):
        return make_proposal(self.round, reference, service=service, stage=stage, published_at=published_at)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def as_role(django_user_model, assign):
    """A function that makes a person with these roles, in whose care these things are."""

    def as_role(*roles, covering=()):
        number = django_user_model.objects.count()
        person = django_user_model.objects.create_user(
            f"person{number}", is_superuser=Role.ADMINISTRATOR in roles
        )
        person.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
        for covered in covering:
            assign(person, covered)
        return django_user_model.objects.get(pk=person.pk)

    return as_role


def found(condition):
    return sorted(SavingsProposal.objects.filter(condition).values_list("reference", flat=True))


READABLE_IN_EASTVALE = ["ASC001", "ENV004"]
EASTVALE = ["ASC001", "ASC002", "ENV001", "ENV002", "ENV003", "ENV004"]
ALL = [*EASTVALE, "WES001"]


class TestWhoSees:
    @pytest.mark.parametrize("role", [Role.AUDITOR, Role.SECTION_151_OFFICER, Role.ADMINISTRATOR])
    def test_everything_without_an_assignment_and_their_council_with_one(self, world, as_role, role):
        assert found(visible_proposals(as_role(role))) == ALL
        assert reads_everything(as_role(role))
        assert found(visible_proposals(as_role(role, covering=[world.parks]))) == EASTVALE

    def test_finance_everything_until_something_less_is_assigned(self, world, as_role):
        assert found(visible_proposals(as_role(Role.FINANCE_OFFICER))) == ALL
        narrowed = as_role(Role.FINANCE_OFFICER, covering=[world.parks])
        assert found(visible_proposals(narrowed)) == ["ASC001", "ENV003", "ENV004"]
        assert not reads_everything(narrowed)

    @pytest.mark.parametrize("covered", ["council", "streets", "lights"])
    def test_finance_is_narrowed_by_any_assignment(self, world, as_role, covered):
        narrowed = as_role(Role.FINANCE_OFFICER, covering=[getattr(world, covered)])
        assert scope_of(narrowed).is_narrowed
        assert "WES001" not in found(visible_proposals(narrowed))

    def test_an_author_the_assigned_service_directorate_or_council_and_what_is_published(
        self, world, as_role
    ):
        assert found(visible_proposals(as_role(Role.AUTHOR))) == READABLE_IN_EASTVALE
        for covered, seen in [
            (world.parks, ["ASC001", "ENV003", "ENV004"]),
            (world.lights.directorate, ["ASC001", "ENV001", "ENV002", "ENV003", "ENV004"]),
            (world.council, EASTVALE),
        ]:
            assert found(visible_proposals(as_role(Role.AUTHOR, covering=[covered]))) == seen

    def test_the_clerk_what_is_ready_to_publish_and_the_cabinet_member_what_is_put_to_them(
        self, world, as_role
    ):
        assert found(visible_proposals(as_role(Role.COMMITTEE_CLERK))) == ["ASC001", "ENV003", "ENV004"]
        member = as_role(Role.CABINET_MEMBER, covering=[world.streets])
        assert found(visible_proposals(member)) == ["ASC001", "ENV002", "ENV004"]

    def test_a_specialist_what_is_flagged_to_their_team_alone(self, world, as_role):
        for proposal, team in ((world.draft, "hr"), (world.ready, "legal")):
            SpecialistReview.objects.create(proposal=proposal, team=team, question="What about it?")
        assert found(visible_proposals(as_role(Role.HR_ADVISER))) == ["ASC001", "ENV001", "ENV004"]

    def test_scrutiny_what_is_published_and_nobody_else_anything(self, world, as_role):
        assert found(visible_proposals(as_role(Role.SCRUTINY_MEMBER))) == READABLE_IN_EASTVALE
        assert found(visible_proposals(as_role())) == []
        assert found(visible_proposals(as_role(covering=[world.council]))) == []
        assert found(visible_proposals(AnonymousUser())) == []

    def test_who_no_longer_has_an_account_nothing(self, world, as_role):
        person = as_role(Role.AUDITOR)
        person.is_active = False
        assert found(visible_proposals(person)) == []
        assert scope_of(person).user_id is None


class TestRoundsSeen:
    @staticmethod
    def names(person):
        return sorted(BudgetRound.objects.filter(visible_rounds(person)).values_list("name", flat=True))

    def test_are_those_with_something_readable_or_worked_on(self, world, as_role):
        make_round("Empty", phase="preparation")
        assert self.names(as_role(Role.SCRUTINY_MEMBER)) == ["In preparation"]
        assert self.names(as_role(Role.AUDITOR)) == ["Elsewhere", "Empty", "In preparation"]
        assert self.names(as_role(Role.AUTHOR, covering=[world.parks])) == ["Empty", "In preparation"]
        assert self.names(as_role()) == []

    def test_are_of_the_councils_that_are_assigned(self, world, as_role):
        westmoor = [world.other_round.council]
        assert self.names(as_role(Role.SCRUTINY_MEMBER, covering=westmoor)) == []
        assert self.names(as_role(Role.AUDITOR, covering=westmoor)) == ["Elsewhere"]


class TestRolesOnOneProposal:
    def test_agree_with_the_condition_for_all(self, world, as_role):
        SpecialistReview.objects.create(proposal=world.draft, team="hr", question="What about it?")
        coverings = [
            (), (world.parks,), (world.lights.directorate,), (world.council,), (world.streets,), (world.far.service,)
        ]  # fmt: skip
        for role in Role:
            for covering in coverings:
                person = as_role(role, covering=covering)
                scope = scope_of(person)
                inside = Q(budget_round__council__in=scope.councils) if scope.councils else EVERYTHING
                one_by_one = [
                    each.reference
                    for each in SavingsProposal.objects.all()
                    if roles_for(person, each) == {role}
                ]
                assert sorted(one_by_one) == found(workable_q(scope, role) & inside), (role, covering)

    def test_are_those_that_reach_it_and_no_others(self, world, as_role):
        both = as_role(Role.AUTHOR, Role.COMMITTEE_CLERK, covering=[world.parks])
        assert roles_for(both, world.draft) == {Role.COMMITTEE_CLERK}
        assert roles_for(both, world.ready) == {Role.AUTHOR, Role.COMMITTEE_CLERK}
        assert roles_for(both, world.far) == set()

    def test_reach_the_cabinet_member_once_it_is_put_to_them_and_by_their_portfolio_alone(
        self, world, as_role
    ):
        member = as_role(Role.CABINET_MEMBER, covering=[world.streets])
        editable_q = [each.reference for each in SavingsProposal.objects.all() if roles_for(member, each)]
        assert sorted(editable_q) == ["ENV002", "ENV004"]

    def test_give_the_moves_of_those_roles(self, world, as_role):
        clerk = as_role(Role.COMMITTEE_CLERK)
        assert [move.code for move in moves_for(clerk, world.ready)] == ["publish", "send_back_ready"]
        assert moves_for(clerk, world.draft) == ()


class TestConditionsByRole:
    def test_hold_each_for_its_own_role(self, world, as_role):
        person = as_role(Role.AUTHOR, Role.CABINET_MEMBER, covering=[world.parks, world.streets])
        conditions = {
            Role.AUTHOR: EVERYTHING,
            Role.CABINET_MEMBER: Q(stage="draft"),
            Role.AUDITOR: EVERYTHING,
        }
        assert found(editable_q(person, conditions)) == ["ENV001", "ENV003"]
        assert found(editable_q(person, {Role.AUDITOR: EVERYTHING})) == []

    def test_stay_within_the_councils(self, world, as_role):
        person = as_role(Role.SECTION_151_OFFICER, covering=[world.council])
        assert found(editable_q(person, {Role.SECTION_151_OFFICER: EVERYTHING})) == EASTVALE

    def test_hold_where_one_does(self, world):
        assert found(any_of([Q(reference="ENV001"), Q(reference="ENV002")])) == ["ENV001", "ENV002"]
        assert found(any_of([Q(reference="ENV001"), EVERYTHING])) == ALL
        assert any_of([]) == NOTHING


class TestEditing:
    @pytest.mark.parametrize(
        ("phase", "editors"),
        [
            ("preparation", {*FINANCE, Role.AUTHOR, Role.BUDGET_HOLDER, Role.ADMINISTRATOR}),
            ("scrutiny", {*FINANCE, Role.ADMINISTRATOR}),
            ("closed", set()),
        ],
    )
    def test_and_entering_are_for_these_roles_in_each_phase(self, world, as_role, phase, editors):
        world.round.phase = phase
        world.draft.budget_round.phase = phase
        for role in Role:
            person = as_role(role, covering=[world.council])
            assert editing_role(person, world.draft) == (role if role in editors else None), role
            assert may_enter(person, world.round) is (role in editors), role

    def test_a_drafts_author_no_longer_edits_it_under_review(self, world, as_role):
        author = as_role(Role.AUTHOR, covering=[world.lights])
        assert editing_role(author, world.draft) is Role.AUTHOR
        assert editing_role(author, world.put) is None

    def test_is_done_as_finance_before_it_is_done_as_the_service(self, world, as_role):
        order = [
            Role.SECTION_151_OFFICER,
            Role.FINANCE_OFFICER,
            Role.BUDGET_HOLDER,
            Role.AUTHOR,
            Role.ADMINISTRATOR,
        ]
        for place, role in enumerate(order):
            person = as_role(*order[place:], covering=[world.council])
            assert editing_role(person, world.draft) is role

    def test_a_proposal_of_another_council_is_not_entered_by_who_is_assigned_to_one(self, world, as_role):
        assert may_enter(as_role(Role.FINANCE_OFFICER), world.other_round)
        assert not may_enter(as_role(Role.FINANCE_OFFICER, covering=[world.council]), world.other_round)


class TestImporting:
    def test_into_any_council_and_a_new_one_is_for_finance_without_an_assignment(self, world, as_role):
        for role in (*FINANCE, Role.ADMINISTRATOR):
            assert may_import(as_role(role), None), role
            assert may_import(as_role(role), world.council), role
        for role in (Role.AUTHOR, Role.BUDGET_HOLDER, Role.AUDITOR, Role.COMMITTEE_CLERK):
            assert not may_import(as_role(role, covering=[world.council]), world.council), role

    def test_is_for_an_assigned_section_151_officer_in_their_councils(self, world, as_role):
        officer = as_role(Role.SECTION_151_OFFICER, covering=[world.parks])
        assert may_import(officer, world.council)
        assert not may_import(officer, world.other_round.council)
        assert not may_import(officer, None)

    def test_is_for_an_assigned_finance_officer_in_councils_that_are_theirs_as_a_whole(self, world, as_role):
        whole = as_role(Role.FINANCE_OFFICER, covering=[world.council])
        assert may_import(whole, world.council)
        assert not may_import(whole, world.other_round.council)
        assert not may_import(whole, None)
        assert not may_import(as_role(Role.FINANCE_OFFICER, covering=[world.parks]), world.council)


class TestServicesToEnterFor:
    @staticmethod
    def names(person):
        return sorted(Service.objects.filter(services_to_enter(person)).values_list("name", flat=True))

    def test_are_all_without_an_assignment_and_those_of_the_council_with_one(self, world, as_role):
        everywhere = ["Home care", "Parks", "Street lighting", "Street lighting"]
        for role in (*FINANCE, Role.ADMINISTRATOR):
            assert self.names(as_role(role)) == everywhere, role
        officer = as_role(Role.SECTION_151_OFFICER, covering=[world.parks])
        assert self.names(officer) == ["Home care", "Parks", "Street lighting"]

    def test_are_the_assigned_ones_of_others_who_enter(self, world, as_role):
        for role in (Role.FINANCE_OFFICER, Role.AUTHOR, Role.BUDGET_HOLDER):
            for covered, names in [
                (world.parks, ["Parks"]),
                (world.lights.directorate, ["Parks", "Street lighting"]),
                (world.council, ["Home care", "Parks", "Street lighting"]),
            ]:
                assert self.names(as_role(role, covering=[covered])) == names, role
        assert self.names(as_role(Role.AUTHOR)) == []

    def test_are_none_of_who_enters_nothing(self, world, as_role):
        assert self.names(as_role(Role.AUDITOR, covering=[world.council])) == []


class TestAProposalHasAHolder:
    @pytest.mark.parametrize(
        ("role", "holding"),
        [
            (Role.AUTHOR, {"lights", "directorate", "council"}),
            (Role.BUDGET_HOLDER, {"lights", "directorate", "council"}),
            (Role.FINANCE_OFFICER, {"nothing", "lights", "directorate", "council"}),
            (
                Role.SECTION_151_OFFICER,
                {"nothing", "lights", "parks", "directorate", "council", "streets"},
            ),
            (Role.COMMITTEE_CLERK, {"nothing", "lights", "parks", "directorate", "council", "streets"}),
            (Role.CABINET_MEMBER, {"streets"}),
            (Role.SCRUTINY_MEMBER, set()),
            (Role.ADMINISTRATOR, set()),
        ],
    )
    def test_who_is_assigned_near_enough(self, world, as_role, role, holding):
        coverings = {
            "nothing": (),
            "lights": (world.lights,),
            "parks": (world.parks,),
            "directorate": (world.lights.directorate,),
            "council": (world.council,),
            "streets": (world.streets,),
            "far": (world.far.service,),
        }
        held = set()
        for name, covering in coverings.items():
            person = as_role(role, covering=covering)
            if has_holder([role], world.draft):
                held.add(name)
            person.delete()
        assert held == holding

    def test_who_has_one_of_the_roles(self, world, as_role):
        as_role(Role.COMMITTEE_CLERK)
        assert has_holder([Role.AUTHOR, Role.COMMITTEE_CLERK], world.draft)
        assert not has_holder([Role.AUTHOR, Role.AUDITOR], world.draft)
        assert not has_holder([], world.draft)

    def test_whose_account_is_in_use(self, world, as_role):
        clerk = as_role(Role.COMMITTEE_CLERK)
        clerk.is_active = False
        clerk.save()
        assert not has_holder([Role.COMMITTEE_CLERK], world.draft)


class TestAScope:
    def test_holds_each_kind_of_assignment_apart_and_the_councils_of_all(self, world, as_role):
        covering = [world.council, world.care.directorate, world.streets, world.far.service]
        scope = scope_of(as_role(Role.AUTHOR, Role.AUDITOR, covering=covering))
        assert scope.roles == {Role.AUTHOR, Role.AUDITOR}
        assert scope.whole_councils == {world.council.pk}
        assert scope.directorates == {world.care.directorate.pk}
        assert scope.portfolios == {world.streets.pk}
        assert scope.services == {world.far.service.pk}
        assert scope.councils == {world.council.pk, world.other_round.council.pk}

    @pytest.mark.parametrize("covered", ["parks", "streets", "council"])
    def test_is_of_the_council_of_whatever_is_assigned(self, world, as_role, covered):
        scope = scope_of(as_role(Role.AUTHOR, covering=[getattr(world, covered)]))
        assert scope.councils == {world.council.pk}

    def test_is_of_the_council_of_an_assigned_directorate_and_of_its_person(self, world, as_role):
        person = as_role(Role.AUTHOR, covering=[world.care.directorate])
        assert scope_of(person).councils == {world.council.pk}
        assert scope_of(person).user_id == person.pk

    def test_is_read_once_for_a_request(self, as_role, django_assert_num_queries):
        person = as_role(Role.AUTHOR)
        with django_assert_num_queries(1):
            assert scope_of(person) is scope_of(person)

    def test_holds_no_administrator_by_a_group_of_that_name(self, django_user_model):
        person = django_user_model.objects.create_user("adam")
        person.groups.add(Group.objects.create(name=Role.ADMINISTRATOR.value))
        assert scope_of(person).roles == set()

    @pytest.mark.parametrize("stage", [Stage.CABINET_MEMBER_REVIEW, Stage.READY_TO_PUBLISH])
    def test_reaches_the_cabinet_member_at_both_stages_before_publication(self, world, as_role, stage):
        world.draft.stage = stage.value
        world.draft.save()
        member = as_role(Role.CABINET_MEMBER, covering=[world.streets])
        assert "ENV001" in found(visible_proposals(member))
        assert roles_for(member, world.draft) == {Role.CABINET_MEMBER}

"""Alternative budgets: the protocol, the group's submission, the officers' check and opinions, the release."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from reports.forecasts.scenarios import budgets
from reports.forecasts.scenarios.budget_forms import ProtocolForm
from reports.models import (
    AlternativeBudget,
    AlternativeBudgetProtocol,
    GroupMember,
    Opinion,
    PoliticalGroup,
    Scenario,
)
from tests.support.access_examples import signed_in
from tests.support.scenario_examples import (
    add_to,
    give_opinion,
    make_alternative,
    make_group,
    make_person,
    make_plan,
    make_protocol,
    make_scenario,
)
from tests.support.web_examples import make_proposal, make_round, post_opened, problems, tree, words

pytestmark = pytest.mark.django_db


class World:
    """A round with a shared plan, two groups of two members and one, three officers and a reviewer."""

    def __init__(self, model, section_151_officer, legal_adviser, finance_officer):
        self.round = make_round()
        self.proposal = make_proposal(self.round, "ENV001", savings=(100_000, 0, 0))
        make_plan(self.round)
        self.rosa, self.ruth, self.bert = (
            make_person(model, name, "Scrutiny member") for name in ("rosa", "ruth", "bert")
        )
        self.chief = make_person(model, "chief", "Legal adviser")
        self.section_151, self.monitoring, self.reviewer = (
            section_151_officer,
            legal_adviser,
            finance_officer,
        )
        self.reds = make_group(self.round.council, "Reds", self.rosa, self.ruth)
        self.blues = make_group(self.round.council, "Blues", self.bert)
        self.protocol = make_protocol(
            self.round, (self.section_151, self.monitoring, self.chief), self.reviewer
        )

    def at(self, name, *more):
        return reverse(f"budget:{name}", args=[self.round.pk, *more])

    def of(self, name, budget, *more):
        return self.at(name, budget.scenario.identifier, *more)


@pytest.fixture
def world(django_user_model, section_151_officer, legal_adviser, finance_officer):
    return World(django_user_model, section_151_officer, legal_adviser, finance_officer)


@pytest.fixture
def draft(world):
    return make_alternative(world.protocol, world.reds, "Warm halls")


@pytest.fixture
def submitted(world, draft):
    signed_in(world.rosa).post(world.of("submit", draft))
    draft.refresh_from_db()
    assert draft.submitted_at is not None
    return draft


@pytest.fixture
def checked(world, submitted):
    post_opened(signed_in(world.reviewer), world.of("check", submitted), {"comments": "The lamps are right."})
    submitted.refresh_from_db()
    assert submitted.checked_at is not None
    return submitted


def release(world, person=None, at=""):
    return post_opened(signed_in(person or world.section_151), world.at("release"), {"at": at})


class TestTheGroup:
    def test_is_told_among_the_scenarios_where_its_budget_begins(self, world, committee_clerk):
        told = "Its members can begin its alternative budget on the page “Alternative budgets”"
        assert told in words(tree(signed_in(world.rosa).get(world.at("scenarios"))))
        assert told not in words(tree(signed_in(committee_clerk).get(world.at("scenarios"))))

    def test_begins_one_budget_that_its_members_share(self, world):
        first = signed_in(world.rosa).post(world.at("begin"))
        second = signed_in(world.ruth).post(world.at("begin"))
        assert first["Location"] == second["Location"]
        budget = AlternativeBudget.objects.get()
        assert budget.group == world.reds
        for member in (world.rosa, world.ruth):
            assert signed_in(member).get(first["Location"]).status_code == 200
        assert signed_in(world.bert).get(first["Location"]).status_code == 404

    def test_who_left_the_group_loses_its_budget_even_having_begun_it(self, world):
        address = signed_in(world.rosa).post(world.at("begin"))["Location"]
        GroupMember.objects.get(user=world.rosa).delete()
        assert signed_in(world.rosa).get(address).status_code == 404
        assert signed_in(world.ruth).get(address).status_code == 200

    def test_person_outside_every_group_begins_none(self, world, committee_clerk):
        assert signed_in(committee_clerk).post(world.at("begin")).status_code == 403
        assert not AlternativeBudget.objects.exists()

    def test_database_keeps_it_to_one_budget_a_group(self, world, draft):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_alternative(world.protocol, world.reds)

    def test_adds_and_drops_until_it_submits(self, world, draft):
        client, address = signed_in(world.ruth), world.of("scenario-edit", draft)
        key = world.proposal.pk
        sent = {f"share-{key}": "100", f"delay-{key}": "0", "assumption-pay_award": ""}
        assert client.post(address, sent).status_code == 302
        item = draft.scenario.items.get(proposal=key)
        assert not item.is_included
        client.post(world.of("submit", draft))
        assert client.get(address).status_code == 403
        assert client.post(address, sent).status_code == 403

    def test_member_of_one_group_cannot_join_another(self, world):
        member = GroupMember(group=world.blues, user=world.rosa)
        with pytest.raises(Exception, match="a member of Reds already"):
            member.full_clean()

    def test_is_made_by_an_administrator_of_its_council(self, world, django_user_model, assign):
        administrator = django_user_model.objects.create_superuser("adam", "adam@example.org")
        elsewhere = make_round(council="Westvale Council").council
        client = signed_in(assign(administrator, elsewhere))
        sent = {"name": "Greens", "members-TOTAL_FORMS": "0", "members-INITIAL_FORMS": "0"}
        for council, status in ((world.round.council, 200), (elsewhere, 302)):
            response = client.post("/admin/reports/politicalgroup/add/", {**sent, "council": council.pk})
            assert response.status_code == status
        assert PoliticalGroup.objects.get(name="Greens").council == elsewhere

    def test_takes_nobody_whom_an_open_protocol_names(self, world, checked):
        for person in (world.monitoring, world.reviewer):
            with pytest.raises(ValidationError, match="names this person, who sees every group’s budget"):
                GroupMember(group=world.blues, user=person).full_clean()
        world.protocol.deadline = world.protocol.release_at = timezone.now()
        world.protocol.save()
        GroupMember(group=world.blues, user=world.reviewer).full_clean()


class TestSubmission:
    def test_tells_the_group_that_it_can_change_nothing_now(self, world, submitted):
        member = signed_in(world.ruth)
        on_its_page = words(tree(member.get(submitted.scenario.get_absolute_url())))
        assert "It can no longer be changed unless an officer returns it to the group." in on_its_page
        on_the_list = words(tree(member.get(world.at("alternatives"))))
        assert "It can no longer be changed unless an officer returns it to your group." in on_the_list
        world.protocol.deadline = timezone.now() - timedelta(minutes=1)
        world.protocol.save()
        assert release(world).status_code == 302
        assert "can no longer be changed" not in words(tree(member.get(world.at("alternatives"))))

    def test_is_refused_above_the_limit_of_amendments(self, world, draft):
        for number in range(5):
            add_to(draft.scenario, f"Saving {number}", 1_000)
        response = signed_in(world.rosa).post(world.of("submit", draft))
        assert response.status_code == 400
        assert "The budget has 6 amendments, and the protocol allows 5." in response.content.decode()
        draft.refresh_from_db()
        assert draft.submitted_at is None

    def test_at_the_limit_is_accepted(self, world, draft):
        for number in range(4):
            add_to(draft.scenario, f"Saving {number}", 1_000)
        assert signed_in(world.rosa).post(world.of("submit", draft)).status_code == 302

    def test_without_an_amendment_is_refused(self, world, draft):
        draft.scenario.items.all().delete()
        response = signed_in(world.rosa).post(world.of("submit", draft))
        assert "Make at least one amendment" in response.content.decode()

    def test_is_refused_after_the_deadline(self, world, draft):
        world.protocol.deadline = timezone.now() - timedelta(minutes=1)
        world.protocol.save()
        response = signed_in(world.rosa).post(world.of("submit", draft))
        assert response.status_code == 400
        assert "The deadline for submission has passed." in response.content.decode()

    def test_returned_budget_may_come_after_the_deadline(self, world, submitted):
        post_opened(
            signed_in(world.reviewer),
            world.of("check", submitted),
            {"comments": "Two lamps too many.", "return": "yes"},
        )
        world.protocol.deadline = timezone.now() - timedelta(minutes=1)
        world.protocol.save()
        assert signed_in(world.ruth).post(world.of("submit", submitted)).status_code == 302
        submitted.refresh_from_db()
        assert submitted.submitted_at is not None

    def test_ordinary_scenario_cannot_be_submitted(self, world):
        scenario = make_scenario(world.round, world.rosa)
        address = world.at("submit", scenario.identifier)
        assert signed_in(world.rosa).post(address).status_code == 404


@pytest.mark.one_database
class TestTheCheck:
    def test_needs_a_submitted_budget_and_a_named_officer(self, world, draft, committee_clerk):
        address = world.of("check", draft)
        for person in (world.reviewer, world.section_151, world.bert, committee_clerk):
            assert signed_in(person).post(address, {"comments": ""}).status_code == 404
        # The group sees its budget and does not check it.
        assert signed_in(world.rosa).post(address, {"comments": ""}).status_code == 403

    def test_confirms_the_figures_with_comments_that_the_group_reads(self, world, checked):
        page = signed_in(world.rosa).get(world.at("alternatives")).content.decode()
        assert "The figures are checked." in page
        assert "The lamps are right." in page

    def test_returning_asks_what_to_correct(self, world, submitted):
        response = post_opened(
            signed_in(world.reviewer), world.of("check", submitted), {"comments": " ", "return": "yes"}
        )
        assert response.status_code == 400
        assert problems(response) == ["Comments on the figures: Enter what the group has to correct."]

    def test_returning_removes_the_opinions_about_the_old_figures(self, world, checked):
        give_opinion(checked)
        post_opened(
            signed_in(world.reviewer),
            world.of("check", checked),
            {"comments": "Count again.", "return": "yes"},
        )
        checked.refresh_from_db()
        assert (checked.submitted_at, checked.checked_at) == (None, None)
        assert not checked.opinions.exists()
        # Until it comes again it is the group's alone.
        assert signed_in(world.reviewer).get(checked.scenario.get_absolute_url()).status_code == 404


@pytest.mark.one_database
class TestTwoWindows:
    """What one window has saved is not overwritten by another that was opened before."""

    def second(self, client, address, first, second):
        opened = {"state": tree(client.get(address)).xpath("string(//input[@name='state']/@value)")}
        assert client.post(address, opened | first).status_code == 302
        response = client.post(address, opened | second)
        assert "Nothing has been saved." in words(tree(response))
        return response.status_code

    def test_choice_of_another_member_is_kept(self, world, draft):
        address, key = world.of("scenario-edit", draft), world.proposal.pk
        sent = [
            {f"share-{key}": share, f"delay-{key}": "0", f"included-{key}": "on", "assumption-pay_award": ""}
            for share in ("40", "60")
        ]
        assert self.second(signed_in(world.ruth), address, *sent) == 409
        assert draft.scenario.items.get(proposal=key).share == 40

    def test_comments_on_the_figures_are_kept(self, world, submitted):
        sent = ({"comments": "Right."}, {"comments": "Wrong."})
        assert self.second(signed_in(world.reviewer), world.of("check", submitted), *sent) == 409
        submitted.refresh_from_db()
        assert submitted.check_comments == "Right."

    def test_opinion_is_kept(self, world, checked):
        address = world.of("opinion", checked, "section_151_officer")
        sent = [{"view": "objection", "grounds": grounds} for grounds in ("First.", "Second.")]
        assert self.second(signed_in(world.section_151), address, *sent) == 409
        assert checked.opinions.get().grounds == "First."

    def test_protocol_is_kept(self, world):
        sent = [TestTheProtocol().sent(world, most_amendments=most) for most in ("7", "8")]
        assert self.second(signed_in(world.section_151), world.at("protocol"), *sent) == 409
        assert AlternativeBudgetProtocol.objects.get().most_amendments == 7

    def test_set_time_of_the_release_is_kept(self, world):
        world.protocol.deadline = timezone.now() - timedelta(minutes=1)
        world.protocol.save()
        sent = [
            {"at": (timezone.localtime() + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")}
            for hours in (2, 5)
        ]
        assert self.second(signed_in(world.chief), world.at("release"), *sent) == 409
        stored = AlternativeBudgetProtocol.objects.get().release_at
        assert timezone.localtime(stored).strftime("%Y-%m-%dT%H:%M") == sent[0]["at"]


class TestOpinions:
    def test_page_says_which_are_missing(self, world, checked):
        reader = signed_in(world.reviewer)
        said = words(tree(reader.get(checked.scenario.get_absolute_url())))
        missing = "section 151 officer, monitoring officer and chief executive"
        assert f"Opinions that are not recorded yet: {missing}." in said
        checked.opinions.create(office="monitoring_officer", view="objection", grounds="Sound.")
        said = words(tree(reader.get(checked.scenario.get_absolute_url())))
        assert "Opinions that are not recorded yet: section 151 officer and chief executive." in said

    def test_each_officer_records_the_one_of_their_office(self, world, checked):
        officers = {
            "section_151_officer": world.section_151,
            "monitoring_officer": world.monitoring,
            "chief_executive": world.chief,
        }
        for office, person in officers.items():
            given = {"view": "conditions", "grounds": f"Grounds of {office}"}
            assert (
                post_opened(signed_in(person), world.of("opinion", checked, office), given).status_code == 302
            )
        assert Opinion.objects.filter(alternative_budget=checked).count() == 3

    def test_nobody_records_that_of_another_office(self, world, checked):
        given = {"view": "objection", "grounds": "No."}
        for person in (world.section_151, world.reviewer, world.rosa):
            response = post_opened(
                signed_in(person), world.of("opinion", checked, "monitoring_officer"), given
            )
            assert response.status_code == 403
        assert not Opinion.objects.exists()

    def test_waits_for_the_check(self, world, submitted):
        address = world.of("opinion", submitted, "section_151_officer")
        assert signed_in(world.section_151).get(address).status_code == 403

    def test_needs_grounds(self, world, checked):
        response = post_opened(
            signed_in(world.section_151),
            world.of("opinion", checked, "section_151_officer"),
            {"view": "objection", "grounds": ""},
        )
        assert response.status_code == 400
        assert problems(response) == ["Grounds: Enter the grounds of the opinion."]

    def test_second_opinion_replaces_the_first(self, world, checked):
        for grounds in ("First.", "Second."):
            post_opened(
                signed_in(world.section_151),
                world.of("opinion", checked, "section_151_officer"),
                {"view": "no_objection", "grounds": grounds},
            )
        assert [opinion.grounds for opinion in checked.opinions.all()] == ["Second."]

    def test_unknown_office_does_not_exist(self, world, checked):
        assert signed_in(world.section_151).get(world.of("opinion", checked, "mayor")).status_code == 404


class TestTheRelease:
    def pass_deadline(self, world):
        world.protocol.deadline = timezone.now() - timedelta(minutes=1)
        world.protocol.save()

    def test_opens_all_submitted_budgets_to_everybody_at_one_moment(self, world, checked, committee_clerk):
        give_opinion(checked)
        other = make_alternative(world.protocol, world.blues, "Cold halls", is_submitted=True)
        self.pass_deadline(world)
        assert release(world).status_code == 302
        for person in (committee_clerk, world.rosa, world.bert, world.reviewer):
            client = signed_in(person)
            page = client.get(world.at("alternatives")).content.decode()
            assert "Warm halls" in page
            assert "Cold halls" in page
            assert "The reserves carry it." in page
            assert client.get(checked.scenario.get_absolute_url()).status_code == 200
            assert client.get(other.scenario.get_absolute_url()).status_code == 200

    def test_leaves_what_was_not_submitted_with_its_group(self, world, draft):
        self.pass_deadline(world)
        release(world)
        page = signed_in(world.bert).get(world.at("alternatives")).content.decode()
        assert "Warm halls" not in page
        assert "No alternative budget was submitted." in page
        assert signed_in(world.rosa).get(draft.scenario.get_absolute_url()).status_code == 200
        assert signed_in(world.rosa).post(world.of("submit", draft)).status_code == 403

    def test_set_time_is_asked_when_somebody_reads(self, world, checked, committee_clerk, monkeypatch):
        self.pass_deadline(world)
        at = timezone.localtime() + timedelta(hours=2)
        assert release(world, at=at.strftime("%Y-%m-%dT%H:%M")).status_code == 302
        address = checked.scenario.get_absolute_url()
        assert signed_in(committee_clerk).get(address).status_code == 404
        AlternativeBudgetProtocol.objects.filter(pk=world.protocol.pk).first()
        world.protocol.refresh_from_db()
        world.protocol.release_at = timezone.now() - timedelta(seconds=1)
        world.protocol.deadline = world.protocol.release_at
        world.protocol.save()
        assert signed_in(committee_clerk).get(address).status_code == 200

    def test_set_time_can_be_cleared_until_it_has_come(self, world, checked):
        self.pass_deadline(world)
        at = timezone.localtime() + timedelta(hours=2)
        release(world, at=at.strftime("%Y-%m-%dT%H:%M"))
        post_opened(signed_in(world.chief), world.at("release"), {"at": "", "cancel": "yes"})
        world.protocol.refresh_from_db()
        assert world.protocol.release_at is None

    def test_before_the_deadline_is_refused(self, world, checked):
        response = release(world)
        assert response.status_code == 400
        assert "The release cannot be before the deadline for submission." in response.content.decode()

    def test_time_that_has_passed_is_refused(self, world):
        self.pass_deadline(world)
        assert release(world, at="2020-01-01T10:00").status_code == 400

    def test_is_for_the_three_officers_and_administrators(self, world, admin_user, committee_clerk, auditor):
        self.pass_deadline(world)
        for person in (world.rosa, world.reviewer, committee_clerk, auditor):
            assert release(world, person).status_code == 403
        assert release(world, admin_user).status_code == 302

    def test_closes_everything(self, world, checked):
        self.pass_deadline(world)
        release(world)
        assert release(world).status_code == 403
        given = {"view": "objection", "grounds": "Too late."}
        assert (
            post_opened(
                signed_in(world.section_151), world.of("opinion", checked, "section_151_officer"), given
            ).status_code
            == 403
        )
        assert (
            post_opened(signed_in(world.reviewer), world.of("check", checked), {"comments": ""}).status_code
            == 403
        )
        assert signed_in(world.section_151).get(world.at("protocol")).status_code == 403

    def test_tells_named_officers_alone_which_opinions_are_missing(self, world, checked, admin_user):
        assert (
            "Not all opinions are recorded"
            in signed_in(world.chief).get(world.at("release")).content.decode()
        )
        offices = "section 151 officer, monitoring officer and chief executive"
        assert f"Reds: {offices}" in words(tree(signed_in(world.chief).get(world.at("release"))))
        page = signed_in(admin_user).get(world.at("release")).content.decode()
        assert "opinions are recorded" not in page
        assert "Reds" not in page


class TestTheProtocol:
    def sent(self, world, **more):
        return {
            "deadline": "2030-02-01T12:00",
            "most_amendments": "3",
            "section_151_officer": world.section_151.pk,
            "monitoring_officer": world.monitoring.pk,
            "chief_executive": world.chief.pk,
            "reviewers": [world.reviewer.pk],
            **more,
        }

    def test_is_set_by_the_section_151_officer(self, world):
        AlternativeBudgetProtocol.objects.all().delete()
        response = post_opened(signed_in(world.section_151), world.at("protocol"), self.sent(world))
        assert response.status_code == 302
        protocol = AlternativeBudgetProtocol.objects.get()
        assert protocol.most_amendments == 3
        assert timezone.localtime(protocol.deadline).hour == 12
        assert [row.user for row in protocol.reviewers.all()] == [world.reviewer]

    def test_takes_a_reviewer_out_again(self, world):
        post_opened(signed_in(world.section_151), world.at("protocol"), self.sent(world, reviewers=[]))
        assert not world.protocol.reviewers.exists()

    def test_is_not_set_by_others(self, world, committee_clerk):
        for person in (committee_clerk, world.rosa, world.reviewer):
            assert signed_in(person).get(world.at("protocol")).status_code == 403

    def test_saved_after_a_release_that_came_meanwhile_leaves_the_release(self, world):
        read_before = AlternativeBudgetProtocol.objects.get()
        released = timezone.now() + timedelta(days=8)
        budgets.release(world.section_151, world.protocol, released)
        form = ProtocolForm(self.sent(world, deadline=timezone.now().isoformat()), instance=read_before)
        assert form.is_valid(), form.errors
        form.save()
        stored = AlternativeBudgetProtocol.objects.get()
        assert (stored.release_at, stored.most_amendments) == (released, 3)

    def test_names_no_member_of_a_group(self, world):
        GroupMember.objects.create(group=world.blues, user=world.chief)
        response = post_opened(signed_in(world.section_151), world.at("protocol"), self.sent(world))
        assert response.status_code == 400
        assert "chief is a member of a political group" in response.content.decode()

    def test_names_no_councillor(self, world):
        response = post_opened(
            signed_in(world.section_151),
            world.at("protocol"),
            self.sent(world, chief_executive=world.rosa.pk),
        )
        assert "Choose an officer of this council who has a role." in response.content.decode()

    def test_keeps_the_monitoring_officer_apart_from_the_other_offices(self, world):
        response = post_opened(
            signed_in(world.section_151),
            world.at("protocol"),
            self.sent(world, monitoring_officer=world.section_151.pk),
        )
        assert "must not have another of the three offices" in response.content.decode()

    def test_names_nobody_without_a_role(self, world, outsider):
        response = post_opened(
            signed_in(world.section_151), world.at("protocol"), self.sent(world, chief_executive=outsider.pk)
        )
        assert "Choose an officer of this council who has a role." in response.content.decode()

    def test_is_read_by_everybody_who_sees_the_budget(self, world, committee_clerk):
        response = signed_in(committee_clerk).get(world.at("alternatives"))
        facts = [words(row) for row in tree(response).xpath("//dl[1]/div")]
        assert "Most amendments 5" in facts


class TestADeletion:
    def test_of_a_proposal_leaves_the_scenario_and_names_it_nowhere(self, world, admin_user):
        draft = make_proposal(world.round, "ENV002", stage="draft", published_at=None)
        scenario = make_scenario(world.round, world.section_151, "Warm halls")
        scenario.items.create(proposal=draft, is_included=False)
        asked = signed_in(admin_user).get(f"/admin/proposals/savingsproposal/{draft.pk}/delete/")
        assert asked.status_code == 200
        assert "cenario" not in asked.content.decode()
        draft.delete()
        page = signed_in(world.section_151).get(scenario.get_absolute_url())
        assert page.status_code == 200

    def test_of_a_person_leaves_their_scenarios_and_names_none(self, world, admin_user):
        scenario = make_scenario(world.round, world.rosa, "Warm halls")
        page = signed_in(admin_user).get(f"/admin/auth/user/{world.rosa.pk}/delete/", follow=True)
        assert "Warm halls" not in page.content.decode()
        world.rosa.delete()
        assert Scenario.objects.filter(pk=scenario.pk).exists()

    def test_of_a_group_is_not_offered(self, world, draft, admin_user):
        address = f"/admin/reports/politicalgroup/{world.reds.pk}/delete/"
        assert signed_in(admin_user).post(address, {"post": "yes"}, follow=True).status_code == 403
        # One without a budget is answered in the same way.
        address = f"/admin/reports/politicalgroup/{world.blues.pk}/delete/"
        assert signed_in(admin_user).post(address, {"post": "yes"}, follow=True).status_code == 403

    def test_of_a_draft_by_its_group_takes_all_of_it(self, world, draft):
        response = signed_in(world.rosa).post(world.of("scenario-settings", draft), {"delete": "yes"})
        assert response.status_code == 302
        assert not AlternativeBudget.objects.exists()
        assert not Scenario.objects.exists()

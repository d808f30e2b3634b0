"""Nobody learns of a private scenario or an unreleased alternative budget who may not: every address, as everybody.

Who may know of which is written down here by hand. Each secret has a word of its own in every text that it has.
"""

import io
import logging
import zipfile
from uuid import uuid4

import pytest
from django.contrib import admin
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.forecasts.scenarios import budgets
from reports.models import Office, Scenario
from services.audit.history import acting
from services.models import ChangeRecord
from tests.support.access_examples import signed_in
from tests.support.page_walk import PAGES, at
from tests.support.scenario_examples import (
    add_to,
    assume,
    give_opinion,
    make_alternative,
    make_group,
    make_person,
    make_plan,
    make_protocol,
    make_scenario,
)
from tests.support.web_examples import make_proposal, make_round

pytestmark = pytest.mark.django_db

PRIVATE, DRAFT, SUBMITTED = "Zyzzyva", "Quokkabird", "Xylotomy"
WORDS = (PRIVATE, DRAFT, SUBMITTED)
NOBODY = ""
KNOWS = {
    "red": {PRIVATE, SUBMITTED},
    "red2": {SUBMITTED},
    "green": {DRAFT},
    "s151": {SUBMITTED},
    "legal": {SUBMITTED},
    "hr": {SUBMITTED},
    "finance": {SUBMITTED},
}
"""The people who may know of a secret: `red` and `red2` are one group, `green` is another, the others are named.

Everybody else knows of none: the administrator, the auditor, the clerk, other members, other officers, the public.
"""


FIXTURES = {
    "s151": "section_151_officer",
    "legal": "legal_adviser",
    "hr": "hr_adviser",
    "finance": "finance_officer",
    "clerk": "committee_clerk",
    "auditor": "auditor",
    "cabinet": "cabinet_member",
}


class Secrets:
    """A round with a private scenario, a budget that is not submitted and one that is."""

    def __init__(self, model, budget_round, people, published):
        self.round, self.published = budget_round, published
        members = {
            name: make_person(model, name, "Scrutiny member") for name in ("red", "red2", "green", "blue")
        }
        officer = make_person(model, "officer", "Finance officer", is_staff=True)
        self.people = {NOBODY: None, **people, **members, "officer": officer}
        reds = make_group(self.round.council, "Reds", self.people["red"], self.people["red2"])
        greens = make_group(self.round.council, "Greens", self.people["green"])
        make_group(self.round.council, "Blues", self.people["blue"])
        officers = (people["s151"], people["legal"], people["hr"])
        self.protocol = make_protocol(self.round, officers, people["finance"])
        with acting(user=self.people["red"]):
            self.private = self.filled(make_scenario(self.round, self.people["red"], PRIVATE), PRIVATE)
            self.submitted = self.budget(reds, SUBMITTED, is_submitted=True)
        with acting(user=self.people["green"]):
            self.draft = self.budget(greens, DRAFT)
        with acting(user=people["s151"]):
            self.submitted.checked_at, self.submitted.check_comments = timezone.now(), f"Sums of {SUBMITTED}"
            self.submitted.save()
            give_opinion(self.submitted, grounds=f"Grounds of {SUBMITTED}")

    def budget(self, group, word, **more):
        budget = make_alternative(self.protocol, group, word, **more)
        self.filled(budget.scenario, word)
        return budget

    def filled(self, scenario, word):
        scenario.description = f"About {word}"
        scenario.save()
        add_to(scenario, f"Addition {word}", 40_000)
        scenario.items.create(proposal=self.published, share="12.34")
        assume(scenario, "pay_award", "2")
        # What was changed and taken away again leaves rows in the log.
        add_to(scenario, f"Passing {word}", 1).delete()
        return scenario

    @property
    def scenarios(self):
        return {PRIVATE: self.private, DRAFT: self.draft.scenario, SUBMITTED: self.submitted.scenario}

    def pages_of(self, scenario):
        """Every address of a scenario."""
        args = [self.round.pk, scenario.identifier]
        for name in ("", "-settings", "-edit", "-figures", "-addition-new"):
            yield reverse(f"budget:scenario{name}", args=args)
        yield reverse("budget:scenario-amounts", args=[*args, self.published.pk])
        for item in scenario.items.filter(proposal__isnull=True):
            yield reverse("budget:scenario-addition", args=[*args, item.pk])
        yield from (reverse(f"budget:{name}", args=args) for name in ("submit", "check"))
        yield from (reverse("budget:opinion", args=[*args, office.value]) for office in Office)
        yield f"{reverse('budget:scenario-compare', args=[self.round.pk])}?scenario={scenario.identifier}"

    def addresses_of_the_admin(self):
        """The lists of the admin, its log by every way to narrow it, and what deletions would take along."""
        yield from ("/admin/", "/admin/reports/")
        for model in admin.site._registry:
            yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        log = "/admin/services/changerecord/"
        for kind in ("scenario", "scenarioitem", "alternativebudget", "opinion"):
            yield f"{log}?record_type=reports.{kind}"
        yield from (f"{log}?q={word}" for word in WORDS)
        secret = [scenario.pk for scenario in self.scenarios.values()]
        for change in ChangeRecord.objects.filter(subject_type="reports.scenario", subject_id__in=secret):
            yield f"{log}{change.pk}/change/"
        for name in ("red", "green"):
            yield f"/admin/auth/user/{self.people[name].pk}/delete/"
            yield f"{log}?actor_name={name}"
        for group in self.round.council.political_groups.all():
            yield f"/admin/reports/politicalgroup/{group.pk}/change/"
            yield f"/admin/reports/politicalgroup/{group.pk}/history/"
        yield f"/admin/proposals/budgetround/{self.round.pk}/delete/"

    def addresses(self):
        """Every page of scenarios and of the admin, and the files and searches of the round."""
        for kind in ("csv", "xlsx", "json"):
            yield at("proposals:download", kind, round=self.round.pk)
        yield from (at("proposals:list", round=self.round.pk, text=word) for word in WORDS)
        yield from (f"/api/v1/{name}/?round={self.round.pk}" for name in ("rounds", "proposals", "totals"))
        yield from self.addresses_of_the_admin()
        for scenario in self.scenarios.values():
            yield from self.pages_of(scenario)


@pytest.fixture
def secrets_in_demonstration(world, django_user_model):
    """The demonstration, of which every page can be opened, with the secrets in its round."""
    # The budgets of the world itself would open pages to their groups.
    for budget in (world.alternative, world.draft_budget):
        budget.scenario.delete()
    world.alternative.protocol.delete()
    return world, Secrets(django_user_model, world.rounds["scrutiny"], world.people, world.published)


@pytest.fixture
def secrets(request, db, django_user_model, admin_user):
    logging.disable(logging.CRITICAL)
    budget_round = make_round()
    published = make_proposal(budget_round, "ENV001", savings=(100_000, 0, 0))
    make_plan(budget_round)
    people = {name: request.getfixturevalue(fixture) for name, fixture in FIXTURES.items()}
    yield Secrets(django_user_model, budget_round, {**people, "admin": admin_user}, published)
    logging.disable(logging.NOTSET)


def told_by(response):
    """The words of secrets in an answer: its content, of a workbook every part, and its headers."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    parts = [content, *(str(value).encode() for value in response.headers.values())]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts += [book.read(name) for name in book.namelist()]
    text = b"\n".join(parts).lower()
    return {word for word in WORDS if word.lower().encode() in text}


def asked_for(address):
    """The words that the address itself says, which a page of results repeats."""
    return {word for word in WORDS if word in address}


@pytest.mark.one_database
class TestEveryAddressAsEverybody:
    @pytest.mark.long
    def test_tells_each_person_of_the_secrets_that_are_theirs_and_of_no_other(self, secrets_in_demonstration):
        world, secrets = secrets_in_demonstration
        pages = [address for page in PAGES.values() for address in page.open_usual(world)]
        addresses = list(dict.fromkeys([*pages, *secrets.addresses()]))
        assert len(addresses) > 150
        found = {}
        for who, person in secrets.people.items():
            client = signed_in(person)
            told = set()
            for address in addresses:
                answer = client.get(address, follow=True)
                assert answer.status_code < 500, (who, address)
                words = told_by(answer) - asked_for(address)
                assert words <= KNOWS.get(who, set()), (who, address)
                told |= words
            found[who] = told
        # The walk would see a leak: those who may know are told.
        assert {who: told for who, told in found.items() if told} == KNOWS

    def test_answers_every_form_as_if_there_were_none(self, secrets):
        for who, person in secrets.people.items():
            client = signed_in(person)
            for word, scenario in secrets.scenarios.items():
                if word in KNOWS.get(who, set()):
                    continue
                for address in secrets.pages_of(scenario):
                    response = client.post(address, {"name": "x", "comments": "x", "delete": "yes"})
                    assert response.status_code in ({302} if person is None else {404, 405}), (who, address)
        assert Scenario.objects.filter(name__in=WORDS).count() == len(WORDS)


class TestWhoMayNotKnow:
    """Another member, a clerk, an officer who is not named, the auditor and the administrator."""

    PEOPLE = ("blue", "clerk", "officer", "auditor", "admin", "cabinet")

    @pytest.fixture(params=PEOPLE)
    def stranger(self, request, secrets):
        return secrets.people[request.param]

    def test_gets_the_answer_for_what_does_not_exist_at_the_same_price(self, secrets, stranger):
        client = signed_in(stranger)
        nothing = reverse("budget:scenario", args=[secrets.round.pk, uuid4()])
        client.get(nothing)  # the first page of a client looks up more
        with CaptureQueriesContext(connection) as queries:
            as_for_nothing = (client.get(nothing).content, len(queries))
        for scenario in secrets.scenarios.values():
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(scenario.get_absolute_url())
            assert (answer.status_code, answer.content, len(queries)) == (404, *as_for_nothing)

    def test_sees_the_same_pages_with_secrets_as_without(self, secrets, stranger):
        pages = [
            reverse(f"budget:{name}", args=[secrets.round.pk])
            for name in ("scenarios", "alternatives", "scenario-compare")
        ]
        client = signed_in(stranger)

        def contents():
            return [_without_token(client.get(page).content.decode()) for page in pages]

        with_secrets = contents()
        Scenario.objects.filter(name__in=WORDS).delete()
        assert contents() == with_secrets

    def test_may_release_without_learning_of_any(self, secrets):
        client = signed_in(secrets.people["admin"])
        page = client.get(reverse("budget:release", args=[secrets.round.pk]))
        assert page.status_code == 200
        assert told_by(page) == set()


def _without_token(text):
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


class TestTheLog:
    def test_holds_the_rows_and_shows_none_before_the_opening(self, secrets):
        rows = ChangeRecord.objects.filter(subject_type="reports.scenario")
        assert rows.count() > 30
        assert {row.record_type for row in rows} == {
            "reports.scenario",
            "reports.scenarioitem",
            "reports.scenarioyear",
            "reports.scenarioparameter",
            "reports.alternativebudget",
            "reports.opinion",
        }
        shown = ChangeRecord.objects.without_secrets()
        assert not shown.filter(subject_type="reports.scenario", subject_id__in=self.keys(secrets)).exists()
        assert shown.filter(subject_type="reports.politicalgroup").exists()

    def keys(self, secrets):
        return [scenario.pk for scenario in secrets.scenarios.values()]

    def test_after_sharing_tells_what_came_afterwards_and_not_the_drafts(self, secrets):
        secrets.private.shared_at = timezone.now()
        secrets.private.save()
        secrets.private.name = "Shared name"
        secrets.private.save()
        told = ChangeRecord.objects.without_secrets().filter(subject_id=secrets.private.pk)
        told = told.filter(subject_type="reports.scenario")
        assert "Shared name" in [row.after.get("name") for row in told]
        assert not [row for row in told if row.action == "created"]

    def test_forgets_nothing_of_what_is_deleted_and_shows_nothing_of_it(self, secrets):
        key = secrets.private.pk
        secrets.private.delete()
        rows = ChangeRecord.objects.filter(subject_type="reports.scenario", subject_id=key)
        assert rows.filter(action="deleted").exists()
        assert not ChangeRecord.objects.without_secrets().filter(pk__in=rows.values("pk")).exists()

    def test_goes_into_no_export_with_secrets(self, secrets, tmp_path):
        for number, more in enumerate(
            ({}, {"council": secrets.round.council.slug}, {"with_exempt": "Audit"})
        ):
            path = tmp_path / f"{number}.jsonl"
            call_command("export_history", output=path, **more)
            text = path.read_text()
            assert "Reds" in text
            assert not [word for word in WORDS if word in text]

    def test_tells_the_auditor_of_a_released_budget_from_then_on(self, secrets):
        protocol = secrets.protocol
        protocol.deadline = timezone.now()
        protocol.save()
        budgets.release(secrets.people["s151"], protocol, timezone.now())
        client = signed_in(secrets.people["auditor"])
        assert client.get(secrets.submitted.scenario.get_absolute_url()).status_code == 200
        assert client.get(secrets.draft.scenario.get_absolute_url()).status_code == 404
        page = client.get("/admin/services/changerecord/?record_type=reports.opinion")
        assert told_by(page) == set()


class TestMails:
    def test_none_is_sent_by_any_step(self, secrets):
        member, section_151 = secrets.people["green"], secrets.people["s151"]
        secrets.protocol.most_amendments = None
        secrets.protocol.save()
        budgets.submit(member, secrets.draft)
        budgets.confirm_figures(section_151, secrets.draft, "Right.")
        budgets.judge(section_151, secrets.draft, Office.SECTION_151, "objection", "No.")
        assert mail.outbox == []


class TestAPrivateScenario:
    def test_is_its_owners_until_it_is_shared_with_all_who_see_the_budget(self, secrets):
        client = Client()
        client.force_login(secrets.people["clerk"])
        address = secrets.private.get_absolute_url()
        assert client.get(address).status_code == 404
        secrets.private.shared_at = timezone.now()
        secrets.private.save()
        assert client.get(address).status_code == 200
        assert client.post(f"{address}settings/", {"name": "Mine"}).status_code == 403
        secrets.private.shared_at = None
        secrets.private.save()
        assert client.get(address).status_code == 404

    def test_is_closed_with_the_budget_of_its_round(self, secrets):
        plan = secrets.round.medium_term_plan
        plan.shared_at = None
        plan.save()
        address = secrets.private.get_absolute_url()
        assert signed_in(secrets.people["red"]).get(address).status_code == 404

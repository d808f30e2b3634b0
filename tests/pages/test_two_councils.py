"""People of one council see nothing of another at any address; who needs a second factor sees nothing before it."""

import re
from itertools import chain

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from proposals.listing import page_context
from services.models import Assignment
from tests.support.page_walk import PAGES, State, at
from tests.support.web_examples import make_proposal, make_round

# What each role may see is asked of both databases by the walk over the roles (proposals/permissions).
pytestmark = [pytest.mark.long, pytest.mark.one_database]

ROLES = (
    "Author",
    "Auditor",
    "Budget holder",
    "Cabinet member",
    "Committee clerk",
    "Equalities adviser",
    "Finance officer",
    "HR adviser",
    "Legal adviser",
    "Scrutiny member",
    "Section 151 officer",
)
STAFF = set(ROLES) - {"Cabinet member", "Committee clerk", "Scrutiny member"}
PUBLIC = ("accessibility", "words", "cookies", "verification:", "socialaccount", "mfa_", "account", "log")
"""Beginnings of the names of pages that are public or about the person alone."""
OPEN = ("/account/", "/sign-in/", "/sign-out/", "/accessibility/", "/cookies/", "/words/")


@pytest.fixture
def world(world):
    # The demonstration's public pages are for everybody; here the other council is to be found nowhere.
    world.publication.budget_round.council.public_pages = False
    world.publication.budget_round.council.save()
    # A test before this one may have left the council of an installation that has only one.
    page_context._only_council.clear()
    return world


def somebody(role, covers=None):
    """A person of the role, signed in; of one council if there is one."""
    person = User.objects.create_user(f"{role} of {covers}", "p@westvale.example", is_staff=role in STAFF)
    person.groups.add(Group.objects.get(name=role))
    if covers:
        Assignment.objects.create(user=person, council=covers)
    client = Client()
    client.force_login(User.objects.get(pk=person.pk))
    return person, client


def words_of(world):
    """What would give the other council away: its name, its rounds, the references and titles of its proposals."""
    council = world.publication.budget_round.council
    yield council.name
    yield from (round_.name for round_ in world.rounds.values())
    for proposal in world.proposals.values():
        yield proposal.reference
        yield proposal.title


def states(world):
    """Every page in every state that the walk over the pages knows, the files, and the interface for programs."""
    for name, page in PAGES.items():
        if not name.startswith(PUBLIC):
            yield from (State("", address) for address in page.open_usual(world))
            yield from page.open_states(world)
    for budget_round in world.rounds.values():
        key = budget_round.pk
        for kind in ("csv", "xlsx", "json"):
            yield State("", at("proposals:download", kind, round=key))
        for name in (
            "proposals:workbook-download",
            "reports:pdf",
            "reports:docx",
            "reports:xlsx",
            "reports:page",
        ):
            yield State("", at(name, round=key, **{"cover-title": "Savings"}))
        yield State("", at("proposals:scrutiny-download", "csv", round=key))
        yield State("", at("reports:open-data-file", "proposals.csv", round=key))
        yield State("", at("proposals:view-start"), {"round": key})
        for name in ("api-1:proposals", "api-1:totals"):
            yield State("", at(name, key))
        yield State("", at("api-1:proposal", key, world.published.reference))
    yield State("", at("api-1:rounds"))
    publication = world.publication.pk
    yield State("", at("publications:print", publication), {})
    for job in world.jobs.values():
        for name in ("publications:progress", "publications:draft"):
            yield State("", at(name, publication, job.pk))
        for name in ("publications:cancel", "publications:retry"):
            yield State("", at(name, publication, job.pk), {})
    yield from appendix_states(world)
    yield State("", at("published:file", world.edition.council.slug, world.edition.pk, "savings.html"))


def appendix_states(world):
    for job in world.appendices.values():
        for name in ("job-page", "job-progress", "job-file"):
            yield State("", at(f"reports:{name}", job.pk))
        for name in ("job-cancel", "job-retry"):
            yield State("", at(f"reports:{name}", job.pk), {})


def admin_states(world):
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield State("", reverse(f"{name}_changelist"))
        stored = model._base_manager.order_by("pk").first()
        if stored is not None:
            for action in ("change", "history", "delete"):
                yield State("", reverse(f"{name}_{action}", args=[stored.pk]))


def answer_to(client, state):
    return client.get(state.address) if state.sent is None else client.post(state.address, state.sent)


def content_of(answer):
    content = b"".join(answer) if answer.streaming else answer.content
    return content.decode(errors="replace")


def no_such_thing(address):
    """The same address with keys that nothing has."""
    path, mark, query = address.partition("?")
    return re.sub(r"(?<=/)\d+(?=/)", "2000000000", path).replace("northmoor", "nowhere") + mark + query


def test_people_of_another_council_find_nothing_at_any_address(world):
    """An address of one thing answers as if there were no such thing, and no page says a word of the council."""
    elsewhere = make_round("Westvale budget", council="Westvale Council")
    make_proposal(elsewhere, "WES001", "Westvale lamps")
    telling = set(words_of(world))
    asked = {
        (state.address, state.sent is None): state for state in chain(states(world), admin_states(world))
    }
    told, noticed = [], []
    for role in ROLES:
        _, client = somebody(role, elsewhere.council)
        answers_for_nothing: dict[tuple[str, bool], int] = {}
        for state in asked.values():
            answer = answer_to(client, state)
            text = content_of(answer) + answer.headers.get("Location", "")
            # What the person asked for may be said again.
            told += [
                (role, state.address, word) for word in telling if word in text and word not in state.address
            ]
            nothing = no_such_thing(state.address)
            if nothing != state.address and not state.address.startswith("/admin/"):
                asked_for_nothing = (nothing, state.sent is None)
                if asked_for_nothing not in answers_for_nothing:
                    answer_for_nothing = answer_to(client, State("", nothing, state.sent))
                    answers_for_nothing[asked_for_nothing] = answer_for_nothing.status_code
                expected = answers_for_nothing[asked_for_nothing]
                if answer.status_code != expected or expected not in {403, 404, 405}:
                    noticed.append((role, state.address, answer.status_code, expected))
    assert (told, noticed) == ([], [])


@pytest.mark.parametrize("role", ["Committee clerk", "Finance officer"])
def test_who_needs_a_second_factor_is_led_to_it_from_every_address(world, role, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    person, client = somebody(role)
    asked = [
        state for state in chain(states(world), admin_states(world)) if not state.address.startswith(OPEN)
    ]
    for state in asked:
        answer = answer_to(client, state)
        assert (answer.status_code, answer.headers.get("Location")) == (302, reverse("mfa_index")), state
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    for state in asked[::10]:
        assert answer_to(client, state).headers.get("Location") != reverse("mfa_index"), state


def test_who_needs_none_goes_everywhere_without(world, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    _, client = somebody("Scrutiny member")
    for name in ("home", "my-work", "proposals:list", "api-tokens", "publications:list"):
        assert client.get(reverse(name)).headers.get("Location") != reverse("mfa_index")

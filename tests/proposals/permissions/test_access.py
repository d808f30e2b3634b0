"""Who may open what: every address of the site, every role, reading and writing. What is not allowed is refused."""

from typing import Any
from uuid import UUID

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLResolver

from councilsavings.accounts.urls import urlpatterns as account_urls
from tests.support.access_examples import SIGN_IN, signed_in, waiting_of
from tests.support.undone import undone
from tests.support.web_examples import make_proposal, make_round, make_service, options_of, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
OK, GONE_ELSEWHERE, BAD, REFUSED, NOT_FOUND, NOT_THIS_WAY = 200, 302, 400, 403, 404, 405
ROLES = ("anonymous", "outsider", "scrutiny", "clerk", "finance")
FOR_ALL = (OK, OK, OK, OK, OK)
READERS = ("sign in", NOT_FOUND, OK, OK, OK)
NOBODY_WRITES = ("sign in", NOT_THIS_WAY, NOT_THIS_WAY, NOT_THIS_WAY, NOT_THIS_WAY)
ROUND_READERS_DO_NOT_POST = ("sign in", NOT_FOUND, NOT_THIS_WAY, NOT_THIS_WAY, NOT_THIS_WAY)
CLERKS = ("sign in", NOT_FOUND, REFUSED, OK, OK)
ASKED_ONLY = ("sign in", NOT_FOUND, REFUSED, NOT_FOUND, NOT_FOUND)
IMPORTERS = ("sign in", NOT_FOUND, REFUSED, REFUSED, OK)

# For each address: what each role gets on reading, and on sending a form to it.
NOBODY_POSTS = (NOT_THIS_WAY,) * 5
OF_A_PUBLICATION = ("publication", "edit", "pick", "page", "publish", "delete", "print")
CHANGES_OF_FILES = ("attachment-add", "attachment-replace", "attachment-remove")
OF_AN_APPENDIX = ("page", "progress", "cancel", "retry", "file")
OF_A_SCENARIO: dict[str, dict[str, Any]] = {
    "scenario": {},
    "scenario-settings": {},
    "scenario-edit": {},
    "scenario-figures": {},
    "scenario-amounts": {"proposal": 1},
    "scenario-addition-new": {},
    "scenario-addition": {"item": 1},
    "submit": {},
    "check": {},
    "opinion": {"office": "monitoring_officer"},
}
OF_A_JOB = ("job", "progress", "cancel", "retry", "draft")
BUDGET_OFFICERS = ("sign in", NOT_FOUND, NOT_FOUND, NOT_FOUND, OK)
OF_A_BUDGET = (
    *("reserves", "costs", "capital-receipts", "capital-receipts-download", "assumptions", "reorganisation"),
)
OF_A_PLAN = (
    *("section-25", "section-25-opinion", "reorganisation-json"),
    *("position", "plan", "plan-share"),
)
CLERKS_CHOOSE = ("sign in", NOT_FOUND, REFUSED, BAD, BAD)
CLERKS_FIND_NONE = ("sign in", NOT_FOUND, REFUSED, NOT_FOUND, NOT_FOUND)
CLERKS_DO_NOT_POST = ("sign in", NOT_FOUND, REFUSED, NOT_THIS_WAY, NOT_THIS_WAY)
EXPECTED = {
    "home": (READERS, (NOT_THIS_WAY,) * 5),
    "login": (FOR_ALL, FOR_ALL),
    "logout": ((NOT_THIS_WAY,) * 5, FOR_ALL),
    "accessibility": (FOR_ALL, (NOT_THIS_WAY,) * 5),
    "proposals:list": (READERS, NOBODY_WRITES),
    "proposals:overview": (READERS, NOBODY_WRITES),
    "proposals:detail": (READERS, NOBODY_WRITES),
    "proposals:download": (READERS, (NOT_THIS_WAY,) * 5),
    "proposals:import": (IMPORTERS, IMPORTERS),
    "proposals:preview": (IMPORTERS, ("sign in", NOT_FOUND, REFUSED, REFUSED, GONE_ELSEWHERE)),
    "reports:appendix": (CLERKS, ("sign in", NOT_FOUND, REFUSED, NOT_THIS_WAY, NOT_THIS_WAY)),
    "reports:page": (CLERKS, ("sign in", NOT_FOUND, REFUSED, NOT_THIS_WAY, NOT_THIS_WAY)),
    **dict.fromkeys(
        ("reports:pdf", "reports:docx", "reports:xlsx"),
        (("sign in", NOT_FOUND, REFUSED, GONE_ELSEWHERE, GONE_ELSEWHERE), CLERKS_DO_NOT_POST),
    ),
    "begin": (
        ("sign in", GONE_ELSEWHERE, GONE_ELSEWHERE, GONE_ELSEWHERE, GONE_ELSEWHERE),
        (NOT_THIS_WAY,) * 5,
    ),
    "my-work": (("sign in", NOT_FOUND, REFUSED, OK, OK), NOBODY_WRITES),
    # Without a move or a choice in the form there is nothing to do; who could do something is told so.
    "proposals:move": (NOBODY_WRITES, ("sign in", NOT_FOUND, REFUSED, BAD, BAD)),
    "proposals:move-many": (NOBODY_WRITES, ("sign in", *(GONE_ELSEWHERE,) * 4)),
    "first-steps": (READERS, ("sign in", *(GONE_ELSEWHERE,) * 4)),
    "proposals:advice": (ASKED_ONLY, ASKED_ONLY),
    "proposals:timeline": (READERS, NOBODY_WRITES),
    "proposals:exempt": (("sign in", NOT_FOUND, REFUSED, OK, OK), ("sign in", NOT_FOUND, REFUSED, BAD, BAD)),
    "proposals:exempt-grants": (
        ("sign in", NOT_FOUND, REFUSED, OK, REFUSED),
        ("sign in", NOT_FOUND, REFUSED, BAD, REFUSED),
    ),
    "proposals:exempt-withdraw": (
        ("sign in", NOT_FOUND, REFUSED, NOT_FOUND, REFUSED),
        ("sign in", NOT_FOUND, REFUSED, NOT_FOUND, REFUSED),
    ),
    "proposals:workbook-download": (
        IMPORTERS,
        ("sign in", NOT_FOUND, REFUSED, REFUSED, NOT_THIS_WAY),
    ),
    "proposals:workbook-upload": (IMPORTERS, IMPORTERS),
    "proposals:workbook-preview": (
        ("sign in", NOT_FOUND, REFUSED, REFUSED, NOT_FOUND),
        ("sign in", NOT_FOUND, REFUSED, REFUSED, NOT_FOUND),
    ),
    # What everybody may fetch, whoever they are.
    **dict.fromkeys(("words", "cookies", "look", "api-beginning"), (FOR_ALL, NOBODY_POSTS)),
    "published:feed": (FOR_ALL, FOR_ALL),
    # Whoever has a role is led to the page of all publications.
    "published:all": ((OK, OK, *(GONE_ELSEWHERE,) * 3), NOBODY_POSTS),
    # The proposal is published in no public edition, and there is no edition.
    "cited-proposal": (("sign in", NOT_FOUND, *(GONE_ELSEWHERE,) * 3), NOBODY_POSTS),
    "cited-edition": (("sign in", *(NOT_FOUND,) * 4), NOBODY_POSTS),
    "published:council-feed": ((NOT_FOUND,) * 5, (NOT_FOUND,) * 5),
    "icon": ((GONE_ELSEWHERE,) * 5, NOBODY_POSTS),
    # Without such a logo, token or edition there is nothing.
    **dict.fromkeys(
        (
            "logo",
            "published:council",
            "published:download",
            "published:edition",
            "published:file",
            "published:proposal",
            "published:proposals",
            "published:scrutiny",
            "published:scrutiny-file",
            "api-nothing",
        ),
        ((NOT_FOUND,) * 5, NOBODY_POSTS),
    ),
    "compare:compare": (("sign in", OK, OK, OK, OK), NOBODY_POSTS),
    "verification:verify": (("sign in", OK, OK, OK, OK), ("sign in", BAD, BAD, BAD, BAD)),
    # What readers open, and what they keep for themselves.
    "api": (READERS, ("sign in", NOT_FOUND, *(NOT_THIS_WAY,) * 3)),
    "api-tokens": (READERS, ("sign in", NOT_FOUND, BAD, BAD, BAD)),
    "api-token-withdraw": (("sign in", NOT_FOUND, *(NOT_THIS_WAY,) * 3), ("sign in", *(NOT_FOUND,) * 4)),
    "proposals:print": (READERS, NOBODY_POSTS),
    "proposals:views": (READERS, ("sign in", NOT_FOUND, *(NOT_THIS_WAY,) * 3)),
    "proposals:view": (("sign in", *(NOT_FOUND,) * 4), ("sign in", NOT_FOUND, *(NOT_THIS_WAY,) * 3)),
    "proposals:view-start": (
        ("sign in", NOT_FOUND, *(NOT_THIS_WAY,) * 3),
        ("sign in", NOT_FOUND, *(GONE_ELSEWHERE,) * 3),
    ),
    **dict.fromkeys(
        ("proposals:view-save", "proposals:view-change", "proposals:scrutiny-step"),
        (("sign in", *(NOT_FOUND,) * 4), ("sign in", *(NOT_FOUND,) * 4)),
    ),
    **dict.fromkeys(
        (
            "proposals:by-reference",
            "proposals:scrutiny",
            "proposals:scrutiny-download",
            "reports:open-data",
            "reports:open-data-file",
        ),
        (READERS, NOBODY_WRITES),
    ),
    # There is no file, and no scrutiny item to attach one to.
    "proposals:attachment-add": (
        ("sign in", NOT_FOUND, REFUSED, REFUSED, OK),
        ("sign in", NOT_FOUND, REFUSED, REFUSED, BAD),
    ),
    "proposals:attachment": (("sign in", *(NOT_FOUND,) * 4), NOBODY_WRITES),
    **dict.fromkeys(
        (
            "proposals:attachment-replace",
            "proposals:attachment-remove",
            "proposals:exempt-attachment",
            "proposals:scrutiny-attachment-add",
        ),
        (("sign in", *(NOT_FOUND,) * 4), ("sign in", *(NOT_FOUND,) * 4)),
    ),
    "proposals:scrutiny-item": (("sign in", *(NOT_FOUND,) * 4), NOBODY_WRITES),
    # Officers answer scrutiny and do not ask in its name.
    "proposals:scrutiny-add": (
        ("sign in", NOT_FOUND, OK, OK, REFUSED),
        ("sign in", NOT_FOUND, BAD, BAD, REFUSED),
    ),
    # A proposal that is not decided yet has no delivery.
    "proposals:delivery": (("sign in", NOT_FOUND, *(REFUSED,) * 3), ("sign in", NOT_FOUND, *(REFUSED,) * 3)),
    # What clerks and finance officers make and publish; there is no publication, and no comparison is asked for.
    "reports:recommendations": (CLERKS, CLERKS_DO_NOT_POST),
    "reports:recommendations-output": (CLERKS_CHOOSE, CLERKS_DO_NOT_POST),
    **dict.fromkeys(
        ("compare:appendix", "compare:page", "compare:pdf", "compare:docx", "compare:xlsx"),
        (CLERKS_CHOOSE, CLERKS_DO_NOT_POST),
    ),
    # Readers find the editions there; what is prepared is for those who prepare it.
    "publications:list": (READERS, NOBODY_WRITES),
    "publications:new": (CLERKS, CLERKS_CHOOSE),
    **dict.fromkeys(
        tuple(
            f"publications:{name}"
            for name in ("publication", "page", "job", "progress", "draft", "attachment")
        ),
        (CLERKS_FIND_NONE, CLERKS_DO_NOT_POST),
    ),
    **dict.fromkeys(
        ("reports:job-page", "reports:job-progress", "reports:job-file"),
        (CLERKS_FIND_NONE, CLERKS_DO_NOT_POST),
    ),
    **dict.fromkeys(
        tuple(f"publications:{name}" for name in ("edit", "pick", "delete", *CHANGES_OF_FILES)),
        (CLERKS_FIND_NONE, CLERKS_FIND_NONE),
    ),
    **dict.fromkeys(
        (
            "publications:print",
            "publications:cancel",
            "publications:retry",
            "reports:job-cancel",
            "reports:job-retry",
        ),
        (CLERKS_DO_NOT_POST, CLERKS_FIND_NONE),
    ),
    # Publishing is the clerks' alone.
    "publications:publish": (
        ("sign in", NOT_FOUND, REFUSED, NOT_FOUND, REFUSED),
        ("sign in", NOT_FOUND, REFUSED, NOT_FOUND, REFUSED),
    ),
    # Budgets are their preparers' until the plan is shared; the round has neither assumptions nor reserves.
    **dict.fromkeys(
        tuple(f"budget:{name}" for name in OF_A_BUDGET),
        (BUDGET_OFFICERS, ("sign in", NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_THIS_WAY)),
    ),
    **dict.fromkeys(
        ("budget:reserves-edit", "budget:assumption-add"),
        (BUDGET_OFFICERS, ("sign in", NOT_FOUND, NOT_FOUND, NOT_FOUND, BAD)),
    ),
    # There is no financial case, and nobody has asked for a file of one.
    "budget:programmes": (READERS, ROUND_READERS_DO_NOT_POST),
    **dict.fromkeys(
        tuple(f"budget:programme{name}" for name in ("", "-appendix", "-inputs", "-download")),
        (("sign in", *(NOT_FOUND,) * 4), ROUND_READERS_DO_NOT_POST),
    ),
    "budget:programme-start": (
        ("sign in", NOT_FOUND, REFUSED, REFUSED, OK),
        ("sign in", NOT_FOUND, REFUSED, REFUSED, BAD),
    ),
    "budget:programme-share": (ROUND_READERS_DO_NOT_POST, ("sign in", *(NOT_FOUND,) * 4)),
    **dict.fromkeys(
        ("budget:work", "budget:work-progress", "budget:work-file"),
        (("sign in", *(NOT_FOUND,) * 4), NOBODY_WRITES),
    ),
    **dict.fromkeys(
        ("budget:work-cancel", "budget:work-retry"),
        (NOBODY_WRITES, ("sign in", *(NOT_FOUND,) * 4)),
    ),
    "programmes:import": (IMPORTERS, IMPORTERS),
    "programmes:template": (IMPORTERS, ("sign in", NOT_FOUND, REFUSED, REFUSED, NOT_THIS_WAY)),
    "programmes:preview": (
        ("sign in", NOT_FOUND, REFUSED, REFUSED, NOT_FOUND),
        ("sign in", NOT_FOUND, REFUSED, REFUSED, NOT_FOUND),
    ),
    # The round has no plan, which finance officers can start; what is not shared is not there for anybody else.
    "budget:position": (
        ("sign in", NOT_FOUND, NOT_FOUND, NOT_FOUND, OK),
        ("sign in", NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_THIS_WAY),
    ),
    "budget:position-file": (
        ("sign in", *(NOT_FOUND,) * 4),
        ("sign in", NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_THIS_WAY),
    ),
    "budget:section-25": (BUDGET_OFFICERS, ("sign in", NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_THIS_WAY)),
    "budget:section-25-opinion": (
        ("sign in", NOT_FOUND, NOT_FOUND, NOT_FOUND, REFUSED),
        ("sign in", NOT_FOUND, NOT_FOUND, NOT_FOUND, REFUSED),
    ),
    "budget:reorganisation-json": (
        ("sign in", *(NOT_FOUND,) * 4),
        ("sign in", NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_THIS_WAY),
    ),
    "budget:plan": (
        ("sign in", *(NOT_FOUND,) * 4),
        ("sign in", NOT_FOUND, NOT_FOUND, NOT_FOUND, GONE_ELSEWHERE),
    ),
    **dict.fromkeys(
        ("budget:assumption", "budget:assumption-remove", "budget:plan-section", "budget:plan-share"),
        (("sign in", *(NOT_FOUND,) * 4), ("sign in", *(NOT_FOUND,) * 4)),
    ),
    # Finance officers make scenarios; the protocol is the section 151 officer's, and without one there is no budget.
    **dict.fromkeys(
        ("budget:scenarios", "budget:scenario-compare", "budget:alternatives"),
        (
            ("sign in", NOT_FOUND, NOT_FOUND, NOT_FOUND, OK),
            ("sign in", NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_THIS_WAY),
        ),
    ),
    "budget:scenario-new": (
        ("sign in", NOT_FOUND, NOT_FOUND, NOT_FOUND, OK),
        ("sign in", NOT_FOUND, NOT_FOUND, NOT_FOUND, BAD),
    ),
    "budget:protocol": (
        ("sign in", NOT_FOUND, NOT_FOUND, NOT_FOUND, REFUSED),
        ("sign in", NOT_FOUND, NOT_FOUND, NOT_FOUND, REFUSED),
    ),
    "budget:begin": (
        ("sign in", NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_THIS_WAY),
        ("sign in", *(NOT_FOUND,) * 4),
    ),
    **dict.fromkeys(
        ("budget:release", *(f"budget:{name}" for name in OF_A_SCENARIO)),
        (("sign in", *(NOT_FOUND,) * 4), ("sign in", *(NOT_FOUND,) * 4)),
    ),
    "admin-sign-in": (("sign in", NOT_FOUND, REFUSED, REFUSED, GONE_ELSEWHERE), (NOT_THIS_WAY,) * 5),
}


OF_ACCOUNTS = {pattern.name for pattern in account_urls} - {"login", "logout"} | {"security-contact"}


def addresses(resolver=None, namespace=""):
    """The names of all addresses of the site; those of the admin and of the API are walked on their own."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace not in {"admin", "api-1"}:
                yield from addresses(pattern, f"{pattern.namespace}:" if pattern.namespace else namespace)
        # Pages of accounts are alike for all roles: tests/councilsavings/accounts/ opens them.
        elif pattern.name not in OF_ACCOUNTS:
            yield f"{namespace}{pattern.name}"


def admin_addresses(resolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from admin_addresses(pattern)
        elif pattern.name:
            yield pattern


@pytest.fixture
def everybody(outsider, scrutiny_member, committee_clerk, finance_officer):
    return dict(zip(ROLES, (None, outsider, scrutiny_member, committee_clerk, finance_officer), strict=True))


@pytest.fixture
def proposal():
    return make_proposal(make_round(), "ENV001", "Dim the lights")


@pytest.fixture
def in_preparation():
    """A proposal of a round that scrutiny may not see yet; every name of it is unlike all others."""
    budget_round = make_round("Secret round", phase="preparation")
    service = make_service(budget_round, "Hidden service", "HID", "Hidden directorate")
    return make_proposal(budget_round, "HID001", "Hidden title", service=service)


def the_address(name, proposal, person):
    more = {
        "proposals:detail": {"pk": proposal.pk},
        "proposals:move": {"pk": proposal.pk},
        "proposals:advice": {"pk": proposal.pk, "team": "hr"},
        "cited-proposal": {"pk": proposal.pk},
        "cited-edition": {"identifier": "0" * 8},
        "proposals:timeline": {"pk": proposal.pk},
        "proposals:exempt": {"pk": proposal.pk},
        "proposals:exempt-grants": {"pk": proposal.pk},
        "proposals:exempt-withdraw": {"pk": proposal.pk, "grant": 1},
        "proposals:attachment-add": {"pk": proposal.pk},
        "proposals:scrutiny-attachment-add": {"pk": proposal.pk, "item": 1},
        **{
            f"{name}attachment{change}": {"attachment": 1}
            for name in ("proposals:", "publications:")
            for change in ("", "-replace", "-remove")
        },
        "proposals:exempt-attachment": {"attachment": 1},
        "publications:attachment-add": {"pk": 1},
        "published:scrutiny-file": {"council": "eastvale-council", "attachment": 1},
        "proposals:workbook-preview": {"pk": 1},
        "proposals:download": {"file_format": "csv"},
        "proposals:by-reference": {
            "council": proposal.budget_round.council.slug,
            "reference": proposal.reference,
        },
        "proposals:delivery": {"pk": proposal.pk},
        "proposals:scrutiny-add": {"pk": proposal.pk},
        "proposals:scrutiny-item": {"pk": proposal.pk, "item": 1},
        "proposals:scrutiny-step": {"pk": proposal.pk, "item": 1, "code": "answer"},
        "proposals:scrutiny-download": {"file_format": "csv"},
        "proposals:view": {"pk": 1},
        "proposals:view-change": {"pk": 1},
        "reports:open-data-file": {"name": "all.zip"},
        "reports:recommendations-output": {"ending": "page"},
        "api-token-withdraw": {"pk": 1},
        "api-nothing": {"rest": "v1/nothing"},
        "look": {"colour": "1f4e5f"},
        "logo": {"slug": "eastvale-council", "digest": "0" * 64},
        "published:council": {"council": "eastvale-council"},
        "published:council-feed": {"council": "eastvale-council"},
        "published:proposals": {"council": "eastvale-council"},
        "published:proposal": {"council": "eastvale-council", "budget_round": 1, "reference": "ENV001"},
        "published:download": {"council": "eastvale-council", "file_format": "csv"},
        "published:scrutiny": {"council": "eastvale-council"},
        "published:edition": {"council": "eastvale-council", "pk": 1},
        "published:file": {"council": "eastvale-council", "pk": 1, "name": "savings.csv"},
        **{f"publications:{name}": {"pk": 1} for name in OF_A_PUBLICATION},
        **{f"publications:{name}": {"pk": 1, "job": 1} for name in OF_A_JOB},
        **{f"reports:job-{name}": {"job": 1} for name in OF_AN_APPENDIX},
        "programmes:preview": {"pk": 1},
        "budget:programmes": {"pk": proposal.budget_round_id},
        "budget:programme-start": {"pk": proposal.budget_round_id},
        **{
            f"budget:programme{name}": {"pk": proposal.budget_round_id, "forecast": 1}
            for name in ("", "-appendix", "-inputs", "-share")
        },
        "budget:programme-download": {
            "pk": proposal.budget_round_id,
            "forecast": 1,
            "file_format": "json",
        },
        **{
            f"budget:work{name}": {"pk": proposal.budget_round_id, "job": 1}
            for name in ("", "-progress", "-cancel", "-retry", "-file")
        },
        **{
            f"budget:{name}": {"pk": proposal.budget_round_id}
            for name in (
                *(*OF_A_BUDGET, "reserves-edit", "assumption-add", *OF_A_PLAN),
                *("scenarios", "scenario-new", "scenario-compare"),
                *("alternatives", "protocol", "begin", "release"),
            )
        },
        **{
            f"budget:{name}": {"pk": proposal.budget_round_id, "identifier": UUID(int=1), **parts}
            for name, parts in OF_A_SCENARIO.items()
        },
        "budget:capital-receipts-download": {"pk": proposal.budget_round_id, "file_format": "csv"},
        "budget:position-file": {"pk": proposal.budget_round_id, "file_format": "xlsx"},
        "budget:plan-section": {"pk": proposal.budget_round_id, "section": "base"},
        **{
            f"budget:{name}": {"pk": proposal.budget_round_id, "assumption": 1}
            for name in ("assumption", "assumption-remove")
        },
        "proposals:preview": {"pk": waiting_of(person).pk if person else 1},
    }
    makes = {"reports:page", "reports:pdf", "reports:docx", "reports:xlsx"}
    query = "?cover-title=Savings" if name in makes else ""
    return reverse(name, kwargs=more.get(name)) + query


def answers_to(client, person, name, proposal):
    """What the person gets on reading the address and on sending a form to it; what that changed is put back."""
    with undone(client):
        address = the_address(name, proposal, person)
        with undone(client):
            read = answer(client.get(address))
        return read, answer(client.post(address))


def answer(response):
    if response.status_code == GONE_ELSEWHERE and response["Location"].startswith(SIGN_IN):
        return "sign in"
    return response.status_code


class TestEveryAddress:
    def test_has_an_expectation(self):
        assert sorted(addresses()) == sorted(EXPECTED)

    @pytest.mark.parametrize("role", ROLES)
    def test_answers_each_role_as_it_should(self, everybody, proposal, role):
        place, person = ROLES.index(role), everybody[role]
        client = signed_in(person)
        answers = {name: answers_to(client, person, name, proposal) for name in EXPECTED}
        assert answers == {name: (read[place], sent[place]) for name, (read, sent) in EXPECTED.items()}

    def test_shows_no_data_to_a_person_without_a_role(self, everybody, proposal):
        client = signed_in(everybody["outsider"])
        for name in sorted(set(EXPECTED) - {"home", "login", "logout", "accessibility"}):
            page = client.get(the_address(name, proposal, everybody["outsider"])).content.decode()
            # The only council's name stands on every page, on that to sign in as well; a page may repeat
            # what it was asked for.
            address = the_address(name, proposal, None)
            for secret in ("ENV001", "Dim the lights", "Street lighting", "2027/28"):
                assert secret not in page or secret in address, name

    def test_leads_back_to_the_page_asked_for_after_signing_in(self, client, scrutiny_member, proposal):
        address = f"/proposals/?round={proposal.budget_round_id}&text=dim"
        response = client.get(address)
        signed = client.post(response["Location"], {"login": "sam", "password": "a long enough password"})
        assert signed["Location"] == address

    def test_is_not_led_to_another_site_by_signing_in(self, client, scrutiny_member):
        response = client.post(
            f"{SIGN_IN}?next=https://evil.example/", {"login": "sam", "password": "a long enough password"}
        )
        assert response["Location"] == "/begin/"


class TestTheAdmin:
    def test_every_address_of_it_is_closed_to_those_who_are_not_staff(self, everybody, proposal):
        patterns = [
            pattern for pattern in admin_addresses(_Patterns(admin.site.urls[0])) if pattern.name != "login"
        ]
        assert len(patterns) > 50
        clients = {role: signed_in(everybody[role]) for role in ROLES}
        for pattern in patterns:
            filled = {
                name: {"app_label": "proposals"}.get(name, "1") for name in pattern.pattern.regex.groupindex
            }
            try:
                address = reverse(f"admin:{pattern.name}", kwargs=filled)
            except NoReverseMatch:  # it takes its parts by place, not by name
                address = reverse(f"admin:{pattern.name}", args=["1"] * pattern.pattern.regex.groups)
            for role, last in (
                ("anonymous", "sign in"),
                ("outsider", NOT_FOUND),
                ("scrutiny", REFUSED),
                ("clerk", REFUSED),
            ):
                assert the_end(clients[role], address) == last, (role, address)

    def test_is_open_to_finance_officers_without_accounts_and_permissions(self, everybody, proposal):
        client = signed_in(everybody["finance"])
        assert client.get("/admin/").status_code == OK
        assert client.get("/admin/auth/user/").status_code == REFUSED
        assert client.get("/admin/auth/group/").status_code == REFUSED


class _Patterns:
    def __init__(self, url_patterns):
        self.url_patterns = url_patterns


def the_end(client, address):
    """Follow redirects to the last answer, stopping at the sign-in page; signing out is no way in."""
    response = client.get(address)
    for _ in range(3):
        if answer(response) != GONE_ELSEWHERE:
            break
        response = client.get(response["Location"])
    return answer(response)


class TestAPersonWithoutARole:
    def test_is_told_after_signing_in_what_to_do(self, client, outsider, proposal):
        response = client.post(SIGN_IN, {"login": "otto", "password": "a long enough password"}, follow=True)
        assert response.status_code == NOT_FOUND
        assert words(tree(response).xpath("//h1")[0]) == "Your account has no role yet"
        assert "Otto Side" in response.content.decode()


class TestARoundInPreparation:
    @pytest.fixture
    def member(self, client, scrutiny_member):
        client.force_login(scrutiny_member)
        return client

    def test_does_not_exist_for_scrutiny(self, member, proposal, in_preparation):
        key = in_preparation.budget_round_id
        assert member.get(in_preparation.get_absolute_url()).status_code == NOT_FOUND
        for address in ("/proposals/", *(f"/proposals/download/{kind}/" for kind in ("csv", "xlsx", "json"))):
            assert member.get(address, {"round": key}).status_code == NOT_FOUND

    def test_leaves_no_name_in_any_list_filter_or_file_of_scrutiny(self, member, proposal, in_preparation):
        # A filter is offered where there is something to choose between.
        parks = make_service(proposal.budget_round, "Parks", "PAR", "Parks and gardens")
        make_proposal(proposal.budget_round, "PAR001", service=parks)
        response = member.get("/proposals/")
        assert options_of(response, "service") == ["Parks", "Street lighting"]
        assert options_of(response, "directorate") == ["Environment", "Parks and gardens"]
        pages = [
            response,
            member.get("/proposals/", {"text": "hidden"}),
            member.get(proposal.get_absolute_url()),
        ]
        pages += [member.get(f"/proposals/download/{kind}/") for kind in ("csv", "json")]
        for page in pages:
            text = page.content.decode()
            assert "HID001" not in text
            assert "Hidden" not in text
            assert "Secret" not in text

    def test_cannot_be_reached_by_its_filters(self, member, proposal, in_preparation):
        hidden = in_preparation.service
        for query in ({"service": hidden.pk}, {"directorate": hidden.directorate_id}):
            response = member.get("/proposals/", query)
            assert "Hidden" not in response.content.decode()
            assert member.get("/proposals/download/csv/", query).status_code == 400

    def test_does_not_get_into_a_clerks_appendix(self, client, committee_clerk, proposal, in_preparation):
        client.force_login(committee_clerk)
        for address in ("/appendices/", "/appendices/page/", "/appendices/pdf/"):
            query = {"round": in_preparation.budget_round_id, "cover-title": "Savings"}
            assert client.get(address, query).status_code == NOT_FOUND
        assert "Hidden" not in client.get("/appendices/page/", {"cover-title": "Savings"}).content.decode()

    def test_is_open_to_finance_officers(self, client, finance_officer, proposal, in_preparation):
        client.force_login(finance_officer)
        response = client.get("/proposals/", {"round": in_preparation.budget_round_id})
        assert "HID001" in response.content.decode()
        assert client.get(in_preparation.get_absolute_url()).status_code == OK

    def test_as_the_only_round_leaves_a_page_that_says_so(self, member, in_preparation):
        response = member.get("/proposals/")
        assert response.status_code == OK
        assert "has not given you access to a budget round yet" in response.content.decode()

    def test_is_seen_by_scrutiny_proposal_by_proposal_as_each_is_published(self, member, in_preparation):
        for stage, status in (("ready_to_publish", NOT_FOUND), ("published", OK), ("sent_back", NOT_FOUND)):
            in_preparation.stage = stage
            in_preparation.save()
            assert member.get(in_preparation.get_absolute_url()).status_code == status


class TestNeighbours:
    def test_of_a_proposal_are_of_its_own_round(self, client, scrutiny_member, proposal, in_preparation):
        client.force_login(scrutiny_member)
        assert "Hidden" not in client.get(proposal.get_absolute_url()).content.decode()

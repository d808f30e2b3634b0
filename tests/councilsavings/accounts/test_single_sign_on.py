"""Single sign-on against a provider of OpenID Connect that the tests start."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from joserfc.jwk import OctKey, RSAKey

from services.models import SecurityEvent
from tests.councilsavings.accounts.test_attacks import asks_with, token_of
from tests.support.oidc_provider import CLIENT, SECRET, running_provider
from tests.support.web_examples import make_round

pytestmark = pytest.mark.django_db

BEGIN = "/account/single-sign-on/single-sign-on/"
PERSON = {
    "sub": "f3a1",
    "preferred_username": "nora.moor",
    "email": "nora.moor@northmoor.example",
    "given_name": "Nora",
    "family_name": "Moor",
    "groups": ["finance-people", "group-of-no-meaning"],
}
GROUPS = {
    "finance-people": {"roles": ["Finance officer"], "covers": ["council:northmoor-council"]},
    "clerks": {"roles": ["Committee clerk"], "covers": []},
}


def app_of(provider, **more):
    return {
        "provider_id": "single-sign-on",
        "name": "Council account",
        "client_id": CLIENT,
        "secret": SECRET,
        "settings": {"server_url": provider.issuer, "fetch_userinfo": False, **more},
    }


@pytest.fixture
def provider(settings):
    from allauth.socialaccount.providers import registry
    from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider

    make_round(council="Northmoor Council")
    registry.register(OpenIDConnectProvider)
    with running_provider() as running:
        settings.SINGLE_SIGN_ON_NAME = "Council account"
        settings.SINGLE_SIGN_ON_GROUPS = GROUPS
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app_of(running)]}
        }
        running.person = dict(PERSON)
        yield running
    registry.provider_map.pop("openid_connect", None)


def come_from(provider, client, **more):
    """Sign in as the person whom the provider names, and return the last answer."""
    sent_on = client.get(BEGIN, more)
    back = provider.authorize(sent_on["Location"])
    return client.get(back)


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_groups_give_roles_and_what_they_cover(provider):
    client = Client()
    answer = come_from(provider, client)
    assert answer.status_code == 302
    person = User.objects.get(username="nora.moor")
    assert [group.name for group in person.groups.all()] == ["Finance officer"]
    assert [str(one.covers) for one in person.assignments.all()] == ["Northmoor Council"]
    assert (person.first_name, person.is_staff, person.has_usable_password()) == ("Nora", True, False)
    assert client.get("/account/").status_code == 200


def test_a_change_of_groups_changes_roles_at_the_next_sign_in(provider):
    come_from(provider, Client())
    provider.person["groups"] = ["clerks"]
    come_from(provider, Client())
    person = User.objects.get(username="nora.moor")
    assert [group.name for group in person.groups.all()] == ["Committee clerk"]
    assert not person.assignments.exists()
    assert person.is_staff is False


def test_who_left_all_groups_is_refused_and_switched_off_with_sessions_and_tokens(provider):
    at_work = Client()
    come_from(provider, at_work)
    person = User.objects.get(username="nora.moor")
    _, key = token_of(person)
    provider.person["groups"] = []
    answer = come_from(provider, Client())
    assert answer.status_code == 403
    person.refresh_from_db()
    assert person.is_active is False
    assert at_work.get("/account/").status_code == 302
    assert asks_with(key) == 401
    assert SecurityEvent.objects.filter(kind="single_sign_on_refused", account=person).exists()


def test_who_was_never_in_a_group_gets_no_account(provider):
    provider.person["groups"] = ["group-of-no-meaning"]
    assert come_from(provider, Client()).status_code == 403
    assert not User.objects.filter(username="nora.moor").exists()


def test_a_group_that_covers_what_is_not_here_lets_nobody_in(provider, settings):
    settings.SINGLE_SIGN_ON_GROUPS = {
        "finance-people": {"roles": ["Finance officer"], "covers": ["council:elsewhere"]}
    }
    assert come_from(provider, Client()).status_code == 403
    assert not User.objects.filter(username="nora.moor").exists()


def test_an_account_switched_off_here_stays_so(provider):
    come_from(provider, Client())
    User.objects.update(is_active=False)
    client = Client()
    assert come_from(provider, client).status_code == 403
    assert not is_signed_in(client)


def test_leavers_who_never_come_again_are_switched_off_by_the_command(provider):
    from allauth.socialaccount.models import SocialAccount

    come_from(provider, Client())
    person = User.objects.get(username="nora.moor")
    _, key = token_of(person)
    call_command("switch_off_leavers", days=30)
    person.refresh_from_db()
    assert person.is_active
    SocialAccount.objects.update(last_login=timezone.now() - timedelta(days=31))
    call_command("switch_off_leavers", days=30)
    person.refresh_from_db()
    assert not person.is_active
    assert asks_with(key) == 401


def test_an_account_of_the_same_address_is_not_taken_over(provider, scrutiny_member):
    scrutiny_member.email = PERSON["email"]
    scrutiny_member.save()
    client = Client()
    assert come_from(provider, client).status_code == 403
    assert not is_signed_in(client)


def test_where_the_council_says_so_accounts_are_joined_by_address_and_lose_their_password(
    provider, settings, scrutiny_member
):
    scrutiny_member.email = PERSON["email"]
    scrutiny_member.save()
    app = app_of(provider, verified_email=True, email_authentication=True)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    client = Client()
    come_from(provider, client)
    assert client.session["_auth_user_id"] == str(scrutiny_member.pk)
    scrutiny_member.refresh_from_db()
    assert not scrutiny_member.has_usable_password()


@pytest.mark.one_database
class TestAnswersThatAreNotSound:
    def refused(self, client, answer):
        assert not is_signed_in(client)
        assert b"could not be signed in" in answer.content
        assert SecurityEvent.objects.filter(kind="single_sign_on_refused").exists()

    def test_an_answer_used_twice_is_refused(self, provider):
        client = Client()
        back = provider.authorize(client.get(BEGIN)["Location"])
        client.get(back)
        client.post("/sign-out/")
        self.refused(client, client.get(back))

    def test_the_answer_to_somebody_else_is_refused(self, provider):
        attacker, victim = Client(), Client()
        back = provider.authorize(attacker.get(BEGIN)["Location"])
        self.refused(victim, victim.get(back))

    def test_a_code_put_into_another_answer_is_refused(self, provider):
        attacker, victim = Client(), Client()
        stolen = provider.authorize(attacker.get(BEGIN)["Location"])
        own = provider.authorize(victim.get(BEGIN)["Location"])
        code = stolen.split("code=")[1].split("&")[0]
        mixed = own.replace(own.split("code=")[1].split("&")[0], code)
        self.refused(victim, victim.get(mixed))

    @pytest.mark.parametrize(
        "altered",
        [
            {"aud": "another-application"},
            {"iss": "https://another-provider.example"},
            {"exp": 1},
        ],
    )
    def test_a_token_for_or_of_somebody_else_is_refused(self, provider, altered):
        provider.altered = altered
        client = Client()
        self.refused(client, come_from(provider, client))

    @pytest.mark.parametrize(
        ("algorithm", "key"),
        [
            ("RS256", RSAKey.generate_key(2048, {"kid": "one"})),
            ("HS256", OctKey.import_key(SECRET)),
            ("none", OctKey.import_key("nothing")),
        ],
        ids=["another key", "the client's secret", "no signature"],
    )
    def test_a_token_that_the_provider_did_not_sign_is_refused(self, provider, algorithm, key):
        provider.algorithm, provider.signing_key = algorithm, key
        client = Client()
        self.refused(client, come_from(provider, client))

    def test_an_error_of_the_provider_is_shown_in_words(self, provider):
        client = Client()
        client.get(BEGIN)
        answer = client.get(f"{BEGIN}back/?error=server_error&state=x")
        self.refused(client, answer)

    def test_it_leads_to_no_other_site(self, provider):
        answer = come_from(provider, Client(), next="https://evil.example/")
        assert answer.status_code == 302
        assert "evil" not in answer["Location"]


@pytest.mark.one_database
class TestWithoutLocalAccounts:
    def test_a_password_opens_nothing_and_an_administrator_comes_in_all_the_same(
        self, provider, settings, scrutiny_member
    ):
        settings.LOCAL_ACCOUNTS = False
        User.objects.create_superuser("root", "root@northmoor.example", "violet tractor lemonade")
        client = Client()
        client.post("/sign-in/", {"login": "sam", "password": "a long enough password"})
        assert not is_signed_in(client)
        client.post("/sign-in/", {"login": "root", "password": "violet tractor lemonade"})
        assert is_signed_in(client)


def test_the_provider_answers_for_the_second_factor(provider, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client = Client()
    come_from(provider, client)
    assert client.get("/my-work/").status_code == 200

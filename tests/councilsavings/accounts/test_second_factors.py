"""Second factors: asked of the roles that need them, set up, used, lost, and never readable in the database."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

pytestmark = pytest.mark.django_db

RIGHT = "a long enough password"


@pytest.fixture(autouse=True)
def as_in_production(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    settings.PASSWORD_ASKED_AGAIN = True


def sign_in(name):
    client = Client()
    answer = client.post("/sign-in/", {"login": name, "password": RIGHT})
    return client, answer


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def set_up_app(client):
    page = client.get("/account/second-factor/app/", follow=True)
    if "password" in page.context["form"].fields:
        page = client.post(
            page.request["PATH_INFO"] + "?next=/account/second-factor/app/", {"password": RIGHT}, follow=True
        )
    secret = page.context["form"].secret
    return secret, client.post("/account/second-factor/app/", {"code": code_of(secret)}, follow=True)


@pytest.mark.parametrize(
    ("role", "needed"),
    [
        ("finance_officer", True),
        ("section_151_officer", True),
        ("committee_clerk", True),
        ("author", True),
        ("auditor", True),
        ("legal_adviser", True),
        ("cabinet_member", True),
        ("scrutiny_member", False),
    ],
)
def test_roles_that_read_unpublished_or_exempt_matter_need_one(request, role, needed):
    person = request.getfixturevalue(role)
    client = Client()
    client.force_login(person)
    answer = client.get("/my-work/")
    leads_to = answer.headers.get("Location", "")
    assert (leads_to == "/account/second-factor/") is needed
    assert client.get("/accessibility/").status_code == 200
    # Neither files, forms nor the interface for machines are a way round.
    for address in ("/proposals/", "/proposals/download/csv/", "/api/v1/rounds", "/admin/"):
        if needed:
            assert client.get(address).headers.get("Location") == "/account/second-factor/", address


def test_a_councillor_with_leave_to_read_exempt_wording_needs_one(scrutiny_member, section_151_officer):
    from proposals.models import ExemptGrant
    from tests.support.web_examples import make_proposal, make_round

    proposal = make_proposal(make_round(), "ENV001")
    ExemptGrant.objects.create(proposal=proposal, user=scrutiny_member, reason="To know", granted_by="Cecil")
    client, _ = sign_in("sam")
    assert client.get("/my-work/").headers["Location"] == "/account/second-factor/"


def test_an_app_is_set_up_and_asked_for_from_then_on(finance_officer):
    client, _ = sign_in("fiona")
    _, done = set_up_app(client)
    assert b"Recovery codes" in done.content
    assert client.get("/my-work/").status_code == 200

    other, answer = sign_in("fiona")
    assert answer["Location"].startswith("/account/second-factor/code/")
    assert "_auth_user_id" not in other.session
    assert other.get("/my-work/").status_code == 302
    wrong = other.post("/account/second-factor/code/", {"code": "000000"})
    assert wrong.status_code == 200
    assert "_auth_user_id" not in other.session


def test_a_code_is_taken_once(finance_officer):
    client, _ = sign_in("fiona")
    secret, _ = set_up_app(client)
    code = code_of(secret)
    one, _ = sign_in("fiona")
    one.post("/account/second-factor/code/", {"code": code})
    two, _ = sign_in("fiona")
    two.post("/account/second-factor/code/", {"code": code})
    assert "_auth_user_id" not in two.session


def test_codes_cannot_be_guessed(finance_officer):
    client, _ = sign_in("fiona")
    set_up_app(client)
    attacker, _ = sign_in("fiona")
    answers = [attacker.post("/account/second-factor/code/", {"code": f"{n:06}"}) for n in range(8)]
    assert b"Too many" in answers[-1].content or answers[-1].status_code == 429


def test_a_recovery_code_signs_in_once(finance_officer):
    client, _ = sign_in("fiona")
    _, done = set_up_app(client)
    code = re.search(r'<code class="app-code">([0-9a-z]{8})</code>', done.content.decode())[1]
    for signed_in in (True, False):
        other, _ = sign_in("fiona")
        other.post("/account/second-factor/code/", {"code": code})
        assert ("_auth_user_id" in other.session) is signed_in


def test_secrets_are_sealed_in_the_database(finance_officer):
    client, _ = sign_in("fiona")
    secret, _ = set_up_app(client)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert Authenticator.objects.get(type="totp").wrap().instance.data["secret"] != secret


def test_an_administrator_removes_what_was_lost_and_no_password(admin_client, finance_officer, settings):
    settings.PASSWORD_ASKED_AGAIN = settings.SECOND_FACTOR_REQUIRED = False
    TOTP.activate(finance_officer, "JBSWY3DPEHPK3PXP")
    sent = {"action": "remove_second_factors", "_selected_action": [finance_officer.pk]}
    admin_client.post("/admin/auth/user/", sent)
    assert not Authenticator.objects.exists()
    assert admin_client.get(f"/admin/auth/user/{finance_officer.pk}/password/").status_code == 404


def test_a_new_person_is_invited_and_sets_their_password_alone(admin_client, settings, mailoutbox):
    settings.PASSWORD_ASKED_AGAIN = settings.SECOND_FACTOR_REQUIRED = False
    sent = {"username": "nora", "email": "nora@northmoor.example", "first_name": "Nora", "last_name": "Moor"}
    answer = admin_client.post("/admin/auth/user/add/", sent)
    assert answer.status_code == 302
    (message,) = mailoutbox
    assert message.to == ["nora@northmoor.example"]
    link = re.search(r"https?://\S+?(/account/password/new/\S+/)", message.body)[1]
    client = Client()
    form = client.get(link, follow=True)
    password = "violet tractor lemonade"
    client.post(form.context["action_url"], {"password1": password, "password2": password})
    client.post("/sign-in/", {"login": "nora@northmoor.example", "password": password})
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize("address", ["/api/tokens/", "/admin/auth/user/", "/admin/auth/group/"])
def test_the_password_is_asked_again_before_what_matters_most(settings, django_user_model, address):
    settings.SECOND_FACTOR_REQUIRED = False
    django_user_model.objects.create_superuser("root", "root@northmoor.example", RIGHT)
    client, _ = sign_in("root")
    assert client.get(address).status_code == 200
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 16 * 60
    session.save()
    asked = client.get(address)
    assert asked["Location"].startswith("/account/confirm/?next=")
    assert client.get(client.post(asked["Location"], {"password": RIGHT})["Location"]).status_code == 200

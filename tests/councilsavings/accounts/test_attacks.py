"""What an attacker tries first: guessing, finding out names, fixed sessions, old links, other sites."""

import re
import time
from datetime import timedelta
from statistics import median

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from councilsavings.accounts.urls import urlpatterns
from proposals.models import ApiToken
from services.models import ChangeRecord, SecurityEvent, SignInDelay

pytestmark = pytest.mark.django_db

SIGN_IN = "/sign-in/"
RIGHT = "a long enough password"


@pytest.fixture
def person(scrutiny_member):
    scrutiny_member.email = "sam@northmoor.example"
    scrutiny_member.save()
    mail.outbox.clear()
    return scrutiny_member


def try_to_sign_in(client, name, password, **more):
    return client.post(SIGN_IN, {"login": name, "password": password}, **more)


def is_signed_in(client):
    return "_auth_user_id" in client.session


def link_in(message):
    return re.search(r"https?://\S+(/account/password/new/\S+/)", message.body)[1]


def ask_for_link(person):
    mail.outbox.clear()
    Client().post("/account/password/forgotten/", {"email": person.email})
    (message,) = mail.outbox
    return link_in(message)


def set_password(client, link, password="violet tractor lemonade"):
    form = client.get(link, follow=True)
    if "token_fail" in form.context:
        return form
    return client.post(form.context["action_url"], {"password1": password, "password2": password})


class TestGuessing:
    def test_sixty_wrong_passwords_and_then_the_right_one_do_not_sign_in(self, person):
        client = Client()
        for n in range(60):
            try_to_sign_in(client, "sam", f"wrong password {n}")
        answer = try_to_sign_in(client, "sam", RIGHT)
        assert not is_signed_in(client)
        assert b"too many attempts" in answer.content
        # Five attempts are free, the sixth waits: what was refused is not counted on.
        assert SignInDelay.objects.order_by("-failures").first().failures == 5

    def test_the_delay_grows_and_ends_by_itself(self, person, monkeypatch):
        now = timezone.now()
        waits = []
        for _ in range(8):
            monkeypatch.setattr("services.accounts.delays.timezone.now", lambda at=now: at)
            try_to_sign_in(Client(), "sam", "wrong password")
            until = max(row.until for row in SignInDelay.objects.all() if row.until)
            waits.append(int((until - now).total_seconds()))
            now = max(until, now) + timedelta(seconds=1)
        assert waits == [0, 0, 0, 0, 30, 60, 120, 240]
        monkeypatch.setattr("services.accounts.delays.timezone.now", lambda: now)
        client = Client()
        try_to_sign_in(client, "sam", RIGHT)
        assert is_signed_in(client)

    def test_a_stranger_elsewhere_delays_a_new_browser_for_a_minute_at_most(self, person):
        for n in range(200):
            try_to_sign_in(Client(), "sam", "wrong", REMOTE_ADDR=f"198.51.100.{n}")
        row = max((row for row in SignInDelay.objects.all() if row.until), key=lambda row: row.until)
        assert row.until - timezone.now() < timedelta(minutes=1)

    def test_a_stranger_does_not_delay_a_browser_that_is_known_to_the_account(self, person):
        home = Client()
        try_to_sign_in(home, "sam", RIGHT)
        home.post("/sign-out/")
        for n in range(30):
            try_to_sign_in(Client(), "sam", "wrong", REMOTE_ADDR=f"198.51.100.{n}")
        try_to_sign_in(home, "sam", RIGHT)
        assert is_signed_in(home)

    def test_who_opens_the_mail_signs_in_at_once_whatever_strangers_did(self, person):
        for n in range(30):
            try_to_sign_in(Client(), "sam", "wrong", REMOTE_ADDR=f"198.51.100.{n}")
        client = Client()
        set_password(client, ask_for_link(person))
        try_to_sign_in(client, "sam", "violet tractor lemonade")
        assert is_signed_in(client)

    def test_a_stolen_cookie_of_one_account_frees_no_other(self, person, committee_clerk):
        thief = Client()
        try_to_sign_in(thief, "clare", RIGHT)
        thief.post("/sign-out/")
        for _ in range(7):
            try_to_sign_in(thief, "sam", "wrong")
        try_to_sign_in(thief, "sam", RIGHT)
        assert not is_signed_in(thief)

    def test_many_names_from_one_address_are_delayed(self, person):
        for n in range(50):
            try_to_sign_in(Client(), f"name{n}", "Northmoor2026!")
        client = Client()
        try_to_sign_in(client, "sam", RIGHT)
        assert not is_signed_in(client)
        try_to_sign_in(client, "sam", RIGHT, REMOTE_ADDR="198.51.100.7")
        assert is_signed_in(client)

    def test_capitals_and_blanks_make_no_new_name(self, person):
        for name in ("sam", "SAM", " sam", "Sam ", "sAm"):
            try_to_sign_in(Client(), name, "wrong")
        client = Client()
        try_to_sign_in(client, "sam", RIGHT)
        assert not is_signed_in(client)

    def test_the_person_and_the_administrators_are_told(self, person, caplog):
        for n in range(12):
            try_to_sign_in(Client(), "sam", "wrong", REMOTE_ADDR=f"198.51.100.{n}")
        (message,) = mail.outbox
        assert message.to == ["sam@northmoor.example"]
        assert "198.51.100.9" in message.body
        (line,) = [record for record in caplog.records if record.name == "councilsavings.security"]
        assert f"Account: {person.pk}" in line.getMessage()
        assert SecurityEvent.objects.filter(kind="sign_in_failed", account=person).count() == 10

    def test_the_password_asked_for_again_is_counted_as_well(self, person, settings):
        settings.PASSWORD_ASKED_AGAIN = True
        client = Client()
        client.force_login(person)
        for _ in range(6):
            client.post("/account/confirm/", {"password": "wrong"})
        answer = client.post("/account/confirm/?next=/api/tokens/", {"password": RIGHT})
        assert answer.status_code in {200, 429}


@pytest.mark.one_database
class TestFindingOutNames:
    WAYS = ("sam", "nobody-here", "sam@northmoor.example", "nobody@northmoor.example")

    def test_the_answer_is_the_same_for_names_that_exist_and_others(self, person):
        answers = set()
        for name in self.WAYS:
            text = try_to_sign_in(Client(), name, "wrong").content.decode()
            text = re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", text).replace(name, "NAME")
            answers.add(text)
        assert len(answers) == 1

    def test_a_delayed_name_that_nobody_has_answers_as_one_that_exists(self, person):
        def answers(name):
            return [b"too many" in try_to_sign_in(Client(), name, "wrong").content for _ in range(7)]

        assert answers("sam") == answers("nobody-here") == [False] * 5 + [True] * 2

    def test_one_password_is_hashed_whatever_name_was_typed(self, person, monkeypatch):
        from django.contrib.auth import hashers

        counted = []
        encode = hashers.MD5PasswordHasher.encode
        monkeypatch.setattr(
            hashers.MD5PasswordHasher, "encode", lambda *given: counted.append(1) or encode(*given)
        )
        switched_off = User.objects.create_user("otis", "otis@northmoor.example", RIGHT, is_active=False)
        without = User.objects.create_user("ursula", "ursula@northmoor.example")
        for name in (*self.WAYS, switched_off.username, without.username, without.email):
            counted.clear()
            try_to_sign_in(Client(), name, "wrong")
            assert len(counted) == 1, name

    def test_the_time_of_the_answer_tells_nothing(self, person, settings):
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
        person.set_password(RIGHT)
        person.save()

        def time_of(name, n):
            began = time.perf_counter()
            try_to_sign_in(Client(), name, "wrong", REMOTE_ADDR=f"198.51.100.{n}")
            return time.perf_counter() - began

        known, unknown = [], []
        for n in range(9):
            known.append(time_of(self.WAYS[n % 2 * 2], n))
            unknown.append(time_of(self.WAYS[n % 2 * 2 + 1], n + 100))
        # A second hash, or none, would double the time or make almost nothing of it.
        assert 0.6 < median(known) / median(unknown) < 1.6

    def test_recovery_answers_alike_and_writes_to_nobody_unknown(self, person):
        pages = []
        for address in ("sam@northmoor.example", "nobody@northmoor.example"):
            answer = Client().post("/account/password/forgotten/", {"email": address}, follow=True)
            pages.append(answer.content)
        assert pages[0] == pages[1]
        assert [message.to for message in mail.outbox] == [["sam@northmoor.example"]]


class TestSessions:
    def test_a_session_fixed_before_signing_in_is_replaced(self, person):
        victim = Client()
        victim.get(SIGN_IN)
        session = victim.session
        session["planted"] = True
        session.save()
        victim.cookies["sessionid"] = fixed = session.session_key
        try_to_sign_in(victim, "sam", RIGHT)
        assert is_signed_in(victim)
        assert victim.cookies["sessionid"].value != fixed
        thief = Client()
        thief.cookies["sessionid"] = fixed
        assert thief.get("/account/").status_code == 302

    def test_a_new_role_ends_the_sessions_of_the_person(self, person):
        client = Client()
        try_to_sign_in(client, "sam", RIGHT)
        person.groups.set(Group.objects.filter(name="Committee clerk"))
        assert client.get("/account/").status_code == 302

    def test_switching_off_ends_sessions_and_tokens(self, person):
        client = Client()
        try_to_sign_in(client, "sam", RIGHT)
        token, key = token_of(person)
        person.is_active = False
        person.save()
        assert client.get("/account/").status_code == 302
        assert asks_with(key) == 401
        token.refresh_from_db()
        assert token.ended_because == "roles"

    def test_a_new_password_ends_other_sessions(self, person):
        here, elsewhere = Client(), Client()
        for client in (here, elsewhere):
            try_to_sign_in(client, "sam", RIGHT)
        sent = {"oldpassword": RIGHT, "password1": "violet tractor lemonade"}
        here.post("/account/password/", sent | {"password2": sent["password1"]})
        assert here.get("/account/").status_code == 200
        assert elsewhere.get("/account/").status_code == 302

    def test_one_session_or_all_are_ended_by_the_person(self, person):
        here, elsewhere, third = Client(), Client(), Client()
        for client in (here, elsewhere, third):
            try_to_sign_in(client, "sam", RIGHT)
        listed = here.get("/account/sessions/").context["sessions"]
        assert len(listed) == 3
        other = next(one for one in listed if one.session_key == elsewhere.session.session_key)
        here.post(f"/account/sessions/{other.pk}/end/")
        assert elsewhere.get("/account/").status_code == 302
        assert third.get("/account/").status_code == 200
        here.post("/account/sessions/end-all/")
        assert here.get("/account/").status_code == third.get("/account/").status_code == 302

    def test_nobody_ends_the_session_of_somebody_else(self, person, committee_clerk):
        client, other = Client(), Client()
        try_to_sign_in(client, "sam", RIGHT)
        try_to_sign_in(other, "clare", RIGHT)
        (mine,) = client.get("/account/sessions/").context["sessions"]
        assert other.post(f"/account/sessions/{mine.pk}/end/").status_code == 404
        assert client.get("/account/").status_code == 200

    def test_staff_are_signed_out_after_half_an_hour_and_councillors_are_not(self, person, finance_officer):
        for name, answer in (("fiona", 302), ("sam", 200)):
            client = Client()
            try_to_sign_in(client, name, RIGHT)
            session = client.session
            session["seen_at"] -= 31 * 60
            session.save()
            assert client.get("/account/").status_code == answer

    def test_everybody_is_signed_out_after_eight_hours(self, person):
        client = Client()
        try_to_sign_in(client, "sam", RIGHT)
        session = client.session
        session["signed_in_at"] -= 8 * 60 * 60 + 1
        session.save()
        assert client.get("/account/").status_code == 302

    def test_a_request_every_ten_minutes_keeps_staff_signed_in(self, finance_officer):
        client = Client()
        try_to_sign_in(client, "fiona", RIGHT)
        for _ in range(5):
            session = client.session
            session["seen_at"] -= 10 * 60
            session.save()
            assert client.get("/account/").status_code == 200


class TestRecoveryLinks:
    def test_a_link_works_once(self, person):
        link = ask_for_link(person)
        set_password(Client(), link)
        again = Client()
        assert (
            b"has expired or has already been used"
            in set_password(again, link, "another tractor lemonade").content
        )
        person.refresh_from_db()
        assert person.check_password("violet tractor lemonade")

    def test_a_late_link_does_not_work(self, person, settings):
        link = ask_for_link(person)
        settings.PASSWORD_RESET_TIMEOUT = -1
        assert b"has expired or has already been used" in set_password(Client(), link).content

    def test_an_older_link_does_not_work_after_signing_in(self, person):
        link = ask_for_link(person)
        try_to_sign_in(Client(), "sam", RIGHT)
        assert b"has expired or has already been used" in set_password(Client(), link).content

    def test_a_link_of_one_account_sets_no_other_password(self, person, committee_clerk):
        from allauth.account.utils import user_pk_to_url_str

        link = ask_for_link(person)
        other = link.replace(f"/{user_pk_to_url_str(person)}-", f"/{user_pk_to_url_str(committee_clerk)}-")
        assert other != link
        assert b"has expired or has already been used" in set_password(Client(), other).content

    @pytest.mark.parametrize(
        "password", ["password1234", "Northmoor2027!", "savings2027budget", "123456789012"]
    )
    def test_a_password_that_is_easily_guessed_is_refused(self, person, password):
        from tests.support.web_examples import make_round

        make_round(council="Northmoor Council")
        client = Client()
        set_password(client, ask_for_link(person), password)
        person.refresh_from_db()
        assert person.check_password(RIGHT)

    def test_the_link_names_the_host_asked_and_no_other(self, person, settings):
        settings.ALLOWED_HOSTS = ["testserver"]
        answer = Client().post(
            "/account/password/forgotten/", {"email": person.email}, headers={"host": "evil.example"}
        )
        assert answer.status_code == 400
        assert mail.outbox == []


class TestTokens:
    def test_a_new_password_ends_tokens(self, person):
        token, key = token_of(person)
        assert asks_with(key) == 200
        set_password(Client(), ask_for_link(person))
        assert asks_with(key) == 401
        token.refresh_from_db()
        assert token.ended_because == "password"

    def test_a_new_role_ends_tokens(self, person):
        _, key = token_of(person)
        person.groups.add(Group.objects.get(name="Auditor"))
        assert asks_with(key) == 401

    def test_a_token_refused_is_recorded_without_the_token(self, person):
        assert asks_with("savings_guess") == 401
        (event,) = SecurityEvent.objects.filter(kind="token_refused")
        assert event.address == "127.0.0.1"
        assert "guess" not in str(vars(event))


def token_of(person, **more):
    token = ApiToken(person=person, name="Dashboard", ends_on=timezone.localdate(), **more)
    key = token.give_key()
    token.save()
    return token, key


def asks_with(key, address="/api/v1/rounds"):
    return Client().get(address, headers={"authorization": f"Bearer {key}"}).status_code


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
        "http://testserver@evil.example/",
        "\thttps://evil.example/",
    ],
)
def test_signing_in_and_out_leads_to_no_other_site(person, target):
    client = Client()
    answer = client.post(SIGN_IN, {"login": "sam", "password": RIGHT, "next": target})
    assert answer.status_code == 302
    assert "evil" not in answer["Location"]
    assert "javascript" not in answer["Location"]
    out = client.post("/sign-out/", {"next": target})
    assert "evil" not in out.headers.get("Location", "")


class TestWhatIsKept:
    def test_a_name_of_nobody_is_kept_as_a_digest_never_as_typed(self, person):
        try_to_sign_in(Client(), "my secret password", "x")
        (event,) = SecurityEvent.objects.filter(kind="sign_in_failed")
        assert len(event.name_digest) == 32
        assert "secret" not in str(vars(event))
        assert not ChangeRecord.objects.filter(action="sign_in_failed").exists()

    def test_a_sign_in_has_its_address_browser_and_session(self, person):
        agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
        client = Client(headers={"user-agent": agent})
        try_to_sign_in(client, "sam", RIGHT, REMOTE_ADDR="198.51.100.7")
        (event,) = SecurityEvent.objects.filter(kind="signed_in")
        assert (event.address, event.agent, event.account) == ("198.51.100.7", "Chrome on Windows", person)
        assert len(event.session) == 16
        assert client.session.session_key not in str(vars(event))

    def test_strangers_cannot_fill_the_table(self, person):
        for n in range(80):
            try_to_sign_in(Client(), f"name{n % 3}", "x")
        assert SecurityEvent.objects.count() <= 120


FOR_EVERYBODY = {
    "login",
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_inactive",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
}


def test_strangers_see_only_the_pages_of_accounts_that_are_on_the_way_in(client):
    arguments = {"pk": 1, "uidb36": "1", "key": "x", "provider_id": "nobody"}
    opened = set()
    for pattern in urlpatterns:
        if pattern.name in {"logout", "account_logout"}:
            continue  # takes a form
        names = [*pattern.pattern.regex.groupindex]
        answer = client.get(reverse(pattern.name, kwargs={name: arguments[name] for name in names}))
        if answer.status_code in {200, 401}:  # the provider refused
            opened.add(pattern.name)
        else:
            leads_to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/sign-in/")
            assert leads_to_sign_in or answer.status_code in {404, 405}, pattern.name
    assert opened == FOR_EVERYBODY

"""What an attacker tries over HTTP on production settings: three processes of gunicorn on PostgreSQL.

Runs on PostgreSQL alone. The server uses the database of the tests, so everything made here is committed.
"""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count
from statistics import quantiles
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import Group, User
from django.db import connection
from django.utils import timezone

from proposals.api.limits import AN_ADDRESS
from proposals.models import ApiToken
from services.accounts.delays import OF_AN_ADDRESS, OF_ONE_SOURCE, counts_of
from services.models import RateCount, SecurityEvent, SignInDelay
from tests.support.production import HOST, PROCESSES, Browser, path_of, running_production
from tests.support.web_examples import make_proposal, make_round

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

RIGHT = "violet tractor lemonade"
NEW = "seven quiet lanterns"
_numbers = count(1)
_addresses = (f"198.51.{100 + n // 250}.{1 + n % 250}" for n in count())


@pytest.fixture(scope="module")
def server(django_db_setup, tmp_path_factory):
    log = tmp_path_factory.mktemp("production") / "server.log"
    with running_production(connection.settings_dict, settings.SECRET_KEY, log) as running:
        yield running
    assert "Traceback" not in log.read_text()


@pytest.fixture
def production(server, transactional_db):
    make_proposal(make_round(council="Northmoor Council"), "ENV001")
    return server


@pytest.fixture
def person(production):
    return new_person()


def new_person(role="Scrutiny member", **more):
    """Somebody with a password that is hashed as production hashes it."""
    number = next(_numbers)
    user = User(username=f"person{number}", email=f"person{number}@northmoor.example", **more)
    hasher = PBKDF2PasswordHasher()
    user.password = hasher.encode(RIGHT, hasher.salt())
    user.save()
    user.groups.add(Group.objects.get(name=role))
    return user


def browser_at_new_address(production):
    return Browser(production, next(_addresses))


def signed_in(production, user, password=RIGHT):
    browser = browser_at_new_address(production)
    assert browser.sign_in(user.username, password).status_code == 302
    assert browser.is_signed_in
    return browser


def link_to_new_password(production, user):
    browser_at_new_address(production).post("/account/password/forgotten/", {"email": user.email})
    text = production.mail_to(user.email, "/account/password/new/")
    return path_of(re.search(r"https://\S+/account/password/new/\S+/", text)[0])


def set_password(browser, link, password=NEW):
    """Open the link and send the form that it leads to, if it leads to one; return the last answer."""
    opened = browser.get(link)
    if opened.status_code != 302:
        return opened
    return browser.post(path_of(opened.headers["Location"]), {"password1": password, "password2": password})


def new_token(user):
    token = ApiToken(person=user, name="Dashboard", ends_on=timezone.localdate())
    key = token.give_key()
    token.save()
    return key


def asks_api(browser, key=""):
    return browser.get("/api/v1/rounds", headers={"Authorization": f"Bearer {key}"}).status_code


class TestGuessing:
    def test_all_processes_count_attempts_of_one_name_sent_at_once(self, production, person):
        address = next(_addresses)
        browsers = [Browser(production, address) for _ in range(20)]
        for browser in browsers:
            browser.get("/sign-in/")
        with ThreadPoolExecutor(10) as pool:
            answers = list(pool.map(lambda one: one.sign_in(person.username, "a wrong password"), browsers))
        assert len(set.union(*(browser.processes for browser in browsers))) == PROCESSES
        refused = [answer for answer in answers if "too many attempts" in answer.text]
        assert len(refused) == len(answers) - OF_ONE_SOURCE.free
        guesser = Browser(production, address)
        assert "too many attempts" in guesser.sign_in(person.username, RIGHT).text
        assert not guesser.is_signed_in

    def test_all_processes_count_attempts_from_one_address(self, production, person):
        address = next(_addresses)
        counted = counts_of("anybody", address)[-1]
        assert counted.policy is OF_AN_ADDRESS
        SignInDelay.objects.create(key=counted.key, failures=OF_AN_ADDRESS.free - 2, last_at=timezone.now())
        for name in ("nobody-a", "nobody-b"):
            assert "too many" not in Browser(production, address).sign_in(name, "Northmoor2026!").text
        assert "too many attempts" in Browser(production, address).sign_in(person.username, RIGHT).text
        assert signed_in(production, person)

    def test_a_stranger_keeps_nobody_out_for_long(self, production, person):
        at_home = signed_in(production, person)
        at_home.post("/sign-out/")
        strangers = [browser_at_new_address(production) for _ in range(14)]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda one: one.sign_in(person.username, "a wrong password"), strangers))
        waits = browser_at_new_address(production).sign_in(person.username, RIGHT).text
        assert int(re.search(r"Try again in (\d+) seconds", waits)[1]) <= 60
        # Who has signed in with this browser before, and who opens the mail, need not wait at all.
        assert at_home.sign_in(person.username, RIGHT).status_code == 302
        helped = browser_at_new_address(production)
        set_password(helped, link_to_new_password(production, person))
        assert helped.sign_in(person.username, NEW).status_code == 302

    def test_all_processes_share_the_limit_of_the_api(self, production, person):
        browser = browser_at_new_address(production)
        address = browser.session.headers["X-Forwarded-For"]
        assert asks_api(browser) == 401
        RateCount.objects.filter(key=f"api-address-{address}").update(count=AN_ADDRESS - 6)
        with ThreadPoolExecutor(6) as pool:
            statuses = list(pool.map(lambda _: asks_api(Browser(production, address)), range(18)))
        # A minute may have ended between the two, and then the count began anew.
        if RateCount.objects.get(key=f"api-address-{address}").count > AN_ADDRESS:
            assert sorted(statuses) == [401] * 6 + [429] * 12


class TestFindingOutNames:
    def test_words_are_the_same_for_who_exists_and_who_does_not(self, production, person):
        said = set()
        for name in (person.username, "nobody-here", person.email, "nobody@northmoor.example"):
            answer = browser_at_new_address(production).sign_in(name, "a wrong password")
            said.add((answer.status_code, _without_tokens(answer.text).replace(name, "NAME")))
        assert len(said) == 1
        for address in (person.email, "nobody@northmoor.example"):
            browser = browser_at_new_address(production)
            answer = browser.post("/account/password/forgotten/", {"email": address})
            shown = browser.get(path_of(answer.headers["Location"]))
            said.add((answer.headers["Location"], _without_tokens(shown.text)))
        assert len(said) == 2

    def test_times_are_the_same_for_who_exists_and_who_does_not(self, production):
        # A second hash, or none, makes the time twice as long or almost nothing of it. Other work on the machine only
        # ever lengthens a time, so the quick ones are compared; chance does not differ three times in a row.
        ways = (
            ("a wrong password", lambda one, user: one.sign_in(user.username, "a wrong password")),
            ("a link", lambda one, user: one.post("/account/password/forgotten/", {"email": user.email})),
        )
        for what, ask in ways:
            assert any(_differ_little(production, ask) for _ in range(3)), what


def _without_tokens(page):
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", page)


def _differ_little(production, ask):
    """Whether names that exist and names that do not are answered in about the same time, taken in turns."""
    times = {True: [], False: []}
    for turn in range(14):
        exists = turn % 2 == 0
        user = new_person() if exists else User(username=f"nobody{turn}", email=f"nobody{turn}@example.org")
        browser = browser_at_new_address(production)
        browser.get("/sign-in/")
        began = time.perf_counter()
        ask(browser, user)
        times[exists].append(time.perf_counter() - began)
    known, unknown = (quantiles(taken, n=4)[0] for taken in times.values())
    return abs(known - unknown) < max(0.03, 0.35 * max(known, unknown))


class TestSessions:
    def test_cookies_are_taken_from_this_host_over_https_alone(self, production, person):
        browser = browser_at_new_address(production)
        browser.get("/sign-in/")
        answer = browser.sign_in(person.username, RIGHT)
        set_here = answer.raw.headers.getlist("Set-Cookie")
        assert {one.split("=")[0] for one in set_here} == {
            "__Host-sessionid", "__Host-csrftoken", "__Host-knownbrowser",
        }  # fmt: skip
        for one in set_here:
            assert "; Path=/" in one
            assert "; Secure" in one
            assert "; SameSite=Lax" in one
            assert "Domain" not in one
            assert ("HttpOnly" in one) is not one.startswith("__Host-csrftoken")
        assert "no-store" in browser.get("/account/").headers["Cache-Control"]

    def test_a_session_planted_before_signing_in_is_of_no_use(self, production, person):
        attacker = signed_in(production, new_person())
        planted = attacker.cookie("sessionid")
        victim = browser_at_new_address(production)
        for fixed in (planted, "a" * 32):
            victim.session.cookies.set("__Host-sessionid", fixed, domain=HOST, path="/", secure=True)
            victim.sign_in(person.username, RIGHT)
            assert victim.cookie("sessionid") != fixed
        assert person.username in victim.get("/account/").text
        assert person.username not in attacker.get("/account/").text

    def test_a_new_password_ends_sessions_and_tokens(self, production, person):
        elsewhere, key = signed_in(production, person), new_token(person)
        assert asks_api(elsewhere, key) == 200
        set_password(browser_at_new_address(production), link_to_new_password(production, person))
        assert asks_api(elsewhere, key) == 401
        assert not elsewhere.is_signed_in
        assert signed_in(production, person, NEW)

    def test_a_new_role_ends_sessions_and_tokens(self, production, person):
        browser, key = signed_in(production, person), new_token(person)
        person.groups.set(Group.objects.filter(name="Committee clerk"))
        assert asks_api(browser, key) == 401
        assert not browser.is_signed_in

    def test_signing_out_ends_the_session_on_the_server(self, production, person):
        browser = signed_in(production, person)
        stolen = browser.cookie("sessionid")
        browser.post("/sign-out/")
        thief = browser_at_new_address(production)
        thief.session.cookies.set("__Host-sessionid", stolen, domain=HOST, path="/", secure=True)
        assert not thief.is_signed_in

    def test_who_needs_a_second_factor_reads_nothing_before_it(self, production):
        browser = signed_in(production, new_person("Finance officer", is_staff=True))
        for address in ("/proposals/", "/my-work/", "/admin/", "/api/tokens/", "/proposals/import/"):
            answer = browser.get(address)
            assert (answer.status_code, answer.headers["Location"]) == (302, "/account/second-factor/"), (
                address
            )


class TestRecoveryLinks:
    def test_works_once(self, production, person):
        link = link_to_new_password(production, person)
        assert set_password(browser_at_new_address(production), link).status_code == 302
        again = set_password(browser_at_new_address(production), link, "another quiet lantern")
        assert "expired or has already been used" in again.text
        assert signed_in(production, person, NEW)

    def test_does_not_work_late(self, production, person):
        from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
        from allauth.account.utils import user_pk_to_url_str

        def link_of(age):
            maker = PASSWORD_RESET_TOKEN_GENERATOR()
            maker._now = lambda: datetime.now() - age  # noqa: DTZ005 (as Django's own)
            return f"/account/password/new/{user_pk_to_url_str(person)}-{maker.make_token(person)}/"

        late = set_password(browser_at_new_address(production), link_of(timedelta(hours=24, minutes=1)))
        assert "expired or has already been used" in late.text
        in_time = set_password(browser_at_new_address(production), link_of(timedelta(hours=23, minutes=55)))
        assert in_time.status_code == 302

    def test_names_this_host_whatever_the_request_says(self, production, person):
        browser = browser_at_new_address(production)
        headers = {
            "X-Forwarded-Host": "evil.example",
            "Forwarded": "host=evil.example",
            "X-Host": "evil.example",
        }
        browser.post("/account/password/forgotten/", {"email": person.email}, headers=headers)
        text = production.mail_to(person.email, "/account/password/new/")
        assert "evil" not in text
        assert f"https://{HOST}/account/password/new/" in text


class TestSingleSignOn:
    BEGIN = "/account/single-sign-on/single-sign-on/"

    @pytest.fixture
    def provider(self, production):
        provider = production.provider
        number = next(_numbers)
        provider.altered = {}
        provider.person = {
            "sub": f"subject-{number}",
            "preferred_username": f"known{number}",
            "email": f"known{number}@northmoor.example",
            "groups": ["members"],
        }
        return provider

    def sent_back(self, provider, browser):
        """The address that the provider sends the browser back to after it signed the person in."""
        return path_of(provider.authorize(browser.get(self.BEGIN).headers["Location"]))

    def test_signs_in_and_an_answer_replayed_does_not(self, production, provider):
        browser = browser_at_new_address(production)
        back = self.sent_back(provider, browser)
        browser.get(back)
        assert browser.is_signed_in
        other = browser_at_new_address(production)
        other.get(back)
        assert not other.is_signed_in
        browser.post("/sign-out/")
        browser.get(back)
        assert not browser.is_signed_in

    def test_refuses_the_answer_to_somebody_elses_question(self, production, provider):
        attacker, victim = browser_at_new_address(production), browser_at_new_address(production)
        theirs = self.sent_back(provider, attacker)
        mine = self.sent_back(provider, victim)
        victim.get(theirs)
        assert not victim.is_signed_in
        # Nor the attacker's code put beside the victim's own state: PKCE binds a code to who asked.
        code, state = (parse_qs(urlsplit(one).query) for one in (theirs, mine))
        mixed = urlencode({"code": code["code"][0], "state": state["state"][0]})
        victim.get(f"{urlsplit(mine).path}?{mixed}")
        assert not victim.is_signed_in

    @pytest.mark.parametrize(
        "altered",
        [{"iss": "http://127.0.0.1:1"}, {"aud": "another client"}, {"exp": 1}, {"groups": ["strangers"]}],
        ids=str,
    )
    def test_refuses_a_token_for_somebody_else_from_somebody_else_or_too_old(
        self, production, provider, altered
    ):
        provider.altered = altered
        browser = browser_at_new_address(production)
        browser.get(self.sent_back(provider, browser))
        assert not browser.is_signed_in


class TestLeadingElsewhere:
    TARGETS = (
        "https://evil.example/", "//evil.example/", "///evil.example/", "/\\evil.example/", "\\\\evil.example/",
        "https:evil.example", "javascript:alert(1)", "data:text/html,x", f"https://{HOST}@evil.example/",
        f"https://{HOST}.evil.example/", "\thttps://evil.example/", "/%09/evil.example", "//evil.example/%2f..",
        "https://evil.example\\@" + HOST, "/\t/evil.example/", "http:///evil.example/",
    )  # fmt: skip

    def test_no_address_for_afterwards_leads_to_another_site(self, production, person):
        browser = signed_in(production, person)
        for number, target in enumerate(self.TARGETS):
            # Each form hashes the password, so they take turns.
            form = ("/account/confirm/", {}) if number % 2 else ("/sign-in/", {"login": person.username})
            for answer in (
                browser.post(form[0], {"password": RIGHT, "next": target, **form[1]}),
                browser.get("/sign-in/", params={"next": target}),
                browser.get("/admin/login/", params={"next": target}),
            ):
                location = answer.headers.get("Location", "/")
                assert not urlsplit(location.replace("\\", "/").strip()).netloc.replace(HOST, ""), (
                    target,
                    location,
                )
                assert location.startswith((f"https://{HOST}/", "/")), (target, location)
                assert answer.status_code < 500

    def test_a_path_of_two_slashes_is_no_other_site(self, production):
        for path in (b"//evil.example/", b"//evil.example/..", b"/%2fevil.example", b"//evil.example/admin"):
            answer = production.asked(b"GET " + path)
            location = re.search(rb"Location: (\S*)", answer)
            assert not location or not location[1].startswith((b"//", b"/\\", b"https://evil"))

    def test_without_https_there_is_only_the_way_to_it(self, production):
        answer = production.asked(b"GET /sign-in/?next=/x", b"X-Forwarded-Proto: http")
        assert answer.startswith(b"HTTP/1.1 301")
        assert f"Location: https://{HOST}/sign-in/?next=/x".encode() in answer
        assert b"Set-Cookie" not in answer


def status_of(answer):
    """The status that the server gave; 400 where it hung up without a word."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.") else 400


class TestOddRequests:
    def test_no_path_leads_out_of_the_application(self, production):
        up = [b"../" * 8, b"%2e%2e/" * 8, b"..%2f" * 8, b"..%5c" * 8, b"..\\" * 8, b"%252e%252e/" * 8,
              b"....//" * 8, b"..;/" * 8, b"%c0%ae%c0%ae/" * 8, b"%uff0e%uff0e/" * 8]  # fmt: skip
        roots = (b"/static/", b"/", b"/published/northmoor-council/1/", b"/appendices/open-data/", b"/admin/")
        for root in roots:
            for dots in up:
                for target in (b"etc/passwd", b"councilsavings/settings.py"):
                    answer = production.asked(b"GET " + root + dots + target)
                    assert status_of(answer) in {301, 302, 400, 404}, (root, dots)
                    assert b"root:" not in answer
                    assert b"INSTALLED_APPS" not in answer
        for path in (
            b"/.env",
            b"/.git/config",
            b"/council.sqlite3",
            b"/static/",
            b"/static/css/",
            b"/manage.py",
        ):
            assert status_of(production.asked(b"GET " + path)) == 404, path

    def test_null_characters_are_refused_wherever_they_stand(self, production):
        browser = browser_at_new_address(production)
        browser.get("/sign-in/")
        for path in ("/%00", "/proposals/?text=%00", "/proposals/?%00=x", "/published/northmoor-council/1/%00",
                     "/api/v1/rounds/1/proposals/%00", "/static/css/app.css%00", "/sign-in/?next=%00"):  # fmt: skip
            assert browser.get(path).status_code in {400, 404}, path
        for sent in ({"login": "a\0", "password": "x"}, {"login": "a", "password": "\0"}, {"\0": "x"}):
            assert browser.post("/sign-in/", sent).status_code == 400, sent
        for name in ("a\0.pdf", "%00.pdf"):
            files = {"file": (name, b"x", "application/pdf")}
            assert browser.post("/verify/", files=files).status_code < 500
        for header in (b"Cookie: __Host-sessionid=a\0b", b"User-Agent: a\0b", b"X-Forwarded-For: 1\0",
                       b"Authorization: Bearer \0", b"Accept-Language: \0", b"Referer: \0"):  # fmt: skip
            assert status_of(production.asked(b"GET /proposals/", header)) < 500, header

    def test_ten_thousand_parameters_are_read_or_refused_quickly(self, production):
        browser = browser_at_new_address(production)
        browser.get("/sign-in/")
        many = [(f"name{number}", "x") for number in range(10_000)]
        same = [("text", "x") for _ in range(10_000)]
        began = time.monotonic()
        for sent in (many, same):
            body = urlencode(sent)
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            assert browser.post("/sign-in/", body, headers=form).status_code in {200, 400}
            assert browser.get(f"/proposals/?{body}").status_code in {302, 400, 414}
        too_many = urlencode([(f"name{number}", "x") for number in range(30_000)])
        assert browser.post("/sign-in/", too_many, headers=form).status_code == 400
        files = [("file", (f"{number}.pdf", b"x")) for number in range(1_000)]
        assert browser.post("/verify/", files=files).status_code == 400
        assert time.monotonic() - began < 15

    def test_headers_and_bodies_beyond_measure_are_refused(self, production):
        long = b"x" * 100_000
        for header in (
            b"X-Long: " + long,
            b"Cookie: a=" + long,
            long + b": x",
            b"Authorization: Bearer " + long,
        ):
            assert 400 <= status_of(production.asked(b"GET /proposals/", header)) < 500
        assert 400 <= status_of(production.asked(b"GET /" + long)) < 500
        many = [b"X-%d: x" % number for number in range(1_000)]
        assert 400 <= status_of(production.asked(b"GET /proposals/", *many)) < 500
        browser = browser_at_new_address(production)
        browser.get("/sign-in/")
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        huge = "login=" + "x" * 6_000_000
        assert browser.post("/sign-in/", huge, headers=form).status_code in {400, 413}
        for name, value in (("login", "x" * 1_000_000), ("password", "x" * 1_000_000)):
            sent = {"login": "somebody", "password": "x", name: value}
            began = time.monotonic()
            assert browser.post("/sign-in/", sent).status_code in {200, 400}
            assert time.monotonic() - began < 10, name

    def test_lengths_that_lie_and_two_requests_in_one_are_refused(self, production):
        smuggled = b"0\r\n\r\nGET /admin/ HTTP/1.1\r\nHost: " + HOST.encode() + b"\r\n\r\n"
        for headers in (
            (b"Content-Length: 6", b"Transfer-Encoding: chunked"),
            (b"Content-Length: 6", b"Content-Length: 60"),
            (b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity"),
            (b"Transfer-Encoding: xchunked",),
            (b"Content-Length: -1",),
            (b"Content-Length: 6x",),
        ):
            answer = production.asked(b"POST /sign-in/", *headers, body=smuggled)
            assert 400 <= status_of(answer) < 502, headers
            assert answer.count(b"HTTP/1.1 ") <= 1, headers

    def test_another_host_is_refused(self, production):
        for host in (b"evil.example", b"127.0.0.1", HOST.encode() + b".evil.example", HOST.encode() + b":x", b"",
                     b"evil.example:443", HOST.encode() + b"@evil.example", b"a b"):  # fmt: skip
            answer = production.asked(b"GET /sign-in/", b"Host: " + host)
            assert status_of(answer) == 400, host
            assert b"evil" not in answer
        assert status_of(production.asked(b"GET http://evil.example/sign-in/")) < 500
        assert b"evil" not in production.asked(b"GET /proposals/", b"X-Forwarded-Host: evil.example")

    def test_a_form_from_another_site_is_refused(self, production, person):
        browser = signed_in(production, person)
        for headers in (
            {"X-CSRFToken": ""},
            {"X-CSRFToken": "a" * 32},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": f"http://{HOST}"},
            {"Origin": "", "Referer": "https://evil.example/"},
        ):
            assert browser.post("/sign-out/", headers=headers).status_code == 403, headers
        assert browser.is_signed_in

    def test_no_header_or_field_makes_another_method_of_one(self, production, person):
        browser = signed_in(production, person)
        ways = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")
        for method in ("POST", "DELETE"):
            for way in ways:
                assert browser.get("/sign-out/", headers={way: method}).status_code == 405
            assert browser.get(f"/sign-out/?_method={method}").status_code == 405
        assert browser.is_signed_in

    def test_methods_that_nothing_here_answers_are_refused(self, production, person):
        browser = signed_in(production, person)
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "NONSENSE"):
            for path in (
                "/",
                "/account/",
                "/sign-out/",
                "/proposals/",
                "/api/v1/rounds",
                "/static/css/app.css",
            ):
                answer = browser._ask(method, path, headers={"X-Echo": "an echo"})
                assert 400 <= answer.status_code < 500, (method, path)
                assert "an echo" not in answer.text
        assert browser.is_signed_in


class TestWhatEveryAnswerCarries:
    PATHS = (
        "/sign-in/",
        "/static/css/app.css",
        "/nowhere/",
        "/proposals/",
        "/%00",
        "/api/v1/rounds",
        "/admin/",
    )

    def test_are_the_headers_of_security(self, production):
        for path in self.PATHS:
            headers = browser_at_new_address(production).get(path).headers
            assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload", (
                path
            )
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "same-origin"
            assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
            assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert "camera=()" in headers["Permissions-Policy"]
            policy = headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'self'; ")
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy


class TestWhatIsKept:
    def test_a_sign_in_is_recorded_with_the_address_that_the_proxy_states(self, production, person):
        browser = browser_at_new_address(production)
        real = browser.session.headers["X-Forwarded-For"]
        # The first part is what the client said itself; the proxy adds the last.
        browser.session.headers["X-Forwarded-For"] = f"203.0.113.5, {real}"
        browser.sign_in(person.username, RIGHT)
        assert SecurityEvent.objects.get(account=person, kind="signed_in").address == real

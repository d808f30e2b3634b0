"""What every test can ask for (people, a browser, the real documents), and the rules of a run."""

import gc
import ipaddress
import logging
import os
import socket
import tempfile
from pathlib import Path

import pytest
from _pytest import runner
from hypothesis import settings as hypothesis_settings

from councilsavings.call_stack import with_room_to_call

IN_CI = os.environ.get("CI") == "true"
CHROMIUM = Path("/usr/bin/chromium")
SLOW_MACHINE = 60_000
"""Milliseconds for which a browser is waited for; a slow machine must not fail a test."""

# A slow machine must not fail a test, so there is no deadline. CI judges a change by the same examples each time; other
# examples are tried wherever else the tests run.
hypothesis_settings.register_profile(
    "quick", max_examples=60, deadline=None, print_blob=True, derandomize=IN_CI
)
hypothesis_settings.register_profile("thorough", max_examples=2000, deadline=None, print_blob=True)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


# The rules of a run


def pytest_configure(config):
    from django.conf import settings

    # What a test leaves behind is collected in larger lots: looking for it takes a tenth of a run otherwise.
    gc.set_threshold(50_000, 20, 50)

    # Tests read static files where they lie; nobody has collected them.
    config.addinivalue_line("filterwarnings", "ignore:No directory at:UserWarning")
    if settings.configured:
        from tests.support.quick_database import QUICK_HASHERS

        settings.PASSWORD_HASHERS = QUICK_HASHERS
        # Otherwise every client that a test makes reads the state of each static file there is.
        settings.WHITENOISE_AUTOREFRESH = True
        # Files that tests attach go with the run.
        store = tempfile.TemporaryDirectory(prefix="attachments-")
        config.add_cleanup(store.cleanup)
        settings.MEDIA_ROOT = Path(store.name)


def pytest_collection_finish(session):
    # The tests themselves are no garbage; looking through them each time takes a sixth of a run.
    gc.collect()
    gc.freeze()


def pytest_report_header(config):
    from django.conf import settings

    return f"database: {settings.DATABASES['default']['ENGINE']}" if settings.configured else None


def pytest_collection_modifyitems(config, items):
    """Leave out what reads the real documents when nobody said where they are; in CI that is an error."""
    _run_once_what_asks_no_database(config, items)
    _begin_with_what_takes_long(items)
    named = os.environ.get("COUNCIL_DOCUMENTS")
    reading = [item for item in items if item.get_closest_marker("documents")]
    if named and not Path(named).is_dir():
        raise pytest.UsageError(f"COUNCIL_DOCUMENTS is “{named}”, which is not a directory.")
    if named or not reading:
        return
    if IN_CI:
        raise pytest.UsageError("CI leaves nothing out: name the real documents in COUNCIL_DOCUMENTS.")
    items[:] = [item for item in items if item not in set(reading)]
    config.hook.pytest_deselected(items=reading)
    config.stash[_DOCUMENT_TESTS_LEFT_OUT] = len(reading)


def _run_once_what_asks_no_database(config, items):
    """On PostgreSQL run only what a database can make a difference to: the rest has run on SQLite."""
    from django.conf import settings

    if not settings.configured or "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        there_only = [item for item in items if item.get_closest_marker("postgresql")]
        items[:] = [item for item in items if item not in set(there_only)]
        config.hook.pytest_deselected(items=there_only)
        return
    asking = {"db", "transactional_db", "django_db_setup", "live_server", "client", "admin_client"}
    indifferent = {
        item
        for item in items
        if item.get_closest_marker("one_database")
        or (not item.get_closest_marker("django_db") and not asking & set(getattr(item, "fixturenames", ())))
    }
    if indifferent and len(indifferent) < len(items):
        items[:] = [item for item in items if item not in indifferent]
        config.hook.pytest_deselected(items=sorted(indifferent, key=lambda item: item.nodeid))


def _begin_with_what_takes_long(items):
    """Deal the long tests out, each worker's first, so that none is left to run alone at the end.

    The order of all others stays random; each worker begins at a part of it.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long = [item for item in items if item.get_closest_marker("long")]
    others = [item for item in items if not item.get_closest_marker("long")]
    parts = []
    for worker in range(workers):
        first, end = (len(others) * place // workers for place in (worker, worker + 1))
        parts += [*long[worker::workers], *others[first:end]]
    items[:] = parts


_DOCUMENT_TESTS_LEFT_OUT = pytest.StashKey[int]()


def pytest_terminal_summary(terminalreporter, config):
    left_out = config.stash.get(_DOCUMENT_TESTS_LEFT_OUT, 0)
    if left_out:
        terminalreporter.write_line(
            f"NOT RUN: {left_out} tests read the real documents; name their directory in COUNCIL_DOCUMENTS.",
            red=True,
            bold=True,
        )


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    return _run_test(item, nextitem)


_run_test = with_room_to_call(runner.pytest_runtest_protocol)
"""As pytest runs a test. A quarter of a run goes into asking for memory otherwise."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    return _skips_fail_in_ci(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    report = yield
    return _skips_fail_in_ci(report)


def _skips_fail_in_ci(report):
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"CI leaves nothing out, but this was skipped: {reason}"
    return report


@pytest.fixture(autouse=True)
def only_this_machine(monkeypatch):
    """Refuse connections that would leave the machine, so that no test depends on the network."""
    connect = socket.socket.connect

    def connect_here(self, address):
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            host = address[0]
            if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
                raise AssertionError(f"A test tried to reach {host}.")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)


# The database


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Make the test database from one that has run the migrations, where there is one of the same source."""
    from tests.support.quick_database import migrations_run_once

    with migrations_run_once():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let tests that commit leave the tables as the migrations had made them."""
    from django.test import TransactionTestCase

    from tests.support.quick_database import kept

    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        as_migrated = kept("migrated")
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test_case: as_migrated())
        yield


@pytest.fixture(scope="session")
def load_kept_demonstration(django_db_setup, django_db_blocker, tmp_path_factory):
    """A function that puts the demonstration into the database; it has been loaded once for the run."""
    from tests.support.page_world import kept_demonstration

    with django_db_blocker.unblock():
        return kept_demonstration(tmp_path_factory.mktemp("demonstration"))


@pytest.fixture
def demonstration(load_kept_demonstration, transactional_db):
    """The demonstration as `make demo` loads it, for this test alone."""
    load_kept_demonstration()


@pytest.fixture
def world(demonstration):
    """The demonstration, with what only work makes."""
    from tests.support.page_world import make_world

    # Refusals are what half of the pages answer to half of the people; each would be logged with its way there.
    logging.disable(logging.CRITICAL)
    yield make_world()
    logging.disable(logging.NOTSET)


# People


def _person(django_user_model, username, first_name, last_name, *, role="", **more):
    from django.contrib.auth.models import Group

    user = django_user_model.objects.create_user(
        username, password="a long enough password", first_name=first_name, last_name=last_name, **more
    )
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def finance_officer(db, django_user_model):
    """Someone who enters, imports and corrects proposals, in the admin as well."""
    return _person(django_user_model, "fiona", "Fiona", "Ledger", role="Finance officer", is_staff=True)


@pytest.fixture
def scrutiny_member(db, django_user_model):
    """A councillor who reads what is open to scrutiny."""
    return _person(django_user_model, "sam", "Sam", "Query", role="Scrutiny member")


@pytest.fixture
def committee_clerk(db, django_user_model):
    """Someone who makes appendices of what is open to scrutiny."""
    return _person(django_user_model, "clare", "Clare", "Minute", role="Committee clerk")


@pytest.fixture
def author(db, django_user_model):
    """Someone who enters proposals of the services assigned to them: none until a test assigns one."""
    return _person(django_user_model, "arthur", "Arthur", "Draft", role="Author", is_staff=True)


@pytest.fixture
def budget_holder(db, django_user_model):
    """Someone who answers for the directorates assigned to them: none until a test assigns one."""
    return _person(django_user_model, "bertha", "Bertha", "Holder", role="Budget holder", is_staff=True)


@pytest.fixture
def section_151_officer(db, django_user_model):
    """The officer who answers for the council's finances."""
    return _person(django_user_model, "cecil", "Cecil", "Prudent", role="Section 151 officer", is_staff=True)


@pytest.fixture
def hr_adviser(db, django_user_model):
    """A specialist who sees what is flagged to HR."""
    return _person(django_user_model, "hanna", "Hanna", "Staff", role="HR adviser")


@pytest.fixture
def legal_adviser(db, django_user_model):
    """A specialist who sees what is flagged to legal."""
    return _person(django_user_model, "leo", "Leo", "Statute", role="Legal adviser")


@pytest.fixture
def equalities_adviser(db, django_user_model):
    """A specialist who sees what is flagged to equalities."""
    return _person(django_user_model, "edith", "Edith", "Fair", role="Equalities adviser")


@pytest.fixture
def cabinet_member(db, django_user_model):
    """A councillor who answers for the portfolios assigned to them: none until a test assigns one."""
    return _person(django_user_model, "carla", "Carla", "Cabinet", role="Cabinet member")


@pytest.fixture
def auditor(db, django_user_model):
    """Someone who reads everything with its history and changes nothing."""
    return _person(django_user_model, "audrey", "Audrey", "Trail", role="Auditor", is_staff=True)


@pytest.fixture
def assign():
    """A function that puts a service, directorate, portfolio or council into a person’s care."""
    from services.models import Assignment

    def assign(user, covered):
        Assignment.objects.create(user=user, **{covered._meta.model_name: covered})
        return type(user).objects.get(pk=user.pk)

    return assign


@pytest.fixture
def outsider(db, django_user_model):
    """Someone with an account and no role, who may see nothing."""
    return _person(django_user_model, "otto", "Otto", "Side")


# The real documents


@pytest.fixture(scope="session")
def documents():
    """The directory of the real council documents; the tests that ask for it are marked so."""
    return Path(os.environ["COUNCIL_DOCUMENTS"])


# The browser


@pytest.fixture(scope="session")
def browser():
    """Chromium, started once for the run and kept off the network."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=SLOW_MACHINE)
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    arguments = [
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        # A page takes the place of the one before it within one frame, which is a fifth of the work of opening it.
        "--enable-features=RenderDocument:level/crashed-frame",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    ]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium's sandbox does not work for root
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop running in this thread, in which Django would refuse queries.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, live_server):
    """A page of its own on the running application; an uncaught script error or a blocked resource fails."""
    context = browser.new_context(
        base_url=live_server.url, locale="en-GB", timezone_id="Europe/London", viewport=_DESKTOP
    )
    context.set_default_timeout(SLOW_MACHINE)
    opened = context.new_page()
    troubles = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on(
        "console",
        lambda line: troubles.append(line.text) if "Content Security Policy" in line.text else None,
    )
    yield opened
    context.close()
    assert troubles == []


_DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture
def sign_in(live_server):
    """A function that signs a person in on a page, without the form."""
    from django.conf import settings
    from django.test import Client

    def sign_in(page, user):
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )

    return sign_in

"""Settings from the environment: what cannot be read stops the start and is quoted."""

import os
import re
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from councilsavings.environment import read_flag, read_list, read_number, read_site, read_text
from tests.support.paths import ROOT

A_KEY = "long enough and known to nobody 0123456789 abcdefghij"


class TestASiteIsAnAddressWithoutAPath:
    @pytest.mark.parametrize(
        ("text", "site"),
        [
            ("https://savings.example.gov.uk", "https://savings.example.gov.uk"),
            (" https://savings.example.gov.uk/ ", "https://savings.example.gov.uk"),
            ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
            ("", ""),
        ],
    )
    def test_that_is_taken_without_the_slash_at_its_end(self, monkeypatch, text, site):
        monkeypatch.setenv("A_SITE", text)
        assert read_site("A_SITE") == site

    @pytest.mark.parametrize(
        "text",
        [
            "savings.example.gov.uk",
            "https://",
            "https://a.example/b",
            "ftp://a.example",
            "https://a b",
            "https://a?q=1",
        ],
    )
    def test_and_anything_else_is_refused_and_quoted(self, monkeypatch, text):
        monkeypatch.setenv("A_SITE", text)
        with pytest.raises(
            ImproperlyConfigured, match=re.escape(f"A_SITE is “{text}”: write the address without a path")
        ):
            read_site("A_SITE")


class TestAFlagIsYesOrNo:
    @pytest.mark.parametrize("text", ["1", "true", "True", "YES", "on", " true "])
    def test_yes(self, monkeypatch, text):
        monkeypatch.setenv("A_FLAG", text)
        assert read_flag("A_FLAG", default=False) is True

    @pytest.mark.parametrize("text", ["0", "false", "False", "NO", "off"])
    def test_no(self, monkeypatch, text):
        monkeypatch.setenv("A_FLAG", text)
        assert read_flag("A_FLAG", default=True) is False

    @pytest.mark.parametrize("default", [True, False])
    def test_not_set_or_empty_is_the_default(self, monkeypatch, default):
        monkeypatch.delenv("A_FLAG", raising=False)
        assert read_flag("A_FLAG", default=default) is default
        monkeypatch.setenv("A_FLAG", "")
        assert read_flag("A_FLAG", default=default) is default

    @pytest.mark.parametrize("text", ["maybe", "2", "yes please", "None"])
    def test_anything_else_is_refused_and_quoted(self, monkeypatch, text):
        monkeypatch.setenv("A_FLAG", text)
        with pytest.raises(ImproperlyConfigured, match=f"A_FLAG is “{text.lower()}”"):
            read_flag("A_FLAG", default=False)


class TestANumberIsNotTooSmall:
    def test_below_the_least_is_refused_and_quoted(self, monkeypatch):
        monkeypatch.setenv("A_NUMBER", "-5")
        with pytest.raises(ImproperlyConfigured, match="A_NUMBER is “-5”: write 1 or more"):
            read_number("A_NUMBER", 10, least=1)


class TestANumberIsWhole:
    def test_read(self, monkeypatch):
        monkeypatch.setenv("A_NUMBER", " 25 ")
        assert read_number("A_NUMBER", 10) == 25

    def test_not_set_is_the_default(self, monkeypatch):
        monkeypatch.delenv("A_NUMBER", raising=False)
        assert read_number("A_NUMBER", 10) == 10

    @pytest.mark.parametrize("text", ["ten", "1.5", "10MB", "1e3"])
    def test_anything_else_is_refused_and_quoted(self, monkeypatch, text):
        monkeypatch.setenv("A_NUMBER", text)
        with pytest.raises(ImproperlyConfigured, match=f"A_NUMBER is “{text}”"):
            read_number("A_NUMBER", 10)


class TestATextMayBeRequired:
    def test_read_without_the_space_around_it(self, monkeypatch):
        monkeypatch.setenv("A_TEXT", " some text ")
        assert read_text("A_TEXT") == "some text"

    @pytest.mark.parametrize("text", ["", "   "])
    def test_an_empty_one_is_missing(self, monkeypatch, text):
        monkeypatch.setenv("A_TEXT", text)
        with pytest.raises(ImproperlyConfigured, match="Set A_TEXT in the environment"):
            read_text("A_TEXT")
        assert read_text("A_TEXT", "another") == "another"


class TestAListIsPartedByCommas:
    def test_without_the_empty_parts(self, monkeypatch):
        monkeypatch.setenv("A_LIST", "one.example, two.example,,")
        assert read_list("A_LIST") == ["one.example", "two.example"]

    def test_not_set_is_the_default(self, monkeypatch):
        monkeypatch.delenv("A_LIST", raising=False)
        assert read_list("A_LIST") == []
        assert read_list("A_LIST", "a,b") == ["a", "b"]


def start_with(**variables):
    """Read the settings in a process of their own with only these variables, and print what matters."""
    programme = (
        "from councilsavings import settings as s;"
        "print(s.DEBUG, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.ALLOWED_HOSTS,"
        " s.DATABASES['default']['ENGINE'])"
    )
    return start(programme, **variables)


def start(programme, **variables):
    """Run the programme in a process of its own with only these variables."""
    return subprocess.run(
        [sys.executable, "-c", programme],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        check=False,
    )


class TestABadEnvironmentStopsTheStart:
    @pytest.mark.parametrize(
        ("variables", "quoted"),
        [
            ({}, "Set SECRET_KEY in the environment"),
            ({"DEBUG": "0"}, "Set SECRET_KEY in the environment"),
            ({"DEBUG": "perhaps"}, "DEBUG is “perhaps”"),
            ({"DEBUG": "1", "LARGEST_DOCUMENT_MB": "big"}, "LARGEST_DOCUMENT_MB is “big”"),
            ({"DEBUG": "1", "BEHIND_HTTPS_PROXY": "nginx"}, "BEHIND_HTTPS_PROXY is “nginx”"),
            ({"DEBUG": "1", "DATABASE_URL": "mysql://host/name"}, "DATABASE_URL begins with “mysql”"),
            ({"DEBUG": "1", "DATABASE_URL": "council.sqlite3"}, "DATABASE_URL begins with “”"),
            ({"SECRET_KEY": A_KEY, "SECURE_HSTS_SECONDS": "a year"}, "SECURE_HSTS_SECONDS is “a year”"),
        ],
    )
    def test_and_names_the_variable(self, variables, quoted):
        start = start_with(**variables)
        assert start.returncode != 0
        assert "ImproperlyConfigured" in start.stderr
        assert quoted in start.stderr


class TestAGoodEnvironmentStarts:
    def test_production_is_the_default_and_secure(self):
        start = start_with(SECRET_KEY=A_KEY, ALLOWED_HOSTS="savings.council.example")
        assert start.stdout == ("False True True ['savings.council.example'] django.db.backends.sqlite3\n"), (
            start.stderr
        )

    def test_without_hosts_production_answers_to_none(self):
        assert "False True True [] " in start_with(SECRET_KEY=A_KEY).stdout

    def test_debugging_needs_no_key(self):
        assert start_with(DEBUG="1").stdout.startswith("True False False ")

    def test_a_demonstration_is_local_but_shows_the_applications_own_error_pages(self):
        assert start_with(DEBUG="1", OWN_ERROR_PAGES="1").stdout.startswith("False False False ['127.0.0.1'")

    def test_own_error_pages_make_nothing_else_lenient(self):
        start = start_with(SECRET_KEY=A_KEY, OWN_ERROR_PAGES="0", ALLOWED_HOSTS="savings.council.example")
        assert start.stdout.startswith("False True True ")

    @pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
    def test_postgresql_by_its_address(self, scheme):
        start = start_with(DEBUG="1", DATABASE_URL=f"{scheme}://someone:secret@localhost:5432/council")
        assert start.stdout.endswith("django.db.backends.postgresql\n")


class TestTheInstallationFile:
    PROGRAMME = (
        "from councilsavings.environment import load_installation_file, read_text;"
        "load_installation_file(); print(read_text('SECRET_KEY'))"
    )

    def run(self, tmp_path, **variables):
        file = tmp_path / "settings.env"
        file.write_text("SECRET_KEY=from-the-file\n")
        return start(self.PROGRAMME, ENV_FILE=str(file), **variables).stdout.strip()

    def test_gives_what_the_environment_leaves_out(self, tmp_path):
        assert self.run(tmp_path) == "from-the-file"

    def test_is_outranked_by_the_environment(self, tmp_path):
        assert self.run(tmp_path, SECRET_KEY="from-the-environment") == "from-the-environment"

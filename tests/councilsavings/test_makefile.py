"""The commands of the project and the rules of a test run, as far as they can be tried out cheaply."""

import os
import re
import shutil
import socket
import subprocess
import sys

import pytest

from tests.support.paths import ROOT

SCRIPTS = [*sorted((ROOT / "scripts").glob("*.sh")), ROOT / ".ci" / "run"]
COMMANDS = [
    "setup",
    "demo",
    "run",
    "test",
    "check",
    "format",
    "bench",
    "mutation",
    "pictures",
    "clean",
    "help",
]


def run(*command, **variables):
    # Started by `make test`, make would take itself for a part of that run and say so.
    inherited = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL"}}
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**inherited, **variables},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


class TestMakeHelpListsEveryCommand:
    @pytest.mark.parametrize("arguments", [[], ["help"]])
    def test_with_a_line_on_each(self, arguments):
        listed = [line.split(maxsplit=1) for line in run("make", *arguments).stdout.splitlines()]
        assert sorted(name for name, _ in listed) == sorted(COMMANDS)

    @pytest.mark.parametrize("command", COMMANDS)
    def test_and_each_stands_on_what_exists(self, command):
        dry_run = run("make", "--dry-run", command)
        assert dry_run.returncode == 0, dry_run.stderr
        for script in re.findall(r"scripts/\w+\.sh", dry_run.stdout):
            assert os.access(ROOT / script, os.X_OK), script


class TestScripts:
    @pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
    def test_are_read_by_bash(self, script):
        assert run("bash", "-n", str(script)).stderr == ""

    @pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
    def test_stop_at_the_first_error(self, script):
        assert "\nset -euo pipefail\n" in script.read_text()

    @pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
    def test_can_be_run(self, script):
        assert os.access(script, os.X_OK)


class TestAPortInUseIsNoticedBeforeServing:
    def test_with_advice(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            answer = run("scripts/port_is_free.sh", str(port))
        assert answer.returncode == 1
        assert f"Port {port} is already in use" in answer.stderr
        assert f"PORT={port + 1}" in answer.stderr

    def test_a_free_port_passes(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        assert run("scripts/port_is_free.sh", str(port)).returncode == 0


class TestMissingDebianPackages:
    @pytest.fixture
    def bare_machine(self, tmp_path):
        """The path to a Debian machine's programs on which no package is installed and we are not root."""
        for name, answer in {"dpkg-query": "exit 1", "id": "echo 1000", "apt-get": "exit 1"}.items():
            programme = tmp_path / name
            programme.write_text(f"#!/bin/sh\n{answer}\n")
            programme.chmod(0o755)
        return f"{tmp_path}:{os.environ['PATH']}"

    def test_are_installed_by_one_command_that_is_printed(self, bare_machine):
        answer = run("scripts/debian_packages.sh", "runtime", PATH=bare_machine, CI="")
        assert answer.returncode == 1
        (command,) = [line.strip() for line in answer.stderr.splitlines() if "apt-get" in line]
        assert command.startswith('sudo sh -c "apt-get update && apt-get install --yes')
        assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in command

    @pytest.mark.parametrize(("in_ci", "status"), [("true", 1), ("", 0)])
    def test_that_only_tests_need_stop_the_run_in_ci_only(self, bare_machine, in_ci, status):
        answer = run("scripts/debian_packages.sh", "tests", PATH=bare_machine, CI=in_ci)
        assert answer.returncode == status
        assert "chromium qpdf poppler-utils postgresql" in answer.stderr


class TestCILeavesNothingOut:
    """Each runs pytest in a process of its own, with the project's conftest.py and nothing of Django."""

    @pytest.fixture
    def pytest_on(self, tmp_path):
        shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
        (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  documents: real documents\n")

        def pytest_on(tests, **variables):
            (tmp_path / "test_some.py").write_text(f"import pytest\n{tests}\n")
            return run(
                *(sys.executable, "-m", "pytest", "-p", "no:django", "-p", "no:cacheprovider", str(tmp_path)),
                **{"COUNCIL_DOCUMENTS": "", **variables},
            )

        return pytest_on

    def test_a_skipped_test_fails(self, pytest_on):
        tests = "def test_some():\n    pytest.skip('no chromium')"
        assert "1 skipped" in pytest_on(tests, CI="").stdout
        in_ci = pytest_on(tests, CI="true")
        assert in_ci.returncode == 1
        assert "1 failed" in in_ci.stdout
        assert "no chromium" in in_ci.stdout

    def test_a_test_marked_to_be_skipped_fails(self, pytest_on):
        in_ci = pytest_on("@pytest.mark.skip(reason='later')\ndef test_some(): pass", CI="true")
        assert in_ci.returncode == 1
        assert "later" in in_ci.stdout

    def test_a_skipped_module_fails(self, pytest_on):
        in_ci = pytest_on("pytest.importorskip('no_such_module')\ndef test_some(): pass", CI="true")
        assert in_ci.returncode != 0
        assert "no_such_module" in in_ci.stdout

    def test_tests_of_the_real_documents_need_to_know_where_they_are(self, pytest_on):
        tests = "@pytest.mark.documents\ndef test_some(): pass\ndef test_another(): pass"
        in_ci = pytest_on(tests, CI="true")
        assert in_ci.returncode != 0
        assert "COUNCIL_DOCUMENTS" in in_ci.stderr
        elsewhere = pytest_on(tests, CI="")
        assert "1 passed, 1 deselected" in elsewhere.stdout
        assert "NOT RUN: 1 tests read the real documents" in elsewhere.stdout

    def test_a_directory_that_is_not_there_is_an_error_everywhere(self, pytest_on):
        answer = pytest_on("def test_some(): pass", CI="", COUNCIL_DOCUMENTS="no/such/directory")
        assert answer.returncode != 0
        assert "“no/such/directory”" in answer.stderr

    def test_a_test_that_leaves_the_machine_fails(self, pytest_on):
        tests = (
            "import socket\ndef test_some():\n    socket.socket(socket.AF_INET).connect(('192.0.2.1', 80))"
        )
        answer = pytest_on(tests, CI="")
        assert answer.returncode == 1
        assert "tried to reach 192.0.2.1" in answer.stdout

"""A process starts without the programs that only documents need, in little time and memory."""

import os
import subprocess
import sys

import pytest

from tests.support.paths import ROOT

HEAVY = ("weasyprint", "pydyf", "pikepdf", "pypdfium2", "fontTools", "PIL", "docx", "openpyxl", "xlsxwriter",
         "pandas", "lxml")  # fmt: skip
LOAD = "import django; django.setup(); import councilsavings.urls; "
MOST_SECONDS, MOST_MEGABYTES = 6, 125
"""Of processor time, which others on the machine lengthen; by itself it takes a fifth of it."""


def told_by_a_process(program):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "councilsavings.settings", "DEBUG": "1"}
    run = subprocess.run(
        [sys.executable, "-c", LOAD + program],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.split()


@pytest.mark.one_database
class TestAProcessThatStarts:
    def test_loads_nothing_that_only_documents_need(self):
        loaded = told_by_a_process("import sys; print(*sys.modules)")
        assert "proposals.models" in loaded
        assert not set(HEAVY) & set(loaded)

    def test_keeps_within_its_time_and_memory(self):
        told_by_a_process("pass")  # so that the bytecode is compiled
        # The peak that the kernel reports for a child includes the process that started it; this one does not.
        seconds, kilobytes = told_by_a_process(
            "import resource, pathlib, re; used = resource.getrusage(resource.RUSAGE_SELF); "
            "peak = re.search(r'VmHWM:\\s+(\\d+)', pathlib.Path('/proc/self/status').read_text())[1]; "
            "print(used.ru_utime + used.ru_stime, peak)"
        )
        assert float(seconds) < MOST_SECONDS
        assert int(kilobytes) / 1024 < MOST_MEGABYTES

    def test_collects_garbage_once_everything_is_loaded(self):
        asked = "import gc; print(gc.isenabled(), gc.get_freeze_count() > 0)"
        run = subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", asked],
            cwd=ROOT,
            env={**os.environ, "DEBUG": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout.split() == ["True", "True"]

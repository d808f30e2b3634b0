"""Every benchmark runs, once and at its smallest size; whether it keeps its budgets is for `make bench` to say."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.quick_database import migrated_file

DATASETTE = Path(os.environ.get("DATASETTE", ROOT / ".venv-bench" / "bin" / "datasette"))


def lines_of(module, **more):
    """What the measurements of a benchmark are called, and how it ends."""
    environment = {**os.environ, "BENCH_SMALLEST": "1", "DEBUG": "1", "DATASETTE": str(DATASETTE), **more}
    environment.pop("DATABASE_URL", None)
    if migrated_file().exists():
        environment["BENCH_MIGRATED"] = str(migrated_file())
    finished = subprocess.run(
        [sys.executable, "-m", module],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert "Traceback" not in finished.stderr, finished.stderr
    rows = [line.split("|") for line in finished.stdout.splitlines() if line.startswith("| ")]
    assert rows, finished.stdout + finished.stderr
    return [row[1].strip() for row in rows if row[1].strip("- ")]


@pytest.mark.long
@pytest.mark.one_database
class TestTheBenchmarks:
    def test_of_imports_appendices_lists_entry_exports_and_printing_run(self):
        measured = " ".join(lines_of("bench.run"))
        for part in (
            "import: write",
            "workbook: 40 rows",
            "appendix: WeasyPrint",
            "list of 30",
            "entry page",
            "export of",
            "PDF of",
            "forecast of",
        ):
            assert part in measured

    def test_of_requests_a_second_runs(self):
        measured = lines_of("bench.serving")
        assert [line.partition(",")[0] for line in measured] == [
            "residents: the list",
            "residents: a search",
            "residents: a proposal",
            "edition",
            "edition",
            "list",
            "proposal",
            "overview",
        ]

    def test_of_generated_requests_runs(self):
        assert {"nobody", "a program"} <= set(lines_of("bench.generated", BENCH_REQUESTS="60"))

    @pytest.mark.skipif(
        not DATASETTE.exists(), reason="Datasette is not installed: make .venv-bench/.installed"
    )
    def test_of_the_list_beside_datasette_runs_in_an_installation_that_grows(self):
        measured = lines_of("bench.against_datasette")
        assert {"60: the whole round", "60: one directorate, Datasette", "60: the overview"} <= set(measured)
        assert "120: the whole round, beside 60" in measured

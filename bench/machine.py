"""The machine on which the figures were taken."""

import os
import platform
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path


def machine_facts(database: str) -> list[str]:
    """Return the machine, the programmes and the load, a line each."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return [
        f"{_processor()}, {os.cpu_count()} processors, {memory:.0f} GB of memory, load {load} at the start",
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        f"Django {version('Django')}, WeasyPrint {version('weasyprint')}, pandas {version('pandas')}",
        f"Database: {database}",
    ]


def _processor() -> str:
    names = (
        line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")
    )
    return next(names, platform.machine())


def peak_memory_mb() -> int:
    """Return the peak memory of this process in megabytes; zero on systems other than Linux."""
    peaks = (int(line.split()[1]) for line in _lines("/proc/self/status") if line.startswith("VmHWM"))
    return next(peaks, 0) // 1024


def processor_seconds(processes: Iterable[int]) -> float:
    """Return how long these processes have used a processor so far; what else the machine does is not in it."""
    threads = (path for process in processes for path in Path(f"/proc/{process}/task").glob("*/schedstat"))
    return sum(int(line.split()[0]) for path in threads for line in _lines(path)) / 1e9


def children_of(process: int) -> list[int]:
    """Return the processes that this one has started; none where Linux is not."""
    return [
        int(child) for line in _lines(f"/proc/{process}/task/{process}/children") for child in line.split()
    ]


def database_processes() -> list[int]:
    """Return the processes of the database that answer; none on SQLite, which has no processes of its own."""
    from django.db import connection  # Django's settings are read only once DATABASE_URL is set

    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return [row[0] for row in cursor.fetchall()]


def _lines(path: str | Path) -> Iterator[str]:
    file = Path(path)
    return iter(file.read_text(encoding="utf-8").splitlines() if file.exists() else [])

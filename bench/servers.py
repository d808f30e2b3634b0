"""Starting the two servers that are compared, and asking them for pages."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

HOST = "127.0.0.1"
_SECONDS_TO_START = 60


class Served:
    """A server on this machine that answers GET requests."""

    def __init__(self, port: int, headers: dict[str, str], process: int) -> None:
        self.port, self.headers, self.process = port, headers, process

    def get(self, address: str) -> bytes:
        """Return the page; raises RuntimeError for any answer but 200."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=120)) as connection:
            connection.request("GET", address, headers=self.headers)
            answer = connection.getresponse()
            body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{address} answered {answer.status}.")
        return body

    def ask(self, address: str, headers: dict[str, str]) -> int:
        """Return the status of the answer, read to its end as cheaply as can be: the readers share the machine."""
        lines = [f"GET {address} HTTP/1.1", f"Host: {HOST}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        with socket.create_connection(("127.0.0.1", self.port), timeout=120) as connection:
            connection.sendall("\r\n".join([*lines, "", ""]).encode())
            head = part = connection.recv(1 << 16)
            while part:
                part = connection.recv(1 << 16)
        return int(head.split(None, 2)[1])


@contextmanager
def serving(command: list[str], port: int, headers: dict[str, str]) -> Iterator[Served]:
    """Start a server and stop it at the end."""
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ)
    ) as process:
        try:
            _wait_for(port, process)
            yield Served(port, headers, process.pid)
        finally:
            process.terminate()


def application(port: int, workers: int = 1) -> list[str]:
    """Return the command that serves the application."""
    bind = f"127.0.0.1:{port}"
    return [
        ".venv/bin/gunicorn",
        "bench.served:application",
        "--bind",
        bind,
        "--workers",
        str(workers),
        "--timeout",
        "300",
    ]


def datasette(port: int, database: Path) -> list[str]:
    """Return the command that serves a SQLite file with Datasette, without suggestions of facets."""
    program = os.environ.get("DATASETTE", ".venv-bench/bin/datasette")
    return [program, str(database), "--port", str(port), "--setting", "suggest_facets", "off"]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} stopped with {process.returncode}.")  # type: ignore[str-bytes-safe]
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError(f"{process.args} did not start.")  # type: ignore[str-bytes-safe]

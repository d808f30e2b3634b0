"""The application as in production: three processes of gunicorn on PostgreSQL, behind what says it is a proxy."""

import os
import re
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any
from urllib.parse import quote

import requests

from tests.support.oidc_provider import CLIENT, SECRET, Provider, running_provider
from tests.support.paths import ROOT

HOST = "savings.northmoor.example"
PROCESSES = 3
SECONDS_TO_START = 60


@dataclass
class Production:
    """A running server, the mails it has sent, and the directory service it trusts."""

    port: int
    provider: Provider
    mails: list[Any] = field(default_factory=list)

    def mail_to(self, address: str, saying: str) -> str:
        """Return the text of the next mail to the address that says this; it is sent beside the request."""
        until = time.monotonic() + 10
        while time.monotonic() < until:
            for mail in self.mails:
                text = mail.get_payload(decode=True).decode()
                if address in mail["To"] and saying in text:
                    self.mails.remove(mail)
                    return text
            time.sleep(0.05)
        raise AssertionError(f"No mail came to {address}.")

    def raw(self, request: bytes, seconds: float = 10) -> bytes:
        """Send these bytes as they are, and return what comes back until the server hangs up or says no more."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            answer = b""
            with suppress(OSError):  # it may refuse and hang up before it has read all
                connection.sendall(request)
                connection.shutdown(socket.SHUT_WR)
            try:
                while part := connection.recv(65536):
                    answer += part
            except (ConnectionError, TimeoutError):
                pass
            return answer

    def asked(self, line: bytes, *headers: bytes, body: bytes = b"") -> bytes:
        """Send a request with this first line, as the proxy would pass it on, and return the answer."""
        usual = (b"X-Forwarded-Proto: https", b"X-Forwarded-For: 198.51.100.99", b"Connection: close")
        given = [
            *headers,
            *(one for one in usual if one.split(b":")[0] not in {h.split(b":")[0] for h in headers}),
        ]
        if not any(header.lower().startswith(b"host:") for header in headers):
            given.insert(0, b"Host: " + HOST.encode())
        return self.raw(b"\r\n".join([line + b" HTTP/1.1", *given, b"", body]))


class Browser:
    """A browser at an address of its own, as the proxy passes its requests on."""

    def __init__(self, production: Production, address: str = "198.51.100.1") -> None:
        self.base = f"http://127.0.0.1:{production.port}"
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers.update({"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": address})
        self.processes: set[str] = set()

    def get(self, path: str, **more: Any) -> requests.Response:
        return self._ask("GET", path, **more)

    def post(self, path: str, sent: Any = (), **more: Any) -> requests.Response:
        """Send a form as a page of the site would."""
        if not self.cookie("csrftoken"):
            self.get("/sign-in/")
        headers = {
            "Origin": f"https://{HOST}",
            "X-CSRFToken": self.cookie("csrftoken"),
            **more.pop("headers", {}),
        }
        return self._ask("POST", path, data=dict(sent) if not isinstance(sent, str | bytes) else sent,
                         headers=headers, **more)  # fmt: skip

    def sign_in(self, name: str, password: str, **more: str) -> requests.Response:
        return self.post("/sign-in/", {"login": name, "password": password, **more})

    @property
    def is_signed_in(self) -> bool:
        return self.get("/account/").status_code == 200

    def cookie(self, name: str) -> str:
        return self.session.cookies.get(f"__Host-{name}") or ""

    def _ask(self, method: str, path: str, **more: Any) -> requests.Response:
        # The library keeps secure cookies back, not knowing that to the browser all of this is HTTPS.
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.session.cookies)
        more["headers"] = {"Cookie": cookies, **more.get("headers", {})}
        answer = self.session.request(method, self.base + path, allow_redirects=False, timeout=30, **more)
        self.processes.add(answer.headers.get("X-Process", ""))
        return answer


def path_of(address: str) -> str:
    """Return the path and query of an address of the site; fails for any other."""
    found = re.fullmatch(rf"(?:https://{re.escape(HOST)})?(/(?![/\\]).*)", address)
    assert found, address
    return found[1]


@contextmanager
def running_production(database: dict[str, Any], secret_key: str, log: Path) -> Iterator[Production]:
    """Serve that PostgreSQL database with three processes until the block ends."""
    with running_provider() as provider, _mail_server() as (mail_port, mails):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = {
            **{name: value for name, value in os.environ.items() if name not in {"DEBUG", "OWN_ERROR_PAGES"}},
            "PYTHONPATH": str(ROOT),
            "SECRET_KEY": secret_key,
            "ALLOWED_HOSTS": HOST,
            "BEHIND_HTTPS_PROXY": "true",
            "DATABASE_URL": _url_of(database),
            "MAIL_HOST": "127.0.0.1",
            "MAIL_PORT": str(mail_port),
            "SINGLE_SIGN_ON_NAME": "Council account",
            "SINGLE_SIGN_ON_SERVER": provider.issuer,
            "SINGLE_SIGN_ON_CLIENT_ID": CLIENT,
            "SINGLE_SIGN_ON_SECRET": SECRET,
            "SINGLE_SIGN_ON_GROUPS": '{"members": {"roles": ["Scrutiny member"], "covers": []}}',
        }
        command = [sys.executable, "-m", "gunicorn", "tests.support.served_production:application",
                   "--bind", f"127.0.0.1:{port}", "--workers", str(PROCESSES), "--timeout", "120"]  # fmt: skip
        with (
            log.open("wb") as output,
            subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output) as server,
        ):
            try:
                production = Production(port, provider, mails)
                _wait_until_all_answer(production, server, log)
                yield production
            finally:
                server.terminate()


def _wait_until_all_answer(production: Production, server: subprocess.Popen[bytes], log: Path) -> None:
    seen: set[str] = set()
    until = time.monotonic() + SECONDS_TO_START
    while len(seen - {""}) < PROCESSES:
        assert server.poll() is None, log.read_text()
        assert time.monotonic() < until, log.read_text()
        try:
            browser = Browser(production)
            browser.get("/cookies/")
            seen |= browser.processes
        except requests.ConnectionError:
            time.sleep(0.2)


def _url_of(database: dict[str, Any]) -> str:
    host, port = quote(database["HOST"] or "", safe=""), f":{database['PORT']}" if database["PORT"] else ""
    password = f":{quote(database['PASSWORD'], safe='')}" if database["PASSWORD"] else ""
    return f"postgres://{database['USER']}{password}@{host}{port}/{database['NAME']}"


class _MailHandler(socketserver.StreamRequestHandler):
    """As much of SMTP as a program that sends mail needs."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = []
                while (line := self.rfile.readline()) not in {b".\r\n", b""}:
                    lines.append(line)
                self.server.mails.append(message_from_bytes(b"".join(lines)))  # type: ignore[attr-defined]
            self.wfile.write(
                b"221 bye\r\n" if word == b"QUIT" else b"250 here\r\n" if word != b"RSET" else b"250\r\n"
            )


@contextmanager
def _mail_server() -> Iterator[tuple[int, list[Any]]]:
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _MailHandler)
    server.daemon_threads = True
    server.mails = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1], server.mails  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

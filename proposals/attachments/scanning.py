"""The scanner for viruses: clamd by its INSTREAM command, where the settings name one."""

import socket
import struct

from django.conf import settings

from proposals.attachments.content import RefusedFile

_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096


class ScannerAway(RefusedFile):
    """The scanner gave no answer, so nothing is attached."""


def scan(content: bytes) -> None:
    """Have the file scanned; raises RefusedFile for one that the scanner refuses, ScannerAway without an answer."""
    if not settings.CLAMD:
        return
    try:
        answer = _answer_to(content)
    except OSError as error:
        raise ScannerAway(
            "The file could not be checked for viruses, so it was not attached. Try again in a few minutes, "
            "and tell the administrator if it goes on."
        ) from error
    if answer.endswith(" FOUND"):
        found = answer.removeprefix("stream: ").removesuffix(" FOUND")
        raise RefusedFile(f"The scanner found “{found}” in the file, so it was not attached.")
    if answer != "stream: OK":
        raise ScannerAway(f"The scanner did not accept the file, so it was not attached: {answer[:200]}")


def _answer_to(content: bytes) -> str:
    with _connected(settings.CLAMD) as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
        answer = b""
        while b"\0" not in answer and len(answer) < _LONGEST_ANSWER:
            read = connection.recv(_LONGEST_ANSWER)
            if not read:
                break
            answer += read
    if not answer:
        raise ConnectionError("clamd closed the connection without an answer.")
    return answer.split(b"\0")[0].decode("utf-8", "replace").strip()


def _connected(address: str) -> socket.socket:
    """Return a connection to a socket file (/run/clamav/clamd.ctl) or to host:port."""
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(settings.CLAMD_SECONDS)
        connection.connect(address)
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=settings.CLAMD_SECONDS)

"""A mail server over TCP, as RFC 5321 describes it, that keeps what it accepts and refuses what it is told to."""

import socketserver
import threading
from email import message_from_bytes, policy

import pytest


class _Smtp(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.connections += 1
        self.say(b"220 mail.example ESMTP")
        recipients = []
        for line in self.rfile:
            command = line.strip().upper()
            if command.startswith((b"EHLO", b"HELO")):
                self.say(b"250 mail.example")
            elif command.startswith(b"MAIL FROM:"):
                recipients = []
                self.say(b"250 OK")
            elif command.startswith(b"RCPT TO:"):
                address = line.strip()[len(b"RCPT TO:") :].strip(b"<>").decode()
                if address in self.server.refused:
                    self.say(b"550 No such mailbox")
                else:
                    recipients.append(address)
                    self.say(b"250 OK")
            elif command == b"DATA":
                self.say(b"354 Go ahead")
                self.server.accepted.append((recipients, self.read_mail()))
                if self.server.hangs_up:
                    return
                self.say(b"250 Queued")
            elif command == b"QUIT":
                self.say(b"221 Bye")
                return
            else:
                self.say(b"250 OK")

    def say(self, line):
        self.wfile.write(line + b"\r\n")

    def read_mail(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return message_from_bytes(b"".join(lines), policy=policy.default)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@pytest.fixture
def mail_server(settings):
    """A server that the settings name; `accepted` holds recipients and mail, `refused` the addresses it knows not."""
    server = _Server(("127.0.0.1", 0), _Smtp)
    server.accepted, server.refused, server.hangs_up, server.connections = [], set(), False, 0
    settings.EMAIL_BACKEND = "councilsavings.accounts.mail.BackgroundEmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    settings.EMAIL_TIMEOUT = 5
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()

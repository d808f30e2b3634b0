"""Every file is scanned by clamd where the settings name one, and refused without its word that the file is clean."""

import socketserver
import struct
import threading

import pytest

from proposals.attachments.content import RefusedFile
from proposals.attachments.scanning import ScannerAway, scan

pytestmark = pytest.mark.one_database

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Clamd(socketserver.StreamRequestHandler):
    """Clamd as its protocol describes it: the command, chunks with their length, an empty one, then the answer."""

    def handle(self):
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        assert command == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.server.scanned.append(content)
        self.wfile.write(self.server.answer_to(content))


@pytest.fixture(params=["tcp", "unix"])
def clamd(request, settings, tmp_path):
    """A scanner that finds the test virus, over either kind of socket."""
    if request.param == "tcp":
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Clamd)
        settings.CLAMD = f"127.0.0.1:{server.server_address[1]}"
    else:
        settings.CLAMD = str(tmp_path / "clamd.ctl")
        server = socketserver.ThreadingUnixStreamServer(settings.CLAMD, _Clamd)
    settings.CLAMD_SECONDS = 5
    server.scanned = []
    server.answer_to = lambda content: (
        b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


class TestTheScanner:
    def test_is_sent_the_whole_file_and_passes_a_clean_one(self, clamd):
        content = bytes(range(256)) * 1000
        scan(content)
        assert clamd.scanned == [content]

    def test_refuses_what_it_finds_by_name(self, clamd):
        with pytest.raises(RefusedFile, match="found “Eicar-Test-Signature” in the file"):
            scan(b"a" * 100_000 + EICAR)

    def test_refuses_a_file_that_it_could_not_scan(self, clamd):
        clamd.answer_to = lambda content: b"INSTREAM size limit exceeded. ERROR\0"
        with pytest.raises(ScannerAway, match="INSTREAM size limit exceeded"):
            scan(b"text")

    def test_refuses_every_file_while_it_gives_no_answer(self, clamd, settings):
        clamd.answer_to = lambda content: b""
        with pytest.raises(ScannerAway, match="could not be checked for viruses"):
            scan(b"text")

    def test_refuses_every_file_while_it_is_away(self, settings, tmp_path):
        settings.CLAMD = str(tmp_path / "none.ctl")
        with pytest.raises(ScannerAway, match="could not be checked for viruses"):
            scan(b"text")

    def test_is_not_asked_where_none_is_named(self, settings):
        settings.CLAMD = ""
        scan(EICAR)

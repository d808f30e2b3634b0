"""A server of answers that Django's test client has had, from which a browser fetches them with their static files."""

import mimetypes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from django.contrib.staticfiles import finders
from django.http import HttpResponse


class AnswerServer(ThreadingHTTPServer):
    """It asks no database, so a test may hold a transaction; what is static stays in the browser’s memory."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("localhost", 0), _Handler)
        self.document = HttpResponse()
        """What is answered to whoever opens a page, whatever its address."""
        self.beside: dict[str, HttpResponse] = {}
        """What a page asks for beside the static files: a picture, or a style sheet of the council."""
        Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://localhost:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: AnswerServer

    def do_GET(self) -> None:
        answer = self._answer()
        headers = {**answer.headers, "Content-Length": str(len(answer.content))}
        self.send_response(answer.status_code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.content)

    def _answer(self) -> HttpResponse:
        if self.headers["Sec-Fetch-Dest"] == "document":
            return self.server.document
        if self.path.startswith("/static/"):
            file = Path(finders.find(self.path.removeprefix("/static/")))
            kind = mimetypes.guess_type(file)[0]
            return HttpResponse(file.read_bytes(), kind, headers={"Cache-Control": "max-age=3600"})
        return self.server.beside.get(self.path, HttpResponse(status=404))

    def log_message(self, *_: object) -> None:
        pass

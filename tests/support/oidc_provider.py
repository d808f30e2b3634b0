"""A provider of OpenID Connect on this machine, as a council's directory service is one: with groups in its tokens.

It signs with a key of its own, gives each code once, checks the client's secret and PKCE, and answers over HTTP.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "council-savings", "a secret of the client"


class Provider(ThreadingHTTPServer):
    """The provider: whom it signs in next, and what it says of them."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.key = self.signing_key = RSAKey.generate_key(2048, {"kid": "one"})
        self.algorithm = "RS256"
        self.person: dict[str, Any] = {}
        self.altered: dict[str, Any] = {}
        """Claims that the next token states wrongly."""
        self.codes: dict[str, dict[str, str]] = {}

    def claims(self) -> dict[str, Any]:
        now = int(time.time())
        said = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "jti": secrets.token_hex(8)}
        return said | self.person | self.altered

    def token(self) -> str:
        header = {"alg": self.algorithm, "kid": "one"}
        return jwt.encode(header, self.claims(), self.signing_key, algorithms=[self.algorithm])

    def authorize(self, address: str) -> str:
        """Sign the person in, as their browser would, and return the address it is sent back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        code = secrets.token_urlsafe()
        self.codes[code] = {"challenge": asked["code_challenge"], "redirect_uri": asked["redirect_uri"]}
        query = urlencode({"code": code, "state": asked["state"]})
        return f"{asked['redirect_uri']}?{query}"


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *_: Any) -> None:
        """Stay silent."""

    def do_GET(self) -> None:
        issuer = self.server.issuer
        if self.path == "/.well-known/openid-configuration":
            self._answer(
                {
                    "issuer": issuer,
                    "authorization_endpoint": f"{issuer}/authorize",
                    "token_endpoint": f"{issuer}/token",
                    "jwks_uri": f"{issuer}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        elif self.path == "/keys":
            self._answer({"keys": [self.server.key.as_dict(private=False)]})
        else:
            self._answer({"error": "not_found"}, 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        given = self.server.codes.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        sound = (
            given is not None
            and (sent.get("client_id"), sent.get("client_secret")) == (CLIENT, SECRET)
            and given == {"challenge": challenge, "redirect_uri": sent.get("redirect_uri")}
        )
        if not sound:
            self._answer({"error": "invalid_grant"}, 400)
            return
        self._answer(
            {
                "access_token": secrets.token_urlsafe(),
                "token_type": "Bearer",
                "expires_in": 300,
                "id_token": self.server.token(),
            }
        )

    def _answer(self, values: dict[str, Any], status: int = 200) -> None:
        content = json.dumps(values).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def running_provider() -> Iterator[Provider]:
    """Run a provider until the block ends."""
    provider = Provider()
    thread = threading.Thread(target=provider.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        provider.server_close()
        thread.join()

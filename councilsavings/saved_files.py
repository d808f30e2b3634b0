"""The one answer to a request for a file that is saved and not shown."""

from typing import TypeVar

from django.core.files import File
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""The policy of a file: opened all the same, it runs nothing, fetches nothing and belongs to no site."""

Response = TypeVar("Response", bound=HttpResponseBase)


def file_response(content: bytes, content_type: str, name: str) -> HttpResponse:
    """Return the file, which the browser saves under this name."""
    return _to_be_saved(HttpResponse(content, content_type=content_type), name)


def stored_file_response(file: File, content_type: str, name: str) -> FileResponse:
    """Return a file from the store, piece by piece, which the browser saves under this name."""
    return _to_be_saved(FileResponse(file, content_type=content_type), name)


def _to_be_saved(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response

"""The one answer to a request for a file that is saved and not shown."""

from django.core.files import File
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""The policy of a file: opened all the same, it runs nothing, fetches nothing and belongs to no site."""


def file_response(
    content: bytes | File, content_type: str, name: str
) -> HttpResponse | StreamingHttpResponse:
    """Return the file, which the browser saves under this name and never shows as a page of this site."""
    is_stored = isinstance(content, File)
    response = (FileResponse if is_stored else HttpResponse)(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response

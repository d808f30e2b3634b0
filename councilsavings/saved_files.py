"""The one answer to a request for a file that is saved and not shown."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def file_response(content: bytes, content_type: str, name: str) -> HttpResponse:
    """Return the file, which the browser saves under this name."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response

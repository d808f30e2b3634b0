"""The page of an edition: the text out of the HTML file that was published, and what stands around it."""

from typing import Any

from django.utils.safestring import SafeString, mark_safe

from reports.models import Edition
from reports.publishing.attached_files import is_attached

TEMPLATE = "reports/published/edition.html"
_BODY, _END = b"<body>", b"</body>"


class NoBody(ValueError):
    """The file is no page that this application wrote."""


def edition_context(edition: Edition, user: Any, site: str) -> dict[str, Any]:
    """Return what the page of the edition shows this person, who may read it, on the site at that address."""
    readable = Edition.objects.visible_to(user)
    files = list(edition.files.defer("content"))
    page = edition.files.filter(content_type__startswith="text/html").first()
    return {
        "edition": edition,
        "council": edition.council,
        "site": site,
        "files": [file for file in files if not is_attached(file)],
        "attached": [file for file in files if is_attached(file)],
        "body": body_of(page.content) if page else "",
        "corrects_readable": edition.corrects_id is not None
        and readable.filter(pk=edition.corrects_id).exists(),
        "corrected_by": readable.filter(corrects=edition).first(),
    }


def body_of(page: bytes) -> SafeString:
    """Return what stands in the body of the page, byte for byte as our own writer escaped it; raises NoBody."""
    _head, begin, rest = bytes(page).partition(_BODY)
    body, end, _tail = rest.rpartition(_END)
    if not begin or not end:
        raise NoBody("The HTML file of the edition has no body.")
    return mark_safe(body.decode())  # noqa: S308 (our writer escaped every text when the edition was made)

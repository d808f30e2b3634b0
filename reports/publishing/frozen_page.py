"""The text of an edition out of the HTML file that was published."""

from django.utils.safestring import SafeString, mark_safe

_BODY, _END = b"<body>", b"</body>"


class NoBody(ValueError):
    """The file is no page that this application wrote."""


def body_of(page: bytes) -> SafeString:
    """Return what stands in the body of the page, byte for byte as our own writer escaped it; raises NoBody."""
    _head, begin, rest = bytes(page).partition(_BODY)
    body, end, _tail = rest.rpartition(_END)
    if not begin or not end:
        raise NoBody("The HTML file of the edition has no body.")
    return mark_safe(body.decode())  # noqa: S308 (our writer escaped every text when the edition was made)

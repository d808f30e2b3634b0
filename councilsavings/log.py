"""A filter of the server's log."""

import logging
from http import HTTPStatus

from django.core.exceptions import PermissionDenied


class RefusalsInOneLine(logging.Filter):
    """Say of a request that was refused who asked for what and why not, without the place in the code."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Put the one line in place of the traceback; every record is kept."""
        error = record.exc_info[1] if record.exc_info else None
        request = getattr(record, "request", None)
        if isinstance(error, PermissionDenied) and request is not None:
            name = getattr(request, "user", None) and request.user.get_username()
            record.msg = "Forbidden: %s %s for %s: %s"
            record.args = tuple(
                _on_one_line(text)
                for text in (request.method, request.path, name or "nobody", str(error) or "no reason given")
            )
        # Whoever sends what cannot be read must not fill the log.
        status = (
            HTTPStatus.FORBIDDEN
            if isinstance(error, PermissionDenied)
            else getattr(record, "status_code", 500)
        )
        if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            record.exc_info = record.exc_text = None
        return True


def _on_one_line(text: object) -> str:
    """Return the text with line breaks and the like written out: whoever asks for a page must not write lines here."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in str(text))

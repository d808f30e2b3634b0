"""Words that were sent and could not be taken in: they wait in the session for whoever sent them.

A session that ended, or a proposal that was taken back meanwhile, must not cost a member what they wrote.
"""

from typing import Any

from django.http import HttpRequest

_KEPT = "scrutiny_words"
_LONGEST_KEPT = 10_000
_MOST_KEPT = 12


def keep_words(request: HttpRequest) -> None:
    """Keep what was sent to this address until its form is shown again."""
    sent = {
        name: value[:_LONGEST_KEPT]
        for name, value in list(request.POST.items())[:_MOST_KEPT]
        if name not in {"csrfmiddlewaretoken", "shown_version"}
    }
    request.session[_KEPT] = {"address": request.path, "words": sent}


def kept_words(request: HttpRequest) -> dict[str, Any]:
    """Return what was kept for this address, once; nothing where there is none."""
    kept = request.session.get(_KEPT)
    if not kept or kept["address"] != request.path:
        return {}
    del request.session[_KEPT]
    words: dict[str, Any] = kept["words"]
    return words

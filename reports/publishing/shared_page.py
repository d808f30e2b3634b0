"""The page of a public edition as everybody has it who brings no session: made once, and served as bytes.

Whether it may be shown is asked anew for every request. All that the page shows and that can change is in the state
by which it is kept, so that a page made before a change is not found after it.
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils.http import quote_etag

from reports.models import Edition
from reports.publishing.frozen_page import TEMPLATE, edition_context
from services.models import Council

PAGES_KEPT = 32
"""In each process; a page has some ten to a few hundred thousand bytes."""

_OF_COUNCIL = [f"council__{field.attname}" for field in Council._meta.concrete_fields]


@dataclass(frozen=True)
class SharedPage:
    """The page as it is sent, and the tag by which a cache asks whether it has it already."""

    content: bytes
    etag: str


def shared_page(council: str, pk: int, site: str) -> SharedPage:
    """Return the edition's page; raises Http404 where the public may not read the edition, or no longer (one query)."""
    corrections = Edition.objects.public().filter(corrects=OuterRef("pk")).values("identifier")[:1]
    states = Edition.objects.public().filter(council__slug=council, pk=pk).order_by()
    state = states.values_list("pk", "identifier", Subquery(corrections), *_OF_COUNCIL).first()
    if state is None:
        raise Http404("There is no such edition, or you do not have permission to view it.")
    return _made(state, site)


@lru_cache(maxsize=PAGES_KEPT)
def _made(state: tuple[Any, ...], site: str) -> SharedPage:
    editions = Edition.objects.public().select_related("council", "corrects").light()
    edition: Edition = get_object_or_404(editions, pk=state[0])
    request = _request_of_nobody(edition.get_absolute_url())
    content = render_to_string(TEMPLATE, edition_context(edition, request.user, site), request).encode()
    return SharedPage(content, quote_etag(sha256(content).hexdigest()))


def _request_of_nobody(address: str) -> HttpRequest:
    """Return a request without cookies, host or query: nothing of one reader's can come into a page for all."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", address, address
    request.user = AnonymousUser()
    request.resolver_match = resolve(address)
    return request

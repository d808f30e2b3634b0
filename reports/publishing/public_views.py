"""The public pages: a council's editions, one edition, and its files."""

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import quote_etag
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.views.decorators.http import condition
from django.views.generic import View

from councilsavings.addresses import site_of
from councilsavings.caching import shared, shared_page
from councilsavings.saved_files import file_response
from reports.models import Edition, EditionFile
from reports.publishing.attached_files import is_attached
from services.audit.events import record_event
from services.models import Council

_BODY, _END = b"<body>", b"</body>"


class PublishedView(View):
    """The councils of which the visitor may read something published."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the councils, or the one council there is; somebody with a role has a page of all publications."""
        if request.user.has_perm("proposals.view_savingsproposal"):
            return redirect("publications:list")
        readable = Edition.objects.visible_to(request.user).order_by().values("council")
        councils = Council.objects.public() | Council.objects.filter(pk__in=readable)
        if len(councils) == 1:
            return redirect("published:council", councils[0].slug)
        context = {"councils": councils, "site": site_of(request)}
        return shared(render(request, "reports/published/all.html", context))


class EditionsView(View):
    """The editions of one council that the visitor may read."""

    @shared_page
    def get(self, request: HttpRequest, council: str) -> HttpResponse:
        """Show the list; where the council has published nothing for this visitor there is no such page."""
        editions = Edition.objects.visible_to(request.user).filter(council__slug=council).light()
        # Nobody is told of a correction that they may not read.
        later = Prefetch("corrected_by", Edition.objects.visible_to(request.user).light())
        listed = list(editions.select_related("corrects").prefetch_related(later))
        named = Council.objects.filter(slug=council).first()
        if named is None or not (listed or named.public_pages):
            raise Http404("There is no such council, or it has no published editions that you can view.")
        context = {"council": named, "editions": listed, "site": site_of(request)}
        return shared(render(request, "reports/published/council.html", context))


class EditionView(View):
    """An edition: what it is, what it corrects, its files, and its text."""

    @shared_page
    def get(self, request: HttpRequest, council: str, pk: int) -> HttpResponse:
        """Show the edition as it was published."""
        edition = _edition(request, council, pk)
        _record_reading(edition, "page")
        context = edition_context(edition, request.user, site_of(request))
        return _share(edition, render(request, "reports/published/edition.html", context))


class EditionFileView(View):
    """A file of an edition, byte for byte as it was published."""

    def get(self, request: HttpRequest, council: str, pk: int, name: str) -> HttpResponse:
        """Return the file; its SHA-256 is its entity tag."""
        edition = _edition(request, council, pk)
        held = get_object_or_404(edition.files.defer("content"), name=name)

        @condition(etag_func=lambda *_args, **_kwargs: quote_etag(held.sha256))
        def respond(_request: HttpRequest) -> HttpResponse:
            return _file(edition, held)

        _record_reading(edition, held.name)
        # The file never changes, but whether anybody may read it is the council's setting: caches ask again,
        # and are told by the mark alone that theirs is the same.
        return _share(edition, respond(request))


def _file(edition: Edition, held: EditionFile) -> HttpResponse:
    # Saved beside those of other editions, it has to say which one it is of.
    name = f"{slugify(edition.title)[:80]}-edition-{edition.number}-{held.name}"
    return file_response(bytes(held.content), held.content_type, name)


def _edition(request: HttpRequest, council: str, pk: int) -> Edition:
    editions = Edition.objects.visible_to(request.user).select_related("council", "corrects")
    return get_object_or_404(editions.light(), council__slug=council, pk=pk)


def _record_reading(edition: Edition, what: str) -> None:
    """Put on the record who read of the exempt part what; reading what is public leaves no trace."""
    if edition.is_exempt:
        record_event("viewed_exempt", edition, details={"edition": edition.number, "read": what})


def _share(edition: Edition, response: HttpResponse) -> HttpResponse:
    return response if edition.is_exempt else shared(response)


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

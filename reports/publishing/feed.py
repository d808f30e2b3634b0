"""The Atom feed of what a council has published, and of what all have: public editions alone, whoever asks."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from councilsavings.caching import shared
from reports.models import Edition
from services.models import Council

MOST_ENTRIES = 50


class EditionsFeed(Feed):
    """The newest public editions, each under the identifier that it keeps wherever it is read."""

    feed_type = Atom1Feed
    subtitle = "Editions do not change after they are published. Corrections are published as new editions."

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the feed; caches may keep it as they may a public page."""
        response: HttpResponse = super().__call__(request, *args, **kwargs)
        # The newest entry is no older when one is withdrawn: only the tag says that the feed has changed.
        del response.headers["Last-Modified"]
        return shared(response)

    def get_object(self, request: HttpRequest, council: str = "") -> Council | None:
        """Return the council of the address, None for all; raises Http404 where its pages are not public."""
        if not council:
            return None
        found: Council = get_object_or_404(Council.objects.public(), slug=council)
        return found

    def title(self, council: Council | None) -> str:
        """Return what a reader of feeds calls it."""
        return f"Savings proposals published{f' by {council}' if council else ''}"

    def link(self, council: Council | None) -> str:
        """Return the page of the same editions."""
        return reverse("published:council", args=[council.slug]) if council else reverse("published:all")

    def items(self, council: Council | None) -> Any:
        """Return the newest editions that anybody may read."""
        public = Edition.objects.public().select_related("council").light()
        return (public.filter(council=council) if council else public)[:MOST_ENTRIES]

    def item_title(self, item: Edition) -> str:
        """Return the edition's own title."""
        return str(item)

    def item_description(self, item: Edition) -> str:
        """Return what the edition holds and what it corrects."""
        return item.description

    def item_author_name(self, item: Edition) -> str:
        """Return who published it."""
        return item.council.name

    def item_pubdate(self, item: Edition) -> Any:
        """Return when it was published."""
        return item.published_at

    def item_updateddate(self, item: Edition) -> Any:
        """Return the same: an edition never changes."""
        return item.published_at

    def item_guid(self, item: Edition) -> str:
        """Return the identifier that its files carry, so that no other address makes another entry of it."""
        return item.identifier.urn

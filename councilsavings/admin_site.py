"""The admin's own addresses, where they would otherwise tell of records that the person may not see."""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path


class RecordsAdminSite(admin.AdminSite):
    """The admin, which sends nobody on to a record that it does not show them."""

    logout_template = "registration/signed_out.html"

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Return Django's addresses, the way from a record to its page on the site limited to what is seen."""
        limited = path(
            "r/<int:content_type_id>/<path:object_id>/",
            self.admin_view(self.view_record_on_site),
            name="view_on_site",
        )
        return [limited, *super().get_urls()]

    def view_record_on_site(self, request: HttpRequest, content_type_id: int, object_id: str) -> HttpResponse:
        """Send the person on to the record's page; raises Http404 for a record that they do not see here."""
        kind = ContentType.objects.filter(pk=content_type_id).first() if content_type_id < 2**31 else None
        model = kind.model_class() if kind else None
        if model is None or not self.is_registered(model):
            raise Http404
        pages = self.get_model_admin(model)
        # A key of more digits than a database takes is nobody's.
        is_key = object_id.isascii() and object_id.isdigit() and len(object_id) < 19
        held = pages.get_object(request, object_id) if is_key else None
        if held is None or not pages.has_view_permission(request, held):
            raise Http404
        return shortcut(request, content_type_id, object_id)

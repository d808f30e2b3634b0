"""The base of pages that need a permission beyond reading."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse


class ActingPage(LoginRequiredMixin):
    """A page for those with `permission`; readers are refused (403), to strangers it does not exist (404)."""

    permission: str
    refusal: str
    """The message for a reader without the permission."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the person before the page does anything."""
        user = request.user
        if user.is_authenticated and not user.has_perm(self.permission):
            if user.has_perm("proposals.view_savingsproposal"):
                raise PermissionDenied(self.refusal)
            raise Http404
        return super().dispatch(request, *args, **kwargs)

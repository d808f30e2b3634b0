"""Pages that belong to the whole site."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from services.accounts.security_events import Kind, record_security_event

NEXT = "next"
SECURITY_TEXT_LASTS = timedelta(days=90)


@require_safe
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """Send whoever may not open the admin where they belong; the site has one sign-in page.

    Readers are refused (403), to strangers the admin does not exist (404).
    """
    user = request.user
    if not user.is_authenticated:
        return redirect_to_login(request.GET.get(NEXT) or reverse("admin:index"))
    if user.is_active and user.is_staff:
        return redirect("admin:index")
    if user.has_perm("proposals.view_savingsproposal"):
        raise PermissionDenied("Only finance officers can use the admin.")
    raise Http404


@require_safe
def security_contact(request: HttpRequest) -> HttpResponse:
    """Return where to report a weakness, as RFC 9116 has it; raises Http404 where the council has named nobody."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (timezone.now() + SECURITY_TEXT_LASTS).replace(microsecond=0)
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: en",
    )
    return HttpResponse("\n".join((*lines, "")), content_type="text/plain; charset=utf-8")


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a page is not for this person, why, and whom to ask; a refusal may name somebody itself."""
    if request.user.is_authenticated:
        record_security_event(Kind.PAGE_REFUSED, request, account=request.user, detail=request.path)
    context = {"exception": str(exception), "whom_to_ask": getattr(exception, "whom_to_ask", "")}
    return render(request, "403.html", context, status=403)

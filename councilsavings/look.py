"""The council's colour and logo, as a browser fetches them: the same for everybody, and kept for a year."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from services.models.council_logos import CouncilLogo
from services.values.logos import CONTENT_TYPES

FOR_A_YEAR = "public, max-age=31536000, immutable"
"""The content of the address never changes: it names the colour, or the digest of the logo."""

NOTHING_RUNS = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
"""Even opened by itself, a logo runs and fetches nothing."""


@require_safe
def look_stylesheet(request: HttpRequest, colour: str) -> HttpResponse:
    """Return the style sheet that sets a council's colour; the content security policy allows none within a page."""
    return HttpResponse(
        f":root {{ --govuk-brand-colour: #{colour}; }}\n",
        content_type="text/css; charset=utf-8",
        headers={"Cache-Control": FOR_A_YEAR},
    )


@require_safe
def show_icon(request: HttpRequest) -> HttpResponse:
    """Send browsers that look for the icon at its old place on to where the pages name it."""
    return redirect(static("css/icon.svg"), permanent=False)


@require_safe
def show_logo(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """Return a council's logo; raises Http404 for one that it has not, or no longer."""
    logo = CouncilLogo.objects.filter(council__slug=slug, digest=digest).first()
    if logo is None:
        raise Http404("There is no such logo.")
    return HttpResponse(
        bytes(logo.content),
        content_type=CONTENT_TYPES[logo.kind],
        headers={
            "Cache-Control": FOR_A_YEAR,
            "Content-Security-Policy": NOTHING_RUNS,
            "X-Content-Type-Options": "nosniff",
        },
    )

"""The frame around a page: `page_frame` for every page, `remembered_frame` for what may not ask the database."""

from django import template

from proposals.home.help import help_for
from proposals.listing.page_context import PageFrame, frame_of, remembered_council

register = template.Library()

NEUTRAL = PageFrame(None, None)


@register.simple_tag(takes_context=True)
def page_frame(context: template.Context) -> PageFrame:
    """Return the council whose page this is and the phase of its round, from the page's context."""
    user = getattr(context.get("request"), "user", None)
    return NEUTRAL if user is None else frame_of(context.flatten(), user)


@register.simple_tag(takes_context=True)
def page_help(context: template.Context) -> str:
    """Return the template with the help for this page, nothing where there is none."""
    request = context.get("request")
    found = getattr(request, "resolver_match", None)
    is_signed_in = bool(getattr(getattr(request, "user", None), "is_authenticated", False))
    return help_for(found.view_name, is_signed_in=is_signed_in) if found else ""


@register.simple_tag
def remembered_frame() -> PageFrame:
    """Return the frame of the installation's only council as last seen, or a neutral one."""
    return PageFrame(remembered_council(), None)

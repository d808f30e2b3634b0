"""A term with its definition in place: {% term "full-year effect" %}, or {% term "FTE" "Posts (FTE)" %}."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from proposals.domain.terms import Term
from proposals.domain.terms import term as term_of

register = template.Library()

_SHOWN = "_terms_defined"


@register.simple_tag(takes_context=True)
def term(context: template.Context, name: str, words: str = "") -> SafeString:
    """Draw the term as a button that opens what it means; it may stand in any text, but not in a link or label.

    The definition is written once on a page, next to the first mention; a browser opens it without a script.
    """
    found, request = term_of(name), context.get("request")
    if request is None:
        # Without a request it is not known whether the definition is on the page already.
        return format_html(
            '<a class="govuk-link" href="{}#{}">{}</a>', reverse("words"), found.anchor, words or name
        )
    shown: set[str] = request.__dict__.setdefault(_SHOWN, set())
    definition = SafeString("") if name in shown else _definition(found)
    shown.add(name)
    return format_html(
        '<button type="button" class="app-term" popovertarget="term-{}">{}</button>{}',
        found.anchor,
        words or name,
        definition,
    )


def _definition(found: Term) -> SafeString:
    example = format_html(" <span>For example: {}</span>", found.example) if found.example else ""
    return format_html(
        '<span class="app-definition" popover id="term-{}"><strong>{}</strong> <span>{}</span>{}</span>',
        found.anchor,
        found.heading,
        found.definition,
        example,
    )

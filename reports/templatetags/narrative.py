"""A proposal's narrative in a page, with the same paragraphs, lists and tables as in an appendix."""

from django import template
from django.utils.safestring import SafeString

from reports.documents.narrative import narrative_blocks
from reports.writers.html import write_html_blocks

register = template.Library()


@register.filter
def narrative(text: str) -> SafeString:
    """Return a statement's text as paragraphs, lists and tables."""
    return write_html_blocks(narrative_blocks(text))

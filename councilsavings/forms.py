"""How every form on the pages is drawn."""

from django.forms.renderers import TemplatesSetting


class PageFormRenderer(TemplatesSetting):
    """Draw form fields with the project's own templates."""

"""Drawing the page's controls: there are hundreds of them, and a template for each takes most of its time.

Text fields, areas and lists are written straight, as Django's own templates write them; anything else goes
the ordinary way.
"""

from collections.abc import Callable
from typing import Any

from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from councilsavings.forms import PageFormRenderer

Widget = dict[str, Any]


def _input(widget: Widget) -> SafeString:
    value = {} if widget["value"] is None else {"value": widget["value"]}
    return format_html(
        "<input{}>", flatatt({"type": widget["type"], "name": widget["name"], **value, **widget["attrs"]})
    )


def _area(widget: Widget) -> SafeString:
    # A browser drops the first line break, so that a text may begin with one.
    return format_html(
        "<textarea{}>\n{}</textarea>",
        flatatt({"name": widget["name"], **widget["attrs"]}),
        widget["value"] or "",
    )


def _select(widget: Widget) -> SafeString:
    options = [option for _, group, _ in widget["optgroups"] for option in group]
    listed = format_html_join(
        "",
        "<option{}>{}</option>",
        (
            (flatatt({"value": str(option["value"]), **option["attrs"]}), option["label"])
            for option in options
        ),
    )
    return format_html("<select{}>{}</select>", flatatt({"name": widget["name"], **widget["attrs"]}), listed)


_WRITERS: dict[str, Callable[[Widget], SafeString]] = {
    "django/forms/widgets/text.html": _input,
    "django/forms/widgets/hidden.html": _input,
    "django/forms/widgets/date.html": _input,
    "django/forms/widgets/textarea.html": _area,
    "django/forms/widgets/select.html": _select,
}


class EntryRenderer(PageFormRenderer):
    """Write the plain controls directly, and leave the others to their templates."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Return the control as HTML."""
        writer = _WRITERS.get(template_name)
        if writer is None or any(name for name, *_ in context["widget"].get("optgroups", ())):
            return str(super().render(template_name, context, request))
        return writer(context["widget"])

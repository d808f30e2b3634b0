"""HTML elements in Python: escaped by default, and several times faster than a template."""

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString

# HTML and PDF know no control characters; a box in their place shows that something stood there.
_CONTROL_CHARACTERS = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F], "□")

NOTHING = SafeString("")


def element(name: str, *children: str, **attributes: str) -> SafeString:
    """Return an element with its children; text is escaped, an empty attribute left out.

    Write `class_` for class and `aria_label` for aria-label.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(printable(value))}"'
        for key, value in attributes.items()
        if value
    )
    return SafeString(f"<{name}{written}>{joined(children)}</{name}>")


def joined(children: tuple[str, ...] | list[str]) -> SafeString:
    """Return the children one after another, each that is plain text escaped."""
    return SafeString("".join(map(_escaped, children)))


def _escaped(child: str) -> str:
    return child if isinstance(child, SafeString) else conditional_escape(printable(child))


def printable(text: str) -> str:
    """Return the text with a box for each character that HTML does not know."""
    return text.translate(_CONTROL_CHARACTERS)

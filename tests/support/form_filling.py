"""The forms of a page as somebody fills them in: every field by its type, one button pressed at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from lxml import html

TYPED = {
    "text": "Words",
    "search": "lights",
    "email": "somebody@example.org",
    "number": "1",
    "password": "correct horse battery staple 7",
    "url": "https://example.org/",
    "tel": "01632 960001",
    "color": "#123456",
}
"""What is typed into an empty field, by its type; a date is one of the year ahead, as some forms ask."""
AHEAD = timedelta(days=180)


def typed(kind: str) -> str:
    """Return what is typed into an empty field of this type."""
    day = f"{timezone.localdate() + AHEAD:%Y-%m-%d}"
    return {**TYPED, "date": day, "datetime-local": f"{day}T12:00"}.get(kind, TYPED["text"])


@dataclass(frozen=True)
class Press:
    """A button of a form with all that is sent when it is pressed."""

    method: str
    action: str
    sent: dict[str, Any]
    button: str
    fields: frozenset[str]


def presses(page: html.HtmlElement, address: str) -> Iterator[Press]:
    """Yield each button of each form of the page, with every field of the form filled in."""
    for form in page.iter("form"):
        sent = filled_in(form)
        for button in _buttons(page, form):
            own = button.attrib
            method = (own.get("formmethod") or form.get("method") or "get").lower()
            here = urlsplit(address).path if method == "get" else address
            action = urljoin(address, own.get("formaction") or form.get("action") or here)
            pressed = {own["name"]: own.get("value", "")} if own.get("name") else {}
            label = " ".join(button.text_content().split())
            yield Press(method, action, sent | pressed, label or own.get("value", ""), frozenset(sent))


def _buttons(page: html.HtmlElement, form: html.HtmlElement) -> list[html.HtmlElement]:
    inside = form.xpath(".//button[not(@type) or @type='submit'] | .//input[@type='submit']")
    beside = page.xpath("//button[@form=$id] | //input[@type='submit'][@form=$id]", id=form.get("id") or "-")
    return [*inside, *(one for one in beside if one not in inside)]


def filled_in(form: html.HtmlElement) -> dict[str, Any]:
    """Return what the form sends with every field filled in; what stands in a field already stays."""
    sent: dict[str, Any] = {}
    is_for_a_file = (form.get("method") or "get").lower() == "get"
    for field in form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]"):
        name = field.get("name")
        if field.get("disabled") is not None or "__prefix__" in name:
            continue
        value = _value(field)
        # The last choice of a form for a file asks for what stands below it; that of a form for a step ends the work.
        takes_the_last = is_for_a_file and field.get("type") == "radio"
        if value is not None and (name not in sent or takes_the_last):
            sent[name] = value
    return sent


def _value(field: html.HtmlElement) -> Any:
    if field.tag == "select":
        options = [one.get("value", one.text) for one in field.iter("option") if one.get("value") != ""]
        chosen = [one.get("value") for one in field.iter("option") if one.get("selected") is not None]
        return next((one for one in chosen if one), options[-1] if options else "")
    if field.tag == "textarea":
        return (field.text or "").strip() or "Some words that say why."
    kind = field.get("type", "text")
    if kind in {"submit", "button", "image", "reset"}:
        return None
    if kind in {"checkbox", "radio"}:
        return field.get("value", "on")
    if kind == "file":
        return SimpleUploadedFile("notes.txt", b"Some notes.")
    if kind == "hidden":
        return field.get("value", "")
    if field.get("value"):
        return field.get("value")
    return "1" if field.get("inputmode") in {"numeric", "decimal"} else typed(kind)

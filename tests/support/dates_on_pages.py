"""What a page may not have: a date that is entered or printed otherwise than everywhere else."""

import re
from collections.abc import Iterator
from typing import Any

# A moment has one control, too: that of `MomentField`, with the time beside the day.
CONTROLS = (
    "//input[@type='month' or @type='week' or @type='time']"
    " | //input[@type='datetime-local' and not(contains(@class, 'app-moment'))]"
    " | //input[contains(@class, 'vDateField') or contains(@class, 'vTimeField')]"
    " | //*[self::input or self::select][re:test(@name, '[_-](day|month)$')]"
)
REGULAR_EXPRESSIONS = {"re": "http://exslt.org/regular-expressions"}
A_DATE = re.compile(r"\b(?:date|day|since)\b", re.IGNORECASE)
MONTHS = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
OTHERWISE_PRINTED = re.compile(
    rf"\b\d{{1,2}}[/.]\d{{1,2}}[/.](?:20)?\d\d\b|\b20\d\d-\d\d-\d\d\b|\b\d{{1,2}}(?:st|nd|rd|th)? {MONTHS}\.? 20\d\d\b"
    rf"|\b{MONTHS}[a-z]*\.? \d{{1,2}}, 20\d\d\b|\b0\d [A-Z][a-z]+ 20\d\d\b|\b[ap]\.m\.|\bnoon\b|\bmidnight\b"
)
"""Dates in figures, as a computer writes them, with a short month or the month first, and times of twelve hours."""
UNREAD = ("script", "style", "code", "pre")
EXAMPLE = re.compile(r"for example", re.IGNORECASE)


def date_problems(page: Any) -> Iterator[str]:
    """Yield each control for a date that is not the one control, and each date in another form."""
    for control in page.xpath(CONTROLS, namespaces=REGULAR_EXPRESSIONS):
        yield f"another control for dates: {control.get('name')}"
    for control in page.xpath("//input[@type='text' or not(@type)][@id]"):
        label = " ".join(page.xpath("string(//label[@for=$id])", id=control.get("id")).split())
        if A_DATE.search(label) and not label.startswith("Filter"):
            yield f"“{label}” takes a date as text: {control.get('name')}"
    for text in page.xpath(
        "//body//text()[not(ancestor::script or ancestor::style or ancestor::code or ancestor::pre)]"
    ):
        if (found := OTHERWISE_PRINTED.search(text)) and not EXAMPLE.search(text):
            yield f"another form of date: “{found.group()}” in “{' '.join(text.split())[:80]}”"

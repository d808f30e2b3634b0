"""Functions shared by the tables on the pages."""

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2 import Table

ROWS_A_PAGE = 25


def turn_to_page(table: Table, asked: str, rows: int = ROWS_A_PAGE) -> str:
    """Turn the table to the page asked for; return, in words, what is shown in place of a page there is not."""
    try:
        table.paginate(page=asked or 1, per_page=rows)
    except (EmptyPage, PageNotAnInteger):
        last = table.paginator.num_pages
        beyond = asked.isdecimal() and asked.lstrip("0") != ""
        table.paginate(page=last if beyond else 1, per_page=rows)
        return f"There is no page “{asked[:20]}”. This is page {table.page.number} of {last}."
    return ""


def linked(address: str, text: str) -> SafeString:
    """Return the text as a link in the style of the pages."""
    return format_html('<a class="govuk-link" href="{}">{}</a>', address, text)


def turned_to(paginator: Paginator, asked: str) -> tuple[Page, str]:
    """Return the page that the address asks for, or the nearest one and a note that says so."""
    try:
        return paginator.page(asked or 1), ""
    except (EmptyPage, PageNotAnInteger):
        last = paginator.num_pages
        turned = paginator.page(last if asked.isdecimal() and asked.lstrip("0") else 1)
        return turned, f"There is no page “{asked[:20]}”. This is page {turned.number} of {last}."

"""Turning to a page of what the pages list."""

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator

ROWS_A_PAGE = 25


def turned_to(paginator: Paginator, asked: str) -> tuple[Page, str]:
    """Return the page that the address asks for, or the nearest one and a note that says so."""
    try:
        return paginator.page(asked or 1), ""
    except (EmptyPage, PageNotAnInteger):
        last = paginator.num_pages
        turned = paginator.page(last if asked.isdecimal() and asked.lstrip("0") else 1)
        return turned, f"There is no page “{asked[:20]}”. This is page {turned.number} of {last}."

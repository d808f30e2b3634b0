"""Turning to a page of what the pages list."""

from typing import Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator

ROWS_A_PAGE = 25


class CountedPaginator(Paginator):
    """Pages of rows whose number is known, so that the database does not count them."""

    def __init__(self, rows: Any, per_page: int, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = count


def turned_to(paginator: Paginator, asked: str) -> tuple[Page, str]:
    """Return the page that the address asks for, or the nearest one and a note that says so."""
    try:
        return paginator.page(asked or 1), ""
    except (EmptyPage, PageNotAnInteger):
        last = paginator.num_pages
        turned = paginator.page(last if asked.isdecimal() and asked.lstrip("0") else 1)
        return turned, f"There is no page “{asked[:20]}”. This is page {turned.number} of {last}."

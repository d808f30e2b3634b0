"""What every table on the pages shares."""

from typing import Any

from django.core.paginator import EmptyPage, PageNotAnInteger
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2 import Column, Table
from django_tables2.data import TableQuerysetData

ROWS_A_PAGE = 25


class StablyOrderedData(TableQuerysetData):
    """Rows of a queryset whose every order ends in the primary key, so that no row repeats across pages.

    The queryset's own order must end in a unique key too. A count that is known already spares a query.
    """

    def __init__(self, rows: QuerySet, *, count: int | None = None) -> None:
        super().__init__(rows)
        self.count = count

    def __len__(self) -> int:
        """Return how many rows there are on all pages."""
        if self.count is None:
            self.count = self.data.count()
        return self.count

    def order_by(self, aliases: Any) -> None:
        """Order as asked, equal rows by primary key; asked for nothing, keep the queryset's own order."""
        if aliases:
            super().order_by(aliases)
            self.data = self.data.order_by(*self.data.query.order_by, "pk")


class FigureColumn(Column):
    """A right-aligned column of figures."""

    def __init__(self, **options: Any) -> None:
        options["attrs"] = {**options.get("attrs", {}), "numeric": True}
        super().__init__(**options)


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

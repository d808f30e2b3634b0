"""What every table on the pages shares."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2 import Column
from django_tables2.data import TableQuerysetData


class StablyOrderedData(TableQuerysetData):
    """Rows of a queryset whose every order ends in the primary key, so that no row repeats across pages."""

    def order_by(self, aliases: Any) -> None:
        """Order as asked, equal rows by primary key."""
        super().order_by(aliases)
        self.data = self.data.order_by(*self.data.query.order_by, "pk")


class FigureColumn(Column):
    """A right-aligned column of figures."""

    def __init__(self, **options: Any) -> None:
        options["attrs"] = {**options.get("attrs", {}), "numeric": True}
        super().__init__(**options)


def linked(address: str, text: str) -> SafeString:
    """Return the text as a link in the style of the pages."""
    return format_html('<a class="govuk-link" href="{}">{}</a>', address, text)

"""Template tags of the page components: page numbers, rows of totals, applied filters."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import HttpRequest, QueryDict
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django_tables2 import Table
from django_tables2.columns import BoundColumn

from councilsavings.addresses import Variations
from services.accounts.security_events import short_agent
from services.forms.fields import DayField, PoundsField

register = template.Library()


@dataclass(slots=True)
class Cell:
    """A cell of a table's body."""

    text: Any
    heading: str
    is_row_header: bool
    is_numeric: bool


@dataclass(slots=True)
class FooterCell:
    """A cell of a table's totals; a label spans the columns without a total behind it."""

    text: Any
    heading: str
    is_label: bool
    is_numeric: bool
    columns: int = 1


@dataclass(frozen=True)
class AppliedFilter:
    """A choice made in a filter form, with the address of the list without it."""

    label: str
    value: str
    address_without: str


def _flag(column: BoundColumn, name: str) -> bool:
    return bool(column.column.attrs.get(name))


_AMOUNT = re.compile(r"[-−(]£[\d.,]+\w*\)?")


register.filter("short_agent", short_agent)


@register.filter
def unbroken(sentence: Any) -> SafeString:
    """Return a sentence in which no line ends between a minus or bracket and its pounds."""
    # Safe: what is put around an amount is ours, and the rest is escaped before.
    return SafeString(
        _AMOUNT.sub(
            lambda found: f'<span class="app-amount">{found[0]}</span>', str(conditional_escape(sentence))
        )
    )


@register.filter
def beside(headings: Iterable[Any], cells: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Return each heading with the cell below it; cells that end early leave headings out."""
    return list(zip(headings, cells, strict=False))


@register.filter
def is_numeric(column: BoundColumn) -> bool:
    """Say whether the column was declared with attrs={"numeric": True}."""
    return _flag(column, "numeric")


@register.filter
def body_rows(table: Table) -> Iterator[tuple[Any, list[Cell]]]:
    """Return each row on this page with its cells, reading a column's flags once, not once a row."""
    flags = {
        column.name: (column.header, _flag(column, "row_header"), _flag(column, "numeric"))
        for column in table.columns
    }
    for row in table.paginated_rows:
        yield row, [Cell(text, *flags[column.name]) for column, text in row.items()]


@register.filter
def footer_cells(table: Table) -> list[FooterCell]:
    """Return the cells of the totals row: text is a label, a figure of a numeric column a total."""
    cells: list[FooterCell] = []
    for column in table.columns:
        text, numeric = column.footer, _flag(column, "numeric")
        is_label = text not in ("", None) and not numeric
        if text in ("", None) and cells and cells[-1].is_label:
            cells[-1].columns += 1
        else:
            cells.append(FooterCell(text, column.header, is_label, numeric))
    return cells


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[int | str]:
    """Return the first, last and neighbouring page numbers with “…” for those left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def shown_rows(page: Page[Any]) -> str:
    """Say which rows of how many are on the page: “Showing 26 to 50 of 1,312”."""
    return f"Showing {page.start_index():,} to {page.end_index():,} of {page.paginator.count:,}"


@register.simple_tag(takes_context=True)
def turned(context: template.Context, page: int, name: str = "page") -> str:
    """Return the address of the same list at another page, which it names by the parameter of that name."""
    request: HttpRequest = context["request"]
    return Variations(request.GET).address({name: [str(page)]})


@register.simple_tag(takes_context=True)
def kept_parameters(context: template.Context, form: BaseForm) -> list[tuple[str, str]]:
    """Return what the address says besides this form, such as the order; a new filter begins at page 1."""
    request: HttpRequest = context["request"]
    own = {form.add_prefix(name) for name in form.fields}
    return [
        (name, value)
        for name, values in request.GET.lists()
        if name not in own and not _is_page_number(name)
        for value in values
    ]


@register.simple_tag(takes_context=True)
def applied_filters(context: template.Context, form: BaseForm) -> list[AppliedFilter]:
    """Return the choices made in a bound form, each in words and with the address without it."""
    request: HttpRequest = context["request"]
    return [
        AppliedFilter(str(field.label), words, _address_without(request.GET, field.html_name, value))
        for field, value, words in _choices(form)
    ]


@register.filter
def as_options(options: Iterable[Any]) -> SafeString:
    """Return the options of a select, drawn: each has a value, words, and whether it is chosen."""
    return SafeString(
        "".join(
            f'<option value="{escape(option.value)}"{" selected" if option.is_chosen else ""}>'
            f"{escape(option.words)}</option>"
            for option in options
        )
    )


@register.filter
def as_checkboxes(options: Iterable[Any], name: str) -> SafeString:
    """Return the options as small checkboxes, drawn; `name` is one of what the field holds several of: “column”."""
    return SafeString(
        "".join(
            '<div class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" type="checkbox" '
            f'name="{escape(name)}s" value="{escape(option.value)}" id="{escape(name)}-{escape(option.value)}"'
            f'{" checked" if option.is_chosen else ""}><label class="govuk-label govuk-checkboxes__label" '
            f'for="{escape(name)}-{escape(option.value)}">{escape(option.words)}</label></div>'
            for option in options
        )
    )


def choices_in_words(form: BaseForm) -> list[str]:
    """Return the choices made in a bound form as people say them: “Directorate: Adult Services”."""
    return [f"{field.label}: {words}" for field, _, words in _choices(form)]


def _choices(form: BaseForm) -> Iterator[tuple[BoundField, str, str]]:
    for field in form.visible_fields() if form.is_bound else []:
        for value in _given(form, field):
            yield field, value, _in_words(field, value)


def _given(form: BaseForm, field: BoundField) -> list[str]:
    data = form.data
    values = data.getlist(field.html_name) if isinstance(data, QueryDict) else [data.get(field.html_name)]
    return [str(value) for value in values if value not in ("", None)]


def _in_words(field: BoundField, value: str) -> str:
    """Return the words beside the choice, pounds and days as they are printed, and anything else as it was typed."""
    if isinstance(field.field.widget, forms.CheckboxInput):
        return "yes"
    typed = getattr(field.form, "cleaned_data", {}).get(field.name)
    if isinstance(field.field, DayField | PoundsField) and typed is not None:
        return field.field.in_words(typed)
    # The choices themselves are asked: making the widget of each of a hundred takes longer than the page.
    return next((str(words) for key, words in _flat_choices(field) if str(key) == value), value)


def _flat_choices(field: BoundField) -> Iterator[tuple[Any, Any]]:
    for key, words in getattr(field.field, "choices", ()):
        if isinstance(words, list | tuple):
            yield from words
        else:
            yield key, words


def _address_without(query: QueryDict, name: str, value: str) -> str:
    remaining = query.copy()
    remaining.setlist(name, [other for other in query.getlist(name) if other != value])
    for parameter in [key for key in remaining if _is_page_number(key)]:
        del remaining[parameter]
    return f"?{remaining.urlencode()}"


def _is_page_number(parameter: str) -> bool:
    # A table with a prefix writes it before its parameters: “first-page”.
    return parameter.rpartition("-")[2] == "page"

"""The parameters of the interface's addresses, as OpenAPI describes them: the list's own filters and arrangement."""

from collections.abc import Iterable
from typing import Any

from django.forms import Field
from django.http import QueryDict

from proposals.filters import ProposalFilter
from proposals.filters.bands import NOT_STATED
from proposals.filters.choices import FIXED
from proposals.listing.arrangement import ALL, GROUP, GROUPINGS, MOST_ROWS, PAGE, ROWS, ROWS_A_PAGE, SORT
from services.values.wording import listed


def parameter(name: str, description: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a parameter of an address."""
    return {
        "in": "query",
        "name": name,
        "description": description,
        "required": False,
        "schema": schema,
        **more,
    }


def _filters() -> list[dict[str, Any]]:
    return [_filter(name, field) for name, field in ProposalFilter.base_filters.items()]


def _filter(name: str, field: Field) -> dict[str, Any]:
    words = [str(field.label or name), str(field.help_text)]
    one: dict[str, Any] = {"type": "string"}
    if name in FIXED:
        words.append(listed((f"{key} ({said})" for key, said in FIXED[name].items()), "or"))
        one["enum"] = [*FIXED[name], NOT_STATED]
    if name not in ProposalFilter.SEVERAL:
        return parameter(name, _sentences(words), one)
    words.append("You can use this parameter more than once")
    return parameter(name, _sentences(words), {"type": "array", "items": one}, explode=True)


def _sentences(parts: Iterable[str]) -> str:
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


FILTERS = _filters()
ARRANGING = [
    parameter(
        SORT,
        "Names of columns separated by commas, for example total, title or year_2027. Put a minus before a "
        "column to sort it in descending order.",
        {"type": "string", "example": "-total,title"},
    )
]
PAGING = [
    parameter(PAGE, "The page number, starting from 1.", {"type": "integer", "minimum": 1, "default": 1}),
    parameter(
        ROWS,
        f"The number of proposals on a page. “{ALL}” returns up to {MOST_ROWS:,}.",
        {"type": "string", "enum": [*map(str, ROWS_A_PAGE), ALL], "default": str(ROWS_A_PAGE[0])},
    ),
]
GROUPING = [parameter(GROUP, "The field to group totals by.", {"type": "string", "enum": list(GROUPINGS)})]


def without(query: QueryDict, name: str) -> str:
    """Return the query without the parameter, ready for another one behind it."""
    rest = query.copy()
    rest.pop(name, None)
    return f"{rest.urlencode()}&" if rest else ""

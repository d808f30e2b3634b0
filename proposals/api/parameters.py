"""The parameters of the interface's addresses, as OpenAPI describes them: the list's own filters and arrangement."""

from typing import Any

from django.http import QueryDict

from proposals.filters import ProposalFilter
from proposals.listing.arrangement import ALL, GROUP, GROUPINGS, MOST_ROWS, PAGE, ROWS, ROWS_A_PAGE, SORT


def _parameter(name: str, description: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "in": "query",
        "name": name,
        "description": description,
        "required": False,
        "schema": schema,
        **more,
    }


def _filters() -> list[dict[str, Any]]:
    described = []
    for name, one in ProposalFilter.base_filters.items():
        said = [str(one.label or name), str(one.extra.get("help_text", ""))]
        words = ". ".join(part for part in said if part)
        if name in ProposalFilter.SEVERAL:
            several = {"type": "array", "items": {"type": "string"}}
            described.append(_parameter(name, f"{words}. May be given several times.", several, explode=True))
        else:
            described.append(_parameter(name, words, {"type": "string"}))
    return described


FILTERS = _filters()
ARRANGING = [
    _parameter(
        SORT,
        "Names of columns, such as total, title or year_2027, with commas between them; a minus before one that falls.",
        {"type": "string", "example": "-total,title"},
    )
]
PAGING = [
    _parameter(PAGE, "The page, from 1.", {"type": "integer", "minimum": 1, "default": 1}),
    _parameter(
        ROWS,
        f"Proposals on a page; “{ALL}” is up to {MOST_ROWS:,}.",
        {"type": "string", "enum": [*map(str, ROWS_A_PAGE), ALL], "default": str(ROWS_A_PAGE[0])},
    ),
]
GROUPING = [_parameter(GROUP, "What to add up by.", {"type": "string", "enum": list(GROUPINGS)})]


def without(query: QueryDict, name: str) -> str:
    """Return the query without the parameter, ready for another one behind it."""
    rest = query.copy()
    rest.pop(name, None)
    return f"{rest.urlencode()}&" if rest else ""

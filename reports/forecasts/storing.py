"""Storing the inputs of a financial case, and finding them again."""

import json
import math
from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from proposals.domain.forecast.case import build_case
from proposals.domain.forecast.inputs import ForecastInputs, read_inputs
from proposals.domain.forecast.position import UnusableForecast
from proposals.exports.round_lookup import no_council
from proposals.importing.plan.plan_writer import check_row, make_council
from proposals.importing.plan.request import ImportRequest, ImpossibleImport, check_request
from reports.forecasts.case_proposals import with_proposals
from reports.forecasts.input_reading import read_input_workbook
from reports.models import Forecast
from reports.styles.financial_case.summary import PrintedCase
from services.models import Council

_PACKAGE = b"PK\x03\x04"
"""The first bytes of a workbook."""
MOST_FIGURES = 1000
"""The figures of a whole number in a file; no amount has so many, and Python reads no more than 4,300."""


def read_file_content(content: bytes, file_name: str) -> tuple[object, ForecastInputs]:
    """Return the plain values of a file of inputs, JSON or the workbook template, and the inputs that they give.

    Raises UnusableForecast, which names the place, the field or the cell, for anything else, and UnreadableDocument for
    a workbook that cannot be opened.
    """
    if content.startswith(_PACKAGE):
        return read_input_workbook(content, file_name)
    try:
        text = content.decode("utf-8-sig")
        values = json.loads(
            text,
            object_pairs_hook=_without_repeats,
            parse_constant=_refuse_constant,
            parse_int=_whole_number,
            parse_float=_finite_number,
        )
    except UnicodeDecodeError as error:
        raise UnusableForecast("The file is not text in UTF-8.") from error
    except json.JSONDecodeError as error:
        raise UnusableForecast(
            f"The file is not JSON: line {error.lineno}, column {error.colno} cannot be read."
        ) from error
    except RecursionError as error:
        raise UnusableForecast("The file has groups in groups, too many to read.") from error
    if not _is_storable(values):
        raise UnusableForecast("The file has characters in it that no text has.")
    return values, read_inputs(values)


def _is_storable(values: object) -> bool:
    """Return whether a database takes every text among the values: PostgreSQL refuses NUL and half characters."""
    try:
        written = json.dumps(values, ensure_ascii=False)
        written.encode()
    except UnicodeEncodeError:
        return False
    return "\\u0000" not in written


def _refuse_constant(name: str) -> object:
    raise UnusableForecast(f"“{name}” is not an amount.")


def _whole_number(written: str) -> int:
    if len(written) > MOST_FIGURES:
        raise UnusableForecast(f"“{written[:20]}…” is too long to be a number.")
    return int(written)


def _finite_number(written: str) -> float:
    number = float(written)
    if math.isinf(number):
        raise UnusableForecast(f"“{written[:20]}” is too large to be a number.")
    return number


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the values of a group; raises UnusableForecast where a name stands twice, of which one would be lost."""
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise UnusableForecast(f"“{name}” stands twice in the same group.")
        found[name] = value
    return found


@transaction.atomic
def store_forecast(
    values: object, *, council_slug: str, council_name: str, name: str
) -> tuple[Forecast, bool]:
    """Store the inputs under the council and name, and return the forecast with whether it is new.

    A council that does not exist is made; a forecast of the same name is replaced. Raises ImpossibleImport for names
    that cannot be.
    """
    if not name.strip():
        raise ImpossibleImport("Give the forecast a name.")
    request = ImportRequest(council_slug, name, council_name)
    council = Council.objects.filter(slug__iexact=council_slug).first()
    if council is None:
        check_request(request)
        council = make_council(request, "positive", "millions", 3)
    forecast = Forecast.objects.filter(council=council, name__iexact=name.strip()).first()
    is_new = forecast is None
    forecast = forecast or Forecast(council=council, name=name.strip())
    forecast.inputs = values
    check_row(forecast, "The forecast", is_whole=True)
    # Who takes the sharing back meanwhile has the last word.
    forecast.save(update_fields=None if is_new else ["inputs"])
    return forecast, is_new


def find_forecast(name: str, council_slug: str = "") -> Forecast:
    """Return the forecast of that name, of the council where one is given; capitals make no difference.

    Raises CommandError, listing the forecasts or the councils that have one of the name.
    """
    forecasts = Forecast.objects.select_related("council")
    if council_slug:
        if not Council.objects.filter(slug__iexact=council_slug).exists():
            raise CommandError(no_council(council_slug))
        forecasts = forecasts.filter(council__slug__iexact=council_slug)
    found: list[Forecast] = list(forecasts.filter(name__iexact=name.strip()))
    if len(found) == 1:
        return found[0]
    if found:
        slugs = ", ".join(sorted(forecast.council.slug for forecast in found))
        raise CommandError(f"Several councils have a forecast “{name}”: give --council with one of {slugs}.")
    known = ", ".join(f"“{each}”" for each in forecasts.values_list("name", flat=True))
    listed = f"Known forecasts: {known}." if known else "There are no forecasts yet."
    raise CommandError(f"There is no forecast “{name}”. {listed}")


def printed_case(
    forecast: Forecast, choices: Mapping[str, str] | None = None, *, reader: Any = None
) -> PrintedCase:
    """Return the case of a forecast as it is printed for its reader: of its proposals, what that person sees.

    Without a reader it is what is published. Raises UnusableForecast for a reading of a rule that does not exist.
    """
    council = forecast.council
    inputs, proposals = with_proposals(read_inputs(forecast.inputs), council, reader)
    case = build_case(inputs, choices, (council.name,))
    return PrintedCase(forecast.name, council.name, council.money_style, case, proposals)

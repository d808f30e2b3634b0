"""The options that the commands about forecasts share."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import CommandError

from proposals.domain.forecast.position import UnusableForecast
from reports.forecasts.storing import find_forecast, printed_case
from reports.models import Forecast
from reports.styles.financial_case.summary import PrintedCase


def add_case_options(parser: ArgumentParser) -> None:
    """Add the options that say which forecast is meant, and by which readings it is computed."""
    parser.add_argument("name", metavar="NAME", help="the forecast's name")
    parser.add_argument(
        "--council", default="", metavar="SLUG", help="its council, where several have one of the name"
    )
    parser.add_argument(
        "--reading",
        action="append",
        default=[],
        type=_reading,
        metavar="SETTING=CHOICE",
        help="how to read a rule that can be read in more than one way; the JSON results list them all",
    )


def chosen_case(options: dict[str, Any]) -> tuple[Forecast, PrintedCase]:
    """Return the forecast that the options name, and its case; raises CommandError in the user's words."""
    forecast = find_forecast(options["name"], options["council"])
    try:
        return forecast, printed_case(forecast, dict(options["reading"]))
    except UnusableForecast as error:
        raise CommandError(str(error)) from error


def _reading(text: str) -> tuple[str, str]:
    setting, sign, choice = text.partition("=")
    if not sign:
        raise ArgumentTypeError(f"“{text}” is not SETTING=CHOICE.")
    return setting.strip(), choice.strip()

"""The styles of document that can be read, by code name."""

from collections.abc import Callable

from proposals.intake.lines import DocumentLines
from proposals.intake.option_pages import OptionDocument, read_option_pages

LAYOUTS: dict[str, Callable[[DocumentLines], OptionDocument]] = {"option-pages": read_option_pages}

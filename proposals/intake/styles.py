"""The styles of document that can be read, by code name."""

from collections.abc import Callable
from dataclasses import dataclass

from proposals.intake.lines import DocumentLines
from proposals.intake.option_pages import OptionDocument, read_option_pages


@dataclass(frozen=True)
class Layout:
    """One style of document: what people call it, and what reads it."""

    name: str
    read: Callable[[DocumentLines], OptionDocument]


LAYOUTS: dict[str, Layout] = {
    "option-pages": Layout("Option pages (one form per option)", read_option_pages),
}

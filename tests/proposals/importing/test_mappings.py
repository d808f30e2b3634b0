"""An answer about a layout is offered for the next file alike; one about rows or figures is of its file alone."""

import pytest

from proposals.importing.mappings import mappings_of, store_mapping
from services.models import Council

pytestmark = pytest.mark.django_db

OF_ROWS = (
    "after-total",
    "contrary",
    "cut-short",
    "figure:A1:2026/27",
    "fractions",
    "missing-subtotal",
    "moved-cells",
    "named-total",
    "title-twice",
    "total-or-proposal",
    "totals",
    "unnamed-rows",
    "withdrawn",
)


def test_answers_about_rows_and_figures_are_not_offered_again():
    council = Council.objects.create(slug="fenwick", name="Fenwick Council")
    store_mapping(
        council, "a layout", {"unit": "£000", "column:low": "other", **dict.fromkeys(OF_ROWS, "stop")}
    )
    assert mappings_of("fenwick") == {"a layout": {"unit": "£000", "column:low": "other"}}

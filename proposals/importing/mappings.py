"""A council's answers about the layouts of its documents, stored and offered next time for a file alike."""

from collections.abc import Mapping

from proposals.models import ImportMapping
from services.models import Council

OF_LAYOUT = frozenset(
    {
        "amount-columns",
        "basis",
        "calendar-year",
        "first-year",
        "fte",
        "fy",
        "growth",
        "growth-rows",
        "posts-sign",
        "sign",
        "table",
        "total-columns",
        "unit",
        "vacant",
        "year",
    }
)
"""The questions about a layout: all others are about rows and figures of one file, and say nothing of the next."""
_OF_COLUMN = ("column:", "year:", "unit:")


def mappings_of(council_slug: str) -> dict[str, Mapping[str, str]]:
    """Return the council's answers by the layout of the documents they were given for."""
    stored = ImportMapping.objects.filter(council__slug__iexact=council_slug)
    return {mapping.fingerprint: mapping.answers for mapping in stored}


def store_mapping(council: Council, layout: str, answers: Mapping[str, str]) -> None:
    """Store the answers that say how a layout is read, with their history; later answers outrank earlier ones."""
    kept = {key: chosen for key, chosen in answers.items() if key in OF_LAYOUT or key.startswith(_OF_COLUMN)}
    if not (layout and kept):
        return
    mapping = ImportMapping.objects.filter(council=council, fingerprint=layout).first()
    mapping = mapping or ImportMapping(council=council, fingerprint=layout)
    if mapping.answers != (merged := {**mapping.answers, **kept}):
        mapping.answers = merged
        mapping.save()

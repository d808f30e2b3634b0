"""A council's answers about the layouts of its documents, stored and offered next time for a file alike.

Years are not stored: those of one round are wrong in the next.
"""

from collections.abc import Mapping

from proposals.importing.understanding.columns import KIND_OF_COLUMN
from proposals.models import ImportMapping
from services.models import Council

OF_LAYOUT = frozenset(
    {
        "amount-columns",
        "basis",
        "fte",
        "growth",
        "growth-rows",
        "posts-sign",
        "sign",
        "table",
        "total-columns",
        "unit",
        "vacant",
    }
)
"""The questions about a layout: all others are about rows, figures and years of one file alone."""


def mappings_of(council_slug: str) -> dict[str, Mapping[str, str]]:
    """Return the council's answers by the layout of the documents they were given for."""
    stored = ImportMapping.objects.filter(council__slug__iexact=council_slug)
    return {mapping.fingerprint: _of_layout(mapping.answers) for mapping in stored}


def store_mapping(council: Council, layout: str, answers: Mapping[str, str]) -> None:
    """Store the answers that say how a layout is read, with their history; later answers outrank earlier ones.

    An empty answer takes back the one that was stored.
    """
    given = _of_layout(answers)
    if not (layout and given):
        return
    mapping = ImportMapping.objects.filter(council=council, fingerprint=layout).first()
    mapping = mapping or ImportMapping(council=council, fingerprint=layout)
    kept = {id_: chosen for id_, chosen in _of_layout({**mapping.answers, **given}).items() if chosen}
    if mapping.answers != kept:
        mapping.answers = kept
        mapping.save()


def _of_layout(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers to questions about a layout, and the kinds of its columns."""
    return {
        id_: chosen for id_, chosen in answers.items() if id_ in OF_LAYOUT or id_.startswith(KIND_OF_COLUMN)
    }

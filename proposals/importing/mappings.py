"""A council's answers about the layouts of its documents, stored and offered next time for a file alike."""

from collections.abc import Mapping

from proposals.models import ImportMapping
from services.models import Council

OF_ONE_FILE = ("figure:", "totals", "years-total", "others", "figures")
"""How the ids of questions begin that are about the figures of one file, and so say nothing of another."""


def mappings_of(council_slug: str) -> dict[str, Mapping[str, str]]:
    """Return the council's answers by the layout of the documents they were given for."""
    stored = ImportMapping.objects.filter(council__slug__iexact=council_slug)
    return {mapping.fingerprint: mapping.answers for mapping in stored}


def store_mapping(council: Council, layout: str, answers: Mapping[str, str]) -> None:
    """Store the answers that say how a layout is read, with their history; later answers outrank earlier ones."""
    kept = {key: chosen for key, chosen in answers.items() if not key.startswith(OF_ONE_FILE)}
    if not (layout and kept):
        return
    mapping = ImportMapping.objects.filter(council=council, fingerprint=layout).first()
    mapping = mapping or ImportMapping(council=council, fingerprint=layout)
    if mapping.answers != (merged := {**mapping.answers, **kept}):
        mapping.answers = merged
        mapping.save()

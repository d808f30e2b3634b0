"""The page that explains the terms."""

from typing import Any

from django.views.generic import TemplateView

from proposals.domain.terms import TERMS


class WordsView(TemplateView):
    """Every term with its definition, in the order of the alphabet; open to everybody."""

    template_name = "proposals/words.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the terms."""
        return super().get_context_data(terms=TERMS.values(), **kwargs)

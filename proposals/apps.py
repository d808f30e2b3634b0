"""The proposals app."""

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    """Savings proposals."""

    name = "proposals"
    verbose_name = "Savings proposals"

    def ready(self) -> None:
        """Let the search index and its triggers follow migrations."""
        from proposals.search import index

        index.connect(self)

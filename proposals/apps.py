"""The proposals app."""

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    """Savings proposals."""

    name = "proposals"
    verbose_name = "Savings proposals"

    def ready(self) -> None:
        """Let the triggers that keep the search index and the versions of rounds follow migrations."""
        from proposals.derived import installing

        installing.connect(self)

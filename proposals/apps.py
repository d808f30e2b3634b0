"""The proposals app."""

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    """Savings proposals."""

    name = "proposals"
    verbose_name = "Savings proposals"

    def ready(self) -> None:
        """Let the search index follow migrations, and tokens end with changes of accounts."""
        from proposals.models.api_tokens import end_tokens
        from proposals.search import index
        from services.audit.account_events import access_changed

        index.connect(self)
        access_changed.connect(end_tokens, dispatch_uid="proposals.apps.end_tokens")

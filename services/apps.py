"""The services app."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """The ground floor of the project."""

    name = "services"
    verbose_name = "Council and services"

    def ready(self) -> None:
        """Start recording deletions, and what happens to accounts."""
        # Models cannot be defined before the apps are loaded.
        from services.accounts import lifecycle, sign_in_events
        from services.audit import account_events, history

        history.connect()
        account_events.connect()
        sign_in_events.connect()
        lifecycle.connect()

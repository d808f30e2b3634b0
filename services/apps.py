"""The services app."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """The ground floor of the project."""

    name = "services"
    verbose_name = "Council and services"

    def ready(self) -> None:
        """Start recording deletions, and what happens to accounts."""
        from services.audit import (
            account_events,
            history,  # models cannot be defined before the apps are loaded
        )

        history.connect()
        account_events.connect()

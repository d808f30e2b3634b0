"""The app of everything that the pages share: the pages of accounts, template tags and charts."""

from django.apps import AppConfig


class CouncilSavingsConfig(AppConfig):
    """The frame of all pages."""

    name = "councilsavings"
    verbose_name = "Pages"

    def ready(self) -> None:
        """Let sessions begin with their limits, and changes of accounts be recorded."""
        # Their library cannot be loaded before the apps are.
        from councilsavings.accounts import events, middleware

        middleware.connect()
        events.connect()

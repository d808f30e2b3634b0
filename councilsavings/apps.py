"""The app of everything that the pages share: the pages of accounts, template tags and charts."""

import gc

from django.apps import AppConfig


class CouncilSavingsConfig(AppConfig):
    """The frame of all pages."""

    name = "councilsavings"
    verbose_name = "Pages"

    def ready(self) -> None:
        """Let sessions begin with their limits, and changes of accounts be recorded; collect garbage from now on.

        What is loaded stays: it is not looked through again, and processes that are forked share it.
        """
        # Their library cannot be loaded before the apps are.
        from councilsavings.accounts import events, middleware

        middleware.connect()
        events.connect()
        gc.freeze()
        # A page makes more objects than the usual threshold many times over, and nearly all are gone by themselves.
        gc.set_threshold(20_000, 20, 20)
        gc.enable()

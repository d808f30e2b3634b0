"""The proposals app."""

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    """Savings proposals."""

    name = "proposals"
    verbose_name = "Savings proposals"

"""The reports app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Appendices made from proposals."""

    name = "reports"
    verbose_name = "Reports"

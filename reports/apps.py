"""The reports app."""

from django.apps import AppConfig

from proposals.published import publishes


class ReportsConfig(AppConfig):
    """Appendices made from proposals, and the editions that are published of them."""

    name = "reports"
    verbose_name = "Reports"

    def ready(self) -> None:
        """Tell the pages of proposals where editions come from."""
        from reports.publishing.source import PublishedEditions

        publishes(PublishedEditions())

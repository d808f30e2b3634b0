"""The reports app."""

from django.apps import AppConfig

from proposals.domain.published import publishes
from proposals.history.ownership import belongs


class ReportsConfig(AppConfig):
    """Appendices made from proposals, and the editions that are published of them."""

    name = "reports"
    verbose_name = "Reports"

    def ready(self) -> None:
        """Tell the part below where editions come from, and to which council the records belong."""
        from reports.forecasts import position_api  # noqa: F401 adds its address to the interface for programs
        from reports.publishing.source import PublishedEditions

        publishes(PublishedEditions())
        belongs("reports.publication", "budget_round")
        belongs("reports.edition", "council")
        belongs("reports.forecast", "council")
        belongs("reports.scenario", "budget_round")
        belongs("reports.politicalgroup", "council")
        belongs("reports.alternativebudgetprotocol", "budget_round")
        belongs("reports.mediumtermplan", "budget_round")
        belongs("reports.reserve", "budget_round")
        belongs("reports.section25opinion", "budget_round")

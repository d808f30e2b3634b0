"""Addresses of the pages of a round's budget."""

from django.urls import path

from reports.forecasts import cost_views

app_name = "budget"
urlpatterns = [
    path("costs/", cost_views.CostsView.as_view(), name="costs"),
    path("costs/capital-receipts/", cost_views.CapitalReceiptsView.as_view(), name="capital-receipts"),
    path(
        "costs/capital-receipts/download/<str:file_format>/",
        cost_views.DownloadCapitalReceiptsView.as_view(),
        name="capital-receipts-download",
    ),
]

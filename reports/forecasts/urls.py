"""Addresses of the pages of a round's budget."""

from django.urls import path

from reports.forecasts import cost_views, plan_views, position_views

app_name = "budget"
urlpatterns = [
    path("", position_views.PositionView.as_view(), name="position"),
    path("position.json", position_views.PositionFileView.as_view(), name="position-json"),
    path("plan/", plan_views.EditPlanView.as_view(), name="plan"),
    path("plan/share/", plan_views.ShareView.as_view(), name="plan-share"),
    path("plan/<slug:section>/", plan_views.EditSectionView.as_view(), name="plan-section"),
    path("costs/", cost_views.CostsView.as_view(), name="costs"),
    path("costs/capital-receipts/", cost_views.CapitalReceiptsView.as_view(), name="capital-receipts"),
    path(
        "costs/capital-receipts/download/<str:file_format>/",
        cost_views.DownloadCapitalReceiptsView.as_view(),
        name="capital-receipts-download",
    ),
]

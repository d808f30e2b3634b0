"""Addresses of the pages of a round's budget."""

from django.urls import path

from reports.forecasts import (
    assumption_views,
    cost_views,
    plan_views,
    position_views,
    reorganisation_views,
    reserve_views,
)

app_name = "budget"
urlpatterns = [
    path("", position_views.PositionView.as_view(), name="position"),
    path("position.json", position_views.PositionFileView.as_view(), name="position-json"),
    path("plan/", plan_views.EditPlanView.as_view(), name="plan"),
    path("plan/share/", plan_views.ShareView.as_view(), name="plan-share"),
    path("plan/<slug:section>/", plan_views.EditSectionView.as_view(), name="plan-section"),
    path("reserves/", reserve_views.ReservesView.as_view(), name="reserves"),
    path("reserves/edit/", reserve_views.EditReservesView.as_view(), name="reserves-edit"),
    path("assumptions/", assumption_views.AssumptionsView.as_view(), name="assumptions"),
    path("assumptions/add/", assumption_views.EditAssumptionView.as_view(), name="assumption-add"),
    path("assumptions/<int:assumption>/", assumption_views.EditAssumptionView.as_view(), name="assumption"),
    path(
        "assumptions/<int:assumption>/remove/",
        assumption_views.RemoveAssumptionView.as_view(),
        name="assumption-remove",
    ),
    path("reorganisation/", reorganisation_views.ReorganisationView.as_view(), name="reorganisation"),
    path(
        "reorganisation.json",
        reorganisation_views.ReorganisationFileView.as_view(),
        name="reorganisation-json",
    ),
    path("costs/", cost_views.CostsView.as_view(), name="costs"),
    path("costs/capital-receipts/", cost_views.CapitalReceiptsView.as_view(), name="capital-receipts"),
    path(
        "costs/capital-receipts/download/<str:file_format>/",
        cost_views.DownloadCapitalReceiptsView.as_view(),
        name="capital-receipts-download",
    ),
]

"""Addresses of the pages of a round's budget."""

from django.urls import include, path

from reports.forecasts import (
    assumption_views,
    cost_views,
    plan_views,
    position_views,
    programme_views,
    reorganisation_views,
    reserve_views,
    section_25_views,
    start_views,
    work_views,
)

app_name = "budget"
urlpatterns = [
    path("", position_views.PositionView.as_view(), name="position"),
    path(
        "position/<str:file_format>/",
        position_views.PositionDownloadView.as_view(),
        name="position-file",
    ),
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
    path("scenarios/", include("reports.forecasts.scenarios.urls")),
    path("reorganisation/", reorganisation_views.ReorganisationView.as_view(), name="reorganisation"),
    path(
        "reorganisation.json",
        reorganisation_views.ReorganisationFileView.as_view(),
        name="reorganisation-json",
    ),
    path("section-25/", section_25_views.Section25View.as_view(), name="section-25"),
    path("section-25/opinion/", section_25_views.OpinionView.as_view(), name="section-25-opinion"),
    path("costs/", cost_views.CostsView.as_view(), name="costs"),
    path("costs/capital-receipts/", cost_views.CapitalReceiptsView.as_view(), name="capital-receipts"),
    path(
        "costs/capital-receipts/download/<str:file_format>/",
        cost_views.DownloadCapitalReceiptsView.as_view(),
        name="capital-receipts-download",
    ),
    path("programmes/", programme_views.ProgrammesView.as_view(), name="programmes"),
    path("programmes/start/", start_views.StartView.as_view(), name="programme-start"),
    path("programmes/<int:forecast>/", programme_views.ProgrammeView.as_view(), name="programme"),
    path("programmes/<int:forecast>/share/", programme_views.ShareView.as_view(), name="programme-share"),
    path(
        "programmes/<int:forecast>/appendix/",
        programme_views.AppendixView.as_view(),
        name="programme-appendix",
    ),
    path(
        "programmes/<int:forecast>/inputs/",
        programme_views.InputsView.as_view(),
        name="programme-inputs",
    ),
    path(
        "programmes/<int:forecast>/download/<str:file_format>/",
        programme_views.DownloadView.as_view(),
        name="programme-download",
    ),
    *work_views.WorkPage.paths(),
]

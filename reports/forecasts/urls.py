"""Addresses of the pages of a round's budget."""

from django.urls import path

from reports.forecasts import (
    assumption_views,
    cost_views,
    plan_views,
    position_views,
    programme_jobs,
    programme_views,
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
    path("costs/", cost_views.CostsView.as_view(), name="costs"),
    path("costs/capital-receipts/", cost_views.CapitalReceiptsView.as_view(), name="capital-receipts"),
    path(
        "costs/capital-receipts/download/<str:file_format>/",
        cost_views.DownloadCapitalReceiptsView.as_view(),
        name="capital-receipts-download",
    ),
    path("programmes/", programme_views.ProgrammesView.as_view(), name="programmes"),
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
    path("programmes/work/<int:job>/", programme_jobs.CaseJobView.as_view(), name="programme-job"),
    path(
        "programmes/work/<int:job>/progress/",
        programme_jobs.CaseProgressView.as_view(),
        name="programme-progress",
    ),
    path("programmes/work/<int:job>/cancel/", programme_jobs.CancelView.as_view(), name="programme-cancel"),
    path("programmes/work/<int:job>/again/", programme_jobs.RetryView.as_view(), name="programme-retry"),
    path("programmes/work/<int:job>/file/", programme_jobs.CaseFileView.as_view(), name="programme-file"),
]

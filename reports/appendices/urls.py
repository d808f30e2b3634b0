"""Addresses of the appendices."""

from django.urls import path

from reports.appendices import job_views, recommendations, views
from reports.appendices.outputs import OUTPUTS
from reports.open_data import views as open_data_views

app_name = "reports"
urlpatterns = [
    path("", views.AppendixView.as_view(), name="appendix"),
    *(
        path(f"{output}/", views.AppendixOutputView.as_view(), {"output": output}, name=output)
        for output in OUTPUTS
    ),
    *job_views.AppendixJobPage.paths(),
    path("open-data/", open_data_views.OpenDataView.as_view(), name="open-data"),
    path("open-data/<str:name>", open_data_views.OpenDataFileView.as_view(), name="open-data-file"),
    path("recommendations/", recommendations.RecommendationsView.as_view(), name="recommendations"),
    path(
        "recommendations/<str:ending>/",
        recommendations.RecommendationsOutputView.as_view(),
        name="recommendations-output",
    ),
]

"""Addresses of the appendices."""

from django.urls import path

from reports.appendices import job_views, recommendations, views
from reports.open_data import views as open_data_views
from reports.writers.files import FILE_KINDS

app_name = "reports"
urlpatterns = [
    path("", views.AppendixView.as_view(), name="appendix"),
    path("page/", views.AppendixPageView.as_view(), name="page"),
    *(
        path(f"{ending}/", views.AppendixFileView.as_view(kind=kind), name=ending)
        for ending, kind in FILE_KINDS.items()
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

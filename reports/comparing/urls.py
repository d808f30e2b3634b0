"""Addresses of the comparison and of the appendix of it."""

from django.urls import path

from reports.comparing import views
from reports.writers.files import FILE_KINDS

app_name = "compare"
urlpatterns = [
    path("", views.CompareView.as_view(), name="compare"),
    path("appendix/", views.ChangesAppendixView.as_view(), name="appendix"),
    path("appendix/page/", views.ChangesPageView.as_view(), name="page"),
    *(
        path(f"appendix/{ending}/", views.ChangesFileView.as_view(kind=kind), name=ending)
        for ending, kind in FILE_KINDS.items()
    ),
]

"""Addresses of the comparison and of the appendix of it."""

from django.urls import path

from reports.appendices.outputs import OUTPUTS
from reports.comparing import views

app_name = "compare"
urlpatterns = [
    path("", views.CompareView.as_view(), name="compare"),
    path("appendix/", views.ChangesAppendixView.as_view(), name="appendix"),
    *(
        path(f"appendix/{output}/", views.ChangesOutputView.as_view(), {"output": output}, name=output)
        for output in OUTPUTS
    ),
]

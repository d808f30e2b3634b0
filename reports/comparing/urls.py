"""Addresses of the comparison and of the appendix of it."""

from django.urls import path

from reports.comparing import views

app_name = "compare"
urlpatterns = [
    path("", views.CompareView.as_view(), name="compare"),
    path("appendix/", views.ChangesAppendixView.as_view(), name="appendix"),
    path("appendix/page/", views.ChangesPageView.as_view(), name="page"),
    path("appendix/pdf/", views.ChangesPdfView.as_view(), name="pdf"),
    path("appendix/docx/", views.ChangesWordView.as_view(), name="docx"),
    path("appendix/xlsx/", views.ChangesWorkbookView.as_view(), name="xlsx"),
]

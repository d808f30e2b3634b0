"""Addresses of the import of financial cases."""

from django.urls import path

from reports.forecasts import import_views

app_name = "programmes"
urlpatterns = [
    path("", import_views.UploadView.as_view(), name="import"),
    path("template/", import_views.TemplateView.as_view(), name="template"),
    path("<int:pk>/", import_views.PreviewView.as_view(), name="preview"),
]

"""Addresses of the proposals pages."""

from django.urls import path

from proposals import import_views, views

app_name = "proposals"
urlpatterns = [
    path("", views.ProposalListView.as_view(), name="list"),
    path("download/<str:file_format>/", views.download, name="download"),
    path("import/", import_views.UploadView.as_view(), name="import"),
    path("import/<int:pk>/", import_views.PreviewView.as_view(), name="preview"),
    path("<int:pk>/", views.ProposalDetailView.as_view(), name="detail"),
]

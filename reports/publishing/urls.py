"""Addresses of what clerks prepare for publication."""

from django.urls import path

from reports.publishing import attachment_views, job_views, views

app_name = "publications"
urlpatterns = [
    path("", views.PublicationsView.as_view(), name="list"),
    path("new/", views.NewPublicationView.as_view(), name="new"),
    path("<int:pk>/", views.PublicationView.as_view(), name="publication"),
    path("<int:pk>/words/", views.EditPublicationView.as_view(), name="edit"),
    path("<int:pk>/proposals/", views.PickView.as_view(), name="pick"),
    path("<int:pk>/page/", views.PreviewPageView.as_view(), name="page"),
    path("<int:pk>/publish/", views.PublishView.as_view(), name="publish"),
    path("<int:pk>/delete/", views.DeletePublicationView.as_view(), name="delete"),
    path("<int:pk>/attachments/add/", attachment_views.AddView.as_view(), name="attachment-add"),
    path("attachments/<int:attachment>/", attachment_views.DownloadView.as_view(), name="attachment"),
    path(
        "attachments/<int:attachment>/replace/",
        attachment_views.ReplaceView.as_view(),
        name="attachment-replace",
    ),
    path(
        "attachments/<int:attachment>/remove/",
        attachment_views.RemoveView.as_view(),
        name="attachment-remove",
    ),
    path("<int:pk>/print/", job_views.PrintView.as_view(), name="print"),
    *job_views.PublicationJobPage.paths("<int:pk>/", "draft.pdf"),
]

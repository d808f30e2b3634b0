"""Addresses of what is published; nobody has to sign in for what the public may read."""

from django.urls import path

from reports.public import views as browsing
from reports.publishing import public_scrutiny, public_views
from reports.publishing.feed import EditionsFeed

app_name = "published"
urlpatterns = [
    path("", public_views.PublishedView.as_view(), name="all"),
    path("feed.atom", EditionsFeed(), name="feed"),
    path("<slug:council>/feed.atom", EditionsFeed(), name="council-feed"),
    path("<slug:council>/", public_views.EditionsView.as_view(), name="council"),
    path("<slug:council>/proposals/", browsing.ProposalsView.as_view(), name="proposals"),
    path(
        "<slug:council>/proposals/download/<str:file_format>/",
        browsing.DownloadView.as_view(),
        name="download",
    ),
    path(
        "<slug:council>/proposals/<int:budget_round>/<path:reference>/",
        browsing.ProposalView.as_view(),
        name="proposal",
    ),
    path("<slug:council>/scrutiny/", public_scrutiny.PublicScrutinyView.as_view(), name="scrutiny"),
    path(
        "<slug:council>/scrutiny/files/<int:attachment>/",
        public_scrutiny.PublicScrutinyFileView.as_view(),
        name="scrutiny-file",
    ),
    path("<slug:council>/<int:pk>/", public_views.EditionView.as_view(), name="edition"),
    path("<slug:council>/<int:pk>/<str:name>", public_views.EditionFileView.as_view(), name="file"),
]

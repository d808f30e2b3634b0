"""Addresses of the proposals pages."""

from django.urls import path

from proposals.attachments import views as attachment_views
from proposals.attachments.exempt_file import ExemptFileView
from proposals.detail import by_reference as address_views
from proposals.detail import delivery_views, stage_views, views
from proposals.exempt import views as exempt_views
from proposals.exports import views as export_views
from proposals.history import views as timeline_views
from proposals.importing import views as import_views
from proposals.listing import saved_pages
from proposals.listing import views as listing_views
from proposals.overview.views import OverviewView
from proposals.scrutiny import round_page
from proposals.scrutiny import views as scrutiny_views
from proposals.workbook import views as workbook_views
from proposals.workflow import many_moves

app_name = "proposals"
urlpatterns = [
    path("", listing_views.ProposalListView.as_view(), name="list"),
    path("download/<str:file_format>/", export_views.download, name="download"),
    path("overview/", OverviewView.as_view(), name="overview"),
    path("print/", export_views.printed_list, name="print"),
    path("views/", saved_pages.SavedViewsPage.as_view(), name="views"),
    path("views/save/", saved_pages.SaveViewPage.as_view(), name="view-save"),
    path("views/start/", saved_pages.StartPage.as_view(), name="view-start"),
    path("views/<int:pk>/", saved_pages.OpenViewPage.as_view(), name="view"),
    path("views/<int:pk>/change/", saved_pages.ChangeViewPage.as_view(), name="view-change"),
    path("import/", import_views.UploadView.as_view(), name="import"),
    path("workbook/download/", workbook_views.DownloadView.as_view(), name="workbook-download"),
    path("workbook/upload/", workbook_views.UploadView.as_view(), name="workbook-upload"),
    path("workbook/upload/<int:pk>/", workbook_views.PreviewView.as_view(), name="workbook-preview"),
    path("import/<int:pk>/", import_views.PreviewView.as_view(), name="preview"),
    path("import/made/<int:pk>/", import_views.ImportedView.as_view(), name="imported"),
    path("stage/many/", many_moves.MoveManyView.as_view(), name="move-many"),
    path("<int:pk>/stage/", stage_views.StageMoveView.as_view(), name="move"),
    path("<int:pk>/advice/<slug:team>/", stage_views.AdviceView.as_view(), name="advice"),
    path("<int:pk>/", views.ProposalDetailView.as_view(), name="detail"),
    path("<int:pk>/timeline/", timeline_views.TimelineView.as_view(), name="timeline"),
    path("scrutiny/", round_page.RoundItemsView.as_view(), name="scrutiny"),
    path(
        "scrutiny/download/<str:file_format>/",
        round_page.DownloadItemsView.as_view(),
        name="scrutiny-download",
    ),
    path("<int:pk>/delivery/", delivery_views.DeliveryView.as_view(), name="delivery"),
    path("<int:pk>/scrutiny/add/", scrutiny_views.AddItemView.as_view(), name="scrutiny-add"),
    path("<int:pk>/scrutiny/<int:item>/", scrutiny_views.ItemView.as_view(), name="scrutiny-item"),
    path(
        "<int:pk>/scrutiny/<int:item>/<slug:code>/",
        scrutiny_views.StepView.as_view(),
        name="scrutiny-step",
    ),
    path("<int:pk>/attachments/add/", attachment_views.AddView.as_view(), name="attachment-add"),
    path(
        "<int:pk>/scrutiny/<int:item>/attachments/add/",
        attachment_views.AddView.as_view(),
        name="scrutiny-attachment-add",
    ),
    path("attachments/<int:attachment>/", attachment_views.DownloadView.as_view(), name="attachment"),
    path("attachments/<int:attachment>/exempt/", ExemptFileView.as_view(), name="exempt-attachment"),
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
    path("<int:pk>/exempt/", exempt_views.ExemptView.as_view(), name="exempt"),
    path("<int:pk>/exempt/grants/", exempt_views.GrantsView.as_view(), name="exempt-grants"),
    path(
        "<int:pk>/exempt/grants/<int:grant>/withdraw/",
        exempt_views.WithdrawGrantView.as_view(),
        name="exempt-withdraw",
    ),
    # Last: a council's short name and a reference could look like any of the above.
    path("<slug:council>/<path:reference>/", address_views.ByReferenceView.as_view(), name="by-reference"),
]

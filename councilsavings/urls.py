"""The project's addresses."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import TemplateView

from councilsavings.look import look_stylesheet, show_icon, show_logo
from councilsavings.views import admin_sign_in, security_contact
from proposals.home.glossary import WordsView
from proposals.home.guide import FirstStepsView
from proposals.home.views import begin
from proposals.workflow.my_work_views import MyWorkView
from reports.public.views import HomeView
from reports.publishing.cited import CitedEditionView, CitedProposalView

admin.site.site_header = admin.site.site_title = "Council savings proposals: admin"
admin.site.index_title = "Records"

handler403 = "councilsavings.views.refused"

urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("", include("councilsavings.accounts.urls")),
    path("accessibility/", TemplateView.as_view(template_name="accessibility.html"), name="accessibility"),
    path("words/", WordsView.as_view(), name="words"),
    path("cookies/", TemplateView.as_view(template_name="cookies.html"), name="cookies"),
    path(".well-known/security.txt", security_contact, name="security-contact"),
    path("favicon.ico", show_icon, name="icon"),
    re_path(r"^look/(?P<colour>[0-9a-f]{6})\.css$", look_stylesheet, name="look"),
    re_path(r"^logo/(?P<slug>[-\w]+)/(?P<digest>[0-9a-f]{64})$", show_logo, name="logo"),
    path("my-work/", MyWorkView.as_view(), name="my-work"),
    # By these a proposal and an edition are cited and found from paper, so they never change.
    re_path(r"^p/(?P<pk>[0-9]{1,12})/?$", CitedProposalView.as_view(), name="cited-proposal"),
    re_path(r"^e/(?P<identifier>[0-9a-f]{8})/?$", CitedEditionView.as_view(), name="cited-edition"),
    path("begin/", begin, name="begin"),
    path("first-steps/", FirstStepsView.as_view(), name="first-steps"),
    path("proposals/", include("proposals.urls")),
    path("api/", include("proposals.api.urls")),
    path("appendices/", include("reports.appendices.urls")),
    path("rounds/<int:pk>/budget/", include("reports.forecasts.urls")),
    path("publications/", include("reports.publishing.urls")),
    path("compare/", include("reports.comparing.urls")),
    path("published/", include("reports.publishing.public_urls")),
    path("verify/", include("reports.verification.urls")),
    # Before the admin's own, so that it stands in for it wherever the admin sends people to sign in.
    path("admin/login/", admin_sign_in, name="admin-sign-in"),
    path("admin/", admin.site.urls),
]

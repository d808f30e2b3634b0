"""The address of the page that checks a file; nobody has to sign in where something is public."""

from django.urls import path

from reports.verification.views import VerifyView

app_name = "verification"
urlpatterns = [path("", VerifyView.as_view(), name="verify")]

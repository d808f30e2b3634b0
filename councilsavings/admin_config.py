"""The admin as this project installs it."""

from django.contrib.admin.apps import AdminConfig


class RecordsAdminConfig(AdminConfig):
    """Django's admin with a site that sends nobody on to records they do not see."""

    default_site = "councilsavings.admin_site.RecordsAdminSite"

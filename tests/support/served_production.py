"""The application on production settings as gunicorn serves it, for the attacks of the tests.

Static files are served where they lie, since nobody collected them, and each answer names its process.
"""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "councilsavings.settings"

from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.STATIC_ROOT = None
settings.WHITENOISE_USE_FINDERS = True
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
_application = get_wsgi_application()


def application(environ, start_response):
    def start(status, headers, *error):
        return start_response(status, [*headers, ("X-Process", str(os.getpid()))], *error)

    return _application(environ, start)

"""The application as gunicorn serves it for a benchmark: on the database that the environment names."""

import os
import warnings

os.environ["DJANGO_SETTINGS_MODULE"] = "councilsavings.settings"
os.environ["DEBUG"] = "1"  # for settings that need no key; switched off below, as it would keep every query
warnings.filterwarnings("ignore", "No directory at", UserWarning)

from django.conf import settings  # noqa: E402 (the environment comes first)
from django.core.wsgi import get_wsgi_application  # noqa: E402

# Before the middleware is made: with DEBUG it would look for a file at every request.
settings.DEBUG = False
# The processes of the database are measured as they are at the start: a new connection would have one of its own.
settings.DATABASES["default"]["CONN_MAX_AGE"] = None
application = get_wsgi_application()

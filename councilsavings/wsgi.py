"""The WSGI application for a production server such as gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from councilsavings.environment import load_installation_file

load_installation_file()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "councilsavings.settings")

application = get_wsgi_application()

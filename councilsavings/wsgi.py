"""The WSGI application for a production server such as gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from councilsavings.call_stack import with_room_to_call
from councilsavings.environment import load_installation_file

# Until everything is loaded; the app of the pages puts it on again.
gc.disable()
load_installation_file()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "councilsavings.settings")

application = with_room_to_call(get_wsgi_application())

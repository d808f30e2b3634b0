#!/usr/bin/env python3
"""Django's command line for this project."""

import gc
import os
import sys

if __name__ == "__main__":
    # Until everything is loaded, which takes a third less time so; the app of the pages puts it on again.
    gc.disable()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "councilsavings.settings")
    from django.core.management import execute_from_command_line

    from councilsavings.call_stack import with_room_to_call
    from councilsavings.environment import load_installation_file

    load_installation_file()
    with_room_to_call(execute_from_command_line)(sys.argv)

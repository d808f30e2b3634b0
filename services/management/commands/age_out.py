"""Delete personal data that need no longer be kept; run it every night."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from services.accounts.retention import age_out


class Command(BaseCommand):
    help = "Delete old security events, delays, counts and sessions, as set in the settings."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for name, count in age_out(timezone.now()).items():
            self.stdout.write(f"{name}: {count} deleted")

"""Switch off accounts whose people have not come by single sign-on for a while; their tokens and sessions end."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.core.management.base import BaseCommand
from django.utils import timezone

from services.audit.history import acting


class Command(BaseCommand):
    help = "Switch off single sign-on accounts that have not been used for a number of days. Run this every night."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--days", type=int, default=30, help="number of days without signing in (30 by default)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        oldest = timezone.now() - timedelta(days=options["days"])
        unused = SocialAccount.objects.filter(user__is_active=True, last_login__lt=oldest).select_related(
            "user"
        )
        for account in unused:
            with acting(name="single sign-on", reason=f"Not signed in for {options['days']} days."):
                account.user.is_active = False
                account.user.save(update_fields=["is_active"])
            self.stdout.write(f"{account.user.get_username()} switched off")

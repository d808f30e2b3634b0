"""Write the security events as lines of JSON for a SIEM: sign-ins, failures, refusals and exports."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from services.models import SecurityEvent


class Command(BaseCommand):
    help = (
        "Export the security events as lines of JSON, oldest first. Use --after with the number of the last "
        "event to continue from it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--after", type=int, default=0, metavar="NUMBER", help="only events after this one"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        for event in SecurityEvent.objects.filter(pk__gt=options["after"]).order_by("pk").iterator():
            self.stdout.write(json.dumps(_line(event), ensure_ascii=False))


def _line(event: SecurityEvent) -> dict[str, object]:
    return {
        "number": event.pk,
        "at": event.at.isoformat(),
        "event": event.kind,
        "account_id": event.account_id,
        "account": event.account_name,
        "name_digest": event.name_digest,
        "address": event.address,
        "agent": event.agent,
        "session": event.session,
        "detail": event.detail,
        "operation": str(event.operation) if event.operation else None,
    }

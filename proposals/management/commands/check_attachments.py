"""Check that every attached file is in the store as it was attached, and that nothing else is there."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from proposals.models import Attachment
from proposals.models.attachments import FOLDER
from services.values.wording import counted

_BEING_ATTACHED = timedelta(hours=1)
"""A file is in the store a moment before its row is in the database."""


class Command(BaseCommand):
    help = (
        "Compares every attached file with its SHA-256 and names files in the store that belong to no record; "
        "with --delete-unused deletes those."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete-unused", action="store_true", help="delete files of no record")

    def handle(self, *args: Any, **options: Any) -> None:
        models = [model for model in apps.get_models() if issubclass(model, Attachment)]
        rows = [row for model in models for row in model._base_manager.order_by("pk")]
        damaged = [row for row in rows if not _is_whole(row)]
        for row in damaged:
            self.stderr.write(f"{row._meta.verbose_name} {row.pk} is missing from the store, or was altered.")
        unused = sorted(set(_old_files()) - {row.file.name for row in rows})
        for path in unused:
            if options["delete_unused"]:
                default_storage.delete(path)
            self.stdout.write(
                f"{path} belongs to no record{': deleted' if options['delete_unused'] else ''}."
            )
        if damaged:
            raise CommandError(f"{counted(len(damaged), 'file')} of {len(rows):,} not as attached.")
        self.stdout.write(f"{counted(len(rows), 'file')} as attached.")


def _is_whole(row: Attachment) -> bool:
    try:
        with row.file.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == row.sha256
    except OSError:
        return False


def _old_files() -> Iterator[str]:
    """Return the paths of the files in the store, without those that may just be being attached."""
    if not default_storage.exists(FOLDER):
        return
    before = timezone.now() - _BEING_ATTACHED
    for folder in default_storage.listdir(FOLDER)[0]:
        for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]:
            path = f"{FOLDER}/{folder}/{name}"
            if default_storage.get_modified_time(path) < before:
                yield path

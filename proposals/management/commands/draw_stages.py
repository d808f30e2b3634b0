"""Write the documentation of the stages from their table."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from proposals.workflow.drawing import document


class Command(BaseCommand):
    help = "Write docs/stages.md from the table of stages and moves."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--directory",
            type=Path,
            default=settings.BASE_DIR / "docs",
            help="The file to write (the documentation by default).",
        )

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        page = directory / "stages.md"
        page.write_text(document(), encoding="utf-8")
        self.stdout.write(f"{page}: written.")

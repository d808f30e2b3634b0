"""Load the demo data: an invented council's two rounds, a published edition, a log-in per role. Safe to repeat."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from proposals.demo.attachments import load_attachments
from proposals.demo.look import give_look
from proposals.demo.overview import load_traits
from proposals.demo.preparation import load_preparation
from proposals.demo.rounds import DEMO_PASSWORD, load_round, make_people
from proposals.demo.scrutiny import load_scrutiny
from reports.demo import publish_demo
from reports.demo_budget import load_budget
from services.audit.history import acting
from services.models import Notice
from services.values.wording import counted


class Command(BaseCommand):
    help = "Load the demonstration rounds and one login for each role, only if DEBUG is on."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "The demonstration has public passwords, so it can be loaded only if DEBUG is on (DEBUG=1)."
            )
        with acting(name="load_demo command"):
            budget_round, is_new = load_round(settings.BASE_DIR / "fixtures" / "demo_round.json")
            give_look(budget_round.council)
            people = make_people()
            in_preparation, is_new_too = load_preparation(
                settings.BASE_DIR / "fixtures" / "demo_preparation.json"
            )
            load_traits(budget_round, settings.BASE_DIR / "fixtures" / "demo_overview.json")
            items = load_scrutiny(budget_round, settings.BASE_DIR / "fixtures" / "demo_scrutiny.json")
            load_budget(budget_round, settings.BASE_DIR / "fixtures" / "demo_budget.json")
            load_attachments([budget_round, in_preparation])
            edition, _ = publish_demo(budget_round)
            if is_new or is_new_too:
                # Nobody is mailed about how the demonstration came about.
                Notice.objects.update(is_addressed=True)
        for loaded, is_new_one in ((budget_round, is_new), (in_preparation, is_new_too)):
            state = "loaded" if is_new_one else "already there"
            self.stdout.write(f"{loaded}: {loaded.proposals.count()} proposals, {state}.")
        if items:
            self.stdout.write(f"Scrutiny log: {counted(items, 'item')}.")
        self.stdout.write(f"Published: {edition}.")
        self.stdout.write(f"Logins (the password of each is {DEMO_PASSWORD}):")
        for username, role in people.items():
            self.stdout.write(f"  {username:<12} {role}")

"""What every walk over the pages stands on: the demonstration, and what only work makes."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import override_settings

from proposals.models import (
    BudgetRound,
    ExemptGrant,
    ProposalAttachment,
    SavedView,
    SavingsProposal,
    ScrutinyItem,
    SpecialistReview,
)
from reports.models import (
    AlternativeBudget,
    Edition,
    GroupMember,
    PrintJob,
    Publication,
    PublicationAttachment,
    Scenario,
)
from tests.support.attachment_examples import make_publication_attachment
from tests.support.edition_examples import make_edition, make_publication
from tests.support.quick_database import (
    QUICK_HASHERS,
    for_the_run,
    keep_for_the_run,
    kept,
    kept_for_the_run,
)
from tests.support.scenario_examples import (
    add_to,
    make_alternative,
    make_group,
    make_scenario,
)


@dataclass(frozen=True)
class World:
    """The demonstration's people by their log-in, its rounds by their phase, and a proposal at each stage."""

    people: dict[str, User]
    rounds: dict[str, BudgetRound]
    proposals: dict[str, SavingsProposal]
    exempt: SavingsProposal
    """One that holds exempt wording, with leave given to the clerk to read it."""
    grant: ExemptGrant
    advice: SpecialistReview
    publication: Publication
    edition: Edition
    jobs: dict[str, PrintJob]
    appendices: dict[str, PrintJob]
    saved_view: SavedView
    scrutiny_items: list[ScrutinyItem]
    attachments: dict[str, ProposalAttachment]
    """One of each sensitivity."""
    publication_attachment: PublicationAttachment
    scenario: Scenario
    """One of the finance officer, which leaves a proposal out and adds a saving."""
    alternative: AlternativeBudget
    """That of the scrutiny member's group, submitted; s151, monitoring and chief are named, and finance checks."""
    draft_budget: AlternativeBudget
    """That of the cabinet member's group, not submitted."""

    @property
    def draft(self) -> SavingsProposal:
        return self.proposals["draft"]

    @property
    def published(self) -> SavingsProposal:
        return self.proposals["published"]


def load_demonstration() -> None:
    with override_settings(DEBUG=True), open(os.devnull, "w") as nowhere:  # noqa: PTH123 (a device)
        call_command("load_demo", verbosity=0, stdout=nowhere)


def load_demonstration_for_the_run() -> None:
    """Load the demonstration before any test, and leave the database as it was."""
    as_before = kept("before")
    with override_settings(MEDIA_ROOT=for_the_run("files"), PASSWORD_HASHERS=QUICK_HASHERS):
        load_demonstration()
    keep_for_the_run("demonstration")
    as_before()


def kept_demonstration(files: Path) -> Callable[[], None]:
    """Return a function that puts the demonstration in, which is loaded now and taken back if the run has not."""
    if as_loaded := kept_for_the_run("demonstration"):
        files = for_the_run("files")
    else:
        as_before = kept("before")
        with override_settings(MEDIA_ROOT=files):
            load_demonstration()
        as_loaded = kept("demonstration")
        as_before()

    def put_in() -> None:
        as_loaded()
        shutil.copytree(files, settings.MEDIA_ROOT, dirs_exist_ok=True)

    return put_in


def make_world() -> World:
    """Add to the demonstration what only work makes: a publication, an edition, work under way, leave to read."""
    people = {user.username: user for user in User.objects.all()}
    rounds = {one.phase: one for one in BudgetRound.objects.select_related("council").order_by("pk")}
    savings = SavingsProposal.objects.filter(direction="saving").order_by("pk")
    proposals = savings.select_related("budget_round__council")
    exempt = proposals.filter(exempt_wordings__isnull=False).first()
    publication = make_publication(rounds["scrutiny"])
    publication.budget_round.council.public_pages = True
    publication.budget_round.council.save()
    scenario, alternative, draft_budget = make_scenarios(rounds["scrutiny"], people, proposals.first())
    return World(
        people=people,
        rounds=rounds,
        proposals={one.stage: one for one in proposals},
        exempt=exempt,
        grant=ExemptGrant.objects.create(
            proposal=exempt,
            user=people["clerk"],
            reason="To prepare part II",
            granted_by="Stella Prudent",
        ),
        advice=SpecialistReview.objects.select_related("proposal").first(),
        publication=publication,
        edition=make_edition(publication),
        jobs={
            state: PrintJob.objects.create(
                publication=publication,
                kind="preview",
                state=state,
                asked_by_name="Chris Minute",
                snapshot="{}",
            )
            for state in ("waiting", "failed", "done")
        },
        appendices={
            state: PrintJob.objects.create(
                budget_round=rounds["scrutiny"],
                kind="appendix",
                state=state,
                asked_by=people["clerk"],
                asked_by_name="Chris Minute",
                snapshot="{}",
            )
            for state in ("waiting", "failed", "done")
        },
        saved_view=SavedView.objects.create(
            owner=people["scrutiny"],
            budget_round=rounds["scrutiny"],
            name="High risk",
            query="risk=H",
            is_shared=True,
        ),
        scrutiny_items=list(ScrutinyItem.objects.order_by("kind", "pk"))[:4],
        attachments={one.sensitivity: one for one in ProposalAttachment.objects.current()},
        publication_attachment=make_publication_attachment(publication),
        scenario=scenario,
        alternative=alternative,
        draft_budget=draft_budget,
    )


def make_scenarios(
    budget_round: BudgetRound, people: dict[str, User], left_out: SavingsProposal
) -> tuple[Scenario, AlternativeBudget, AlternativeBudget]:
    """Give the round a scenario, a member of the demonstration's group, and a second group with a budget of its own."""
    scenario = make_scenario(budget_round, people["finance"], "Later savings")
    scenario.items.create(proposal=left_out, is_included=False)
    add_to(scenario, "Fewer vans", 250_000)
    submitted = AlternativeBudget.objects.get()
    GroupMember.objects.create(group=submitted.group, user=people["scrutiny"])
    others = make_group(budget_round.council, "Ratepayers", people["cabinet"])
    return scenario, submitted, make_alternative(submitted.protocol, others, "Cold halls")

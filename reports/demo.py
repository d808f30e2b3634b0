"""The demonstration's editions, published by the demo clerk: first one directorate's savings, then all of them."""

from django.contrib.auth.models import User

from proposals.models import BudgetRound
from reports.models import Edition, Publication
from reports.publishing import jobs, worker
from reports.publishing.frozen import freeze
from reports.publishing.publishing import begin_publishing
from services.audit.history import acting

DIRECTORATE = "ENV"
REASON = "Agreed with the monitoring officer."


class DemoNotPublished(RuntimeError):
    """The demo edition could not be published; the message says why."""


def publish_demo(budget_round: BudgetRound) -> tuple[Edition, bool]:
    """Return the newest demo edition and whether it was published now; the council's public pages are on after it."""
    held = Edition.objects.filter(publication__budget_round=budget_round).order_by("-pk").first()
    if held:
        return held, False
    clerk = User.objects.get(username="clerk")
    with acting(user=clerk):
        council = budget_round.council
        council.public_pages = True
        council.save()
        directorate = council.directorates.get(code=DIRECTORATE)
        publication = Publication.objects.create(
            budget_round=budget_round,
            style=Publication.Kind.IMPACT_TABLE,
            title="Savings proposals",
            meeting_as_printed="Cabinet",
            item="7",
            appendix="B",
            introduction="These are the proposals that Cabinet put to scrutiny.",
            query=f"directorate={directorate.pk}",
        )
    _publish(publication, clerk)
    with acting(user=clerk):
        publication.query = ""
        publication.save()
    return _publish(publication, clerk, f"Proposals outside {directorate.name} are added."), True


def _publish(publication: Publication, clerk: User, correction: str = "") -> Edition:
    shown = freeze(clerk, publication, draft=False).sha256
    asked = begin_publishing(clerk, publication, shown=shown, reason=REASON, correction=correction)
    while (job := jobs.take(worker.worker_name())) is not None:
        worker.do(job)
    asked.refresh_from_db()
    if asked.edition is None:
        raise DemoNotPublished(asked.message)
    return asked.edition

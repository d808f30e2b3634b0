"""The demonstration's editions and its financial case.

The demo clerk publishes first one directorate's savings, then all of them.
"""

from pathlib import Path

from django.contrib.auth.models import User
from django.utils import timezone

from proposals.models import BudgetRound
from reports.forecasts.storing import read_file_content, store_forecast
from reports.models import Edition, Forecast, Publication
from reports.publishing import jobs, worker
from reports.publishing.frozen import freeze
from reports.publishing.publishing import begin_publishing
from services.audit.history import acting
from services.models import Council

DIRECTORATE = "ENV"
PROGRAMME = "Leisure trust and digital front door"
SAVINGS_ALONE = "direction=saving"
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
            query=f"{SAVINGS_ALONE}&directorate={directorate.pk}",
        )
    _publish(publication, clerk)
    with acting(user=clerk):
        publication.query = SAVINGS_ALONE
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


def load_programme(council: Council, path: Path) -> Forecast:
    """Return the demonstration's financial case, shared with its readers; it is stored where it is not there yet."""
    held: Forecast | None = council.forecasts.filter(name__iexact=PROGRAMME).first()
    if held:
        return held
    values, _inputs = read_file_content(path.read_bytes(), path.name)
    forecast, _is_new = store_forecast(values, council_slug=council.slug, council_name="", name=PROGRAMME)
    forecast.shared_at = timezone.now()
    forecast.save()
    return forecast

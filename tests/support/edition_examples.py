"""Publications and editions for tests: made without printing a PDF, or as a clerk and a worker make them."""

from django.urls import reverse
from django.utils import timezone

from proposals.models.records import round_record
from reports.documents.document import DataFile
from reports.documents.snapshots import as_text, digest, snapshot_of
from reports.models import Edition, EditionEntry, EditionFile, Publication
from reports.publishing import jobs, worker
from reports.publishing.frozen import freeze
from reports.publishing.publishing import begin_publishing
from reports.styles import STYLES
from reports.writers.html import write_html_page
from tests.support.web_examples import make_proposal, make_round


def make_publication(budget_round, **more):
    more = {"style": "impact-table", "title": "Savings proposals", **more}
    return Publication.objects.create(budget_round=budget_round, **more)


def make_edition(publication, number=1, without=(), **more):
    """An edition of the round's proposals, but those of these references, with its HTML file alone."""
    budget_round = publication.budget_round
    proposals = budget_round.proposals.exclude(reference__in=without).order_by("position", "pk")
    record, cover = round_record(budget_round, proposals), publication.cover(draft=False)
    text = as_text(snapshot_of(record, cover, publication.style))
    edition = Edition.objects.create(
        publication=publication,
        council=budget_round.council,
        number=number,
        title=publication.title,
        style=publication.style,
        part=publication.part,
        published_at=timezone.now(),
        published_by_name="Clare Minute",
        pages=1,
        proposals=len(record.proposals),
        snapshot=text,
        snapshot_sha256=digest(text),
        made_with="test",
        **more,
    )
    EditionEntry.objects.bulk_create(
        EditionEntry(edition=edition, proposal=proposal, place=place)
        for place, proposal in enumerate(proposals)
    )
    page = write_html_page(STYLES[publication.style](record, cover)).encode()
    file = DataFile("savings.html", "text/html; charset=utf-8", page, "The text as a web page")
    EditionFile.of(edition, file).save()
    return edition


# As a clerk and a worker make them

REASON = "Agreed with the monitoring officer."


def make_publication_of_two():
    """A publication of two published proposals, which save 2,784,000 and 1,000."""
    budget_round = make_round()
    make_proposal(budget_round, "ENV001", savings=(906_000, 1_188_000, 690_000), fte=("-12.50",))
    make_proposal(budget_round, "ENV002", savings=(1_000, 0, 0))
    return make_publication(budget_round, appendix="A", introduction="What this is.")


def begin(person, publication, **said):
    """What the person does on the page: publish what was shown."""
    said = {"shown": freeze(person, publication, draft=False).sha256, "reason": REASON, **said}
    return begin_publishing(person, publication, **said)


def work_off():
    """What a worker does: every job that waits, one after another."""
    while (job := jobs.take("a worker of this test")) is not None:
        worker.do(job)


def appendix_file(client, ending, **asked):
    """The answer with the file that the worker made of what was asked for at the address of an appendix."""
    to_progress = client.get(reverse(f"reports:{ending}"), asked)
    assert to_progress.status_code == 302, to_progress.content.decode()
    work_off()
    return client.get(f"{to_progress['Location']}file/")


def published(person, publication, **said):
    """The edition that the person publishes."""
    job = begin(person, publication, **said)
    work_off()
    job.refresh_from_db()
    assert job.state == "done", job.message
    return job.edition

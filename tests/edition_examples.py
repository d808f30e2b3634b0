"""Publications and editions for tests, made without printing a PDF."""

import hashlib

from django.utils import timezone

from proposals.querysets import round_record
from reports.models import Edition, EditionEntry, EditionFile, Publication
from reports.publishing.snapshots import as_text, digest, snapshot_of
from reports.styles import STYLES
from reports.writers.html import write_html_page


def make_publication(budget_round, **more):
    more = {"style": "impact-table", "title": "Savings proposals", **more}
    return Publication.objects.create(budget_round=budget_round, **more)


def make_edition(publication, number=1, **more):
    """An edition of all proposals of the round, with its HTML file alone."""
    budget_round = publication.budget_round
    proposals = budget_round.proposals.order_by("position", "pk")
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
    EditionFile.objects.create(
        edition=edition,
        name="savings.html",
        content_type="text/html; charset=utf-8",
        description="The text as a web page",
        size=len(page),
        sha256=hashlib.sha256(page).hexdigest(),
        content=page,
    )
    return edition

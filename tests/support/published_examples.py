"""Editions with all their files, printed once for each content."""

import datetime
from functools import cache

from proposals.models.records import round_record
from reports.documents.cover import EditionMark
from reports.documents.snapshots import as_text, digest, from_text, snapshot_of
from reports.models import Edition, EditionEntry, EditionFile
from reports.publishing.making import files_of

IDENTIFIERS = {
    1: "4f3c1b2a-5d6e-4f70-8a9b-0c1d2e3f4a5b",
    2: "9d2e7c11-1b2c-4d3e-8f40-a1b2c3d4e5f6",
}
PUBLISHED_AT = datetime.datetime(2027, 10, 12, 9, 30, tzinfo=datetime.UTC)


@cache
def printed(snapshot, mark):
    return files_of(from_text(snapshot), mark)


def make_whole_edition(publication, number=1, identifier=""):
    """An edition of all proposals of the round as a clerk would have published it, with its files."""
    budget_round = publication.budget_round
    proposals = budget_round.proposals.order_by("position", "pk")
    record, cover = round_record(budget_round, proposals), publication.cover(draft=False)
    text = as_text(snapshot_of(record, cover, publication.style))
    before = publication.editions.filter(number=number - 1).first()
    identifier = identifier or IDENTIFIERS[number]
    edition = Edition.objects.create(
        publication=publication,
        council=budget_round.council,
        number=number,
        identifier=identifier,
        title=publication.title,
        style=publication.style,
        part=publication.part,
        corrects=before,
        correction="A figure" if before else "",
        published_at=PUBLISHED_AT,
        published_by_name="Clare Minute",
        pages=1,
        proposals=len(record.proposals),
        snapshot=text,
        snapshot_sha256=digest(text),
        made_with="test",
    )
    EditionEntry.objects.bulk_create(
        EditionEntry(edition=edition, proposal=proposal, place=place)
        for place, proposal in enumerate(proposals)
    )
    mark = EditionMark(identifier, number, PUBLISHED_AT, before.number if before else None)
    EditionFile.objects.bulk_create(EditionFile.of(edition, file) for file in printed(text, mark))
    return edition


def file_of(edition, name="appendix.pdf"):
    return bytes(edition.files.get(name=name).content)

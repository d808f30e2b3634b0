"""Publishing: from what a clerk has looked at to a frozen edition, whole or not at all."""

import uuid
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from proposals.exempt.sections import ExemptPart
from reports.documents.cover import EditionMark
from reports.documents.document import DataFile
from reports.documents.snapshots import from_text, pressures_in
from reports.models import Edition, EditionEntry, EditionFile, EditionWording, PrintJob, Publication
from reports.publishing import jobs
from reports.publishing.attached_files import copies_of
from reports.publishing.frozen import Frozen, freeze
from reports.publishing.making import PDF_NAME, document_of, files_of, made_with
from reports.publishing.part_two import read_for_job, refuse_repeated
from reports.publishing.review import review
from reports.writers.files import FILE_KINDS, PDF, count_pages
from services.audit.history import acting
from services.models import Notice
from services.notices.outbox import notify

PUBLISH = "reports.publish_publication"

MEANWHILE = "Somebody else has published this. View that edition."
CHANGED = "It has changed since you opened this page. Check it again before you publish it."


def begin_publishing(
    person: Any, publication: Publication, *, shown: str, reason: str = "", correction: str = ""
) -> PrintJob:
    """Put the making of a new edition into the queue; `shown` is the mark of what the person has looked at.

    `reason` says why it goes out in spite of what is missing, `correction` what it corrects.
    Raises PermissionDenied for who may not publish, ValidationError with what holds it up.
    """
    _require_leave(person)
    with transaction.atomic(), acting(user=person):
        # Whoever comes second waits here, and then finds the first one's job.
        held = Publication.objects.select_for_update().get(pk=publication.pk)
        frozen = freeze(person, held, draft=False)
        if frozen.sha256 != shown:
            raise ValidationError(CHANGED)
        _require_fit(held, frozen, reason, correction)
        try:
            refuse_repeated(person, held, correction)
        except ValidationError as error:
            raise ValidationError(error.messages) from error
        corrects = correction.strip() if held.editions.exists() else ""
        return jobs.ask(held, PrintJob.Kind.PUBLISH, frozen, reason=reason.strip(), correction=corrects)


def _require_fit(publication: Publication, frozen: Frozen, reason: str, correction: str) -> None:
    found = review(publication, frozen)
    if found.blocking:
        raise ValidationError([remark.words for remark in found.blocking])
    if found.open_remarks and not reason.strip():
        raise ValidationError({"reason": "Enter the reason for publishing with gaps."})
    if publication.editions.exists() and not correction.strip():
        raise ValidationError({"correction": "Enter what this edition corrects."})


def publish(
    job: PrintJob, files: tuple[DataFile, ...], mark: EditionMark, exempt: ExemptPart | None = None
) -> Edition:
    """Write the edition with its files and end the job, in one transaction: all of it or nothing.

    `mark` is what the files say of the edition, `exempt` what Part II holds beside its snapshot.
    Raises ValidationError where the publication or a proposal changed since it was asked for, PermissionDenied
    where the person may no longer publish, Stopped where the job is not this worker's any more.
    """
    person = get_user_model().objects.filter(pk=job.asked_by_id).first()
    _require_leave(person)
    with transaction.atomic(), acting(user=person, name=job.asked_by_name, reason=job.reason):
        jobs.hold(job)
        publication = Publication.objects.select_for_update().get(pk=job.publication_id)
        if mark_of_next(publication, job).number != mark.number:
            raise ValidationError(MEANWHILE)
        if freeze(person, publication, draft=False).sha256 != job.snapshot_sha256:
            raise ValidationError(
                "It changed while it was being made. Nothing has been published. Check it again."
            )
        edition = _write(publication, job, files, mark)
        if exempt is not None:
            EditionWording(edition=edition, text=exempt.text).save()
        jobs.finish(job, state=PrintJob.State.DONE, edition=edition)
        notify(Notice.Kind.PUBLISHED, edition)
    return edition


def mark_of_next(publication: Publication, job: PrintJob) -> EditionMark:
    """Return what the files of the next edition say of it; raises ValidationError where the job fits it no more."""
    last = _last(publication)
    if last is not None and not job.correction:
        raise ValidationError(MEANWHILE)
    if last is None:
        return EditionMark(_new_identifier(), 1, timezone.localtime())
    return EditionMark(_new_identifier(), last.number + 1, timezone.localtime(), last.number, job.correction)


def _new_identifier() -> str:
    """Return an identifier of which no other edition has the beginning, by which editions are cited."""
    while True:
        new = uuid.uuid4()
        if not Edition.objects.called(new.hex[:8]).exists():
            return str(new)


def _last(publication: Publication) -> Edition | None:
    last: Edition | None = publication.editions.light().order_by("-number").first()
    return last


def _write(
    publication: Publication, job: PrintJob, files: tuple[DataFile, ...], mark: EditionMark
) -> Edition:
    pdf = next(file for file in files if file.name == PDF_NAME)
    edition = Edition(
        publication=publication,
        council=publication.council,
        number=mark.number,
        identifier=uuid.UUID(mark.identifier),
        title=str(publication),
        style=publication.style,
        part=publication.part,
        corrects=_last(publication),
        correction=job.correction,
        published_at=mark.published_at,
        published_by_id=job.asked_by_id,
        published_by_name=job.asked_by_name,
        pages=count_pages(pdf.content),
        proposals=len(job.proposals),
        pressures=pressures_in(from_text(job.snapshot)),
        snapshot=job.snapshot,
        snapshot_sha256=job.snapshot_sha256,
        made_with=made_with(),
    )
    edition.full_clean(exclude=["published_by"])
    edition.save()
    EditionFile.objects.bulk_create(EditionFile.of(edition, file) for file in files)
    EditionEntry.objects.bulk_create(
        EditionEntry(edition=edition, proposal_id=key, place=place) for place, key in enumerate(job.proposals)
    )
    return edition


def _require_leave(person: Any) -> None:
    if person is None or not person.is_active or not person.has_perm(PUBLISH):
        raise PermissionDenied("Only committee clerks can publish editions.")


def make(job: PrintJob) -> None:
    """Make what the job asks for and write it; raises what `publish` raises."""
    exempt = read_for_job(job)
    if job.kind == PrintJob.Kind.PUBLISH and job.publication:
        mark = mark_of_next(job.publication, job)
        snapshot = from_text(job.snapshot)
        publish(job, (*files_of(snapshot, mark, exempt), *copies_of(snapshot)), mark, exempt)
        return
    content = FILE_KINDS[job.ending].write(document_of(from_text(job.snapshot), exempt=exempt))
    pages = count_pages(content) if job.ending == PDF else None
    jobs.finish(job, state=PrintJob.State.DONE, content=content, pages=pages)

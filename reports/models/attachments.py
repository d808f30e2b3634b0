"""Files attached to publications, such as a consultation report that goes with the whole appendix."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from proposals.domain.attachments import EXEMPT
from proposals.models.attachments import Attachment
from reports.models.publications import Publication
from services.db.constraints import check


class PublicationAttachment(Attachment):
    """A public or internal file on a publication; an exempt one belongs to a proposal, by which it is read."""

    history_parent: ClassVar[str] = "publication"
    namespace: ClassVar[str] = "publications"

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="attachments")

    class Meta(Attachment.Meta):
        verbose_name = "attachment of a publication"
        verbose_name_plural = "attachments of publications"
        constraints = [
            *Attachment.Meta.constraints,
            check(
                "not_exempt",
                "Attach an exempt file to the proposal that it is about.",
                ~Q(sensitivity=EXEMPT),
            ),
        ]

    @property
    def about(self) -> str:
        """The name of the publication."""
        return str(self.publication)

    @property
    def parent_fields(self) -> dict[str, Any]:
        """Return what a new version has in common with this one."""
        return {"publication": self.publication}

"""The exempt wording that an edition of Part II was made from, apart from its snapshot."""

from django.db import models

from reports.models.editions import Edition, FrozenModel


class EditionWording(FrozenModel):
    """The exempt wordings of one edition's proposals, as one text; read to make the edition again, and by nothing else.

    The snapshot holds its SHA-256.
    """

    history_parent = "edition"
    confidential = True
    derived_fields = frozenset({"text"})

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="wording")
    text = models.TextField("exempt wording")

    class Meta:
        ordering = ["edition"]
        default_permissions = ()
        verbose_name = "exempt wording of an edition"
        verbose_name_plural = "exempt wordings of editions"

    def __str__(self) -> str:
        return f"{self.edition}: exempt wording"

"""The councils' logos, kept in the database beside everything else that a backup has to hold."""

from base64 import b64encode
from functools import lru_cache

from django.db import models, transaction
from django.db.models import Q

from services.audit.history import RecordedModel
from services.db.constraints import check
from services.models.organisation import Council
from services.values.logos import LogoFile, PrintedLogo


class CouncilLogo(RecordedModel):
    """The picture that stands for one council on its pages; its history is kept by its digest."""

    derived_fields = frozenset({"content"})
    history_parent = "council"

    council = models.OneToOneField("services.Council", on_delete=models.CASCADE, related_name="logo")
    kind = models.CharField("kind", max_length=3, choices=[("png", "PNG"), ("svg", "SVG")])
    digest = models.CharField("digest", max_length=64)
    content = models.BinaryField("content")

    class Meta:
        ordering = ["council__name", "pk"]
        constraints = [
            check("known_kind", "A logo is a PNG or an SVG.", Q(kind__in=["png", "svg"])),
        ]

    def __str__(self) -> str:
        return f"Logo of {self.council}"


def printed_logo(council: Council) -> PrintedLogo | None:
    """Return the council's logo for its documents; None where it has none."""
    held = _printed(council.pk, council.logo_digest) if council.logo_digest else None
    return held and PrintedLogo(*held, council.logo_words)


@lru_cache(maxsize=16)
def _printed(council: int, digest: str) -> tuple[str, str] | None:
    """Return the logo's kind and its bytes in base 64; what a digest names never changes."""
    logo = CouncilLogo.objects.filter(council=council, digest=digest).first()
    return logo and (logo.kind, b64encode(bytes(logo.content)).decode("ascii"))


@transaction.atomic
def set_logo(council: Council, logo: LogoFile | None) -> None:
    """Give the council this logo in place of the one it has, or none."""
    held = CouncilLogo.objects.filter(council=council).first()
    if logo is None:
        if held:
            held.delete()
    else:
        held = held or CouncilLogo(council=council)
        held.kind, held.digest, held.content = logo.kind, logo.digest, logo.content
        held.save()
    council.logo_digest = logo.digest if logo else ""
    council.save()

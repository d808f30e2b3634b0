"""The invented council's colour, logo and contacts, so that the demonstration shows whose pages they are."""

from django.conf import settings

from services.models import Council
from services.models.council_logos import set_logo
from services.values.logos import read_logo


def give_look(council: Council) -> None:
    """Give the demonstration's council a look of its own; one that somebody has given it stays."""
    if council.brand_colour or council.logo_digest:
        return
    council.brand_colour = "#4b2e6b"
    council.contact_email = "committees@northmoor.example"
    council.contact_telephone = "01632 960000"
    council.privacy_notice = "https://www.northmoor.example/privacy"
    council.full_clean()
    set_logo(council, read_logo((settings.BASE_DIR / "fixtures" / "demo_logo.svg").read_bytes()))

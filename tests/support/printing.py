"""PDFs of pages that tests write themselves, as a council's own program would print them."""

from functools import cache

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

# Looking the machine's fonts up takes a sixth of printing a page.
_fonts_of_the_machine = cache(FontConfiguration)


def print_html(page: str) -> bytes:
    """Return the HTML page as a PDF."""
    return HTML(string=page).write_pdf(font_config=_fonts_of_the_machine())

"""The layout of the option form."""

from collections.abc import Iterator

from proposals.importing.forms.document import FormKind
from proposals.importing.forms.headings import OPTION_FORM
from proposals.importing.forms.option_pages.checks import check_document, check_sections
from proposals.importing.forms.option_pages.reader import FormReader, OptionForm
from proposals.importing.forms.option_pages.sections import read_sections
from proposals.importing.forms.option_pages.segmentation import find_forms
from proposals.importing.forms.segmentation import FoundForms


def _read_forms(found: FoundForms) -> Iterator[OptionForm]:
    for form in found.forms:
        sections = read_sections(form)
        read = FormReader(sections).read(form.start.reference, form.start.title)
        check_sections(sections, is_last=form is found.forms[-1])
        yield read


OPTION_PAGES = FormKind(
    OPTION_FORM,
    "option",
    "No option form was found. A form begins with a line such as “LIB001 – Mobile libraries”, followed by the heading "
    f"“{OPTION_FORM['service'].wording}”.",
    find_forms,
    _read_forms,
    check_document,
    "negative",
)

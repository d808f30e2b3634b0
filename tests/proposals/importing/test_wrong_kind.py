"""A document uploaded as another kind than it is: the reader of the right kind is asked, and named."""

import io

import pytest
from django.core.management import CommandError, call_command

from proposals.importing.kinds import KINDS, WrongKind
from proposals.importing.lines import NothingFound
from proposals.importing.reading import read_file
from proposals.models import WaitingDocument
from tests.proposals.importing.test_import_pages import officer, upload
from tests.support import business_cases
from tests.support.option_forms import THREE, bytes_of
from tests.support.parsed_documents import IMPACT, SUMMARY, SUMMARY_TITLES, side_by_side
from tests.support.web_examples import make_round

__all__ = ["officer"]
DOCUMENTS = {
    "option-pages": bytes_of(*THREE),
    "committee-summary": side_by_side(SUMMARY, before=SUMMARY_TITLES),
    "impact-table": side_by_side(IMPACT),
    "business-cases": business_cases.bytes_of(business_cases.POOLS, business_cases.PARKS),
}


def read(style, content):
    return read_file(content, "paper.txt", kind=style).document


@pytest.mark.parametrize("kind", DOCUMENTS)
@pytest.mark.parametrize("chosen", KINDS)
def test_every_kind_is_known_from_every_other(kind, chosen):
    is_any_table = chosen == "savings-table" and kind in ("committee-summary", "impact-table")
    if chosen == kind or is_any_table:
        assert read(chosen, DOCUMENTS[kind]).kind == kind
        return
    with pytest.raises(WrongKind, match=f"looks like {KINDS[kind].description}: choose that kind") as refused:
        read(chosen, DOCUMENTS[kind])
    assert refused.value.kind == kind


def test_what_is_no_kind_at_all_is_said_to_be_none():
    with pytest.raises(NothingFound, match=r"^No option form was found\. A form begins with a line such as"):
        read("option-pages", b"Dear all,\nplease find attached nothing.\n")


def test_errors_of_the_right_kind_stay_errors_of_it():
    wrong = bytes_of(*(form.but(gross="a lot") for form in THREE))
    assert len(read("option-pages", wrong).proposals) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_the_page_recognises_the_kind(officer, kind):
    budget_round = make_round("Budget 2027/28 to 2029/30")
    response = upload(officer, DOCUMENTS[kind], budget_round=budget_round.pk)
    assert response.status_code == 302
    assert WaitingDocument.objects.get().style == kind


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_document_is_recognised_without_a_word(kind):
    assert read("", DOCUMENTS[kind]).kind == kind


@pytest.mark.django_db
def test_the_command_names_the_kind_as_it_is_written_there(tmp_path):
    path = tmp_path / "paper.txt"
    path.write_bytes(DOCUMENTS["impact-table"])
    with pytest.raises(CommandError, match=r"choose that kind\. Its name here is impact-table\."):
        call_command(
            "import_document",
            "option-pages",
            str(path),
            "--council",
            "x",
            "--round",
            "y",
            stdout=io.StringIO(),
        )

"""A PDF carries its figures and says which edition it is; the check of that finds what is wrong."""

import datetime
import json
from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from reports.documents.cover import Cover, EditionMark
from reports.documents.statement import stated_identifier
from reports.open_data import all_files
from reports.styles import STYLES
from reports.writers.html import write_html_page
from reports.writers.pdf import write_pdf
from services.values.dates import format_day
from tests.pdf_checks.archive import check_archive
from tests.support.appendix_examples import proposal
from tests.support.pdf_checks import assert_passes
from tests.support.style_examples import mixed_round, round_of

IDENTIFIER = "4f3c1b2a-5d6e-4f70-8a9b-0c1d2e3f4a5b"
MARK = EditionMark(IDENTIFIER, 2, datetime.datetime(2027, 10, 12, 9, 30, tzinfo=datetime.UTC), corrects=1)


@pytest.fixture(scope="module")
def document():
    return replace(STYLES["impact-table"](mixed_round(), Cover(appendix="B")), edition=MARK)


@pytest.fixture(scope="module")
def pdf(document):
    return write_pdf(document)


@pytest.fixture(scope="module")
def plain():
    return write_pdf(STYLES["option-pages"](round_of(proposal()), Cover()))


def attached(pdf):
    with pikepdf.open(BytesIO(pdf)) as opened:
        return {name: file.get_file().read_bytes() for name, file in opened.attachments.items()}


class TestAnEdition:
    def test_passes_every_automated_check_for_people_and_for_archives(self, pdf, tmp_path):
        assert_passes(pdf, tmp_path)

    def test_carries_its_figures_and_what_explains_them(self, pdf):
        files = attached(pdf)
        expected = {file.name: file.content for file in all_files(mixed_round())}
        assert {name: content for name, content in files.items() if name != "edition.json"} == expected

    def test_states_which_it_is_and_the_marks_of_its_figures(self, pdf, document):
        files = attached(pdf)
        statement = files.pop("edition.json")
        said = json.loads(statement)
        assert (stated_identifier(statement), said["edition"]) == (IDENTIFIER, 2)
        assert said["published_at"] == MARK.published_at.isoformat()
        assert said["title"] == document.full_title
        assert said["sha256"] == {name: sha256(content).hexdigest() for name, content in files.items()}

    def test_says_in_its_metadata_when_it_was_published_and_which_it_is(self, pdf):
        with pikepdf.open(BytesIO(pdf)) as opened, opened.open_metadata() as packet:
            assert packet["xmp:CreateDate"] == "2027-10-12T09:30:00Z"
            assert packet["xmpMM:DocumentID"] == f"uuid:{IDENTIFIER}"
            assert packet["xmpMM:VersionID"] == "2"

    def test_says_so_at_the_head_of_the_file_where_it_outlives_a_lost_end(self, pdf):
        assert IDENTIFIER.encode() in pdf[:1000]

    def test_prints_it_on_its_cover_and_in_short_on_its_pages(self, document):
        page = write_html_page(document)
        assert "Edition 2, published 12 October 2027, correcting edition 1" in page
        assert f"Identifier {IDENTIFIER}" in page
        assert "– edition 2, 4f3c1b2a" in page

    def test_has_the_same_bytes_when_made_again(self, document, pdf):
        assert write_pdf(document) == pdf


class TestADocumentThatIsNoEdition:
    def test_carries_its_figures_and_states_no_edition(self, plain, tmp_path):
        assert sorted(attached(plain)) == sorted(file.name for file in all_files(round_of(proposal())))
        assert_passes(plain, tmp_path)

    def test_is_dated_by_its_meeting_or_not_at_all(self, plain):
        day = datetime.date(2027, 9, 14)
        dated = write_pdf(STYLES["option-pages"](round_of(proposal()), Cover(date=day)))
        assert _dates(plain) == {None}
        assert _dates(dated) == {"D:20270914000000Z"}
        assert check_archive(dated) == []
        assert format_day(day) == "14 September 2027"


def _dates(pdf):
    with pikepdf.open(BytesIO(pdf)) as opened:
        streams = [file.get_file().obj for file in opened.attachments.values()]
        return {str(date) if (date := each.Params.get("/ModDate")) else None for each in streams}


class TestReadingAStatement:
    @pytest.mark.parametrize(
        "content",
        [b"", b"\xff\xfe", b"[]", b"{}", b"null", b"[" * 100_000, b'{"format": "another"}'],
        ids=["empty", "no text", "a list", "nothing in it", "null", "endless", "another format"],
    )
    def test_takes_no_edition_from_what_it_did_not_write(self, content):
        assert stated_identifier(content) == ""

    @pytest.mark.parametrize("identifier", ["x", 7, None, [], IDENTIFIER + "0"])
    def test_takes_no_edition_from_an_identifier_that_cannot_be(self, pdf, identifier):
        said = {**json.loads(attached(pdf)["edition.json"]), "identifier": identifier}
        assert stated_identifier(json.dumps(said).encode()) == ""


# The check itself


def _first_attachment(opened):
    return opened.Root.Names.EmbeddedFiles.Names[1]


def _packet(opened, old, new):
    content = opened.Root.Metadata.read_bytes()
    assert old in content
    opened.Root.Metadata.write(content.replace(old, new))


def _swap_names(tree):
    names = list(tree.Names)
    tree.Names = Array([*names[2:4], *names[:2], *names[4:]])


def _delete(owner, key):
    del owner[key]


DAMAGES = {
    "no packet": (lambda pdf: _delete(pdf.Root, "/Metadata"), "no metadata packet"),
    "one standard only": (
        lambda pdf: _packet(pdf, b"<pdfuaid:part>1</pdfuaid:part>", b""),
        "does not say PDF/UA-1",
    ),
    "another level": (lambda pdf: _packet(pdf, b"conformance>A<", b"conformance>B<"), "not 3 and A"),
    "a schema not described": (
        lambda pdf: _packet(
            pdf, b"pdfaSchema:namespaceURI>http://www.aiim.org/pdfua", b"pdfaSchema:namespaceURI>x"
        ),
        "does not describe the schema",
    ),
    "another title": (lambda pdf: pdf.docinfo.__setitem__("/Title", "Else"), "/Title is “Else”"),
    "no colour profile": (lambda pdf: _delete(pdf.Root, "/OutputIntents"), "0 colour profiles"),
    "a broken colour profile": (
        lambda pdf: pdf.Root.OutputIntents[0].DestOutputProfile.write(bytes(128)),
        "no colour profile for screens",
    ),
    "data not tied": (lambda pdf: _delete(pdf.Root, "/AF"), "is not tied to the document"),
    "data tied twice": (lambda pdf: pdf.Root.AF.append(pdf.Root.AF[0]), "more than once"),
    "no relation": (lambda pdf: _delete(_first_attachment(pdf), "/AFRelationship"), "the document's data"),
    "no kind": (lambda pdf: _delete(_first_attachment(pdf).EF.F, "/Subtype"), "what kind of file"),
    "changed data": (lambda pdf: _first_attachment(pdf).EF.F.write(b"else"), "another checksum"),
    "names out of order": (
        lambda pdf: _swap_names(pdf.Root.Names.EmbeddedFiles),
        "not listed by their names",
    ),
    "an action": (
        lambda pdf: pdf.Root.__setitem__("/OpenAction", Dictionary(S=Name.JavaScript, JS=String("x"))),
        "/OpenAction",
    ),
}


class TestTheCheckOfAnArchive:
    @pytest.mark.parametrize("what", DAMAGES)
    def test_finds(self, pdf, what):
        damage, finding = DAMAGES[what]
        written = BytesIO()
        with pikepdf.open(BytesIO(pdf)) as opened:
            damage(opened)
            opened.save(written)
        assert any(finding in each for each in check_archive(written.getvalue()))

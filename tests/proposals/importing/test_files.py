"""What is read at all: text and Word files, and the plain words for every other kind of file."""

import io
import time
import zipfile

import openpyxl
import pytest

from proposals.importing.lines import UnreadableDocument
from tests.support.option_forms import LIBRARIES, THREE, bytes_of, read_forms, text_of, word_of
from tests.support.parsed_documents import lines_in

LARGEST = 10 * 1024 * 1024


def read(content, name="options.txt"):
    return lines_in(content, name, largest_bytes=LARGEST)


def spreadsheet():
    content = io.BytesIO()
    openpyxl.Workbook().save(content)
    return content.getvalue()


@pytest.fixture
def in_two_seconds():
    began = time.process_time()
    yield
    assert time.process_time() - began < 2


def archive(*names):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name in names:
            package.writestr(name, "text")
    return content.getvalue()


class TestWrongFiles:
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "The file is empty."),
            (b" \r\n\t \n", "The file is empty."),
            ("\ufeff\u00a0\n\u200b".encode(), "The file contains no text."),
            (b"\x89PNG\r\n\x1a\n\x00\x00", "This is a picture"),
            (b"\xff\xd8\xff\xe0\x00\x10JFIF", "This is a picture"),
            (b"%PDF-1.7\n", "damaged or cut short"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "an old Office file (such as .doc)"),
            (b"{\\rtf1\\ansi", "rich text file"),
            (text_of(LIBRARIES).encode("utf-16-le"), "binary data"),
            (text_of(LIBRARIES).encode("utf-16")[:-1], "cut short"),
            (b"LIB001\x00\x01\x02", "binary data"),
            ("one\r\ntwo\r\nincome – £4m\r\n".encode("mac-roman"), "Line 3 is not UTF-8 text"),
            ("one\n£".encode()[:-1], "ends in the middle of a character"),
        ],
    )
    def test_each_gets_its_own_words(self, content, said):
        with pytest.raises(UnreadableDocument) as refusal:
            read(content)
        assert said in str(refusal.value)

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (spreadsheet(), "The file contains no text"),
            (archive("readme.txt"), "neither a spreadsheet nor a Word document"),
            (archive("word/document.xml"), "damaged or cut short"),
        ],
        ids=["spreadsheet", "archive", "archive that pretends"],
    )
    def test_a_package_that_is_no_word_file(self, content, said):
        with pytest.raises(UnreadableDocument) as refusal:
            read(content)
        assert said in str(refusal.value)

    def test_a_file_too_large_is_told_its_size_and_the_limit(self):
        with pytest.raises(UnreadableDocument) as refusal:
            read(b"x" * (50 * 1024 * 1024))
        assert "50.0 MB" in str(refusal.value)
        assert "10 MB" in str(refusal.value)

    def test_a_package_that_unpacks_to_gigabytes_is_not_unpacked(self):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("word/document.xml", bytes(61 * 1024 * 1024))
        with pytest.raises(UnreadableDocument, match="unpacks to 61 MB"):
            read(content.getvalue())

    @pytest.mark.parametrize("share", [0.1, 0.35, 0.5, 0.75, 0.9, 0.97, 0.999])
    def test_a_word_file_cut_short_anywhere_is_refused(self, share):
        content = word_of(*THREE)
        with pytest.raises(UnreadableDocument, match="damaged or cut short"):
            read(content[: int(len(content) * share)])

    @pytest.mark.parametrize("place", [0.2, 0.4, 0.6, 0.8])
    def test_a_word_file_with_damaged_bytes_is_refused(self, place):
        content = bytearray(word_of(*THREE))
        at = int(len(content) * place)
        content[at : at + 40] = bytes(40)
        with pytest.raises(UnreadableDocument, match="damaged"):
            read(bytes(content))


class TestText:
    def test_line_numbers_are_those_an_editor_shows(self):
        document = read(b"one\r\n\r\nthree\x0cthree again\r\nfour\r\n")
        assert [(line.text, line.place) for line in document.lines] == [
            ("one", "line 1"),
            ("three", "line 3"),
            ("three again", "line 3"),
            ("four", "line 4"),
        ]

    def test_utf_16_is_read_as_any_other_text(self):
        assert read(text_of(*THREE).encode("utf-16")).lines == read(bytes_of(*THREE)).lines

    def test_old_line_ends_are_line_ends(self):
        assert [line.place for line in read(b"one\rtwo\r").lines] == ["line 1", "line 2"]

    def test_spaces_of_every_kind_become_one_plain_space(self):
        (line,) = read("  Parks\u00a0 and\u2009gardens\u200b  \n".encode()).lines
        assert line.text == "Parks and gardens"

    def test_a_byte_order_mark_is_not_part_of_the_text(self):
        assert read("\ufeffLIB001\n".encode()).lines[0].text == "LIB001"

    def test_a_tab_opens_a_cell_and_what_follows_belongs_to_it(self):
        document = read(b"\tone\ntwo\n\t\n\tthree\n")
        assert [line.opens_cell for line in document.lines] == [True, False, True]

    def test_a_file_that_stops_within_a_line_ends_abruptly(self):
        assert read(b"one\ntwo").ends_abruptly
        assert not read(b"one\ntwo\n  ").ends_abruptly

    def test_windows_and_unix_line_ends_give_the_same_lines(self):
        windows = text_of(*THREE).replace("\n", "\r\n").encode()
        assert read(windows).lines == read(bytes_of(*THREE)).lines

    def test_every_kind_of_space_is_one_and_what_cannot_be_printed_is_dropped(self):
        (line,) = read("Parks\u1680\x1c\u3000and\x01\x1b \x7f\x9fgardens\n".encode()).lines
        assert line.text == "Parks and gardens"

    def test_accents_are_read_as_one_letter(self):
        assert read("Cafe\u0301\n".encode()).lines[0].text == "Café"


@pytest.mark.usefixtures("in_two_seconds")
class TestTextsThatWouldTakeForEver:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("a\n" * 100_001, "more than 100,000 lines"),
            ("word " * 20_001, "“word word .*” is longer than 100,000 letters"),
            ("a" + "\u0301\u0323" * 40_000, "more than 30 accents"),
        ],
        ids=["lines", "letters", "accents"],
    )
    def test_more_than_a_document_has_is_refused(self, text, said):
        with pytest.raises(UnreadableDocument, match=said):
            read(text.encode())

    def test_more_forms_than_a_document_has_are_refused(self):
        form = "A1 – T\nService name\nParks\nStart year\n2027/28\nImpact upon service\nNone.\n"
        assert len(read_forms(read(form.encode() * 20)).forms) == 20
        with pytest.raises(UnreadableDocument, match="more than 2,000 forms"):
            read_forms(read(form.encode() * 2_001))

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("£4.250m", "(" + "\u1680" * 4_000 + "x"),
            ("£4.250m", "1" + "\u1680" * 20_000 + "x"),
            ("-0.120", "x" + "\u1680" * 20_000 + "y"),
            ("-0.120", "1 " * 45_000),
            ("-0.120", "\n".join(["-0.120"] * 5_000)),
            ("Books are", "*" * 90_000 + "a\tb"),
            ("Books are", "* a" + "\nb" * 20_000),
            ("Books are", "•" * 90_000),
            ("Books are", "• " * 45_000),
            ("Books are", "[a](" * 20_000),
            ("Books are", "_a " * 30_000),
            ("Books are", "# " * 45_000),
            ("LIB001 – MOBILE", "A" + "1" * 90_000 + "! MOBILE"),
            ("Library Service", "Library" + "\nService:" * 20_000),
        ],
        ids=[
            "bracket",
            "amount",
            "unit",
            "row",
            "table",
            "markers",
            "footnote",
            "bullets",
            "list",
            "links",
            "lines",
            "hashes",
            "reference",
            "service",
        ],
    )
    def test_a_hostile_line_is_read_or_refused_at_once(self, old, new):
        text = text_of(LIBRARIES)
        assert old in text
        read_forms(read(text.replace(old, new, 1).encode()))

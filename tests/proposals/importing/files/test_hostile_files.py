"""Files that are damaged, too large or made to do harm: refused in words, in little time."""

import os
import time
import zlib

import pytest

from proposals.importing.files.cleaning import UnreadableDocument
from proposals.importing.files.reading import read_file
from tests.support.source_files import old_workbook, open_workbook, package, read, saved, with_parts

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ENTITIES = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
TEN_MILLION = 10_000_000


def sheet_of(rows):
    """A workbook whose one sheet has these rows."""
    markup = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    return with_parts(saved(open_workbook(["a"])), {"xl/worksheets/sheet1.xml": lambda _: markup})


def word_of(body):
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return package(
        {"word/document.xml": f'<w:document xmlns:w="{main}"><w:body>{body}</w:body></w:document>'}
    )


def pdf_of(stream, packed=True):
    stream = zlib.compress(stream, 9) if packed else stream
    kind = b"/Filter/FlateDecode" if packed else b""
    return (
        b"%%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\n"
        b"endobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>\nendobj\n4 0 obj\n"
        b"<</Length %d%s>>\nstream\n%s\nendstream\nendobj\ntrailer<</Root 1 0 R>>\n"
        % (len(stream), kind, stream)
    )


HOSTILE = {
    "a zip bomb.xlsx": (lambda: sheet_of(" " * 60_000_000), "unpacks to"),
    "entities.xlsx": (lambda: with_parts(sheet_of(""), {"xl/workbook.xml": lambda part: ENTITIES + part}), "entities"),
    "entities.docx": (lambda: package({"word/document.xml": ENTITIES + b"<a>&b;</a>"}), "entities"),
    "every row.xlsx": (lambda: sheet_of("".join(f'<row r="{row}"/>' for row in range(1, 1_048_577))), "at most"),
    "the last cell.xlsx": (lambda: sheet_of('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "row 1,048,576"),
    "a far cell.xlsx": (lambda: sheet_of('<row r="50000"><c r="XFD50000"><v>1</v></c></row>'), "column 16,384"),
    "a cell twice.xlsx": (lambda: sheet_of('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'), "damaged"),
    "cut short.xlsx": (lambda: sheet_of("")[:900], "damaged"),
    "dde.xlsx": (
        lambda: with_parts(sheet_of(""), {"xl/externalLinks/externalLink1.xml": lambda _: b"<a><ddeLink/></a>"}),
        "starts other programs",
    ),
    "a password.xlsx": (lambda: OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "cut short.xls": (lambda: old_workbook()[:-3000], "damaged|old Office"),
    "no workbook.xls": (lambda: OLD_OFFICE + "Workbook".encode("utf-16-le"), "damaged"),
    "deep.docx": (lambda: word_of("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000), "damaged"),
    "brackets.docx": (lambda: word_of(f"<w:p><w:r><w:t>{'[' * TEN_MILLION}</w:t></w:r></w:p>"), "unpacks|longer"),
    "brackets.txt": (lambda: b"[" * TEN_MILLION, "longer than"),
    "lines of brackets.txt": (lambda: b"[[[[ ((((\n" * (TEN_MILLION // 10), "more than"),
    "quotes.csv": (lambda: b'"' * TEN_MILLION, "longer than|not a table"),
    "commas.csv": (lambda: b",\n" * (TEN_MILLION // 2), "more than"),
    "brackets.pdf": (lambda: pdf_of(b"[" * TEN_MILLION, packed=False), "brackets"),
    "packed brackets.pdf": (lambda: pdf_of(b"[" * TEN_MILLION), "unpacks|brackets"),
    "a bomb.pdf": (lambda: pdf_of(b"0" * 100_000_000), "unpacks"),
    "a bomb in a bomb.pdf": (lambda: pdf_of(zlib.compress(b"0" * 100_000_000, 9)), "unpacks"),
    "noise.pdf": (lambda: b"%PDF-1.7\n" + os.urandom(100_000), "damaged"),
    "noise.txt": (lambda: os.urandom(100_000), "not a text"),
    "a web page.xls": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
    "a picture.docx": (lambda: b"\x89PNG\r\n\x1a\n", "picture"),
    "empty.txt": (lambda: b" \n", "empty"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_in_little_time(name):
    make, message = HOSTILE[name]
    content = make()
    began = time.process_time()
    with pytest.raises(UnreadableDocument, match=message):
        read_file(content, name, largest_bytes=20_000_000)
    assert time.process_time() - began < 5


def test_a_file_larger_than_is_allowed_is_refused():
    with pytest.raises(UnreadableDocument, match=r"1\.0 MB; the largest"):
        read_file(b"a" * 1024 * 1024, "a.txt", largest_bytes=1024)


def test_a_file_is_told_by_its_content_and_not_by_its_name():
    assert read(saved(open_workbook(["a"])), "table.csv").kind == "xlsx"

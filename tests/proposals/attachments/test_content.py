"""The type of an uploaded file is told by its content, and what could run in a browser or hide something is refused."""

import io
import zipfile

import pytest

from proposals.attachments.content import LONGEST_NAME, RefusedFile, check_file, shown_name
from tests.support.attachment_examples import (
    TEXT,
    excel,
    open_document,
    package,
    pdf,
    picture,
    with_parts,
    word,
)

pytestmark = pytest.mark.one_database

OFFICE = "application/vnd.openxmlformats-officedocument"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><script>alert(document.cookie)</script></html>"


class TestTheType:
    @pytest.mark.parametrize(
        ("name", "content", "expected"),
        [
            ("a.pdf", pdf(), "application/pdf"),
            ("a.PDF", pdf(script="app.alert(1)"), "application/pdf"),
            ("a.docx", word(), f"{OFFICE}.wordprocessingml.document"),
            ("a.xlsx", excel(), f"{OFFICE}.spreadsheetml.sheet"),
            ("a.odt", open_document(), "application/vnd.oasis.opendocument.text"),
            ("a.ods", open_document(kind="spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
            ("a.png", picture(), "image/png"),
            ("a.jpeg", picture("JPEG"), "image/jpeg"),
            ("a.txt", TEXT, "text/plain; charset=utf-8"),
            ("a.csv", "Year,£\r\n2027/28,1\r\n".encode(), "text/csv; charset=utf-8"),
            ("a.csv", "Year,£\r\n2027/28,1\r\n".encode("cp1252"), "text/csv; charset=windows-1252"),
            ("a.csv", b"\xef\xbb\xbfYear,Saving\n", "text/csv; charset=utf-8"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_is_told_by_the_content(self, name, content, expected):
        checked = check_file(name, content)
        assert (checked.content_type, checked.content) == (expected, content)

    def test_has_to_fit_the_name(self):
        with pytest.raises(
            RefusedFile, match=r"contains a PDF, but its name “case\.docx” does not end in \.pdf"
        ):
            check_file("case.docx", pdf())
        with pytest.raises(RefusedFile, match=r"contains plain text, but its name “setup\.exe”"):
            check_file("setup.exe", TEXT)


class TestHostileFiles:
    @pytest.mark.parametrize(
        ("name", "content", "why"),
        [
            ("case.pdf", HTML, "web page"),
            ("case.pdf", b"%PDF-1.7\n" + HTML + b"\n%%EOF", "web page"),
            ("case.txt", b"\xef\xbb\xbf  " + HTML, "web page"),
            ("case.txt", HTML.decode().encode("utf-16"), "web page"),
            ("picture.png", SVG, "web page"),
            ("picture.svg", SVG, "web page"),
            ("notes.txt", b'<?xml version="1.0"?><a/>', "markup"),
            ("picture.png", b"GIF89a/*" + HTML + b"*/", "web page"),
            ("picture.gif", b"GIF89a" + bytes(20), "not one that can be attached"),
            ("picture.png", picture() + bytes(2000) + HTML, "something besides the picture"),
            ("picture.png", picture()[:60], "something besides the picture"),
            ("picture.jpg", b"\xff\xd8\xff\xe0" + bytes(20) + b"\xff\xd9", "damaged"),
            ("picture.jpg", picture("JPEG") + pdf(), "something besides the picture"),
            ("case.pdf", pdf() + b"x" * 3000, "something after its end"),
            ("case.pdf", b"%PDF-1.7\nnothing\n%%EOF", "damaged"),
            ("case.pdf", pdf() + word() + b"%%EOF", "more than one kind of file"),
            ("picture.png", picture()[:-12] + word() + picture()[-12:], "more than one kind of file"),
            ("case.docx", b"MZ" + word(), "not one that can be attached"),
            ("case.docx", package(("evil.exe", b"MZ")), "damaged"),
            ("case.zip", package(("[Content_Types].xml", "<Types/>")), "not one that can be attached"),
            ("case.docx", b"PK\x03\x04" + bytes(50), "damaged"),
            ("case.exe", b"MZ\x90\x00" + bytes(50), "not one that can be attached"),
            ("case.txt", b"a\0b", "not one that can be attached"),
            ("case.txt", b"\x1b[2J", "not one that can be attached"),
            ("case.pdf", b"", "empty"),
        ],
    )
    def test_are_refused_with_the_reason(self, name, content, why):
        with pytest.raises(RefusedFile, match=why):
            check_file(name, content)

    def test_a_word_file_that_unpacks_to_gigabytes_is_refused_unread(self):
        bomb = with_parts(word(), ("word/media/image1.png", bytes(150 * 1024 * 1024)))
        assert len(bomb) < 300_000
        with pytest.raises(RefusedFile, match=r"unpacks to 1[45][0-9] MB or more"):
            check_file("case.docx", bomb)

    @pytest.mark.parametrize(
        "content",
        [
            with_parts(word(), ("word/vbaProject.bin", b"x")),
            with_parts(excel(), ("xl/macrosheets/sheet1.xml", b"x")),
            open_document([("Basic/Standard/Module1.xml", "x")]),
        ],
    )
    def test_macros_are_refused(self, content):
        with pytest.raises(RefusedFile, match="macros"):
            check_file("case.docx", content)

    def test_a_macro_workbook_under_another_name_is_refused(self):
        parts = {}
        with zipfile.ZipFile(io.BytesIO(excel())) as archive:
            for name in archive.namelist():
                parts[name] = archive.read(name)
        types = parts["[Content_Types].xml"]
        main = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        assert main in types
        parts["[Content_Types].xml"] = types.replace(
            main, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        )
        with pytest.raises(RefusedFile, match="not one that can be attached"):
            check_file("case.xlsx", package(*parts.items()))

    def test_a_template_from_elsewhere_is_refused(self):
        link = (
            b'<Relationship Type=".../attachedTemplate" Target="https://x.example/t" TargetMode="External"/>'
        )
        with pytest.raises(RefusedFile, match="template from elsewhere"):
            check_file("case.docx", with_parts(word(), ("word/_rels/settings.xml.rels", link)))

    def test_what_is_protected_by_a_password_is_said_to_be(self):
        import pikepdf

        locked = pdf(encryption=pikepdf.Encryption(owner="o", user="u"))
        old = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
        encrypted_word = old + "EncryptedPackage".encode("utf-16-le")
        manifest = ("META-INF/manifest.xml", "<manifest><encryption-data/></manifest>")
        encrypted_text = package(("mimetype", "application/vnd.oasis.opendocument.text"), manifest)
        for name, content in (("a.pdf", locked), ("a.docx", encrypted_word), ("a.odt", encrypted_text)):
            with pytest.raises(RefusedFile, match="protected by a password"):
                check_file(name, content)
        with pytest.raises(RefusedFile, match="older format"):
            check_file("a.doc", old)

    def test_a_pdf_that_only_forbids_changes_is_accepted(self):
        import pikepdf

        readable = pdf(encryption=pikepdf.Encryption(owner="o", user=""))
        assert check_file("a.pdf", readable).content_type == "application/pdf"


class TestTheNameShown:
    @pytest.mark.parametrize(
        ("given", "shown"),
        [
            ("Équality assessment (final).docx", "Équality assessment (final).docx"),
            ("../../etc/passwd.txt", "passwd.txt"),
            (r"C:\Users\me\case.pdf", "case.pdf"),
            ("case\u202efdp.exe", "casefdp.exe"),
            ("\u2066case\u2069\u200b.pdf", "case.pdf"),
            ("case\r\nSet-Cookie: a=b.pdf", "case Set-Cookie: a=b.pdf"),
            ("case\x00\x1b.pdf", "case.pdf"),
            ("...case.pdf", "case.pdf"),
            ("  case \t of  two.pdf ", "case of two.pdf"),
        ],
    )
    def test_has_no_path_no_control_and_no_direction(self, given, shown):
        assert shown_name(given) == shown

    def test_is_shortened_and_keeps_its_ending(self):
        name = shown_name("a" * 300 + ".docx")
        assert (len(name), name[-6:]) == (LONGEST_NAME, "a.docx")

    @pytest.mark.parametrize("name", ["", "\u202e", "...", "folder/"])
    def test_has_to_be_there(self, name):
        with pytest.raises(RefusedFile, match="no name"):
            shown_name(name)

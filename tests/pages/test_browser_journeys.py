"""A journey of each role through the pages in Chromium: with keyboard and mouse, at several widths, checked by axe."""

import csv
import io
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from playwright.sync_api import expect

from tests.support.edition_examples import work_off
from tests.support.option_forms import LIBRARIES, PARKS, word_of
from tests.support.settled_page import assert_fits, axe_violations, resize
from tests.support.web_examples import make_many, make_proposal, make_round, make_service

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 768, 1280)
PASSWORD = "a long enough password"


@pytest.fixture
def sound(page):
    """A function that fails for what axe finds, or for a page wider than its window.

    Every page is looked at more closely in test_every_page; here it is what a journey has made of it.
    """

    def sound(where):
        assert axe_violations(page) == [], where
        for width in WIDTHS:
            resize(page, width)
            assert_fits(page, where)

    return sound


def sign_in_by_form(page, person):
    page.goto("/sign-in/")
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: "/sign-in/" not in address)


def downloaded(page, name, role="link"):
    with page.expect_download() as download:
        page.get_by_role(role, name=name).click()
    return Path(download.value.path()).read_bytes(), download.value.suggested_filename


def reach_by_keyboard(page, locator):
    """Press Tab until the control has the focus, and see that the focus shows."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if locator.evaluate("element => element === document.activeElement"):
            shown = locator.evaluate(
                "element => { const style = getComputedStyle(element);"
                " return style.outlineStyle !== 'none' || style.boxShadow !== 'none'; }"
            )
            assert shown, "the focus cannot be seen"
            return
    raise AssertionError("the keyboard does not get there")


@pytest.fixture
def open_round():
    budget_round = make_round()
    lights = make_service(budget_round)
    homes = make_service(budget_round, "Care homes", "ASC", "Adult care")
    make_proposal(budget_round, "ENV001", "Dim the lights", (40_000, 10_000, 0), ("-2",), service=lights)
    make_proposal(
        budget_round,
        "ASC001",
        "Fewer beds",
        (250_000, 0, 750_000),
        ("1.5",),
        service=homes,
        statements={
            "impact_upon_service": "Fewer places.\n\n· in two homes",
            "decisions_needed": "A\tB\n1\t2",
        },
    )
    make_proposal(budget_round, "ASC002", "Share the night watch", (300_000, 0, 0), service=homes)
    return budget_round


class TestAFinanceOfficer:
    def test_uploads_a_word_file_sees_what_it_would_do_and_finds_it_in_the_list(
        self, page, sound, finance_officer, tmp_path
    ):
        sign_in_by_form(page, finance_officer)
        importing = page.get_by_role("main").get_by_role("link", name="Import a document")
        expect(importing).to_be_visible()
        sound("no rounds yet")
        importing.click()
        expect(page.get_by_label("Document", exact=True)).to_be_visible()
        sound("upload")
        page.get_by_role("button", name="Upload and preview").click()
        expect(page.get_by_role("alert")).to_contain_text("There is a problem")
        sound("upload with errors")

        document = tmp_path / "options.docx"
        document.write_bytes(word_of(LIBRARIES.but(savings=("-0.120", "-0.030", "0.000", "-0.160")), PARKS))
        page.get_by_label("Document", exact=True).set_input_files(document)
        page.get_by_label("Name of the new council").fill("Eastvale Council")
        page.get_by_label("Name of the new round").fill("Budget 2027/28 to 2029/30")
        page.get_by_role("button", name="Upload and preview").click()
        expect(page.get_by_role("rowheader", name="New: 2")).to_be_visible()
        expect(page.get_by_role("heading", name="Figures that differ")).to_be_visible()
        sound("preview")

        page.get_by_role("button", name="Import (2 new)").click()
        expect(page.get_by_role("alert")).to_contain_text("Enter the reason")
        sound("preview without a reason")
        page.get_by_label("Reason for accepting the differences").fill("A slip of the service.")
        page.get_by_role("button", name="Import (2 new)").click()
        expect(page.get_by_role("alert")).to_contain_text("Imported: 2 created.")
        expect(page.get_by_role("link", name="LIB001 – MOBILE LIBRARIES")).to_be_visible()
        sound("imported")
        page.get_by_role("link", name="View all proposals of this round").click()
        total = page.locator(".app-list tfoot tr").inner_text().split()
        # 0.120 + 0.030 and 0.045 + 0.005, in £m, printed negative as the document prints them.
        assert " ".join(total) == "Total of all 2 proposals -0.120 -0.075 -0.005 -0.200 -1.50"
        sound("list")

    def test_corrects_a_figure_in_the_admin_and_the_list_keeps_what_was_published(
        self, page, sign_in, finance_officer, open_round
    ):
        sign_in(page, finance_officer)
        page.goto("/proposals/")
        row = page.locator(".app-list tbody tr", has_text="ENV001")
        published = row.inner_text().split()[-5:]
        page.get_by_role("link", name="ENV001", exact=True).click()
        page.get_by_role("button", name="Edit", exact=True).click()
        page.get_by_label("Recurring saving 2027/28").fill("0.14m")
        page.locator("#id_change_reason").fill("The lamps are cheaper than thought.")
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("Readers see the published version until the change is published.").wait_for()
        expect(page.get_by_role("main")).to_contain_text("-0.140")
        page.goto("/proposals/?text=ENV001")
        expect(row).to_contain_text("being corrected")
        assert row.inner_text().split()[-5:] == published


class TestAScrutinyMember:
    def test_filters_sorts_reads_one_and_takes_the_table_away(self, page, sound, scrutiny_member, open_round):
        sign_in_by_form(page, scrutiny_member)
        sound("start page")
        page.goto("/proposals/")
        sound("list")
        page.locator("summary", has_text="Directorate, committee and ward").click()
        page.get_by_role("checkbox", name="Adult care").check()
        page.locator("summary", has_text="Savings").click()
        page.get_by_label("Total saving from").fill("250k")
        sound("list with its filters open")
        page.get_by_role("button", name="Apply filters").click()
        page.wait_for_url("**saving_from=250k**")
        page.get_by_role("link", name="Total (£m)").click()
        page.wait_for_url("**sort=-total**")
        expect(page.locator(".app-list tbody th")).to_have_text(["ASC001", "ASC002"])
        expect(page.locator(".app-list tfoot")).to_contain_text(
            "Total of all 2 proposals that match the filters"
        )
        sound("list, filtered and sorted")

        content, name = downloaded(page, "Download the figures as CSV")
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        assert [(row["Reference"], row["Total saving (£)"]) for row in rows] == [
            ("ASC001", "1000000"),
            ("ASC002", "300000"),
        ]
        assert name == "eastvale-council-budget-202728-to-202930-filtered.csv"
        content, _ = downloaded(page, "Download the figures and their totals as an Excel workbook")
        assert openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Totals"]["B5"].value == 1_300_000

        page.get_by_role("link", name="ASC001", exact=True).click()
        expect(page.get_by_role("heading", name="ASC001 – Fewer beds")).to_be_visible()
        assert page.get_by_role("row", name="Cumulative").inner_text().split()[-3:] == [
            "-0.250",
            "-0.500",
            "-1.500",
        ]
        sound("one proposal")
        page.get_by_role("link", name="Next proposal").click()
        expect(page.get_by_role("heading", name="ASC002")).to_be_visible()
        page.get_by_label("Breadcrumb").get_by_role("link", name="Proposals").click()
        expect(page.get_by_role("heading", name="Savings proposals")).to_be_visible()

    def test_sees_what_is_wrong_with_a_filter(self, page, sound, sign_in, scrutiny_member, open_round):
        sign_in(page, scrutiny_member)
        page.goto("/proposals/?saving_from=abc&page=9&foo=1")
        page.get_by_role("link", name="Total saving from (£): “abc” is not an amount").click()
        expect(page.get_by_label("Total saving from")).to_be_focused()
        assert page.locator("tbody").count() == 0
        sound("list with an error")
        page.goto("/proposals/?page=9&foo=1&sort=x")
        sound("list with notes")
        page.goto("/proposals/download/csv/?sort=x")
        sound("download refused")

    def test_gets_everywhere_with_the_keyboard_alone(self, page, sign_in, scrutiny_member, open_round):
        make_many(open_round, 40)
        sign_in(page, scrutiny_member)
        page.goto("/proposals/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**#main-content")
        reach_by_keyboard(page, page.get_by_label("Search", exact=True))
        page.keyboard.type("beds")
        reach_by_keyboard(page, page.get_by_role("button", name="Apply filters"))
        page.keyboard.press("Enter")
        page.wait_for_url("**text=beds**")
        reach_by_keyboard(page, page.get_by_role("link", name="Remove filter"))
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: "beds" not in address)
        reach_by_keyboard(page, page.get_by_role("link", name="FTE"))
        page.keyboard.press("Enter")
        page.wait_for_url("**sort=fte**")
        reach_by_keyboard(page, page.get_by_role("link", name="Next page"))
        page.keyboard.press("Enter")
        page.wait_for_url("**page=2**")
        reach_by_keyboard(page, page.get_by_role("link", name="Download the figures as CSV"))

    def test_needs_no_script(self, browser, live_server, scrutiny_member, open_round):
        context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
        page = context.new_page()
        sign_in_by_form(page, scrutiny_member)
        page.goto("/proposals/")
        page.locator("summary", has_text="Posts").click()
        page.get_by_role("checkbox", name="Fewer posts").check()
        page.get_by_role("button", name="Apply filters").click()
        expect(page.locator(".app-list tbody th")).to_have_text(["ENV001"])
        context.close()


class TestACommitteeClerk:
    def test_makes_an_appendix_and_reads_it_on_screen(self, page, sound, committee_clerk, open_round):
        sign_in_by_form(page, committee_clerk)
        page.goto("/proposals/?text=asc")
        page.get_by_role("link", name="Make an appendix of this list").click()
        expect(page.get_by_role("main")).to_contain_text("The appendix will include 2 proposals")
        sound("appendix form")
        page.get_by_label("Title", exact=True).fill("")
        page.get_by_role("button", name="View on screen").click()
        expect(page.get_by_role("alert")).to_contain_text("There is a problem")
        sound("appendix form with an error")
        page.get_by_label("Title", exact=True).fill("Savings for adults")
        page.get_by_label("Appendix letter").fill("B")
        page.get_by_role("button", name="View on screen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Savings for adults")
        total = page.get_by_role("row", name="Total of 2 proposals").first.inner_text().split()
        assert total[-5:] == ["-0.550", "0.000", "-0.750", "-1.300", "1.50"]
        sound("appendix on screen")
        page.get_by_role("link", name="as a PDF").click()
        work_off()
        content, name = downloaded(page, "Download the PDF", role="button")
        assert name == "eastvale-council-budget-202728-to-202930-filtered-appendix.pdf"
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert str(pdf.docinfo["/Title"]).startswith("Appendix B – Savings for adults")
            assert "/StructTreeRoot" in pdf.Root


class TestAPersonWithoutARole:
    def test_reads_what_to_do(self, page, sound, outsider, open_round):
        sign_in_by_form(page, outsider)
        expect(page.get_by_role("heading", name="Your account has no role yet")).to_be_visible()
        sound("no role")


class TestPagesBeforeAnybodySignsIn:
    def test_are_sound(self, page, sound, db):
        page.goto("/sign-in/")
        sound("sign in")
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("There is a problem")
        sound("sign in with errors")
        page.goto("/accessibility/")
        sound("accessibility statement")
        page.goto("/nowhere/")
        sound("not found")

"""The pages and commands of the round trip: who may, what is shown, what is written when."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from playwright.sync_api import expect

from proposals.models import SavingsProposal, WaitingDocument
from services.models import ChangeRecord
from tests.support.settled_page import assert_sound, axe_violations
from tests.support.web_examples import make_proposal, make_round, problems, tree, words
from tests.support.workbook_edits import NAME, download, with_cells

pytestmark = pytest.mark.django_db
DOWNLOAD, UPLOAD = "/proposals/workbook/download/", "/proposals/workbook/upload/"


@pytest.fixture
def budget_round():
    return make_round(phase="preparation")


@pytest.fixture
def lights(budget_round):
    return make_proposal(budget_round, "ENV001", "Dim the lights", (40_000, 0, 0))


@pytest.fixture
def officer(client, finance_officer):
    client.force_login(finance_officer)
    return client


def upload(client, content, name=NAME, **fields):
    return client.post(UPLOAD, {"workbook": SimpleUploadedFile(name, content), **fields})


def previewed(client, content, **fields):
    """Upload the workbook; the address of the preview and its page."""
    response = upload(client, content, **fields)
    assert response.status_code == 302, problems(response)
    return response["Location"], client.get(response["Location"])


def form_of(page):
    """What the preview's form would send as it stands."""
    fields = tree(page).xpath("//main//form//input[@type='hidden' or @checked]")
    return {field.get("name"): field.get("value") for field in fields}


def headings(page):
    return [words(item) for item in tree(page).xpath("//main//*[self::h1 or self::h2 or self::h3]")]


class TestWhoMay:
    ADDRESSES = (DOWNLOAD, UPLOAD, f"{UPLOAD}1/")

    @pytest.mark.parametrize(
        ("person", "status"),
        [("scrutiny_member", 403), ("committee_clerk", 403), ("auditor", 403), ("outsider", 404)],
    )
    def test_readers_are_refused_and_strangers_find_nothing(self, client, request, lights, person, status):
        client.force_login(request.getfixturevalue(person))
        assert {client.get(address).status_code for address in self.ADDRESSES} == {status}
        assert {client.post(address).status_code for address in self.ADDRESSES[1:]} == {status}
        assert "/workbook/" not in client.get("/proposals/").content.decode()

    def test_an_author_takes_away_only_what_is_assigned(self, client, budget_round, lights, author, assign):
        client.force_login(assign(author, lights.service))
        hidden = make_proposal(budget_round, "ENV002", "Not theirs")
        hidden.service = type(lights.service).objects.create(
            directorate=lights.service.directorate, name="Secret works"
        )
        hidden.save()
        content = client.get(DOWNLOAD).content
        book = _texts(content)
        assert "Dim the lights" in book
        assert "Not theirs" not in book
        assert "Secret works" not in book

    def test_somebody_elses_upload_is_not_there(self, client, officer, lights, finance_officer, author):
        address, _ = previewed(officer, download(lights.budget_round, finance_officer))
        client.force_login(author)
        assert client.get(address).status_code == 404
        assert client.post(address, {"discard": "1"}).status_code == 404
        assert client.get(f"/proposals/import/{WaitingDocument.objects.get().pk}/").status_code == 403


def _texts(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return " ".join(str(value) for sheet in book for row in sheet.values for value in row)


class TestDownload:
    def test_holds_what_the_address_filters_and_goes_on_the_record(self, officer, budget_round, lights):
        make_proposal(budget_round, "ENV002", "Fewer signs")
        response = officer.get(f"{DOWNLOAD}?text=dim")
        assert response.status_code == 200, response.content.decode()[:500]
        assert response["Content-Disposition"].endswith('-filtered-for-editing.xlsx"')
        texts = _texts(response.content)
        assert "Dim the lights" in texts
        assert "Fewer signs" not in texts
        event = ChangeRecord.objects.get(action="exported")
        assert event.actor_name == "Fiona Ledger"
        assert event.after["format"] == "workbook for editing"
        assert event.after["proposals"] == 1
        assert len(event.after["sha256"]) == 64

    def test_of_an_address_that_cannot_be_used_is_no_file(self, officer, lights):
        assert officer.get(f"{DOWNLOAD}?colour=red").status_code == 400

    def test_is_offered_on_the_list_with_its_filter(self, officer, lights):
        (link,) = tree(officer.get("/proposals/?text=lights")).xpath(
            "//a[contains(@href,'/workbook/download/')]"
        )
        assert link.get("href").endswith(f"?round={lights.budget_round_id}&text=lights")


class TestUpload:
    def test_says_on_the_field_why_a_file_cannot_be_read(self, officer, lights):
        assert problems(upload(officer, b"x", "notes.txt")) == [
            "Workbook: This is not an Excel workbook (.xlsx). Upload the workbook that you downloaded for editing."
        ]
        assert problems(officer.post(UPLOAD)) == ["Workbook: Choose the workbook."]
        assert not WaitingDocument.objects.exists()

    def test_of_a_round_that_is_not_theirs_is_refused(self, officer, lights, finance_officer, client, author):
        content = download(lights.budget_round, finance_officer)
        lights.budget_round.council.refresh_from_db()
        SavingsProposal.objects.get(pk=lights.pk).delete()
        lights.budget_round.delete()
        assert problems(upload(officer, content)) == [
            "Workbook: The workbook is for a round that does not exist or that you do not have permission to "
            "view."
        ]


class TestPreview:
    def test_shows_every_change_and_then_makes_it(self, officer, lights, finance_officer):
        content = with_cells(
            download(lights.budget_round, finance_officer),
            ("Proposals", "ENV001", "Title", "Dim <more> lights"),
            ("Proposals", "ENV001", "Recurring saving or pressure 2027/28 (£)", "0.05m"),
        )
        address, page = previewed(officer, content)
        assert headings(page)[:3] == [
            "Preview of changes",
            "Changed: 1",
            "ENV001 – Dim <more> lights",
        ]
        rows = [[words(cell) for cell in row] for row in tree(page).xpath("//main//tbody/tr")]
        assert rows[:2] == [
            ["Current savings (£m)", "-0.040", "0.000", "0.000", "-0.040"],
            ["Savings after import (£m)", "-0.050", "0.000", "0.000", "-0.050"],
        ]
        assert ["Recurring saving or pressure 2027/28 (£)", "Proposals, L2", "40,000", "50,000"] in rows
        assert SavingsProposal.objects.get().title == "Dim the lights"

        done = officer.post(address, form_of(page), follow=True)
        assert "round.xlsx: 2 cells of 1 proposal changed." in words(tree(done).xpath("//main/..")[0])
        assert SavingsProposal.objects.get().total_saving == 50_000
        assert not WaitingDocument.objects.exists()
        assert officer.post(address, form_of(page)).status_code == 404

    def test_of_an_unchanged_workbook_says_so_and_offers_nothing(self, officer, lights, finance_officer):
        _, page = previewed(officer, download(lights.budget_round, finance_officer))
        assert headings(page) == ["No changes in this workbook"]
        assert [words(button) for button in tree(page).xpath("//main//form//button")] == [
            "Choose another workbook"
        ]

    def test_lists_errors_with_their_cells_and_offers_nothing(self, officer, lights, finance_officer):
        content = with_cells(
            download(lights.budget_round, finance_officer),
            ("Proposals", "ENV001", "For consultation only", "soon"),
        )
        address, page = previewed(officer, content)
        listed = [words(item) for item in tree(page).xpath("//main//li")]
        assert "Proposals, J2 (For consultation only): “soon” is neither yes nor no." in listed
        assert officer.post(address, form_of(page)).status_code == 400
        assert ChangeRecord.objects.filter(reason__startswith="Workbook").count() == 0

    def test_asks_about_a_conflict_and_shows_what_the_choice_comes_to_before_it_is_made(
        self, officer, lights, finance_officer
    ):
        content = with_cells(
            download(lights.budget_round, finance_officer), ("Proposals", "ENV001", "Title", "My title")
        )
        lights.title = "Their title"
        lights.save()
        address, page = previewed(officer, content)
        assert "Also changed by somebody else: 1" in headings(page)
        sent = form_of(page)
        (name,) = [name for name in sent if name.startswith("conflict:")]
        sent[name] = "mine"
        again = officer.post(address, sent)
        assert "ENV001 – My title" in headings(again)
        assert SavingsProposal.objects.get().title == "Their title"
        officer.post(address, form_of(again))
        assert SavingsProposal.objects.get().title == "My title"

    def test_that_is_out_of_date_is_shown_again_and_changes_nothing(self, officer, lights, finance_officer):
        content = with_cells(
            download(lights.budget_round, finance_officer), ("Proposals", "ENV001", "Title", "My title")
        )
        address, page = previewed(officer, content)
        lights.title = "Their title"
        lights.save()
        again = officer.post(address, form_of(page))
        assert "The changes are different from those in the preview" in words(tree(again))
        assert SavingsProposal.objects.get().title == "Their title"

    def test_asks_for_the_reason_before_it_undoes_sign_offs(self, officer, lights, finance_officer):
        lights.stage = "published"
        lights.save()
        content = with_cells(
            download(lights.budget_round, finance_officer),
            ("Proposals", "ENV001", "Recurring saving or pressure 2027/28 (£)", 1),
        )
        address, page = previewed(officer, content)
        assert "Readers would see what was last published, marked as being corrected" in words(tree(page))
        refused = officer.post(address, form_of(page))
        assert refused.status_code == 400
        (said,) = tree(refused).xpath("//ul[@class='govuk-list govuk-error-summary__list']//a")
        assert words(said).startswith("Reason for the changes: Enter the reason for the changes")
        assert SavingsProposal.objects.get().stage == "published"
        assert officer.post(address, form_of(refused) | {"reason": "Misprint."}).status_code == 302
        moved = ChangeRecord.objects.get(action="stage_moved")
        assert moved.reason.endswith(f"the savings and costs by year: Workbook {NAME}: Misprint.")

    def test_is_thrown_away_when_the_person_says_so(self, officer, lights, finance_officer):
        address, _ = previewed(officer, download(lights.budget_round, finance_officer))
        assert officer.post(address, {"discard": "1"})["Location"] == UPLOAD
        assert not WaitingDocument.objects.exists()

    def test_of_blank_cells_that_erase_is_asked_for_at_the_upload(self, officer, lights, finance_officer):
        lights.category = "Efficiency"
        lights.save()
        content = with_cells(
            download(lights.budget_round, finance_officer), ("Proposals", "ENV001", "Category", None)
        )
        _, page = previewed(officer, content)
        assert headings(page)[0] == "No changes in this workbook"
        address, page = previewed(officer, content, blanks_erase="on")
        officer.post(address, form_of(page))
        assert SavingsProposal.objects.get().category == ""


class TestCommands:
    def run(self, *arguments):
        out = io.StringIO()
        call_command(*map(str, arguments), stdout=out, stderr=out)
        return out.getvalue()

    def test_write_a_workbook_and_take_it_in_again(self, lights, tmp_path, finance_officer):
        path = tmp_path / "round.xlsx"
        budget_round = lights.budget_round
        said = self.run(
            "export_workbook", "--council", "eastvale-council", "--round", budget_round.name, "-o", path
        )
        assert said.endswith("round.xlsx: 1 proposal. 1 of 1 proposal is not published.\n")
        assert ChangeRecord.objects.get(action="exported").actor_name == "export_workbook command"
        path.write_bytes(with_cells(path.read_bytes(), ("Proposals", "ENV001", "Title", "Another title")))

        tried = self.run("import_workbook", path, "--dry-run")
        assert "ENV001, Title: 'Dim the lights' → 'Another title'" in tried
        assert SavingsProposal.objects.get().title == "Dim the lights"

        assert "1 cell of 1 proposal changed." in self.run("import_workbook", path, "--user", "fiona")
        change = ChangeRecord.objects.get(action="changed", reason="Workbook round.xlsx")
        assert (change.actor_name, change.after) == ("Fiona Ledger", {"title": "Another title"})
        assert "nothing changes" in self.run("import_workbook", path)

    def test_say_what_is_wrong(self, lights, tmp_path, scrutiny_member, finance_officer):
        path = tmp_path / "round.xlsx"
        content = download(lights.budget_round, finance_officer)
        path.write_bytes(with_cells(content, ("Proposals", "ENV001", "Title", "Another title")))
        for arguments, message in (
            (("import_workbook", tmp_path / "none.xlsx"), "cannot be read: No such file"),
            (("import_workbook", path, "--user", "nobody"), "There is no user “nobody”."),
            (
                ("import_workbook", path, "--user", "sam"),
                "does not exist or that you do not have permission to view",
            ),
        ):
            with pytest.raises(CommandError, match=message):
                self.run(*arguments)
        assert SavingsProposal.objects.get().title == "Dim the lights"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_finance_officer_goes_round_with_the_pages_sound_for_everybody(
    page, sign_in, finance_officer, tmp_path
):
    lights = make_proposal(
        make_round(phase="preparation"), "ENV001", "Dim the lights", (40_000, 0, 0), ("-2",)
    )
    sign_in(page, finance_officer)
    page.goto("/proposals/")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download an Excel workbook for editing").click()
    path = tmp_path / taken.value.suggested_filename
    taken.value.save_as(path)
    path.write_bytes(
        with_cells(
            path.read_bytes(),
            ("Proposals", "ENV001", "Title", "Dim every light"),
            ("Proposals", "ENV001", "Recurring saving or pressure 2027/28 (£)", 50_000),
        )
    )
    lights.title = "Dim some lights"
    lights.save()

    page.get_by_role("link", name="upload an edited workbook").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    assert axe_violations(page) == []
    page.get_by_label("Workbook", exact=True).set_input_files(path)
    page.get_by_role("button", name="Continue").click()
    choice = page.get_by_label("Use the value in the workbook: Dim every light")
    expect(choice).to_be_visible()
    assert_sound(page, (320, 1280))
    choice.check()
    page.get_by_role("button", name="Update preview").click()
    expect(page.get_by_role("heading", name="ENV001 – Dim every light")).to_be_visible()
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("alert")).to_contain_text("2 cells of 1 proposal changed.")
    assert SavingsProposal.objects.get().title == "Dim every light"

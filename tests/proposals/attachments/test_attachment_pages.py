"""The pages of attached files: errors at their fields, files that are only ever saved, nothing for strangers."""

import pytest
from django.urls import reverse
from lxml import html

from proposals.attachments.forms import NOT_EXEMPT
from proposals.models import ExemptGrant, ProposalAttachment
from services.models import ChangeRecord
from tests.support.attachment_examples import TEXT, bytes_of, filled, make_attachment, pdf, picture
from tests.support.entry_pages import change_page
from tests.support.entry_pages import filled as entry_of
from tests.support.exempt_examples import signed_in
from tests.support.scrutiny_examples import make_item
from tests.support.web_examples import make_proposal, make_round

pytestmark = pytest.mark.django_db

EXEMPT = {
    "sensitivity": "exempt",
    "exempt_paragraph": "3",
    "public_interest_reason": "It would harm the sale.",
}


@pytest.fixture
def draft():
    return make_proposal(make_round(phase="preparation"), "ENV001")


@pytest.fixture
def published():
    return make_proposal(make_round(), "ENV001")


def add_address(proposal):
    return reverse("proposals:attachment-add", args=[proposal.pk])


def errors_of(response):
    """The messages beside the fields, by the name of the field."""
    assert response.status_code == 400
    page = html.fromstring(response.content)
    return {
        found.get("id").removeprefix("id_").removesuffix("_error"): " ".join(found.text_content().split())
        for found in page.xpath("//p[contains(@class, 'govuk-error-message')][@id]")
    }


@pytest.mark.one_database
class TestAttaching:
    def test_stores_the_file_and_shows_it_on_the_proposal(self, draft, finance_officer):
        client = signed_in(finance_officer)
        assert client.get(add_address(draft)).status_code == 200
        response = client.post(add_address(draft), filled(), follow=True)
        section = html.fromstring(response.content).xpath("//section[@id='attachments']")[0].text_content()
        said = " ".join(section.split())
        assert "Assessment.txt (TXT, 32\xa0bytes)" in said.replace("32 bytes", "32\xa0bytes")
        assert "Equality impact assessment, version 1, 14 September 2026. Owner: Street lighting." in said

    def test_says_at_its_field_what_is_wrong_and_stores_nothing(self, draft, finance_officer):
        client = signed_in(finance_officer)
        wrong = errors_of(client.post(add_address(draft), {}))
        assert wrong == {
            "file": "Error: Choose the file.",
            "kind": "Error: Choose the kind of document.",
            "dated": "Error: Enter the date.",
            "owner": "Error: Enter the owner of the document.",
            "sensitivity": "Error: Choose the access.",
        }
        later = errors_of(client.post(add_address(draft), filled(dated="2099-01-01")))
        assert later == {"dated": "Error: The date is in the future. Enter the date of the document."}
        assert ProposalAttachment.objects.count() == 0

    def test_an_exempt_file_names_its_paragraph_and_reason_and_no_other_does(self, draft, finance_officer):
        client = signed_in(finance_officer)
        bare = errors_of(client.post(add_address(draft), filled(sensitivity="exempt")))
        assert set(bare) == {"exempt_paragraph", "public_interest_reason"}
        public = errors_of(client.post(add_address(draft), filled(**{**EXEMPT, "sensitivity": "public"})))
        assert public == {"sensitivity": f"Error: {NOT_EXEMPT}"}
        assert client.post(add_address(draft), filled(**EXEMPT)).status_code == 302
        row = ProposalAttachment.objects.get()
        assert (row.is_exempt, row.exempt_paragraph) == (True, 3)

    @pytest.mark.parametrize(
        ("name", "content", "why"),
        [
            ("case.pdf", b"<html><script>alert(1)</script>", "web page"),
            ("case.pdf", picture(), "contains a PNG picture"),
            ("case.txt", b"", "empty"),
            ("case.txt", b"a" * 1_000_001, "may have"),
        ],
    )
    def test_refuses_a_file_at_its_field(self, draft, finance_officer, settings, name, content, why):
        settings.LARGEST_ATTACHMENT_BYTES = 1_000_000
        response = signed_in(finance_officer).post(add_address(draft), filled(name, content))
        assert why in errors_of(response)["file"]
        assert ProposalAttachment.objects.count() == 0

    def test_a_null_character_in_the_name_is_never_stored(self, draft, finance_officer):
        signed_in(finance_officer).post(add_address(draft), filled("case\0\u202e.txt"))
        assert ProposalAttachment.objects.get().name == "case.txt"

    def test_asks_for_the_reason_where_the_change_undoes_a_publication(self, published, section_151_officer):
        client = signed_in(section_151_officer)
        page = client.get(add_address(published)).content.decode()
        assert "A change of a public or exempt file sends the proposal back to finance review" in page
        wrong = errors_of(client.post(add_address(published), filled()))
        assert wrong["reason"] == "Error: Enter the reason for the change to its attachments."
        response = client.post(add_address(published), filled(reason="Consultation closed."), follow=True)
        assert "goes back to finance review" in response.content.decode()

    def test_from_the_admin_leads_back_there(self, draft, finance_officer):
        client = signed_in(finance_officer)
        admin_page = reverse("admin:proposals_savingsproposal_change", args=[draft.pk])
        form = html.fromstring(client.get(admin_page).content).xpath(
            "//section[@id='part-attachments']//form"
        )[0]
        assert form.get("enctype") == "multipart/form-data"
        named = {field.get("name") for field in form.xpath(".//input | .//select | .//textarea")}
        assert {"file", "kind", "dated", "owner", "sensitivity"} <= named
        response = client.post(form.get("action"), filled())
        assert response["Location"] == f"{admin_page}#part-attachments"
        assert "Assessment.txt" in client.get(admin_page).content.decode()

    def test_whoever_has_the_entry_page_open_meanwhile_is_told_and_can_save(
        self, draft, finance_officer, section_151_officer
    ):
        mine, other = signed_in(finance_officer), signed_in(section_151_officer)
        opened = entry_of(mine.get(change_page(draft)))
        other.post(add_address(draft), filled())
        conflict = mine.post(change_page(draft), {**opened, "title": "Dim them more"})
        assert conflict.status_code == 200
        text = conflict.content.decode()
        assert "Cecil Prudent" in text
        assert "Assessment.txt" in text
        assert mine.post(change_page(draft), entry_of(conflict)).status_code == 302
        draft.refresh_from_db()
        assert (draft.title, draft.attachments.count()) == ("Dim them more", 1)

    def test_a_person_who_may_not_edit_is_refused_and_a_stranger_finds_nothing(
        self, published, scrutiny_member, outsider
    ):
        assert signed_in(scrutiny_member).post(add_address(published), filled()).status_code == 403
        assert signed_in(outsider).post(add_address(published), filled()).status_code == 404
        assert signed_in(None).post(add_address(published), filled()).status_code == 302
        assert ProposalAttachment.objects.count() == 0


@pytest.mark.one_database
class TestReplacingAndRemoving:
    def test_a_new_version_stands_in_the_list_above_the_old_one(self, draft, finance_officer):
        old = make_attachment(draft)
        client = signed_in(finance_officer)
        page = client.get(old.replace_address).content.decode()
        assert "It replaces version 1 of Assessment.txt" in page
        client.post(old.replace_address, filled("Assessment 2.txt", b"New."))
        section = html.fromstring(client.get(draft.get_absolute_url()).content).xpath(
            "//section[@id='attachments']"
        )[0]
        assert [link.text_content() for link in section.xpath(".//a[contains(@href, '/attachments/')]")][
            :2
        ] == [
            "Assessment 2.txt",
            "Version 1: Assessment.txt",
        ]
        assert client.get(old.replace_address).status_code == 404
        assert bytes_of(client.get(old.get_absolute_url())) == TEXT

    def test_readers_see_the_current_version_alone(self, published, scrutiny_member):
        old = make_attachment(published)
        new = make_attachment(published, content=b"New.", replaces=old)
        client = signed_in(scrutiny_member)
        assert client.get(old.get_absolute_url()).status_code == 404
        assert bytes_of(client.get(new.get_absolute_url())) == b"New."

    def test_removing_asks_for_the_reason(self, draft, finance_officer):
        row = make_attachment(draft)
        client = signed_in(finance_officer)
        assert errors_of(client.post(row.remove_address, {})) == {
            "reason": "Error: Enter the reason for removing the file."
        }
        response = client.post(row.remove_address, {"reason": "A mistake."}, follow=True)
        assert "“Assessment.txt” was removed." in response.content.decode()
        assert client.get(row.get_absolute_url()).status_code == 404


@pytest.mark.one_database
class TestHandingOut:
    def test_every_file_is_saved_and_never_shown_whatever_it_holds(self, published, scrutiny_member):
        row = make_attachment(published, "Case “x”\u202e.pdf", pdf(script="app.alert(document.cookie)"))
        response = signed_in(scrutiny_member).get(row.get_absolute_url())
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''Case%20")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"].endswith("; sandbox")
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "no-store" in response.headers["Cache-Control"]
        assert bytes_of(response).startswith(b"%PDF-")

    def test_no_address_leads_into_the_store(self, published, section_151_officer):
        row = make_attachment(published)
        client = signed_in(section_151_officer)
        for address in (f"/media/{row.file.name}", f"/static/{row.file.name}", f"/{row.file.name}"):
            assert client.get(address).status_code == 404, address

    def test_a_file_that_is_missing_from_the_store_is_not_found(self, published, scrutiny_member):
        row = make_attachment(published)
        row.file.storage.delete(row.file.name)
        assert signed_in(scrutiny_member).get(row.get_absolute_url()).status_code == 404


class TestAnExemptFile:
    """Read as exempt wording is: by permission, with the password asked again, for a purpose, on the record."""

    @pytest.fixture
    def row(self, published):
        return make_attachment(published, "Sale of Zanzibarquartz House.txt", sensitivity="exempt")

    def address(self, row):
        return reverse("proposals:exempt-attachment", args=[row.pk])

    def test_is_handed_out_for_a_purpose_that_is_recorded_with_version_and_digest(
        self, row, section_151_officer
    ):
        client = signed_in(section_151_officer)
        response = client.get(row.get_absolute_url())
        assert response["Location"] == self.address(row)
        assert errors_of(client.post(self.address(row), {})).keys() == {"purpose"}
        assert not ChangeRecord.objects.filter(action="downloaded_exempt").exists()
        response = client.post(self.address(row), {"purpose": "To advise Cabinet"})
        assert bytes_of(response) == TEXT
        assert response.headers["Content-Security-Policy"].endswith("; sandbox")
        event = ChangeRecord.objects.get(action="downloaded_exempt")
        assert (event.reason, event.actor_name) == ("To advise Cabinet", "Cecil Prudent")
        assert event.subject_id == row.proposal_id
        assert event.after == {"file": f"attachment {row.pk}", "version": 1, "sha256": row.sha256}

    def test_asks_for_the_password_again(self, row, section_151_officer, settings):
        settings.PASSWORD_ASKED_AGAIN = True
        client = signed_in(section_151_officer)
        for response in (
            client.get(self.address(row)),
            client.post(self.address(row), {"purpose": "To look"}),
        ):
            assert response.status_code == 302
            assert response["Location"].startswith("/account/")
        assert not ChangeRecord.objects.filter(action="downloaded_exempt").exists()

    def test_does_not_exist_for_a_reader_without_permission_and_is_there_with_it(self, row, scrutiny_member):
        client = signed_in(scrutiny_member)
        for address in (row.get_absolute_url(), self.address(row)):
            assert client.get(address).status_code == 404
        page = html.fromstring(client.get(row.proposal.get_absolute_url()).content)
        assert "No files are attached" in page.xpath("//section[@id='attachments']")[0].text_content()
        ExemptGrant.objects.create(
            proposal=row.proposal, user=scrutiny_member, reason="On the committee", granted_by="Cecil Prudent"
        )
        assert client.get(self.address(row)).status_code == 200
        assert bytes_of(client.post(self.address(row), {"purpose": "On the committee"})) == TEXT

    def test_is_called_by_its_kind_wherever_no_purpose_was_given(self, row, section_151_officer):
        client = signed_in(section_151_officer)
        for address in (
            row.proposal.get_absolute_url(),
            self.address(row),
            reverse("proposals:timeline", args=[row.proposal_id]),
            reverse("admin:proposals_savingsproposal_change", args=[row.proposal_id]),
        ):
            response = client.get(address)
            assert response.status_code == 200, address
            assert "Zanzibarquartz" not in response.content.decode(), address

    def test_stands_on_the_page_of_the_exempt_wording_with_version_and_digest(self, row, section_151_officer):
        client = signed_in(section_151_officer)
        page = client.post(reverse("proposals:exempt", args=[row.proposal_id]), {"purpose": "To advise"})
        text = page.content.decode()
        assert "Sale of Zanzibarquartz House.txt, version 1" in text
        assert row.sha256 in text

    def test_an_author_of_exempt_files_has_to_be_able_to_read_them(
        self, draft, auditor, finance_officer, assign
    ):
        other = make_round("Elsewhere", council="Westvale Council").council
        assert (
            signed_in(assign(finance_officer, other)).post(add_address(draft), filled(**EXEMPT)).status_code
            == 404
        )
        assert signed_in(auditor).post(add_address(draft), filled(**EXEMPT)).status_code == 403


class TestOnAScrutinyItem:
    @pytest.fixture
    def item(self, published):
        return make_item(published, answer="Because of the cost.")

    def test_the_officer_who_answers_attaches_it(self, item, finance_officer):
        client = signed_in(finance_officer)
        address = reverse("proposals:scrutiny-attachment-add", args=[item.proposal_id, item.pk])
        assert address in client.get(item.get_absolute_url()).content.decode()
        response = client.post(address, filled(), follow=True)
        assert "Assessment.txt" in response.content.decode()
        assert ProposalAttachment.objects.get().scrutiny_item == item
        item.proposal.refresh_from_db()
        assert item.proposal.stage == "published"

    def test_is_read_with_the_answer_and_not_before_it_is_published(
        self, item, cabinet_member, scrutiny_member
    ):
        row = make_attachment(item.proposal, scrutiny_item=item)
        assert signed_in(scrutiny_member).get(row.get_absolute_url()).status_code == 200
        assert signed_in(cabinet_member).get(row.get_absolute_url()).status_code == 404
        item.published_at = item.proposal.published_at
        item.save()
        assert signed_in(cabinet_member).get(row.get_absolute_url()).status_code == 404
        item.answer_published_at = item.proposal.published_at
        item.save()
        assert signed_in(cabinet_member).get(row.get_absolute_url()).status_code == 200

    def test_of_another_proposal_is_not_found(self, item, finance_officer):
        other = make_proposal(item.proposal.budget_round, "ENV002")
        address = reverse("proposals:scrutiny-attachment-add", args=[other.pk, item.pk])
        assert signed_in(finance_officer).post(address, filled()).status_code == 404

    def test_a_withdrawn_item_takes_no_files(self, published, finance_officer):
        item = make_item(published, withdrawn_on="2026-09-14", withdrawn_because="Asked twice.")
        address = reverse("proposals:scrutiny-attachment-add", args=[published.pk, item.pk])
        assert signed_in(finance_officer).post(address, filled()).status_code == 403


class TestTheInterfaceForPrograms:
    def test_lists_the_public_files_in_their_current_version(self, published, scrutiny_member):
        old = make_attachment(published)
        row = make_attachment(published, content=b"New.", replaces=old)
        make_attachment(published, sensitivity="internal")
        make_attachment(published, sensitivity="exempt")
        address = reverse("api-1:proposal", args=[published.budget_round_id, "ENV001"])
        listed = signed_in(scrutiny_member).get(address).json()["attachments"]
        assert [(one["address"], one["name"], one["version"], one["sha256"]) for one in listed] == [
            (row.get_absolute_url(), "Assessment.txt", 2, row.sha256)
        ]

"""A file is stored with its row or not at all; a public or exempt one is part of what was signed off."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from proposals.attachments.content import check_file
from proposals.attachments.rules import may_attach
from proposals.attachments.storing import (
    REPLACED_MEANWHILE,
    add_to_proposal,
    remove_from_proposal,
)
from proposals.changes import compare_proposals
from proposals.models import ProposalAttachment, SignOff
from proposals.models.records import record_of
from proposals.rollover.copying import CopyRequest, copy_proposal
from services.models import ChangeRecord
from tests.support.attachment_examples import SAID, TEXT, make_attachment
from tests.support.scrutiny_examples import make_item
from tests.support.web_examples import make_proposal, make_round

pytestmark = pytest.mark.django_db

EXEMPT = {"sensitivity": "exempt", "exempt_paragraph": 3, "public_interest_reason": "It would harm the sale."}


def stored():
    """The bytes of every file in the store, by path."""
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def draft():
    return make_proposal(make_round(phase="preparation"), "ENV001")


@pytest.fixture
def reviewed(section_151_officer):
    """A proposal that finance and the council's officers have signed off, and the cabinet member reviews."""
    proposal = make_proposal(make_round(phase="preparation"), "ENV001", stage="cabinet_member_review")
    for stage in ("service_review", "finance_review", "corporate_review"):
        SignOff.objects.create(
            proposal=proposal,
            stage=stage,
            signed_by_name="Cecil Prudent",
            role="Finance officer",
            signed_total=0,
        )
    return proposal


def add(user, proposal, name="Assessment.txt", content=TEXT, reason="", **more):
    row = ProposalAttachment(proposal=proposal, **{**SAID, "sensitivity": "public", **more})
    return row, add_to_proposal(user, row, check_file(name, content), reason)


class TestAdding:
    def test_keeps_the_bytes_under_a_name_of_which_nothing_is_the_users(self, draft, finance_officer):
        row, _ = add(finance_officer, draft, r"..\..\Case for change.txt")
        row.refresh_from_db()
        assert (row.name, row.content_type, row.size) == (
            "Case for change.txt",
            "text/plain; charset=utf-8",
            32,
        )
        assert row.sha256 == "c9e58e5ce26eedfeae4d6a2a1f183512e77b35400871a1e536076341aee479b2"
        ((path, content),) = stored().items()
        assert content == TEXT
        assert "Case" not in path
        assert (row.added_by_name, row.version) == ("Fiona Ledger", 1)

    def test_goes_on_the_record_of_the_proposal(self, draft, finance_officer):
        row, _ = add(finance_officer, draft)
        change = ChangeRecord.objects.get(record_type="proposals.proposalattachment")
        assert (change.action, change.subject_id, change.actor_name) == ("created", draft.pk, "Fiona Ledger")
        assert (change.after["name"], change.after["sha256"]) == ("Assessment.txt", row.sha256)
        assert "file" not in change.after

    def test_leaves_no_file_behind_when_the_row_cannot_be_saved(self, draft, finance_officer):
        with pytest.raises(ValidationError) as refused:
            add(finance_officer, draft, owner="")
        assert "owner" in refused.value.message_dict
        assert (stored(), ProposalAttachment.objects.count()) == ({}, 0)

    def test_leaves_no_file_behind_when_the_database_fails_at_the_end(
        self, draft, finance_officer, monkeypatch
    ):
        def fail(*_, **__):
            raise RuntimeError("The disk is full.")

        monkeypatch.setattr("proposals.attachments.storing.after_editing", fail)
        with pytest.raises(RuntimeError):
            add(finance_officer, draft)
        assert (stored(), ProposalAttachment.objects.count()) == ({}, 0)

    def test_is_for_those_who_may_edit_the_proposal_now(
        self, draft, scrutiny_member, committee_clerk, auditor
    ):
        for person in (scrutiny_member, committee_clerk, auditor):
            assert not may_attach(person, ProposalAttachment(proposal=draft))
            with pytest.raises(PermissionDenied):
                add(person, draft)
        assert (stored(), ProposalAttachment.objects.count()) == ({}, 0)

    def test_makes_another_version_of_the_proposal_so_that_nobody_signs_what_they_did_not_see(
        self, draft, finance_officer
    ):
        before = draft.version
        add(finance_officer, draft)
        add(finance_officer, draft, sensitivity="internal")
        draft.refresh_from_db()
        assert draft.version == before + 1


@pytest.mark.one_database
class TestVersions:
    def test_the_old_one_is_kept_when_a_new_one_is_attached(self, draft, finance_officer):
        old, _ = add(finance_officer, draft)
        new, _ = add(finance_officer, draft, content=b"After consultation.", replaces=old)
        assert (old.version, new.version) == (1, 2)
        assert sorted(stored().values()) == [b"After consultation.", TEXT]
        loaded = type(draft).objects.with_statements().get(pk=draft.pk)
        assert [(item.key, item.version) for item in record_of(loaded).attachments] == [(new.pk, 2)]

    def test_of_two_who_replace_the_same_one_the_second_is_told(self, draft, finance_officer):
        old, _ = add(finance_officer, draft)
        add(finance_officer, draft, content=b"Mine.", replaces=old)
        with pytest.raises(ValidationError, match=REPLACED_MEANWHILE):
            add(finance_officer, draft, content=b"Yours.", replaces=old)
        assert sorted(stored().values()) == [b"Mine.", TEXT]

    def test_a_replaced_version_cannot_be_removed_alone(self, draft, finance_officer):
        old, _ = add(finance_officer, draft)
        add(finance_officer, draft, content=b"Mine.", replaces=old)
        with pytest.raises(ValidationError, match=REPLACED_MEANWHILE):
            remove_from_proposal(finance_officer, old, "A mistake")
        assert ProposalAttachment.objects.count() == 2


class TestRemoving:
    def test_takes_all_versions_with_their_bytes_and_leaves_their_digest_in_the_log(
        self, draft, finance_officer, django_capture_on_commit_callbacks
    ):
        old, _ = add(finance_officer, draft)
        new, _ = add(finance_officer, draft, content=b"After consultation.", replaces=old)
        digests = {old.sha256, new.sha256}
        with django_capture_on_commit_callbacks(execute=True):
            remove_from_proposal(finance_officer, new, "It named a resident.")
        assert (stored(), ProposalAttachment.objects.count()) == ({}, 0)
        gone = ChangeRecord.objects.filter(record_type="proposals.proposalattachment", action="deleted")
        assert {change.before["sha256"] for change in gone} == digests
        assert {change.reason for change in gone} == {"It named a resident."}

    def test_asks_for_the_reason(self, draft, finance_officer):
        row, _ = add(finance_officer, draft)
        with pytest.raises(ValidationError, match="Enter the reason for removing the file"):
            remove_from_proposal(finance_officer, row, "  ")
        assert len(stored()) == 1

    def test_leaves_the_bytes_where_the_transaction_is_undone(self, draft, finance_officer):
        row, _ = add(finance_officer, draft)
        with transaction.atomic():
            remove_from_proposal(finance_officer, row, "A mistake")
            transaction.set_rollback(True)
        assert len(stored()) == 1

    def test_a_deleted_draft_takes_its_files_along(self, draft, django_capture_on_commit_callbacks):
        make_attachment(draft)
        with django_capture_on_commit_callbacks(execute=True):
            draft.delete()
        assert stored() == {}


@pytest.mark.one_database
class TestAfterSignOff:
    @pytest.mark.parametrize("said", [{}, EXEMPT], ids=["public", "exempt"])
    def test_a_public_or_exempt_file_withdraws_the_sign_offs_and_asks_for_the_reason(
        self, reviewed, section_151_officer, said
    ):
        with pytest.raises(ValidationError) as asked:
            add(section_151_officer, reviewed, **said)
        assert "reason" in asked.value.message_dict
        assert stored() == {}
        _, notice = add(section_151_officer, reviewed, reason="Consultation closed.", **said)
        reviewed.refresh_from_db()
        assert reviewed.stage == "finance_review"
        assert "attachments) and goes back to finance review" in notice
        left = SignOff.objects.filter(proposal=reviewed, withdrawn_at__isnull=True)
        assert [row.stage for row in left] == ["service_review"]

    def test_replacing_and_removing_a_public_file_does_so_too(self, reviewed, section_151_officer):
        for change in ("replace", "remove"):
            row = make_attachment(reviewed)
            if change == "replace":
                add(section_151_officer, reviewed, content=b"New.", replaces=row, reason="New figures.")
            else:
                remove_from_proposal(section_151_officer, row, "It is out of date.")
            reviewed.refresh_from_db()
            assert reviewed.stage == "finance_review", change
            reviewed.stage = "cabinet_member_review"
            reviewed.save()

    def test_an_internal_file_and_one_on_a_scrutiny_item_change_nothing_that_was_signed(
        self, reviewed, section_151_officer, finance_officer
    ):
        _, notice = add(section_151_officer, reviewed, sensitivity="internal")
        published = make_proposal(reviewed.budget_round, "ENV002", stage="scrutiny")
        _, on_item = add(finance_officer, published, scrutiny_item=make_item(published))
        reviewed.refresh_from_db()
        published.refresh_from_db()
        assert (notice, on_item) == ("", "")
        assert (reviewed.stage, published.stage) == ("cabinet_member_review", "scrutiny")

    def test_the_record_holds_no_internal_no_exempt_and_no_scrutiny_file(self, reviewed):
        public = make_attachment(reviewed)
        make_attachment(reviewed, sensitivity="internal")
        make_attachment(reviewed, sensitivity="exempt")
        make_attachment(reviewed, scrutiny_item=make_item(reviewed))
        loaded = type(reviewed).objects.with_statements().get(pk=reviewed.pk)
        assert [item.key for item in record_of(loaded).attachments] == [public.pk]


class TestElsewhere:
    def test_a_copy_of_a_proposal_has_none_of_its_files(self, draft, finance_officer):
        make_attachment(draft)
        copied = copy_proposal(draft, CopyRequest(draft.budget_round, "ENV002"), finance_officer).proposal
        assert copied.attachments.count() == 0
        assert draft.attachments.count() == 1

    def test_a_comparison_names_the_files_that_were_added_and_replaced(self, draft):
        loaded = type(draft).objects.with_statements()
        before = record_of(loaded.get(pk=draft.pk))
        old = make_attachment(draft, "Assessment.txt", dated="2026-09-14")
        between = record_of(loaded.get(pk=draft.pk))
        make_attachment(draft, "Assessment.txt", b"New.", replaces=old, dated="2026-10-12")
        after = record_of(loaded.get(pk=draft.pk))
        first = "Assessment.txt. Equality impact assessment, version 1, 14 September 2026"
        second = "Assessment.txt. Equality impact assessment, version 2, 12 October 2026"
        for one, other, expected in (
            (before, between, ((), (first,))),
            (between, after, ((first,), (second,))),
        ):
            (change,) = compare_proposals(one, other).lists
            assert (change.label, (change.removed, change.added)) == ("Attachments", expected)

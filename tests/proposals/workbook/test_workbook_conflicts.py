"""Two people change the same round: what only one touched is kept, what both touched is asked about."""

import threading

import pytest
from django.db import connection, connections, transaction

from proposals.models import SavingsProposal, YearProfile
from proposals.workbook.applying import WorkbookStopped
from services.models import ChangeRecord
from tests.support.web_examples import FIRST, make_proposal, make_round
from tests.support.workbook_edits import apply, download, errors_of, plan_of, with_cells

AMOUNT = "Recurring saving or pressure 2027/28 (£)"


@pytest.fixture
def budget_round(db):
    return make_round(phase="preparation")


@pytest.fixture
def lights(budget_round):
    return make_proposal(budget_round, "ENV001", "Dim the lights", (1_000, 0, 0))


@pytest.fixture
def content(budget_round, lights, finance_officer):
    """The workbook, in which this person has changed the title and the first amount."""
    return with_cells(
        download(budget_round, finance_officer),
        ("Proposals", "ENV001", "Title", "My title"),
        ("Proposals", "ENV001", AMOUNT, 2_000),
    )


def change_by_somebody_else(proposal, *, title=None, category=None, amount=None):
    proposal = SavingsProposal.objects.get(pk=proposal.pk)
    proposal.title, proposal.category = title or proposal.title, category or proposal.category
    proposal.save()
    if amount is not None:
        row = proposal.year_profiles.get(year=FIRST)
        row.recurring_saving = amount
        row.save()


def held(proposal):
    proposal = SavingsProposal.objects.get(pk=proposal.pk)
    return proposal.title, proposal.category, proposal.year_profiles.get(year=FIRST).recurring_saving


def test_cells_that_only_one_of_them_changed_are_no_conflict(content, lights, finance_officer):
    change_by_somebody_else(lights, category="Theirs")
    plan = apply(content, finance_officer)
    assert plan.conflicts == ()
    assert plan.notes == (
        "One proposal was changed by somebody else after you downloaded the workbook. Those changes will be "
        "kept.",
    )
    assert held(lights) == ("My title", "Theirs", 2_000)


def test_a_cell_that_both_changed_stays_as_it_is_held(content, lights, finance_officer):
    change_by_somebody_else(lights, title="Their title")
    plan = apply(content, finance_officer)
    (conflict,) = plan.conflicts
    assert (conflict.original, conflict.after, conflict.before) == (
        "Dim the lights",
        "My title",
        "Their title",
    )
    assert (conflict.reference, conflict.cell, conflict.takes_mine) == ("ENV001", "E2", False)
    assert held(lights) == ("Their title", "", 2_000)


def test_a_cell_that_both_changed_is_taken_when_the_person_says_so(content, lights, finance_officer):
    change_by_somebody_else(lights, title="Their title", amount=3_000)
    first, second = plan_of(content, finance_officer).conflicts
    apply(content, finance_officer, take_mine=frozenset({second.code}))
    assert held(lights) == ("Their title", "", 2_000)
    assert first.label == "Title"
    assert second.label == AMOUNT


def test_a_cell_that_both_changed_alike_is_done_already(content, lights, finance_officer):
    change_by_somebody_else(lights, title="My title", amount=2_000)
    plan = apply(content, finance_officer)
    assert (plan.changes_nothing, plan.conflicts) == (True, ())


def test_a_proposal_deleted_since_is_an_error_of_its_row(content, lights, finance_officer):
    SavingsProposal.objects.get(pk=lights.pk).delete()
    (error,) = errors_of(content, finance_officer)
    assert (
        error == "Proposals, row 2: ENV001 has been deleted since the download, or is no longer yours to see."
    )


def test_a_proposal_deleted_since_that_was_not_touched_is_a_note(budget_round, lights, finance_officer):
    signs = make_proposal(budget_round, "ENV002", "Fewer signs")
    content = with_cells(
        download(budget_round, finance_officer), ("Proposals", "ENV001", "Title", "My title")
    )
    signs.delete()
    plan = apply(content, finance_officer)
    assert plan.notes == (
        "One proposal is no longer available, because they have been deleted or you no longer have "
        "permission to view them.",
    )
    assert held(lights) == ("My title", "", 1_000)


def test_what_was_not_shown_is_not_done(content, lights, finance_officer):
    shown = plan_of(content, finance_officer)
    change_by_somebody_else(lights, title="Their title")
    with pytest.raises(WorkbookStopped) as stopped:
        apply(content, finance_officer, fingerprint=shown.fingerprint)
    assert len(stopped.value.plan.conflicts) == 1
    assert held(lights) == ("Their title", "", 1_000)


def test_all_or_nothing(budget_round, lights, content, finance_officer):
    new = with_cells(content, ("Proposals", "ENV001", "Start year", "soon"))
    before = ChangeRecord.objects.count()
    with pytest.raises(WorkbookStopped):
        apply(new, finance_officer)
    assert held(lights) == ("Dim the lights", "", 1_000)
    assert ChangeRecord.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_somebody_who_saves_at_the_same_moment_is_waited_for_and_not_overwritten(
    content, lights, finance_officer
):
    shown = plan_of(content, finance_officer)
    outcome = {}

    def upload():
        try:
            outcome["plan"] = apply(content, finance_officer, fingerprint=shown.fingerprint)
        except WorkbookStopped as stop:
            outcome["stopped"] = stop.plan
        finally:
            connections.close_all()

    if connection.vendor == "postgresql":  # SQLite in memory has one connection
        uploading = threading.Thread(target=upload)
        with transaction.atomic():
            change_by_somebody_else(lights, title="Their title")
            uploading.start()
            uploading.join(0.7)
            assert uploading.is_alive(), "it did not wait"
        uploading.join(20)
    else:
        change_by_somebody_else(lights, title="Their title")
        with pytest.raises(WorkbookStopped) as stopped:
            apply(content, finance_officer, fingerprint=shown.fingerprint)
        outcome["stopped"] = stopped.value.plan
    assert [item.before for item in outcome["stopped"].conflicts] == ["Their title"]
    assert held(lights) == ("Their title", "", 1_000)


@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_make_the_change_once(content, lights, finance_officer):
    plans = []

    def upload():
        plans.append(apply(content, finance_officer))
        connections.close_all()

    if connection.vendor == "postgresql":
        uploading = [threading.Thread(target=upload) for _ in range(2)]
        for thread in uploading:
            thread.start()
        for thread in uploading:
            thread.join(20)
    else:
        plans = [apply(content, finance_officer) for _ in range(2)]
    assert sorted(plan.cells for plan in plans) == [0, 2]
    assert YearProfile.objects.get(proposal=lights, year=FIRST).recurring_saving == 2_000
    assert ChangeRecord.objects.filter(action="changed", reason="Workbook round.xlsx").count() == 2

"""Three cells of a real round: exactly three changes in the history, each with its reason and its person."""

import pytest
from django.conf import settings

from proposals.demo.rounds import load_round
from proposals.importing.plan.apply import DocumentFile, apply_document
from proposals.importing.plan.request import ImportRequest
from proposals.importing.reading import read_file
from proposals.models import BudgetRound
from services.models import ChangeRecord
from tests.support.workbook_edits import apply, download, plan_of, with_cells

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ROWS_CHANGED = ("created", "changed", "deleted")


def changes_since(last):
    """The rows of the history after that one that a change of a record left, by model and action."""
    rows = ChangeRecord.objects.filter(pk__gt=last, action__in=ROWS_CHANGED).order_by("pk")
    return [(row.record_type.split(".")[1], row.action, row.before, row.after) for row in rows]


def last_change():
    return ChangeRecord.objects.order_by("pk").last().pk


class TestThreeCellsOfARealRound:
    def test_of_the_demonstration_leave_exactly_three_changes(self, finance_officer):
        budget_round, _ = load_round(settings.BASE_DIR / "fixtures" / "demo_round.json")
        three_changes(budget_round, finance_officer)

    @pytest.mark.documents
    def test_of_the_thirty_options_leave_exactly_three_changes(self, finance_officer, documents):
        content = (documents / "lancashire-savings-options.txt").read_bytes()
        document = read_file(content, "options", kind="option-pages").document
        request = ImportRequest("lancashire", "Budget 2018/19 to 2020/21", phase="scrutiny")
        apply_document(document, request, DocumentFile("options", content))
        three_changes(BudgetRound.objects.get(), finance_officer)


def three_changes(budget_round, user):
    """Open the round for entry, and edit a title, an amount and a section's text of three proposals."""
    budget_round.phase = "preparation"
    budget_round.save()
    for proposal in budget_round.proposals.all():
        proposal.stage = "draft"
        proposal.save()
    first, second, third = budget_round.proposals.all()[:3]
    year = second.year_profiles.first()
    statement = third.statements.order_by("position", "pk").first()
    content = download(budget_round, user)
    assert plan_of(content, user).changes_nothing
    new = with_cells(
        content,
        ("Proposals", first.reference, "Title", "Another title"),
        (
            "Proposals",
            second.reference,
            f"Recurring saving or pressure {year.year} (£)",
            year.recurring_saving + 1_000,
        ),
        ("Statements", third.reference, "Text", "Another text."),
    )
    plan = plan_of(new, user)
    assert (plan.cells, plan.after.total - plan.before.total, plan.errors) == (3, 1_000, ())
    last = last_change()
    apply(new, user, fingerprint=plan.fingerprint)
    assert changes_since(last) == [
        ("savingsproposal", "changed", {"title": first.title}, {"title": "Another title"}),
        (
            "yearprofile",
            "changed",
            {"recurring_saving": year.recurring_saving},
            {"recurring_saving": year.recurring_saving + 1_000},
        ),
        ("impactstatement", "changed", {"text": statement.text}, {"text": "Another text."}),
    ]
    reasons = set(ChangeRecord.objects.filter(pk__gt=last).values_list("reason", "actor_name"))
    assert reasons == {("Workbook round.xlsx", "Fiona Ledger")}
    imported = ChangeRecord.objects.get(pk__gt=last, action="imported")
    assert imported.after["proposals changed"] == 3
    assert plan_of(new, user).changes_nothing

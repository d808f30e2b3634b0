"""Rows of several tables read together are the rows that the tables hold, in their order."""

from decimal import Decimal

import pytest

from proposals.models import SavingsProposal
from proposals.workflow.completeness_facts import with_workflow
from services.models import Characteristic
from tests.support.attachment_examples import make_attachment
from tests.support.entry_pages import committee_and_meeting
from tests.support.web_examples import make_proposal, make_round

pytestmark = pytest.mark.django_db


def values(row):
    """Return what the row holds, column by column, with the type of each value."""
    held = ((item.attname, getattr(row, item.attname)) for item in row._meta.concrete_fields)
    return [(name, type(value), str(value), value) for name, value in held]


def along(row, path):
    for name in path.split("__"):
        row = row and getattr(row, name)
    return row and values(row)


@pytest.fixture
def budget_round():
    return make_round()


def fill(proposal, other):
    """Hold rows of every table, two of some in another order than they were made."""
    committee, meeting = committee_and_meeting(proposal)
    proposal.other_references.create(printed="E/R.2")
    proposal.risks.create(title="Last “quoted”", position=2)
    proposal.risks.create(title="First\nand second line", position=1, level="H")
    proposal.dependencies.create(title="On another", on_proposal=other)
    proposal.dependencies.create(title="On nothing held")
    proposal.committee_links.create(committee=committee)
    proposal.where_reported.create(meeting=meeting, item="7")
    proposal.where_reported.create(meeting_as_printed="Cabinet, May")
    proposal.equality_impacts.create(characteristic=Characteristic.objects.first(), effect="neutral")
    proposal.findings.create(code="c", place="p", message="m", reason="r", accepted_by="A")
    proposal.costs_to_achieve.create(
        year=proposal.budget_round.years[0], kind="ict", funder="grant", amount=2**39, capital=1
    )
    proposal.fte_impacts.create(year=proposal.budget_round.years[0], change=Decimal("-16.50"))
    proposal.sign_offs.create(stage="finance_review", signed_by_name="C", signed_total=-(2**40))
    proposal.warning_reasons.create(code="w", message="m", reason="Grüße")
    proposal.specialist_reviews.create(team="hr", question="Is this right?", asked_by="F")
    make_attachment(proposal)


def test_every_row_is_as_its_table_gives_it(budget_round, django_assert_num_queries):
    filled = make_proposal(budget_round, "ENV001", savings=(1_000, 2), statements={"aims": "Less."})
    fill(filled, make_proposal(budget_round, "ENV002"))
    loading = with_workflow(SavingsProposal.objects.order_by("pk"))
    with django_assert_num_queries(2):
        loaded = list(loading)
    for rows in loading._rows:
        assert getattr(filled, rows.name).exists(), f"{rows.name}: nothing to compare"
        for proposal, alone in zip(loaded, SavingsProposal.objects.order_by("pk"), strict=True):
            together = getattr(proposal, rows.name).all()
            one_by_one = getattr(alone, rows.name).all()
            assert [values(row) for row in together] == [values(row) for row in one_by_one]
            assert all(row.proposal is proposal for row in together)
            for path in rows.along:
                expected = [along(row, path) for row in one_by_one.select_related(*rows.along)]
                with django_assert_num_queries(0):
                    assert [along(row, path) for row in together] == expected


def test_a_narrowed_queryset_still_loads_them_and_plain_values_ask_for_nothing_more(
    budget_round, django_assert_num_queries
):
    kept, left_out = (make_proposal(budget_round, f"ENV00{number}", savings=(1_000,)) for number in (1, 2))
    loading = SavingsProposal.objects.with_related()
    with django_assert_num_queries(2):
        held = loading.exclude(pk=left_out.pk).get()
        assert [row.recurring_saving for row in held.year_profiles.all()] == [1_000]
    with django_assert_num_queries(1):
        assert set(loading.values_list("pk", flat=True)) == {kept.pk, left_out.pk}


def test_many_owners_are_read_in_parts(budget_round, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("services.db.rows_together.AT_ONCE", 2)
    for number in range(5):
        make_proposal(budget_round, f"ENV00{number}", savings=(1_000 + number,))
    with django_assert_num_queries(1 + 3):
        loaded = list(SavingsProposal.objects.with_related().order_by("reference"))
        found = [row.recurring_saving for each in loaded for row in each.year_profiles.all()]
    assert found == [1_000, 1_001, 1_002, 1_003, 1_004]

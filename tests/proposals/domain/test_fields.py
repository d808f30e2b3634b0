"""The declaration of the plain fields: the model, the record and everything that reads it agree."""

from dataclasses import fields as record_fields
from dataclasses import replace
from decimal import Decimal

import pytest

from proposals.api.schemas import ProposalOut
from proposals.changes import compare_proposals
from proposals.domain.completeness import Facts, requirements
from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.fields import (
    COMPARED_FACTS,
    COMPARED_RISK,
    COMPARED_TEXTS,
    COUNTING,
    DIRECTIONS,
    ENTERED_BESIDE_FIGURES,
    ENTERED_IDENTITY,
    STORED,
    WORKBOOK_AFTER_YEARS,
    WORKBOOK_BEFORE_YEARS,
    files_json,
)
from proposals.domain.records import ProposalRecord
from proposals.domain.stages import Stage
from proposals.entry.identity import ProposalForm
from proposals.models import SavingsProposal
from proposals.workbook.cells import field_text, field_value
from proposals.workbook.columns import LONGEST_CELL, PROPOSALS, columns_of
from proposals.workflow.material import material_changes
from services.values.years import FinancialYear
from tests.support.appendix_examples import YEARS, proposal
from tests.support.web_examples import make_round

ANOTHER = {
    "text": "Something quite different",
    "percent": 37,
    "share": Decimal("62.5"),
    "year": FinancialYear(2031),
    "money": 123_456,
    "flag": True,
}
STORED_BY_NAME = {item.name: item for item in STORED}


def another(item, value=None):
    """A value of the field that the example proposal does not have."""
    if item.kind == "choice":
        return next(key for key in item.choices if key != value)
    return not value if item.kind == "flag" else ANOTHER[item.kind]


@pytest.mark.parametrize("item", STORED, ids=lambda item: item.name)
class TestAStoredField:
    def test_has_a_column_of_its_label_and_choices(self, item):
        column = SavingsProposal._meta.get_field(item.model_name)
        assert column.verbose_name == item.label[0].lower() + item.label[1:]
        assert [(key, str(words)) for key, words in column.choices or ()] == [
            (key, words[0].lower() + words[1:]) for key, words in item.choices.items()
        ]

    def test_is_in_the_record(self, item):
        assert item.name in {field.name for field in record_fields(ProposalRecord)}

    def test_changes_materially_as_it_is_declared(self, item):
        before = proposal()
        after = replace(before, **{item.name: another(item, getattr(before, item.name))})
        expected = (item.named,) if item.material else ()
        assert [name for name in material_changes(before, after) if name == item.named] == list(expected)

    def test_is_given_in_files_and_to_programs_as_it_is_declared(self, item):
        assert (item.name in files_json(proposal())) == item.in_files
        assert (item.name in ProposalOut.model_fields) == item.in_files


@pytest.mark.parametrize(
    "item",
    [item for item in (*COMPARED_RISK, *COMPARED_FACTS, *COMPARED_TEXTS) if item.name in STORED_BY_NAME],
)
def test_a_compared_field_is_told_when_it_changes(item):
    before = proposal()
    after = replace(before, **{item.name: another(item, getattr(before, item.name))})
    change = compare_proposals(before, after)
    assert item.heading in {each.label for each in (*change.risk_facts, *change.facts, *change.texts)}


@pytest.mark.parametrize("item", [item for item in STORED if item.asked_from], ids=lambda item: item.name)
def test_a_field_that_is_asked_for_holds_the_proposal_up_without_it(item):
    lacking = replace(
        proposal(), direction=item.of or SAVING, **{item.name: None if item.kind == "year" else ""}
    )
    (asked,) = (each for each in requirements(Facts(lacking), item.asked_from) if each.code == item.name)
    assert (asked.words, asked.is_met) == (item.named.removeprefix("the "), False)


@pytest.mark.parametrize("item", [*WORKBOOK_BEFORE_YEARS, *WORKBOOK_AFTER_YEARS], ids=lambda item: item.name)
def test_a_column_of_the_workbook_holds_what_the_model_does_and_reads_back_what_it_writes(item):
    (column,) = (each for each in columns_of(YEARS)[PROPOSALS] if each.field is item)
    length = SavingsProposal._meta.get_field(item.model_name).max_length
    assert column.longest == (length if item.kind == "text" else LONGEST_CELL)
    assert field_value(item, field_text(item, another(item))) == another(item)


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_the_page_enters_every_declared_field_up_to_the_length_of_the_model(finance_officer, direction):
    form = ProposalForm(SavingsProposal(budget_round=make_round(), direction=direction), finance_officer)
    for item in (*ENTERED_IDENTITY, *ENTERED_BESIDE_FIGURES, *COUNTING):
        assert (item.model_name in form.fields) == item.applies_to(direction)
        if not item.applies_to(direction):
            continue
        entered = form.fields[item.model_name]
        assert entered.label == item.label_of(direction)
        # A category is chosen from the council's list, whose lines are no longer than the column.
        if item.kind == "text" and item.name != "category":
            assert entered.max_length == SavingsProposal._meta.get_field(item.model_name).max_length


def test_the_plain_field_that_a_stage_asks_for_is_the_risk_of_a_saving_and_the_cause_of_a_pressure():
    assert {item.name: (item.asked_from, item.of) for item in STORED if item.asked_from} == {
        "risk": (Stage.CORPORATE_REVIEW, SAVING),
        "pressure_category": (Stage.SERVICE_REVIEW, PRESSURE),
    }

"""Savings and pressures: the sign each is read with, the labels of their amounts, and which fields each may have."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from proposals.domain.amounts import LABELS_OF, may_be_negative
from proposals.domain.direction import (
    PRESSURE,
    SAVING,
    amount_in_own_direction,
    format_in_own_direction,
    in_own_direction,
)
from proposals.domain.savings_profile import AMOUNT_NAMES, SavingsProfile, YearAmounts
from proposals.models import SavingsProposal, YearProfile
from services.values.money import MoneyStyle
from tests.support.web_examples import FIRST, make_proposal, make_round

# £500,000 more to spend each year from the first one and £40,000 once in the second, which costs £15,000 to begin.
CARE_HOMES = SavingsProfile(
    FIRST,
    (
        YearAmounts(recurring_saving=-500_000, one_off_cost=15_000),
        YearAmounts(one_off_saving=-40_000),
        YearAmounts(),
    ),
)


class TestAPressureReadByItself:
    def test_adds_to_the_budget_in_positive_amounts(self):
        assert [in_own_direction(pounds, PRESSURE) for pounds in CARE_HOMES.discrete.values()] == [
            500_000,
            40_000,
            -40_000,
        ]
        assert in_own_direction(CARE_HOMES.full_year_effect, PRESSURE) == 500_000

    def test_costs_more_with_what_it_takes_to_begin(self):
        net = [in_own_direction(pounds, PRESSURE) for pounds in CARE_HOMES.net_in_year.values()]
        assert net == [515_000, 540_000, 500_000]

    def test_has_costs_of_the_same_sign_in_both_directions(self):
        stated = {
            name: amount_in_own_direction(name, pounds, PRESSURE)
            for name, pounds in zip(AMOUNT_NAMES, (-500_000, -40_000, 3_000, 15_000, 8_000), strict=True)
        }
        assert list(stated.values()) == [500_000, 40_000, 3_000, 15_000, 8_000]

    def test_keeps_what_is_not_known(self):
        assert in_own_direction(None, PRESSURE) is None

    @pytest.mark.parametrize("sign", ["positive", "negative"])
    def test_is_a_positive_amount_whatever_sign_the_council_prints_on_savings(self, sign):
        style = MoneyStyle(savings_sign=sign)
        assert format_in_own_direction(-500_000, PRESSURE, style) == "£500,000"
        assert format_in_own_direction(40_000, PRESSURE, style) == "-£40,000"


class TestASavingReadByItself:
    def test_keeps_its_sign(self):
        assert in_own_direction(500_000, SAVING) == 500_000
        assert amount_in_own_direction("one_off_saving", 40_000, SAVING) == 40_000

    def test_has_the_sign_that_the_council_prints(self):
        assert (
            format_in_own_direction(500_000, SAVING, MoneyStyle(savings_sign="negative"), bare=True)
            == "-500,000"
        )


class TestTheAmountsOfAYear:
    def test_are_called_what_they_are_by_direction(self):
        assert list(LABELS_OF[SAVING].values())[:3] == [
            "Recurring saving",
            "One-off saving",
            "Recurring cost",
        ]
        assert list(LABELS_OF[PRESSURE].values())[:3] == [
            "Recurring pressure",
            "One-off pressure",
            "Recurring cost",
        ]
        assert [list(labels) for labels in LABELS_OF.values()] == [list(AMOUNT_NAMES)] * 2

    def test_may_be_negative_where_something_ends(self):
        assert [name for name in AMOUNT_NAMES if may_be_negative(name, SAVING)] == [
            "recurring_saving",
            "recurring_cost",
        ]
        assert [name for name in AMOUNT_NAMES if may_be_negative(name, PRESSURE)] == [
            "recurring_saving",
            "one_off_saving",
            "recurring_cost",
        ]


@pytest.mark.django_db
class TestWhatEachMayHave:
    @pytest.mark.parametrize(
        ("direction", "field", "value", "message"),
        [
            (
                SAVING,
                "pressure_category",
                "demand",
                "Only a pressure has a cause. Clear the cause of the pressure.",
            ),
            (
                PRESSURE,
                "kind",
                "income",
                "Only a saving has a kind of saving. Clear the kind of saving.",
            ),
        ],
    )
    def test_is_said_in_words_and_kept_by_the_database(self, direction, field, value, message):
        proposal = make_proposal(make_round(), "ENV001", direction=direction)
        setattr(proposal, field, value)
        with pytest.raises(ValidationError) as refused:
            proposal.full_clean()
        assert refused.value.message_dict == {field: [message]}
        with pytest.raises(IntegrityError), transaction.atomic():
            SavingsProposal.objects.save_rows([proposal])

    def test_a_one_off_saving_below_zero_is_refused_and_such_a_pressure_is_not(self):
        budget_round = make_round()
        saving = make_proposal(budget_round, "ENV001")
        pressure = make_proposal(budget_round, "ENV002", direction=PRESSURE)
        with pytest.raises(ValidationError) as refused:
            YearProfile(proposal=saving, year=FIRST, one_off_saving=-1).clean()
        assert refused.value.message_dict == {
            "one_off_saving": ["A one-off saving cannot be below zero. Enter it as a one-off cost."]
        }
        YearProfile(proposal=pressure, year=FIRST, one_off_saving=-1).clean()
        YearProfile(proposal=pressure, year=FIRST, one_off_saving=1).clean()

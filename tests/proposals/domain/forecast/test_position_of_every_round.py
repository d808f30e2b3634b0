"""The medium-term position of random rounds: what always adds up, and how long it takes."""

from decimal import Decimal
from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.fields import FUNDS, PRESSURE_CATEGORIES
from proposals.domain.forecast.plan import AmountLine, Amounts, CouncilTax, PlanInput, Rule
from proposals.domain.forecast.round_position import round_position
from proposals.domain.forecast.what_enters import Adjustment, Basis, Item
from proposals.domain.savings_profile import SavingsProfile, YearAmounts
from proposals.domain.stages import Outcome, Stage
from services.values.years import FinancialYear
from tests.support.hand_worked_round import (
    Y2,
    Y4,
    YEARS,
)

amounts = st.integers(-10_000_000, 10_000_000)
costs = st.integers(0, 1_000_000)
year_amounts = st.builds(YearAmounts, amounts, amounts, amounts, costs, costs)
lines = st.lists(amounts, min_size=1, max_size=4).map(
    lambda stated: Amounts(dict(zip(YEARS, stated, strict=False)))
)


def random_line():
    return st.builds(
        AmountLine,
        key=st.uuids().map(str),
        name=st.just("Line"),
        fund=st.sampled_from(list(FUNDS)),
        amounts=lines,
        category=st.sampled_from(["pay", "price"]),
        directorate=st.sampled_from("AB"),
    )


random_items = st.builds(
    Item,
    key=st.uuids().map(str),
    reference=st.just("X"),
    title=st.just("X"),
    directorate=st.sampled_from("AB"),
    direction=st.sampled_from([SAVING, PRESSURE]),
    fund=st.sampled_from(list(FUNDS)),
    profile=st.builds(
        SavingsProfile,
        st.sampled_from([*YEARS, Y4 + 1]),
        st.lists(year_amounts, min_size=1, max_size=5).map(tuple),
    ),
    category=st.sampled_from([*PRESSURE_CATEGORIES, ""]),
    kind=st.sampled_from(["", "cost_avoidance"]),
    stage=st.sampled_from(Stage),
    outcome=st.sampled_from(["", *Outcome]),
    known_years=st.none() | st.frozensets(st.sampled_from(YEARS)),
    deliverability=st.none() | st.integers(0, 100),
    council_share=st.none() | st.decimals(0, 100, places=2),
    in_earlier_plan=st.booleans(),
)
random_bases = st.builds(
    Basis,
    st.sampled_from(["approved", "published", "all"]),
    st.sampled_from(["headline", "risk-adjusted", "percentage"]),
    st.integers(0, 100),
)


class TestEveryRound:
    @given(
        base=st.lists(random_line(), max_size=3),
        uplift=st.lists(random_line(), max_size=3),
        income=st.lists(random_line(), max_size=3),
        proposals=st.lists(random_items, max_size=12, unique_by=lambda item: item.key),
        basis=random_bases,
        data=st.data(),
    )
    def test_position_is_the_baseline_and_the_sum_of_what_entered(
        self, base, uplift, income, proposals, basis, data
    ):
        adjustments = {
            item.key: data.draw(
                st.builds(
                    Adjustment,
                    st.booleans(),
                    st.fractions(0, 1, max_denominator=9),
                    st.integers(0, 3),
                    st.none() | st.just(SavingsProfile(Y2, (YearAmounts(7, 5, 3, 2, 1),))),
                )
            )
            for item in proposals[::2]
        }
        plan = PlanInput(YEARS, base=tuple(base), uplift=tuple(uplift), income=tuple(income))
        position = round_position(plan, proposals, basis, adjustments)
        assert sorted(each.key for each in proposals) == sorted(
            each.item.key
            for each in (*position.entered, *(out for out in position.left_out if not out.is_part))
        )
        for fund in position.funds.values():
            own = [each for each in position.entered if each.item.fund == fund.fund]
            pressures = [each for each in own if each.item.direction == PRESSURE]
            for year in YEARS:
                before = fund.baseline.in_year[year]
                assert fund.do_nothing.in_year[year] == before + sum(each.by_year[year] for each in pressures)
                assert fund.with_proposals.in_year[year] == before + sum(each.by_year[year] for each in own)
                assert sum(fund.steps_to_gap(year)) == fund.with_proposals.gap[year]

    def test_two_thousand_items_over_ten_years_take_little_time(self):
        years = tuple(FinancialYear(2027 + index) for index in range(10))
        proposals = [
            Item(
                str(number),
                f"X{number}",
                "A proposal",
                f"Directorate {number % 8}",
                PRESSURE if number % 4 == 0 else SAVING,
                list(FUNDS)[number % 5],
                SavingsProfile(
                    years[0],
                    tuple(YearAmounts(1000 + number + year, number, 100, 50, 10) for year in range(10)),
                ),
                deliverability=number % 101,
                council_share=Decimal("33.33") if number % 3 else None,
                stage=Stage.PUBLISHED,
            )
            for number in range(2000)
        ]
        lines = tuple(
            AmountLine(
                f"{fund}{number}",
                "Line",
                fund,
                Amounts({years[0]: 1_000_000}, Rule("grow by a rate", rate=2)),
            )
            for fund in FUNDS
            for number in range(10)
        )
        tax = CouncilTax("t", "Tax", {years[0]: Decimal(1)}, {years[0]: Decimal(1)}, {years[0]: Decimal(99)})
        plan = PlanInput(years, base=lines, uplift=lines, income=lines, council_tax=(tax,))
        start = perf_counter()
        position = round_position(plan, proposals, Basis(delivery="risk-adjusted"))
        for fund in position.funds.values():
            assert fund.with_proposals.gap
            assert fund.target_lines == ()  # no directorate of these has a target
        taken = perf_counter() - start
        # 0.2 seconds is asked for; a machine that does other things as well gets five times that.
        assert taken < 1.0, f"{taken:.3f} seconds"

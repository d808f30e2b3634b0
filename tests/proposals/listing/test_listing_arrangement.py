"""What an address says of a list's columns, order, rows and groups, without a database."""

from dataclasses import replace

import pytest
from django.http import QueryDict

from proposals.domain.fte_profile import FTEProfile
from proposals.domain.records import Totals
from proposals.domain.savings_profile import SavingsProfile, YearAmounts
from proposals.listing.arrangement import MOST_ROWS, arrangement_of
from proposals.listing.shares import shares_of
from services.values.money import MoneyStyle
from services.values.years import FinancialYear, years_from

YEARS = years_from(FinancialYear(2027), 3)
USUAL = [
    "reference",
    "title",
    "year_2027",
    "year_2028",
    "year_2029",
    "total",
    "fte",
]


def arranged(query=""):
    return arrangement_of(QueryDict(query), YEARS)


def names(arrangement):
    return [column.name for column in arrangement.columns]


class TestColumns:
    def test_are_the_usual_ones_until_others_are_chosen(self):
        assert names(arranged()) == USUAL
        assert names(arranged("columns=total,risk")) == ["reference", "total", "risk"]
        assert names(arranged("columns=risk&columns=total&columns=risk")) == ["reference", "risk", "total"]

    def test_that_are_the_usual_ones_choose_nothing(self):
        """A form sends every tick: whoever changes the order only has not chosen columns for files."""
        assert arranged(f"columns={','.join(USUAL)}").chosen == ()
        assert arranged(f"columns={','.join(USUAL[1:])}").chosen == ()

    def test_that_there_are_not_are_said(self):
        arrangement = arranged("columns=total,nonsense")
        assert names(arrangement) == ["reference", "total"]
        assert arrangement.misread == ("There is no column “nonsense”: it was left out.",)


class TestOrder:
    def test_goes_over_several_columns_each_once(self):
        assert arranged("sort=-total,title&sort=&sort=total").sort == ("-total", "title")
        assert arranged("sort=-total,title").sort_in_words == "Total, largest first and Title, A to Z"
        assert arranged("sort=fte").sort_in_words == "FTE, largest reduction first"

    def test_by_a_column_without_one_is_said(self):
        assert arranged("sort=net_budget").misread == ("The list cannot be sorted by “Net budget”.",)

    def test_over_too_many_columns_is_said(self):
        arrangement = arranged("sort=title,service,total,fte,risk,stage")
        assert arrangement.sort == ("title", "service", "total", "fte", "risk")
        assert len(arrangement.misread) == 1


class TestRowsAndGroups:
    @pytest.mark.parametrize(
        ("query", "rows"), [("", 25), ("rows=50", 50), ("rows=100", 100), ("rows=all", MOST_ROWS)]
    )
    def test_a_page_holds_as_many_rows_as_asked(self, query, rows):
        assert arranged(query).rows == rows

    def test_another_number_is_said(self):
        assert arranged("rows=7").misread == ("A page cannot hold “7” rows: choose 25, 50, 100 or all.",)

    def test_groups_are_open_only_in_a_list_that_has_them(self):
        assert arranged("group=risk&open=H").opened == {"H"}
        assert arranged("open=H").opened == frozenset()
        assert arranged("group=phase").misread == (
            "The list cannot be grouped by “phase”: choose directorate, committee, service, ward, direction, "
            "pressure_category, fund, category, risk, residents, public_consultation or delivery.",
        )


def totals(*savings, count=1):
    by_year = {
        year: YearAmounts(recurring_saving=saving) for year, saving in zip(YEARS, savings, strict=True)
    }
    profile = SavingsProfile.from_years(by_year, YEARS)
    return Totals(count, profile, FTEProfile.nothing(YEARS), profile.total)


class TestShares:
    STYLE = MoneyStyle("millions", 3)

    def test_are_of_the_round_and_of_its_target(self):
        # 250,000 of 1,000,000 is a quarter; of a target of 2,000,000 an eighth.
        shares = shares_of(totals(250_000, 0, 0), totals(500_000, 500_000, 0, count=4), 2_000_000, self.STYLE)
        assert shares.sentence == (
            "1 proposal saves £0.250m over the round: 25.0% of the round’s £1.000m, "
            "and 12.5% of its target of £2.000m."
        )
        assert shares.rows[-1] == ("Share of the round", ["50.0%", "0.0%", "–", "25.0%"])

    def test_of_the_whole_round_say_the_target_only(self):
        whole = totals(500_000, 500_000, 0, count=4)
        shares = shares_of(whole, whole, None, self.STYLE)
        assert shares.sentence == "4 proposals save £1.000m over the round."
        assert [label for label, _ in shares.rows] == ["These proposals"]

    def test_of_what_has_ended_say_that_nothing_is_in_the_totals(self):
        ended = replace(totals(0, 0, 0, count=2), ended=2)
        shares = shares_of(ended, totals(500_000, 0, 0, count=4), 2_000_000, self.STYLE)
        assert shares.sentence == "None of the listed proposals is in the totals."

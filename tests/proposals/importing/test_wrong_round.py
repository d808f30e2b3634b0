"""A document put into a round of other years: the round is wrong, and that is said once."""

import pytest

from proposals.importing.plan.request import ImportRequest, WrongRound
from services.values.years import FinancialYear
from tests.proposals.importing.test_import_pages import officer, problems, tree, upload
from tests.support.import_runs import importer
from tests.support.option_forms import THREE, bytes_of
from tests.support.parsed_documents import IMPACT, side_by_side
from tests.support.parsed_imports import OPTIONS, TABLE, plan
from tests.support.web_examples import make_round

__all__ = ["officer"]
pytestmark = pytest.mark.django_db
EARLIER = "Budget 2017/18 to 2019/20"
SAID = (
    "The document’s figures are of 2027/28 to 2029/30, but the round Budget 2017/18 to 2019/20 is of 2017/18 to "
    "2019/20. Choose another round, or start a new one."
)


@pytest.fixture
def earlier():
    budget_round = make_round(EARLIER, council="Fenwick")
    budget_round.base_year, budget_round.first_year = FinancialYear(2016), FinancialYear(2017)
    budget_round.save()
    return budget_round


@pytest.mark.parametrize(("style", "content"), [(OPTIONS, bytes_of(*THREE)), (TABLE, side_by_side(IMPACT))])
def test_is_refused_with_the_years_of_both(earlier, style, content):
    with pytest.raises(WrongRound) as refused:
        plan(style, content, request=ImportRequest("fenwick", EARLIER))
    assert str(refused.value) == SAID


def test_the_page_says_it_once_at_the_round(officer, earlier):
    response = upload(officer, bytes_of(*THREE), budget_round=earlier.pk)
    assert problems(response) == [f"Budget round: {SAID}"]
    assert tree(response).xpath("//p[@id='id_budget_round_error']")


def test_the_command_says_it_once(earlier, tmp_path):
    refused = importer(tmp_path)(bytes_of(*THREE), "--round", EARLIER)
    assert (refused.code, refused.error, refused.out) == (2, f"options.txt: {SAID}", "")


def test_one_form_of_other_years_among_several_is_a_slip_of_that_form():
    budget_round = make_round(council="Fenwick")
    first, *others = THREE
    slip = first.but(years=("2017/18", "2018/19", "2019/20"), start_year="2017/18")
    errors = plan(
        OPTIONS, bytes_of(slip, *others), request=ImportRequest("fenwick", budget_round.name)
    ).errors
    assert {issue.reference for issue in errors} == {"LIB001"}

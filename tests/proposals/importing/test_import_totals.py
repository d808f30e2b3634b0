"""What a document adds up to, as its preview shows it: the FTE figures are in the years that they will be held in."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from proposals.domain.direction import PRESSURE
from proposals.importing.document_totals import DocumentTotals
from proposals.importing.parsed import ParsedDocument, ParsedProposal
from proposals.importing.plan.request import ImportRequest
from proposals.models import FTEImpact
from services.values.years import FinancialYear, years_from
from tests.support.option_forms import LIBRARIES, bytes_of
from tests.support.parsed_imports import OPTIONS, TABLE, load, read

YEARS = years_from(FinancialYear(2027), 3)


def document(*proposals):
    return ParsedDocument("", YEARS, proposals, "positive", "thousands", 0, (), 1, ())


def stated(*savings, fte=None):
    by_year = dict(zip(YEARS, savings, strict=False))
    return ParsedProposal("Parks", "Line 1", savings=by_year, fte_change=fte and Decimal(fte))


def test_one_fte_figure_counts_in_the_year_in_which_the_saving_begins():
    totals = DocumentTotals(document(stated(0, 5_000, 0, fte="-4"), stated(1_000, 0, 0)), YEARS)
    assert totals.headings == ("2027/28", "2028/29", "2029/30", "Total")
    assert totals.fte == ("0.00", "-4.00", "0.00", "-4.00")
    assert totals.amounts == [("Savings", ("1", "5", "0", "6"))]


def test_an_fte_figure_without_savings_by_year_counts_in_the_first_year():
    totals = DocumentTotals(document(stated(fte="-1.5")), YEARS)
    assert totals.fte == ("-1.50", "0.00", "0.00", "-1.50")
    assert totals.amounts == [("Savings", ("", "", "", "0"))]


def test_fte_figures_that_are_not_stated_are_not_shown():
    totals = DocumentTotals(document(stated(1_000)), YEARS)
    assert (totals.fte, totals.headings) == ((), ("2027/28", "Total"))


def test_one_off_amounts_are_said_to_be_in_the_totals_as_they_are_printed():
    lasting, one_off = stated(1_000), replace(stated(2_000), one_off=True)
    assert DocumentTotals(document(lasting, one_off), YEARS).holds_one_off
    assert not DocumentTotals(document(lasting), YEARS).holds_one_off


def test_a_form_whose_savings_cannot_be_read_does_not_turn_the_others_into_pounds():
    unread = LIBRARIES.but(reference="LIB000", unit="", savings=("", "", "", ""))
    totals = DocumentTotals(read(OPTIONS, bytes_of(unread, LIBRARIES)), YEARS)
    assert (totals.unit, totals.amounts) == ("£m", [("Savings", ("-0.120", "-0.030", "0.000", "-0.150"))])


def test_pounds_are_printed_without_decimals():
    in_pounds = LIBRARIES.but(unit="£", savings=("-120000.00", "-30000.00", "0.00", "-150000.00"))
    totals = DocumentTotals(read(OPTIONS, bytes_of(in_pounds)), YEARS)
    assert (totals.unit, totals.amounts) == ("£", [("Savings", ("-120,000", "-30,000", "0", "-150,000"))])


def test_the_sign_of_pressures_beside_savings_is_not_said_to_be_the_documents():
    pressure = replace(stated(-2_000), direction=PRESSURE)
    said = DocumentTotals(document(stated(5_000), pressure), YEARS).contrary_sign("Fenwick", "negative")
    assert "The signs are the document’s own" not in said
    assert "Pressures have the other sign here, whichever sign the document prints on them." in said
    alone = DocumentTotals(document(stated(5_000)), YEARS).contrary_sign("Fenwick", "negative")
    assert alone.startswith("The signs are the document’s own: it prints a saving as a positive figure.")


@pytest.mark.documents
@pytest.mark.django_db
def test_the_fte_figures_of_a_real_impact_table_are_held_as_they_were_shown(documents):
    content = (documents / "banes-impact-statements.txt").read_bytes()
    request = ImportRequest("banes", "Budget 2017/18 to 2019/20")
    plan = load(TABLE, content, reason="As printed.", request=request)
    assert DocumentTotals(read(TABLE, content), plan.years).fte == ("0.00", "-4.00", "0.00", "-4.00")
    stored = Counter()
    for row in FTEImpact.objects.all():
        stored[str(row.year)] += row.change
    assert {year: change for year, change in stored.items() if change} == {"2018/19": Decimal(-4)}

"""An edition's snapshot gives back the very record, cover and style it was made from."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.domain.fte_profile import FTEProfile
from proposals.domain.proposal_parts import (
    BaseBudgetRecord,
    CharacteristicImpact,
    DependencyRecord,
    EqualityRecord,
    FindingRecord,
    ReportRecord,
    RiskRecord,
    SectionRecord,
)
from proposals.domain.records import ProposalRecord, RoundRecord
from proposals.domain.savings_profile import SavingsProfile, YearAmounts
from reports.documents.cover import Cover
from reports.documents.snapshots import (
    UnreadableSnapshot,
    as_text,
    cover_from,
    from_text,
    proposal_from,
    record_from,
    snapshot_of,
    style_from,
)
from services.values.money import MoneyStyle
from services.values.plain_values import UnreadableValue, from_plain, to_plain
from services.values.years import FinancialYear, years_from

FIRST = FinancialYear(2027)

FULL = ProposalRecord(
    reference="ENV001",
    title="Dim the lights – “half” of them",
    service="Street lighting",
    directorate_code="ENV",
    directorate="Environment",
    start_year=FIRST,
    base_budget=BaseBudgetRecord(FinancialYear(2026), 4_000_000, 500_000, "Without depot."),
    profile=SavingsProfile(FIRST, (YearAmounts(906_000, 1, 2, 3, 4), YearAmounts(-5), YearAmounts())),
    fte=FTEProfile(FIRST, (Decimal("-1.50"), Decimal("0.00"), Decimal("0.25"))),
    # Neither in alphabetical order nor in that of the form: the order is kept as it is.
    statements={"impact_upon_service": "Darker.\n\n• roads", "decisions_needed": "One."},
    findings=(FindingRecord("Adds up to less.", "Rounded.", date(2026, 11, 2)), FindingRecord("a", "b")),
    references=("ENV001", "ENV/001"),
    known_years=frozenset({FIRST, FinancialYear(2029)}),
    profile_complete=False,
    stated_total=2_784_000,
    deliverability=80,
    committees=("Cabinet", "Scrutiny"),
    risks=(RiskRecord("Lamps fail", "H", "Spare lamps"),),
    dependencies=(DependencyRecord("New contract", "ENV002"),),
    where_reported=(ReportRecord("Cabinet, 14 September 2026", "5", "A"),),
    sections=(SectionRecord("other", "Ward", "All", "answered", 3, "A contract is being let."),),
    equality=EqualityRecord("full_needed", "complete", "Esther", date(2026, 10, 1), "2", "Older people.", (
        CharacteristicImpact("Age", "negative", "Negative", "Signs"),
    )),
    stage="published",
)  # fmt: skip
RECORD = RoundRecord(
    council="Eastvale Council",
    council_slug="eastvale",
    money_style=MoneyStyle("millions", 3, "negative", "brackets"),
    name="Budget 2027/28",
    base_year=FinancialYear(2026),
    years=years_from(FIRST, 3),
    proposals=(FULL, replace(FULL, reference="ENV002", start_year=None, base_budget=None, equality=None)),
    selection="2 of the round’s 3 proposals.",
)
COVER = Cover("Savings", "Cabinet", date(2026, 12, 1), "A", True)


def kept(record=RECORD, cover=COVER, style="impact-table"):
    """The snapshot as it comes back from where it is kept."""
    return from_text(as_text(snapshot_of(record, cover, style)))


class TestWhatComesBack:
    def test_is_the_record_the_cover_and_the_style(self):
        assert record_from(kept()) == RECORD
        assert cover_from(kept()) == COVER
        assert style_from(kept()) == "impact-table"

    def test_has_its_sections_in_the_order_they_had(self):
        proposal = record_from(kept()).proposals[0]
        assert list(proposal.statements) == ["impact_upon_service", "decisions_needed"]

    def test_is_one_proposal_alone_where_only_one_is_asked_for(self):
        assert proposal_from(kept(), 1) == RECORD.proposals[1]
        with pytest.raises(UnreadableSnapshot, match="place 2"):
            proposal_from(kept(), 2)

    def test_is_the_same_text_every_time(self):
        assert as_text(snapshot_of(record_from(kept()), cover_from(kept()), "impact-table")) == as_text(
            kept()
        )

    @given(
        st.lists(st.integers(-(10**12), 10**12), min_size=5, max_size=5),
        st.decimals(-(10**6), 10**6, places=2),
        st.text(),
    )
    def test_is_exact_for_any_amount_post_and_text(self, amounts, change, text):
        proposal = replace(
            FULL,
            profile=SavingsProfile(FIRST, (YearAmounts(*amounts),)),
            fte=FTEProfile(FIRST, (change,)),
            title=text,
            statements={text: text},
        )
        assert from_plain(ProposalRecord, json.loads(json.dumps(to_plain(proposal)))) == proposal


class TestWhatCannotBeRead:
    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"format": "something else"}, "no snapshot"),
            ({"version": 2}, "version 2; this release reads version 1"),
            ({"cover": {"title": 7}}, "title cannot be 7"),
            ({"cover": {"colour": "red"}}, "Cover has no colour"),
            ({"cover": {"date": "yesterday"}}, "yesterday"),
        ],
    )
    def test_is_refused_with_its_place(self, change, said):
        with pytest.raises(UnreadableSnapshot, match=said):
            cover_from({**kept(), **change})

    def test_lacks_a_field_that_has_no_default(self):
        plain = to_plain(FULL)
        del plain["title"]
        with pytest.raises(UnreadableValue, match="lacks title"):
            from_plain(ProposalRecord, plain)

    def test_is_no_json(self):
        with pytest.raises(UnreadableSnapshot, match="no JSON"):
            from_text("{")


def test_a_field_that_came_later_takes_its_default_in_an_older_snapshot():
    plain = to_plain(FULL)
    del plain["outcome"], plain["equality"]
    assert from_plain(ProposalRecord, plain) == replace(FULL, equality=None)

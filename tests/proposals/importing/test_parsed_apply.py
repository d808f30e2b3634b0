"""Importing stated documents: what is kept, what is only added, and that reading again changes nothing."""

import io
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals.importing.plan.apply import ImportStopped
from proposals.models import DocumentEntry, DocumentImport, ProposalFinding, SavingsProposal
from proposals.models.stored_figures import wrong_figures
from services.models import ChangeRecord, Council, Directorate, Meeting, Service
from tests.support.business_cases import Case, text_of, word_of
from tests.support.option_forms import LIBRARIES, PARKS, bytes_of
from tests.support.parsed_documents import (
    IMPACT,
    IMPACT_HEADER,
    SUMMARY_HEADER,
    SUMMARY_TITLES,
    impact_row,
    side_by_side,
    word,
)
from tests.support.parsed_imports import (
    CASES,
    OPTIONS,
    REQUEST,
    SUMMARY,
    TABLE,
    exported,
    load,
    plan,
    row,
    summary,
)

pytestmark = pytest.mark.django_db
VANS = row("Mobile Libraries")
FIGURES = ("profile", "total", "profile_complete", "committees", "where_reported", "service", "directorate")


def figures(proposal):
    return {name: proposal[name] for name in FIGURES}


def proposal(reference):
    return SavingsProposal.objects.get(reference=reference)


@pytest.mark.one_database
class TestASummaryAlone:
    def test_keeps_the_first_year_and_the_total_and_does_not_know_the_years_between(self):
        load(SUMMARY, summary(VANS))
        (stored,) = exported().values()
        assert stored["profile_complete"] is False
        assert stored["total"] == 150_000
        assert [(year["year"], year["discrete"]) for year in stored["profile"]] == [("2027/28", 120_000)]
        assert stored["start_year"] == "2027/28"
        assert stored["committees"] == ["Culture"]
        assert stored["where_reported"] == [{"meeting": "Sept 26", "item": "6", "appendix": "App D"}]

    def test_makes_the_meeting_whose_body_and_month_are_certain(self):
        load(SUMMARY, summary(VANS, row("Boats", reported="Item 6 App D")))
        assert [str(meeting) for meeting in Meeting.objects.all()] == ["Cabinet, September 2026"]

    def test_is_published_or_a_draft_as_the_round_says_and_on_the_record(self):
        load(SUMMARY, summary(VANS))
        assert proposal("CUL-01").stage == "published"
        made = DocumentImport.objects.get()
        assert (made.style, made.created, made.changed) == (SUMMARY, 1, 0)
        assert "Areas for Savings 2027/28 - 2029/30" in made.notes
        reasons = ChangeRecord.objects.filter(record_type="proposals.savingsproposal")
        assert set(reasons.values_list("reason", flat=True)) == {"Import of document.txt"}

    def test_stores_the_figures_that_lists_are_sorted_by(self):
        load(SUMMARY, summary(VANS))
        load(TABLE, side_by_side(IMPACT))
        assert list(wrong_figures(SavingsProposal.objects.with_related())) == []

    def test_twice_in_one_document_stays_two_proposals(self):
        content = summary(VANS, row("Mobile Libraries", "£0.010m", "£0.010m"))
        load(SUMMARY, content, reason="They are two.")
        assert {item["total"] for item in exported().values()} == {150_000, 10_000}
        assert plan(SUMMARY, content).changes_nothing


class TestASummaryAfterTheForms:
    @pytest.fixture(autouse=True)
    def forms(self):
        load(OPTIONS, bytes_of(LIBRARIES, PARKS))

    def test_adds_what_is_not_held_and_overwrites_nothing(self):
        before = exported()["LIB001"]
        content = summary(row("Mobile Libraries – (for consultation only)", decisions="Agree to close all."))
        load(SUMMARY, content)
        after = exported()["LIB001"]
        assert after["consultation_only"] is True
        assert after["committees"] == ["Culture"]
        assert after["statements"] == before["statements"]
        assert figures(after)["profile"] == before["profile"]
        beside = {section["heading"]: section["text"] for section in after["sections"]}
        assert beside["Decisions Needed to Deliver the Budgeted Savings (committee summary)"] == (
            "Agree to close all."
        )
        assert proposal("LIB001").version == 2
        assert SavingsProposal.objects.count() == 2

    def test_says_nothing_of_wording_that_differs_in_stops_and_capitals_only(self):
        impact = "some villages will be visited every three weeks instead of every two"
        decisions = "Agree to end two of the five routes. Reduce the budget from April 2027"
        planned = plan(SUMMARY, summary(row("Mobile Libraries", impact=impact, decisions=decisions)))
        assert "wording kept beside" not in [issue.code for issue in planned.notes]

    def test_keeps_an_accepted_difference_with_its_reason_and_asks_once(self):
        content = summary(row("Mobile Libraries", "£0.110m", "£0.150m"))
        with pytest.raises(ImportStopped):
            load(SUMMARY, content)
        assert not DocumentEntry.objects.exists()
        load(SUMMARY, content, reason="The form is newer.")
        (issue,) = ProposalFinding.objects.all()
        assert (issue.reason, issue.proposal.reference) == ("The form is newer.", "LIB001")
        assert issue.place.startswith("Committee summary, ")
        assert exported()["LIB001"]["total"] == 150_000
        assert plan(SUMMARY, content).changes_nothing
        assert plan(OPTIONS, bytes_of(LIBRARIES, PARKS)).changes_nothing

    def test_settles_the_difference_when_a_corrected_summary_is_read(self):
        load(SUMMARY, summary(row("Mobile Libraries", "£0.110m", "£0.150m")), reason="A slip.")
        load(SUMMARY, summary(VANS))
        assert not ProposalFinding.objects.exists()


@pytest.mark.one_database
class TestTheFormsAfterASummary:
    def test_complete_the_proposals_under_their_own_references(self):
        load(SUMMARY, summary(VANS, row("Boats")))
        load(OPTIONS, bytes_of(LIBRARIES, PARKS))
        assert set(exported()) == {"LIB001", "ENV014", "CUL-02"}
        stored = exported()["LIB001"]
        assert (stored["profile_complete"], stored["total"]) == (True, 150_000)
        assert stored["directorate"] == "LIB"

    def test_come_to_the_same_as_the_other_order(self):
        contents = {SUMMARY: summary(VANS, row("Boats")), OPTIONS: bytes_of(LIBRARIES, PARKS)}
        for style in (SUMMARY, OPTIONS, SUMMARY, OPTIONS):
            load(style, contents[style])
        elsewhere = replace(REQUEST, council_slug="eastvale")
        for style in (OPTIONS, SUMMARY, OPTIONS, SUMMARY):
            load(style, contents[style], request=elsewhere)
        one, other = exported(), exported("eastvale")
        assert set(one) == set(other)
        assert one["LIB001"] == other["LIB001"]
        assert one["ENV014"] == other["ENV014"]
        assert figures(one["CUL-02"]) == figures(other["CUL-02"])

    def test_leave_no_service_behind_that_nobody_has(self):
        load(SUMMARY, summary(VANS))
        load(OPTIONS, bytes_of(LIBRARIES))
        assert [service.name for service in Service.objects.all()] == ["Library Service"]
        assert [directorate.code for directorate in Directorate.objects.all()] == ["LIB"]

    def test_need_a_reason_where_the_summary_stated_otherwise_and_the_form_is_kept(self):
        content = summary(row("Mobile Libraries", "£0.110m", "£0.160m"))
        load(SUMMARY, content)
        with pytest.raises(ImportStopped):
            load(OPTIONS, bytes_of(LIBRARIES))
        load(OPTIONS, bytes_of(LIBRARIES), reason="The form is newer.")
        assert exported()["LIB001"]["total"] == 150_000
        assert ProposalFinding.objects.count() == 2
        assert plan(SUMMARY, content).changes_nothing
        assert plan(OPTIONS, bytes_of(LIBRARIES)).changes_nothing

    def test_ask_where_two_forms_fit_one_row(self):
        load(SUMMARY, summary(VANS))
        twins = bytes_of(LIBRARIES, LIBRARIES.but(reference="LIB002", service="Vans"))
        assert [choice.key for choice in plan(OPTIONS, twins).choices] == ["LIB001", "LIB002"]
        load(OPTIONS, twins, ("LIB002", "CUL-01"))
        assert set(exported()) == {"LIB001", "LIB002"}


@pytest.mark.one_database
class TestAnImpactTable:
    def test_keeps_every_column(self):
        load(TABLE, side_by_side(IMPACT))
        stored = exported()["PG-01"]
        assert (stored["portfolio"], stored["service"], stored["category"]) == (
            "PLACE & CULTURE",
            "Parks & Greens",
            "Efficiency Savings",
        )
        assert (stored["risk"], stored["risk_as_printed"], stored["profile_complete"]) == ("H", "h", True)
        assert [year["discrete"] for year in stored["profile"]] == [62_500, 187_500, 0]
        assert stored["fte"] == [
            {"year": "2027/28", "change": "-2.00"},
            {"year": "2028/29", "change": "0.00"},
            {"year": "2029/30", "change": "0.00"},
        ]
        assert stored["fte_note"] == "The document gives one figure for all years together."

    def test_keeps_words_about_staff_as_words(self):
        load(TABLE, side_by_side(IMPACT))
        stored = exported()["PG-03"]
        assert stored["fte_total"] is None
        assert stored["statements"]["impact_upon_staff"] == "7-10"

    def test_read_again_with_a_corrected_figure_corrects_its_own_proposals(self):
        load(TABLE, side_by_side(IMPACT))
        corrected = [
            impact_row("Self service", ("0", "90", "0"), "90") if item[0] == "Self service" else item
            for item in IMPACT
            if not item[0].lower().startswith(("sub total", "total")) and len(item) in (1, len(IMPACT_HEADER))
        ]
        load(TABLE, side_by_side(corrected), reason="A table without its totals.")
        assert exported()["LIB-01"]["total"] == 90_000
        assert SavingsProposal.objects.count() == 4


@pytest.mark.one_database
class TestBusinessCases:
    def test_keep_every_reference_risk_dependency_and_the_headline(self):
        case = Case(
            reference="C/R.6.101 & C/R.6.102",
            title="Splash pools",
            dependencies=("The new pumps",),
            benefits_summary=("Warmer water.",),
            benefits=("Fewer complaints",),
        )
        load(CASES, text_of(case).encode())
        stored = exported()["C/R.6.101"]
        assert stored["references"] == ["C/R.6.101", "C/R.6.102"]
        assert [risk["title"] for risk in stored["risks"]] == ["Late delivery", "A cold winter"]
        assert [item["title"] for item in stored["dependencies"]] == ["The new pumps"]
        assert (stored["headline"], stored["total"], stored["profile_complete"]) == ("£120k", 120_000, False)
        assert "Fewer complaints" in stored["statements"]["non_financial_benefits"]
        answers = {section["kind"]: section["answer"] for section in stored["sections"]}
        assert (answers["constraints"], answers["neutral_impacts"]) == ("not_applicable", "blank")

    def test_whose_saving_is_words_have_no_total(self):
        load(CASES, text_of(Case(saving="Cost Neutral")).encode())
        stored = exported()["C/R.6.101"]
        assert (stored["headline"], stored["total"]) == ("Cost Neutral", None)

    def test_are_known_again_by_a_reference_spelt_otherwise(self):
        load(CASES, text_of(Case()).encode())
        load(CASES, text_of(Case(reference="C/R 6.101", title="Warm splash pools")).encode())
        assert SavingsProposal.objects.count() == 1
        assert exported()["C/R.6.101"]["title"] == "Warm splash pools"


@pytest.mark.parametrize(
    ("style", "text", "word_file"),
    [
        (SUMMARY, summary(VANS), word([SUMMARY_HEADER, VANS], before=SUMMARY_TITLES)),
        (TABLE, side_by_side(IMPACT), word(IMPACT)),
        (CASES, text_of(Case()).encode(), word_of(Case())),
    ],
    ids=[SUMMARY, TABLE, CASES],
)
def test_the_word_file_of_a_document_changes_nothing_after_its_text(style, text, word_file):
    load(style, text)
    assert plan(style, word_file).changes_nothing


@pytest.mark.one_database
class TestTheCommand:
    def run(self, directory, style, content, *options):
        path = directory / "document.txt"
        path.write_bytes(content)
        out = io.StringIO()
        where = ("--council", "fenwick", "--council-name", "Fenwick", "--round", "Budget")
        call_command("import_document", style, str(path), *where, *options, stdout=out)
        return out.getvalue()

    def test_lists_what_could_fit_and_takes_the_choice(self, tmp_path):
        self.run(tmp_path, OPTIONS, bytes_of(LIBRARIES, LIBRARIES.but(reference="LIB002")))
        with pytest.raises(CommandError):
            self.run(tmp_path, SUMMARY, summary(VANS))
        said = self.run(tmp_path, SUMMARY, summary(VANS), "--match", "Mobile Libraries=LIB002")
        assert "Created: 0. Changed: 1. Unchanged: 0." in said
        assert "Savings in £m: 2027/28 0.120, Total 0.150." in said
        # The forms of the libraries print a saving with a minus, and so the council does.
        assert "it prints a saving as a positive figure. Fenwick prints savings as negative figures" in said

    def test_asks_for_the_years_and_takes_them(self, tmp_path):
        with pytest.raises(CommandError, match="--first-year 2018/19 --years 3"):
            self.run(tmp_path, CASES, text_of(Case()).encode())
        said = self.run(tmp_path, CASES, text_of(Case()).encode(), "--first-year", "2027/28", "--years", "3")
        assert "2027/28 to 2029/30" in said

    def test_refuses_a_document_of_another_kind_in_words(self, tmp_path):
        for style in (SUMMARY, TABLE, CASES):
            with pytest.raises(CommandError, match=r"document\.txt: "):
                self.run(tmp_path, style, bytes_of(LIBRARIES))
        assert not Council.objects.exists()


class TestAllOrNothing:
    def test_a_document_with_an_error_writes_nothing(self):
        with pytest.raises(ImportStopped):
            load(SUMMARY, summary(row("Boats"), row("Vans", committee="Culture and more " * 20)))
        assert not Council.objects.exists()

    def test_many_rows_take_few_queries(self):
        def count(rows, council):
            content = summary(*(row(f"Service number {number}") for number in range(rows)))
            with CaptureQueriesContext(connection) as queries:
                load(SUMMARY, content, request=replace(REQUEST, council_slug=council))
            return len(queries)

        assert count(60, "eastvale") <= count(2, "fenwick") + 6

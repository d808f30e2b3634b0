"""Option forms and business cases as other councils set them out: the rules that no known document shows."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.importing.issues import Severity
from services.values.years import FinancialYear
from tests.support.business_cases import AFFECTED, AIMS, WHY, Case
from tests.support.business_cases import read as read_cases
from tests.support.business_cases import text_of as cases_text
from tests.support.option_forms import DELIVERS, IMPACT, Form, read_forms, text_of
from tests.support.parsed_documents import lines_in

Y1, Y2, Y3 = FinancialYear(2027), FinancialYear(2028), FinancialYear(2029)
LIBRARIES = Form()
HUBS = Form(reference="LIB002", title="HUBS")


def read(text):
    content = text if isinstance(text, bytes) else text.encode()
    return read_forms(lines_in(content, ""))


def codes(document, severity=Severity.ERROR):
    return [issue.code for issue in document.issues if issue.severity is severity]


class TestFigures:
    @pytest.mark.parametrize("heading", ["Savings profile", "PROPOSED SAVINGS", "Savings by year (£m)"])
    def test_savings_under_another_heading(self, heading):
        text = text_of(LIBRARIES).replace("Savings Target and Profiling (discrete year):", heading)
        (form,) = read(text).forms
        assert form.discrete == {Y1: -120_000, Y2: -30_000, Y3: 0}

    def test_nil_is_nought_in_every_table(self):
        document = read(
            text_of(LIBRARIES.but(savings=("-0.120", "Nil", "nil", "-0.120"), fte=("nil", "nil", "-1", "-1")))
        )
        assert document.forms[0].discrete == {Y1: -120_000, Y2: 0, Y3: 0}
        assert document.forms[0].fte == {Y1: 0, Y2: 0, Y3: -1}

    @pytest.mark.parametrize("heading", ["FTE reductions", "Posts deleted (FTE)"])
    def test_posts_under_a_heading_of_reductions_are_fewer_posts(self, heading):
        form = LIBRARIES.but(fte=("2.00", "0.50", "0.00", "2.50"))
        document = read(text_of(form).replace("FTE implications", heading))
        assert document.forms[0].fte == {Y1: -2, Y2: -0.5, Y3: 0}
        assert (document.forms[0].fte_total, codes(document, Severity.NOTE)) == (-2.5, ["FTE counted down"])

    def test_posts_of_either_sign_under_a_heading_of_reductions_are_a_difference(self):
        document = read(text_of(LIBRARIES).replace("FTE implications", "FTE reductions"))
        assert codes(document, Severity.QUESTION) == ["sign of FTE"]

    def test_posts_without_a_minus_beside_savings_with_one_are_a_difference(self):
        document = read(text_of(LIBRARIES.but(fte=("2.00", "0.00", "0.00", "2.00"))))
        assert codes(document, Severity.QUESTION) == ["sign of FTE"]

    def test_posts_that_add_up_over_the_years_are_refused(self):
        document = read(text_of(LIBRARIES).replace("FTE implications:", "FTE implications (cumulative):"))
        assert (codes(document), document.forms[0].fte) == (["figures add up"], {})

    def test_income_with_a_minus_is_income_where_the_three_add_up(self):
        document = read(text_of(LIBRARIES.but(income="(£0.350m)")))
        assert (document.forms[0].income.pounds, codes(document)) == (350_000, [])

    def test_income_with_a_minus_is_refused_where_they_do_not(self):
        document = read(text_of(LIBRARIES.but(income="(£0.350m)", net="£3.950m")))
        assert codes(document) == ["negative budget"]

    @pytest.mark.parametrize(
        ("savings", "code"),
        [
            (("-120", "-30", "0", "-150"), "more than the budget"),
            (("-0.0005", "0", "0", "-0.0005"), "unit doubtful"),
        ],
    )
    def test_savings_in_what_may_be_another_unit_are_a_difference(self, savings, code):
        assert codes(read(text_of(LIBRARIES.but(savings=savings))), Severity.QUESTION) == [code]

    def test_labels_with_values_side_by_side_on_one_line(self):
        side_by_side = "Gross budget 2026/27: £4.250m\tIncome 2026/27: £0.350m\tNet budget 2026/27: £3.900m\n"
        lines = text_of(LIBRARIES).splitlines(keepends=True)
        first = next(at for at, line in enumerate(lines) if "Gross budget" in line)
        last = next(at for at, line in enumerate(lines) if "£3.900m" in line)
        (form,) = read("".join([*lines[:first], side_by_side, *lines[last + 1 :]])).forms
        assert (form.gross.pounds, form.income.pounds, form.net.pounds) == (4_250_000, 350_000, 3_900_000)


class TestTitles:
    @pytest.mark.parametrize(
        "printed",
        [
            "LIB001 – MOBILE LIBRARIES\nAND VANS",
            "LIB001 – MOBILE LIBRARIES AND\nVANS",
            "Ref No.\tLIB001\tTitle\tMOBILE LIBRARIES AND VANS",
            "Title\tMOBILE LIBRARIES AND VANS\tReference\tLIB001",
        ],
    )
    def test_on_two_lines_or_in_a_row_of_labels(self, printed):
        document = read(text_of(LIBRARIES).replace("LIB001 – MOBILE LIBRARIES", printed))
        assert [(f.reference, f.title) for f in document.forms] == [("LIB001", "MOBILE LIBRARIES AND VANS")]
        assert document.issues == ()

    def test_a_sentence_below_a_title_is_no_part_of_it(self):
        text = text_of(LIBRARIES).replace(
            "LIB001 – MOBILE LIBRARIES", "LIB001 – MOBILE LIBRARIES\nDraft for Cabinet"
        )
        document = read(text)
        assert document.forms[0].title == "MOBILE LIBRARIES"
        assert codes(document, Severity.NOTE) == ["left over"]


class TestSections:
    def test_a_section_that_other_forms_have_is_no_text_of_the_one_before(self):
        text = text_of(LIBRARIES).replace(
            f"\t{IMPACT}", f"\tStaffing implications\n\n\tTwo drivers go.\n\n\t{IMPACT}"
        )
        (form,) = read(text).forms
        assert form.statements["impact_upon_staff"] == "Two drivers go."
        assert form.statements["decisions_needed"].endswith("Reduce the budget from April 2027.")

    def test_its_heading_in_the_middle_of_a_text_stays_text(self):
        form = LIBRARIES.but(impact=("Villages are visited less.", "Staffing implications", "None so far."))
        (read_form,) = read(text_of(form)).forms
        assert "Staffing implications" in read_form.statements["impact_upon_service"]

    def test_a_heading_that_no_form_has_is_noted_where_its_text_went(self):
        text = text_of(LIBRARIES).replace(
            f"\t{IMPACT}", f"\tRisks and mitigation\n\n\tDrivers leave.\n\n\t{IMPACT}"
        )
        document = read(text)
        assert codes(document, Severity.NOTE) == ["may be a heading"]
        assert (
            document.forms[0]
            .statements["decisions_needed"]
            .endswith("Risks and mitigation\n\nDrivers leave.")
        )

    @pytest.mark.parametrize("heading", ["Appendix B: Equality duty", "ANNEX 2 – Legal advice"])
    def test_an_appendix_behind_the_last_form_is_left_over(self, heading):
        text = text_of(LIBRARIES, HUBS)
        document = read(f"{text}\n{heading}\n\nThe council must have regard to it.\n")
        assert document.forms[1].statements == document.forms[0].statements
        assert [line.text for line in document.left_over] == [heading, "The council must have regard to it."]

    @given(st.permutations(range(5)))
    def test_the_order_of_the_parts_makes_no_difference(self, order):
        (whole,) = read(text_of(LIBRARIES)).forms
        text = text_of(LIBRARIES)
        starts = ["\tGross", "\tSavings Target", "\tFTE", "\tDecisions", f"\t{IMPACT}", None]
        marks = [text.index(start) if start else len(text) for start in starts]
        parts = [text[begin:end] for begin, end in itertools.pairwise(marks)]
        (form,) = read(text[: marks[0]] + "".join(parts[at].rstrip() + "\n\n" for at in order)).forms
        assert replace(form, places={}) == replace(
            whole,
            places={},
            **{
                name: getattr(form, name)
                for name in ("gross", "income", "net", "discrete_total", "fte_place")
            },
        )
        assert (form.gross.pounds, form.discrete_total.pounds) == (4_250_000, -150_000)

    def test_a_running_foot_is_no_part_of_a_text(self):
        pages = [
            text_of(form).replace(
                f"\t{DELIVERS}", f"Northmoor County Council\nPage {number} of 9\n\n\t{DELIVERS}"
            )
            for number, form in enumerate([LIBRARIES, HUBS, Form(reference="LIB003", title="VANS")], start=1)
        ]
        document = read("".join(pages))
        assert len(document.forms) == 3
        assert not [
            text for form in document.forms for text in form.statements.values() if "Northmoor" in text
        ]
        assert len(document.left_over) == 6


class TestTextInWindows1252:
    def test_is_read_with_a_note(self):
        document = read(text_of(LIBRARIES.but(service="Children’s Libraries – vans")).encode("cp1252"))
        assert document.forms[0].service == "Children’s Libraries – vans"
        assert document.forms[0].gross.pounds == 4_250_000
        assert codes(document, Severity.NOTE) == ["about the file"]


class TestBusinessCases:
    @pytest.mark.parametrize("reference", ["ASC 12a", "CYP-03", "R&E/2", "F/R.7.101", "PLACE/12"])
    def test_references_of_other_councils(self, reference):
        document = read_cases(cases_text(Case(reference=reference, title=f"{reference} Splash pools")))
        assert [(p.references, p.title) for p in document.proposals] == [((reference,), "Splash pools")]

    @pytest.mark.parametrize(("saving", "pounds"), [("900", 900), ("1,200", 1_200), ("(12,500)", 12_500)])
    def test_a_saving_without_any_unit_is_a_difference(self, saving, pounds):
        document = read_cases(cases_text(Case(saving=saving)))
        assert document.proposals[0].total == pounds
        assert codes(document, Severity.QUESTION) == ["unit not stated"]

    def test_a_saving_for_each_of_several_years(self):
        text = cases_text(Case(saving="£120k"))
        document = read_cases(
            text.replace("Saving\t£120k", "Saving 2027/28\t£120k\nSaving 2028/29 (£000)\t(30)")
        )
        (pools,) = document.proposals
        assert (pools.savings, pools.total) == ({Y1: 120_000, Y2: -30_000}, None)
        assert pools.headline.startswith("Saving 2027/28: £120k")

    def test_two_savings_of_one_year_are_a_difference(self):
        text = cases_text(Case(saving="£120k"))
        document = read_cases(
            text.replace("Saving\t£120k", "Saving 2027/28\t£120k\nSaving 2027/28 (£000)\t30")
        )
        assert codes(document, Severity.QUESTION) == ["label repeated"]

    def test_questions_and_answers_in_the_rows_of_a_table(self):
        text = "Business Case\nProject Title\tA/R.6.101 Pools\nReference\tA/R.6.101\nSaving\t£1k\n"
        rows = [(WHY, "Costs rise."), (AIMS, "To spend less."), (AFFECTED, "Swimmers.")]
        document = read_cases(text + "".join(f"{question}\t{answer}\n" for question, answer in rows))
        (pools,) = document.proposals
        assert [(s.kind, s.text) for s in pools.sections] == [
            ("why_needed", "Costs rise."),
            ("aims", "To spend less."),
            ("who_is_affected", "Swimmers."),
        ]

    def test_a_saving_against_the_sign_of_the_others_is_a_difference(self):
        pools = [Case(reference=f"C/R.6.10{at}", title=f"C/R.6.10{at} Pool {at}") for at in range(3)]
        document = read_cases(cases_text(pools[0], pools[1], replace(pools[2], saving="-£30k")))
        assert [p.total for p in document.proposals] == [120_000, 120_000, -30_000]
        assert codes(document, Severity.QUESTION) == ["opposite sign"]

    def test_an_appendix_behind_the_last_case_is_left_over(self):
        text = cases_text(Case())
        document = read_cases(f"{text}\nAppendix 4\n\nFees and charges\n")
        assert document.proposals == read_cases(text).proposals
        assert [line.text for line in document.left_over] == ["Appendix 4", "Fees and charges"]

    def test_an_outline_business_case_begins_one(self):
        text = cases_text(Case(), Case(reference="C/R.6.102", title="C/R.6.102 Slides"))
        document = read_cases(text.replace("Business Case\n", "Outline Business Case\n"))
        assert [proposal.committees for proposal in document.proposals] == [
            proposal.committees for proposal in read_cases(text).proposals
        ]

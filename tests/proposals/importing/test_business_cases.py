"""Business cases read from text and from Word: every section, list, reference, figure and doubt."""

import pytest

from proposals.importing.issues import Severity
from proposals.importing.lines import UnreadableDocument
from proposals.importing.parsed import Answer
from services.values.years import FinancialYear
from tests.support.business_cases import (
    COMMITTEE,
    IN_SCOPE,
    NEUTRAL,
    OUT_OF_SCOPE,
    PARKS,
    POOLS,
    PROTECTED,
    WHY,
    bytes_of,
    only,
    read,
    said,
    section,
    text_of,
    without_places,
    word_from_text,
    word_of,
    word_of_paragraphs,
)


@pytest.fixture(params=[bytes_of, word_of], ids=["text", "word"])
def made(request):
    """A function that makes a document of cases, once as text and once as a Word file."""
    return request.param


class TestACase:
    def test_every_value_of_the_head_arrives(self, made):
        pools = only(made(POOLS))
        assert (pools.title, pools.references) == ("Splash pools", ("C/R.6.101",))
        assert (pools.headline, pools.headline_label, pools.total) == ("£120k", "", 120_000)
        assert pools.senior_responsible_officer == "Head of Pools"
        assert pools.committees == (COMMITTEE,)
        assert (pools.profile_complete, dict(pools.savings), pools.service) == (False, {}, "")

    def test_every_section_arrives_in_order_under_its_printed_heading(self, made):
        pools = only(made(POOLS))
        assert [item.kind for item in pools.sections] == [
            "brief_description",
            "why_needed",
            "if_not_done",
            "aims",
            "overview",
            "assumptions",
            "constraints",
            "in_scope",
            "out_of_scope",
            "cost_and_savings",
            "who_is_affected",
            "positive_impacts",
            "negative_impacts",
            "neutral_impacts",
            "protected_characteristics",
        ]
        assert section(pools, "why_needed").heading == WHY
        assert section(pools, "overview").text == "We fit pumps.\n\n· at the lido\n· at the baths"
        assert section(pools, "cost_and_savings").text == "See accompanying financial report"

    def test_a_section_is_answered_not_applicable_blank_or_missing(self, made):
        pools = only(made(POOLS.but(negative=None)))
        assert section(pools, "positive_impacts").answer is Answer.ANSWERED
        assert section(pools, "protected_characteristics").answer is Answer.NOT_APPLICABLE
        assert section(pools, "neutral_impacts").answer is Answer.BLANK
        assert "negative_impacts" not in [item.kind for item in pools.sections]

    def test_the_three_lists_under_title_are_kept_apart(self, made):
        parks = only(made(PARKS.but(benefits=("Less noise",), risks=("Rust", "- Theft"))))
        assert parks.dependencies == ("Splash pools", "New depot")
        assert parks.non_financial_benefits == ("Less noise",)
        assert parks.risks == ("Rust", "Theft")

    def test_an_empty_list_is_empty(self, made):
        parks = only(made(PARKS.but(dependencies=(), benefits=(), risks=())))
        assert (parks.dependencies, parks.non_financial_benefits, parks.risks) == ((), (), ())
        assert section(parks, "non_financial_benefits").text == "Quieter machines."

    def test_benefits_with_neither_text_nor_list_are_blank(self, made):
        parks = only(made(PARKS.but(benefits_summary=None, benefits=())))
        assert section(parks, "non_financial_benefits").answer is Answer.BLANK

    def test_a_list_without_title_is_read(self, made):
        assert only(made(POOLS)).risks == ("Late delivery", "A cold winter")
        assert only(text_of(POOLS).replace("Risks\n\nTitle", "Risks")).risks == (
            "Late delivery",
            "A cold winter",
        )

    def test_a_list_that_says_not_applicable_holds_no_risk(self, made):
        pools = only(made(POOLS.but(risks=("N/A",))))
        assert pools.risks == ()
        assert (section(pools, "other").heading, section(pools, "other").answer) == (
            "Risks",
            Answer.NOT_APPLICABLE,
        )

    def test_a_text_right_under_approach_is_a_section(self, made):
        assert section(only(made(POOLS.but(approach=("By stages.",)))), "approach").text == "By stages."

    def test_text_and_word_give_the_same(self):
        text = text_of(POOLS, PARKS)
        assert without_places(read(text)) == without_places(read(word_from_text(text)))
        assert without_places(read(text)) == without_places(read(word_of_paragraphs(text)))

    def test_nothing_is_left_over_and_nothing_doubted(self, made):
        document = read(made(POOLS))
        assert (document.left_over, document.issues, document.title) == ((), (), "Appendix 9")


class TestReferences:
    @pytest.mark.parametrize(
        ("cell", "references"),
        [
            ("C/R.6.101", ("C/R.6.101",)),
            ("C/R. 6.101", ("C/R. 6.101",)),
            ("C/R 6.101", ("C/R 6.101",)),
            ("C/R.6.101&C/R.6.102", ("C/R.6.101", "C/R.6.102")),
            ("C/R.6.101, C/R.6.102 and C/R.6.103", ("C/R.6.101", "C/R.6.102", "C/R.6.103")),
            ("C/R.6.101 C/R.6.102", ("C/R.6.101", "C/R.6.102")),
            ("C/R.6.101 & 6.102", ("C/R.6.101", "C/R.6.102")),
            ("C/R.6.101 / C/R.6.102", ("C/R.6.101", "C/R.6.102")),
            ("LEI-14", ("LEI-14",)),
        ],
    )
    def test_every_reference_of_the_cell_is_kept_as_printed(self, cell, references):
        assert only(bytes_of(POOLS.but(reference=cell, title="Splash pools"))).references == references

    @pytest.mark.parametrize(
        "title",
        [
            "C/R.6.101 Splash pools",
            "C/R.6.101 - Splash pools",
            "C/R.6.101- Splash pools",
            "Splash pools (C/R 6.101)",
            "Splash pools - C/R.6.101",
            "C/R 6.101: Splash pools",
        ],
    )
    def test_the_title_loses_its_reference_and_nothing_else(self, title):
        assert only(bytes_of(POOLS.but(title=title))).title == "Splash pools"

    def test_a_word_with_figures_stays_in_the_title(self):
        assert only(bytes_of(POOLS.but(title="COVID19 recovery 2027/28"))).title == "COVID19 recovery 2027/28"

    def test_a_reference_only_in_the_title_is_taken(self):
        document = read(bytes_of(POOLS.but(reference="TBC")))
        assert document.proposals[0].references == ("C/R.6.101",)
        assert said(document) == ["reference from the title"]

    def test_a_title_with_another_reference_is_a_difference(self):
        document = read(bytes_of(POOLS.but(title="C/R.6.999 Splash pools")))
        assert document.proposals[0].references == ("C/R.6.101", "C/R.6.999")
        assert said(document) == ["references differ"]

    def test_a_case_without_reference_or_title_is_an_error_with_its_place(self, made):
        document = read(made(POOLS.but(reference="", title="Splash pools"), PARKS.but(title="", above="")))
        errors = [issue for issue in document.issues if issue.severity is Severity.ERROR]
        assert [issue.code for issue in errors] == ["reference missing", "title missing"]
        assert all(issue.place for issue in errors)

    def test_two_cases_with_one_reference_are_an_error(self, made):
        document = read(made(POOLS, POOLS.but(reference="C/R 6.101", title="Slides")))
        assert said(document, Severity.ERROR) == ["repeated reference"]


class TestTheSaving:
    @pytest.mark.parametrize(
        ("printed", "pounds"),
        [
            ("£900k", 900_000),
            ("£3,100K", 3_100_000),
            ("£1.2m", 1_200_000),
            ("£412K in 2027/28", 412_000),
            ("£95K p.a.", 95_000),
            ("Income £200k", 200_000),
            ("Additional income of £0.2m", 200_000),
            ("Income generation: £200,000", 200_000),
            ("£200k increased income", 200_000),
            ("Net saving – £40,000", 40_000),
            ("Cost £200k", None),
            ("Income £200k and £50k saving", None),
            ("£0", 0),
            ("Cost Neutral", None),
            ("N/A", None),
            ("TBC", None),
            ("£100k - £200k", None),
            ("up to £50k", None),
            ("£70k 2027/28 and £100k 2028/29", None),
            ("", None),
        ],
    )
    def test_words_are_kept_and_only_one_amount_is_pounds(self, made, printed, pounds):
        pools = only(made(POOLS.but(saving=printed)))
        assert (pools.headline, pools.total) == (printed, pounds)

    @pytest.mark.parametrize(
        "label",
        [
            "Net saving 2027/28 (£)",
            "Additional income",
            "Cost avoidance",
            "Savings and income £000",
            "One-off investment in 2027-28",
            "Budget pressure",
        ],
    )
    @pytest.mark.parametrize("gap", ["\t", ": "])
    def test_its_label_may_name_what_kind_of_money_it_is(self, label, gap):
        text = text_of(POOLS).replace(
            "Saving\t£120k\tBusiness Planning Reference\tC/R.6.101",
            f"{label}{gap}£120k\nBusiness Planning Reference{gap}C/R.6.101",
        )
        pools = only(text.encode())
        assert (pools.headline, pools.headline_label) == ("£120k", label)
        assert pools.references == ("C/R.6.101",)

    @pytest.mark.parametrize(
        ("printed", "severity"),
        [
            ("Cost £200k", Severity.QUESTION),
            ("up to £50k", Severity.QUESTION),
            ("£200k income, £50k saving", Severity.QUESTION),
            ("Cost Neutral", Severity.NOTE),
        ],
    )
    def test_a_figure_that_is_not_read_is_asked_about_and_words_are_noted(self, made, printed, severity):
        document = read(made(POOLS.but(saving=printed)))
        assert said(document, severity) == ["saving in words"]

    @pytest.mark.parametrize(
        ("label", "kept", "savings"),
        [
            ("Savings", "", {}),
            ("Income", "Income", {}),
            ("Saving 2027/28", "Saving 2027/28", {FinancialYear(2027): 120_000}),
            ("Saving in 27-28", "Saving in 27-28", {FinancialYear(2027): 120_000}),
            ("Saving 2027/28 and 2028/29", "Saving 2027/28 and 2028/29", {}),
            ("What it brings", "What it brings", {}),
        ],
    )
    def test_another_label_is_kept_and_its_year_is_the_saving_s(self, made, label, kept, savings):
        document = read(made(POOLS.but(label=label)))
        pools = document.proposals[0]
        assert (pools.headline_label, pools.total, dict(pools.savings)) == (kept, 120_000, savings)
        assert document.years == tuple(savings)

    def test_a_cost_is_no_saving(self, made):
        document = read(made(POOLS.but(label="Investment")))
        assert document.proposals[0].total is None
        assert said(document) == ["not a saving"]

    def test_savings_printed_with_a_minus_are_savings(self, made):
        document = read(made(POOLS.but(saving="-£120k"), PARKS.but(saving="-£1.1m")))
        assert document.savings_sign == "negative"
        assert [item.total for item in document.proposals] == [120_000, 1_100_000]


class TestNotApplicable:
    @pytest.mark.parametrize(
        "text",
        [
            "N/A",
            "n/a",
            "N/a",
            "NA",
            "N.A.",
            "n.a",
            "N / A",
            "N\\A",
            "(N/A)",
            "N/A.",
            "Not applicable",
            "not applicable.",
            "Not Applicable to this project",
            "Not applicable - no groups are affected",
            "Not relevant",
            "Does not apply",
            "-",
            "–",
            "n/app",
        ],
    )
    def test_every_way_to_write_it_is_known_and_kept(self, text):
        found = section(only(bytes_of(POOLS.but(protected=(text,)))), "protected_characteristics")
        assert (found.answer, found.text) == (Answer.NOT_APPLICABLE, text)

    @pytest.mark.parametrize(
        "text", ["None", "No", "None anticipated", "To be confirmed", "National parks", "Nasal"]
    )
    def test_any_other_words_are_an_answer(self, text):
        found = section(only(bytes_of(POOLS.but(protected=(text,)))), "protected_characteristics")
        assert found.answer is Answer.ANSWERED


class TestTexts:
    SPLIT = "This sentence was long enough to be parted by the end of a page and"

    def test_a_paragraph_split_by_a_page_is_put_together(self, made):
        document = read(made(POOLS.but(why=(self.SPLIT, "goes on here."))))
        assert section(document.proposals[0], "why_needed").text == f"{self.SPLIT} goes on here."
        assert said(document) == ["paragraph put together"]

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("We will do the following for the people who come to swim:", "begin early"),
            ("The first sentence stands here and it has come to its end.", "lower case begins here"),
            ("increase the number of people who come to swim in the morning", "reduce the price"),
            ("Less gas", "more light"),
            ("This sentence was long enough to be parted by the end of a page", "A new one begins."),
        ],
    )
    def test_paragraphs_that_may_be_two_stay_two(self, made, first, second):
        assert (
            section(only(made(POOLS.but(why=(first, second)))), "why_needed").text == f"{first}\n\n{second}"
        )

    def test_a_table_keeps_its_rows_and_its_blank_corner(self, made):
        rows = ("\t2027-28\t2028-29", "Lido\t1,200\t1,300", "Baths\t90")
        text = section(only(made(POOLS.but(overview=("Visits:", *rows)))), "overview").text
        assert text == "Visits:\n\n\t2027-28\t2028-29\nLido\t1,200\t1,300\nBaths\t90\t"

    def test_markup_is_cleaned_and_noted(self, made):
        marked = (
            "**Two** pools &amp; *one* [lido \\(C/R 6.9\\)](#)<br/>by the sea, see [plan](http://x.test/a)",
            "<b>5 < 6</b>",
        )
        document = read(made(POOLS.but(in_scope=marked)))
        assert section(document.proposals[0], "in_scope").text == (
            "Two pools & one lido (C/R 6.9)\n\nby the sea, see plan (http://x.test/a)\n\n5 < 6"
        )
        assert set(said(document)) == {"markup taken out"}
        assert "“&amp;” was taken out of the text." in [issue.message for issue in document.issues]

    def test_very_long_fields_arrive_whole(self, made):
        long = " ".join(["Water"] * 8_000) + "."
        pools = only(made(POOLS.but(why=(long,), brief=long, risks=(long,))))
        assert (
            section(pools, "why_needed").text
            == section(pools, "brief_description").text
            == pools.risks[0]
            == long
        )

    def test_questions_left_blank_are_blank(self, made):
        pools = only(made(POOLS.but(neutral=(), protected=())))
        assert [item.answer for item in pools.sections if item.heading in (NEUTRAL, PROTECTED)] == [
            Answer.BLANK
        ] * 2
        assert OUT_OF_SCOPE in [item.heading for item in pools.sections]
        assert IN_SCOPE in [item.heading for item in pools.sections]


def test_a_document_of_another_kind_is_refused_in_plain_words():
    with pytest.raises(UnreadableDocument, match=r"No business case was found\. A case begins with"):
        read("LIB001 – MOBILE LIBRARIES\n\n\tService Name:\n\tLibraries\n")

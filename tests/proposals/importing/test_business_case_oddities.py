"""Business cases as services really send them: headings merged, misspelt or unknown, documents cut short or hostile."""

import time

import pytest

from proposals.importing.issues import Severity
from proposals.importing.lines import UnreadableDocument
from tests.support.business_cases import (
    AFFECTED,
    CONSTRAINTS,
    IN_SCOPE,
    NEGATIVE,
    PARKS,
    POOLS,
    POSITIVE,
    SEE_REPORT,
    WHY,
    bytes_of,
    only,
    read,
    said,
    section,
    text_of,
    word_from_text,
)

TEXT = text_of(POOLS)


def changed(*changes):
    """Return the document of one case with words replaced, each of which must be there."""
    text = TEXT
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text


@pytest.fixture(params=[str.encode, word_from_text], ids=["text", "word"])
def as_file(request):
    """A function that makes a file of a text, once as text and once as Word."""
    return request.param


class TestHeadings:
    CARE = "This was looked into with care by all who use the pools, and by those who live close to them."

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("Risks\n\nTitle", "Risks Title"),
            ("Risks\n", "**Risks**\n"),
            ("Risks\n", "RISKS:\n"),
            ("Cost and Savings\n\nSee", "Cost and Savings See"),
            ("Cost and Savings", "Costs and Savings"),
            ("Project Approach\n\nBackground\n\n" + WHY, "Project Approach Background " + WHY),
            (IN_SCOPE + "\n\nTwo", IN_SCOPE + " Two"),
            (IN_SCOPE + "\n\nTwo", IN_SCOPE + "\tTwo"),
            (IN_SCOPE, "<b>" + IN_SCOPE + "</b>"),
            (IN_SCOPE, "4.1 What is within scope"),
            (IN_SCOPE, f"7. {IN_SCOPE}"),
            (IN_SCOPE, f"{IN_SCOPE} *"),
            (POSITIVE, "What postive impacts are anticipated from this proposal"),
            (AFFECTED, "Who will be affected?"),
            (NEGATIVE, "What negative impacts do you expect?"),
            ("Aims / Objectives", "Aims/Objectives"),
            ("Project Overview - What are we doing", "Project Overview – what are we doing?"),
        ],
    )
    def test_a_heading_is_read_however_it_is_printed(self, as_file, before, after):
        usual, odd = only(as_file(TEXT)), only(as_file(changed((before, after))))
        assert [(item.kind, item.text) for item in odd.sections] == [
            (item.kind, item.text) for item in usual.sections
        ]
        assert (odd.risks, odd.total) == (usual.risks, usual.total)

    def test_a_word_in_a_text_is_no_heading(self):
        text = changed(("Swimmers.", "Swimmers.\n\nRisks\n\nApproach\n\nProject Overview\n\nAll others."))
        pools = only(text)
        assert (
            section(pools, "who_is_affected").text
            == "Swimmers.\n\nRisks\n\nApproach\n\nProject Overview\n\nAll others."
        )
        assert pools.risks == ("Late delivery", "A cold winter")

    def test_a_question_that_stands_twice_is_one_section_and_a_difference(self):
        document = read(changed(("Two pools.", f"Two pools.\n\n{IN_SCOPE}\n\nOne lido.")))
        assert section(document.proposals[0], "in_scope").text == "Two pools.\n\nOne lido."
        assert said(document) == ["heading repeated"]

    @pytest.mark.parametrize(
        ("heading", "before"),
        [
            ("How will residents be consulted?", IN_SCOPE),
            ("Carbon Impact", "Risks\n"),
            ("Legal Implications", "Project Impact\n"),
            ("Our neighbours", "Community Impact Assessment"),
        ],
    )
    def test_an_unknown_heading_is_kept_under_its_name_and_noted(self, as_file, heading, before):
        document = read(as_file(changed((before, f"{heading}\n\n{self.CARE}\n\n{before}"))))
        other = section(document.proposals[0], "other")
        assert (other.heading, other.text) == (heading, self.CARE)
        assert said(document) == ["unknown heading"]

    def test_an_unknown_heading_that_most_cases_print_is_one_in_each(self):
        cases = [
            POOLS.but(
                reference=f"C/R.6.{number}",
                title=f"Pool {number}",
                assumptions=(f"Prices of {number}.", "Partners and friends", "They agree."),
            )
            for number in range(1, 5)
        ]
        for proposal in read(bytes_of(*cases)).proposals:
            assert section(proposal, "other").heading == "Partners and friends"

    @pytest.mark.parametrize("line", ["?", "5?", "1.", "***", "—", "# ?"])
    def test_a_line_of_marks_is_text(self, line):
        assert section(
            only(changed(("Gas has become dear.", f"Gas is dear.\n\n{line}"))), "why_needed"
        ).text == (f"Gas is dear.\n\n{line}")

    def test_a_sub_heading_stays_in_its_section(self):
        pools = only(
            changed(("Prices stay as they are.", "Summer\n\nPrices stay.\n\nWinter\n\nPrices rise."))
        )
        assert section(pools, "assumptions").text == "Summer\n\nPrices stay.\n\nWinter\n\nPrices rise."

    def test_a_label_that_the_template_lacks_is_a_section(self, as_file):
        document = read(as_file(changed(("Senior Resp", "Project Sponsor\tCabinet\t\t\nSenior Resp"))))
        assert section(document.proposals[0], "other").heading == "Project Sponsor"
        assert document.proposals[0].senior_responsible_officer == "Head of Pools"

    def test_a_list_whose_heading_is_missing_is_told_by_its_place(self):
        document = read(changed(("The other pools.", "The other pools.\n\nTitle\n\nNew depot")))
        assert document.proposals[0].dependencies == ("New depot",)
        assert said(document, Severity.QUESTION) == ["list without heading"]

    def test_the_usual_answer_about_costs_is_no_item_of_a_list(self):
        document = read(text_of(PARKS).replace("Cost and Savings\n", ""))
        assert document.proposals[0].dependencies == ("Splash pools", "New depot")
        assert section(document.proposals[0], "cost_and_savings").text == SEE_REPORT
        assert "heading missing" in said(document, Severity.NOTE)

    def test_a_table_of_risks_keeps_its_titles_and_its_columns(self, as_file):
        rows = "Title\tLikelihood\nLate delivery\tHigh\nA cold winter\tLow"
        document = read(as_file(changed(("Title\n\nLate delivery\n\nA cold winter", rows))))
        assert document.proposals[0].risks == ("Late delivery", "A cold winter")
        assert section(document.proposals[0], "other").text == rows


class TestTheHead:
    @pytest.mark.parametrize(
        "text",
        [
            TEXT.replace("Business Case\n\n", ""),
            TEXT.replace("Project Title\tC/R.6.101 Splash pools\t\t\n", ""),
            TEXT.replace("\t\t\n", "\n").replace("\t", "\n\t"),
            TEXT.replace("\t\t\n", "\n")
            .replace("\tBusiness Planning", "\nBusiness Planning")
            .replace("\t", ": "),
            TEXT.replace("\t", " "),
            TEXT.replace("Business Planning Reference", "Business Planing Reference"),
        ],
        ids=["no first line", "no title row", "a cell a line", "colons", "spaces", "misspelt"],
    )
    def test_the_table_is_read_however_it_is_set_out(self, text):
        pools = only(text)
        assert (pools.title, pools.references) == ("Splash pools", ("C/R.6.101",))
        assert (pools.headline, pools.total, pools.senior_responsible_officer) == (
            "£120k",
            120_000,
            "Head of Pools",
        )
        assert section(pools, "brief_description").text == "Heat two of the five pools by pump."

    def test_each_committee_block_holds_until_the_next(self, as_file):
        others = [
            POOLS.but(reference=f"D/R.6.{number}", title=f"Case {number}", above=f"Case {number}")
            for number in (1, 2)
        ]
        text = TEXT + "Health Committee\n\n" + text_of(*others, before="")
        assert [item.committees for item in read(as_file(text)).proposals] == [
            ("C: Places and Parks- Leisure Policy Committee",),
            ("Health Committee",),
            ("Health Committee",),
        ]

    def test_a_label_that_stands_twice_is_a_difference_and_both_are_kept(self):
        document = read(changed(("Senior Resp", "Saving\t£5k\t\t\nSenior Resp")))
        assert document.proposals[0].total == 120_000
        assert section(document.proposals[0], "other").text == "£5k"
        assert said(document) == ["label repeated"]


class TestWholeDocuments:
    def test_what_stands_before_the_cases_is_left_over_and_said(self, as_file):
        document = read(as_file("Appendix 9\n\nContents and pages\n\n" + text_of(POOLS, before="")))
        assert [line.text for line in document.left_over] == ["Contents and pages"]
        assert said(document) == ["left over"]

    def test_page_numbers_are_left_over_and_split_no_text(self):
        document = read(changed(("Two pools.", "Page 3 of 9\n\nTwo pools.")))
        assert [line.text for line in document.left_over] == ["Page 3 of 9"]
        assert section(document.proposals[0], "in_scope").text == "Two pools."

    def test_a_bare_number_behind_the_texts_of_a_case_is_that_of_its_page(self):
        document = read(f"{TEXT}12\n")
        assert [line.text for line in document.left_over] == ["12"]
        assert section(document.proposals[0], "protected_characteristics").text == "N/A"

    def test_lines_left_over_stand_in_the_order_of_the_document(self):
        document = read(f"Appendix 9\n\nContents\n\n{text_of(POOLS, before='')}12\n\nAnnex 2\n\nFees\n")
        assert [line.text for line in document.left_over] == ["Contents", "12", "Annex 2", "Fees"]

    @pytest.mark.parametrize("share", range(5, 100, 5))
    def test_a_document_cut_short_is_never_read_as_whole(self, share):
        whole = text_of(POOLS, PARKS)
        try:
            document = read(whole[: len(whole) * share // 100])
        except UnreadableDocument:
            return
        assert said(document, Severity.ERROR, Severity.QUESTION, Severity.NOTE)

    def test_a_case_that_ends_before_its_last_questions_is_an_error(self):
        document = read(text_of(POOLS, PARKS)[: len(TEXT) + 900])
        assert "case incomplete" in said(document, Severity.ERROR)

    def test_thousands_of_cases_are_read_in_time_that_grows_with_them(self):
        def seconds(count):
            cases = [
                POOLS.but(reference=f"C/R.6.{number}", title=f"Pool {number}")
                for number in range(1, count + 1)
            ]
            content = bytes_of(*cases)
            begin = time.process_time()
            assert len(read(content).proposals) == count
            return time.process_time() - begin

        assert seconds(400) < 10 * seconds(100) + 1

    @pytest.mark.parametrize(
        "junk",
        [
            "**" * 9_000,
            "[" * 20_000,
            "[a](" * 5_000,
            "<b " * 7_000,
            "&" * 20_000,
            "A/R.6." * 4_000,
            "A/R.6.1 & " * 2_500,
            IN_SCOPE * 1_000,
            "Risks Title " * 2_000,
            "\\" * 20_000,
            "£1," * 8_000,
            "a\t" * 9_000,
            "n/a " * 6_000,
            "_a" * 9_000,
            "?" * 9_000 + "x",
        ],
        ids=lambda junk: junk[:8],
    )
    def test_hostile_text_is_read_or_refused_at_once(self, junk):
        case = POOLS.but(
            title=f"Pools {junk}", saving=junk, reference=f"C/R.6.1 {junk}", why=(junk,), risks=(junk,)
        )
        begin = time.process_time()
        document = read(bytes_of(case))
        assert time.process_time() - begin < 5
        assert document.proposals[0].total is None

    @pytest.mark.parametrize(
        "lines", [["Business Case"], ["Title", "Risks", CONSTRAINTS], [SEE_REPORT], ["Saving\t£1k"]]
    )
    def test_fragments_are_refused_or_incomplete(self, lines):
        try:
            document = read("\n".join(lines))
        except UnreadableDocument:
            return
        assert said(document, Severity.ERROR)

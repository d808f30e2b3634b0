"""One document of option forms, read from text and from Word: every figure, text and doubt."""

import re

import docx
import pytest

from proposals.importing.issues import Severity
from services.values.years import FinancialYear
from tests.support.option_forms import (
    ACTIONS,
    DECISIONS,
    IMPACT,
    LIBRARIES,
    PARKS,
    ROADS,
    THREE,
    add_form,
    add_rows,
    bytes_of,
    form_text,
    read_forms,
    saved,
    text_of,
    word_from_text,
    word_of,
)
from tests.support.parsed_documents import lines_in


def read(content):
    if isinstance(content, str):
        content = content.encode()
    return read_forms(lines_in(content, "options.txt"))


def only(content):
    (form,) = read(content).forms
    return form


def said(document, level):
    return [(issue.code, issue.place) for issue in document.issues if issue.severity is level]


def year(start):
    return FinancialYear(start)


@pytest.fixture(params=[bytes_of, word_of], ids=["text", "word"])
def made(request):
    """A function that makes a document of forms, once as text and once as a Word file."""
    return request.param


class TestAForm:
    def test_every_value_arrives(self, made):
        form = only(made(LIBRARIES))
        assert (form.reference, form.title) == ("LIB001", "MOBILE LIBRARIES")
        assert (form.service, form.start_year, form.base_year) == ("Library Service", year(2027), year(2026))
        assert (form.gross.pounds, form.income.pounds, form.net.pounds) == (4_250_000, 350_000, 3_900_000)
        assert form.discrete == {year(2027): -120_000, year(2028): -30_000, year(2029): 0}
        assert form.discrete_total.pounds == -150_000
        assert [str(change) for change in form.fte.values()] == ["-2.00", "0.50", "0.00"]
        assert str(form.fte_total) == "-1.50"

    def test_all_four_sections_arrive_in_the_normal_form_of_a_statement(self, made):
        assert only(made(LIBRARIES)).statements == {
            "decisions_needed": "Agree to end two of the five routes.\n\nReduce the budget from April 2027.",
            "impact_upon_service": "Some villages will be visited every three weeks instead of every two.",
            "actions_needed": "· Consult the parishes.\n· Draw up new timetables.",
            "what_the_service_delivers": "Books are lent from five vans across the district.",
        }

    def test_a_sound_document_has_nothing_said_about_it(self, made):
        document = read(made(*THREE))
        assert document.issues == ()
        assert document.left_over == ()
        assert [form.reference for form in document.forms] == ["LIB001", "ENV014", "ENV020b"]

    def test_text_and_word_give_the_same_forms(self):
        def values(form):
            return (
                form.reference,
                form.title,
                form.service,
                form.discrete,
                form.fte,
                form.statements,
                form.net.pounds,
            )

        from_text = [values(form) for form in read(bytes_of(*THREE)).forms]
        assert [values(form) for form in read(word_of(*THREE)).forms] == from_text
        assert [values(form) for form in read(word_from_text(text_of(*THREE))).forms] == from_text

    def test_a_dash_in_the_title_stays_in_it(self, made):
        assert only(made(PARKS)).title == "PARK KEEPING – WINTER HOURS"

    def test_three_hundred_forms_are_read(self):
        forms = [LIBRARIES.but(reference=f"LIB{number:03}") for number in range(300)]
        document = read(text_of(*forms))
        assert len(document.forms) == 300
        assert document.issues == ()


class TestTitles:
    @pytest.mark.parametrize(
        "reference",
        ["A/R.6.115", "E1", "HR-12", "Option 12", "cyp002", "CYP 002", "ASC-SL-01", "COM002b", "B/R.6.214a"],
    )
    def test_references_of_every_shape(self, made, reference):
        form = only(made(LIBRARIES.but(reference=reference)))
        assert (form.reference, form.title) == (reference, "MOBILE LIBRARIES")

    @pytest.mark.parametrize("mark", [": ", " - ", "-", " — ", "\t", " ", " | "])
    def test_what_stands_between_reference_and_title(self, mark):
        form = only(text_of(LIBRARIES).replace(" – ", mark, 1))
        assert (form.reference, form.title) == ("LIB001", "MOBILE LIBRARIES")

    @pytest.mark.parametrize(
        "lines",
        [
            "\tLIB001\n\tMOBILE LIBRARIES",
            "\tReference\n\tLIB001\n\tTitle\n\tMOBILE LIBRARIES",
            "Reference: LIB001\nTitle: MOBILE LIBRARIES",
            "Option title: MOBILE LIBRARIES\nRef: LIB001",
            "Option LIB001 – MOBILE LIBRARIES",
            "Reference:\tLIB001\tTitle:\tMOBILE LIBRARIES",
            "7.\tLIB001 – MOBILE LIBRARIES",
        ],
    )
    def test_reference_and_title_apart_or_labelled(self, lines):
        document = read(text_of(LIBRARIES).replace("LIB001 – MOBILE LIBRARIES", lines))
        (form,) = document.forms
        assert (form.reference, form.title) == ("LIB001", "MOBILE LIBRARIES")
        assert document.left_over == ()

    @pytest.mark.parametrize("cells", [("LIB001", "MOBILE LIBRARIES"), ("MOBILE LIBRARIES", "LIB001")])
    def test_reference_and_title_in_cells_of_one_row(self, cells):
        document = docx.Document()
        add_rows(document, cells, ("Service Name:", "Library Service"))
        add_rows(document, *LIBRARIES.values[1:])
        document.add_paragraph("Savings Target and Profiling (discrete year):")
        add_rows(document, ("2027/28", "Total"), ("£m", "£m"), ("-0.1", "-0.1"))
        for heading, texts in LIBRARIES.sections:
            document.add_paragraph(heading)
            document.add_paragraph(texts[0])
        form = only(saved(document))
        assert (form.reference, form.title) == ("LIB001", "MOBILE LIBRARIES")

    def test_a_list_of_contents_before_the_first_form_is_left_over(self):
        contents = "".join(f"{form.reference} – {form.title}\t{page}\n" for page, form in enumerate(THREE, 2))
        document = read("Savings options\nContents\n" + contents + text_of(*THREE))
        assert [form.reference for form in document.forms] == ["LIB001", "ENV014", "ENV020b"]
        assert [line.place for line in document.left_over] == [f"line {number}" for number in range(1, 6)]
        assert said(document, Severity.QUESTION) == []

    def test_an_option_in_the_contents_without_a_form_is_a_difference(self):
        contents = "".join(f"{form.reference} – {form.title}\n" for form in THREE)
        document = read(contents + text_of(LIBRARIES, PARKS))
        assert said(document, Severity.QUESTION) == [("listed without a form", "line 3")]

    def test_a_title_mentioned_in_the_narrative_begins_no_form(self, made):
        mentioning = LIBRARIES.but(
            decisions=("See also", "ENV014 – PARK KEEPING"), delivers=("With", "ENV020b – STREET LIGHTING")
        )
        document = read(made(mentioning, ROADS))
        assert [form.reference for form in document.forms] == ["LIB001", "ENV020b"]
        assert (
            document.forms[0].statements["what_the_service_delivers"] == "With\n\nENV020b – STREET LIGHTING"
        )

    def test_a_form_without_a_readable_title_is_not_swallowed_by_the_one_before(self, made):
        document = read(made(LIBRARIES, ROADS.but(reference="Lighting", title="the dark hours")))
        (error,) = [issue for issue in document.issues if issue.severity is Severity.ERROR]
        assert error.code == "form without reference"
        assert "Lighting – the dark hours" in error.message

    def test_the_same_reference_spelt_in_two_ways_stands_twice(self, made):
        document = read(made(LIBRARIES, ROADS.but(reference="LIB 001")))
        (error,) = [issue for issue in document.issues if issue.severity is Severity.ERROR]
        assert error.reference == "LIB 001"
        assert "first used as LIB001 at" in error.message


class TestHeadings:
    def test_misspelt_and_shortened_headings_are_read_and_reported(self):
        text = text_of(LIBRARIES).replace("Service Name", "Servise Name").replace(IMPACT, "Impact on service")
        document = read(
            text.replace(ACTIONS, "Actions needed to deliver the").replace(
                "Net budget 2026/27", "Net budget 2026/2"
            )
        )
        assert said(document, Severity.NOTE) == [
            ("heading misspelt", "line 3"),
            ("heading cut short", "line 15"),
            ("heading misspelt", "line 47"),
            ("heading cut short", "line 50"),
        ]
        assert document.forms[0].net.pounds == 3_900_000
        assert len(document.forms[0].statements) == 4

    def test_a_lone_dash_beside_a_heading_is_nought_not_nothing(self):
        text = text_of(LIBRARIES)
        gross = re.search(r"\tIncome 2026/27\n\s*\S+\n", text)
        document = read(text.replace(gross.group(), "\tIncome 2026/27: £ -\n"))
        assert document.forms[0].income.pounds == 0

    def test_a_missing_heading_whose_value_is_certain_is_reported(self):
        text = text_of(LIBRARIES)
        for heading in ("\tService Name:\n", "\tFTE implications:\n", "\tNet budget 2026/27\n"):
            text = text.replace(heading, "")
        document = read(text)
        (form,) = document.forms
        assert (form.service, form.net.pounds, str(form.fte_total)) == ("Library Service", 3_900_000, "-1.50")
        assert {code for code, _ in said(document, Severity.NOTE)} == {"heading missing"}

    @pytest.mark.parametrize("make", [str.encode, word_from_text], ids=["text", "word"])
    def test_a_missing_narrative_section_of_a_form_amid_others_is_a_note(self, make):
        text = text_of(PARKS, LIBRARIES).replace("\n\tImpact upon service\n\tNo impact.", "")
        document = read(make(text))
        assert "impact_upon_service" not in document.forms[0].statements
        assert [code for code, _ in said(document, Severity.NOTE)] == ["heading missing"]
        assert said(document, Severity.ERROR) + said(document, Severity.QUESTION) == []

    def test_typographic_quotes_and_hard_spaces_make_no_difference(self):
        text = (
            text_of(LIBRARIES)
            .replace("'start year'", "‘start\u00a0year’")
            .replace("Service Name", "Service\u00a0Name")
        )
        assert read(text).issues == ()

    def test_the_order_of_the_headings_is_the_councils_own(self):
        blocks = form_text(LIBRARIES).split("\n\n\t")
        title, service, start, gross, income, net, *_ = blocks
        tables = form_text(LIBRARIES).partition("\tSavings Target")[2].partition(f"\n\n\t{DECISIONS}")[0]
        sections = [f"{heading}\n\t" + "\n".join(texts) for heading, texts in reversed(LIBRARIES.sections)]
        text = "\n\n\t".join([title, *sections, net.split("\n\n")[0], income, gross, start, service])
        document = read(text + "\n\n\tSavings Target" + tables + "\n")
        (form,) = document.forms
        assert said(document, Severity.ERROR) + said(document, Severity.QUESTION) == []
        assert (form.gross.pounds, form.service, str(form.fte_total)) == (
            4_250_000,
            "Library Service",
            "-1.50",
        )
        assert form.statements["decisions_needed"].startswith("Agree to end")

    def test_heading_words_inside_the_narrative_stay_text(self, made):
        wordy = LIBRARIES.but(
            decisions=("First:", "Income 2026/27", "£0.4m", "FTE implications:", "none"),
            delivers=("Books.", "Impact upon service", "None."),
        )
        document = read(made(wordy, ROADS))
        first = document.forms[0]
        assert said(document, Severity.ERROR) + said(document, Severity.QUESTION) == []
        assert first.income.pounds == 350_000
        assert first.statements["decisions_needed"].split("\n\n")[1] == "Income 2026/27"
        assert first.statements["what_the_service_delivers"] == "Books.\n\nImpact upon service\n\nNone."

    def test_a_heading_that_could_be_either_of_two_lines_needs_a_decision(self):
        twice = LIBRARIES.but(decisions=("Agree.", IMPACT, "More."))
        document = read(text_of(twice, ROADS).replace("\t", ""))
        assert said(document, Severity.QUESTION) == [("heading repeated", "line 45")]

    def test_a_table_of_cumulative_figures_is_not_read_as_discrete(self):
        document = read(text_of(LIBRARIES).replace("(discrete year)", "(cumulative)"))
        assert [code for code, _ in said(document, Severity.ERROR)] == ["figures add up"]
        assert document.forms[0].discrete == {}

    def test_headings_numbered_by_word(self):
        document = docx.Document()
        add_form(document, LIBRARIES)
        for table in document.tables:
            for row in table.rows:
                if row.cells[0].text in {"Service Name:", DECISIONS, IMPACT, ACTIONS}:
                    row.cells[0].paragraphs[0].style = "List Number"
        (form,) = read(saved(document)).forms
        assert (form.service, len(form.statements)) == ("Library Service", 4)

    @pytest.mark.parametrize("gap", [": ", "\t", " "])
    def test_label_and_value_on_one_line(self, gap):
        text = (
            text_of(LIBRARIES)
            .replace("Service Name:\n\t", "Service Name: ")
            .replace("2029/30\n\t2027/28", f"2029/30{gap}2027/28", 1)
        )
        document = read(text.replace("2026/27\n\t", f"2026/27{gap}"))
        (form,) = document.forms
        assert (form.service, form.start_year, form.gross.pounds) == (
            "Library Service",
            year(2027),
            4_250_000,
        )
        assert document.issues == ()


class TestLeftOver:
    def test_page_numbers_are_left_over_and_listed(self):
        document = read("\n".join(f"{form_text(form)}\nPage 3 of 9\n12\n" for form in (LIBRARIES, PARKS)))
        assert [line.text for line in document.left_over] == ["Page 3 of 9", "12"] * 2
        assert document.forms[0].statements["what_the_service_delivers"].endswith("district.")

    def test_a_line_between_title_and_first_heading_is_listed(self):
        document = read(
            text_of(LIBRARIES).replace("\tService Name:", "Lead officer: A. Invented\n\tService Name:")
        )
        assert said(document, Severity.NOTE) == [("left over", "line 3")]

    def test_a_service_on_two_lines_is_one_name_and_said_so(self):
        document = read(text_of(LIBRARIES).replace("\tLibrary Service", "\tLibrary\nService"))
        assert document.forms[0].service == "Library Service"
        assert said(document, Severity.NOTE) == [("service on several lines", "line 4")]

    def test_a_heading_in_the_first_row_of_the_forms_table(self):
        document = docx.Document()
        add_form(document, LIBRARIES)
        title, table = document.paragraphs[0], document.tables[0]
        row = table.add_row()
        row.cells[0].merge(row.cells[1]).text = title.text
        table._tbl.insert(2, row._tr)
        title._p.getparent().remove(title._p)
        form = only(saved(document))
        assert (form.reference, form.title, form.service) == ("LIB001", "MOBILE LIBRARIES", "Library Service")

    def test_a_whole_form_in_tables_inside_one_cell(self):
        document = docx.Document()
        cell = document.add_table(rows=1, cols=1).cell(0, 0)

        class Inside:
            add_paragraph = staticmethod(cell.add_paragraph)

            @staticmethod
            def add_heading(text, level):
                return cell.add_paragraph(text)

            @staticmethod
            def add_table(rows, cols):
                return cell.add_table(rows, cols)

        add_form(Inside, LIBRARIES)
        form = only(saved(document))
        assert (form.service, form.net.pounds, str(form.fte_total)) == ("Library Service", 3_900_000, "-1.50")
        assert form.discrete[year(2027)] == -120_000


class TestWrappedLines:
    def test_of_a_page_are_one_paragraph_and_said_so(self):
        wrapped = (
            "The vans stop in every village that has no library of its",
            "own, and in two of the sub-",
            "urbs.",
        )
        document = read(text_of(LIBRARIES.but(delivers=wrapped)))
        assert document.forms[0].statements["what_the_service_delivers"] == (
            "The vans stop in every village that has no library of its own, and in two of the suburbs."
        )
        assert [code for code, _ in said(document, Severity.NOTE)] == ["lines joined"]

    def test_short_lines_of_a_list_without_marks_stay_apart(self):
        document = read(text_of(LIBRARIES.but(delivers=("Books on loan", "large print", "talking books"))))
        text = document.forms[0].statements["what_the_service_delivers"]
        assert text == "Books on loan\n\nlarge print\n\ntalking books"

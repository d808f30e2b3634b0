"""Forms in other councils' words, as Word files, text, PDFs and sheets: read right, or asked about."""

import json

import pytest
from django.core.management import CommandError, call_command

from proposals.importing.lines import UnreadableDocument
from proposals.importing.plan.apply import DocumentFile, apply_document
from proposals.importing.plan.request import ImportRequest
from proposals.importing.reading import read_file
from proposals.models import ImportMapping, SavingsProposal
from tests.proposals.importing.test_import_pages import budget_round, form_of, officer, upload
from tests.proposals.importing.understanding import (
    council_forms,
    hard_forms,
    long_forms,
    more_forms,
    other_forms,
    unusual_forms,
)
from tests.proposals.importing.understanding.form_documents import Document, Heading, table
from tests.proposals.importing.understanding.form_files import pdf_of, text_of, word_of, workbook_of
from tests.support.option_forms import LIBRARIES, bytes_of
from tests.support.parsed_documents import asked
from tests.support.web_examples import tree, words

__all__ = ["budget_round", "officer"]

FILES = {"docx": word_of, "txt": text_of, "pdf": pdf_of, "xlsx": workbook_of}
ALL = (
    *other_forms.ALL,
    *more_forms.ALL,
    *hard_forms.ALL,
    *long_forms.ALL,
    *unusual_forms.ALL,
    *council_forms.ALL,
)
ASKED = {
    "a section that nothing explains": {"column:golden thread"},
    "an amount that rises": {"basis"},
    "a table of risks inside": {"basis"},
    "cumulative": {"basis"},
    "no year": {"year"},
    "total that differs": {"totals"},
    **{document.name: set(document.answers) for document in (*unusual_forms.ALL, *council_forms.ALL)},
}


def read(document, ending="docx", **answers):
    return read_file(FILES[ending](document), f"forms.{ending}", answers=answers)


def ids(reading):
    return {question["id"] for question in reading.questions} | ({"totals"} & set(asked(reading)))


def form(*rows, heading="Savings proposal form"):
    return Document("", (Heading(heading, 1), table(*rows)), ())


def facts(proposal):
    return (
        proposal.reference,
        proposal.title,
        {year.start: pounds for year, pounds in proposal.savings.items()},
        proposal.fte_total,
    )


def same(text):
    """Return a text as a PDF gives it, which does not tell paragraphs of a cell from wrapped lines."""
    return " ".join(text.split())


class TestFormsOfInventedCouncils:
    @pytest.mark.parametrize("ending", FILES)
    @pytest.mark.parametrize("document", ALL, ids=lambda document: document.name)
    def test_are_read_right_or_asked_about(self, document, ending):
        reading = read(document, ending)
        assert ids(reading) == ASKED.get(document.name, set())
        reading = read(document, ending, **document.answers)
        proposals = reading.document.proposals
        assert [facts(proposal) for proposal in proposals] == [
            (stated.reference, stated.title, stated.amounts, stated.fte) for stated in document.stated
        ]
        for stated, proposal in zip(document.stated, proposals, strict=True):
            assert stated.directorate in ("", proposal.directorate)
            assert stated.service in ("", proposal.service)
            assert stated.officer in ("", proposal.senior_responsible_officer)
            texts = {section.heading: section.text for section in proposal.sections}
            for heading, text in stated.texts.items():
                assert (texts[heading] if ending != "pdf" else same(texts[heading])) == (
                    text if ending != "pdf" else same(text)
                )

    def test_are_a_kind_of_their_own_and_no_form_of_a_known_template(self):
        for document in ALL:
            assert read(document).document.kind == "proposal-forms"


class TestAForm:
    ROWS = (
        ("Ref", "L1"),
        ("Proposal title", "Museum shop"),
        ("Directorate", "Culture"),
        ("Saving 2026/27 £000", "15"),
        ("Impact", "The shop closes on Mondays."),
    )

    def test_with_a_blank_field_takes_nothing_from_the_form_before(self):
        second = (("Ref", "L2"), ("Proposal title", "Museum café"), ("Directorate", ""), *self.ROWS[3:])
        document = Document(
            "",
            (Heading("Form 1", 1), table(*self.ROWS), Heading("Form 2", 1), table(*second)),
            (),
        )
        assert [item.directorate for item in read(document).document.proposals] == ["Culture", ""]

    def test_has_its_texts_under_the_headings_that_it_prints(self):
        (proposal,) = read(form(*self.ROWS)).document.proposals
        assert [(item.kind, item.heading, item.text) for item in proposal.sections] == [
            ("impact_upon_service", "Impact", "The shop closes on Mondays.")
        ]

    def test_says_where_each_part_stands(self):
        (proposal,) = read(
            form(*self.ROWS[:3], ("Saving 2026/27 £000", "tbc"), self.ROWS[4])
        ).document.proposals
        assert proposal.title == "Museum shop"
        reading = read(form(*self.ROWS[:3], ("Saving 2026/27 £000", "tbc"), self.ROWS[4]))
        assert [line.place for line in reading.document.left_over] == ["table 1, row 4, column B"]

    @pytest.mark.parametrize(
        "title", ["Total facilities contract", "Savings target for print", "Net zero plan"]
    )
    def test_is_a_proposal_whatever_its_title(self, title):
        (proposal,) = read(form(self.ROWS[0], ("Proposal title", title), *self.ROWS[2:])).document.proposals
        assert proposal.title == title

    def test_without_figures_in_its_savings_is_a_proposal_still(self):
        rows = (*self.ROWS[:3], ("Saving 2026/27 £000", "To be confirmed"), self.ROWS[4])
        (proposal,) = read(form(*rows)).document.proposals
        assert (proposal.title, dict(proposal.savings)) == ("Museum shop", {})

    def test_that_is_withdrawn_is_asked_about(self):
        rows = (self.ROWS[0], ("Proposal title", "Museum shop (WITHDRAWN)"), *self.ROWS[2:])
        assert len(ids(read(form(*rows)))) == 1

    def test_has_its_title_from_the_line_above_where_no_label_gives_it(self):
        rows = (self.ROWS[0], *self.ROWS[2:])
        (proposal,) = read(form(*rows, heading="Museum shop")).document.proposals
        assert (proposal.reference, proposal.title) == ("L1", "Museum shop")

    def test_of_a_reference_that_another_has_stops_the_import(self):
        document = Document("", (table(*self.ROWS), Heading("Another"), table(*self.ROWS)), ())
        assert [issue.code for issue in read(document).document.issues] == ["stands twice"]

    @pytest.mark.parametrize(
        ("label", "answer", "one_off"),
        [
            ("One-off?", "Yes", True),
            ("One-off?", "No", False),
            ("Recurring?", "Yes", False),
            ("Recurring?", "No", True),
            ("Recurring or one-off", "One-off", True),
        ],
    )
    def test_says_whether_its_saving_lasts(self, label, answer, one_off):
        (proposal,) = read(form(*self.ROWS, (label, answer))).document.proposals
        assert proposal.one_off is one_off

    @pytest.mark.parametrize("above", ["Cumulative savings (£000)", "Savings (£000), cumulative"])
    def test_whose_table_of_years_is_said_to_be_cumulative_is_asked_about(self, above):
        years = table((above, "2026/27", "2027/28"), ("Saving", "15", "20"))
        document = Document("", (table(*self.ROWS[:3]), years, Heading("Impact"), "None."), ())
        assert ids(read(document)) == {"basis"}
        (proposal,) = read(document, basis="cumulative").document.proposals
        assert facts(proposal)[2] == {2026: 15_000, 2027: 5_000}

    def test_copied_from_a_print_has_no_page_numbers_running_heads_or_markup_in_its_texts(self):
        lines = [
            "Ref: L1",
            "**Title:** Museum shop",
            "Saving 2026/27: £15,000",
            "FTE: -1",
            "Impact:",
            "It closes",
        ]
        printed = ["=====", *lines[:4], "Northmoor Council budget 2026/27", "Page 1 of 2", *lines[4:]]
        printed += ["on Mondays.", "Northmoor Council budget 2026/27", "Page 2 of 2"]
        reading = read_file("\n\n".join([*printed, ""]).encode(), "form.txt")
        (proposal,) = reading.document.proposals
        assert facts(proposal) == ("L1", "Museum shop", {2026: 15_000}, -1)
        assert [item.text for item in proposal.sections] == ["It closes\n\non Mondays."]
        assert [issue.code for issue in reading.document.issues] == ["markup taken out"]

    def test_whose_labels_and_values_a_tab_parts_is_read_as_from_a_table(self):
        rows = ["\t".join(row) for row in self.ROWS]
        assert read(Document("", tuple(rows), ())).document.proposals[0].title == "Museum shop"

    def test_whose_first_row_a_page_cuts_off_has_its_label(self):
        rows = [
            (("Ref", f"L{number}"), ("Proposal title", f"Shop {number}"), *self.ROWS[2:])
            for number in (1, 2, 3)
        ]
        pieces = [piece for form_rows in rows for piece in (Heading("Savings form", 1), table(*form_rows))]
        first, second = table(*rows[1][1:]), table(*rows[0])
        cut = Document("", (pieces[0], second, Heading("Savings form", 1), "Ref L2", first, *pieces[4:]), ())
        assert [item.reference for item in read(cut).document.proposals] == ["L1", "L2", "L3"]

    def test_quotes_a_line_that_stands_in_no_section(self):
        document = Document("", (Heading("Savings form", 1), table(*self.ROWS), "Signed by the director"), ())
        assert [line.text for line in read(document).document.left_over] == [
            "Signed by the director (it stands in no section of a form)"
        ]

    def test_takes_the_unit_and_years_around_a_table_of_figures(self):
        document = Document(
            "",
            (
                table(*self.ROWS[:3]),
                Heading("Savings profile (£000)"),
                table(
                    ("", "2026/27", "2027/28", "Total"), ("Saving", "15", "5", "20"), ("FTE", "-1", "0", "-1")
                ),
                Heading("Impact"),
                "None.",
            ),
            (),
        )
        (proposal,) = read(document).document.proposals
        assert facts(proposal)[2:] == ({2026: 15_000, 2027: 5_000}, -1)


class TestALabelThatNothingExplains:
    DOCUMENT = form(*TestAForm.ROWS, ("Golden thread", "A thriving town centre."))

    def test_is_asked_about_with_its_text_and_the_kinds_that_it_may_be(self):
        (question,) = read(self.DOCUMENT).questions
        assert question["text"].startswith("What is “Golden thread” (A thriving town centre.)?")
        assert question["default"] == "other"
        assert {"description", "impact", "directorate", "officer"} <= set(question["choices"])

    @pytest.mark.parametrize(
        ("answer", "kind", "heading"),
        [("other", "other", "Golden thread"), ("description", "how_achieved", "Golden thread")],
    )
    def test_is_read_as_what_a_person_chooses(self, answer, kind, heading):
        reading = read(self.DOCUMENT, **{"column:golden thread": answer})
        (proposal,) = reading.document.proposals
        assert (kind, heading) in [(item.kind, item.heading) for item in proposal.sections]
        assert reading.questions == ()

    def test_is_no_question_where_forms_often_have_such_a_text(self):
        assert read(form(*TestAForm.ROWS, ("Alternatives considered", "None were found."))).questions == ()


class TestATable:
    @pytest.mark.parametrize(
        "rows",
        [
            (("Proposal", "2026/27 £000"), ("Income from fees", "40"), ("Impact of grants", "25")),
            (
                ("Title", "Service", "2026/27 £", "2027/28 £"),
                ("Parks", "Lawns", "4", "5"),
                ("Roads", "Lamps", "6", "7"),
            ),
            (
                ("Savings title", "How achieved", "Saving", "Risk", "Impact"),
                ("Parks", "Less mowing", "£5k", "Low", "None"),
            ),
        ],
    )
    def test_of_proposals_is_no_form(self, rows):
        assert read(Document("", ("Savings for Place", table(*rows)), ())).document.kind == "savings-table"

    @pytest.mark.documents
    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("banes-impact-statements", "impact-table"),
            ("cambridgeshire-business-cases", "business-cases"),
            ("lancashire-delivery-model", "savings-table"),
            ("lancashire-savings-options", "option-pages"),
            ("lancashire-scrutiny-summary", "committee-summary"),
        ],
    )
    def test_or_a_report_of_a_council_is_none_and_its_forms_are_those_of_their_template(
        self, documents, name, kind
    ):
        assert read_file((documents / f"{name}.txt").read_bytes(), f"{name}.txt").document.kind == kind


class TestATemplateThatIsKnown:
    def test_is_read_as_that_template_also_where_it_has_errors(self):
        wrong = bytes_of(LIBRARIES.but(gross="a lot"))
        assert read_file(wrong, "options.txt").document.kind == "option-pages"

    def test_is_told_from_one_in_other_words_that_is_chosen_as_it(self):
        content = word_of(other_forms.LABELS_BESIDE_VALUES)
        with pytest.raises(UnreadableDocument, match="looks like proposal forms"):
            read_file(content, "forms.docx", kind="option-pages")


@pytest.mark.django_db
class TestThePages:
    def test_offer_each_label_for_correction_and_keep_what_is_chosen(self, officer, budget_round):
        rows = (
            *TestAForm.ROWS[:3],
            ("Saving 2027/28 £000", "15"),
            ("Golden thread", "A thriving town centre."),
        )
        content = word_of(form(*rows))
        address = upload(officer, content, name="form.docx", budget_round=budget_round.pk)["Location"]
        page = officer.get(address)
        labels = {words(label) for label in tree(page).xpath("//main//form//label")}
        assert {"Kind of Ref", "Kind of Golden thread", "Year of Saving 2027/28 £000"} <= labels
        selects = tree(page).xpath("//main//form//select")
        as_shown = {item.get("name"): item.xpath("string(.//option[@selected]/@value)") for item in selects}
        sent = {**form_of(page), **as_shown, "question_0": "description", "answer": "1"}
        preview = officer.post(address, sent, follow=True)
        officer.post(address, form_of(preview))
        shop = SavingsProposal.objects.get(reference="L1")
        assert (shop.title, shop.total_saving) == ("Museum shop", 15_000)
        assert shop.statements.get(heading="Golden thread").kind == "how_achieved"
        assert ImportMapping.objects.get().answers == {"column:golden thread": "description"}


@pytest.mark.django_db
class TestTheCommand:
    def test_reads_several_forms_at_once(self, tmp_path, capsys):
        path = tmp_path / "forms.docx"
        path.write_bytes(word_of(other_forms.SEVERAL_IN_ONE_DOCUMENT))
        arguments = (
            "--council",
            "fenwick",
            "--council-name",
            "Fenwick",
            "--round",
            "Budget 2026/27 to 2027/28",
        )
        call_command("import_document", str(path), *arguments, "--json")
        said = json.loads(capsys.readouterr().out)
        assert said["status"] == "read"
        assert [(item["reference"], item["directorate"], item["amounts"]) for item in said["proposals"]] == [
            ("PL1", "Place", {"2026/27": 12_000, "2027/28": 4_000}),
            ("PL2", "Place", {"2026/27": 31_500, "2027/28": 0}),
            ("PL3", "Place", {"2026/27": 0, "2027/28": 22_000}),
        ]
        assert said["understanding"]["tables"][0]["holds_forms"] is True

    def test_asks_what_it_does_not_know(self, tmp_path, capsys):
        path = tmp_path / "form.docx"
        path.write_bytes(word_of(other_forms.UNKNOWN_SECTION))
        arguments = ("--council", "fenwick", "--council-name", "Fenwick", "--round", "Budget 2026/27")
        with pytest.raises(CommandError) as asked:
            call_command("import_document", str(path), *arguments, "--json")
        assert asked.value.returncode == 3
        assert [item["id"] for item in json.loads(capsys.readouterr().out)["questions"]] == [
            "column:golden thread"
        ]


@pytest.mark.django_db
class TestTheImport:
    REQUEST = ImportRequest("fenwick", "Budget 2026/27 to 2028/29", "Fenwick")

    @pytest.mark.parametrize(
        "document",
        [ALL[0], *(pytest.param(document, marks=pytest.mark.one_database) for document in ALL[1:])],
        ids=lambda document: document.name,
    )
    def test_stores_every_figure_and_text(self, document):
        reading = read(document, **document.answers)
        apply_document(
            reading.document,
            self.REQUEST,
            DocumentFile("form.docx", b""),
            accept_reason="As the service says.",
        )
        stored = {item.title: item for item in SavingsProposal.objects.all()}
        for stated in document.stated:
            proposal = stored[stated.title]
            texts = {item.heading: item.text for item in proposal.statements.all()}
            assert {heading: texts.get(heading) for heading in stated.texts} == stated.texts
            profile = {item.year.start: item.recurring_saving for item in proposal.year_profiles.all()}
            assert {year: profile.get(year, 0) for year in stated.amounts} == stated.amounts


class TestFormsOfIdeas:
    @pytest.mark.parametrize("service", ["Service area", "Section"])
    def test_the_number_of_an_idea_begins_its_form(self, service):
        idea = table(
            ("Idea number", "WST-7"),
            ("What we want to do", "Smaller vans"),
            ("Head of Service", "Priya Nair"),
            (service, "Waste and Streets"),
            ("Why and how", "Two leases end in March 2027."),
            ("Effect on staff", "Two posts are vacant."),
        )
        figures = table(("£", "2027/28", "2028/29"), ("Saving", "28,000", "5,000"))
        reading = read(Document("", (idea, "", figures), ()))
        (proposal,) = reading.document.proposals
        assert ids(reading) == {"title"}
        assert facts(proposal) == ("WST-7", "Smaller vans", {2027: 28_000, 2028: 5_000}, None)

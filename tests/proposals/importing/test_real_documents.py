"""The thirty real options: every figure as in the reference, and not a line of the document lost."""

import csv
import re
import time
from decimal import Decimal

import pytest

from proposals.importing.kinds import read_as
from proposals.importing.plan.apply import DocumentFile, apply_document
from proposals.importing.plan.request import ImportRequest
from proposals.models import BudgetRound, SavingsProposal
from proposals.models.records import record_of, round_record
from services.models import ChangeRecord
from services.values.years import FinancialYear
from tests.support.option_forms import read_forms, word_from_text
from tests.support.parsed_documents import lines_in
from tests.support.paths import DATA

pytestmark = pytest.mark.documents

YEARS = (FinancialYear(2018), FinancialYear(2019), FinancialYear(2020))
REFERENCE = DATA / "lancashire-savings-options.csv"
REQUEST = ImportRequest("lancashire", "Budget 2018/19 to 2020/21", phase="scrutiny")


@pytest.fixture(scope="session")
def text(documents):
    return (documents / "lancashire-savings-options.txt").read_bytes()


@pytest.fixture(scope="session")
def word(text):
    return word_from_text(text.decode())


def read(content):
    return read_forms(lines_in(content, "options"))


def load(content):
    lines = lines_in(content, "options")
    return apply_document(read_as("option-pages", lines), REQUEST, DocumentFile("options", content))


def expected_rows():
    with REFERENCE.open(newline="") as file:
        return list(csv.DictReader(file))


def figures_of(proposal):
    budget = proposal.base_budget
    return {
        "reference": proposal.reference,
        "start_year": str(proposal.start_year),
        "gross_budget_gbp": str(budget.gross),
        "income_budget_gbp": str(budget.income),
        "net_budget_gbp": str(budget.net),
        **{
            f"saving_{year.start}_{year.start % 100 + 1}_gbp": str(proposal.profile.discrete[year])
            for year in YEARS
        },
        "saving_total_gbp": str(proposal.profile.total),
        **{f"fte_{year.start}_{year.start % 100 + 1}": str(proposal.fte.discrete[year]) for year in YEARS},
        "fte_total": str(proposal.fte.total),
    }


def records():
    return [
        record_of(proposal) for proposal in SavingsProposal.objects.with_statements().order_by("position")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["text", "word"])
@pytest.mark.one_database
class TestEveryFigure:
    def test_is_that_of_the_reference(self, request, form):
        load(request.getfixturevalue(form))
        assert [figures_of(proposal) for proposal in records()] == expected_rows()

    def test_adds_up_to_the_documents_totals(self, request, form):
        load(request.getfixturevalue(form))
        budget_round = BudgetRound.objects.get()
        totals = round_record(budget_round, budget_round.proposals.all()).totals
        assert budget_round.years == YEARS
        assert [totals.profile.discrete[year] for year in YEARS] == [17_488_000, 11_891_000, 12_329_000]
        assert totals.profile.total == 41_708_000
        assert [totals.fte.discrete[year] for year in YEARS] == [
            Decimal("13.26"),
            Decimal("-27.29"),
            Decimal("-25.85"),
        ]
        assert totals.fte.total == Decimal("-39.88")

    def test_needs_nobodys_decision(self, request, form):
        document = read(request.getfixturevalue(form))
        assert [(issue.code, issue.reference) for issue in document.issues] == [
            ("heading cut short", "CYP027"),
            ("heading missing", "ASC034"),
        ]


class TestNothingIsLost:
    def test_every_line_of_the_document_is_in_some_field(self, text):
        document = read(text)
        fields = " ".join(_everything(form) for form in document.forms)
        lines = [_plain(line) for line in text.decode().splitlines() if line.strip()]
        assert document.lines_read == len(lines) == 1409
        assert document.left_over == ()
        figures = re.compile(r"[-£\d./m\s]+|total|£m")
        narrative = [line for line in lines if not figures.fullmatch(line) and not _is_heading(line)]
        assert len(narrative) > 300
        assert [line for line in narrative if line not in fields] == []

    def test_every_form_has_its_sections(self, text):
        forms = read(text).forms
        assert [form.reference for form in forms if len(form.statements) != 4] == ["ASC034"]

    def test_the_note_on_a_net_budget_arrives(self, text):
        noted = [form for form in read(text).forms if form.budget_note]
        assert [form.reference for form in noted] == ["ASC026"]
        assert "pooled fund" in noted[0].budget_note


@pytest.mark.django_db
@pytest.mark.one_database
class TestTextAndWord:
    def test_give_the_same_records(self, text, word):
        load(text)
        from_text = records()
        plan = load(word)
        assert [change for item in plan.proposals for change in item.changes] == []
        assert records() == from_text

    def test_the_word_file_alone_gives_the_records_of_the_text(self, text, word):
        def values(content):
            return [
                (form.reference, form.title, form.service, form.statements, form.budget_note)
                for form in read(content).forms
            ]

        assert values(word) == values(text)


@pytest.mark.django_db
@pytest.mark.one_database
class TestReadingIt:
    def test_takes_less_than_two_seconds_with_the_history(self, text):
        began = time.process_time()
        load(text)
        assert time.process_time() - began < 2
        assert ChangeRecord.objects.filter(record_type="proposals.savingsproposal").count() == 30

    def test_again_writes_nothing(self, text):
        load(text)
        before = ChangeRecord.objects.count()
        assert load(text).changes_nothing
        assert ChangeRecord.objects.count() == before

    @pytest.mark.parametrize("share", [number / 40 for number in range(1, 40)])
    def test_cut_off_anywhere_it_is_not_taken_for_whole(self, text, share):
        cut = text[: int(len(text) * share)]
        while cut and cut[-1] & 0b1100_0000 == 0b1000_0000:
            cut = cut[:-1]
        if cut[-1] >= 0b1100_0000:
            cut = cut[:-1]
        document = read(cut)
        assert [issue for issue in document.issues if issue.severity.value != "note"]


def _everything(form):
    texts = [form.reference, form.title, form.service, form.budget_note, *form.statements.values()]
    return _plain(" ".join([f"{form.reference} – {form.title}", *texts]))


def _plain(text):
    """Return the text for comparing: without bullets, footnote marks, and differences of spaces."""
    return " ".join(text.replace("·", " ").replace("*", " ").split()).lower()


def _is_heading(line):
    return line.startswith(
        (
            "service name",
            "which 'start year'",
            "gross budget",
            "income 2017",
            "net budget",
            "savings target",
            "fte implications",
            "decisions needed to deliver the budgeted",
            "impact upon service",
            "actions needed to deliver the target",
            "what does this service deliver",
        )
    )

"""What an import costs: a document is read once, planned at most twice, and written once."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals.importing.files import reading as files
from proposals.importing.plan import apply
from proposals.importing.plan.plan_writer import PlanWriter
from proposals.importing.plan.planner import make_plan
from proposals.models import SavingsProposal, SignOff, WaitingDocument
from tests.proposals.importing.test_import_pages import budget_round, form_of, officer, upload
from tests.support.option_forms import LIBRARIES, PARKS, bytes_of
from tests.support.parsed_documents import SUMMARY, SUMMARY_TITLES, side_by_side

__all__ = ["budget_round", "officer"]
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
DOCUMENTS = {
    "option-pages": bytes_of(LIBRARIES, PARKS),
    "committee-summary": side_by_side(SUMMARY, before=SUMMARY_TITLES),
}


@dataclass
class Counts:
    """How often each step of an import was taken."""

    taken: list[str] = field(default_factory=list)

    def of(self, step):
        return self.taken.count(step)


@pytest.fixture
def steps():
    counts = Counts()

    def counting(step, function):
        def counted(*args, **kwargs):
            counts.taken.append(step)
            return function(*args, **kwargs)

        return counted

    with ExitStack() as stack:
        for step, module, name, function in (
            ("read", files, "read_file", files.read_file),
            ("plan", apply, "make_plan", make_plan),
            ("write", PlanWriter, "write", PlanWriter.write),
        ):
            stack.enter_context(patch.object(module, name, counting(step, function)))
        yield counts


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_document_is_read_once_planned_twice_and_written_once(officer, budget_round, steps, kind):
    address = upload(officer, DOCUMENTS[kind], budget_round=budget_round.pk)["Location"]
    assert (steps.of("read"), steps.of("plan"), steps.of("write")) == (1, 0, 0)
    page = officer.get(address)
    assert (steps.of("read"), steps.of("plan"), steps.of("write")) == (1, 1, 0)
    officer.post(address, form_of(page))
    assert (steps.of("read"), steps.of("plan"), steps.of("write")) == (1, 2, 1)
    assert SavingsProposal.objects.exists()


def test_a_document_kept_by_an_earlier_version_is_read_again(officer, budget_round, steps):
    address = upload(officer, bytes_of(LIBRARIES), budget_round=budget_round.pk)["Location"]
    waiting = WaitingDocument.objects.get()
    waiting.parsed["document"]["proposals"][0]["of_an_earlier_version"] = ""
    waiting.save()
    page = officer.get(address)
    assert (page.status_code, steps.of("read")) == (200, 2)
    assert LIBRARIES.reference in page.content.decode()


def test_sign_offs_cost_one_writing_more_that_is_rolled_back(officer, budget_round, steps):
    published = {"budget_round": budget_round.pk, "phase": "scrutiny"}
    address = upload(officer, bytes_of(LIBRARIES), **published)["Location"]
    officer.post(address, form_of(officer.get(address)))
    proposal = SavingsProposal.objects.get()
    SignOff.objects.create(
        proposal=proposal,
        stage="corporate_review",
        signed_by_name="Sam Ledger",
        role="section 151 officer",
        signed_total=150_000,
    )
    steps.taken.clear()
    more = LIBRARIES.but(savings=("-0.100", "-0.030", "0.000", "-0.130"))
    address = upload(officer, bytes_of(more), budget_round=budget_round.pk)["Location"]
    page = officer.get(address)
    assert (steps.of("read"), steps.of("plan"), steps.of("write")) == (1, 1, 1)
    assert SavingsProposal.objects.get().total_saving == 150_000
    officer.post(address, {**form_of(page), "reason": "The paper is right."})
    assert (steps.of("read"), steps.of("plan"), steps.of("write")) == (1, 2, 2)
    assert SavingsProposal.objects.get().total_saving == 130_000


def queries_of(call):
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def test_the_queries_of_each_page_do_not_grow_with_the_document(officer, budget_round):
    costs = []
    for count in (2, 40, 80):
        forms = [LIBRARIES.but(reference=f"LIB{count}{number:02}") for number in range(count)]
        address = upload(officer, bytes_of(*forms), budget_round=budget_round.pk)["Location"]
        pages = []
        preview = queries_of(lambda: pages.append(officer.get(address)))  # noqa: B023
        confirm = queries_of(lambda: officer.post(address, form_of(pages[0])))  # noqa: B023
        costs.append((preview, confirm))
    _, (small, small_confirm), (large, large_confirm) = costs
    assert large == small
    # A statement of many rows goes to the database in several parts.
    assert large_confirm - small_confirm <= 15
    assert large <= 25
    assert large_confirm <= 80

"""Reading a document again, or a changed one: what stays, what is updated, and what the history says."""

import threading
from dataclasses import replace

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections, transaction

from proposals.domain.stages import Stage, sign_offs_before
from proposals.importing.plan.apply import DocumentFile, ImportStopped, apply_document
from proposals.importing.plan.planner import make_plan
from proposals.importing.plan.request import ImportRequest, YearsNotKnown
from proposals.importing.reading import read_file
from proposals.models import DocumentImport, ProposalFinding, SavingsProposal, YearProfile
from proposals.models.stored_figures import store_figures_of
from services.audit.history import acting
from services.models import BaseBudget, ChangeRecord, Council, Directorate, Service
from tests.support.option_forms import LIBRARIES, PARKS, ROADS, THREE, bytes_of, text_of, word_of
from tests.support.stage_examples import sign
from tests.support.web_examples import make_proposal, make_round

REQUEST = ImportRequest("fenwick", "Budget 2027/28", phase="scrutiny")


def read(content):
    return read_file(content, "options.txt", kind="option-pages").document


def load(content, reason=""):
    file = DocumentFile("options.txt", content)
    return apply_document(read(content), REQUEST, file, accept_reason=reason)


def changes(plan, reference):
    (planned,) = [item for item in plan.proposals if item.parsed.reference == reference]
    return [(change.label, change.before, change.after) for change in planned.changes]


def changed_references(plan):
    return [item.parsed.reference for item in plan.doing("change")]


def assert_changes_nothing(content):
    rows = ChangeRecord.objects.count(), DocumentImport.objects.count(), ProposalFinding.objects.count()
    plan = load(content)
    assert changed_references(plan) == []
    assert plan.changes_nothing
    assert rows == (
        ChangeRecord.objects.count(),
        DocumentImport.objects.count(),
        ProposalFinding.objects.count(),
    )


def proposal(reference="LIB001"):
    return SavingsProposal.objects.get(reference=reference)


@pytest.mark.one_database
@pytest.mark.django_db
class TestTheSameFileAgain:
    """No row is written and no history."""

    @pytest.mark.parametrize("make", [bytes_of, word_of], ids=["text", "word"])
    def test_at_once(self, make):
        load(make(*THREE))
        assert_changes_nothing(make(*THREE))

    def test_as_a_word_file_with_the_same_content(self):
        load(bytes_of(*THREE))
        assert_changes_nothing(word_of(*THREE))

    def test_with_the_round_named_in_other_capitals(self):
        load(text_of(*THREE).encode())
        document = read(text_of(*THREE).encode())
        plan = make_plan(document, ImportRequest("FENWICK", "budget 2027/28"))
        assert plan.changes_nothing
        assert (plan.council.slug, plan.budget_round.name) == ("fenwick", "Budget 2027/28")

    def test_after_the_directorate_was_renamed(self):
        load(bytes_of(*THREE))
        directorate = Directorate.objects.get(code="ENV")
        directorate.name = "Environment and Growth"
        directorate.save()
        assert_changes_nothing(bytes_of(*THREE))

    def test_after_the_directorates_code_was_changed(self):
        load(bytes_of(*THREE))
        directorate = Directorate.objects.get(code="ENV")
        directorate.code = "PLACE"
        directorate.save()
        assert_changes_nothing(bytes_of(*THREE))

    def test_after_the_service_moved_to_another_directorate(self):
        load(bytes_of(*THREE))
        service = Service.objects.get(name="Parks")
        service.directorate = Directorate.objects.create(
            council=Council.objects.get(), code="PLACE", name="Place"
        )
        service.save()
        assert_changes_nothing(bytes_of(*THREE))
        assert proposal("ENV014").service.directorate.code == "PLACE"

    @pytest.mark.parametrize(
        ("recurring", "one_off"),
        [
            # 120,000 entered in the first year in all
            ((70_000, 30_000, 0), (50_000, 0, 0)),
            # the change against the year before as printed: the one-off of the first year falls out in the second
            ((70_000, 80_000, 0), (50_000, 0, 0)),
            ((0, 0, 0), (120_000, 30_000, 0)),
        ],
    )
    def test_after_a_saving_was_parted_into_one_off_and_recurring(self, recurring, one_off):
        load(bytes_of(*THREE))
        for row, lasting, once in zip(proposal().year_profiles.all(), recurring, one_off, strict=True):
            row.recurring_saving, row.one_off_saving = lasting, once
            row.save()
        store_figures_of([proposal().pk])
        assert_changes_nothing(bytes_of(*THREE))

    def test_with_an_accepted_difference_which_needs_no_second_acceptance(self):
        content = bytes_of(LIBRARIES.but(net="£3.800m"), PARKS)
        load(content, "The ledger says so.")
        assert_changes_nothing(content)

    def test_with_a_budget_accepted_as_that_of_a_part(self):
        content = bytes_of(
            LIBRARIES, LIBRARIES.but(reference="LIB002", gross="£1.000m", income="£0m", net="£1.000m")
        )
        load(content, "LIB002 is about the vans only.")
        assert_changes_nothing(content)

    def test_with_a_service_written_in_other_capitals(self):
        content = bytes_of(LIBRARIES, LIBRARIES.but(reference="LIB002", service="LIBRARY SERVICE"))
        load(content)
        assert Service.objects.count() == 1
        assert_changes_nothing(content)

    def test_with_a_service_written_with_other_marks(self):
        load(bytes_of(LIBRARIES.but(service="Parks & Gardens")))
        again = bytes_of(LIBRARIES.but(service="Parks and gardens"))
        assert load(again).changes_nothing
        assert Service.objects.get().name == "Parks & Gardens"

    def test_two_services_that_differ_in_marks_alone_are_told_apart_by_them(self):
        load(bytes_of(LIBRARIES.but(service="Arts-Grants")))
        directorate = Directorate.objects.get()
        other = Service.objects.create(directorate=directorate, name="Arts (Grants)")
        load(bytes_of(LIBRARIES.but(reference="LIB002", service="Arts (grants)")))
        assert proposal("LIB002").service == other


@pytest.mark.django_db
class TestAChangedFile:
    def test_what_changed_is_updated_and_listed_and_the_rest_left_alone(self):
        load(bytes_of(*THREE))
        later = LIBRARIES.but(
            title="MOBILE LIBRARIES AND VANS",
            start_year="2028/29",
            savings=("-0.120", "-0.050", "0.000", "-0.170"),
            fte=("-2.00", "0.00", "0.00", "-2.00"),
            impact=("Nobody will notice.",),
        )
        plan = load(bytes_of(later, PARKS, ROADS))
        assert changed_references(plan) == ["LIB001"]
        assert changes(plan, "LIB001") == [
            ("title", "MOBILE LIBRARIES", "MOBILE LIBRARIES AND VANS"),
            ("saving 2028/29", "£30,000", "£50,000"),
            ("FTE 2028/29", "0.50", "0.00"),
            (
                "Impact upon service",
                "Some villages will be visited every three weeks instead of every two.",
                "Nobody will notice.",
            ),
        ]
        assert proposal().total_saving == 170_000
        assert proposal().statements.get(kind="impact_upon_service").text == "Nobody will notice."

    def test_a_new_option_is_added_behind_the_others(self):
        load(bytes_of(LIBRARIES))
        plan = load(bytes_of(ROADS, LIBRARIES))
        assert [item.parsed.reference for item in plan.doing("create")] == ["ENV020b"]
        assert proposal("ENV020b").position == 2

    def test_an_option_that_the_file_no_longer_has_is_left_alone_and_named(self):
        load(bytes_of(*THREE))
        absent = load(bytes_of(LIBRARIES)).absent
        assert [item.reference for item in absent] == ["ENV014", "ENV020b"]
        assert SavingsProposal.objects.count() == 3

    def test_a_changed_saving_keeps_the_one_off_amount_entered_since(self):
        load(bytes_of(*THREE))
        first = proposal().year_profiles.first()
        first.recurring_saving, first.one_off_saving = 70_000, 50_000
        first.save()
        later = bytes_of(LIBRARIES.but(savings=("-0.200", "-0.030", "0", "-0.230")), PARKS, ROADS)
        plan = load(later, "The paper is newer.")
        assert changes(plan, "LIB001") == [("saving 2027/28", "£120,000", "£200,000")]
        first.refresh_from_db()
        assert (first.recurring_saving, first.one_off_saving) == (150_000, 50_000)

    def test_a_budget_that_nobody_else_rests_on_is_corrected(self):
        load(bytes_of(*THREE))
        plan = load(bytes_of(LIBRARIES.but(gross="£5.000m", net="£4.650m"), PARKS, ROADS))
        assert changes(plan, "LIB001") == [("gross budget 2026/27", "£4,250,000", "£5,000,000")]
        assert BaseBudget.objects.get(service__name="Library Service").gross == 5_000_000

    def test_a_difference_that_was_put_right_is_no_longer_held(self):
        load(bytes_of(LIBRARIES.but(net="£3.800m")), "Known.")
        plan = load(bytes_of(LIBRARIES))
        assert [field for field, _, _ in changes(plan, "LIB001")] == ["issue settled"]
        assert ProposalFinding.objects.count() == 0

    def test_another_spelling_of_the_reference_is_the_same_option(self):
        load(bytes_of(LIBRARIES))
        plan = load(bytes_of(LIBRARIES.but(reference="lib-001")))
        assert changes(plan, "lib-001") == [("reference", "LIB001", "lib-001")]
        assert SavingsProposal.objects.count() == 1


def signed_off_in_scrutiny(reference="LIB001"):
    """The proposal as if it had been signed off and published here, with a stage that it would go back from."""
    stored = proposal(reference)
    for review in sign_offs_before(Stage.PUBLISHED):
        sign(stored, review)
    return stored


@pytest.mark.django_db
class TestWhatWasSignedOffHere:
    CHANGED = LIBRARIES.but(savings=("-0.120", "-0.050", "0", "-0.170"))

    def test_goes_back_when_a_document_changes_it_in_a_round_at_scrutiny(self):
        load(bytes_of(*THREE))
        signed_off_in_scrutiny()
        changed = bytes_of(self.CHANGED, PARKS.but(savings=("0", "-0.060", "-0.005", "-0.065")), ROADS)
        load(changed, "The paper is newer.")
        assert (proposal().stage, proposal().published_at) == ("finance_review", None)
        assert [row.stage for row in proposal().sign_offs.filter(withdrawn_at=None)] == ["service_review"]
        assert proposal("ENV014").stage == "published"
        (_, event) = ChangeRecord.objects.filter(action="overridden").order_by("pk")
        assert (event.after["proposals"], event.after["changed_proposals"]) == (0, 1)

    def test_goes_back_when_a_document_corrects_its_budget_alone(self):
        load(bytes_of(*THREE))
        signed_off_in_scrutiny()
        load(bytes_of(LIBRARIES.but(gross="£5.000m", net="£4.650m"), PARKS, ROADS), "Known.")
        assert proposal().stage == "finance_review"
        subjects = ChangeRecord.objects.about("proposals.savingsproposal", proposal().pk)
        assert subjects.filter(record_type="services.basebudget").get().after == {"gross": 5_000_000}

    def test_goes_back_with_another_version_though_the_document_does_not_list_it(self):
        load(bytes_of(*THREE))
        stored = signed_off_in_scrutiny()
        budget = BaseBudget.objects.get(service__name="Parks")
        budget.part = "ENV014"
        budget.save()
        stored.base_budget = budget
        stored.save()
        load(bytes_of(PARKS.but(gross="£1.300m", net="-£0.200m")), "Known.")
        assert proposal().base_budget.gross == 1_300_000
        assert (proposal().stage, proposal().version > stored.version) == ("finance_review", True)

    def test_a_budget_under_a_closed_round_is_not_corrected(self):
        load(bytes_of(*THREE))
        closed = make_round("Budget before", phase="closed", council="Fenwick")
        budget = BaseBudget.objects.get(service__name="Library Service")
        make_proposal(closed, "LIB001", service=budget.service, base_budget=budget, stage="decided")
        changed = bytes_of(LIBRARIES.but(gross="£5.000m", net="£4.650m"), PARKS, ROADS)
        with pytest.raises(ImportStopped) as stopped:
            load(changed)
        assert [issue.code for issue in stopped.value.plan.questions] == ["base budget"]
        load(changed, "Kept apart.")
        assert sorted(BaseBudget.objects.filter(service=budget.service).values_list("part", "gross")) == [
            ("", 4_250_000),
            ("LIB001", 5_000_000),
        ]


@pytest.mark.django_db
class TestBudgetsOfOneService:
    OTHER = LIBRARIES.but(reference="LIB002", gross="£1.000m", income="£0.000m", net="£1.000m")

    def test_equal_ones_are_one_budget(self):
        load(bytes_of(LIBRARIES, LIBRARIES.but(reference="LIB002")))
        assert BaseBudget.objects.count() == 1

    def test_another_one_stops_the_import(self):
        with pytest.raises(ImportStopped) as stopped:
            load(bytes_of(LIBRARIES, self.OTHER))
        (difference,) = stopped.value.plan.questions
        assert (difference.reference, difference.place) == ("LIB002", "line 67")
        assert (
            "stated as gross £1,000,000, income £0, but £4,250,000 and £350,000 elsewhere"
            in difference.message
        )

    def test_accepted_it_is_the_budget_of_a_part_named_by_the_reference(self):
        load(bytes_of(LIBRARIES, self.OTHER), "The vans only.")
        assert list(BaseBudget.objects.order_by("part").values_list("part", "gross")) == [
            ("", 4_250_000),
            ("LIB002", 1_000_000),
        ]
        assert ProposalFinding.objects.get().code == "base budget"

    def test_two_footnotes_on_one_budget_need_a_decision(self):
        text = text_of(LIBRARIES, LIBRARIES.but(reference="LIB002"))
        parts = text.split("\t£3.900m\n")
        with pytest.raises(ImportStopped) as stopped:
            load((parts[0] + "\t£3.900m*\n*One.\n" + parts[1] + "\t£3.900m*\n*Two.\n" + parts[2]).encode())
        (difference,) = stopped.value.plan.questions
        assert "“Two.” is “One.” in LIB001" in difference.message


@pytest.mark.django_db
class TestHistory:
    def test_creation_is_recorded_for_the_proposal_and_every_row_of_it(self):
        fiona = get_user_model().objects.create_user("fiona", first_name="Fiona", last_name="Ledger")
        with acting(user=fiona):
            load(bytes_of(LIBRARIES))
        records = ChangeRecord.objects.filter(
            subject_type="proposals.savingsproposal", subject_id=proposal().pk
        )
        assert sorted(records.values_list("record_type", flat=True)) == [
            *["proposals.fteimpact"] * 3,
            *["proposals.impactstatement"] * 4,
            "proposals.savingsproposal",
            *["proposals.yearprofile"] * 3,
        ]
        assert set(records.values_list("actor_name", "reason", "action")) == {
            ("Fiona Ledger", "Import of options.txt", "created")
        }
        own = records.get(record_type="proposals.savingsproposal")
        assert (own.before, own.after["title"]) == ({}, "MOBILE LIBRARIES")
        assert own.actor_id == fiona.pk

    def test_a_change_is_recorded_with_before_and_after_and_only_where_it_happened(self):
        load(bytes_of(*THREE))
        last = ChangeRecord.objects.order_by("-pk").first().pk
        load(bytes_of(LIBRARIES.but(savings=("-0.120", "-0.050", "0", "-0.170")), PARKS, ROADS))
        records = ChangeRecord.objects.filter(pk__gt=last)
        row = records.get(record_type="proposals.yearprofile")
        assert (row.before, row.after) == ({"recurring_saving": 30_000}, {"recurring_saving": 50_000})
        assert set(records.values_list("record_type", flat=True)) == {
            "proposals.yearprofile",
            "proposals.documentimport",
            # That what is published unsigned holds other figures now is on the record of the round.
            "proposals.budgetround",
        }
        assert len(set(records.values_list("operation"))) == 1

    def test_every_record_of_one_import_belongs_to_one_operation(self):
        load(bytes_of(*THREE))
        assert ChangeRecord.objects.values("operation").distinct().count() == 1


@pytest.mark.django_db
class TestTrying:
    def test_making_a_plan_writes_nothing(self, django_assert_num_queries):
        load(bytes_of(*THREE))
        before = ChangeRecord.objects.count()
        make_plan(read(bytes_of(LIBRARIES.but(title="NEW"))), REQUEST)
        assert proposal().title == "MOBILE LIBRARIES"
        assert ChangeRecord.objects.count() == before

    def test_a_plan_for_a_round_that_no_form_gives_years_for_is_impossible(self):
        document = read(bytes_of(LIBRARIES.but(savings=("", "", "", ""))))
        with pytest.raises(YearsNotKnown, match="does not say which financial years"):
            make_plan(document, replace(REQUEST, round_name="The plan"))


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    """SQLite has one writer at a time; PostgreSQL lets two begin with the same new council."""

    def in_thread(self, outcomes):
        def work():
            try:
                outcomes.append(load(bytes_of(*THREE)))
            except Exception as error:
                outcomes.append(error)
            finally:
                connections.close_all()

        return threading.Thread(target=work)

    def test_two_imports_of_one_new_council_give_it_once(self):
        outcomes = []
        threads = [self.in_thread(outcomes) for _ in range(2)]
        for thread in threads:
            thread.start()
            if connection.vendor == "sqlite":
                thread.join()
        for thread in threads:
            thread.join()
        assert [type(outcome).__name__ for outcome in outcomes] == ["ImportPlan", "ImportPlan"]
        assert sorted(plan.changes_nothing for plan in outcomes) == [False, True]
        assert (Council.objects.count(), SavingsProposal.objects.count()) == (1, 3)
        assert (YearProfile.objects.count(), DocumentImport.objects.count()) == (9, 1)

    def test_a_council_that_appears_while_the_import_runs_is_used(self):
        outcomes = []
        thread = self.in_thread(outcomes)
        with transaction.atomic():
            Council.objects.create(slug="fenwick", name="Fenwick Borough Council")
            if connection.vendor == "postgresql":
                thread.start()
                thread.join(timeout=1)  # it waits for this transaction, which it cannot see into
                assert thread.is_alive()
        if connection.vendor == "sqlite":
            thread.start()
        thread.join()
        assert [type(outcome).__name__ for outcome in outcomes] == ["ImportPlan"]
        assert Council.objects.get().budget_rounds.get().proposals.count() == 3

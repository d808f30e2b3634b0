"""Saving many rows at once: the same history as saving each, in few queries, all or nothing."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from proposals.models import (
    BudgetRound,
    FTEImpact,
    ImpactStatement,
    ProposalFinding,
    SavingsProposal,
    YearProfile,
)
from services.audit.history import RecordedModel, acting
from services.models import BaseBudget, ChangeRecord, Council, Directorate, Service
from services.values.years import FinancialYear

pytestmark = pytest.mark.django_db
FIRST = FinancialYear(2027)


@pytest.fixture
def service():
    council = Council.objects.create(name="Eastvale Council", slug="eastvale")
    directorate = Directorate.objects.create(council=council, code="ENV", name="Environment")
    return Service.objects.create(directorate=directorate, name="Street lighting")


@pytest.fixture
def proposal(service):
    budget_round = BudgetRound.objects.create(
        council=service.directorate.council,
        name="Budget 2027/28 to 2029/30",
        base_year=FinancialYear(2026),
        first_year=FIRST,
    )
    return SavingsProposal.objects.create(
        budget_round=budget_round, reference="ENV001", title="Dim the lights at night", service=service
    )


@pytest.fixture
def years(proposal):
    """Three years of 1,000, 2,000 and 3,000 pounds, as they are held."""
    for step in (0, 1, 2):
        YearProfile.objects.create(proposal=proposal, year=FIRST + step, recurring_saving=1_000 * (step + 1))
    return list(proposal.year_profiles.order_by("year"))


@pytest.fixture
def changes_since():
    """A function that returns what was recorded since the test asked for it, oldest first."""
    newest = []

    def since():
        return list(ChangeRecord.objects.filter(pk__gt=newest[0]).order_by("pk"))

    def start():
        newest[:] = [ChangeRecord.objects.latest("pk").pk]
        return since

    return start


def held(rows):
    return [(change.action, change.before, change.after) for change in rows]


class TestManyRowsAreSavedTogether:
    def test_new_ones_inserted_and_changed_ones_updated_each_with_its_record(
        self, proposal, years, changes_since, finance_officer
    ):
        since = changes_since()
        years[0].recurring_saving = 1_500
        years[2].capital_cost = 40_000
        new = YearProfile(proposal=proposal, year=FIRST + 3, one_off_saving=700)
        with acting(user=finance_officer, reason="figures from the service"):
            assert YearProfile.objects.save_rows([*years, new]) == 3
        assert list(
            proposal.year_profiles.order_by("year").values_list(
                "recurring_saving", "one_off_saving", "capital_cost"
            )
        ) == [(1_500, 0, 0), (2_000, 0, 0), (3_000, 0, 40_000), (0, 700, 0)]
        changes = since()
        assert sorted((change.record_id, change.action) for change in changes) == [
            (years[0].pk, "changed"),
            (years[2].pk, "changed"),
            (new.pk, "created"),
        ]
        assert {(change.actor_name, change.reason) for change in changes} == {
            ("Fiona Ledger", "figures from the service")
        }
        assert {change.operation for change in changes} == {changes[0].operation}
        assert {(change.subject_type, change.subject_id) for change in changes} == {
            ("proposals.savingsproposal", proposal.pk)
        }
        by_row = {change.record_id: change for change in changes}
        assert by_row[years[0].pk].before == {"recurring_saving": 1_000}
        assert by_row[years[0].pk].after == {"recurring_saving": 1_500}
        assert by_row[years[2].pk].before == {"capital_cost": 0}
        assert by_row[years[2].pk].after == {"capital_cost": 40_000}
        assert by_row[new.pk].after["one_off_saving"] == 700
        assert by_row[new.pk].after["year"] == "2030/31"

    @pytest.mark.parametrize("number", [2, 40])
    def test_in_five_queries_however_many_they_are(self, proposal, number, django_assert_num_queries):
        budget_round = proposal.budget_round
        proposals = SavingsProposal.objects.bulk_create(
            SavingsProposal(
                budget_round=budget_round,
                reference=f"P{place}",
                canonical_reference=f"P{place}",
                title="Any",
                service=proposal.service,
            )
            for place in range(number)
        )
        rows = YearProfile.objects.bulk_create(YearProfile(proposal=each, year=FIRST) for each in proposals)
        for row in rows:
            row.recurring_saving = 5
        new = [YearProfile(proposal=each, year=FIRST + 1) for each in proposals]
        # What is held, the update, the insert, and the log, which SQLite takes 71 rows of at a time.
        with django_assert_num_queries(4 if number == 2 else _queries_for_forty()):
            assert YearProfile.objects.save_rows([*rows, *new]) == 2 * number

    def test_nothing_is_written_for_rows_that_did_not_change(self, years, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert YearProfile.objects.save_rows(years) == 0

    def test_no_rows_ask_nothing(self, years, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert YearProfile.objects.save_rows([]) == 0

    def test_a_derived_figure_is_written_without_a_record(self, years, changes_since):
        since = changes_since()
        years[0].discrete_saving = 1_000
        assert YearProfile.objects.save_rows(years) == 1
        years[0].refresh_from_db()
        assert years[0].discrete_saving == 1_000
        assert since() == []

    def test_by_way_of_a_related_manager(self, proposal, years):
        years[0].recurring_saving = 9
        assert proposal.year_profiles.save_rows(years) == 1

    def test_a_time_set_by_every_save_follows_a_change_and_is_none(
        self, proposal, monkeypatch, changes_since
    ):
        monkeypatch.setattr(ProposalFinding._meta.get_field("accepted_at"), "auto_now", True)
        rows = [
            ProposalFinding(proposal=proposal, code="total", message="Differs", reason=reason)
            for reason in ("A slip", "Agreed")
        ]
        ProposalFinding.objects.save_rows(rows)
        assert [type(row.accepted_at) for row in rows] == [datetime.datetime] * 2
        earlier = rows[0].accepted_at
        since = changes_since()
        assert ProposalFinding.objects.save_rows(rows) == 0
        rows[0].reason = "Agreed as well"
        assert ProposalFinding.objects.save_rows(rows) == 1
        rows[0].refresh_from_db()
        assert rows[0].accepted_at > earlier
        (change,) = since()
        assert change.after == {"reason": "Agreed as well"}


def _queries_for_forty():
    return 5 if connection.vendor == "sqlite" else 4


class TestTheRecordIsTheSameAsOfASaveAlone:
    """Each case is a model's new row, what to change in it, and what that takes from the database."""

    @pytest.mark.parametrize(
        ("values", "changed"),
        [
            ({"recurring_saving": 5_000}, {"recurring_saving": "6000", "one_off_cost": 7}),
            ({"recurring_saving": 5_000}, {"recurring_saving": F("recurring_saving") + 1}),
            ({"recurring_saving": "5000"}, {"year": FIRST + 2}),
        ],
    )
    def test_of_amounts(self, proposal, values, changed, changes_since):
        since = changes_since()
        alone = YearProfile(proposal=proposal, year=FIRST, **values)
        alone.save()
        self._set(alone, changed)
        alone.save()
        single = held(since())
        alone.delete()
        since = changes_since()
        together = YearProfile(proposal=proposal, year=FIRST, **values)
        YearProfile.objects.save_rows([together])
        self._set(together, changed)
        YearProfile.objects.save_rows([together])
        assert held(since()) == single
        assert len(single) == 2

    def test_of_posts_texts_and_related_records(self, proposal, service, changes_since):
        since = changes_since()
        impact = FTEImpact(proposal=proposal, year=FIRST, change=Decimal("-2.5"))
        FTEImpact.objects.save_rows([impact])
        impact.change = Decimal("-3")
        FTEImpact.objects.save_rows([impact])
        other = Directorate.objects.create(council=service.directorate.council, code="P", name="Places")
        made = len(since())
        service.directorate = other
        Service.objects.save_rows([service])
        changes = since()
        assert held(changes[:2]) == [
            (
                "created",
                {},
                {
                    "proposal": {"id": proposal.pk, "text": "ENV001"},
                    "year": "2027/28",
                    "change": "-2.50",
                },
            ),
            ("changed", {"change": "-2.50"}, {"change": "-3.00"}),
        ]
        (move,) = changes[made:]
        assert move.before["directorate"]["text"] == "Environment"
        assert move.after["directorate"] == {"id": other.pk, "text": "Places"}

    def test_of_a_year_moved_to_another_proposal_whose_name_is_read_once(
        self, proposal, years, django_assert_num_queries
    ):
        other = SavingsProposal.objects.create(
            budget_round=proposal.budget_round, reference="ENV002", title="Sell", service=proposal.service
        )
        for row in years:
            row.proposal = other
        # Held rows, the update, the names of the proposals left, the log.
        with django_assert_num_queries(4):
            YearProfile.objects.save_rows(years)
        change = ChangeRecord.objects.latest("pk")
        assert change.before["proposal"]["text"] == "ENV001"
        assert change.after["proposal"]["text"] == "ENV002"
        assert change.subject_id == other.pk

    def _set(self, row, values):
        for name, value in values.items():
            setattr(row, name, value)


class TestWhatItHeldBeforeIsReadWhileNobodyElseCanChangeIt:
    """SQLite lets one transaction write at a time; PostgreSQL locks the rows read."""

    LOCK = {"sqlite": False, "postgresql": True}

    @pytest.mark.parametrize(
        "way", [lambda row: row.save(), lambda row: YearProfile.objects.save_rows([row])]
    )
    def test_alone_or_together(self, years, way):
        years[0].recurring_saving = 5
        with CaptureQueriesContext(connection) as queries:
            way(years[0])
        assert queries[0]["sql"].endswith("FOR NO KEY UPDATE") == self.LOCK[connection.vendor]


class TestItIsAllOrNothing:
    def test_a_row_that_the_database_refuses_takes_the_others_back(self, years, changes_since):
        since = changes_since()
        years[0].recurring_saving = 8
        years[1].one_off_cost = -1
        with pytest.raises(IntegrityError), transaction.atomic():
            YearProfile.objects.save_rows(years)
        years[0].refresh_from_db()
        assert years[0].recurring_saving == 1_000
        assert since() == []

    def test_a_row_deleted_meanwhile_is_said_and_not_made_again(self, years):
        YearProfile.objects.get(pk=years[1].pk).delete()
        years[0].recurring_saving = 8
        years[1].recurring_saving = 9
        with pytest.raises(YearProfile.DoesNotExist, match=r"ENV001 2028/29 has been deleted meanwhile"):
            YearProfile.objects.save_rows(years)
        years[0].refresh_from_db()
        assert years[0].recurring_saving == 1_000

    def test_one_row_twice_is_refused(self, years):
        with pytest.raises(ValueError, match="amounts of a year is to be saved twice"):
            YearProfile.objects.save_rows([years[0], YearProfile.objects.get(pk=years[0].pk)])

    def test_rows_of_another_model_are_refused(self, years, service):
        with pytest.raises(TypeError, match="is not a YearProfile"):
            YearProfile.objects.save_rows([service])


class TestNothingThatASaveDoesIsPassedOver:
    def test_a_model_with_a_save_of_its_own_is_refused(self, years, monkeypatch):
        monkeypatch.setattr(YearProfile, "save", lambda self: RecordedModel.save(self), raising=False)
        with pytest.raises(TypeError, match="move it into fill_in"):
            YearProfile.objects.save_rows(years)

    def test_what_follows_from_other_fields_is_filled_in_either_way(self, years, monkeypatch):
        def fill_in(self):
            self.discrete_saving = 2 * self.recurring_saving

        monkeypatch.setattr(YearProfile, "fill_in", fill_in)
        years[0].recurring_saving = 10
        YearProfile.objects.save_rows(years[:1])
        years[1].recurring_saving = 20
        years[1].save()
        assert list(YearProfile.objects.order_by("year").values_list("discrete_saving", flat=True)[:2]) == [
            20,
            40,
        ]


class TestOneRowTakesFewQueries:
    def test_a_new_one_its_insert_and_its_record(self, proposal, django_assert_num_queries):
        with django_assert_num_queries(2):
            YearProfile.objects.create(proposal=proposal, year=FIRST, recurring_saving=5)

    def test_a_changed_one_a_read_more(self, years, proposal, django_assert_num_queries):
        row = proposal.year_profiles.select_related("proposal").first()
        row.recurring_saving = 5
        with django_assert_num_queries(3):
            row.save()

    def test_a_value_that_only_the_database_can_tell_is_read_back(self, years, django_assert_num_queries):
        years[0].proposal  # noqa: B018
        years[0].recurring_saving = F("recurring_saving") + 1
        with django_assert_num_queries(4):
            years[0].save()
        assert ChangeRecord.objects.latest("pk").after == {"recurring_saving": 1_001}

    def test_fields_left_out_of_a_save_are_not_recorded(self, years):
        years[0].recurring_saving, years[0].capital_cost = 5, 6
        years[0].save(update_fields=["capital_cost"])
        assert ChangeRecord.objects.latest("pk").after == {"capital_cost": 6}

    def test_nor_are_fields_that_were_never_loaded(self, years):
        row = YearProfile.objects.only("capital_cost").get(pk=years[0].pk)
        row.capital_cost = 6
        row.save()
        assert ChangeRecord.objects.latest("pk").after == {"capital_cost": 6}
        row = YearProfile.objects.only("capital_cost").get(pk=years[0].pk)
        row.capital_cost = 7
        assert YearProfile.objects.save_rows([row]) == 1
        assert ChangeRecord.objects.latest("pk").after == {"capital_cost": 7}


class TestDeletingManyRowsTakesFewQueries:
    def test_with_a_record_of_each(self, proposal, years, changes_since, django_assert_num_queries):
        since = changes_since()
        # The rows, their proposal's name, the deletion, the log.
        with django_assert_num_queries(4):
            assert YearProfile.objects.delete_rows(years[:2]) == 2
        assert [(change.action, change.record_text) for change in since()] == [
            ("deleted", "ENV001 2027/28"),
            ("deleted", "ENV001 2028/29"),
        ]
        assert since()[1].before["recurring_saving"] == 2_000
        assert list(proposal.year_profiles.values_list("year", flat=True)) == [FIRST + 2]

    def test_no_rows_delete_nothing(self, years):
        assert YearProfile.objects.delete_rows([]) == 0
        assert YearProfile.objects.count() == 3

    def test_a_cascade_is_described_before_what_it_belongs_to_has_gone(self, proposal, years, changes_since):
        ImpactStatement.objects.create(proposal=proposal, kind="impact_upon_service", text="Darker.")
        since = changes_since()
        proposal.delete()
        changes = since()
        assert sorted((change.record_type, change.record_text) for change in changes) == [
            ("proposals.impactstatement", "ENV001: Impact upon service"),
            ("proposals.savingsproposal", "ENV001 Dim the lights at night"),
            ("proposals.yearprofile", "ENV001 2027/28"),
            ("proposals.yearprofile", "ENV001 2028/29"),
            ("proposals.yearprofile", "ENV001 2029/30"),
        ]
        assert {change.before["proposal"]["id"] for change in changes if "proposal" in change.before} == {
            changes[0].subject_id
        }

    def test_a_deletion_that_is_refused_leaves_no_record(self, service, proposal, changes_since):
        since = changes_since()
        with pytest.raises(IntegrityError), transaction.atomic():
            Service.objects.filter(pk=service.pk).delete()
        assert since() == []


class TestRowsCreatedInBulk:
    def test_are_recorded_as_the_database_holds_them(self, service):
        BaseBudget.objects.bulk_create([BaseBudget(service=service, year=FIRST, gross="906000", income=5)])
        assert ChangeRecord.objects.latest("pk").after["gross"] == 906_000

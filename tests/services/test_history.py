"""The append-only history: what is recorded, what is refused, and that nobody can alter it."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, models, transaction

from proposals.models import BudgetRound, FTEImpact, SavingsProposal, YearProfile
from services.audit.history import acting
from services.models import ChangeRecord, Council, Directorate, Service
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


def history_of(record):
    """The change records of one record, oldest first."""
    return list(
        ChangeRecord.objects.filter(
            record_type=record._meta.label_lower, record_id=record.pk or record.record_id
        ).order_by("pk")
    )


class TestACreatedRecordIsRecorded:
    def test_with_who_and_all_its_values(self, service, finance_officer):
        with acting(user=finance_officer):
            council = Council.objects.create(name="Westvale Council", slug="westvale", money_decimals=1)
        (change,) = history_of(council)
        assert (change.action, change.actor_name, change.actor) == (
            "created",
            "Fiona Ledger",
            finance_officer,
        )
        assert change.record_text == "Westvale Council"
        assert change.before == {}
        assert change.after["name"] == "Westvale Council"
        assert change.after["money_decimals"] == 1

    def test_a_related_record_is_shown_by_its_text(self, proposal, service):
        (change,) = history_of(proposal)
        assert change.after["service"] == {"id": service.pk, "text": "Street lighting"}

    def test_years_and_decimals_are_shown_as_they_are_printed(self, proposal):
        impact = FTEImpact.objects.create(proposal=proposal, year=FIRST, change=Decimal("-2.50"))
        (change,) = history_of(impact)
        assert (change.after["year"], change.after["change"]) == ("2027/28", "-2.50")

    def test_rows_created_in_bulk_are_recorded_one_by_one(self, proposal, finance_officer):
        with acting(user=finance_officer):
            YearProfile.objects.bulk_create(
                YearProfile(proposal=proposal, year=FIRST + step, recurring_saving=1_000 * step)
                for step in (1, 2)
            )
        changes = ChangeRecord.objects.filter(record_type="proposals.yearprofile").order_by("pk")
        assert [change.action for change in changes] == ["created", "created"]
        assert [change.actor_name for change in changes] == ["Fiona Ledger", "Fiona Ledger"]
        assert [change.after["recurring_saving"] for change in changes] == [1_000, 2_000]
        assert {change.record_id for change in changes} == set(
            proposal.year_profiles.values_list("pk", flat=True)
        )

    def test_nothing_is_recorded_of_what_is_rolled_back(self):
        before = ChangeRecord.objects.count()

        def create_and_fail():
            with transaction.atomic():
                Council.objects.create(name="Nowhere Council", slug="nowhere")
                raise RuntimeError

        with pytest.raises(RuntimeError):
            create_and_fail()
        assert ChangeRecord.objects.count() == before


class TestAChangeIsRecorded:
    def test_with_what_changed_before_and_after(self, proposal, finance_officer):
        proposal = SavingsProposal.objects.get(pk=proposal.pk)
        proposal.title = "Switch the lights off at night"
        proposal.stated_total = 500
        with acting(user=finance_officer, reason="agreed with the service"):
            proposal.save()
        change = history_of(proposal)[-1]
        assert (change.action, change.actor_name) == ("changed", "Fiona Ledger")
        assert change.reason == "agreed with the service"
        assert change.before == {"title": "Dim the lights at night", "stated_total": None}
        assert change.after == {"title": "Switch the lights off at night", "stated_total": 500}

    def test_a_related_record_by_the_texts_of_both(self, proposal, service):
        another = Service.objects.create(directorate=service.directorate, name="Parks")
        proposal.service = another
        proposal.save()
        change = history_of(proposal)[-1]
        assert change.before == {"service": {"id": service.pk, "text": "Street lighting"}}
        assert change.after == {"service": {"id": another.pk, "text": "Parks"}}

    def test_against_the_database_and_not_what_was_loaded_earlier(self, proposal):
        stale = SavingsProposal.objects.get(pk=proposal.pk)
        proposal.title = "Second title"
        proposal.save()
        stale.title = "Third title"
        stale.save()
        assert history_of(proposal)[-1].before == {"title": "Second title"}

    def test_nothing_is_recorded_when_nothing_changed(self, proposal):
        before = ChangeRecord.objects.count()
        SavingsProposal.objects.get(pk=proposal.pk).save()
        assert ChangeRecord.objects.count() == before

    def test_nor_when_only_a_derived_figure_changed(self, proposal):
        before = ChangeRecord.objects.count()
        proposal.total_saving = 5_000
        proposal.save()
        assert ChangeRecord.objects.count() == before


class TestOnlyWhatReachedTheDatabaseIsRecorded:
    def test_an_amount_written_another_way_is_no_change(self, proposal):
        impact = FTEImpact.objects.create(proposal=proposal, year=FIRST, change=Decimal("-2"))
        impact.save()
        impact.change = "-2.0"
        impact.save()
        assert [change.action for change in history_of(impact)] == ["created"]
        assert history_of(impact)[0].after["change"] == "-2.00"

    def test_a_field_left_out_of_the_save_is_no_change(self, proposal):
        proposal.title, proposal.position = "Another", 5
        proposal.save(update_fields=["title"])
        assert history_of(proposal)[-1].after == {"title": "Another"}

    def test_a_sum_made_by_the_database_is_recorded_as_its_result(self, proposal):
        proposal.position = models.F("position") + 7
        proposal.save()
        assert history_of(proposal)[-1].before == {"position": 0}
        assert history_of(proposal)[-1].after == {"position": 7}

    def test_overwriting_a_row_by_its_key_is_a_change(self, service):
        council = service.directorate.council
        Council(pk=council.pk, name="Westvale Council", slug="eastvale").save()
        change = history_of(council)[-1]
        assert (change.action, change.before) == ("changed", {"name": "Eastvale Council"})


class TestADeletionIsRecorded:
    def test_with_all_values_it_had(self, service, finance_officer):
        key = service.pk
        with acting(user=finance_officer):
            service.delete()
        change = ChangeRecord.objects.get(record_type="services.service", record_id=key, action="deleted")
        assert change.actor_name == "Fiona Ledger"
        assert change.before["name"] == "Street lighting"
        assert change.before["directorate"]["text"] == "Environment"
        assert change.after == {}

    @pytest.mark.parametrize("way", ["the record", "a queryset"])
    def test_of_the_rows_a_cascade_takes_along_too(self, proposal, finance_officer, way):
        YearProfile.objects.create(proposal=proposal, year=FIRST, recurring_saving=906_000)
        FTEImpact.objects.create(proposal=proposal, year=FIRST, change=Decimal("-2.00"))
        key = proposal.pk
        with acting(user=finance_officer):
            if way == "the record":
                proposal.delete()
            else:
                SavingsProposal.objects.filter(pk=key).delete()
        deletions = ChangeRecord.objects.filter(action="deleted")
        assert {change.record_type for change in deletions} == {
            "proposals.savingsproposal",
            "proposals.yearprofile",
            "proposals.fteimpact",
        }
        assert {change.actor_name for change in deletions} == {"Fiona Ledger"}
        assert deletions.get(record_type="proposals.yearprofile").before["recurring_saving"] == 906_000

    def test_a_row_stays_in_the_timeline_of_its_proposal(self, proposal):
        YearProfile.objects.create(proposal=proposal, year=FIRST)
        key = proposal.pk
        proposal.delete()
        timeline = ChangeRecord.objects.filter(subject_type="proposals.savingsproposal", subject_id=key)
        assert sorted((change.record_type, change.action) for change in timeline) == [
            ("proposals.savingsproposal", "created"),
            ("proposals.savingsproposal", "deleted"),
            ("proposals.yearprofile", "created"),
            ("proposals.yearprofile", "deleted"),
        ]


class TestChangesWithoutAHistoryAreRefused:
    def test_an_update_of_recorded_fields(self, proposal):
        with pytest.raises(TypeError, match=r"SavingsProposal\.title would change without a history"):
            SavingsProposal.objects.filter(pk=proposal.pk).update(title="Another")
        proposal.refresh_from_db()
        assert proposal.title == "Dim the lights at night"

    def test_also_by_way_of_a_related_manager(self, proposal):
        YearProfile.objects.create(proposal=proposal, year=FIRST)
        with pytest.raises(TypeError, match="recurring_saving"):
            proposal.year_profiles.update(recurring_saving=5)

    def test_a_bulk_update_of_recorded_fields(self, proposal):
        proposal.title = "Another"
        with pytest.raises(TypeError, match="title"):
            SavingsProposal.objects.bulk_update([proposal], ["title"])

    @pytest.mark.parametrize("way", ["update_conflicts", "ignore_conflicts"])
    def test_creating_in_bulk_over_rows_that_are_there(self, service, way):
        rows = [Council(name="Westvale Council", slug="eastvale")]
        with pytest.raises(TypeError, match="overwritten in bulk"):
            Council.objects.bulk_create(rows, **{way: True})

    def test_but_derived_figures_may_be_written(self, proposal):
        SavingsProposal.objects.filter(pk=proposal.pk).update(total_saving=906_000)
        proposal.refresh_from_db()
        assert proposal.total_saving == 906_000


class TestTheActorIsTheOneWhoActs:
    def test_outside_any_block_it_is_the_system(self, service):
        assert history_of(service)[0].actor_name == "system"

    def test_a_programme_acts_under_its_own_name(self):
        with acting(name="load_demo"):
            council = Council.objects.create(name="Westvale Council", slug="westvale")
        assert history_of(council)[0].actor_name == "load_demo"
        assert history_of(council)[0].actor is None

    def test_an_inner_block_gives_the_reason_and_keeps_the_person(self, service, finance_officer):
        with acting(user=finance_officer), acting(reason="a slip of the pen"):
            service.name = "Lighting"
            service.save()
        change = history_of(service)[-1]
        assert (change.actor_name, change.reason) == ("Fiona Ledger", "a slip of the pen")

    def test_after_the_block_it_is_the_system_again(self, finance_officer):
        with pytest.raises(RuntimeError), acting(user=finance_officer):
            raise RuntimeError
        assert history_of(Council.objects.create(name="W", slug="w"))[0].actor_name == "system"

    def test_changes_of_one_block_are_one_operation(self, service):
        with acting(name="import"):
            service.name = "Lighting"
            service.save()
            service.directorate.name = "Places"
            service.directorate.save()
        (first,) = history_of(service)[1:]
        (second,) = history_of(service.directorate)[1:]
        assert first.operation == second.operation
        assert first.operation != history_of(service)[0].operation

    def test_the_name_survives_the_account(self, service, finance_officer):
        with acting(user=finance_officer):
            service.name = "Lighting"
            service.save()
        finance_officer.delete()
        assert history_of(service)[-1].actor_name == "Fiona Ledger"

    def test_an_account_without_a_name_is_shown_by_its_user_name(self, service, django_user_model):
        with acting(user=django_user_model.objects.create_user("nameless")):
            service.name = "Lighting"
            service.save()
        assert history_of(service)[-1].actor_name == "nameless"


FORBIDDEN_STATEMENTS = [
    "UPDATE services_changerecord SET actor_name = 'somebody else'",
    "DELETE FROM services_changerecord",
]


# What empties or overwrites a table without UPDATE and DELETE is a matter of the database.
BACK_DOORS = {
    "sqlite": "INSERT OR REPLACE INTO services_changerecord SELECT * FROM services_changerecord",
    "postgresql": "TRUNCATE services_changerecord",
}


class TestTheHistoryCannotBeAltered:
    @pytest.mark.parametrize("statement", FORBIDDEN_STATEMENTS)
    def test_the_database_itself_refuses(self, service, statement):
        kept = list(ChangeRecord.objects.order_by("pk").values())
        with (
            pytest.raises(DatabaseError, match="the history is append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
        assert kept
        assert list(ChangeRecord.objects.order_by("pk").values()) == kept

    def test_by_the_back_door_as_well(self, service):
        with (
            pytest.raises(DatabaseError, match="the history is append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(BACK_DOORS[connection.vendor])

    def test_so_do_its_querysets(self, service):
        with pytest.raises(TypeError, match="append-only"):
            ChangeRecord.objects.update(actor_name="somebody else")
        with pytest.raises(TypeError, match="append-only"):
            ChangeRecord.objects.all().delete()

    def test_and_the_records_themselves(self, service):
        change = history_of(service)[0]
        with pytest.raises(TypeError, match="append-only"):
            change.save()
        with pytest.raises(TypeError, match="append-only"):
            change.delete()

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("statement", FORBIDDEN_STATEMENTS)
    def test_nor_in_tests_that_commit(self, service, statement):
        with pytest.raises(DatabaseError, match="the history is append-only"), connection.cursor() as cursor:
            cursor.execute(statement)
        assert history_of(service)


# Each runs twice, so that whatever the order, one comes after a test that emptied the tables.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
class TestATestThatCommitsLeavesNothingBehind:
    def test_the_tables_are_empty_and_the_roles_are_there(self, turn, finance_officer):
        assert set(ChangeRecord.objects.values_list("subject_type", "subject_id")) == {
            ("auth.user", finance_officer.pk)
        }
        Council.objects.create(name="Eastvale Council", slug="eastvale")
        roles = set(Group.objects.values_list("name", flat=True))
        assert {"Committee clerk", "Finance officer", "Scrutiny member"} <= roles
        assert finance_officer.has_perm("proposals.import_documents")


@pytest.mark.browser
class TestAChangeMadeInTheBrowserIsRecorded:
    def test_under_the_name_of_whoever_is_signed_in(self, service, finance_officer, page, sign_in):
        sign_in(page, finance_officer)
        page.goto(f"/admin/services/council/{service.directorate.council_id}/change/")
        page.get_by_label("Name:", exact=True).fill("Eastvale Borough Council")
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_url("**/admin/services/council/")
        change = history_of(service.directorate.council)[-1]
        assert (change.action, change.actor_name) == ("changed", "Fiona Ledger")
        assert change.after == {"name": "Eastvale Borough Council"}

"""The log beside changes of fields: events, signing in and out, who may do what, and what few may see."""

import logging
import uuid
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.handlers.exception import response_for_exception
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.log import log_response

from proposals.models import BudgetRound, ImpactStatement, SavingsProposal
from services.audit.events import record_event
from services.audit.history import acting
from services.models import ChangeRecord, Council, Directorate, Service
from services.values.years import FinancialYear

pytestmark = pytest.mark.django_db
FIRST = FinancialYear(2027)
PASSWORD = "a long enough password"


@pytest.fixture
def proposal():
    council = Council.objects.create(name="Eastvale Council", slug="eastvale")
    directorate = Directorate.objects.create(council=council, code="ENV", name="Environment")
    budget_round = BudgetRound.objects.create(
        council=council,
        name="Budget 2027/28 to 2029/30",
        base_year=FinancialYear(2026),
        first_year=FIRST,
    )
    return SavingsProposal.objects.create(
        budget_round=budget_round,
        reference="ENV001",
        title="Dim the lights at night",
        service=Service.objects.create(directorate=directorate, name="Street lighting"),
    )


@pytest.fixture
def log():
    """A function that returns what has been logged since the test began with its people, oldest first."""
    newest = getattr(ChangeRecord.objects.order_by("pk").last(), "pk", 0)
    return lambda: list(ChangeRecord.objects.filter(pk__gt=newest).order_by("pk"))


class TestAnEventIsKept:
    def test_with_who_why_and_its_details(self, proposal, finance_officer):
        with acting(user=finance_officer, reason="for the Cabinet paper"):
            event = record_event(
                "exported",
                proposal.budget_round,
                text="Proposals as CSV",
                details={"rows": 47, "filter": {"directorate": ["ENV"]}, "sha256": "ab" * 32},
            )
        event.refresh_from_db()
        assert (event.action, event.get_action_display()) == ("exported", "exported")
        assert (event.actor, event.actor_name) == (finance_officer, "Fiona Ledger")
        assert (event.reason, event.record_text) == ("for the Cabinet paper", "Proposals as CSV")
        assert (event.subject_type, event.subject_id) == (
            "proposals.budgetround",
            proposal.budget_round_id,
        )
        assert event.before == {}
        assert event.after == {"rows": 47, "filter": {"directorate": ["ENV"]}, "sha256": "ab" * 32}

    def test_in_the_timeline_of_what_it_belongs_to(self, proposal):
        statement = ImpactStatement.objects.create(
            proposal=proposal, kind="impact_upon_service", text="Darker."
        )
        record_event("overridden", statement, reason="agreed with the service")
        record_event("imported", subject=proposal.history_subject(), text="options.docx")
        assert list(
            ChangeRecord.objects.about("proposals.savingsproposal", proposal.pk).values_list(
                "action", "record_text"
            )
        ) == [
            ("imported", "options.docx"),
            ("overridden", "ENV001: Impact upon service"),
            ("created", "ENV001: Impact upon service"),
            ("created", "ENV001 Dim the lights at night"),
        ]

    def test_without_a_record_as_well(self):
        event = record_event("exported", text="Everything")
        event.refresh_from_db()
        assert (event.record_type, event.record_id, event.subject_type, event.subject_id) == (
            "",
            None,
            "",
            None,
        )
        assert (event.actor, event.actor_name) == (None, "system")

    def test_with_years_amounts_and_keys_as_plain_values(self):
        key = uuid.UUID(int=1)
        event = record_event(
            "exported", text="A list", details={"year": FIRST, "change": Decimal("-2.50"), "key": key}
        )
        event.refresh_from_db()
        assert event.after == {"year": "2027/28", "change": "-2.50", "key": str(key)}

    def test_in_one_query(self, proposal, django_assert_num_queries):
        with django_assert_num_queries(1):
            record_event("stage_moved", proposal, reason="complete")

    def test_an_unknown_event_is_refused(self):
        with pytest.raises(ValueError, match="knows no event “vanished”"):
            record_event("vanished")

    def test_an_unknown_event_is_refused_by_the_database(self):
        event = record_event("exported", text="A list")
        event.pk, event.action, event._state.adding = None, "vanished", True
        with pytest.raises(DatabaseError, match="known_action"), transaction.atomic():
            event.save()

    def test_a_change_of_no_record_is_refused_by_the_database(self):
        with pytest.raises(DatabaseError, match="change_names_record"), transaction.atomic():
            record_event("changed", text="Nothing")


class TestTheDatabaseStillGuardsTheLogAfterAllMigrations:
    def test_its_triggers_are_there(self):
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(
                    "SELECT name FROM sqlite_master "
                    "WHERE type = 'trigger' AND tbl_name = 'services_changerecord'"
                )
                expected = {"no_update", "no_delete", "no_replace"}
            else:
                cursor.execute(
                    "SELECT tgname FROM pg_trigger "
                    "WHERE tgrelid = 'services_changerecord'::regclass AND NOT tgisinternal"
                )
                expected = {"append_only", "no_truncate"}
            found = {name.removeprefix("services_changerecord_") for (name,) in cursor.fetchall()}
        assert found == expected

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE services_changerecord SET confidential = NOT confidential",
            "DELETE FROM services_changerecord",
        ],
    )
    def test_events_cannot_be_altered_either(self, statement):
        record_event("exported", text="A list")
        with (
            pytest.raises(DatabaseError, match="the history is append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    @pytest.mark.django_db(transaction=True)
    def test_going_back_and_forth_keeps_the_triggers_and_the_rows(self):
        from django.db.migrations.executor import MigrationExecutor

        council = Council.objects.create(name="kept", slug="kept")
        executor = MigrationExecutor(connection)
        migration = executor.loader.get_migration("services", "0003_events_in_the_log")
        before = executor.loader.project_state(("services", "0002_append_only_history"))
        with connection.schema_editor() as editor:
            migration.unapply(before.clone(), editor)
        self._refuses_to_delete()
        with connection.schema_editor() as editor:
            migration.apply(before.clone(), editor)
        self._refuses_to_delete()
        assert ChangeRecord.objects.filter(record_id=council.pk, record_text="kept").exists()

    def _refuses_to_delete(self):
        with (
            pytest.raises(DatabaseError, match="the history is append-only"),
            connection.cursor() as cursor,
        ):
            cursor.execute("DELETE FROM services_changerecord")


class TestSigningInAndOutIsKept:
    def test_in_and_out_by_the_person(self, client, finance_officer, log):
        client.post(reverse("login"), {"login": "fiona", "password": PASSWORD})
        client.post(reverse("logout"))
        assert [(entry.action, entry.actor_name, entry.record_id) for entry in log()] == [
            ("signed_in", "Fiona Ledger", finance_officer.pk),
            ("signed_out", "Fiona Ledger", finance_officer.pk),
        ]
        assert [entry.get_action_display() for entry in log()] == ["signed in", "signed out"]

    def test_a_failure_is_no_row_of_the_log_which_strangers_could_fill(self, client, finance_officer, log):
        client.post(reverse("login"), {"login": "fiona", "password": "not the password"})
        assert log() == []

    def test_signing_out_without_having_signed_in_is_no_event(self, client, log):
        client.post(reverse("logout"))
        assert log() == []

    def test_the_same_password_hashed_anew_is_no_new_password(self, client, finance_officer, log, settings):
        settings.PASSWORD_HASHERS = [
            "django.contrib.auth.hashers.ScryptPasswordHasher",
            *settings.PASSWORD_HASHERS,
        ]
        client.post(reverse("login"), {"login": "fiona", "password": PASSWORD})
        finance_officer.refresh_from_db()
        assert finance_officer.password.startswith("scrypt")
        assert [entry.action for entry in log()] == ["signed_in"]


class TestAccountsAreKept:
    def test_a_new_one_with_what_it_may_do_and_no_password(self, log):
        user = get_user_model().objects.create_user("nora", "nora@example.org", PASSWORD, is_staff=True)
        (entry,) = log()
        assert (entry.action, entry.record_type, entry.record_id) == ("created", "auth.user", user.pk)
        assert entry.after == {
            "username": "nora",
            "first_name": "",
            "last_name": "",
            "email": "nora@example.org",
            "is_active": True,
            "is_staff": True,
            "is_superuser": False,
        }

    def test_another_name_and_more_rights_are_told_apart(self, outsider, finance_officer, log):
        outsider.last_name = "Sideways"
        outsider.is_superuser = True
        with acting(user=finance_officer):
            outsider.save()
        assert [(entry.action, entry.before, entry.after) for entry in log()] == [
            ("changed", {"last_name": "Side"}, {"last_name": "Sideways"}),
            ("permissions_changed", {"is_superuser": False}, {"is_superuser": True}),
        ]
        assert {entry.actor_name for entry in log()} == {"Fiona Ledger"}

    def test_a_new_password_as_a_fact_alone(self, outsider, log):
        outsider.set_password("quite another password")
        outsider.save()
        (entry,) = log()
        assert (entry.action, entry.before, entry.after) == ("changed", {}, {"password": "changed"})

    def test_what_was_not_written_is_not_kept(self, outsider, log):
        outsider.first_name, outsider.last_name = "Oscar", "Sideways"
        outsider.save(update_fields=["last_name"])
        (entry,) = log()
        assert entry.after == {"last_name": "Sideways"}

    def test_saving_without_a_change_is_none(self, outsider, log):
        outsider.save()
        assert log() == []

    def test_a_deleted_one_with_the_roles_it_had(self, finance_officer, log):
        key = finance_officer.pk
        finance_officer.delete()
        (entry,) = log()
        assert (entry.action, entry.record_id, entry.record_text) == ("deleted", key, "fiona")
        assert entry.before["groups"] == ["Finance officer"]
        assert "password" not in entry.before

    def test_roles_made_renamed_and_deleted(self, outsider, log):
        group = Group.objects.create(name="Registrar")
        group.name = "Reader of everything"
        group.save()
        outsider.groups.add(group)
        group.delete()
        assert [(entry.action, entry.before, entry.after) for entry in log()] == [
            ("created", {}, {"name": "Registrar"}),
            ("changed", {"name": "Registrar"}, {"name": "Reader of everything"}),
            ("permissions_changed", {"groups": []}, {"groups": ["Reader of everything"]}),
            ("deleted", {"name": "Reader of everything", "permissions": [], "members": ["otto"]}, {}),
        ]


class TestWhoMayDoWhatIsKept:
    CLERK = "Committee clerk"
    MEMBER = "Scrutiny member"

    def _changes(self, log):
        return [(entry.record_text, entry.before, entry.after) for entry in log()]

    def test_a_role_given_and_taken_away(self, outsider, log):
        clerk, member = (Group.objects.get(name=name) for name in (self.CLERK, self.MEMBER))
        outsider.groups.add(clerk)
        outsider.groups.set([member])
        assert self._changes(log) == [
            ("otto", {"groups": []}, {"groups": [self.CLERK]}),
            ("otto", {"groups": [self.CLERK]}, {"groups": []}),
            ("otto", {"groups": []}, {"groups": [self.MEMBER]}),
        ]
        assert {entry.action for entry in log()} == {"permissions_changed"}

    def test_from_the_side_of_the_role_for_each_person(self, outsider, scrutiny_member, log):
        group = Group.objects.get(name=self.MEMBER)
        group.user_set.add(outsider, scrutiny_member)
        assert self._changes(log) == [("otto", {"groups": []}, {"groups": [self.MEMBER]})]
        group.user_set.remove(outsider)
        assert self._changes(log)[1:] == [("otto", {"groups": [self.MEMBER]}, {"groups": []})]

    def test_all_taken_away_at_once_from_either_side(self, outsider, scrutiny_member, log):
        group = Group.objects.get(name=self.MEMBER)
        outsider.groups.add(group)
        outsider.groups.clear()
        group.user_set.clear()
        assert self._changes(log)[1:] == [
            ("otto", {"groups": [self.MEMBER]}, {"groups": []}),
            ("sam", {"groups": [self.MEMBER]}, {"groups": []}),
        ]

    def test_a_permission_of_a_person(self, outsider, log):
        permission = Permission.objects.get(codename="import_documents")
        outsider.user_permissions.add(permission)
        assert self._changes(log) == [
            ("otto", {"user_permissions": []}, {"user_permissions": ["Can import documents"]})
        ]

    def test_a_permission_of_a_role_from_either_side(self, log):
        group = Group.objects.create(name="Importer")
        permission = Permission.objects.get(codename="import_documents")
        group.permissions.add(permission)
        permission.group_set.remove(group)
        assert self._changes(log)[1:] == [
            ("Importer", {"permissions": []}, {"permissions": ["Can import documents"]}),
            ("Importer", {"permissions": ["Can import documents"]}, {"permissions": []}),
        ]

    def test_giving_what_is_held_or_taking_what_is_not_is_no_event(self, scrutiny_member, log):
        scrutiny_member.groups.add(Group.objects.get(name=self.MEMBER))
        scrutiny_member.groups.remove(Group.objects.get(name=self.CLERK))
        assert log() == []


class TestWhatIsWrittenWithoutAPersonDoesNotFail:
    def test_a_fixture_of_accounts(self, outsider, tmp_path, log):
        fixture = tmp_path / "accounts.json"
        call_command("dumpdata", "auth.user", output=str(fixture), verbosity=0)
        outsider.last_name = "Sideways"
        outsider.save()
        call_command("loaddata", str(fixture), verbosity=0)
        outsider.refresh_from_db()
        assert outsider.last_name == "Side"
        assert [entry.after for entry in log()] == [{"last_name": "Sideways"}]

    @pytest.mark.django_db(transaction=True)
    def test_an_account_made_before_the_log_is_there(self):
        with connection.schema_editor() as editor:
            editor.execute("ALTER TABLE services_changerecord RENAME TO not_yet_there")
        try:
            user = get_user_model().objects.create_user("first")
        finally:
            with connection.schema_editor() as editor:
                editor.execute("ALTER TABLE not_yet_there RENAME TO services_changerecord")
        assert get_user_model().objects.filter(pk=user.pk).exists()
        assert not ChangeRecord.objects.filter(record_text="first").exists()

    def test_any_other_trouble_with_the_log_stops_what_would_go_unlogged(self, monkeypatch):
        monkeypatch.setattr("services.audit.account_events.log_row", _unwritable_row)
        with pytest.raises(DatabaseError), transaction.atomic():
            get_user_model().objects.create_user("unlogged")
        assert not get_user_model().objects.filter(username="unlogged").exists()

    def test_sessions_leave_no_trace(self, client, scrutiny_member, log):
        client.force_login(scrutiny_member)
        Session.objects.all().delete()
        assert [entry.action for entry in log()] == ["signed_in"]


def _unwritable_row(*_, **__):
    return ChangeRecord(action="created", record_type="auth.user", record_id=None, operation=uuid.uuid4())


class TestConfidentialWordingStaysOutOfSight:
    SECRET = "Two named posts would go."

    @pytest.fixture
    def exempt(self, proposal, monkeypatch):
        """An impact statement as if its kind were confidential."""
        monkeypatch.setattr(ImpactStatement, "confidential", True)
        monkeypatch.setattr(ImpactStatement, "__str__", lambda self: self.text)
        statement = ImpactStatement.objects.create(
            proposal=proposal, kind="impact_upon_service", text=self.SECRET
        )
        statement.text += " Soon."
        statement.save()
        record_event("viewed_exempt", statement, reason="item 7")
        statement.delete()
        return statement

    def test_its_rows_are_marked_and_do_not_quote_it_by_name(self, exempt):
        rows = ChangeRecord.objects.filter(record_type="proposals.impactstatement").order_by("pk")
        assert [row.action for row in rows] == ["created", "changed", "viewed_exempt", "deleted"]
        assert [row.confidential for row in rows] == [True] * 4
        assert not any(self.SECRET in row.record_text for row in rows)
        assert rows[0].record_text.startswith("impact statement ")

    def test_the_public_part_of_the_log_is_without_it(self, exempt, proposal):
        public = ChangeRecord.objects.about("proposals.savingsproposal", proposal.pk).public()
        assert [row.record_text for row in public] == ["ENV001 Dim the lights at night"]
        assert self.SECRET not in str(list(ChangeRecord.objects.public().values()))

    def test_many_rows_at_once_are_marked_as_well(self, exempt, proposal):
        row = ImpactStatement(proposal=proposal, kind="impact_upon_service", text=self.SECRET)
        ImpactStatement.objects.save_rows([row])
        row.text = self.SECRET + " Now."
        ImpactStatement.objects.save_rows([row])
        assert self.SECRET not in str(list(ChangeRecord.objects.public().values()))

    def test_the_admin_shows_it_to_those_with_the_permission_alone(self, exempt, client, finance_officer):
        finance_officer.user_permissions.remove(
            *Permission.objects.filter(codename="view_confidential_changes")
        )
        Group.objects.get(name="Finance officer").permissions.remove(
            *Permission.objects.filter(codename="view_confidential_changes")
        )
        client.force_login(finance_officer)
        address = reverse("admin:services_changerecord_changelist")
        row = ChangeRecord.objects.filter(confidential=True).first()
        assert self.SECRET not in client.get(address).content.decode()
        assert self.SECRET not in client.get(address, {"q": "impact statement"}).content.decode()
        own = reverse("admin:services_changerecord_change", args=[row.pk])
        assert client.get(own).status_code == 302  # as of a row that is not there
        assert "impactstatement" not in client.get(address).content.decode()
        finance_officer.user_permissions.add(Permission.objects.get(codename="view_confidential_changes"))
        assert self.SECRET not in client.get(address).content.decode()
        assert "Opening it will be recorded" in client.get(address).content.decode()
        assert self.SECRET in client.get(own).content.decode()
        seen = ChangeRecord.objects.get(action="viewed_exempt", actor_name="Fiona Ledger")
        assert seen.after == {"row_of_the_log": row.pk}
        assert (seen.subject_type, seen.subject_id) == (row.subject_type, row.subject_id)


class TestAPageThatIsRefused:
    @pytest.fixture
    def logged(self, caplog):
        """A function that returns the lines of the server's log as they are printed."""
        return lambda: "\n".join(logging.Formatter().format(record) for record in caplog.records).splitlines()

    def test_takes_one_line_with_who_what_and_why(self, client, proposal, scrutiny_member, logged):
        proposal.stage = "published"
        proposal.save()
        client.force_login(scrutiny_member)
        address = reverse("proposals:exempt", args=[proposal.pk])
        assert client.get(address).status_code == 403
        assert logged() == [
            f"Forbidden: GET {address} for {scrutiny_member.username}: "
            "You do not have permission to view the exempt wording of this proposal."
        ]

    def test_cannot_be_made_to_write_a_line_of_its_own(self, rf, logged):
        request = rf.get("/proposals/%0aForbidden: me/")
        response_for_exception(request, PermissionDenied())
        assert logged() == ["Forbidden: GET /proposals/\\nForbidden: me/ for nobody: no reason given"]

    def test_what_fails_says_more_than_one_line(self, rf, logged):
        error = ValueError("The printer is on fire.")
        log_response("Failed", exception=error, request=rf.get("/"), response=HttpResponse(status=500))
        assert logged() == ["Failed", "ValueError: The printer is on fire."]

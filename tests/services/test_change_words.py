"""A row of the log in people's words, and the log in the admin."""

import datetime
import re
import uuid

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from proposals.models import BudgetRound, ImpactStatement, SavingsProposal, YearProfile
from services.audit.change_words import kind_of, words_of
from services.audit.events import record_event
from services.audit.history import acting
from services.models import ChangeRecord, Council, Directorate, Service
from services.values.changes import FieldChange
from services.values.years import FinancialYear


def words(record_type, before, after):
    return [
        (row.label, row.before, row.after)
        for row in words_of(ChangeRecord(record_type=record_type, before=before, after=after))
    ]


class TestAFieldIsCalledWhatThePagesCallIt:
    """None of these asks the database."""

    @pytest.mark.parametrize(
        ("record_type", "before", "after", "row"),
        [
            (
                "proposals.yearprofile",
                {"recurring_saving": 906_000},
                {"recurring_saving": -1_188_000},
                ("recurring saving", "£906,000", "-£1,188,000"),
            ),
            ("proposals.yearprofile", {"one_off_cost": 0}, {"one_off_cost": 5}, ("one-off cost", "£0", "£5")),
            (
                "proposals.fteimpact",
                {"change": "-2.5"},
                {"change": "1234.00"},
                ("FTE change", "-2.50", "1,234.00"),
            ),
            (
                "services.council",
                {"money_unit": "millions"},
                {"money_unit": "thousands"},
                ("money unit", "millions of pounds (£0.906m)", "thousands of pounds (£906k)"),
            ),
            (
                "proposals.savingsproposal",
                {"start_year": None},
                {"start_year": "2018/19"},
                ("start year", "", "2018/19"),
            ),
            (
                "proposals.savingsproposal",
                {"service": {"id": 1, "text": "Parks"}},
                {"service": {"id": 2, "text": "Street lighting"}},
                ("service", "Parks", "Street lighting"),
            ),
            ("auth.user", {"is_staff": False}, {"is_staff": True}, ("may use the admin", "no", "yes")),
            (
                "proposals.proposalfinding",
                {},
                {"accepted_at": "2026-07-01T11:05:00+00:00"},
                ("accepted", "", "1 July 2026 at 12:05"),
            ),
            (
                "proposals.budgetround",
                {},
                {"filter": {"directorate": ["ENV", "ASC"], "start_year": "2018/19"}},
                ("filter", "", "directorate: ENV, ASC; start year: 2018/19"),
            ),
            ("", {}, {"rows": 1047}, ("rows", "", "1,047")),
            ("gone.model", {"was_here": "a"}, {"was_here": "b"}, ("was here", "a", "b")),
        ],
    )
    def test_with_its_values_as_they_are_printed(self, record_type, before, after, row):
        assert words(record_type, before, after) == [row]

    def test_what_held_nothing_is_left_out(self):
        after = {"reference": "ENV001", "profile_note": "", "base_budget": None}
        assert words("proposals.savingsproposal", {}, after) == [("reference", "", "ENV001")]

    def test_of_lists_what_came_and_what_went(self):
        before = {"groups": ["Committee clerk", "Scrutiny member"]}
        after = {"groups": ["Finance officer", "Scrutiny member"]}
        assert words("auth.user", before, after) == [
            ("groups removed", "Committee clerk", ""),
            ("groups added", "", "Finance officer"),
        ]

    def test_a_long_text_is_shortened_for_a_list_only(self):
        text = "First line.\n\n" + "word " * 40
        row = FieldChange("text", "", text)
        assert row.after == text
        assert row.shortened(20) == FieldChange("text", "", "First line. word wo…")

    @pytest.mark.parametrize(
        ("before", "after", "line"),
        [
            ({"title": "Dim"}, {"title": "Switch off"}, "title: Dim → Switch off"),
            ({"title": ""}, {"title": "Switch off"}, "title: nothing → Switch off"),
            ({"title": "Dim"}, {"title": ""}, "title: Dim → nothing"),
            ({}, {"title": "Switch off"}, "title: Switch off"),
            ({"title": "Dim"}, {}, "title: Dim"),
            ({}, {"rows": 47}, "rows: 47"),
        ],
    )
    def test_a_line_has_an_arrow_only_where_one_thing_became_another(self, before, after, line):
        change = ChangeRecord(record_type="proposals.savingsproposal", before=before, after=after)
        assert [str(row) for row in words_of(change)] == [line]

    def test_a_kind_of_record(self):
        assert kind_of("proposals.savingsproposal") == "savings proposal"
        assert kind_of("gone.model") == "gone.model"
        assert kind_of("") == ""


@pytest.mark.django_db
class TestTheLogInTheAdmin:
    LIST = "admin:services_changerecord_changelist"

    @pytest.fixture
    def proposal(self):
        council = Council.objects.create(name="Eastvale Council", slug="eastvale")
        directorate = Directorate.objects.create(council=council, code="ENV", name="Environment")
        budget_round = BudgetRound.objects.create(
            council=council,
            name="Budget 2027/28 to 2029/30",
            base_year=FinancialYear(2026),
            first_year=FinancialYear(2027),
        )
        return SavingsProposal.objects.create(
            budget_round=budget_round,
            reference="ENV001",
            title="Dim the lights at night",
            service=Service.objects.create(directorate=directorate, name="Street lighting"),
        )

    @pytest.fixture
    def rows_listed(self, admin_client):
        """A function that returns the records that the list shows under these choices."""

        def rows_listed(**choices):
            response = admin_client.get(reverse(self.LIST), choices)
            assert response.status_code == 200
            return [row.record_text for row in response.context["cl"].result_list]

        return rows_listed

    def test_says_from_what_to_what_in_words(self, proposal, admin_client, finance_officer):
        row = YearProfile.objects.create(
            proposal=proposal, year=FinancialYear(2027), recurring_saving=906_000
        )
        row.recurring_saving = -500
        with acting(user=finance_officer):
            row.save()
        text = admin_client.get(reverse(self.LIST)).content.decode()
        assert "recurring saving: £906,000 → -£500" in text
        assert "recurring_saving:" not in text

    def test_shows_a_long_text_whole_on_the_rows_own_page(self, proposal, admin_client):
        text = "The lamps & posts.\n" + "They stay. " * 30 + "The end."
        ImpactStatement.objects.create(proposal=proposal, kind="impact_upon_service", text=text)
        change = ChangeRecord.objects.filter(record_type="proposals.impactstatement").latest("pk")
        listed = admin_client.get(reverse(self.LIST)).content.decode()
        own = admin_client.get(reverse("admin:services_changerecord_change", args=[change.pk]))
        assert "The end." not in listed
        assert "The lamps &amp; posts.<br>" in own.content.decode()
        assert "The end." in own.content.decode()

    def test_of_a_new_record_names_the_first_fields_and_how_many_more(self, proposal, admin_client):
        listed = admin_client.get(reverse(self.LIST), {"record_type": "services.council"})
        assert re.search(r"; and \d+ more", listed.content.decode())

    def test_is_narrowed_to_a_proposal_by_the_link_on_its_page(self, proposal, rows_listed):
        assert rows_listed(subject_type="proposals.savingsproposal", subject_id=proposal.pk) == [
            "ENV001 Dim the lights at night"
        ]

    def test_is_filtered_by_what_was_done_to_what_by_whom_and_when(
        self, proposal, rows_listed, finance_officer
    ):
        with acting(user=finance_officer):
            record_event("exported", proposal.budget_round, text="Proposals as CSV")
        assert rows_listed(action__exact="exported") == ["Proposals as CSV"]
        assert rows_listed(actor_name="Fiona Ledger") == ["Proposals as CSV"]
        assert rows_listed(record_type="services.service") == ["Street lighting"]
        assert rows_listed(q="street") == ["Street lighting"]
        month = f"{timezone.localtime():%Y-%m}"
        assert "Proposals as CSV" in rows_listed(month=month)
        assert rows_listed(month="2100-01") == []

    def test_offers_every_month_since_the_first_row(self, admin_client):
        for moment in ("2026-10-31 23:30", "2027-01-01 00:30", "2027-06-30 23:30"):
            at = timezone.make_aware(datetime.datetime.fromisoformat(moment))
            ChangeRecord.objects.create(
                at=at, action="exported", record_text=moment, actor_name="A", operation=uuid.uuid4()
            )
        response = admin_client.get(reverse(self.LIST), {"month": "2027-01"})
        assert [row.record_text for row in response.context["cl"].result_list] == ["2027-01-01 00:30"]
        months = [label for _, label in response.context["cl"].filter_specs[-1].lookup_choices]
        # What the test itself has changed is a row as well, of the month in which it runs.
        found = months[months.index("June 2027") :]
        assert found[-1] == "October 2026"
        assert len(found) == 9

    def test_says_when_a_month_cannot_be_read(self, admin_client):
        response = admin_client.get(reverse(self.LIST), {"month": "2027-13"})
        assert (response.status_code, response.url) == (302, f"{reverse(self.LIST)}?e=1")

    def test_offers_every_kind_and_everybody_who_acted(self, proposal, admin_client, finance_officer):
        text = admin_client.get(reverse(self.LIST)).content.decode()
        for choice in ("Savings proposal", "Amounts of a year", "User", "Group"):
            assert f">{choice}</a>" in text
        assert "?actor_name=system" in text

    def test_asks_a_constant_number_of_queries(
        self, proposal, admin_client, finance_officer, django_assert_max_num_queries
    ):
        with acting(user=finance_officer):
            for place in range(30):
                record_event("exported", proposal.budget_round, text=f"List {place}")
        with django_assert_max_num_queries(12):
            admin_client.get(reverse(self.LIST))

    @pytest.mark.parametrize("role", ["Scrutiny member", "Committee clerk"])
    def test_is_not_for_those_whose_role_does_not_read_it(self, role, client, django_user_model):
        user = django_user_model.objects.create_user("staff", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        assert client.get(reverse(self.LIST)).status_code == 403

"""Whom the admin shows what: lists, choices, completion, addresses and the history keep to a person's scope."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType

from proposals.models import ApiToken, DocumentImport, ExemptWording, ImpactStatement, SavingsProposal
from proposals.permissions.admin_scope import visible_changes
from services.models import (
    Assignment,
    BaseBudget,
    ChangeRecord,
    Characteristic,
    Committee,
    Directorate,
    Meeting,
    Portfolio,
    Service,
)
from tests.support.web_examples import make_budget, make_proposal, make_round, make_service, tree, words

pytestmark = pytest.mark.django_db
LISTS = {
    "council": "services/council",
    "directorate": "services/directorate",
    "service": "services/service",
    "budget": "services/basebudget",
    "portfolio": "services/portfolio",
    "committee": "services/committee",
    "meeting": "services/meeting",
    "round": "proposals/budgetround",
    "proposal": "proposals/savingsproposal",
    "import": "proposals/documentimport",
}


def make_everything(council, service, code, directorate):
    """One record of each kind in a council."""
    budget_round = make_round(council=council, phase="preparation")
    holder = budget_round.council
    made = {"round": budget_round, "council": holder}
    made["service"] = make_service(budget_round, service, code, directorate)
    made["directorate"] = made["service"].directorate
    made["budget"] = make_budget(made["service"])
    made["portfolio"] = Portfolio.objects.create(council=holder, name=f"{council} portfolio")
    made["committee"] = Committee.objects.create(council=holder, name=f"{council} committee")
    made["meeting"] = Meeting.objects.create(committee=made["committee"], date=date(2026, 11, 10))
    made["proposal"] = make_proposal(budget_round, f"{code}001", f"{service} less", service=made["service"])
    made["import"] = DocumentImport.objects.create(
        budget_round=budget_round, style="s", file_name=f"{code}.docx", created=1, changed=0, unchanged=0
    )
    return made


@pytest.fixture
def east():
    return make_everything("Eastvale Council", "Street lighting", "ENV", "Environment")


@pytest.fixture
def west():
    return make_everything("Westvale Council", "Parks", "PRK", "Green spaces")


@pytest.fixture
def beside(east):
    """A service of another directorate of the same council."""
    service = make_service(east["round"], "Care homes", "ASC", "Adult care")
    budget = make_budget(service)
    proposal = make_proposal(east["round"], "ASC001", "Fewer beds", service=service)
    return {"service": service, "directorate": service.directorate, "budget": budget, "proposal": proposal}


@pytest.fixture
def officer(client, finance_officer, assign, east):
    """A finance officer of one directorate."""
    client.force_login(assign(finance_officer, east["directorate"]))
    return client


def count_in_list(client, place):
    return len(tree(client.get(f"/admin/{place}/")).xpath("//table[@id='result_list']/tbody/tr"))


def choices(response, name):
    return [words(option) for option in tree(response).xpath(f"//select[@name='{name}']/option[@value!='']")]


def is_not_there(client, address):
    """The admin sends people home and says so; a proposal’s page is simply not found."""
    response = client.get(address, follow=True)
    said = [words(line) for line in tree(response).xpath("//ul[@class='messagelist']/li")]
    return response.status_code == 404 or any(
        "doesn’t exist. Perhaps it was deleted?" in line for line in said
    )


class TestAFinanceOfficerOfOneDirectorate:
    def test_sees_its_rows_alone_in_every_list(self, officer, east, beside, west):
        assert {kind: count_in_list(officer, place) for kind, place in LISTS.items()} == dict.fromkeys(
            LISTS, 1
        )

    def test_is_offered_nothing_else_to_filter_by(self, officer, east, beside, west):
        for place in LISTS.values():
            text = words(tree(officer.get(f"/admin/{place}/")).xpath("//*[@id='content']")[0])
            for stranger in ("Westvale", "Parks", "Green spaces", "Care homes", "Adult care", "PRK", "ASC"):
                assert stranger not in text, place

    @pytest.mark.parametrize("kind", ["service", "directorate", "budget", "proposal"])
    def test_does_not_find_records_of_other_directorates(self, officer, beside, kind):
        for page in ("change", "delete", "history"):
            assert is_not_there(officer, f"/admin/{LISTS[kind]}/{beside[kind].pk}/{page}/")
        officer.post(f"/admin/{LISTS[kind]}/{beside[kind].pk}/delete/", {"post": "yes"})
        assert type(beside[kind]).objects.filter(pk=beside[kind].pk).exists()

    @pytest.mark.parametrize("kind", LISTS)
    def test_does_not_find_records_of_other_councils(self, officer, west, kind):
        assert is_not_there(officer, f"/admin/{LISTS[kind]}/{west[kind].pk}/change/")

    @pytest.mark.parametrize(
        "kind", ["council", "directorate", "portfolio", "committee", "meeting", "round", "import"]
    )
    def test_reads_but_does_not_change_what_belongs_to_the_whole_council(self, officer, east, kind):
        address = f"/admin/{LISTS[kind]}/{east[kind].pk}"
        assert officer.get(f"{address}/change/").status_code == 200
        assert officer.post(f"{address}/change/", {}).status_code == 403
        assert officer.post(f"{address}/delete/", {"post": "yes"}).status_code == 403

    def test_chooses_from_their_own_alone(self, officer, east, beside, west):
        assert choices(officer.get("/admin/services/basebudget/add/"), "service") == [
            "Street lighting (Environment, Eastvale Council)"
        ]
        assert choices(officer.get("/admin/services/service/add/"), "directorate") == ["Environment"]
        found = officer.get("/admin/services/service/choices/?term=").json()["results"]
        assert [item["text"] for item in found] == ["Street lighting (Environment, Eastvale Council)"]

    def test_cannot_move_a_service_into_a_directorate_of_others(self, officer, east, beside):
        service = east["service"]
        values = {
            "directorate": beside["directorate"].pk,
            "name": "Street lighting",
            "base_budgets-TOTAL_FORMS": "0",
            "base_budgets-INITIAL_FORMS": "0",
        }
        response = officer.post(f"/admin/services/service/{service.pk}/change/", values)
        assert response.status_code == 200
        service.refresh_from_db()
        assert service.directorate == east["directorate"]

    def test_cannot_give_a_budget_to_a_service_of_others(self, officer, east, beside):
        values = {"service": beside["service"].pk, "year": "2030/31", "part": "", "gross": "1", "income": "0"}
        assert officer.post("/admin/services/basebudget/add/", values).status_code == 200
        assert not BaseBudget.objects.filter(year=2030).exists()

    def test_adds_neither_councils_nor_rounds_nor_directorates(self, officer, east):
        values = {"council": east["council"].pk, "name": "Mine", "code": "MY"}
        assert officer.post("/admin/services/council/add/", values).status_code == 403
        officer.post("/admin/services/directorate/add/", values)
        officer.post(
            "/admin/proposals/budgetround/add/",
            {**values, "base_year": "2027", "first_year": "2028/29", "number_of_years": 3, "phase": "closed"},
        )
        assert not Directorate.objects.filter(name="Mine").exists()
        assert east["council"].budget_rounds.count() == 1

    def test_reads_the_history_of_what_they_see_alone(self, officer, east, beside, west):
        page = tree(officer.get("/admin/services/changerecord/?all="))
        text = words(page.xpath("//table[@id='result_list']")[0])
        assert "ENV001" in text
        for stranger in ("ASC001", "Care homes", "Westvale", "PRK001", "signed in"):
            assert stranger not in text
        foreign = ChangeRecord.objects.filter(subject_id=beside["proposal"].pk).first()
        assert is_not_there(officer, f"/admin/services/changerecord/{foreign.pk}/change/")

    def test_finds_nothing_of_others_by_searching(self, officer, beside, west):
        for place in ("services/service", "proposals/savingsproposal", "services/changerecord"):
            text = officer.get(f"/admin/{place}/?q=care").content.decode()
            assert "Care homes" not in text, place


class TestAFinanceOfficerOfAWholeCouncil:
    def test_manages_its_rounds_and_directorates_and_those_of_no_other(
        self, client, finance_officer, assign, east, west
    ):
        client.force_login(assign(finance_officer, east["council"]))
        page = client.get(f"/admin/proposals/budgetround/{east['round'].pk}/change/")
        assert "Start the next round from this one" in page.content.decode()
        assert choices(client.get("/admin/services/directorate/add/"), "council") == ["Eastvale Council"]
        assert count_in_list(client, "services/council") == 1
        assert client.get("/admin/services/council/add/").status_code == 403


class TestTheNineCharacteristics:
    def test_are_read_by_finance_and_changed_by_nobody(self, client, finance_officer, admin_client, east):
        client.force_login(finance_officer)
        age = Characteristic.objects.get(name="Age")
        for person in (client, admin_client):
            assert person.get(f"/admin/services/characteristic/{age.pk}/change/").status_code == 200
            response = person.post(f"/admin/services/characteristic/{age.pk}/change/", {"name": "Youth"})
            assert response.status_code == 403

    def test_a_council_adds_its_own(self, client, finance_officer, east):
        client.force_login(finance_officer)
        values = {"name": "Care leavers", "position": "100", "council": ""}
        page = client.post("/admin/services/characteristic/add/", values)
        assert "Choose the council." in page.content.decode()
        client.post("/admin/services/characteristic/add/", values | {"council": east["council"].pk})
        assert Characteristic.objects.get(name="Care leavers").council == east["council"]


class TestAnAuthor:
    def test_reads_the_records_of_their_service_and_changes_none(self, client, author, assign, east, beside):
        client.force_login(assign(author, east["service"]))
        assert count_in_list(client, "services/service") == 1
        assert count_in_list(client, "services/basebudget") == 1
        assert client.post(f"/admin/services/service/{east['service'].pk}/change/", {}).status_code == 403
        assert client.get("/admin/services/changerecord/").status_code == 403

    def test_without_an_assignment_sees_nothing(self, client, author, east):
        client.force_login(author)
        for place in ("services/council", "services/service", "services/basebudget", "services/directorate"):
            assert count_in_list(client, place) == 0


class TestAnAuditor:
    def test_reads_every_list_with_the_confidential_history_and_changes_nothing(
        self, client, auditor, east, west
    ):
        statement = ImpactStatement.objects.create(
            proposal=east["proposal"],
            kind="impact_upon_staff",
            exempt_paragraph=1,
            public_interest_reason="It names people.",
        )
        wording = ExemptWording.objects.create(
            proposal=east["proposal"], statement=statement, text="A person."
        )
        client.force_login(auditor)
        for place in (*LISTS.values(), "services/changerecord", "services/assignment"):
            assert client.get(f"/admin/{place}/").status_code == 200, place
            assert client.post(f"/admin/{place}/", {"action": "x"}).status_code == 403, place
            assert client.post(f"/admin/{place}/add/", {}).status_code == 403, place
        for kind, place in LISTS.items():
            address = f"/admin/{place}/{east[kind].pk}"
            assert client.get(f"{address}/change/").status_code == 200
            assert client.post(f"{address}/change/", {}).status_code == 403
            assert client.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
        assert f"exempt wording {wording.pk}" in client.get("/admin/services/changerecord/").content.decode()


class TestTheHistoryOfTokens:
    def test_is_for_those_who_read_about_accounts(self, auditor, finance_officer):
        token = ApiToken(person=auditor, name="Budget dashboard", ends_on=date(2099, 1, 1))
        token.give_key()
        token.save()
        about = ChangeRecord.objects.filter(record_type="proposals.apitoken")
        assert about.filter(visible_changes(auditor)).count() == 1
        assert about.filter(visible_changes(finance_officer)).count() == 0


class TestAccounts:
    def values(self, person, role, **assignment):
        rows = {f"assignments-0-{name}": thing.pk for name, thing in assignment.items()}
        return {
            "username": person.username,
            "groups": [Group.objects.get(name=role).pk],
            "is_active": "on",
            "assignments-TOTAL_FORMS": "1",
            "assignments-INITIAL_FORMS": "0",
            "committee_seats-TOTAL_FORMS": "0",
            "committee_seats-INITIAL_FORMS": "0",
            **rows,
        }

    def test_an_administrator_gives_a_role_and_what_it_covers_and_the_admin_opens(
        self, admin_client, outsider, east
    ):
        address = f"/admin/auth/user/{outsider.pk}/change/"
        assert "can enter proposals for the services assigned" in admin_client.get(address).content.decode()
        admin_client.post(address, self.values(outsider, "Author", service=east["service"]))
        outsider.refresh_from_db()
        assert outsider.is_staff
        assert Assignment.objects.get(user=outsider).service == east["service"]
        assert SavingsProposal.objects.visible_to(outsider).get() == east["proposal"]

    def test_the_admin_closes_when_the_role_goes(self, admin_client, author):
        admin_client.post(f"/admin/auth/user/{author.pk}/change/", self.values(author, "Scrutiny member"))
        author.refresh_from_db()
        assert not author.is_staff

    def test_two_things_in_one_row_are_refused_in_words(self, admin_client, outsider, east):
        values = self.values(outsider, "Author", service=east["service"], council=east["council"])
        response = admin_client.post(f"/admin/auth/user/{outsider.pk}/change/", values)
        assert "Choose one service, directorate, portfolio or council." in words(tree(response))

    @pytest.mark.parametrize("role", ["finance_officer", "section_151_officer", "auditor"])
    def test_are_for_nobody_else_whatever_permissions_they_were_given(self, client, request, role, outsider):
        person = request.getfixturevalue(role)
        from django.contrib.auth.models import Permission

        wanted = ["view_user", "change_user", "change_group", "add_assignment", "change_assignment"]
        person.user_permissions.add(*Permission.objects.filter(codename__in=wanted))
        client.force_login(person)
        for address in (f"auth/user/{outsider.pk}/change/", "auth/user/", "auth/group/"):
            assert client.get(f"/admin/{address}").status_code == 403
        assert client.post(f"/admin/auth/user/{outsider.pk}/change/", {}).status_code == 403
        assert client.post("/admin/services/assignment/add/", {}).status_code == 403


def test_a_model_without_a_scope_shows_nothing(finance_officer):
    from django.contrib.sessions.models import Session

    from services.admin.scope import changed_by, seen_by

    for condition in (seen_by, changed_by):
        assert not Service.objects.filter(condition(finance_officer, Session)).exists()


def test_the_way_to_a_records_page_tells_nothing_of_records_that_are_not_seen(officer, east, beside, west):
    kind = ContentType.objects.get_for_model(SavingsProposal).pk
    answers = {
        name: officer.get(f"/admin/r/{kind}/{key}/").status_code
        for name, key in {
            "seen": east["proposal"].pk,
            "not theirs": beside["proposal"].pk,
            "elsewhere": west["proposal"].pk,
            "none": 999_999,
            "no key": "9" * 30,
        }.items()
    }
    assert answers.pop("seen") == 302
    assert set(answers.values()) == {404}

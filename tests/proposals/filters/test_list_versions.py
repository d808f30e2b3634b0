"""What a process keeps of a round, and that every way of changing it is seen at once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from proposals.derived.installing import missing_triggers
from proposals.derived.versions import version_of
from proposals.derived.watched import REMEMBERED
from proposals.domain.roles import Role
from proposals.filters import keeping
from proposals.models import FTEImpact, ProposalCommittee, SavingsProposal, SpecialistReview, YearProfile
from proposals.models.stored_figures import store_figures_of
from services.models import Committee
from tests.proposals.filters.test_filter_counts import filter_of
from tests.support.web_examples import make_proposal, make_round, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget_round():
    return make_round()


@pytest.fixture
def proposal(budget_round):
    return make_proposal(budget_round, "ENV001", savings=(1_000,), fte=("-1",), risk_to_delivery="H")


def in_raw_sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


CHANGES = {
    "saved": lambda p: SavingsProposal.objects.get(pk=p.pk).save(),
    "created in bulk": lambda p: YearProfile.objects.bulk_create(
        [YearProfile(proposal=p, year=p.budget_round.years[1], recurring_saving=5)]
    ),
    "updated": lambda p: SavingsProposal.objects.filter(pk=p.pk).update(total_saving=7),
    "saved as rows": lambda p: FTEImpact.objects.save_rows(
        [FTEImpact(proposal=p, year=p.budget_round.years[2], change=Decimal(2))]
    ),
    "deleted": lambda p: p.delete(),
    "deleted in bulk": lambda p: YearProfile.objects.filter(proposal=p).delete(),
    "linked": lambda p: ProposalCommittee.objects.create(
        proposal=p, committee=Committee.objects.create(council=p.budget_round.council, name="Health")
    ),
    "renamed elsewhere": lambda p: setattr(p.service, "name", "Lamps") or p.service.save(),
    "moved to another directorate": lambda p: (
        setattr(p.service, "directorate", make_service(p.budget_round, "X", "X", "X").directorate)
        or p.service.save()
    ),
    "given to a specialist": lambda p: SpecialistReview.objects.create(proposal=p, team="hr"),
    "written past the application": lambda p: in_raw_sql(
        "UPDATE proposals_savingsproposal SET stage = 'draft' WHERE id = %s", p.pk
    ),
    "written past the application, a row of it": lambda p: in_raw_sql(
        "UPDATE proposals_fteimpact SET change = 3 WHERE proposal_id = %s", p.pk
    ),
    "stored again": lambda p: store_figures_of([p.pk]),
    "given another year": lambda p: setattr(p.budget_round, "number_of_years", 4) or p.budget_round.save(),
}


class TestTheVersionOfARound:
    @pytest.mark.parametrize("way", CHANGES)
    def test_is_another_one_after_every_change(self, budget_round, proposal, way):
        before = version_of(budget_round.pk)
        CHANGES[way](proposal)
        assert version_of(budget_round.pk) not in {before, None}

    def test_stays_while_another_round_changes(self, budget_round, proposal):
        other = make_round("Budget 2026/27")
        before = version_of(budget_round.pk)
        make_proposal(other, "B1", service=proposal.service)
        assert version_of(budget_round.pk) == before

    def test_is_never_one_that_was_rolled_back(self, budget_round, proposal):
        from django.db import transaction

        seen = set()
        for _ in range(2):
            with transaction.atomic():
                proposal.save()
                seen.add(version_of(budget_round.pk))
                transaction.set_rollback(True)
        proposal.save()
        assert len(seen | {version_of(budget_round.pk)}) == 3

    def test_has_all_its_triggers(self):
        assert missing_triggers() == []


class TestWhatIsKept:
    def test_is_not_read_again_while_nothing_changes(
        self, budget_round, proposal, scrutiny_member, monkeypatch
    ):
        assert filter_of(scrutiny_member, budget_round, {}).count == 1
        monkeypatch.setattr(keeping, "load", None)
        assert filter_of(scrutiny_member, budget_round, {"risk": ["H"]}).count == 1

    def test_shows_a_change_made_by_another_process(self, budget_round, proposal, scrutiny_member):
        assert filter_of(scrutiny_member, budget_round, {"risk": ["H"]}).count == 1
        CHANGES["written past the application"](proposal)
        assert filter_of(scrutiny_member, budget_round, {}).count == 0

    def test_keeps_people_apart(self, budget_round, proposal, scrutiny_member, auditor):
        SavingsProposal.objects.get(pk=proposal.pk)
        in_raw_sql("UPDATE proposals_savingsproposal SET stage = 'draft' WHERE id = %s", proposal.pk)
        assert filter_of(auditor, budget_round, {}).count == 1
        assert filter_of(scrutiny_member, budget_round, {}).count == 0
        assert filter_of(scrutiny_member, budget_round, {}).choices["service"] == ()

    def test_follows_what_a_specialist_is_asked(self, budget_round, proposal, hr_adviser):
        in_raw_sql("UPDATE proposals_savingsproposal SET stage = 'draft' WHERE id = %s", proposal.pk)
        assert filter_of(hr_adviser, budget_round, {}).count == 0
        review = SpecialistReview.objects.create(proposal=proposal, team="hr")
        assert filter_of(hr_adviser, budget_round, {}).count == 1
        review.delete()
        assert filter_of(hr_adviser, budget_round, {}).count == 0

    @pytest.mark.parametrize("role", Role)
    def test_rests_for_every_role_on_tables_that_are_watched(self, role, django_user_model, budget_round):
        from django.contrib.auth.models import Group

        user = django_user_model.objects.create_user("anybody", is_superuser=role is Role.ADMINISTRATOR)
        user.groups.set(Group.objects.filter(name=role.value))
        query = SavingsProposal.objects.visible_to(user).values_list("pk").query
        sql, _ = query.get_compiler("default").as_sql() if not query.is_empty() else ("", ())
        assert set(keeping._TABLES.findall(sql)) <= REMEMBERED

    def test_of_a_condition_on_a_table_that_is_not_watched_is_asked_again(
        self, budget_round, proposal, django_assert_num_queries
    ):
        from services.models import ChangeRecord

        kept = keeping.kept_round(budget_round)
        logged = ChangeRecord.objects.filter(
            subject_id=proposal.pk, at__gte=timezone.now() + timedelta(days=1)
        )
        asked = SavingsProposal.objects.filter(pk__in=logged.values("subject_id"))
        for _ in range(2):
            with django_assert_num_queries(1):
                kept.rows_in(asked)


class TestTheSearchIndex:
    def found(self, text, budget_round, user):
        return [p.reference for p in filter_of(user, budget_round, {"text": [text]}).qs]

    def test_follows_texts_titles_references_and_services(self, budget_round, proposal, auditor):
        from proposals.models import ImpactStatement, ProposalReference

        statement = ImpactStatement.objects.create(
            proposal=proposal, kind="impact_upon_service", text="Darker parks"
        )
        ProposalReference.objects.create(proposal=proposal, printed="A/R.6.115")
        for text in ("parks", "dim", "env 1", "a/r.6.115", "street lighting"):
            assert self.found(text, budget_round, auditor) == ["ENV001"], text
        statement.text = "Brighter squares"
        statement.save()
        proposal.service.name = "Lamps"
        proposal.service.save()
        assert [self.found(text, budget_round, auditor) for text in ("parks", "street", "square lamp")] == [
            [],
            [],
            ["ENV001"],
        ]
        statement.delete()
        assert self.found("square", budget_round, auditor) == []

    def test_puts_the_best_match_first(self, budget_round, proposal, auditor):
        make_proposal(budget_round, "ENV002", title="Parks", service=proposal.service, position=9)
        make_proposal(
            budget_round,
            "ENV003",
            title="Roads",
            service=proposal.service,
            position=8,
            statements={"impact_upon_service": "The parks beside them are not touched by what is done here."},
        )
        assert self.found("parks", budget_round, auditor) == ["ENV002", "ENV003"]

    def test_never_holds_exempt_wording(self, budget_round, proposal, auditor):
        from proposals.models import ExemptWording, ImpactStatement

        statement = ImpactStatement.objects.create(
            proposal=proposal,
            kind="impact_upon_service",
            text="Some of it is exempt.",
            exempt_paragraph=3,
            public_interest_reason="A contract is being negotiated.",
        )
        ExemptWording.objects.create(proposal=proposal, statement=statement, text="Zephyrson Limited")
        assert self.found("zephyrson", budget_round, auditor) == []
        statement.text = "Zephyrson Limited"
        statement.save()
        assert self.found("zephyrson", budget_round, auditor) == ["ENV001"]
        statement.text = "Some of it is exempt."
        statement.save()
        assert self.found("zephyrson", budget_round, auditor) == []

    def test_never_shows_what_a_person_may_not_see(self, budget_round, proposal, scrutiny_member):
        in_raw_sql("UPDATE proposals_savingsproposal SET stage = 'draft' WHERE id = %s", proposal.pk)
        assert self.found("dim", budget_round, scrutiny_member) == []


class TestTheCommandThatChecks:
    def test_finds_what_is_wrong_and_makes_it_anew(self, proposal, capsys):
        from django.core.management import CommandError, call_command

        call_command("check_stored")
        in_raw_sql("DELETE FROM proposals_search WHERE rowid = %s", proposal.pk)
        SavingsProposal.objects.filter(pk=proposal.pk).update(total_saving=5)
        with pytest.raises(CommandError, match="2 things not as it should be"):
            call_command("check_stored")
        call_command("check_stored", rebuild=True)
        assert capsys.readouterr().out.endswith("Everything stored is what it is made of.\n")

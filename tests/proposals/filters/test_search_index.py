"""The index that proposals are searched by, which the database keeps up to date itself."""

import pytest
from django.db import connection

from proposals.models import SavingsProposal
from proposals.search.index import missing_triggers, rebuild, wrongly_indexed
from tests.proposals.filters.test_filter_counts import filter_of
from tests.support.web_examples import make_proposal, make_round

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


class TestItsTriggers:
    def test_are_all_there(self):
        assert missing_triggers() == []

    def test_follow_what_is_written_past_the_application(self, proposal):
        in_raw_sql("UPDATE proposals_savingsproposal SET title = 'Lamps' WHERE id = %s", proposal.pk)
        assert wrongly_indexed() == []

    def test_of_earlier_releases_go_with_what_they_wrote(self, proposal):
        in_raw_sql("CREATE TABLE proposals_listversion (token integer)")
        name = "proposals_listversion_proposals_savingsproposal_update"
        body = "INSERT INTO proposals_listversion (token) VALUES (1)"
        if connection.vendor == "sqlite":
            in_raw_sql(f"CREATE TRIGGER {name} AFTER UPDATE ON proposals_savingsproposal BEGIN {body}; END")
        else:
            in_raw_sql(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$"
            )
            in_raw_sql(
                f"CREATE TRIGGER {name} AFTER UPDATE ON proposals_savingsproposal "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            )
        rebuild()
        assert "proposals_listversion" not in connection.introspection.table_names()
        proposal.title = "Lamps"
        proposal.save()
        assert (missing_triggers(), wrongly_indexed()) == ([], [])


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
        with pytest.raises(CommandError, match="2 things not correct"):
            call_command("check_stored")
        call_command("check_stored", rebuild=True)
        assert capsys.readouterr().out.endswith("All stored figures and the search index are correct.\n")

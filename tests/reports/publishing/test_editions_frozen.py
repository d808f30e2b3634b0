"""An edition, its files and its entries are written once: neither Python nor the database changes them."""

import hashlib

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from proposals.domain.published import editions
from proposals.models.records import record_of
from reports.models import Edition, EditionEntry, EditionFile
from tests.support.edition_examples import make_edition, make_publication
from tests.support.web_examples import make_proposal, make_round

pytestmark = pytest.mark.django_db

TABLES = ["reports_edition", "reports_editionentry", "reports_editionfile"]


@pytest.fixture
def edition():
    budget_round = make_round()
    make_proposal(budget_round, "ENV001", savings=(906_000, 1_188_000, 690_000), fte=("-1.50",))
    make_proposal(budget_round, "ENV002")
    return make_edition(make_publication(budget_round))


class TestTheDatabaseRefuses:
    @pytest.mark.parametrize("table", TABLES)
    @pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
    def test_to_change_or_delete_a_row(self, edition, table, statement):
        with (
            pytest.raises(DatabaseError, match="a published edition never changes"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(table))
        assert Edition.objects.get() == edition

    @pytest.mark.parametrize("table", TABLES)
    def test_to_empty_or_overwrite_a_table(self, edition, table):
        if connection.vendor == "sqlite":
            statement = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
        else:
            statement = f"TRUNCATE {table} CASCADE"
            connection.check_constraints()  # what waits to be checked would refuse before the trigger does
        with (
            pytest.raises(DatabaseError, match="a published edition never changes"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    def test_a_second_edition_of_the_same_number(self, edition):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_edition(edition.publication, number=1)

    def test_a_later_edition_that_does_not_say_what_it_corrects(self, edition):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_edition(edition.publication, number=2, corrects=edition, correction="")


class TestPythonRefuses:
    def test_to_save_or_delete_again(self, edition):
        for row in (edition, edition.files.first(), edition.entries.first()):
            with pytest.raises(TypeError):
                row.save()
            with pytest.raises(TypeError):
                row.delete()

    @pytest.mark.parametrize("model", [Edition, EditionEntry, EditionFile])
    def test_to_change_many(self, edition, model):
        with pytest.raises(TypeError):
            model.objects.all().delete()
        with pytest.raises(TypeError):
            model.objects.update(pk=7)


class TestWhatThePagesOfProposalsAreTold:
    def test_which_editions_there_are_of_a_round_and_what_they_froze(self, edition, scrutiny_member):
        source, budget_round = editions(), edition.publication.budget_round
        (told,) = source.of_round(scrutiny_member, budget_round.pk)
        assert (told.key, told.title) == (edition.pk, "Savings proposals, edition 1")
        assert told.address == f"/published/eastvale-council/{edition.pk}/"
        record = source.records_in(scrutiny_member, edition.pk)
        assert [proposal.reference for proposal in record.proposals] == ["ENV001", "ENV002"]
        assert record.proposals[0].total == 2_784_000

    def test_how_a_proposal_stood_there_whatever_became_of_it(self, edition, scrutiny_member):
        proposal = edition.publication.budget_round.proposals.get(reference="ENV002")
        stood = record_of(proposal)
        proposal.title = "Switch the lights off"
        proposal.save()
        ((told, record),) = editions().of_proposal(scrutiny_member, proposal.pk)
        assert (told.key, record.title) == (edition.pk, "Dim the lights")
        assert record == stood

    def test_nothing_to_whom_it_is_not_open(self, edition, outsider):
        budget_round = edition.publication.budget_round
        assert editions().of_round(outsider, budget_round.pk) == ()
        assert editions().records_in(outsider, edition.pk) is None
        council = budget_round.council
        council.public_pages = True
        council.save()
        assert [told.key for told in editions().of_round(outsider, budget_round.pk)] == [edition.pk]


def test_the_mark_of_a_file_is_the_sha256_of_its_bytes(edition):
    for held in edition.files.all():
        assert hashlib.sha256(held.content).hexdigest() == held.sha256
        assert len(held.content) == held.size

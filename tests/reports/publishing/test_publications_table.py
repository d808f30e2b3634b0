"""The table of publications: in any order that a clerk asks for, page by page."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from services.models import Committee, Meeting
from tests.support.edition_examples import make_edition, make_publication
from tests.support.exempt_examples import signed_in
from tests.support.web_examples import make_round, table_rows, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(committee_clerk):
    return signed_in(committee_clerk)


@pytest.fixture
def budget_round():
    return make_round()


def names(client, query=""):
    return [
        row[0] for row in table_rows(client.get(f"{reverse('publications:list')}{query}"), "Publications")
    ]


class TestTheOrder:
    def test_is_the_newest_first_until_another_is_asked_for(self, clerk, budget_round):
        for title in ("First", "Second"):
            make_publication(budget_round, title=title)
        assert names(clerk) == ["Second", "First"]

    def test_by_day_of_publication_has_those_never_published_last_either_way(self, clerk, budget_round):
        for title in ("Earlier", "Later", "Never"):
            publication = make_publication(budget_round, title=title)
            if title != "Never":
                make_edition(publication)
        assert names(clerk, "?sort=-published") == ["Later", "Earlier", "Never"]
        assert names(clerk, "?sort=published") == ["Earlier", "Later", "Never"]

    def test_by_name_is_that_of_the_words_shown_whatever_their_capitals(self, clerk, budget_round):
        for title, letter in (("Zebra", ""), ("other savings", ""), ("First", "B"), ("Annex", "")):
            make_publication(budget_round, title=title, appendix=letter)
        shown = ["Annex", "Appendix B: First", "other savings", "Zebra"]
        assert names(clerk, "?sort=publication") == shown
        assert names(clerk, "?sort=-publication") == shown[::-1]

    def test_by_meeting_is_that_of_its_day(self, clerk, budget_round):
        committee = Committee.objects.create(council=budget_round.council, name="Cabinet")
        for title, day in (("January", date(2027, 1, 14)), ("December", date(2026, 12, 10))):
            meeting = Meeting.objects.create(committee=committee, date=day)
            make_publication(budget_round, title=title, meeting=meeting)
        assert names(clerk, "?sort=meeting") == ["December", "January"]

    def test_that_does_not_exist_is_as_if_none_were_asked_for(self, clerk, budget_round):
        make_publication(budget_round)
        assert names(clerk, "?sort=secret&page=x") == ["Savings proposals"]


class TestThePages:
    def test_hold_twenty_five_publications_each(self, clerk, budget_round):
        for number in range(26):
            make_publication(budget_round, title=f"Number {number}")
        assert len(names(clerk)) == 25
        assert names(clerk, "?page=2") == ["Number 0"]

    def test_are_read_in_as_many_queries_with_one_publication_as_with_ten(
        self, clerk, budget_round, django_assert_num_queries
    ):
        make_publication(budget_round)
        names(clerk)
        with CaptureQueriesContext(connection) as one:
            names(clerk)
        for number in range(9):
            make_publication(budget_round, title=f"Number {number}")
        with django_assert_num_queries(len(one)):
            assert len(names(clerk)) == 10


def test_a_row_says_round_meeting_part_and_how_often_it_was_published(clerk, budget_round):
    publication = make_publication(budget_round, appendix="B", meeting_as_printed="Full council")
    first = make_edition(publication)
    make_edition(publication, number=2, corrects=first, correction="A title was wrong.")
    response = clerk.get(reverse("publications:list"))
    (row,) = table_rows(response, "Publications")
    assert row[:-1] == [
        "Appendix B: Savings proposals",
        "Eastvale Council: Budget 2027/28 to 2029/30",
        "Full council",
        "I (public)",
    ]
    assert row[-1].startswith("2 editions, last on ")
    (link,) = tree(response).xpath("//table//tbody//a")
    assert link.get("href") == reverse("publications:publication", args=[publication.pk])

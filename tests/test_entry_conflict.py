"""Two people at the same proposal: the second is told, shown the difference, and loses nothing."""

import threading

import pytest
from django.db import connection
from django.test import Client
from entry_pages import change_page, changes, entered_proposal, filled, newest
from web_examples import tree, words

from proposals.models import SavingsProposal


def differing(response):
    """The rows of the table of differences."""
    return [
        tuple(words(cell) for cell in row)
        for row in tree(response).xpath("//table[@class='entry-differences']/tbody/tr")
    ]


@pytest.mark.django_db
class TestTheSecondToSave:
    @pytest.fixture
    def proposal(self):
        held = entered_proposal()
        held.risks.create(title="Dark", position=1)
        return held

    @pytest.fixture
    def overtaken(self, client, finance_officer, section_151_officer, proposal):
        """What Fiona had open while Cecil saved other figures and a further risk."""
        client.force_login(finance_officer)
        mine = filled(client.get(change_page(proposal)))
        other = Client()
        other.force_login(section_151_officer)
        theirs = filled(other.get(change_page(proposal)))
        theirs |= {"years-0-recurring_saving": "45,000", "risks-1-title": "Cold"}
        assert other.post(change_page(proposal), theirs).status_code == 302
        return mine | {"years-0-recurring_saving": "50k", "title": "Dim them more", "risks-0-title": "Darker"}

    def test_saves_nothing_and_is_told_who_changed_what(self, client, proposal, overtaken):
        since = newest()
        response = client.post(change_page(proposal), overtaken)
        assert response.status_code == 200
        assert [row for row in changes(since) if row[0] != "viewed_exempt"] == []
        said = words(tree(response).xpath("//section[@aria-labelledby='conflict-heading']")[0])
        assert "Cecil Prudent" in said
        assert "recurring saving from “40,000” to “45,000”" in said

    def test_is_shown_each_field_as_stored_and_as_typed(self, client, proposal, overtaken):
        assert differing(client.post(change_page(proposal), overtaken)) == [
            ("Proposal: Title", "Dim the lights", "Dim them more"),
            ("Savings, costs and posts by year: Recurring saving 2027/28", "45,000", "50,000"),
            ("Risks and dependencies: Risks, Risk, row 1", "Dark", "Darker"),
        ]

    def test_keeps_what_was_typed_and_can_save_it_on_top_without_losing_what_the_other_added(
        self, client, proposal, overtaken
    ):
        page = client.post(change_page(proposal), overtaken)
        again = filled(page)
        assert {name: again[name] for name in ("title", "years-0-recurring_saving", "risks-0-title")} == {
            "title": "Dim them more",
            "years-0-recurring_saving": "50k",
            "risks-0-title": "Darker",
        }
        assert words(tree(page).xpath("//button[@name='_save']")[0]) == "Save mine on top"
        assert client.post(change_page(proposal), again).status_code == 302
        proposal.refresh_from_db()
        assert (proposal.title, proposal.total_saving) == ("Dim them more", 60_000)
        assert sorted(proposal.risks.values_list("title", flat=True)) == ["Cold", "Darker"]

    def test_without_a_version_is_taken_for_the_second(self, client, proposal, overtaken):
        del overtaken["version"]
        assert client.post(change_page(proposal), overtaken).status_code == 200
        assert SavingsProposal.objects.get().title == "Dim the lights"

    def test_a_move_to_another_stage_meanwhile_is_a_conflict_too(self, client, finance_officer, proposal):
        client.force_login(finance_officer)
        mine = filled(client.get(change_page(proposal))) | {"title": "Dim them more"}
        SavingsProposal.objects.filter(pk=proposal.pk).update(version=2)
        assert "Save mine on top" in client.post(change_page(proposal), mine).content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_exactly_one_wins_and_the_other_is_told(
    finance_officer, section_151_officer
):
    proposal = entered_proposal()
    sent, answers = {}, {}
    start = threading.Barrier(2)
    for user, title in ((finance_officer, "Dim one"), (section_151_officer, "Dim two")):
        client = Client()
        client.force_login(user)
        sent[title] = (client, filled(client.get(change_page(proposal))) | {"title": title})

    def post(title):
        try:
            client, values = sent[title]
            start.wait(timeout=10)
            answers[title] = client.post(change_page(proposal), values)
        finally:
            if connection.vendor != "sqlite":
                connection.close()

    if connection.vendor == "sqlite":
        # A database in memory has one connection; on SQLite two savers wait for each other in any case.
        start = threading.Barrier(1)
        for title in sent:
            post(title)
        sent = {}
    threads = [threading.Thread(target=post, args=[title]) for title in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(response.status_code for response in answers.values()) == [200, 302]
    (won,) = [title for title, response in answers.items() if response.status_code == 302]
    (lost,) = set(answers) - {won}
    assert SavingsProposal.objects.get().title == won
    assert ("Proposal: Title", won, lost) in differing(answers[lost])

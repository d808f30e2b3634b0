"""Two people at the same proposal: the second is told, shown the difference, and loses nothing."""

import threading

import pytest
from django.db import connection
from django.test import Client

from proposals.models import SavingsProposal
from tests.support.entry_pages import change_page, changes, entered_proposal, filled, newest
from tests.support.web_examples import tree, words


def differing(response, kind):
    """The rows of a table of differences: of what “both” changed, “taken” over, or “yours” alone."""
    return [
        tuple(words(cell) for cell in row)
        for row in tree(response).xpath(f"//table[@data-differences='{kind}']/tbody/tr")
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
        assert "recurring saving from “£40,000” to “£45,000”" in said

    def test_is_shown_each_field_as_stored_and_as_typed(self, client, proposal, overtaken):
        page = client.post(change_page(proposal), overtaken)
        years = "Amounts and posts by year"
        assert differing(page, "both") == [
            (f"{years}: Recurring saving 2027/28", "45,000", "50,000", "Cecil Prudent")
        ]
        assert differing(page, "yours") == [
            ("Proposal: Title", "Dim the lights", "Dim them more"),
            ("Risks and dependencies: Risks, Risk, row 1", "Dark", "Darker"),
        ]
        assert differing(page, "taken") == [
            (
                "Risks and dependencies: Risks, new row",
                "(nothing)",
                "Cold",
                "Changed by Cecil Prudent, included",
            )
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
        assert words(tree(page).xpath("//button[@name='_save']")[0]) == "Overwrite"
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
        assert "Overwrite" in client.post(change_page(proposal), mine).content.decode()


@pytest.mark.one_database
@pytest.mark.django_db
class TestFieldByField:
    """What the person did not touch takes what is stored; what they did touch stays as they typed it."""

    @pytest.fixture
    def proposal(self):
        held = entered_proposal(savings=(40_000, 70_000, 0))
        for place, title in enumerate(("Dark", "Cold", "Loud"), start=1):
            held.risks.create(title=title, position=place, mitigation="Ask.")
        return held

    @pytest.fixture
    def after(self, client, finance_officer, section_151_officer, proposal):
        """What the page says to Fiona when she saves `mine` after Cecil has saved `theirs`."""

        def save_both(mine, theirs):
            client.force_login(finance_officer)
            held = filled(client.get(change_page(proposal)))
            other = Client()
            other.force_login(section_151_officer)
            sent = filled(other.get(change_page(proposal))) | theirs
            assert other.post(change_page(proposal), sent).status_code == 302
            return client.post(change_page(proposal), held | mine)

        return save_both

    def test_a_figure_that_the_other_changed_is_not_put_back_by_saving_a_title(self, client, proposal, after):
        page = after({"title": "Dim them"}, {"years-1-recurring_saving": "75k"})
        where = "Amounts and posts by year: Recurring saving 2028/29"
        assert differing(page, "taken") == [(where, "70,000", "75,000", "Changed by Cecil Prudent, included")]
        assert differing(page, "both") == []
        again = filled(page)
        assert (again["years-1-recurring_saving"], again["title"]) == ("75,000", "Dim them")
        assert client.post(change_page(proposal), again).status_code == 302
        proposal.refresh_from_db()
        assert (proposal.title, proposal.total_saving) == ("Dim them", 115_000)

    def test_every_kind_of_field_is_taken_over(self, client, proposal, after):
        theirs = {
            "risk_to_delivery": "M",
            "consultation_only": "on",
            "deliverability": "80",
            "years-0-fte_change": "-7",
            "statement-impact_upon_service-text": "Much\r\n\r\ndarker.",
            "statement-aims-answer": "not_applicable",
            "equality-date": "2027-09-14",
            "equality-screening": "not_needed",
            "ask-hr-question": "Well?",
            "statement-impact_upon_staff-exempt_paragraph": "3",
            "statement-impact_upon_staff-public_interest_reason": "A contract.",
            "statement-impact_upon_staff-exempt_text": "Brightlight.",
        }
        page = after({"title": "Dim them"}, theirs)
        again = filled(page)
        assert {name: again[name] for name in theirs} == theirs | {"years-0-fte_change": "-7.00"}
        assert [len(differing(page, kind)) for kind in ("both", "yours")] == [0, 1]
        assert client.post(change_page(proposal), again).status_code == 302
        proposal.refresh_from_db()
        assert (proposal.risk_to_delivery, proposal.consultation_only, proposal.deliverability) == (
            "M",
            True,
            80,
        )

    def test_rows_that_the_other_deleted_go_unless_they_were_changed(self, client, proposal, after):
        page = after({"risks-1-title": "Colder"}, {"risks-0-DELETE": "on", "risks-1-DELETE": "on"})
        assert differing(page, "taken") == [
            (
                "Risks and dependencies: Risks, Risk, row 1",
                "Dark",
                "(deleted)",
                "Changed by Cecil Prudent, included",
            )
        ]
        assert differing(page, "both") == [
            ("Risks and dependencies: Risks, Risk, row 2", "(deleted)", "Colder", "Cecil Prudent")
        ]
        assert client.post(change_page(proposal), filled(page)).status_code == 302
        assert sorted(proposal.risks.values_list("title", flat=True)) == ["Colder", "Loud"]

    def test_a_row_that_the_person_deletes_and_the_other_changed_is_shown(self, proposal, after):
        page = after({"risks-2-DELETE": "on"}, {"risks-2-title": "Louder"})
        assert (
            "Risks and dependencies: Risks, Risk, row 3",
            "Louder",
            "(deleted)",
            "Cecil Prudent",
        ) in differing(page, "both")

    def test_a_page_that_carries_no_trusted_marks_shows_every_difference_as_changed_by_both(
        self, proposal, after
    ):
        page = after({"title": "Dim them", "opened": "forged"}, {"years-1-recurring_saving": "75k"})
        assert len(differing(page, "both")) == 2
        assert differing(page, "taken") == []


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
            start.wait(timeout=60)
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
        thread.join(timeout=120)
    assert sorted(response.status_code for response in answers.values()) == [200, 302]
    (won,) = [title for title, response in answers.items() if response.status_code == 302]
    (lost,) = set(answers) - {won}
    assert SavingsProposal.objects.get().title == won
    (title,) = differing(answers[lost], "both")
    assert title[:3] == ("Proposal: Title", won, lost)

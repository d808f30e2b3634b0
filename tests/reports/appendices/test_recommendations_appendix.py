"""The appendix of scrutiny's recommendations: what it holds, for whom, and that it passes as an accessible PDF."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from proposals.domain.scrutiny_items import ItemKind, ItemRecord, ItemState, ScrutinyRecord
from reports.documents.cover import Cover
from reports.styles.recommendations import build
from reports.writers.pdf import write_pdf
from tests.pdf_checks.structure import check_structure
from tests.support.scrutiny_examples import make_item
from tests.support.style_examples import headings, printed, rows, tables
from tests.support.web_examples import make_proposal, make_round, problems, tree, words


def item(key, by="Scrutiny Committee", **changes):
    given = {
        "key": key,
        "proposal_key": key,
        "reference": f"ENV00{key}",
        "title": "Dim the lights",
        "kind": ItemKind.RECOMMENDATION,
        "text": "That the lights stay on.",
        "asked_by": by,
        "asked_on": date(2026, 11, 2),
        "state": ItemState.OPEN,
    }
    return ItemRecord(**{**given, **changes})


def document(*items):
    return build(
        ScrutinyRecord("Eastvale Council", "eastvale", "Budget 2027/28", items), Cover("Recommendations")
    )


class TestTheAppendix:
    def test_numbers_the_recommendations_through_and_lists_them_by_who_made_them(self):
        made = document(
            item(3, "Health Committee", asked_on=date(2026, 11, 3)),
            item(1, kind=ItemKind.QUESTION),
            item(2),
            item(4, state=ItemState.WITHDRAWN),
            item(5, asked_on=date(2026, 11, 9)),
        )
        assert headings(made, 2) == ["How Cabinet responded", "Scrutiny Committee", "Health Committee"]
        numbers = {
            caption: [printed(row)[0] for row in table.rows]
            for caption, table in tables(made).items()
            if caption.startswith("Recommendations of")
        }
        assert numbers == {
            "Recommendations of Scrutiny Committee": ["1", "3"],
            "Recommendations of Health Committee": ["2"],
        }

    def test_counts_how_cabinet_responded_with_those_it_has_not(self):
        made = document(
            item(1, response="accepted"), item(2, response="rejected"), item(3, response="accepted"), item(4)
        )
        assert rows(tables(made)["Recommendations by response"]) == [
            ("item", ["Accepted", "2"]),
            ("item", ["Partly accepted", "0"]),
            ("item", ["Rejected", "1"]),
            ("item", ["Not responded to yet", "1"]),
            ("total", ["Total", "4"]),
        ]

    def test_prints_the_words_the_response_its_reason_and_the_outcome(self):
        answered = item(
            1,
            meeting="Scrutiny Committee, 2 November 2026",
            response="partly_accepted",
            response_reason="Only\n\n· at night\n· at junctions",
            responded_by="Cabinet",
            responded_on=date(2026, 12, 1),
            outcome="In the budget.",
        )
        (row,) = tables(document(answered))["Recommendations of Scrutiny Committee"].rows
        assert printed(row) == [
            "1",
            "ENV001\nDim the lights",
            "That the lights stay on.\n\nScrutiny Committee, 2 November 2026",
            "Partly accepted\n\nOnly\n\n· at night\n· at junctions\n\nCabinet, 1 December 2026",
            "In the budget.",
        ]

    def test_passes_the_check_of_the_pdfs_structure_with_words_longer_than_a_page(self):
        assert check_structure(write_pdf(document(item(1, text="All of it. " * 700), item(2)))) == []


@pytest.mark.one_database
@pytest.mark.django_db
class TestThePages:
    @pytest.fixture
    def proposal(self):
        proposal = make_proposal(make_round(), "ENV001")
        make_item(proposal, "recommendation", text="Published words", published_at=timezone.now())
        make_item(proposal, "recommendation", text="Hidden words")
        return proposal

    def get(self, person, path="", **query):
        client = Client()
        client.force_login(person)
        return client.get(
            f"/appendices/recommendations/{path}",
            {f"cover-{name}": value for name, value in {"title": "Recommendations", **query}.items()},
        )

    def test_hold_what_is_published_unless_asked_for_more_which_makes_it_a_draft(
        self, committee_clerk, proposal
    ):
        public = self.get(committee_clerk, "page/").content.decode()
        assert ("Published words" in public, "Hidden words" in public) == (True, False)
        every = self.get(committee_clerk, "page/", unpublished="on").content.decode()
        assert ("Hidden words" in every, "Draft" in every) == (True, True)
        for ending in ("docx", "xlsx"):
            assert self.get(committee_clerk, f"{ending}/").content.startswith(b"PK"), ending

    def test_are_for_those_who_make_appendices(self, scrutiny_member, committee_clerk, proposal):
        assert self.get(scrutiny_member).status_code == 403
        shown = self.get(committee_clerk)
        assert "There are 2 recommendations; 1 is published." in words_of(shown)

    def test_say_so_where_there_is_nothing_to_print(self, committee_clerk):
        make_proposal(make_round(), "ENV001")
        assert "There are no scrutiny recommendations in this round" in words_of(self.get(committee_clerk))
        refused = self.get(committee_clerk, "pdf/")
        assert (refused.status_code, problems(refused)) == (400, ["There are no recommendations to print."])


def words_of(response):
    return words(tree(response).xpath("//main")[0])

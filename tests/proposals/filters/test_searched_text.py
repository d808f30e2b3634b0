"""Texts that are in no index are searched for the same words as the index is."""

import pytest

from proposals.filters.highlight import SearchedText
from proposals.filters.text import search_of
from tests.support.web_examples import make_proposal, make_round

TEXT = "Two libraries close; café hours at section 151 stay. CYP002 goes ahead."


class TestATextThatIsSearched:
    @pytest.mark.parametrize(
        "text",
        ["library", "LIBRARIES", "clos", "closing", "cafe", "section 151", "cyp 2", "cyp-002", "151 hours"],
    )
    def test_has_every_term_by_stem_by_beginning_or_by_reference(self, text):
        assert SearchedText([TEXT]).has(search_of(text))

    @pytest.mark.parametrize("text", ["bookshop", "library bookshop", "15", "cyp3", "ibraries"])
    def test_has_not_what_one_term_is_missing_from(self, text):
        assert not SearchedText([TEXT]).has(search_of(text))

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        "text", ["lighting", "lights", "dims", "env 1", "env001", "street", "streets lamp", "ights", "2027"]
    )
    def test_is_found_where_the_list_finds_it(self, text, scrutiny_member, client):
        budget_round = make_round()
        statement = "Fewer lamps are lit by 2027."
        make_proposal(budget_round, "ENV001", statements={"impact_upon_service": statement})
        client.force_login(scrutiny_member)
        listed = "Dim the lights" in client.get(
            "/proposals/", {"round": budget_round.pk, "text": text}
        ).content.decode().partition('class="app-proposals"')[2].replace("<mark>", "").replace("</mark>", "")
        searched = SearchedText(["ENV001", "env001", "Dim the lights", "Street lighting", statement])
        assert searched.has(search_of(text)) is listed

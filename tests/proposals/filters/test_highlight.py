"""What a search found is shown where it stands, and a mistyped word is answered with the word that was meant."""

import pytest

from proposals.filters.highlight import excerpt, marked, suggestion
from proposals.filters.text import search_of
from tests.support.web_examples import make_proposal, make_round, references, tree, words

LIST = "/proposals/"


def found(text, asked):
    return [part for part, is_found in marked(text, search_of(asked)) if is_found]


class TestMarkedWords:
    @pytest.mark.parametrize(
        ("text", "asked", "expected"),
        [
            ("Libraries and a library", "library", ["Libraries", "library"]),
            ("Charging for visits", "charges", ["Charging"]),
            ("Librarians", "librar", ["Librarians"]),
            ("Café culture", "cafe", ["Café"]),
            ("30 of 300 places", "30", ["30"]),
            ("Nothing of it", "library", []),
        ],
    )
    def test_are_those_of_the_same_stem_or_beginning(self, text, asked, expected):
        assert found(text, asked) == expected

    def test_leave_the_text_as_it_was(self):
        text = "Fewer libraries, <b>more</b> books."
        assert "".join(part for part, _ in marked(text, search_of("books libraries"))) == text

    def test_stand_in_an_excerpt_cut_between_words(self):
        text = f"{'before ' * 40}the library {'after ' * 40}"
        shown = "".join(part for part, _ in excerpt(text, search_of("library")))
        assert shown.startswith("… before before")
        assert shown.endswith("after …")
        assert "the library after" in shown
        assert excerpt(text, search_of("museum")) == ()


class TestASuggestion:
    TEXTS = ("Libraries: staffed hours", "Children’s homes")

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ("libaries", "libraries"),
            ("Childrens hours", "children hours"),
            ("stafed hours", "staffed hours"),
            ("museum", ""),
            ("hom", ""),
            ("CYP002", ""),
        ],
    )
    def test_puts_words_that_there_are_in_place_of_those_that_there_are_not(self, asked, expected):
        assert suggestion(asked, search_of(asked), self.TEXTS) == expected

    def test_is_made_of_no_more_words_than_anybody_searches_for(self):
        asked = "libaries for the old and the young in town"
        assert suggestion(asked, search_of(asked), self.TEXTS).startswith("libraries")
        longer = f"{asked} or in a village"
        assert suggestion(longer, search_of(longer), self.TEXTS) == ""


@pytest.mark.one_database
@pytest.mark.django_db
class TestOnTheList:
    @pytest.fixture
    def reader(self, client, scrutiny_member):
        client.force_login(scrutiny_member)
        return client

    def test_whole_words_come_before_longer_ones(self, reader):
        budget_round = make_round()
        make_proposal(budget_round, "A1", "Carers and carers’ breaks: carers first")
        make_proposal(budget_round, "A2", "Something else", statements={"impact_upon_service": "Less care."})
        assert references(reader.get(LIST, {"text": "care"})) == ["A2", "A1"]

    def test_the_title_and_an_excerpt_are_marked_and_escaped(self, reader):
        make_proposal(
            make_round(), "A1", "Dim <lights>", statements={"impact_upon_service": "The <lights> go out."}
        )
        page = tree(reader.get(LIST, {"text": "lights"}))
        assert [words(mark) for mark in page.xpath("//tbody//mark")] == ["lights", "lights"]
        (shown,) = page.xpath("//span[@class='app-list__found']")
        assert words(shown) == "Found: The <lights> go out."

    def test_a_mistyped_word_is_answered_with_one_that_the_person_may_read(self, reader):
        budget_round = make_round()
        make_proposal(budget_round, "A1", "Fewer librarians")
        make_proposal(budget_round, "A2", "Close the observatory", stage="draft", published_at=None)
        page = tree(reader.get(LIST, {"text": "librarains", "sort": "-total"}))
        (link,) = page.xpath("//p[@id='table-empty']/a")
        assert (words(link), link.get("href")) == ("librarians", "?text=librarians&sort=-total")
        hidden = tree(reader.get(LIST, {"text": "observatry"}))
        assert words(hidden.xpath("//p[@id='table-empty']")[0]) == "No proposals match these filters."

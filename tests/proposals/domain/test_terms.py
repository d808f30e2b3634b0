"""Glossary: one definition each, offered where the word stands and listed on one page."""

import re

import pytest
from django.template import engines
from django.test import RequestFactory

from proposals.domain.terms import TERMS, UnknownTerm, anchor_of, term
from tests.support.paths import ROOT
from tests.support.web_examples import tree, words

DESIGN_TERMS = """financial year, base year, budget round, directorate, service, gross budget, income budget,
net budget, saving, reference, discrete year, in-year, cumulative, recurring, one-off, full-year effect,
part-year effect, cost to achieve, capital cost, FTE, posts deleted, vacant posts, category, risk to delivery,
impact statement, equality impact assessment, protected characteristic, senior responsible officer,
portfolio holder, section 151 officer, committee, agenda item, appendix, exempt, Part II,
medium-term financial strategy, budget gap, reserves, edition, base budget, savings target, savings tracker, RAG,
establishment, decision required, key decision, forward plan, call-in"""


def drawn(source, request=None):
    return engines["django"].from_string("{% load terms %}" + source).render({}, request)


class TestADefinition:
    def test_is_there_for_every_term_of_the_field(self):
        wanted = {" ".join(name.split()) for name in DESIGN_TERMS.split(",")}
        assert wanted - TERMS.keys() == set()

    def test_is_whole_sentences_that_do_not_begin_with_the_word_itself(self):
        for name, one in TERMS.items():
            assert re.fullmatch(r"[A-Z].*[.)]", one.definition), name
            assert not one.definition.casefold().startswith(name.casefold()), name

    def test_is_found_by_the_abbreviation_that_officers_use(self):
        assert TERMS["medium-term financial strategy"].heading == "Medium-term financial strategy (MTFS)"
        assert TERMS["equality impact assessment"].heading == "Equality impact assessment (EIA)"

    def test_has_an_address_of_its_own(self):
        assert len({one.anchor for one in TERMS.values()}) == len(TERMS)
        assert (anchor_of("Part II"), anchor_of("in-year")) == ("part-ii", "in-year")

    def test_of_a_word_that_nobody_has_defined_is_an_error(self):
        with pytest.raises(UnknownTerm, match="“vibes”"):
            term("vibes")

    def test_is_there_for_every_term_that_a_template_names(self):
        used = {
            (path.name, name)
            for folder in ("templates", "proposals", "reports")
            for path in (ROOT / folder).rglob("*.html")
            for name in re.findall(r"{% term [\"']([^\"']+)", path.read_text(encoding="utf-8"))
        }
        assert {each for each in used if each[1] not in TERMS} == set()


class TestATermOnAPage:
    def test_is_a_button_that_opens_its_definition_without_a_script(self):
        page = tree_of(drawn('<p>{% term "FTE" "Posts (FTE)" %}</p>', RequestFactory().get("/")))
        (button,), (definition,) = page.xpath("//button"), page.xpath("//span[@popover]")
        assert button.text_content() == "Posts (FTE)"
        assert button.get("type") == "button"
        assert button.get("popovertarget") == definition.get("id") == "term-fte"
        assert term("FTE").definition in words(definition)

    def test_is_defined_once_on_a_page_however_often_it_stands_there(self):
        page = tree_of(drawn('<p>{% term "in-year" %} {% term "in-year" %}</p>', RequestFactory().get("/")))
        assert len(page.xpath("//button")) == 2
        assert len(page.xpath("//span[@popover]")) == 1

    def test_leads_to_the_page_of_words_where_there_is_no_request(self):
        assert tree_of(drawn('<p>{% term "in-year" %}</p>')).xpath("//a/@href") == ["/words/#in-year"]


def tree_of(text):
    from lxml import html

    return html.fromstring(text)


@pytest.mark.django_db
class TestThePageOfWords:
    def test_lists_every_term_by_the_alphabet_for_everybody(self, client):
        page = tree(client.get("/words/"))
        listed = [words(each) for each in page.xpath("//main//dt")]
        assert listed == sorted(listed, key=str.casefold)
        assert len(listed) == len(TERMS)
        assert page.xpath("//div[@id='full-year-effect']")

    def test_is_linked_at_the_foot_of_every_page(self, client):
        assert tree(client.get("/accessibility/")).xpath("//footer//a[@href='/words/']")

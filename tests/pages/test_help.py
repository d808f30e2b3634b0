"""The help beside each page: every page has one, in its own words, and a way to it."""

import pytest
from django.template.loader import get_template

from proposals.home.help import help_for
from tests.support.access_examples import signed_in
from tests.support.page_walk import PAGES
from tests.support.paths import ROOT
from tests.support.web_examples import make_proposal, make_round, tree, words


class TestEveryPage:
    @pytest.mark.parametrize("name", PAGES)
    def test_has_help_in_a_template(self, name):
        assert help_for(name), f"{name}: enter it in proposals/home/help.py"
        get_template(help_for(name))

    def test_shares_a_template_that_some_page_uses(self):
        used = {help_for(name) for name in PAGES}
        assert {f"help/{path.name}" for path in (ROOT / "templates" / "help").iterdir()} == used

    def test_explains_itself_in_a_few_sentences_of_its_own(self):
        texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "templates" / "help").iterdir()}
        assert len(set(texts.values())) == len(texts)
        for path, text in texts.items():
            assert 15 <= len(text.split()) <= 120, path


@pytest.mark.django_db
class TestTheHelp:
    def test_stands_below_the_page_with_a_link_to_it_in_the_header(self, scrutiny_member):
        make_proposal(make_round(), "ENV001")
        page = tree(signed_in(scrutiny_member).get("/proposals/"))
        (beside,) = page.xpath("//aside[@id='help']")
        assert "You can download it below" in words(beside)
        assert "The change made in" in words(beside) or beside.xpath(".//button[@popovertarget]")
        assert page.xpath("//header//a[@href='#help']")
        assert "/words/" in beside.xpath(".//a/@href")

    def test_of_one_kind_of_page_is_not_that_of_another(self, finance_officer):
        make_proposal(make_round(), "ENV001")
        client = signed_in(finance_officer)
        said = {
            words(tree(client.get(address)).xpath("//aside[@id='help']")[0])
            for address in ("/", "/proposals/", "/my-work/", "/publications/", "/compare/", "/accessibility/")
        }
        assert len(said) == 6

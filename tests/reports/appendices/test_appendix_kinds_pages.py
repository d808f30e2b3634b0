"""Choosing the kind of an appendix: on the page, in the address, by the command; and what is said to be missing."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from proposals.filters.form import ProposalFilterForm
from proposals.listing.arrangement import PARAMETERS
from proposals.models import SavingsProposal
from reports.appendices.forms import AppendixForm
from reports.appendices.recommendations import RecommendationsForm
from reports.styles import STYLES
from tests.support.edition_examples import appendix_file
from tests.support.settled_page import assert_sound, axe_violations
from tests.support.web_examples import make_proposal, make_round, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def budget_round():
    made = make_round()
    make_proposal(made, "ENV001", "Dim the lights", statements={"impact_upon_service": "Darker."})
    make_proposal(made, "ENV002", "Fewer lamps")
    return made


@pytest.fixture
def client(budget_round, committee_clerk):
    client = Client()
    client.force_login(committee_clerk)
    return client


def checked(response):
    return tree(response).xpath('//input[@name="cover-style" and @checked]/@value')


def test_the_page_offers_every_kind_and_chooses_option_pages(client):
    response = client.get("/appendices/")
    assert tree(response).xpath('//input[@name="cover-style"]/@value') == list(STYLES)
    assert checked(response) == ["option-pages"]
    assert checked(client.get("/appendices/?cover-style=impact-table")) == ["impact-table"]


@pytest.mark.parametrize(
    ("style", "heading"),
    [
        ("", "Summary of savings proposals"),
        ("committee-summary", "Savings by committee"),
        ("impact-table", "Savings by portfolio, service and category"),
        ("business-cases", "Summary of business cases"),
    ],
)
def test_the_address_names_the_kind(client, style, heading):
    response = client.get("/appendices/page/", {"cover-title": "Savings", "cover-style": style})
    assert heading in [words(element) for element in tree(response).xpath("//h2")]


def test_a_kind_that_does_not_exist_is_said_and_makes_nothing(client):
    response = client.get("/appendices/page/", {"cover-title": "Savings", "cover-style": "poster"})
    assert response.status_code == 400
    assert "“poster” is not a kind of appendix" in words(tree(response))


def test_files_of_two_kinds_have_two_names(client):
    asked = {"cover-title": "Savings", "cover-style": "committee-summary"}
    response = appendix_file(client, "pdf", **asked)
    assert response["Content-Disposition"].endswith('-appendix-committee-summary.pdf"')


def test_the_page_says_for_each_kind_what_is_missing(client):
    text = words(tree(client.get("/appendices/")))
    assert "Impact: missing in 1 of 2 proposals (ENV002)." in text
    assert "Portfolio: missing in all 2 proposals." in text
    for style in STYLES.values():
        assert f"{style.label}: " in text.split("Kind of appendix")[0]


@pytest.mark.parametrize("style", list(STYLES))
def test_the_command_makes_every_kind_and_notes_what_is_missing(budget_round, tmp_path, style):
    said, noted = StringIO(), StringIO()
    output = tmp_path / "appendix.html"
    options = {"council": "eastvale-council", "round": budget_round.name, "output": output, "html": True}
    call_command("render_appendix", style, **options, stdout=said, stderr=noted)
    assert "total saving" in said.getvalue()
    assert f"2 {STYLES[style].noun}s" in said.getvalue()
    assert "Not stated: " in noted.getvalue()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_kind_is_sound_on_screen(page, sign_in, budget_round, committee_clerk):
    sign_in(page, committee_clerk)
    for style in STYLES:
        page.goto(f"/appendices/?cover-style={style}")
        page.get_by_text("not complete").first.click()
        assert axe_violations(page) == [], style
        page.get_by_role("button", name="View on screen").click()
        page.wait_for_url("**/appendices/page/**")
        assert_sound(page, (320, 1280), style)


class TestCoverBesideTheFilters:
    """The address holds the list's filters and the cover's words: neither is ever taken for the other."""

    def test_no_field_of_the_cover_has_the_name_of_a_filter(self):
        filters = set(ProposalFilterForm.base_fields) | PARAMETERS | {"round"}
        for form in (AppendixForm, RecommendationsForm):
            assert form.parameters() & filters == set(), form.__name__

    @pytest.mark.parametrize("output", ["page", "pdf", "docx", "xlsx"])
    def test_every_field_of_the_cover_filled_in_filters_nothing(self, client, output):
        cover = {
            "style": "option-pages",
            "title": "Savings",
            "meeting": "7",
            "date": "2017-09-14",
            "appendix": "A",
            "part": "II",
            "exempt_paragraph": "3",
            "exempt_reason": "Terms of a contract",
            "large_print": "on",
            "on_own_page": "on",
            "draft": "on",
        }
        assert {f"cover-{name}" for name in cover} == AppendixForm.parameters()
        asked = {f"cover-{name}": said for name, said in cover.items()}
        if output == "page":
            response = client.get("/appendices/page/", asked)
        else:
            response = appendix_file(client, output, **asked)
        assert response.status_code == 200
        assert "filtered" not in response.headers.get("Content-Disposition", "")
        if output == "page":
            references = SavingsProposal.objects.values_list("reference", flat=True)
            shown = words(tree(response))
            assert [reference for reference in references if reference not in shown] == []

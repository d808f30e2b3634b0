"""The pages of a list, and the filters over it: what their links keep."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.base_pages import (
    Element,
    PageReader,
    read,
)

pytestmark = [pytest.mark.urls("tests.support.base_pages"), pytest.mark.one_database]


@pytest.fixture
def list_page(client, db) -> PageReader:
    return read(client.get("/?q=fleet&directorate=1&directorate=2&sort=-title&page=4"))


def parameters(link: Element) -> dict[str, list[str]]:
    return parse_qs(urlsplit(link.attributes["href"]).query)


FILTERS = {"q": ["fleet"], "directorate": ["1", "2"], "sort": ["-title"]}


def test_page_links_keep_every_parameter(list_page):
    by_name = {
        link.attributes.get("aria-label", list_page.words(link)): parameters(link)
        for link in list_page.all("a", class_="govuk-link govuk-pagination__link")
    }
    assert by_name == {
        "Previous page": FILTERS | {"page": ["3"]},
        "Page 1": FILTERS | {"page": ["1"]},
        "Page 2": FILTERS | {"page": ["2"]},
        "Page 3": FILTERS | {"page": ["3"]},
        "Page 4": FILTERS | {"page": ["4"]},
        "Page 5": FILTERS | {"page": ["5"]},
        "Page 13": FILTERS | {"page": ["13"]},
        "Next page": FILTERS | {"page": ["5"]},
    }
    current = list_page.all("a", aria_label="Page 4")[0]
    assert current.attributes["aria-current"] == "page"


def test_rows_shown_are_counted(list_page):
    (line,) = list_page.all("p", class_="govuk-body app-shown-rows")
    assert line.text == "Showing 76 to 100 of 312"


# Filters.


def test_filter_keeps_the_order_and_leaves_the_page(list_page):
    kept = {e.attributes["name"]: e.attributes["value"] for e in list_page.all("input", type="hidden")}
    assert kept == {"sort": "-title"}
    (clear,) = [link for link in list_page.all("a") if link.text == "Clear filters"]
    assert clear.attributes["href"] == "/?sort=-title"


def test_applied_filters_are_shown_in_words_and_can_be_removed_one_by_one(list_page):
    removals = {
        list_page.words(link): parameters(link) for link in list_page.all("a", class_="app-filter__remove")
    }
    assert removals == {
        "Remove filter Search: fleet ✕": {"directorate": ["1", "2"], "sort": ["-title"]},
        "Remove filter Directorate: Children ✕": {"q": ["fleet"], "directorate": ["2"], "sort": ["-title"]},
        "Remove filter Directorate: Adults ✕": {"q": ["fleet"], "directorate": ["1"], "sort": ["-title"]},
    }


def test_filters_open_by_themselves_only_when_one_is_wrong(client, db):
    assert "open" not in read(client.get("/?least=5")).one("details").attributes
    assert "open" in read(client.get("/?least=x")).one("details").attributes

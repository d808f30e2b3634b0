"""The tables of the pages, and the filters over them: what links keep, how order and totals are said."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.base_pages import (
    Element,
    PageReader,
    read,
)

pytestmark = [pytest.mark.urls("tests.support.base_pages"), pytest.mark.one_database]


# Tables.


@pytest.fixture
def table_page(client, db) -> PageReader:
    return read(client.get("/?q=fleet&directorate=1&directorate=2&sort=-title&page=4"))


def parameters(link: Element) -> dict[str, list[str]]:
    return parse_qs(urlsplit(link.attributes["href"]).query)


FILTERS = {"q": ["fleet"], "directorate": ["1", "2"], "sort": ["-title"]}


def test_page_links_keep_every_parameter(table_page):
    by_name = {
        link.attributes.get("aria-label", table_page.words(link)): parameters(link)
        for link in table_page.all("a", class_="govuk-link govuk-pagination__link")
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
    current = table_page.all("a", aria_label="Page 4")[0]
    assert current.attributes["aria-current"] == "page"


def test_rows_shown_are_counted(table_page):
    (line,) = table_page.all("p", class_="govuk-body app-shown-rows")
    assert line.text == "Showing 76 to 100 of 312"


def test_sorting_is_a_link_that_keeps_the_filters_and_begins_at_page_one(table_page):
    assert [parameters(link) for link in table_page.all("a", class_="app-sort")] == [
        FILTERS | {"sort": ["reference"]},
        FILTERS | {"sort": ["title"]},
        FILTERS | {"sort": ["-total"]},
    ]


def test_order_is_said_and_shown(table_page):
    reference, title, service, total = table_page.all("th", scope="col")
    assert title.attributes["aria-sort"] == "descending"
    assert title.text == "Title▼"
    assert [("aria-sort" in heading.attributes) for heading in (reference, service, total)] == [False] * 3
    assert service.text == "Service"


def test_row_header_and_numeric_columns_are_marked(table_page):
    rows = [header for header in table_page.all("th", scope="row") if "tbody" in header.inside]
    assert len(rows) == 25
    assert all(row.text.startswith("Shared <fleet>") for row in rows)
    figures = table_page.all("td", class_="govuk-table__cell govuk-table__cell--numeric")
    assert len(figures) == 25 + 1


def test_totals_label_spans_the_columns_without_a_total(table_page):
    label, total = [
        element
        for element in table_page.elements
        if "tfoot" in element.inside and element.tag in ("th", "td")
    ]
    assert (label.tag, label.text, label.attributes["colspan"]) == ("th", "Total of all 312 proposals", "3")
    assert (total.tag, total.text) == ("td", "£2,784,000")


def test_table_can_be_scrolled_with_the_keyboard(table_page):
    region = table_page.one("div", role="region", tabindex="0")
    caption = table_page.with_id(region.attributes["aria-labelledby"])
    assert (caption.tag, caption.text) == ("caption", "Savings proposals")


def test_table_without_rows_says_so(client, db):
    page = read(client.get("/?nothing=1"))
    assert page.with_id("table-empty").text == "No proposals match these filters."
    assert not page.all("table")


# Filters.


def test_filter_keeps_the_order_and_leaves_the_page(table_page):
    kept = {e.attributes["name"]: e.attributes["value"] for e in table_page.all("input", type="hidden")}
    assert kept == {"sort": "-title"}
    (clear,) = [link for link in table_page.all("a") if link.text == "Clear filters"]
    assert clear.attributes["href"] == "/?sort=-title"


def test_applied_filters_are_shown_in_words_and_can_be_removed_one_by_one(table_page):
    removals = {
        table_page.words(link): parameters(link) for link in table_page.all("a", class_="app-filter__remove")
    }
    assert removals == {
        "Remove filter Search: fleet ✕": {"directorate": ["1", "2"], "sort": ["-title"]},
        "Remove filter Directorate: Children ✕": {"q": ["fleet"], "directorate": ["2"], "sort": ["-title"]},
        "Remove filter Directorate: Adults ✕": {"q": ["fleet"], "directorate": ["1"], "sort": ["-title"]},
    }


def test_filters_open_by_themselves_only_when_one_is_wrong(client, db):
    assert "open" not in read(client.get("/?least=5")).one("details").attributes
    assert "open" in read(client.get("/?least=x")).one("details").attributes

"""The list of proposals: its columns, its totals, its order, its pages, and what its address may say."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals.models.stored_figures import store_figures_of
from tests.support.web_examples import (
    FIRST,
    body_rows,
    make_many,
    make_proposal,
    make_round,
    make_service,
    notes,
    problems,
    references,
    totals_row,
    tree,
    words,
)

pytestmark = pytest.mark.django_db
LIST = "/proposals/"
MOST_QUERIES = 15


@pytest.fixture
def reader(client, scrutiny_member):
    client.force_login(scrutiny_member)
    return client


@pytest.fixture
def budget_round():
    return make_round()


@pytest.fixture
def three(budget_round):
    """Three proposals; £m with three decimals, savings printed negative, as the council does."""
    homes = make_service(budget_round, "Care homes", "ASC", "Adult care")
    make_proposal(
        budget_round, "ENV002", "Dim the lights", (906_000, 1_188_000, 690_000), ("-2.5", "0", "-1")
    )
    make_proposal(budget_round, "ASC001", "Fewer beds", (0, 450_500, 0), ("1.25",), service=homes)
    make_proposal(budget_round, "ENV010", "Sell the depot", ({"one_off_saving": 100_000}, 0, 0), position=9)
    return budget_round


@pytest.mark.one_database
class TestTheTable:
    def test_has_a_column_per_year_beside_what_names_a_proposal(self, reader, three):
        headings = tree(reader.get(LIST)).xpath("//div[@class='app-proposals']//thead//th/a/text()")
        assert headings == [
            *("Reference", "Title"),
            *("2027/28 (£m)", "2028/29 (£m)", "2029/30 (£m)", "Total (£m)", "FTE"),
        ]

    def test_prints_each_figure_as_the_council_prints_it(self, reader, three):
        # By hand: a one-off saving of 100,000 falls out again in the year after, so its total is zero.
        assert body_rows(reader.get(LIST)) == [
            [
                "ENV002",
                "Dim the lights Street lighting, Environment",
                "-0.906",
                "-1.188",
                "-0.690",
                "-2.784",
                "-3.50",
            ],
            [
                "ASC001",
                "Fewer beds Care homes, Adult care",
                "0.000",
                "-0.451",
                "0.000",
                "-0.451",
                "1.25",
            ],
            [
                "ENV010",
                "Sell the depot Street lighting, Environment",
                "-0.100",
                "0.100",
                "0.000",
                "0.000",
                "Not stated",
            ],
        ]

    def test_keeps_the_order_of_the_rounds_documents_until_asked(self, reader, three):
        assert references(reader.get(LIST)) == ["ENV002", "ASC001", "ENV010"]

    def test_leads_to_the_overview_and_the_record_of_its_own_round(self, reader, three):
        make_round("Another round")
        ways = tree(reader.get(LIST, {"round": three.pk})).xpath("//nav[@aria-label='Main']//@href")
        assert {f"/proposals/overview/?round={three.pk}", f"/proposals/scrutiny/?round={three.pk}"} <= set(
            ways
        )

    def test_says_which_round_it_is_and_leads_to_the_others(self, reader, three):
        other = make_round("Budget 2026/27")
        make_proposal(other, "ENV900")
        page = tree(reader.get(LIST, {"round": three.pk}))
        assert "Budget 2027/28 to 2029/30" in words(page.xpath("//h1")[0])
        offered = page.xpath("//select[@name='round']/option")
        assert [(words(one), one.get("value"), one.get("selected") is not None) for one in offered] == [
            ("Eastvale Council: Budget 2026/27", str(other.pk), False),
            ("Eastvale Council: Budget 2027/28 to 2029/30", str(three.pk), True),
        ]

    def test_leads_from_each_reference_and_each_title_to_the_proposal(self, reader, three):
        page = tree(reader.get(LIST))
        (address,) = page.xpath("//a[text()='ASC001']/@href")
        assert page.xpath("//a[text()='Fewer beds']/@href") == [address]
        assert "Fewer beds" in reader.get(address).content.decode()

    def test_names_service_and_directorate_below_the_title_unless_a_column_does(self, reader, three):
        assert body_rows(reader.get(LIST))[1][1] == "Fewer beds Care homes, Adult care"
        assert body_rows(reader.get(LIST, {"columns": "title,service"}))[1] == [
            "ASC001",
            "Fewer beds",
            "Care homes",
        ]

    def test_escapes_what_people_wrote(self, reader, budget_round):
        make_proposal(budget_round, "<b>1", "<script>alert(1)</script>")
        page = reader.get(LIST).content.decode()
        assert "<script>alert" not in page
        assert "<b>1" not in page


@pytest.mark.one_database
class TestTotals:
    def test_are_those_of_the_whole_filtered_set_and_labelled_so(self, reader, three):
        # 906,000 + 100,000; 1,188,000 + 450,500 − 100,000; 690,000: rounded after adding, half up.
        assert totals_row(reader.get(LIST)) == [
            "Total of all 3 proposals",
            "-1.006",
            "-1.539",
            "-0.690",
            "-3.235",
            "-2.25",
        ]
        assert totals_row(reader.get(LIST, {"text": "env"})) == [
            "Total of all 2 proposals that match the filters",
            "-1.006",
            "-1.088",
            "-0.690",
            "-2.784",
            "-3.50",
        ]
        assert (
            totals_row(reader.get(LIST, {"text": "beds"}))[0]
            == "Total of 1 proposal that matches the filters"
        )

    def test_say_how_many_are_not_published_to_who_sees_those(self, client, reader, finance_officer, three):
        sent_back = three.proposals.get(reference="ENV002")
        sent_back.stage, sent_back.published_at = "finance_review", None
        sent_back.save()
        said = "1 of them is not published. People who can see only published proposals get other totals"
        assert said not in reader.get(LIST).content.decode()
        client.force_login(finance_officer)
        assert said in client.get(LIST).content.decode()

    def test_leave_out_what_was_withdrawn_though_it_is_listed_and_say_so(self, reader, three):
        withdrawn = three.proposals.get(reference="ENV002")
        withdrawn.stage = "withdrawn"
        withdrawn.save()
        response = reader.get(LIST)
        assert len(body_rows(response)) == 3
        # 100,000; 450,500 − 100,000; and what falls out leaves 450,500.
        assert totals_row(response) == [
            "Total of 2 of 3 proposals", "-0.100", "-0.351", "0.000", "-0.451", "1.25",
        ]  # fmt: skip
        page = words(tree(response).find(".//main"))
        assert "1 of 3 is withdrawn, deferred, rejected or superseded, and not in the totals." in page
        assert f"{withdrawn.title} (withdrawn)" in page

    def test_are_the_same_on_every_page(self, reader, budget_round):
        make_many(budget_round, 60, saving=1_000_000)
        pages = [totals_row(reader.get(LIST, {"page": page})) for page in (1, 2, 3)]
        assert pages == [["Total of all 60 proposals", "-60.000", "0.000", "0.000", "-60.000", "-6.00"]] * 3


class TestSorting:
    @pytest.mark.parametrize(
        ("sort", "expected"),
        [
            ("reference", ["ASC001", "ENV002", "ENV010"]),
            ("-reference", ["ENV010", "ENV002", "ASC001"]),
            ("title", ["ENV002", "ASC001", "ENV010"]),
            ("service", ["ASC001", "ENV002", "ENV010"]),
            ("-directorate", ["ENV002", "ENV010", "ASC001"]),
            ("year_2027", ["ASC001", "ENV010", "ENV002"]),
            ("-year_2028", ["ENV002", "ASC001", "ENV010"]),
            ("-total", ["ENV002", "ASC001", "ENV010"]),
            ("fte", ["ENV002", "ENV010", "ASC001"]),
            ("-directorate,-total", ["ENV002", "ENV010", "ASC001"]),
        ],
    )
    def test_orders_by_the_column_asked_for(self, reader, three, sort, expected):
        assert references(reader.get(LIST, {"sort": sort})) == expected

    def test_begins_with_the_largest_saving_when_a_saving_is_clicked_first(self, reader, three):
        """The council prints savings negative: the largest saving is still what people look for."""
        page = tree(reader.get(LIST))
        assert [link.get("href") for link in page.xpath("//thead//a")][-2:] == ["?sort=-total", "?sort=fte"]

    def test_takes_no_notice_of_capitals(self, reader, budget_round):
        for reference, title in (("A1", "beta"), ("A2", "ALPHA"), ("A3", "Gamma")):
            make_proposal(budget_round, reference, title)
        assert references(reader.get(LIST, {"sort": "title"})) == ["A2", "A1", "A3"]

    @pytest.mark.parametrize(
        "sort", ["", "-total", "title", "-year_2027", "service", "fte", "directorate,-total"]
    )
    def test_shows_every_row_once_across_pages_when_rows_are_equal(self, reader, budget_round, sort):
        make_many(budget_round, 110)
        seen = [
            reference
            for page in range(1, 6)
            for reference in references(reader.get(LIST, {"sort": sort, "page": page}))
        ]
        assert sorted(seen) == [f"ENV{number:04}" for number in range(1, 111)]

    def test_keeps_its_filters_and_order_on_the_way_to_the_next_page(self, reader, budget_round):
        make_many(budget_round, 60)
        page = tree(reader.get(LIST, {"text": "dim", "sort": "-reference"}))
        (following,) = page.xpath("//a[@rel='next']/@href")
        assert references(reader.get(LIST + following)) == [f"ENV{number:04}" for number in range(35, 10, -1)]


@pytest.mark.one_database
class TestAnAddressThatCannotBeFollowed:
    """Never an error of ours, and never a list that is silently something else than was asked."""

    def test_a_page_alone_leaves_the_filter_form_unbound(self, reader, budget_round):
        make_many(budget_round, 30)
        response = reader.get(LIST, {"page": 2})
        assert len(references(response)) == 5
        assert response.context["filter"].is_bound is False
        assert "Filters applied" not in response.content.decode()

    @pytest.mark.parametrize(
        ("page", "rows", "shown"),
        [
            ("9999", 5, "There is no page “9999”. This is page 2 of 2."),
            ("x", 25, "There is no page “x”. This is page 1 of 2."),
            ("0", 25, "There is no page “0”. This is page 1 of 2."),
            ("-1", 25, "There is no page “-1”. This is page 1 of 2."),
            ("²", 25, "There is no page “²”. This is page 1 of 2."),
            ("1" * 5000, 5, f"There is no page “{'1' * 20}”. This is page 2 of 2."),
        ],
    )
    def test_a_page_there_is_not_shows_another_and_says_so(self, reader, budget_round, page, rows, shown):
        make_many(budget_round, 30)
        response = reader.get(LIST, {"page": page})
        assert (len(references(response)), notes(response)) == (rows, [shown])

    def test_an_order_there_is_not_keeps_the_documents_order_and_says_so(self, reader, three):
        response = reader.get(LIST, {"sort": "nonsense"})
        assert references(response) == ["ENV002", "ASC001", "ENV010"]
        assert notes(response) == ["The list cannot be sorted by “nonsense”: it has no such column."]

    def test_the_part_of_an_order_that_there_is_counts(self, reader, three):
        response = reader.get(LIST, {"sort": "-total,-x"})
        assert references(response) == ["ENV002", "ASC001", "ENV010"]
        assert tree(response).xpath("//th[@aria-sort='descending']/a/text()") == ["Total (£m)"]
        assert notes(response) == ["The list cannot be sorted by “-x”: it has no such column."]

    @pytest.mark.parametrize("name", ["foo", "saving_form", "per_page", "budget_round__phase", "sort__in"])
    def test_a_parameter_nobody_knows_is_left_aside_and_said(self, reader, three, name):
        response = reader.get(LIST, {name: "1"})
        assert len(references(response)) == 3
        assert notes(response) == [
            f"The address says “{name}”, which is no filter of this list: it was ignored."
        ]

    def test_a_filter_stated_twice_counts_once_and_is_said(self, reader, three):
        response = reader.get(LIST + "?text=beds&text=depot")
        assert references(response) == ["ENV010"]
        assert notes(response) == ["The address says “text” more than once: the last one counts."]

    @pytest.mark.parametrize("wanted", ["x", "99999", "²", "1 OR 1=1", "-1", "9" * 5000])
    def test_a_round_there_is_not_is_not_found(self, reader, three, wanted):
        assert reader.get(LIST, {"round": wanted}).status_code == 404

    @pytest.mark.parametrize(
        "sort", ["--total", "\x01", "total\x01", "saving_2027", "service__name", "?", "-" * 300]
    )
    def test_no_order_can_break_the_page(self, reader, three, sort):
        assert len(references(reader.get(LIST, {"sort": sort}))) == 3

    def test_an_empty_round_says_that_there_is_nothing(self, client, finance_officer, budget_round):
        client.force_login(finance_officer)
        page = client.get(LIST).content.decode()
        assert "No proposals match these filters." in page
        assert "Download" not in page


class TestTheNumberOfQueries:
    @pytest.mark.parametrize("count", [5, 300])
    @pytest.mark.parametrize(
        "query",
        [
            "",
            "?text=dim&saving_from=1&sort=-year_2027&page=1",
            "?fte=reduced&directorate={directorate}&page=2",
            "?text=dim&down=directorate&across=year&sort=-total",
        ],
    )
    def test_is_small_whatever_the_rows(self, reader, budget_round, count, query):
        make_many(budget_round, count)
        directorate = budget_round.council.directorates.get().pk
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = reader.get(LIST + query.format(directorate=directorate))
        assert len(references(response)) in {5, 25}
        assert len(queries) <= MOST_QUERIES, [query["sql"] for query in queries]


class TestWhereTheFiguresComeFrom:
    def test_the_list_shows_the_profile_even_where_a_stored_figure_is_stale(self, reader, three):
        """Stored figures only sort and filter; what is printed is computed."""
        three.proposals.filter(reference="ENV002").update(total_saving=1, total_fte_change=Decimal(9))
        assert body_rows(reader.get(LIST))[0][-2:] == ["-2.784", "-3.50"]
        store_figures_of(three.proposals.values_list("pk", flat=True))
        assert three.proposals.get(reference="ENV002").total_saving == 2_784_000

    def test_years_without_a_row_are_nought(self, reader, budget_round):
        proposal = make_proposal(budget_round, "ENV001", savings=(5_000,))
        assert {row.year for row in proposal.year_profiles.all()} == {FIRST}
        assert body_rows(reader.get(LIST))[0][2:] == ["-0.005", "0.000", "0.000", "-0.005", "Not stated"]


@pytest.mark.one_database
class TestACouncilThatPrintsOtherwise:
    def test_has_its_own_unit_sign_and_brackets(self, reader):
        budget_round = make_round(
            council="Westvale Council",
            money_unit="thousands",
            money_decimals=1,
            savings_sign="positive",
            negative_style="brackets",
        )
        make_proposal(budget_round, "A1", savings=(83_500, -1_250, 0), fte=("-2",))
        assert body_rows(reader.get(LIST))[0][2:] == ["83.5", "(1.3)", "0.0", "82.3", "(2.00)"]
        assert problems(reader.get(LIST)) == []

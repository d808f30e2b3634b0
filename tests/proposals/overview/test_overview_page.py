"""The overview: every figure leads to a list, and is what that list adds up to, whoever asks."""

import re
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlsplit

import pytest
from django.test import RequestFactory

from proposals.domain.records import Totals
from proposals.listing.selection import selection_of
from proposals.models import EqualityImpact
from proposals.models.records import record_of
from services.models import Characteristic
from services.values.years import years_from
from tests.support.overview_examples import IN_POUNDS, make_random_round
from tests.support.web_examples import FIRST, make_many, make_proposal, make_round, make_service, tree, words

pytestmark = pytest.mark.django_db
ADDRESS = "/proposals/overview/"
YEARS = years_from(FIRST, 3)
ENDED = ("withdrawn", "deferred", "rejected", "superseded")


# What a list adds up to, from its rows alone


class Listed:
    """The proposals that an address of the list shows a person, added up row by row."""

    def __init__(self, address, user):
        request = RequestFactory().get(address)
        request.user = user
        selection = selection_of(request)
        assert selection.is_exact, (address, selection.misread, selection.filter.form.errors)
        self.records = [record_of(each) for each in selection.proposals.with_statements()]
        self.totals = Totals.of(self.records, YEARS)

    def expected(self, year=None):
        """The savings in total, or of a year, each times its percentage; rounded once, at the end."""
        savings = [
            (record.discrete[year] if year else record.total, record.deliverability)
            for record in self.records
            if record.stage not in ENDED
        ]
        known = [
            (pounds, percent) for pounds, percent in savings if pounds is not None and percent is not None
        ]
        if savings and not known:
            return None
        shares = (pounds * Decimal(percent) / 100 for pounds, percent in known)
        return int(sum(shares, Decimal(0)).quantize(Decimal(1), rounding=ROUND_HALF_UP))

    def figure(self, heading, label):
        """What must stand under a heading in the row with the label."""
        name = heading.removesuffix(" (£)")
        totals = self.totals
        if name == "Proposals":
            return totals.count - totals.ended
        if name == "Proposals with a change in posts":
            return sum(any(record.fte.changes) for record in self.records if record.stage not in ENDED)
        if name == "Total":
            return totals.total
        if name == "Risk-adjusted":
            return self.expected(next((year for year in YEARS if str(year) == label), None))
        if name == "FTE":
            return totals.fte.total if totals.fte_is_stated else "Not stated"
        year = next(year for year in YEARS if str(year) == (label if name == "Discrete saving" else name))
        if heading == name:
            return totals.fte.discrete[year] if totals.fte_is_stated else "Not stated"
        return totals.discrete[year]


def printed(text):
    """A figure of the page as a number; None where it is not known."""
    if text == "Not known":
        return None
    found = text.replace(",", "").replace("£", "")
    return Decimal(found) if re.fullmatch(r"-?[\d.]+", found) else text


def is_of_every_list(heading):
    """Whether the figures under a heading are totals of the row's list; shares and in-year figures are not."""
    return heading not in {"Share of all"} and not heading.startswith(("In-year", "Cumulative"))


@pytest.fixture
def three(finance_officer, scrutiny_member, committee_clerk):
    return {"finance": finance_officer, "scrutiny": scrutiny_member, "clerk": committee_clerk}


class TestEveryFigure:
    @pytest.fixture(params=["finance", "scrutiny", "clerk"])
    def person(self, request, three):
        return three[request.param]

    @pytest.fixture
    def lists(self, person):
        """A function that adds up the list at an address, each once."""
        held = {}

        def lists(address):
            return held.setdefault(address, Listed(address, person))

        return lists

    @pytest.fixture(
        params=[
            pytest.param(False, id="savings alone", marks=pytest.mark.one_database),
            pytest.param(True, id="with pressures"),
        ]
    )
    def page(self, client, person, request):
        make_random_round("Budget of the year before", size=8, pressures=request.param)
        budget_round = make_random_round(pressures=request.param)
        client.force_login(person)
        return tree(client.get(ADDRESS, {"round": budget_round.pk}))

    def test_is_what_its_list_adds_up_to(self, page, lists):
        compared = 0
        for table in page.xpath("//section[not(@aria-labelledby='equality')]//table"):
            headings = [words(cell) for cell in table.xpath("./thead//th")][1:]
            if "Reference" in words(table.xpath("./thead")[0]):
                continue
            for row in table.xpath("./tbody/tr | ./tfoot/tr"):
                (label,) = row.xpath("./th/a")
                listed = lists(label.get("href"))
                for heading, cell in zip(headings, row.xpath("./td"), strict=True):
                    if is_of_every_list(heading):
                        assert printed(words(cell)) == listed.figure(heading, words(label)), (
                            words(label),
                            heading,
                        )
                        compared += 1
        assert compared > 60

    def test_of_the_equality_matrix_is_what_its_list_adds_up_to(self, page, lists):
        links = page.xpath("//section[@aria-labelledby='equality']//td//a")
        assert len(links) > 10
        for link in links:
            said = re.search(
                r": (?P<count>[\d,]+) proposals?, (?P<saving>.+?), Budget", link.get("aria-label")
            )
            totals = lists(link.get("href")).totals
            assert printed(said["count"]) == totals.count - totals.ended, link.get("aria-label")
            saving = said["saving"].replace("not known", "Not known")
            assert printed(saving) == totals.total, link.get("aria-label")

    def test_at_the_head_is_what_its_list_adds_up_to(self, page, lists):
        for item in page.xpath("//div[@class='app-headlines__item']"):
            (label,), (link,) = item.xpath("./dt"), item.xpath("./dd/a")
            if words(label) == "No longer pursued":
                continue  # no total counts them, and the next class works them out by hand
            listed = lists(link.get("href"))
            figure = printed(link.text.strip().replace("not known", "Not known"))
            name = {"Risk-adjusted": "Risk-adjusted", "Posts (FTE)": "FTE"}.get(words(label), "Total")
            assert figure == listed.figure(name, ""), words(label)

    def test_drawn_leads_where_its_row_leads(self, page):
        drawn = {link.get("href") for link in page.xpath("//*[local-name()='svg']//*[local-name()='a']")}
        in_tables = {link.get("href") for link in page.xpath("//table//th/a")}
        assert drawn
        assert drawn <= in_tables


class TestPart:
    def test_of_a_round_narrows_every_link(self, client, finance_officer):
        budget_round = make_round(**IN_POUNDS)
        own = make_service(budget_round, "Care", "ASC", "Adults")
        make_proposal(budget_round, "ASC1", savings=(500,), service=own)
        make_proposal(budget_round, "ENV1", savings=(900,))
        client.force_login(finance_officer)
        query = {"round": budget_round.pk, "directorate": own.directorate_id}
        page = tree(client.get(ADDRESS, query))
        assert "Filters applied: Directorate: Adults." in words(page)
        links = page.xpath("//section//table//th/a")
        assert links
        for link in links:
            listed = Listed(link.get("href"), finance_officer)
            assert {record.reference for record in listed.records} == {
                "ASC1"
            } or "/proposals/?" not in link.get("href")

    def test_with_a_filter_that_cannot_be_used_shows_no_figure(self, client, finance_officer):
        budget_round = make_round(**IN_POUNDS)
        make_proposal(budget_round, "ENV1", savings=(900,))
        client.force_login(finance_officer)
        page = tree(client.get(ADDRESS, {"round": budget_round.pk, "saving_from": "plenty"}))
        assert "There is a problem with a filter" in words(page)
        assert page.xpath("//section//table") == []

    def test_without_proposals_says_so(self, client, finance_officer):
        budget_round = make_round(**IN_POUNDS)
        client.force_login(finance_officer)
        page = tree(client.get(ADDRESS, {"round": budget_round.pk}))
        assert "There are no proposals in this round that you can see." in words(page)


class TestPressures:
    @pytest.fixture
    def page(self, client, finance_officer):
        budget_round = make_round(**IN_POUNDS)
        own = make_service(budget_round, "Care", "ASC", "Adults")
        make_proposal(budget_round, "ASC1", savings=(500, 100), service=own, deliverability=50)
        make_proposal(budget_round, "ENV1", savings=(900,))
        make_proposal(budget_round, "GRO1", savings=(-200, -50), service=own, direction="pressure")
        client.force_login(finance_officer)
        return lambda **query: tree(client.get(ADDRESS, {"round": budget_round.pk, **query}))

    def rows(self, page, anchor):
        (section,) = page.xpath(f"//section[@aria-labelledby='{anchor}']")
        return [[words(cell) for cell in row] for row in section.xpath(".//tbody/tr | .//tfoot/tr")]

    def test_stand_beside_savings_with_the_net_figure_by_directorate_and_year(self, page):
        assert self.rows(page(), "pressures") == [
            ["Adults: savings", "1", "500", "100", "0", "600", "Not stated"],
            ["Adults: pressures", "1", "-200", "-50", "0", "-250", "Not stated"],
            ["Adults: net", "2", "300", "50", "0", "350", "Not stated"],
            ["Environment: savings", "1", "900", "0", "0", "900", "Not stated"],
            ["All: savings", "2", "1,400", "100", "0", "1,500", "Not stated"],
            ["All: pressures", "1", "-200", "-50", "0", "-250", "Not stated"],
            ["All: net", "3", "1,200", "50", "0", "1,250", "Not stated"],
        ]

    def test_are_in_no_other_part(self, page):
        whole = page()
        # By hand: half of 600.
        assert self.rows(whole, "directorates")[0] == ["Adults", "1", "500", "100", "0", "600", "300"]
        assert self.rows(whole, "largest")[0][0] == "ENV1"
        assert "The 2 largest savings" in words(whole)
        links = whole.xpath("//section[@aria-labelledby!='pressures']//table//a/@href")
        assert links
        assert all("direction=saving" in link for link in links if link.startswith("/proposals/?"))

    def test_alone_have_a_part_of_their_own_only(self, page):
        alone = page(direction="pressure")
        assert [section.get("aria-labelledby") for section in alone.xpath("//section[h2]")] == [
            "pressures",
            "equality",
        ]
        assert self.rows(alone, "pressures")[-1] == [
            *("All: pressures", "1", "-200", "-50", "0", "-250", "Not stated"),
        ]
        labels = [words(label) for label in alone.xpath("//div[@class='app-headlines__item']/dt")]
        assert labels == ["Total pressures", "Posts (FTE)"]

    def test_are_not_spoken_of_where_there_are_none(self, page):
        savings = page(direction="saving")
        assert not savings.xpath("//section[@aria-labelledby='pressures']")
        labels = [words(label) for label in savings.xpath("//div[@class='app-headlines__item']/dt")]
        assert "Total pressures" not in labels


@pytest.mark.one_database
class TestHead:
    def lines(self, client, budget_round):
        page = tree(client.get(ADDRESS, {"round": budget_round.pk}))
        return {
            words(item.xpath("./dt")[0]): [words(part) for part in item.xpath("./dd")]
            for item in page.xpath("//div[@class='app-headlines__item']")
        }

    def test_holds_what_is_pursued_against_the_target(self, client, finance_officer):
        budget_round = make_round(**IN_POUNDS)
        budget_round.target = 1_000
        budget_round.save()
        make_proposal(budget_round, "ENV1", savings=(700,))
        make_proposal(budget_round, "ENV2", savings=(400,), stage="withdrawn")
        client.force_login(finance_officer)
        lines = self.lines(client, budget_round)
        assert lines["Total saving"] == ["£700: Total saving, the list", "1 proposal"]
        assert lines["No longer pursued"] == [
            "£400: No longer pursued, the list",
            "1 proposal deferred, withdrawn, rejected or superseded, not in the total",
        ]
        assert lines["Progress towards the savings target"] == [
            "£700: Progress towards the savings target, the list",
            "£300 short of the target of £1,000",
        ]

    def test_shows_a_proposal_without_a_percentage_apart(self, client, finance_officer):
        budget_round = make_round(**IN_POUNDS)
        make_proposal(budget_round, "ENV1", savings=(1_001,), deliverability=50)
        make_proposal(budget_round, "ENV2", savings=(200,))
        client.force_login(finance_officer)
        lines = self.lines(client, budget_round)
        # Half of 1,001 is 500.50, which is printed half up.
        assert lines["Risk-adjusted"] == ["£501: Risk-adjusted, the list"]
        assert lines["Without a deliverability percentage"] == [
            "£200: Without a deliverability percentage, the list",
            "1 proposal not in the risk-adjusted figure",
        ]


@pytest.mark.one_database
class TestUnknown:
    def test_years_are_left_out_and_said(self, client, finance_officer):
        budget_round = make_round(**IN_POUNDS)
        make_proposal(budget_round, "ENV1", savings=(100,), profile_complete=False, stated_total=900)
        client.force_login(finance_officer)
        page = tree(client.get(ADDRESS, {"round": budget_round.pk}))
        (row,) = page.xpath("//section[@aria-labelledby='directorates']//tbody/tr")
        assert [words(cell) for cell in row] == [
            "Environment",
            "1",
            "100",
            "Not known",
            "Not known",
            "900",
            "Not known",
        ]
        assert (
            "1 proposal has an incomplete profile. The totals by year include what is known of it in each year; "
            "the total includes only a total that is stated for it." in words(page)
        )

    def test_nothing_is_unknown_of_a_directorate_whose_proposals_have_all_ended(
        self, client, finance_officer
    ):
        budget_round = make_round(**IN_POUNDS)
        make_proposal(budget_round, "ENV1", savings=(400,), stage="withdrawn")
        care = make_service(budget_round, "Care", "ASC", "Adults")
        make_proposal(budget_round, "ASC1", savings=(200,), service=care, deliverability=50)
        client.force_login(finance_officer)
        page = tree(client.get(ADDRESS, {"round": budget_round.pk}))
        rows = page.xpath("//section[@aria-labelledby='directorates']//tbody/tr")
        assert [[words(cell) for cell in row] for row in rows] == [
            ["Adults", "1", "200", "0", "0", "200", "100"],
            ["Environment", "0", "0", "0", "0", "0", "0"],
        ]


class TestEquality:
    def test_stands_with_earlier_rounds_and_leads_to_each(self, client, finance_officer):
        age = Characteristic.objects.get(name="Age")
        before = make_round("Budget 2026/27", **IN_POUNDS)
        before.first_year = FIRST + (-1)
        before.base_year = FIRST + (-2)
        before.save()
        here = make_round("Budget 2027/28 to 2029/30")
        for budget_round, reference, pounds in (
            (before, "OLD1", 300),
            (here, "NEW1", 500),
            (here, "NEW2", 50),
        ):
            proposal = make_proposal(budget_round, reference, savings=(pounds,))
            EqualityImpact.objects.create(proposal=proposal, characteristic=age, effect="negative_high")
        client.force_login(finance_officer)
        page = tree(client.get(ADDRESS, {"round": here.pk}))
        alone, together = page.xpath("//section[@aria-labelledby='equality']//table")
        column = [words(cell) for cell in alone.xpath("./thead//th")].index("Negative: high")
        assert words(alone.xpath("./tbody/tr[th='Age']/*")[column]) == "2550"
        cell = together.xpath("./tbody/tr[th='Age']/*")[column]
        assert words(cell) == "3850 2 in Budget 2027/28 to 2029/301 in Budget 2026/27"
        assert [
            f"round={each.pk}&characteristic={age.pk}&effect=negative_high" for each in (here, before)
        ] == [urlsplit(link.get("href")).query for link in cell.xpath(".//a")]


class TestWho:
    def test_is_not_signed_in_has_to(self, client):
        assert client.get(ADDRESS).status_code == 302

    def test_has_no_role_finds_nothing(self, client, outsider):
        client.force_login(outsider)
        assert client.get(ADDRESS).status_code == 404

    def test_may_not_see_a_round_does_not_find_it(self, client, scrutiny_member):
        visible = make_round()
        make_proposal(visible, "ENV1")
        hidden = make_round("Next", phase="preparation")
        make_proposal(hidden, "ENV1")
        client.force_login(scrutiny_member)
        assert client.get(ADDRESS, {"round": visible.pk}).status_code == 200
        assert client.get(ADDRESS, {"round": hidden.pk}).status_code == 404


def test_asks_the_database_as_often_for_many_proposals_as_for_few(
    client, finance_officer, django_assert_max_num_queries
):
    budget_round = make_round(**IN_POUNDS)
    make_many(budget_round, 60)
    client.force_login(finance_officer)
    with django_assert_max_num_queries(15):
        client.get(ADDRESS, {"round": budget_round.pk})

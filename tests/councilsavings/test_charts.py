"""Charts: what is drawn and said, whatever the figures are."""

import re
from decimal import Decimal

import pytest
from lxml import etree

from councilsavings.charts import Chart, Point, Series, UnevenChart, bar_chart, line_chart, stacked_chart

SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart: Chart) -> etree._Element:
    return etree.fromstring(chart.svg)


def texts(chart: Chart) -> list[str]:
    return [node.text for node in drawn(chart).iter(f"{SVG}text")]


def bars(chart: Chart) -> list[tuple[float, float]]:
    """Return where each bar begins and how long it is."""
    boxes = (node for node in drawn(chart).iter(f"{SVG}rect") if node.get("stroke"))
    return [(float(node.get("x")), float(node.get("width"))) for node in boxes]


def one_series(*figures: tuple[str, int | Decimal | None], address: str = "") -> Series:
    return Series("Saving", tuple(_point(label, amount, address) for label, amount in figures))


def _point(label: str, amount: int | Decimal | None, address: str = "") -> Point:
    return Point(label, amount, "" if amount is None else f"£{amount:,}", address)


TWO_YEARS = (
    Series("2018/19", (_point("Adults", 400), _point("Highways", 100))),
    Series("2019/20", (_point("Adults", None), _point("Highways", -50))),
)


class TestEveryDrawing:
    charts = (bar_chart("Saving", TWO_YEARS), line_chart("Saving", TWO_YEARS))

    @pytest.mark.parametrize("chart", charts)
    def test_has_its_title_and_the_text_that_says_the_same(self, chart):
        first, second, *_rest = drawn(chart)
        assert (first.tag, first.text) == (f"{SVG}title", "Saving")
        assert (second.tag, second.text) == (f"{SVG}desc", chart.alternative)

    @pytest.mark.parametrize("chart", charts)
    def test_has_attributes_only_and_no_identifier_that_another_could_have(self, chart):
        for node in drawn(chart).iter():
            assert not {"style", "id", "onclick"} & set(node.attrib)
            assert node.tag.removeprefix(SVG) not in {"style", "script", "image", "use", "foreignObject"}

    @pytest.mark.parametrize("chart", charts)
    def test_stays_within_its_box(self, chart):
        root = drawn(chart)
        width, height = map(float, root.get("viewBox").split()[2:])
        for node in root.iter(f"{SVG}text", f"{SVG}rect"):
            assert 0 <= float(node.get("x")) <= width
            assert 0 <= float(node.get("y")) <= height

    def test_writes_names_as_text_and_never_as_markup(self):
        chart = bar_chart("<b>", [one_series(("<script>alert(1)</script> & \x01", 1))])
        assert "<script>" not in chart.svg
        assert "<script>alert(1)</script> & □" in texts(chart)


class TestBars:
    def test_are_as_long_as_their_amounts(self):
        (_left, longer), (_left, shorter) = bars(bar_chart("Saving", [one_series(("A", 400), ("B", 100))]))
        assert longer == pytest.approx(4 * shorter, abs=0.5)

    def test_of_negative_amounts_go_to_the_other_side_of_nought(self):
        (start, _length), (negative_start, length) = bars(
            bar_chart("Saving", [one_series(("A", 400), ("B", -100))])
        )
        assert negative_start + length == pytest.approx(start, abs=0.2)

    def test_of_unknown_amounts_are_a_gap_with_words(self):
        chart = bar_chart("Saving", [one_series(("A", 400), ("B", None))])
        assert len(bars(chart)) == 1
        assert "not known" in texts(chart)

    def test_of_nought_only_are_none(self):
        chart = bar_chart("Saving", [one_series(("A", 0), ("B", 0))])
        assert bars(chart) == []
        assert texts(chart).count("£0") == 2

    def test_of_several_series_differ_by_pattern(self):
        six = [Series(f"Year {number}", (_point("Adults", 5000),)) for number in range(6)]
        patterns = {
            re.sub(r"-?[\d.]+", "", node.get("d")): node.get("d").count("M")
            for node in drawn(bar_chart("Saving", six)).iter(f"{SVG}path")
        }
        fills = [
            node.get("fill")
            for node in drawn(bar_chart("Saving", six)).iter(f"{SVG}rect")
            if node.get("stroke")
        ]
        # One is full and one an empty box; the other four have strokes, each in another number.
        assert len(set(patterns.values())) == 4
        assert fills.count("#ffffff") == 5

    def test_too_many_for_a_page_are_left_to_the_table_in_words(self):
        chart = bar_chart("Saving", [one_series(*((f"Service {number}", number) for number in range(60)))])
        assert f"The first {len(bars(chart)) + 1} of 60; the table has all." in texts(chart)
        assert float(drawn(chart).get("height")) < 1000
        assert len(chart.rows) == 60

    def test_twenty_are_all_drawn(self):
        chart = bar_chart("Saving", [one_series(*((f"Service {number}", number) for number in range(1, 21)))])
        assert len(bars(chart)) == 20

    def test_without_any_figure_say_so(self):
        assert texts(bar_chart("Saving", [one_series()])) == ["There are no figures to show."]

    def test_cut_a_long_name_between_its_words_and_at_its_end(self):
        name = "Highways, Transport, Street Lighting and the Maintenance of every Bridge in the County of Ournshire"
        chart = bar_chart("Saving", [one_series((name, 1))])
        first, second = (content for content in texts(chart) if content != "£1")
        assert name.startswith(first)
        assert second.endswith("…")
        assert name in chart.alternative


class TestLinks:
    def test_lead_to_the_list_behind_the_figures_by_their_names(self):
        chart = bar_chart("Saving", [one_series(("Adults", 400), address="/list/?d=1&e=2")])
        (anchor,) = drawn(chart).iter(f"{SVG}a")
        assert anchor.get("href") == "/list/?d=1&e=2"
        assert anchor.get("aria-label") == "Adults: £400"

    def test_are_one_a_label_where_all_its_figures_lead_to_the_same_list(self):
        series = [Series(year, (Point("Adults", 1, "£1", "/adults/"),)) for year in ("2018/19", "2019/20")]
        chart = bar_chart("Saving", series)
        (anchor,) = drawn(chart).iter(f"{SVG}a")
        assert anchor.get("aria-label") == "Adults: 2018/19 £1, 2019/20 £1"
        assert chart.rows[0].address == "/adults/"

    def test_are_one_a_figure_where_they_lead_apart(self):
        series = [Series(year, (Point("Adults", 1, "£1", f"/{year}/"),)) for year in ("2018/19", "2019/20")]
        chart = bar_chart("Saving", series)
        assert [node.get("href") for node in drawn(chart).iter(f"{SVG}a")] == ["/2018/19/", "/2019/20/"]
        assert chart.rows[0].address == ""

    def test_make_the_drawing_a_group_as_a_picture_would_hide_them(self):
        assert drawn(bar_chart("Saving", [one_series(("A", 1), address="/a/")])).get("role") == "group"
        assert drawn(bar_chart("Saving", [one_series(("A", 1))])).get("role") == "img"


class TestLines:
    years = ("2018/19", "2019/20", "2020/21", "2021/22")

    def test_rise_with_the_amounts(self):
        chart = line_chart("Net", [one_series(("2018/19", -2), ("2019/20", 0), ("2020/21", 25))])
        heights = [float(node.get("cy")) for node in drawn(chart).iter(f"{SVG}circle") if node.get("stroke")]
        assert heights == sorted(heights, reverse=True)

    def test_are_broken_where_a_figure_is_not_known(self):
        figures = zip(self.years, (1, 2, None, 4), strict=True)
        chart = line_chart("Net", [one_series(*figures)])
        (path,) = drawn(chart).iter(f"{SVG}path")
        assert path.get("d").count("M") == 2
        assert "Not known: 2020/21." in texts(chart)

    def test_of_several_series_differ_by_dashes_and_say_which_is_which(self):
        series = [
            Series(name, tuple(_point(year, 5 * place) for year in self.years))
            for place, name in enumerate("ABC")
        ]
        chart = line_chart("Net", series)
        dashes = {
            node.get("stroke-dasharray")
            for node in drawn(chart).iter(f"{SVG}path")
            if node.get("stroke-width") == "2"
        }
        assert len(dashes) == 3
        assert {"A", "B", "C"} <= set(texts(chart))

    def test_of_one_point_are_that_point(self):
        assert {"2018/19", "£3"} == set(texts(line_chart("Net", [one_series(("2018/19", 3))])))


class TestWords:
    def test_say_every_figure_where_they_are_few(self):
        chart = bar_chart("Saving", TWO_YEARS, alternative="The round saves £450.")
        assert chart.alternative == (
            "The round saves £450. Adults: 2018/19 £400, 2019/20 not known. Highways: 2018/19 £100, 2019/20 £-50."
        )

    def test_say_how_many_and_the_extremes_where_they_are_many(self):
        figures = [*((f"S{number}", number) for number in range(20)), ("S20", None)]
        assert bar_chart("Saving", [one_series(*figures)], unit="£").alternative == (
            "Figures in £. 21 figures: highest S19 with £19, lowest S0 with £0; 1 of them not known."
        )


class TestRefusals:
    def test_more_series_than_there_are_patterns(self):
        with pytest.raises(UnevenChart, match="at most 6 series; there are 7"):
            bar_chart("Saving", [Series(str(number), ()) for number in range(7)])

    def test_two_figures_of_one_name(self):
        with pytest.raises(UnevenChart, match="“Saving” has two figures of one name"):
            bar_chart("Saving", [one_series(("A", 1), ("A", 2))])


class TestStackedColumns:
    savings = Series("Savings", (Point("2027/28", 60, "60"), Point("2028/29", 90, "90")))
    costs = Series("Cost", (Point("2027/28", -25, "-25"), Point("2028/29", 0, "0")))
    capital = Series("Capital", (Point("2027/28", -15, "-15"), Point("2028/29", None, "")))
    net = Series("Net", (Point("2027/28", 35, "35"), Point("2028/29", 90, "90")))

    def chart(self):
        return stacked_chart(
            "Savings and costs", [self.savings, self.costs, self.capital], self.net, unit="£"
        )

    def columns(self):
        """The columns as top and bottom, in the order of the drawing; the key's swatches come first."""
        found = re.findall(
            r'<rect x="[^"]+" y="([^"]+)" width="48" height="([^"]+)" fill="#(?:1d5a80|ffffff)" stroke',
            self.chart().svg,
        )
        return [(float(y), float(y) + float(height)) for y, height in found]

    def test_stand_above_zero_and_hang_below_it_each_beyond_the_one_before(self):
        saving, cost, capital, other_saving = self.columns()
        assert saving[1] == pytest.approx(cost[0], abs=0.2)  # both begin at zero
        assert cost[1] == pytest.approx(capital[0], abs=0.2)
        assert other_saving[1] == pytest.approx(saving[1], abs=0.2)

    def test_are_as_high_as_their_amounts(self):
        heights = [bottom - top for top, bottom in self.columns()]
        assert [height / heights[0] for height in heights] == pytest.approx(
            [1, 25 / 60, 15 / 60, 90 / 60], abs=0.01
        )

    def test_have_every_figure_in_the_table_and_the_alternative(self):
        chart = self.chart()
        assert chart.columns == ("Savings", "Cost", "Capital", "Net")
        assert [cell.words for cell in chart.rows[1].cells] == ["90", "0", "not known", "90"]
        assert "2027/28: Savings 60, Cost -25, Capital -15, Net 35." in chart.alternative

    def test_without_figures_say_so(self):
        assert "There are no figures to show." in stacked_chart("Empty", [], Series("Net", ())).svg

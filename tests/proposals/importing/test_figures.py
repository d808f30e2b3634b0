"""The figures of a form: units, signs, brackets, years, blanks, footnotes, and what is never guessed."""

import pytest

from proposals.importing.issues import Severity
from services.values.years import FinancialYear
from tests.support.option_forms import LIBRARIES, PARKS, ROADS, bytes_of, read_forms, text_of, word_of
from tests.support.parsed_documents import lines_in


def read(content):
    if isinstance(content, str):
        content = content.encode()
    return read_forms(lines_in(content, "options.txt"))


def with_table(table):
    """Return a form whose table of savings is printed otherwise."""
    text = text_of(LIBRARIES)
    begin, end = text.index("\t2027/28\n\t2028/29"), text.index("\t-0.150\n") + len("\t-0.150\n")
    return text[:begin] + table + text[end:]


def said(document, severity):
    return [issue for issue in document.issues if issue.severity is severity]


def errors(document):
    return [(issue.code, issue.place) for issue in said(document, Severity.ERROR)]


def questions(document):
    return [(issue.code, issue.place) for issue in said(document, Severity.QUESTION)]


def discrete(document):
    return list(document.forms[0].discrete.values())


IN_THOUSANDS = {"unit": "£000", "savings": ("-120", "-30", "0", "-150")}


@pytest.fixture(params=[bytes_of, word_of], ids=["text", "word"])
def made(request):
    return request.param


class TestUnits:
    @pytest.mark.parametrize("unit", ["£000", "£'000", "£’000s", "(£000)", "£k", "£ thousand"])
    def test_thousands(self, made, unit):
        document = read(made(LIBRARIES.but(**IN_THOUSANDS | {"unit": unit})))
        assert discrete(document) == [-120_000, -30_000, 0]
        assert document.issues == ()

    def test_half_thousands_are_exact(self, made):
        document = read(made(LIBRARIES.but(unit="£000", savings=("-83.5", "0", "0", "-83.5"))))
        assert discrete(document) == [-83_500, 0, 0]

    @pytest.mark.parametrize("unit", ["£", "(£)"])
    def test_whole_pounds(self, made, unit):
        pounds = LIBRARIES.but(unit=unit, savings=("-120,000", "-30,000", "0", "-150,000"))
        assert discrete(read(made(pounds))) == [-120_000, -30_000, 0]

    def test_a_unit_in_the_tables_heading(self):
        text = text_of(LIBRARIES.but(**IN_THOUSANDS)).replace("\t£000\n", "").replace("year):", "year) £000:")
        assert discrete(read(text)) == [-120_000, -30_000, 0]

    def test_a_unit_beside_each_year(self, made):
        years = ("2027/28 £000", "2028/29 £000", "2029/30 £000")
        document = read(made(LIBRARIES.but(years=years, **IN_THOUSANDS | {"unit": ""})))
        assert discrete(document) == [-120_000, -30_000, 0]

    def test_columns_in_different_units_are_refused(self):
        document = read(text_of(LIBRARIES).replace("\t£m\n", "\t£000\n", 1))
        assert errors(document) == [("table unreadable", "line 27")]

    def test_savings_without_a_unit_need_a_decision(self, made):
        document = read(made(LIBRARIES.but(unit="", savings=("-120", "-30", "0", "-150"))))
        assert [code for code, _ in questions(document)] == ["unit not stated"]

    def test_a_budget_without_a_unit_is_refused(self, made):
        document = read(made(LIBRARIES.but(gross="4,250", **IN_THOUSANDS)))
        (error,) = said(document, Severity.ERROR)
        assert "gross budget: “4,250” says no unit (£, £000 or £m)." in error.message

    def test_a_budgets_unit_may_stand_in_its_heading(self, made):
        named = LIBRARIES.but(base_year="2026/27 (£000)", gross="4,250", income="350", net="3,900")
        form = read(made(named)).forms[0]
        assert (form.gross.pounds, form.income.pounds, form.net.pounds) == (4_250_000, 350_000, 3_900_000)
        assert form.base_year == FinancialYear(2026)

    def test_a_budget_of_a_few_pounds_beside_thousands_needs_a_decision(self, made):
        small = LIBRARIES.but(gross="£4,250", income="£350", net="£3,900", **IN_THOUSANDS)
        assert [code for code, _ in questions(read(made(small)))] == ["unit doubtful"] * 3


class TestSigns:
    def test_brackets_are_negative(self, made):
        document = read(
            made(
                LIBRARIES.but(
                    savings=("(0.120)", "(0.030)", "-", "(0.150)"), fte=("(2.00)", "0.5", "-", "(1.5)")
                )
            )
        )
        assert discrete(document) == [-120_000, -30_000, 0]
        assert [str(change) for change in document.forms[0].fte.values()] == ["-2.00", "0.50", "0.00"]

    def test_savings_printed_positive_are_savings(self, made):
        document = read(made(LIBRARIES.but(savings=("0.120", "0.030", "0", "0.150"))))
        assert document.savings_sign == "positive"
        assert document.issues == ()

    def test_a_total_against_the_others_sign_needs_a_decision(self, made):
        odd = ROADS.but(savings=("0.500", "0", "0", "0.500"))
        document = read(made(LIBRARIES, PARKS, odd))
        (difference,) = said(document, Severity.QUESTION)
        assert (difference.code, difference.reference) == ("opposite sign", "ENV020b")

    def test_as_many_of_either_sign_need_a_decision(self, made):
        document = read(made(LIBRARIES, ROADS.but(savings=("0.500", "0", "0", "0.500"))))
        assert "sign of savings" in [code for code, _ in questions(document)]

    def test_fte_changes_printed_positive_beside_positive_savings_need_a_decision(self, made):
        document = read(made(LIBRARIES.but(savings=("0.1", "0", "0", "0.1"), fte=("2", "0", "0", "2"))))
        assert [code for code, _ in questions(document)] == ["sign of FTE"]

    def test_a_negative_gross_budget_is_refused(self, made):
        document = read(made(LIBRARIES.but(gross="-£4.250m")))
        assert "negative budget" in [code for code, _ in errors(document)]

    def test_income_above_gross_is_a_negative_net_budget(self, made):
        document = read(made(PARKS))
        assert document.forms[0].net.pounds == -300_000
        assert document.issues == ()


class TestTotals:
    def test_savings_that_do_not_add_up(self, made):
        (difference,) = said(
            read(made(LIBRARIES.but(savings=("-0.120", "-0.030", "0", "-0.160")))), Severity.QUESTION
        )
        assert difference.message == (
            "the total saving is stated as -£160,000, but the years add up to -£150,000."
        )

    def test_fte_changes_that_do_not_add_up(self, made):
        (difference,) = said(
            read(made(LIBRARIES.but(fte=("-2.00", "0.50", "0.00", "-2.50")))), Severity.QUESTION
        )
        assert difference.message == "the FTE total is stated as -2.50, but the years add up to -1.50."

    def test_a_net_budget_that_is_not_gross_less_income(self, made):
        (difference,) = said(read(made(LIBRARIES.but(net="£3.800m"))), Severity.QUESTION)
        assert difference.message == (
            "the net budget is stated as £3,800,000, but gross less income is £3,900,000."
        )

    def test_the_place_is_that_of_the_stated_figure(self):
        document = read(text_of(LIBRARIES.but(savings=("-0.1", "0", "0", "-0.2"), net="£3m")))
        assert questions(document) == [("net budget", "line 16"), ("savings total", "line 31")]


class TestYears:
    @pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
    def test_two_to_six_years(self, made, count):
        years = tuple(f"{2030 + offset}/{31 + offset}" for offset in range(count))
        changed = LIBRARIES.but(
            years=years,
            savings=("-0.1",) * count + (f"-0.{count}",),
            fte=("0",) * (count + 1),
            start_year="2030/31",
        )
        document = read(made(changed))
        assert discrete(document) == [-100_000] * count
        assert document.issues == ()

    @pytest.mark.parametrize(
        ("base", "years"),
        [
            ("2026-27", ("2027-28", "2028-29", "2029-30")),
            ("26/27", ("27/28", "28/29", "29/30")),
            ("2026/2027", ("2027/2028", "2028/2029", "2029/2030")),
            ("2026–27", ("2027–28", "2028–29", "2029–30")),
        ],
    )
    def test_years_written_otherwise(self, made, base, years):
        question = f"Which 'start year' does this option relate to {years[0]}, {years[1]} or {years[2]}"
        form = LIBRARIES.but(base_year=base, years=years, question=question, start_year=years[0])
        document = read(made(form))
        assert list(document.forms[0].discrete) == [
            FinancialYear(2027),
            FinancialYear(2028),
            FinancialYear(2029),
        ]
        assert document.forms[0].base_year == FinancialYear(2026)
        assert document.issues == ()

    def test_years_that_leave_one_out_are_refused(self, made):
        document = read(made(LIBRARIES.but(years=("2027/28", "2028/29", "2030/31"))))
        assert [code for code, _ in errors(document)] == ["years with a gap", "years with a gap"]

    def test_a_year_that_stands_twice_is_refused(self, made):
        document = read(made(LIBRARIES.but(years=("2027/28", "2028/29", "2028/29"))))
        assert {code for code, _ in errors(document)} == {"table unreadable"}

    def test_budgets_of_different_years_are_refused(self):
        document = read(text_of(LIBRARIES).replace("Income 2026/27", "Income 2025/26"))
        assert errors(document) == [("base years differ", "line 9")]

    def test_a_start_year_that_is_none_is_refused(self, made):
        document = read(made(LIBRARIES.but(start_year="from April")))
        assert [code for code, _ in errors(document)] == ["start year unreadable"]


class TestCells:
    @pytest.mark.parametrize("word", ["TBC", "n/a", "0,120", "-0.1.2", "£1m/£2m"])
    def test_an_amount_that_is_a_word_is_refused_and_quoted(self, made, word):
        document = read(made(LIBRARIES.but(savings=(word, "-0.030", "0", "-0.030"))))
        (error,) = said(document, Severity.ERROR)
        assert error.code == "table unreadable"
        assert f"“{word}”" in error.message

    @pytest.mark.parametrize("words", ["7-10", "Up to 5", "1.255"])
    def test_a_vague_fte_is_refused_and_quoted(self, made, words):
        document = read(made(LIBRARIES.but(fte=(words, "0", "0", "0"))))
        (error,) = said(document, Severity.ERROR)
        assert f"“{words}”" in error.message

    @pytest.mark.parametrize("words", ["None", "N/A", "nil.", "No change"])
    def test_no_fte_change_said_in_a_word_is_noted_and_stores_no_figure(self, words):
        text = text_of(LIBRARIES)
        table = text[text.index("FTE implications:") : text.index("\n\n\tDecisions")]
        document = read(text.replace(table, f"FTE implications:\n\t{words}"))
        assert document.forms[0].fte == {}
        assert [issue.code for issue in document.issues] == ["no FTE change"]

    def test_fte_changes_not_known_are_a_difference_and_stay_not_known(self):
        text = text_of(LIBRARIES)
        table = text[text.index("FTE implications:") : text.index("\n\n\tDecisions")]
        document = read(text.replace(table, "FTE implications:\n\tNot known at this stage"))
        assert [issue.code for issue in document.issues] == ["FTE not stated"]
        assert (document.forms[0].fte, document.forms[0].fte_total) == ({}, None)

    def test_a_blank_cell_of_a_word_table_names_its_year(self):
        document = read(word_of(LIBRARIES.but(savings=("-0.120", "", "0.000", "-0.120"))))
        (error,) = said(document, Severity.ERROR)
        assert (error.place, error.reference) == ("table 2, row 3", "LIB001")
        assert "2028/29 has no figure. The cell is blank." in error.message

    def test_a_blank_cell_in_text_is_never_filled_by_its_neighbour(self):
        document = read(text_of(LIBRARIES.but(savings=("-0.120", "", "0.000", "-0.120"))))
        assert [code for code, _ in errors(document)] == ["table unreadable"]

    def test_a_blank_budget_is_refused(self, made):
        assert [code for code, _ in errors(read(made(LIBRARIES.but(income=""))))] == ["budget incomplete"]

    def test_two_rows_of_figures_are_refused(self):
        rows = "-0.150\n\t-0.120\n\t-0.030\n\t0.000\n\t-0.150"
        document = read(text_of(LIBRARIES).replace("\t-0.150", f"\t{rows}"))
        assert [code for code, _ in errors(document)] == ["table unreadable"]

    @pytest.mark.parametrize("gap", ["\t", " "])
    def test_a_row_on_one_line(self, gap):
        text = text_of(LIBRARIES)
        for cells in (
            ("2027/28", "2028/29", "2029/30", "Total"),
            ("£m",) * 4,
            ("-0.120", "-0.030", "0.000", "-0.150"),
        ):
            text = text.replace("\n\t".join(cells), gap.join(cells))
        assert discrete(read(text)) == [-120_000, -30_000, 0]
        assert read(text).issues == ()

    def test_years_one_below_the_other_with_their_figures(self):
        pairs = "\t2027/28\n\t-£0.120m\n\t2028/29\n\t-£0.030m\n\t2029/30\n\t£0.000m\n\tTotal\n\t-£0.150m\n"
        assert discrete(read(with_table(pairs))) == [-120_000, -30_000, 0]

    def test_years_each_with_its_figure_behind_a_colon(self):
        pairs = "\t2027/28: -£0.120m\n\t2028/29: -£0.030m\n\t2029/30: £0.000m\n\tTotal: -£0.150m\n"
        assert discrete(read(with_table(pairs))) == [-120_000, -30_000, 0]

    @pytest.mark.parametrize(
        "cells",
        [
            # Each figure before its year, and figures between the years.
            ("-£0.120m", "2027/28", "-£0.030m", "2028/29", "£0.000m", "2029/30", "-£0.150m", "Total"),
            ("2027/28", "2028/29", "-£0.120m", "-£0.030m", "2029/30", "Total", "£0.000m", "-£0.150m"),
        ],
    )
    def test_years_and_figures_in_no_order_that_tells_which_belong_together_are_refused(self, cells):
        document = read(with_table("".join(f"\t{cell}\n" for cell in cells)))
        (error,) = said(document, Severity.ERROR)
        assert error.code == "table unreadable"
        assert "which figure belongs to which year cannot be told from their order" in error.message

    def test_three_headings_in_a_row_above_three_amounts(self):
        text = text_of(LIBRARIES)
        begin, end = text.index("\tGross"), text.index("\tSavings Target")
        headings = "".join(f"\t{name} 2026/27\n" for name in ("Gross budget", "Income", "Net budget"))
        form = read(text[:begin] + headings + "\t£4.250m\n\t£0.350m\n\t£3.900m\n" + text[end:]).forms[0]
        assert (form.gross.pounds, form.income.pounds, form.net.pounds) == (4_250_000, 350_000, 3_900_000)


class TestFootnotes:
    def test_a_note_on_the_net_budget_arrives_beside_it(self):
        text = text_of(LIBRARIES).replace(
            "\tNet budget 2026/27\n", "\tNet budget 2026/27*\n*The fund is pooled\nwith the health service.\n"
        )
        form = read(text).forms[0]
        assert form.budget_note == "The fund is pooled with the health service."
        assert form.net.pounds == 3_900_000

    def test_a_note_below_the_amount_is_the_same_note(self):
        text = text_of(LIBRARIES).replace("\t£3.900m\n", "\t£3.900m*\n\t* The fund is pooled.\n")
        form = read(text).forms[0]
        assert (form.budget_note, form.net.pounds) == ("The fund is pooled.", 3_900_000)

    @pytest.mark.parametrize("year", ["2028/29", "2028/29*", "Total", "£m"])
    def test_a_year_or_unit_right_behind_a_note_is_no_part_of_it(self, year):
        text = text_of(LIBRARIES)
        below = text.index("\t2027/28\n\t2028/29")
        at = text.index(f"\t{year.rstrip('*')}\n", below)
        noted = f"{text[:at]}\t* The first year is short.\n{year}\n{text[at + len(year.rstrip('*')) + 2 :]}"
        document = read(noted)
        assert discrete(document) == [-120_000, -30_000, 0]
        assert document.forms[0].profile_note == "The first year is short."

    def test_notes_on_the_tables_arrive(self):
        text = text_of(LIBRARIES).replace("\t-0.150\n", "\t-0.150†\n† Half is a grant.\n")
        text = text.replace("\t-1.50\n", "\t-1.50*\n*Two posts are vacant.\n")
        form = read(text).forms[0]
        assert (form.profile_note, form.fte_note) == ("Half is a grant.", "Two posts are vacant.")
        assert (form.discrete_total.pounds, str(form.fte_total)) == (-150_000, "-1.50")


class TestTruncation:
    """A document cut off anywhere within its last form is never taken for a whole one."""

    TEXT = text_of(LIBRARIES, PARKS, ROADS)

    @pytest.mark.parametrize("place", range(len(text_of(LIBRARIES, PARKS)) + 16, len(TEXT) - 12, 7))
    def test_in_the_last_form(self, place):
        document = (
            read(self.TEXT[:place].encode()) if self.TEXT[:place].isascii() else read(self.TEXT[:place])
        )
        assert errors(document) or questions(document)

    def test_where_the_next_form_has_only_its_title(self):
        document = read(self.TEXT[: self.TEXT.index("ENV020b") + len("ENV020b – STREET LIGHTING\n")])
        assert [code for code, _ in questions(document)] == ["ends abruptly"]

    def test_after_the_last_heading(self):
        document = read(self.TEXT[: self.TEXT.rindex("\tEleven")])
        assert [code for code, _ in questions(document)] == ["last section missing"]

    @pytest.mark.parametrize("end", ["alight", "alight (e.", "cost £1.", "alight,"])
    def test_an_end_in_mid_sentence(self, end):
        document = read(self.TEXT.rstrip().removesuffix("alight.") + end)
        assert [code for code, _ in questions(document)] == ["ends abruptly"]

    def test_a_whole_sentence_without_a_last_line_end_is_an_end(self):
        document = read(self.TEXT.rstrip())
        assert [(issue.severity, issue.code) for issue in document.issues] == [
            (Severity.NOTE, "no last line end")
        ]


class TestFiguresLongerThanAnyAmount:
    @pytest.mark.parametrize("amount", ["£" + "9" * 5000 + "m", "£" + "9" * 40 + "m"])
    def test_a_budget_is_unreadable(self, amount):
        assert errors(read(text_of(LIBRARIES.but(gross=amount))))[0][0] == "budget unreadable"

    @pytest.mark.parametrize("figure", ["9" * 5000, "9" * 40])
    @pytest.mark.parametrize("table", ["savings", "fte"])
    def test_a_table_is_unreadable(self, table, figure):
        document = read(text_of(LIBRARIES.but(**{table: (figure, "0", "0", "0")})))
        assert [code for code, _ in errors(document)] == ["table unreadable"]

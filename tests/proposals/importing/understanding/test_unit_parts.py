"""Tables under one another that have units of their own: no figure takes the unit of another table."""

import pytest

from proposals.importing.understanding.understand import understand
from tests.proposals.importing.understanding.documents import document

HEAD = ["Ref", "Proposal", "2027/28", "2028/29"]
ADULTS = [["AS1", "Meals contract", 40, 10], ["AS2", "Telecare", 25, 25], ["", "Total", 65, 35]]
CHIEF = [["CE1", "Subscriptions", 12_500, 0], ["CE2", "Events", 7_500, 2_500], ["", "Total", 20_000, 2_500]]


def amounts(result):
    return {p.reference: list(p.savings.values()) for p in result.proposals}


def directorates(result):
    return {p.reference: p.directorate for p in result.proposals}


RIGHT = {"AS1": [40_000, 10_000], "AS2": [25_000, 25_000], "CE1": [12_500, 0], "CE2": [7_500, 2_500]}
NAMES = {"AS1": "Adult Services", "AS2": "Adult Services", "CE1": "Chief Executive", "CE2": "Chief Executive"}


class TestTwoUnits:
    @pytest.mark.parametrize(
        ("first", "second"),
        [
            (["Adult Services (£000)"], ["Chief Executive (£)"]),
            (["Adult Services – £'000"], ["Chief Executive – £"]),
            (["Adult Services", "£000"], ["Chief Executive", "£"]),
            (["Adult Services, £k"], ["Chief Executive: in pounds"]),
            (["Adult Services", "Amounts in £000"], ["Chief Executive", "Amounts in £"]),
        ],
    )
    @pytest.mark.parametrize("is_sheet", [True, False])
    def test_each_table_has_the_unit_above_it(self, first, second, is_sheet):
        if is_sheet:
            above, below = [[text] for text in first], [[text] for text in second]
            source = document([*above, HEAD, *ADULTS, [], *below, HEAD, *CHIEF])
        else:
            source = document("Appendix D", *first, [HEAD, *ADULTS], *second, [HEAD, *CHIEF])
        result = understand(source)
        assert (amounts(result), directorates(result)) == (RIGHT, NAMES)
        assert (result.questions, result.unread) == ((), ())
        assert [table.unit for table in result.tables] == ["thousands", "pounds"]
        assert all(proof.holds for proof in result.proofs)

    def test_a_table_with_headings_of_its_own_keeps_the_name_above_it(self):
        other = [["Ref", "Saving", *HEAD[2:]], *CHIEF]
        source = document(
            "Appendix D", "Adult Services (£000)", [HEAD, *ADULTS], "Chief Executive (£)", other
        )
        result = understand(source)
        assert (amounts(result), directorates(result)) == (RIGHT, NAMES)

    def test_a_heading_between_rows_has_a_unit_without_headings_of_columns(self):
        source = document([["Adult Services (£000)"], HEAD, *ADULTS, ["Chief Executive (£)"], *CHIEF])
        assert amounts(understand(source)) == RIGHT

    def test_the_larger_unit_may_stand_in_the_second_table(self):
        roads = [["RD1", "Street lights", "1.25", "0.5"], ["RD2", "Verges", "0.025", "0"]]
        source = document("Chief Executive (£)", [HEAD, *CHIEF], "Highways (£m)", [HEAD, *roads])
        found = amounts(understand(source))
        assert found["RD1"] == [1_250_000, 500_000]
        assert found["RD2"] == [25_000, 0]
        assert found["CE1"] == [12_500, 0]

    def test_the_unit_of_a_further_table_without_one_is_asked(self):
        place = [["PL1", "Parks", 300, 200], ["PL2", "Trees", 4_000, 100], ["", "Total", 4_300, 300]]
        blocks = ("Adult Services (£000)", [HEAD, *ADULTS], "Chief Executive (£)", [HEAD, *CHIEF], "Place")
        source = document("Appendix D", *blocks, [HEAD, *place])
        asked = understand(source)
        (question,) = asked.questions
        assert question.about == "unit"
        told = understand(source, answers={question.id: "£"})
        assert told.questions == ()
        assert amounts(told) == {**RIGHT, "PL1": [300, 200], "PL2": [4_000, 100]}

    def test_headings_of_columns_against_the_line_above_are_asked_about(self):
        head = ["Ref", "Proposal", "2027/28 £000", "2028/29 £000"]
        source = document([head, *ADULTS, ["Chief Executive (£)"], head, *CHIEF])
        assert [question.about for question in understand(source).questions] == ["unit"]

    def test_a_correction_of_one_table_leaves_the_other(self):
        source = document([["Adult Services (£000)"], HEAD, *ADULTS, ["Chief Executive (£)"], HEAD, *CHIEF])
        keys = [column.key for column in understand(source).tables[1].columns if column.unit]
        result = understand(source, answers={f"unit:{key}": "£000" for key in keys})
        assert amounts(result)["CE1"] == [12_500_000, 0]
        assert amounts(result)["AS1"] == [40_000, 10_000]


class TestOneUnit:
    @pytest.mark.parametrize(
        ("first", "second"),
        [
            (["Adult Services (£)"], ["Chief Executive (£)"]),
            (["Adult Services", "£"], ["Chief Executive", "£"]),
            (["Adult Services (£)"], ["Chief Executive"]),
        ],
    )
    def test_a_unit_that_is_repeated_is_no_group_and_no_part_of_a_name(self, first, second):
        thousands = [[*row[:2], *(1_000 * figure for figure in row[2:])] for row in ADULTS]
        source = document("Appendix D", *first, [HEAD, *thousands], *second, [HEAD, *CHIEF])
        result = understand(source)
        assert (amounts(result), directorates(result)) == (RIGHT, NAMES)
        assert (len(result.tables), result.questions, result.unread) == (1, (), ())

    def test_a_note_that_names_a_unit_parts_no_table(self):
        notes = ("Note: last year's list was in £m.", "Chief Executive")
        result = understand(document("Adult Services (£000)", [HEAD, *ADULTS], *notes, [HEAD, *ADULTS[:1]]))
        assert [table.unit for table in result.tables] == ["thousands"]


def forms(*units):
    blocks = []
    for number, unit in enumerate(units, start=1):
        labels = [["Directorate", "Children"], ["Service", "Early Help"], ["Summary", "We propose it."]]
        figures = [["2027/28", "2028/29", "Total"], [40 * number, 20, 40 * number + 20]]
        blocks += [f"CYP0{number} – Family hubs {number}", labels, unit, figures]
    return document(*blocks, kind="docx")


class TestForms:
    def test_a_line_above_the_figures_of_forms_names_their_unit(self):
        result = understand(forms("Savings (£'000)", "Savings (£'000)"))
        assert amounts(result) == {"CYP01": [40_000, 20_000], "CYP02": [80_000, 20_000]}
        assert (result.questions, result.unread) == ((), ())

    def test_forms_with_different_units_are_asked_about(self):
        result = understand(forms("Savings (£'000)", "Savings (£)"))
        assert "unit" in [question.about for question in result.questions]
        assert [text.text for text in result.unread] == ["Savings (£'000)", "Savings (£)"]

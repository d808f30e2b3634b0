"""A file in which no proposals are found: the refusal says in sentences what was not read, why, and what is needed."""

import pytest

from proposals.importing.lines import UnreadableDocument
from proposals.importing.reading import read_file

NEEDED = (
    " A table needs a heading over the names of the proposals, such as “Proposal”, and a heading over the savings of "
    "each year that names the year and the unit, such as “Saving 2027/28 £000”; each proposal is a row below them. A "
    "form needs its title and its savings each behind a label, such as “Proposal: Shared reception” and “Saving "
    "2027/28: £40,000”. Correct the file and upload it again."
)
BUDGETS = """Ref,Directorate,Proposal,Budget 2026/27 £000,Budget 2027/28 £000
W1,Finance,Pool,500,480
W2,Finance,Debt,900,860
"""


def refusal_of(text):
    with pytest.raises(UnreadableDocument) as refused:
        read_file(text.encode(), "list.csv")
    return str(refused.value)


def test_of_a_table_names_its_headings_and_what_they_lack():
    assert refusal_of(BUDGETS) == (
        "No savings proposals were found in the file. The table at row 1 with the headings “Ref”, “Directorate”, "
        "“Proposal”, “Budget 2026/27 £000”, “Budget 2027/28 £000” was not read: no heading of it says that it holds "
        "savings." + NEEDED
    )


def test_of_words_alone_says_what_is_needed():
    said = "No savings proposals were found in the file. It holds no table and no form that could be read."
    assert refusal_of("The savings are told at the meeting.\n") == said + NEEDED


@pytest.mark.parametrize("text", [BUDGETS, "Proposal,Saving 2027/28 £000\n", BUDGETS.replace(",", "|")])
def test_has_no_marks_of_the_table_in_it_and_ends_as_a_sentence(text):
    refusal = refusal_of(text)
    assert "|" not in refusal
    assert refusal.endswith(NEEDED)

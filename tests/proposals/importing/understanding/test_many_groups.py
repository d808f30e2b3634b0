"""A long list in many groups takes little more time than one in few."""

import time

from proposals.importing.understanding.understand import understand
from tests.proposals.importing.understanding.documents import document


def in_groups(count, rows):
    """Return a table of so many groups of so many rows of £10,000 each, with the total of each group."""
    table = [["Proposal", "2026/27", "2027/28"]]
    for group in range(count):
        table.append([f"Area {group}", "", ""])
        table += [[f"Contract {group} for lot {row}", 6, 4] for row in range(rows)]
        table.append([f"Total area {group}", 6 * rows, 4 * rows])
    return document("Savings proposals (£000)", table)


def test_many_groups_cost_little_more_than_few():
    understand(in_groups(2, 10))  # loads the words
    seconds = []
    for count, rows in ((4, 750), (250, 12)):
        listed = in_groups(count, rows)
        began = time.process_time()
        result = understand(listed)
        seconds.append(time.process_time() - began)
        assert len(result.proposals) == 3_000
        assert sum(sum(item.savings.values()) for item in result.proposals) == 30_000_000
    assert seconds[1] < 4 * seconds[0]

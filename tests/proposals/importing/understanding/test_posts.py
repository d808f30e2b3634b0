"""What numbers of posts are: their signs, their totals, and posts in words; all figures worked out by hand."""

import pytest

from tests.proposals.importing.understanding.form_documents import Document, Heading
from tests.proposals.importing.understanding.test_other_forms import read as read_forms
from tests.proposals.importing.understanding.test_questions import HEAD, ids, read

DELETED, NEW = "posts that are deleted", "new posts"


def table(*posts, total=None, heading="FTE", **answers):
    rows = [[f"A{at}", f"Saving {at}", 140, 10, number] for at, number in enumerate(posts, 1)]
    count = len(posts)
    below = [] if total is None else [["Total", "", 140 * count, 10 * count, total]]
    return read(*rows, *below, head=[*HEAD, heading], **answers)


def changes(reading):
    return [None if p.fte_total is None else float(p.fte_total) for p in reading.proposals]


class TestNumbersWithAndWithoutAMinus:
    @pytest.mark.parametrize("total", [None, "-0.5"])
    @pytest.mark.parametrize(("answer", "read_as"), [(DELETED, [-0.5, -1, 2]), (NEW, [0.5, 1, -2])])
    def test_are_the_opposite_of_each_other(self, total, answer, read_as):
        assert ids(table("0.5", "1", "-2", total=total)) == ["posts-sign"]
        told = table("0.5", "1", "-2", total=total, **{"posts-sign": answer})
        assert (ids(told), changes(told)) == ([], read_as)

    def test_are_all_deleted_where_only_so_they_come_to_the_total(self):
        reading = table("0.5", "1", "-2", total="-3.5")
        assert changes(reading) == [-0.5, -1, -2]
        assert "posts-sign" not in ids(reading)

    def test_are_asked_about_where_they_come_to_the_total_in_no_way(self):
        assert "posts-sign" in ids(table("0.5", "1", "-2", total="-9"))

    def test_are_usually_as_printed_under_a_heading_of_changes(self):
        reading = table("1", "-2", heading="Change in FTE")
        assert (ids(reading), changes(reading)) == (["posts-sign"], [1, -2])

    def test_are_usually_as_printed_beside_savings_with_a_minus(self):
        rows = [["A1", "Saving 1", -140, -10, "-3.5"], ["A2", "Saving 2", -450, -20, "1"]]
        reading = read(*rows, head=[*HEAD, "FTE"])
        assert (ids(reading), changes(reading)) == (["posts-sign"], [-3.5, 1])

    def test_are_as_printed_where_those_without_a_minus_carry_a_plus(self):
        reading = table("+1", "-2")
        assert (ids(reading), changes(reading)) == ([], [1, -2])

    @pytest.mark.parametrize(("total", "read_as"), [("2", [1, -2, 3]), ("-4", [1, -2, -3])])
    def test_are_told_by_the_total_beside_new_posts_with_a_plus(self, total, read_as):
        reading = table("+1", "-2", "3", total=total)
        assert changes(reading) == read_as
        assert "posts-sign" not in ids(reading)


class TestPostsInWords:
    @pytest.mark.parametrize(
        ("text", "change"),
        [
            ("2 posts (1.6 FTE)", -1.6),
            ("1.6 FTE (2 posts)", -1.6),
            ("2 posts deleted (1.6 FTE)", -1.6),
            ("-2 posts (1.6 FTE)", -1.6),
            ("+2 posts (1.6 FTE)", 1.6),
            ("3 (1 vacant)", -3),
        ],
    )
    @pytest.mark.parametrize("heading", ["FTE", "Staff"])
    def test_in_posts_and_in_fte_are_one_change(self, text, change, heading):
        assert changes(table(text, heading=heading)) == [change]

    def test_that_are_said_to_go_are_told_from_those_with_a_minus(self):
        reading = table("2 posts deleted", "1")
        assert (ids(reading), changes(reading)) == ([], [-2, -1])
        told = table("2 posts deleted", "1", "-3", **{"posts-sign": DELETED})
        assert (ids(told), changes(told)) == ([], [-2, -1, 3])

    def test_that_are_not_read_are_quoted(self):
        reading = table("the depot's two gardeners", "1")
        assert [(s.heading, s.text) for s in reading.proposals[0].sections] == [
            ("FTE", "the depot's two gardeners")
        ]


class TestHeadingsOfPostsAffected:
    @pytest.mark.parametrize(
        "heading", ["Jobs affected", "Posts affected", "Staff affected (FTE)", "Staff affected"]
    )
    def test_head_the_change_in_a_table_and_in_a_form(self, heading):
        assert changes(table("1.5", heading=heading)) == [-1.5]
        form = [
            line
            for number in (1, 2)
            for line in (
                Heading(f"PK-{number} Park café {number}", 1),
                *(Heading("Directorate", 2), "Parks"),
                *(Heading("Savings", 2), "2027/28: £80,000"),
                *(Heading(heading, 2), "1.5 FTE"),
                *(Heading("Impact on the public", 2), "Some."),
            )
        ]
        reading = read_forms(Document("", tuple(form), ()))
        assert changes(reading.document) == [-1.5, -1.5]


class TestNetPosts:
    def test_are_what_is_left_of_posts_deleted_and_created(self):
        reading = read(
            ["R1", "Merge teams", 140, 10, -6, 2, -4],
            ["R2", "Trainees", 40, 0, -1, 1, 0],
            head=[*HEAD, "Posts deleted", "Posts created", "Net FTE"],
        )
        assert changes(reading) == [-4, 0]

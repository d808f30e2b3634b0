"""Bookmarks of long documents: no list is longer than a window, and the order is the document's."""

from io import BytesIO

import page
import pikepdf
import pytest

from reports.documents.bookmarks import MOST_ENTRIES, Bookmark, each_of, in_groups
from reports.documents.cover import Cover
from reports.documents.document import Document, Heading, Paragraph
from reports.writers.pdf import write_pdf
from tests.pdf_checks.structure import check_structure


def options(count, group=lambda number: "", start=1):
    return [
        Bookmark.of_heading(number, f"R{number} – An option", f"R{number}", group(number))
        for number in range(start, start + count)
    ]


def outline(bookmarks):
    return [(bookmark.label, len(bookmark.children)) for bookmark in bookmarks]


def lists(bookmarks):
    yield bookmarks
    for bookmark in bookmarks:
        yield from lists(bookmark.children)


class TestWhatALongListIsDividedInto:
    def test_a_list_that_a_window_shows_stays_as_it_is(self):
        short = options(30, group=lambda number: "Adults" if number < 9 else "Highways")
        assert in_groups(short) == tuple(short)

    def test_groups_in_one_piece_each_are_named(self):
        summary = Bookmark.of_heading(0, "Summary", "", "")
        long = [summary, *options(31, group=lambda number: "Adults" if number <= 11 else "Highways")]
        assert outline(in_groups(long)) == [("Summary", 0), ("Adults", 11), ("Highways", 20)]

    def test_groups_that_come_back_make_ranges_by_reference_beside_what_is_in_no_group(self):
        summary = Bookmark.of_heading(0, "Summary", "", "")
        long = [summary, *options(40, group=lambda number: ("Adults", "Highways")[number % 2])]
        assert outline(in_groups(long)) == [("Summary", 0), ("R1 to R20", 20), ("R21 to R40", 20)]

    def test_a_long_group_is_divided_again(self):
        long = options(70, group=lambda number: "Adults" if number <= 61 else "Highways")
        adults, highways = in_groups(long)
        assert outline([adults, highways]) == [("Adults", 3), ("Highways", 9)]
        assert outline(adults.children) == [("R1 to R21", 21), ("R22 to R42", 21), ("R43 to R61", 19)]

    def test_headings_without_a_reference_are_named_by_their_first_words(self):
        long = [
            Bookmark.of_heading(n, f"Service {n} of a directorate with a long name", "", "")
            for n in range(31)
        ]
        assert outline(in_groups(long))[0] == (
            "Service 0 of a directorate with a long … to Service 15 of a directorate with a …",
            16,
        )

    @pytest.mark.parametrize("count", [31, 256, 901, 3_500])
    def test_no_list_is_too_long_and_nothing_is_lost_or_moved(self, count):
        divided = in_groups(options(count, group=lambda number: str(number // 7)))
        assert max(map(len, lists(divided))) <= MOST_ENTRIES
        kept = [bookmark.heading for bookmark in each_of(divided) if not bookmark.is_group]
        assert kept == list(range(1, count + 1))

    def test_lists_further_down_are_divided_too(self):
        committee = Bookmark("Committee", 0, "Committee", "Committee", children=tuple(options(31)))
        (divided,) = in_groups([committee])
        assert outline(divided.children) == [("R1 to R16", 16), ("R17 to R31", 15)]


@pytest.fixture(scope="module")
def pdf():
    blocks = []
    for number in range(300):
        group = "Adult services" if number < 20 else "Highways"
        heading = Heading(2, f"R{number} – An option", f"r{number}", short=f"R{number}", group=group)
        blocks += [heading, Heading(3, "Impact"), Paragraph("None.")]
    return write_pdf(Document("Northmoor", "Budget", Cover(), tuple(blocks)))


class TestThreeHundredHeadingsInAPDF:
    def test_every_check_passes(self, pdf):
        assert check_structure(pdf) == []
        assert [page.is_pdf_compliant_bytes(pdf, profile=profile) for profile in ("ua1", "3a")] == [
            True,
            True,
        ]

    def test_readers_find_the_groups_folded_and_each_option_on_its_page(self, pdf):
        with pikepdf.open(BytesIO(pdf)) as opened, opened.open_outline() as read:
            (title,) = read.root
            adults, highways = title.children
            assert (title.title, title.is_closed) == ("Savings proposals", False)
            assert (adults.title, adults.is_closed, len(adults.children)) == ("Adult services", True, 20)
            assert [each.title for each in highways.children[:2]] == ["R20 to R47", "R48 to R75"]
            option = highways.children[-1].children[-1]
            assert (option.title, [each.title for each in option.children]) == (
                "R299 – An option",
                ["Impact"],
            )
            assert option.destination[0] == opened.pages[-1].obj
            assert highways.destination[0] == highways.children[0].children[0].destination[0]

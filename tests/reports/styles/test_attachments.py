"""Every kind of appendix ends with the list of the public files that go with it, with version and date."""

import datetime
from dataclasses import replace

import pytest

from proposals.domain.attachments import AttachmentRecord
from reports.documents.attachments import attached_to
from reports.documents.cover import Cover
from reports.documents.document import Heading, Table
from reports.styles import STYLES
from tests.support.appendix_examples import proposal, round_of

pytestmark = pytest.mark.one_database


def file(name, version=1, key=1):
    dated = datetime.date(2026, 9, 14)
    return AttachmentRecord(
        key, "equality_assessment", name, version, dated, "Street lighting", "text/plain", 4, "ab"
    )


@pytest.fixture
def with_files():
    one, other = proposal("ENV001"), proposal("ENV002")
    return round_of(replace(one, attachments=(file("Assessment.DOCX", 2),)), other)


class TestTheList:
    @pytest.mark.parametrize("style", STYLES)
    def test_stands_at_the_end_of_every_kind(self, with_files, style):
        cover = Cover(attachments=(file("Consultation.pdf", key=7),))
        document = STYLES[style](with_files, cover)
        assert [heading.text for heading in document.headings][-1] == "Attachments"
        table = document.blocks[-1]
        assert isinstance(table, Table)
        printed = [[row.header.text, *(cell.text for cell in row.cells)] for row in table.rows]
        said = ["Equality impact assessment", "1", "14 September 2026", "Street lighting"]
        assert printed == [
            ["All of it", "Consultation.pdf", *said],
            ["ENV001", "Assessment.DOCX", said[0], "2", *said[2:]],
        ]

    def test_is_not_there_where_nothing_is_attached(self):
        document = STYLES["impact-table"](round_of(proposal("ENV001")), Cover())
        assert Heading(2, "Attachments", "attachments", in_contents=True) not in document.blocks

    def test_copies_are_named_by_their_place_and_ending_alone(self, with_files):
        cover = Cover(attachments=(file("../Consultation.pdf", key=7),))
        assert [one.frozen_name for one in attached_to(with_files, cover)] == [
            "attachment-1.pdf",
            "attachment-2.docx",
        ]

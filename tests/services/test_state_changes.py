"""The one comparison of two states, and who changed a value since it was seen."""

import pytest

from services.values.changes import ChangedBy, FieldChange, changed_by, field_changes, removed_and_added


class TestFieldChanges:
    def test_are_told_in_the_order_of_the_later_state_and_what_is_gone_after_that(self):
        before = {"Title": "Dim the lights", "Risk": "Low", "Note": "Old"}
        after = {"Risk": "High", "Title": "Dim the lights", "Ward": "Castle"}
        assert field_changes(before, after) == (
            FieldChange("Risk", "Low", "High"),
            FieldChange("Ward", "", "Castle"),
            FieldChange("Note", "Old", ""),
        )

    def test_leave_out_what_the_caller_takes_for_the_same(self):
        assert field_changes({"a": "One", "b": "Two"}, {"a": "ONE", "b": "Three"}, same_letters) == (
            FieldChange("b", "Two", "Three"),
        )


def same_letters(before, after):
    return before.lower() == after.lower()


@pytest.mark.parametrize(
    ("seen", "stored", "yours", "who"),
    [
        ("a", "a", "a", ChangedBy.NOBODY),
        ("a", "a", "b", ChangedBy.YOU),
        ("a", "b", "a", ChangedBy.OTHERS),
        ("a", "b", "c", ChangedBy.BOTH),
        ("a", "b", "b", ChangedBy.BOTH),
        (None, "b", "b", ChangedBy.BOTH),
    ],
)
def test_who_changed_a_value_is_told_by_what_was_seen(seen, stored, yours, who):
    assert changed_by(seen, stored, yours) is who


def test_items_are_removed_and_added_as_often_as_they_are_listed():
    assert removed_and_added(["a", "b", "b"], ["b", "c"]) == (["a", "b"], ["c"])


def test_a_change_on_one_line_is_cut_where_it_is_too_long():
    change = FieldChange("Note", "one\ntwo", "x" * 90)
    assert change.shortened(10) == FieldChange("Note", "one two", "xxxxxxxxx…")

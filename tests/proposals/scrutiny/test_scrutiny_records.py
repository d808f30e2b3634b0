"""Items of scrutiny as plain values: how far one has come, how long it took, and what everybody may read of it."""

from datetime import date
from itertools import product

import pytest

from proposals.domain.scrutiny_items import (
    ItemKind,
    ItemRecord,
    ItemState,
    ScrutinyRecord,
    as_published,
    state_of,
)


def item(**changes):
    given = {
        "key": 1,
        "proposal_key": 1,
        "reference": "ENV001",
        "title": "Dim the lights",
        "kind": ItemKind.QUESTION,
        "text": "Why?",
        "asked_by": "Sam Query",
        "asked_on": date(2026, 11, 2),
        "state": ItemState.OPEN,
        "owner": "F. Ledger",
        "due_on": date(2026, 11, 9),
        "is_overdue": True,
        "is_published": True,
    }
    return ItemRecord(**{**given, **changes})


class TestTheState:
    @pytest.mark.parametrize(
        ("kind", "answer", "response", "outcome", "is_withdrawn", "state"),
        [
            ("question", "", "", "", False, "open"),
            ("information", "", "", "", False, "open"),
            ("comment", "", "", "", False, "noted"),
            ("recommendation", "", "", "", False, "open"),
            ("question", "Because.", "", "", False, "answered"),
            ("comment", "Thank you.", "", "", False, "answered"),
            # Officers' words do not stand for Cabinet's.
            ("recommendation", "We advise it.", "", "", False, "open"),
            ("recommendation", "", "rejected", "", False, "answered"),
            ("recommendation", "", "accepted", "Done.", False, "closed"),
            ("question", "", "", "Overtaken.", False, "closed"),
            ("question", "Because.", "", "Done.", True, "withdrawn"),
        ],
    )
    def test_is_open_until_the_one_who_is_asked_has_spoken(
        self, kind, answer, response, outcome, is_withdrawn, state
    ):
        assert (
            state_of(kind=kind, answer=answer, response=response, outcome=outcome, is_withdrawn=is_withdrawn)
            == state
        )


class TestTheAge:
    @pytest.mark.parametrize(
        ("kind", "state", "age", "words"),
        [
            ("question", "open", 0, "Open since today"),
            ("question", "open", 1, "Open for 1 day"),
            ("recommendation", "open", 30, "Open for 30 days"),
            ("question", "answered", 14, "Answered after 14 days"),
            ("recommendation", "answered", 0, "Responded to on the same day"),
            ("recommendation", "closed", 9, "Closed"),
            ("comment", "noted", 9, "Noted"),
        ],
    )
    def test_is_said_with_the_state(self, kind, state, age, words):
        assert item(kind=ItemKind(kind), state=ItemState(state), age=age).state_in_words == words


class TestWhatIsPublished:
    def test_leaves_out_the_workings_and_what_came_back_until_that_is_published(self):
        held = item(
            answer="Because.", answered_by="F. Ledger", answered_on=date(2026, 11, 5), outcome="Done."
        )
        public = as_published(held)
        assert (public.text, public.asked_by) == ("Why?", "Sam Query")
        assert [public.answer, public.answered_by, public.answered_on, public.outcome] == ["", "", None, ""]
        assert [public.owner, public.due_on, public.is_overdue] == ["", None, False]
        with_answer = as_published(item(answer="Because.", answer_is_published=True))
        assert (with_answer.answer, with_answer.owner) == ("Because.", "")

    def test_a_set_leaves_out_what_is_not_published_and_what_was_withdrawn(self):
        held = ScrutinyRecord(
            "Eastvale Council",
            "eastvale",
            "Budget",
            (
                item(key=1, kind=ItemKind.RECOMMENDATION),
                item(key=2, kind=ItemKind.RECOMMENDATION, is_published=False),
                item(key=3, kind=ItemKind.RECOMMENDATION, state=ItemState.WITHDRAWN),
                item(key=4),
            ),
        )
        assert [one.key for one in held.of_kind(ItemKind.RECOMMENDATION).published().items] == [1]


@pytest.mark.django_db
def test_the_database_finds_the_states_that_the_rule_gives():
    from proposals.models import ScrutinyItem
    from proposals.scrutiny.reading import state_of_item
    from tests.support.web_examples import make_proposal, make_round

    proposal, day = make_proposal(make_round(), "ENV001"), date(2026, 11, 2)
    ScrutinyItem.objects.bulk_create(
        ScrutinyItem(
            proposal=proposal,
            kind=kind,
            text="Why?",
            asked_by_name="Sam Query",
            asked_on=day,
            answer=answer,
            answered_on=day if answer else None,
            response=response,
            responded_on=day if response else None,
            outcome=outcome,
            closed_on=day if outcome else None,
            withdrawn_because=withdrawn,
            withdrawn_on=day if withdrawn else None,
        )
        for kind, answer, response, outcome, withdrawn in product(
            ItemKind, ("", "Because."), ("", "accepted"), ("", "Done."), ("", "A slip.")
        )
        if not response or kind is ItemKind.RECOMMENDATION
    )
    held = list(ScrutinyItem.objects.all())
    assert len(held) == 40
    for state in ItemState:
        found = set(ScrutinyItem.objects.in_state(state).values_list("pk", flat=True))
        assert found == {one.pk for one in held if state_of_item(one) is state}, state

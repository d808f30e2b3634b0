"""Rows that a person cannot see change nothing of what they can: answers are compared byte for byte.

Hypothesis invents rows that are hidden from everybody who asks here: proposals before their publication, in the
same round or in one that nobody may see yet, and another council's, published or not, with what hangs on them.
"""

import datetime
import io
import re
import zipfile

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals.domain.fields import DELIVERY, KINDS, RESIDENTS_IMPACT, RISK_LEVELS
from proposals.models import (
    ApiToken,
    Dependency,
    EqualityAssessment,
    EqualityImpact,
    ExemptWording,
    ImpactStatement,
    ProposalCommittee,
    ProposalReference,
)
from services.models import Characteristic, Committee, Meeting, Portfolio
from tests.support.edition_examples import make_edition, make_publication
from tests.support.scrutiny_examples import make_item
from tests.support.undone import undone
from tests.support.web_examples import make_proposal, make_round, make_service, references

pytestmark = [pytest.mark.django_db, pytest.mark.long]

NOW = datetime.datetime(2027, 10, 12, 9, 30, tzinfo=datetime.UTC)
HIDDEN_STAGES = (
    "draft",
    "service_review",
    "corporate_review",
    "sent_back",
    "deferred",
    "withdrawn",
    "rejected",
)
READERS = ("scrutiny_member", "committee_clerk", "equalities_adviser", "author", "outsider", "nobody")
WORDS = ("library", "library team", "parks", "team of the parks", "ENV 1", "quux")

SETS = (
    "",
    *(f"text={words.replace(' ', '+')}" for words in WORDS),
    "sort=-total",
    "sort=service,-year_2027&group=directorate",
    "group=risk&columns=reference,title,total",
    "category=Efficiency&risk=H",
    "rows=all&saving_from=1",
)
ADDRESSES = (
    "/",
    "/words/",
    "/my-work/",
    *(f"/proposals/?round={{round}}&{chosen}" for chosen in SETS),
    *(f"/proposals/download/{kind}/?round={{round}}&text=library" for kind in ("csv", "json", "xlsx")),
    "/proposals/overview/?round={round}",
    "/proposals/overview/?round={round}&text=library",
    "/proposals/print/?round={round}&group=directorate",
    "/proposals/scrutiny/?round={round}",
    "/proposals/views/",
    "/proposals/{proposal}/",
    "/proposals/{proposal}/timeline/",
    "/proposals/northmoor-council/ENV001/",
    "/proposals/northmoor-council/ENV00/",
    "/proposals/northmoor-council/HID1/",
    "/compare/",
    "/appendices/?round={round}",
    "/appendices/page/?round={round}&cover-title=Savings&text=library",
    "/appendices/open-data/?round={round}",
    "/publications/",
    "/published/",
    "/published/northmoor-council/",
    *(
        f"/published/northmoor-council/proposals/?{chosen}"
        for chosen in (
            *(f"text={words.replace(' ', '+')}" for words in WORDS),
            "",
            "sort=largest",
            "impact=H",
        )
    ),
    "/published/northmoor-council/proposals/?directorate=A+service+of+nothing+else",
    *(f"/published/northmoor-council/proposals/download/{kind}/?text=library" for kind in ("csv", "xlsx")),
    "/published/northmoor-council/proposals/{round}/ENV001/",
    "/published/northmoor-council/proposals/{round}/HID001/",
    "/published/northmoor-council/scrutiny/",
)
FOR_PROGRAMS = (
    "/api/v1/rounds",
    *(f"/api/v1/rounds/{{round}}/proposals?{chosen}" for chosen in SETS if "group" not in chosen),
    "/api/v1/rounds/{round}/totals?group=directorate",
    "/api/v1/rounds/{round}/proposals/ENV001",
    "/api/v1/rounds/{round}/proposals/HID001",
)

hidden_rows = st.lists(
    st.fixed_dictionaries(
        {
            "where": st.sampled_from(("this round", "a round in preparation", "another council")),
            "stage": st.sampled_from(HIDDEN_STAGES),
            "title": st.sampled_from((*WORDS, "Library library library", "Team", "Something else")),
            "service": st.sampled_from(("Libraries", "Parks", "A service of nothing else")),
            "savings": st.tuples(*[st.integers(-9_000_000, 9_000_000)] * 3),
            "category": st.sampled_from(("Efficiency", "A category of nothing else", "")),
            "kind": st.sampled_from((*KINDS, "")),
            "risk_to_delivery": st.sampled_from((*RISK_LEVELS, "")),
            "impact_on_residents": st.sampled_from((*RESIDENTS_IMPACT, "")),
            "delivery_status": st.sampled_from((*DELIVERY, "")),
            "position": st.integers(0, 40),
            "more": st.sets(
                st.sampled_from(("text", "committee", "equality", "item", "dependency", "spelling"))
            ),
        }
    ),
    min_size=6,
    max_size=12,
)


def add_hidden(world, number, row):
    """Add one proposal that nobody who asks here can see, with what hangs on it."""
    row = dict(row)
    where, more, stage, service = (row.pop(name) for name in ("where", "more", "stage", "service"))
    if where == "another council":
        budget_round = make_round(f"Budget {number}", council="Westvale Council")
        published = {"stage": "published", "published_at": NOW}
    else:
        published = {"stage": stage, "published_at": None}
        budget_round = world["round"]
        if where == "a round in preparation":
            budget_round = world["next round"]
    made = make_service(budget_round, service, "ENV", "Environment")
    proposal = make_proposal(budget_round, f"HID{number:03}", service=made, **published, **row)
    council = budget_round.council
    if "text" in more:
        text = "library team parks " * 20
        ImpactStatement.objects.create(proposal=proposal, kind="impact_upon_service", text=text)
    if "committee" in more:
        committee, _ = Committee.objects.get_or_create(council=council, name="A committee of nothing else")
        Meeting.objects.get_or_create(committee=committee, date=datetime.date(2027, 12, 1))
        ProposalCommittee.objects.create(proposal=proposal, committee=committee)
    if "equality" in more:
        EqualityAssessment.objects.create(proposal=proposal, screening="full_needed")
        EqualityImpact.objects.create(
            proposal=proposal, characteristic=Characteristic.objects.first(), effect="negative_high"
        )
    if "item" in more:
        make_item(proposal, text="Why is it hidden?", published_at=NOW)
    if "dependency" in more and council == world["round"].council:
        Dependency.objects.create(proposal=proposal, title="It rests on this", on_proposal=world["first"])
    if "spelling" in more:
        ProposalReference.objects.create(proposal=proposal, printed="ENV 001", canonical="ENV001")


@pytest.fixture
def world(db):
    """A council that shows its pages to everybody, with five published proposals, an edition and items.

    There is a second council from the start, since a page of no council is headed by the only one there is; and a
    round in preparation, which who enters proposals knows of.
    """
    make_round(council="Westvale Council")
    budget_round = make_round(council="Northmoor Council")
    budget_round.council.public_pages = True
    budget_round.council.save()
    libraries = make_service(budget_round, "Libraries", "CUL", "Culture")
    parks = make_service(budget_round, "Parks", "ENV", "Environment")
    parks.portfolio = Portfolio.objects.create(council=budget_round.council, name="Streets")
    parks.save()
    made = [
        make_proposal(
            budget_round,
            reference,
            title,
            savings,
            service=service,
            category=category,
            risk_to_delivery=risk,
            statements={"impact_upon_service": text},
        )
        for reference, title, savings, service, category, risk, text in (
            ("ENV001", "Library team", (100, 200, 0), parks, "Efficiency", "H", "Fewer hands."),
            ("ENV002", "Cut hedges later", (100, 0, 0), parks, "", "L", "The library stays open. Library."),
            (
                "CUL001",
                "Merge the team",
                (900_000, 0, 0),
                libraries,
                "Efficiency",
                "H",
                "A team for the library",
            ),
            ("CUL002", "Close on Mondays", (50_000, 0, 5), libraries, "Income", "", "Parks are not touched."),
            ("CUL003", "Parks and library", (0, -7, 0), libraries, "", "M", "Team of the parks"),
        )
    ]
    first = made[0]
    statement = ImpactStatement.objects.create(
        proposal=first,
        kind="impact_upon_staff",
        text="Posts change.",
        exempt_paragraph=1,
        public_interest_reason="It would name people.",
    )
    wording = ExemptWording.objects.create(proposal=first, statement=statement, text="Two names.")
    make_edition(make_publication(budget_round))
    make_item(first, published_at=NOW)
    next_round = make_round("Next budget", council="Northmoor Council", phase="preparation")
    return {"round": budget_round, "next round": next_round, "first": first, "wording": wording}


@pytest.fixture(params=READERS)
def asking(request, world, assign, monkeypatch):
    """Who asks: a client for pages, and the headers of a token."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    client = Client()
    if request.param == "nobody":
        return client, None
    person = request.getfixturevalue(request.param)
    if request.param == "author":
        assign(person, make_service(world["round"], "Streets", "STR", "Streets"))
    elif request.param != "outsider":
        assign(person, world["round"].council)
    client.force_login(person)
    token = ApiToken(person=person, name="Dashboard", ends_on=timezone.localdate())
    key = token.give_key()
    token.save()
    return client, {"authorization": f"Bearer {key}"}


def read(content):
    """The content of an answer; the parts of a workbook, but for the moment it was made."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as workbook:
        parts = [(name, workbook.read(name)) for name in workbook.namelist()]
    return re.sub(rb"<dcterms:\w+ [^<]*", b"", repr(parts).encode())


def answers(world, client, headers):
    """All that the person is told, without the tokens that forms carry."""
    said = {}
    for address in ADDRESSES:
        address = address.format(round=world["round"].pk, proposal=world["first"].pk)
        answer = client.get(address)
        content = read(b"".join(answer) if answer.streaming else answer.content)
        content = re.sub(rb'(csrfmiddlewaretoken" value=")[^"]*', rb"\1", content)
        said[address] = (answer.status_code, answer.headers.get("Location"), content)
    for address in FOR_PROGRAMS if headers else ():
        address = address.format(round=world["round"].pk)
        answer = Client(headers=headers).get(address)
        said[address] = (answer.status_code, None, answer.content)
    return said


def test_hidden_rows_change_no_order_count_total_choice_or_suggestion(world, asking):
    client, headers = asking
    with undone():
        expected = answers(world, client, headers)
    unreadable = {address for address, answer in expected.items() if answer[0] not in {200, 302, 403, 404}}
    assert unreadable == set()

    @settings(max_examples=2, deadline=None)
    @given(hidden_rows)
    def changes_nothing(rows):
        with undone():
            for number, row in enumerate(rows, start=1):
                add_hidden(world, number, row)
            world["wording"].text = "library team parks"
            world["wording"].save()
            now = answers(world, client, headers)
        assert {address for address in expected if expected[address] != now[address]} == set()

    changes_nothing()


def test_the_comparison_notices_a_row_that_can_be_seen(world, scrutiny_member):
    client = Client()
    client.force_login(scrutiny_member)
    with undone():
        expected = answers(world, client, None)
    with undone():
        make_proposal(world["round"], "ENV003", "Library")
        assert sum(expected[address] != said for address, said in answers(world, client, None).items()) > 12


class TestTheRankOfASearch:
    """The answers above differ in too few words to tell every rank apart."""

    @pytest.fixture
    def found(self, scrutiny_member):
        client = Client()
        client.force_login(scrutiny_member)
        return lambda world, text: references(
            client.get("/proposals/", {"round": world["round"].pk, "text": text})
        )

    def test_knows_nothing_of_how_rare_a_word_is_among_hidden_rows(self, world, found):
        for reference, title, text in (("ENV010", "Zebra", "yak yak"), ("ENV011", "Yak", "zebra zebra")):
            make_proposal(world["round"], reference, title, statements={"impact_upon_service": text})
        expected = found(world, "zebra yak")
        for title in ("Zebra", "Yak"):
            with undone():
                for number in range(40):
                    make_proposal(world["next round"], f"HID{number:03}", title)
                assert found(world, "zebra yak") == expected

    def test_puts_a_title_before_a_service_before_a_text(self, world, found):
        # Title and text; title; service and text; service; a text, however often.
        assert found(world, "library") == ["CUL003", "ENV001", "CUL001", "CUL002", "ENV002"]

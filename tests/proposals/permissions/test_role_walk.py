"""Every role walks every page, list, file and search over proposals at every stage: each sees its own, no more.

What each may see is written down here by hand, from the description of the roles; nothing of
`proposals.permissions.proposals` is used to expect it.
"""

import csv
import io
import json

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from proposals.models import ProposalAttachment, SpecialistReview
from services.models import Portfolio
from tests.support.access_examples import signed_in
from tests.support.attachment_examples import filled, make_attachment
from tests.support.edition_examples import make_edition, make_publication
from tests.support.public_pages import open_pages
from tests.support.web_examples import make_proposal, make_round, make_service, options_of, totals_row

pytestmark = pytest.mark.django_db

PATH = (
    "draft",
    "service_review",
    "finance_review",
    "corporate_review",
    "cabinet_member_review",
    "ready_to_publish",
    "published",
    "scrutiny",
    "recommended",
    "decided",
)
ENDS = ("sent_back", "deferred", "withdrawn", "rejected", "superseded")
READABLE = {"published", "scrutiny", "recommended", "decided", "withdrawn_later"}
ALL = {*PATH, *ENDS, "withdrawn_later"}
NOTHING: set[str] = set()

# What each sees of the directorate that is theirs, and of the other one.
SEES = {
    "author": (ALL, READABLE),
    "budget_holder": (ALL, READABLE),
    "finance_officer": (ALL, ALL),
    "finance_officer_of_one_directorate": (ALL, READABLE),
    "section_151_officer": (ALL, ALL),
    "hr_adviser": (READABLE | {"finance_review"}, READABLE),
    "legal_adviser": (READABLE, READABLE),
    "equalities_adviser": (READABLE, READABLE),
    "cabinet_member": (READABLE | {"cabinet_member_review", "ready_to_publish"}, READABLE),
    "scrutiny_member": (READABLE, READABLE),
    "scrutiny_member_of_another_council": (NOTHING, NOTHING),
    "committee_clerk": (READABLE | {"ready_to_publish"}, READABLE | {"ready_to_publish"}),
    "auditor": (ALL, ALL),
    "outsider": (NOTHING, NOTHING),
    "nobody": (NOTHING, NOTHING),
}
TRIED = ("draft", "finance_review", "ready_to_publish", "published", "withdrawn", "withdrawn_later")
"""The stages whose further pages are opened as well; of the others the page itself has to do."""
LATE = {"ready_to_publish", "published", "withdrawn_later"}
READS = {
    ("author", "internal"): (ALL, NOTHING),
    ("author", "exempt"): (ALL, NOTHING),
    ("budget_holder", "internal"): (ALL, NOTHING),
    ("budget_holder", "exempt"): (ALL, NOTHING),
    ("finance_officer", "internal"): (ALL, ALL),
    ("finance_officer", "exempt"): (ALL, ALL),
    ("finance_officer_of_one_directorate", "internal"): (ALL, NOTHING),
    ("finance_officer_of_one_directorate", "exempt"): (ALL, NOTHING),
    ("section_151_officer", "internal"): (ALL, ALL),
    ("section_151_officer", "exempt"): (ALL, ALL),
    ("hr_adviser", "internal"): ({"finance_review"}, NOTHING),
    ("hr_adviser", "exempt"): ({"finance_review"}, NOTHING),
    ("cabinet_member", "exempt"): (LATE, NOTHING),
    ("committee_clerk", "exempt"): (LATE, LATE),
    ("auditor", "internal"): (ALL, ALL),
    ("auditor", "exempt"): (ALL, ALL),
}
"""The internal and exempt files that each reads, of the directorate that is theirs and of the other one.

Who stands not here reads none; public files are read by who sees the proposal.
"""
ENTER = {
    "author",
    "budget_holder",
    "finance_officer",
    "finance_officer_of_one_directorate",
    "section_151_officer",
}
STAFF = {
    "author",
    "budget_holder",
    "finance_officer",
    "finance_officer_of_one_directorate",
    "section_151_officer",
    "auditor",
}
MAKE_WORKBOOKS = STAFF - {"auditor"}
MAKE_APPENDICES = {
    "finance_officer",
    "finance_officer_of_one_directorate",
    "section_151_officer",
    "committee_clerk",
}


def reference(code, name):
    return f"{code}{[*PATH, *ENDS, 'withdrawn_later'].index(name) + 1:03}"


@pytest.fixture
def world(db):
    """Two directorates with a proposal at every stage each, and one that was withdrawn after its publication."""
    budget_round = make_round("Budget", phase="preparation")
    portfolio = Portfolio.objects.create(council=budget_round.council, name="Streets")
    own = make_service(budget_round, "Own service", "OWN", "Own directorate")
    own.portfolio = portfolio
    own.save()
    other = make_service(budget_round, "Other service", "OTH", "Other directorate")
    made = {}
    for service in (own, other):
        code = service.directorate.code
        for name in (*PATH, *ENDS, "withdrawn_later"):
            made[code, name] = make_proposal(
                budget_round,
                reference(code, name),
                f"Title {code} {name}",
                savings=(1_000,),
                service=service,
                stage="withdrawn" if name == "withdrawn_later" else name,
                published_at=timezone.now() if name in READABLE else None,
            )
    SpecialistReview.objects.create(
        proposal=made["OWN", "finance_review"], team="hr", question="Is this right?", asked_by="F"
    )
    return budget_round, own, portfolio, made


ON_BOTH_DATABASES = {
    "author",
    "finance_officer",
    "finance_officer_of_one_directorate",
    "equalities_adviser",
    "cabinet_member",
    "scrutiny_member",
    "scrutiny_member_of_another_council",
    "committee_clerk",
    "auditor",
}
"""The others send PostgreSQL only statements that these send it."""


@pytest.fixture(
    params=[
        pytest.param(name, marks=[] if name in ON_BOTH_DATABASES else pytest.mark.one_database)
        for name in SEES
    ]
)
def walker(request, world, assign, django_user_model):
    """A person of each role, with what is assigned to them."""
    _, own, portfolio, _ = world
    name = request.param
    if name == "nobody":
        return name, None
    elsewhere = make_round("Elsewhere", council="Westvale Council").council
    assigned = {
        "author": own,
        "budget_holder": own.directorate,
        "cabinet_member": portfolio,
        "finance_officer_of_one_directorate": own.directorate,
        "scrutiny_member_of_another_council": elsewhere,
    }
    fixture = name.removesuffix("_of_one_directorate").removesuffix("_of_another_council")
    person = request.getfixturevalue(fixture)
    return name, assign(person, assigned[name]) if name in assigned else person


def expected_references(name):
    own, other = SEES[name]
    return {reference("OWN", item) for item in own} | {reference("OTH", item) for item in other}


def tried(world):
    return [proposal for (_, stage), proposal in world[3].items() if stage in TRIED]


def opens_exactly_the_pages_of_the_proposals_it_may_see(name, person, world):
    client, seen = signed_in(person), expected_references(name)
    for (_, stage), proposal in world[3].items():
        status = client.get(proposal.get_absolute_url()).status_code
        allowed = {200} if proposal.reference in seen else ({302} if person is None else {404})
        assert status in allowed, proposal
        if stage not in TRIED:
            continue
        timeline = client.get(f"{proposal.get_absolute_url()}timeline/").status_code
        assert timeline in allowed, proposal
        exempt = client.get(f"{proposal.get_absolute_url()}exempt/").status_code
        assert exempt in ({200, 403} if proposal.reference in seen else allowed), proposal


def is_told_of_hidden_proposals_only_where_it_may_know_of_them(name, person, world):
    """A cabinet member knows of what is coming in their portfolio; whatever else is hidden is as if it were not."""
    if person is None:
        return
    client, seen = signed_in(person), expected_references(name)
    client.get("/proposals/999999/")  # the first page of a client looks up more
    with CaptureQueriesContext(connection) as queries:
        nothing = client.get("/proposals/999999/")
    as_for_nothing = (nothing.content, len(queries))
    for (code, stage), proposal in world[3].items():
        if proposal.reference in seen:
            continue
        with CaptureQueriesContext(connection) as queries:
            response = client.get(proposal.get_absolute_url())
        is_told = "This proposal is not with you yet" in response.content.decode()
        # Those that were tried have an exempt file, of which nobody else is told.
        assert is_told is (name == "cabinet_member" and code == "OWN" and stage not in TRIED), proposal
        for words in (proposal.reference, proposal.title):
            assert words not in response.content.decode()
        if not is_told:
            assert (response.content, len(queries)) == as_for_nothing, proposal


def finds_exactly_those_in_the_list_its_totals_filters_and_search(name, person, world):
    client, seen = signed_in(person), expected_references(name)
    budget_round = world[0]
    response = client.get("/proposals/", {"round": budget_round.pk})
    if not seen:
        assert "OWN" not in response.content.decode()
        return
    ended = ("deferred", "withdrawn", "rejected", "superseded")
    live = budget_round.proposals.filter(reference__in=seen).exclude(stage__in=ended)
    assert totals_row(response)[0] in (
        f"Total of all {len(seen)} proposals",
        f"Total of {live.count()} of {len(seen)} proposals",
    )
    # Each saves £1,000 in the first year; what has ended saves nothing.
    assert totals_row(response)[1] == f"-{live.count() / 1000:.3f}"
    assert options_of(response, "service") == ["Other service", "Own service"]
    found = client.get("/proposals/", {"round": budget_round.pk, "text": "Title OWN draft"})
    assert ("OWN001" in found.content.decode()) is ("OWN001" in seen)
    hidden = {proposal.reference for proposal in world[3].values()} - seen
    for order in ("reference", "-reference", "total"):
        text = client.get("/proposals/", {"round": budget_round.pk, "sort": order}).content.decode()
        assert not [one for one in hidden if one in text]


def takes_exactly_those_away_in_every_format(name, person, world):
    client, seen = signed_in(person), expected_references(name)
    query = {"round": world[0].pk}
    answers = {kind: client.get(f"/proposals/download/{kind}/", query) for kind in ("csv", "json", "xlsx")}
    if not seen:
        assert {answer.status_code for answer in answers.values()} <= {302, 404}
        return
    rows = list(csv.reader(io.StringIO(answers["csv"].content.decode("utf-8-sig"))))[1:]
    assert {row[0] for row in rows} == seen
    held = json.loads(answers["json"].content)
    assert {item["reference"] for item in held["proposals"]} == seen
    assert held["totals"]["total"] == 1_000 * (len(seen) - held["totals"]["ended"])
    sheet = openpyxl.load_workbook(io.BytesIO(answers["xlsx"].content))["Proposals"]
    assert {row[0].value for row in list(sheet)[1:]} == seen


def makes_appendices_of_exactly_those_if_it_makes_any(name, person, world):
    response = signed_in(person).get("/appendices/page/", {"round": world[0].pk, "cover-title": "Savings"})
    if name not in MAKE_APPENDICES:
        expected = 302 if person is None else 403 if SEES[name][0] or name.startswith("scrutiny") else 404
        assert response.status_code == expected
        return
    text, seen = response.content.decode(), expected_references(name)
    assert {one for one in seen if f">{one}<" not in text} == set()
    assert {proposal.reference for proposal in world[3].values() if proposal.reference in text} == seen


def downloads_a_workbook_of_what_it_may_see_if_it_enters_proposals(name, person, world):
    response = signed_in(person).get("/proposals/workbook/download/", {"round": world[0].pk})
    if name not in MAKE_WORKBOOKS:
        assert response.status_code in {302, 403, 404}
        return
    workbook = openpyxl.load_workbook(io.BytesIO(response.content))
    text = {str(cell.value) for sheet in workbook.worksheets for row in sheet.iter_rows() for cell in row}
    references = {proposal.reference for proposal in world[3].values()}
    assert text & references <= expected_references(name)


def finds_exactly_those_in_the_admin_if_it_works_there(name, person, world):
    client, seen = signed_in(person), expected_references(name)
    response = client.get("/admin/proposals/savingsproposal/", {"all": ""})
    if name not in STAFF:
        assert response.status_code == 302
        return
    text = response.content.decode()
    references = {proposal.reference for proposal in world[3].values()}
    assert {one for one in references if one in text} == seen
    for proposal in tried(world):
        status = client.get(f"/admin/proposals/savingsproposal/{proposal.pk}/change/").status_code
        assert (status == 200) is (proposal.reference in seen), proposal


def changes_nothing_that_it_does_not_see(name, person, world):
    client, seen = signed_in(person), expected_references(name)
    for proposal in tried(world):
        if proposal.reference in seen:
            continue
        address = proposal.get_absolute_url()
        for path in ("stage/", "exempt/grants/", "advice/hr/"):
            assert client.post(f"{address}{path}", {"move": "submit"}).status_code in {302, 404}, path
        before = (proposal.stage, proposal.version)
        proposal.refresh_from_db()
        assert (proposal.stage, proposal.version) == before


def reads_exactly_the_files_it_may_and_attaches_none_that_it_may_not(name, person, world):
    client = signed_in(person)
    for (code, stage), proposal in world[3].items():
        for sensitivity in ("public", "internal", "exempt") if stage in TRIED else ():
            row = make_attachment(proposal, sensitivity=sensitivity)
            place = 0 if code == "OWN" else 1
            is_read = stage in READS[name, sensitivity][place] if (name, sensitivity) in READS else False
            if sensitivity == "public":
                is_read = stage in SEES[name][place]
            refused = {302} if person is None else {404}
            status = client.get(row.get_absolute_url()).status_code
            expected = refused if not is_read else {302} if sensitivity == "exempt" else {200}
            assert status in expected, row
            exempt = client.get(reverse("proposals:exempt-attachment", args=[row.pk])).status_code
            assert exempt in ({200} if is_read and sensitivity == "exempt" else refused), row
            if name in ENTER:
                continue
            for address in (row.replace_address, row.remove_address):
                assert client.post(address, filled(reason="x")).status_code in {302, 403, 404}, address
        if stage in TRIED and name not in ENTER:
            address = f"/proposals/{proposal.pk}/attachments/add/"
            assert client.post(address, filled(reason="x")).status_code in {302, 403, 404}, address
    if name not in ENTER:
        assert ProposalAttachment.objects.count() == 3 * len(tried(world))


def finds_on_the_public_pages_exactly_what_an_edition_has(name, person, world):
    """Whoever asks: the newest edition has the two published proposals, and later ones change nothing of it."""
    client, budget_round, made = signed_in(person), world[0], world[3]
    public = {"OWN007", "OTH007"}
    hidden = {proposal.reference for proposal in made.values()} - public
    make_edition(make_publication(budget_round), without=hidden)
    open_pages(budget_round.council)
    address = f"/published/{budget_round.council.slug}/proposals/"

    def told(response):
        text = response.content.decode()
        return {one.reference for one in made.values() if one.reference in text or one.title in text}

    for query in ({}, {"directorate": "Own directorate"}, {"sort": "largest"}, {"text": "title"}):
        page = client.get(address, query)
        assert told(page) == ({"OWN007"} if "directorate" in query else public)
        # Each saves £1,000.
        assert "2 proposals save £0.002m" in page.content.decode() or "directorate" in query
    assert told(Client().get("/")) == public
    for kind in ("csv", "xlsx"):
        saved = client.get(f"{address}download/{kind}/")
        if kind == "csv":
            assert told(saved) == public
        else:
            sheet = openpyxl.load_workbook(io.BytesIO(saved.content))["Proposals"]
            assert {row[0].value for row in list(sheet)[1:]} == public
    for proposal in made.values():
        page = client.get(f"{address}{budget_round.pk}/{proposal.reference}/")
        assert page.status_code == (200 if proposal.reference in public else 404)
    nothing = told(client.get(address, {"text": "draft"}))
    assert nothing == set()


STEPS = (
    reads_exactly_the_files_it_may_and_attaches_none_that_it_may_not,
    opens_exactly_the_pages_of_the_proposals_it_may_see,
    is_told_of_hidden_proposals_only_where_it_may_know_of_them,
    finds_exactly_those_in_the_list_its_totals_filters_and_search,
    takes_exactly_those_away_in_every_format,
    makes_appendices_of_exactly_those_if_it_makes_any,
    downloads_a_workbook_of_what_it_may_see_if_it_enters_proposals,
    finds_exactly_those_in_the_admin_if_it_works_there,
    changes_nothing_that_it_does_not_see,
    finds_on_the_public_pages_exactly_what_an_edition_has,
)


class TestEveryRole:
    """One test a role: the world they walk takes longer to make than to walk."""

    def test_sees_finds_and_takes_away_exactly_what_it_may_and_changes_nothing_else(self, walker, world):
        for step in STEPS:
            step(*walker, world)


class TestSomebodyWithTwoRoles:
    def test_signs_off_only_where_the_role_that_signs_reaches(self, author, assign, world):
        """A budget holder of one directorate who also scrutinises reads the other's, and signs nothing there."""
        _, own, _, made = world
        person = assign(author, own.directorate)
        person.groups.set(Group.objects.filter(name__in=["Budget holder", "Scrutiny member"]))
        client = signed_in(person)
        foreign = made["OTH", "published"]
        assert client.get(foreign.get_absolute_url()).status_code == 200
        assert (
            client.post(
                f"{foreign.get_absolute_url()}stage/", {"move": "withdraw_published", "reason": "x"}
            ).status_code
            == 403
        )
        assert (
            client.post(
                f"{made['OTH', 'service_review'].get_absolute_url()}stage/", {"move": "sign_off_service"}
            ).status_code
            == 404
        )


class TestAnAppendixWithSomethingUnpublished:
    def test_is_marked_as_a_draft_whatever_was_ticked(self, committee_clerk, world):
        client = signed_in(committee_clerk)
        query = {"round": world[0].pk, "cover-title": "Savings"}
        assert "so every page is marked as a draft" in client.get("/appendices/", query).content.decode()
        assert "Draft" in client.get("/appendices/page/", query).content.decode()
        published = {**query, "stage": "published"}
        assert (
            "so every page is marked as a draft" not in client.get("/appendices/", published).content.decode()
        )

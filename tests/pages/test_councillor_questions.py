"""The sixteen questions of a councillor: clicks from the start page, and where the answer stands."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from proposals.models import EqualityAssessment, EqualityImpact, ProposalCommittee
from services.models import Characteristic, Committee, CommitteeMember, LastVisit
from tests.support.edition_examples import make_edition, make_publication
from tests.support.scrutiny_examples import make_item
from tests.support.settled_page import settle
from tests.support.web_examples import make_budget, make_proposal, make_round, make_service

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.long]
MOST_CLICKS = 3
SCREENS = ((390, 844), (820, 1180), (1280, 800))
ALL = ("link", "All proposals of the round")
ASK = ("text", "Common questions")
BY_YEAR = ("link", "Savings by directorate and year")

ROWS = ".app-list tbody tr"
PIVOT = "#pivot tbody tr"

QUESTIONS = {
    "what comes before my committee": ([("link", "for your committee")], ROWS, "CYP001"),
    "what does it add up to against the target": ([ALL], ROWS, "CYP001"),
    "what is high risk and over £250,000": ([ALL, ASK, ("link", "High risk and £250,000")], ROWS, "CYP001"),
    "what takes money out of children's services in 2028/29": (
        [BY_YEAR, ("cell", "Children", "-0.300")],
        ROWS,
        "CYP001",
    ),
    "what changed since the last edition": ([ALL, ASK, ("link", "September’s savings")], ROWS, "ENV001"),
    "how many posts go or are created, and where": (
        [ALL, ASK, ("link", "Posts created and reduced")],
        PIVOT,
        "Children",
    ),
    "which fall on disabled people": ([ALL, ASK, ("link", "Disability")], ROWS, "CYP001"),
    "what is one-off": ([ALL, ASK, ("link", "One-off savings")], ROWS, "ENV001"),
    "which lack a full equality assessment": ([ALL, ASK, ("link", "Full equality impact")], ROWS, "CYP001"),
    "which need public consultation, and when": (
        [ALL, ASK, ("link", "Public consultation needed")],
        ROWS,
        "ENV001",
    ),
    "which take the largest share of their service's budget": (
        [ALL, ASK, ("link", "Largest share of")],
        ROWS,
        "CYP001",
    ),
    "what affects my ward": ([ALL, ASK, ("link", "Elmfield")], ROWS, "ENV001"),
    "what did we ask that is unanswered": (
        [("link", "Scrutiny log of the round"), ("link", "1 question")],
        ".app-scrutiny__item",
        "Who was asked about the placements?",
    ),
    "what did Cabinet answer": (
        [("link", "Scrutiny log of the round"), ("link", "1 recommendation")],
        ".app-scrutiny__item",
        "Keep the lights on until midnight.",
    ),
    "what is being corrected or was withdrawn since I last looked": (
        [ALL, ASK, ("link", "since your last visit")],
        ROWS,
        "ENV002",
    ),
    "what does this service lose over all its proposals": (
        [ALL, ASK, ("link", "All proposals of each service")],
        ROWS,
        "Children’s homes",
    ),
}


@pytest.fixture
def councillor(scrutiny_member):
    """Somebody with a seat, and a round of three proposals that have everything that is asked about."""
    budget_round = make_round()
    budget_round.target = 1_000_000
    budget_round.save()
    homes = make_service(budget_round, "Children’s homes", "CYP", "Children")
    lights = make_service(budget_round)
    committee = Committee.objects.create(council=budget_round.council, name="Children and families")
    CommitteeMember.objects.create(user=scrutiny_member, committee=committee)
    asked_about = make_proposal(
        budget_round,
        "CYP001",
        "Fewer placements",
        (0, 300_000, 0),
        ("-3",),
        service=homes,
        base_budget=make_budget(homes, 1_500_000, 500_000),
        risk_to_delivery="H",
    )
    ProposalCommittee.objects.create(proposal=asked_about, committee=committee)
    EqualityAssessment.objects.create(proposal=asked_about, screening="full_needed", status="not_started")
    EqualityImpact.objects.create(
        proposal=asked_about,
        characteristic=Characteristic.objects.get(name="Disability", council=None),
        effect="negative_high",
    )
    changed = make_proposal(
        budget_round,
        "ENV001",
        "Dim the lights",
        ({"one_off_saving": 40_000}, 0, 0),
        ("1",),
        service=lights,
        base_budget=make_budget(lights),
        wards="Ash; Elmfield",
        public_consultation="planned",
        consultation_dates="May to July 2027",
    )
    LastVisit.objects.create(user=scrutiny_member, shown_at=timezone.now() - timedelta(days=1))
    make_proposal(budget_round, "ENV002", "Sell the depot", stage="withdrawn", service=lights)
    make_item(asked_about, text="Who was asked about the placements?")
    make_item(changed, "recommendation", text="Keep the lights on until midnight.", response="accepted")
    make_edition(make_publication(budget_round, title="September’s savings"))
    changed.title = "Dim the lights at night"
    changed.save()
    return scrutiny_member


def clicked(page, way):
    kind, *words = way
    if kind == "link":
        return page.get_by_role("main").get_by_role("link", name=words[0]).first
    if kind == "text":
        return page.get_by_text(words[0], exact=True)
    return page.get_by_role("row", name=words[0]).get_by_role("link", name=words[1]).first


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: f"{screen[0]}x{screen[1]}")
def test_each_is_answered_in_few_clicks_and_on_the_first_screen(page, sign_in, councillor, screen):
    width, height = screen
    page.set_viewport_size({"width": width, "height": height})
    sign_in(page, councillor)
    for question, (ways, rows, answer) in QUESTIONS.items():
        page.goto("/")
        assert len(ways) <= MOST_CLICKS, question
        for way in ways:
            clicked(page, way).click()
        # The list is refreshed in place: until it has been, what stands there is the list before it.
        expect(page.locator("#listing[aria-busy]")).to_have_count(0)
        first = page.locator(rows).first
        expect(first, question).to_contain_text(answer)
        settle(page)
        box = first.bounding_box()
        bottom = box["y"] + box["height"] + page.evaluate("window.scrollY")
        assert bottom <= height, f"{question}: the first row ends at {bottom:.0f} of {height}"
    expect(page.locator("#sum")).to_contain_text("of its target of £1.000m")

"""What the tests of a proposal's entry page share: the page as a browser would send it, and what it says."""

from datetime import date

from lxml import html

from proposals.models import ImpactStatement
from services.models import ChangeRecord, Committee, Meeting
from tests.support.web_examples import (
    FIRST,
    make_budget,
    make_proposal,
    make_round,
    make_service,
    tree,
    words,
)

ADD = "/admin/proposals/savingsproposal/add/"


def change_page(proposal):
    return f"/admin/proposals/savingsproposal/{proposal.pk}/change/"


def check_page(proposal):
    return f"/admin/proposals/savingsproposal/{proposal.pk}/check/"


def filled(response):
    """What the browser would send for the page as it stands: line ends as browsers write them."""
    form = html.fromstring(response.content.decode()).get_element_by_id("savingsproposal_form")
    chosen = {
        field.get("name"): [""] for field in form.xpath(".//input[@type='text' or @type='date'][not(@value)]")
    }
    for name, value in form.form_values():
        chosen.setdefault(name, []).append(value)
    values = {name: value[0] if len(value) == 1 else value for name, value in chosen.items()}
    for area in form.iter("textarea"):
        # A browser drops the line break after the tag and sends CR LF.
        text = (area.text or "").removeprefix("\n")
        values[area.get("name")] = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return {name: value for name, value in values.items() if "__prefix__" not in name}


def save(client, proposal, **changes):
    """Send the page with some fields changed; a double underscore in a name stands for a hyphen."""
    values = filled(client.get(change_page(proposal)))
    return client.post(
        change_page(proposal), values | {name.replace("__", "-"): v for name, v in changes.items()}
    )


def spaced(element):
    """The text of an element with a space between its parts, cells of a table among them."""
    return " ".join(" ".join(element.itertext()).split())


def errors(response):
    """Each message with the name of the field it stands beside, in the order of the page."""
    return [
        (element.get("data-errors-for"), words(element).removeprefix("Error: "))
        for element in tree(response).xpath("//p[@data-errors-for][not(@hidden)]")
    ]


def summary(response):
    """The lines of the error summary with where they lead."""
    return [(link.get("href"), words(link)) for link in tree(response).xpath("//*[@data-error-summary]//a")]


def warnings(response):
    """The codes of the warnings, by the name of the field that they stand beside."""
    found = {}
    for block in tree(response).xpath("//form//div[@data-warning]"):
        (name,) = block.xpath("ancestor::*[@data-warnings-for]/@data-warnings-for")
        found.setdefault(name, []).append(block.get("data-warning"))
    return found


def newest():
    return ChangeRecord.objects.latest("pk").pk


def changes(since):
    """What was written to the log since: action, kind, before, after."""
    return [
        (row.action, row.record_type.split(".")[1], row.before, row.after)
        for row in ChangeRecord.objects.filter(pk__gt=since).order_by("pk")
    ]


def entered_proposal(phase="preparation", **more):
    """A draft that saves £50,000 of a net budget of £3.5m, with two sections."""
    budget_round = make_round(phase=phase)
    service = make_service(budget_round)
    given = {
        "savings": (40_000, 10_000, 0),
        "fte": ("-6", "0", "0"),
        "base_budget": make_budget(service),
        "statements": {
            "impact_upon_service": "Darker.\n\n· but safe",
            "impact_upon_staff": "Six posts, all vacant.",
        },
        **more,
    }
    return make_proposal(budget_round, "ENV001", service=service, **given)


def committee_and_meeting(proposal):
    committee = Committee.objects.create(council=proposal.budget_round.council, name="Scrutiny Committee")
    return committee, Meeting.objects.create(committee=committee, date=date(2027, 1, 14))


def everything(proposal, committee, meeting, characteristic, other):
    """Values that change something in every part of the page."""
    return {
        "title": "Dim all the lights",
        "start_year": "2027/28",
        "stated_total": "£0.1m",
        "risk_to_delivery": "M",
        **{f"years-{place}-{name}": "1k" for place in range(3) for name in _AMOUNTS},
        **{f"years-{place}-fte_change": "-5.5" for place in range(3)},
        "statement-aims-text": "Spend less.",
        "statement-aims-answer": "answered",
        "statement-impact_upon_service-text": "Much darker.",
        "others-0-heading": "Next steps",
        "others-0-text": "Ask.",
        "others-0-answer": "answered",
        "risks-0-title": "Nobody can see",
        "risks-0-level": "H",
        "dependencies-0-title": "Lamps",
        "dependencies-0-on_reference": other.reference,
        "committees": [str(committee.pk)],
        "reports-0-meeting": str(meeting.pk),
        "reports-0-item": "6",
        "references-0-printed": "E/R.1",
        "equality-screening": "full_needed",
        "equality-owner": "Edith Fair",
        "equality-date": "2027-09-14",
        f"impact-{characteristic.pk}-effect": "negative_low",
        f"impact-{characteristic.pk}-mitigation": "Torches.",
        "ask-hr-question": "Is this right?",
        "statement-brief_description-text": "Lights.",
        "statement-brief_description-exempt_paragraph": "3",
        "statement-brief_description-public_interest_reason": "A contract is being negotiated.",
        "statement-brief_description-exempt_text": "The contractor is Brightlight.",
    }


_AMOUNTS = ("recurring_saving", "one_off_saving", "recurring_cost", "one_off_cost", "capital_cost")
__all__ = ["FIRST", "ImpactStatement", "make_budget", "make_proposal", "make_round", "make_service"]

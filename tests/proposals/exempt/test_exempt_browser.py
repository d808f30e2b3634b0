"""The pages of the exempt wording and of a proposal's history in Chromium: at several widths, checked by axe."""

import subprocess

import pytest
from playwright.sync_api import expect

from proposals.models import ExemptWording, ImpactStatement, ProposalRisk
from services.audit.history import acting
from tests.support.settled_page import assert_sound
from tests.support.web_examples import make_proposal, make_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 1280)


@pytest.fixture
def proposal():
    with acting(name="Una Writer", reason="First entry."):
        proposal = make_proposal(make_round(), "ENV001", fte=["-1.50"])
        statement = ImpactStatement.objects.create(
            proposal=proposal,
            kind="impact_upon_staff",
            text="Two posts change.",
            exempt_paragraph=1,
            public_interest_reason="Naming the postholders would harm them.",
        )
        held = ExemptWording.objects.create(proposal=proposal, statement=statement, text="Both are vacant.")
    with acting(name="Una Writer", reason="Two more were found."):
        held.text = "The two postholders know already." + "\n\nAnd more." * 60
        held.save()
        statement.text = "Two posts change. " * 30
        statement.save()
        ProposalRisk.objects.create(proposal=proposal, title="It gets dark", level="H").delete()
    return proposal


def test_the_pages_are_sound_and_print_their_marking(
    page, sign_in, proposal, section_151_officer, scrutiny_member
):
    sign_in(page, section_151_officer)

    def sound(where):
        assert_sound(page, WIDTHS, where)

    page.goto(f"/proposals/{proposal.pk}/")
    sound("the proposal")
    page.get_by_role("link", name="Exempt wording", exact=True).click()
    page.get_by_role("button", name="View exempt wording").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    sound("what for, with an error")
    page.get_by_label("Why do you need to view it?").fill("To brief Cabinet.")
    page.get_by_role("button", name="View exempt wording").click()
    page.get_by_text("The two postholders know already.").first.wait_for()
    sound("the exempt wording")
    printed = subprocess.run(
        ["pdftotext", "-", "-"], input=page.pdf(prefer_css_page_size=True), capture_output=True, check=True
    )
    pages = printed.stdout.decode().rstrip("\f").split("\f")
    assert len(pages) > 1
    assert all("NOT FOR PUBLICATION" in text for text in pages)

    page.goto(f"/proposals/{proposal.pk}/exempt/grants/")
    page.get_by_label("Councillor").select_option(label="Sam Query (sam)")
    page.get_by_label("Reason").fill("Sits on the panel.")
    page.get_by_role("button", name="Give permission").click()
    page.get_by_text("can now view the exempt wording").wait_for()
    sound("who has leave")
    page.get_by_role("link", name="Withdraw the permission of Sam Query (sam)").click()
    page.wait_for_url("**/withdraw/")
    sound("withdrawing leave")

    page.goto(f"/proposals/{proposal.pk}/timeline/")
    page.get_by_label("Show").select_option(label="Exempt wording: changed, viewed, permission given")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("Reason: To brief Cabinet.").first.wait_for()
    page.goto(f"/proposals/{proposal.pk}/timeline/")
    sound("the history")
    sign_in(page, scrutiny_member)
    page.goto(f"/proposals/{proposal.pk}/timeline/")
    sound("the public history")

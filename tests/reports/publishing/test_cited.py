"""The short addresses by which proposals and editions are cited lead each reader to what they may read, for good."""

import pytest
from django.test import Client
from django.urls import reverse

from proposals.models import SavingsProposal
from reports.models import Edition
from reports.publishing.making import files_of
from reports.publishing.publishing import _new_identifier
from services.models import ChangeRecord
from tests.support.edition_examples import make_edition, make_publication, published
from tests.support.exempt_examples import signed_in
from tests.support.web_examples import make_proposal, make_round, tree, words

pytestmark = pytest.mark.django_db
PART_II = {"part": 2, "exempt_paragraph": 3, "public_interest_reason": "A contract is being let."}


@pytest.fixture
def proposal():
    return make_proposal(make_round(), "ENV001")


@pytest.fixture
def edition(proposal):
    council = proposal.budget_round.council
    council.public_pages = True
    council.save()
    return make_edition(make_publication(proposal.budget_round, style="option-pages"))


def cited(thing):
    if isinstance(thing, Edition):
        return reverse("cited-edition", args=[thing.mark.short_identifier])
    return reverse("cited-proposal", args=[thing.pk])


def page_for_residents(proposal, reference="ENV001"):
    budget_round = proposal.budget_round
    return reverse("published:proposal", args=[budget_round.council.slug, budget_round.pk, reference])


def led_to(client, address):
    """Where the address leads, 404 for nowhere."""
    response = client.get(address)
    return response.headers["Location"] if response.status_code == 302 else response.status_code


def to_sign_in(address):
    return f"/sign-in/?next={address}"


class TestNobodySignedIn:
    def test_is_led_to_the_proposal_as_it_is_published(self, proposal, edition):
        address = led_to(Client(), cited(proposal))
        assert address == page_for_residents(proposal)
        assert "ENV001" in words(tree(Client().get(address)).xpath("//main")[0])

    def test_is_led_there_by_whatever_edition_is_the_newest_public_one(self, proposal, edition):
        make_edition(edition.publication, 2, corrects=edition, correction="A figure.")
        make_edition(make_publication(proposal.budget_round, **PART_II))
        assert led_to(Client(), cited(proposal)) == page_for_residents(proposal)

    def test_is_led_to_the_edition_with_or_without_a_slash_at_the_end(self, edition):
        for address in (cited(edition), f"{cited(edition)}/"):
            assert led_to(Client(), address) == edition.get_absolute_url()

    def test_cannot_tell_what_is_hidden_from_what_there_never_was(self, proposal):
        hidden = make_edition(make_publication(proposal.budget_round))
        for address in (cited(proposal), "/p/999999", cited(hidden), "/e/00000000"):
            assert led_to(Client(), address) == to_sign_in(address)

    def test_is_no_longer_led_to_what_was_withdrawn(self, proposal, edition):
        council = edition.council
        council.public_pages = False
        council.save()
        for thing in (proposal, edition):
            assert led_to(Client(), cited(thing)) == to_sign_in(cited(thing))

    def test_finds_nothing_under_what_is_no_such_address(self):
        for address in ("/p/abc", "/p/1234567890123", "/e/3F2A9C04", "/e/3f2a9c0", "/e/3f2a9c04a"):
            assert Client().get(address).status_code == 404


class TestSomebodySignedIn:
    def test_is_led_to_the_page_of_a_proposal_that_they_may_see(self, proposal, edition, scrutiny_member):
        assert led_to(signed_in(scrutiny_member), cited(proposal)) == f"/proposals/{proposal.pk}/"

    def test_reads_what_is_public_of_a_proposal_that_they_may_not_see(self, proposal, edition, outsider):
        assert led_to(signed_in(outsider), cited(proposal)) == page_for_residents(proposal)

    def test_is_led_to_no_draft_that_is_not_theirs(self, scrutiny_member, finance_officer):
        draft = make_proposal(make_round(), "ENV002", stage="draft", published_at=None)
        assert led_to(signed_in(scrutiny_member), cited(draft)) == 404
        assert led_to(signed_in(finance_officer), cited(draft)) == f"/proposals/{draft.pk}/"

    @pytest.mark.parametrize(("person", "may"), [("committee_clerk", True), ("scrutiny_member", False)])
    def test_is_led_to_part_ii_where_they_may_read_it_and_the_reading_is_recorded_there(
        self, proposal, person, may, request
    ):
        exempt = make_edition(make_publication(proposal.budget_round, **PART_II))
        client = signed_in(request.getfixturevalue(person))
        assert led_to(client, cited(exempt)) == (exempt.get_absolute_url() if may else 404)
        client.get(cited(exempt), follow=True)
        assert ChangeRecord.objects.filter(action="viewed_exempt").count() == may


class TestTheAddress:
    def test_of_a_proposal_stays_when_it_gets_another_reference_title_or_number(
        self, proposal, edition, admin_client
    ):
        before = cited(proposal)
        proposal.reference, proposal.title = "ENV099", "Another title"
        proposal.save()
        assert cited(SavingsProposal.objects.get()) == before
        # The public reads it as it was called when it was published.
        assert led_to(Client(), before) == page_for_residents(proposal)
        assert led_to(admin_client, before) == f"/proposals/{proposal.pk}/"

    def test_of_a_proposal_still_leads_to_it_when_the_next_round_carries_it_on(
        self, proposal, edition, scrutiny_member
    ):
        council = proposal.budget_round.council
        following = make_round(council=council.name, name="The next round")
        make_proposal(following, "ENV001", carried_from=proposal)
        assert led_to(signed_in(scrutiny_member), cited(proposal)) == f"/proposals/{proposal.pk}/"
        assert led_to(Client(), cited(proposal)) == page_for_residents(proposal)

    def test_of_an_edition_is_of_no_other(self, edition, monkeypatch):
        taken = edition.identifier
        free = taken.__class__("3f2a9c04-0000-4000-8000-000000000000")
        given = iter([taken, taken.__class__(f"{taken.hex[:8]}{'0' * 24}"), free])
        monkeypatch.setattr("reports.publishing.publishing.uuid.uuid4", lambda: next(given))
        assert _new_identifier() == str(free)


@pytest.mark.one_database
class TestThePages:
    def test_of_a_proposal_and_an_edition_say_how_to_cite_them(self, proposal, edition, scrutiny_member):
        page = tree(signed_in(scrutiny_member).get(f"/proposals/{proposal.pk}/"))
        (value,) = page.xpath("//dt[.='Cite this']/following-sibling::dd")
        assert words(value) == f"http://testserver{cited(proposal)}"
        main = words(tree(Client().get(edition.get_absolute_url())).xpath("//main")[0])
        assert f"Cite this: http://testserver{cited(edition)}" in main
        public = Client().get(cited(proposal), follow=True)
        assert f"Cite this: http://testserver{cited(proposal)}" in words(tree(public).xpath("//main")[0])

    def test_in_print_name_the_public_address_and_keep_it_when_the_setting_changes(
        self, proposal, committee_clerk, settings
    ):
        settings.SITE_ADDRESS = "https://savings.eastvale.example"
        edition = published(committee_clerk, make_publication(proposal.budget_round, style="option-pages"))
        text = bytes(edition.files.get(name="appendix.html").content).decode()
        assert f"Cite this proposal as https://savings.eastvale.example/p/{proposal.pk}" in text
        assert f"Online at https://savings.eastvale.example{cited(edition)}" in text
        assert f'alt="QR code for https://savings.eastvale.example{cited(edition)}"' in text
        settings.SITE_ADDRESS = "https://moved.example"
        made = {file.name: file.sha256 for file in files_of(edition.frozen, edition.mark)}
        kept = dict(edition.files.values_list("name", "sha256"))
        assert made["appendix.pdf"] == kept["appendix.pdf"]
        assert made["appendix.html"] == kept["appendix.html"]

    def test_in_print_name_no_address_while_the_settings_name_none(self, proposal, edition):
        text = bytes(edition.files.get().content).decode()
        assert "Cite this" not in text
        assert "QR code" not in text

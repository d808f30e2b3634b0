"""A published proposal under correction: what was last published stands until the new version is published."""

import csv
import io
import json

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from proposals.models import (
    BudgetRound,
    ImpactStatement,
    ProposalCommittee,
    SavingsProposal,
    ScrutinyItem,
)
from proposals.models.records import record_of
from proposals.permissions.exempt import may_grant_exempt
from proposals.workflow.completeness_facts import open_warnings
from proposals.workflow.moving import MoveRequest, RefusedMove, move
from proposals.workflow.published_version import KEPT
from reports.models import Edition
from reports.publishing.frozen import freeze
from services.audit.history import acting
from services.models import BaseBudget, Committee, Portfolio
from tests.support.edition_examples import make_edition, make_publication
from tests.support.entry_pages import change_page, filled, save
from tests.support.scrutiny_examples import make_item
from tests.support.stage_examples import again, make_complete
from tests.support.web_examples import (
    body_rows,
    make_proposal,
    make_round,
    make_service,
    totals_row,
    tree,
    words,
)

pytestmark = pytest.mark.django_db
CORRECTED = "1 of 47 is being corrected: its figures are as last published."


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def said(client, address, **query):
    return words(tree(client.get(address, query)).find(".//main"))


def links_of(response):
    """The words of the links in the rows of the list, with their addresses."""
    links = tree(response).xpath("//div[@class='app-proposals']//tbody//a")
    return [(words(link), link.get("href")) for link in links]


def publish_again(proposal, people):
    """Take the correction through its reviews, with a reason for what is unusual about it."""
    for warning in open_warnings(again(proposal), record_of(again(proposal))):
        proposal.warning_reasons.create(
            code=warning.code, message=warning.message, reason="Known.", given_by="Frances"
        )
    for code, person in (
        ("sign_off_finance", "s151"),
        ("sign_off_corporate", "s151"),
        ("sign_off_cabinet_member", "cabinet"),
        ("publish", "clerk"),
    ):
        move(proposal, MoveRequest(code, override_reason="Known."), people[person])


@pytest.fixture
def proposal():
    return make_complete(make_round(), stage="published")


@pytest.fixture
def people(section_151_officer, cabinet_member, committee_clerk, assign, proposal):
    assign(cabinet_member, proposal.service.portfolio)
    return {"s151": section_151_officer, "cabinet": cabinet_member, "clerk": committee_clerk}


def correct(proposal, finance_officer):
    """Change the proposal on its page: £40,000 more, and another title."""
    answer = save(
        signed_in(finance_officer),
        proposal,
        years__0__recurring_saving="140,000",
        title="Dim more lights",
        change_reason="The lease ends later.",
    )
    assert answer.status_code == 302
    return again(proposal)


@pytest.fixture
def corrected(proposal, finance_officer):
    return correct(proposal, finance_officer)


@pytest.mark.long
@pytest.mark.one_database
class TestTheDemonstration:
    """47 proposals, £41.715m: £41,714,500 by hand, of which ENV002 saves £455,000."""

    @pytest.fixture
    def logins(self, demonstration):
        return {user.username: user for user in User.objects.all()}

    def figures(self, person, budget_round):
        """The number and total of the list, the overview, CSV, JSON and the API, each with its queries."""
        client, query = signed_in(person), {"round": budget_round.pk, "direction": "saving"}
        found = {}

        def read(name, address, **more):
            with CaptureQueriesContext(connection) as queries:
                found[name] = client.get(address, query | more)
            counts[name] = len(queries)

        counts = {}
        read("list", "/proposals/")
        read("overview", "/proposals/overview/")
        read("csv", "/proposals/download/csv/")
        read("json", "/proposals/download/json/")
        rows = list(csv.DictReader(io.StringIO(found["csv"].content.decode("utf-8-sig"))))
        totals = json.loads(found["json"].content)["totals"]
        (column,) = (name for name in rows[0] if name.startswith("Total saving"))
        texts = {name: words(tree(found[name]).find(".//main")) for name in ("list", "overview")}
        return {
            "rows": len(rows),
            "csv": sum(int(row[column]) for row in rows),
            "json": (totals["total"], totals["being_corrected"]),
            "sum": words(tree(found["list"]).get_element_by_id("sum")).split(" over the round")[0],
            "headline": texts["overview"].split("Total saving ", 1)[1].split(":", 1)[0],
            "says": [name for name in ("list", "overview") if CORRECTED in texts[name]],
        }, counts

    def test_has_47_proposals_and_the_same_total_until_the_correction_of_40_000_is_published(self, logins):
        budget_round = BudgetRound.objects.get(phase="scrutiny")
        proposal = SavingsProposal.objects.get(budget_round=budget_round, reference="ENV002")
        before = {
            "rows": 47,
            "csv": 41_714_500,
            "json": (41_714_500, 0),
            "sum": "47 savings proposals save £41.715m",
            "headline": "-£41.715m",
            "says": [],
        }
        people = [logins[name] for name in ("scrutiny", "clerk", "finance")]
        queries = {}
        for person in people:
            figures, queries[person] = self.figures(person, budget_round)
            assert figures == before
        client = signed_in(logins["finance"])
        changed = {"years__0__recurring_saving": "305,000", "change_reason": "The lease ends later."}
        assert save(client, proposal, **changed).status_code == 302
        proposal.refresh_from_db()
        assert (proposal.stage, proposal.total_saving) == ("finance_review", 495_000)
        for person in people:
            figures, counts = self.figures(person, budget_round)
            assert figures["says"] == ["list", "overview"]
            assert figures["json"] == (41_714_500, 1)
            assert {**figures, "says": [], "json": before["json"]} == before
            assert counts == queries[person]
        publish_again(proposal, {**logins, "cabinet": logins["admin"]})
        for person in people:
            figures, _ = self.figures(person, budget_round)
            assert (figures["rows"], figures["csv"], figures["headline"]) == (47, 41_754_500, "-£41.755m")
            assert figures["says"] == []


class TestReaders:
    def test_read_what_was_last_published_at_the_same_address_marked(self, corrected, scrutiny_member):
        client = signed_in(scrutiny_member)
        for address in (
            f"/proposals/{corrected.pk}/",
            f"/proposals/{corrected.pk}/?version=published",
            "/proposals/eastvale-council/ENV001/",
        ):
            text = words(tree(client.get(address)).find(".//main"))
            assert "Being corrected" in text
            assert "ENV001 – Dim the lights" in text
            assert "-£0.100m" in text
            for word in ("Dim more lights", "0.140", "See the correction", "lease"):
                assert word not in text

    def test_of_the_list_see_it_once_as_last_published(self, corrected, scrutiny_member, finance_officer):
        for person in (scrutiny_member, finance_officer):
            response = signed_in(person).get("/proposals/")
            address = f"/proposals/{corrected.pk}/?version=published"
            assert links_of(response) == [
                (corrected.reference, address),
                ("Dim the lights (being corrected)", address),
            ]
            assert totals_row(response)[-2] == "-0.100"
            assert "1 of 1 is being corrected" in words(tree(response).find(".//main"))

    def test_see_no_move_of_the_correction(self, corrected, scrutiny_member):
        assert "finance review" not in said(
            signed_in(scrutiny_member), f"/proposals/{corrected.pk}/timeline/"
        )

    def test_ask_about_it_under_the_title_they_know(self, corrected, scrutiny_member, committee_clerk):
        client = signed_in(scrutiny_member)
        answer = client.post(
            f"/proposals/{corrected.pk}/scrutiny/add/", {"kind": "question", "text": "Which lights?"}
        )
        assert answer.status_code == 302
        item = ScrutinyItem.objects.get()
        assert (item.proposal_id, item.proposal_as_asked) == (corrected.pk, "ENV001 Dim the lights")
        assert "Which lights?" in said(client, f"/proposals/{corrected.pk}/")
        listed = said(client, "/proposals/scrutiny/", round=corrected.budget_round_id)
        assert "Dim the lights" in listed
        assert "Dim more lights" not in listed
        clerk = signed_in(committee_clerk)
        address = f"/proposals/{corrected.pk}/scrutiny/{item.pk}/publish/"
        assert clerk.post(address, {"published": "item", "shown_version": item.version}).status_code == 302
        item.refresh_from_db()
        assert item.proposal_id == corrected.pk

    def test_cite_the_proposal_by_the_address_that_it_keeps(self, corrected, scrutiny_member, settings):
        published = SavingsProposal.versions.get(published_version_of=corrected)
        address = f"https://savings.northmoor.example/p/{corrected.pk}"
        settings.SITE_ADDRESS = "https://savings.northmoor.example"
        assert {record_of(published).cited_as, record_of(corrected).cited_as} == {address}
        reader = signed_in(scrutiny_member)
        assert address in reader.get(f"/p/{corrected.pk}", follow=True).content.decode()

    def test_find_what_changed_before_the_correction_and_nothing_of_it(self, corrected, scrutiny_member):
        published = SavingsProposal.versions.get(published_version_of=corrected)
        for row in (published, corrected):
            type(row)._base_manager.filter(pk=row.pk).update(published_at="2026-01-02T00:00:00Z")
        response = signed_in(scrutiny_member).get("/proposals/", {"changed_since": "01/01/2026"})
        assert len(body_rows(response)) == 1
        # The proposal was made today, so everything of today is new: of the kept version nothing is.
        assert not published.is_under_correction


@pytest.mark.one_database
class TestOfficers:
    def test_read_both_versions_with_a_link_from_each_to_the_other(self, corrected, finance_officer):
        client = signed_in(finance_officer)
        page = tree(client.get(f"/proposals/{corrected.pk}/"))
        assert "This is a correction that is not published." in words(page.find(".//main"))
        assert "-£0.140m" in words(page.find(".//main"))
        (link,) = page.xpath("//a[text()='See the published version']/@href")
        page = tree(client.get(link))
        assert "-£0.100m" in words(page.find(".//main"))
        (back,) = page.xpath("//a[text()='See the correction']/@href")
        assert back == f"/proposals/{corrected.pk}/"

    def test_of_the_clerk_withdraw_a_permission_that_was_given_before(self, corrected, committee_clerk):
        assert may_grant_exempt(committee_clerk, corrected)

    def test_work_on_the_correction_alone(self, corrected, finance_officer):
        published = SavingsProposal.versions.get(published_version_of=corrected)
        client = signed_in(finance_officer)
        assert client.get(change_page(published)).status_code in (302, 404)
        assert (
            client.post(f"/proposals/{published.pk}/stage/", {"move": "withdraw_published"}).status_code
            == 404
        )
        listed = words(tree(client.get("/admin/proposals/savingsproposal/")))
        assert listed.count("Dim more lights") == 1
        assert "Dim the lights" not in listed

    def test_keep_the_version_through_further_changes(self, corrected, finance_officer, scrutiny_member):
        answer = save(signed_in(finance_officer), corrected, years__0__recurring_saving="150,000")
        assert answer.status_code == 302
        assert "-£0.100m" in said(signed_in(scrutiny_member), f"/proposals/{corrected.pk}/")
        assert SavingsProposal.versions.count() == 2

    def test_correct_a_typing_mistake_without_keeping_anything(self, proposal, finance_officer):
        statement = "Lamps burn at half their strenght after midnight."
        save(signed_in(finance_officer), proposal, **{"statement-impact_upon_service-text": statement})
        assert again(proposal).stage == "published"
        assert SavingsProposal.versions.count() == 1


class TestTheEnd:
    def test_of_a_correction_is_its_publication(self, corrected, people, scrutiny_member):
        publish_again(corrected, people)
        text = said(signed_in(scrutiny_member), f"/proposals/{corrected.pk}/")
        assert "-£0.140m" in text
        assert "Being corrected" not in text
        assert SavingsProposal.versions.count() == 1
        # An address that somebody kept leads to what is published now.
        again_said = said(signed_in(scrutiny_member), f"/proposals/{corrected.pk}/?version=published")
        assert "Dim more lights" in again_said

    def test_may_be_that_it_is_withdrawn_which_readers_see_of_what_was_published(
        self, corrected, people, scrutiny_member
    ):
        move(corrected, MoveRequest("withdraw", reason="Not worth it."), people["s151"])
        response = signed_in(scrutiny_member).get("/proposals/")
        assert links_of(response)[1][0] == "Dim the lights (withdrawn)"
        assert totals_row(response)[-2] == "0.000"

    def test_may_be_that_it_is_taken_back_so_that_nobody_reads_it(self, corrected, people, scrutiny_member):
        move(corrected, MoveRequest("take_back_corrected", reason="A name."), people["s151"])
        assert again(corrected).stage == "sent_back"
        assert signed_in(scrutiny_member).get(f"/proposals/{corrected.pk}/").status_code == 404
        assert SavingsProposal.versions.count() == 1

    def test_is_not_offered_for_what_nobody_reads(self, people):
        draft = make_complete(make_round("Next", phase="preparation"), "ENV002")
        with pytest.raises(RefusedMove):
            move(draft, MoveRequest("take_back_corrected", reason="A name."), people["s151"])


@pytest.mark.one_database
class TestExemptWording:
    def test_is_never_in_the_published_version(self, proposal, finance_officer, scrutiny_member):
        """A section that the correction makes exempt is taken out of what readers have, at once."""
        public = "Brightlight charges £31,000 a year under a contract that ends in May."
        with acting(user=finance_officer):
            ImpactStatement.objects.create(proposal=proposal, kind="assumptions", text=public)
        client = signed_in(finance_officer)
        changed = {
            "statement-assumptions-text": "The contract is not public.",
            "statement-assumptions-exempt_paragraph": "3",
            "statement-assumptions-public_interest_reason": "A contract is being let.",
            "statement-assumptions-exempt_text": public,
        }
        answer = save(client, again(proposal), change_reason="It was confidential.", **changed)
        assert answer.status_code == 302
        reader = signed_in(scrutiny_member)
        for address in (
            f"/proposals/{proposal.pk}/",
            "/proposals/",
            "/proposals/download/json/",
            "/proposals/?text=Brightlight",
        ):
            assert "charges £31,000" not in reader.get(address).content.decode()
        assert body_rows(reader.get("/proposals/", {"text": "Brightlight"})) == []
        published = SavingsProposal.versions.get(published_version_of=proposal)
        assert published.statements.get(kind="assumptions").exempt_paragraph == 3
        assert not published.exempt_wordings.exists()
        assert reader.get(f"/proposals/{published.pk}/exempt/").status_code == 403


@pytest.mark.one_database
class TestWhatItRestsOn:
    def test_keeps_the_base_budget_that_was_published(self, proposal, admin_client, scrutiny_member):
        budget = proposal.base_budget
        page = f"/admin/services/basebudget/{budget.pk}/change/"
        values = {"service": budget.service_id, "year": "2026/27", "part": "", "note": ""}
        answer = admin_client.post(page, values | {"gross": "5000000", "income": "500000"})
        assert answer.status_code == 302
        assert again(proposal).stage == "finance_review"
        assert record_of(again(proposal)).base_budget.gross == 5_000_000
        text = said(signed_in(scrutiny_member), f"/proposals/{proposal.pk}/")
        assert "£4.000m" in text
        assert "£5.000m" not in text
        assert BaseBudget.objects.count() == 1
        with acting(name="test"):
            SavingsProposal.versions.get(published_version_of=proposal).delete()

    def test_is_kept_by_every_row_that_prints_what_the_proposal_is(self):
        """A new table of a proposal is either kept as published or has its reason here."""
        not_kept = {
            "sign_offs", "specialist_reviews",  # the reviews of the working version
            "exempt_wordings", "exempt_grants",  # never in what readers have
            "findings", "document_entries",  # where it was imported from
            "scrutiny_items", "publication_items", "edition_entries",  # of the proposal itself
            "dependents", "supersedes", "carried_to", "published_version",  # other proposals
            "search", "committees",
            "attachments",  # the public ones are, by themselves
        }  # fmt: skip
        found = {
            relation.get_accessor_name()
            for relation in SavingsProposal._meta.related_objects
            if relation.related_model not in KEPT
        }
        assert found <= not_kept


@pytest.mark.one_database
class TestAppendices:
    def test_hold_the_published_version_under_the_key_of_the_proposal(self, corrected, committee_clerk):
        publication = make_publication(corrected.budget_round)
        frozen = freeze(committee_clerk, publication, draft=False)
        assert frozen.keys == (corrected.pk,)
        assert [record.title for record in frozen.record.proposals] == ["Dim the lights"]
        client = signed_in(committee_clerk)
        picked = {f"in-{corrected.pk}": "on", f"place-{corrected.pk}": "1"}
        assert client.post(f"/publications/{publication.pk}/proposals/", picked).status_code == 302
        assert list(publication.items.values_list("proposal", flat=True)) == [corrected.pk]
        text = said(client, f"/publications/{publication.pk}/page/")
        assert "-0.100" in text
        assert "Dim more lights" not in text
        assert "1 of 1 is being corrected" in text

    def test_compare_what_was_published(self, proposal, finance_officer, scrutiny_member):
        edition = make_edition(make_publication(proposal.budget_round))
        correct(proposal, finance_officer)
        asked = {"before": f"edition-{edition.pk}", "after": "now"}
        assert "Nothing has changed." in said(signed_in(scrutiny_member), "/compare/", **asked)


@pytest.mark.one_database
class TestAProposalPublishedTwice:
    def test_is_corrected_twice(self, corrected, people, finance_officer, scrutiny_member):
        publish_again(corrected, people)
        committee = Committee.objects.create(council=corrected.budget_round.council, name="Environment")
        ProposalCommittee.objects.create(proposal=corrected, committee=committee)
        changed = {"years__0__recurring_saving": "150,000", "change_reason": "Once more."}
        assert save(signed_in(finance_officer), again(corrected), **changed).status_code == 302
        text = said(signed_in(scrutiny_member), f"/proposals/{corrected.pk}/")
        assert "-£0.140m" in text
        assert "Environment" in text


class TestWhoWorkedOnItBefore:
    """A correction that moves a proposal to another service is not for the author of the service of before."""

    @pytest.fixture
    def moved(self, proposal, finance_officer, author, assign):
        assign(author, proposal.service)
        elsewhere = make_service(proposal.budget_round, name="Parks")
        saved = save(
            signed_in(finance_officer),
            proposal,
            service=str(elsewhere.pk),
            base_budget="",
            title="Secretword lights",
            years__0__recurring_saving="987,000",
            change_reason="A quiet reason.",
        )
        assert saved.status_code == 302
        return again(proposal)

    def test_reads_neither_its_title_nor_its_figures_nor_its_reason_in_the_history(self, moved, author):
        history = signed_in(author).get(f"/proposals/{moved.pk}/timeline/").content.decode()
        for word in ("Secretword", "987,000", "A quiet reason."):
            assert word not in history

    def test_cannot_find_its_title_by_searching_the_scrutiny_log(self, moved, scrutiny_member):
        make_item(moved, published_at=timezone.now())
        log = "/proposals/scrutiny/"
        found = said(signed_in(scrutiny_member), log, text="Dim")
        assert "ENV001" in found
        assert "ENV001" not in said(signed_in(scrutiny_member), log, text="Secretw").replace("Secretw", "")

    def test_reads_the_published_title_in_my_work(self, moved, committee_clerk):
        make_item(moved, published_at=timezone.now())
        listed = said(signed_in(committee_clerk), "/my-work/")
        assert "Dim the lights" in listed
        assert "Secretword" not in listed


def test_a_section_that_is_made_exempt_under_another_heading_leaves_the_published_version_at_once(
    proposal, finance_officer, scrutiny_member
):
    with acting(user=finance_officer):
        ImpactStatement.objects.create(
            proposal=proposal, kind="other", heading="Sale", text="The buyer is Smith Ltd.", answer="answered"
        )
    officer = signed_in(finance_officer)
    assert (
        save(officer, proposal, years__0__recurring_saving="140,000", change_reason="More.").status_code
        == 302
    )
    page = f"/proposals/{proposal.pk}/"
    assert "Smith Ltd" in said(signed_in(scrutiny_member), page)
    values = filled(officer.get(change_page(proposal)))
    prefix = next(name for name, value in values.items() if value == "Sale").rsplit("-", 1)[0]
    saved = save(
        officer,
        proposal,
        **{
            f"{prefix}-heading": "Disposal",
            f"{prefix}-text": "",
            f"{prefix}-exempt_paragraph": "3",
            f"{prefix}-public_interest_reason": "Bids are open.",
            f"{prefix}-exempt_text": "The buyer is Smith Ltd.",
            "change_reason": "Bids are open.",
        },
    )
    assert saved.status_code == 302
    assert "Smith Ltd" not in said(signed_in(scrutiny_member), page)


def test_a_warning_names_no_hidden_proposal_to_the_clerk_who_prepares_a_publication(
    proposal, committee_clerk
):
    budget = proposal.base_budget
    hidden = make_proposal(
        proposal.budget_round,
        "HID009",
        service=proposal.service,
        base_budget=budget,
        stage="draft",
        savings=(budget.gross - budget.income - 1_000, 0, 0),
        published_at=None,
    )
    clerk = signed_in(committee_clerk)
    assert clerk.get(f"/proposals/{hidden.pk}/").status_code == 404
    review = said(clerk, f"/publications/{make_publication(proposal.budget_round).pk}/")
    assert "Together with other proposals on the same base budget" in review
    assert "HID009" not in review


def test_a_correction_opens_no_exempt_edition_to_the_member_of_another_portfolio(
    proposal, finance_officer, cabinet_member, assign
):
    publication = make_publication(
        proposal.budget_round, part=2, exempt_paragraph=3, public_interest_reason="Bids are open."
    )
    edition = make_edition(publication)
    elsewhere = make_service(proposal.budget_round, name="Parks")
    elsewhere.portfolio = Portfolio.objects.create(council=proposal.budget_round.council, name="Green spaces")
    elsewhere.save()
    assign(cabinet_member, elsewhere.portfolio)
    changed = save(
        signed_in(finance_officer),
        proposal,
        service=str(elsewhere.pk),
        base_budget="",
        change_reason="Moved.",
    )
    assert changed.status_code == 302
    member = User.objects.get(pk=cabinet_member.pk)
    assert not Edition.objects.visible_to(member).filter(pk=edition.pk).exists()

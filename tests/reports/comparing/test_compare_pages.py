"""Comparing on the pages: what each person may compare and is told, what the address says, and the appendix of it."""

from io import BytesIO
from urllib.parse import urlencode

import docx
import pytest
from django.test import Client
from django.utils import timezone

from proposals.history.reasons import reasons_given, with_reasons
from proposals.models import SavingsProposal
from services.audit.events import record_event
from services.audit.history import acting
from services.models import ChangeRecord
from tests.support.edition_examples import make_edition, make_publication
from tests.support.settled_page import assert_sound
from tests.support.web_examples import make_proposal, make_round, tree, words

pytestmark = pytest.mark.django_db

INTERNAL = "The contract was let at a lower price."
DECIDED = "No post before May."


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def change_amount(proposal, pounds):
    row = proposal.year_profiles.first()
    row.recurring_saving = pounds
    row.save()


@pytest.fixture
def budget_round():
    made = make_round()
    made.council.public_pages = True
    made.council.save()
    for number in (1, 2, 3):
        make_proposal(
            made, f"ENV00{number}", f"Lamps {number}", statements={"impact_upon_service": "Two lamps go."}
        )
    return made


@pytest.fixture
def publication(budget_round):
    return make_publication(budget_round)


@pytest.fixture
def first(publication):
    return make_edition(publication)


@pytest.fixture
def second(publication, first, finance_officer):
    """ENV001 saves more and says so in other words, ENV002 was withdrawn, ENV004 is new."""
    changed, gone, _kept = SavingsProposal.objects.order_by("reference")
    with acting(user=finance_officer, reason=INTERNAL):
        change_amount(changed, 4_000)
        text = changed.statements.get()
        text.text = "Three lamps go."
        text.save()
        gone.stage, gone.stage_reason = "withdrawn", INTERNAL
        gone.save()
    record_event("stage_moved", changed, details={"from": "scrutiny", "to": "decided"}, reason=DECIDED)
    make_proposal(changed.budget_round, "ENV004", "New lamps", savings=(0, 500, 0))
    return make_edition(publication, 2, corrects=first, correction="One total was wrong.")


@pytest.fixture
def pair(first, second):
    return {"before": f"edition-{first.pk}", "after": f"edition-{second.pk}"}


class TestThePage:
    def test_tells_anybody_what_changed_between_two_public_editions(self, pair):
        page = tree(Client().get("/compare/", pair))
        said = words(page)
        assert "1 proposal added, 1 withdrawn, 1 changed and 1 unchanged." in said
        assert "The total saving was £0.003m and is £0.006m: £0.003m more." in said
        assert "Edition 2 says what it corrects: One total was wrong." in said
        assert [words(line) for line in page.find_class("app-marked")] == [
            "(removed: Two) (added: Three) lamps go."
        ]

    def test_says_of_two_rounds_what_was_not_carried_forward_and_calls_nothing_withdrawn(
        self, budget_round, scrutiny_member
    ):
        later = make_round("Budget 2028/29", council=budget_round.council.name)
        make_proposal(later, "ENV009")
        asked = {"before": f"round-{budget_round.pk}", "after": f"round-{later.pk}"}
        page = tree(signed_in(scrutiny_member).get("/compare/", asked))
        said = words(page.find(".//main"))
        assert (
            f"that was not carried forward into {later.name} may have been decided, and still save." in said
        )
        gone = len(SavingsProposal.objects.filter(budget_round=budget_round))
        assert f"1 proposal added, {gone} not carried forward, 0 changed" in said
        assert "Proposals not carried forward" in said
        (chosen,) = page.xpath("//select[@name='kind']/option[@value='withdrawn']")
        assert "ithdrawn" not in said.replace(words(chosen), "")

    def test_keeps_names_and_internal_reasons_from_everybody_but_those_who_work_on_it(
        self, pair, scrutiny_member, finance_officer
    ):
        for client in (Client(), signed_in(scrutiny_member)):
            assert INTERNAL not in words(tree(client.get("/compare/", pair)))
        reader = words(tree(signed_in(scrutiny_member).get("/compare/", pair)))
        assert f"Reason given on {timezone.localdate():%-d %B %Y}: {DECIDED}" in reader
        worker = words(tree(signed_in(finance_officer).get("/compare/", pair)))
        assert worker.count(f"by {finance_officer.get_full_name()}: {INTERNAL}") == 2

    def test_keeps_what_was_made_exempt_since_from_who_may_not_read_it(
        self, first, scrutiny_member, section_151_officer
    ):
        proposal = SavingsProposal.objects.get(reference="ENV001")
        section = proposal.statements.get()
        section.text, section.exempt_paragraph = "", 3
        section.public_interest_reason = "A contract is being let."
        section.save()
        # The edition says it, or its style does not print it; the comparison would tell it either way.
        asked = {"before": f"edition-{first.pk}", "after": "now"}
        addresses = [("/compare/", asked), (proposal.get_absolute_url(), {})]
        for address, query in addresses:
            reader = signed_in(scrutiny_member).get(address, query)
            assert reader.status_code == 200
            assert "Two lamps go." not in words(tree(reader))
            assert "Two lamps go." in words(tree(signed_in(section_151_officer).get(address, query)))

    def test_offers_the_public_only_public_editions(self, first, budget_round, publication):
        exempt = make_publication(
            budget_round, part=2, exempt_paragraph=3, public_interest_reason="Bids are awaited."
        )
        make_edition(exempt)
        correction = make_edition(publication, 2, corrects=first, correction="A name.")
        options = tree(Client().get("/compare/")).xpath('//select[@name="after"]//option/@value')
        assert sorted(options) == sorted(["", f"edition-{first.pk}", f"edition-{correction.pk}"])

    def test_asks_to_sign_in_where_nothing_is_public(self, budget_round):
        budget_round.council.public_pages = False
        budget_round.council.save()
        make_edition(make_publication(budget_round))
        assert Client().get("/compare/").headers["Location"] == "/sign-in/?next=/compare/"

    def test_compares_an_edition_with_its_proposals_as_they_stand(self, first, finance_officer):
        make_proposal(first.publication.budget_round, "ENV009")
        change_amount(SavingsProposal.objects.get(reference="ENV003"), 9_000)
        client = signed_in(finance_officer)
        asked = {"before": f"edition-{first.pk}", "after": "now"}
        assert "0 proposals added, 0 withdrawn, 1 changed" in words(tree(client.get("/compare/", asked)))
        asked["after"] = f"round-{first.publication.budget_round_id}"
        assert "1 proposal added, 0 withdrawn, 1 changed" in words(tree(client.get("/compare/", asked)))

    def test_does_not_say_that_a_proposal_was_withdrawn_which_a_reader_may_not_read_at_present(
        self, first, scrutiny_member
    ):
        proposal = SavingsProposal.objects.get(reference="ENV003")
        proposal.stage = "finance_review"
        proposal.save()
        page = signed_in(scrutiny_member).get("/compare/", {"before": f"edition-{first.pk}", "after": "now"})
        assert "Withdrawn, or not published now" in words(tree(page))

    def test_of_an_exempt_edition_is_for_the_few_and_goes_on_the_record(
        self, budget_round, first, committee_clerk, scrutiny_member
    ):
        exempt = make_edition(
            make_publication(budget_round, part=2, exempt_paragraph=3, public_interest_reason="Bids.")
        )
        asked = {"before": f"edition-{first.pk}", "after": f"edition-{exempt.pk}"}
        assert signed_in(scrutiny_member).get("/compare/", asked).status_code == 400
        assert signed_in(committee_clerk).get("/compare/", asked).status_code == 200
        assert ChangeRecord.objects.filter(action="viewed_exempt").count() == 1


@pytest.mark.one_database
class TestTheAddress:
    def test_names_the_kind_and_the_directorate_to_show(self, pair):
        shown = tree(Client().get("/compare/", {**pair, "kind": "withdrawn"}))
        assert not shown.find_class("app-change")
        assert "Proposals withdrawn" in words(shown)
        assert "Proposals added" not in words(shown)
        other = tree(Client().get("/compare/", {**pair, "directorate": "XYZ"}))
        assert "which is not in either. All directorates are shown" in words(other)

    @pytest.mark.parametrize(
        ("after", "message"),
        [
            ("", "Choose the later round or edition."),
            ("edition-999999", "There is no such round or edition"),
            ("edition-²", "There is no such round or edition"),
            ("same", "Choose two different rounds or editions"),
            ("other", "Choose two of the same council."),
        ],
    )
    def test_that_cannot_be_used_is_said_beside_the_later_one(self, first, finance_officer, after, message):
        other = make_round(council="Westvale Council")
        make_proposal(other, "ENV001")
        named = {"same": f"edition-{first.pk}", "other": f"round-{other.pk}"}.get(after, after)
        response = signed_in(finance_officer).get(
            "/compare/", {"before": f"edition-{first.pk}", "after": named}
        )
        assert response.status_code == 400
        assert message in words(tree(response).get_element_by_id("id_after_error"))

    def test_says_now_of_an_edition_only(self, budget_round, first, finance_officer):
        asked = {"before": f"round-{budget_round.pk}", "after": "now"}
        response = signed_in(finance_officer).get("/compare/", asked)
        assert "choose an edition as the earlier" in words(tree(response))

    def test_that_says_something_unknown_is_told_so(self, pair):
        assert "“colour”, which is not valid and has been ignored" in words(
            tree(Client().get("/compare/", {**pair, "colour": "1"}))
        )

    def test_turns_the_pages_of_what_changed(self, second, publication, pair, monkeypatch):
        monkeypatch.setattr("reports.comparing.shown.CHANGES_A_PAGE", 1)
        change_amount(SavingsProposal.objects.get(reference="ENV003"), 9_000)
        third = make_edition(publication, 3, corrects=second, correction="Another one.")
        asked = {**pair, "after": f"edition-{third.pk}", "page": "2"}
        (shown,) = tree(Client().get("/compare/", asked)).find_class("app-change")
        assert words(shown.find("h3")) == "ENV003 – Lamps 3"
        (previous,) = tree(Client().get("/compare/", asked)).xpath("//a[@rel='prev']/@href")
        assert previous == f"?{urlencode({**asked, 'page': '1'})}#changed"


class TestQueries:
    def test_are_as_many_for_many_changes_as_for_one(
        self, pair, finance_officer, django_assert_max_num_queries
    ):
        client = signed_in(finance_officer)
        client.get("/compare/", pair)
        with django_assert_max_num_queries(16):
            client.get("/compare/", pair)


class TestReasons:
    def test_between_two_moments_only(self, second, finance_officer, first):
        changed = SavingsProposal.objects.get(reference="ENV001")
        asked = with_reasons(finance_officer, [changed.pk])
        given = reasons_given(finance_officer, asked, first.published_at, second.published_at)
        assert [(reason.text, reason.who) for reason in given[changed.pk]] == [
            (INTERNAL, finance_officer.get_full_name()),
            (DECIDED, "system"),
        ]
        assert reasons_given(finance_officer, asked, second.published_at) == {}

    def test_for_everybody_are_those_written_for_everybody_whoever_asks(self, second, finance_officer):
        keys = list(SavingsProposal.objects.values_list("pk", flat=True))
        given = reasons_given(finance_officer, with_reasons(finance_officer, keys), for_everybody=True)
        assert [[(reason.text, reason.who) for reason in reasons] for reasons in given.values()] == [
            [(DECIDED, "")]
        ]


@pytest.mark.one_database
class TestTheAppendix:
    def test_is_made_by_clerks_from_the_page(self, pair, committee_clerk):
        client = signed_in(committee_clerk)
        (link,) = tree(client.get("/compare/", pair)).xpath(
            '//main//a[starts-with(@href, "/compare/appendix/")]/@href'
        )
        form = tree(client.get(link))
        assert form.xpath('//input[@name="cover-title"]/@value')[0].startswith(
            "Changes since Savings proposals, edition 1"
        )
        made = client.get("/compare/appendix/docx/", {**pair, "cover-title": "Changes since September"})
        said = "\n".join(each.text for each in docx.Document(BytesIO(made.content)).paragraphs)
        assert "Changes since September" in said
        assert "[removed: Two] [added: Three] lamps go." in said
        assert DECIDED in said

    def test_prints_no_internal_reason_whoever_makes_it(self, pair, finance_officer):
        page = signed_in(finance_officer).get("/compare/appendix/page/", {**pair, "cover-title": "Changes"})
        assert DECIDED in words(tree(page))
        assert INTERNAL not in words(tree(page))

    def test_goes_on_the_record(self, pair, committee_clerk):
        signed_in(committee_clerk).get("/compare/appendix/xlsx/", {**pair, "cover-title": "Changes"})
        taken = ChangeRecord.objects.get(action="exported").after
        assert taken["selection"].startswith("changes from Savings proposals, edition 1")
        assert taken["file_name"].endswith(".xlsx")

    def test_of_what_is_not_published_is_a_draft(self, first, finance_officer):
        make_proposal(first.publication.budget_round, "ENV008", stage="draft", published_at=None)
        asked = {
            "before": f"edition-{first.pk}",
            "after": f"round-{first.publication.budget_round_id}",
            "cover-title": "Changes",
        }
        page = tree(signed_in(finance_officer).get("/compare/appendix/page/", asked))
        assert page.find_class("appendix--draft")

    def test_of_an_exempt_edition_belongs_to_part_ii(self, budget_round, first, committee_clerk):
        exempt = make_edition(
            make_publication(budget_round, part=2, exempt_paragraph=3, public_interest_reason="Bids.")
        )
        asked = {"before": f"edition-{first.pk}", "after": f"edition-{exempt.pk}", "cover-title": "Changes"}
        client = signed_in(committee_clerk)
        refused = client.get("/compare/appendix/page/", asked)
        assert refused.status_code == 400
        assert "Choose Part II" in words(tree(refused))
        asked |= {
            "cover-part": "II",
            "cover-exempt_paragraph": "3",
            "cover-exempt_reason": "Bids are awaited.",
        }
        assert client.get("/compare/appendix/page/", asked).status_code == 200

    def test_of_nothing_chosen_says_how_to_choose(self, first, committee_clerk):
        response = signed_in(committee_clerk).get("/compare/appendix/pdf/", {"cover-title": "Changes"})
        assert response.status_code == 400
        assert "The address does not include two rounds or editions to compare." in words(tree(response))

    def test_is_refused_to_readers_and_unknown_to_strangers(self, pair, scrutiny_member, outsider):
        assert signed_in(scrutiny_member).get("/compare/appendix/", pair).status_code == 403
        assert signed_in(outsider).get("/compare/appendix/", pair).status_code == 404
        assert Client().get("/compare/appendix/", pair).status_code == 302


@pytest.mark.browser
class TestInTheBrowser:
    @pytest.mark.django_db(transaction=True)
    def test_the_page_passes_axe_and_reflows(self, page, live_server, pair):
        for query in ("?before={before}&after={after}", "?before={before}&after={before}", ""):
            page.goto(f"{live_server.url}/compare/{query.format(**pair)}")
            assert_sound(page, (320, 1280))

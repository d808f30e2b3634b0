"""Not signed in, a person finds and reads what stands in the newest public editions, and nothing else."""

import time
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from councilsavings.caching import A_MINUTE
from proposals.models import ImpactStatement
from proposals.workflow.published_version import keep_published
from reports.public.contents import _contents
from tests.support.attachment_examples import make_attachment
from tests.support.edition_examples import make_edition, make_publication, published
from tests.support.generated_requests import ODD
from tests.support.public_pages import LIST, everything, listed, open_pages, page_of
from tests.support.web_examples import make_proposal, make_round, make_service, tree, words

pytestmark = pytest.mark.django_db

PART_II = {"part": 2, "exempt_paragraph": 3, "public_interest_reason": "A contract is being let."}
HIDDEN = "Xylophonequartz"


def main(response):
    return words(tree(response).xpath("//main")[0])


@pytest.fixture
def budget_round():
    """A round with libraries, street lights and a reversal in an edition."""
    made = make_round()
    culture = make_service(made, "Libraries", "CUL", "Culture")
    make_proposal(
        made,
        "CUL001",
        "Shorter opening hours",
        (250_000, 100_000, 0),
        service=culture,
        wards="North; South",
        impact_on_residents="H",
        public_consultation="under_way",
        statements={"impact_upon_service": "Branches close on Mondays."},
    )
    make_proposal(
        made,
        "ENV001",
        "Dim the lights",
        (40_000, 0, 0),
        statements={"impact_upon_service": "A mobile library will park under fewer lamps."},
    )
    make_proposal(made, "ENV002", "Repair the lamps", (-10_000, 0, 0))
    open_pages(made.council)
    return made


@pytest.fixture
def edition(budget_round):
    return make_edition(make_publication(budget_round, style="option-pages"))


def change_proposals(proposals):
    """Change all that is stored of the proposals, as a correction does that is signed off and not in an edition."""
    for proposal in proposals:
        proposal.title = f"{HIDDEN} {proposal.reference}"
        proposal.category = proposal.headline = proposal.wards = HIDDEN
        proposal.stage, proposal.impact_on_residents = "decided", "M"
        proposal.save()
        profile = proposal.year_profiles.first()
        profile.recurring_saving = 987_654_321
        profile.save()
        for statement in proposal.statements.all():
            statement.text = HIDDEN
            statement.save()
        proposal.service.name = f"{HIDDEN} service"
        proposal.service.save()


@pytest.fixture(params=["list", "search", "proposal"])
def address(request, edition, budget_round):
    """The address of a page for residents."""
    round_key = budget_round.pk
    return {
        "list": LIST,
        "search": f"{LIST}?text=library",
        "proposal": f"{LIST}{round_key}/CUL001/",
    }[request.param]


@pytest.mark.one_database
class TestAPageThatWasMadeBefore:
    def test_is_served_with_one_query(self, address):
        first = Client().get(address)
        with CaptureQueriesContext(connection) as queries:
            again = Client().get(address)
        assert (len(queries), again.content) == (1, first.content)

    def test_is_made_anew_once_a_proposal_is_withdrawn_from_publication(self, address, budget_round):
        assert "Shorter opening hours" in main(Client().get(address))
        proposal = budget_round.proposals.get(reference="CUL001")
        proposal.stage, proposal.published_at = "draft", None
        proposal.save()
        shown = main(Client().get(address))
        assert "Shorter opening hours" not in shown or "This proposal is not published now." in shown

    def test_is_not_served_once_the_council_turns_its_public_pages_off(self, address, edition):
        tag = Client().get(address).headers["ETag"]
        edition.council.public_pages = False
        edition.council.save()
        assert Client().get(address, headers={"If-None-Match": tag}).status_code == 404

    def test_has_nothing_of_who_asked_first(self, address, scrutiny_member):
        client = Client()
        client.force_login(scrutiny_member)
        assert scrutiny_member.get_full_name() in client.get(address).content.decode()
        first = Client(headers={"cookie": "csrftoken=secret", "referer": "https://secret.example/"})
        for response in (first.get(address), Client().get(address)):
            assert "secret" not in response.content.decode()
            assert scrutiny_member.get_full_name() not in response.content.decode()

    def test_is_kept_for_a_minute_at_most(self, address, monkeypatch):
        Client().get(address)
        later = time.time() + A_MINUTE
        monkeypatch.setattr("councilsavings.caching.time.time", lambda: later)
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(address).status_code == 200
        assert len(queries) > 1


def test_a_long_search_is_answered_and_not_kept(edition):
    address = f"{LIST}?text={'library ' * 50}".replace(" ", "+")
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(address).status_code == 200
        assert len(queries) > 1


class TestTheFrontPage:
    def test_tells_a_stranger_the_totals_and_leads_on(self, edition):
        page = Client().get("/")
        assert page.status_code == 200
        # 350,000 and 40,000 less 10,000.
        assert "3 proposals save £0.380m over the round." in main(page)
        directorates = [
            words(one) for one in tree(page).xpath("//section[@aria-labelledby='directorates']//li")
        ]
        assert directorates == [
            "CultureSaves £0.350m, 1 proposal",
            "EnvironmentSaves £0.030m, 2 proposals",
        ]
        assert tree(page).xpath("//a[.='Sign in']")

    def test_helps_a_stranger_with_what_is_published(self, edition):
        assert "the savings proposals that the council has published" in words(tree(Client().get("/")))

    def test_is_the_start_page_of_who_is_signed_in(self, edition, scrutiny_member, client):
        client.force_login(scrutiny_member)
        page = client.get("/")
        assert tree(page).xpath("//nav[@aria-label='Main']//a[.='Overview']")

    def test_is_the_sign_in_page_where_no_council_has_public_pages(self, edition):
        edition.council.public_pages = False
        edition.council.save()
        assert Client().get("/").url == "/sign-in/?next=/"

    def test_offers_the_councils_where_several_have_public_pages(self, edition):
        other = make_round("Budget", council="Westvale Council")
        open_pages(other.council)
        links = tree(Client().get("/")).xpath("//main//li/a")
        assert [(link.text, link.get("href")) for link in links] == [
            ("Eastvale Council", LIST),
            ("Westvale Council", "/published/westvale-council/proposals/"),
        ]

    def test_says_that_nothing_is_published_yet(self):
        open_pages(make_round().council)
        assert "has not published any savings proposals yet" in main(Client().get("/"))

    def test_tells_when_and_where_the_public_is_consulted(self, budget_round, edition):
        budget_round.consultation_dates = "6 January to 14 February 2028"
        budget_round.consultation_link = "https://eastvale.example/consultation"
        budget_round.save()
        for page in (Client().get("/"), page_of(budget_round, "CUL001")):
            assert "6 January to 14 February 2028" in main(page)
            assert tree(page).xpath("//a[@href='https://eastvale.example/consultation']")


@pytest.mark.one_database
class TestTheList:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({}, ["CUL001", "ENV001", "ENV002"]),
            # By another form of the word, in the service and in a text; what has it in its title comes first.
            ({"text": "library"}, ["CUL001", "ENV001"]),
            ({"text": "lamps"}, ["ENV002", "ENV001"]),
            ({"text": "env 1"}, ["ENV001"]),
            ({"text": "library Mondays"}, ["CUL001"]),
            ({"directorate": "Environment"}, ["ENV001", "ENV002"]),
            ({"ward": "South"}, ["CUL001"]),
            ({"impact": "H"}, ["CUL001"]),
            ({"consultation": "under_way"}, ["CUL001"]),
            ({"sort": "largest"}, ["CUL001", "ENV001", "ENV002"]),
            ({"sort": "title"}, ["ENV001", "ENV002", "CUL001"]),
            ({"directorate": ["Environment", "Culture"], "text": "dim"}, ["ENV001"]),
        ],
    )
    def test_has_what_the_address_asks_for(self, edition, query, found):
        assert listed(**query) == found

    def test_has_what_a_search_finds_in_the_title_and_then_in_the_service_before_texts(self, budget_round):
        culture = budget_round.proposals.get(reference="CUL001").service
        make_proposal(budget_round, "ENV003", "Share rooms with libraries")
        make_proposal(budget_round, "CUL002", "Open libraries longer", service=culture)
        make_edition(make_publication(budget_round))
        assert listed(text="libraries") == ["CUL002", "ENV003", "CUL001", "ENV001"]

    def test_adds_up_what_it_has(self, edition):
        page = Client().get(LIST, {"directorate": "Environment"})
        # 30,000 of 380,000.
        assert "2 proposals save £0.030m over the round: 7.9% of the round’s £0.380m." in main(page)
        rows = [words(one) for one in tree(page).xpath("//p[@class='app-public__saving']")]
        assert rows == ["Saves £0.040m, from 2027/28", "Costs £0.010m, from 2027/28"]

    def test_offers_no_filter_for_what_no_proposal_states(self, budget_round):
        for proposal in budget_round.proposals.all():
            proposal.wards = proposal.public_consultation = proposal.impact_on_residents = ""
            proposal.save()
        make_edition(make_publication(budget_round))
        labels = tree(Client().get(LIST)).xpath("//search//legend")
        assert [words(label) for label in labels] == ["Directorate"]

    @pytest.mark.parametrize(
        ("query", "words_said"),
        [
            ({"stage": "draft"}, "The address says “stage”, which is no filter of this list"),
            ({"sort": "vibes"}, "The list cannot be sorted by “vibes”."),
            ({"page": "9"}, "There is no page “9”. This is page 1 of 1."),
            ({"text": "!!"}, "Enter at least one letter or number."),
            ({"ward": "Nowhere"}, "“Nowhere” is not one of the choices."),
        ],
    )
    def test_says_what_it_cannot_do(self, edition, query, words_said):
        assert words_said in main(Client().get(LIST, query))

    @pytest.mark.parametrize("query", [{"stage": "draft"}, {"text": "!!"}, {"impact": "Z"}, {"sort": "x"}])
    def test_gives_no_file_of_what_it_cannot_do(self, edition, query):
        assert Client().get(f"{LIST}download/csv/", query).status_code == 400

    def test_suggests_a_word_that_is_published(self, edition):
        page = Client().get(LIST, {"text": "mondeys"})
        assert "No published proposals match. Did you mean mondays?" in main(page)

    def test_is_a_spreadsheet_of_exactly_its_proposals(self, edition):
        answer = Client().get(f"{LIST}download/csv/", {"text": "library", "sort": "title"})
        rows = answer.content.decode("utf-8-sig").splitlines()
        assert [row.split(",")[0] for row in rows[1:]] == ["ENV001", "CUL001"]
        assert (
            'filename="eastvale-council-budget-202728-to-202930-filtered.csv"'
            in answer["Content-Disposition"]
        )


class TestHostileAddresses:
    @pytest.mark.parametrize("odd", [item for item in ODD if "\0" not in item])
    def test_are_answered_and_never_fail(self, budget_round, edition, odd):
        client = Client()
        for name in ("text", "directorate", "ward", "sort", "page", "round", "no-such-name"):
            for address in (LIST, f"{LIST}download/xlsx/", f"{LIST}download/csv/"):
                query = {"text": f"library {odd}"} if name == "text" else {name: odd}
                assert client.get(address, query).status_code in {200, 400, 404}
        assert page_of(budget_round, quote(odd[:500] or "x", safe="")).status_code in {200, 404}


@pytest.mark.one_database
class TestAProposal:
    def test_is_read_with_its_meaning_its_figures_and_its_edition(self, budget_round, edition):
        page = page_of(budget_round, "CUL001")
        text = main(page)
        for part in (
            "CUL001 – Shorter opening hours",
            "Branches close on Mondays.",
            "Saves £0.350m, from 2027/28",
            "Wards or areas affected North; South",
            "Public consultation Under way",
            f"in {edition}.",
        ):
            assert part in text
        assert tree(page).xpath("//figure//*[name()='svg']")
        assert "Not stated" not in text

    def test_is_found_in_any_spelling_of_its_reference(self, budget_round, edition):
        assert page_of(budget_round, "cul-001").status_code == 200

    def test_leads_to_its_files_as_the_edition_has_them(self, budget_round, committee_clerk):
        file = make_attachment(budget_round.proposals.get(reference="CUL001"))
        published(committee_clerk, make_publication(budget_round))
        (link,) = tree(page_of(budget_round, "CUL001")).xpath(f"//a[.='{file.name}']/@href")
        assert Client().get(link).content == file.file.open("rb").read()
        assert file.name not in main(page_of(budget_round, "ENV001"))

    def test_tells_what_changed_since_the_edition_before(self, budget_round, edition):
        profile = budget_round.proposals.get(reference="CUL001").year_profiles.first()
        profile.recurring_saving = 260_000
        profile.save()
        make_edition(edition.publication, 2, corrects=edition, correction="A figure.")
        text = main(page_of(budget_round, "CUL001"))
        assert "£0.250m£0.260m£0.010m more" in text
        assert "Nothing has changed." in main(page_of(budget_round, "ENV001"))
        front = tree(Client().get("/"))
        (link,) = front.xpath("//a[.='Changes since edition 1']/@href")
        assert "1 changed" in main(Client().get(link))


class TestWhatIsNotInTheNewestPublicEdition:
    def test_is_nowhere_on_the_pages(self, budget_round, edition):
        make_proposal(budget_round, "ENV777", HIDDEN, stage="draft", published_at=None)
        make_proposal(budget_round, "ENV778", HIDDEN, wards=HIDDEN)
        before = everything(budget_round, ["CUL001", "ENV001", "ENV002"])
        change_proposals(budget_round.proposals.filter(reference__in=["CUL001", "ENV001", "ENV002"]))
        after = everything(budget_round, ["CUL001", "ENV001", "ENV002"])
        assert after == before
        for trace in (HIDDEN, "ENV777", "ENV778", "987,654"):
            assert trace not in after

    @pytest.mark.parametrize("reference", ["ENV777", "ENV778", "ENV999"])
    def test_answers_as_what_does_not_exist(self, budget_round, edition, reference):
        make_proposal(budget_round, "ENV777", HIDDEN, stage="draft", published_at=None)
        make_proposal(budget_round, "ENV778", HIDDEN)
        page = page_of(budget_round, reference)
        assert page.status_code == 404
        known = page.content.decode().replace(reference, "")
        assert known == page_of(budget_round, "ENV998").content.decode().replace("ENV998", "")

    @pytest.mark.parametrize("query", [{"text": HIDDEN}, {"text": "Xylophonequarts"}, {"ward": HIDDEN}])
    def test_is_neither_found_nor_suggested_nor_offered(self, budget_round, edition, query):
        answers = [Client().get(LIST, query).content.decode()]
        make_proposal(budget_round, "ENV778", f"The {HIDDEN} scheme", wards=HIDDEN)
        change_proposals(budget_round.proposals.filter(reference="ENV001"))
        answers.append(Client().get(LIST, query).content.decode())
        assert answers[0] == answers[1]

    def test_of_a_withdrawn_proposal_leads_to_the_edition_that_has_it(self, budget_round, edition):
        make_edition(
            edition.publication, 2, without=["ENV002"], corrects=edition, correction="ENV002 is withdrawn."
        )
        assert listed() == ["CUL001", "ENV001"]
        assert listed(text="lamps") == ["ENV001"]
        page = page_of(budget_round, "ENV002")
        assert "has since been withdrawn from publication" in main(page)
        assert edition.get_absolute_url() in page.content.decode()

    def test_of_part_ii_and_of_a_publication_that_moved_there(self, budget_round, edition):
        secret = make_proposal(budget_round, "ENV900", HIDDEN)
        make_edition(make_publication(budget_round, title="Closed", **PART_II))
        assert HIDDEN not in everything(budget_round, ["CUL001"])
        assert page_of(budget_round, secret.reference).status_code == 404
        for name, value in PART_II.items():
            setattr(edition.publication, name, value)
        edition.publication.save()
        make_edition(edition.publication, 2, corrects=edition, correction="It is exempt.")
        assert "has not published any savings proposals yet" in main(Client().get("/"))
        # The edition itself stands as it was published, and the page of the proposal leads there.
        assert edition.get_absolute_url() in page_of(budget_round, "CUL001").content.decode()

    def test_of_another_council_or_one_without_public_pages(self, budget_round, edition):
        other = make_round("Budget", council="Westvale Council")
        make_proposal(other, "WES001", HIDDEN)
        make_edition(make_publication(other))
        assert Client().get("/published/westvale-council/proposals/").status_code == 404
        assert Client().get(f"/published/westvale-council/proposals/{other.pk}/WES001/").status_code == 404
        assert Client().get("/published/westvale-council/proposals/download/csv/").status_code == 404
        assert Client().get(LIST, {"round": other.pk}).status_code == 404
        open_pages(other.council)
        assert Client().get("/published/westvale-council/proposals/").status_code == 200
        assert page_of(other, "WES001").status_code == 404

    def test_of_a_round_whose_key_no_database_can_have_is_not_there(self, edition):
        assert Client().get(f"{LIST}{10**30}/CUL001/").status_code == 404


class TestSeveralEditions:
    def test_of_one_round_are_read_together_each_proposal_from_the_newest(self, budget_round, edition):
        first = budget_round.proposals.get(reference="CUL001")
        first.title = "Much shorter opening hours"
        first.save()
        newer = make_edition(make_publication(budget_round, title="Culture"))
        assert listed() == ["CUL001", "ENV001", "ENV002"]
        text = main(page_of(budget_round, "CUL001"))
        assert "Much shorter opening hours" in text
        assert f"in {newer}." in text

    def test_of_several_rounds_are_offered_one_by_one(self, budget_round, edition):
        earlier = make_round("Budget 2026/27")
        make_proposal(earlier, "OLD001", "An old saving")
        old = make_edition(make_publication(earlier))
        assert old.published_at > edition.published_at
        assert listed() == ["OLD001"]
        assert "Another round: Budget 2027/28 to 2029/30" in main(Client().get("/"))
        assert listed(round=budget_round.pk) == ["CUL001", "ENV001", "ENV002"]


class TestWhatWasWithdrawnFromPublicationSince:
    def test_is_on_no_list_and_leads_to_the_edition_that_has_it(self, budget_round, edition):
        gone = budget_round.proposals.get(reference="ENV001")
        gone.stage = "draft"
        gone.save()
        assert listed() == ["CUL001", "ENV002"]
        assert listed(text="lights") == ["ENV002"]
        front = main(Client().get("/"))
        assert "2 proposals save £0.340m over the round." in front
        assert "1 proposal of the edition below has since been withdrawn from publication" in front
        page = page_of(budget_round, "ENV001")
        assert "has since been withdrawn from publication" in main(page)
        assert edition.get_absolute_url() in page.content.decode()

    def test_is_not_what_is_only_being_corrected(self, budget_round, edition):
        corrected = budget_round.proposals.get(reference="ENV001")
        keep_published([corrected.pk])
        corrected.title, corrected.stage = HIDDEN, "draft"
        corrected.save()
        assert listed() == ["CUL001", "ENV001", "ENV002"]
        assert HIDDEN not in everything(budget_round, ["ENV001"])

    def test_is_not_what_has_ended_which_the_next_edition_says(self, budget_round, edition):
        ended = budget_round.proposals.get(reference="ENV001")
        ended.stage = "superseded"
        ended.save()
        assert "Superseded" not in main(page_of(budget_round, "ENV001"))
        make_edition(edition.publication, 2, corrects=edition, correction="ENV001 is superseded.")
        assert "Superseded" in main(page_of(budget_round, "ENV001"))
        assert "2 proposals save £0.340m over the round." in main(Client().get("/"))


class TestWhatWasMadeExemptSince:
    def exempt(self, statement, text="", **changes):
        statement.text, statement.exempt_paragraph = text, 3
        statement.public_interest_reason = "A contract is being let."
        for name, value in changes.items():
            setattr(statement, name, value)
        statement.save()

    @pytest.fixture
    def sections(self, budget_round):
        """A business case with two sections under headings of their own and one of the template."""
        proposal = budget_round.proposals.get(reference="CUL001")
        for heading, text in (("Rents", "The landlord asks for Saltpan."), ("Hours", "From nine to five.")):
            ImpactStatement.objects.create(proposal=proposal, kind="other", heading=heading, text=text)
        make_edition(make_publication(budget_round, style="business-cases"))
        return {one.heading or one.kind: one for one in proposal.statements.all()}

    def test_is_taken_out_with_what_a_search_finds_by_it(self, budget_round, sections):
        assert listed(text="Saltpan") == ["CUL001"]
        self.exempt(sections["Rents"])
        assert listed(text="Saltpan") == []
        text = everything(budget_round, ["CUL001"])
        assert "Saltpan" not in text
        assert "From nine to five." in text
        assert "Branches close on Mondays." in text

    def test_is_taken_out_under_another_heading_with_all_it_could_be(self, budget_round, sections):
        self.exempt(sections["Rents"], heading="Contracts")
        text = everything(budget_round, ["CUL001"])
        assert "Saltpan" not in text
        assert "From nine to five." in text

    def test_stays_where_the_public_wording_is_as_it_was_published(self, budget_round, sections):
        self.exempt(sections["Rents"], "The landlord asks for Saltpan.")
        assert "Saltpan" in everything(budget_round, ["CUL001"])

    def test_is_taken_out_of_what_changed_since_the_edition_before(self, budget_round, sections):
        sections["Hours"].text = "From ten to four."
        sections["Hours"].save()
        publication = budget_round.publications.get()
        first = publication.editions.get()
        make_edition(publication, 2, corrects=first, correction="The hours.")
        assert "nine" in everything(budget_round, ["CUL001"])
        self.exempt(sections["Hours"])
        assert "nine" not in everything(budget_round, ["CUL001"])

    @pytest.mark.parametrize("sensitivity", ["internal", "exempt"])
    def test_is_no_file_that_the_page_leads_to(self, budget_round, sensitivity):
        proposal = budget_round.proposals.get(reference="CUL001")
        file = make_attachment(proposal)
        make_edition(make_publication(budget_round))
        assert file.name in main(page_of(budget_round, "CUL001"))
        file.sensitivity = sensitivity
        if sensitivity == "exempt":
            file.exempt_paragraph, file.public_interest_reason = 3, "A contract is being let."
        file.save()
        assert file.name not in main(page_of(budget_round, "CUL001"))

    @pytest.mark.parametrize(
        ("sensitivity", "is_left"), [("exempt", False), ("internal", False), ("public", True)]
    )
    def test_is_no_file_with_a_later_version_that_is_not_public(self, budget_round, sensitivity, is_left):
        file = make_attachment(budget_round.proposals.get(reference="CUL001"))
        make_edition(make_publication(budget_round))
        later = {"content": b"Later.\n", "sensitivity": sensitivity, "replaces": file}
        make_attachment(file.proposal, **later)
        assert (file.name in main(page_of(budget_round, "CUL001"))) is is_left

    def test_is_no_file_among_what_changed_since_the_edition_before(self, budget_round, edition):
        proposal = budget_round.proposals.get(reference="CUL001")
        file = make_attachment(proposal, "Saltpan offer.txt")
        make_edition(edition.publication, 2, corrects=edition, correction="With the report.")
        assert "Saltpan" in main(page_of(budget_round, "CUL001"))
        file.sensitivity = "internal"
        file.save()
        assert "Saltpan" not in main(page_of(budget_round, "CUL001"))


class TestTheKeptContents:
    def test_are_those_of_the_edition_alone(self, budget_round, edition, django_assert_max_num_queries):
        _contents.cache_clear()
        Client().get(LIST)
        with django_assert_max_num_queries(9):
            Client().get(LIST, {"text": "library"})
        assert _contents.cache_info().misses == 1

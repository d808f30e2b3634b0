"""The public reads editions of part I where the council turned its public pages on, and nothing else."""

import pytest
from django.test import Client

from reports.models import Edition
from services.models import ChangeRecord
from tests.proposals.exempt.test_exempt_leaks import assert_no_marker
from tests.support.edition_examples import (
    make_edition,
    make_publication,
    make_publication_of_two,
    published,
    work_off,
)
from tests.support.exempt_examples import exempt_proposal, signed_in
from tests.support.web_examples import make_proposal, make_round, tree, words

pytestmark = pytest.mark.django_db

proposal = exempt_proposal
PART_II = {"part": 2, "exempt_paragraph": 3, "public_interest_reason": "A contract is being let."}


def open_pages(council):
    council.public_pages = True
    council.save()


def address_of(edition, name=""):
    return f"{edition.get_absolute_url()}{name}"


@pytest.fixture
def edition():
    budget_round = make_round()
    make_proposal(budget_round, "ENV001", savings=(906_000, 0, 0))
    return make_edition(make_publication(budget_round))


@pytest.mark.one_database
class TestAStranger:
    def test_reads_nothing_until_the_council_turns_its_public_pages_on(self, edition):
        for address in (
            "/published/eastvale-council/",
            address_of(edition),
            address_of(edition, "savings.html"),
        ):
            assert Client().get(address).status_code == 404
        assert words(tree(Client().get("/published/")).xpath("//main")[0]).endswith(
            "There are no published editions that you can view."
        )
        open_pages(edition.council)
        assert Client().get("/published/").status_code == 302
        listed = Client().get("/published/eastvale-council/")
        assert "Savings proposals, edition 1" in words(tree(listed).xpath("//main")[0])
        page = Client().get(address_of(edition))
        assert "ENV001" in page.content.decode()
        held = edition.files.get()
        assert held.sha256 in page.content.decode()
        file = Client().get(address_of(edition, held.name))
        assert file.content == bytes(held.content)
        # Beside the files of other editions it says which one it is of.
        assert 'filename="savings-proposals-edition-1-savings.html"' in file.headers["Content-Disposition"]

    def test_is_not_told_of_a_correction_that_is_exempt(self, edition):
        open_pages(edition.council)
        publication = edition.publication
        for part, number in (
            (PART_II, 2),
            ({"part": 1, "exempt_paragraph": None, "public_interest_reason": ""}, 3),
        ):
            for name, value in part.items():
                setattr(publication, name, value)
            publication.save()
            edition = make_edition(publication, number, corrects=edition, correction="A figure.")
            listed = Client().get("/published/eastvale-council/").content.decode()
            assert "A later edition corrects this edition." not in listed

    def test_sees_nothing_of_what_changed_or_came_since(self, edition):
        open_pages(edition.council)
        proposal = edition.publication.budget_round.proposals.get()
        proposal.title = "A title nobody signed off"
        proposal.save()
        make_proposal(
            edition.publication.budget_round,
            "ENV999",
            title="Not published",
            stage="draft",
            published_at=None,
        )
        for address in (
            "/published/eastvale-council/",
            address_of(edition),
            address_of(edition, "savings.html"),
        ):
            text = Client().get(address).content.decode()
            assert "nobody signed off" not in text
            assert "ENV999" not in text

    def test_never_sees_part_ii_nor_what_is_being_prepared(self):
        budget_round = make_round()
        make_proposal(budget_round, "ENV001")
        exempt = make_edition(make_publication(budget_round, title="Behind closed doors", **PART_II))
        open_pages(budget_round.council)
        assert Client().get(address_of(exempt)).status_code == 404
        assert Client().get(address_of(exempt, "savings.html")).status_code == 404
        assert "Behind closed doors" not in Client().get("/published/eastvale-council/").content.decode()
        assert Client().get("/publications/").status_code == 302
        assert Client().get(f"/publications/{exempt.publication_id}/").status_code == 302

    def test_is_led_from_a_corrected_edition_to_its_correction(self, edition):
        open_pages(edition.council)
        later = make_edition(
            edition.publication, number=2, corrects=edition, correction="A figure was wrong."
        )
        first = words(tree(Client().get(address_of(edition))).xpath("//main")[0])
        assert "This edition has been corrected. View edition 2, which says: A figure was wrong." in first
        second = words(tree(Client().get(address_of(later))).xpath("//main")[0])
        assert "It corrects edition 1: A figure was wrong." in second

    def test_is_told_of_a_corrected_edition_of_part_ii_without_a_way_to_it(self):
        budget_round = make_round()
        make_proposal(budget_round, "ENV001")
        exempt = make_edition(make_publication(budget_round, **PART_II))
        publication = exempt.publication
        publication.part, publication.exempt_paragraph, publication.public_interest_reason = 1, None, ""
        publication.save()
        later = make_edition(publication, number=2, corrects=exempt, correction="Public now.")
        open_pages(budget_round.council)
        main = tree(Client().get(address_of(later))).xpath("//main")[0]
        assert "It corrects edition 1, which not everybody can view: Public now." in words(main)
        assert address_of(exempt) not in main.xpath(".//@href")


@pytest.mark.one_database
class TestPartII:
    @pytest.mark.parametrize(
        ("person", "status"),
        [
            ("committee_clerk", 200),
            ("section_151_officer", 200),
            ("auditor", 200),
            ("finance_officer", 200),
            ("author", 404),
            ("scrutiny_member", 404),
            ("cabinet_member", 404),
            ("outsider", 404),
        ],
    )
    def test_is_read_by_few_and_every_reading_is_on_the_record(self, request, person, status):
        budget_round = make_round()
        make_proposal(budget_round, "ENV001")
        edition = make_edition(make_publication(budget_round, **PART_II))
        reader = request.getfixturevalue(person)
        response = signed_in(reader).get(address_of(edition))
        assert response.status_code == status
        readings = ChangeRecord.objects.filter(action="viewed_exempt", record_type="reports.edition")
        assert readings.count() == (status == 200)
        assert "public" not in response.headers.get("Cache-Control", "")


class TestSomebodySignedIn:
    def test_is_shown_public_pages_that_no_cache_may_keep(self, edition, committee_clerk):
        open_pages(edition.council)
        make_edition(make_publication(edition.publication.budget_round, **PART_II))
        client = signed_in(committee_clerk)
        listed = client.get("/published/eastvale-council/")
        assert "exempt" in words(tree(listed).xpath("//main")[0])
        addresses = (address_of(edition), address_of(edition, "savings.html"), "/published/")
        for response in (listed, *(client.get(address) for address in addresses)):
            kept = response.headers["Cache-Control"]
            assert ("no-store" in kept, "private" in kept, "public" in kept) == (True, True, False)


@pytest.mark.one_database
class TestExemptWordingIsInNoEditionOfPartI:
    def test_page_file_attachment_metadata_or_snapshot(self, proposal, committee_clerk):
        publication = make_publication(proposal.budget_round, style="option-pages")
        edition = published(committee_clerk, publication)
        open_pages(edition.council)
        assert_no_marker(edition.snapshot.encode(), "snapshot")
        reader = signed_in(committee_clerk)
        for held in edition.files.all():
            assert_no_marker(reader.get(address_of(edition, held.name)).content, held.name)
        for address in (
            address_of(edition),
            "/published/eastvale-council/",
            f"/publications/{publication.pk}/",
            f"/publications/{publication.pk}/page/",
            f"/publications/{publication.pk}/publish/",
        ):
            assert_no_marker(reader.get(address).content, address)
        page = reader.get(address_of(edition)).content.decode()
        assert "exempt from publication under paragraph 1" in page
        assert "Exempt – not for publication" not in page
        assert "Part II" not in page


def test_a_draft_of_somebody_with_more_leave_is_not_handed_to_who_may_see_less(
    committee_clerk, finance_officer, assign
):
    publication = make_publication_of_two()
    make_proposal(publication.budget_round, "ENV003", stage="ready_to_publish", published_at=None)
    clerk = signed_in(committee_clerk)
    asked = clerk.post(f"/publications/{publication.pk}/print/", follow=True)
    work_off()
    job = publication.jobs.get()
    assert (asked.status_code, job.state, len(job.proposals)) == (200, "done", 3)
    address = f"/publications/{publication.pk}/work/{job.pk}/draft.pdf"
    assert clerk.get(address).content.startswith(b"%PDF")
    directorate = publication.council.directorates.create(code="COR", name="Corporate")
    narrowed = assign(finance_officer, directorate)
    assert signed_in(narrowed).get(f"/publications/{publication.pk}/").status_code == 200
    assert signed_in(narrowed).get(address).status_code == 404
    assert Edition.objects.count() == 0

"""The pages for residents tell what the files of an edition have, and nothing that only its snapshot holds."""

import datetime

import pytest
from django.test import Client

from proposals.domain.proposal_parts import STATEMENT_KINDS
from proposals.models import (
    Dependency,
    EqualityAssessment,
    ImpactStatement,
    ProposalCommittee,
    ProposalReference,
    ProposalRisk,
    WhereReported,
)
from reports.documents.snapshots import record_from
from reports.open_data import data_files
from reports.styles import STYLES
from services.models import Committee, Portfolio
from tests.support.edition_examples import make_edition, make_publication
from tests.support.public_pages import LIST, everything, open_pages
from tests.support.web_examples import make_budget, make_proposal, make_round, make_service

pytestmark = pytest.mark.django_db

SECTIONS = {kind: f"Section{kind.replace('_', '')}" for kind in STATEMENT_KINDS}
MARKERS = {
    *SECTIONS.values(),
    *("Markcategory", "Markriskprinted", "Markward", "Markdates", "Markdeliverynote", "Markofficer"),
    *("Markheadline", "Markprofilenote", "Markftenote", "Markbudgetnote", "Markportfolio", "Markcommittee"),
    *("Markreference", "Markrisk", "Markmitigation", "Markdependency", "Markmeeting", "Markequality"),
    *("Markequalityowner", "Markheading"),
}


def fill(proposal):
    """Give the proposal a text of its own in every field and row that a record has."""
    for name, text in {
        "category": "Markcategory",
        "risk_as_printed": "Markriskprinted",
        "wards": "Markward",
        "consultation_dates": "Markdates",
        "delivery_status": "on_track",
        "delivery_note": "Markdeliverynote",
        "outcome": "in_principle",
        "senior_responsible_officer": "Markofficer",
        "headline": "Markheadline",
        "profile_note": "Markprofilenote",
        "fte_note": "Markftenote",
        "deliverability": 73,
    }.items():
        setattr(proposal, name, text)
    proposal.base_budget = make_budget(proposal.service, note="Markbudgetnote")
    proposal.save()
    council = proposal.budget_round.council
    proposal.service.portfolio = Portfolio.objects.create(council=council, name="Markportfolio")
    proposal.service.save()
    ImpactStatement.objects.bulk_create(
        ImpactStatement(
            proposal=proposal, kind=kind, text=text, heading="Markheading" if kind == "other" else ""
        )
        for kind, text in SECTIONS.items()
    )
    committee = Committee.objects.create(council=council, name="Markcommittee")
    ProposalCommittee.objects.create(proposal=proposal, committee=committee, position=1)
    ProposalReference.objects.create(proposal=proposal, printed="Markreference")
    ProposalRisk.objects.create(proposal=proposal, title="Markrisk", mitigation="Markmitigation", position=1)
    Dependency.objects.create(proposal=proposal, title="Markdependency", position=1)
    WhereReported.objects.create(proposal=proposal, meeting_as_printed="Markmeeting")
    EqualityAssessment.objects.create(
        proposal=proposal,
        screening="full_needed",
        status="in_progress",
        owner="Markequalityowner",
        summary="Markequality",
        date=datetime.date(2027, 1, 2),
    )


def in_files(edition):
    """The text of the edition's page and of its data, as they were published."""
    files = data_files(record_from(edition.frozen))
    page = bytes(edition.files.get().content).decode()
    return "\n".join([page, *(file.content.decode() for file in files)])


def said(text):
    return {marker for marker in MARKERS if marker in text}


@pytest.mark.one_database
@pytest.mark.parametrize("style", STYLES)
class TestAnEditionOfEachStyle:
    @pytest.fixture
    def editions(self, style):
        budget_round = make_round()
        proposal = make_proposal(budget_round, "ENV001", fte=("-1.00",), service=make_service(budget_round))
        publication = make_publication(budget_round, style=style)
        first = make_edition(publication)
        fill(proposal)
        open_pages(budget_round.council)
        return first, make_edition(publication, 2, corrects=first, correction="Its texts.")

    def test_tells_residents_nothing_that_its_files_do_not_have(self, editions):
        first, second = editions
        budget_round = second.publication.budget_round
        published = said(in_files(second))
        pages = everything(budget_round, ["ENV001"])
        compared = Client().get(
            "/compare/", {"before": f"edition-{first.pk}", "after": f"edition-{second.pk}"}
        )
        assert said(pages) - published == set()
        assert said(compared.content.decode()) - published == set()
        assert "Markdeliverynote" not in published
        # None of these can be searched for either.
        for marker in MARKERS - published:
            found = Client().get(LIST, {"round": budget_round.pk, "text": marker})
            assert "No published proposals match." in found.content.decode()

    def test_tells_people_of_another_council_what_it_tells_residents(
        self, editions, client, scrutiny_member, assign
    ):
        first, second = editions
        other = make_round(council="Westvale Council")
        make_proposal(other, "WES001")
        scrutiny_member = assign(scrutiny_member, other.council)
        pair = {"before": f"edition-{first.pk}", "after": f"edition-{second.pk}"}
        strangers = said(client.get("/compare/", pair).content.decode())
        client.force_login(scrutiny_member)
        assert said(client.get("/compare/", pair).content.decode()) == strangers

    def test_tells_residents_every_section_that_it_prints(self, editions, style):
        budget_round = editions[1].publication.budget_round
        printed = {SECTIONS[kind] for kind in STYLES[style].printed.sections}
        assert printed or STYLES[style].prints_net
        assert printed == said(in_files(editions[1])) & set(SECTIONS.values())
        assert printed <= said(everything(budget_round, ["ENV001"]))

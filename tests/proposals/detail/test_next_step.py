"""Whose turn it is: the page of a proposal says so where no account can take the next step."""

import pytest
from django.contrib.auth import get_user_model

from proposals.domain.roles import Role
from proposals.domain.stages import EDITING, Stage
from proposals.permissions.proposals import has_holder, roles_for
from services.models import Council
from tests.support.stage_examples import in_preparation, make_complete
from tests.support.web_examples import tree, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget_round():
    return in_preparation()


@pytest.fixture
def as_finance(client, finance_officer):
    client.force_login(finance_officer)
    return client


def fresh(person):
    """The person as the next request finds them."""
    return get_user_model().objects.get(pk=person.pk)


class TestWhoTakesTheNextStep:
    def said(self, client, proposal):
        inset = "//section[@aria-labelledby='stage-heading']/div[@class='govuk-inset-text']"
        return [words(line) for line in tree(client.get(proposal.get_absolute_url())).xpath(inset)]

    def test_where_there_is_nobody_the_page_says_whom_to_ask(
        self, as_finance, budget_round, cabinet_member, assign
    ):
        proposal = make_complete(budget_round, stage=Stage.CABINET_MEMBER_REVIEW)
        assert self.said(as_finance, proposal) == [
            "Only an administrator can take the next step, “Sign off as cabinet member”, because nobody is "
            "assigned as cabinet member for the portfolio Environment and climate. Ask your system administrator "
            "to assign somebody or to take the step."
        ]
        assign(cabinet_member, proposal.service.portfolio)
        assert self.said(as_finance, proposal) == []

    def test_and_where_the_service_has_no_portfolio_that(self, as_finance, budget_round):
        proposal = make_complete(budget_round, stage=Stage.CABINET_MEMBER_REVIEW)
        proposal.service.portfolio = None
        proposal.service.save()
        (said,) = self.said(as_finance, proposal)
        assert f"the service {proposal.service.name} is not in a portfolio" in said

    def test_it_is_whoever_works_on_the_proposal(
        self, budget_round, author, budget_holder, finance_officer, section_151_officer, cabinet_member,
        committee_clerk, outsider, assign,
    ):  # fmt: skip
        proposal = make_complete(budget_round, stage=Stage.CABINET_MEMBER_REVIEW)
        elsewhere = Council.objects.create(name="Westvale Council", slug="westvale")
        people = [
            author,
            budget_holder,
            finance_officer,
            section_151_officer,
            cabinet_member,
            committee_clerk,
        ]

        def agree(proposal):
            for role in EDITING.keys() | {Role.CABINET_MEMBER, Role.COMMITTEE_CLERK}:
                somebody = any(role in roles_for(fresh(person), proposal) for person in people)
                assert has_holder([role], proposal) is somebody, role
            return [has_holder([role], proposal) for role in (Role.AUTHOR, Role.FINANCE_OFFICER)]

        assert agree(proposal) == [False, True]
        for person, covered in (
            (author, proposal.service),
            (budget_holder, proposal.service.directorate),
            (cabinet_member, proposal.service.portfolio),
            (finance_officer, elsewhere),
            (section_151_officer, elsewhere),
            (committee_clerk, elsewhere),
        ):
            assign(person, covered)
            agree(proposal)
        assert agree(proposal) == [True, False]
        for person in people:
            assign(person, budget_round.council)
        assert agree(proposal) == [True, True]
        get_user_model().objects.update(is_active=False)
        assert agree(proposal) == [False, False]

"""Proposals in the admin: the list, the page on which one is entered, and the page that copies one."""

from django.contrib import admin

from proposals.admin.proposal_list import ProposalListPages
from proposals.admin.rollover_pages import CopyPages
from proposals.entry.pages import ProposalEntryPages
from proposals.models import SavingsProposal


@admin.register(SavingsProposal)
class SavingsProposalAdmin(ProposalEntryPages, CopyPages, ProposalListPages):
    """Savings proposals."""

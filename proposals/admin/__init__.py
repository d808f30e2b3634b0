"""Rounds, proposals, imports and accounts in the admin, and what each person is shown there."""

from proposals.admin.imports import DocumentImportAdmin
from proposals.admin.organisation import ScopedChangeRecordAdmin
from proposals.admin.people import AssignmentAdmin, PersonAdmin, RoleAdmin
from proposals.admin.proposals import SavingsProposalAdmin
from proposals.admin.rounds import BudgetRoundAdmin
from proposals.admin.shared_records import WatchedBaseBudgetAdmin, WatchedServiceAdmin
from proposals.admin.user_content import ApiTokenAdmin, SavedViewAdmin

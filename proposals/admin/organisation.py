"""The scope of each admin page: the organisation, the rounds, the imports and the log, by person."""

from django.contrib import admin

from proposals.models import BudgetRound, DocumentImport, SavingsProposal
from proposals.permissions import admin_scope as scope
from proposals.permissions import proposals as access
from services.admin.changes import ChangeRecordAdmin
from services.admin.scope import Scope, ScopedAdmin, limit
from services.audit.change_record import ChangeRecord
from services.models import (
    BaseBudget,
    Characteristic,
    Committee,
    Council,
    Directorate,
    Meeting,
    Portfolio,
    Service,
)


def limit_all_admins() -> None:
    """Tell the admin what each person's scope covers of every kind of record."""
    in_council = Scope(scope.visible_in_council, scope.managed_in_council)
    limit(Council, Scope(scope.visible_councils, scope.councils_to_manage, scope.councils_to_manage))
    limit(
        Directorate,
        Scope(scope.visible_directorates, scope.managed_in_council, scope.directorates_to_fill),
    )
    limit(Portfolio, in_council)
    limit(Committee, in_council)
    limit(Meeting, Scope(scope.visible_meetings, scope.meetings_to_manage))
    limit(Characteristic, Scope(scope.visible_characteristics, scope.characteristics_to_manage))
    limit(Service, Scope(scope.visible_services, access.services_to_enter, access.services_to_enter))
    limit(BaseBudget, Scope(scope.visible_budgets, scope.budgets_to_change))
    limit(SavingsProposal, Scope(access.visible_proposals, scope.proposals_to_work_on))
    limit(BudgetRound, Scope(access.visible_rounds, scope.managed_in_council))
    limit(DocumentImport, Scope(scope.visible_imports))
    limit(ChangeRecord, Scope(scope.visible_changes))


limit_all_admins()
admin.site.unregister(ChangeRecord)


@admin.register(ChangeRecord)
class ScopedChangeRecordAdmin(ScopedAdmin, ChangeRecordAdmin):
    """The history of what the person sees, confidential rows with the permission for them only."""

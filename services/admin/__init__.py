"""The organisation, its committees and the log in the admin."""

from services.admin.changes import ChangeRecordAdmin
from services.admin.committees import CharacteristicAdmin, CommitteeAdmin, MeetingAdmin, PortfolioAdmin
from services.admin.council import CouncilAdmin
from services.admin.organisation import BaseBudgetAdmin, DirectorateAdmin, ServiceAdmin

"""The organisation, its people and committees, and the log of changes."""

from services.audit.change_record import ChangeRecord
from services.models.committees import Committee, Meeting
from services.models.council_logos import CouncilLogo
from services.models.organisation import BaseBudget, Council, Directorate, Portfolio, Service
from services.models.people import Assignment, Characteristic, CommitteeMember, LastVisit

__all__ = [
    "Assignment",
    "BaseBudget",
    "ChangeRecord",
    "Characteristic",
    "Committee",
    "CommitteeMember",
    "Council",
    "CouncilLogo",
    "Directorate",
    "LastVisit",
    "Meeting",
    "Portfolio",
    "Service",
]

"""The organisation, its people and committees, and the log of changes."""

from services.audit.change_record import ChangeRecord
from services.models.committees import Committee, Meeting
from services.models.council_logos import CouncilLogo
from services.models.notices import Notice, NoticeChoice, NoticeMail
from services.models.organisation import BaseBudget, Council, Directorate, Portfolio, Service
from services.models.people import Assignment, Characteristic, CommitteeMember, LastVisit
from services.models.rate_counts import RateCount
from services.models.security import CacheEntry, SecurityEvent, SignInDelay

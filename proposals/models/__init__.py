"""Budget rounds and savings proposals with everything that belongs to one."""

from proposals.models.api_tokens import ApiToken
from proposals.models.assumptions import Assumption, AssumptionYear, assumptions_of, assumptions_seen_by
from proposals.models.attachments import Attachment, ProposalAttachment
from proposals.models.attributes import (
    Dependency,
    ProposalCommittee,
    ProposalReference,
    ProposalRisk,
    WhereReported,
)
from proposals.models.costs import CostToAchieve
from proposals.models.equality import EqualityAssessment, EqualityImpact
from proposals.models.findings import ProposalFinding
from proposals.models.imports import DocumentEntry, DocumentImport, ImportMapping, WaitingDocument
from proposals.models.proposals import SavingsProposal
from proposals.models.rounds import BudgetRound
from proposals.models.saved_views import SavedView, StartView
from proposals.models.scrutiny import ScrutinyItem
from proposals.models.search import Relevance, SearchIndex
from proposals.models.sign_offs import SignOff, SpecialistReview, WarningReason
from proposals.models.statements import EXEMPT_PARAGRAPHS, ExemptGrant, ExemptWording, ImpactStatement
from proposals.models.years import FTEImpact, YearProfile

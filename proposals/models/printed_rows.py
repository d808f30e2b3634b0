"""The rows that print what a proposal is, besides its own; no exempt wording and nobody's review is among them."""

from django.db import models

from proposals.models.attributes import (
    Dependency,
    ProposalCommittee,
    ProposalReference,
    ProposalRisk,
    WhereReported,
)
from proposals.models.costs import CostToAchieve
from proposals.models.equality import EqualityAssessment, EqualityImpact
from proposals.models.statements import ImpactStatement
from proposals.models.years import FTEImpact, YearProfile

BY_YEAR: tuple[type[models.Model], ...] = (YearProfile, FTEImpact, CostToAchieve)
LISTS: tuple[type[models.Model], ...] = (
    ProposalRisk,
    Dependency,
    ProposalCommittee,
    WhereReported,
    EqualityAssessment,
    EqualityImpact,
)
PRINTED_ROWS = (*BY_YEAR, ImpactStatement, ProposalReference, *LISTS)

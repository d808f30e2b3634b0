"""Publications, the frozen editions that are published of them, forecasts, and the budgets of rounds."""

from reports.models.alternative_budgets import (
    AlternativeBudget,
    AlternativeBudgetProtocol,
    GroupMember,
    Office,
    Opinion,
    PoliticalGroup,
    ProtocolReviewer,
)
from reports.models.attachments import PublicationAttachment
from reports.models.editions import Edition, EditionEntry, EditionFile
from reports.models.forecasts import Forecast
from reports.models.jobs import PrintJob
from reports.models.plans import MediumTermPlan, PlanAmount, PlanLine
from reports.models.publications import Publication, PublicationItem
from reports.models.reserves import Reserve, ReserveYear
from reports.models.scenarios import Scenario, ScenarioItem, ScenarioParameter, ScenarioYear
from reports.models.section_25 import Section25Opinion
from reports.models.wordings import EditionWording

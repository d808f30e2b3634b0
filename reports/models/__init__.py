"""Publications, the frozen editions that are published of them, and forecasts."""

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
from reports.models.publications import Publication, PublicationItem
from reports.models.scenarios import Scenario, ScenarioItem, ScenarioParameter, ScenarioYear
from reports.models.wordings import EditionWording

__all__ = [
    "AlternativeBudget",
    "AlternativeBudgetProtocol",
    "Edition",
    "EditionEntry",
    "EditionFile",
    "EditionWording",
    "Forecast",
    "GroupMember",
    "Office",
    "Opinion",
    "PoliticalGroup",
    "PrintJob",
    "ProtocolReviewer",
    "Publication",
    "PublicationAttachment",
    "PublicationItem",
    "Scenario",
    "ScenarioItem",
    "ScenarioParameter",
    "ScenarioYear",
]

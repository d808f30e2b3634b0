"""Write the parts of every import: a new council or round, and the import itself; check each row first."""

import hashlib
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from proposals.importing.plan.plan import ImportPlan
from proposals.importing.plan.request import ImportRequest, ImpossibleImport
from proposals.models import BudgetRound, DocumentImport
from services.audit.history import current_actor
from services.models import Council, Service
from services.values.money import Sign, Unit

MOST_DECIMALS = 6


@dataclass(frozen=True)
class DocumentFile:
    """The file an import was read from."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of the content, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def check_row(row: models.Model, named: str, *, is_whole: bool = False) -> None:
    """Check the row's fields against what the database takes, or all of it as a form would, with its constraints.

    Raises ImpossibleImport that begins with `named`.
    """
    related = [item.name for item in row._meta.concrete_fields if item.is_relation]
    try:
        row.full_clean() if is_whole else row.clean_fields(exclude=related)
    except ValidationError as error:
        said = (
            f"{row._meta.get_field(name).verbose_name}: {' '.join(messages)}"
            if name != NON_FIELD_ERRORS
            else " ".join(messages)
            for name, messages in error.message_dict.items()
        )
        raise ImpossibleImport(f"{named}: {' '.join(said)}") from error


def make_council(request: ImportRequest, sign: Sign, unit: Unit, decimals: int) -> Council:
    """Save and return the new council that `request` names, printing money as its document does."""
    council = Council(
        slug=request.council_slug,
        name=request.name_for_new_council,
        savings_sign=sign,
        money_unit=unit,
        money_decimals=min(decimals, MOST_DECIMALS),
    )
    check_row(council, "The new council", is_whole=True)
    council.save()
    return council


def make_round(plan: ImportPlan, council: Council) -> BudgetRound:
    """Save and return the new round of the plan."""
    budget_round = BudgetRound(
        council=council,
        name=plan.request.round_name,
        base_year=plan.base_year,
        first_year=plan.years[0],
        number_of_years=len(plan.years),
        phase=plan.request.phase,
    )
    check_row(budget_round, "The new budget round", is_whole=True)
    budget_round.save()
    return budget_round


def record_import(budget_round: BudgetRound, file: DocumentFile, plan: ImportPlan, notes: str = "") -> None:
    """Put on the record that the file was read, with what result, and what it says beside its proposals."""
    DocumentImport.objects.create(
        budget_round=budget_round,
        style=plan.document.kind,
        file_name=file.name[:255],
        sha256=file.sha256,
        imported_by=current_actor().name[:200],
        created=len(plan.doing("create")),
        changed=len(plan.doing("change")),
        unchanged=len(plan.doing("skip")),
        notes=notes,
    )


def remove_unused(service: Service) -> None:
    """Delete a service that nothing refers to any more, and its directorate if that was its only one."""
    if _is_used(service):
        return
    directorate = service.directorate
    service.delete()
    if not _is_used(directorate):
        directorate.delete()


def _is_used(row: models.Model) -> bool:
    relations = [item for item in row._meta.related_objects if item.one_to_many]
    return any(getattr(row, item.get_accessor_name()).exists() for item in relations)

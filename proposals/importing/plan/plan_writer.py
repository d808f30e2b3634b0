"""Writing what a plan says: many rows at a time, each checked first and with its history."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Max

from proposals.domain.stages import Stage
from proposals.importing.issues import CHOSEN, Issue
from proposals.importing.kinds import KINDS
from proposals.importing.parsed import ParsedReport
from proposals.importing.plan.acceptance import kept_place
from proposals.importing.plan.base_budgets import BudgetSlot
from proposals.importing.plan.matching import plain
from proposals.importing.plan.plan import ImportPlan, PlannedProposal
from proposals.importing.plan.publication import (
    record_publication,
    signed_off_records,
    stage_of_new,
    withdraw_sign_offs,
)
from proposals.importing.plan.request import ImportRequest, ImpossibleImport
from proposals.importing.plan.revise import revise
from proposals.models import (
    BudgetRound,
    DocumentEntry,
    DocumentImport,
    ProposalCommittee,
    ProposalFinding,
    WhereReported,
)
from proposals.models.stored_figures import save_with_rows
from proposals.workflow.watching import SharedRows
from services.audit.history import current_actor
from services.models import BaseBudget, Committee, Council, Meeting, Portfolio, Service
from services.values.money import Sign, Unit

_LONGEST_PLACE = 200
_MOST_DECIMALS = 6


@dataclass(frozen=True)
class DocumentFile:
    """The file an import was read from."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of the content, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


class PlanWriter:
    """Writes one plan; the caller holds its locks, its transaction and its reason."""

    def __init__(self, plan: ImportPlan, accept_reason: str) -> None:
        self.plan = plan
        self.accept_reason = accept_reason
        self.kind = KINDS[plan.document.kind]

    def write(self, file: DocumentFile) -> tuple[Issue, ...]:
        """Write all that the plan says, and that the file was read; return which sign-offs that withdraws."""
        plan = self.plan
        council = plan.council or self._new_council()
        budget_round = plan.budget_round or make_round(plan, council)
        created, changed = plan.doing("create"), plan.doing("change")
        for item in created:
            revise(item)
        written = created + changed
        self._check(written)
        keys = {planned.proposal.pk for planned in changed}
        # A budget that is corrected, or a service given its portfolio, changes all the proposals that rest on it.
        corrected = {
            id(item.slot): item.slot.row for item in plan.proposals if item.slot and item.slot.is_changed
        }
        budgets = [row for row in corrected.values() if row.pk]
        lacking = [item for item in written if item.parsed.portfolio and item.service.portfolio_id is None]
        services = {item.service.pk: item.service for item in lacking if item.service.pk}
        shared = SharedRows([*budgets, *services.values()])
        signed_off = signed_off_records({*keys, *shared.keys})
        self._give_portfolios(council, lacking)
        Service.objects.all().save_rows(services.values())
        self._make_services(council, written)
        self._write_budgets(written)
        left = self._prepare(budget_round, created, changed)
        save_with_rows(
            [item.proposal for item in created],
            [item.proposal for item in changed],
            [row for item in written for row in item.rows],
        )
        for service in left:
            remove_unused(service)
        self._write_lists(council, written)
        shared.note_changes()
        withdrawn = withdraw_sign_offs(signed_off)
        published = [item for item in created if item.proposal.stage != Stage.DRAFT]
        record_publication(budget_round, file.name, len(published), {*keys, *shared.keys})
        self._record_import(budget_round, file)
        return withdrawn

    def _new_council(self) -> Council:
        document = self.plan.document
        has_savings = any(not parsed.is_pressure for parsed in document.proposals)
        sign: Sign = document.savings_sign if has_savings else "positive"
        return make_council(self.plan.request, sign, document.unit, document.decimals)

    def _record_import(self, budget_round: BudgetRound, file: DocumentFile) -> None:
        """Put on the record that the file was read, with what result, and what it says beside its proposals."""
        plan, document = self.plan, self.plan.document
        chosen = (issue.message for issue in document.issues if issue.code == CHOSEN)
        DocumentImport.objects.create(
            budget_round=budget_round,
            style=document.kind,
            file_name=file.name[:255],
            sha256=file.sha256,
            imported_by=current_actor().name[:200],
            created=len(plan.doing("create")),
            changed=len(plan.doing("change")),
            unchanged=len(plan.doing("skip")),
            notes="\n\n".join(filter(None, (document.title, *document.notes, *chosen))),
        )

    def _check(self, planned: Sequence[PlannedProposal]) -> None:
        for item in planned:
            named = f"{item.parsed.reference or item.title[:100]}, {item.parsed.place}"
            for row in (item.proposal, *item.rows):
                check_row(row, named)

    # The council

    def _give_portfolios(self, council: Council, lacking: Sequence[PlannedProposal]) -> None:
        """Give services that have none the portfolio that the document prints first."""
        portfolios = _made_by_name(Portfolio, council, (item.parsed.portfolio for item in lacking))
        for item in lacking:
            if item.service.portfolio_id is None:
                item.service.portfolio = portfolios[plain(item.parsed.portfolio)]

    def _make_services(self, council: Council, planned: Sequence[PlannedProposal]) -> None:
        """Make the services and directorates that are new."""
        new: dict[int, Service] = {}
        for item in planned:
            service, directorate = item.service, item.service.directorate
            if service.pk or id(service) in new:
                continue
            named = f"{item.parsed.reference}: the new" if self.kind.known_by_reference else "The new"
            if directorate.pk is None:
                directorate.council = council
                check_row(directorate, f"{named} directorate {directorate.name[:100]}", is_whole=True)
                directorate.save()
            service.directorate = directorate
            told = (part.text for part in item.parsed.sections if part.kind == "what_the_service_delivers")
            service.what_it_delivers = next(told, "")
            check_row(service, f"{named} service {service.name[:100]}")
            new[id(service)] = service
        Service.objects.bulk_create(new.values())

    def _write_budgets(self, planned: Sequence[PlannedProposal]) -> None:
        """Correct and make the base budgets, and let the proposals rest on them."""
        slots: dict[int, BudgetSlot] = {}
        for item in planned:
            slot = item.slot
            if slot and id(slot) not in slots:
                slots[id(slot)] = slot
                check_row(slot.row, f"{item.reference}, {item.parsed.place_of('budget')}")
        BaseBudget.objects.all().save_rows(slot.row for slot in slots.values())
        for item in planned:
            if item.slot:
                item.proposal.base_budget = item.slot.row

    # The proposals

    def _prepare(
        self,
        budget_round: BudgetRound,
        created: Sequence[PlannedProposal],
        changed: Sequence[PlannedProposal],
    ) -> list[Service]:
        """Set what only the writing knows of the proposals; return the services that completed ones leave.

        Completed proposals stand where they would had the forms been read first: behind all, in their order.
        """
        completed = [item for item in changed if item.is_upgrade]
        left = [item.proposal.service for item in completed]
        last = budget_round.proposals.aggregate(last=Max("position"))["last"] or 0
        for position, item in enumerate([*created, *completed], start=last + 1):
            item.proposal.position = position
        stage = stage_of_new(self.plan.request.phase, budget_round.phase)
        for item in created:
            item.proposal.budget_round = budget_round
            for name, value in stage.items():
                setattr(item.proposal, name, value)
        for item in (*created, *changed):
            item.proposal.service = item.service
        return left

    def _write_lists(self, council: Council, planned: Sequence[PlannedProposal]) -> None:
        settled = [key for item in planned for key in item.settled]
        if settled:
            ProposalFinding.objects.filter(pk__in=settled).delete()
        entries = [entry for item in planned for entry in item.entries]
        DocumentEntry.objects.all().save_rows([*entries, *self._new_entries(planned)])
        self._write_committees(council, planned)
        self._write_reports(council, planned)
        ProposalFinding.objects.bulk_create(
            ProposalFinding(
                proposal=item.proposal,
                code=issue.code,
                place=kept_place(self.kind, issue.place)[:_LONGEST_PLACE],
                message=issue.message,
                reason=self.accept_reason,
                is_printed=issue.is_of_figures,
                accepted_by=current_actor().name[:200],
            )
            for item in planned
            for issue in item.questions
        )

    def _new_entries(self, planned: Sequence[PlannedProposal]) -> Iterator[DocumentEntry]:
        """Yield what proposals of no reference of their own are known by when their document is read again."""
        for item in planned:
            if item.new_key and not self.kind.known_by_reference:
                yield DocumentEntry(
                    proposal=item.proposal,
                    style=self.plan.document.kind,
                    key=item.new_key,
                    title=item.title[:300],
                    is_source=item.is_source,
                    made_reference=item.reference if item.is_reference_made else "",
                )

    def _write_committees(self, council: Council, planned: Sequence[PlannedProposal]) -> None:
        names = (name for item in planned for name in item.committees)
        committees = _made_by_name(Committee, council, names)
        links = []
        for item in planned:
            proposal = item.proposal
            begin = 0 if item.action == "create" else proposal.committee_links.count()
            links += [
                ProposalCommittee(proposal=proposal, committee=committees[plain(name)], position=position)
                for position, name in enumerate(item.committees, start=begin)
            ]
        ProposalCommittee.objects.bulk_create(links)

    def _write_reports(self, council: Council, planned: Sequence[PlannedProposal]) -> None:
        reports = [(item.proposal, report) for item in planned for report in item.reports]
        meetings = _meetings(council, [report for _, report in reports])
        WhereReported.objects.bulk_create(
            WhereReported(
                proposal=proposal,
                meeting=meetings.get((plain(report.body), report.month)),
                meeting_as_printed=report.meeting,
                item=report.item,
                appendix=report.appendix,
            )
            for proposal, report in reports
        )


def _made_by_name(model: type[models.Model], council: Council, names: Iterable[str]) -> dict[str, Any]:
    """Return the council's rows of those names, by the plain name, making the ones that are not stored."""
    wanted = {plain(name): name for name in reversed(list(names)) if name}
    if not wanted:
        return {}
    stored = {plain(row.name): row for row in model._default_manager.filter(council=council)}
    new = {key: model(council=council, name=name) for key, name in wanted.items() if key not in stored}
    for row in new.values():
        check_row(row, f"The new {model._meta.verbose_name}")
    model._default_manager.bulk_create(new.values())
    return {**stored, **new}


def _meetings(
    council: Council, reports: Iterable[ParsedReport]
) -> dict[tuple[str, tuple[int, int] | None], Meeting]:
    """Return the meetings by body and month, making those not stored, where body and month are certain."""
    certain = [report for report in reports if report.body and report.month]
    bodies = _made_by_name(Committee, council, (report.body for report in certain))
    found: dict[tuple[str, tuple[int, int] | None], Meeting] = {}
    for report in certain:
        key = (plain(report.body), report.month)
        if key not in found and report.month:
            found[key], _ = Meeting.objects.get_or_create(
                committee=bodies[key[0]], date=date(*report.month, 1), day_is_known=False
            )
    return found


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
        money_decimals=min(decimals, _MOST_DECIMALS),
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

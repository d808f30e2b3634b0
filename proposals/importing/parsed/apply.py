"""Carrying out the plan of a stated document: many rows at a time, each with its history."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Max

from proposals.domain.records import ProposalRecord
from proposals.importing.parsed.matching import plain
from proposals.importing.parsed.places import ServicePlace
from proposals.importing.parsed.plan import PlannedStated, StatedPlan, place_prefix
from proposals.importing.parsed.proposal import StatedReport
from proposals.importing.publication import (
    record_publication,
    signed_off_records,
    stage_of_new,
    withdraw_sign_offs,
)
from proposals.importing.styles import LAYOUTS
from proposals.importing.writing import (
    DocumentFile,
    check_row,
    check_whole,
    make_council,
    make_round,
    record_import,
)
from proposals.models import (
    BudgetRound,
    Dependency,
    DocumentEntry,
    FTEImpact,
    ImpactStatement,
    ProposalCommittee,
    ProposalFinding,
    ProposalReference,
    ProposalRisk,
    SavingsProposal,
    WhereReported,
    YearProfile,
)
from proposals.models.stored_figures import store_figures_of
from proposals.workflow.watching import SharedRows
from services.audit.history import current_actor
from services.models import Committee, Council, Directorate, Meeting, Portfolio, Service

_ROWS = (YearProfile, FTEImpact, ImpactStatement, ProposalReference, ProposalRisk, Dependency)
_LONGEST_PLACE = 200


class StatedApplication:
    """One carrying out of a plan; the caller holds its locks, its transaction and its reason."""

    def __init__(self, plan: StatedPlan, accept_reason: str) -> None:
        self.plan = plan
        self.accept_reason = accept_reason
        self.noun = LAYOUTS[plan.style].noun

    def carry_out(self, file: DocumentFile) -> Mapping[int, ProposalRecord]:
        """Write all that the plan says, and that the file was read; return what was signed off, as it was."""
        plan = self.plan
        council = plan.council or self._new_council()
        budget_round = plan.budget_round or make_round(plan, council)
        created, changed = plan.doing("create"), plan.doing("change")
        self._check(created + changed)
        keys = [planned.revision.proposal.pk for planned in changed]
        # A held service that is given its portfolio here changes all the proposals of that service.
        services = SharedRows(self._services_without_portfolio(created + changed))
        signed_off = signed_off_records({*keys, *services.keys})
        self._create_proposals(budget_round, created, self._services(council, created))
        self._change_proposals(council, changed)
        self._write_rows(council, created + changed)
        store_figures_of(planned.revision.proposal.pk for planned in created + changed)
        services.note_changes()
        withdraw_sign_offs(signed_off)
        record_publication(budget_round, file.name, len(created), keys)
        record_import(budget_round, file, plan, self._notes())
        return signed_off

    def _new_council(self) -> Council:
        document = self.plan.document
        return make_council(self.plan.request, document.savings_sign, document.unit, document.decimals)

    def _notes(self) -> str:
        document = self.plan.document
        return "\n\n".join(filter(None, (document.title, *document.notes)))

    def _check(self, planned: Sequence[PlannedStated]) -> None:
        for item in planned:
            named = f"{item.title[:100]}, {item.stated.place}"
            check_row(item.revision.proposal, named)
            for row in item.revision.rows:
                check_row(row, named)

    # The council

    def _services(self, council: Council, created: Sequence[PlannedStated]) -> dict[tuple[str, str], Service]:
        """Return the services of the new proposals by their keys, making those that are new."""
        places = {item.place.key: item.place for item in created}
        portfolios = _made_by_name(Portfolio, council, (place.portfolio for place in places.values()))
        directorates = {item.code: item for item in council.directorates.all()}
        services: dict[tuple[str, str], Service] = {}
        new: dict[tuple[str, str], Service] = {}
        for key, place in places.items():
            if place.service:
                services[key] = place.service
                continue
            directorate = directorates.get(place.directorate_code) or _new_directorate(council, place)
            directorates[place.directorate_code] = directorate
            portfolio = portfolios.get(plain(place.portfolio))
            new[key] = Service(directorate=directorate, portfolio=portfolio, name=place.service_name)
            check_row(new[key], f"The new service {place.service_name[:100]}")
        Service.objects.bulk_create(new.values())
        self._give_portfolios([place for place in places.values() if place.service], portfolios)
        return {**services, **new}

    def _services_without_portfolio(self, planned: Iterable[PlannedStated]) -> list[Service]:
        places = (item.place for item in planned if item.place.portfolio)
        held = {place.service.pk: place.service for place in places if place.service}
        return [service for service in held.values() if service.portfolio_id is None]

    def _give_portfolios(self, places: Iterable[ServicePlace], portfolios: dict[str, Portfolio]) -> None:
        """Give held services that have none the portfolio that the document prints."""
        rows: dict[int, Service] = {}
        for place in places:
            if place.service and place.portfolio and place.service.portfolio_id is None:
                place.service.portfolio = portfolios[plain(place.portfolio)]
                rows[place.service.pk] = place.service
        Service.objects.all().save_rows(rows.values())

    # The proposals

    def _create_proposals(
        self,
        budget_round: BudgetRound,
        created: Sequence[PlannedStated],
        services: dict[tuple[str, str], Service],
    ) -> None:
        last = budget_round.proposals.aggregate(last=Max("position"))["last"] or 0
        stage = stage_of_new(budget_round.phase)
        for position, item in enumerate(created, start=last + 1):
            proposal = item.revision.proposal
            proposal.budget_round, proposal.position = budget_round, position
            proposal.service = services[item.place.key]
            for name, value in stage.items():
                setattr(proposal, name, value)
        SavingsProposal.objects.bulk_create(item.revision.proposal for item in created)

    def _change_proposals(self, council: Council, changed: Sequence[PlannedStated]) -> None:
        wanted = [item for item in changed if item.revision.portfolio]
        portfolios = _made_by_name(Portfolio, council, (item.revision.portfolio for item in wanted))
        self._give_portfolios([item.place for item in wanted], portfolios)
        for item in changed:
            # Somebody who has the proposal open for editing is told that it changed meanwhile.
            item.revision.proposal.version += 1
        SavingsProposal.objects.all().save_rows(item.revision.proposal for item in changed)
        settled = [key for item in changed for key in item.settled]
        if settled:
            ProposalFinding.objects.filter(pk__in=settled).delete()

    def _write_rows(self, council: Council, planned: Sequence[PlannedStated]) -> None:
        rows = [row for item in planned for row in item.revision.rows]
        for model in _ROWS:
            model.objects.all().save_rows([row for row in rows if type(row) is model])
        DocumentEntry.objects.all().save_rows(item.entry for item in planned)
        self._write_committees(council, planned)
        self._write_reports(council, planned)
        ProposalFinding.objects.bulk_create(
            ProposalFinding(
                proposal=item.revision.proposal,
                code=finding.code,
                place=f"{place_prefix(self.noun)}, {finding.place}"[:_LONGEST_PLACE],
                message=finding.message,
                reason=self.accept_reason,
                accepted_by=current_actor().name[:200],
            )
            for item in planned
            for finding in item.findings
        )

    def _write_committees(self, council: Council, planned: Sequence[PlannedStated]) -> None:
        names = (name for item in planned for name in item.revision.committees)
        committees = _made_by_name(Committee, council, names)
        links = []
        for item in planned:
            proposal = item.revision.proposal
            begin = 0 if item.action == "create" else proposal.committee_links.count()
            links += [
                ProposalCommittee(proposal=proposal, committee=committees[plain(name)], position=position)
                for position, name in enumerate(item.revision.committees, start=begin)
            ]
        ProposalCommittee.objects.bulk_create(links)

    def _write_reports(self, council: Council, planned: Sequence[PlannedStated]) -> None:
        reports = [(item.revision.proposal, report) for item in planned for report in item.revision.reports]
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


def _new_directorate(council: Council, place: ServicePlace) -> Directorate:
    code, name = place.directorate_code, place.directorate_name
    directorate = Directorate(council=council, code=code, name=name)
    check_whole(directorate, f"The new directorate {name[:100]}")
    directorate.save()
    return directorate


def _made_by_name(model: type[models.Model], council: Council, names: Iterable[str]) -> dict[str, Any]:
    """Return the council's rows of those names, by the plain name, making the ones that are not held."""
    wanted = {plain(name): name for name in reversed(list(names)) if name}
    if not wanted:
        return {}
    held = {plain(row.name): row for row in model._default_manager.filter(council=council)}
    new = {key: model(council=council, name=name) for key, name in wanted.items() if key not in held}
    for row in new.values():
        check_row(row, f"The new {model._meta.verbose_name}")
    model._default_manager.bulk_create(new.values())
    return {**held, **new}


def _meetings(
    council: Council, reports: Iterable[StatedReport]
) -> dict[tuple[str, tuple[int, int] | None], Meeting]:
    """Return the meetings by body and month, making those not held, where body and month are certain."""
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

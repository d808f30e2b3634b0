"""The add, change and check pages of a proposal, in the admin's frame."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join

from proposals.attachments.listing import files_on
from proposals.attachments.views import attachment_form
from proposals.domain.direction import NOUNS, SAVING
from proposals.domain.fields import DIRECTIONS
from proposals.domain.roles import FINANCE
from proposals.domain.stages import EDITING, Stage
from proposals.entry.conflict import LogSince, merge, newest_change, seen_in
from proposals.entry.describe import by_section
from proposals.entry.draft import Draft
from proposals.entry.entry_forms import EntryForms
from proposals.entry.figures import checked, checklist_of, figures_of, put_warnings_beside
from proposals.entry.grid import columns_of
from proposals.entry.loading import loaded
from proposals.entry.opened import OPENED, digests_in, signed_digests
from proposals.entry.saving import SaveOutcome, changes_of, new_proposal, save_changes, save_new, version_in
from proposals.exempt.wording import exempt_sections
from proposals.models import BudgetRound, ProposalAttachment, SavingsProposal
from proposals.models.records import record_of
from proposals.permissions import proposals as access
from proposals.permissions.exempt import may_read_exempt
from proposals.workflow.sign_off_impact import SignOffImpact, sign_off_impact
from services.admin.scope import as_key

_TEMPLATES = "admin/proposals/savingsproposal"
_READING_TO_EDIT = "Opened the proposal to edit it"
Context = dict[str, Any]


class ProposalEntryPages:
    """The add, change and check pages of a proposal; goes before ModelAdmin in the bases.

    A person who may see a proposal and not edit it gets it to read; strangers get 404.
    """

    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        """Return the admin's addresses with those of the checks before them."""
        checks = [
            path("add/check/", self.admin_site.admin_view(self.check_view), name="proposals_entry_check_new"),
            path(
                "<int:pk>/check/",
                self.admin_site.admin_view(self.check_view),
                name="proposals_entry_check",
            ),
        ]
        return [*checks, *super().get_urls()]  # type: ignore[misc]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Context | None = None
    ) -> HttpResponse:
        """Show and save the page of a new proposal; the round is chosen first."""
        budget_round, direction = _round_to_enter(request), _direction(request)
        if budget_round is None:
            return self._choose_round(request, direction)
        if request.method == "POST":
            outcome = save_new(budget_round, direction, request.user, request.POST)
            return self._saved(request, outcome) if outcome.is_saved else self._page(request, outcome.entry)
        entry = EntryForms(new_proposal(budget_round, direction), request.user, shows_exempt=True)
        return self._page(request, entry)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Context | None = None,
    ) -> HttpResponse:
        """Show and save the page of a proposal."""
        key = as_key(object_id) or 0
        if request.method == "POST":
            outcome = save_changes(key, request.user, request.POST)
            if outcome.is_saved:
                return self._saved(request, outcome)
            return (
                self._conflict(request, outcome)
                if outcome.is_conflict
                else self._page(request, outcome.entry)
            )
        proposal = loaded(key, request.user)
        if access.editing_role(request.user, proposal) is None:
            return self._read_only(request, proposal)
        return self._page(request, self._entry(request, proposal))

    def check_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Answer what is wrong, unusual and missing with what was typed, and the figures; nothing is saved."""
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        entry = self._entry_to_check(request, pk)
        impact = _impact(request, entry)
        before = record_of(entry.proposal) if impact else None
        draft = Draft(entry)
        changes = changes_of(draft, before, request.user) if before else ()
        said = impact.warning(changes) if impact and changes else ""
        return JsonResponse(checked(entry, draft, said))

    def _entry_to_check(self, request: HttpRequest, pk: int | None) -> EntryForms:
        if pk is None:
            budget_round = _round_to_enter(request)
            if budget_round is None:
                raise PermissionDenied
            proposal = new_proposal(budget_round, _direction(request))
            return EntryForms(proposal, request.user, request.POST, shows_exempt=True)
        proposal = loaded(pk, request.user)
        if access.editing_role(request.user, proposal) is None:
            raise PermissionDenied
        return EntryForms(
            proposal, request.user, request.POST, shows_exempt=may_read_exempt(request.user, proposal)
        )

    # Page content

    def _entry(self, request: HttpRequest, proposal: SavingsProposal) -> EntryForms:
        """Return the forms of a proposal as it is stored; reading exempt wording is recorded."""
        shows_exempt = may_read_exempt(request.user, proposal)
        sections = exempt_sections(request.user, proposal, _READING_TO_EDIT) if shows_exempt else ()
        wordings = {section.statement_id: section.text for section in sections}
        return EntryForms(proposal, request.user, shows_exempt=shows_exempt, wordings=wordings)

    def _page(self, request: HttpRequest, entry: EntryForms, **more: Any) -> HttpResponse:
        proposal = entry.proposal
        key = proposal.pk
        version, seen = (proposal.version, newest_change(proposal)) if key else (0, 0)
        if "conflict" not in more and entry.data is not None and key:
            # A page with mistakes is still made from what its person saw first.
            version, seen = version_in(entry.data), seen_in(entry.data)
        opened = ""
        if key and "opened" not in more:
            opened = signed_digests(entry) if entry.data is None else str(entry.data.get(OPENED, ""))
        impact = _impact(request, entry) if key else None
        draft = Draft(entry)
        context = {
            "title": str(proposal) if key else f"New {NOUNS[proposal.direction]}: {proposal.budget_round}",
            "proposal": proposal if key else None,
            "budget_round": proposal.budget_round,
            "stage": Stage(proposal.stage).label,
            "entry": entry,
            "columns": columns_of(proposal.direction),
            "figures": figures_of(draft),
            "open_warnings": put_warnings_beside(entry, draft),
            "checklist": checklist_of(draft),
            "version": version,
            "seen": seen,
            "opened": opened,
            "impact": impact,
            "check_url": _check_address(proposal, key),
            "sign_offs": list(proposal.sign_offs.all()) if key else [],
            "timeline_url": reverse("proposals:timeline", args=[key]) if key else "",
            **(_attachments(request, proposal, impact) if key else _other_direction(proposal)),
            **more,
        }
        return self._render(request, "change_form.html", context)

    def _conflict(self, request: HttpRequest, outcome: SaveOutcome) -> HttpResponse:
        """Show the page with what others changed taken over, and what both changed side by side."""
        yours = outcome.entry
        proposal, key = yours.proposal, yours.proposal.pk
        log = LogSince(proposal, seen_in(request.POST))
        stored = self._entry(request, proposal)
        merged = merge(digests_in(request.POST, key), stored, yours, log)
        opened = signed_digests(stored)
        entry = EntryForms(proposal, request.user, merged.data, shows_exempt=stored.shows_exempt)
        conflict = {"changes": log.changes(), "merged": merged}
        return self._page(request, entry, conflict=conflict, opened=opened)

    def _read_only(self, request: HttpRequest, proposal: SavingsProposal) -> HttpResponse:
        entry = EntryForms(proposal, request.user)
        sections = by_section(entry)
        context = {
            "title": str(proposal),
            "proposal": proposal,
            "budget_round": proposal.budget_round,
            "stage": Stage(proposal.stage).label,
            "reason": reason_not_to_edit(request.user, proposal),
            "figures": figures_of(Draft(entry)),
            "sections": sections,
            # The signatories are for those who work on it; readers see the stage.
            "sign_offs": list(proposal.sign_offs.all()) if access.roles_for(request.user, proposal) else [],
            "timeline_url": reverse("proposals:timeline", args=[proposal.pk]),
            "files": files_on(request.user, proposal),
        }
        return self._render(request, "read_only.html", context)

    def _choose_round(self, request: HttpRequest, direction: str) -> HttpResponse:
        rounds = _rounds_to_enter(request.user)
        if not rounds:
            raise PermissionDenied
        title = f"New {NOUNS[direction]}: choose a round"
        return self._render(
            request, "choose_round.html", {"title": title, "rounds": rounds, "direction": direction}
        )

    def _render(self, request: HttpRequest, template: str, context: Context) -> HttpResponse:
        return TemplateResponse(request, f"{_TEMPLATES}/{template}", context)

    def _saved(self, request: HttpRequest, outcome: SaveOutcome) -> HttpResponse:
        proposal = outcome.entry.proposal
        page = proposal.get_absolute_url()
        said = "was saved" if outcome.is_changed else "has no changes to save"
        entry_page = reverse("admin:proposals_savingsproposal_change", args=[proposal.pk])
        text = format_html(
            '{} {}.{} Next: <a class="govuk-notification-banner__link" href="{}">view its stage and checklist</a>.',
            proposal.reference,
            said,
            _missing_in_words(outcome, entry_page),
            f"{page}#stage-heading",
        )
        messages.success(request, text)
        if outcome.notice:
            messages.warning(request, outcome.notice)
        if outcome.open_warnings:
            count = outcome.open_warnings
            words = "1 warning has" if count == 1 else f"{count} warnings have"
            messages.warning(
                request,
                f"{words} not been explained. You can save the proposal, but you must explain its warnings "
                "before you submit it for review.",
            )
        return HttpResponseRedirect(entry_page if "_continue" in request.POST else page)


def _missing_in_words(outcome: SaveOutcome, entry_page: str) -> str:
    """Return what the next stage still asks for, each with a link to the field where it is entered."""
    checklist = checklist_of(outcome.draft) if outcome.draft else None
    if checklist is None or checklist.stage is None or not checklist.missing:
        return ""
    links = format_html_join(
        ", ",
        '<a class="govuk-notification-banner__link" href="{}{}">{}</a>',
        ((entry_page, item.address, item.words) for item in checklist.missing),
    )
    return format_html(" Missing for {}: {}.", checklist.stage.label, links)


def reason_not_to_edit(user: Any, proposal: SavingsProposal) -> str:
    """Return in words why this person may not edit the proposal now."""
    budget_round, stage = proposal.budget_round, Stage(proposal.stage)
    if budget_round.phase == "closed":
        return f"The round {budget_round.name} is closed, so its proposals cannot be edited."
    roles = access.roles_for(user, proposal) & set(EDITING)
    if not roles:
        return (
            "You can view this proposal. Only its author, its budget holder and finance officers can edit it."
        )
    if budget_round.phase == "scrutiny" and not roles & FINANCE:
        return (
            f"The round {budget_round.name} is at scrutiny. Only finance officers can correct its proposals."
        )
    return f"It is at the stage “{stage.label}”, so you cannot edit it."


def _rounds_to_enter(user: Any) -> list[BudgetRound]:
    rounds = BudgetRound.objects.visible_to(user).select_related("council")
    return [row for row in rounds if access.may_enter(user, row)]


def _round_to_enter(request: HttpRequest) -> BudgetRound | None:
    """Return the round that the address names, or the only one there is; None where it has to be chosen."""
    rounds = _rounds_to_enter(request.user)
    asked = request.GET.get("budget_round", "")
    if asked:
        found = next((row for row in rounds if str(row.pk) == asked), None)
        if found is None:
            raise Http404("This round does not exist.")
        return found
    return rounds[0] if len(rounds) == 1 else None


def _direction(request: HttpRequest) -> str:
    """Return the direction of the new proposal that the address names: a saving unless it says otherwise."""
    asked = request.GET.get("direction", SAVING)
    if asked not in DIRECTIONS:
        raise Http404("A proposal is a saving or a pressure.")
    return asked


def _other_direction(proposal: SavingsProposal) -> Context:
    """Return the address at which a proposal of the other direction is entered instead of this new one."""
    (other,) = set(DIRECTIONS) - {proposal.direction}
    address = f"?budget_round={proposal.budget_round_id}&direction={other}"
    return {"other_direction": {"noun": NOUNS[other], "address": address}}


def _check_address(proposal: SavingsProposal, key: int | None) -> str:
    if key:
        return reverse("admin:proposals_entry_check", args=[key])
    address = reverse("admin:proposals_entry_check_new")
    return f"{address}?budget_round={proposal.budget_round_id}&direction={proposal.direction}"


def _impact(request: HttpRequest, entry: EntryForms) -> SignOffImpact | None:
    """Return what a material change by this person would undo, and have the page ask for its reason then."""
    role = access.editing_role(request.user, entry.proposal) if entry.proposal.pk else None
    impact = sign_off_impact(entry.proposal, role) if role else None
    if impact:
        entry.ask_for_reason()
    return impact


def _attachments(request: HttpRequest, proposal: SavingsProposal, impact: SignOffImpact | None) -> Context:
    """Return the proposal's files, and the form that attaches one at once, apart from the page's own."""
    form = attachment_form(request.user, ProposalAttachment(proposal=proposal), impact)
    return {"files": files_on(request.user, proposal), "attach_form": form}

"""Moving a proposal between stages on its page, many at once, and writing a specialist's advice."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView

from proposals.detail.views import ProposalDetailView
from proposals.domain.roles import SPECIALISTS
from proposals.domain.stages import MOVE_BY_CODE, Move, Stage
from proposals.models import SavingsProposal, SpecialistReview
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.permissions import proposals as access
from proposals.workflow.completeness_facts import facts_of, with_workflow
from proposals.workflow.forms import AdviceForm, MoveForm, successor_of
from proposals.workflow.moving import IncompleteProposal, MoveRequest, RefusedMove, StaleMove, move
from proposals.workflow.panel import asked_of, may_make_some_move
from services.models import Notice
from services.notices.outbox import notify


class StageMoveView(ProposalDetailView):
    """Make one move of a proposal; show a refusal on the proposal's page with all that was typed."""

    http_method_names = ["post"]

    def get_queryset(self) -> SavingsProposalQuerySet:
        """Return what the person may see as it is worked on: nothing moves a published version."""
        return with_workflow(SavingsProposal.objects.visible_to(self.request.user))

    def handle_no_permission(self) -> HttpResponse:
        """Send somebody whose session ended to the proposal after signing in: this address only takes forms."""
        return redirect_to_login(reverse("proposals:detail", args=[self.kwargs["pk"]]))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Move the proposal and show it, or show it again with what prevents the move."""
        self.object = self.get_object()
        chosen = MOVE_BY_CODE.get(request.POST.get("move", ""))
        self._check_person(chosen)
        if chosen is None:
            messages.error(request, "There is no such step.")
            return self._again(None)
        form = self._form(chosen)
        if not form.is_valid():
            return self._again(form)
        try:
            moved = move(self.object, self._request_of(form), request.user)
        except ValidationError as error:
            form.add_error("superseded_by", error)
            return self._again(form)
        except RefusedMove as refusal:
            return self._refused(chosen, form, refusal)
        return self._done(moved, chosen)

    def _check_person(self, chosen: Move | None) -> None:
        user = self.request.user
        roles = access.roles_for(user, self.object)
        may = chosen.roles & roles if chosen else may_make_some_move(user, self.object)
        if not may:
            raise PermissionDenied("This step is for others.")

    def _form(self, chosen: Move) -> MoveForm:
        """Return the form as it was sent, asking for a reason where something missing can be gone on without."""
        lacking = [item for item in asked_of(facts_of(self.object), chosen) if not item.is_met]
        can_be_overridden = bool(lacking) and all(item.can_be_overridden for item in lacking)
        return MoveForm(self.request.POST, chosen=chosen, asks_override=can_be_overridden)

    def _request_of(self, form: MoveForm) -> MoveRequest:
        reference = form.cleaned_data.get("superseded_by", "")
        return form.request_of(successor_of(self.object, reference, self.request.user))

    def _refused(self, chosen: Move, form: MoveForm, refusal: RefusedMove) -> HttpResponse:
        """Show the page as the proposal is now: whoever was second sees what the first did, and keeps their words."""
        self.object = self.get_object()
        if isinstance(refusal, StaleMove | IncompleteProposal):
            # The requirements may have changed with the proposal; what the person typed is kept.
            form = self._form(chosen)
        form.is_valid()
        form.data = form.data.copy()
        form.data[form.add_prefix("shown_version")] = str(self.object.version)
        is_for_override = isinstance(refusal, IncompleteProposal) and refusal.can_be_overridden
        if is_for_override and "override_reason" in form.fields:
            if not form.has_error("override_reason"):
                form.add_error("override_reason", str(refusal))
        else:
            form.add_error(None, str(refusal))
        return self._again(form)

    def _again(self, form: MoveForm | None) -> HttpResponse:
        context = self.get_context_data(failed=form)
        if form is not None:
            offered = [offer.chosen for offer in context["panel"].offers]
            context |= {"form": form, "is_no_longer_possible": form.chosen not in offered}
        return self.render_to_response(context, status=400)

    def _done(self, moved: SavingsProposal, chosen: Move) -> HttpResponse:
        stage = Stage(moved.stage)
        messages.success(self.request, f"{moved.reference}: {chosen.done}. Its stage is now “{stage.label}”.")
        if SavingsProposal.objects.visible_to(self.request.user).filter(pk=moved.pk).exists():
            return redirect(moved)
        # It left what this person may see, as when a clerk sends it back.
        return redirect("my-work")


class AdviceView(LoginRequiredMixin, FormView):
    """Write what a team of specialists advises on a proposal flagged to it."""

    template_name = "proposals/advice.html"
    form_class = AdviceForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Find the question, for those who may see the proposal; only the team's advisers answer it."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        visible = SavingsProposal.objects.visible_to(request.user).select_related(
            "budget_round__council", "service__directorate"
        )
        self.proposal = get_object_or_404(visible, pk=kwargs["pk"])
        role = SPECIALISTS.get(kwargs["team"])
        works_on_it = access.roles_for(request.user, self.proposal)
        self.question = self.proposal.specialist_reviews.filter(team=kwargs["team"]).first()
        if self.question is None and works_on_it:
            raise Http404("This team was not asked.")
        if role is None or role not in works_on_it:
            raise PermissionDenied("Advice is written by the advisers who were asked.")
        if request.method == "POST" and self.proposal.budget_round.phase == "closed":
            raise PermissionDenied(f"The round {self.proposal.budget_round.name} is closed.")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Return the current advice."""
        return {"advice": self.question.advice, "shown_advice": self.question.advice}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the question with its proposal."""
        return super().get_context_data(proposal=self.proposal, question=self.question, **kwargs)

    @transaction.atomic
    def form_valid(self, form: AdviceForm) -> HttpResponse:
        """Keep the advice, unless a colleague wrote other advice meanwhile."""
        stored = SpecialistReview.objects.select_for_update(no_key=True).get(pk=self.question.pk)
        if _lines(stored.advice) != _lines(form.cleaned_data["shown_advice"]):
            form.add_error(
                "advice",
                f"{stored.advised_by} wrote advice after you opened this page. It is shown above. Combine the two, "
                "then save again.",
            )
            form.data = form.data.copy()
            form.data["shown_advice"] = stored.advice
            self.question = stored
            return self.form_invalid(form)
        stored.advice = form.cleaned_data["advice"]
        stored.advised_by = self.request.user.get_full_name() or self.request.user.get_username()
        stored.advised_at = timezone.now()
        stored.save()
        notify(Notice.Kind.ANSWERED, stored)
        messages.success(self.request, f"Your advice on {self.proposal.reference} was saved.")
        return redirect(self.proposal)

    def form_invalid(self, form: AdviceForm) -> HttpResponse:
        """Show the form again with what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=400)


def _lines(text: str) -> list[str]:
    """Return the text's lines: browsers send other line ends than are stored."""
    return text.split() and text.strip().splitlines()

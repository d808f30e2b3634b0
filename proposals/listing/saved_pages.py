"""The pages on which people keep, share, rename and delete their views of lists, and choose where they begin."""

from typing import Any

from django.contrib import messages
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.generic import TemplateView, View

from councilsavings.forms import PageFormMixin
from proposals.exempt.wording import refuse_repeated_of_round
from proposals.listing.saved import begin_with, query_to_keep, start_view, views_to_open
from proposals.models import BudgetRound, SavedView
from proposals.models.saved_views import LONGEST_QUERY
from proposals.permissions.views import ActingPage
from services.admin.scope import as_key


class SavedViewForm(PageFormMixin, ModelForm):
    """The name of a view, and whether others find it."""

    class Meta:
        model = SavedView
        fields = ("name", "is_shared")
        labels = {"is_shared": "Share it with everybody who can view the round"}
        help_texts = {"is_shared": "Each person sees only the proposals that they have permission to view."}
        error_messages = {"name": {"required": "Enter a name for the view."}}

    def clean_name(self) -> str:
        """Return the name; refuse one that this person's views of the round have already."""
        name = str(self.cleaned_data["name"])
        view = self.instance
        others = SavedView.objects.filter(
            owner=view.owner, budget_round=view.budget_round, name__iexact=name
        ).exclude(pk=view.pk)
        if others.exists():
            self.add_error("name", f"You have a view called “{name}” in this round already.")
        return name

    def clean(self) -> dict[str, Any]:
        """Refuse a name that repeats exempt wording: if shared, everybody who may see the round can read it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        view = self.instance
        refuse_repeated_of_round(view.owner, view.budget_round, {"name": cleaned.get("name", "")})
        return cleaned


class ReadersPage(ActingPage):
    """A page for everybody who reads proposals."""

    permission = "proposals.view_savingsproposal"
    refusal = "Your role does not read proposals."


class SavedViewsPage(ReadersPage, TemplateView):
    """All views that the person may open, their own to be changed."""

    template_name = "proposals/listing/views.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the views, and which of them the person begins with."""
        return super().get_context_data(
            views=views_to_open(self.request.user), start=start_view(self.request.user), **kwargs
        )


class SaveViewPage(ReadersPage, View):
    """Keep the list that the address states under a name."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for the name."""
        view = self._view(request.GET)
        return self._show(request, view, SavedViewForm(instance=view))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the view and go back to the list."""
        view = self._view(request.GET)
        form = SavedViewForm(request.POST, instance=view)
        if len(view.query) > LONGEST_QUERY:
            form.add_error(None, "The address of this list is too long to be kept: choose fewer filters.")
        if not form.is_valid():
            return self._show(request, view, form, status=400)
        form.save()
        if request.POST.get("start"):
            begin_with(request.user, view)
        messages.success(request, f"Saved as “{view.name}”.")
        return redirect(view.list_url)

    def _view(self, query: QueryDict) -> SavedView:
        key = as_key(query.get("round", ""))
        budget_round = get_object_or_404(
            BudgetRound.objects.visible_to(self.request.user).select_related("council"), pk=key
        )
        return SavedView(
            owner=self.request.user, budget_round=budget_round, query=query_to_keep(query.urlencode())
        )

    def _show(
        self, request: HttpRequest, view: SavedView, form: SavedViewForm, status: int = 200
    ) -> HttpResponse:
        return render(
            request,
            "proposals/listing/save_view.html",
            {"form": form, "view": view, "budget_round": view.budget_round, "is_new": True},
            status=status,
        )


class OpenViewPage(ReadersPage, View):
    """The list that a view represents."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead to it."""
        return redirect(get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk).list_url)


class ChangeViewPage(ReadersPage, View):
    """Rename a view of one's own, share it or keep it to oneself again, or delete it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what can be changed."""
        view = self._own(pk)
        return self._show(request, view, SavedViewForm(instance=view))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change or delete it."""
        view = self._own(pk)
        if request.POST.get("delete"):
            name = view.name
            view.delete()
            messages.success(request, f"“{name}” is deleted.")
            return redirect("proposals:views")
        form = SavedViewForm(request.POST, instance=view)
        if not form.is_valid():
            return self._show(request, view, form, status=400)
        form.save()
        messages.success(request, f"“{view.name}” is saved.")
        return redirect("proposals:views")

    def _own(self, pk: int) -> SavedView:
        views = SavedView.objects.visible_to(self.request.user).filter(owner=self.request.user)
        return get_object_or_404(views.select_related("budget_round__council", "owner"), pk=pk)

    def _show(
        self, request: HttpRequest, view: SavedView, form: SavedViewForm, status: int = 200
    ) -> HttpResponse:
        others = view.started_with.exclude(person=request.user).count() if view.is_shared else 0
        return render(
            request,
            "proposals/listing/save_view.html",
            {"form": form, "view": view, "budget_round": view.budget_round, "others_begin": others},
            status=status,
        )


class StartPage(ReadersPage, View):
    """Begin with a view after signing in, or as usual again."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the choice."""
        wanted = request.POST.get("view", "")
        if not wanted:
            begin_with(request.user, None)
            messages.success(request, "No view is shown after you sign in.")
            return redirect("proposals:views")
        view = SavedView.objects.visible_to(request.user).filter(pk=as_key(wanted)).first()
        if view is None:
            raise Http404("There is no such view, or you do not have permission to view it.")
        begin_with(request.user, view)
        messages.success(request, f"“{view.name}” is now shown after you sign in.")
        return redirect(reverse("proposals:views"))

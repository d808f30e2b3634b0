"""The pages about the interface for people: what it answers, and the tokens with which a machine reads."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.generic import TemplateView, View

from councilsavings.accounts.reauthentication import AskedAgainMixin
from councilsavings.forms import PageFormMixin
from proposals.api.endpoints import api
from proposals.listing.saved_pages import ReadersPage
from proposals.models import ApiToken, BudgetRound
from services.forms.fields import INVALID_DAY, DayField

MOST_TOKENS = 20


class TokenForm(PageFormMixin, ModelForm):
    """The purpose of a new token, and the day on which it expires."""

    class Meta:
        model = ApiToken
        fields = ("name", "ends_on", "budget_round", "reach")
        widgets = {"reach": forms.RadioSelect}
        field_classes = {"ends_on": DayField}
        error_messages = {
            "name": {"required": "Enter what the token is for."},
            "ends_on": {
                "required": "Enter the last day on which the token can be used.",
                "invalid": INVALID_DAY,
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the rounds that the person may see."""
        super().__init__(*args, **kwargs)
        rounds: Any = self.fields["budget_round"]
        rounds.queryset = BudgetRound.objects.visible_to(self.instance.person)
        rounds.empty_label = "All rounds"
        self.fields["reach"].required = False


class DescriptionPage(ReadersPage, TemplateView):
    """Show the OpenAPI description of the interface."""

    template_name = "proposals/api/description.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return each address with its parameters."""
        schema = api.get_openapi_schema()
        return super().get_context_data(
            description=schema["info"]["description"], operations=list(_operations(schema)), **kwargs
        )


def _operations(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield {
                "path": path,
                "method": method.upper(),
                "summary": operation["summary"],
                "description": operation["description"],
                "parameters": [
                    (
                        one["name"],
                        one["in"] == "path",
                        one.get("description") or one["schema"].get("title", ""),
                    )
                    for one in operation.get("parameters", [])
                ],
            }


class TokensPage(AskedAgainMixin, ReadersPage, View):
    """The person's tokens: made, and withdrawn."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        ends_on = timezone.localdate() + timedelta(days=90)
        return self._show(request, TokenForm(instance=ApiToken(person=request.user, ends_on=ends_on)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make one, and show its key this once."""
        token = ApiToken(person=request.user)
        form = TokenForm(request.POST, instance=token)
        if ApiToken.objects.filter(person=request.user, ended_at__isnull=True).count() >= MOST_TOKENS:
            form.add_error(None, f"You have {MOST_TOKENS} tokens already: withdraw one first.")
        if not form.is_valid():
            return self._show(request, form, status=400)
        key = token.give_key()
        form.save()
        return self._show(request, TokenForm(instance=ApiToken(person=request.user)), made=token, key=key)

    def _show(self, request: HttpRequest, form: TokenForm, status: int = 200, **more: Any) -> HttpResponse:
        tokens = ApiToken.objects.filter(person=request.user)
        return render(
            request, "proposals/api/tokens.html", {"form": form, "tokens": tokens, **more}, status=status
        )


class WithdrawTokenPage(ReadersPage, View):
    """Withdraw one of the person's tokens."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Delete it, so that it works no longer."""
        token = get_object_or_404(ApiToken.objects.filter(person=request.user), pk=pk)
        token.delete()
        messages.success(request, f"The token “{token.name}” has been revoked.")
        return redirect("api-tokens")

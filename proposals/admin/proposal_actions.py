"""Bulk actions of the admin's list of proposals: move, copy, download for editing, delete drafts."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected as delete_confirmed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse

from proposals.admin.removal import reason_to_keep, reasons_to_keep

MOST_AT_ONCE = 200
"""The most proposals one action takes: their keys go in an address or a page."""
MOST_NAMED = 10


class ProposalActions(admin.ModelAdmin):
    """The bulk actions of the list of proposals."""

    actions = ["move_many", "copy_one", "download_for_editing", "delete_selected"]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions whose pages there are."""
        wanted = super().get_actions(request)
        if not request.user.has_perm("proposals.export_for_editing"):
            wanted.pop("download_for_editing", None)
        needed = {"move_many": "proposals:move-many", "download_for_editing": "proposals:workbook-download"}
        return {
            name: action for name, action in wanted.items() if name not in needed or _address(needed[name])
        }

    @admin.action(description="Move to another stage…", permissions=["change"])
    def move_many(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Show what is chosen, and go on to the page that asks for the step and the reason."""
        keys = self._keys(request, queryset)
        if keys is None:
            return None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Move to another stage",
            "address": reverse("proposals:move-many"),
            "chosen": queryset.order_by("budget_round", "position", "pk").only("reference", "title"),
        }
        return TemplateResponse(request, "admin/proposals/move_many.html", context)

    @admin.action(description="Copy…", permissions=["add"])
    def copy_one(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Go to the page that copies the proposal chosen."""
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[:2])
        if len(keys) != 1:
            self.message_user(
                request,
                "Choose one proposal to copy, because each copy needs its own reference. To carry many "
                "proposals into the next round, start it from the round’s page.",
                messages.ERROR,
            )
            return None
        return HttpResponseRedirect(reverse("admin:proposals_savingsproposal_copy", args=keys))

    @admin.action(description="Download as workbook for editing", permissions=["view"])
    def download_for_editing(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Download the proposals chosen as a workbook made for editing."""
        keys = self._keys(request, queryset)
        if keys is None:
            return None
        address = reverse("proposals:workbook-download")
        return HttpResponseRedirect(f"{address}?{urlencode([('pk', key) for key in keys])}")

    @admin.action(description="Delete drafts…", permissions=["delete"])
    def delete_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Delete the drafts chosen once that is confirmed; where one must be kept, delete nothing and say why."""
        chosen = queryset.select_related("budget_round", "service__directorate")
        reasons = reasons_to_keep(request.user, chosen)
        if not reasons:
            return delete_confirmed(self, request, queryset)
        named = [proposal for proposal in chosen if proposal.pk in reasons]
        for proposal in named[:MOST_NAMED]:
            self.message_user(request, f"{proposal.reference} {reasons[proposal.pk]}.", messages.ERROR)
        more = f" {len(named) - MOST_NAMED} more cannot be deleted." if len(named) > MOST_NAMED else ""
        self.message_user(request, f"Nothing has been deleted.{more}", messages.ERROR)
        return None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the person may delete proposals, or this one, which must be a draft."""
        if not super().has_delete_permission(request, obj):
            return False
        return obj is None or obj.pk is None or not reason_to_keep(request.user, obj)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Ask before deleting a draft; say in words why a proposal that must be kept cannot go."""
        proposal = self.get_object(request, object_id)
        may_delete = super().has_delete_permission(request)
        reason = reason_to_keep(request.user, proposal) if proposal and may_delete else ""
        if reason:
            self.message_user(request, f"{proposal} {reason}.", messages.ERROR)
            return HttpResponseRedirect(reverse("admin:proposals_savingsproposal_change", args=[proposal.pk]))
        return super().delete_view(request, object_id, extra_context)

    def _keys(self, request: HttpRequest, queryset: QuerySet) -> list[int] | None:
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        if len(keys) <= MOST_AT_ONCE:
            return keys
        self.message_user(request, f"Choose at most {MOST_AT_ONCE} proposals at once.", messages.ERROR)
        return None


def _address(name: str) -> str:
    """Return the address of that name, or nothing where there is no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""

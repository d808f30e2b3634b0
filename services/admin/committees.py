"""Portfolios, committees, meetings and protected characteristics in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from services.admin.scope import ScopedAdmin
from services.models import Characteristic, Committee, Meeting, Portfolio


class OfOneCouncilAdmin(ScopedAdmin):
    """Records that have a name and a council."""

    list_display = ["name", "council"]
    list_filter = [("council", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["council"]
    search_fields = ["name"]


@admin.register(Portfolio)
class PortfolioAdmin(OfOneCouncilAdmin):
    """Portfolios of the cabinet members."""


@admin.register(Committee)
class CommitteeAdmin(OfOneCouncilAdmin):
    """Committees that proposals go to."""


@admin.register(Meeting)
class MeetingAdmin(ScopedAdmin):
    """Meetings of the committees."""

    list_display = ["when", "committee", "council"]
    list_filter = [("committee", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["committee__council"]
    search_fields = ["committee__name"]

    @admin.display(description="date", ordering="date")
    def when(self, meeting: Meeting) -> str:
        """Return the date as it is printed."""
        return meeting.when

    @admin.display(ordering="committee__council__name")
    def council(self, meeting: Meeting) -> str:
        """Return the council's name."""
        return meeting.committee.council.name


@admin.register(Characteristic)
class CharacteristicAdmin(OfOneCouncilAdmin):
    """Protected characteristics: the nine of the law to read only, and those a council adds."""

    list_display = ["name", "whose", "position"]

    @admin.display(description="whose", ordering="council__name")
    def whose(self, characteristic: Characteristic) -> str:
        """Return the council that added it, or the law."""
        return characteristic.council.name if characteristic.council else "Equality Act 2010"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        """Ask for the council: only the law's own nine have none."""
        form = super().get_form(request, obj, change, **options)
        if "council" in form.base_fields:
            form.base_fields["council"].required = True
        return form

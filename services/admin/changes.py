"""The append-only log in the admin: who did what, when, from what to what, to read only."""

import datetime
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import capfirst, linebreaksbr
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from services.admin.scope import ReadOnly
from services.audit.change_record import ChangeRecord, ChangeRecordQuerySet
from services.audit.change_words import kind_of, words_of
from services.audit.events import record_event
from services.audit.history import RecordedModel
from services.values.changes import FieldChange

MOST_FIELDS_IN_LIST = 6


class KindOfRecordFilter(admin.SimpleListFilter):
    """Rows about one kind of record."""

    title = "kind of record"
    parameter_name = "record_type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer every kind that has a history; of confidential kinds only to those who may see them."""
        kinds = ["auth.user", "auth.group"]
        kinds += [
            model._meta.label_lower
            for model in apps.get_models()
            if issubclass(model, RecordedModel) and (not model.confidential or _sees_confidential(request))
        ]
        return sorted(((kind, capfirst(kind_of(kind))) for kind in kinds), key=lambda choice: choice[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Return the rows about the kind chosen."""
        return queryset.filter(record_type=self.value()) if self.value() else queryset


class MonthFilter(admin.SimpleListFilter):
    """Rows of one month.

    Django's own date hierarchy looks at every row to see which months there are, which takes seconds in a
    long log; here the first and the last row tell.
    """

    title = "month"
    parameter_name = "month"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the months from the last row back to the first."""
        moments = model_admin.get_queryset(request).order_by("at").values_list("at", flat=True)
        # Each end is one step into the index; least and greatest in one query would walk through all of it.
        ends = moments.first(), moments.last()
        if None in ends:
            return []
        first, last = (timezone.localtime(end) for end in ends)
        numbers = range(_month_number(last), _month_number(first) - 1, -1)
        months = [datetime.date(number // 12, number % 12 + 1, 1) for number in numbers]
        return [(f"{month:%Y-%m}", f"{month:%B %Y}") for month in months]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Return the rows of the month chosen; raises IncorrectLookupParameters for what is no month."""
        if not self.value():
            return queryset
        try:
            number = _month_number(datetime.datetime.strptime(self.value(), "%Y-%m"))  # noqa: DTZ007
            start, end = (
                timezone.make_aware(datetime.datetime(each // 12, each % 12 + 1, 1))  # noqa: DTZ001
                for each in (number, number + 1)
            )
        except ValueError as error:
            raise IncorrectLookupParameters(str(error)) from error
        return queryset.filter(at__gte=start, at__lt=end)


def _month_number(day: datetime.date) -> int:
    return day.year * 12 + day.month - 1


@admin.register(ChangeRecord)
class ChangeRecordAdmin(ReadOnly, admin.ModelAdmin):
    """The history, to read only; confidential rows for those with the permission for them."""

    list_display = ["at", "actor_name", "action", "kind", "record_text", "summary"]
    list_display_links = ["at", "record_text"]
    list_filter = [
        "action",
        KindOfRecordFilter,
        # By the name kept, which outlives the account.
        ("actor_name", admin.AllValuesFieldListFilter),
        "at",
        MonthFilter,
    ]
    search_fields = ["record_text", "actor_name", "reason"]
    search_help_text = "Search by record, name or reason."
    list_per_page = 50
    show_full_result_count = False
    fields = ["at", "actor_name", "action", "kind", "record_text", "reason", "changes"]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> ChangeRecordQuerySet:
        """Return the rows this person may see, the confidential ones only with the permission for them."""
        rows = ChangeRecord.objects.without_secrets().order_by(*self.get_ordering(request) or ["-at", "-pk"])
        return rows if _sees_confidential(request) else rows.public()

    @admin.display(description="kind of record", ordering="record_type")
    def kind(self, change: ChangeRecord) -> str:
        """Return what kind of record it was, as the pages call it."""
        return kind_of(change.record_type)

    @admin.display(description="from → to")
    def summary(self, change: ChangeRecord) -> str:
        """Return the first fields with their values before and after, long texts shortened.

        Of a confidential row nothing: it is read on its own page, which records who read it.
        """
        if change.confidential:
            return "Confidential. Opening it will be recorded."
        rows = [row.shortened() for row in words_of(change)]
        shown = "; ".join(str(row) for row in rows[:MOST_FIELDS_IN_LIST])
        left = len(rows) - MOST_FIELDS_IN_LIST
        return f"{shown}; and {left} more" if left > 0 else shown

    @admin.display(description="from → to")
    def changes(self, change: ChangeRecord) -> SafeString | str:
        """Return every field with its whole text before and after, as a table."""
        rows = words_of(change)
        if not rows:
            return "No field changed."
        body = format_html_join(
            "",
            '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>',
            ((capfirst(row.label), _cell(row, row.before), _cell(row, row.after)) for row in rows),
        )
        return format_html(
            '<table><thead><tr><th scope="col">Field</th><th scope="col">Before</th>'
            '<th scope="col">After</th></tr></thead><tbody>{}</tbody></table>',
            body,
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the row; who reads a confidential one goes on the record."""
        change = self.get_object(request, unquote(object_id))
        if change is not None and change.confidential and self.has_view_permission(request, change):
            record_event(
                "viewed_exempt",
                subject=(change.subject_type, change.subject_id),
                text=change.record_text,
                details={"row_of_the_log": change.pk},
                reason="Read in the log.",
            )
        return super().change_view(request, object_id, form_url, extra_context)


def _sees_confidential(request: HttpRequest) -> bool:
    return request.user.has_perm("services.view_confidential_changes")


def _cell(row: FieldChange, text: str) -> str:
    return linebreaksbr(text or ("nothing" if row.is_change else ""))

"""The table of the publications that are prepared."""

from typing import Any

import django_tables2 as tables
from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Concat, Lower
from django.utils.timezone import localdate

from reports.models import Publication
from services.values.dates import format_day
from services.values.wording import counted


class PublicationTable(tables.Table):
    """Publications with their round, meeting and part, and when editions of them were published.

    Expects the annotations `count_of_editions` and `last_published`.
    """

    caption = "Publications"
    publication = tables.Column(
        accessor="pk",
        linkify=("publications:publication", (tables.A("pk"),)),
        attrs={"row_header": True, "a": {"class": "govuk-link"}},
    )
    budget_round = tables.Column("Round", order_by=("budget_round__name",))
    meeting = tables.Column(empty_values=(), order_by=("meeting__date", "meeting_as_printed"))
    part = tables.Column()
    published = tables.Column(accessor="last_published", empty_values=(), initial_sort_descending=True)

    class Meta:
        empty_text = "There are no publications."

    def render_publication(self, record: Publication) -> str:
        """Return its name, with its letter as an appendix."""
        return str(record)

    def render_meeting(self, record: Publication) -> str:
        """Return the meeting from the calendar, or in the words given for it."""
        return str(record.meeting or record.meeting_as_printed or "Not stated")

    def render_part(self, record: Publication) -> str:
        """Return which part of the agenda it belongs to."""
        return "II (exempt)" if record.is_exempt else "I (public)"

    def render_published(self, record: Any) -> str:
        """Return how many editions there are and the day of the last."""
        if not record.count_of_editions:
            return "Not published"
        last = format_day(localdate(record.last_published))
        return f"{counted(record.count_of_editions, 'edition')}, last on {last}"

    def order_publication(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        """Return the publications by their names as they are shown, whatever their capitals."""
        letter = Case(
            When(appendix="", then=Value("")), default=Concat(Value("Appendix "), "appendix", Value(": "))
        )
        name = Lower(Concat(letter, "title", output_field=CharField()))
        return queryset.order_by(name.desc() if is_descending else name, "-pk"), True

    def order_published(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        """Return the publications by the day of their last edition; those without one come last on any database."""
        last = F("last_published")
        order = last.desc(nulls_last=True) if is_descending else last.asc(nulls_last=True)
        return queryset.order_by(order, "-pk"), True

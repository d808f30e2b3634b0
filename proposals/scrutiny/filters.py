"""The filters of a round's scrutiny record: kind, state, owner, overdue, meeting, words."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from councilsavings.forms import FilterForm
from proposals.domain.references import canonical_reference
from proposals.domain.scrutiny_items import ItemKind, ItemState
from proposals.models import SavingsProposal, ScrutinyItem
from proposals.models.scrutiny_querysets import ScrutinyItemQuerySet, read_in_full
from services.models import Meeting

LONGEST_SEARCH = 200
NOBODY = "-"


class ScrutinyFilterForm(FilterForm):
    """The filter form, whose errors quote what could not be used."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = (
                    "“%(value)s” is not one of the choices. Choose one from the list."
                )


class ScrutinyFilter(django_filters.FilterSet):
    """Narrows the items that a person may read of one round; the choices are those of these items."""

    text = django_filters.CharFilter(
        method="filter_text",
        label="Keyword or proposal reference",
        max_length=LONGEST_SEARCH,
    )
    kind = django_filters.ChoiceFilter(
        label="Kind",
        empty_label="Any kind",
        choices=[(kind.value, kind.label.capitalize()) for kind in ItemKind],
    )
    state = django_filters.ChoiceFilter(
        label="State",
        empty_label="Any state",
        method="filter_state",
        choices=[(state.value, state.label.capitalize()) for state in ItemState],
    )
    owner = django_filters.ChoiceFilter(label="Owner", empty_label="Any owner", method="filter_owner")
    meeting = django_filters.ChoiceFilter(label="Meeting", empty_label="Any meeting")
    overdue = django_filters.BooleanFilter(
        label="Overdue only", method="filter_overdue", widget=forms.CheckboxInput
    )

    class Meta:
        model = ScrutinyItem
        fields: list[str] = []
        form = ScrutinyFilterForm

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        """Offer what the items have; owners and due dates of those only that the person reads in full."""
        super().__init__(*args, **kwargs)
        self._in_full = read_in_full(user)
        items = self.queryset.order_by()
        meetings = Meeting.objects.filter(pk__in=items.values("meeting")).select_related("committee")
        self.filters["meeting"].extra["choices"] = [(str(meeting.pk), str(meeting)) for meeting in meetings]
        names = set(items.filter(self._in_full).values_list("owner_name", flat=True))
        if not names:
            del self.filters["owner"], self.filters["overdue"]
            return
        self.filters["owner"].extra["choices"] = [
            (NOBODY, "Not assigned"),
            *((name, name) for name in sorted(names - {""}, key=str.casefold)),
        ]

    def filter_text(self, queryset: ScrutinyItemQuerySet, name: str, value: str) -> ScrutinyItemQuerySet:
        """Keep the items that hold every word in their own wording or title, or are of that reference.

        Answers are not searched: what is not published of them must not be found either.
        """
        for word in value.split():
            of_proposal = Q(title__icontains=word)
            if canonical := canonical_reference(word):
                of_proposal |= Q(canonical_reference__icontains=canonical)
            # The title that readers know: that of a correction must not be found out by searching for it.
            known = SavingsProposal.listed.filter(of_proposal).own_keys()
            queryset = queryset.filter(
                Q(text__icontains=word) | Q(asked_by_name__icontains=word) | Q(proposal__in=known)
            )
        return queryset

    def filter_state(self, queryset: ScrutinyItemQuerySet, name: str, value: str) -> ScrutinyItemQuerySet:
        """Keep the items in that state."""
        return queryset.in_state(ItemState(value))

    def filter_owner(self, queryset: ScrutinyItemQuerySet, name: str, value: str) -> ScrutinyItemQuerySet:
        """Keep the items of that owner, or those without one."""
        return queryset.filter(self._in_full, owner_name="" if value == NOBODY else value)

    def filter_overdue(self, queryset: ScrutinyItemQuerySet, name: str, value: bool) -> ScrutinyItemQuerySet:
        """Keep the open items whose due date has passed, where that is asked."""
        return queryset.filter(self._in_full).overdue(timezone.localdate()) if value else queryset

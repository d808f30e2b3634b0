"""The filters of the admin's list of proposals; every choice comes from what the person may see."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from services.admin.scope import as_key
from services.models import Service

DIRECTORATE = "service__directorate__id__exact"
"""The parameter of the filter by directorate."""


class ServiceFilter(admin.SimpleListFilter):
    """Proposals of one service; the services of the directorate chosen are offered."""

    title = "service"
    parameter_name = "service"

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        self.directorate = request.GET.get(DIRECTORATE, "")
        super().__init__(request, params, model, model_admin)

    def has_output(self) -> bool:
        """Return whether the filter is shown and applied: also when the address asks for a service that is none."""
        return super().has_output() or self.value() is not None

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer services once a directorate is chosen: all of a council's would be too long a list."""
        directorate = as_key(self.directorate)
        chosen = as_key(request.GET.get(self.parameter_name, ""))
        services = Service.objects.filter(
            pk__in=model_admin.get_queryset(request).order_by().values("service")
        )
        if directorate is not None:
            services = services.filter(directorate=directorate)
        elif chosen is not None:
            services = services.filter(pk=chosen)
        else:
            return []
        return [(str(pk), name) for pk, name in services.order_by("name", "pk").values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Return the proposals of the service chosen; of a choice that is none, none."""
        value = self.value()
        if not value:
            return queryset
        service = as_key(value)
        return queryset.none() if service is None else queryset.filter(service=service)


class CategoryFilter(admin.AllValuesFieldListFilter):
    """Proposals of one category, or without one, which has a name here: a link needs words."""

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        """Yield the categories of the proposals that the person sees."""
        for choice in super().choices(changelist):
            yield choice if str(choice["display"]).strip() else {**choice, "display": "none"}


class BaseBudgetFilter(admin.SimpleListFilter):
    """Proposals that name the base budget they are taken from, or that still lack it."""

    title = "base budget"
    parameter_name = "has_base_budget"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer both."""
        return [("yes", "named"), ("no", "missing")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Return the proposals with or without one."""
        if self.value() in {"yes", "no"}:
            return queryset.filter(base_budget__isnull=self.value() == "no")
        return queryset

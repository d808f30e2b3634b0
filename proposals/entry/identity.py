"""The proposal's own fields: its reference, title, service, base budget, kind, risk and how its figures count."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.models import fields_for_model

from proposals.domain.direction import NOUNS, PRESSURE, SAVING, in_own_direction
from proposals.domain.fields import COUNTING, ENTERED_BESIDE_FIGURES, ENTERED_IDENTITY, FIELDS
from proposals.domain.references import canonical_reference
from proposals.entry.fields import AmountField, EntryForm, ShareField
from proposals.models import SavingsProposal
from proposals.permissions import proposals as access
from services.models import BaseBudget, Service

FIGURES = tuple(item.model_name for item in ENTERED_BESIDE_FIGURES)
HOW_COUNTED = tuple(item.model_name for item in COUNTING)
_FIRST = ("reference", "title", "service", "base_budget")
_BUDGET_HELP = {
    SAVING: "The budget the saving will be taken from.",
    PRESSURE: "The budget that the pressure adds to.",
}


class _StoredChoiceField(forms.ModelChoiceField):
    """A choice of records; the stored one needs no reading."""

    stored: Any = None

    def to_python(self, value: Any) -> Any:
        """Return the record chosen; raises ValidationError for one that is not offered."""
        if self.stored is not None and str(value) == str(self.stored.pk):
            return self.stored
        return super().to_python(value)

    def in_words(self, value: Any) -> str:
        """Return the chosen record in words."""
        if value in self.empty_values:
            return ""
        if self.stored is not None and str(getattr(value, "pk", value)) == str(self.stored.pk):
            return str(self.label_from_instance(self.stored))
        row = value if hasattr(value, "pk") else self.queryset.filter(pk=value).first()
        return str(self.label_from_instance(row) if row else value)


class ServiceField(_StoredChoiceField):
    """A choice of services, each told from those of the same name in other directorates."""

    def label_from_instance(self, service: Service) -> str:
        """Return the service with its directorate."""
        return f"{service.name} ({service.directorate})"


class BudgetSelect(forms.Select):
    """A list of base budgets that states the service of each, so that the script can offer a service its own."""

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        """Return the option with the key of its service."""
        option: dict[str, Any] = super().create_option(name, value, *args, **options)
        if value:
            option["attrs"]["data-service"] = str(value.instance.service_id)
        return option


class BudgetField(_StoredChoiceField):
    """A choice of base budgets, by service and year."""

    widget = BudgetSelect


class ProposalForm(EntryForm):
    """The proposal's own fields."""

    def __init__(self, proposal: SavingsProposal, user: Any, **options: Any) -> None:
        self.proposal, direction = proposal, proposal.direction
        asked = [item for item in ENTERED_IDENTITY if item.applies_to(direction)]
        self._identity = (*_FIRST, *(item.model_name for item in asked))
        self._names = (*self._identity, *FIGURES, *HOW_COUNTED)
        super().__init__(initial={name: _stored(proposal, name) for name in self._names}, **options)
        own = _own_fields(proposal, user)
        made = fields_for_model(
            SavingsProposal,
            fields=[name for name in self._names if name not in own],
            formfield_callback=lambda item, **kw: item.formfield(**kw),
        )
        for field in made.values():
            if isinstance(field, forms.ChoiceField):
                blank = [] if field.required else [("", "Not chosen")]
                field.choices = [*blank, *((key, words) for key, words in field.choices if key)]
        for item in (*ENTERED_BESIDE_FIGURES, *COUNTING):
            if item.model_name in made:
                made[item.model_name].label = item.label_of(direction)
        self.fields.update({name: (own if name in own else made)[name] for name in self._names})
        for name in ("service", "base_budget"):
            self.fields[name].widget.attrs["data-autocomplete"] = ""
            self.fields[name].stored = getattr(proposal, name) if getattr(proposal, f"{name}_id") else None

    @property
    def identity(self) -> list[Any]:
        """The fields that say what the proposal is, in the order of the page."""
        return [self[name] for name in self._identity]

    @property
    def about_figures(self) -> list[Any]:
        """The fields about the figures, in the order of the page."""
        return [self[name] for name in FIGURES]

    @property
    def how_counted(self) -> list[Any]:
        """The fields that decide how the figures count, in the order of the page."""
        return [self[name] for name in HOW_COUNTED]

    def clean_reference(self) -> str:
        """Refuse a reference that the round has already, in whatever spelling."""
        reference: str = self.cleaned_data["reference"]
        canonical = canonical_reference(reference)
        if not canonical:
            raise ValidationError("Enter a reference with at least one letter or number.")
        if canonical != self.proposal.canonical_reference or self.proposal.pk is None:
            beside = SavingsProposal.objects.filter(
                budget_round=self.proposal.budget_round, canonical_reference=canonical
            )
            if beside.exclude(pk=self.proposal.pk).exists():
                # The other proposal may be one that this person may not see.
                raise ValidationError("This round already has a proposal with that reference.")
        return reference

    def clean(self) -> dict[str, Any]:
        """Refuse the budget of another service."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        service, budget = cleaned.get("service"), cleaned.get("base_budget")
        if service and budget and budget.service_id != service.pk:
            self.add_error("base_budget", "The base budget belongs to a different service.")
        return cleaned

    def apply(self) -> None:
        """Put the values that could be read onto the proposal; leave the others as they were."""
        for name in self._names:
            if name in self.cleaned_data:
                setattr(self.proposal, name, self.cleaned_data[name])
        if "stated_total" in self.cleaned_data:
            stated = self.cleaned_data["stated_total"]
            self.proposal.stated_total = in_own_direction(stated, self.proposal.direction)
        self.proposal.canonical_reference = canonical_reference(self.proposal.reference)


def _own_fields(proposal: SavingsProposal, user: Any) -> dict[str, forms.Field]:
    """Return the fields that are typed or chosen otherwise than Django would have them."""
    noun = NOUNS[proposal.direction]
    return {
        "service": ServiceField(
            _services(proposal, user),
            label="Service",
            empty_label="Choose the service",
            help_text="Type part of the name to find it. If the service is not in the list, a finance officer can add "
            "it under Services.",
        ),
        "base_budget": BudgetField(
            _budgets(proposal, user),
            label="Base budget",
            required=False,
            empty_label="Not chosen",
            help_text=f"{_BUDGET_HELP[proposal.direction]} Type part of its name to find it.",
        ),
        "category": forms.ChoiceField(
            label="Category",
            required=False,
            choices=[("", "Not chosen"), *((name, name) for name in _categories(proposal, user))],
            help_text="The council’s own category of savings.",
        ),
        "stated_total": AmountField(
            label="Stated total",
            may_be_negative=True,
            help_text=f"The total stated in the form or paper. Enter a {noun} as a positive amount.",
        ),
        "deliverability": forms.IntegerField(
            label="Deliverability",
            required=False,
            min_value=0,
            max_value=100,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            error_messages=dict.fromkeys(
                ("invalid", "min_value", "max_value"), "Enter a percentage from 0 to 100."
            ),
            help_text="The percentage of the saving that is expected to be delivered.",
        ),
        "council_share": ShareField(
            label=FIELDS["council_share"].label,
            help_text=SavingsProposal._meta.get_field("council_share").help_text,
        ),
    }


def _categories(proposal: SavingsProposal, user: Any) -> list[str]:
    """Return the categories that the council lists, or else those its proposals have, and the stored one."""
    council = proposal.budget_round.council
    listed = [line.strip() for line in council.savings_categories.splitlines() if line.strip()]
    if not listed:
        seen = SavingsProposal.objects.visible_to(user).filter(budget_round__council=council)
        listed = sorted(seen.exclude(category="").order_by().values_list("category", flat=True).distinct())
    return list(dict.fromkeys([*listed, *filter(None, [proposal.category])]))


def _stored(proposal: SavingsProposal, name: str) -> Any:
    value = getattr(proposal, SavingsProposal._meta.get_field(name).attname)
    return in_own_direction(value, proposal.direction) if name == "stated_total" else value


def _permitted(proposal: SavingsProposal, user: Any) -> Q:
    permitted = access.services_to_enter(user)
    # An empty condition allows everything; combined with another it would vanish.
    return permitted | Q(pk=proposal.service_id) if permitted and proposal.service_id else permitted


def _services(proposal: SavingsProposal, user: Any) -> Any:
    return (
        Service.objects.filter(_permitted(proposal, user))
        .filter(directorate__council=proposal.budget_round.council_id)
        .select_related("directorate", "portfolio")
        .order_by("name", "directorate__name", "pk")
    )


def _budgets(proposal: SavingsProposal, user: Any) -> Any:
    return (
        BaseBudget.objects.filter(service__in=_services(proposal, user).order_by().values("pk"))
        .select_related("service")
        .order_by("service__name", "year", "part", "pk")
    )

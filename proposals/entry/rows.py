"""Lists on the page, such as the risks: stored rows, two spare ones, and a template for more.

A row is told by its key, not by its place, so that what somebody else added meanwhile is not mistaken for it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst

from proposals.domain.fields import FIELDS
from proposals.entry.fields import EntryForm, long_text, short_text
from proposals.models import (
    Dependency,
    ProposalReference,
    ProposalRisk,
    SavingsProposal,
    WhereReported,
)
from services.admin.scope import as_key
from services.db.lengths import longest

SPARE_ROWS = 2
MOST_ROWS = 200
_KEY, _DELETE = "id", "DELETE"


class RowForm(EntryForm):
    """A row of a list."""

    model: ClassVar[type[Any]]
    own_names: ClassVar[tuple[str, ...]] = ()
    """The fields that hold what the model's fields of the same names hold."""
    needed: ClassVar[str] = ""
    """The field that no row does without."""

    def __init__(self, row: Any, index: int, context: Mapping[str, Any], **options: Any) -> None:
        initial = {_KEY: row.pk, **self.initial_of(row, context)} if row else {}
        super().__init__(initial=initial, **options)
        self.row, self.index, self.context = row, index, context
        self.fields[_KEY] = forms.IntegerField(required=False, widget=forms.HiddenInput)
        self.build()
        self.fields[_DELETE] = forms.BooleanField(label="Delete", required=False)
        for name, field in self.fields.items():
            if not field.widget.is_hidden:
                field.widget.attrs.setdefault("aria-label", f"{field.label}, row {index + 1}")
            if name == _DELETE:
                field.widget.attrs["aria-label"] = f"Delete row {index + 1}"

    def build(self) -> None:
        """Add the fields of the row."""
        raise NotImplementedError

    @classmethod
    def initial_of(cls, row: Any, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the stored values of the row, by field."""
        return {name: getattr(row, name) for name in cls.own_names}

    def fill(self, row: Any) -> None:
        """Put what was typed onto the row."""
        for name in self.own_names:
            setattr(row, name, self.cleaned_data.get(name, getattr(row, name)))

    @classmethod
    def short_text(cls, name: str, label: str = "") -> forms.CharField:
        """Return a field for a text on one line, of the length that the model gives it."""
        item = cls.model._meta.get_field(name)
        return short_text(label or capfirst(item.verbose_name), longest(cls.model, name))

    def blank_message(self) -> str:
        """Return what to say to a row without the field that it needs."""
        return f"Complete “{self.fields[self.needed].label}”, or tick “Delete”."

    @property
    def own_fields(self) -> list[Any]:
        """The fields that a person fills in."""
        return [self[name] for name in self.fields if name not in {_KEY, _DELETE}]

    @property
    def is_blank(self) -> bool:
        """Return whether nothing was typed into the row."""
        return not any(
            str(field.value() or "").strip() for field in self.own_fields if field.name not in self.may_stand
        )

    may_stand: ClassVar[frozenset[str]] = frozenset({"answer"})
    """Fields that hold something in an empty row."""

    @property
    def is_wanted(self) -> bool:
        """Return whether the row is to be stored."""
        if self.cleaned_data.get(_DELETE):
            return False
        return not self.is_blank

    @property
    def is_deleted(self) -> bool:
        """Return whether the row was ticked to go."""
        return bool(self[_DELETE].value())

    def full_clean(self) -> None:
        """Check the row; one that is to go, or was never filled in, may hold anything."""
        super().full_clean()
        if not self.is_bound:
            return
        if self.is_deleted or (self.row is None and self.is_blank):
            self._errors = forms.utils.ErrorDict()
        elif not str(self[self.needed].value() or "").strip() and self.needed not in self._errors:
            self.add_error(self.needed, self.blank_message())


class RiskForm(RowForm):
    """A risk."""

    model = ProposalRisk
    own_names = ("title", "level", "mitigation")
    needed = "title"

    def build(self) -> None:
        """Add the fields."""
        self.fields["title"] = self.short_text("title", "Risk")
        self.fields["level"] = forms.ChoiceField(
            label="Level", choices=[("", "Not rated"), *FIELDS["risk"].options], required=False
        )
        self.fields["mitigation"] = long_text("Mitigation", rows=2)


class DependencyForm(RowForm):
    """Something that the proposal rests on; another proposal is named by its reference."""

    model = Dependency
    needed = "title"

    def build(self) -> None:
        """Add the fields."""
        self.fields["title"] = self.short_text("title", "Dependency")
        self.fields["on_reference"] = short_text("On the proposal", longest(SavingsProposal, "reference"))

    @classmethod
    def initial_of(cls, row: Any, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of the row, by field."""
        return {"title": row.title, "on_reference": row.on_proposal.reference if row.on_proposal else ""}

    def clean_on_reference(self) -> str:
        """Refuse a reference that names no proposal, or this one."""
        typed: str = self.cleaned_data["on_reference"].strip()
        self.on_proposal = None
        if not typed:
            return typed
        stored = self.row.on_proposal if self.row else None
        if stored and stored.reference == typed:
            self.on_proposal = stored
            return typed
        self.on_proposal = self.context["named"](typed)
        if self.on_proposal is None:
            raise forms.ValidationError(
                f"This round has no proposal “{typed}”, or you do not have permission to view it."
            )
        if self.on_proposal.pk == self.context["proposal"].pk:
            raise forms.ValidationError("A proposal cannot depend on itself.")
        return typed

    def fill(self, row: Any) -> None:
        """Put what was typed onto the row."""
        row.title = self.cleaned_data.get("title", row.title)
        row.on_proposal = getattr(self, "on_proposal", None)


class ReportForm(RowForm):
    """A meeting that the proposal was reported to."""

    model = WhereReported
    own_names = ("meeting_as_printed", "item", "appendix")
    needed = "meeting"

    def build(self) -> None:
        """Add the fields."""
        self.fields["meeting"] = forms.TypedChoiceField(
            label="Meeting",
            choices=[("", "Choose, or enter it in the next column"), *self.context["meetings"]],
            required=False,
            coerce=int,
            empty_value=None,
        )
        for name in self.own_names:
            self.fields[name] = self.short_text(name)

    @classmethod
    def initial_of(cls, row: Any, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of the row, by field."""
        return {"meeting": row.meeting_id, **super().initial_of(row, context)}

    def full_clean(self) -> None:
        """Accept a meeting written as it was printed in place of one chosen."""
        self.needed = "meeting_as_printed" if self["meeting_as_printed"].value() else "meeting"  # type: ignore[misc]
        super().full_clean()

    def blank_message(self) -> str:
        """Return what to say to a row without a meeting."""
        return "Choose the meeting, or enter it as printed."

    def fill(self, row: Any) -> None:
        """Put what was typed onto the row."""
        key = self.cleaned_data.get("meeting")
        if key != row.meeting_id:
            row.meeting = self.context["records"].get(("meeting", key))
        super().fill(row)


class ReferenceForm(RowForm):
    """A further reference of the proposal."""

    model = ProposalReference
    own_names = ("printed",)
    needed = "printed"

    def build(self) -> None:
        """Add the field."""
        self.fields["printed"] = self.short_text("printed", "Other reference as printed")


class RowList:
    """The rows of one list: stored, typed and spare ones."""

    most = MOST_ROWS

    def __init__(
        self,
        prefix: str,
        form_class: type[RowForm],
        stored: Sequence[Any],
        context: Mapping[str, Any],
        data: Any,
    ) -> None:
        self.prefix, self.form_class, self.context = prefix, form_class, context
        self.stored = {row.pk: row for row in stored}
        self.forms = self._unbound() if data is None else self._bound(data)

    def _unbound(self) -> list[RowForm]:
        rows = [*self.stored.values(), *([None] * SPARE_ROWS)]
        return [self._form(row, index, None) for index, row in enumerate(rows)]

    def _bound(self, data: Any) -> list[RowForm]:
        try:
            count = min(int(data.get(f"{self.prefix}-TOTAL_FORMS", 0)), MOST_ROWS)
        except ValueError:
            count = 0
        return [self._form(self._named(data, index), index, data) for index in range(count)]

    def _named(self, data: Any, index: int) -> Any:
        """Return the stored row that the typed one is; None where it is new or has been deleted meanwhile."""
        key = str(data.get(f"{self.prefix}-{index}-{_KEY}", ""))
        return self.stored.get(as_key(key))

    def _form(self, row: Any, index: int | str, data: Any) -> RowForm:
        number = index if isinstance(index, int) else 0
        return self.form_class(row, number, self.context, data=data, prefix=f"{self.prefix}-{index}")

    @property
    def total(self) -> int:
        """Return how many rows are on the page."""
        return len(self.forms)

    @property
    def empty_row(self) -> RowForm:
        """An empty row for the script to copy."""
        form = self._form(None, "__prefix__", None)
        for name, field in form.fields.items():
            if not field.widget.is_hidden:
                label = "Delete" if name == _DELETE else field.label
                field.widget.attrs["aria-label"] = f"{label}, new row __prefix__"
        return form

    def wanted(self, proposal: SavingsProposal) -> list[Any]:
        """Return the rows that the page asks for, stored ones that it does not show among them."""
        shown = {form.row.pk for form in self.forms if form.row is not None}
        rows = [row for key, row in self.stored.items() if key not in shown]
        last = max((getattr(row, "position", 0) for row in self.stored.values()), default=0)
        for form in self.forms:
            if not form.is_wanted:
                continue
            row = form.row or self.form_class.model(proposal=proposal)
            if form.row is None and hasattr(row, "position"):
                last += 1
                row.position = last
            form.fill(row)
            rows.append(row)
        return rows

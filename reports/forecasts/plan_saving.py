"""Entering a section of the plan: its rows read, checked together, compared with what others saved, and stored."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction

from proposals.domain.forecast.position import UnusableForecast
from proposals.models.assumptions import assumptions_of
from reports.budgets.plan_reading import directorate_names, plan_of
from reports.forecasts.plan_forms import Grid, LineForm
from reports.models import MediumTermPlan, PlanAmount, PlanLine
from reports.models.plans import TAX_PARTS
from services.admin.scope import as_key
from services.models import ChangeRecord, Directorate

Section = PlanLine.Section
MOST_ROWS = 300
SPARE_ROWS = 3


@dataclass(frozen=True)
class Difference:
    """A cell that somebody else has stored otherwise than it was typed."""

    label: str
    stored: str
    typed: str


@dataclass
class SectionForms:
    """The rows of a section, as stored or as typed."""

    plan: MediumTermPlan
    section: str
    data: Any = None
    problems: list[str] = field(default_factory=list)

    @cached_property
    def grid(self) -> Grid:
        """The things that the rows have in common (three queries)."""
        council = self.plan.budget_round.council
        return Grid(
            self.plan,
            self.section,
            Directorate.objects.filter(council=council).in_bulk(),
            directorate_names(council),
            assumptions_of(self.plan.budget_round),
        )

    @cached_property
    def stored(self) -> list[PlanLine]:
        """The lines of the section as they are stored, with their amounts."""
        lines = self.plan.lines.filter(section=self.section).select_related("directorate")
        return list(lines.prefetch_related("amounts"))

    @cached_property
    def forms(self) -> list[LineForm]:
        """The rows: those that were sent, or the stored ones and some that are spare."""
        if self.data is None:
            return [
                LineForm(self.grid, number, instance=line)
                for number, line in enumerate([*self.stored, *self._spare()])
            ]
        # Copies: what is typed goes onto them, and the stored lines are compared with it afterwards.
        by_key = {str(line.pk): copy(line) for line in self.stored}
        sent = str(self.data.get("rows", ""))
        count = min(as_key(sent) or 0, MOST_ROWS)
        return [
            LineForm(
                self.grid,
                number,
                instance=by_key.get(str(self.data.get(f"line-{number}-id", "")), self._new(number)),
                data=self.data,
            )
            for number in range(count)
        ]

    def _new(self, number: int) -> PlanLine:
        is_tax = self.section == Section.COUNCIL_TAX and number < len(TAX_PARTS)
        part = list(TAX_PARTS)[number] if is_tax else ""
        return PlanLine(plan=self.plan, section=self.section, category=part, position=number)

    def _spare(self) -> Iterator[PlanLine]:
        taken = len(self.stored)
        if self.section == Section.COUNCIL_TAX:
            missing = [part for part in TAX_PARTS if part not in {line.category for line in self.stored}]
            for part in missing:
                yield PlanLine(plan=self.plan, section=self.section, category=part)
            return
        if self.section in {Section.BASE, Section.TARGETS}:
            with_line = {line.directorate_id for line in self.stored}
            for key, directorate in self.grid.directorates.items():
                if key not in with_line:
                    yield PlanLine(plan=self.plan, section=self.section, directorate=directorate)
        for number in range(SPARE_ROWS):
            yield self._new(taken + number)

    @cached_property
    def digest(self) -> str:
        """The state of the stored section, by which a page tells that somebody else has changed it."""
        state = [
            (line.recorded_values(), [(row.year.start, str(row.amount)) for row in line.amounts.all()])
            for line in self.stored
        ]
        return sha256(repr(state).encode()).hexdigest()

    def is_valid(self) -> bool:
        """Check every row and what they come to together; the problems of all rows are found."""
        are_valid = [form.is_valid() for form in self.forms]
        if all(are_valid):
            self._refuse_twins()
            self._refuse_half_a_tax()
        return all(are_valid) and not self.problems

    @property
    def has_errors(self) -> bool:
        """Return whether anything is wrong with what was sent."""
        return bool(self.problems) or any(form.errors for form in self.forms if form.is_bound)

    @property
    def _wanted(self) -> list[LineForm]:
        return [form for form in self.forms if form.has_changed() and not form.is_removed]

    def _refuse_twins(self) -> None:
        seen: set[tuple[Any, ...]] = set()
        for form in self._wanted:
            line = form.instance
            name = (
                line.fund,
                line.category if self.section == Section.COUNCIL_TAX else line.title.casefold(),
            )
            if name in seen:
                self.problems.append(f"{form.title}: there are two rows of this name and fund.")
            seen.add(name)

    def _refuse_half_a_tax(self) -> None:
        if self.section != Section.COUNCIL_TAX:
            return
        lines = [(form.instance, form.stated) for form in self._wanted]
        try:
            plan_of(self.plan, lines, self.grid.assumptions).figures()
        except UnusableForecast as fault:
            self.problems.append(str(fault))

    # What somebody else saved meanwhile

    @property
    def is_outdated(self) -> bool:
        """Return whether the section has been changed since the page was opened."""
        return self.data is not None and self.data.get("seen") != self.digest

    def differences(self) -> list[Difference]:
        """Return the cells that are stored otherwise than they were typed."""
        by_key = {line.pk: line for line in self.stored}
        found = []
        for form in self.forms:
            if form.instance.pk is not None:
                stored = LineForm(self.grid, form.number, instance=by_key[form.instance.pk])
                for cell in form.visible_fields():
                    now, typed = (_text(each[cell.name]) for each in (stored, form))
                    if now != typed and cell.name != "remove":
                        found.append(Difference(str(cell.label), now, typed))
        sent = {form.instance.pk for form in self.forms}
        found += [Difference(line.title, "added", "") for key, line in by_key.items() if key not in sent]
        return found

    def who_changed(self) -> str:
        """Return who changed the plan last; empty where the log does not say."""
        rows = ChangeRecord.objects.filter(subject_type=self.plan._meta.label_lower, subject_id=self.plan.pk)
        row = rows.order_by("-pk").first()
        return row.actor_name if row else ""

    # Storing

    def save(self) -> bool:
        """Store the rows with their history, all or nothing; False where the database refuses what they come to."""
        try:
            with transaction.atomic():
                self._write()
        except IntegrityError:
            self.problems.append("Two rows would have the same name and fund. Change one of them first.")
            return False
        return True

    def _write(self) -> None:
        PlanLine.objects.delete_rows(
            [form.instance for form in self.forms if form.is_removed and form.instance.pk]
        )
        lines = []
        last = max((line.position for line in self.stored), default=0)
        for form in self._wanted:
            if form.instance.pk is None:
                last += 1
                form.instance.position = last
            lines.append(form.instance)
        PlanLine.objects.save_rows(lines)
        existing = {(row.line_id, row.year): row for line in self.stored for row in line.amounts.all()}
        kept: list[PlanAmount] = []
        for form in self._wanted:
            for year, amount in form.stated.items():
                row = existing.pop((form.instance.pk, year), None) or PlanAmount(
                    line=form.instance, year=year
                )
                row.amount = amount
                kept.append(row)
        written = {form.instance.pk for form in self._wanted}
        years = set(self.grid.years)
        gone = [row for (line, year), row in existing.items() if line in written and year in years]
        PlanAmount.objects.delete_rows(gone)
        PlanAmount.objects.save_rows(kept)


def _text(cell: Any) -> str:
    value = cell.value()
    return str(cell.field.prepare_value(value) if value is not None else "").strip()

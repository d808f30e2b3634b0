"""All the forms of a proposal's page as one: bound and checked together, their errors in one list."""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from proposals.domain.proposal_parts import OTHER_KIND
from proposals.entry.costs import CostForm, refuse_repeated_costs
from proposals.entry.equality import CommitteesForm, EqualityForm, ImpactForm, QuestionForm
from proposals.entry.fields import EntryBoundField, ReasonForm
from proposals.entry.grid import StoredYears, YearForm
from proposals.entry.identity import ProposalForm
from proposals.entry.loading import PARTS, choices_of, rows_of
from proposals.entry.rows import (
    DependencyForm,
    ReferenceForm,
    ReportForm,
    RiskForm,
    RowForm,
    RowList,
)
from proposals.entry.statements import KINDS_IN_ORDER, OtherSectionForm, StatementForm
from proposals.models import SavingsProposal
from proposals.models.sign_offs import TEAMS


@dataclass(frozen=True)
class PageError:
    """A message, the name of the field that it is shown at, and the target of a link to it."""

    name: str
    label: str
    message: str
    focus_id: str


SHOWN_EXEMPT = "shows_exempt"
"""The hidden field that states that the page was made with its exempt parts."""


class EntryForms:
    """The forms of one proposal for one person; `data` is what was sent, None for the page as stored."""

    def __init__(
        self,
        proposal: SavingsProposal,
        user: Any,
        data: Any = None,
        *,
        shows_exempt: bool = False,
        wordings: dict[int, str] | None = None,
    ) -> None:
        # A page made before access was granted has no exempt fields: what is not there is not blank.
        shows_exempt = shows_exempt and (data is None or proposal.pk is None or SHOWN_EXEMPT in data)
        self.proposal, self.user, self.data, self.shows_exempt = proposal, user, data, shows_exempt
        self.reason: ReasonForm | None = None
        self.stored_rows = {name: rows_of(proposal, name) for name in PARTS}
        # Forms write onto the rows; the stored values are compared with afterwards.
        self.before = {name: {row.pk: copy(row) for row in rows} for name, rows in self.stored_rows.items()}
        self.before_proposal = copy(proposal)
        self.choices = choices = choices_of(proposal.budget_round.council)
        self.main = ProposalForm(proposal, user, data=data)
        self.stored_years = StoredYears(self.stored_rows["year_profiles"], self.stored_rows["fte_impacts"])
        self.years = [
            YearForm(year, index, proposal.direction, self.stored_years, data)
            for index, year in enumerate(proposal.budget_round.years)
        ]
        statements = self.stored_rows["statements"]
        of_kind = {row.kind: row for row in statements}
        self.statements = [
            StatementForm(
                kind,
                proposal.direction,
                of_kind.get(kind),
                wordings or {},
                shows_exempt=shows_exempt,
                data=data,
            )
            for kind in KINDS_IN_ORDER
        ]
        context = {
            "proposal": proposal,
            "meetings": choices.meetings,
            "records": choices.records,
            "named": self._proposal_named,
            "shows_exempt": shows_exempt,
            "wordings": wordings or {},
        }
        self.lists: dict[str, RowList] = {
            prefix: RowList(prefix, form_class, stored, context, data)
            for prefix, form_class, stored in (
                ("costs", CostForm, self.stored_rows["costs_to_achieve"]),
                ("others", OtherSectionForm, [row for row in statements if row.kind == OTHER_KIND]),
                ("risks", RiskForm, self.stored_rows["risks"]),
                ("dependencies", DependencyForm, self.stored_rows["dependencies"]),
                ("reports", ReportForm, self.stored_rows["where_reported"]),
                ("references", ReferenceForm, self.stored_rows["other_references"]),
            )
        }
        chosen = [link.committee_id for link in self.stored_rows["committee_links"]]
        self.committees = CommitteesForm(choices.committees, chosen, data=data)
        self.equality = EqualityForm(next(iter(self.stored_rows["equality"]), None), data=data)
        impacts = {row.characteristic_id: row for row in self.stored_rows["equality_impacts"]}
        self.impacts = [ImpactForm(item, impacts.get(item.pk), data=data) for item in choices.characteristics]
        reviews = {row.team: row for row in self.stored_rows["specialist_reviews"]}
        self.questions = [QuestionForm(team, label, reviews.get(team), data=data) for team, label in TEAMS]

    def _proposal_named(self, reference: str) -> SavingsProposal | None:
        """Return the proposal of the round with that reference, in any spelling, if the person may see it."""
        seen = SavingsProposal.objects.visible_to(self.user)
        found: SavingsProposal | None = seen.named(self.proposal.budget_round_id, reference)
        return found

    def ask_for_reason(self) -> None:
        """Have the page ask why it is changed: what it changes was signed off, or is published."""
        if self.reason is None:
            self.reason = ReasonForm(data=self.data)

    @property
    def change_reason(self) -> str:
        """The reason given for the change; empty where none was asked for or given."""
        return self.reason.text if self.reason else ""

    def all_forms(self) -> Iterator[forms.Form]:
        """Yield the forms in the order of the page."""
        if self.reason:
            yield self.reason
        yield self.main
        yield from self.years
        yield from self.lists["costs"].forms
        yield from self.statements
        yield from self.lists["others"].forms
        yield from self.lists["risks"].forms
        yield from self.lists["dependencies"].forms
        yield self.committees
        yield from self.lists["reports"].forms
        yield from self.lists["references"].forms
        yield self.equality
        yield from self.impacts
        yield from self.questions

    def fields(self) -> Iterator[BoundField]:
        """Yield every field that a person fills in, in the order of the page."""
        for form in self.all_forms():
            yield from form.visible_fields()

    def is_valid(self) -> bool:
        """Return whether nothing on the page is wrong."""
        return not self.errors

    @cached_property
    def errors(self) -> list[PageError]:
        """Every message, in the order of the page."""
        if self.data is None:
            return []
        for form in self.all_forms():
            form.errors  # noqa: B018 (reading them is what checks the form)
        refuse_repeated_costs(self.lists["costs"].forms)
        self._refuse_repeated("others", "heading", lambda text: text.strip())
        self._refuse_repeated("references", "printed", lambda text: text.strip())
        return list(self._listed())

    def _refuse_repeated(self, prefix: str, name: str, told_by: Callable[[str], str]) -> None:
        seen: set[str] = set()
        for form in self.lists[prefix].forms:
            if not form.is_wanted or name in form.errors:
                continue
            key = told_by(form.cleaned_data[name])
            if key in seen:
                form.add_error(name, f"“{key}” is there twice: change or delete one.")
            seen.add(key)

    def _listed(self) -> Iterator[PageError]:
        for form in self.all_forms():
            for name, messages in form.errors.items():
                bound: Any = form[name] if name in form.fields else next(iter(form))
                label = label_of(form, bound)
                for message in messages:
                    yield PageError(bound.html_name, label, str(message), bound.focus_id)

    @property
    def word_counts(self) -> dict[str, int]:
        """The number of words of every long text, by the name of its field."""
        return {
            bound.html_name: bound.word_count
            for bound in self.fields()
            if isinstance(bound, EntryBoundField) and bound.is_long
        }


def label_of(form: forms.Form, bound: BoundField) -> str:
    """Return the name of a field for use without its context."""
    spoken = bound.field.widget.attrs.get("aria-label")
    if isinstance(form, RowForm):
        kind = {"costs": "Cost to achieve", "others": "Other sections", "reports": "Where reported"}
        prefix = str(form.prefix).rsplit("-", 1)[0]
        return f"{kind.get(prefix, prefix.capitalize())}, {spoken or bound.label!s}"
    return str(spoken or bound.label)

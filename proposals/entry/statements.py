"""The impact statements: one form for each kind of section, and rows for sections under headings of their own.

A text that somebody types into a section left blank answers it. The exempt part of a section is there only
for people who may read exempt wording; for anybody else, what is stored stays as it is.
"""

from collections.abc import Mapping
from typing import Any

from django import forms

from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.proposal_parts import (
    BUSINESS_CASE_KINDS,
    IMPACT_KINDS,
    OPTION_FORM_KINDS,
    OTHER_KIND,
    STATEMENT_KINDS,
)
from proposals.entry.fields import EntryForm, long_text
from proposals.entry.rows import RowForm
from proposals.models import EXEMPT_PARAGRAPHS, ImpactStatement, SavingsProposal

Answer = ImpactStatement.Answer
KINDS_IN_SIGHT = {
    SAVING: (*OPTION_FORM_KINDS, *IMPACT_KINDS),
    PRESSURE: ("brief_description", "why_needed", "if_not_done", "impact_upon_service"),
}
"""The sections that are open on the page; those of a business case open where they hold something."""

KINDS_IN_ORDER = (*OPTION_FORM_KINDS, *IMPACT_KINDS, *BUSINESS_CASE_KINDS)
"""Every standard kind of section, in the order that pages print them."""

_EXEMPT_FIELDS = ("exempt_paragraph", "public_interest_reason", "exempt_text")
_PARAGRAPHS = [("", "Nothing is exempt")] + [
    (number, f"{number}: {words}") for number, words in EXEMPT_PARAGRAPHS.items()
]


class _Section(EntryForm):
    """The fields of both kinds of section: the answer, the text, the exempt part."""

    statement: ImpactStatement | None
    heading_shown: str

    def _add_fields(self, *, shows_exempt: bool) -> None:
        named = self.heading_shown
        self.fields["answer"] = forms.ChoiceField(
            label="Answer",
            choices=Answer.choices,
            required=False,
            widget=forms.Select(attrs={"aria-label": f"{named}: answer"}),
        )
        self.fields["text"] = long_text(named)
        if shows_exempt:
            self.fields["exempt_paragraph"] = forms.TypedChoiceField(
                label="Exempt under paragraph",
                choices=_PARAGRAPHS,
                required=False,
                coerce=int,
                empty_value=None,
                widget=forms.Select(attrs={"aria-label": f"{named}: exempt under paragraph"}),
            )
            self.fields["public_interest_reason"] = long_text(
                "Public interest reason", rows=2, help_text="Public."
            )
            self.fields["exempt_text"] = long_text("Exempt wording", help_text="This is never published.")
            for name in _EXEMPT_FIELDS[1:]:
                self.fields[name].widget.attrs["aria-label"] = f"{named}: {self.fields[name].label.lower()}"

    @property
    def shows_exempt(self) -> bool:
        """Return whether the exempt part is on the page."""
        return "exempt_text" in self.fields

    @property
    def exempt_fields(self) -> list[Any]:
        """The fields of the exempt part."""
        return [self[name] for name in _EXEMPT_FIELDS]

    @property
    def has_exempt(self) -> bool:
        """Return whether the exempt part has a text, or an error, and so is open."""
        return self.shows_exempt and any(field.value() or field.errors for field in self.exempt_fields)

    @property
    def is_filled(self) -> bool:
        """Return whether the section has a text, was answered, or has an error."""
        return bool(self.errors or self["text"].value() or self["answer"].value() not in {"", "blank", None})

    def clean(self) -> dict[str, Any]:
        """Refuse an answer without a text, and an exempt wording without its paragraph and reason."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "text" not in cleaned:
            return cleaned
        if cleaned["text"].strip():
            if cleaned.get("answer") in {"", Answer.BLANK}:
                cleaned["answer"] = Answer.ANSWERED
        elif cleaned.get("answer") == Answer.ANSWERED and not self._paragraph(cleaned):
            self.add_error("text", "Enter the text, or choose “not applicable” or “left blank”.")
        self._check_exempt(cleaned)
        return cleaned

    def _paragraph(self, cleaned: Mapping[str, Any]) -> int | None:
        if self.shows_exempt:
            paragraph: int | None = cleaned.get("exempt_paragraph")
            return paragraph
        return self.statement.exempt_paragraph if self.statement else None

    def _check_exempt(self, cleaned: Mapping[str, Any]) -> None:
        if not self.shows_exempt:
            return
        paragraph, reason = cleaned.get("exempt_paragraph"), cleaned.get("public_interest_reason", "")
        if paragraph and not reason.strip():
            self.add_error(
                "public_interest_reason",
                "Enter the public interest reason for the exemption.",
            )
        if cleaned.get("exempt_text", "").strip() and not paragraph and "exempt_paragraph" in cleaned:
            self.add_error(
                "exempt_paragraph", "Choose the paragraph of Schedule 12A under which it is exempt."
            )

    def fill(self, row: ImpactStatement) -> None:
        """Put what was typed onto the row; the exempt wording goes its own way."""
        cleaned = self.cleaned_data
        row.text = cleaned.get("text", row.text)
        row.answer = cleaned.get("answer") or Answer.BLANK
        if self.shows_exempt:
            row.exempt_paragraph = cleaned.get("exempt_paragraph")
            row.public_interest_reason = cleaned.get("public_interest_reason", row.public_interest_reason)


class StatementForm(_Section):
    """A section of a standard kind."""

    def __init__(
        self,
        kind: str,
        direction: str,
        statement: ImpactStatement | None,
        wordings: Mapping[int, str],
        *,
        shows_exempt: bool,
        data: Any,
    ) -> None:
        wording = wordings.get(statement.pk, "") if statement else ""
        super().__init__(data=data, prefix=f"statement-{kind}", initial=_initial(statement, wording))
        self.kind, self.direction = kind, direction
        self.statement = statement
        self.heading_shown = statement.title if statement else STATEMENT_KINDS[kind]
        self._add_fields(shows_exempt=shows_exempt)

    @property
    def is_in_sight(self) -> bool:
        """Return whether the section is open on the page."""
        return self.kind in KINDS_IN_SIGHT[self.direction] or self.is_filled or self.has_exempt

    @property
    def asks_for_row(self) -> bool:
        """Return whether a row is needed to hold what was typed."""
        cleaned = self.cleaned_data
        return (
            self.statement is not None
            or bool(cleaned.get("text", "").strip())
            or cleaned.get("answer") == Answer.NOT_APPLICABLE
            or bool(cleaned.get("exempt_paragraph"))
        )


class OtherSectionForm(RowForm, _Section):
    """A section under a heading of its own."""

    model = ImpactStatement
    own_names = ("heading",)
    needed = "heading"

    def build(self) -> None:
        """Add the fields."""
        self.statement = self.row
        self.heading_shown = self.row.heading if self.row else f"New section {self.index + 1}"
        self.fields["heading"] = self.short_text("heading")
        self._add_fields(shows_exempt=self.context["shows_exempt"])

    def blank_message(self) -> str:
        """Return what to say to a section without a heading."""
        return "Enter the heading of the section, or tick “Delete”."

    @classmethod
    def initial_of(cls, row: ImpactStatement, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of the row, by field."""
        return {"heading": row.heading, **_initial(row, context["wordings"].get(row.pk, ""))}

    def fill(self, row: ImpactStatement) -> None:
        """Put the heading and the section onto the row."""
        super().fill(row)
        _Section.fill(self, row)


def _initial(row: ImpactStatement | None, wording: str) -> dict[str, Any]:
    if row is None:
        return {"answer": Answer.BLANK.value}
    return {
        "answer": row.answer,
        "text": row.text,
        "exempt_paragraph": row.exempt_paragraph,
        "public_interest_reason": row.public_interest_reason,
        "exempt_text": wording,
    }


def wanted_statements(
    proposal: SavingsProposal, kinds: list[StatementForm], others: list[OtherSectionForm]
) -> list[tuple[ImpactStatement, _Section]]:
    """Return the sections that the page asks for, each with its form, new ones behind the stored ones."""
    wanted: list[tuple[ImpactStatement, _Section]] = []
    last = max((form.statement.position for form in (*kinds, *others) if form.statement), default=0)
    for form in kinds:
        if form.asks_for_row:
            wanted.append((form.statement or ImpactStatement(proposal=proposal, kind=form.kind), form))
    for other in others:
        if other.is_wanted:
            row = other.statement or ImpactStatement(proposal=proposal, kind=OTHER_KIND)
            wanted.append((row, other))
    for row, form_of_row in wanted:
        if row.pk is None:
            last += 1
            row.position = last
        form_of_row.fill(row)
    return wanted

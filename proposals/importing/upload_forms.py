"""The forms of the import pages."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.forms.boundfield import BoundField
from django.utils.text import capfirst, slugify

from councilsavings.forms import PageForm
from councilsavings.templatetags.pages import unbroken
from proposals.importing.plan.plan import ImportPlan
from proposals.importing.plan.publication import WORDS_OF_NEW
from proposals.importing.plan.request import (
    NEW_PROPOSAL,
    MatchChoice,
    MatchOption,
)
from proposals.importing.understanding.corrections import KINDS, ROLES, UNITS
from proposals.importing.understanding.findings import ACCEPT, STOP, refusal
from proposals.importing.understanding.kinds import MONEY, POSTS, Kind
from proposals.importing.understanding.row_questions import PROPOSALS
from proposals.importing.understanding.values import Basis, Role
from proposals.importing.upload_flow import refuse_too_large
from proposals.models import BudgetRound, WaitingDocument
from proposals.models.rounds import LONGEST_ROUND
from proposals.permissions.admin_scope import visible_councils
from proposals.permissions.proposals import may_import
from services.forms.fields import FinancialYearFormField
from services.models import Council

LONGEST_SHORT_NAME = 50
_OF_NEW_ROUND = ("council_name", "round_name", "first_year", "number_of_years")
NOT_THE_WHOLE_COUNCIL = (
    "A document may hold proposals of every directorate, so importing is for officers whose work is not "
    "limited to some directorates of that council."
)


class UploadForm(PageForm):
    """A document and the round it belongs to; what kind of document it is, is recognised."""

    # Which fields are needed depends on the round, and their hints say so.
    marks_optional = False

    document = forms.FileField(
        label="Document",
        help_text="A spreadsheet (.xlsx, .xls, .ods, .csv), Word document (.docx), PDF with text, or plain text.",
        error_messages={"required": "Choose the document.", "empty": "The file is empty."},
        validators=[refuse_too_large],
    )
    budget_round = forms.ModelChoiceField(
        BudgetRound.objects.none(),
        label="Budget round",
        required=False,
        empty_label="A new round",
        help_text="If the round is not in this list, choose “A new round” and enter it under “A new round” below.",
        widget=forms.Select(attrs={"data-opens": "new-round"}),
    )
    council = forms.ModelChoiceField(
        Council.objects.none(), label="Council of the new round", required=False, empty_label="A new council"
    )
    council_name = forms.CharField(
        label="Name of the new council",
        required=False,
        max_length=200,
        help_text="Only if the council is not in the list above.",
    )
    round_name = forms.CharField(
        label="Name of the new round",
        required=False,
        max_length=200,
        help_text="For example, Budget 2018/19 to 2020/21.",
    )
    first_year = FinancialYearFormField(
        label="First year of the new round",
        required=False,
        help_text="Only if the document does not say which years it covers. For example, 2018/19.",
    )
    number_of_years = forms.IntegerField(
        label="Number of years of the new round", required=False, min_value=1, max_value=LONGEST_ROUND
    )
    phase = forms.ChoiceField(
        label="Status of imported proposals",
        choices=[(phase, capfirst(words)) for phase, words in WORDS_OF_NEW.items()],
        initial=BudgetRound.Phase.PREPARATION,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["budget_round"].queryset = (
            BudgetRound.objects.visible_to(user)
            .exclude(phase=BudgetRound.Phase.CLOSED)
            .select_related("council")
        )
        self.fields["council"].queryset = Council.objects.filter(visible_councils(user))

    @property
    def of_new_round(self) -> list[BoundField]:
        """The fields that only a new round needs."""
        return [self[name] for name in ("council", *_OF_NEW_ROUND)]

    @property
    def starts_new_round(self) -> bool:
        """Whether a new round is chosen, or something is wrong with what was entered for one."""
        return not self["budget_round"].value() or any(field.errors for field in self.of_new_round)

    def clean(self) -> dict[str, Any]:
        """Ask for the names that a new round needs, and refuse those that are taken."""
        cleaned = super().clean() or self.cleaned_data
        budget_round = cleaned.get("budget_round")
        council = budget_round.council if budget_round else cleaned.get("council")
        if not may_import(self.user, council):
            raise ValidationError(NOT_THE_WHOLE_COUNCIL)
        if budget_round:
            self._refuse_two_rounds(cleaned)
            return cleaned
        name, council = cleaned.get("round_name"), cleaned.get("council")
        if not name and "round_name" not in self.errors:
            self.add_error("round_name", "Choose a budget round, or enter a name for the new one.")
        if council and name and council.budget_rounds.filter(name__iexact=name).exists():
            self.add_error("round_name", f"{council} has this round already: choose it from the list.")
        if council and cleaned.get("council_name"):
            self.add_error(
                "council_name", "Leave this empty, or choose “A new council” in the list of councils."
            )
        if not council and "council_name" not in self.errors:
            self._check_new_council(cleaned.get("council_name", ""))
        return cleaned

    def _refuse_two_rounds(self, cleaned: dict[str, Any]) -> None:
        """Refuse names of a new round or council beside a round that was chosen: one of them is a slip."""
        for name in _OF_NEW_ROUND:
            if cleaned.get(name):
                self.add_error(
                    name, "Leave this empty, or choose “A new round” in the list of budget rounds."
                )

    def _check_new_council(self, name: str) -> None:
        if not _short_name(name):
            self.add_error("council_name", "Choose a council, or enter a name for the new one.")
        elif Council.objects.filter(Q(slug=_short_name(name)) | Q(name__iexact=name)).exists():
            self.add_error("council_name", "This council already exists. Choose it from the list.")

    def waiting_document(self, user: Any) -> WaitingDocument:
        """Return the upload as it waits for its confirmation, not saved yet."""
        cleaned = self.cleaned_data
        budget_round, document = cleaned.get("budget_round"), cleaned["document"]
        council = budget_round.council if budget_round else cleaned.get("council")
        name = "" if council else cleaned["council_name"]
        return WaitingDocument(
            uploaded_by=user,
            council_slug=council.slug if council else _short_name(name),
            council_name=name,
            round_name=budget_round.name if budget_round else cleaned["round_name"],
            phase=cleaned.get("phase") or BudgetRound.Phase.PREPARATION,
            first_year=cleaned.get("first_year"),
            number_of_years=cleaned.get("number_of_years"),
            file_name=Path(document.name).name[:255],
            content=document.read(),
        )


def _short_name(name: str) -> str:
    """Return the name as addresses and commands write it."""
    return slugify(name)[:LONGEST_SHORT_NAME].strip("-")


class ConfirmForm(PageForm):
    """Go ahead with a previewed import; differences need a reason."""

    reason = forms.CharField(
        label="Reason for accepting the differences",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Recorded with the proposals and in their history.",
        error_messages={
            "required": "Enter the reason for accepting the differences, or correct the document."
        },
    )
    fingerprint = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: ImportPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not plan.questions:
            del self.fields["reason"]
        elif not plan.contradictions:
            self.fields["reason"].label = "Reason for overwriting"
            self.fields["reason"].help_text = "Recorded in the history."
            self.fields["reason"].error_messages["required"] = (
                "Enter the reason for overwriting what people did here, or do not import the document."
            )


class QuestionsForm(PageForm):
    """A question for each point of a document that could not be understood, answered by choosing."""

    def __init__(self, *args: Any, questions: Sequence[Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = {f"question_{number}": question for number, question in enumerate(questions)}
        for name, question in self.asked.items():
            self.fields[name] = _question_field(question)

    def answers(self) -> dict[str, str]:
        """Return the answers by the ids of their questions."""
        return {
            question["id"]: self.cleaned_data[name]
            for name, question in self.asked.items()
            if name in self.cleaned_data
        }


class CorrectionsForm(PageForm):
    """A select for each row and column of one page of the tables as understood, to correct what it was read as.

    The names of the fields are the ids of the answers; a select left as it is keeps the reading. `kept` are the
    answers of documents alike, which hold until another choice is made. `tables` are those of the page, each row and
    column with its selects.
    """

    marks_optional = False
    rows_on_a_page = 200

    def __init__(
        self,
        *args: Any,
        tables: Sequence[Mapping[str, Any]],
        years: Sequence[str],
        answers: Mapping[str, str],
        kept: Mapping[str, str],
        page: str | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.given, self.kept = answers, kept
        rows = [(number, row) for number, table in enumerate(tables) for row in table["rows"]]
        self.page = Paginator(rows, self.rows_on_a_page).get_page(page)
        self.tables = [
            {**tables[number], "rows": [row for _, row in shown]}
            for number, shown in groupby(self.page.object_list, itemgetter(0))
        ]
        for table in self.tables:
            if table["basis"]:
                table["basis_select"] = self._select(
                    "basis", "Figures of a year", table["basis"], tuple(Basis)
                )
            for column in table["columns"]:
                key, name = column["key"], column["heading"] or column["key"]
                column["kind_select"] = self._select(
                    f"column:{key}", f"Kind of {name}", column["kind"], KINDS
                )
                if column["kind"] in MONEY | POSTS:
                    column["year_select"] = self._select(
                        f"year:{key}", f"Year of {name}", column["year"], years
                    )
                if column["kind"] in MONEY:
                    column["unit_select"] = self._select(
                        f"unit:{key}", f"Unit of {name}", column["unit"], UNITS
                    )
            for row in table["rows"]:
                row["select"] = self._select(
                    row["id"], f"Read {row['title'] or 'the row'} as", row["role"], ROLES
                )

    def _select(self, id_: str, label: str, as_read: str | None, choices: Sequence[str]) -> BoundField | None:
        """Add and return a select; None for a heading that stands in an earlier table, too."""
        if id_ in self.fields:
            return None
        chosen = self.given.get(id_, self.kept.get(id_, ""))
        unchanged = "As first read" if chosen else f"{_as_chosen(as_read or 'not stated')} (as read)"
        self.fields[id_] = forms.ChoiceField(
            label=label,
            required=False,
            choices=[("", unchanged), *((choice, _as_chosen(choice)) for choice in choices)],
            initial=chosen,
            widget=forms.Select(attrs={"id": f"correction_{len(self.fields)}"}),
        )
        return self[id_]

    def chosen(self) -> dict[str, str]:
        """Return what was chosen by its id, empty where what was kept is taken back."""
        return {id_: answer for id_, answer in self.cleaned_data.items() if answer != self.kept.get(id_, "")}


def _as_chosen(choice: str) -> str:
    return capfirst({Role.ITEM: "proposal", Kind.YEAR: "saving", **_ANSWERS}.get(choice, choice))


def _question_field(question: Mapping[str, Any]) -> forms.Field:
    shared = {"label": unbroken(question["text"]), "help_text": question["place"]}
    if not question["choices"]:
        return forms.CharField(
            **shared,
            initial=question["default"],
            error_messages={"required": "Enter an answer."},
            validators=[partial(_refuse, question["about"])],
        )
    return forms.ChoiceField(
        **shared,
        choices=[(choice, _ANSWERS.get(choice, capfirst(choice))) for choice in question["choices"]],
        initial=question["default"] if question.get("is_supported") else None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an answer."},
    )


_ANSWERS = {
    PROPOSALS: "Import as proposals",
    Kind.COST: "One-off cost",
    Basis.DISCRETE: "The change made in that year (discrete)",
    Basis.CUMULATIVE: "All up to that year (cumulative)",
    ACCEPT: "Accept, and import the document as it was read",
    STOP: "Do not import: the document will be corrected first",
}
"""The answers that need more words on the page than in a file of answers."""


def _refuse(about: str, answer: str) -> None:
    if message := refusal(about, answer):
        raise ValidationError(message)


class ChoicesForm(QuestionsForm):
    """A question for each proposal of a document that may be one of the stored ones."""

    def __init__(self, *args: Any, choices: Sequence[MatchChoice], **kwargs: Any) -> None:
        super().__init__(*args, questions=[choice.question for choice in choices], **kwargs)
        for field, choice in zip(self.fields.values(), choices, strict=True):
            options = [(option.reference, unbroken(_option_in_words(option))) for option in choice.options]
            field.choices = [*options, (NEW_PROPOSAL, "A new proposal, none of these")]
            field.help_text = unbroken(f"{choice.place}: {choice.saving or 'no saving stated'}")
            field.error_messages["required"] = f"Choose which proposal “{choice.title}” is."


def _option_in_words(option: MatchOption) -> str:
    saving = option.saving or "no saving held"
    return f"{option.reference} {option.title} ({option.service}): {saving}"

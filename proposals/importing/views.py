"""Importing a document on the web: upload, preview, confirm. Nothing is written before the confirmation."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView

from councilsavings.forms import PageForm
from proposals.importing.document_totals import DocumentTotals
from proposals.importing.kinds import KINDS
from proposals.importing.lines import UnreadableDocument
from proposals.importing.mappings import mappings_of, store_mapping
from proposals.importing.parsed import ParsedDocument
from proposals.importing.plan.apply import (
    DocumentFile,
    ImportStopped,
    apply_document,
    plan_document,
)
from proposals.importing.plan.plan import Action, ImportPlan
from proposals.importing.plan.publication import WORDS_OF_NEW
from proposals.importing.plan.request import (
    CHOICE_NEEDED,
    ImportRequest,
    ImpossibleImport,
    WrongRound,
    YearsNotKnown,
    find_destination,
    years_known,
)
from proposals.importing.read_apart import read_bounded
from proposals.importing.reading import Reading
from proposals.importing.report import fingerprint_of
from proposals.importing.rows import (
    CHANGED,
    NEW,
    ROWS_ON_A_PAGE,
    by_status,
    planned_row,
    proposals_of,
    stored_row,
    table_of,
)
from proposals.importing.understood import printed_figures, understood_table
from proposals.importing.upload_flow import PreviewFlow, UploadFlow
from proposals.importing.upload_forms import (
    NOT_THE_WHOLE_COUNCIL,
    ChoicesForm,
    ConfirmForm,
    CorrectionsForm,
    QuestionsForm,
    UploadForm,
)
from proposals.models import BudgetRound, DocumentImport, WaitingDocument
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.permissions.proposals import may_import
from proposals.permissions.views import ActingPage
from services.admin.scope import as_key
from services.models import Council
from services.values.plain_values import UnreadableValue
from services.values.years import FinancialYear, contrary_to_name, names_a_span, years_from

_YEARS_BESIDE = 5
_IS_PUBLISHED = Case(When(phase=BudgetRound.Phase.PREPARATION, then=0), default=1)


class ImportersOnly(ActingPage):
    """Importing is for finance officers."""

    permission = "proposals.import_documents"
    refusal = "Importing documents is for finance officers."


class UploadView(ImportersOnly, UploadFlow):
    """Upload a document to preview what importing it would do."""

    template_name = "proposals/import_upload.html"
    form_class = UploadForm
    preview_url = "proposals:preview"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the rounds that the person may see."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        """Choose the round that the person comes from, else the newest one in preparation, and its council."""
        rounds = UploadForm(user=self.request.user).fields["budget_round"].queryset
        asked = rounds.filter(pk=as_key(self.request.GET.get("round", "")))
        budget_round = asked.first() or rounds.order_by(_IS_PUBLISHED, "-first_year", "-pk").first()
        return {"budget_round": budget_round, "council": budget_round.council} if budget_round else {}

    def waiting_for(self, form: UploadForm) -> WaitingDocument:
        """Read the document, which is not read again, and check that it can go to its round."""
        waiting = form.waiting_document(self.request.user)
        try:
            document = _read(waiting)
            years = find_destination(document, _request_of(waiting)).years
        except YearsNotKnown as error:
            raise ValidationError({"first_year": str(error)}) from error
        except WrongRound as error:
            field = "budget_round" if form.cleaned_data["budget_round"] else "first_year"
            raise ValidationError({field: str(error)}) from error
        except (UnreadableDocument, ImpossibleImport) as error:
            raise ValidationError({"document": str(error)}) from error
        if not form.cleaned_data["budget_round"] and names_a_span(waiting.round_name):
            # Nothing but the document may say which years a new round has: only now are they known.
            contrary = contrary_to_name(waiting.round_name, years)
            if contrary:
                message = f"{contrary} Correct the name, or leave the years out of it."
                raise ValidationError({"round_name": message})
        return waiting


class PreviewView(ImportersOnly, PreviewFlow):
    """The preview of an import: what it creates, changes and leaves unchanged, and the button for it."""

    styles = tuple(KINDS)
    upload_url = "proposals:import"
    preview_url = "proposals:preview"
    not_waiting_template = "proposals/not_waiting.html"
    discarded = "The document was not imported. Nothing was changed."
    refusals = (UnreadableDocument, ImpossibleImport)

    def preview(self, waiting: WaitingDocument) -> HttpResponse:
        """Show what the import would do, or ask first what could not be understood."""
        questions = waiting.parsed.get("questions", [])
        if questions or "reading" in self.request.GET:
            return self._questions(waiting, QuestionsForm(questions=questions), self._corrections(waiting))
        return self._page(waiting, plan_document(_document_of(waiting), _request_of(waiting)))

    def confirm(self, waiting: WaitingDocument) -> HttpResponse:
        """Import what was previewed, or keep what was chosen; shows the preview again when it is another one now."""
        council = Council.objects.filter(slug__iexact=waiting.council_slug).first()
        if not may_import(self.request.user, council):
            # The person's work has been limited since the upload.
            raise PermissionDenied(NOT_THE_WHOLE_COUNCIL)
        if self.request.POST.keys() & {"answer", "correct"}:
            return self._answer(waiting)
        if "choose" in self.request.POST:
            return self._choose(waiting)
        try:
            plan = apply_document(
                _document_of(waiting),
                _request_of(waiting),
                DocumentFile(waiting.file_name, bytes(waiting.content)),
                accept_reason=self.request.POST.get("reason", ""),
                fingerprint=self.request.POST.get("fingerprint") or "none",
            )
        except ImportStopped as stop:
            if self.request.POST.get("fingerprint") != fingerprint_of(stop.plan):
                return self._stale(waiting)
            return self._page(waiting, stop.plan, ConfirmForm(self.request.POST, plan=stop.plan), status=400)
        store_mapping(
            Council.objects.get(slug__iexact=waiting.council_slug),
            waiting.parsed.get("layout", ""),
            waiting.answers,
        )
        waiting.delete()
        messages.success(self.request, _done_in_words(plan))
        return redirect(_address_after(plan))

    def _answer(self, waiting: WaitingDocument) -> HttpResponse:
        """Read the file once more with the answers and corrections; show the reading again, what is asked, or the plan.

        To see what corrections change, no question has to be answered.
        """
        form = QuestionsForm(self.request.POST, questions=waiting.parsed["questions"])
        corrections = self._corrections(waiting)
        is_read_again = "correct" in self.request.POST
        if not (corrections.is_valid() and (form.is_valid() or is_read_again)):
            return self._questions(waiting, form, corrections, status=400)
        kept = {id_: answer for id_, answer in waiting.answers.items() if id_ not in corrections.fields}
        waiting.answers = {**kept, **form.answers(), **corrections.chosen()}
        find_destination(_read(waiting), _request_of(waiting))
        waiting.save(update_fields=["answers", "parsed", "style"])
        again = f"?reading={corrections.page.number}" if is_read_again else ""
        return redirect(f"{self.request.path}{again}")

    def _corrections(self, waiting: WaitingDocument) -> CorrectionsForm:
        return CorrectionsForm(
            self.request.POST or None,
            tables=[understood_table(table) for table in waiting.parsed["understanding"]["tables"]],
            years=_years_to_choose(waiting),
            answers=waiting.answers,
            kept=mappings_of(waiting.council_slug).get(waiting.parsed["layout"], {}),
            page=self.request.GET.get("reading"),
        )

    def _questions(
        self,
        waiting: WaitingDocument,
        form: QuestionsForm,
        corrections: CorrectionsForm,
        status: int = 200,
    ) -> HttpResponse:
        """Show the questions beside what was understood of the document, where each row and column is corrected."""
        context = {
            "waiting": waiting,
            "form": form,
            "page": corrections.page,
            "tables": corrections.tables,
            "left_over": waiting.parsed["document"]["left_over"],
        }
        return render(self.request, "proposals/import_questions.html", context, status=status)

    def _stale(self, waiting: WaitingDocument) -> HttpResponse:
        messages.warning(
            self.request,
            "Something changed since this preview was made, so nothing was imported. "
            "Look at it again before you import.",
        )
        return redirect(self.preview_url, pk=waiting.pk)

    def _choose(self, waiting: WaitingDocument) -> HttpResponse:
        """Keep which stored proposals those of the document are, and show the preview with that."""
        plan = plan_document(_document_of(waiting), _request_of(waiting))
        form = ChoicesForm(self.request.POST, choices=plan.choices)
        if not form.is_valid():
            return self._page(waiting, plan, form, status=400)
        waiting.choices = [*waiting.choices, *form.answers().items()]
        plan_document(_document_of(waiting), _request_of(waiting))  # refuses one proposal chosen for two
        waiting.save(update_fields=["choices"])
        return redirect(self.preview_url, pk=waiting.pk)

    def _page(
        self, waiting: WaitingDocument, plan: ImportPlan, form: PageForm | None = None, status: int = 200
    ) -> HttpResponse:
        """Show the plan with what there is to choose first, else with the button that carries it out."""
        if plan.choices and not isinstance(form, ChoicesForm):
            form = ChoicesForm(choices=plan.choices)
        totals, council = DocumentTotals(plan.document, plan.years), plan.council
        proposals = by_status(plan)
        counts = {status: len(items) for status, items in proposals.items()}
        in_order = [item for items in proposals.values() for item in items]
        shown = Paginator(in_order, ROWS_ON_A_PAGE).get_page(self.request.GET.get("page"))
        rows = [planned_row(item, plan) for item in shown]
        context = {
            "waiting": waiting,
            "plan": plan,
            "form": form or ConfirmForm(plan=plan, initial={"fingerprint": fingerprint_of(plan)}),
            "other_errors": [issue for issue in plan.errors if issue.code != CHOICE_NEEDED],
            "counts": _counted(counts, with_zero=True),
            "page": shown,
            "table": table_of(rows, counts, plan.years, totals.style),
            "left_over": plan.document.left_over,
            "totals": totals,
            "printed": printed_figures(waiting.parsed.get("understanding", {}).get("proofs", ())),
            "contrary_sign": totals.contrary_sign(council.name, council.savings_sign) if council else "",
            "new_proposals_are": WORDS_OF_NEW.get(waiting.phase, waiting.get_phase_display()),
            "lines_placed": plan.document.lines_read - len(plan.document.left_over),
            "import_label": f"Import ({_counted({NEW: counts[NEW], CHANGED: counts[CHANGED]})})",
        }
        return render(self.request, "proposals/import_preview.html", context, status=status)


class ImportedView(ImportersOnly, ListView):
    """The proposals that an import made or changed, as they are now."""

    template_name = "proposals/imported.html"
    paginate_by = ROWS_ON_A_PAGE

    def get_queryset(self) -> SavingsProposalQuerySet:
        """Return those of the proposals that the person may see; raises Http404 for an import of no round of theirs."""
        rounds = BudgetRound.objects.visible_to(self.request.user)
        made = DocumentImport.objects.filter(budget_round__in=rounds).select_related("budget_round__council")
        self.made = get_object_or_404(made, pk=self.kwargs["pk"])
        found = proposals_of(self.made).visible_to(self.request.user)
        return found.with_related().order_by("-is_new", "position", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows of the page, and the numbers of all."""
        context = super().get_context_data(**kwargs)
        budget_round, new = self.made.budget_round, self.object_list.filter(is_new=True).count()
        counts = {NEW: new, CHANGED: context["paginator"].count - new}
        rows = list(map(stored_row, context["page_obj"]))
        return context | {
            "made": self.made,
            "counts": _counted(counts),
            "page": context["page_obj"],
            "table": table_of(rows, counts, budget_round.years, budget_round.council.money_style),
        }


def _read(waiting: WaitingDocument) -> ParsedDocument:
    """Read the file as it was answered for, and keep what was read with the upload."""
    reading = read_bounded(
        bytes(waiting.content),
        waiting.file_name,
        answers=waiting.answers,
        round_years=years_known(_request_of(waiting)),
        mappings=mappings_of(waiting.council_slug),
    )
    waiting.style = reading.document.kind
    waiting.parsed = reading.as_plain()
    return reading.document


def _years_to_choose(waiting: WaitingDocument) -> list[str]:
    """Return the years that the document and the round name, with those beside them."""
    stated = [year for table in waiting.parsed["understanding"]["tables"] for year in table["years"]]
    years = {*map(FinancialYear.parse, stated), *years_known(_request_of(waiting))} or {
        FinancialYear.containing(timezone.localdate())
    }
    return [str(year) for year in years_from(min(years) + -1, max(years) - min(years) + _YEARS_BESIDE)]


def _document_of(waiting: WaitingDocument) -> ParsedDocument:
    """Return the document as it was parsed at the upload."""
    try:
        return Reading.from_plain(waiting.parsed).document
    except (KeyError, UnreadableValue):  # kept without its parsed values, or by an earlier version
        return _read(waiting)


def _request_of(waiting: WaitingDocument) -> ImportRequest:
    return ImportRequest(
        waiting.council_slug,
        waiting.round_name,
        waiting.council_name,
        waiting.phase,
        waiting.first_year,
        waiting.number_of_years,
        tuple((key, chosen) for key, chosen in waiting.choices),
    )


def _counted(counts: Mapping[str, int], *, with_zero: bool = False) -> str:
    """Return how many proposals are of each status: “2 new, 1 changed”."""
    said = (f"{count:,} {status.lower()}" for status, count in counts.items() if count or with_zero)
    return ", ".join(said)


def _done_in_words(plan: ImportPlan) -> str:
    if plan.changes_nothing:
        return "Everything in the document was already up to date. Nothing was changed."
    words: Mapping[Action, str] = {"create": "created", "change": "changed", "skip": "unchanged"}
    return f"Imported: {_counted({word: len(plan.doing(action)) for action, word in words.items()})}."


def _address_after(plan: ImportPlan) -> str:
    """Return the page of what the import made and changed; that of the list where it changed nothing."""
    budget_round = BudgetRound.objects.get(
        council__slug=plan.request.council_slug, name=plan.request.round_name
    )
    if plan.changes_nothing:
        return f"{reverse('proposals:list')}?round={budget_round.pk}"
    return reverse("proposals:imported", args=[budget_round.imports.latest("pk").pk])

"""Making an appendix of a filtered list: the cover's words, the page on screen, and the PDF."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.generic import View

from proposals.permissions import ActingPage
from proposals.querysets import round_record
from proposals.record.taking_away import TakenAway, record_export
from proposals.selection import Selection, selection_of
from reports.document import Document
from reports.forms import AppendixForm
from reports.styles import STYLES
from reports.writers.html import write_html_body
from reports.writers.pdf import write_pdf

STYLE = "option-pages"


class AppendixMakersOnly(ActingPage):
    """Appendices are for clerks and finance officers."""

    permission = "proposals.make_appendices"
    refusal = "Appendices are made by committee clerks and finance officers."


class AppendixView(AppendixMakersOnly, View):
    """Ask for the cover's words; the address already says which proposals."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return _ask(request, _selection_of(request), AppendixForm())


class AppendixOutputView(AppendixMakersOnly, View):
    """An appendix of the proposals in the address, with the cover in the address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the appendix, or the form again when something cannot be used."""
        selection = _selection_of(request)
        form = AppendixForm(request.GET)
        if not selection.is_exact or not form.is_valid() or not selection.proposals.exists():
            return _ask(request, selection, form, status=400)
        record = round_record(selection.budget_round, selection.proposals, selection.in_words)
        return self.respond(request, selection, STYLES[STYLE](record, form.cover()))

    def respond(self, request: HttpRequest, selection: Selection, document: Document) -> HttpResponse:
        """Return the document in this view's form."""
        raise NotImplementedError


class AppendixPageView(AppendixOutputView):
    """The appendix as a web page of its own."""

    def respond(self, request: HttpRequest, selection: Selection, document: Document) -> HttpResponse:
        """Return the page, with the way to the PDF of the same content."""
        body = write_html_body(document)
        _record(selection, "appendix page", f"{selection.file_stem}-appendix.html", body.encode())
        context = {
            "document": document,
            "body": body,
            "query": request.GET.urlencode(),
            "selection": selection,
        }
        return render(request, "reports/appendix_page.html", context)


class AppendixPdfView(AppendixOutputView):
    """The appendix as an accessible PDF."""

    def respond(self, request: HttpRequest, selection: Selection, document: Document) -> HttpResponse:
        """Return the PDF to save under the round's name."""
        content = write_pdf(document)
        name = f"{selection.file_stem}-appendix.pdf"
        _record(selection, "appendix pdf", name, content)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _record(selection: Selection, file_format: str, name: str, content: bytes) -> None:
    in_words = "; ".join(selection.filters_in_words)
    taken = TakenAway(file_format, name, selection.proposals.count(), content, in_words)
    record_export(selection.budget_round, taken)


def _selection_of(request: HttpRequest) -> Selection:
    """Return the proposals that the address chooses; it says the cover's words as well."""
    return selection_of(request, also=AppendixForm.base_fields)


def _ask(request: HttpRequest, selection: Selection, form: AppendixForm, status: int = 200) -> HttpResponse:
    kept = [(name, value) for name, values in QueryDict(selection.query).lists() for value in values]
    context = {"form": form, "kept": kept, "selection": selection, "count": selection.proposals.count()}
    return render(request, "reports/appendix_form.html", context, status=status)

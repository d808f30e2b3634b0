"""Making an appendix of a filtered list: the cover's words, the page on screen, and the files."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.generic import View

from councilsavings.saved_files import file_response
from proposals.exports.audit import ExportRecord, record_export
from proposals.listing.selection import Selection, selection_of
from proposals.models.records import round_record
from proposals.permissions.views import ActingPage
from reports.appendices.forms import AppendixForm
from reports.documents.document import Document
from reports.styles import DEFAULT_STYLE, STYLES
from reports.styles.needs import MissingField
from reports.writers.files import FILE_KINDS, FileKind
from reports.writers.html import write_html_body

_STYLE = f"{AppendixForm.prefix}-style"


class AppendixMakersOnly(ActingPage):
    """Appendices are for clerks and finance officers."""

    permission = "proposals.make_appendices"
    refusal = "Only committee clerks and finance officers can make appendices."


class AppendixView(AppendixMakersOnly, View):
    """Ask for the cover's words; the address already says which proposals."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, with the kind of appendix that the address names chosen."""
        named = request.GET.get(_STYLE, "")
        form = AppendixForm(initial={"style": named if named in STYLES else DEFAULT_STYLE})
        return _ask(request, _selection_of(request), form)


class AppendixOutputView(AppendixMakersOnly, View):
    """An appendix of the proposals in the address, with the cover in the address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the appendix, or the form again when something cannot be used."""
        selection = _selection_of(request)
        form = AppendixForm(request.GET)
        if not selection.is_exact or not form.is_valid() or not selection.proposals.exists():
            return _ask(request, selection, form, status=400)
        record = round_record(selection.budget_round, selection.proposals, selection.in_words)
        style = form.cleaned_data["style"]
        cover = form.cover()
        if selection.unpublished:
            # Nothing that was not signed off may pass for a published appendix.
            cover = replace(cover, draft=True)
        return self.respond(request, selection, STYLES[style](record, cover), _file_stem(selection, style))

    def respond(
        self, request: HttpRequest, selection: Selection, document: Document, file_stem: str
    ) -> HttpResponse:
        """Return the document in this view's form."""
        raise NotImplementedError


class AppendixPageView(AppendixOutputView):
    """The appendix as a web page of its own."""

    def respond(
        self, request: HttpRequest, selection: Selection, document: Document, file_stem: str
    ) -> HttpResponse:
        """Return the page, with the ways to the files of the same content."""
        body = write_html_body(document)
        _record(selection, "appendix page", f"{file_stem}.html", body.encode())
        context = {
            "document": document,
            "body": body,
            "query": request.GET.urlencode(),
            "selection": selection,
        }
        return render(request, "reports/appendix_page.html", context)


class AppendixFileView(AppendixOutputView):
    """The appendix as a file to save, of the kind that its address names."""

    kind: FileKind = FILE_KINDS["pdf"]

    def respond(
        self, request: HttpRequest, selection: Selection, document: Document, file_stem: str
    ) -> HttpResponse:
        """Return the file."""
        content = self.kind.write(document)
        name = f"{file_stem}.{self.kind.ending}"
        _record(selection, f"appendix {self.kind.ending}", name, content)
        return file_response(content, self.kind.content_type, name)


def _file_stem(selection: Selection, style: str) -> str:
    """Return the beginning of the file's name; files of two kinds of the same proposals have two names."""
    kind = "" if style == DEFAULT_STYLE else f"-{style}"
    return f"{selection.file_stem}-appendix{kind}"


def _record(selection: Selection, file_format: str, name: str, content: bytes) -> None:
    in_words = "; ".join(selection.filters_in_words)
    taken = ExportRecord(file_format, name, selection.proposals.count(), content, in_words)
    record_export(selection.budget_round, taken)


def _selection_of(request: HttpRequest) -> Selection:
    """Return the proposals that the address chooses; it says the cover's words as well."""
    return selection_of(request, also=AppendixForm.parameters())


def _ask(request: HttpRequest, selection: Selection, form: AppendixForm, status: int = 200) -> HttpResponse:
    kept = [(name, value) for name, values in QueryDict(selection.query).lists() for value in values]
    context = {
        "form": form,
        "kept": kept,
        "selection": selection,
        "count": selection.proposals.count(),
        "unpublished": selection.unpublished,
        "missing": _missing(selection),
    }
    return render(request, "reports/appendix_form.html", context, status=status)


def _missing(selection: Selection) -> list[tuple[str, tuple[MissingField, ...]]]:
    """Return for each kind of appendix, by its name, what some of the chosen proposals lack."""
    if not selection.is_exact:
        return []
    record = round_record(selection.budget_round, selection.proposals)
    return [(style.label, style.missing_fields(record)) for style in STYLES.values()]

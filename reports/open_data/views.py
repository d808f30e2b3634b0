"""A round as open data, on a page and as files: exactly the proposals that the person may see and has chosen."""

import io
import zipfile
from collections.abc import Iterable

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View

from councilsavings.saved_files import file_response
from proposals.exports.audit import ExportRecord, record_export
from proposals.listing.selection import Selection, selection_of
from proposals.models.records import round_record
from reports.documents.document import DataFile
from reports.documents.file_names import DICTIONARY_NAME
from reports.open_data import all_files, describing_files
from reports.open_data.columns import ALL_COLUMNS

PACKAGE = "all.zip"
_NO_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest date that the format knows; the time of packing says nothing and would change the bytes."""
_READABLE_BY_ALL = 0o100644 << 16


class OpenDataView(LoginRequiredMixin, View):
    """The files there are, and what their columns mean."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page."""
        selection = selection_of(request)
        context = {
            "selection": selection,
            "budget_round": selection.budget_round,
            "count": selection.proposals.count(),
            "files": _files(selection) if selection.is_exact else (),
            "package": PACKAGE,
            "dictionary": DICTIONARY_NAME,
            "columns": ALL_COLUMNS,
        }
        return render(request, "reports/open_data.html", context, status=200 if selection.is_exact else 400)


class OpenDataFileView(LoginRequiredMixin, View):
    """One of the files, or all of them in one package."""

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        """Return the file; one that holds figures goes on the round's record."""
        selection = selection_of(request)
        if not selection.is_exact:
            return render(request, "proposals/cannot_download.html", {"selection": selection}, status=400)
        file = _file_named(name, selection)
        if file.name not in {each.name for each in describing_files()}:
            _record(selection, file)
        content_type = f"{file.content_type}; charset=utf-8"
        return file_response(file.content, content_type, _saved_as(selection, file))


def _files(selection: Selection) -> tuple[DataFile, ...]:
    return all_files(round_record(selection.budget_round, selection.proposals, selection.in_words))


def _file_named(name: str, selection: Selection) -> DataFile:
    files = _files(selection)
    if name == PACKAGE:
        return as_package(PACKAGE, files)
    for file in files:
        if file.name == name:
            return file
    raise Http404("There is no such file of open data.")


def _saved_as(selection: Selection, file: DataFile) -> str:
    """Return the name to save the file under; in the package the names by which the files know each other stay."""
    return f"{selection.file_stem}-open-data.zip" if file.name == PACKAGE else file.name


def _record(selection: Selection, file: DataFile) -> None:
    in_words = "; ".join(selection.filters_in_words)
    kind = file.name.rpartition(".")[2]
    taken = ExportRecord(
        f"open data {kind}", _saved_as(selection, file), selection.proposals.count(), file.content, in_words
    )
    record_export(selection.budget_round, taken)


def as_package(name: str, files: Iterable[DataFile]) -> DataFile:
    """Return the files as one ZIP file of that name."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for file in files:
            entry = zipfile.ZipInfo(file.name, _NO_DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, _READABLE_BY_ALL
            package.writestr(entry, file.content)
    return DataFile(name, "application/zip", written.getvalue(), "All files in one")

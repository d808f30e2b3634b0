"""Making the appendix of scrutiny's recommendations: the cover's words, the page on screen, and the files."""

from dataclasses import replace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import View

from proposals.domain.scrutiny_items import ItemKind, ScrutinyRecord
from proposals.exports.audit import ExportRecord
from proposals.scrutiny.reading import scrutiny_record
from proposals.scrutiny.round_page import ItemSelection, item_selection
from reports.appendices.forms import AppendixForm
from reports.appendices.outputs import OUTPUTS, AppendixMakersOnly, page_or_file
from reports.documents.cover import Cover
from reports.styles.recommendations import build


class RecommendationsForm(AppendixForm):
    """The words on the cover, and whether what is not published is in it."""

    style = None  # there is one kind
    title = forms.CharField(label="Title", max_length=200, initial="Recommendations of scrutiny")
    unpublished = forms.BooleanField(
        label="Include unpublished recommendations",
        help_text="Every page will be marked as a draft.",
        required=False,
    )


class RecommendationsView(AppendixMakersOnly, View):
    """Ask for the cover's words, and say how many recommendations there are."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return _ask(request, item_selection(request), RecommendationsForm())


class RecommendationsOutputView(AppendixMakersOnly, View):
    """The appendix as a page or a file, with the cover in the address."""

    def get(self, request: HttpRequest, ending: str) -> HttpResponse:
        """Return the appendix, or the form again when something cannot be used."""
        selection, form = item_selection(request), RecommendationsForm(request.GET)
        if not form.is_valid() or ending not in OUTPUTS:
            return _ask(request, selection, form, status=400)
        record = _recommendations(request, selection)
        if not form.cleaned_data["unpublished"]:
            record = record.published()
        if not record.items:
            form.add_error(None, "There are no recommendations to print.")
            return _ask(request, selection, form, status=400)
        name = f"{selection.budget_round.file_stem}-recommendations"
        return page_or_file(
            request,
            ending,
            build(record, _cover(form, record)),
            selection.budget_round,
            ExportRecord("recommendations", name, len(record.items), b"", "recommendations of scrutiny"),
            "reports/recommendations_page.html",
            page="html",
            scrutiny_url=_scrutiny_url(selection),
        )


def _recommendations(request: HttpRequest, selection: ItemSelection) -> ScrutinyRecord:
    """Return the round's recommendations that the person may read."""
    items = selection.filter.queryset.filter(kind=ItemKind.RECOMMENDATION.value)
    return scrutiny_record(request.user, selection.budget_round, items).of_kind(ItemKind.RECOMMENDATION)


def _cover(form: RecommendationsForm, record: ScrutinyRecord) -> Cover:
    """Return the cover; what is not published may not pass for a published appendix."""
    cover = form.cover()
    return cover if all(item.is_published for item in record.items) else replace(cover, draft=True)


def _scrutiny_url(selection: ItemSelection) -> str:
    return f"{reverse('proposals:scrutiny')}?{selection.query}"


def _ask(
    request: HttpRequest, selection: ItemSelection, form: RecommendationsForm, status: int = 200
) -> HttpResponse:
    record = _recommendations(request, selection)
    context = {
        "form": form,
        "budget_round": selection.budget_round,
        "count": len(record.items),
        "published": len(record.published().items),
        "scrutiny_url": _scrutiny_url(selection),
    }
    return render(request, "reports/recommendations_form.html", context, status=status)

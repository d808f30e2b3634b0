"""The pages on which a publication is prepared, looked at and published."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View
from django_tables2 import RequestConfig

from councilsavings.tables import ROWS_A_PAGE
from proposals.exports.audit import ExportRecord, record_export
from proposals.listing.selection import IN_DOCUMENT_ORDER, selection_of
from proposals.models import BudgetRound, SavingsProposal
from reports.models import Edition, Publication, PublicationItem
from reports.publishing.attached_files import attached_in
from reports.publishing.attachment_views import files_of_publication
from reports.publishing.chosen_proposals import filtered_places, selection_for
from reports.publishing.forms import (
    PickedRow,
    PublicationForm,
    PublishForm,
    in_order,
    keys_offered,
    read_picks,
)
from reports.publishing.frozen import Frozen, freeze
from reports.publishing.making import document_of
from reports.publishing.pages import MakersOfPublications, Publishers, ReadersOfPublications
from reports.publishing.part_two import read_for_page
from reports.publishing.publishing import begin_publishing
from reports.publishing.review import Review, review
from reports.publishing.tables import PublicationTable
from reports.styles import DEFAULT_STYLE, STYLES
from reports.writers.html import write_html_body

MOST_OFFERED = 500
"""The most proposals on one page to pick from; a search finds the others."""
MOST_NAMED = 10
"""The most editions and rounds that the page of all publications names, the newest; other pages have all of them."""


class PublicationsView(LoginRequiredMixin, View):
    """Everything about publishing that the person may use: what is published, what is prepared, appendices."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the parts that the person may use; to somebody without a role the page does not exist."""
        user = request.user
        if not user.has_perm("proposals.view_savingsproposal"):
            raise Http404
        editions = Edition.objects.visible_to(user).light().select_related("council")
        publications = (
            Publication.objects.visible_to(user)
            .select_related("budget_round__council", "meeting__committee")
            .annotate(count_of_editions=Count("editions"), last_published=Max("editions__published_at"))
            .order_by("-pk")  # grouped rows lose the order of the model
        )
        context = {
            "editions": editions.order_by("-published_at", "-pk")[:MOST_NAMED],
            "publications": _turned(publications, request)
            if user.has_perm("reports.view_publication")
            else None,
            "rounds": BudgetRound.objects.visible_to(user).select_related("council")[:MOST_NAMED],
        }
        return render(request, "reports/publications/list.html", context)


def _turned(publications: QuerySet[Any], request: HttpRequest) -> PublicationTable:
    """Return the table in the order and at the page that the address asks for."""
    table = PublicationTable(publications)
    RequestConfig(request, paginate={"per_page": ROWS_A_PAGE, "silent": True}).configure(table)
    return table


class NewPublicationView(MakersOfPublications):
    """A new publication of what the address chooses: the round, the filters and the order of the list."""

    permission = "reports.add_publication"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for the words; the address already says which proposals."""
        named = request.GET.get("style", "")
        initial = {
            "style": named if named in STYLES else DEFAULT_STYLE,
            "title": "Savings proposals",
            "order": Publication.Order.LISTED if request.GET.get("sort") else Publication.Order.DOCUMENT,
        }
        return self._ask(
            request, PublicationForm(person=request.user, instance=self._blank(request), initial=initial)
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the publication and go to its page, or to picking its proposals."""
        form = PublicationForm(request.POST, person=request.user, instance=self._blank(request))
        if not self.selection.is_exact or not form.is_valid():
            return self._ask(request, form, 400)
        return _after_saving(form.save())

    def _blank(self, request: HttpRequest) -> Publication:
        self.selection = selection_of(request, also=("style",))
        query = QueryDict(self.selection.query, mutable=True)
        del query["round"]
        return Publication(budget_round=self.selection.budget_round, query=query.urlencode())

    def _ask(self, request: HttpRequest, form: PublicationForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "selection": self.selection, "is_new": True}
        return render(request, "reports/publications/form.html", context, status=status)


class EditPublicationView(MakersOfPublications):
    """The words of a publication, its part and its order."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the stored values."""
        return self._ask(
            request, PublicationForm(person=request.user, instance=self.publication(request, pk))
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep it; editions that are published keep theirs."""
        form = PublicationForm(request.POST, person=request.user, instance=self.publication(request, pk))
        if not form.is_valid():
            return self._ask(request, form, 400)
        return _after_saving(form.save())

    def _ask(self, request: HttpRequest, form: PublicationForm, status: int = 200) -> HttpResponse:
        # The form has put what was typed onto its instance; the heading names what is held.
        held = Publication.objects.get(pk=form.instance.pk)
        context = {"form": form, "publication": held, "selection": _selection(request, held)}
        return render(request, "reports/publications/form.html", context, status=status)


def _after_saving(publication: Publication) -> HttpResponse:
    picks = publication.choosing == Publication.Choosing.PICKED and not publication.items.exists()
    return redirect("publications:pick" if picks else "publications:publication", publication.pk)


def _selection(request: HttpRequest, publication: Publication) -> object:
    """Return what the filter finds, for the page to say; None where the person may not see the round."""
    try:
        return selection_for(request.user, publication)
    except Http404:
        return None


class PublicationView(ReadersOfPublications):
    """A publication: what it holds, what is missing, its previews and its editions."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it as it stands now."""
        publication = self.publication(request, pk)
        frozen = freeze(request.user, publication, draft=True)
        context = {
            "publication": publication,
            "frozen": frozen,
            "review": review(publication, frozen),
            # A style can be called, and a template would call it.
            "kind": STYLES[publication.style].label,
            "selection": frozen.choice.selection,
            "jobs": publication.jobs.light()[:5],
            "editions": _editions(request, publication),
            "files": files_of_publication(request.user, publication),
            "of_proposals": [file for file in attached_in(frozen.snapshot) if file.reference],
        }
        return render(request, "reports/publications/publication.html", context)


def _editions(request: HttpRequest, publication: Publication) -> list[Edition]:
    editions = publication.editions.visible_to(request.user).light().select_related("council", "corrects")
    return list(editions.order_by("-number"))


class PreviewPageView(ReadersOfPublications):
    """The publication as a page, as it stands now: the same text as the PDF, marked as a draft."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the page, and put on the record that it was looked at."""
        publication = self.publication(request, pk)
        frozen = freeze(request.user, publication, draft=True)
        exempt = read_for_page(request.user, publication, frozen.proposals)
        document = document_of(frozen.snapshot, exempt=exempt)
        body = write_html_body(document)
        taken = ExportRecord("publication preview", f"{publication}", len(document.blocks), body.encode())
        record_export(publication.budget_round, taken)
        context = {"publication": publication, "document": document, "body": body}
        return render(request, "reports/publications/page.html", context)


class PickView(MakersOfPublications):
    """Picking the proposals one by one, with their places."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the proposals picked in their order, then those of the round that the address’s words find."""
        publication = self.publication(request, pk)
        places = dict(publication.items.values_list("proposal", "position"))
        from_filter = not places
        if from_filter:
            places = filtered_places(request.user, publication)
        picked = sorted(self._offered(request, publication, places), key=lambda one: places[one.own_key])
        others = selection_of(request, budget_round=publication.budget_round).proposals
        is_picked = Q(pk__in=places) | Q(published_version_of__in=places)
        others = others.exclude(is_picked).select_related("service__directorate")
        rows = [
            *(PickedRow(proposal, True, str(places[proposal.own_key])) for proposal in picked),
            *(PickedRow(proposal, False, "") for proposal in others[:MOST_OFFERED]),
        ]
        return self._show(request, publication, rows, others=others.count(), from_filter=from_filter)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep what was picked, in the order of the places; or show the errors, and keep nothing."""
        publication = self.publication(request, pk)
        rows = list(read_picks(request.POST, self._offered(request, publication, keys_offered(request.POST))))
        if any(row.error for row in rows):
            return self._show(request, publication, rows, 400)
        _keep(publication, in_order(rows), [row.proposal.own_key for row in rows])
        return redirect("publications:publication", publication.pk)

    def _offered(
        self, request: HttpRequest, publication: Publication, keys: Iterable[int]
    ) -> list[SavingsProposal]:
        proposals = SavingsProposal.listed.visible_to(request.user).of_keys(keys)
        return list(
            proposals.filter(budget_round=publication.budget_round)
            .select_related("service__directorate")
            .order_by(*IN_DOCUMENT_ORDER)
        )

    def _show(
        self,
        request: HttpRequest,
        publication: Publication,
        rows: list[PickedRow],
        status: int = 200,
        others: int = 0,
        from_filter: bool = False,
    ) -> HttpResponse:
        context = {
            "publication": publication,
            "rows": rows,
            "errors": [row for row in rows if row.error],
            "words": request.GET.get("text", ""),
            "left_out": f"{others - MOST_OFFERED:,}" if others > MOST_OFFERED else "",
            "most_offered": MOST_OFFERED,
            "from_filter": from_filter and any(row.is_in for row in rows),
        }
        return render(request, "reports/publications/pick.html", context, status=status)


@transaction.atomic
def _keep(publication: Publication, picked: list[SavingsProposal], offered: list[int]) -> None:
    """Hold these proposals at these places; a picked one that the person was not offered stays, after them."""
    Publication.objects.select_for_update().get(pk=publication.pk)
    held = {row.proposal_id: row for row in publication.items.all()}
    hidden = [row for key, row in held.items() if key not in offered]
    rows = [
        held.get(proposal.own_key) or PublicationItem(publication=publication, proposal_id=proposal.own_key)
        for proposal in picked
    ]
    wanted = [*rows, *hidden]
    for place, row in enumerate(wanted, start=1):
        row.position = place
    keys = {row.proposal_id for row in wanted}
    PublicationItem.objects.delete_rows([row for key, row in held.items() if key not in keys])
    PublicationItem.objects.save_rows(wanted)
    if publication.choosing != Publication.Choosing.PICKED:
        publication.choosing = Publication.Choosing.PICKED
        publication.save()


class PublishView(Publishers):
    """Publishing: what is missing once more, what this edition corrects, and the decision."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what is about to be published."""
        publication = self.publication(request, pk)
        frozen, found, last = self._looked_at(request, publication)
        form = self._form(last, found, initial={"shown": frozen.sha256})
        return self._show(request, publication, found, last, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin to make the edition, and go to where its progress shows."""
        publication = self.publication(request, pk)
        frozen, found, last = self._looked_at(request, publication)
        form = self._form(last, found, data=request.POST)
        if form.is_valid():
            try:
                job = begin_publishing(request.user, publication, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return redirect("publications:job", publication.pk, job.pk)
        if form.data.get("shown") != frozen.sha256:
            # What is shown below is the present state; publishing it takes one more look.
            form.data = form.data.copy()
            form.data["shown"] = frozen.sha256
        return self._show(request, publication, found, last, form, 400)

    def _looked_at(
        self, request: HttpRequest, publication: Publication
    ) -> tuple[Frozen, Review, Edition | None]:
        """Return what is to be published, what is to be said about it, and the edition that it corrects."""
        frozen = freeze(request.user, publication, draft=False)
        last = publication.editions.light().order_by("-number").first()
        return frozen, review(publication, frozen), last

    def _form(self, last: Edition | None, found: Review, **given: object) -> PublishForm:
        return PublishForm(corrects=last is not None, has_remarks=bool(found.open_remarks), **given)

    def _show(
        self,
        request: HttpRequest,
        publication: Publication,
        found: Review,
        last: Edition | None,
        form: PublishForm,
        status: int = 200,
    ) -> HttpResponse:
        context = {"publication": publication, "review": found, "form": form, "last": last}
        return render(request, "reports/publications/publish.html", context, status=status)


class DeletePublicationView(MakersOfPublications):
    """Deleting a publication of which nothing was published."""

    permission = "reports.delete_publication"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask whether it is meant."""
        publication = self.publication(request, pk)
        context = {"publication": publication, "has_editions": publication.editions.exists()}
        return render(request, "reports/publications/delete.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Delete it, unless something was published of it."""
        publication = self.publication(request, pk)
        if publication.editions.exists():
            messages.error(
                request, f"“{publication}” cannot be deleted, because an edition of it has been published."
            )
            return redirect("publications:publication", publication.pk)
        name = str(publication)
        publication.delete()
        messages.success(request, f"“{name}” was deleted.")
        return redirect(reverse("publications:list"))

"""The pages for residents: the proposals that are published, one of them, and the list as a file.

All that they show is in the newest public editions, and nobody has to sign in.
"""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.generic import View

from councilsavings.addresses import Variations, site_of
from councilsavings.caching import shared, shared_page
from councilsavings.saved_files import file_response
from councilsavings.tables import ROWS_A_PAGE, turned_to
from councilsavings.templatetags.pages import choices_in_words
from proposals.detail.taken_back import page_when_hidden
from proposals.domain.references import canonical_reference
from proposals.exports.files import ExportNote
from proposals.exports.proposals import FORMATS, export
from proposals.home.views import StartPageView
from proposals.listing.arrangement import PAGE, SORT
from proposals.listing.shares import chart_by_year, shares_of
from proposals.models import BudgetRound, SavingsProposal
from reports.models import Edition
from reports.public.forms import BEST_MATCH, LARGEST, LARGEST_OF_BOTH, ORDERS, PublishedFilterForm
from reports.public.pages import (
    ROUND,
    directorate_lines,
    list_address,
    proposal_address,
    public_proposal,
    rows_of,
)
from reports.public.round import PublishedRound, current_editions, published_round
from services.models import Council

FILE_FORMATS = ("xlsx", "csv")


class HomeView(View):
    """The front page: for people signed in their start page, for everybody else what is published."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it; of several councils, the list of them; where no council has public pages, the sign-in page."""
        if request.user.is_authenticated:
            return StartPageView.as_view()(request)
        councils = Council.objects.public()
        if not councils:
            return redirect_to_login(request.get_full_path())
        if len(councils) == 1:
            return ProposalsView.as_view()(request, council=councils[0].slug)
        return shared(
            render(request, "reports/published/all.html", {"councils": councils, "site": site_of(request)})
        )


def _council(slug: str) -> Council:
    return get_object_or_404(Council.objects.public(), slug=slug)


def _published(council: Council, wanted: str) -> tuple[PublishedRound | None, list[BudgetRound]]:
    """Return the round of that key, or the one that was published last, and the others; raises Http404."""
    rounds = current_editions(council)
    if not rounds and not wanted:
        return None, []
    chosen = next((one for one in rounds if wanted in ("", str(one.pk))), None)
    if chosen is None:
        raise Http404("No proposals of this round are published.")
    return published_round(chosen, rounds[chosen]), [one for one in rounds if one != chosen]


class ProposalsView(View):
    """The published proposals of a round: their totals, the search, the filters, and the list."""

    @shared_page
    def get(self, request: HttpRequest, council: str) -> HttpResponse:
        """Show the list; without a filter, what the round is about comes first."""
        named = _council(council)
        published, others = _published(named, request.GET.get(ROUND, ""))
        context: dict[str, Any] = {"council": named, "others": others, "site": site_of(request)}
        if published is None:
            return shared(render(request, "reports/published/nothing.html", context))
        form = PublishedFilterForm(_stated(request.GET), proposals=published.proposals)
        context |= {"published": published, "form": form, "notes": _notes(request.GET, form)}
        if form.is_valid():
            context |= _listed(request, published, form)
        return shared(render(request, "reports/published/proposals.html", context))


def _listed(request: HttpRequest, published: PublishedRound, form: PublishedFilterForm) -> dict[str, Any]:
    sort = request.GET.get(SORT, "")
    chosen = form.chosen(sort)
    page, note = turned_to(Paginator(chosen, ROWS_A_PAGE), request.GET.get(PAGE, ""))
    style, query = published.round_record.money_style, Variations(request.GET)
    shares = shares_of(published.record_of(chosen).totals, published.totals, None, style)
    suggested = form.suggested_text if not chosen else ""
    orders = {**ORDERS, "": BEST_MATCH} if form.search else dict(ORDERS)
    if published.has_pressures:
        orders[LARGEST] = LARGEST_OF_BOTH
    context: dict[str, Any] = {
        "is_filtered": form.is_filtered,
        "page": page,
        "rows": list(rows_of(published, page.object_list, form.search)),
        "shares": shares,
        "suggestion": suggested,
        "suggestion_address": query.address({"text": [suggested]}, without=(PAGE,)),
        "orders": [
            (words, query.address({SORT: [name] if name else []}, without=(PAGE,)), name == sort)
            for name, words in orders.items()
        ],
        "query": query.address({ROUND: [str(published.key)]}, without=(PAGE,)),
        "page_note": note,
    }
    if not form.is_filtered:
        context |= {
            "chart": chart_by_year(published.totals, style, shares.sentence, "Savings by year"),
            "directorates": list(directorate_lines(published)),
            "comparable": _comparable(published),
        }
    return context


def _comparable(published: PublishedRound) -> list[Edition]:
    """Return the current editions that correct one which the public may read."""
    public = set(
        Edition.objects.public()
        .filter(pk__in=[edition.corrects_id for edition in published.editions])
        .values_list("pk", flat=True)
    )
    return [edition for edition in published.editions if edition.corrects_id in public]


def _stated(query: QueryDict) -> QueryDict:
    """Return the query without blank parameters, which choose nothing."""
    stated = QueryDict(mutable=True)
    for name, values in query.lists():
        stated.setlist(name, [value for value in values if value.strip()])
    return stated


def _notes(query: QueryDict, form: PublishedFilterForm) -> list[str]:
    known = {ROUND, SORT, PAGE, *form.fields}
    notes = [
        f"The address says “{name[:50]}”, which is no filter of this list: it was left aside."
        for name in query
        if name not in known
    ]
    if query.get(SORT, "") not in ORDERS:
        notes.append(f"The list cannot be sorted by “{query[SORT][:50]}”.")
    return notes


class ProposalView(View):
    """One published proposal."""

    @shared_page
    def get(self, request: HttpRequest, council: str, budget_round: int, reference: str) -> HttpResponse:
        """Show it as the newest edition has it; one that is in no current edition leads to the earlier ones."""
        named = _council(council)
        editions = {one.pk: (one, held) for one, held in current_editions(named).items()}.get(budget_round)
        published = published_round(*editions) if editions else None
        proposal = published.find(reference) if published else None
        if published is None or proposal is None:
            return _not_current(request, named, budget_round, reference)
        edition = published.edition_of(proposal)
        address = proposal_address(named.slug, published.key, proposal.record.reference)
        context = {
            "council": named,
            "site": site_of(request),
            "published": published,
            "proposal": proposal,
            "shown": public_proposal(published, proposal),
            "files": proposal.files,
            "edition": edition,
            "address": address,
            "list_url": list_address(named.slug, published.key),
        }
        return shared(render(request, "reports/published/proposal.html", context))


def _not_current(request: HttpRequest, council: Council, round_key: int, reference: str) -> HttpResponse:
    """Lead to the earlier edition that has the proposal, if the public may read one; raises Http404."""
    keys = SavingsProposal.objects.filter(
        # By its key, of which no database is asked that is larger than any.
        budget_round__in=BudgetRound.objects.filter(pk=round_key, council=council),
        canonical_reference=canonical_reference(reference),
    ).values_list("pk", flat=True)
    page = page_when_hidden(request, *keys)
    if page is None:
        raise Http404("There is no such proposal in the newest published edition.")
    return page


class DownloadView(View):
    """The list as a file: exactly the proposals that the address filters, in its order."""

    def get(self, request: HttpRequest, council: str, file_format: str) -> HttpResponse:
        """Return the file; an address that cannot be used as it stands gives none."""
        named = _council(council)
        published, _ = _published(named, request.GET.get(ROUND, ""))
        if published is None or file_format not in FILE_FORMATS:
            raise Http404("There is no such file.")
        form = PublishedFilterForm(_stated(request.GET), proposals=published.proposals)
        if not form.is_valid() or _notes(request.GET, form):
            context = {"council": named, "form": form, "notes": _notes(request.GET, form)}
            return render(request, "reports/published/cannot_download.html", context, status=400)
        filters = choices_in_words(form)
        sort = request.GET.get(SORT, "")
        note = ExportNote(filters, ORDERS[sort].lower() if sort else "", made_by=named.name)
        record = published.record_of(form.chosen(sort))
        name = f"{named.slug}-{slugify(record.name)}{'-filtered' if filters else ''}.{file_format}"
        return shared(file_response(export(record, file_format, note), FORMATS[file_format], name))

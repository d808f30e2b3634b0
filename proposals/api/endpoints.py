"""The addresses of the interface. It only reads; whole sets that it hands out go on the round's record."""

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from proposals.api.answers import listed_json, round_json, set_totals_json
from proposals.api.limits import A_PERSON, ASKED_TOO_OFTEN, PerPerson
from proposals.api.parameters import ARRANGING, FILTERS, GROUPING, PAGING, without
from proposals.api.people import WAYS_IN, rounds_seen
from proposals.api.schemas import Problem, ProposalOut, ProposalsOut, RoundsOut, SetTotalsOut
from proposals.domain.references import canonical_reference
from proposals.exports.audit import ExportRecord, record_export
from proposals.exports.downloads import note_of
from proposals.exports.files import totals_json
from proposals.exports.proposals import proposal_json
from proposals.listing.arrangement import COLUMNS, GROUP, OPENED, PAGE, ROWS, SORT
from proposals.listing.reading import rows_with
from proposals.listing.selection import ROUND, Selection, selection_of
from proposals.models import BudgetRound, SavingsProposal
from proposals.models.records import record_of
from services.audit.history import acting

NO_ROUND = "There is no such round, or you do not have permission to view it."
NO_PROPOSAL = "This round has no such proposal, or you do not have permission to view it."
NOT_SIGNED_IN = (
    "Sign in, or send an API access token as “Authorization: Bearer …”. You can create a token at "
    "/api/tokens/."
)

api = NinjaAPI(
    title="Council savings proposals",
    version="1",
    urls_namespace="api-1",
    description=(
        "Read-only access to budget rounds, savings proposals and totals. A program can read what the owner "
        "of its token can view. Money is in whole pounds. A saving is positive. A pressure (direction “pressure”) "
        "is a saving below zero, so that a sum of both is net; costs are positive in both. The council’s own share "
        "is a percentage, and null where all of a proposal is the council’s. Shares and changes in posts are "
        "decimal strings, and a reduction in posts is negative. Null means not known or not stated; it does not "
        "mean zero. Filters and sorting work as they do on the list of proposals, and the address of the list "
        "shows their values."
    ),
    docs_url=None,
    openapi_url="openapi.json",
    auth=WAYS_IN,
    throttle=[PerPerson(A_PERSON)],
)


class BadAddress(Exception):
    """The address asks for something that cannot be done; `problems` explains it in words."""

    def __init__(self, problems: Iterable[str]) -> None:
        super().__init__()
        self.problems = list(problems)


def refusals(*statuses: HTTPStatus) -> dict[int, Any]:
    """Return the descriptions of the answers with these statuses, and of the one to somebody unknown."""
    return {int(status): Problem for status in (HTTPStatus.UNAUTHORIZED, *statuses)}


@api.get(
    "rounds",
    url_name="rounds",
    summary="Budget rounds",
    description="The rounds that you can view, newest first.",
    response={200: RoundsOut, **refusals()},
)
def rounds(request: HttpRequest) -> HttpResponse:
    """Return the rounds that the person may see."""
    seen = rounds_seen(request)
    return json_answer({"rounds": [round_json(budget_round, request) for budget_round in seen]})


@api.get(
    "rounds/{int:round_id}/proposals",
    url_name="proposals",
    summary="Proposals of a round",
    description="The proposals that match the filters, page by page, with their totals. Each request is recorded in "
    "the round’s history, as a download is.",
    response={200: ProposalsOut, **refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)},
    openapi_extra={"parameters": [*FILTERS, *ARRANGING, *PAGING]},
)
def proposals(request: HttpRequest, round_id: int) -> HttpResponse:
    """Return one page of the chosen proposals."""
    selection = _selection(request, round_id, not_here=(COLUMNS, GROUP, OPENED))
    years = selection.budget_round.years
    pages = Paginator(range(selection.totals.count), selection.arrangement.rows)
    try:
        page = pages.page(request.GET.get(PAGE, "1"))
    except (EmptyPage, PageNotAnInteger):
        asked = request.GET.get(PAGE, "")[:20]
        raise BadAddress([f"There is no page “{asked}”: there are {pages.num_pages}."]) from None
    part = slice(page.start_index() - 1 if page.object_list else 0, page.end_index())
    keys = list(selection.ordered_keys[part])
    rows = [
        listed_json(row, selection.budget_round.pk, request)
        for row in rows_with(keys, years, with_committees=True)
    ]
    answer = json_answer(
        {
            "round": selection.budget_round.name,
            "about": note_of(selection, request.user).as_json(),
            "count": selection.totals.count,
            "page": page.number,
            "pages": pages.num_pages,
            "next": _page_address(request, page.number + 1) if page.has_next() else None,
            "previous": _page_address(request, page.number - 1) if page.has_previous() else None,
            "totals": totals_json(selection.totals),
            "proposals": rows,
        }
    )
    in_words = "; ".join(selection.filters_in_words)
    # The person of a token is known only here, after the middleware has recorded who acts.
    with acting(user=request.user):
        record_export(selection.budget_round, ExportRecord("API", "", len(rows), answer.content, in_words))
    return answer


@api.get(
    "rounds/{int:round_id}/totals",
    url_name="totals",
    summary="Totals of a round or of part of it",
    description="The totals of the proposals that match the filters, by year, as a share of the round and of its "
    "target, and by group if you ask for groups.",
    response={200: SetTotalsOut, **refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)},
    openapi_extra={"parameters": [*FILTERS, *GROUPING]},
)
def totals(request: HttpRequest, round_id: int) -> HttpResponse:
    """Return the totals of the chosen proposals."""
    selection = _selection(request, round_id, not_here=(COLUMNS, OPENED, SORT, ROWS, PAGE))
    return json_answer(set_totals_json(selection, note_of(selection, request.user)))


@api.get(
    "rounds/{int:round_id}/proposals/{path:reference}",
    url_name="proposal",
    summary="One proposal",
    description="All published fields of a proposal. Capital letters, spaces and leading zeros in the reference "
    "make no difference.",
    response={200: ProposalOut, **refusals(HTTPStatus.NOT_FOUND)},
)
def proposal(request: HttpRequest, round_id: int, reference: str) -> HttpResponse:
    """Return one proposal."""
    budget_round = round_of(request, round_id)
    canonical = canonical_reference(reference)
    found = (
        SavingsProposal.listed.visible_to(request.user)
        .filter(budget_round=budget_round, canonical_reference=canonical)
        .with_statements()
        .first()
    )
    if found is None:
        raise Http404(NO_PROPOSAL)
    return json_answer(proposal_json(record_of(found)))


def round_of(request: HttpRequest, key: int) -> BudgetRound:
    """Return the round with this key; raises Http404 for one that the person or the token does not see."""
    seen = rounds_seen(request)
    budget_round = seen.filter(pk=key).first() if key < 2**31 else None
    if budget_round is None:
        raise Http404(NO_ROUND)
    return budget_round


def _selection(request: HttpRequest, round_id: int, not_here: Iterable[str]) -> Selection:
    """Return what the address chooses; raises BadAddress for anything in it that cannot be done."""
    selection = selection_of(request, budget_round=round_of(request, round_id))
    problems = [
        f"“{name}” is not a parameter of this address." for name in (ROUND, *not_here) if name in request.GET
    ]
    problems += selection.problems
    if problems:
        raise BadAddress(problems)
    return selection


def _page_address(request: HttpRequest, number: int) -> str:
    return request.build_absolute_uri(f"{request.path}?{without(request.GET, PAGE)}{PAGE}={number}")


def json_answer(values: Mapping[str, Any], status: int = HTTPStatus.OK) -> HttpResponse:
    """Return the values as JSON."""
    return HttpResponse(
        json.dumps(values, ensure_ascii=False), content_type="application/json; charset=utf-8", status=status
    )


def problem(error: str, status: int, problems: Iterable[str] = ()) -> HttpResponse:
    """Return an error as JSON in plain words."""
    return json_answer({"error": error, "problems": list(problems)}, status)


@api.exception_handler(BadAddress)
def _bad_address(request: HttpRequest, error: BadAddress) -> HttpResponse:
    return problem("A parameter in the address is not valid.", HTTPStatus.BAD_REQUEST, error.problems)


@api.exception_handler(AuthenticationError)
def _not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = problem(NOT_SIGNED_IN, HTTPStatus.UNAUTHORIZED)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(str(error) or "There is nothing at this address.", HTTPStatus.NOT_FOUND)


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem("There is nothing at this address.", HTTPStatus.NOT_FOUND)


@api.exception_handler(Throttled)
def _too_often(request: HttpRequest, error: Throttled) -> HttpResponse:
    # The library adds how long to wait.
    return problem(ASKED_TOO_OFTEN, HTTPStatus.TOO_MANY_REQUESTS)


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(str(error), error.status_code)


@require_safe
def beginning(request: HttpRequest) -> HttpResponse:
    """Say where a program goes on from the interface's own address; nothing here depends on who asks."""

    def address(name: str) -> str:
        return request.build_absolute_uri(reverse(name))

    return json_answer(
        {
            "title": api.title,
            "version": api.version,
            "description": address("api"),
            "openapi": address("api-1:openapi-json"),
            "rounds": address("api-1:rounds"),
            "sign_in": NOT_SIGNED_IN,
        }
    )


@require_safe
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer an address that the interface does not have."""
    return problem("There is nothing at this address: see /api/.", HTTPStatus.NOT_FOUND)

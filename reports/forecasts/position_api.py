"""The medium-term position among the addresses of the interface for programs."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse

from proposals.api.endpoints import BadAddress, api, json_answer, refusals, round_of
from proposals.api.parameters import parameter
from proposals.domain.forecast.what_enters import DELIVERIES, STAGES_COUNTED
from proposals.exports.audit import ExportRecord, record_export
from reports.budgets.round_budget import RoundBudget
from reports.forecasts.basis_form import BasisForm
from reports.forecasts.position_json import PositionOut, position_json
from services.audit.history import acting

PARAMETERS = [
    parameter("stage", "The proposals counted.", {"type": "string", "enum": list(STAGES_COUNTED)}),
    parameter(
        "delivery", "The part of each saving that is counted.", {"type": "string", "enum": list(DELIVERIES)}
    ),
    parameter("percent", "The percentage of every saving, where it is a percentage.", {"type": "integer"}),
]


@api.get(
    "rounds/{int:round_id}/position",
    url_name="position",
    summary="Medium-term position of a round",
    description="Expenditure, income and the gap of each fund by year, if nothing is done and with the proposals, the "
    "proposals that are counted, and those that are not with the reason. The plan must have been shared with you.",
    response={200: PositionOut, **refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)},
    openapi_extra={"parameters": PARAMETERS},
)
def position(request: HttpRequest, round_id: int) -> HttpResponse:
    """Return the position of the round, of the proposals that the person sees."""
    budget_round = round_of(request, round_id)
    budget = RoundBudget(budget_round, request.user)
    if budget.plan is None:
        raise Http404("This round has no medium-term plan, or you do not have permission to view it.")
    form = BasisForm(request.GET)
    if not form.is_valid():
        raise BadAddress([str(error) for errors in form.errors.values() for error in errors])
    budget.basis = form.basis
    found, fault = budget.known_position()
    if found is None:
        raise Http404(f"The position cannot be computed. {fault}")
    answer = json_answer(position_json(found, budget_round))
    # The person of a token is known only here, after the middleware has recorded who acts.
    with acting(user=request.user):
        record_export(budget_round, ExportRecord("API", "", len(found.entered), answer.content, "position"))
    return answer

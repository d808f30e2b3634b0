"""Time the reading and importing of 30 option forms, history included."""

from itertools import count

from bench.documents import option_document
from bench.measure import measure_steps, timed
from bench.table import Result
from proposals.importing.plan.apply import DocumentFile, apply_document
from proposals.importing.plan.planner import make_plan
from proposals.importing.plan.request import ImportRequest
from proposals.importing.reading import read_file
from proposals.models import BudgetRound
from services.audit.history import acting
from services.models import ChangeRecord

STYLE = "option-pages"
ROUND_NAME = "Bench round"
MOST_SECONDS = 2.0


def import_results() -> tuple[list[Result], BudgetRound]:
    """Return the measurements, and a round that holds the 30 proposals."""
    name, content = option_document()
    file = DocumentFile(name, content)
    numbers = count(1)

    def into_new_council() -> dict[str, float]:
        """Import the document for a council of its own, so that every proposal is created."""
        number = next(numbers)
        request = ImportRequest(f"bench-{number}", ROUND_NAME, f"Bench council {number}")
        return _steps(file, request)

    def once_more() -> dict[str, float]:
        """Import the document into a round that holds all of it."""
        return _steps(file, ImportRequest("bench-1", ROUND_NAME))

    new, again = measure_steps(into_new_council), measure_steps(once_more)
    budget_round = BudgetRound.objects.select_related("council").get(council__slug="bench-1")
    records = ChangeRecord.objects.filter(reason=f"Import of {name}").count() // (next(numbers) - 1)
    beside = {
        "parse": f"{name}, {budget_round.proposals.count()} forms, {len(content):,} bytes",
        "plan": "what would be created, changed, left alone",
        "write": f"one transaction, {records} change records",
    }
    results = [Result(f"import: {step}", new[step], beside[step]) for step in beside]
    worst = new["all"].median
    results += [
        Result("import: all of it", new["all"], "", f"< {MOST_SECONDS:g} s", worst < MOST_SECONDS),
        Result("import: once more, nothing new", again["all"]),
    ]
    return results, budget_round


def _steps(file: DocumentFile, request: ImportRequest) -> dict[str, float]:
    """Return the seconds of each step; the import plans once more inside its transaction, as it always does."""
    parse, document = timed(lambda: read_file(file.content, file.name, kind=STYLE).document)
    plan, _ = timed(lambda: make_plan(document, request))
    with acting(name="benchmark"):
        apply, _ = timed(lambda: apply_document(document, request, file, accept_reason="benchmark"))
    return {"parse": parse, "plan": plan, "write": apply - plan, "all": parse + apply}

"""The consequences of a change: new warnings, and sign-offs that it puts in doubt."""

from collections.abc import Sequence

from proposals.domain.checks import OthersOnTheBudget, warnings_of
from proposals.domain.stages import LIVE, Stage
from proposals.workbook.edits import ChangedProposal
from proposals.workflow.completeness_facts import open_warnings, others_on_the_budgets
from proposals.workflow.material import material_changes
from proposals.workflow.sign_off_impact import sign_off_impact


def new_warnings(changed: Sequence[ChangedProposal]) -> dict[int, tuple[str, ...]]:
    """Return, by the key of the proposal, what would be unusual about it and was not before, in one query."""
    stored = others_on_the_budgets(item.proposal for item in changed)
    difference = {item.proposal.pk: _difference(item) for item in changed}
    by_budget: dict[int | None, int] = {}
    for item in changed:
        budget = item.proposal.base_budget_id
        by_budget[budget] = by_budget.get(budget, 0) + difference[item.proposal.pk]
    found = {}
    for item in changed:
        beside = stored[item.proposal.pk]
        # The others on the budget may change in the same workbook.
        more = by_budget[item.proposal.base_budget_id] - difference[item.proposal.pk]
        others = OthersOnTheBudget(beside.total + more, beside.references)
        old = {warning.message for warning in warnings_of(item.before, beside)}
        found[item.proposal.pk] = tuple(
            warning.message
            for warning in open_warnings(item.proposal, item.after, others)
            if warning.message not in old
        )
    return found


def _difference(item: ChangedProposal) -> int:
    if item.after.is_pressure or Stage(item.proposal.stage) not in LIVE:
        return 0
    return (item.after.total or 0) - (item.before.total or 0)


def consequence_of(item: ChangedProposal) -> str:
    """Return in words what `workflow.after_editing` would do to the proposal, or nothing."""
    changes = material_changes(item.before, item.after)
    impact = sign_off_impact(item.proposal, item.role)
    if not changes or impact is None:
        return ""
    words = [f"It goes back to {impact.again_at.label}, because {', '.join(changes)} would change."]
    if impact.signed:
        withdrawn = (f"{row.get_stage_display()} ({row.signed_by_name})" for row in impact.signed)
        words.append(f"These sign-offs would be withdrawn: {', '.join(withdrawn)}.")
    if impact.is_published:
        words.append(
            "Readers would see what was last published, marked as being corrected, until it is published again."
        )
    return " ".join(words)

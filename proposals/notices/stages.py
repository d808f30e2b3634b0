"""The notice that people get of a proposal that enters a stage."""

from proposals.domain.stages import UNDER_REVIEW, Stage
from proposals.models import SavingsProposal
from services.models import Notice
from services.notices.outbox import notify

NOTICES_AT: dict[Stage, Notice.Kind] = {
    **dict.fromkeys(UNDER_REVIEW, Notice.Kind.ASSIGNED),
    Stage.SENT_BACK: Notice.Kind.SENT_BACK,
    Stage.READY_TO_PUBLISH: Notice.Kind.READY_TO_PUBLISH,
    Stage.PUBLISHED: Notice.Kind.PUBLISHED,
}


def notify_stage(proposal: SavingsProposal) -> None:
    """Write down that people are told of the stage that the proposal has entered, where there is such a notice."""
    kind = NOTICES_AT.get(Stage(proposal.stage))
    if kind:
        notify(kind, proposal)

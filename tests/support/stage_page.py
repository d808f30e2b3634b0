"""The table of stages as documentation: docs/stages.md, in words with a diagram.

It is made from `proposals.domain.stages` alone, so that the documentation cannot say anything else. Run it to write the
page again.
"""

from pathlib import Path

from proposals.domain.roles import Role
from proposals.domain.stages import (
    EDITING,
    MOVES,
    PATH,
    REVIEWED_AGAIN_AT,
    Move,
    Outcome,
    Stage,
)
from tests.support.paths import ROOT

PAGE = ROOT / "docs" / "stages.md"
_EXITS = tuple(stage for stage in Stage if stage not in PATH)


def document() -> str:
    """Return docs/stages.md: the path, every move with who makes it, who edits, and a state diagram."""
    parts = [
        "# Stages and sign-off",
        "Made from `proposals/domain/stages.py` by `python -m tests.support.stage_page`; a test fails when the two "
        "differ.",
        "## The path",
        " → ".join(stage.label for stage in PATH),
        f"It is left to: {', '.join(stage.label for stage in _EXITS)}. Each of these needs a reason. "
        f"A decision is one of: {', '.join(outcome.label for outcome in Outcome)}.",
        "## The moves",
        _moves_table(),
        "Administrators can make every move. A move to the next stage needs the requirements of that stage "
        "(`proposals/domain/completeness.py`). Proposals in a closed round cannot be moved.",
        "## Who edits at which stage",
        _editing_table(),
        "The round’s phase decides first: in preparation all of these edit, at scrutiny only finance, in a "
        "closed round nobody. A material change (`proposals/workflow/material.py`) of a proposal that is past the "
        "stage in the last column withdraws the sign-offs from there on, and the proposal goes back there; "
        "readers see what was last published until it is published again. Publication asks for the sign-offs from "
        "the first review that was ever signed off here: one read in as published went through those before it "
        "elsewhere.",
        "## The stages and moves as a diagram",
        _mermaid(),
    ]
    return "\n\n".join(parts) + "\n"


def _moves_table() -> str:
    rows = ["| Move | From | To | Who | Asks for |", "|---|---|---|---|---|"]
    rows += [
        f"| {move.label} | {_sources(move)} | {move.target.label} | {_roles(move.roles)} | {_asks(move)} |"
        for move in MOVES
    ]
    return "\n".join(rows)


def _sources(move: Move) -> str:
    return ", ".join(stage.label for stage in Stage if stage in move.sources)


def _roles(roles: frozenset[Role]) -> str:
    return ", ".join(role.value for role in Role if role in roles and role is not Role.ADMINISTRATOR)


def _asks(move: Move) -> str:
    asked = (
        (move.needs_complete, "what the stage needs"),
        (move.needs_reason, "a reason"),
        (move.needs_outcome, "the outcome"),
        (move.is_sign_off, "leaves a sign-off"),
    )
    return ", ".join(words for applies, words in asked if applies)


def _editing_table() -> str:
    rows = ["| Role | Edits at | A material change goes back to |", "|---|---|---|"]
    rows += [
        f"| {role.value} | {', '.join(stage.label for stage in Stage if stage in stages)} "
        f"| {REVIEWED_AGAIN_AT[role].label} |"
        for role, stages in EDITING.items()
        if role is not Role.ADMINISTRATOR
    ]
    return "\n".join(rows)


def _mermaid() -> str:
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {Stage.DRAFT.value}"]
    lines += [f"    {stage.value} : {stage.label}" for stage in Stage]
    lines += [
        f"    {source.value} --> {move.target.value} : {move.label}"
        for move in MOVES
        for source in Stage
        if source in move.sources
    ]
    lines += [f"    {Stage.DECIDED.value} --> [*]", "```"]
    return "\n".join(lines)


def write(page: Path = PAGE) -> None:
    """Write the page."""
    page.write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    write()

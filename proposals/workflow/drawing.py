"""The table of stages as documentation: a page in words with a diagram, and the same drawing as a picture.

Pure, and made from `proposals.domain.stages` alone, so that the documentation cannot say anything else.
"""

from html import escape

from proposals.domain.roles import Role
from proposals.domain.stages import (
    EDITING,
    MOVES,
    PATH,
    REVIEWED_AGAIN_AT,
    UNDER_REVIEW,
    Move,
    Outcome,
    Stage,
)

_WIDTH, _BOX, _HIGH, _GAP, _TOP = 760, 230, 40, 34, 20
_LEFT = 20
_EXITS = tuple(stage for stage in Stage if stage not in PATH)


def document() -> str:
    """Return docs/stages.md: the path, every move with who makes it, who edits, and a state diagram."""
    parts = [
        "# Stages and sign-off",
        "Made from `proposals/domain/stages.py` by `python manage.py draw_stages`; a test fails when the two differ.",
        "![The stages of a proposal and the moves between them](pictures/stages.svg)",
        "## The path",
        " → ".join(stage.label for stage in PATH),
        f"It is left to: {', '.join(stage.label for stage in _EXITS)}. Each of these needs a reason. "
        f"A decision is one of: {', '.join(outcome.label for outcome in Outcome)}.",
        "## The moves",
        _moves_table(),
        "Whoever administers the installation may make every move. A move on along the path asks for what "
        "the stage needs (`proposals/domain/completeness.py`). In a closed round nothing is moved.",
        "## Who edits at which stage",
        _editing_table(),
        "The round’s phase decides first: in preparation all of these edit, at scrutiny only finance, in a "
        "closed round nobody. A material change (`proposals/workflow/material.py`) of a proposal that is past the "
        "stage in the last column withdraws the sign-offs from there on, and the proposal goes back there; "
        "a published one is then no longer read by others. Publication asks for the sign-offs from the first review "
        "that was ever signed off here: one read in as published went through those before it elsewhere.",
        "## The same as a diagram",
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


def drawing() -> str:
    """Return docs/pictures/stages.svg: the path downwards, and beside each exit where it is reached from."""
    height = _TOP + len(PATH) * (_HIGH + _GAP)
    shapes = [shape for stage in PATH for shape in _path_box(stage)]
    shapes += [
        shape
        for move in MOVES
        for source in PATH
        if source in move.sources and move.target in PATH[1:] and not _is_next(source, move.target)
        for shape in _passing_over(source, move.target)
    ]
    shapes += [shape for place, stage in enumerate(_EXITS) for shape in _exit_box(stage, place, height)]
    title = "The stages of a proposal"
    described = f"The path: {', then '.join(stage.label for stage in PATH)}. " + " ".join(
        _exit_words(stage) for stage in _EXITS
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
            'aria-labelledby="title described" font-family="Arial, Liberation Sans, sans-serif" font-size="15">',
            f'<title id="title">{title}</title>',
            f'<desc id="described">{escape(described)}</desc>',
            f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
            *shapes,
            "</svg>",
            "",
        ]
    )


def _path_box(stage: Stage) -> list[str]:
    top = _TOP + PATH.index(stage) * (_HIGH + _GAP)
    middle = _LEFT + _BOX // 2
    shapes = [
        _box(_LEFT, top, _HIGH, "#e8f0f2" if stage not in UNDER_REVIEW else "#fff"),
        _text(middle, top + 25, stage.label, weight=700, anchor="middle"),
    ]
    for move in MOVES:
        if stage in move.sources and move.target in PATH[1:] and _is_next(stage, move.target):
            foot = top + _HIGH
            shapes += [
                f'<path d="M{middle} {foot}v{_GAP - 8}" stroke="#0b0c0c" stroke-width="2"/>',
                f'<path d="M{middle - 5} {foot + _GAP - 9}h10l-5 9z" fill="#0b0c0c"/>',
                _text(middle + 12, foot + 21, move.label, size=13),
            ]
    return shapes


def _passing_over(source: Stage, target: Stage) -> list[str]:
    """Return the line of a move on along the path that passes stages over, at the right of their boxes."""
    start, end = (_TOP + PATH.index(stage) * (_HIGH + _GAP) + _HIGH // 2 for stage in (source, target))
    right = _LEFT + _BOX
    return [
        f'<path d="M{right} {start}h140v{end - start}h-132" fill="none" stroke="#0b0c0c" stroke-width="2"/>',
        f'<path d="M{right + 9} {end - 5}v10l-9 -5z" fill="#0b0c0c"/>',
    ]


def _is_next(stage: Stage, target: Stage) -> bool:
    return PATH.index(target) == PATH.index(stage) + 1


def _exit_box(stage: Stage, place: int, height: int) -> list[str]:
    left, high = 500, 84
    top = _TOP + place * (height - 2 * _TOP) // len(_EXITS)
    lines = _wrapped(_exit_words(stage).partition(": ")[2], 32)
    return [
        _box(left, top, high, "#fff", dashed=True),
        _text(left + 12, top + 22, stage.label, weight=700),
        *(_text(left + 12, top + 42 + 17 * row, line, size=13) for row, line in enumerate(lines)),
    ]


def _exit_words(stage: Stage) -> str:
    """Return where an exit is reached from and where it leads, such as “deferred: from published. Leads to draft.”."""
    sources = {source for move in MOVES if move.target is stage for source in move.sources}
    targets = {move.target for move in MOVES if stage in move.sources and move.target not in _EXITS}
    leads = ", ".join(target.label for target in Stage if target in targets)
    return f"{stage.label}: from {_in_short(sources)}. {f'Leads to {leads}.' if leads else 'Final.'}"


def _in_short(stages: set[Stage]) -> str:
    """Return the stages in words, those of the path as “draft to recommended” where they stand together."""
    places = sorted(PATH.index(stage) for stage in stages if stage in PATH)
    others = [stage.label for stage in _EXITS if stage in stages]
    if len(places) > 1 and places == list(range(places[0], places[-1] + 1)):
        return ", ".join([f"{PATH[places[0]].label} to {PATH[places[-1]].label}", *others])
    return ", ".join([*(PATH[place].label for place in places), *others])


def _wrapped(text: str, most: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _box(left: int, top: int, high: int, fill: str, *, dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="6 4"' if dashed else ""
    return (
        f'<rect x="{left}" y="{top}" width="{_BOX}" height="{high}" rx="4" fill="{fill}" '
        f'stroke="#1f4e5f" stroke-width="2"{dashes}/>'
    )


def _text(
    left: int, foot: int, words: str, *, size: int = 15, weight: int = 400, anchor: str = "start"
) -> str:
    return (
        f'<text x="{left}" y="{foot}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" '
        f'fill="#0b0c0c">{escape(words)}</text>'
    )

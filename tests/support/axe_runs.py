"""Running axe-core in a page of Chromium: put in once a page, and asked for violations alone."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
EVERY_RULE = {"type": "tag", "values": WCAG_22_AA}
EVERY_RULE_AND_GOOD_PRACTICE = {"type": "tag", "values": [*WCAG_22_AA, "best-practice"]}
RULES_OF_LAYOUT = {
    "type": "rule",
    "values": [
        "target-size",
        "scrollable-region-focusable",
        "aria-hidden-focus",
        "button-name",
        "link-name",
    ],
}
"""What another width of the window can break that was sound in a wide one."""

_SCRIPT = Axe().axe_script
_RUN = """(options) => axe.run(document, options).then((found) => found.violations.map(
  ({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html }) => html) })))"""


def put_in(page: Any) -> None:
    """Put axe into the page, unless it is there."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_SCRIPT)


def violations(
    page: Any, only: dict[str, Any] = EVERY_RULE, without: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """Return what axe finds: each violated rule's `id` and `help`, and the markup of the `nodes` that break it.

    `only` names the rules as axe's `runOnly` does; `without` leaves rules out.
    """
    put_in(page)
    options = {
        "runOnly": only,
        "resultTypes": ["violations"],
        "rules": {rule: {"enabled": False} for rule in without},
    }
    found: list[dict[str, Any]] = page.evaluate(_RUN, options)
    return found

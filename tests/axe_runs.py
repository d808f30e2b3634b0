"""Running axe-core in a page of Chromium: put in once a page, and asked for violations alone."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
EVERY_RULE = {"type": "tag", "values": WCAG_22_AA}
EVERY_RULE_AND_GOOD_PRACTICE = {"type": "tag", "values": [*WCAG_22_AA, "best-practice"]}

_SCRIPT = Axe().axe_script
_RUN = """(options) => axe.run(document, options).then((found) => found.violations.map(
  ({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html }) => html) })))"""


def put_in(page: Any) -> None:
    """Put axe into the page, unless it is there."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_SCRIPT)


def violations(
    page: Any, only: dict[str, Any] | None = None, without: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """Return what axe finds: each violated rule's `id` and `help`, and the markup of the `nodes` that break it.

    `only` names the rules as axe's `runOnly` does, all of WCAG 2.2 AA at first; `without` leaves rules out.
    """
    put_in(page)
    options = {
        "runOnly": only or EVERY_RULE,
        "resultTypes": ["violations"],
        "rules": {rule: {"enabled": False} for rule in without},
    }
    found: list[dict[str, Any]] = page.evaluate(_RUN, options)
    return found

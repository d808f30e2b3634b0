"""Waiting until a page in Chromium has become what it was asked to be, before a test looks at it."""

from typing import Any

from tests.support.axe_runs import violations

TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Scripts that watch an element's size hear of a change with the next frame, so in the second they have answered."""

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def settle(page: Any) -> None:
    """Wait until the page is loaded, its scripts have run, and they have answered the last change of size."""
    page.wait_for_load_state("load")
    page.evaluate(TWO_FRAMES)


def resize(page: Any, width: int, height: int = 900) -> None:
    """Give the window another size, and wait until the page has answered it."""
    page.set_viewport_size({"width": width, "height": height})
    settle(page)


def axe_violations(page: Any) -> list[str]:
    """List what axe-core finds against WCAG 2.2 AA on a page, one line per element."""
    settle(page)
    return [
        f"{violation['id']}: {violation['help']}: {node}"
        for violation in violations(page)
        for node in violation["nodes"]
    ]


def assert_fits(page: Any, where: str = "") -> None:
    """Fail for a page that is wider than its window."""
    settle(page)
    assert page.evaluate(TOO_WIDE) <= 0, f"{where or page.url} is too wide for {page.viewport_size}"


def assert_sound(page: Any, widths: tuple[int, ...], where: str = "") -> None:
    """Fail for what axe finds at any of the widths, and for a page wider than its window."""
    for width in widths:
        resize(page, width)
        # At its end nothing of the page lies half under a bar that stays in sight.
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        found = axe_violations(page)
        assert found == [], f"{where or page.url} at {width}: {found}"
        assert_fits(page, where)

"""That the walk over every page finds what it is there to find."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from tests.support.page_audit import Auditor

pytestmark = pytest.mark.browser

SOUND = "<p>Sound.</p>"
PALE = '<p class="pale">Pale.</p>'
ALONE = '<p tabindex="0" class="bare">No mark of the focus.</p>'
WIDE = '<p class="wide">Wide.</p>'
STYLE = """
  .pale { color: #ccc; background: #fff } .bare:focus { outline: none } .wide { width: 400px }
  .panel .late { color: #ccc; background: #fff } button { color: #000; background: #fff }
  @media print { .paper { width: 2000px } }
"""


def answer(body):
    page = f"<html lang='en'><title>Page</title><style>{STYLE}</style><main><h1>Page</h1>{body}</main></html>"
    made = HttpResponse(page)
    made.wsgi_request = RequestFactory().get("/page/")
    return made


@pytest.fixture
def auditor(browser):
    auditor = Auditor(browser)
    yield auditor
    auditor.close()


def complaints(auditor, *bodies):
    for body in bodies:
        auditor.add("here", Client(), answer(body))
    return auditor.look()


class TestAPage:
    def test_that_is_sound_is_not_complained_of(self, auditor):
        assert complaints(auditor, SOUND) == []

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            (PALE, "color-contrast"),
            ("<img src='data:,'>", "image-alt"),
            (ALONE, "the focus cannot be seen"),
            (WIDE, "wider than 320 px"),
            ("<p class='paper'>Wide on paper.</p>", "on paper 2008 px wide"),
            ("<nav>Elsewhere</nav>", "printed, though nobody can press it"),
        ],
    )
    def test_that_is_not_is_said_with_what_is_wrong(self, auditor, body, words):
        (said,) = complaints(auditor, SOUND, body)
        assert words in said

    def test_is_judged_by_the_colours_that_its_surroundings_give(self, auditor):
        (said,) = complaints(
            auditor, "<p class='late'>Dark.</p>", "<div class='panel'><p class='late'>Pale.</p></div>"
        )
        assert "color-contrast" in said

    def test_is_not_judged_twice_for_the_colours_of_what_is_built_alike(self, auditor):
        assert len(complaints(auditor, PALE, f"{PALE}<ul><li>New.</li></ul>")) == 1

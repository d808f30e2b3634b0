"""What a first visit fetches: style sheets and scripts of every kind of page stay small when compressed."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from lxml import html

from tests.support.web_examples import make_proposal, make_round

MOST_BYTES = 60_000
IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*["'](\.{1,2}/[^"']+)["']|@import\s+(?:url\()?["']([^"']+)""")


def static_files(page):
    """The style sheets and scripts that a page names, and what these fetch in their turn, as paths."""
    named = html.fromstring(page).xpath("//link[@rel='stylesheet']/@href | //script/@src")
    waiting = [address.removeprefix("/static/") for address in named if address.startswith("/static/")]
    found = set()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        text = path_of(name).read_text(encoding="utf-8")
        for one, other in IMPORTED.findall(text):
            waiting.append(str((Path("/") / name).parent.joinpath(one or other).resolve())[1:])
    return found


def path_of(name):
    path = finders.find(name)
    assert path, f"there is no {name}"
    return Path(path)


def compressed(names):
    return sum(len(gzip.compress(path_of(name).read_bytes())) for name in names)


def test_what_a_script_imports_is_counted():
    page = b'<html><script type="module" src="/static/js/app.js"></script></html>'
    assert {"js/app.js", "vendor/govuk-frontend/govuk-frontend.min.js"} <= static_files(page)


@pytest.mark.one_database
@pytest.mark.django_db
def test_of_every_main_page_stays_under_sixty_kilobytes(finance_officer):
    budget_round = make_round()
    proposal = make_proposal(budget_round, "ENV001")
    client = Client()
    client.force_login(finance_officer)
    addresses = (
        "/proposals/",
        proposal.get_absolute_url(),
        "/proposals/overview/",
        "/my-work/",
        "/appendices/",
    )
    everything = set()
    for address in addresses:
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        files = static_files(answer.content)
        assert files, address
        assert compressed(files) < MOST_BYTES, (address, sorted(files))
        everything |= files
    # Even who opens all of them on one visit.
    assert compressed(everything) < MOST_BYTES, sorted(everything)

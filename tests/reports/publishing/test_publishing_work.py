"""Publishing builds an appendix twice, for the review and for the files, and draws it once."""

import re
from collections import Counter

import pytest
from django.urls import reverse

from reports.publishing import making, review
from reports.writers import html
from tests.support.edition_examples import REASON, make_publication_of_two, work_off

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def work(monkeypatch):
    """How often a document was built and drawn."""
    done = Counter()

    def counted(name, act):
        def counting(*given, **named):
            done[name] += 1
            return act(*given, **named)

        return counting

    styles = {name: counted("built", style) for name, style in making.STYLES.items()}
    monkeypatch.setattr(making, "STYLES", styles)
    monkeypatch.setattr(html, "write_html_body", counted("drawn", html.write_html_body))
    review._flaws_in.cache_clear()
    return done


def test_from_the_look_to_the_edition(work, client, committee_clerk):
    publication = make_publication_of_two()
    client.force_login(committee_clerk)
    address = reverse("publications:publish", args=[publication.pk])
    shown = re.search(r'name="shown" value="(\w+)"', client.get(address).content.decode())[1]
    answer = client.post(address, {"shown": shown, "reason": REASON})
    assert answer.status_code == 302
    work_off()
    assert publication.editions.get().files.count() == 4
    assert work == {"built": 2, "drawn": 1}


def test_a_changed_appendix_is_reviewed_again(work, client, committee_clerk):
    publication = make_publication_of_two()
    client.force_login(committee_clerk)
    address = reverse("publications:publish", args=[publication.pk])
    client.get(address)
    publication.title = "Savings with a 中"
    publication.save()
    assert "U+4E2D" in client.get(address).content.decode()
    assert work == {"built": 2}

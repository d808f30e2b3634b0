"""The lists and forms of every record in the admin, for those who work there, looked at as every page is."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.support.page_audit import Auditor
from tests.support.page_walk import State
from tests.support.page_world import World
from tests.support.pressing import Pressing
from tests.support.undone import undone


@pytest.fixture
def examined(browser):
    examined = Auditor(browser)
    yield examined
    examined.close()


def addresses(world: World) -> Iterator[tuple[str, str]]:
    """Yield who opens what: an administrator every record's pages, others what is drawn for them alone."""
    yield "finance", reverse("admin:index")
    yield "finance", reverse("admin:app_list", args=["proposals"])
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield "admin", reverse(f"{name}_changelist")
        yield "admin", reverse(f"{name}_changelist", query={"q": "nothing-like-it"})
        yield "admin", reverse(f"{name}_add")
        held = model._base_manager.order_by("pk").first()
        if held is not None:
            for who in ("admin", "auditor"):
                yield who, reverse(f"{name}_change", args=[held.pk])
            yield "admin", reverse(f"{name}_history", args=[held.pk])
            yield "admin", reverse(f"{name}_delete", args=[held.pk])
    proposals = reverse("admin:proposals_savingsproposal_changelist")
    this, preparation = world.rounds["scrutiny"].pk, world.rounds["preparation"].pk
    yield "finance", f"{proposals}?budget_round__id__exact={this}"
    yield "finance", f"{proposals}add/?budget_round={preparation}&direction=pressure"
    yield "finance", f"{proposals}{world.draft.pk}/copy/"
    yield "finance", f"{proposals}{world.draft.pk}/delete/"
    yield "finance", f"/admin/proposals/budgetround/{preparation}/next/"


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.long
def test_every_page_of_the_admin_is_sound(examined, world):
    clients, shown = {}, set()
    for who in ("finance", "admin", "auditor"):
        clients[who] = Client()
        clients[who].force_login(world.people[who])
    pressing = Pressing()
    for who, address in addresses(world):
        with undone(clients[who]):
            answer = clients[who].get(address, follow=True)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                shown.add(address)
                examined.add(f"{address} as {who}", clients[who], answer)
                pressing.look_at(State(who, address), clients[who], answer, html.fromstring(answer.content))
    found = [*examined.look(), *pressing.wrong]
    assert found == [], "\n".join(found)
    assert len(shown) > 50, "hardly a page was shown"
    assert len(pressing.seen) > 40, "hardly a button was pressed"

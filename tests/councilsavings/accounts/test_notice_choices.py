"""Everybody chooses for each kind of notice how often they get it by email, for themselves alone."""

import pytest
from django.urls import reverse

from services.models import Notice, NoticeChoice
from services.models.notices import notices_chosen
from tests.support.web_examples import problems, tree, words

pytestmark = pytest.mark.django_db

DEFAULTS = {
    "assigned": "at_once",
    "sent_back": "at_once",
    "ready_to_publish": "at_once",
    "asked": "at_once",
    "answered": "at_once",
    "due_soon": "daily",
    "overdue": "daily",
    "published": "daily",
}


@pytest.fixture
def page(client, scrutiny_member):
    client.force_login(scrutiny_member)
    return reverse("account_notices")


def chosen_on(response):
    return {field.get("name"): field.value for field in tree(response).iter("select")}


def test_who_has_chosen_nothing_gets_work_at_once_and_news_daily(client, page):
    assert chosen_on(client.get(page)) == DEFAULTS


def test_choices_are_kept_and_changed(client, page, scrutiny_member, auditor):
    for often in ("never", "daily"):
        answer = client.post(page, DEFAULTS | {"answered": often}, follow=True)
        assert "Your choices have been saved." in words(tree(answer))
        assert chosen_on(answer) == DEFAULTS | {"answered": often}
    assert NoticeChoice.objects.filter(person=scrutiny_member).count() == len(Notice.Kind)
    assert notices_chosen(auditor) == DEFAULTS


@pytest.mark.parametrize("sent", ["hourly", ""])
def test_another_choice_than_those_offered_is_refused_beside_its_field(client, page, sent):
    answer = client.post(page, DEFAULTS | {"answered": sent})
    assert answer.status_code == 400
    assert len(problems(answer)) == 1
    assert not NoticeChoice.objects.exists()


def test_strangers_are_led_to_sign_in(client):
    assert client.get(reverse("account_notices")).headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    ("email", "said"), [("", "you get no emails"), ("sam@x.example", "go to sam@x.example")]
)
def test_the_page_says_where_emails_go(client, page, scrutiny_member, email, said):
    scrutiny_member.email = email
    scrutiny_member.save()
    assert said in words(tree(client.get(page)))

"""The frame of the pages: forms, tables, navigation and error pages, with the rules of accessibility."""

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import django_tables2 as tables
import pytest
from axe_runs import EVERY_RULE_AND_GOOD_PRACTICE, violations
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.models import Permission, User
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import include, path
from playwright.sync_api import expect
from settled_page import assert_fits, resize

from councilsavings import urls as project_urls
from councilsavings.forms import FilterForm, PageForm, PageFormMixin, SignInForm
from services.years import FinancialYear

# Sample pages, so that the frame is tested whatever the rest of the project does with it.


class EveryFieldForm(PageForm):
    reference = forms.CharField(help_text="As printed, such as CYP002.")
    saving = forms.IntegerField(label="Saving in pounds")
    note = forms.CharField(widget=forms.Textarea, required=False)
    risk = forms.ChoiceField(
        label="Risk to delivery",
        choices=[("H", "High"), ("L", "Low")],
        widget=forms.RadioSelect,
        help_text="At proposal.",
    )
    affected = forms.MultipleChoiceField(
        choices=[("Age", [("young", "Young people"), ("old", "Older people")]), ("all", "Everyone")],
        widget=forms.CheckboxSelectMultiple,
    )
    service = forms.ChoiceField(choices=[("", "Choose"), ("fleet", "Fleet")])
    agreed = forms.BooleanField(label="Agreed by the service", help_text="By its director.")
    document = forms.FileField()

    def clean(self):
        raise forms.ValidationError("The figures do not add up.")


class SampleFilter(FilterForm):
    q = forms.CharField(label="Search", required=False)
    directorate = forms.MultipleChoiceField(choices=[("1", "Children"), ("2", "Adults")], required=False)
    least = forms.IntegerField(label="Saving at least", required=False)


class ProposalTable(tables.Table):
    caption = "Savings proposals"
    reference = tables.Column(footer="Total of all 312 proposals")
    title = tables.Column(attrs={"row_header": True}, linkify=lambda record: f"/proposal/{record['id']}/")
    service = tables.Column(orderable=False)
    total = tables.Column(
        attrs={"numeric": True},
        footer="£2,784,000",
        initial_sort_descending=True,
        verbose_name="Total saving",
    )

    class Meta:
        empty_text = "No proposals match these filters."


ROWS = [
    {
        "id": n,
        "reference": f"CYP{n:03}",
        "title": f"Shared <fleet> {n}",
        "service": "Fleet",
        "total": "£9,000",
    }
    for n in range(1, 313)
]


def list_page(request):
    table = ProposalTable([] if "nothing" in request.GET else ROWS)
    tables.RequestConfig(request, paginate={"per_page": 25}).configure(table)
    own = {name for name in request.GET if name in SampleFilter.base_fields}
    return from_text(
        request,
        """{% extends "base.html" %}{% load django_tables2 %}{% block title %}Proposals{% endblock %}
        {% block body_class %}app-wide{% endblock %}
        {% block breadcrumbs %}{% include "components/breadcrumbs.html" with current="All" %}{% endblock %}
        {% block content %}{% include "components/error_summary.html" with form=filter %}
        <h1 class="govuk-heading-l">Proposals</h1>
        {% include "components/tag.html" with text="Published" colour="green" %}
        {% include "components/filter_panel.html" with form=filter open=opened %}{% render_table table %}
        {% include "components/summary_list.html" with rows=rows %}{% endblock %}""",
        {
            "table": table,
            "filter": SampleFilter(request.GET if own else None),
            "opened": "opened" in request.GET,
            "rows": [("Service", "Fleet"), ("Start year", FinancialYear(2018)), ("Impact", "")],
        },
    )


def form_page(request):
    form = EveryFieldForm(request.POST or None)
    return from_text(
        request,
        """{% extends "base.html" %}{% block title %}A form{% endblock %}{% block content %}
        {% include "components/error_summary.html" with form=form %}<h1 class="govuk-heading-l">A form</h1>
        <form method="post" novalidate>{% csrf_token %}{{ form }}
        <button class="govuk-button" data-module="govuk-button">Save</button></form>{% endblock %}""",
        {"form": form},
    )


def message_page(request):
    messages.success(request, "42 proposals imported.")
    messages.error(request, "One document could not be read.")
    messages.info(request, "The round closes on Friday.")
    return from_text(
        request,
        '{% extends "base.html" %}{% block title %}Messages{% endblock %}'
        "{% block content %}<h1>Messages</h1>{% endblock %}",
        {},
    )


def from_text(request: HttpRequest, source: str, context: dict) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(source).render(context, request))


def refuse(request):
    raise PermissionDenied("Only finance officers import documents.")


def fail(request):
    raise RuntimeError("secret detail")


FRAME = {"accessibility", "words", "cookies", "look", "logo"}
proposals_urls = ([path("", list_page, name="list"), path("import/", form_page, name="import")], "proposals")
urlpatterns = [
    path("", list_page, name="home"),
    path("proposals/", include(proposals_urls)),
    path("form/", form_page),
    path("messages/", message_page),
    path("refuse/", refuse),
    path("fail/", fail),
    path("sign-in/", auth_views.LoginView.as_view(authentication_form=SignInForm), name="login"),
    path(
        "sign-out/",
        auth_views.LogoutView.as_view(template_name="registration/signed_out.html"),
        name="logout",
    ),
    # What every page links to.
    *(each for each in project_urls.urlpatterns if getattr(each, "name", "") in FRAME),
    path("admin/", admin.site.urls),
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.one_database]


# Reading a page.


@dataclass
class Element:
    tag: str
    attributes: dict
    text: str = ""
    inside: list = field(default_factory=list)


class PageReader(HTMLParser):
    """A page as a flat list of elements, each with its text and the tags it stands in."""

    EMPTY = {"meta", "link", "input", "br", "img", "hr"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs), inside=[outer.tag for outer in self._open])
        self.elements.append(element)
        if tag not in self.EMPTY:
            self._open.append(element)

    def handle_endtag(self, tag):
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data):
        for element in self._open:
            element.text += data

    def all(self, tag: str, **attributes: str) -> list[Element]:
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if element.tag == tag and all(element.attributes.get(n) == v for n, v in wanted.items())
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        (element,) = self.all(tag, **attributes)
        return element

    def ids(self) -> list[str]:
        return [element.attributes["id"] for element in self.elements if "id" in element.attributes]

    def with_id(self, identifier: str) -> Element:
        (element,) = [element for element in self.elements if element.attributes.get("id") == identifier]
        return element

    def words(self, element: Element) -> str:
        return " ".join(element.text.split())


def read(response) -> PageReader:
    return PageReader(response.content.decode())


@pytest.fixture
def officer(db) -> User:
    user = User.objects.create_user(
        "officer", password="a long password", first_name="Ann", last_name="Example"
    )
    user.user_permissions.add(Permission.objects.get(codename="import_documents"))
    return user


@pytest.fixture
def administrator(db) -> User:
    return User.objects.create_superuser("administrator", password="a long password")


@pytest.fixture
def broken_form_page(client, db) -> PageReader:
    return read(client.post("/form/", {"saving": "many"}))


PAGES = [
    "/",
    "/?opened=1&q=fleet&directorate=1&least=x&sort=-title",
    "/?nothing=1",
    "/form/",
    "/messages/",
    "/sign-in/",
    "/accessibility/",
]


# Nothing inline, everything named.


@pytest.mark.parametrize("address", [*PAGES, "/refuse/", "/missing/", "/fail/"])
def test_pages_have_nothing_that_the_content_security_policy_blocks(client, officer, address):
    client.force_login(officer)
    client.raise_request_exception = False
    assert_nothing_inline(read(client.get(address)))


def test_form_with_errors_has_nothing_inline(broken_form_page):
    assert_nothing_inline(broken_form_page)


def assert_nothing_inline(page: PageReader) -> None:
    assert not page.all("style")
    for script in page.all("script"):
        assert script.attributes.get("src")
        assert not script.text.strip()
    for element in page.elements:
        assert "style" not in element.attributes, element
        assert not [name for name in element.attributes if name.startswith("on")], element


@pytest.mark.parametrize("address", PAGES)
def test_ids_are_unique_and_references_lead_somewhere(client, officer, address):
    client.force_login(officer)
    assert_ids_hold_together(read(client.get(address)))


def test_ids_hold_together_on_a_form_with_errors(broken_form_page):
    assert_ids_hold_together(broken_form_page)


def assert_ids_hold_together(page: PageReader) -> None:
    ids = page.ids()
    assert sorted(set(ids)) == sorted(ids)
    for element in page.elements:
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            for identifier in element.attributes.get(attribute, "").split():
                assert identifier in ids, (attribute, element)
        href = element.attributes.get("href", "")
        if href.startswith("#"):
            assert href[1:] in ids, element


# Forms.


def test_every_control_has_a_label(broken_form_page):
    labelled = {label.attributes["for"] for label in broken_form_page.all("label")}
    for tag in ("input", "select", "textarea"):
        for control in broken_form_page.all(tag):
            if control.attributes.get("type") == "hidden":
                continue
            assert control.attributes["id"] in labelled, control


def test_hint_and_error_describe_the_control(broken_form_page):
    control = broken_form_page.with_id("id_reference")
    assert control.attributes["aria-describedby"] == "id_reference_helptext id_reference_error"
    assert control.attributes["aria-invalid"] == "true"
    assert broken_form_page.with_id("id_reference_helptext").text == "As printed, such as CYP002."
    error = broken_form_page.words(broken_form_page.with_id("id_reference_error"))
    assert error == "Error: This field is required."


@pytest.mark.parametrize("name", ["risk", "affected"])
def test_grouped_choices_stand_in_a_described_fieldset(broken_form_page, name):
    (described,) = [
        fieldset
        for fieldset in broken_form_page.all("fieldset")
        if f"id_{name}_error" in fieldset.attributes.get("aria-describedby", "")
    ]
    assert described.text.split()[0] in ("Risk", "Affected")


def test_radio_buttons_are_not_marked_invalid_one_by_one(broken_form_page):
    assert all(
        "aria-invalid" not in radio.attributes for radio in broken_form_page.all("input", type="radio")
    )


@pytest.mark.parametrize(
    ("identifier", "classes"),
    [
        ("id_reference", {"govuk-input", "govuk-input--error"}),
        ("id_note", {"govuk-textarea"}),
        ("id_service", {"govuk-select", "govuk-select--error"}),
        ("id_agreed", {"govuk-checkboxes__input"}),
        ("id_document", {"govuk-file-upload", "govuk-file-upload--error"}),
        ("id_risk_0", {"govuk-radios__input"}),
        ("id_affected_0_0", {"govuk-checkboxes__input"}),
    ],
)
def test_control_has_the_classes_of_its_kind(broken_form_page, identifier, classes):
    assert set(broken_form_page.with_id(identifier).attributes["class"].split()) == classes


def test_own_class_of_a_widget_stays():
    class Narrow(PageForm):
        year = forms.CharField(widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}))

    assert 'class="govuk-input--width-5 govuk-input"' in str(Narrow()["year"])


def test_error_summary_leads_to_the_first_control_of_each_field(broken_form_page):
    links = {
        broken_form_page.words(link): link.attributes["href"]
        for link in broken_form_page.all("a")
        if link.attributes["href"].startswith("#id_")
    }
    assert links == {
        "The figures do not add up.": "#id_reference",
        "Reference: This field is required.": "#id_reference",
        "Saving in pounds: Enter a whole number.": "#id_saving",
        "Risk to delivery: This field is required.": "#id_risk_0",
        "Affected: This field is required.": "#id_affected_0_0",
        "Service: This field is required.": "#id_service",
        "Agreed by the service: This field is required.": "#id_agreed",
        "Document: This field is required.": "#id_document",
    }


def test_title_says_error_only_when_there_is_one(client, broken_form_page, db):
    assert broken_form_page.one("title").text.startswith("Error: A form")
    assert read(client.get("/form/")).one("title").text.startswith("A form –")
    assert read(client.get("/?least=x")).one("title").text == "Proposals – Council savings proposals"


def test_optional_fields_say_so_and_filters_do_not():
    assert "Note (optional)" in str(EveryFieldForm())
    assert "Reference (optional)" not in str(EveryFieldForm())
    assert "optional" not in str(SampleFilter())


def test_form_leaves_the_browser_own_messages_out():
    assert " required" not in str(EveryFieldForm())


def test_number_that_cannot_be_read_is_shown_again(broken_form_page):
    control = broken_form_page.with_id("id_saving")
    assert (control.attributes["type"], control.attributes["value"]) == ("text", "many")


def test_error_in_a_hidden_field_is_shown():
    class WithHidden(PageForm):
        token = forms.CharField(widget=forms.HiddenInput)

    form = WithHidden({})
    assert "(Hidden field token) This field is required." in str(form)
    assert "Token: This field is required." in render_to_string(
        "components/error_summary.html", {"form": form}
    )


def test_user_text_is_escaped_in_errors_and_values():
    class Strict(PageForm):
        name = forms.ChoiceField(choices=[("a", "<b>A</b>")], widget=forms.RadioSelect)

    form = Strict({"name": "<script>"})
    drawn = str(form) + render_to_string("components/error_summary.html", {"form": form})
    assert "<script>" not in drawn
    assert "<b>" not in drawn
    assert "&lt;script&gt; is not one of the available choices" in drawn


def test_model_forms_take_the_look_by_the_mixin():
    class PersonForm(PageFormMixin, forms.ModelForm):
        class Meta:
            model = User
            fields = ["first_name"]

    assert "govuk-form-group" in str(PersonForm())


# The admin keeps its own look.


def test_forms_that_do_not_ask_look_as_django_draws_them():
    class Plain(forms.Form):
        name = forms.CharField()
        day = forms.DateField(initial=date(2018, 4, 1))

    assert "govuk" not in str(Plain())


def test_admin_sign_in_looks_like_the_admin(client, db):
    page = read(client.get("/admin/login/"))
    assert "class" not in page.with_id("id_username").attributes
    assert "govuk" not in client.get("/admin/login/").content.decode()


def test_admin_forms_look_like_the_admin(client, administrator):
    client.force_login(administrator)
    for address in ("/admin/auth/user/add/", f"/admin/auth/user/{administrator.pk}/change/"):
        assert "govuk" not in client.get(address).content.decode()
    change = read(client.get(f"/admin/auth/user/{administrator.pk}/change/"))
    assert change.with_id("id_username").attributes["class"] == "vTextField"


def test_the_way_out_of_the_admin_ends_where_every_other_does(client, administrator, settings):
    settings.LOGOUT_REDIRECT_URL = None
    client.force_login(administrator)
    assert "You have signed out" in client.post("/admin/logout/").content.decode()


# Header and navigation.


def navigation(client) -> list[str]:
    page = read(client.get("/accessibility/"))
    links = [e for e in page.all("a") if e.attributes.get("class") == "govuk-service-navigation__link"]
    return [page.words(link) for link in links]


def test_stranger_is_offered_the_list_and_signing_in(client, db):
    assert navigation(client) == ["Proposals"]
    assert [link.attributes["href"] for link in read(client.get("/")).all("a") if link.text == "Sign in"] == [
        "/sign-in/"
    ]


def test_import_is_offered_to_those_who_may(client, officer):
    client.force_login(officer)
    assert navigation(client) == ["Proposals", "Import a document"]


def test_admin_is_offered_to_staff(client, officer):
    officer.is_staff = True
    officer.save()
    client.force_login(officer)
    assert navigation(client) == ["Proposals", "Import a document", "Admin"]


def test_page_that_is_open_is_marked_in_the_navigation(client, officer):
    client.force_login(officer)
    page = read(client.get("/proposals/import/"))
    assert [page.words(link) for link in page.all("a", aria_current="page")] == ["Import a document"]


def test_signing_out_is_a_form_with_a_token(client, officer):
    client.force_login(officer)
    page = read(client.get("/accessibility/"))
    assert page.one("form").attributes == {"method": "post", "action": "/sign-out/"}
    assert page.one("input", name="csrfmiddlewaretoken")
    assert "Ann Example" in client.get("/accessibility/").content.decode()


def test_signed_out_page_says_so(client, officer, settings):
    settings.LOGOUT_REDIRECT_URL = None
    client.force_login(officer)
    page = read(client.post("/sign-out/"))
    assert page.one("h1").text == "You have signed out"
    assert "Ann Example" not in page.one("body").text


def test_skip_link_comes_first_and_leads_to_the_content(client, db):
    page = read(client.get("/accessibility/"))
    assert page.all("a")[0].attributes["href"] == "#main-content"
    assert page.with_id("main-content").tag == "main"


def test_messages_interrupt_only_when_they_must(client, db):
    page = read(client.get("/messages/"))
    banners = [e for e in page.elements if e.attributes.get("data-module") == "govuk-notification-banner"]
    assert [banner.attributes["role"] for banner in banners] == ["alert", "alert", "region"]
    assert ["data-disable-auto-focus" in banner.attributes for banner in banners] == [False, True, True]


def test_sign_in_page_shows_what_is_wrong(client, officer):
    page = read(client.post("/sign-in/", {"username": "officer", "password": "wrong"}))
    assert page.one("title").text.startswith("Error: Sign in")
    assert "The username or the password is not right." in page.one("div", role="alert").text
    assert page.with_id("id_username").attributes["autocomplete"] == "username"
    assert "autofocus" not in page.with_id("id_username").attributes


def test_signing_in_leads_to_the_page_asked_for(client, officer):
    page = read(client.get("/sign-in/?next=/form/"))
    assert page.one("input", name="next").attributes["value"] == "/form/"
    response = client.post(
        "/sign-in/", {"username": "officer", "password": "a long password", "next": "/form/"}
    )
    assert response.url == "/form/"


# Tables.


@pytest.fixture
def table_page(client, db) -> PageReader:
    return read(client.get("/?q=fleet&directorate=1&directorate=2&sort=-title&page=4"))


def parameters(link: Element) -> dict[str, list[str]]:
    return parse_qs(urlsplit(link.attributes["href"]).query)


FILTERS = {"q": ["fleet"], "directorate": ["1", "2"], "sort": ["-title"]}


def test_page_links_keep_every_parameter(table_page):
    by_name = {
        link.attributes.get("aria-label", table_page.words(link)): parameters(link)
        for link in table_page.all("a", class_="govuk-link govuk-pagination__link")
    }
    assert by_name == {
        "Previous page": FILTERS | {"page": ["3"]},
        "Page 1": FILTERS | {"page": ["1"]},
        "Page 2": FILTERS | {"page": ["2"]},
        "Page 3": FILTERS | {"page": ["3"]},
        "Page 4": FILTERS | {"page": ["4"]},
        "Page 5": FILTERS | {"page": ["5"]},
        "Page 13": FILTERS | {"page": ["13"]},
        "Next page": FILTERS | {"page": ["5"]},
    }
    current = table_page.all("a", aria_label="Page 4")[0]
    assert current.attributes["aria-current"] == "page"


def test_rows_shown_are_counted(table_page):
    (line,) = table_page.all("p", class_="govuk-body app-shown-rows")
    assert line.text == "Showing 76 to 100 of 312"


def test_sorting_is_a_link_that_keeps_the_filters_and_begins_at_page_one(table_page):
    assert [parameters(link) for link in table_page.all("a", class_="app-sort")] == [
        FILTERS | {"sort": ["reference"]},
        FILTERS | {"sort": ["title"]},
        FILTERS | {"sort": ["-total"]},
    ]


def test_order_is_said_and_shown(table_page):
    reference, title, service, total = table_page.all("th", scope="col")
    assert title.attributes["aria-sort"] == "descending"
    assert title.text == "Title▼"
    assert [("aria-sort" in heading.attributes) for heading in (reference, service, total)] == [False] * 3
    assert service.text == "Service"


def test_row_header_and_numeric_columns_are_marked(table_page):
    rows = [header for header in table_page.all("th", scope="row") if "tbody" in header.inside]
    assert len(rows) == 25
    assert all(row.text.startswith("Shared <fleet>") for row in rows)
    figures = table_page.all("td", class_="govuk-table__cell govuk-table__cell--numeric")
    assert len(figures) == 25 + 1


def test_totals_label_spans_the_columns_without_a_total(table_page):
    label, total = [
        element
        for element in table_page.elements
        if "tfoot" in element.inside and element.tag in ("th", "td")
    ]
    assert (label.tag, label.text, label.attributes["colspan"]) == ("th", "Total of all 312 proposals", "3")
    assert (total.tag, total.text) == ("td", "£2,784,000")


def test_table_can_be_scrolled_with_the_keyboard(table_page):
    region = table_page.one("div", role="region", tabindex="0")
    caption = table_page.with_id(region.attributes["aria-labelledby"])
    assert (caption.tag, caption.text) == ("caption", "Savings proposals")


def test_table_without_rows_says_so(client, db):
    page = read(client.get("/?nothing=1"))
    assert page.with_id("table-empty").text == "No proposals match these filters."
    assert not page.all("table")


# Filters.


def test_filter_keeps_the_order_and_leaves_the_page(table_page):
    kept = {e.attributes["name"]: e.attributes["value"] for e in table_page.all("input", type="hidden")}
    assert kept == {"sort": "-title"}
    (clear,) = [link for link in table_page.all("a") if link.text == "Clear filters"]
    assert clear.attributes["href"] == "/?sort=-title"


def test_applied_filters_are_shown_in_words_and_can_be_removed_one_by_one(table_page):
    removals = {
        table_page.words(link): parameters(link) for link in table_page.all("a", class_="app-filter__remove")
    }
    assert removals == {
        "Remove filter Search: fleet ✕": {"directorate": ["1", "2"], "sort": ["-title"]},
        "Remove filter Directorate: Children ✕": {"q": ["fleet"], "directorate": ["2"], "sort": ["-title"]},
        "Remove filter Directorate: Adults ✕": {"q": ["fleet"], "directorate": ["1"], "sort": ["-title"]},
    }


def test_filters_open_by_themselves_only_when_one_is_wrong(client, db):
    assert "open" not in read(client.get("/?least=5")).one("details").attributes
    assert "open" in read(client.get("/?least=x")).one("details").attributes


# Error pages.


class NoSession:
    """A user or session that cannot be read, as when the database is down."""

    def __getattr__(self, name):
        raise AssertionError("an error page asked who is signed in")


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_need_neither_session_nor_database(name):
    request = RequestFactory().get("/")
    request.user = request.session = NoSession()
    for drawn in (render_to_string(f"{name}.html"), render_to_string(f"{name}.html", request=request)):
        page = PageReader(drawn)
        assert page.one("h1").text
        assert len(page.all("p")) >= 2


@pytest.mark.parametrize(("address", "status"), [("/refuse/", 403), ("/missing/", 404), ("/fail/", 500)])
def test_error_pages_answer_with_their_status_and_no_detail(client, db, address, status):
    client.raise_request_exception = False
    response = client.get(address)
    assert response.status_code == status
    assert "secret detail" not in response.content.decode()
    assert "Traceback" not in response.content.decode()


def test_refusal_gives_its_reason(client, db):
    assert "Only finance officers import documents." in client.get("/refuse/").content.decode()


def test_form_from_elsewhere_is_refused_in_words(db):
    response = Client(enforce_csrf_checks=True).post("/form/")
    assert response.status_code == 403
    assert "The page was open too long" in response.content.decode()


# In a real browser.


def answers_for(client: Client, addresses: list[str]) -> dict[str, HttpResponse]:
    return {address: client.get(address) for address in addresses}


def serve(answers: dict[str, HttpResponse]):
    """Answer the browser from pages already drawn, so that it needs no server and no database."""

    def handle(route) -> None:
        parts = urlsplit(route.request.url)
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        if parts.path.startswith("/static/"):
            found = Path(finders.find(parts.path.removeprefix("/static/")))
            route.fulfill(body=found.read_bytes(), content_type=mimetypes.guess_type(found)[0])
        elif address in answers:
            response = answers[address]
            route.fulfill(status=response.status_code, body=response.content, headers=dict(response.headers))
        else:
            route.fulfill(status=404, body="")

    return handle


@pytest.fixture
def drawn_pages(client, officer) -> dict[str, HttpResponse]:
    errors = {
        "/form-with-errors/": client.post("/form/", {"saving": "many"}),
        "/sign-in-with-errors/": client.post("/sign-in/", {"username": "officer", "password": "wrong"}),
        "/sign-in/": client.get("/sign-in/"),
        "/missing/": client.get("/missing/"),
    }
    client.force_login(officer)
    return errors | answers_for(client, [address for address in PAGES if address != "/sign-in/"])


@pytest.fixture
def browser_page(drawn_pages, browser) -> Iterator:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", serve(drawn_pages))
    yield page
    context.close()


@pytest.mark.browser
def test_pages_pass_axe_and_reflow_and_break_no_policy(browser_page, drawn_pages):
    complaints: list[str] = []
    browser_page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    browser_page.on("pageerror", lambda error: complaints.append(str(error)))
    for address in drawn_pages:
        browser_page.goto(f"http://localhost{address}")
        if address != "/missing/":
            browser_page.wait_for_selector("body.js-enabled")
        for width in (320, 768, 1280):
            resize(browser_page, width)
            assert_fits(browser_page, address)
            if width == 768:
                continue
            found = violations(browser_page, EVERY_RULE_AND_GOOD_PRACTICE)
            assert found == [], (address, width)
    assert [text for text in complaints if "404" not in text] == []


@pytest.mark.browser
def test_error_summary_takes_the_focus_and_its_links_reach_the_fields(browser_page):
    browser_page.goto("http://localhost/form-with-errors/")
    expect(browser_page.locator(".govuk-error-summary")).to_be_focused()
    browser_page.click("text=Risk to delivery: This field is required.")
    expect(browser_page.locator("#id_risk_0")).to_be_focused()

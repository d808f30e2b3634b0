"""Sample pages in the frame of every page, a reader of pages as flat lists, and the people who open them.

The frame is tested with them whatever the rest of the project does with it.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import django_tables2 as tables
import pytest
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from councilsavings import urls as project_urls
from councilsavings.accounts.urls import urlpatterns as account_urls
from councilsavings.forms import FilterForm, PageForm
from services.values.years import FinancialYear


class EveryFieldForm(PageForm):
    reference = forms.CharField(help_text="As printed, for example CYP002.")
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
    *account_urls,
    # What every page links to.
    *(each for each in project_urls.urlpatterns if getattr(each, "name", "") in FRAME),
    path("admin/", admin.site.urls),
]


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
def frame_officer(db) -> User:
    user = User.objects.create_user(
        "officer", password="a long password", first_name="Ann", last_name="Example"
    )
    user.user_permissions.add(Permission.objects.get(codename="import_documents"))
    return user


@pytest.fixture
def frame_administrator(db) -> User:
    return User.objects.create_superuser("administrator", password="a long password")


@pytest.fixture
def frame_broken_form_page(client, db) -> PageReader:
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

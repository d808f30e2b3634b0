"""The forms of the pages: labels, hints, errors and their summary; the admin keeps its own look."""

from datetime import date

import pytest
from django import forms
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from lxml import html

from councilsavings.forms import PageForm, PageFormMixin
from tests.support.base_pages import (
    EveryFieldForm,
    SampleFilter,
    frame_administrator,
    frame_broken_form_page,
    read,
)

pytestmark = [pytest.mark.urls("tests.support.base_pages"), pytest.mark.one_database]
administrator = frame_administrator
broken_form_page = frame_broken_form_page


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
    assert broken_form_page.with_id("id_reference_helptext").text == "As printed, for example CYP002."
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
        "Risk to delivery: Choose one.": "#id_risk_0",
        "Affected: Choose at least one.": "#id_affected_0_0",
        "Service: Choose one from the list.": "#id_service",
        "Agreed by the service: Tick the box.": "#id_agreed",
        "Document: Choose a file.": "#id_document",
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


# The fields of the admin are Django's own, in the frame of the site.


def test_forms_that_do_not_ask_look_as_django_draws_them():
    class Plain(forms.Form):
        name = forms.CharField()
        day = forms.DateField(initial=date(2018, 4, 1))

    assert "govuk" not in str(Plain())


def content_of(response):
    page = html.fromstring(response.content)
    assert page.xpath("//header[@class='app-header']"), "the page is not in the frame of the site"
    return html.tostring(page.get_element_by_id("content"), encoding="unicode")


def test_admin_sign_in_has_the_fields_of_the_admin(client, db):
    page = read(client.get("/admin/login/"))
    assert "class" not in page.with_id("id_username").attributes
    assert "govuk" not in content_of(client.get("/admin/login/"))


def test_admin_forms_have_the_fields_of_the_admin(client, administrator):
    client.force_login(administrator)
    for address in ("/admin/auth/user/add/", f"/admin/auth/user/{administrator.pk}/change/"):
        assert "govuk" not in content_of(client.get(address))
    change = read(client.get(f"/admin/auth/user/{administrator.pk}/change/"))
    assert change.with_id("id_username").attributes["class"] == "vTextField"


def test_the_way_out_of_the_admin_ends_where_every_other_does(client, administrator, settings):
    settings.LOGOUT_REDIRECT_URL = None
    client.force_login(administrator)
    assert "You have signed out" in client.post("/admin/logout/").content.decode()

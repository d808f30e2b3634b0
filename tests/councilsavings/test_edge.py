"""What every request meets first: unstorable text, security headers, hosts that are none of ours, shared limits."""

import logging
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from proposals.api.limits import PerAddress
from services.models import RateCount

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/published/northmoor/1/%00",
        "/%00",
        "/proposals/?text=%00",
        "/proposals/?%00=1",
        "/api/v1/rounds?x=%00",
        "/admin/services/service/?%00=1",
        "/sign-in/?next=/%00",
    ],
)
def test_an_address_that_no_database_can_store_is_refused(client, address):
    assert client.get(address).status_code == 400


@pytest.mark.parametrize(
    "sent",
    [
        {"username": "a\0", "password": "x"},
        {"a\0": "x"},
        {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.7", content_type="application/\0pdf")},
    ],
)
def test_a_form_that_no_database_can_store_is_refused(client, sent):
    assert client.post("/sign-in/", sent).status_code == 400


def test_a_session_cookie_that_no_database_can_store_is_refused(client):
    assert client.get("/", headers={"cookie": 'sessionid="\\000aaaaaaa"'}).status_code == 400


def test_a_file_with_null_characters_in_its_content_is_read(client, finance_officer):
    client.force_login(finance_officer)
    upload = SimpleUploadedFile("x.pdf", b"\0\1\2")
    assert client.post("/verify/", {"file": upload}).status_code == 200


@pytest.mark.parametrize("address", ["/sign-in/", "/static/css/app.css", "/nowhere/"])
def test_pages_and_static_files_carry_the_security_headers(client, address):
    answer = client.get(address)
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in answer


def test_security_txt_says_whom_to_tell_and_until_when_it_holds(client, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@northmoor.example"
    answer = client.get("/.well-known/security.txt")
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert lines["Contact"] == "mailto:security@northmoor.example"
    assert timezone.now() < datetime.fromisoformat(lines["Expires"]) < timezone.now() + timedelta(days=366)


def test_a_host_that_is_none_of_ours_is_refused_without_a_line_in_the_log(settings, capfd):
    logging.config.dictConfig(settings.LOGGING)
    assert Client().get("/", headers={"host": "scanner.invalid"}).status_code == 400
    assert "scanner.invalid" not in capfd.readouterr().err


def test_a_request_that_cannot_be_read_leaves_one_line_in_the_log(client, settings, capfd):
    logging.config.dictConfig(settings.LOGGING)
    many = {f"name{number}": "" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert client.get("/%00").status_code == client.get("/", many).status_code == 400
    assert len(capfd.readouterr().err.splitlines()) == 2


def test_all_processes_share_the_count_of_an_address(rf):
    request = rf.get("/api/v1/rounds")
    one, other = PerAddress(2), PerAddress(2)
    assert [one.allow_request(request), other.allow_request(request), one.allow_request(request)] == [
        True,
        True,
        False,
    ]
    assert 0 < one.wait() <= 60


def test_a_new_minute_counts_from_zero(rf):
    request, limit = rf.get("/api/v1/rounds"), PerAddress(1)
    assert [limit.allow_request(request) for _ in range(2)] == [True, False]
    RateCount.objects.update(window_start=0)
    assert limit.allow_request(request)

"""No public output holds exempt wording: no page, file, error, message or log; what the public is told instead."""

import io
import logging
import re
import subprocess
import zipfile

import pikepdf
import pytest
from django.core.management import call_command
from django.urls import reverse

from proposals.models import ExemptWording, ImpactStatement
from services.models import ChangeRecord
from tests.support.attachment_examples import make_attachment
from tests.support.edition_examples import appendix_file
from tests.support.exempt_examples import (
    INTEREST,
    MARKER,
    ONLY_IN_THE_WORDING,
    PUBLIC,
    exempt_proposal,
    signed_in,
)
from tests.support.web_examples import make_proposal, make_round, references, tree, words

pytestmark = pytest.mark.django_db


with_exempt_wording = exempt_proposal


@pytest.fixture
def proposal(with_exempt_wording):
    """The exempt proposal with an exempt file, whose name and content would be recognised as well."""
    content = f"{MARKER} is sold.".encode()
    make_attachment(with_exempt_wording, f"{MARKER} sale.txt", content, sensitivity="exempt")
    return with_exempt_wording


def parts_of(content):
    """All there is to read in a file: its bytes, the parts of a zip, the text, streams and metadata of a PDF."""
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as workbook:
            yield from (workbook.read(name) for name in workbook.namelist())
    if content.startswith(b"%PDF"):
        yield subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout
        with pikepdf.open(io.BytesIO(content)) as pdf:
            yield str(pdf.docinfo).encode()
            for held in pdf.objects:
                yield held.read_bytes() if isinstance(held, pikepdf.Stream) else repr(held).encode()


def assert_no_marker(content, where):
    for part in parts_of(content):
        assert MARKER.lower().encode() not in part.lower(), where


PUBLIC_OUTPUTS = [
    "/proposals/",
    f"/proposals/?text={ONLY_IN_THE_WORDING}",
    "/proposals/download/csv/",
    "/proposals/download/xlsx/",
    "/proposals/download/json/",
    "/proposals/{pk}/",
    "/proposals/{pk}/timeline/",
    "/proposals/{pk}/timeline/?kind=exempt",
    "/proposals/{pk}/exempt/",
    "/proposals/{pk}/exempt/grants/",
    "/proposals/import/",
    "/appendices/?title=Savings",
    "/appendices/page/?title=Savings",
    "/proposals/download/nonsense/",
    "/proposals/999999/",
    "/proposals/?round=999999",
    "/published/",
    "/published/eastvale-council/",
    "/publications/",
    f"/publications/new/?text={ONLY_IN_THE_WORDING}",
    "/admin/",
    "/admin/services/changerecord/",
    f"/admin/services/changerecord/?q={ONLY_IN_THE_WORDING}",
    f"/admin/proposals/savingsproposal/?q={ONLY_IN_THE_WORDING}",
    "/admin/proposals/savingsproposal/{pk}/history/",
    "/admin/proposals/savingsproposal/{pk}/delete/",
    "/admin/proposals/documentimport/",
    f"/admin/autocomplete/?term={ONLY_IN_THE_WORDING}&app_label=proposals&model_name=savingsproposal&field_name=service",
]


class TestNothingPublicHoldsIt:
    @pytest.mark.parametrize(
        "person",
        ["scrutiny_member", "committee_clerk", "cabinet_member", "finance_officer", "outsider", "anonymous"],
    )
    def test_no_page_file_or_refusal(self, proposal, request, person):
        reader = None if person == "anonymous" else request.getfixturevalue(person)
        client = signed_in(reader, raise_request_exception=False)
        for address in PUBLIC_OUTPUTS:
            response = client.get(address.format(pk=proposal.pk))
            assert_no_marker(response.content, (person, address))
            for name, value in response.headers.items():
                assert MARKER not in value, (person, address, name)
        assert client.post(f"/proposals/{proposal.pk}/exempt/", {}).status_code in {302, 400, 403, 404}

    def test_searching_for_it_finds_nothing(self, proposal, finance_officer):
        client = signed_in(finance_officer)
        assert references(client.get("/proposals/", {"text": "Dim the lights"})) == ["ENV001"]
        for words_of_it in (MARKER, ONLY_IN_THE_WORDING):
            response = client.get("/proposals/", {"text": words_of_it})
            assert response.status_code == 200
            assert "ENV001" not in response.content.decode()

    def test_no_pdf(self, proposal, committee_clerk):
        response = appendix_file(signed_in(committee_clerk), "pdf", **{"cover-title": "Savings"})
        assert response.content.startswith(b"%PDF")
        assert_no_marker(response.content, "PDF")
        text = subprocess.run(
            ["pdftotext", "-", "-"], input=response.content, capture_output=True, check=True
        ).stdout.decode()
        assert "is exempt from publication under paragraph 1" in " ".join(text.split())

    def test_no_command(self, proposal, tmp_path, capfd):
        of = {"council": "eastvale-council", "round": proposal.budget_round.name}
        for file_format in ("json", "csv", "xlsx"):
            call_command("export_proposals", **of, format=file_format, output=tmp_path / f"out.{file_format}")
        call_command("render_appendix", "option-pages", **of, html=True, output=tmp_path / "out.html")
        call_command("export_history", council="eastvale-council", output=tmp_path / "out.jsonl")
        made = sorted(tmp_path.iterdir())
        assert len(made) == 5
        for path in made:
            assert_no_marker(path.read_bytes(), path.name)
        printed = capfd.readouterr()
        assert MARKER not in printed.out + printed.err

    def test_the_auditors_file_holds_it_only_when_asked_for_with_a_reason(self, proposal, tmp_path):
        path = tmp_path / "out.jsonl"
        call_command("export_history", with_exempt="Audit 7.", output=path)
        assert MARKER.encode() in path.read_bytes()
        taken = ChangeRecord.objects.get(action="downloaded_exempt")
        assert taken.reason == "Audit 7."

    def test_the_log_names_its_rows_without_quoting_them(self, proposal):
        rows = ChangeRecord.objects.filter(record_type="proposals.exemptwording")
        assert rows.count() == 5
        assert all(row.confidential for row in rows)
        assert all(re.fullmatch(r"exempt wording \d+", row.record_text) for row in rows)
        assert MARKER not in str(list(ChangeRecord.objects.public().values()))
        assert MARKER not in " ".join(str(row) for row in ExemptWording.objects.all())

    def test_an_error_while_it_is_in_hand_shows_and_logs_nothing_of_it(
        self, proposal, finance_officer, monkeypatch, caplog, settings
    ):
        settings.DEBUG = False

        def fail(*_):
            raise RuntimeError("The printer is on fire.")

        monkeypatch.setattr("proposals.exempt.views._marking", fail)
        client = signed_in(finance_officer, raise_request_exception=False)
        with caplog.at_level(logging.DEBUG):
            response = client.post(f"/proposals/{proposal.pk}/exempt/", {"purpose": "To check."})
        assert response.status_code == 500
        assert_no_marker(response.content, "500")
        assert "The printer is on fire." in caplog.text  # so the log was looked at
        logged = "\n".join(logging.Formatter().format(record) for record in caplog.records)
        assert MARKER not in logged


class TestWhatThePublicIsTold:
    def test_the_page_says_that_more_is_exempt_under_which_paragraph_and_why(self, proposal, scrutiny_member):
        text = words(tree(signed_in(scrutiny_member).get(f"/proposals/{proposal.pk}/")))
        assert PUBLIC in text
        assert (
            "More about this is exempt from publication under paragraph 1 of Part 1 of Schedule 12A to the "
            "Local Government Act 1972 (information relating to any individual). "
            f"Public interest reason: {INTEREST}"
        ) in text
        assert "This section is exempt from publication under paragraph 1" in text

    def test_the_page_tells_not_applicable_from_left_blank(self, scrutiny_member):
        proposal = make_proposal(make_round(), "ENV001")
        ImpactStatement.objects.create(
            proposal=proposal, kind="impact_upon_property", answer="not_applicable"
        )
        ImpactStatement.objects.create(proposal=proposal, kind="in_scope", answer="blank")
        ImpactStatement.objects.create(proposal=proposal, kind="other", heading="Ward", text="All of them.")
        page = tree(signed_in(scrutiny_member).get(f"/proposals/{proposal.pk}/"))
        after = {
            words(heading): words(heading.getnext())
            for heading in page.xpath("//main//h3[not(ancestor::*[@role='alert'])]")
            if heading.getnext() is not None
        }
        assert after["Impact on property and assets"] == "Not applicable"
        assert after["What is within scope?"] == "Not stated"
        assert after["Ward"] == "All of them."
        assert after["Impact upon service"] == "Not stated"

    @pytest.mark.parametrize(
        ("person", "linked"),
        [("scrutiny_member", False), ("committee_clerk", True), ("finance_officer", True)],
    )
    def test_the_way_to_the_wording_is_offered_to_those_who_may(self, proposal, request, person, linked):
        page = signed_in(request.getfixturevalue(person)).get(f"/proposals/{proposal.pk}/").content.decode()
        assert (f'/proposals/{proposal.pk}/exempt/"' in page) is linked


class TestTheLogInTheAdmin:
    """An auditor reads confidential rows there: one at a time, on the record."""

    def test_lists_them_without_wording_and_records_who_opens_one(self, proposal, auditor):
        client = signed_in(auditor)
        address = reverse("admin:services_changerecord_changelist")
        assert_no_marker(client.get(address, {"record_type": "proposals.exemptwording"}).content, "the list")
        row = ChangeRecord.objects.filter(record_type="proposals.exemptwording").latest("pk")
        assert MARKER in client.get(f"{address}{row.pk}/change/").content.decode()
        seen = ChangeRecord.objects.get(action="viewed_exempt")
        assert seen.actor_name == "Audrey Trail"
        assert (seen.subject_type, seen.subject_id) == ("proposals.savingsproposal", proposal.pk)
        assert_no_marker(str(vars(seen)).encode(), "the event")

    def test_hides_them_from_the_section_151_officer_who_reads_them_on_the_proposals_page(
        self, proposal, section_151_officer
    ):
        client = signed_in(section_151_officer)
        address = reverse("admin:services_changerecord_changelist")
        row = ChangeRecord.objects.filter(record_type="proposals.exemptwording").latest("pk")
        assert row not in client.get(address).context["cl"].queryset
        response = client.get(f"{address}{row.pk}/change/")
        assert_no_marker(response.content, "the row")
        assert not ChangeRecord.objects.filter(action="viewed_exempt").exists()

    def test_narrows_to_a_person_a_kind_of_record_and_a_month(self, proposal, auditor):
        client = signed_in(auditor)
        address = reverse("admin:services_changerecord_changelist")
        row = ChangeRecord.objects.filter(record_type="proposals.impactstatement").latest("pk")
        for query in (
            {"actor_name": row.actor_name},
            {"record_type": "proposals.impactstatement"},
            {"month": f"{row.at:%Y-%m}"},
            {"action": row.action},
        ):
            response = client.get(address, query)
            assert response.status_code == 200, query
            assert row in response.context["cl"].queryset, query
        assert row not in client.get(address, {"actor_name": "Nobody"}).context["cl"].queryset


class TestTheWorkbook:
    def test_for_editing_holds_no_exempt_wording_and_is_on_the_record(self, proposal, finance_officer):
        response = signed_in(finance_officer).get("/proposals/workbook/download/")
        assert response.content.startswith(b"PK")
        assert_no_marker(response.content, "workbook")
        taken = ChangeRecord.objects.get(action="exported")
        assert (taken.after["format"], taken.after["proposals"]) == ("workbook for editing", 1)

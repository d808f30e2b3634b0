"""The pages of financial cases: who sees them, their readings, their files, sharing, and the import."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from proposals.models import WaitingDocument
from reports.forecasts.input_workbook import inputs_workbook
from reports.models import Forecast, PrintJob
from reports.publishing import jobs, worker
from services.models import ChangeRecord
from tests.support.access_examples import signed_in
from tests.support.forecast_examples import case_details, inputs_file
from tests.support.web_examples import make_proposal, make_round, problems, tree, words

pytestmark = pytest.mark.django_db
NAME = "Leisure trust model"


@pytest.fixture
def budget_round():
    found = make_round()
    make_proposal(found, "ENV001")
    return found


@pytest.fixture
def forecast(budget_round):
    return Forecast.objects.create(council=budget_round.council, name=NAME, inputs=inputs_file())


@pytest.fixture
def shared(forecast):
    forecast.shared_at = timezone.now()
    forecast.save()
    return forecast


@pytest.fixture
def at(budget_round):
    def at(name, *arguments, **query):
        address = reverse(f"budget:{name}", args=[budget_round.pk, *arguments])
        return f"{address}?{'&'.join(f'{key}={value}' for key, value in query.items())}"

    return at


def cells_of(response, caption, label):
    """The figures of a row of the table whose caption has these words in it."""
    for table in tree(response).iter("table"):
        heading = table.find("caption")
        if heading is not None and caption in words(heading):
            for row in table.iter("tr"):
                if words(row[0]) == label:
                    return [words(cell) for cell in row[1:]]
    raise AssertionError(f"There is no row {label} in {caption}.")


class TestWhoSees:
    def test_a_case_that_is_not_shared_is_finance_officers_and_auditors_alone(
        self, forecast, at, finance_officer, auditor, scrutiny_member, committee_clerk, outsider
    ):
        for person in (finance_officer, auditor):
            client = signed_in(person)
            assert NAME in client.get(at("programmes")).content.decode()
            assert client.get(at("programme", forecast.pk)).status_code == 200
        for person in (scrutiny_member, committee_clerk):
            client = signed_in(person)
            assert NAME not in client.get(at("programmes")).content.decode()
            for name in ("programme", "programme-appendix", "programme-inputs"):
                assert client.get(at(name, forecast.pk)).status_code == 404
            for ending in ("json", "xlsx", "html", "docx", "pdf"):
                assert client.get(at("programme-download", forecast.pk, ending)).status_code == 404
        assert signed_in(outsider).get(at("programmes")).status_code == 404

    def test_a_shared_case_is_everybody_s_who_sees_the_council(self, shared, at, scrutiny_member):
        client = signed_in(scrutiny_member)
        assert NAME in client.get(at("programmes")).content.decode()
        assert client.get(at("programme", shared.pk)).status_code == 200
        assert client.get(at("programme-download", shared.pk, "json")).status_code == 200

    def test_nobody_sees_a_case_of_a_council_that_they_are_not_assigned_to(
        self, shared, at, assign, finance_officer
    ):
        other = make_round(council="Westvale Council")
        assign(finance_officer, other.council)
        assert signed_in(finance_officer).get(at("programme", shared.pk)).status_code == 404

    def test_a_case_of_another_council_is_not_among_the_round_s(self, shared, finance_officer):
        other = make_round(council="Westvale Council")
        address = reverse("budget:programme", args=[other.pk, shared.pk])
        assert signed_in(finance_officer).get(address).status_code == 404


class TestSharing:
    def test_is_finance_officers_alone_and_can_be_withdrawn(
        self, forecast, at, finance_officer, auditor, scrutiny_member
    ):
        address = at("programme-share", forecast.pk)
        assert signed_in(scrutiny_member).post(address).status_code == 404
        assert signed_in(auditor).post(address).status_code == 403
        signed_in(finance_officer).post(address)
        forecast.refresh_from_db()
        assert forecast.shared_at is not None
        signed_in(finance_officer).post(address, {"withdraw": "1"})
        forecast.refresh_from_db()
        assert forecast.shared_at is None
        assert signed_in(scrutiny_member).get(at("programme", forecast.pk)).status_code == 404


@pytest.mark.one_database
class TestReadings:
    def test_of_the_address_are_those_of_the_page_and_of_its_files(self, shared, at, scrutiny_member):
        client = signed_in(scrutiny_member)
        gross = {"reading-savings_in_the_council_position": "gross"}
        row = "Digital Front Door savings"
        page = client.get(at("programme", shared.pk))
        assert cells_of(page, "Position of the retained services", row)[0] == "-0.600"
        page = client.get(at("programme", shared.pk, **gross))
        assert cells_of(page, "Position of the retained services", row)[1] == "0.400"
        results = json.loads(client.get(at("programme-download", shared.pk, "json", **gross)).content)
        (table,) = (each for each in results["tables"] if each["key"] == "retained services")
        assert {each["label"]: each["values"]["2028/29"] for each in table["rows"]}[row] == 400_000

    def test_that_do_not_exist_are_refused_with_the_rule(self, shared, at, scrutiny_member):
        response = signed_in(scrutiny_member).get(
            at("programme", shared.pk, **{"reading-amounts": "guessed"})
        )
        assert response.status_code == 400
        assert any("“guessed” is not a reading of this rule" in each for each in problems(response))


@pytest.mark.one_database
class TestFiles:
    def test_are_on_the_record_and_marked_as_drafts_until_the_case_is_shared(
        self, forecast, at, finance_officer
    ):
        client = signed_in(finance_officer)
        assert "Draft" in client.get(at("programme-download", forecast.pk, "html")).content.decode()
        taken = ChangeRecord.objects.get(action="exported")
        assert taken.after["file_name"] == "eastvale-council-leisure-trust-model.html"
        forecast.shared_at = timezone.now()
        forecast.save()
        assert "Draft" not in client.get(at("programme-download", forecast.pk, "html")).content.decode()

    def test_carry_the_words_of_the_cover(self, shared, at, scrutiny_member):
        query = {"cover-title": "Leisure", "cover-meeting": "Cabinet", "cover-appendix": "C"}
        page = signed_in(scrutiny_member).get(at("programme-download", shared.pk, "html", **query))
        assert "Appendix C" in page.content.decode()
        assert "Cabinet" in page.content.decode()

    def test_with_a_cover_that_cannot_be_are_refused(self, shared, at, scrutiny_member):
        query = {"cover-title": "Leisure", "cover-part": "II"}
        response = signed_in(scrutiny_member).get(at("programme-download", shared.pk, "docx", **query))
        assert response.status_code == 400
        assert any("Choose the paragraph of Schedule 12A" in each for each in problems(response))

    def test_as_pdf_are_the_worker_s_and_their_owner_s_while_they_see_the_case(
        self, shared, at, scrutiny_member, committee_clerk
    ):
        client = signed_in(scrutiny_member)
        response = client.get(at("programme-download", shared.pk, "pdf"))
        job = PrintJob.objects.get()
        assert response["Location"] == reverse("budget:work", args=[job.budget_round_id, job.pk])
        assert client.get(response["Location"]).status_code == 200
        worker.do(jobs.take(worker.worker_name()))
        file = at("work-file", job.pk)
        assert client.get(file).content.startswith(b"%PDF")
        assert signed_in(committee_clerk).get(file).status_code == 404
        assert signed_in(committee_clerk).get(reverse("reports:job-file", args=[job.pk])).status_code == 404
        shared.shared_at = None
        shared.save()
        assert client.get(file).status_code == 404

    def test_as_pdf_are_not_among_the_appendices_of_the_list(self, shared, at, finance_officer, budget_round):
        client = signed_in(finance_officer)
        client.get(at("programme-download", shared.pk, "pdf"))
        page = client.get(reverse("reports:appendix"), {"round": budget_round.pk}).content.decode()
        job = PrintJob.objects.get()
        assert reverse("reports:job-page", args=[job.pk]) not in page
        assert client.get(reverse("reports:job-page", args=[job.pk])).status_code == 404

    def test_of_inputs_make_the_same_case_again(self, shared, at, finance_officer, budget_round):
        client = signed_in(finance_officer)
        content = client.get(at("programme-inputs", shared.pk)).content
        upload(client, budget_round, "inputs.xlsx", content, name="Again")
        client.post(reverse("programmes:preview", args=[WaitingDocument.objects.get().pk]))
        first, second = (
            json.loads(client.get(at("programme-download", each.pk, "json")).content)["tables"]
            for each in Forecast.objects.order_by("pk")
        )
        assert first == second


def upload(client, budget_round, file_name, content, name=NAME):
    sent = {
        "council": budget_round.council_id,
        "name": name,
        "document": SimpleUploadedFile(file_name, content),
    }
    return client.post(reverse("programmes:import"), sent)


class TestImporting:
    def test_previews_what_the_case_comes_to_and_stores_it_once_confirmed(
        self, budget_round, finance_officer
    ):
        client = signed_in(finance_officer)
        response = upload(
            client, budget_round, "inputs.xlsx", inputs_workbook(inputs_file() | case_details(), "x")
        )
        preview = client.get(response["Location"]).content.decode()
        assert "£1.700m" in preview
        assert "What is the minimum level of the reserves, and why?" in preview
        assert not Forecast.objects.exists()
        response = client.post(response["Location"])
        forecast = Forecast.objects.get()
        assert (forecast.name, forecast.shared_at) == (NAME, None)
        assert response["Location"] == reverse("budget:programme", args=[budget_round.pk, forecast.pk])
        assert not WaitingDocument.objects.exists()

    def test_replaces_a_case_of_the_same_name_and_leaves_it_shared(
        self, shared, budget_round, finance_officer
    ):
        client = signed_in(finance_officer)
        values = inputs_file()
        values["reserves"]["opening_balance"]["value"] = "3500"
        response = upload(client, budget_round, "inputs.json", json.dumps(values).encode(), NAME.upper())
        said = client.get(response["Location"]).content.decode()
        assert "This replaces the inputs" in said
        assert "everybody who can view the council’s rounds sees the new figures at once" in said
        client.post(response["Location"])
        found = Forecast.objects.get()
        assert (found.pk, found.inputs, found.shared_at) == (shared.pk, values, shared.shared_at)

    def test_discarded_stores_nothing(self, budget_round, finance_officer):
        client = signed_in(finance_officer)
        response = upload(client, budget_round, "inputs.json", json.dumps(inputs_file()).encode())
        client.post(response["Location"], {"discard": "1"})
        assert not Forecast.objects.exists()
        assert not WaitingDocument.objects.exists()

    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            ("x.json", b'{"years": {}}', "years.medium_term_financial_strategy: this is missing."),
            ("x.json", b"\xff", "The file is not text in UTF-8."),
            ("x.xlsx", b"PK\x03\x04 nothing", "“Excel workbook (.xlsx)”"),
        ],
    )
    def test_says_at_the_field_what_cannot_be_read(
        self, budget_round, finance_officer, name, content, message
    ):
        response = upload(signed_in(finance_officer), budget_round, name, content)
        assert any(message in each for each in problems(response))
        assert not WaitingDocument.objects.exists()

    def test_is_refused_for_a_council_that_is_not_wholly_the_person_s(
        self, budget_round, assign, finance_officer
    ):
        assign(finance_officer, make_round(council="Westvale Council").council)
        response = upload(
            signed_in(finance_officer), budget_round, "x.json", json.dumps(inputs_file()).encode()
        )
        assert problems(response)
        assert not WaitingDocument.objects.exclude(style="kept").exists()

    def test_offers_the_template_to_those_who_import(self, budget_round, finance_officer, scrutiny_member):
        address = reverse("programmes:template")
        assert signed_in(finance_officer).get(address).content.startswith(b"PK")
        assert signed_in(scrutiny_member).get(address).status_code == 403

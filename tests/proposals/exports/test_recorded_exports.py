"""Whatever is taken away goes on the record: which filter, how many proposals, and the mark of the very file."""

import datetime
import getpass
import hashlib
import json

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from proposals.history.export import COUNCIL
from proposals.history.ownership import OWNERS
from services.audit.history import RecordedModel
from services.models import ChangeRecord
from tests.support.edition_examples import appendix_file
from tests.support.web_examples import make_proposal, make_round, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget_round():
    budget_round = make_round()
    make_proposal(budget_round, "ENV001", title="Dim the lights")
    make_proposal(budget_round, "ENV002", title="Sell the benches")
    return budget_round


@pytest.fixture
def client_of():
    def client_of(person):
        client = Client()
        client.force_login(person)
        return client

    return client_of


def the_export():
    return ChangeRecord.objects.get(action="exported")


def sha256(content):
    return hashlib.sha256(content).hexdigest()


@pytest.mark.one_database
class TestADownload:
    @pytest.mark.parametrize("file_format", ["csv", "xlsx", "json"])
    def test_is_on_the_rounds_record_with_the_mark_of_the_file(
        self, budget_round, scrutiny_member, client_of, file_format
    ):
        response = client_of(scrutiny_member).get(f"/proposals/download/{file_format}/")
        row = the_export()
        assert (row.subject_type, row.subject_id) == ("proposals.budgetround", budget_round.pk)
        assert row.actor_name == "Sam Query"
        assert row.after == {
            "format": file_format,
            "file_name": response["Content-Disposition"].split('"')[1],
            "selection": "all proposals",
            "proposals": 2,
            "sha256": sha256(response.content),
        }

    def test_says_in_words_what_was_filtered(self, budget_round, scrutiny_member, client_of):
        client_of(scrutiny_member).get("/proposals/download/csv/", {"text": "benches"})
        after = the_export().after
        assert after["proposals"] == 1
        assert "benches" in after["selection"]

    def test_that_is_refused_is_none(self, budget_round, scrutiny_member, client_of):
        assert client_of(scrutiny_member).get("/proposals/download/csv/?nonsense=1").status_code == 400
        assert client_of(scrutiny_member).get("/proposals/download/pdf/").status_code == 404
        assert not ChangeRecord.objects.filter(action="exported").exists()


class TestAnAppendix:
    def test_as_pdf_is_on_the_record(self, budget_round, committee_clerk, client_of):
        client = client_of(committee_clerk)
        response = appendix_file(client, "pdf", **{"cover-title": "Savings", "text": "benches"})
        after = the_export().after
        assert (after["format"], after["proposals"]) == ("appendix pdf", 1)
        assert after["sha256"] == sha256(response.content)
        assert after["file_name"] in response["Content-Disposition"]
        assert "benches" in after["selection"]

    def test_as_a_page_is_on_the_record_and_the_form_before_it_is_not(
        self, budget_round, committee_clerk, client_of
    ):
        client = client_of(committee_clerk)
        client.get("/appendices/")
        assert client.get("/appendices/page/").status_code == 400
        assert not ChangeRecord.objects.filter(action="exported").exists()
        client.get("/appendices/page/", {"cover-title": "Savings"})
        assert (the_export().after["format"], the_export().after["proposals"]) == ("appendix page", 2)


class TestACommand:
    OF = {"council": "eastvale-council", "round": "Budget 2027/28 to 2029/30"}

    def test_puts_the_operating_systems_name_of_the_person_on_the_record(self, budget_round, tmp_path):
        path = tmp_path / "out.csv"
        call_command("export_proposals", **self.OF, format="csv", output=path)
        assert the_export().actor_name == f"{getpass.getuser()} (export_proposals command)"
        assert the_export().after["sha256"] == sha256(path.read_bytes())
        assert the_export().after["file_name"] == "out.csv"

    def test_of_an_appendix_too(self, budget_round, tmp_path):
        path = tmp_path / "out.html"
        call_command("render_appendix", "option-pages", **self.OF, html=True, output=path)
        assert the_export().actor_name == f"{getpass.getuser()} (render_appendix command)"
        assert (the_export().after["format"], the_export().after["proposals"]) == ("appendix page", 2)
        assert the_export().after["sha256"] == sha256(path.read_bytes())

    def test_that_could_not_write_took_nothing_away(self, budget_round, tmp_path):
        nowhere = tmp_path / "missing" / "out.csv"
        with pytest.raises(CommandError, match="cannot be written"):
            call_command("export_proposals", **self.OF, format="csv", output=nowhere)
        with pytest.raises(CommandError, match="cannot be written"):
            call_command("render_appendix", "option-pages", **self.OF, html=True, output=nowhere)
        assert not ChangeRecord.objects.filter(action="exported").exists()

    def test_that_prints_names_no_file(self, budget_round, capsysbinary):
        call_command("export_proposals", **self.OF, format="json")
        assert the_export().after["file_name"] == ""


class TestTheLogItself:
    def exported(self, tmp_path, **options):
        path = tmp_path / "log.jsonl"
        call_command("export_history", **options, output=path)
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    def test_is_written_a_line_a_row_oldest_first(self, budget_round, tmp_path):
        before = list(ChangeRecord.objects.order_by("at", "pk").values_list("pk", flat=True))
        rows = self.exported(tmp_path)
        assert [row["number"] for row in rows] == before
        first = next(row for row in rows if row["record"] == "ENV001 Dim the lights")
        assert first["action"] == "created"
        assert first["after"]["title"] == "Dim the lights"
        assert first["timeline_of"][0] == "proposals.savingsproposal"

    def test_being_taken_away_is_on_the_log(self, budget_round, tmp_path):
        rows = self.exported(tmp_path)
        row = the_export()
        assert row.actor_name == f"{getpass.getuser()} (export_history command)"
        assert row.after["rows"] == len(rows)
        assert row.after["sha256"] == sha256((tmp_path / "log.jsonl").read_bytes())

    def test_begins_at_the_day_asked_for(self, budget_round, tmp_path):
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        assert self.exported(tmp_path, since=tomorrow) == []
        assert self.exported(tmp_path, since=timezone.localdate()) != []
        with pytest.raises(CommandError, match="2027-09-14"):
            call_command("export_history", "--since=yesterday", f"--output={tmp_path / 'log.jsonl'}")

    def test_of_one_council_holds_what_belongs_or_belonged_to_it_and_no_accounts(
        self, budget_round, scrutiny_member, tmp_path
    ):
        other = make_round("Elsewhere", council="Westmoor Council")
        make_proposal(other, "XXX001")
        service = make_service(budget_round, "Benches")
        gone = make_proposal(budget_round, "ENV003", service=service)
        gone_key = gone.pk
        gone.delete()
        rows = self.exported(tmp_path, council="eastvale-council")
        texts = {row["record"] for row in rows}
        assert "ENV001 Dim the lights" in texts
        assert "Benches" in texts
        assert not {text for text in texts if "XXX001" in text or "Westmoor" in text or text == "sam"}
        of_the_gone = [row for row in rows if row["timeline_of"] == ["proposals.savingsproposal", gone_key]]
        assert {"created", "deleted"} <= {row["action"] for row in of_the_gone}
        with pytest.raises(CommandError, match="Known councils: “eastvale-council”, “westmoor-council”"):
            self.exported(tmp_path, council="nowhere")

    def test_knows_to_which_council_every_kind_of_record_belongs(self):
        own = {
            model._meta.label_lower
            for model in apps.get_models()
            if issubclass(model, RecordedModel) and not model.history_parent
        }
        # What a person's role covers, and the committees they sit on, belong to the person.
        of_people = {"services.assignment", "services.committeemember", "proposals.apitoken"}
        assert own - of_people == set(OWNERS) | {COUNCIL}

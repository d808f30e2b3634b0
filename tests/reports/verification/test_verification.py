"""Whether a file was published here, whether it was altered, and whether its figures are still current."""

import json
import subprocess
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from proposals.models import SavingsProposal
from proposals.models.stored_figures import store_figures_of
from reports.documents.cover import Cover, EditionMark
from reports.models import Edition
from reports.styles import STYLES
from reports.verification import bounded, views
from reports.verification.alteration import byte_differences, figure_differences
from reports.verification.bounded import bounded_evidence
from reports.verification.finding import verify
from reports.verification.reading import LARGEST_ATTACHED, evidence_of
from reports.verification.words import describe_status, verdict_in_words
from reports.writers.pdf import write_pdf
from tests.support.appendix_examples import proposal, round_of
from tests.support.edition_examples import make_publication
from tests.support.published_examples import IDENTIFIERS, file_of, make_whole_edition
from tests.support.web_examples import make_proposal, make_round, problems, tree, words

pytestmark = pytest.mark.one_database


@pytest.fixture
def budget_round(db):
    budget_round = make_round()
    make_proposal(budget_round, "ENV001", savings=(1_000, 2_000, 0))
    make_proposal(budget_round, "ENV002", "Sell the benches", savings=(500, 0, 0))
    return budget_round


@pytest.fixture
def edition(budget_round):
    return make_whole_edition(make_publication(budget_round))


@pytest.fixture
def pdf(edition):
    return file_of(edition)


def verdict_of(content, user=None):
    if user is None:
        return verify(content, Edition.objects.all(), SavingsProposal.objects.all())
    return verify(content, Edition.objects.visible_to(user), SavingsProposal.objects.visible_to(user))


def said_of(content):
    verdict = verdict_of(content)
    return verdict.state, " ".join(verdict_in_words(verdict))


def changed_inside(pdf, change):
    written = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        change(opened)
        opened.save(written)
    return written.getvalue()


def printed_again(pdf, tmp_path):
    """Print it to PDF with another program, which keeps the pages and nothing else."""
    before, after = tmp_path / "before.pdf", tmp_path / "after.pdf"
    before.write_bytes(pdf)
    subprocess.run(["pdftocairo", "-pdf", before, after], check=True)
    return after.read_bytes()


def set_saving(budget_round, reference, pounds):
    changed = budget_round.proposals.get(reference=reference)
    year = changed.year_profiles.order_by("year").first()
    year.recurring_saving = pounds
    year.save()
    store_figures_of([changed.pk])


class TestWhatAFileIs:
    @pytest.mark.parametrize("name", ["appendix.pdf", "appendix.html", "savings.csv", "savings.json"])
    def test_a_published_file_is_unaltered(self, edition, name):
        verdict = verdict_of(file_of(edition, name))
        assert (verdict.state, verdict.edition, verdict.file_name) == ("unaltered", edition, name)
        (sentence,) = verdict_in_words(verdict)
        assert (
            "edition 1 of “Savings proposals” of Eastvale Council, published on 12 October 2027" in sentence
        )

    @pytest.mark.parametrize("place", [150, 5_000, -40])
    def test_one_altered_byte_is_found(self, pdf, place):
        altered = bytearray(pdf)
        altered[place] ^= 1
        state, said = said_of(bytes(altered))
        assert state == "altered"
        assert f"1 byte of {len(pdf):,} differs, the first at {place % len(pdf) + 1:,}." in said

    def test_a_lost_end_is_found_by_what_stands_at_the_head(self, pdf):
        state, said = said_of(pdf[: len(pdf) // 3])
        assert state == "altered"
        assert f"The end of the file is missing: {len(pdf) // 3:,} of {len(pdf):,} bytes are present." in said
        assert "the header of the file" in said

    def test_printed_again_it_is_found_by_its_text(self, pdf, tmp_path):
        verdict = verdict_of(printed_again(pdf, tmp_path))
        assert verdict.state == "altered"
        assert verdict.places == ("the text of its cover", "the footer of its pages")
        said = " ".join(verdict_in_words(verdict))
        assert "saved or printed again by another program" in said
        assert "The figures are no longer attached to it." in said

    def test_a_few_of_its_pages_are_found_by_their_foot(self, pdf, tmp_path):
        def cut(opened):
            del opened.pages[0]

        verdict = verdict_of(printed_again(changed_inside(pdf, cut), tmp_path))
        assert (verdict.state, verdict.places) == ("altered", ("the footer of its pages",))

    def test_an_altered_figure_inside_it_is_named(self, pdf):
        def falsify(opened):
            file = opened.attachments["savings.json"]
            figures = json.loads(file.get_file().read_bytes())
            figures["proposals"][0]["years"][0]["saving_gbp"] = 9_999
            opened.attachments["savings.json"] = pikepdf.AttachedFileSpec(
                opened, json.dumps(figures).encode()
            )

        _state, said = said_of(changed_inside(pdf, falsify))
        assert "ENV001, 2027/28, saving_gbp: 9,999 instead of the published 1,000." in said

    def test_saved_by_another_program_it_still_carries_the_published_figures(self, pdf):
        state, said = said_of(changed_inside(pdf, lambda opened: None))
        assert state == "altered"
        assert "The figures attached inside it are those that were published." in said

    def test_a_document_that_was_never_published_is_unknown(self, edition):
        draft = write_pdf(STYLES["option-pages"](round_of(proposal()), Cover(draft=True)))
        state, said = said_of(draft)
        assert (state, "does not say which edition it is" in said) == ("unknown", True)

    def test_an_edition_of_another_place_is_unknown(self, edition):
        elsewhere = EditionMark("00000000-0000-4000-8000-000000000000", 1, edition.published_at)
        document = STYLES["option-pages"](round_of(proposal()), Cover())
        state, said = said_of(write_pdf(replace(document, edition=elsewhere)))
        assert state == "unknown"
        assert (
            f"It contains the identifier {elsewhere.identifier}, but no edition that you can view has it."
            in said
        )

    @pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04" + bytes(500)])
    def test_what_is_no_pdf_is_told_so(self, edition, content):
        assert said_of(content)[0] == "no_pdf"


class TestHostileFiles:
    @pytest.mark.parametrize(
        "content",
        [b"%PDF-1.7\n" + b"[" * 3_000_000, b"%PDF-1.7\n" + b"<<" * 500_000, b"%PDF-1.7"],
        ids=["endless lists", "endless dictionaries", "nothing else"],
    )
    def test_are_read_to_no_harm(self, content):
        evidence = bounded_evidence(content)
        assert (evidence.is_pdf, evidence.is_whole, evidence.traces) == (True, False, ())

    def test_a_file_inside_that_unpacks_to_more_than_any_figures_is_left_aside(self, pdf):
        def fill(opened):
            opened.attachments["savings.json"] = pikepdf.AttachedFileSpec(opened, bytes(LARGEST_ATTACHED + 1))

        evidence = evidence_of(changed_inside(pdf, fill))
        assert IDENTIFIERS[1] in evidence.identifiers
        assert evidence.figures is None

    def test_one_that_takes_too_long_is_told_by_its_bytes(self, pdf, monkeypatch):
        monkeypatch.setattr(bounded, "MOST_SECONDS", 0.01)
        evidence = bounded_evidence(pdf)
        assert (evidence.is_pdf, evidence.is_whole) == (True, False)
        assert IDENTIFIERS[1] in evidence.identifiers


class TestWhetherItStillStands:
    def test_it_does_while_nothing_changed(self, pdf):
        verdict = verdict_of(pdf)
        assert describe_status(verdict.status) == (
            "Its figures are still current: 2 proposals are as published.",
        )

    def test_a_changed_figure_is_named(self, budget_round, pdf):
        set_saving(budget_round, "ENV002", 700)
        said = " ".join(describe_status(verdict_of(pdf).status))
        assert "have changed since" in said
        assert "Figures changed: ENV002." in said

    def test_a_changed_wording_leaves_the_figures_standing(self, budget_round, pdf):
        changed = budget_round.proposals.get(reference="ENV001")
        changed.title = "Dim every light"
        changed.save()
        said = " ".join(describe_status(verdict_of(pdf).status))
        assert "Its figures are still current." in said
        assert "Other changes: ENV001." in said

    def test_a_later_edition_is_named(self, budget_round, edition, pdf):
        set_saving(budget_round, "ENV002", 700)
        make_whole_edition(edition.publication, 2)
        verdict = verdict_of(pdf)
        assert verdict.state == "unaltered"
        assert verdict.status.latest.number == 2

    def test_nobody_is_told_of_proposals_that_they_may_not_see(self, budget_round, pdf, scrutiny_member):
        amended = budget_round.proposals.get(reference="ENV002")
        amended.stage, amended.published_at = "draft", None
        amended.save()
        set_saving(budget_round, "ENV002", 700)
        said = " ".join(describe_status(verdict_of(pdf, scrutiny_member).status))
        assert "Its figures are still current: 1 proposal is as published." in said
        assert "1 proposal of it cannot be compared" in said


class TestWhatIsNotOpen:
    @pytest.fixture
    def public(self, edition):
        edition.council.public_pages = True
        edition.council.save()

    def test_the_public_learns_nothing_while_public_pages_are_off(self, pdf):
        altered = pdf + b"x"
        for content in (pdf, altered):
            verdict = verdict_of(content, AnonymousUser())
            assert (verdict.state, verdict.edition, verdict.status) == ("unknown", None, None)

    def test_the_public_is_told_of_the_edition_and_not_of_what_changed_since(self, public, budget_round, pdf):
        set_saving(budget_round, "ENV002", 700)
        verdict = verdict_of(pdf, AnonymousUser())
        assert verdict.state == "unaltered"
        assert verdict.status.changes is None
        assert "changed" not in " ".join(describe_status(verdict.status))

    def test_the_exempt_part_is_unknown_to_those_who_may_not_read_it(self, budget_round, scrutiny_member):
        exempt = make_publication(
            budget_round, part=2, exempt_paragraph=3, public_interest_reason="A supplier could be harmed."
        )
        held = make_whole_edition(exempt, identifier=IDENTIFIERS[2])
        held.council.public_pages = True
        held.council.save()
        for user in (AnonymousUser(), scrutiny_member):
            assert verdict_of(file_of(held), user).state == "unknown"
            assert verdict_of(file_of(held) + b"x", user).edition is None


class TestThePage:
    def post(self, client, content, name="appendix.pdf"):
        return client.post("/verify/", {"file": SimpleUploadedFile(name, content)})

    def test_asks_to_sign_in_where_nothing_is_public(self, client, edition):
        assert client.get("/verify/").status_code == 302
        edition.council.public_pages = True
        edition.council.save()
        assert client.get("/verify/").status_code == 200

    def test_says_what_the_file_is_and_leads_to_the_edition(self, client, scrutiny_member, edition, pdf):
        client.force_login(scrutiny_member)
        page = tree(self.post(client, pdf))
        assert "Published here, unaltered" in words(page.xpath("//main")[0])
        assert page.xpath(f"//main//a[@href='{edition.get_absolute_url()}']")

    @pytest.mark.parametrize(
        ("content", "what"), [(b"", "empty"), (None, "Select a file"), (b"x" * 20, "none larger")]
    )
    def test_says_why_a_file_cannot_be_checked(self, client, scrutiny_member, monkeypatch, content, what):
        monkeypatch.setattr(views, "LARGEST_FILE", 10)
        client.force_login(scrutiny_member)
        response = client.post("/verify/") if content is None else self.post(client, content)
        assert response.status_code == 400
        assert any(what in problem for problem in problems(response))

    def test_is_not_read_while_others_are(self, client, scrutiny_member, pdf):
        client.force_login(scrutiny_member)
        for _ in range(views.MOST_AT_ONCE):
            views._places.acquire(blocking=False)
        try:
            response = self.post(client, pdf)
        finally:
            for _ in range(views.MOST_AT_ONCE):
                views._places.release()
        assert response.status_code == 503
        assert problems(response) == [views.BUSY]
        assert self.post(client, pdf).status_code == 200


class TestTheCommand:
    def run(self, path, content):
        path.write_bytes(content)
        call_command("verify_appendix", str(path))

    def test_says_that_a_file_is_unaltered(self, pdf, tmp_path, capsys):
        self.run(tmp_path / "a.pdf", pdf)
        said = capsys.readouterr().out
        assert "Published here, unaltered." in said
        assert "Its figures are still current" in said

    @pytest.mark.parametrize("status", [2, 3, 4])
    def test_ends_with_a_number_for_scripts(self, pdf, tmp_path, status):
        content = {2: pdf + b"x", 3: b"%PDF-1.7", 4: b"hello"}[status]
        with pytest.raises(SystemExit) as stop:
            self.run(tmp_path / "a.pdf", content)
        assert stop.value.code == status

    def test_says_why_a_file_cannot_be_read(self, db, tmp_path):
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("verify_appendix", str(tmp_path / "missing.pdf"))


class TestDifferences:
    def test_of_bytes(self):
        assert (
            byte_differences(b"abcdef", b"abc") == "The end of the file is missing: 3 of 6 bytes are present."
        )
        assert (
            byte_differences(b"abc", b"abcd")
            == "There are extra data after the end of the published file: 1 byte."
        )
        assert (
            byte_differences(b"a" * 5000, b"a" * 4999 + b"b")
            == "1 byte of 5,000 differs, the first at 5,000."
        )

    @pytest.mark.parametrize("given", [b"", b"[]", b"{}", b'{"proposals": 1}', b"[" * 100_000])
    def test_of_figures_in_another_form(self, given):
        published = json.dumps({"proposals": [], "totals": {"years": []}}).encode()
        assert figure_differences(published, given) == (
            "The figures attached to it are not in the format in which they were published.",
        )

    def test_of_figures_names_what_is_missing_and_ends_somewhere(self):
        def figures(*references):
            rows = [{"reference": reference, "years": [], "total": 1} for reference in references]
            return json.dumps({"proposals": rows, "totals": {"years": []}}).encode()

        assert figure_differences(figures("A", "B"), figures("A")) == (
            "B: published, but missing from this file.",
        )
        assert figure_differences(figures("A"), figures("A", "B")) == ("B: in this file, but not published.",)
        many = figure_differences(figures(*map(str, range(30))), figures())
        assert len(many) == 21
        assert many[-1] == "There are more differences."

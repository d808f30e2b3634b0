"""Saving a proposal's page: what is typed is what is held, all of it or nothing, on the record."""

import pytest

from proposals.models import ExemptWording, SavingsProposal, SignOff
from services.models import ChangeRecord, Characteristic
from tests.support.entry_pages import (
    change_page,
    changes,
    check_page,
    entered_proposal,
    errors,
    filled,
    newest,
    save,
    summary,
)
from tests.support.web_examples import (
    FIRST,
    make_budget,
    make_proposal,
    make_round,
    make_service,
    tree,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, finance_officer):
    client.force_login(finance_officer)
    return client


@pytest.fixture
def proposal(db):
    return entered_proposal()


def amounts(proposal):
    return [
        (str(row.year), row.recurring_saving, row.one_off_saving, row.one_off_cost)
        for row in proposal.year_profiles.all()
    ]


@pytest.mark.one_database
class TestTheGrid:
    def test_shows_amounts_with_their_thousands_apart_and_blanks_for_nought_beside_them(
        self, officer, proposal
    ):
        values = filled(officer.get(change_page(proposal)))
        assert [values[f"years-{place}-recurring_saving"] for place in range(3)] == ["40,000", "10,000", "0"]
        assert values["years-0-one_off_cost"] == ""
        assert values["years-0-fte_change"] == "-6.00"

    @pytest.mark.parametrize("typed", ["0.906m", "906k", "906,000", "£906,000", " 906000 ", "£0.906M"])
    def test_reads_amounts_as_people_write_them(self, officer, proposal, typed):
        assert save(officer, proposal, **{"years-0-recurring_saving": typed}).status_code == 302
        assert proposal.year_profiles.get(year=FIRST).recurring_saving == 906_000

    def test_reads_posts_as_people_write_them(self, officer, proposal):
        save(officer, proposal, **{"years-0-fte_change": "(7.5)", "years-1-fte_change": "–2"})
        assert [str(row.change) for row in proposal.fte_impacts.all()] == ["-7.50", "-2.00", "0.00"]

    def test_stored_figures_follow(self, officer, proposal):
        save(officer, proposal, **{"years-0-one_off_saving": "5,000", "years-0-fte_change": "-3.25"})
        proposal.refresh_from_db()
        # 40 + 5; 10 − 5; 0 thousand.
        assert list(proposal.year_profiles.values_list("discrete_saving", flat=True)) == [45_000, 5_000, 0]
        assert (proposal.total_saving, str(proposal.total_fte_change)) == (50_000, "-3.25")

    def test_a_one_off_in_a_year_whose_next_was_blank_falls_out_there(self, officer, proposal):
        proposal.year_profiles.filter(year=FIRST + 2).delete()
        save(officer, proposal, **{"years-1-one_off_saving": "7k"})
        last = proposal.year_profiles.get(year=FIRST + 2)
        assert (last.recurring_saving, last.discrete_saving) == (0, -7_000)

    def test_an_unknown_year_stays_without_a_row(self, officer):
        proposal = entered_proposal(savings=(40_000,), fte=(), profile_complete=False, stated_total=90_000)
        values = filled(officer.get(change_page(proposal)))
        assert [values[f"years-{place}-recurring_saving"] for place in range(3)] == ["40,000", "", ""]
        save(officer, proposal, title="Dim them", **{"years-0-one_off_saving": "1k"})
        assert amounts(proposal) == [("2027/28", 40_000, 1_000, 0)]
        assert proposal.fte_impacts.count() == 0

    def test_a_year_that_is_blanked_in_an_incomplete_profile_becomes_unknown(self, officer, proposal):
        values = {"profile_complete": [], "stated_total": "60k", "years-1-recurring_saving": ""}
        sent = filled(officer.get(change_page(proposal))) | values
        del sent["profile_complete"]
        assert officer.post(change_page(proposal), sent).status_code == 302
        assert [row[0] for row in amounts(proposal)] == ["2027/28", "2029/30"]
        proposal.refresh_from_db()
        assert proposal.total_saving == 60_000

    def test_a_year_that_is_blanked_where_all_are_known_is_nought(self, officer, proposal):
        save(officer, proposal, **{"years-1-recurring_saving": ""})
        assert amounts(proposal)[1] == ("2028/29", 0, 0, 0)

    def test_a_blanked_post_says_nothing_about_that_year(self, officer, proposal):
        save(officer, proposal, **{"years-2-fte_change": ""})
        assert [str(row.year) for row in proposal.fte_impacts.all()] == ["2027/28", "2028/29"]


@pytest.mark.one_database
class TestMistakes:
    """Said in plain words beside the field and in the summary, and nothing is saved or lost."""

    @pytest.mark.one_database
    @pytest.mark.parametrize(
        ("name", "typed", "message"),
        [
            ("years-0-one_off_cost", "-1", "Enter a positive amount or 0."),
            ("years-0-capital_cost", "(5,000)", "Enter a positive amount or 0."),
            (
                "years-0-recurring_saving",
                "lots",
                "“lots” is not an amount of money. Enter it as 250,000, 250k or 0.25m.",
            ),
            ("years-1-recurring_saving", "2000000m", "This amount is too large."),
            (
                "years-0-fte_change",
                "-2.505",
                "“-2.505” has more than 2 decimal places. Enter a reduction as a negative number, for "
                "example -2.5.",
            ),
            ("reference", "–", "Enter a reference with at least one letter or number."),
            ("title", "", "Enter the title."),
            (
                "statement-impact_upon_service-text",
                " \r\n ",
                "Enter the text, or choose “not applicable” or “left blank”.",
            ),
            ("references-0-printed", "E" * 61, "Enter 60 characters or fewer. You have entered 61."),
            (
                "dependencies-0-on_reference",
                "XYZ9",
                "This round has no proposal “XYZ9”, or you do not have permission to view it.",
            ),
            ("equality-date", "soon", "Enter a date, for example 24/09/2027."),
            ("deliverability", "101", "Enter a percentage from 0 to 100."),
        ],
    )
    def test_stand_beside_their_field(self, officer, proposal, name, typed, message):
        since = newest()
        sent = filled(officer.get(change_page(proposal))) | {name: typed, "wards": "East"}
        if name.startswith("dependencies"):
            sent["dependencies-0-title"] = "Lamps"
        response = officer.post(change_page(proposal), sent)
        assert response.status_code == 200
        assert errors(response) == [(name, message)]
        ((target, line),) = summary(response)
        assert line.endswith(message)
        assert target == f"#id_{name}"
        again = filled(response)
        assert {key: again[key].strip() for key in (name, "wards")} == {
            name: typed.strip(),
            "wards": "East",
        }
        assert changes(since) == []

    def test_a_reference_that_the_round_has_in_another_spelling_is_refused(self, officer, proposal):
        other = make_proposal(proposal.budget_round, "ENV002")
        response = save(officer, other, reference="env 001")
        assert errors(response) == [("reference", "This round already has a proposal with that reference.")]

    def test_a_service_of_another_council_is_refused(self, officer, proposal):
        other = make_service(make_round(council="Westvale Council"), "Parks", "PRK", "Parks")
        assert [name for name, _ in errors(save(officer, proposal, service=str(other.pk)))] == ["service"]

    def test_the_budget_of_another_service_is_refused(self, officer, proposal):
        parks = make_budget(make_service(proposal.budget_round, "Parks"))
        response = save(officer, proposal, base_budget=str(parks.pk))
        assert errors(response) == [("base_budget", "The base budget belongs to a different service.")]

    def test_the_same_reference_twice_is_refused(self, officer, proposal):
        response = save(officer, proposal, **{"references-0-printed": "E1", "references-1-printed": "E1"})
        assert [name for name, _ in errors(response)] == ["references-1-printed"]

    def test_a_mitigation_of_no_impact_is_refused(self, officer, proposal):
        age = Characteristic.objects.get(name="Age")
        response = save(officer, proposal, **{f"impact-{age.pk}-mitigation": "Torches."})
        assert [name for name, _ in errors(response)] == [f"impact-{age.pk}-effect"]


class TestRows:
    def test_are_added_changed_and_deleted(self, officer, proposal):
        proposal.risks.create(title="Dark", position=1)
        proposal.risks.create(title="Cold", position=2)
        save(
            officer,
            proposal,
            **{
                "risks-0-DELETE": "on",
                "risks-1-title": "Colder",
                "risks-2-title": "Wet",
                "risks-2-level": "H",
            },
        )
        assert [(row.title, row.level) for row in proposal.risks.all()] == [("Colder", ""), ("Wet", "H")]

    def test_a_held_row_that_is_blanked_is_asked_about_and_not_dropped(self, officer, proposal):
        proposal.risks.create(title="Dark", position=1)
        response = save(officer, proposal, **{"risks-0-title": ""})
        assert errors(response) == [("risks-0-title", "Complete “Risk”, or tick “Delete”.")]

    def test_a_dependency_names_another_proposal_in_any_spelling(self, officer, proposal):
        other = make_proposal(proposal.budget_round, "ENV002")
        save(
            officer,
            proposal,
            **{"dependencies-0-title": "Lamps", "dependencies-0-on_reference": "env-002"},
        )
        assert proposal.dependencies.get().on_proposal == other

    def test_a_proposal_that_the_person_may_not_see_cannot_be_named(self, client, author, assign, proposal):
        make_proposal(
            proposal.budget_round, "SEC1", service=make_service(proposal.budget_round, "Other"), stage="draft"
        )
        client.force_login(assign(author, proposal.service))
        sent = {"dependencies-0-title": "Lamps", "dependencies-0-on_reference": "SEC1"}
        response = save(client, proposal, **sent)
        assert errors(response) == [
            (
                "dependencies-0-on_reference",
                "This round has no proposal “SEC1”, or you do not have permission to view it.",
            )
        ]

    def test_a_text_typed_into_a_section_left_blank_answers_it(self, officer, proposal):
        save(officer, proposal, **{"statement-aims-text": "Spend less."})
        held = proposal.statements.get(kind="aims")
        assert (held.answer, held.text) == ("answered", "Spend less.")

    def test_not_applicable_and_blank_are_told_apart(self, officer, proposal):
        save(officer, proposal, **{"statement-aims-answer": "not_applicable"})
        assert proposal.statements.get(kind="aims").answer == "not_applicable"
        assert not proposal.statements.filter(kind="approach").exists()

    def test_an_unanswered_characteristic_has_no_row(self, officer, proposal):
        age, sex = Characteristic.objects.get(name="Age"), Characteristic.objects.get(name="Sex")
        save(
            officer,
            proposal,
            **{f"impact-{age.pk}-effect": "neutral", f"impact-{sex.pk}-effect": "not_applicable"},
        )
        assert {row.characteristic.name: row.effect for row in proposal.equality_impacts.all()} == {
            "Age": "neutral",
            "Sex": "not_applicable",
        }
        save(officer, proposal, **{f"impact-{age.pk}-effect": ""})
        assert [row.characteristic.name for row in proposal.equality_impacts.all()] == ["Sex"]

    def test_an_answered_question_to_specialists_is_kept(self, officer, proposal):
        asked = proposal.specialist_reviews.create(team="hr", question="Is this right?", advice="Yes.")
        page = officer.get(change_page(proposal))
        assert "ask-hr-question" not in filled(page)
        save(officer, proposal, title="Dim them")
        asked.refresh_from_db()
        assert (asked.question, asked.advice) == ("Is this right?", "Yes.")


class TestExemptWording:
    SENT = {
        "statement-impact_upon_service-exempt_paragraph": "3",
        "statement-impact_upon_service-public_interest_reason": "A contract is being negotiated.",
        "statement-impact_upon_service-exempt_text": "The contractor is Brightlight.",
    }

    def test_is_held_apart_from_the_public_wording_and_shown_again(self, officer, proposal):
        save(officer, proposal, **self.SENT)
        held = ExemptWording.objects.get()
        assert (held.text, held.statement.kind) == ("The contractor is Brightlight.", "impact_upon_service")
        assert filled(officer.get(change_page(proposal))).items() >= self.SENT.items()

    def test_needs_its_paragraph(self, officer, proposal):
        response = save(
            officer, proposal, **{"statement-aims-exempt_text": "Brightlight", "statement-aims-text": "x"}
        )
        assert [name for name, _ in errors(response)] == ["statement-aims-exempt_paragraph"]

    def test_changed_after_a_sign_off_withdraws_it(self, officer, proposal):
        save(officer, proposal, **self.SENT)
        SavingsProposal.objects.get().sign_offs.create(
            stage="finance_review", signed_by_name="Fiona Ledger", role="Finance officer", signed_total=40_000
        )
        held = SavingsProposal.objects.get()
        held.stage = "corporate_review"
        held.save()
        changed = {"statement-impact_upon_service-exempt_text": "The contractor is Darkfall."}
        save(officer, proposal, **changed, change_reason="The tender came in.")
        assert ExemptWording.objects.get().text == "The contractor is Darkfall."
        assert SavingsProposal.objects.get().stage == "finance_review"
        because = "changed the exempt wording: The tender came in."
        assert SignOff.objects.get().withdrawn_because.endswith(because)

    def test_added_to_what_is_published_asks_for_a_reason_and_says_so_first(self, officer):
        proposal = entered_proposal(stage="published")
        sent = filled(officer.get(change_page(proposal)))
        assert officer.post(check_page(proposal), sent).json()["material"] == ""
        said = "This is a material change to the exempt wording. Saving it sends the proposal back"
        assert officer.post(check_page(proposal), sent | self.SENT).json()["material"].startswith(said)
        page = officer.post(change_page(proposal), sent | self.SENT)
        refused = "Enter the reason for the change to the exempt wording."
        assert errors(page) == [("change_reason", refused)]
        assert filled(page).items() >= self.SENT.items()
        assert not ExemptWording.objects.exists()
        assert not ChangeRecord.objects.filter(reason__contains="exempt").exists()
        assert SavingsProposal.objects.get().stage == "published"
        officer.post(change_page(proposal), filled(page) | {"change_reason": "The tender came in."})
        assert ExemptWording.objects.get().text == "The contractor is Brightlight."
        assert SavingsProposal.objects.get().stage == "finance_review"

    def test_taken_away_with_its_section_is_material_too(self, officer):
        proposal = entered_proposal(stage="published")
        section = proposal.statements.create(
            kind="other", heading="Contract", exempt_paragraph=3, public_interest_reason="Talks."
        )
        ExemptWording.objects.create(
            proposal=proposal, statement=section, text="The contractor is Brightlight."
        )
        sent = filled(officer.get(change_page(proposal)))
        assert officer.post(check_page(proposal), sent).json()["material"] == ""
        page = officer.post(change_page(proposal), sent | {"others-0-DELETE": "on"})
        assert "the exempt wording" in errors(page)[0][1]
        assert ExemptWording.objects.exists()

    def test_stays_when_the_page_was_made_without_it(self, officer, proposal):
        save(officer, proposal, **self.SENT)
        sent = filled(officer.get(change_page(proposal)))
        without = {name: value for name, value in sent.items() if "exempt" not in name}
        officer.post(change_page(proposal), without | {"title": "Dim them more"})
        assert SavingsProposal.objects.get().title == "Dim them more"
        assert ExemptWording.objects.get().text == "The contractor is Brightlight."

    def test_is_not_on_the_page_of_who_may_only_read(self, officer, client, scrutiny_member, proposal):
        save(officer, proposal, **self.SENT)
        scrutiny_member.is_staff = True
        scrutiny_member.save()
        held = SavingsProposal.objects.get()
        held.stage = "published"
        held.save()
        client.force_login(scrutiny_member)
        page = client.get(change_page(proposal))
        assert page.status_code == 200
        assert "Brightlight" not in page.content.decode()


@pytest.mark.one_database
class TestTheRecord:
    def test_says_who_and_from_what_to_what_for_the_proposal_and_its_rows(self, officer, proposal):
        since = newest()
        save(
            officer,
            proposal,
            title="Dim them more",
            **{
                "years-0-recurring_saving": "50,000",
                "years-1-fte_change": "",
                "statement-impact_upon_service-text": "Darker still.",
            },
        )
        made = ChangeRecord.objects.filter(pk__gt=since)
        assert {change.actor_name for change in made} == {"Fiona Ledger"}
        assert {(change.subject_type, change.subject_id) for change in made} == {
            ("proposals.savingsproposal", proposal.pk)
        }
        assert len({change.operation for change in made}) == 1
        first, second, third, fourth = changes(since)
        assert first == (
            "changed",
            "savingsproposal",
            {"title": "Dim the lights"},
            {"title": "Dim them more"},
        )
        assert second == (
            "changed",
            "yearprofile",
            {"recurring_saving": 40_000},
            {"recurring_saving": 50_000},
        )
        assert (third[0], third[1], third[2]["change"]) == ("deleted", "fteimpact", "0.00")
        assert fourth == (
            "changed",
            "impactstatement",
            {"text": "Darker.\n\n· but safe"},
            {"text": "Darker still."},
        )

    def test_is_not_written_when_nothing_was_changed(self, officer, proposal):
        """Browsers end lines otherwise than texts are held; that is no change."""
        proposal.statements.create(kind="actions_needed", text="\tYear\tLamps\n2027/28\t40")
        since = newest()
        assert "\r\n" in filled(officer.get(change_page(proposal)))["statement-impact_upon_service-text"]
        response = officer.post(
            change_page(proposal), filled(officer.get(change_page(proposal))), follow=True
        )
        assert "has no changes to save" in response.content.decode()
        assert changes(since) == []
        proposal.refresh_from_db()
        assert proposal.version == 1


@pytest.mark.one_database
class TestSignOffs:
    def test_a_material_change_withdraws_the_later_ones_and_says_so(self, officer, section_151_officer):
        proposal = entered_proposal(stage="cabinet_member_review")
        for stage in ("finance_review", "corporate_review"):
            SignOff.objects.create(
                proposal=proposal, stage=stage, signed_by_name="Cecil", signed_total=50_000
            )
        values = filled(officer.get(change_page(proposal))) | {
            "years-0-recurring_saving": "45k",
            "change_reason": "The tender came in.",
        }
        since = newest()
        page = officer.post(change_page(proposal), values, follow=True).content.decode()
        assert "goes back to finance review" in page
        proposal.refresh_from_db()
        assert (proposal.stage, proposal.sign_offs.filter(withdrawn_at=None).count()) == ("finance_review", 0)
        because = "Fiona Ledger changed the savings and costs by year: The tender came in."
        assert set(proposal.sign_offs.values_list("withdrawn_because", flat=True)) == {because}
        written = ChangeRecord.objects.filter(
            pk__gt=since, action="changed", record_type="proposals.yearprofile"
        )
        assert [row.reason for row in written] == ["The tender came in."]

    def test_a_material_change_without_a_reason_is_refused_and_nothing_is_lost(self, officer):
        proposal = entered_proposal(stage="cabinet_member_review")
        SignOff.objects.create(proposal=proposal, stage="finance_review", signed_by_name="C", signed_total=1)
        since = newest()
        opened = officer.get(change_page(proposal))
        warned = words(tree(opened).xpath("//section[@aria-labelledby='impact-heading']")[0])
        assert "Finance review: signed off by C" in warned
        assert "withdraws these sign-offs and sends the proposal back to finance review" in warned
        typed = {"years-0-recurring_saving": "45k", "risks-0-title": "Dark"}
        page = officer.post(change_page(proposal), filled(opened) | typed)
        said = "Enter the reason for the change to the savings and costs by year and the risks."
        assert errors(page) == [("change_reason", said)]
        assert summary(page) == [("#id_change_reason", f"Reason for the change: {said}")]
        again = filled(page)
        assert {name: again[name] for name in typed} == typed
        assert changes(since) == []
        assert officer.post(change_page(proposal), again | {"change_reason": "Tender."}).status_code == 302

    def test_the_check_says_at_once_that_a_change_is_material(self, officer):
        proposal = entered_proposal(stage="published")
        values = filled(officer.get(change_page(proposal)))
        assert officer.post(check_page(proposal), values).json()["material"] == ""
        said = officer.post(check_page(proposal), values | {"years-0-recurring_saving": "45k"}).json()[
            "material"
        ]
        assert said == (
            "This is a material change to the savings and costs by year. Saving it sends the proposal "
            "back to finance review and shows readers what was last published, marked as being corrected, until it "
            "is published again. Enter a reason."
        )

    def test_a_draft_asks_for_no_reason(self, officer):
        proposal = entered_proposal()
        assert "change_reason" not in filled(officer.get(change_page(proposal)))

    def test_a_typing_correction_withdraws_none(self, officer):
        proposal = entered_proposal(stage="cabinet_member_review")
        SignOff.objects.create(proposal=proposal, stage="finance_review", signed_by_name="C", signed_total=1)
        save(officer, proposal, title="Dim the light")
        proposal.refresh_from_db()
        assert (proposal.stage, proposal.title) == ("cabinet_member_review", "Dim the light")
        assert proposal.sign_offs.get().withdrawn_at is None

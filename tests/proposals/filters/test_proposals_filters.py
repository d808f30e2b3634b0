"""The filters of the list: what each keeps, what they offer, and what they refuse."""

import pytest

from proposals.models import EqualityAssessment, SavingsProposal
from services.models import Directorate
from tests.support.web_examples import (
    body_rows,
    counted_options_of,
    make_budget,
    make_proposal,
    make_round,
    make_service,
    notes,
    options_of,
    problems,
    references,
    tree,
    words,
)

pytestmark = pytest.mark.django_db
LIST = "/proposals/"


@pytest.fixture
def reader(client, scrutiny_member):
    client.force_login(scrutiny_member)
    return client


@pytest.fixture
def listed(reader, proposals):
    """A function that returns the references listed for a query."""
    return lambda **query: references(reader.get(LIST, query))


@pytest.fixture
def budget_round():
    return make_round()


@pytest.fixture
def proposals(budget_round):
    homes = make_service(budget_round, "Children’s homes", "CYP", "Children")
    lights = make_service(budget_round, "Street lighting", "ENV", "Environment")
    for reference, title, service, savings, fte, start in (
        ("CYP 002", "50% fewer placements", homes, (250_000, 0, 0), ("-2", "2"), 2027),
        ("CYP-010b", "Café_for families", homes, (0, 250_001, 0), ("-0.01",), 2028),
        ("ENV001", "Dim the lights", lights, (0, -40_000, 90_000), ("1",), 2029),
        ("ENV002", "ÉCLAIRAGE public", lights, ({"one_off_saving": 10_000}, 0, 0), (), None),
    ):
        year = budget_round.first_year + (start - 2027) if start else None
        make_proposal(budget_round, reference, title, savings, fte, service=service, start_year=year)
    return budget_round.proposals


class TestText:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("lights", ["ENV001", "ENV002"]),
            ("LIGHTING", ["ENV001", "ENV002"]),
            ("cyp002", ["CYP 002"]),
            ("cyp 002", ["CYP 002"]),
            ("CYP.010B", ["CYP-010b"]),
            ("dim street", ["ENV001"]),
            ("dim placements", []),
            ("  dim   ", ["ENV001"]),
            ("children's", ["CYP 002", "CYP-010b"]),
            ("children’s", ["CYP 002", "CYP-010b"]),
            ("éclairage", ["ENV002"]),
            ("CAFÉ", ["CYP-010b"]),
        ],
    )
    def test_finds_every_word_in_the_reference_the_title_or_the_service(self, listed, text, expected):
        assert listed(text=text) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("light", ["ENV001", "ENV002"]),
            ("fewer place", ["CYP 002"]),
            ("famili", ["CYP-010b"]),
            ("cyp", ["CYP 002", "CYP-010b"]),
            ("cyp 2", ["CYP 002"]),
            ("CYP-2", ["CYP 002"]),
            ("cyp 10b dim", []),
            ("env 1 street", ["ENV001"]),
        ],
    )
    def test_finds_words_by_their_stem_or_beginning_and_references_in_any_spelling(
        self, listed, text, expected
    ):
        assert sorted(listed(text=text)) == expected

    @pytest.mark.parametrize(
        ("text", "expected"), [("50%", ["CYP 002"]), ("C%2", []), ("E_V", []), ('" OR "', []), ("NOT", [])]
    )
    def test_takes_the_signs_of_a_database_for_what_parts_words(self, listed, text, expected):
        assert listed(text=text) == expected

    @pytest.mark.parametrize("text", ["日本語", "' OR 1=1 --", "x" * 300, "ż " * 149 + "ż", "\u202eABC"])
    def test_of_any_characters_is_looked_for_and_found_nowhere(self, reader, proposals, text):
        response = reader.get(LIST, {"text": text})
        assert (references(response), problems(response)) == ([], [])
        assert "No proposals match these filters." in response.content.decode()

    @pytest.mark.parametrize("text", ["%", "_", "'", "\\", "😀", "\x01", "--"])
    def test_without_a_letter_or_a_figure_is_refused(self, reader, proposals, text):
        response = reader.get(LIST, {"text": text})
        assert (references(response), problems(response)) == (
            [],
            ["Search: Enter at least one letter or number."],
        )

    def test_longer_than_a_title_can_be_is_refused(self, reader, proposals):
        response = reader.get(LIST, {"text": "x" * 301})
        assert problems(response)[0].startswith("Search: Ensure this value has at most 300")

    def test_with_a_null_character_is_refused(self, reader, proposals):
        assert reader.get(LIST, {"text": "a\x00"}).status_code == 400

    def test_of_blanks_only_is_no_filter(self, reader, proposals):
        response = reader.get(LIST, {"text": "   "})
        assert len(references(response)) == 4
        assert response.context["filter"].is_bound is False


class TestDirectorateAndService:
    def test_several_directorates_may_be_chosen(self, listed, proposals):
        keys = {item.code: item.pk for item in Directorate.objects.all()}
        assert listed(directorate=keys["ENV"]) == ["ENV001", "ENV002"]
        assert len(listed(directorate=[keys["ENV"], keys["CYP"]])) == 4

    def test_one_service_may_be_chosen(self, listed, budget_round, proposals):
        assert listed(service=make_service(budget_round).pk) == ["ENV001", "ENV002"]

    def test_services_of_one_name_are_told_apart(self, reader, budget_round, proposals):
        make_proposal(budget_round, "X1", service=make_service(budget_round, "street lighting", "X", "Exams"))
        assert options_of(reader.get(LIST), "service") == [
            "Children’s homes",
            "Street lighting (Environment)",
            "street lighting (Exams)",
        ]


class TestYears:
    def test_the_start_year_is_the_first_in_which_the_saving_changes(self, listed):
        assert listed(start_year="2028/29") == ["CYP-010b", "ENV001"]

    def test_a_year_with_a_saving_is_one_whose_discrete_saving_is_above_nought(self, listed):
        assert listed(saving_in="2027/28") == ["CYP 002", "ENV002"]
        # A one-off saving falls out again in the second year, and a reversal is no saving.
        assert listed(saving_in="2028/29") == ["CYP-010b"]
        assert listed(saving_in="2029/30") == ["ENV001"]


class TestTheSizeOfTheSaving:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({"saving_from": "250,000"}, ["CYP 002", "CYP-010b"]),
            ({"saving_from": "£0.250001m"}, ["CYP-010b"]),
            ({"saving_from": "50k", "saving_to": "250k"}, ["CYP 002", "ENV001"]),
            ({"saving_to": "0"}, ["ENV002"]),
            ({"saving_from": "9" * 20}, []),
            ({"saving_to": "9" * 20}, ["CYP 002", "CYP-010b", "ENV001", "ENV002"]),
        ],
    )
    def test_is_asked_in_pounds_both_bounds_included(self, listed, query, expected):
        assert listed(**query) == expected

    @pytest.mark.parametrize(
        ("query", "problem"),
        [
            (
                {"saving_from": "abc"},
                "Total saving from (£): “abc” is not an amount of money. Enter it as 250,000, 250k or 0.25m.",
            ),
            (
                {"saving_to": "0.25"},
                "Total saving up to (£): “0.25” is not a whole number of pounds. Enter it as 250,000, 250k "
                "or 0.25m.",
            ),
            ({"saving_from": "1" * 5000}, "Total saving from (£): This is too long for an amount of money."),
            (
                {"saving_from": "2m", "saving_to": "1m"},
                "Total saving up to (£): The maximum saving must be the same as or more than the minimum.",
            ),
            (
                {"saving_from": "-250k"},
                "Total saving from (£): Enter the saving without a minus.",
            ),
        ],
    )
    def test_that_cannot_be_meant_is_an_error_and_lists_nothing(self, reader, proposals, query, problem):
        response = reader.get(LIST, query)
        assert response.status_code == 200
        assert (problems(response), references(response)) == ([problem], [])
        assert "Download" not in response.content.decode()
        assert tree(response).xpath("//details[@open]")

    def test_may_be_negative_where_the_council_prints_savings_positive(self, reader):
        budget_round = make_round(council="Westvale Council", savings_sign="positive")
        make_proposal(budget_round, "A1", savings=(-5_000,))
        make_proposal(budget_round, "A2", savings=(5_000,))
        assert references(reader.get(LIST, {"saving_to": "-1"})) == ["A1"]


class TestPosts:
    @pytest.mark.parametrize(
        ("fte", "expected"),
        [
            ("affected", ["CYP 002", "CYP-010b", "ENV001"]),
            ("reduced", ["CYP-010b"]),
            ("increased", ["ENV001"]),
            ("none", ["CYP 002"]),
            ("-", ["ENV002"]),
            ("in_words", []),
        ],
    )
    def test_are_counted_over_the_round(self, listed, fte, expected):
        assert listed(fte=fte) == expected

    def test_that_are_told_in_words_alone_are_found_and_offered(self, reader, listed):
        told = SavingsProposal.objects.get(reference="ENV002")
        told.statements.create(kind="impact_upon_staff", text="Between 7 and 10 people.")
        assert (listed(fte="in_words"), listed(fte="-")) == (["ENV002"], [])
        label = "Impact on staff described, without a number of posts"
        assert counted_options_of(reader.get(LIST), "fte")[label] == 1


@pytest.mark.one_database
class TestWhatNoProposalStates:
    def test_is_named_so_that_nobody_looks_for_it(self, reader):
        budget_round = make_round(council="Westvale Council")
        for reference in ("A1", "A2"):
            make_proposal(budget_round, reference, savings=(), start_year=None)
        page = tree(reader.get(LIST, {"round": budget_round.pk}))
        (note,) = page.xpath("//p[contains(@class,'app-filter__note')]")
        assert (
            words(note) == "No proposal states: Start year, Risk to delivery and Posts (FTE) over the round."
        )


class TestWards:
    @pytest.fixture
    def affected(self, budget_round):
        for reference, wards in (
            ("W1", "Elmfield"),
            ("W2", "Ash, Beech and Oak;Elmfield ; Elm"),
            ("W3", "Elm"),
            ("W4", ""),
        ):
            make_proposal(budget_round, reference, wards=wards)
        return budget_round

    @pytest.mark.parametrize(
        ("ward", "expected"),
        [
            ("Elmfield", ["W1", "W2"]),
            ("Elm", ["W2", "W3"]),
            ("Ash, Beech and Oak", ["W2"]),
            ("-", ["W4"]),
            (["Elm", "-"], ["W2", "W3", "W4"]),
        ],
    )
    def test_are_found_each_of_several_by_its_whole_name(self, reader, affected, ward, expected):
        assert references(reader.get(LIST, {"ward": ward})) == expected

    def test_are_offered_each_once_with_how_many_it_gives(self, reader, affected):
        assert counted_options_of(reader.get(LIST), "ward") == {
            "Ash, Beech and Oak": 1,
            "Elm": 2,
            "Elmfield": 2,
            "No ward stated": 1,
        }


@pytest.mark.one_database
class TestTheShareOfTheBudget:
    @pytest.fixture
    def taken(self, budget_round):
        """Net budgets of a million; a saving without a budget, and one of a service that earns more than it costs."""
        service = make_service(budget_round)
        million, earning = (
            make_budget(service, 1_500_000, 500_000),
            make_budget(make_service(budget_round, "Shop"), 1, 2),
        )
        for reference, saving, budget in (
            ("S1", 49_999, million),
            ("S2", 50_000, million),
            ("S3", 250_000, million),
            ("S4", -1, million),
            ("S5", 9, earning),
            ("S6", 9, None),
        ):
            make_proposal(
                budget_round, reference, savings=(saving, 0, 0), service=service, base_budget=budget
            )
        return budget_round

    @pytest.mark.parametrize(
        ("share", "expected"),
        [
            ("0-5", ["S1"]),
            ("5-10", ["S2"]),
            ("25-", ["S3"]),
            ("below-0", ["S4"]),
            ("-", ["S5", "S6"]),
        ],
    )
    def test_is_filtered_in_bands_exactly(self, reader, taken, share, expected):
        assert references(reader.get(LIST, {"share": share})) == expected

    def test_stands_in_a_column_and_orders_the_list(self, reader, taken):
        rows = body_rows(reader.get(LIST, {"columns": "share", "sort": "-share"}))
        # 49,999 of a million is 4.9999 per cent, rounded half up to one decimal.
        assert rows[:4] == [["S3", "25.0%"], ["S2", "5.0%"], ["S1", "5.0%"], ["S4", "0.0%"]]
        assert rows[4:] == [["S5", "Not known"], ["S6", "Not known"]]


class TestDeliverability:
    @pytest.mark.parametrize(
        ("chosen", "expected"),
        [("0-50", ["D49"]), ("50-75", ["D50"]), ("75-100", ["D99"]), ("100-", ["D100"]), ("-", ["D"])],
    )
    def test_is_filtered_in_bands(self, reader, budget_round, chosen, expected):
        for number in (49, 50, 99, 100):
            make_proposal(budget_round, f"D{number}", deliverability=number)
        make_proposal(budget_round, "D")
        assert references(reader.get(LIST, {"deliverability": chosen})) == expected


@pytest.mark.one_database
class TestTheEqualityAssessment:
    @pytest.mark.parametrize(
        ("chosen", "expected"),
        [
            ("full_needed", ["E1", "E2", "E3"]),
            ("lacking", ["E1", "E2"]),
            ("in_progress", ["E2"]),
            ("complete", ["E3"]),
            ("not_needed", ["E4"]),
            ("-", ["E5"]),
        ],
    )
    def test_is_filtered_by_its_screening_and_how_far_it_has_come(
        self, reader, budget_round, chosen, expected
    ):
        for reference, screening, status in (
            ("E1", "full_needed", "not_started"),
            ("E2", "full_needed", "in_progress"),
            ("E3", "full_needed", "complete"),
            ("E4", "not_needed", "not_started"),
        ):
            proposal = make_proposal(budget_round, reference)
            EqualityAssessment.objects.create(proposal=proposal, screening=screening, status=status)
        make_proposal(budget_round, "E5")
        assert references(reader.get(LIST, {"screening": chosen})) == expected

    def test_and_the_consultation_stand_in_columns(self, reader, budget_round):
        proposal = make_proposal(
            budget_round, "E1", public_consultation="under_way", consultation_dates="May to July 2027"
        )
        EqualityAssessment.objects.create(proposal=proposal, screening="full_needed", status="in_progress")
        make_proposal(budget_round, "E2")
        query = {"columns": "eia,public_consultation,consultation_dates"}
        assert body_rows(reader.get(LIST, query)) == [
            ["E1", "Full assessment in progress", "Under way", "May to July 2027"],
            ["E2", "Not screened yet", "", ""],
        ]
        assert references(reader.get(LIST, {"public_consultation": "under_way"})) == ["E1"]


@pytest.mark.one_database
class TestAChoiceThatIsNone:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("service", "999999"),
            ("service", "x"),
            ("directorate", "999999"),
            ("directorate", "x"),
            ("start_year", "2099/00"),
            ("saving_in", "2018/19"),
            ("fte", "zzz"),
            ("characteristic", "-"),
            ("effect", "-"),
        ],
    )
    def test_shows_its_error_above_and_no_rows_and_gives_no_file(self, reader, proposals, name, value):
        response = reader.get(LIST, {name: value})
        (problem,) = problems(response)
        assert "is not one of the choices. Choose one from the list." in problem
        assert references(response) == []
        for file_format in ("csv", "xlsx", "json"):
            refused = reader.get(f"/proposals/download/{file_format}/", {name: value})
            assert refused.status_code == 400
            assert problem in words(tree(refused).xpath("//main")[0])

    def test_of_another_council_is_none(self, reader, proposals):
        other = make_service(make_round(council="Westvale Council"), "Parks", "PRK", "Parks")
        response = reader.get(LIST, {"round": proposals.first().budget_round_id, "service": other.pk})
        assert len(problems(response)) == 1


class TestFiltersTogether:
    def test_all_must_hold(self, listed):
        assert listed(text="cyp", saving_in="2028/29", fte="reduced") == ["CYP-010b"]
        assert listed(text="cyp", saving_in="2029/30") == []

    def test_are_shown_in_words_and_can_be_taken_away_one_by_one(self, reader, proposals):
        page = tree(reader.get(LIST, {"text": "cyp", "fte": "reduced", "sort": "-total", "page": "1"}))
        shown = page.xpath("//ul[@class='app-filter__applied']//a")
        assert [words(link) for link in shown] == [
            "Remove filter Search: cyp ✕",
            "Remove filter Posts (FTE) over the round: Fewer posts ✕",
        ]
        assert shown[0].get("href") == "?fte=reduced&sort=-total"

    def test_show_amounts_and_days_as_they_are_printed_and_others_as_typed(self, reader, proposals):
        given = {"saving_from": "0.25m", "changed_since": "2027-11-01", "saving_to": "lots"}
        shown = tree(reader.get(LIST, given)).xpath("//ul[@class='app-filter__applied']//a")
        assert sorted(words(link) for link in shown) == [
            "Remove filter Changed since: 1 November 2027 ✕",
            "Remove filter Total saving from (£): 250,000 ✕",
            "Remove filter Total saving up to (£): lots ✕",
        ]

    def test_keep_the_round_and_the_order_when_they_are_sent(self, reader, proposals):
        page = tree(
            reader.get(LIST, {"round": proposals.first().budget_round_id, "sort": "-total", "page": "2"})
        )
        hidden = page.xpath("//search//form[@method='get']//input[@type='hidden']")
        assert [field.get("name") for field in hidden] == ["round", "sort"]

    def test_leave_no_note_when_everything_is_understood(self, reader, proposals):
        query = {
            "text": "cyp",
            "directorate": [],
            "service": "",
            "start_year": "",
            "saving_in": "",
            "saving_from": "",
            "saving_to": "",
            "fte": "",
            "round": proposals.first().budget_round_id,
            "sort": "-total",
        }
        assert notes(reader.get(LIST, query)) == []


@pytest.mark.one_database
class TestWhatIsOffered:
    def test_is_only_what_the_proposals_of_the_round_have(self, reader, proposals, budget_round):
        make_service(budget_round, "Nothing to save here", "NIL", "Nobody")
        other = make_round("Budget 2026/27")
        make_proposal(other, "B1", service=make_service(other, "Bins", "WST", "Waste"))
        response = reader.get(LIST, {"round": budget_round.pk})
        assert options_of(response, "directorate") == ["Children", "Environment"]
        assert options_of(response, "service") == ["Children’s homes", "Street lighting"]
        assert options_of(response, "start_year") == ["2027/28", "2028/29"]
        assert options_of(response, "saving_in") == ["2027/28", "2028/29", "2029/30"]

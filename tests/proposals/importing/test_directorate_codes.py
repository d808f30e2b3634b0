"""The codes of directorates that a document names: taken from references only where these print one."""

import pytest

from proposals.importing.kinds import KINDS
from proposals.importing.parsed import ParsedProposal
from proposals.importing.plan.org_units import OrgUnits
from services.models import Council, Directorate, Service

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
TABLE = KINDS["savings-table"]


def parsed(reference, directorate, **more):
    return ParsedProposal("Mowing", "row 1", references=(reference,), directorate=directorate, **more)


def units_of(rows, council=None):
    proposals = [parsed(*row) for row in rows]
    units = OrgUnits(council, proposals, TABLE)
    return units, {item.directorate: units.service_of(item).directorate.code for item in proposals}


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        # The council's letters, which stand before the references of all.
        (
            [("AC01", "Environment"), ("AC02", "Environment"), ("AC03", "Communities")],
            {"Environment": "ENV", "Communities": "COM"},
        ),
        # The letters of a list of savings, which one directorate alone has.
        ([("SAV-01", "Environment"), ("SAV-02", "Environment")], {"Environment": "ENV"}),
        # Years and numbers are no code.
        (
            [("2026/01", "Adult Social Care"), ("7", "Environment")],
            {"Adult Social Care": "ASC", "Environment": "ENV"},
        ),
        # An abbreviation of the name.
        ([("CYP002", "Children and Young People")], {"Children and Young People": "CYP"}),
        # Letters of their own that tell the directorates apart.
        ([("A1", "Place"), ("A2", "Place"), ("B1", "People")], {"Place": "A", "People": "B"}),
        # One directorate has the letters of another besides its own.
        (
            [("ENV1", "Environment"), ("INC1", "Environment"), ("INC2", "Communities")],
            {"Environment": "ENV", "Communities": "COM"},
        ),
        # A code that would be made is another's printed one.
        ([("SAV1", "Environs"), ("ENV1", "Environment")], {"Environs": "SAV", "Environment": "ENV"}),
        ([("7", "Environs"), ("ENV1", "Environment")], {"Environs": "ENV2", "Environment": "ENV"}),
    ],
)
def test_letters_are_a_code_where_they_abbreviate_a_name_or_tell_directorates_apart(rows, codes):
    assert units_of(rows)[1] == codes


class TestAStoredDirectorate:
    @pytest.fixture
    def council(self):
        return Council.objects.create(slug="fenwick", name="Fenwick")

    def test_is_found_by_its_name_whatever_the_references_print(self, council):
        Directorate.objects.create(council=council, code="PLACE", name="Environment")
        units, codes = units_of([("ENV1", "Environment")], council)
        assert (codes, units.issues) == ({"Environment": "PLACE"}, [])

    def test_of_another_name_is_taken_by_its_code_and_that_is_said(self, council):
        Directorate.objects.create(council=council, code="ENV", name="Environment and Transport")
        units, codes = units_of([("ENV1", "Environment")], council)
        assert codes == {"Environment": "ENV"}
        (issue,) = units.issues
        assert issue.message == (
            "“Environment” was taken for the directorate ENV, Environment and Transport, as the references of its "
            "proposals begin with ENV."
        )

    def test_is_not_taken_by_its_code_for_two_directorates_of_the_document(self, council):
        Directorate.objects.create(council=council, code="ENV", name="Environment")
        _, codes = units_of([("X1", "Environment"), ("ENV2", "Environs")], council)
        assert codes == {"Environment": "ENV", "Environs": "ENV2"}

    @pytest.mark.parametrize(
        ("stored", "printed"),
        [
            ("Environment and Waste", "Environment"),
            ("Children", "Children & Young People"),
            ("Corporate Services", "Corporate"),
            ("Place", "Directorate of Place"),
            ("Waste and Environment", "Environment & Waste"),
        ],
    )
    def test_whose_name_alone_begins_with_a_name_or_has_its_words_is_taken_and_that_is_said(
        self, council, stored, printed
    ):
        Directorate.objects.create(council=council, code="PLACE", name=stored)
        units, codes = units_of([("7", printed)], council)
        assert codes == {printed: "PLACE"}
        (issue,) = units.issues
        assert issue.message == (
            f"“{printed}” was taken for the directorate PLACE, {stored}, as no other has these words in its name."
        )

    @pytest.mark.parametrize(
        ("stored", "printed", "made"),
        [
            ("Children and Young People", "People", "PEO"),
            ("Adults, Health and Housing", "Housing", "HOU"),
            ("Place", "People and Place", "PP"),
            ("Directorate of Place", "Department of Regulation", "DR"),
        ],
    )
    def test_that_has_the_words_behind_others_is_not_taken(self, council, stored, printed, made):
        Directorate.objects.create(council=council, code="OLD", name=stored)
        units, codes = units_of([("7", printed)], council)
        assert (codes, units.issues) == ({printed: made}, [])

    def test_is_not_taken_for_one_of_two_that_have_the_words(self, council):
        Directorate.objects.create(council=council, code="EW", name="Environment and Waste")
        Directorate.objects.create(council=council, code="EP", name="Environment and Planning")
        units, codes = units_of([("7", "Environment")], council)
        assert (codes, units.issues) == ({"Environment": "ENV"}, [])

    def test_is_not_taken_where_the_document_names_it_or_two_of_its_words_apart(self, council):
        Directorate.objects.create(council=council, code="EW", name="Environment and Waste")
        _, codes = units_of([("7", "Environment"), ("8", "Environment and Waste")], council)
        assert codes == {"Environment": "ENV", "Environment and Waste": "EW"}
        _, codes = units_of([("7", "Environment"), ("8", "Waste")], council)
        assert codes == {"Environment": "ENV", "Waste": "WAS"}


class TestAServiceThatAnotherDirectorateHas:
    @pytest.fixture
    def council(self):
        council = Council.objects.create(slug="fenwick", name="Fenwick")
        operations = Directorate.objects.create(council=council, code="OPS", name="Operations")
        Service.objects.create(directorate=operations, name="Waste")
        return council

    def places_of(self, council, *proposals):
        units = OrgUnits(council, proposals, TABLE)
        services = [units.service_of(item) for item in proposals]
        return [(item.directorate.name, item.name, item.pk is None) for item in services], units.issues

    def test_is_made_in_the_stated_directorate_and_that_is_said_once(self, council):
        rows = [parsed(f"K{number}", "Housing Services", service="Waste") for number in (1, 2)]
        places, issues = self.places_of(council, *rows)
        assert places == [("Housing Services", "Waste", True)] * 2
        (issue,) = issues
        assert issue.message == (
            "The service “Waste” is made in the directorate Housing Services, which the document states. A service "
            "of that name already exists in Operations, and is left as it is."
        )

    def test_is_made_in_a_stated_directorate_that_is_stored(self, council):
        Directorate.objects.create(council=council, code="HS", name="Housing Services")
        places, (issue,) = self.places_of(council, parsed("K1", "Housing Services", service="Waste"))
        assert places == [("Housing Services", "Waste", True)]
        assert "already exists in Operations" in issue.message

    def test_is_found_in_the_stated_directorate_without_a_word(self, council):
        housing = Directorate.objects.create(council=council, code="HS", name="Housing Services")
        Service.objects.create(directorate=housing, name="Waste")
        assert self.places_of(council, parsed("K1", "Housing Services", service="Waste")) == (
            [("Housing Services", "Waste", False)],
            [],
        )

    @pytest.mark.parametrize("portfolio", ["", "Cleaner Streets"])
    def test_is_taken_where_the_document_states_no_directorate(self, council, portfolio):
        assert self.places_of(council, parsed("K1", "", service="Waste", portfolio=portfolio)) == (
            [("Operations", "Waste", False)],
            [],
        )

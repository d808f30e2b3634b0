"""Proposals that paragraphs and lists name with their savings, as Word files, text, PDFs and sheets."""

from decimal import Decimal

import pytest

from proposals.importing.lines import UnreadableDocument
from tests.proposals.importing.understanding.form_documents import Stated, form
from tests.proposals.importing.understanding.test_other_forms import FILES, facts, ids, read

LISTS = (
    form(
        "numbered paragraphs",
        """
        # Savings proposals for Place
        1. Close the depot – £50k in 2024/25, £75k in 2025/26
        2. Fewer vans – £20k in 2024/25, £5k in 2025/26
        3. Let the hall – £10k in 2024/25
        """,
        Stated("", "Close the depot", {2024: 50_000, 2025: 75_000}),
        Stated("", "Fewer vans", {2024: 20_000, 2025: 5_000}),
        Stated("", "Let the hall", {2024: 10_000}),
    ),
    form(
        "bullets",
        """
        # Budget savings 2024/25
        - Reduce agency spend: £120,000
        - Close the café: £35,000
        - Stop the newsletter: £8,500
        - Total: £163,500
        """,
        Stated("", "Reduce agency spend", {2024: 120_000}),
        Stated("", "Close the café", {2024: 35_000}),
        Stated("", "Stop the newsletter", {2024: 8_500}),
    ),
    form(
        "amounts in brackets below names of directorates",
        """
        # Savings proposals 2026/27
        ## Adult Social Care
        - Review of care packages (£400,000)
        - Day centres (£60,000)
        ## Place
        - Street lights (£75,000)
        - Toilets (£12,000)
        """,
        Stated("", "Review of care packages", {2026: 400_000}, directorate="Adult Social Care"),
        Stated("", "Day centres", {2026: 60_000}, directorate="Adult Social Care"),
        Stated("", "Street lights", {2026: 75_000}, directorate="Place"),
        Stated("", "Toilets", {2026: 12_000}, directorate="Place"),
    ),
    form(
        "the amount first",
        """
        # Children's services: savings 2025/26
        - Save £90,000 by closing one of the two contact centres
        - Save £25,000 by ending the magazine
        """,
        Stated("", "Closing one of the two contact centres", {2025: 90_000}),
        Stated("", "Ending the magazine", {2025: 25_000}),
    ),
    form(
        "references and posts",
        """
        # Savings proposals 2025/26
        AD1 Telecare – £120,000 (2.0 FTE)
        AD2 Transport – £45,000 (0.5 FTE)
        AD3 Meals – £15,000 (nil FTE)
        """,
        Stated("AD1", "Telecare", {2025: 120_000}, Decimal(-2)),
        Stated("AD2", "Transport", {2025: 45_000}, Decimal("-0.5")),
        Stated("AD3", "Meals", {2025: 15_000}, Decimal(0)),
    ),
    form(
        "pressures",
        """
        # Budget pressures 2025/26
        - Pay award: £400,000
        - Energy prices: £150,000
        """,
        Stated("", "Pay award", {2025: -400_000}),
        Stated("", "Energy prices", {2025: -150_000}),
    ),
    form(
        "amounts that rise",
        """
        # Savings of the transport service
        - Taxi contracts: £100k in 2025/26 rising to £250k in 2026/27
        - School buses: £40k in 2025/26 rising to £50k in 2026/27
        """,
        Stated("", "Taxi contracts", {2025: 100_000, 2026: 150_000}),
        Stated("", "School buses", {2025: 40_000, 2026: 10_000}),
        basis="cumulative",
    ),
    form(
        "words around the amounts",
        """
        # Corporate savings 2027/28
        - Close the mailroom: £120,000 in 2027/28
        - Shared brokerage: reduction of £70,000 in 2027/28
        - Income from charging: £30,000 a year from 2027/28
        - Stop the magazine, saving £12,500 per year from 2027/28
        """,
        Stated("", "Close the mailroom", {2027: 120_000}),
        Stated("", "Shared brokerage", {2027: 70_000}),
        Stated("", "Income from charging", {2027: 30_000}),
        Stated("", "Stop the magazine", {2027: 12_500}),
    ),
    form(
        "pressures among savings",
        """
        # Savings of Adult Social Care 2027/28
        - Reduce agency spend: £120,000 in 2027/28
        - National Living Wage pressure: £900,000 in 2027/28
        - Inflation on care contracts: £300,000 in 2027/28
        """,
        Stated("", "Reduce agency spend", {2027: 120_000}),
        Stated("", "National Living Wage pressure", {2027: -900_000}),
        Stated("", "Inflation on care contracts", {2027: -300_000}),
        reversal="growth",
    ),
)


class TestAList:
    @pytest.mark.parametrize("ending", FILES)
    @pytest.mark.parametrize("document", LISTS, ids=lambda document: document.name)
    def test_of_proposals_is_read_as_a_table_of_them(self, document, ending):
        assert ids(read(document, ending)) == set(document.answers)
        proposals = read(document, ending, **document.answers).document.proposals
        assert [facts(proposal) for proposal in proposals] == [
            (stated.reference, stated.title, stated.amounts, stated.fte) for stated in document.stated
        ]
        assert [item.directorate for item in proposals] == [stated.directorate for stated in document.stated]

    @pytest.mark.parametrize("ending", FILES)
    def test_quotes_an_item_without_an_amount_and_takes_the_year_of_the_title(self, ending):
        document = form(
            "items of several sorts",
            """
            # Place: proposed savings 2025/26
            1. Toilets – close four of nine: £60,000
            2. Lights – part-night lighting: £75,000 in 2025/26 and £15,000 in 2026/27
            3. Further work on parking is under way
            4. Trees – fewer plantings: £8,000
            """,
        )
        reading = read(document, ending)
        assert [(item.title, list(item.savings.values())) for item in reading.document.proposals] == [
            ("Toilets – close four of nine", [60_000]),
            ("Lights – part-night lighting", [75_000, 15_000]),
            ("Trees – fewer plantings", [8_000]),
        ]
        (left_over,) = reading.document.left_over
        assert left_over.text.startswith("Further work on parking is under way (it names no amount")

    @pytest.mark.parametrize("ending", sorted({*FILES} - {"xlsx"}))  # a sheet has lines and no items
    def test_may_have_a_single_item_below_each_name(self, ending):
        document = form(
            "a single item below each name",
            """
            # Savings proposals 2026/27
            ## Adult Social Care
            - Day centres: £60,000
            ## Place
            - Toilets: £12,000
            """,
        )
        assert [
            (item.directorate, item.title, list(item.savings.values()))
            for item in read(document, ending).document.proposals
        ] == [("Adult Social Care", "Day centres", [60_000]), ("Place", "Toilets", [12_000])]

    @pytest.mark.parametrize(
        "odd",
        [
            "Reablement: £1.2m over three years",
            "Review of meals: between £40,000 and £60,000",
            "Vans: -£9,000",
        ],
    )
    @pytest.mark.parametrize("place", range(4))
    @pytest.mark.parametrize("ending", FILES)
    def test_quotes_an_item_whose_amount_is_not_understood_wherever_it_stands(self, ending, place, odd):
        items = ["Close the mailroom: £120,000", "Insurance: £11,000", "Let the office: £25,000"]
        items.insert(place, odd)
        listed = "\n".join(f"- {item}" for item in items)
        document = read(form("an odd item", f"# Savings proposals 2027/28\n{listed}"), ending).document
        assert [sum(proposal.savings.values()) for proposal in document.proposals] == [
            120_000,
            11_000,
            25_000,
        ]
        (left_over,) = document.left_over
        assert left_over.text.startswith(f"{odd} (how much it saves")

    @pytest.mark.parametrize(
        "printed",
        [
            """
            # Budget report
            The council faces a gap of £4.2m in 2025/26.
            - Council tax raises £1.2m.
            - Reserves stand at £9.0m.
            """,
            """
            # Budget monitoring 2025/26
            - Adults: £80,000,000
            - Children: £60,000,000
            """,
        ],
    )
    @pytest.mark.parametrize("ending", FILES)
    def test_of_anything_else_is_none(self, printed, ending):
        with pytest.raises(UnreadableDocument, match="No savings proposals were found"):
            read(form("a report", printed), ending)

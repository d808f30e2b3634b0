"""Forms in manners of their own: boxes, grids of ticks, two languages, options, pressures, guidance; all made up."""

from decimal import Decimal

from tests.proposals.importing.understanding.form_documents import Stated, form

ALL = (
    form(
        "boxes before words",
        """
        # Budget saving: one page pro forma
        Saving title | Evening closing of two libraries
        Saving ref | LIB-7
        Directorate | ☐ Adults  ☐ Children  ☑ Communities
        Type of saving (tick one) | ☐ Efficiency  ☐ Income  ☑ Service reduction
        One-off or recurring? | ☐ One-off  ☑ Recurring
        Saving 2026/27 (£) | 31,400
        Saving 2027/28 (£) | 5,600
        Risk | ☐ High  ☑ Medium  ☐ Low
        Equality impact assessment needed? | ☑ Yes  ☐ No
        Impact on residents | Two evenings fewer each week.
        """,
        Stated(
            "LIB-7",
            "Evening closing of two libraries",
            {2026: 31_400, 2027: 5_600},
            directorate="Communities",
            texts={"Equality impact assessment needed?": "Yes"},
        ),
    ),
    form(
        "boxes behind words",
        """
        # Savings pro forma
        Title | Fewer hanging baskets
        Ref no. | PK14
        Service | Parks
        Nature of saving | Efficiency [ ]  Income [ ]  Reduction [x]
        Saving 2026/27 (£) | 4,800
        Is this saving: | Recurring [x]  One-off [ ]
        Delivery risk (tick) | High [ ] Medium [ ] Low [x]
        Impact | Fewer flowers.
        """,
        Stated("PK14", "Fewer hanging baskets", {2026: 4_800}, service="Parks"),
    ),
    form(
        "a grid of ticks",
        """
        # Savings form
        Title | Weekly bins
        Ref | WB1
        Service | Waste
        Saving 2026/27 £000 | 210
        Saving 2027/28 £000 | 90

        ## Risk assessment
        Area | Red | Amber | Green
        Deliverability | | ✓ |
        Reputation | ✓ | |
        Legal | | | ✓

        ## Impact
        Bins are full.
        """,
        Stated("WB1", "Weekly bins", {2026: 210_000, 2027: 90_000}, service="Waste"),
    ),
    form(
        "two languages",
        """
        # Cynnig arbedion / Savings proposal
        Teitl / Title | Oriau llyfrgell / Library hours
        Cyfeirnod / Reference | LL-04
        Cyfarwyddiaeth / Directorate | Cymunedau / Communities
        Swyddog arweiniol / Lead officer | Pennaeth Llyfrgelloedd / Head of Libraries
        Arbediad / Saving 2026/27 (£000) | 22
        Arbediad / Saving 2027/28 (£000) | 8
        Effaith ar staff / Impact on staff (FTE) | -0.5
        Effaith ar drigolion / Impact on residents | Three afternoons fewer.
        """,
        Stated(
            "LL-04",
            "Oriau llyfrgell / Library hours",
            {2026: 22_000, 2027: 8_000},
            Decimal("-0.5"),
            "Cymunedau / Communities",
            officer="Pennaeth Llyfrgelloedd / Head of Libraries",
        ),
    ),
    form(
        "a saving and a pressure with its reason",
        """
        # Budget proposal form
        Proposal title | Bring pest control in house
        Reference | EH3
        Directorate | Place
        Savings 2026/27 £000 | 60
        Savings 2027/28 £000 | 20
        Budget pressure 2026/27 £000 | 15
        Budget pressure 2027/28 £000 | 5
        Reason for pressure | A van is hired.
        Impact | None.
        """,
        Stated("EH3", "Bring pest control in house", {2026: 60_000, 2027: 20_000}, directorate="Place"),
        Stated("", "Bring pest control in house: budget pressure", {2026: -15_000, 2027: -5_000}),
    ),
    form(
        "pressures in a table below",
        """
        # Service budget return 2026/27
        Service | Fleet
        Proposal | Buy used vans
        Ref | FL2
        Saving 2026/27 | £48,000
        Saving 2027/28 | £12,000
        Impact on service | Older vans.

        ## Unavoidable pressures
        Pressure | 2026/27 £ | 2027/28 £
        Fuel prices | 21,000 | 9,000
        Insurance | 4,000 | 0
        """,
        Stated("FL2", "Buy used vans", {2026: 48_000, 2027: 12_000}),
        Stated("", "Buy used vans: fuel prices, pressure", {2026: -21_000, 2027: -9_000}),
        Stated("", "Buy used vans: insurance, pressure", {2026: -4_000}),
    ),
    form(
        "options with different figures",
        """
        # Options appraisal
        Proposal | Museum opening
        Reference | MU-1
        Service | Culture
        Preferred option | Option B

        | 2026/27 £000 | 2027/28 £000
        Option A – close on Mondays | 30 | 0
        Option B – close in winter | 55 | 10

        ## Impact
        Fewer visitors.
        """,
        Stated("MU-1", "Museum opening", {2026: 55_000, 2027: 10_000}, service="Culture"),
        **{"amount-columns": "option b – close in winter"},
    ),
    form(
        "gross and net savings by year",
        """
        # Saving template
        Title | Shared legal team
        Ref | LG5
        Directorate | Corporate

        ## Financial profile (£)
        Year | Gross saving | One-off cost | Net saving | FTE
        2026/27 | 80,000 | 20,000 | 60,000 | -1.0
        2027/28 | 40,000 | 0 | 40,000 | -0.5

        ## Impact
        None.
        """,
        Stated("LG5", "Shared legal team", {2026: 80_000, 2027: 40_000}, Decimal("-1.5"), "Corporate"),
    ),
    form(
        "savings less income lost",
        """
        # Savings form
        Title | Close the pool café
        Ref | LE6
        Service | Leisure

        £000 | 2026/27 | 2027/28 | Total
        Staff saved | 40 | 10 | 50
        Supplies saved | 15 | 5 | 20
        Less: income lost | (25) | (5) | (30)
        Net saving | 30 | 10 | 40

        ## Impact
        None.
        """,
        Stated("LE6", "Close the pool café", {2026: 30_000, 2027: 10_000}, service="Leisure"),
    ),
    form(
        "years counted from one",
        """
        # Savings form
        Title | Solar on depots
        Ref | EN1
        Service | Energy
        First year of saving | 2026/27

        £000 | Year 1 | Year 2 | Year 3 | Total
        Saving | 12 | 18 | 0 | 30
        FTE | 0 | 0 | 0 | 0

        ## Impact
        None.
        """,
        Stated("EN1", "Solar on depots", {2026: 12_000, 2027: 18_000, 2028: 0}, Decimal(0), service="Energy"),
        **{"first-year": "2026/27"},
    ),
    form(
        "the year of an amount under a label of its own",
        """
        # Proposal
        Title | Finance team
        Ref | F3
        Directorate | Corporate
        Year of saving | 2026/27
        Amount of saving £ | 60,000
        FTE reduction – vacant | 1.0
        FTE reduction – filled | 0.6
        Impact | None.
        """,
        Stated("F3", "Finance team", {2026: 60_000}, Decimal("-1.6"), "Corporate"),
    ),
    form(
        "sentences with costs and a budget",
        """
        # Proposal
        Title | Waste contract
        Ref | W9
        Directorate | Place
        Financial benefit | We expect to save £1.2m in 2026/27 and a further £0.4 million in 2027/28. The budget is £9m.
        Set-up costs | There is a one-off cost of £15,000 for redundancy.
        Staffing changes | 0.5 wte vacant post deleted
        Impact | None.
        """,
        Stated(
            "W9",
            "Waste contract",
            {2026: 1_200_000, 2027: 400_000},
            Decimal("-0.5"),
            "Place",
            texts={
                "Financial benefit": "We expect to save £1.2m in 2026/27 and a further £0.4 million in 2027/28. "
                "The budget is £9m.",
                "Cost without a year": "£15,000",
            },
        ),
    ),
    form(
        "guidance below headings",
        """
        # Saving template
        ## Title of saving
        Give a name that residents understand.
        Fewer paper bills
        ## Reference
        RB-21
        ## Saving in 2026/27 (£)
        Whole pounds only.
        24,000
        ## Description
        Please set out what will change, in no more than 200 words.
        Bills go by e-mail.
        """,
        Stated("RB-21", "Fewer paper bills", {2026: 24_000}, texts={"Description": "Bills go by e-mail."}),
    ),
    form(
        "questions and answers",
        """
        # Tell us your saving
        Q1. What do you want to call your saving?
        A. Close the kiosk
        Q2. What is its reference number?
        A. PK-31
        Q3. Which service is it in?
        A. Parks
        Q4. How much will it save in 2026/27?
        A. £8,250
        Q5. How much more will it save in 2027/28?
        A. £1,750
        Q6. What is the impact on residents?
        A. They buy tea elsewhere.
        """,
        Stated("PK-31", "Close the kiosk", {2026: 8_250, 2027: 1_750}, service="Parks"),
    ),
    form(
        "an example, and a form that nobody filled in",
        """
        # Savings form
        Title | Example: fewer pencils
        Reference | EX1
        Service | Any
        Saving 2026/27 (£) | 1,000
        Impact | None.

        # Savings form
        Title | Lower heating
        Reference | PR9
        Service | Property
        Saving 2026/27 (£) | 12,000
        Impact | Cooler rooms.

        # Savings form
        Title |
        Reference |
        Service |
        Saving 2026/27 (£) |
        Impact |
        """,
        Stated("PR9", "Lower heating", {2026: 12_000}, service="Property"),
        example="leave out",
    ),
    form(
        "labels of title and reference that nothing explains",
        """
        # Savings form
        Tracking slip | PK-1
        Strapline | Fewer beds
        Directorate | Place
        Service | Parks
        Saving 2026/27 £ | 40,000
        Impact | None.
        """,
        Stated("PK-1", "Fewer beds", {2026: 40_000}, directorate="Place", service="Parks"),
        **{"title": "Strapline", "column:tracking slip": "reference"},
    ),
)

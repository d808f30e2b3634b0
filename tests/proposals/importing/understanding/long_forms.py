"""Forms as long as councils have them: sections of questions, grids of budgets, options and phasing; all made up."""

from decimal import Decimal

from tests.proposals.importing.understanding.form_documents import (
    Bold,
    Document,
    Heading,
    Stated,
    form,
    table,
)

NUMBERED_SECTIONS_WITH_A_BUDGET_GRID = Document(
    "numbered sections with a budget grid",
    (
        table(
            ("1. Savings proposal",),
            ("Proposal title:", "Fewer print runs"),
            ("Reference:", "COR_SAV_04"),
            ("Directorate:", "Corporate Resources"),
            ("Director of service:", "Director of IT"),
            ("Service/Team area:", "Print"),
            ("Cabinet portfolio:", "Resources"),
            ("Scrutiny Ctte(s):", "Public Accounts"),
        ),
        table(
            ("2. Decision Route",),
            ("Decision by:", "Mayor and Cabinet"),
        ),
        table(
            ("3. Description of service area and proposal",),
            ("Description of the service area being reviewed:\nPrint and post for all departments.",),
            ("Cuts proposal*\nThe second print run ends.",),
        ),
        table(
            ("4. Impact and risks of proposal",),
            ("Outline impact to service users, partners and staff:\nLetters leave a day later.",),
            ("Outline risks associated with proposal and mitigating actions taken:\nNone.",),
        ),
        table(
            ("5. Financial information",),
            ("Controllable budget: General Fund (GF)", "Spend £’000", "Income £’000", "Net Budget £’000"),
            ("", "900", "150", "750"),
        ),
        table(
            ("Saving proposed*:", "2026/27 £’000", "2027/28 £’000", "2028/29 £’000", "Total £’000"),
            ("a) Fewer print runs", "60", "20", "0", "80"),
            ("Total", "60", "20", "0", "80"),
            ("% of Net Budget", "8%", "3%", "0%", "11%"),
        ),
    ),
    (
        Stated(
            "COR_SAV_04",
            "Fewer print runs",
            {2026: 60000, 2027: 20000, 2028: 0},
            directorate="Corporate Resources",
        ),
    ),
)

PROFORMA_WITH_A_BENEFITS_TABLE = Document(
    "proforma with a benefits table",
    (
        Heading("Business Planning – New Saving Proforma", 1),
        table(
            ("Title of Option:", "Parking permits online"),
            ("Priority:", "Place", "Responsible Officer:", "Assistant Director of Highways"),
            ("Affected Service(s):", "Parking", "Contact / Lead:", "Head of Parking"),
        ),
        Bold("Description of Option:"),
        "Permits are sold online alone.",
        "Shops no longer sell them.",
        Bold("Financial Benefits Summary"),
        table(
            (
                "Savings: all savings shown on an incremental basis",
                "2026/27 £000s",
                "2027/28 £000s",
                "2028/29 £000s",
                "Total £000s",
            ),
            ("New net additional savings", "40", "25", "0", "65"),
        ),
        Bold("Impact / non-financial benefits and disbenefits"),
        "Residents without internet ring the contact centre.",
        Bold("Risks and Mitigation"),
        table(
            ("Risk", "Impact (H/M/L)", "Probability (H/M/L)", "Mitigation"),
            ("Fraud", "M", "L", "Checks by postcode"),
        ),
        Bold("Has the EqIA Screening Tool been completed for this proposal?"),
        "Yes",
    ),
    (
        Stated(
            "",
            "Parking permits online",
            {2026: 40000, 2027: 25000, 2028: 0},
            officer="Assistant Director of Highways",
            texts={"Description of Option": "Permits are sold online alone.\n\nShops no longer sell them."},
        ),
    ),
)

WHAT_WE_SPEND_NOW = form(
    "what we spend now",
    """
    # Saving title: Grow more trees
    Saving ID | 26GR1
    Division | Green spaces
    What we spend now | £1.2m
    How much we will save in 2026/27 | £40,000
    What we will do differently | We grow more trees.
    How this will affect citizens | Little.
    # Saving title: Share tractors
    Saving ID | 26GR2
    Division | Green spaces
    What we spend now | £0.8m
    How much we will save in 2026/27 | £15,000
    What we will do differently | We share tractors.
    How this will affect citizens | Little.
    """,
    Stated("26GR1", "Grow more trees", {2026: 40000}),
    Stated("26GR2", "Share tractors", {2026: 15000}),
)

SERVICE_OPTIONS_FOR_CHANGE = Document(
    "service options for change",
    (
        Heading("SERVICE OPTIONS FOR CHANGE 2026/27", 1),
        table(
            ("Reference:", "ECI-12"),
            ("Service Area:", "Economic and Community Infrastructure"),
            ("Director:", "Director of ECI"),
            ("Strategic Manager:", "Manager of Transport"),
        ),
        Heading("1. The proposal"),
        "Timetables are printed once a year.",
        Heading("2. Impacts on service users"),
        "None foreseen.",
        Heading("3. Financial impact and phasing"),
        table(("£'s", "2026/27", "2027/28", "Ongoing or one-off"), ("Saving", "9,000", "0", "Ongoing")),
        Heading("4. Staffing"),
        table(("", "2026/27", "2027/28"), ("FTE reduction", "0.5", "0")),
    ),
    (Stated("ECI-12", "Timetables are printed once a year.", {2026: 9000, 2027: 0}, Decimal("-0.5")),),
)

TICKS = form(
    "ticks",
    """
    Proposal name | Meeting rooms
    Proposal ref | FM2
    Department | Property
    Type | ☒ Income  ☐ Efficiency  ☐ Service reduction
    Income 2026/27 (£) | 3,000
    Recurring? | Yes
    Approved by | A Director
    Summary | Rooms are let in the evening.
    """,
    Stated("FM2", "Meeting rooms", {2026: 3000}, directorate="Property"),
)

NO_REFERENCE_AT_ALL = Document(
    "no reference at all",
    tuple(
        x
        for t, s in (("Door entry", "4,000"), ("Lift contract", "6,500"))
        for x in (
            Heading("Savings proposal", 1),
            table(
                ("Title", t),
                ("Service", "Housing"),
                ("2026/27 saving", f"£{s}"),
                ("2027/28 saving", "£0"),
                ("Comments", "Agreed with tenants."),
            ),
        )
    ),
    (Stated("", "Door entry", {2026: 4000, 2027: 0}), Stated("", "Lift contract", {2026: 6500, 2027: 0})),
)

DIRECTORATE_BEFORE_TITLE = Document(
    "directorate before title",
    tuple(
        x
        for r, d, t, s in (
            ("1", "Adults", "Telecare", "20"),
            ("2", "Children", "Transport", "30"),
            ("3", "Adults", "Meals", "10"),
        )
        for x in (
            table(
                ("Directorate", d),
                ("Service", "Care"),
                ("Title", t),
                ("Proposal no.", r),
                ("Saving 2026/27 (£000)", s),
                ("Impact", "Small."),
            ),
        )
    ),
    (
        Stated("1", "Telecare", {2026: 20000}, directorate="Adults"),
        Stated("2", "Transport", {2026: 30000}, directorate="Children"),
        Stated("3", "Meals", {2026: 10000}, directorate="Adults"),
    ),
)

HEADINGS_IN_A_RUNNING_TEXT = Document(
    "headings in a running text",
    (
        "Budget option paper",
        "Ref: HS-3",
        "Title: Homelessness prevention",
        "Department: Housing",
        "Background",
        "The council spends more on hotels each year.",
        "Proposal",
        "Two officers find homes before families lose theirs.",
        "Financial implications",
        "Savings are £120,000 in 2026/27 and £80,000 in 2027/28.",
        "Staffing implications",
        "Two posts are created.",
    ),
    (Stated("HS-3", "Homelessness prevention", {2026: 120_000, 2027: 80_000}),),
)

NEGATIVE_MEANS_SAVING = form(
    "negative means saving",
    """
    Ref | N1
    Title | Stop the newsletter
    Service | Comms
    Budget change 2026/27 £000 | -12
    Budget change 2027/28 £000 | -3
    Change in posts (FTE) | -0.2
    Impact | None.
    """,
    Stated("N1", "Stop the newsletter", {2026: 12000, 2027: 3000}, Decimal("-0.2")),
)

THREE_YEAR_SAVINGS_IN_ONE_ROW_OF_LABELS = Document(
    "three year savings in one row of labels",
    (
        Heading("Savings option", 1),
        table(("Title", "Car club"), ("Reference", "CC-9"), ("Directorate", "Place")),
        table(
            ("Savings 2026/27", "Savings 2027/28", "Savings 2028/29", "Total"),
            ("£10,000", "£5,000", "£0", "£15,000"),
        ),
        Heading("Implications for residents"),
        "More cars to share.",
    ),
    (Stated("CC-9", "Car club", {2026: 10000, 2027: 5000, 2028: 0}, directorate="Place"),),
)

LABELS_AFTER_THE_VALUES_OF_A_HEADING_BLOCK = form(
    "labels after the values of a heading block",
    """
    # Reducing agency spend
    Saving reference | AG-7
    Accountable director | Director of People
    Delivery lead | Head of HR
    Full year saving 2026/27 | £410,000
    Cost to deliver | £35,000 one-off in 2026/27
    How we will do it | Permanent staff are recruited.
    Who will be affected | Agencies.
    """,
    Stated("AG-7", "Reducing agency spend", {2026: 410000}),
)

POUNDS_IN_THOUSANDS_SAID_ABOVE = Document(
    "pounds in thousands said above",
    (
        "All figures in £000s",
        *(
            x
            for r, t, a, b in (("O1", "Gritting", "45", "5"), ("O2", "Signs", "12", "0"))
            for x in (
                Heading(f"Option {r}", 1),
                table(
                    ("Ref", r),
                    ("Name", t),
                    ("Service", "Highways"),
                    ("2026/27 saving", a),
                    ("2027/28 saving", b),
                    ("Notes", "Agreed."),
                ),
            )
        ),
    ),
    (Stated("O1", "Gritting", {2026: 45000, 2027: 5000}), Stated("O2", "Signs", {2026: 12000, 2027: 0})),
)

YEAR_1_AND_YEAR_2 = form(
    "year 1 and year 2",
    """
    # Savings proposal 2026/27 to 2027/28
    Title | Fleet telematics
    Ref | FT3
    Service | Fleet
    Year 1 saving (£000) | 14
    Year 2 saving (£000) | 21
    Impact | Vans are tracked.
    """,
    Stated("FT3", "Fleet telematics", {2026: 14000, 2027: 21000}),
)

FIVE_FORMS_ON_END = Document(
    "five forms on end",
    tuple(
        x
        for n in range(1, 6)
        for x in (
            Heading("Savings Proposal", 1),
            table(
                ("Proposal reference", f"SP{n}"),
                ("Proposal title", f"Idea {n}"),
                ("Group", f"Group {n % 2}"),
                ("Head of Service", "A Head"),
                ("Saving 26/27 (£'000)", str(n * 10)),
                ("Saving 27/28 (£'000)", str(n)),
                ("FTE Impact", f"-{n}.0"),
                ("Summary of the proposal", f"Text {n}."),
                ("Customer impact", "Little."),
                ("Equality impact", "None."),
            ),
        )
    ),
    tuple(
        Stated(
            f"SP{n}",
            f"Idea {n}",
            {2026: n * 10000, 2027: n * 1000},
            Decimal(-n),
            directorate=f"Group {n % 2}",
        )
        for n in range(1, 6)
    ),
)

WORDS_FOR_FIGURES = form(
    "a figure said in words",
    """
    # Proposal
    Reference | T5
    Title | Bus shelters
    Service | Transport
    Saving 2026/27 £000 | 30
    Saving 2027/28 £000 | to be confirmed
    Impact on staff | None
    """,
    Stated("T5", "Bus shelters", {2026: 30_000}, service="Transport"),
)

ALL = (
    NUMBERED_SECTIONS_WITH_A_BUDGET_GRID,
    PROFORMA_WITH_A_BENEFITS_TABLE,
    WHAT_WE_SPEND_NOW,
    SERVICE_OPTIONS_FOR_CHANGE,
    TICKS,
    NO_REFERENCE_AT_ALL,
    DIRECTORATE_BEFORE_TITLE,
    HEADINGS_IN_A_RUNNING_TEXT,
    NEGATIVE_MEANS_SAVING,
    THREE_YEAR_SAVINGS_IN_ONE_ROW_OF_LABELS,
    LABELS_AFTER_THE_VALUES_OF_A_HEADING_BLOCK,
    POUNDS_IN_THOUSANDS_SAID_ABOVE,
    YEAR_1_AND_YEAR_2,
    FIVE_FORMS_ON_END,
    WORDS_FOR_FIGURES,
)

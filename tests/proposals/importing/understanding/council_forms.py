"""Forms as councils lay them out: part-years, options, budgets beside savings, merged cells; all made up."""

from decimal import Decimal

from tests.proposals.importing.understanding.form_documents import Document, Heading, Stated, form, table

BY_MONTHS = "part by months, the rest in the next year"
FROM_NEXT = "all from the next year"

ALL = (
    form(
        "a saving of a full year that begins in October",
        """
        # Revenue savings proposal
        Proposal | Merge two day centres
        Ref | ASC-09
        Directorate | Adults
        Full year saving £ | 120,000
        Start date | 1 October 2025
        Impact | Longer journeys.
        """,
        # Six of twelve months.
        Stated("ASC-09", "Merge two day centres", {2025: 60_000, 2026: 60_000}, directorate="Adults"),
        **{"part-year": BY_MONTHS},
    ),
    form(
        "an annual saving below a year, from January on",
        """
        # Savings form 2025/26
        Proposal title | Smaller fleet
        Reference | FL-4
        Service | Fleet
        Annual saving (£) | 90,000
        Implementation date | January 2026
        Impact | Fewer vans.
        """,
        Stated("FL-4", "Smaller fleet", {2025: 22_500, 2026: 67_500}, service="Fleet"),
        **{"part-year": BY_MONTHS},
    ),
    form(
        "an amount of a full year under a year that ends before it begins",
        """
        # Savings form
        Title | Close a hostel
        Reference | HO-4
        Directorate | Housing
        2025/26 full-year saving £ | 80,000
        Timescales | The hostel closes at the end of September 2025
        Impact | None.
        """,
        Stated("HO-4", "Close a hostel", {2025: 0, 2026: 80_000}, directorate="Housing"),
        **{"part-year": FROM_NEXT},
    ),
    form(
        "a later year whose cell says that it is a full one",
        """
        # Savings form
        Title | Cleaning contract
        Ref | CL-1
        Service | Property
        Savings start | September 2025
        Savings 2025/26 | £35,000 (part year)
        Savings 2026/27 | £60,000 (full year)
        Impact | None.
        """,
        Stated("CL-1", "Cleaning contract", {2025: 35_000, 2026: 25_000}, service="Property"),
        basis="cumulative",
    ),
    form(
        "the full year under a year of its own",
        """
        # Proposal
        Title | Care home fees
        Reference | CH-1
        Directorate | Adults
        In-year saving 2025/26 £ | 50,000
        Full-year saving 2026/27 £ | 200,000
        Impact | None.
        """,
        Stated("CH-1", "Care home fees", {2025: 50_000, 2026: 150_000}, directorate="Adults"),
        **{"column:full-year saving 2026/27 £": "full-year effect", "full-year": "2026/27"},
    ),
    form(
        "a column of the full-year effect",
        """
        # Savings form
        Title | Night bus
        Ref | NB-1
        Service | Transport

        £000 | 2025/26 | Full year effect
        Saving | 20 | 35

        ## Impact
        No bus.
        """,
        Stated("NB-1", "Night bus", {2025: 20_000, 2026: 15_000}, service="Transport"),
        **{"full-year": "2026/27"},
    ),
    form(
        "budget, saving, cumulative saving, cost and net saving",
        """
        # Budget savings proposal 2024/25
        Proposal title | Digital post room
        Reference | CS-12
        Directorate | Corporate Services
        Controllable budget 2023/24 £000 | 640
        Description of proposal | Letters are scanned on arrival.

        ## Financial implications (£000)
        | 2024/25 | 2025/26 | 2026/27
        Base budget | 640 | 640 | 640
        Saving | 30 | 45 | 0
        Cumulative saving | 30 | 75 | 75
        One-off cost | 12 | 0 | 0
        Net saving | 18 | 45 | 0

        ## Impact on residents
        None expected.
        """,
        Stated(
            "CS-12", "Digital post room", {2024: 30_000, 2025: 45_000, 2026: 0}, None, "Corporate Services"
        ),
    ),
    form(
        "a saving with a running cost taken from it",
        """
        # Savings form
        Title | In-house audit
        Ref | AU-1
        Directorate | Finance
        Saving on contract 2025/26 £ | 70,000
        New salaries 2025/26 £ | 45,000
        Net saving 2025/26 £ | 25,000
        Impact | None.
        """,
        Stated("AU-1", "In-house audit", {2025: 25_000}, directorate="Finance"),
    ),
    form(
        "savings taken from one budget",
        """
        # Service budget form
        Title | Post room
        Reference | PO-4
        Service | Facilities

        £000 | 2024/25 | 2025/26 | 2026/27
        Current budget | 200 | 200 | 200
        Revised budget | 200 | 170 | 160
        Saving | 0 | 30 | 40

        ## Impact
        None.
        """,
        # 160 of 200 are left in the third year, so 40 are saved altogether.
        Stated("PO-4", "Post room", {2024: 0, 2025: 30_000, 2026: 10_000}, service="Facilities"),
    ),
    form(
        "pounds in words beside thousands",
        """
        # Savings form
        Title | Cut paper
        Reference | CP-8
        Directorate | Resources
        Saving 2025/26 | up to £15,000
        Saving 2026/27 | c. £4k
        Impact | None.
        """,
        Stated("CP-8", "Cut paper", {2025: 15_000, 2026: 4_000}, directorate="Resources"),
        about="take the figures",
    ),
    form(
        "a table of options, one of them preferred",
        """
        # Savings business case
        Title | Leisure centre opening hours
        Reference | LC-2
        Directorate | Communities
        Description | Three ways were looked at.

        ## Options appraisal
        Option | Description | Saving 2025/26 £ | Saving 2026/27 £ | FTE
        Option 1 | Do nothing | 0 | 0 | 0
        Option 2 (preferred) | Close on Sunday evenings | 42,000 | 14,000 | -1.0
        Option 3 | Close two days a week | 130,000 | 40,000 | -4.0

        ## Impact
        Fewer evening swims.
        """,
        Stated(
            "LC-2", "Leisure centre opening hours", {2025: 42_000, 2026: 14_000}, Decimal(-1), "Communities"
        ),
        **{"amount-columns": "option 2 (preferred) saving"},
    ),
    form(
        "options side by side",
        """
        # Business case
        Title | Museum store
        Reference | MS-1
        Directorate | Culture
        Preferred option | Option 2

        | Option 1 | Option 2 | Option 3
        Saving 2025/26 £ | 0 | 15,000 | 40,000
        Saving 2026/27 £ | 0 | 5,000 | 10,000

        ## Impact
        None.
        """,
        Stated("MS-1", "Museum store", {2025: 15_000, 2026: 5_000}, directorate="Culture"),
        **{"amount-columns": "option 2 saving"},
    ),
    form(
        "options beside the form's own figures",
        """
        # Savings business case
        Title | Leisure centre prices
        Reference | LC-3
        Directorate | Communities

        ## Options appraisal
        Option | Saving 2025/26 £ | FTE | Comment
        Option 1 – do nothing | 0 | 0 | Not affordable
        Option 2 – close Sundays (preferred) | 42,000 | -1.0 | Preferred
        Option 3 – close two days | 130,000 | -4.0 | Too harsh

        ## Financial summary
        | 2025/26 | 2026/27
        Saving £ | 42,000 | 14,000
        FTE | -1.0 | 0
        """,
        Stated("LC-3", "Leisure centre prices", {2025: 42_000, 2026: 14_000}, Decimal(-1), "Communities"),
    ),
    form(
        "the council's share beside the saving of all",
        """
        # Savings form
        Title | Joint advocacy contract
        Ref | JC-2
        Directorate | Adults
        Total saving of the partnership 2025/26 £ | 90,000
        Council's share of saving 2025/26 £ | 30,000
        Impact | None.
        """,
        Stated("JC-2", "Joint advocacy contract", {2025: 30_000}, directorate="Adults"),
        **{"amount-columns": "council's share of saving"},
    ),
    form(
        "units in hints, and questions about the service that are answered no",
        """
        # Savings option pro forma
        ## 1. Title of option (max 10 words)
        Shared print unit
        ## 2. Reference number (finance to complete)
        FIN/0042
        ## 3. Directorate
        Corporate
        ## 4. Will the cut affect the service?
        No
        ## 5. Savings (please enter in £000s)
        | 2019/20 | 2020/21 | 2021/22
        Net saving | 35 | 20 | 0
        Posts deleted (FTE) | 1 | 0.5 | 0
        ## 6. Risks (bullet points only)
        Machines may break.
        """,
        Stated(
            "FIN/0042",
            "Shared print unit",
            {2019: 35_000, 2020: 20_000, 2021: 0},
            Decimal("-1.5"),
            "Corporate",
            texts={"Will the cut affect the service?": "No"},
        ),
    ),
    form(
        "tables of milestones and of risks with scores",
        """
        # Delivery plan
        Savings title | Contact centre chat
        Savings ref | CC-3
        Directorate | Customer
        Saving 2026/27 £000 | 90

        ## Key milestones
        Milestone | Date | Lead
        Consult staff | 1 June 2026 | HR
        Go live | 1 September 2026 | ICT

        ## Risks
        Risk | Likelihood | Impact | Score
        System is late | 3 | 4 | 12
        Staff leave | 2 | 2 | 4

        ## Impact
        Calls are shorter.
        """,
        Stated("CC-3", "Contact centre chat", {2026: 90_000}, directorate="Customer"),
    ),
    form(
        "figures that are no amounts",
        """
        # Savings form
        Title | Meals on wheels
        Ref | MW-1
        Directorate | Adults
        Subsidy per meal £ | 3.20
        Number of customers | 1,240
        Months effective in 2025/26 | 12
        Saving 2025/26 £ | 64,000
        Version | 2.1
        Contact | 01234 567890
        Effective from | 1 April 2025
        Impact | Dearer meals.
        """,
        Stated("MW-1", "Meals on wheels", {2025: 64_000}, directorate="Adults", texts={"Version": "2.1"}),
    ),
    form(
        "a line above figures that says their unit",
        """
        # Medium term savings proposal
        Saving name: Court costs
        Saving number: REV-3
        Department: Finance
        Officer responsible: Head of Revenues
        Savings profile (all figures in thousands of pounds)
        2020/21: 15
        2021/22: 10
        2022/23: 0
        Effect on the public: Higher costs for late payers.
        """,
        Stated(
            "REV-3",
            "Court costs",
            {2020: 15_000, 2021: 10_000, 2022: 0},
            directorate="Finance",
            officer="Head of Revenues",
        ),
    ),
    Document(
        "headings and texts across a table of four columns",
        (
            Heading("Budget proposal", 1),
            table(
                ("Proposal title", "Ferry timetable"),
                ("Reference", "FT-9", "Directorate", "Transport"),
                ("Description",),
                ("Fewer winter sailings from November to March.",),
                ("Financial implications",),
                ("", "2025/26 £000", "2026/27 £000", "2027/28 £000"),
                ("Savings", "-120", "-60", "0"),
                ("Implementation cost", "15", "0", "0"),
                ("Net", "-105", "-60", "0"),
                ("Impact",),
                ("Longer waits.",),
            ),
        ),
        (
            Stated(
                "FT-9",
                "Ferry timetable",
                {2025: 120_000, 2026: 60_000, 2027: 0},
                directorate="Transport",
                texts={
                    "Description": "Fewer winter sailings from November to March.",
                    "Impact": "Longer waits.",
                },
            ),
        ),
    ),
    form(
        "a table of accounts",
        """
        # Budget review form
        Service | Libraries
        Title | Library stock and staff
        Ref | LS-1

        Budget heading | 2024/25 budget £ | Saving 2025/26 £ | 2025/26 budget £
        Employees | 400,000 | 25,000 | 375,000
        Books | 90,000 | 10,000 | 80,000
        Total | 490,000 | 35,000 | 455,000

        ## Impact
        Fewer books.
        """,
        Stated("LS-1", "Library stock and staff", {2025: 35_000}, service="Libraries"),
    ),
    form(
        "savings and growth each below a heading",
        """
        # Service proposals 2025/26
        Title | Street scene review
        Ref | SS-1
        Service | Streets

        ## Savings
        £000 | 2025/26 | 2026/27
        Two teams merge | 50 | 20

        ## Growth
        £000 | 2025/26 | 2026/27
        New vehicle lease | 15 | 0

        ## Impact
        None.
        """,
        Stated("SS-1", "Street scene review", {2025: 50_000, 2026: 20_000}, service="Streets"),
        Stated("", "Street scene review: new vehicle lease, growth", {2025: -15_000}),
    ),
    form(
        "a saving that is taken back",
        """
        # Budget change
        Title | Reversal of library hours saving
        Ref | RV-1
        Service | Libraries
        Amount 2025/26 £ | 20,000
        Description | It cannot be made.
        Impact | None.
        """,
        Stated("RV-1", "Reversal of library hours saving", {2025: -20_000}, service="Libraries"),
        reversal="growth",
    ),
    form(
        "amounts of several years on one line, and a saving that frees no cash",
        """
        # Savings form
        Title | Automatic invoices
        Reference | AI-1
        Service | Finance
        Savings (2025/26, 2026/27, 2027/28) | £50,000, £20,000, £10,000
        Non-cashable saving 2025/26 £ | 40,000
        Impact | None.
        """,
        Stated("AI-1", "Automatic invoices", {2025: 50_000, 2026: 20_000, 2027: 10_000}, service="Finance"),
    ),
    form(
        "a saving over all years together",
        """
        # Savings form
        Title | New back office
        Ref | TR-1
        Directorate | Corporate
        Total saving over three years 2025/26 to 2027/28 | £300,000
        Impact | None.
        """,
        Stated("TR-1", "New back office", {}, directorate="Corporate"),
    ),
    form(
        "an ongoing saving beside a one-off one",
        """
        # Efficiency form
        Title | Mobile phones
        Ref | MP-1
        Service | ICT
        One-off saving 2025/26 £ | 5,000
        Ongoing saving 2025/26 £ | 12,000
        Impact | None.
        """,
        Stated("MP-1", "Mobile phones", {2025: 12_000}, service="ICT"),
        **{"amount-columns": "ongoing saving"},
    ),
)

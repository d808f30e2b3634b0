"""Forms in the words and layouts of invented councils, with what each states; all wording and figures are made up."""

from decimal import Decimal

from tests.proposals.importing.understanding.form_documents import (
    Document,
    Heading,
    Stated,
    form,
    table,
)

LABELS_BESIDE_VALUES = form(
    "labels beside values",
    """
    # Savings proposal form
    Ref no | ASC-04
    Proposal title | Day centre transport review
    Directorate | Adults and Health
    Head of service | Head of Day Opportunities
    Budget saving 2026/27 £000 | 85
    Budget saving 2027/28 £000 | 40
    Impact on service users | Forty people travel by shared minibus instead of taxi.
    Staffing implications (FTE) | -1.5
    """,
    Stated(
        "ASC-04",
        "Day centre transport review",
        {2026: 85_000, 2027: 40_000},
        Decimal("-1.5"),
        "Adults and Health",
        officer="Head of Day Opportunities",
        texts={"Impact on service users": "Forty people travel by shared minibus instead of taxi."},
    ),
)

SEVERAL_IN_ONE_DOCUMENT = Document(
    "several forms, each a table",
    tuple(
        piece
        for ref, title, service, first, second, fte, impact in (
            ("PL1", "Fewer bedding plants", "Parks", "£12,000", "£4,000", "0", "Beds become grass."),
            ("PL2", "Close two car park kiosks", "Parking", "£31,500", "£0", "-2", "Drivers pay by phone."),
            ("PL3", "Let the old depot", "Property", "£0", "£22,000", "0", "None."),
        )
        for piece in (
            Heading(f"Proposal {ref[2:]}", 1),
            table(
                ("Reference:", ref, "Service area:", service),
                ("Name of proposal:", title, "Department:", "Place"),
                ("Saving 2026/27:", first, "Saving 2027/28:", second),
                ("FTE reduction:", fte.lstrip("-"), "Lead officer:", f"Manager of {service}"),
                ("What will be the impact on residents?", impact),
            ),
        )
    ),
    (
        Stated("PL1", "Fewer bedding plants", {2026: 12_000, 2027: 4_000}, Decimal(0), "Place", "Parks"),
        Stated("PL2", "Close two car park kiosks", {2026: 31_500, 2027: 0}, Decimal(-2), "Place", "Parking"),
        Stated("PL3", "Let the old depot", {2026: 0, 2027: 22_000}, Decimal(0), "Place", "Property"),
    ),
)

HEADINGS_WITH_TEXT_BELOW = form(
    "headings with text below",
    """
    # Budget proposal
    ## Proposal reference
    CS/07
    ## Proposal title
    Shared reception desks
    ## Directorate
    Corporate Services
    ## Description of the proposal
    Three receptions become one at the civic centre.
    Appointments are made online.
    ## Financial implications
     | 2026/27 | 2027/28 | 2028/29 | Total
    Saving (£000) | 60 | 20 | 0 | 80
    FTE | -2.0 | -1.0 | 0 | -3.0
    ## Impact on service users
    Visitors without an appointment wait longer.
    ## Risks and mitigations
    - Queues at quarter day
    - Staff of the library help out
    """,
    Stated(
        "CS/07",
        "Shared reception desks",
        {2026: 60_000, 2027: 20_000, 2028: 0},
        Decimal(-3),
        "Corporate Services",
        texts={
            "Description of the proposal": "Three receptions become one at the civic centre.\n\n"
            "Appointments are made online.",
            "Impact on service users": "Visitors without an appointment wait longer.",
            "Risks and mitigations": "· Queues at quarter day\n· Staff of the library help out",
        },
    ),
)

YEARS_INSIDE_THE_TABLE = Document(
    "a table of everything, years among its rows",
    (
        table(
            ("SAVINGS TEMPLATE 2026/27",),
            ("Proposal title", "Streetlight dimming"),
            ("Unique reference", "H&T 12"),
            ("Service", "Highways"),
            ("Lead officer", "Head of Highways"),
            ("Brief description", "Lamps on side roads burn at half power after midnight."),
            ("Financial year", "2026/27", "2027/28", "2028/29", "Total"),
            ("Saving £m", "0.150", "0.050", "0.000", "0.200"),
            ("Change in FTE", "0", "0", "0", "0"),
            ("Equality impact", "No group is affected more than others."),
        ),
    ),
    (
        Stated(
            "H&T 12",
            "Streetlight dimming",
            {2026: 150_000, 2027: 50_000, 2028: 0},
            Decimal(0),
            service="Highways",
            officer="Head of Highways",
            texts={
                "Brief description": "Lamps on side roads burn at half power after midnight.",
                "Equality impact": "No group is affected more than others.",
            },
        ),
    ),
)

NUMBERED_QUESTIONS = Document(
    "numbered questions in rows of their own",
    (
        Heading("Service change proposal", 1),
        table(
            ("1. Name of proposal",),
            ("Mobile library stops",),
            ("2. Proposal number",),
            ("COM 3",),
            ("3. Which directorate does it belong to?",),
            ("Communities",),
            ("4. What is proposed? (max 200 words)",),
            ("Stops with fewer than four visitors a month end.",),
            ("5. Net saving 2026/27 (£)",),
            ("18,250",),
            ("6. Net saving 2027/28 (£)",),
            ("0",),
            ("7. How many posts (FTE) would be deleted?",),
            ("0.5",),
            ("8. Who is affected, and how?",),
            ("About ninety readers travel further.",),
        ),
    ),
    (
        Stated(
            "COM 3",
            "Mobile library stops",
            {2026: 18_250, 2027: 0},
            Decimal("-0.5"),
            "Communities",
            texts={
                "What is proposed?": "Stops with fewer than four visitors a month end.",
                "Who is affected, and how?": "About ninety readers travel further.",
            },
        ),
    ),
)

COLONS_IN_TEXT = form(
    "labels with colons in running text",
    """
    Saving reference: F1
    Title of saving: Bank charges
    Portfolio: Finance and Resources
    2026/27 saving: £9,500
    2027/28 saving: £9,500
    Rationale:
    Card payments move to one provider.
    Consultation required: No
    Saving reference: F2
    Title of saving: Insurance excess
    Portfolio: Finance and Resources
    2026/27 saving: £120,000
    2027/28 saving: nil
    Rationale:
    The council bears the first £50,000 of a claim.
    Consultation required: No
    """,
    Stated(
        "F1",
        "Bank charges",
        {2026: 9_500, 2027: 9_500},
        texts={"Rationale": "Card payments move to one provider.", "Consultation required": "No"},
    ),
    Stated(
        "F2",
        "Insurance excess",
        {2026: 120_000, 2027: 0},
        texts={
            "Rationale": "The council bears the first £50,000 of a claim.",
            "Consultation required": "No",
        },
    ),
)

TITLE_IN_THE_HEADING = form(
    "the title in the heading above",
    """
    # CYP01 – Nursery milk
    Directorate | Children and Young People
    Responsible officer | Head of Early Help
    Saving in 2026/27 | £14k
    FTE change | 0
    Background | Milk is bought together with the schools.
    # CYP02 – Youth bus
    Directorate | Children and Young People
    Responsible officer | Head of Early Help
    Saving in 2026/27 | £52k
    FTE change | -1.0
    Background | The bus stands at two places and not five.
    """,
    Stated(
        "CYP01",
        "Nursery milk",
        {2026: 14_000},
        Decimal(0),
        "Children and Young People",
        officer="Head of Early Help",
        texts={"Background": "Milk is bought together with the schools."},
    ),
    Stated(
        "CYP02",
        "Youth bus",
        {2026: 52_000},
        Decimal(-1),
        "Children and Young People",
        officer="Head of Early Help",
        texts={"Background": "The bus stands at two places and not five."},
    ),
)

BOLD_LABELS = form(
    "bold labels above their values",
    """
    ** Budget option
    ** Option title
    Printing of agendas
    ** Option reference
    DEM2
    ** Service
    Democratic Services
    ** Savings
    2026/27 £ | 2027/28 £ | Total £
    6,400 | 1,600 | 8,000
    ** Staffing implications
    None.
    ** Alternatives considered
    Printing in black alone was tried.
    """,
    Stated(
        "DEM2",
        "Printing of agendas",
        {2026: 6_400, 2027: 1_600},
        service="Democratic Services",
        texts={
            "Staffing implications": "None.",
            "Alternatives considered": "Printing in black alone was tried.",
        },
    ),
)

YEARS_DOWN_THE_SIDE = form(
    "years down the side",
    """
    Title | Pest control charges
    Reference | ENV-19
    Division | Regulatory Services
    Summary of proposal | Fees rise to what visits cost.
    ** Savings profile
    Year | Saving (£) | FTE change
    2026/27 | 7,000 | 0
    2027/28 | 3,500 | -0.4
    Total | 10,500 | -0.4
    ** Impact on residents
    Visits for rats cost £60.
    """,
    Stated(
        "ENV-19",
        "Pest control charges",
        {2026: 7_000, 2027: 3_500},
        Decimal("-0.4"),
        texts={
            "Summary of proposal": "Fees rise to what visits cost.",
            "Impact on residents": "Visits for rats cost £60.",
        },
    ),
)

UNKNOWN_SECTION = form(
    "a section that nothing explains",
    """
    # Savings proforma
    Ref | L9
    Proposal | Museum shop
    Saving 2026/27 £000 | 15
    Golden thread | A thriving town centre.
    Impact | The shop opens at weekends only.
    """,
    Stated(
        "L9",
        "Museum shop",
        {2026: 15_000},
        texts={
            "Golden thread": "A thriving town centre.",
            "Impact": "The shop opens at weekends only.",
        },
    ),
    **{"column:golden thread": "other"},
)

BUDGETS_AND_NEGATIVE_SAVINGS = form(
    "budgets beside savings in brackets",
    """
    # Savings proposal W1
    Scheme title | Garden waste
    Scheme reference | W1
    Service | Waste
    Gross budget 2025/26 | £1,200,000
    Income budget 2025/26 | £400,000
    Net budget 2025/26 | £800,000
    Budget reduction 2026/27 (£) | (90,000)
    Budget reduction 2027/28 (£) | (10,000)
    Detail | The price of garden waste rises.
    # Savings proposal W2
    Scheme title | Bulky waste
    Scheme reference | W2
    Service | Waste
    Gross budget 2025/26 | £300,000
    Income budget 2025/26 | £120,000
    Net budget 2025/26 | £180,000
    Budget reduction 2026/27 (£) | (25,000)
    Budget reduction 2027/28 (£) | 0
    Detail | The price of bulky waste rises.
    """,
    Stated("W1", "Garden waste", {2026: 90_000, 2027: 10_000}, service="Waste"),
    Stated("W2", "Bulky waste", {2026: 25_000, 2027: 0}, service="Waste"),
)

ALL = (
    LABELS_BESIDE_VALUES,
    SEVERAL_IN_ONE_DOCUMENT,
    HEADINGS_WITH_TEXT_BELOW,
    YEARS_INSIDE_THE_TABLE,
    NUMBERED_QUESTIONS,
    COLONS_IN_TEXT,
    TITLE_IN_THE_HEADING,
    BOLD_LABELS,
    YEARS_DOWN_THE_SIDE,
    UNKNOWN_SECTION,
    BUDGETS_AND_NEGATIVE_SAVINGS,
)

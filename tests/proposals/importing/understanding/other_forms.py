"""Forms in the words and layouts of invented councils, with what each states; all wording and figures are made up."""

from decimal import Decimal

from tests.proposals.importing.understanding.form_documents import (
    Bold,
    Document,
    Heading,
    Items,
    Stated,
    table,
)

LABELS_BESIDE_VALUES = Document(
    "labels beside values",
    (
        Heading("Savings proposal form", 1),
        table(
            ("Ref no", "ASC-04"),
            ("Proposal title", "Day centre transport review"),
            ("Directorate", "Adults and Health"),
            ("Head of service", "Head of Day Opportunities"),
            ("Budget saving 2026/27 £000", "85"),
            ("Budget saving 2027/28 £000", "40"),
            ("Impact on service users", "Forty people travel by shared minibus instead of taxi."),
            ("Staffing implications (FTE)", "-1.5"),
        ),
    ),
    (
        Stated(
            "ASC-04",
            "Day centre transport review",
            {2026: 85_000, 2027: 40_000},
            Decimal("-1.5"),
            "Adults and Health",
            officer="Head of Day Opportunities",
            texts={"Impact on service users": "Forty people travel by shared minibus instead of taxi."},
        ),
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

HEADINGS_WITH_TEXT_BELOW = Document(
    "headings with text below",
    (
        Heading("Budget proposal", 1),
        Heading("Proposal reference"),
        "CS/07",
        Heading("Proposal title"),
        "Shared reception desks",
        Heading("Directorate"),
        "Corporate Services",
        Heading("Description of the proposal"),
        "Three receptions become one at the civic centre.",
        "Appointments are made online.",
        Heading("Financial implications"),
        table(
            ("", "2026/27", "2027/28", "2028/29", "Total"),
            ("Saving (£000)", "60", "20", "0", "80"),
            ("FTE", "-2.0", "-1.0", "0", "-3.0"),
        ),
        Heading("Impact on service users"),
        "Visitors without an appointment wait longer.",
        Heading("Risks and mitigations"),
        Items(("Queues at quarter day", "Staff of the library help out")),
    ),
    (
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

COLONS_IN_TEXT = Document(
    "labels with colons in running text",
    tuple(
        piece
        for ref, title, first, second, text in (
            ("F1", "Bank charges", "£9,500", "£9,500", "Card payments move to one provider."),
            ("F2", "Insurance excess", "£120,000", "nil", "The council bears the first £50,000 of a claim."),
        )
        for piece in (
            f"Saving reference: {ref}",
            f"Title of saving: {title}",
            "Portfolio: Finance and Resources",
            f"2026/27 saving: {first}",
            f"2027/28 saving: {second}",
            "Rationale:",
            text,
            "Consultation required: No",
        )
    ),
    (
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
    ),
)

TITLE_IN_THE_HEADING = Document(
    "the title in the heading above",
    tuple(
        piece
        for ref, title, saving, fte, text in (
            ("CYP01", "Nursery milk", "£14k", "0", "Milk is bought together with the schools."),
            ("CYP02", "Youth bus", "£52k", "-1.0", "The bus stands at two places and not five."),
        )
        for piece in (
            Heading(f"{ref} – {title}", 1),
            table(
                ("Directorate", "Children and Young People"),
                ("Responsible officer", "Head of Early Help"),
                ("Saving in 2026/27", saving),
                ("FTE change", fte),
                ("Background", text),
            ),
        )
    ),
    (
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
    ),
)

BOLD_LABELS = Document(
    "bold labels above their values",
    (
        Bold("Budget option"),
        Bold("Option title"),
        "Printing of agendas",
        Bold("Option reference"),
        "DEM2",
        Bold("Service"),
        "Democratic Services",
        Bold("Savings"),
        table(("2026/27 £", "2027/28 £", "Total £"), ("6,400", "1,600", "8,000")),
        Bold("Staffing implications"),
        "None.",
        Bold("Alternatives considered"),
        "Printing in black alone was tried.",
    ),
    (
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
    ),
)

YEARS_DOWN_THE_SIDE = Document(
    "years down the side",
    (
        table(
            ("Title", "Pest control charges"),
            ("Reference", "ENV-19"),
            ("Division", "Regulatory Services"),
            ("Summary of proposal", "Fees rise to what visits cost."),
        ),
        Bold("Savings profile"),
        table(
            ("Year", "Saving (£)", "FTE change"),
            ("2026/27", "7,000", "0"),
            ("2027/28", "3,500", "-0.4"),
            ("Total", "10,500", "-0.4"),
        ),
        Bold("Impact on residents"),
        "Visits for rats cost £60.",
    ),
    (
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
    ),
)

UNKNOWN_SECTION = Document(
    "a section that nothing explains",
    (
        Heading("Savings proforma", 1),
        table(
            ("Ref", "L9"),
            ("Proposal", "Museum shop"),
            ("Saving 2026/27 £000", "15"),
            ("Golden thread", "A thriving town centre."),
            ("Impact", "The shop opens at weekends only."),
        ),
    ),
    (
        Stated(
            "L9",
            "Museum shop",
            {2026: 15_000},
            texts={
                "Golden thread": "A thriving town centre.",
                "Impact": "The shop opens at weekends only.",
            },
        ),
    ),
    {"column:golden thread": "other"},
)

BUDGETS_AND_NEGATIVE_SAVINGS = Document(
    "budgets beside savings in brackets",
    tuple(
        piece
        for ref, title, gross, income, net, first, second in (
            ("W1", "Garden waste", "£1,200,000", "£400,000", "£800,000", "(90,000)", "(10,000)"),
            ("W2", "Bulky waste", "£300,000", "£120,000", "£180,000", "(25,000)", "0"),
        )
        for piece in (
            Heading(f"Savings proposal {ref}", 1),
            table(
                ("Scheme title", title),
                ("Scheme reference", ref),
                ("Service", "Waste"),
                ("Gross budget 2025/26", gross),
                ("Income budget 2025/26", income),
                ("Net budget 2025/26", net),
                ("Budget reduction 2026/27 (£)", first),
                ("Budget reduction 2027/28 (£)", second),
                ("Detail", f"The price of {title.lower()} rises."),
            ),
        )
    ),
    (
        Stated("W1", "Garden waste", {2026: 90_000, 2027: 10_000}, service="Waste"),
        Stated("W2", "Bulky waste", {2026: 25_000, 2027: 0}, service="Waste"),
    ),
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

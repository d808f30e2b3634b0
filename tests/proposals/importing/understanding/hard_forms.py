"""Forms with what is hard in them: guidance beside answers, lists before forms, colons in texts; all made up."""

from decimal import Decimal

from tests.proposals.importing.understanding.form_documents import (
    Document,
    Heading,
    Stated,
    form,
    table,
)

MAGAZINE = (
    "We will stop printing the residents' magazine four times a year and publish it on the website instead, "
    "with printed copies in libraries and hubs for residents who ask for one in person."
)

LABEL_GUIDANCE_ANSWER = form(
    "label guidance answer",
    """
    # Savings template
    Section | Guidance | Response
    Title | A short name | Gull nets
    Reference | Given by finance | PP3
    Service | As in the budget book | Property
    Saving 2026/27 (£) | Whole pounds | 6,000
    Saving 2027/28 (£) | Whole pounds | 2,000
    Impact on customers | Who is affected | None expected.
    """,
    Stated("PP3", "Gull nets", {2026: 6000, 2027: 2000}, service="Property"),
)

CUMULATIVE = form(
    "cumulative",
    """
    Ref | K1
    Title | Agency staff
    Service | HR
    Cumulative saving 2026/27 £000 | 40
    Cumulative saving 2027/28 £000 | 70
    Impact | Fewer agency shifts.
    """,
    Stated("K1", "Agency staff", {2026: 40000, 2027: 30000}),
    basis="cumulative",
)

POSTS_APART = form(
    "posts apart",
    """
    Ref | K2
    Title | Planning support
    Service | Planning
    Savings 2026/27 £000 | 64
    FTE in post | 12.0
    Posts to be deleted (FTE) | 2.0
    Impact | Letters take a week longer.
    """,
    Stated("K2", "Planning support", {2026: 64000}, Decimal(-2)),
)

ROWS_OF_SAVINGS_WITH_A_TOTAL = Document(
    "rows of savings with a total",
    (
        Heading("Proposal", 1),
        table(("Title", "Registrars"), ("Ref", "RG1"), ("Directorate", "Place")),
        Heading("Financial impact £000"),
        table(
            ("", "2026/27", "2027/28", "Total"),
            ("Staffing", "(20)", "(5)", "(25)"),
            ("Supplies", "(4)", "0", "(4)"),
            ("Income", "(6)", "(5)", "(11)"),
            ("Total saving", "(30)", "(10)", "(40)"),
        ),
        Heading("Impact"),
        "Fees rise.",
    ),
    (Stated("RG1", "Registrars", {2026: 30000, 2027: 10000}, directorate="Place"),),
)

NO_YEAR = form(
    "no year",
    """
    Title | Coroner rent
    Reference | CO1
    Service | Coroner
    Saving (£000s) | 100
    Start date | April 2026
    Impact | None.
    """,
    Stated("CO1", "Coroner rent", {2026: 100000}),
    year="2026/27",
)

LONG_TITLE_AND_OPTION_ROWS = Document(
    "long title and option rows",
    (
        table(
            ("Reference", "LT1"),
            (
                "Proposal",
                MAGAZINE,
            ),
            ("Saving 2026/27 £", "22,000"),
            ("Lead officer", "Head of Communications"),
            ("Equality impact assessment", "Screened"),
        ),
    ),
    (
        Stated(
            "LT1",
            MAGAZINE[:159].rsplit(" ", 1)[0] + "…",
            {2026: 22000},
        ),
    ),
)

SUMMARY_THEN_FORMS = form(
    "summary then forms",
    """
    Savings 2026/27
    Ref | Proposal | 2026/27 £000
    S1 | Mowing | 10
    S2 | Benches | 5
    Total |  | 15
    # S1 – Mowing
    Service | Parks
    Saving 2026/27 £000 | 10
    Lead officer | Parks manager
    Impact | Less mowing.
    # S2 – Benches
    Service | Parks
    Saving 2026/27 £000 | 5
    Lead officer | Parks manager
    Impact | Less benches.
    """,
    Stated("S1", "Mowing", {2026: 10000}),
    Stated("S2", "Benches", {2026: 5000}),
)

COLONS_IN_NARRATIVE = form(
    "colons in narrative",
    """
    # Saving
    ## Title
    Fleet size
    ## Reference
    FL1
    ## Saving 2026/27 £000
    55
    ## Description
    Two things change: fewer vans, and shared vans.
    Risk: staff wait for a van.
    Total: nine vans go.
    ## Lead officer
    Fleet manager
    """,
    Stated(
        "FL1",
        "Fleet size",
        {2026: 55000},
        texts={
            "Description": "Two things change: fewer vans, and shared vans.\n\n"
            "Risk: staff wait for a van.\n\nTotal: nine vans go."
        },
    ),
)

DIFFERING_LABELS = form(
    "differing labels",
    """
    # Form A
    Ref | X1
    Title | Blinds
    Lead officer | Ann
    Saving 2026/27 £000 | 3
    Impact | a
    # Form B
    Ref | X2
    Title | Lamps
    Officer lead | Ben
    Savings for 2026/27 (£000) | 4
    Impact on service | b
    """,
    Stated("X1", "Blinds", {2026: 3000}, officer="Ann"),
    Stated("X2", "Lamps", {2026: 4000}, officer="Ben"),
)

BUSINESS_CASE_OF_ANOTHER_COUNCIL = form(
    "business case of another council",
    """
    # Project mandate
    Project name | Digital post room
    Project reference | DIG-2
    Project sponsor | Director of Resources
    Total savings £ | 90,000
    ## Background
    Paper is slow.
    ## Financial case
    Savings by year | 2026/27 | 2027/28 | 2028/29
    Cashable savings (£) | 30,000 | 30,000 | 30,000
    One-off costs (£) | 12,000 | 0 | 0
    ## Dependencies
    New scanners.
    ## Equality impact
    None.
    """,
    Stated("DIG-2", "Digital post room", {2026: 30000, 2027: 30000, 2028: 30000}),
)

THREE_PAIRS_A_ROW = form(
    "three pairs a row",
    """
    Ref | Z1 | Service | Parks | Risk | Low
    Title | Bowls greens | Officer | Jo | RAG | Green
    Saving 2026/27 | £8k | Saving 2027/28 | £2k | FTE | 0
    Details | Two greens close.
    """,
    Stated("Z1", "Bowls greens", {2026: 8000, 2027: 2000}, Decimal(0), service="Parks", officer="Jo"),
)

IN_MILLIONS_WITH_START_YEAR = form(
    "in millions with start year",
    """
    Title | Adult transport
    Ref | AT1
    Department | Adults
    2026/27 (£m) | 0.25
    2027/28 (£m) | 0.1
    2028/29 (£m) | 0
    Total (£m) | 0.35
    What will residents notice? | Longer rides.
    """,
    Stated("AT1", "Adult transport", {2026: 250000, 2027: 100000, 2028: 0}, directorate="Adults"),
)

TOTAL_THAT_DIFFERS = form(
    "total that differs",
    """
    Title | Adult transport
    Ref | AT1
    Department | Adults
    Saving 2026/27 £000 | 25
    Saving 2027/28 £000 | 10
    Total saving £000 | 45
    Impact | Longer rides.
    """,
    Stated("AT1", "Adult transport", {2026: 25000, 2027: 10000}),
)

OFFICERS_AND_DATES = form(
    "officers and dates",
    """
    # Budget proposal 2026/27
    Title of proposal | Shared archive
    Proposal reference | AR-1
    Head of service | Head of Culture
    Cabinet member | Councillor for Culture
    Date completed | 1 September 2025
    Type of proposal | Efficiency
    Saving 2026/27 £000 | 12
    Is consultation needed? | No
    Ward(s) affected | All
    Legal implications | None.
    Climate impact | Less heating.
    """,
    Stated("AR-1", "Shared archive", {2026: 12000}, officer="Head of Culture"),
)

TOTALS_WITHOUT_YEARS_NAMED = form(
    "totals without years named",
    """
    # Saving 2026/27
    Title | Lamp posts
    Reference | L4
    Directorate | Place
    Estimated saving | £55,000
    Description | Fewer posts.
    """,
    Stated("L4", "Lamp posts", {2026: 55000}),
)

LETTERS_BEFORE_LABELS = form(
    "letters before labels",
    """
    A. Title | Web forms
    B. Reference | W-2
    C. Service | Digital
    D. Saving 2026/27 £ | 7,500
    E. Impact on staff | None
    F. Risk rating | Low
    """,
    Stated("W-2", "Web forms", {2026: 7500}, service="Digital"),
)

ALL = (
    LABEL_GUIDANCE_ANSWER,
    CUMULATIVE,
    POSTS_APART,
    ROWS_OF_SAVINGS_WITH_A_TOTAL,
    NO_YEAR,
    LONG_TITLE_AND_OPTION_ROWS,
    SUMMARY_THEN_FORMS,
    COLONS_IN_NARRATIVE,
    DIFFERING_LABELS,
    BUSINESS_CASE_OF_ANOTHER_COUNCIL,
    THREE_PAIRS_A_ROW,
    IN_MILLIONS_WITH_START_YEAR,
    TOTAL_THAT_DIFFERS,
    OFFICERS_AND_DATES,
    TOTALS_WITHOUT_YEARS_NAMED,
    LETTERS_BEFORE_LABELS,
)

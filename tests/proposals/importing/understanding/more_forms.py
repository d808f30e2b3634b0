"""Further forms of invented councils: numbered questions, capitals, cover pages, tables inside; all made up."""

from decimal import Decimal

from tests.proposals.importing.understanding.form_documents import (
    Bold,
    Document,
    Heading,
    Items,
    Stated,
    form,
    table,
)

FOUR_CELLS_BRACKETS_COSTS = Document(
    "four cells, brackets, costs",
    (
        Heading("Budget Savings Proposal 2026/27", 1),
        table(
            ("Proposal Ref:", "RES-003", "Directorate:", "Resources"),
            ("Service Area:", "Legal Services", "Lead Member:", "Cllr for Resources"),
            ("Proposal Title:", "Fewer external lawyers"),
            (
                "Description of Saving Proposal",
                "Two posts do the work that firms did.\nThe contract ends in June.",
            ),
            ("Type of saving", "Efficiency"),
            ("Net Budget 2025/26 £'000", "1,250"),
        ),
        Heading("Financial summary"),
        table(
            ("", "2026/27 £'000", "2027/28 £'000", "2028/29 £'000", "Total £'000"),
            ("Net saving", "(80)", "(50)", "0", "(130)"),
            ("FTE reduction", "2.0", "1.0", "0", "3.0"),
        ),
        Heading("Equalities implications"),
        "No impact was found.",
    ),
    (
        Stated(
            "RES-003",
            "Fewer external lawyers",
            {2026: 80000, 2027: 50000, 2028: 0},
            Decimal(-3),
            "Resources",
            "Legal Services",
            texts={"Equalities implications": "No impact was found."},
        ),
    ),
)

NUMBERED_BOLD_TWO_FORMS_LISTS = Document(
    "numbered bold, two forms, lists",
    tuple(
        x
        for r, t, s, d in (
            ("A1", "Evening classes", "25", "Fees rise."),
            ("A2", "Swimming lessons", "40", "Lessons are shared."),
        )
        for x in (
            Heading("PROPOSAL FORM", 1),
            Bold("1.1 Title"),
            t,
            Bold("1.2 Unique ID"),
            r,
            Bold("1.3 Division / team"),
            "Leisure",
            Bold("2.1 What will change?"),
            d,
            "It takes effect in September.",
            Items(("notices", "letters")),
            Bold("2.2 Cashable saving in 2026/27 (£000)"),
            s,
            Bold("2.3 Consequences for customers"),
            "They pay more.",
        )
    ),
    (
        Stated(
            "A1",
            "Evening classes",
            {2026: 25000},
            texts={
                "What will change?": "Fees rise.\n\nIt takes effect in September.\n\n· notices\n· letters",
                "Consequences for customers": "They pay more.",
            },
        ),
        Stated(
            "A2",
            "Swimming lessons",
            {2026: 40000},
            texts={
                "What will change?": "Lessons are shared.\n\nIt takes effect in September.\n\n· notices\n· letters"
            },
        ),
    ),
)

NUMBER_QUESTION_ANSWER = form(
    "number, question, answer",
    """
    # Savings pro-forma
    No. | Question | Answer
    1 | Title of proposal | Grass verges
    2 | Reference | E7
    3 | Service | Street Scene
    4 | Saving 2026/27 (£) | 30,000
    5 | Saving 2027/28 (£) | 10,000
    6 | Number of FTE posts deleted | 1
    7 | What is the impact on residents? | Verges are cut twice a year.
    """,
    Stated(
        "E7",
        "Grass verges",
        {2026: 30000, 2027: 10000},
        Decimal(-1),
        service="Street Scene",
        texts={"What is the impact on residents?": "Verges are cut twice a year."},
    ),
)

SHORT_YEARS = form(
    "short years",
    """
    Scheme name | Taxi framework
    Scheme ref | T/4
    Budget holder | Transport Manager
    Base budget 25/26 £k | 2,300
    Saving 26/27 £k | 110
    Saving 27/28 £k | 60
    Saving 28/29 £k | -
    WTE change | (2.5)
    ** Summary
    Routes are let again.
    ** Deliverability
    Medium
    """,
    Stated(
        "T/4",
        "Taxi framework",
        {2026: 110000, 2027: 60000, 2028: 0},
        Decimal("-2.5"),
        officer="Transport Manager",
    ),
)

BLANK_FIELDS = Document(
    "blank fields",
    tuple(
        x
        for r, t, d, s in (("B1", "Postage", "Corporate", "5"), ("B2", "Paper", "", "7"))
        for x in (
            Heading(f"Option {r}", 1),
            table(
                ("Ref", r),
                ("Option", t),
                ("Department", d),
                ("Saving 2026/27 £000", s),
                ("Impact", f"Less {t.lower()}."),
            ),
        )
    ),
    (Stated("B1", "Postage", {2026: 5000}, directorate="Corporate"), Stated("B2", "Paper", {2026: 7000})),
)

AN_AMOUNT_THAT_RISES = form(
    "an amount that rises",
    """
    Title | Cash office
    Reference | Q2
    Service | Revenues
    Savings | £60,000 in 2026/27 rising to £120,000 in 2027/28
    Impact on public | Cards only.
    """,
    Stated("Q2", "Cash office", {2026: 60_000, 2027: 60_000}),
)

CAPITALS_IN_TEXT = form(
    "capitals in text",
    """
    SAVINGS PROPOSAL FORM
    TITLE
    Crossing patrols
    REFERENCE
    SC 4
    DIRECTORATE
    Place
    DESCRIPTION
    Eight sites have lights already.
    Patrols there end.
    SAVING 2026/27
    £33,000
    STAFFING IMPACT
    Eight part-time staff leave.
    WHAT ELSE WAS LOOKED AT
    Sponsors were sought.
    """,
    Stated(
        "SC 4",
        "Crossing patrols",
        {2026: 33000},
        directorate="Place",
        texts={
            "STAFFING IMPACT": "Eight part-time staff leave.",
            "DESCRIPTION": "Eight sites have lights already.\n\nPatrols there end.",
        },
    ),
)

SECTIONS_INSIDE_THE_TABLE = Document(
    "sections inside the table",
    (
        table(
            ("SECTION A – SUMMARY",),
            ("Proposal", "Allotment rents"),
            ("Proposal ID", "PK-8"),
            ("Service", "Parks"),
            ("SECTION B – FINANCE",),
            ("", "2026/27", "2027/28"),
            ("Additional income £", "4,500", "1,500"),
            ("SECTION C – IMPACT",),
            ("Describe the impact on service users", "Plots cost £9 more.", ""),
            ("Staffing impact", "None", ""),
        ),
    ),
    (
        Stated(
            "PK-8",
            "Allotment rents",
            {2026: 4500, 2027: 1500},
            service="Parks",
            texts={"Describe the impact on service users": "Plots cost £9 more."},
        ),
    ),
)

A_TABLE_OF_RISKS_INSIDE = form(
    "a table of risks inside",
    """
    # Saving proposal
    Title | Shared payroll
    Reference | HR1
    Directorate | Resources
    2026/27 saving £000 | 45
    2027/28 saving £000 | 45
    ## Risks
    Risk | Likelihood | Mitigation
    Late go-live | Medium | Test twice
    Errors | Low | Check first run
    ## Milestones
    Date | Step
    May 2026 | Staff told
    Sept 2026 | First shared run
    ## Impact on staff
    Two posts are vacant already.
    """,
    Stated(
        "HR1",
        "Shared payroll",
        {2026: 45000, 2027: 45000},
        directorate="Resources",
        texts={"Impact on staff": "Two posts are vacant already."},
    ),
    basis="discrete",
)

COVER_AND_CONTENTS = form(
    "cover and contents",
    """
    Northmoor Council
    Budget 2026/27: proposals for consultation
    Contents
    CC1 Web chat
    CC2 Fewer letters
    # CC1 Web chat
    Lead officer | Head of Customer Services
    Service | Contact centre
    Saving 2026/27 (£) | 12,000
    FTE | 0
    What is the proposal? | Web chat from May.
    # CC2 Fewer letters
    Lead officer | Head of Customer Services
    Service | Contact centre
    Saving 2026/27 (£) | 8,000
    FTE | 0
    What is the proposal? | Fewer letters from May.
    """,
    Stated("CC1", "Web chat", {2026: 12000}, Decimal(0), service="Contact centre"),
    Stated("CC2", "Fewer letters", {2026: 8000}, Decimal(0), service="Contact centre"),
)

REDUCTION_STATEMENT = form(
    "reduction statement",
    """
    # Impact statement
    Budget reduction title | Community grants
    Reduction ref | CG1
    Cabinet portfolio | Communities
    Proposed reduction 2026-27 | £20,000
    Proposed reduction 2027-28 | £0
    Anticipated staffing reductions (FTE) | 0.8
    Strategic priority this relates to | Thriving places
    Impact on voluntary sector | Twelve groups get less.
    """,
    Stated(
        "CG1",
        "Community grants",
        {2026: 20000, 2027: 0},
        Decimal("-0.8"),
        texts={"Impact on voluntary sector": "Twelve groups get less."},
    ),
)

GROWTH_BID = form(
    "growth bid",
    """
    # Budget pressure bid
    Bid title | Home to school transport
    Bid reference | P1
    Directorate | Children
    Amount requested 2026/27 £000 | 400
    Amount requested 2027/28 £000 | 150
    Reason for the pressure | More pupils travel.
    """,
    Stated("P1", "Home to school transport", {2026: -400000, 2027: -150000}, directorate="Children"),
)

VALUE_CELL_OF_SEVERAL_LINES = Document(
    "value cell of several lines",
    (
        Heading("Efficiency proposal", 1),
        table(
            ("Name of scheme", "Depot heating"),
            ("ID", "D3"),
            ("Responsible director", "Director of Place"),
            ("Financial benefit 2026/27", "£17k"),
            ("Financial benefit 2027/28", "£3k"),
            ("How will it be delivered?", "New boilers.\nTimers in the workshop."),
            ("Capital cost", "£90k"),
        ),
    ),
    (
        Stated(
            "D3",
            "Depot heating",
            {2026: 17000, 2027: 3000},
            officer="Director of Place",
            texts={"How will it be delivered?": "New boilers.\n\nTimers in the workshop."},
        ),
    ),
)

ALL = (
    FOUR_CELLS_BRACKETS_COSTS,
    NUMBERED_BOLD_TWO_FORMS_LISTS,
    NUMBER_QUESTION_ANSWER,
    SHORT_YEARS,
    BLANK_FIELDS,
    AN_AMOUNT_THAT_RISES,
    CAPITALS_IN_TEXT,
    SECTIONS_INSIDE_THE_TABLE,
    A_TABLE_OF_RISKS_INSIDE,
    COVER_AND_CONTENTS,
    REDUCTION_STATEMENT,
    GROWTH_BID,
    VALUE_CELL_OF_SEVERAL_LINES,
)

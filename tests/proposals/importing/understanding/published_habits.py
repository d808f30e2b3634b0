"""More of how councils set out savings in reports and trackers: a table for each habit; all wording is invented."""

from tests.proposals.importing.understanding.habits import Habit

PUBLISHED_HABITS = (
    Habit(
        "quarters beside the year",
        """\
Savings delivery plan 2026/27 (£000)
Ref|Proposal|Q1|Q2|Q3|Q4|Total 2026/27
D1|Fleet lease renewal|10|15|20|25|70
D2|Reception hours|0|5|5|5|15
D3|Postage contract|3|3|3|4|13
Total||13|23|28|34|98""",
        {
            "Fleet lease renewal": {2026: 70000},
            "Reception hours": {2026: 15000},
            "Postage contract": {2026: 13000},
        },
        (),
    ),
    Habit(
        "quarters of a year with the year in each heading",
        """\
Profile of savings
Proposal|Q1 2026/27 £000|Q2 2026/27 £000|Q3 2026/27 £000|Q4 2026/27 £000
Fleet lease renewal|10|15|20|25
Reception hours|0|5|5|5""",
        {"Fleet lease renewal": {2026: 70000}, "Reception hours": {2026: 15000}},
        ("amount-columns",),
    ),
    Habit(
        "quarters alone",
        """\
Savings to be achieved in 2026/27
Figures in £000
Saving|Quarter 1|Quarter 2|Quarter 3|Quarter 4
Fleet lease renewal|10|15|20|25
Reception hours|0|5|5|5""",
        {"Fleet lease renewal": {2026: 70000}, "Reception hours": {2026: 15000}},
        ("amount-columns",),
    ),
    Habit(
        "months of one year with a total",
        """\
Appendix 4: Monthly profile of savings 2026/27 £000
Ref|Saving|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Jan|Feb|Mar|Total
M1|Bus contract|1|1|1|1|1|1|1|1|1|1|1|1|12
M2|Agency staff|0|0|2|2|2|2|2|2|2|2|2|2|20""",
        {"Bus contract": {2026: 12000}, "Agency staff": {2026: 20000}},
        (),
    ),
    Habit(
        "low and high estimates",
        """\
Savings proposals 2026/27
Ref|Proposal|Low £000|High £000|Directorate
L1|Income from filming|20|50|Culture
L2|Depot merger|100|180|Highways""",
        {"Income from filming": {2026: 20000}, "Depot merger": {2026: 100000}},
        ("amount-columns",),
    ),
    Habit(
        "a lower and an upper end of each year",
        """\
Proposal|2026/27 Lower estimate £000|2026/27 Upper estimate £000|2027/28 Lower estimate £000|2027/28 Upper estimate £000
Income from filming|20|50|5|9
Depot merger|100|180|10|20""",
        {"Income from filming": {2026: 20000, 2027: 5000}, "Depot merger": {2026: 100000, 2027: 10000}},
        ("amount-columns",),
    ),
    Habit(
        "general fund and HRA of one year",
        """\
Savings 2026/27
Ref|Proposal|General Fund £000|HRA £000|Total £000
G1|Joint repairs team|60|40|100
G2|Office cleaning|30|0|30
G3|Tenancy audit|0|25|25
Total||90|65|155""",
        {
            "Joint repairs team": {2026: 60000},
            "Joint repairs team: Housing revenue account": {2026: 40000},
            "Office cleaning": {2026: 30000},
            "Tenancy audit": {2026: 25000},
        },
        (),
    ),
    Habit(
        "general fund and HRA of several years",
        """\
Proposal|2026/27 GF £000|2026/27 HRA £000|2027/28 GF £000|2027/28 HRA £000
Joint repairs team|60|40|6|4
Office cleaning|30|0|3|0""",
        {
            "Joint repairs team": {2026: 60000, 2027: 6000},
            "Joint repairs team: Housing revenue account": {2026: 40000, 2027: 4000},
            "Office cleaning": {2026: 30000, 2027: 3000},
        },
        (),
    ),
    Habit(
        "target, forecast and variance",
        """\
Savings monitoring 2026/27 £000
Ref|Saving|Target|Forecast|Variance|RAG
T1|Leisure contract|200|150|(50)|Amber
T2|Parking permits|80|80|0|Green
T3|Care reviews|300|100|(200)|Red
Total||580|330|(250)|""",
        {
            "Leisure contract": {2026: 200000},
            "Parking permits": {2026: 80000},
            "Care reviews": {2026: 300000},
        },
        ("amount-columns",),
    ),
    Habit(
        "planned, achieved and outstanding savings",
        """\
Tracker of savings agreed for 2025/26
Saving|Planned saving £000|Achieved to date £000|Forecast outturn £000|Shortfall £000|Status
Leisure contract|200|100|150|50|Amber
Parking permits|80|60|80|0|Green""",
        {"Leisure contract": {2025: 200000}, "Parking permits": {2025: 80000}},
        ("amount-columns",),
    ),
    Habit(
        "budgeted and forecast saving of each year",
        """\
Proposal|2025/26 Target £000|2025/26 Forecast £000|2026/27 Target £000|2026/27 Forecast £000
Leisure contract|200|150|20|70
Parking permits|80|80|5|5""",
        {"Leisure contract": {2025: 200000, 2026: 20000}, "Parking permits": {2025: 80000, 2026: 5000}},
        ("amount-columns",),
    ),
    Habit(
        "years down the side",
        """\
Savings £000
Year|Street lighting|Libraries review|Legal fees|Total
2026/27|40|25|10|75
2027/28|20|0|5|25
Total|60|25|15|100""",
        {
            "Street lighting": {2026: 40000, 2027: 20000},
            "Libraries review": {2026: 25000},
            "Legal fees": {2026: 10000, 2027: 5000},
        },
        (),
    ),
    Habit(
        "what the base has already beside what is new",
        """\
Ref|Proposal|Savings already in base £000|New saving 2026/27 £000|New saving 2027/28 £000
B1|Waste routes|120|30|10
B2|Care packages|400|0|75""",
        {"Waste routes": {2026: 30000, 2027: 10000}, "Care packages": {2027: 75000}},
        (),
    ),
    Habit(
        "wards and equality beside the amount",
        """\
Budget options 2026/27
Ref|Option|Ward(s)|Age|Disability|Race|Sex|£000|EIA required
W1|Close paddling pool|Northgate|Y|Y|N|N|35|Yes
W2|Fewer litter bins|All|N|N|N|N|12|No""",
        {"Close paddling pool": {2026: 35000}, "Fewer litter bins": {2026: 12000}},
        (),
    ),
    Habit(
        "two options with an amount each",
        """\
Savings 2026/27
Ref|Proposal|Option A £000|Option B £000
O1|Museum opening hours|25|60
O2|School crossing patrols|18|45""",
        {"Museum opening hours": {2026: 25000}, "School crossing patrols": {2026: 18000}},
        ("amount-columns",),
    ),
    Habit(
        "options A and B as rows",
        """\
Savings 2026/27 £000
Ref|Proposal|Saving
1|Museum opening hours|
|Option A: close on Mondays|25
|Option B: close in winter|60
2|Street cleansing|40""",
        {"Street cleansing": {2026: 40000}},
        ("options",),
    ),
    Habit(
        "savings in brackets and growth without",
        """\
Budget changes (savings in brackets)
Description|2026/27 £|2027/28 £
Cease newsletter|(12,500)|-
Rent review of market|(8,000)|(4,000)
Uniform contract|6,000|-""",
        {
            "Cease newsletter": {2026: 12500},
            "Rent review of market": {2026: 8000, 2027: 4000},
            "Uniform contract": {2026: -6000},
        },
        (),
    ),
    Habit(
        "subtotals of directorates above their rows",
        """\
Savings proposals £000
Directorate / Proposal|2026/27|2027/28|Total
Adults and Housing|70|30|100
Telecare charging|50|20|70
Day centre transport|20|10|30
Environment|15|5|20
Bring banks|10|5|15
Bulky waste price|5|0|5
Total|85|35|120""",
        {
            "Telecare charging": {2026: 50000, 2027: 20000},
            "Day centre transport": {2026: 20000, 2027: 10000},
            "Bring banks": {2026: 10000, 2027: 5000},
            "Bulky waste price": {2026: 5000},
        },
        (),
    ),
    Habit(
        "marks of footnotes on figures",
        """\
Savings 2026/27 to 2027/28
Ref|Saving|2026/27 £000|2027/28 £000
F1|Tree surveys*|45*|0
F2|Bowls clubs|30 ¹|12²
F3|Security patrols†|(5)†|0
* subject to consultation""",
        {
            "Tree surveys*": {2026: 45000},
            "Bowls clubs": {2026: 30000, 2027: 12000},
            "Security patrols†": {2026: -5000},
        },
        ("contrary",),
    ),
    Habit(
        "two tables side by side",
        """\
Adults savings|2026/27 £000||Children savings|2026/27 £000
Respite review|60||School transport|45
Equipment store|15||Youth centre rent|20""",
        {
            "Respite review": {2026: 60000},
            "Equipment store": {2026: 15000},
            "School transport": {2026: 45000},
            "Youth centre rent": {2026: 20000},
        },
        (),
        needs_cells=True,
    ),
    Habit(
        "Welsh and English headings",
        """\
Cynigion arbedion / Savings proposals
Cyf / Ref|Cynnig / Proposal|Cyfarwyddiaeth / Directorate|2025/26 £'000|2026/27 £'000|Cyfanswm / Total £'000
PL1|Golau stryd / Street lighting|Lle / Place|30|10|40
ED2|Cludiant ysgol / School transport|Addysg / Education|55|0|55
Cyfanswm / Total|||85|10|95""",
        {
            "Golau stryd / Street lighting": {2025: 30000, 2026: 10000},
            "Cludiant ysgol / School transport": {2025: 55000},
        },
        (),
    ),
    Habit(
        "FTE in brackets behind the amount",
        """\
Savings 2026/27
Ref|Proposal|Saving £000 (FTE)
P1|Planning admin|120 (3.0)
P2|Print room|45 (1.5)
P3|Street wardens|60 (2.0)""",
        {"Planning admin": {2026: 120000}, "Print room": {2026: 45000}, "Street wardens": {2026: 60000}},
        (),
    ),
    Habit(
        "FTE in words behind the amount",
        """\
Ref|Proposal|2026/27 £000|2027/28 £000
P1|Planning admin|120 (3.0 FTE)|30
P2|Print room|45 (1.5 FTE)|0""",
        {"Planning admin": {2026: 120000, 2027: 30000}, "Print room": {2026: 45000}},
        (),
    ),
    Habit(
        "delivered to date and still to deliver",
        """\
Cumulative savings delivery 2026/27 £000
Programme|Saving|Delivered|On track|At risk|Total
Digital|Web forms|20|30|0|50
Digital|Phones|5|0|15|20
Assets|Depot sale|0|100|40|140""",
        {"Web forms": {2026: 50000}, "Phones": {2026: 20000}, "Depot sale": {2026: 140000}},
        (),
    ),
    Habit(
        "Scottish list in millions with FTE",
        """\
Savings options 2024-27
Service|Savings option|2024/25 £m|2025/26 £m|2026/27 £m|FTE impact
Education|Music instruction|0.150|0.100|0.000|(4.5)
Roads|Winter routes|0.085|0.000|0.000|0.0
Total||0.235|0.100|0.000|(4.5)""",
        {"Music instruction": {2024: 150000, 2025: 100000}, "Winter routes": {2024: 85000}},
        (),
    ),
    Habit(
        "estimates of a budget book with the variation",
        """\
Budget book 2010/11
Service|Original Estimate 2009/10 £|Estimate 2010/11 £|Variation £|Reason
Cemeteries|85,000|70,000|(15,000)|Saving on contract
Car parks|(420,000)|(440,000)|(20,000)|Price increase""",
        {"Cemeteries": {2010: 15000}, "Car parks": {2010: 20000}},
        ("table",),
    ),
    Habit(
        "amounts by delivery confidence",
        """\
Delivery confidence of savings 2026/27 £000
Ref|Saving|Red|Amber|Green|Total
R1|Debt collection|0|10|40|50
R2|Home to school|30|20|0|50
R3|Cafe income|5|0|0|5""",
        {"Debt collection": {2026: 50000}, "Home to school": {2026: 50000}, "Cafe income": {2026: 5000}},
        (),
    ),
    Habit(
        "recurring and non-recurring",
        """\
Savings plan 2026/27
Ref|Scheme|Recurring £000|Non-recurring £000|Total £000
S1|Vacancy hold|0|90|90
S2|Licences|25|0|25""",
        {"Vacancy hold": {2026: 90000}, "Licences": {2026: 25000}},
        (),
    ),
    Habit(
        "part year and full year",
        """\
Ref|Proposal|Part year 2026/27 £000|Full year 2027/28 £000
Y1|Taxi contracts|30|60
Y2|Hall hire|10|15""",
        {"Taxi contracts": {2026: 30000}, "Hall hire": {2026: 10000}},
        ("column:full year 2027/28 £000",),
    ),
    Habit(
        "gross saving, investment and net saving",
        """\
Savings 2026/27 £000
Proposal|Gross saving|Investment needed|Net saving
LED lamps|90|20|70
Call handling|50|15|35""",
        {"LED lamps": {2026: 90000}, "Call handling": {2026: 50000}},
        (),
    ),
    Habit(
        "credit and debit marks",
        """\
Budget variations 2026/27
Ref|Variation|Amount £
V1|Rental income from kiosks|12,000 CR
V2|Additional software licences|4,500 DR
V3|Staff restructure|60,000 CR""",
        {
            "Rental income from kiosks": {2026: 12000},
            "Additional software licences": {2026: -4500},
            "Staff restructure": {2026: 60000},
        },
        ("sign",),
    ),
    Habit(
        "existing plan and new under each year",
        """\
MTFS savings £000
Proposal|2026/27||2027/28||Total
|Existing|New|Existing|New|
Office moves|50|20|10|0|80
Fleet size|0|35|0|15|50""",
        {"Office moves": {2026: 70000, 2027: 10000}, "Fleet size": {2026: 35000, 2027: 15000}},
        (),
    ),
    Habit(
        "charges and the income that they bring",
        """\
Fees and charges 2026/27
Charge|Current charge £|Proposed charge £|Increase %|Additional income £
Green waste subscription|45.00|50.00|11.1%|60,000
Room hire per hour|20.00|22.50|12.5%|4,000""",
        {"Green waste subscription": {2026: 60000}, "Room hire per hour": {2026: 4000}},
        (),
    ),
    Habit(
        "a range in one cell",
        """\
Savings 2026/27
Ref|Proposal|Saving £000
A1|Shared payroll|100-150
A2|Energy buying|80
A3|Bin routes|40""",
        {"Shared payroll": {}, "Energy buying": {2026: 80000}, "Bin routes": {2026: 40000}},
        ("figure:A1:Saving £000",),
    ),
    Habit(
        "band D equivalent beside the amount",
        """\
Savings 2026/27
Ref|Proposal|Saving £000|Band D equivalent £|% of service budget
K1|Grounds contract|64|1.28|4.0%
K2|Members' allowances|20|0.40|2.5%""",
        {"Grounds contract": {2026: 64000}, "Members' allowances": {2026: 20000}},
        (),
    ),
    Habit(
        "budget code and cost centre in figures",
        """\
Cost Centre|Account Code|Description|2026/27 £|2027/28 £
10452|4020|Reduce stationery|3,500|0
20931|1110|Delete vacant clerk|24,800|500""",
        {"Reduce stationery": {2026: 3500}, "Delete vacant clerk": {2026: 24800, 2027: 500}},
        ("table",),
    ),
    Habit(
        "identified and deliverable savings",
        """\
Savings 2026/27 £000
Ref|Saving|Identified|Deliverable|Confidence
I1|Stock disposal|90|60|Medium
I2|Void times|40|40|High""",
        {"Stock disposal": {2026: 90000}, "Void times": {2026: 40000}},
        ("amount-columns",),
    ),
    Habit(
        "saving per year and over the life of the plan",
        """\
Ref|Proposal|2026/27 £000|2027/28 £000|2028/29 £000|MTFP total £000|2029/30 onwards £000
Z1|Library lease|10|20|20|50|20
Z2|Grants to clubs|5|5|0|10|0""",
        {
            "Library lease": {2026: 10000, 2027: 20000, 2028: 20000},
            "Grants to clubs": {2026: 5000, 2027: 5000},
        },
        (),
    ),
    Habit(
        "star chamber sheet of labels and values",
        """\
Star chamber 2026/27
Directorate|Community Services
Proposal|Reduce opening of hubs
Saving 2026/27 £000|75
Saving 2027/28 £000|25
FTE|-2.0""",
        {"Reduce opening of hubs": {2026: 75000, 2027: 25000}},
        (),
    ),
    Habit(
        "year-end position of a programme",
        """\
Transformation savings (£000)
Workstream|Saving|2025/26 Budget|2025/26 Actual|2026/27 Budget|2026/27 Forecast
Digital|Robotic process|80|60|20|40
Property|Lease exits|150|150|0|0""",
        {"Robotic process": {2025: 80000, 2026: 20000}, "Lease exits": {2025: 150000}},
        ("amount-columns",),
    ),
    Habit(
        "savings by ward columns that add up",
        """\
Savings 2026/27 £
Proposal|North ward|South ward|Central|Total saving
Play areas|4,000|6,000|2,000|12,000
Benches|500|500|1,000|2,000""",
        {"Play areas": {2026: 12000}, "Benches": {2026: 2000}},
        (),
    ),
    Habit(
        "one-off and ongoing parts under a year",
        """\
Proposal|2026/27|||2027/28
|One-off £000|Ongoing £000|Total £000|£000
Sale of vans|30|10|40|0
Rates appeal|15|0|15|5""",
        {"Sale of vans": {2026: 40000}, "Rates appeal": {2026: 15000, 2027: 5000}},
        (),
    ),
    Habit(
        "half years",
        """\
Savings 2026/27 £000
Ref|Saving|First half|Second half|Full year
J1|Cash offices|20|40|60
J2|Cycle scheme|5|5|10""",
        {"Cash offices": {2026: 60000}, "Cycle scheme": {2026: 10000}},
        (),
    ),
    Habit(
        "saving, growth and net by fund",
        """\
2026/27 budget proposals £000
Ref|Proposal|Saving|Growth|Net|Fund
N1|Trading standards|-20|0|-20|GF
N2|Homelessness|0|50|50|GF
N3|Estate lighting|-10|4|-6|HRA""",
        {
            "Trading standards": {2026: 20000},
            "Homelessness": {2026: -50000},
            "Estate lighting": {2026: 10000},
            "Estate lighting: growth": {2026: -4000},
        },
        (),
    ),
    Habit(
        "approved and revised amounts",
        """\
Savings approved in February 2025 (£000)
Ref|Saving|Approved 2025/26|Revised 2025/26|Change
Q1|Bus passes|60|45|-15
Q2|CCTV room|30|30|0""",
        {"Bus passes": {2025: 60000}, "CCTV room": {2025: 30000}},
        ("amount-columns",),
    ),
    Habit(
        "general fund, HRA and DSG without totals",
        """\
Savings proposals 2026/27 £000
Proposal|General Fund|Housing Revenue Account|DSG
Recharge review|12|8|5
SEN placements|0|0|90""",
        {
            "Recharge review": {2026: 12000},
            "Recharge review: Housing revenue account": {2026: 8000},
            "Recharge review: Dedicated schools grant": {2026: 5000},
            "SEN placements": {2026: 90000},
        },
        (),
    ),
    Habit(
        "years as headings of groups",
        """\
Savings £000
Ref|Proposal|Amount
2026/27||
A1|Lamp columns|40
A2|Bowling greens|15
2027/28||
A3|Depot lease|60
A4|Youth hub|20
|Total|135""",
        {
            "Lamp columns": {2026: 40000},
            "Bowling greens": {2026: 15000},
            "Depot lease": {2027: 60000},
            "Youth hub": {2027: 20000},
        },
        (),
    ),
    Habit(
        "years in the cell with each amount",
        """\
Ref|Proposal|Saving
A1|Lamp columns|£45k (2026/27), £20k (2027/28)
A2|Bowling greens|£15k (2026/27)""",
        {"Lamp columns": {}, "Bowling greens": {}},
        ("figure:A1:Saving", "year"),
    ),
    Habit(
        "staff, other and income parts with total",
        """\
Savings 2026/27
Ref|Proposal|Staffing £000|Non-staffing £000|Income £000|Total £000|FTE
A1|Lamp columns|10|25|5|40|0.5
A2|Bowling greens|0|15|0|15|0""",
        {"Lamp columns": {2026: 40000}, "Bowling greens": {2026: 15000}},
        (),
    ),
    Habit(
        "staff, other and income over two years without totals",
        """\
Ref|Proposal|2026/27 Staffing £000|2026/27 Income £000|2027/28 Staffing £000|2027/28 Income £000
A1|Lamp columns|10|25|5|40
A2|Bowling greens|3|15|0|0""",
        {"Lamp columns": {2026: 35000, 2027: 45000}, "Bowling greens": {2026: 18000}},
        ("amount-columns",),
    ),
    Habit(
        "reference inside the title",
        """\
Savings 2026/27 £000
Proposal|Saving
CYP01 - Fewer agency placements|120
CYP02 - Transport routes|45""",
        {"CYP01 - Fewer agency placements": {2026: 120000}, "CYP02 - Transport routes": {2026: 45000}},
        (),
    ),
    Habit(
        "cumulative in every heading",
        """\
Proposal|Cumulative 2026/27 £000|Cumulative 2027/28 £000|Cumulative 2028/29 £000
Lamp columns|40|60|60
Bowling greens|15|15|30""",
        {"Lamp columns": {2026: 40000, 2027: 20000}, "Bowling greens": {2026: 15000, 2028: 15000}},
        ("basis",),
    ),
    Habit(
        "current and proposed budget with reduction",
        """\
Budget proposals 2026/27
Service|Current budget £|Proposed budget £|Proposed reduction £|% reduction
Lamps|400,000|360,000|40,000|10%
Bowls|90,000|75,000|15,000|16.7%""",
        {"Lamps": {2026: 40000}, "Bowls": {2026: 15000}},
        (),
    ),
    Habit(
        "total row first",
        """\
Proposal|2026/27 £000|2027/28 £000
Total savings|55|25
Lamp columns|40|20
Bowling greens|15|5""",
        {"Lamp columns": {2026: 40000, 2027: 20000}, "Bowling greens": {2026: 15000, 2027: 5000}},
        (),
    ),
    Habit(
        "running total down a column",
        """\
Savings 2026/27
Ref|Proposal|Saving £000|Cumulative £000
A1|Lamp columns|40|40
A2|Bowling greens|15|55
A3|Depot lease|60|115""",
        {"Lamp columns": {2026: 40000}, "Bowling greens": {2026: 15000}, "Depot lease": {2026: 60000}},
        (),
    ),
    Habit(
        "scores and ranks in figures",
        """\
Savings 2026/27
Rank|Proposal|Impact score|Deliverability score|Saving £000
1|Lamp columns|3|4|40
2|Bowling greens|2|5|15
3|Depot lease|5|1|60""",
        {"Lamp columns": {2026: 40000}, "Bowling greens": {2026: 15000}, "Depot lease": {2026: 60000}},
        (),
    ),
    Habit(
        "responses counted in figures",
        """\
Savings 2026/27
Ref|Proposal|Saving £000|Agree|Disagree|Don't know
A1|Lamp columns|40|120|45|12
A2|Bowling greens|15|60|310|4""",
        {"Lamp columns": {2026: 40000}, "Bowling greens": {2026: 15000}},
        (),
    ),
    Habit(
        "date of implementation and delivery percent",
        """\
Savings 2026/27
Ref|Proposal|Start date|Saving £000|% deliverable|Lead
A1|Lamp columns|01/04/2026|40|80%|Head of Roads
A2|Bowling greens|1 October 2026|15|100%|Head of Parks""",
        {"Lamp columns": {2026: 40000}, "Bowling greens": {2026: 15000}},
        (),
    ),
    Habit(
        "total in another unit than the years",
        """\
Ref|Proposal|2026/27 £000|2027/28 £000|Total £m
A1|Lamp columns|40|20|0.060
A2|Bowling greens|1,500|0|1.500""",
        {"Lamp columns": {2026: 40000, 2027: 20000}, "Bowling greens": {2026: 1500000}},
        (),
    ),
    Habit(
        "numbered groups and subtotals",
        """\
Revenue savings £000
|Saving|2026/27|2027/28
1|Adult Social Care||
1.1|Lamp therapy|40|20
1.2|Bowls day care|15|0
|Sub total 1|55|20
2|Environment||
2.1|Depot lease|60|0
2.2|Verge cutting|5|5
|Sub total 2|65|5
|Grand total|120|25""",
        {
            "Lamp therapy": {2026: 40000, 2027: 20000},
            "Bowls day care": {2026: 15000},
            "Depot lease": {2026: 60000},
            "Verge cutting": {2026: 5000, 2027: 5000},
        },
        (),
    ),
    Habit(
        "gross saving net of lost income",
        """\
Savings 2026/27
Proposal|Gross saving £000|Lost income £000|Net saving £000
Close car park kiosk|50|10|40
Merge halls|30|15|15""",
        {"Close car park kiosk": {2026: 40000}, "Merge halls": {2026: 15000}},
        (),
    ),
    Habit(
        "savings per year with investment per year",
        """\
Proposal|2026/27 Saving £000|2026/27 Investment £000|2027/28 Saving £000|2027/28 Investment £000
Lamp columns|40|100|80|0
Bowling greens|15|0|15|5""",
        {"Lamp columns": {2026: 40000, 2027: 40000}, "Bowling greens": {2026: 15000}},
        ("basis",),
    ),
    Habit(
        "amounts with pa and from",
        """\
Savings proposals
Ref|Proposal|2026/27|2027/28
A1|Lamp columns|£40k pa|nil
A2|Bowling greens|£15,000|£2.5k""",
        {"Lamp columns": {2026: 40000}, "Bowling greens": {2026: 15000, 2027: 2500}},
        (),
    ),
    Habit(
        "years on top, units under, text between",
        """\
Appendix 2a
||Revenue Saving|||
Ref|Brief description|2026/27|2027/28|2028/29|Total
||£'000|£'000|£'000|£'000
C1|Legal case system|25|0|0|25
C2|Procurement cards|10|10|0|20
||35|10|0|45""",
        {"Legal case system": {2026: 25000}, "Procurement cards": {2026: 10000, 2027: 10000}},
        (),
    ),
    Habit(
        "options scored against a saving range",
        """\
Savings 2026/27
Option|Minimum £000|Most likely £000|Maximum £000|Risk
Lamp columns|20|40|50|H
Bowling greens|10|15|25|L""",
        {"Lamp columns": {2026: 20000}, "Bowling greens": {2026: 10000}},
        ("amount-columns",),
    ),
    Habit(
        "existing budget, growth, savings, proposed budget",
        """\
Budget 2026/27
Service|2025/26 Base £000|Growth £000|Savings £000|2026/27 Base £000
Roads|900|50|(40)|910
Parks|400|0|(15)|385""",
        {"Roads": {2026: 40000}, "Roads: growth": {2026: -50000}, "Parks": {2026: 15000}},
        (),
    ),
    Habit(
        "delivery against each year with variance",
        """\
Savings delivery
Saving|2024/25 Target £000|2024/25 Delivered £000|2024/25 Variance £000|2025/26 Target £000
Lamp columns|40|30|(10)|20
Bowling greens|15|15|0|5""",
        {"Lamp columns": {2024: 40000, 2025: 20000}, "Bowling greens": {2024: 15000, 2025: 5000}},
        ("amount-columns",),
    ),
    Habit(
        "status columns with ticks",
        """\
Savings 2026/27 £000
Ref|Saving|Amount|Statutory|Discretionary|Consultation needed
A1|Lamp columns|40|✓||No
A2|Bowling greens|15||✓|Yes""",
        {"Lamp columns": {2026: 40000}, "Bowling greens": {2026: 15000}},
        (),
    ),
    Habit(
        "months of two quarters with year to date",
        """\
Savings 2026/27 £000
Saving|April|May|June|Year to date|Annual target
Lamp columns|3|3|4|10|40
Bowling greens|1|1|1|3|15""",
        {"Lamp columns": {2026: 40000}, "Bowling greens": {2026: 15000}},
        ("amount-columns",),
    ),
    Habit(
        "shares of several councils",
        """\
Shared service savings 2026/27 £000
Proposal|Westshire share|Eastshire share|Total
Joint lamps|10|30|40
Joint bowls|5|10|15""",
        {"Joint lamps": {2026: 40000}, "Joint bowls": {2026: 15000}},
        ("column:eastshire share", "column:westshire share"),
    ),
    Habit(
        "pence per band d and cost per household",
        """\
Savings 2026/27
Ref|Proposal|Cost per household £|Saving £000
A1|Lamp columns|1.20|40
A2|Bowling greens|0.45|15""",
        {"Lamp columns": {2026: 40000}, "Bowling greens": {2026: 15000}},
        (),
    ),
    Habit(
        "saving and running number of posts by grade",
        """\
Savings 2026/27
Ref|Proposal|Saving £000|Grade 1-5|Grade 6-10|Total posts
A1|Lamp columns|140|2|1|3
A2|Bowling greens|60|1|0|1""",
        {"Lamp columns": {2026: 140000}, "Bowling greens": {2026: 60000}},
        ("column:grade 1-5", "column:grade 6-10", "fte"),
    ),
    Habit(
        "capital and revenue columns",
        """\
Savings 2026/27
Ref|Proposal|Revenue £000|Capital £000
A1|Lamp columns|40|500
A2|Bowling greens|15|0""",
        {"Lamp columns": {2026: 40000}, "Bowling greens": {2026: 15000}},
        (),
    ),
    Habit(
        "a total across of savings and growth rows",
        """\
Budget changes 2026/27 to 2027/28 £000
Type|Description|2026/27|2027/28
Saving|Lamp columns|-40|-20
Growth|Care demand|90|10
Saving|Bowling greens|-15|0
Total||35|-10""",
        {
            "Lamp columns": {2026: 40000, 2027: 20000},
            "Care demand": {2026: -90000, 2027: -10000},
            "Bowling greens": {2026: 15000},
        },
        (),
    ),
    Habit(
        "Scottish options with percent and saving bands",
        """\
Savings options 2005-2008
No|Option|05/06 £k|06/07 £k|07/08 £k|Priority
1|Lamp columns|40|20|0|Low
2|Bowling greens|15|0|5|High""",
        {"Lamp columns": {2005: 40000, 2006: 20000}, "Bowling greens": {2005: 15000, 2007: 5000}},
        (),
    ),
    Habit(
        "agreed savings and new savings in columns",
        """\
Proposal|Agreed Feb 2025 2026/27 £000|New 2026/27 £000|Total 2026/27 £000
Lamp columns|30|10|40
Bowling greens|0|15|15""",
        {"Lamp columns": {2026: 40000}, "Bowling greens": {2026: 15000}},
        (),
    ),
    Habit(
        "general fund total and of which HRA",
        """\
Savings 2026/27
Proposal|Saving £000|of which HRA £000
Lamp columns|40|10
Bowling greens|15|0""",
        {"Lamp columns": {2026: 40000}, "Bowling greens": {2026: 15000}},
        (),
    ),
    Habit(
        "page totals carried forward",
        """\
Savings 2026/27 £000
Ref|Proposal|Saving
A1|Lamp columns|40
A2|Bowling greens|15
|Carried forward|55
|Brought forward|55
A3|Depot lease|60
|Total|115""",
        {"Lamp columns": {2026: 40000}, "Bowling greens": {2026: 15000}, "Depot lease": {2026: 60000}},
        (),
    ),
    Habit(
        "percent of target beside the saving",
        """\
Savings 2026/27 £000
Directorate|Target|Proposals identified|Gap
Adults|400|350|50
Place|200|200|0""",
        {"Adults": {2026: 350000}, "Place": {2026: 200000}},
        ("table",),
    ),
    Habit(
        "blank year columns between",
        """\
Ref|Proposal||2026/27||2027/28||Total
|||||||
A1|Lamp columns||£40,000||£20,000||£60,000
A2|Bowling greens||£15,000||-||£15,000""",
        {"Lamp columns": {2026: 40000, 2027: 20000}, "Bowling greens": {2026: 15000}},
        (),
        needs_cells=True,
    ),
)

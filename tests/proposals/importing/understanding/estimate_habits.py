"""Savings tables as budget books, decision lists and star chambers set them out; all wording is invented."""

from tests.proposals.importing.understanding.habits import Habit

ESTIMATE_HABITS = (
    Habit(
        "reductions in words beside the service",
        """\
Budget 2006/07: Base budget reductions
Ref|Service|Reduction|2006/07 £|2007/08 £|Posts
CS/06/01|Customer Services|Reduce opening hours of cash office|12,500-|4,000-|1.0-
CS/06/02|Customer Services|Cheaper franking machine|3,200-||
FN/06/01|Finance|Renegotiate banking contract|18,000-|2,500-|
|Total||33,700-|6,500-|1.0-""",
        {
            "Reduce opening hours of cash office": {2006: 12500, 2007: 4000},
            "Cheaper franking machine": {2006: 3200},
            "Renegotiate banking contract": {2006: 18000, 2007: 2500},
        },
        (),
    ),
    Habit(
        "credit and debit before the figure",
        """\
Savings proposals 2011-12 to 2012-13 (£000)
Ref|Proposal|2011-12|2012-13
R1|Review of grounds depots|CR 250|CR 40
R2|Joint print unit|CR 35|DR 5
R3|Stop civic newspaper|CR 60|
Total||CR 345|CR 35""",
        {
            "Review of grounds depots": {2011: 250000, 2012: 40000},
            "Joint print unit": {2011: 35000, 2012: -5000},
            "Stop civic newspaper": {2011: 60000},
        },
        (),
    ),
    Habit(
        "references and directorates above years down the side",
        """\
Proposals by year, £000
|Digital mailroom|Depot merger|Trade waste fees
Reference|T1|T2|T3
Directorate|Resources|Place|Place
2023/24|40|0|75
2024/25|20|110|25
2025/26|0|90|0
Total|60|200|100
FTE|1.5|3|0""",
        {
            "Digital mailroom": {2023: 40000, 2024: 20000},
            "Depot merger": {2024: 110000, 2025: 90000},
            "Trade waste fees": {2023: 75000, 2024: 25000},
        },
        (),
    ),
    Habit(
        "row labels of a pivot table that are directorates",
        """\
Row Labels|Ref|Proposal|Sum of 2025/26|Sum of 2026/27
Adults|A01|Extra care|120,000|80,000
|A02|Shared lives|60,000|
Adults Total|||180,000|80,000
Place|P01|Parking permits|35,000|
|P02|Fly-tipping fines|15,000|5,000
|P03|Lighting|90,000|40,000
Place Total|||140,000|45,000
Grand Total|||320,000|125,000""",
        {
            "Extra care": {2025: 120000, 2026: 80000},
            "Shared lives": {2025: 60000},
            "Parking permits": {2025: 35000},
            "Fly-tipping fines": {2025: 15000, 2026: 5000},
            "Lighting": {2025: 90000, 2026: 40000},
        },
        (),
    ),
    Habit(
        "what was approved for the year of the title and what slips",
        """\
Review of savings 2013/14 £'000
Ref|Saving|Approved 2013/14|Slipped to 2014/15|Undeliverable
B1|Museums trust|90|30|0
B2|Leisure contract|200|0|50
B3|Stationery|15|0|0
Total||305|30|50""",
        {
            "Museums trust": {2013: 90000, 2014: 30000},
            "Leisure contract": {2013: 200000},
            "Stationery": {2013: 15000},
        },
        ("column:approved 2013/14",),
    ),
    Habit(
        "quarters beside another year",
        """\
Savings delivery 2021/22 (£000)
Ref|Saving|Q1|Q2|Q3|Q4|2022/23
Q01|Dial-a-ride|0|10|10|10|10
Q02|Theatre subsidy|5|5|5|5|0
Total||5|15|15|15|10""",
        {"Dial-a-ride": {2021: 30000, 2022: 10000}, "Theatre subsidy": {2021: 20000}},
        ("amount-columns",),
    ),
    Habit(
        "decisions with part-year and full-year amounts",
        """\
2010/11 Budget: decisions required
No.|Decision|Decision maker|2010/11 part-year £000|2011/12 full-year £000
D1|Close two day centres|Cabinet|125|250
D2|Cease taxi subsidy|Council|30|60
D3|Outsource payroll|Cabinet|0|45
Total|||155|355""",
        {
            "Close two day centres": {2010: 125000},
            "Cease taxi subsidy": {2010: 30000},
            "Outsource payroll": {},
        },
        ("column:2011/12 full-year £000",),
    ),
    Habit(
        "amounts that rise, end or start later",
        """\
Budget savings 2026/27
Ref|Proposal|Saving
L1|Stop printing agendas|£8,000 p.a.
L2|Sell the mayoral car|£15,000 one-off
L3|Charge for pre-application advice|£22,500 p.a. from 2027/28
L4|Merge two depots|£60,000 in 2026/27 rising to £90,000 in 2027/28""",
        {
            "Stop printing agendas": {2026: 8000},
            "Sell the mayoral car": {2026: 15000},
            "Charge for pre-application advice": {},
            "Merge two depots": {},
        },
        ("figure:L3:Saving", "figure:L4:Saving"),
    ),
    Habit(
        "actions that are the same for several buildings",
        """\
Asset rationalisation savings 2014/15
Building|Action|Capital receipt £000|Annual revenue saving £000
Old Town Hall|Sell|850|62
Mill Lane Depot|Sell|400|35
Area Office North|Surrender lease|0|48
Total||1,250|145""",
        {
            "Old Town Hall": {2014: 62000},
            "Mill Lane Depot": {2014: 35000},
            "Area Office North": {2014: 48000},
        },
        (),
    ),
    Habit(
        "less of something among proposals",
        """\
Appendix: Savings & efficiencies 2008/09
Budget book heading|Saving identified|Amount
Refuse collection|New shift pattern|£35,400
Street cleansing|Less overtime|£7,850
Democratic services|Fewer printed minutes|£1,200
Council tax|E-billing|£4,000""",
        {
            "New shift pattern": {2008: 35400},
            "Less overtime": {2008: 7850},
            "Fewer printed minutes": {2008: 1200},
            "E-billing": {2008: 4000},
        },
        ("target-rows",),
    ),
    Habit(
        "an amount from a later year",
        """\
Budget savings 2026/27
Ref|Proposal|Saving
L1|Stop printing agendas|£8,000 p.a.
L2|Sell the mayoral car|£15,000
L3|Charge for pre-application advice|£22,500 p.a. from 2027/28""",
        {
            "Stop printing agendas": {2026: 8000},
            "Sell the mayoral car": {2026: 15000},
            "Charge for pre-application advice": {},
        },
        ("figure:L3:Saving",),
        needs_cells=True,
    ),
    Habit(
        "savings brought forward, new ones, and both together",
        """\
Savings tracker 2024/25 £000
Ref|Saving|B/fwd from 2023/24|New 2024/25|Total to deliver 2024/25
BF1|Home care commissioning|120|300|420
BF2|SEN transport routes|0|250|250
BF3|Waste contract|75|0|75
Total||195|550|745""",
        {
            "Home care commissioning": {2024: 420000},
            "SEN transport routes": {2024: 250000},
            "Waste contract": {2024: 75000},
        },
        (),
    ),
    Habit(
        "posts and their grades with on-costs",
        """\
Staffing reductions 2010/11
Post|Grade|FTE|Saving (£)|On-costs (£)|Total (£)
Policy officer|SO1|1|28,000|7,000|35,000
Admin assistant|Sc3|0.5|9,000|2,250|11,250
Head of service|PO8|1|52,000|13,000|65,000
Total||2.5|89,000|22,250|111,250""",
        {"Policy officer": {2010: 35000}, "Admin assistant": {2010: 11250}, "Head of service": {2010: 65000}},
        (),
    ),
    Habit(
        "months of start in figures",
        """\
Efficiencies 2016/17
Theme|Efficiency|2016/17 (£'000)|Cum. FYE (£'000)|Start
Assets|Lease out top floor|45|90|Oct-16
Assets|Sell depot|20|20|Apr-16
People|Terms and conditions|130|260|Oct-16
Total||195|370|""",
        {
            "Lease out top floor": {2016: 45000, 2017: 45000},
            "Sell depot": {2016: 20000},
            "Terms and conditions": {2016: 130000, 2017: 130000},
        },
        ("full-year",),
    ),
    Habit(
        "a reduction in words beside the full-year amount",
        """\
Base budget reductions 2005/06
Service|Reduction|Full year £|2005/06 £
Libraries|Cut book fund|40,000|40,000
Libraries|Sunday closing|22,000|11,000
Museums|Shop franchise|15,000|15,000
Total||77,000|66,000""",
        {
            "Cut book fund": {2005: 40000},
            "Sunday closing": {2005: 11000, 2006: 11000},
            "Shop franchise": {2005: 15000},
        },
        ("full-year",),
    ),
    Habit(
        "lettered parts below a numbered proposal",
        """\
Savings 2013/14 £000
Ref|Saving|2013/14|2014/15
1|Depot closure|100|20
|a) staffing|60|20
|b) premises|40|0
2|Printing|15|5
|Total|115|25""",
        {"Depot closure": {2013: 100000, 2014: 20000}, "Printing": {2013: 15000, 2014: 5000}},
        (),
    ),
    Habit(
        "a numbered proposal without figures and its lettered parts",
        """\
Savings 2013/14 £000
Ref|Saving|2013/14|2014/15
1|Depot closure||
|a) staffing|60|20
|b) premises|40|0
2|Printing|15|5
|Total|115|25""",
        {
            "Depot closure": {},
            "a) staffing": {2013: 60000, 2014: 20000},
            "b) premises": {2013: 40000},
            "Printing": {2013: 15000, 2014: 5000},
        },
        ("no-figures",),
    ),
    Habit(
        "months that a saving is effective",
        """\
Restructures 2017/18
Ref|Proposal|Months effective 2017/18|2017/18 saving £
R1|Merge teams|6|6,000
R2|Close unit|9|11,250
R3|Share manager|12|6,000
Total|||23,250""",
        {"Merge teams": {2017: 6000}, "Close unit": {2017: 11250}, "Share manager": {2017: 6000}},
        (),
    ),
    Habit(
        "debits and credits in columns of their own",
        """\
Budget variations 2008/09
Ref|Variation|Dr £|Cr £
1|Loss of rent|12,000|
2|Lower energy use||8,000
3|New fee||20,000
Total||12,000|28,000""",
        {"Loss of rent": {2008: -12000}, "Lower energy use": {2008: 8000}, "New fee": {2008: 20000}},
        (),
    ),
    Habit(
        "savings that members accepted or not",
        """\
Budget savings considered by Cabinet 2010/11 £
Ref|Saving|Amount|Accepted?
1|Youth grants|20,000|No
2|Pest control|15,000|Yes
3|Markets|30,000|Yes
Total accepted||45,000|""",
        {"Pest control": {2010: 15000}, "Markets": {2010: 30000}},
        ("withdrawn",),
    ),
    Habit(
        "gross saving, income lost and net saving of one year",
        """\
Fees review
Ref|Proposal|Gross saving 2026/27 £|Loss of income 2026/27 £|Net saving 2026/27 £
1|Close kiosk|50,000|10,000|40,000
2|Close desk|30,000|0|30,000""",
        {"Close kiosk": {2026: 40000}, "Close desk": {2026: 30000}},
        (),
    ),
    Habit(
        "gross saving, pressure and net saving of one year",
        """\
Fees review £
Ref|Proposal|Gross saving 2026/27|Pressure 2026/27|Net saving 2026/27
1|Close kiosk|50,000|10,000|40,000
2|Close desk|30,000|0|30,000""",
        {"Close kiosk": {2026: 50000}, "Close kiosk: pressure": {2026: -10000}, "Close desk": {2026: 30000}},
        (),
    ),
    Habit(
        "a net saving beside the income that it loses",
        """\
Fees review
Ref|Proposal|Net saving 2026/27 £|Loss of income 2026/27 £
1|Close kiosk|40,000|10,000
2|Close desk|30,000|0""",
        {"Close kiosk": {2026: 40000}, "Close desk": {2026: 30000}},
        (),
    ),
    Habit(
        "a pound sign before brackets and the unit behind them",
        """\
Savings 2026/27
Ref|Proposal|2026/27|2027/28
1|Close kiosk|£(50)k|£(5k)
2|Close desk|£(1.2)m|£(3,000)""",
        {"Close kiosk": {2026: 50000, 2027: 5000}, "Close desk": {2026: 1200000, 2027: 3000}},
        (),
    ),
    Habit(
        "sums of directorates named under the references",
        """\
Savings 2012/13 £000
Ref|Proposal|2012/13|2013/14
A1|Meals|30|10
A2|Fees|20|0
Adults||50|10
B1|Bins|60|5
B2|Trees|10|0
Place||70|5
All||120|15""",
        {
            "Meals": {2012: 30000, 2013: 10000},
            "Fees": {2012: 20000},
            "Bins": {2012: 60000, 2013: 5000},
            "Trees": {2012: 10000},
        },
        (),
    ),
)

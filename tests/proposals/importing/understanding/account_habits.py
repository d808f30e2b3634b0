"""Savings tables as accountants set them out: costs beside savings, units in columns, and versions of one amount."""

from tests.proposals.importing.understanding.habits import Habit

ACCOUNT_HABITS = (
    Habit(
        "a cost alone beside gross saving, cost and net",
        """\
Budget options 2027/28
Ref|Option|Gross saving|Implementation cost|Net saving
|||||
A|Digital post|60,000|15,000|45,000
B|Parking app|25,000|0|25,000
C|New finance system|0|80,000|(80,000)
Total||85,000|95,000|(10,000)""",
        {
            "Digital post": {2027: 60000},
            "Parking app": {2027: 25000},
            "New finance system": {2027: -80000},
        },
        (),
    ),
    Habit(
        "a cost alone beside savings and costs",
        """\
Savings 2025/26
Ref|Proposal|Saving £000|Implementation cost £000
1|Digital post|60|15
2|Library of things|0|25
3|Fees|20|0""",
        {
            "Digital post": {2025: 60000},
            "Library of things": {2025: -25000},
            "Fees": {2025: 20000},
        },
        ("costs",),
    ),
    Habit(
        "gross, cost and net that are rounded",
        """\
Savings 2026/27
Ref|Scheme|Gross £m|Cost £m|Net £m
1|Care tech|1.25|0.3|1.0
2|Adults front door|0.8|0.05|0.7
3|Data platform|0.0|0.4|-0.4
Total||2.05|0.75|1.3""",
        {
            "Care tech": {2026: 1250000},
            "Adults front door": {2026: 800000},
            "Data platform": {2026: -400000},
        },
        ("costs",),
    ),
    Habit(
        "growth, savings, income and their net total",
        """\
Budget proposals 2025/26 £'000
Directorate|Proposal|Growth/Pressure|Savings/Efficiency|Income|Net total
Adults|Demand|4,500|||4,500
Adults|Reviews||(900)||(900)
Adults|Client contributions|||(350)|(350)
Total||4,500|(900)|(350)|3,250""",
        {
            "Demand": {2025: -4500000},
            "Reviews": {2025: 900000},
            "Client contributions": {2025: 350000},
        },
        (),
    ),
    Habit(
        "a pressure, its mitigating saving and the net",
        """\
BIP 2022/23: Place
Item|Pressure £000|Mitigating saving £000|Net £000
Waste PFI inflation|1,200|0|1,200
Loss of parking income|800|-300|500
Office rent reduction|0|-250|-250
Total|2,000|-550|1,450""",
        {
            "Waste PFI inflation": {2022: -1200000},
            "Loss of parking income": {2022: 300000},
            "Loss of parking income: pressure": {2022: -800000},
            "Office rent reduction": {2022: 250000},
        },
        (),
    ),
    Habit(
        "pressures, mitigation and what is left",
        """\
Demand management 2025/26 £000
Item|Demand pressure|Mitigation|Residual pressure
SEND transport|900|400|500
Homelessness|600|250|350
Total|1,500|650|850""",
        {
            "SEND transport": {2025: 400000},
            "SEND transport: demand pressure": {2025: -900000},
            "Homelessness": {2025: 250000},
            "Homelessness: demand pressure": {2025: -600000},
        },
        (),
    ),
    Habit(
        "the unit in a column of its own",
        """\
Savings 2025/26 to 2026/27
Ref|Proposal|Unit|2025/26|2026/27
U1|Reduce agency spend|£000|250|100
U2|Close depot|£000|75|25
U3|Income from adverts|£000|40|0
Total||£000|365|125""",
        {
            "Reduce agency spend": {2025: 250000, 2026: 100000},
            "Close depot": {2025: 75000, 2026: 25000},
            "Income from adverts": {2025: 40000},
        },
        (),
    ),
    Habit(
        "units that differ by row in a column of their own",
        """\
Savings 2025/26 to 2026/27
Ref|Proposal|£000 / £m|2025/26|2026/27
U1|Reduce agency spend|£000|250|100
U2|Close depot|£m|1.2|0.5
U3|Income from adverts|£000|40|0""",
        {
            "Reduce agency spend": {2025: 250000, 2026: 100000},
            "Close depot": {2025: 1200000, 2026: 500000},
            "Income from adverts": {2025: 40000},
        },
        (),
    ),
    Habit(
        "a pound sign in a column of its own",
        """\
Income proposals 2006/07
Item|Units|2006/07|2007/08
Cremation fees|£|24,500|25,000
Parking permits|£|12,000|0
Trade waste|£|8,250|1,000""",
        {
            "Cremation fees": {2006: 24500, 2007: 25000},
            "Parking permits": {2006: 12000},
            "Trade waste": {2006: 8250, 2007: 1000},
        },
        (),
    ),
    Habit(
        "money and posts in rows under one measure",
        """\
Savings 2020/21-2021/22
Ref|Proposal|Measure|2020/21|2021/22
M1|Customer hubs|£000|150|75
M1|Customer hubs|FTE|4.0|2.0
M2|Payroll|£000|30|0
M2|Payroll|FTE|1.0|0.0""",
        {
            "Customer hubs": {2020: 150000, 2021: 75000},
            "Payroll": {2020: 30000},
        },
        (),
    ),
    Habit(
        "years with apostrophes",
        """\
Savings proposals 2011/12 and 2012/13 (£000)
Ref|Proposal|'11/'12|'12/'13
Y1|Reduce grants to bodies|60|20
Y2|Stop civic newsletter|15|5
Y3|Renegotiate ICT contract|110|0
Total||185|25""",
        {
            "Reduce grants to bodies": {2011: 60000, 2012: 20000},
            "Stop civic newsletter": {2011: 15000, 2012: 5000},
            "Renegotiate ICT contract": {2011: 110000},
        },
        (),
    ),
    Habit(
        "years with strokes that lean back",
        """\
Savings proposals 2011/12 and 2012/13 (£000)
Ref|Proposal|2011\\12|2012\\13
Y1|Reduce grants to bodies|60|20
Y2|Stop civic newsletter|15|5
Y3|Renegotiate ICT contract|110|0
Total||185|25""",
        {
            "Reduce grants to bodies": {2011: 60000, 2012: 20000},
            "Stop civic newsletter": {2011: 15000, 2012: 5000},
            "Renegotiate ICT contract": {2011: 110000},
        },
        (),
    ),
    Habit(
        "expenditure, income and net of options",
        """\
Star Chamber list 2009/10 £000
Ref|Service item|Expenditure|Income|Net
S1|Close cash office|-40|0|-40
S2|Trade refuse expansion|10|-35|-25
S3|Town centre events|-22|8|-14
Total||-52|-27|-79""",
        {
            "Close cash office": {2009: 40000},
            "Trade refuse expansion": {2009: 25000},
            "Town centre events": {2009: 14000},
        },
        ("column:net",),
    ),
    Habit(
        "expenditure, income and net of reductions",
        """\
Budget reductions 2010/11
Description|Expenditure £|Income £|Net £
Reduce street sweeping|42,000|0|42,000
Close public toilets|18,500|2,500|16,000
Delete post of policy officer|31,200|0|31,200
|91,700|2,500|89,200""",
        {
            "Reduce street sweeping": {2010: 42000},
            "Close public toilets": {2010: 16000},
            "Delete post of policy officer": {2010: 31200},
        },
        (),
    ),
    Habit(
        "in-year and cumulative amounts of each year",
        """\
Savings plan (£000)
Ref|Proposal|2022/23||2023/24||2024/25|
||In year|Cumulative|In year|Cumulative|In year|Cumulative
P1|Digital front door|100|100|50|150|25|175
P2|Fleet reduction|30|30|0|30|0|30
P3|Care reviews|200|200|300|500|0|500
Total||330|330|350|680|25|705""",
        {
            "Digital front door": {2022: 100000, 2023: 50000, 2024: 25000},
            "Fleet reduction": {2022: 30000},
            "Care reviews": {2022: 200000, 2023: 300000},
        },
        (),
    ),
    Habit(
        "a saving of no year beside a year",
        """\
Budget 2012/13 savings
Ref|Proposal|Saving £000|2013/14 £000
D1|Merge teams|50|20
D2|Cut printing|12|0
D3|Sell surplus plant|0|30
Total||62|50""",
        {
            "Merge teams": {2012: 50000, 2013: 20000},
            "Cut printing": {2012: 12000},
            "Sell surplus plant": {2013: 30000},
        },
        ("column:saving £000",),
    ),
    Habit(
        "original, revised and final amounts",
        """\
Savings 2016/17 (£000)
Ref|Saving|Original|Revised|Final
O1|Parks maintenance|100|80|75
O2|Library hours|60|60|60
O3|Admin review|45|50|40
Total||205|190|175""",
        {
            "Parks maintenance": {2016: 75000},
            "Library hours": {2016: 60000},
            "Admin review": {2016: 40000},
        },
        ("amount-columns",),
    ),
    Habit(
        "cumulative in the headings of later years",
        """\
Savings plan
Ref|Description|Saving 2014/15 £000|Saving 2015/16 £000 (cumulative)|Saving 2016/17 £000 (cumulative)
SC-A|Reablement|500|750|1,000
SC-B|Mobile libraries|40|40|60
Total||540|790|1,060""",
        {
            "Reablement": {2014: 500000, 2015: 250000, 2016: 250000},
            "Mobile libraries": {2014: 40000, 2016: 20000},
        },
        ("basis",),
    ),
    Habit(
        "growth and savings under the same headings",
        """\
Growth £000
Ref|Item|2017/18|2018/19
G1|Planning appeals|40|0
G2|Living wage|120|140
Total||160|140

Savings £000
Ref|Item|2017/18|2018/19
S1|Office closure|90|30
S2|Telephony|25|0
Total||115|30""",
        {
            "Planning appeals": {2017: -40000},
            "Living wage": {2017: -120000, 2018: -140000},
            "Office closure": {2017: 90000, 2018: 30000},
            "Telephony": {2017: 25000},
        },
        (),
    ),
    Habit(
        "increases and decreases in a column",
        """\
List of budget adjustments 2014/15
Ref|Adjustment|Type|£
1|Insurance premiums|Increase|45,000
2|Members' expenses|Decrease|12,000
3|Audit fee|Decrease|30,500
4|New legislation - recycling|Increase|80,000""",
        {
            "Insurance premiums": {2014: -45000},
            "Members' expenses": {2014: 12000},
            "Audit fee": {2014: 30500},
            "New legislation - recycling": {2014: -80000},
        },
        (),
    ),
    Habit(
        "savings and costs in a column",
        """\
Budget proposals 2017/18
Ref|Proposal|Saving or cost|2017/18 £000|2018/19 £000
1|Cashiers|Saving|40|10
2|Auditors|Saving|15|0
3|Broadband|Cost|60|20""",
        {
            "Cashiers": {2017: 40000, 2018: 10000},
            "Auditors": {2017: 15000},
            "Broadband": {2017: -60000, 2018: -20000},
        },
        (),
    ),
    Habit(
        "base and one-off amounts of each year",
        """\
Adults savings £000
Title|2021/22 base|2021/22 one-off|2022/23 base|2022/23 one-off
Day care|100|0|50|0
Grant carry forward|0|250|0|(250)
Total|100|250|50|(250)""",
        {
            "Day care": {2021: 100000, 2022: 50000},
            "Grant carry forward": {2021: 250000, 2022: -250000},
        },
        ("amount-columns",),
    ),
    Habit(
        "savings that are written back",
        """\
Budget pressures: undeliverable savings 2024/25 £000
Ref|Saving written back|2024/25
1|Shared HR (2022/23 saving)|75
2|Advertising hoardings|40
Total||115""",
        {
            "Shared HR (2022/23 saving)": {2024: -75000},
            "Advertising hoardings": {2024: -40000},
        },
        ("growth",),
    ),
    Habit(
        "words in the place of amounts",
        """\
Savings 2013/14
No|Proposal|£000
1|Merge planning teams|90
2|Support for merger|Included above
3|Policy change|Cost neutral
4|Tree works|22
Total||112""",
        {
            "Merge planning teams": {2013: 90000},
            "Support for merger": {},
            "Policy change": {},
            "Tree works": {2013: 22000},
        },
        (),
    ),
    Habit(
        "the amount of the council's share",
        """\
Joint waste partnership savings 2016/17
Ref|Proposal|Total saving £|Council share (40%) £
J1|Route optimisation|250,000|100,000
J2|Bulky waste charges|75,000|30,000
J3|Tyre contract|20,000|8,000
Total||345,000|138,000""",
        {
            "Route optimisation": {2016: 100000},
            "Bulky waste charges": {2016: 30000},
            "Tyre contract": {2016: 8000},
        },
        ("column:total saving £",),
    ),
    Habit(
        "proposals for a service as a heading",
        """\
Proposals for service change, income generation or saving|Savings for 2014/15||Implementation Cost|Delivery|Background
|Income £ 000's|Budget reduction £ 000's|£ 000's||
Beach huts: raise fees|45|0|0|April 2014|Fees compared with neighbours
Merge two libraries|0|110|25|July 2014|Property cost
Street cleansing review|5|60|0|April 2014|Contract variation
Total|50|170|25||""",
        {
            "Beach huts: raise fees": {2014: 45000},
            "Merge two libraries": {2014: 110000},
            "Street cleansing review": {2014: 65000},
        },
        ("amount-columns",),
        needs_cells=True,
    ),
    Habit(
        "titles, grades and salaries of posts",
        """\
Post deletions 2009/10
Post no.|Post title|Grade|FTE|Salary £|Saving £
P100|Admin assistant|C|1.0|16,500|20,600
P220|Team leader|G|0.5|15,000|18,750
P345|Driver|D|1.0|17,200|21,500
Total|||2.5|48,700|60,850""",
        {
            "Admin assistant": {2009: 20600},
            "Team leader": {2009: 18750},
            "Driver": {2009: 21500},
        },
        (),
    ),
    Habit(
        "savings of several percentages",
        """\
Cash limit reductions 2010/11
Service|Cash limit £000|3% reduction £000|5% reduction £000
Libraries|2,000|60|100
Parks|1,000|30|50
Total|3,000|90|150""",
        {
            "Libraries": {2010: 60000},
            "Parks": {2010: 30000},
        },
        ("amount-columns",),
    ),
    Habit(
        "options of several percentages",
        """\
Efficiencies: 3% target
Service|2% option £|3% option £|5% option £
Environmental health|8,000|12,000|20,000
Licensing|2,000|3,000|5,000
Total|10,000|15,000|25,000""",
        {
            "Environmental health": {},
            "Licensing": {},
        },
        ("amount-columns", "year"),
    ),
    Habit(
        "notes named beside amounts",
        """\
Savings 2018/19 and 2019/20 £000
Ref|Saving|2018/19|2019/20
N1|Home care framework|250*|100
N2|Charging policy|80 (1)|20 (2)
N3|Staff car leasing|35¹|0
N4|Museum trust|60 (see note 3)|60
Total||425|180
(1) Subject to consultation
(2) Full year from July
* Includes health contribution""",
        {
            "Home care framework": {2018: 250000, 2019: 100000},
            "Charging policy": {2018: 80000, 2019: 20000},
            "Staff car leasing": {2018: 35000},
            "Museum trust": {2018: 60000, 2019: 60000},
        },
        (),
    ),
    Habit(
        "the amount before and after a change",
        """\
Savings 2021/22 movement since December report (£000)
Ref|Proposal|December 2020|Change|February 2021
1|Leisure VAT|120|(20)|100
2|Bulky waste|45|0|45
3|Fleet|0|60|60
Total||165|40|205""",
        {
            "Leisure VAT": {2021: 100000},
            "Bulky waste": {2021: 45000},
            "Fleet": {2021: 60000},
        },
        ("amount-columns",),
    ),
    Habit(
        "headings of two rows with units in the lower one",
        """\
BUDGET SAVINGS PROPOSALS 2018/19
No|Directorate|Proposal|Saving||||Risk Analysis||
|||Employee Costs £000|Other Spend £000|Income £000|Total 2018/19 £000|Residual Risk|Achievability Risk|EIA Rating
1|Streets|Bereavement income|0|0|120|120|Green|Amber-Green|Green
2|Streets|Street lighting LED|0|85|0|85|Green|Green|Green
3|Housing|Hub redesign|60|20|0|80|Amber-Green|Red-Amber|Amber-Green
Total|||60|105|120|285|||""",
        {
            "Bereavement income": {2018: 120000},
            "Street lighting LED": {2018: 85000},
            "Hub redesign": {2018: 80000},
        },
        (),
    ),
    Habit(
        "a saving and what is likely of it",
        """\
Transformation savings 2024/25
Workstream|Gross saving £000|Probability|Risk adjusted saving £000
Digital|400|75%|300
Assets|200|50%|100
Commissioning|1,000|80%|800
Total|1,600||1,200""",
        {
            "Digital": {2024: 400000},
            "Assets": {2024: 200000},
            "Commissioning": {2024: 1000000},
        },
        ("amount-columns",),
    ),
    Habit(
        "cashable and non-cashable savings",
        """\
Ref|Initiative|Cashable saving 2007/08 £|Non-cashable saving 2007/08 £
1|E-recruitment|12,000|8,000
2|Mobile working|0|35,000
3|Bank contract|6,500|0
|Total|18,500|43,000""",
        {
            "E-recruitment": {2007: 12000},
            "Mobile working": {},
            "Bank contract": {2007: 6500},
        },
        ("amount-columns",),
    ),
    Habit(
        "posts with heads in brackets",
        """\
Savings 2012/13
Ref|Proposal|£000|FTE
W1|Restructure revenues|85|2.5 (3 heads)
W2|Merge print rooms|40|(2.0)
W3|Admin hub|62|3.0 FTE
Total||187|""",
        {
            "Restructure revenues": {2012: 85000},
            "Merge print rooms": {2012: 40000},
            "Admin hub": {2012: 62000},
        },
        ("posts-sign",),
    ),
    Habit(
        "a saving per annum",
        """\
Options 2016/17 onwards
Option|Saving p.a.
Car allowances|£40,000+
Car parks|£25,000 p.a.
Leases|£12,500 per annum
Energy|approx £30,000""",
        {
            "Car allowances": {2016: 40000},
            "Car parks": {2016: 25000},
            "Leases": {2016: 12500},
            "Energy": {2016: 30000},
        },
        ("about",),
    ),
    Habit(
        "a saving and its forecast",
        """\
Approved savings 2022/23: monitoring
Ref|Saving|£000|Achieved £000|Forecast to year end £000|Shortfall £000|RAG
A1|Foster care|400|150|350|50|Amber
A2|School transport|220|20|90|130|Red
A3|Registrars|35|35|35|0|Green
Total||655|205|475|180|""",
        {
            "Foster care": {2022: 400000},
            "School transport": {2022: 220000},
            "Registrars": {2022: 35000},
        },
        ("amount-columns",),
    ),
    Habit(
        "budgets of two years and the reduction between them",
        """\
Proposed budget reductions
Service|2023/24 £000|2024/25 £000|Reduction £000
Tourism|500|420|80
Arts|300|300|0
Events|150|90|60
Total|950|810|140""",
        {
            "Tourism": {2024: 80000},
            "Arts": {},
            "Events": {2024: 60000},
        },
        (),
    ),
    Habit(
        "budgets of two years and the change between them",
        """\
Savings: changes to service budgets
Service|2023/24 Budget £000|2024/25 Budget £000|Change £000
Tourism|500|420|-80
Arts|300|310|10
Events|150|90|-60
Total|950|820|-130""",
        {
            "Tourism": {2024: 80000},
            "Arts": {2024: -10000},
            "Events": {2024: 60000},
        },
        (),
    ),
    Habit(
        "current and proposed income and the increase",
        """\
Income generation proposals 2025/26
Ref|Proposal|Current income £|Proposed income £|Increase £
1|Weddings|80,000|95,000|15,000
2|Filming|5,000|12,000|7,000
Total||85,000|107,000|22,000""",
        {
            "Weddings": {2025: 15000},
            "Filming": {2025: 7000},
        },
        (),
    ),
    Habit(
        "gross and risk-adjusted amounts of each year",
        """\
Savings 2024/25 to 2025/26 £000
Ref|Proposal|2024/25 gross|2024/25 risk adjusted|2025/26 gross|2025/26 risk adjusted
1|Care|400|300|200|100
2|Fleet|200|200|100|100
Total||600|500|300|200""",
        {
            "Care": {2024: 400000, 2025: 200000},
            "Fleet": {2024: 200000, 2025: 100000},
        },
        ("amount-columns",),
    ),
    Habit(
        "a saving shared with schools",
        """\
Energy savings 2014/15
Site|Total saving £|Schools element £|Council element £
Solar|30,000|18,000|12,000
LED|12,000|2,000|10,000
Total|42,000|20,000|22,000""",
        {
            "Solar": {2014: 30000},
            "LED": {2014: 12000},
        },
        (),
    ),
    Habit(
        "a plan and a forecast below each year",
        """\
Savings monitoring
Scheme|2022/23||2023/24|
|Plan £000|Forecast £000|Plan £000|Forecast £000
Care reviews|300|250|200|200
Fleet|40|40|20|10
Total|340|290|220|210""",
        {
            "Care reviews": {2022: 300000, 2023: 200000},
            "Fleet": {2022: 40000, 2023: 20000},
        },
        ("amount-columns",),
    ),
)

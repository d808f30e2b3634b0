"""What savings tables of councils look like: a table for each habit, with what it states; all wording is invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Habit:
    """A way to set out savings: the rows with bars between their cells, and what they state."""

    name: str
    table: str
    amounts: dict
    """The amounts of each proposal by its title, in pounds by the year that begins it; zeros are left out."""
    asks: tuple = ()
    needs_cells: bool = False
    """Nothing but cells can show it, which a print without lines has not."""


HABITS = (
    Habit(
        "savings and FTE in pairs under each year",
        """\
Theme Committee: Adults and Safeguarding
Line ref|Opportunity Area|Description of saving|Consultation|Impact Assessment|Budget|2017-18||2018-19||2019-20||Total savings (All years)
|||(How are we consulting on this proposal)|Impact on Service Delivery|2016/17|Savings|FTE|Savings|FTE|Savings|FTE|Savings
|||||£000|£000||£000||£000||£000
Efficiency
E1|3rd Party Spend|This saving is modelled on a 6% saving from external spend through better contracts|None required|No impact|1,024|(205)|-1|(100)||(50)||(355)
E2|Staffing|Restructure of teams|Staff consultation|Slower|14,000|(300)|-6|0||0||(300)
Total|||||15,024|(505)|-7|(100)||(50)||(655)
Income
I1|Better Care Fund|Increase in BCF|None|None||(500)||||||(500)
Total||||||(500)||||||(500)
Overall Savings||||||(1,005)|-7|(100)||(50)||(1,155)""",
        {
            "3rd Party Spend": {2017: 205000, 2018: 100000, 2019: 50000},
            "Staffing": {2017: 300000},
            "Better Care Fund": {2017: 500000},
        },
        (),
    ),
    Habit(
        "changes by kind between two budgets",
        """\
Draft Cash Limits for 2007-08
Service|Base 2007-08 £000|Efficiencies £000|Income £000|Growth £000|Financing £000|Budget 2007-08 £000
Policy|6,541.5|-388.9|-150.2|948.1|0.0|6,950.5
Finance|1,665.3|-121.0|-2.6|119.0|0.0|1,660.7
Parks|1,389.1|-26.2|-3.3|180.0|0.0|1,539.6
|9,595.9|-536.1|-156.1|1,247.1|0.0|10,150.8""",
        {
            "Policy": {2007: 539100},
            "Policy: growth": {2007: -948100},
            "Finance": {2007: 123600},
            "Finance: growth": {2007: -119000},
            "Parks": {2007: 29500},
            "Parks: growth": {2007: -180000},
        },
        ("amount-columns",),
    ),
    Habit(
        "a budget table with its savings below",
        """\
Section 3 - A: People and Communities
Table 3: Revenue - Overview
Budget Period: 2020-21 to 2024-25
||Detailed Plans||Outline Plans||||
Ref|Title|2020-21|2021-22|2022-23|2023-24|2024-25|Description|Committee
||£000|£000|£000|£000|£000||
1|OPENING GROSS EXPENDITURE|403,526|404,960|419,460|437,000|450,000||
A/R.1.001|Base adjustment|-163||||||
1.999|REVISED OPENING GROSS EXPENDITURE|403,363|404,960|419,460|437,000|450,000||
6|SAVINGS|||||||
|Adults|||||||
A/R.6.114|Learning Disabilities Commissioning|-250|-400||||A programme of work|Adults
A/R.6.176|Adults Positive Challenge Programme|-3,800|-100||||Through the programme|Adults
|C&YP|||||||
A/R.6.255|Children in Care|-246|||||Placement composition|C&YP
6.999|Subtotal Savings|-4,296|-500|0|0|0||""",
        {
            "Base adjustment": {2020: 163000},
            "Learning Disabilities Commissioning": {2020: 250000, 2021: 400000},
            "Adults Positive Challenge Programme": {2020: 3800000, 2021: 100000},
            "Children in Care": {2020: 246000},
        },
        (),
    ),
    Habit(
        "better and worse in columns of their own",
        """\
Budget changes 2012/13
Ref|Service|Description|BETTER £000|WORSE £000
1|Parks|Reduce mowing|40|
2|Parks|Loss of grant||15
3|Waste|Route review|120|
|Total||160|15""",
        {"Reduce mowing": {2012: 40000}, "Loss of grant": {2012: -15000}, "Route review": {2012: 120000}},
        (),
    ),
    Habit(
        "growth beside savings",
        """\
Appendix B: Savings and growth 2014/15
Service|Savings £'000|Growth £'000|Net £'000
Libraries|(120)|30|(90)
Museums|(45)|0|(45)
Theatres|(60)|10|(50)
Total|(225)|40|(185)""",
        {
            "Libraries": {2014: 120000},
            "Libraries: growth": {2014: -30000},
            "Museums": {2014: 45000},
            "Theatres": {2014: 60000},
            "Theatres: growth": {2014: -10000},
        },
        (),
    ),
    Habit(
        "a row for each year",
        """\
Savings export
Ref|Title|Directorate|Year|Amount (£)
A1|Parks mowing|Place|2025/26|40000
A1|Parks mowing|Place|2026/27|20000
A2|Library hours|Place|2025/26|100000
A3|Digital post|Core|2026/27|35000""",
        {
            "Parks mowing": {2025: 40000, 2026: 20000},
            "Library hours": {2025: 100000},
            "Digital post": {2026: 35000},
        },
        (),
    ),
    Habit(
        "kinds of saving that add up to the total",
        """\
Savings 2015/16 £000
Directorate|Proposal|Efficiency|Income|Service reduction|Total
Place|Parks|10|20|0|30
Place|Roads|5|0|15|20
Core|HR|40|0|0|40
Total||55|20|15|90""",
        {"Parks": {2015: 30000}, "Roads": {2015: 20000}, "HR": {2015: 40000}},
        (),
    ),
    Habit(
        "budgets and FTE in post beside the saving",
        """\
Families, Children & Learning - Service Block: Education
Service Area|Brief description of Type of Budget saving|Delivery Risk & Impact on outcomes|Net Budget 2019/20 £'000|Gross budget £'000|FTE in post|Savings identified 2020/21 £'000|Total FTE reduction
School transport|Retender of routes|Risk is low|3,000|3,400|12.5|150|1.0
Early years|Nursery review|Medium risk|900|2,100|45.0|80|2.5
Total|||3,900|5,500|57.5|230|3.5""",
        {"Retender of routes": {2020: 150000}, "Nursery review": {2020: 80000}},
        (),
    ),
    Habit(
        "vacant posts in words",
        """\
Savings proposals
Ref|Directorate|Proposal|2023/24 £000|2024/25 £000|2025/26 £000|Number of posts
S1|ASC|Review of day care|100|50|0|5 (vacant)
S2|CYP|Fewer managers|200|0|0|3
S3|CORP|IT contract|40|0|0|0""",
        {
            "Review of day care": {2023: 100000, 2024: 50000},
            "Fewer managers": {2023: 200000},
            "IT contract": {2023: 40000},
        },
        ("vacant",),
    ),
    Habit(
        "groups that are kinds of saving, in £m",
        """\
Savings proposal|Comments|2013/14 £m|FTEs
Efficiencies||||
Asset rationalisation|Closure of buildings|0.30|
Staffing|Vacancy management|2.50|-45
Total efficiencies||2.80|-45
Changes to service||||
Libraries|Mobile libraries review|0.35|-6
Total changes||0.35|-6
Total||3.15|-51""",
        {"Asset rationalisation": {2013: 300000}, "Staffing": {2013: 2500000}, "Libraries": {2013: 350000}},
        (),
    ),
    Habit(
        "groups that print their own totals first, rows set in",
        """\
Service|2011/12 £000|2012/13 £000|2013/14 £000
Chief Executive|300|150|50
  Communications|100|50|50
  Policy team|200|100|0
Environment|500|100|0
  Street cleansing|350|100|0
  Waste collection|150|0|0
Total|800|250|50""",
        {
            "Communications": {2011: 100000, 2012: 50000, 2013: 50000},
            "Policy team": {2011: 200000, 2012: 100000},
            "Street cleansing": {2011: 350000, 2012: 100000},
            "Waste collection": {2011: 150000},
        },
        ("table",),
    ),
    Habit(
        "cumulative against a base year",
        """\
Medium term savings (all figures cumulative against 2017/18 base)
Ref|Saving|2018/19 £m|2019/20 £m|2020/21 £m
P1|Roads|(1.250)|(1.500)|(1.500)
P2|Transport|(0.300)|(0.600)|(0.900)
|Total|(1.550)|(2.100)|(2.400)""",
        {"Roads": {2018: 1250000, 2019: 250000}, "Transport": {2018: 300000, 2019: 300000, 2020: 300000}},
        ("basis",),
    ),
    Habit(
        "savings agreed before, and a gap at the end",
        """\
Ref|Saving|2018/19 £000|2019/20 £000
Savings previously agreed in February 2017|||
P1|Roads|100|50
P2|Transport|30|0
Subtotal||130|50
New proposals|||
N1|Waste|80|0
N2|Parks|20|10
Subtotal||100|10
Total savings||230|60
Budget gap||300|400
Remaining gap||70|340""",
        {"Waste": {2018: 80000}, "Parks": {2018: 20000, 2019: 10000}},
        ("agreed",),
    ),
    Habit(
        "a low and a high estimate",
        """\
Option|Low £000|High £000|2020/21 £000
Close depot|10|20|15
Merge teams|5|30|20""",
        {"Close depot": {2020: 15000}, "Merge teams": {2020: 20000}},
        ("column:high £000", "column:low £000"),
    ),
    Habit(
        "years by their end, units in the cells",
        """\
Savings
Title|FY26|FY27|FY28
Parks|£40k|£0k|£0k
Waste|£100k|£20k|£0k""",
        {"Parks": {2025: 40000}, "Waste": {2025: 100000, 2026: 20000}},
        ("fy",),
    ),
    Habit(
        "savings and growth each over three years",
        """\
|||Saving|||Growth||
Ref|Service|Title|2026/27|2027/28|2028/29|2026/27|2027/28|2028/29
|||£000|£000|£000|£000|£000|£000
A|Parks|Mowing|40|0|10|||
B|Waste|New lorry||||25|0|0
C|Waste|Routes|100|20|0|||
|Total||140|20|10|25|0|0""",
        {
            "Mowing": {2026: 40000, 2028: 10000},
            "New lorry": {2026: -25000},
            "Routes": {2026: 100000, 2027: 20000},
        },
        (),
    ),
    Habit(
        "a change on the year before, cumulative columns between",
        """\
Financial Plan Changes - 2006/07 Budget
All in £k
|||Memo: 05/06 Change on 04/05|06/07 year on year change from 05/06|07/08 year on year change from 06/07|Cumulative movement from 06/07 to end 07/08|08/09 year on year change from 07/08|Cumulative movement on 06/07 to end 08/09
Savings - all services
RCC 40|Corporate Support|Elections saving|0|-10|-160|-170|-20|-190
PTE22a|Waste Management|Recycling contract|0|-30|-80|-110|-80|-190
PTE 40|Waste Management|Landfill routes|-180|-180|-184|-364|-188|-552
Total|||-180|-220|-424|-644|-288|-932""",
        {
            "Elections saving": {2006: 10000, 2007: 160000, 2008: 20000},
            "Recycling contract": {2006: 30000, 2007: 80000, 2008: 80000},
            "Landfill routes": {2005: 180000, 2006: 180000, 2007: 184000, 2008: 188000},
        },
        (),
    ),
    Habit(
        "a tracker with projections",
        """\
Savings tracker (2023/24 - 2027/28)
MTFS Savings Ref|Cabinet Decision Date|Saving proposal|Description|2023/24 £'000s|2023/24 Projected Full Year Savings £'000s|2023/24 Savings (surplus)/shortfall £'000s|RAG Status (Delivery of 2023/24 Saving)|Comment on Delivery
Adults, Health & Communities
AS101|7-Feb-23|Fast Track Financial Assessments|Improve financial assessments|200|140|60|Amber|On track
20/25-AS04|12-Feb-19|Borough Learning Disability Partnership|Joint working|1,540|1,540|0|Green|Done
Total: Adults, Health & Communities||||1,740|1,680|60||""",
        {
            "Fast Track Financial Assessments": {2023: 200000},
            "Borough Learning Disability Partnership": {2023: 1540000},
        },
        (),
    ),
    Habit(
        "directorates in capitals, a shortfall at the end",
        """\
Appendix 4: MTFP(10) Savings 2020/21 - 2023/24
Reference|Saving Title & Description|2020/21|2021/22|2022/23|2023/24|Total
||£|£|£|£|£
ADULT AND HEALTH SERVICES
AHS1|Review of charging|250,000|0|0|0|250,000
AHS2|Staff turnover|100,000|50,000|0|0|150,000
|TOTAL AHS|350,000|50,000|0|0|400,000
CHILDREN AND YOUNG PEOPLE'S SERVICES
CYPS1|Home to school transport|0|300,000|0|0|300,000
|TOTAL CYPS|0|300,000|0|0|300,000
|TOTAL SAVINGS PROPOSALS|350,000|350,000|0|0|700,000
|MTFP SAVINGS SHORTFALL|1,200,000|800,000|900,000|500,000|3,400,000""",
        {
            "Review of charging": {2020: 250000},
            "Staff turnover": {2020: 100000, 2021: 50000},
            "Home to school transport": {2021: 300000},
        },
        (),
    ),
    Habit(
        "in-year and full-year saving with a cost",
        """\
Proposal|In year saving 2022/23 £000|Full year saving £000|One-off costs £000|FTE|Rating
Close office|(50)|(100)|20|(2.0)|A
Merge teams|(30)|(30)|0|(1.5)|G
Total|(80)|(130)|20|(3.5)|""",
        {"Close office": {2022: 50000, 2023: 50000}, "Merge teams": {2022: 30000}},
        ("full-year",),
    ),
    Habit(
        "a total without a name",
        """\
Budget Implementation Plans 2015-16
Ref|Description|Portfolio Lead|Type of saving|Gross £000|Net £000|2015/16 Savings £000|FTE reduction|EIA
CYPF1|Early years|J Smith|Service reduction|5,000|4,000|-500|-12.5|EIA 101
CYPF2|Commissioning|A Jones|Efficiency|2,000|1,500|-120|0|EIA 102
||||7,000|5,500|-620|-12.5|""",
        {"Early years": {2015: 500000}, "Commissioning": {2015: 120000}},
        (),
    ),
    Habit(
        "subtotals behind the name of the directorate",
        """\
Directorate|Savings Ref|Savings Description|Type|2024/25 £m|2025/26 £m|2026/27 £m|Total £m
Adult Social Care|2024-25 ASC1|Reablement|Transformation|0.500|0.250|-|0.750
|2024-25 ASC2|Direct payments|Efficiency|0.100|-|-|0.100
Adult Social Care Total||||0.600|0.250|-|0.850
Resources|2024-25 RES1|Legal fees|Income|0.050|0.050|0.050|0.150
Resources Total||||0.050|0.050|0.050|0.150
Grand Total||||0.650|0.300|0.050|1.000""",
        {
            "Reablement": {2024: 500000, 2025: 250000},
            "Direct payments": {2024: 100000},
            "Legal fees": {2024: 50000, 2025: 50000, 2026: 50000},
        },
        (),
    ),
    Habit(
        "Y/N columns and units below the headings",
        """\
Ref.|Description of saving|17/18|18/19|Total|Report|Key Decision|Public Consultation|Staff Consultation
||£'000|£'000|£'000|Y/N|Y/N|Y/N|Y/N
A: Smarter & deeper integration of social care & health
A19|Workforce productivity|100|400|500|N|N|N|Y
A20|Reducing costs of staff management|100|0|100|Y|Y|N|Y
B: Supporting people
B3|Reduction in VCS|0|250|250|N|N|N|N
||200|650|850||||""",
        {
            "Workforce productivity": {2017: 100000, 2018: 400000},
            "Reducing costs of staff management": {2017: 100000},
            "Reduction in VCS": {2018: 250000},
        },
        (),
    ),
    Habit(
        "efficiencies in brackets",
        """\
Medium Term Financial Strategy 2024/25 - 2028/29
Efficiency|2024/25 £m|2025/26 £m|2026/27 £m|2027/28 £m|2028/29 £m|Total £m|RAG
Net Pressure|Description|||||||
Practice improvements|(3.2)|(2.0)|0.0|0.0|0.0|(5.2)|Amber
Strategic shift|(1.1)|(1.5)|(0.5)|(0.5)|(0.5)|(4.1)|Red
Total Efficiencies|(4.3)|(3.5)|(0.5)|(0.5)|(0.5)|(9.3)|""",
        {
            "Practice improvements": {2024: 3200000, 2025: 2000000},
            "Strategic shift": {2024: 1100000, 2025: 1500000, 2026: 500000, 2027: 500000, 2028: 500000},
        },
        (),
    ),
    Habit(
        "numbered items and a note below",
        """\
Budget savings 2010/11 to 2012/13
Item|2010/11 £|2011/12 £|2012/13 £
1. Reduce opening hours|12,500|25,000|25,000
2. Freeze vacancies|40,000|40,000|40,000
3. Print unit closure (see note a)|8,250|16,500|16,500
TOTAL|60,750|81,500|81,500
(a) Subject to consultation with staff, costs of £5,000 in the first year.""",
        {
            "1. Reduce opening hours": {2010: 12500, 2011: 12500},
            "2. Freeze vacancies": {2010: 40000},
            "3. Print unit closure (see note a)": {2010: 8250, 2011: 8250},
        },
        ("basis",),
    ),
    Habit(
        "calendar years",
        """\
Savings plan
Title|2026|2027|2028
Parks £k|40|0|0
Waste £k|10|5|0""",
        {"Parks £k": {2026: 40000}, "Waste £k": {2026: 10000, 2027: 5000}},
        ("calendar-year", "unit"),
    ),
    Habit(
        "dates of implementation",
        """\
Savings 2021/22
No.|Proposal|Implementation date|Saving £|Confidence
1|Fleet|01/04/2021|12,000|High
2|Energy|01/10/2021|45,500|Medium
3|Phones|01/07/2021|3,250|Low
||Total|60,750|""",
        {"Fleet": {2021: 12000}, "Energy": {2021: 45500}, "Phones": {2021: 3250}},
        (),
    ),
    Habit(
        "savings and growth told apart by a column",
        """\
Schedule of budget changes 2016/17
Service|Category|Description|£000
Parks|Saving|Mowing|(40)
Parks|Growth|New play area|15
Waste|Saving|Routes|(120)
Waste|Pressure|Contract inflation|60
Legal|Income|Fees|(10)
Total|||(95)""",
        {
            "Mowing": {2016: 40000},
            "New play area": {2016: -15000},
            "Routes": {2016: 120000},
            "Contract inflation": {2016: -60000},
            "Fees": {2016: 10000},
        },
        (),
    ),
    Habit(
        "two tables in one sheet",
        """\
Adults savings 2020/21
Ref|Title|2020/21 £000
A1|Care packages|100
A2|Day services|50
|Total|150

Children savings 2020/21
Ref|Title|2020/21 £000
C1|Fostering|80
C2|Transport|20
|Total|100""",
        {
            "Care packages": {2020: 100000},
            "Day services": {2020: 50000},
            "Fostering": {2020: 80000},
            "Transport": {2020: 20000},
        },
        (),
    ),
    Habit(
        "a summary above the detail",
        """\
Savings summary 2020/21
Directorate|2020/21 £000|2021/22 £000
Adults|150|20
Children|100|0
Total|250|20
Detailed savings proposals
Ref|Directorate|Title|2020/21 £000|2021/22 £000
A1|Adults|Care packages|100|20
A2|Adults|Day services|50|0
C1|Children|Fostering|80|0
C2|Children|Transport|20|0
||Total|250|20""",
        {
            "Care packages": {2020: 100000, 2021: 20000},
            "Day services": {2020: 50000},
            "Fostering": {2020: 80000},
            "Transport": {2020: 20000},
        },
        (),
    ),
)

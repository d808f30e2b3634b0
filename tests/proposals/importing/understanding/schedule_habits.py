"""How councils print schedules and trackers of savings, at the length of a page: a table for each habit."""

from tests.proposals.importing.understanding.habits import Habit

SCHEDULE_HABITS = (
    Habit(
        "years and units over the figures alone",
        """\
CHALLENGE MEETINGS: BUDGET PROPOSALS
Meeting of 9 January 2006
||2006/07|2007/08|2008/09|
||£000|£000|£000|
SAVINGS PROPOSALS|||||
Post and Print|PP2 Fewer colour copiers|-6|-12|-12|
|PP3 Leased lines|-15|-15|-15|
|PP4 Shared franking|-4|-3|-3|
Cash Office|C1 Two counters fewer|-57|-60|-61|NOTE 1
|C2 Bills by email|-2|-2|-2|
Harbour|H3 Mooring fees|-20|-20|-21|
||-104|-112|-114|
GROWTH PROPOSALS|||||
Street Wardens|Weekend patrols|27|50|50|
Health|Emergency rota|14|14|14|
|Safer headstones|42|42|42|NOTE 2
||83|106|106|""",
        {
            "PP2 Fewer colour copiers": {2006: 6000, 2007: 6000},
            "PP3 Leased lines": {2006: 15000},
            "PP4 Shared franking": {2006: 4000, 2007: -1000},
            "C1 Two counters fewer": {2006: 57000, 2007: 3000, 2008: 1000},
            "C2 Bills by email": {2006: 2000},
            "H3 Mooring fees": {2006: 20000, 2008: 1000},
            "Weekend patrols": {2006: -27000, 2007: -23000},
            "Emergency rota": {2006: -14000},
            "Safer headstones": {2006: -42000},
        },
        ("basis",),
    ),
    Habit(
        "references with strokes and blanks",
        """\
Appendix 4A New savings proposals
Saving No.|Directorate|Proposal Title|2020-21 £'000|2021-22 £'000|2022-23 £'000|Total £'000|Income / Reduction
SAV / ADU 001 / 20-21|Adults & Community|Evening sessions|(200)|(150)|-|(350)|Reduction
SAV / CUL 002 / 20-21|Culture|Swimming fees|(50)|-|-|(50)|Income
SAV / ALL 001 / 20-21|Cross-directorate|Slower recruitment|(500)|(500)|(500)|(1,500)|Reduction
Total|||(750)|(650)|(500)|(1,900)|""",
        {
            "Evening sessions": {2020: 200000, 2021: 150000},
            "Swimming fees": {2020: 50000},
            "Slower recruitment": {2020: 500000, 2021: 500000, 2022: 500000},
        },
        (),
    ),
    Habit(
        "states of delivery that come to the target",
        """\
Savings tracker as at 31 December 2019
Ref|Directorate|Saving|2019/20 Target £m|Delivered £m|On track £m|At risk £m|Undeliverable £m
ASC03|Adults|Reablement|3.200|1.800|0.900|0.300|0.200
ASC07|Adults|Direct payments clawback|0.500|0.500|0.000|0.000|0.000
NEI02|Neighbourhoods|Parking fees|0.850|0.400|0.250|0.000|0.200
Total|||4.550|2.700|1.150|0.300|0.400""",
        {
            "Reablement": {2019: 3200000},
            "Direct payments clawback": {2019: 500000},
            "Parking fees": {2019: 850000},
        },
        (),
    ),
    Habit(
        "an amount that is not known yet, and a range",
        """\
Options for savings 2026/27
Option|Lead|Saving (£000)|Comments
Merge two day centres|AD Adults|TBC|Being costed
Reduce fleet by 4 vans|AD Place|50-75|Depends on the lease
Raise permit price|AD Place|120|""",
        {
            "Merge two day centres": {},
            "Reduce fleet by 4 vans": {},
            "Raise permit price": {2026: 120000},
        },
        ("cut-short", "figure:Reduce fleet by 4 vans:Saving (£000)"),
    ),
    Habit(
        "titles that begin in words and name amounts",
        """\
Savings proposals 2022/23
Ref|Description|2022/23|2023/24
R01|Reduce grant to arts trust from £250,000 to £200,000|£50,000|£0
R02|Increase garden waste charge to £45 (currently £40)|£110,000|£15,000
R03|Delete 2.5 FTE posts in planning policy|£98,000|£12,500
||£258,000|£27,500""",
        {
            "Reduce grant to arts trust from £250,000 to £200,000": {2022: 50000},
            "Increase garden waste charge to £45 (currently £40)": {2022: 110000, 2023: 15000},
            "Delete 2.5 FTE posts in planning policy": {2022: 98000, 2023: 12500},
        },
        (),
    ),
    Habit(
        "an export of a pivot table",
        """\
Row Labels|Sum of 2016/17|Sum of 2017/18|Sum of 2018/19
Adult Social Care|1250|300|0
Care package reviews|1000|300|0
Transport policy|250|0|0
Environment|90|60|30
Green waste|60|60|30
Graffiti team|30|0|0
(blank)||
Grand Total|1340|360|30""",
        {
            "Care package reviews": {2016: 1000000, 2017: 300000},
            "Transport policy": {2016: 250000},
            "Green waste": {2016: 60000, 2017: 60000, 2018: 30000},
            "Graffiti team": {2016: 30000},
        },
        ("unit",),
    ),
    Habit(
        "notes below, one of which names an amount",
        """\
Table 5: Proposed Savings
Ref|Proposal|23/24 £000|24/25 £000|25/26 £000
CS1|Review of ICT contracts*|(120)|(80)|-
CS2|Members' ICT refresh deferred**|(25)|25|-
CS3|Council tax single person discount review|(60)|-|-
Total||(205)|(55)|-
* subject to procurement
** the refresh moves to 2024/25
Note: figures exclude inflation of £1.2m in 2023/24.""",
        {
            "Review of ICT contracts*": {2023: 120000, 2024: 80000},
            "Council tax single person discount review": {2023: 60000},
        },
        ("withdrawn",),
    ),
    Habit(
        "themes one of which is a word of growth",
        """\
Lobby draft: savings options
Theme|Option|16/17|17/18|18/19
Commercial|Advertising on roundabouts|(£25k)|(£25k)|-
Commercial|Film office|(£10k)|-|-
Demand|Telecare offer|(£1.2m)|(£0.6m)|(£0.6m)
Demand|Family hubs|nil|(£300k)|(£150k)""",
        {
            "Advertising on roundabouts": {2016: 25000, 2017: 25000},
            "Film office": {2016: 10000},
            "Telecare offer": {2016: 1200000, 2017: 600000, 2018: 600000},
            "Family hubs": {2017: 300000, 2018: 150000},
        },
        (),
    ),
    Habit(
        "approved amount, proposed change and revised amount of each year",
        """\
Changes to approved savings £000
Ref|Saving|2023/24 Approved|2023/24 Change|2023/24 Revised|2024/25 Approved|2024/25 Change|2024/25 Revised
Q1|Bus passes|60|-15|45|20|15|35
Q2|CCTV room|30|0|30|0|0|0
Total||90|-15|75|20|15|35""",
        {
            "Bus passes": {2023: 60000, 2024: 20000},
            "CCTV room": {2023: 30000},
        },
        ("amount-columns",),
    ),
    Habit(
        "years from April to March",
        """\
Savings programme
Ref|Initiative|Apr 2015 - Mar 2016 £|Apr 2016 - Mar 2017 £|Total £
I1|Agile working|100,000|50,000|150,000
I2|Postal savings|10,000|0|10,000
Total||110,000|50,000|160,000""",
        {
            "Agile working": {2015: 100000, 2016: 50000},
            "Postal savings": {2015: 10000},
        },
        (),
    ),
    Habit(
        "budget, reduction and revised budget",
        """\
In-year budget reductions 2010/11
Service|Budget 2010/11 £|Reduction £|Revised budget 2010/11 £|Comment
Connexions|1,200,000|180,000|1,020,000|Grant cut
Road safety grant|640,000|160,000|480,000|Grant cut
Play|75,000|25,000|50,000|Scheme ends
Total|1,915,000|365,000|1,550,000|""",
        {
            "Connexions": {2010: 180000},
            "Road safety grant": {2010: 160000},
            "Play": {2010: 25000},
        },
        (),
    ),
    Habit(
        "a summary and the detail below it",
        """\
Table 1: Savings by directorate 2017/18 - 2019/20
Directorate|2017/18 £m|2018/19 £m|2019/20 £m|Total £m
Adults|1.5|0.5|0.0|2.0
Place|0.4|0.2|0.1|0.7
Total|1.9|0.7|0.1|2.7
Table 2: Detailed savings
Ref|Directorate|Proposal|2017/18 £m|2018/19 £m|2019/20 £m|Total £m
A1|Adults|Packages|1.0|0.5|0.0|1.5
A2|Adults|Staffing|0.5|0.0|0.0|0.5
P1|Place|Waste|0.4|0.0|0.0|0.4
P2|Place|Parking|0.0|0.2|0.1|0.3
Total|||1.9|0.7|0.1|2.7""",
        {
            "Packages": {2017: 1000000, 2018: 500000},
            "Staffing": {2017: 500000},
            "Waste": {2017: 400000},
            "Parking": {2018: 200000, 2019: 100000},
        },
        (),
    ),
    Habit(
        "numbered reviews without a known heading",
        """\
Service review outcomes 2016-17 (£000)
Ref|Review|Saving
1|Housing options|
1.1|Prevention team replaces night shelter grant|60
1.2|Shared lettings service|25
2|Environmental health|
2.1|Food inspections bought in|30
|Total|115""",
        {
            "Prevention team replaces night shelter grant": {2016: 60000},
            "Shared lettings service": {2016: 25000},
            "Food inspections bought in": {2016: 30000},
        },
        (),
    ),
    Habit(
        "growth and savings in columns of which each row has one",
        """\
2006/07 Budget: variations from 2005/06
Ref|Item|Unavoidable growth £|Service improvements £|Efficiency savings £|Other reductions £
1|Refuse contract inflation|88,000|||
2|Planning delivery grant post||32,000||
3|Telephone tariffs|||(14,500)|
4|Cease winter fair||||(6,000)
Total||88,000|32,000|(14,500)|(6,000)""",
        {
            "Refuse contract inflation": {2006: -88000},
            "Planning delivery grant post": {2006: -32000},
            "Telephone tariffs": {2006: 14500},
            "Cease winter fair": {2006: 6000},
        },
        ("amount-columns",),
    ),
    Habit(
        "a table for each committee with base budgets",
        """\
Adults and Health Committee
Ref|Budget area|Saving|2020/21 budget £000|2021/22 saving £000|2022/23 saving £000|Saving as % of budget
AH1|Mental health|Review of placements|12,450|(400)|(200)|4.8%
AH2|Public health|Contract prices|8,900|(150)|0|1.7%
Committee total|||21,350|(550)|(200)|3.5%
Children's Services Committee
Ref|Budget area|Saving|2020/21 budget £000|2021/22 saving £000|2022/23 saving £000|Saving as % of budget
CS1|Fostering|In-house carers|6,200|(250)|(250)|8.1%
CS2|Transport|Route planning|5,100|(90)|(30)|2.4%
Committee total|||11,300|(340)|(280)|5.5%""",
        {
            "Review of placements": {2021: 400000, 2022: 200000},
            "Contract prices": {2021: 150000},
            "In-house carers": {2021: 250000, 2022: 250000},
            "Route planning": {2021: 90000, 2022: 30000},
        },
        (),
    ),
    Habit(
        "gains of which a part is cashable",
        """\
Annual Efficiency Statement 2006/07 forward look
Efficiency|Category|Annual efficiency gain £|of which cashable £|Quality crosscheck met
Shared procurement hub|Procurement|120,000|120,000|Yes
Mobile working for inspectors|Productive time|64,000|20,000|Yes
E-planning|Transactional services|15,500|0|Yes
Total||199,500|140,000|""",
        {
            "Shared procurement hub": {2006: 120000},
            "Mobile working for inspectors": {2006: 64000},
            "E-planning": {2006: 15500},
        },
        (),
    ),
    Habit(
        "reduced spending and increased income",
        """\
Savings proposals 2014-15
Ref|Proposal|Reduced expenditure £|Increased income £|Total saving £
1|Markets review|20,000|15,000|35,000
2|Cemetery fees|0|42,000|42,000
3|Mail contract|9,500|0|9,500
Total||29,500|57,000|86,500""",
        {
            "Markets review": {2014: 35000},
            "Cemetery fees": {2014: 42000},
            "Mail contract": {2014: 9500},
        },
        (),
    ),
    Habit(
        "capital cost, payback and ranking",
        """\
Invest to save bids 2016/17
Bid|Capital cost £|Annual saving £|Payback (years)|Ranking
LED car park lighting|60,000|15,000|4.0|1
Booking system|24,000|12,000|2.0|2
Boiler replacement|90,000|9,000|10.0|3""",
        {
            "LED car park lighting": {2016: 15000},
            "Booking system": {2016: 12000},
            "Boiler replacement": {2016: 9000},
        },
        (),
    ),
    Habit(
        "a scale in brackets",
        """\
Savings options for members 2011/12 to 2012/13
No.|Option|Saving 11/12|Saving 12/13|FTE|Statutory?|Public impact (1-5)|Notes
||£000|£000||||
1|Close one stop shop|30|60|3.0|N|4|Lease ends Sept 2011
2|Stop civic newspaper|28|28|0.5|N|2|
3|Reduce dog wardens|0|25|1.0|Y|3|After review""",
        {
            "Close one stop shop": {2011: 30000, 2012: 30000},
            "Stop civic newspaper": {2011: 28000},
            "Reduce dog wardens": {2012: 25000},
        },
        ("basis",),
    ),
    Habit(
        "totals by the status of the rows",
        """\
MTFS 2023/24 to 2025/26: savings
Status|Ref|Title|23/24 £000|24/25 £000|25/26 £000
Existing|A1|Energy|100|50|0
Existing|A2|Libraries|0|75|0
New|N1|Debt collection|60|0|0
New|N2|Leisure|0|0|200
Total existing|||100|125|0
Total new|||60|0|200
Total|||160|125|200""",
        {
            "Energy": {2023: 100000, 2024: 50000},
            "Libraries": {2024: 75000},
            "Debt collection": {2023: 60000},
            "Leisure": {2025: 200000},
        },
        (),
    ),
    Habit(
        "numbered years with savings and costs",
        """\
Business case summary
Scheme|Year 1 2019/20 saving £k|Year 1 2019/20 cost £k|Year 2 2020/21 saving £k|Year 2 2020/21 cost £k
Fostering campaign|80|40|160|20
Telematics|30|55|60|0
Total|110|95|220|20""",
        {
            "Fostering campaign": {2019: 80000, 2020: 80000},
            "Telematics": {2019: 30000, 2020: 30000},
        },
        ("basis",),
    ),
    Habit(
        "a list of what is not recommended",
        """\
Savings considered but not recommended 2012/13
Option|£|Reason not recommended
Close museum|85,000|Lease commitment
Stop grants to advice bureau|140,000|Knock-on costs""",
        {},
        ("withdrawn",),
    ),
    Habit(
        "a running total and gaps below the total",
        """\
Savings 2013/14 - 2015/16
Item|2013/14 £m|2014/15 £m|2015/16 £m
Procurement|(1.5)|(2.0)|(1.0)
Workforce|(0.8)|(0.6)|-
Assets|(0.2)|(0.9)|(0.4)
Total savings|(2.5)|(3.5)|(1.4)
Cumulative savings|(2.5)|(6.0)|(7.4)
Budget gap|3.0|7.2|9.9
Remaining gap|0.5|1.2|2.5""",
        {
            "Procurement": {2013: 1500000, 2014: 2000000, 2015: 1000000},
            "Workforce": {2013: 800000, 2014: 600000},
            "Assets": {2013: 200000, 2014: 900000, 2015: 400000},
        },
        (),
    ),
    Habit(
        "amounts that look like years",
        """\
Savings 2019/20 to 2020/21 £000
Ref|Proposal|2019/20|2020/21
Adults|||
A1|Packages|1950|2010
A2|Staffing|50|10
Total||2000|2020
Place|||
P1|Waste|1999|2001
P2|Total fleet review|1|2024
Total||2000|4025
Grand total||4000|6045""",
        {
            "Packages": {2019: 1950000, 2020: 60000},
            "Staffing": {2019: 50000, 2020: -40000},
            "Waste": {2019: 1999000, 2020: 2000},
            "Total fleet review": {2019: 1000, 2020: 2023000},
        },
        ("basis",),
    ),
    Habit(
        "one column of amounts that look like years",
        """\
Savings 2019/20
Service|Saving £000
Packages|1950
Total Adults|1950
Waste|2010
Fees|15
Total Place|2025
Total|3975""",
        {
            "Packages": {2019: 1950000},
            "Waste": {2019: 2010000},
            "Fees": {2019: 15000},
        },
        (),
    ),
    Habit(
        "references of letters, strokes and years",
        """\
Savings 2015/16
Reference|Saving title|Lead|2015/16 £000|2016/17 £000
CF 12 / ADULTS / 2014|Day centre lunches|AD|12|0
CF 13 / PLACE / 2014|Winter gritting routes|AD|30|15
CF 14 / PLACE / 2014|Allotment rents|AD|5|5""",
        {
            "Day centre lunches": {2015: 12000},
            "Winter gritting routes": {2015: 30000, 2016: 15000},
            "Allotment rents": {2015: 5000, 2016: 5000},
        },
        (),
    ),
    Habit(
        "states of delivery that come to the plan",
        """\
Delivery of savings 2024/25 £000
Ref|Saving|Planned|Blue|Green|Amber|Red
D1|Night shelter contract|90|20|40|30|0
D2|Legal case system|25|0|25|0|0
D3|Fleet telematics|60|10|0|20|30
Total||175|30|65|50|30""",
        {
            "Night shelter contract": {2024: 90000},
            "Legal case system": {2024: 25000},
            "Fleet telematics": {2024: 60000},
        },
        (),
    ),
    Habit(
        "a theme that is a word of growth",
        """\
Savings proposals 2019/20 (£000)
Ref|Theme|Saving|2019/20|2020/21
T1|Demography|Fewer residential placements|(60)|(40)
T2|Income|Bus lane enforcement|(90)|0
T3|Inflation|Hold contract prices|(35)|(35)""",
        {
            "Fewer residential placements": {2019: 60000, 2020: 40000},
            "Bus lane enforcement": {2019: 90000},
            "Hold contract prices": {2019: 35000, 2020: 35000},
        },
        (),
    ),
    Habit(
        "financial years from month to month",
        """\
Efficiencies
Item|Apr 09 to Mar 10 £|April 2010 - March 2011 £
Reprint fewer forms|4,000|1,500
Share a depot|0|62,000""",
        {
            "Reprint fewer forms": {2009: 4000, 2010: 1500},
            "Share a depot": {2010: 62000},
        },
        (),
    ),
    Habit(
        "rejected proposals below the others",
        """\
Savings options 2013/14
Option|£000
Proposed savings|
Merge two depots|45
Longer cremation slots|15
Rejected savings proposals|
Close the paddling pool|12
End the taxi card|80""",
        {
            "Merge two depots": {2013: 45000},
            "Longer cremation slots": {2013: 15000},
        },
        ("withdrawn",),
    ),
    Habit(
        "totals by the words of a column that is no group",
        """\
Savings 2022/23 £000
Ref|Saving|Status|2022/23
R1|Room bookings|Red|40
R2|Verge cutting|Amber|25
R3|Blue badge checks|Amber|15
R4|Print room|Green|20
|Total red||40
|Total amber||40
|Total green||20
|Total||100""",
        {
            "Room bookings": {2022: 40000},
            "Verge cutting": {2022: 25000},
            "Blue badge checks": {2022: 15000},
            "Print room": {2022: 20000},
        },
        (),
    ),
    Habit(
        "an amount and what of it is one-off",
        """\
Budget savings 2020/21
Ref|Saving|2020/21 £000|of which one-off £000|2021/22 £000
B1|Street naming fees|20|5|0
B2|Park and ride fares|110|0|30
Total||130|5|30""",
        {
            "Street naming fees": {2020: 20000},
            "Park and ride fares": {2020: 110000, 2021: 30000},
        },
        (),
    ),
    Habit(
        "titles that name amounts and prices",
        """\
Fees and charges 2018/19
Proposal|Directorate|Saving £
Raise permit from £50 to £60|Place|14,000
Cut grant of £20,000 by £5,000|People|5,000
Reduce 3 car allowances (£1,200 each)|Core|3,600""",
        {
            "Raise permit from £50 to £60": {2018: 14000},
            "Cut grant of £20,000 by £5,000": {2018: 5000},
            "Reduce 3 car allowances (£1,200 each)": {2018: 3600},
        },
        (),
    ),
    Habit(
        "budget, cut and budget left",
        """\
Budget cuts 2011/12
Budget|Original budget £000|Cut £000|Revised budget £000
Arts grants|210|60|150
Subsidised buses|900|250|650
Total|1,110|310|800""",
        {
            "Arts grants": {2011: 60000},
            "Subsidised buses": {2011: 250000},
        },
        (),
    ),
    Habit(
        "benefits with a cost in numbered years",
        """\
Business cases
Case|Year 1 2021/22 benefit £k|Year 1 2021/22 costs £k|Year 2 2022/23 benefit £k|Year 2 2022/23 costs £k
Digital post room|20|35|45|0
Lease of floor two|150|10|0|0""",
        {
            "Digital post room": {2021: 20000, 2022: 45000},
            "Lease of floor two": {2021: 150000},
        },
        ("table",),
    ),
    Habit(
        "an unknown heading between known ones, groups first",
        """\
Service plan savings 2012/13 (£000)
Ref|Workpiece|Saving
1|Housing|
1.1|Void repairs in house|40
1.2|Caretaker rota|15
2|Markets|
2.1|Stall rents|10
|Total|65""",
        {
            "Void repairs in house": {2012: 40000},
            "Caretaker rota": {2012: 15000},
            "Stall rents": {2012: 10000},
        },
        (),
    ),
    Habit(
        "notes below as long as titles",
        """\
Savings
Ref|Proposal|2020/21 £000
N1|Taxi contracts|40
N2|Hall hire|15
N3|Rangers|20
1. Figures are before inflation
2. Taxi contracts are being let again in the summer and may change
3. Hall hire follows the review of last year
4. Rangers are subject to consultation with the parish councils""",
        {
            "Taxi contracts": {2020: 40000},
            "Hall hire": {2020: 15000},
            "Rangers": {2020: 20000},
        },
        (),
    ),
    Habit(
        "a price, a payback and a scale",
        """\
Invest to save 2017/18
Scheme|Annual saving £|Payback (years)|Fit with priorities (1-5)
Lamp heads|30,000|6.5|4
Boiler controls|12,000|2.0|5""",
        {
            "Lamp heads": {2017: 30000},
            "Boiler controls": {2017: 12000},
        },
        (),
    ),
    Habit(
        "a running total below the total",
        """\
Plan savings £000
Item|2010/11|2011/12|2012/13
Shared post room|20|10|0
Fewer agency drivers|50|25|25
Total savings|70|35|25
Cumulative savings|70|105|130""",
        {
            "Shared post room": {2010: 20000, 2011: 10000},
            "Fewer agency drivers": {2010: 50000, 2011: 25000, 2012: 25000},
        },
        (),
    ),
    Habit(
        "changes from the year before in the title",
        """\
2009/10 savings: variations from 2008/09
Item|Service|£
Stop the summer brochure|Tourism|9,500
Insurance tender|Finance|31,000""",
        {
            "Stop the summer brochure": {2009: 9500},
            "Insurance tender": {2009: 31000},
        },
        (),
    ),
    Habit(
        "sums above their rows, one column further in",
        """\
Savings||2014/15|2015/16
||£000|£000
Adults||90|10
|Telecare charge|60|10
|Respite beds|30|0
Place||45|5
|Lamp columns|40|5
|Bowling greens|5|0
Total||135|15""",
        {
            "Telecare charge": {2014: 60000, 2015: 10000},
            "Respite beds": {2014: 30000},
            "Lamp columns": {2014: 40000, 2015: 5000},
            "Bowling greens": {2014: 5000},
        },
        (),
    ),
)

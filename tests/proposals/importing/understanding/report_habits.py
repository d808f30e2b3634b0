"""How councils printed savings in reports from 2002 on: a table for each habit; all wording is invented."""

from tests.proposals.importing.understanding.habits import Habit

REPORT_HABITS = (
    Habit(
        "items that are still to be reviewed, and remarks beside them",
        """\
CHALLENGE MEETINGS AND OTHER BUDGET PROPOSALS
|||2006/07|2007/08|2008/09|
|||£000|£000|£000|
SAVINGS PROPOSALS||||||
Computing|IS2 Fewer copiers||-6|-12|-12|
Revenues|R1 Team review||-57|-60|-61|NOTE 1
Leisure|L3 Mossside pitches||-40|||
Property|PR1 Switchboard|||-18|-18|
|||-103|-90|-91|
GROWTH PROPOSALS||||||
Works|Better enforcement|Cabinet Min 99|+27|+50|+50|
|Headstone safety|Cabinet 17/1/06|+42|+42|+42|NOTE 2
|Burial review group|Cabinet 17/1/06||||
Human Resources|HR7 Training bids|||||NOTE 3
Leisure|L3 Mossside pitches (to be confirmed)||To be reviewed|+70|+70|""",
        {
            "IS2 Fewer copiers": {2006: 6000, 2007: 6000},
            "R1 Team review": {2006: 57000, 2007: 3000, 2008: 1000},
            "L3 Mossside pitches": {2006: 40000, 2007: -40000},
            "PR1 Switchboard": {2007: 18000},
            "Better enforcement": {2006: -27000, 2007: -23000},
            "Headstone safety": {2006: -42000},
            "Burial review group": {},
            "HR7 Training bids": {},
            "L3 Mossside pitches (to be confirmed)": {2007: -70000},
        },
        ("basis", "missing-subtotal", "no-figures"),
        needs_cells=True,
    ),
    Habit(
        "what was approved, effected and is still to be achieved",
        """\
STATEMENT OF THE SAVINGS POSITION
APPROVED SAVINGS INCLUDED IN 3 YEAR REVENUE BUDGET||||
||2009/10|2010/11|2011/12
||£000|£000|£000
TOTAL APPROVED SAVINGS (Budget Council 04 March 2009)||-1,152.0|-869.4|-1,207.2
SAVINGS EFFECTED IN BASE BUDGET||-888.0|-567.2|-900.2
SAVINGS APPROVED BY MEMBERS TO DATE||||
PERSONNEL COMMITTEE 26 MARCH 09 : Policy team changes||-30.0|-22.2|-23.0
|Sub-Total|-918.0|-589.4|-923.2
SAVINGS STILL TO BE ACHIEVED||-234.0|-280.0|-284.0
SAVINGS STILL TO BE CONFIRMED / SUBJECT TO MEMBER APPROVAL||||
Top team changes||-50.0|-50.0|-50.0
Corporate Strategy||||
Press and marketing review||-41.0|-61.0|-61.0
Cultural Services||||
Sports centre running costs||-119.0|-120.8|-122.6
Less support for festival events||-24.0|-48.2|-50.4
|Sub-Total|-234.0|-280.0|-284.0
Cabinet Reports -6th October 2009||||
Team changes||+0.0|+290.0|+300.0
SAVINGS APPROVED 04 MARCH 2009 STILL TO BE ACHIEVED||-234.0|10.0|16.0""",
        {
            "PERSONNEL COMMITTEE 26 MARCH 09 : Policy team changes": {2009: 30000, 2010: -7800, 2011: 800},
            "Top team changes": {2009: 50000},
            "Press and marketing review": {2009: 41000, 2010: 20000},
            "Sports centre running costs": {2009: 119000, 2010: 1800, 2011: 1800},
            "Less support for festival events": {2009: 24000, 2010: 24200, 2011: 2200},
            "Team changes": {2010: -290000, 2011: -10000},
        },
        ("agreed", "basis", "contrary", "missing-subtotal"),
        needs_cells=True,
    ),
    Habit(
        "posts that are deleted are no proposals withdrawn",
        """\
SUMMARY OF SERVICE EFFICIENCIES AND SAVINGS
Directorate: Customer and Support Services.
Reference|Proposal|2010-11|2011-12
||£000|£000
A1|Overtime in the post room|103|103
F3|Higher income|105|90
I4|Later roll-out of desktops|157|0
CSS1|Vacancies and deleted posts across the directorate|305|305
CSS2|Clerk post deleted in Legal|43|43
Total||713|541""",
        {
            "Overtime in the post room": {2010: 103000},
            "Higher income": {2010: 105000, 2011: -15000},
            "Later roll-out of desktops": {2010: 157000, 2011: -157000},
            "Vacancies and deleted posts across the directorate": {2010: 305000},
            "Clerk post deleted in Legal": {2010: 43000},
        },
        ("basis",),
    ),
    Habit(
        "halves of the years in two rows",
        """\
Service Planning 2002-03 to 2004-05 Appendix 4
|||2002|2003|2004
|||2003|2004|2005
|||£000|£000|£000
Social Services, Housing & Benefits|||||
Committed growth|||||
232|Social Services|Pension fund valuation|100|250|450
33|Children|Leaving care team|10|10|10
225|CCTV|Project overrun|24|0|0
|Total Committed growth||134|260|460
Efficiency savings - cash|||||
247|Various|Full year effect of last savings|-193|-193|-193
|Total Efficiency savings - cash||-193|-193|-193""",
        {
            "Pension fund valuation": {2002: -100000, 2003: -150000, 2004: -200000},
            "Leaving care team": {2002: -10000},
            "Project overrun": {2002: -24000, 2003: 24000},
            "Full year effect of last savings": {2002: 193000},
        },
        ("basis",),
        needs_cells=True,
    ),
    Habit(
        "posts behind the amounts, under one heading over their years",
        """\
Proposals for growth and redeployment of resources 2007/08 to 2009/10
|||||Staffing (FTEs)||
||2007/08|2008/09|2009/10|2007/08|2008/09|2009/10
||£'000|£'000|£'000|||
|Unavoidable pressures:||||||
1|Highways maintenance||||||
1.1|Lamp scheme - extra costs|400|-200|-|2|-1|-
1.2|Dearer term contract|110|-|-|-|-|-
|Total highways maintenance|510|-200|-|2|-1|-
2|Public transport||||||
2.1|Bus subsidies - dearer tenders|343|258|282|-|-|-
|Total public transport|343|258|282|-|-|-""",
        {
            "Lamp scheme - extra costs": {2007: -400000, 2008: 200000},
            "Dearer term contract": {2007: -110000},
            "Bus subsidies - dearer tenders": {2007: -343000, 2008: -258000, 2009: -282000},
        },
        (),
        needs_cells=True,
    ),
    Habit(
        "growth, a note, and headings again over the savings",
        """\
Adults
Proposals for growth and redeployment 2009/10 to 2011/12
Proposals are shown at outturn prices for the relevant year.
||2009/10|2010/11|2011/12|Link to strategy
||£'000|£'000|£'000|
|Growth proposals and unavoidable service pressures:||||
|Ageing and demand|9,895|8,613|7,353|c) 1.1
*|Change programme|588|(1,291)|146|a) 1.2
|Total increase|10,483|7,322|7,499|
*|This plus £3.6m funded by a grant makes the total increase £14m||||
||2009/10|2010/11|2011/12|Link to strategy
||£'000|£'000|£'000|
|Redeployment and savings proposals:||||
|Day service changes|(1,200)|(400)|-|c) 1.1
|Home care contracts|(2,500)|(1,000)|(800)|c) 2.1
|Total savings|(3,700)|(1,400)|(800)|""",
        {
            "Ageing and demand": {2009: -9895000, 2010: -8613000, 2011: -7353000},
            "Change programme": {2009: -588000, 2010: 1291000, 2011: -146000},
            "Day service changes": {2009: 1200000, 2010: 400000},
            "Home care contracts": {2009: 2500000, 2010: 1000000, 2011: 800000},
        },
        ("growth",),
        needs_cells=True,
    ),
    Habit(
        "a saving and what is left of the estimate for each year",
        """\
Savings Proposals
Date completed: 27/09/05
||2005/06||2006/07||
#|Possible cut or saving (inputs)|Saving|Revised Estimate|Saving|Estimate|Service impact
1|No new land officer|£13,000|£0|£13,000|£0|None known.
2|Less overtime in searches|£2,400|£92,280|£10,000|£84,680|Slower searches
3|Fewer law books|£0|£251,270|£7,000|£244,270|Minimal.
5|Charge parishes for advice|£0|£0|£10,000|(£10,000)|Better service
TOTAL SAVINGS IDENTIFIED||£15,400||£40,000||""",
        {
            "No new land officer": {2005: 13000},
            "Less overtime in searches": {2005: 2400, 2006: 7600},
            "Fewer law books": {2006: 7000},
            "Charge parishes for advice": {2006: 10000},
        },
        ("basis",),
        needs_cells=True,
    ),
    Habit(
        "headings in four rows down to the unit",
        """\
Savings Monitoring 2022/23
|2022/23|Gross|Impact of|Net
|Savings|Savings|In-Year|Savings
|Proposed|Achieved|Pressures|Unachieved
Service|£'000|£'000|£'000|£'000
Parks|2,674|2,495|(1,498)|1,677
Libraries|2,353|1,783|(387)|957
Total Savings|5,027|4,278|(1,885)|2,634""",
        {"Parks": {2022: 2674000}, "Libraries": {2022: 2353000}},
        ("column:impact of in-year pressures £'000", "column:net savings unachieved £'000"),
        needs_cells=True,
    ),
    Habit(
        "spending and savings of an amendment with remarks on most rows",
        """\
Revenue Budget Submission 2023/24: budget changes
Service|Budget Changes|Additional Spending|Savings|Rationale
||£,000|£,000|
Highways|Freeze car park charges|500|-350|Netting off £350k of the added cost
|Road and pothole fund|1,000|-330|Part grant funded
|Street lights off sooner||-30|Nine months sooner
Environment|Keep caddy liners|80||Liners only
|Outdoor gyms do not go on||-3|
Resources|Remove dear interims||-250|
Total||1,580|-963|""",
        {
            "Freeze car park charges": {2023: 350000},
            "Freeze car park charges: additional spending": {2023: -500000},
            "Road and pothole fund": {2023: 330000},
            "Road and pothole fund: additional spending": {2023: -1000000},
            "Street lights off sooner": {2023: 30000},
            "Keep caddy liners": {2023: -80000},
            "Outdoor gyms do not go on": {2023: 3000},
            "Remove dear interims": {2023: 250000},
        },
        (),
        needs_cells=True,
    ),
    Habit(
        "rows behind a subtotal, and a full-year effect that is to be announced",
        """\
Budget cuts: summary of the proposed figures
Service Area|Proposal|2011/12 anticipated saving (£k)|Full year effect (£k)
Management review|Fewer management posts by 36%|6,475|7,250
Communications|Less spend|1,250|1,250
Sub Total||7,725|8,500
Visitor desks|Closed from 31/3/2011.|175|200
Parks & gardens|Mow less often by 15%.|200|200
Chain Ferry|Passengers pay 50p per journey.|200|TBA""",
        {
            "Fewer management posts by 36%": {2011: 6475000, 2012: 775000},
            "Less spend": {2011: 1250000},
            "Closed from 31/3/2011.": {2011: 175000, 2012: 25000},
            "Mow less often by 15%.": {2011: 200000},
            "Passengers pay 50p per journey.": {2011: 200000},
        },
        ("full-year",),
        needs_cells=True,
    ),
    Habit(
        "the first group as the heading over the titles",
        """\
Community Learning|Estimated savings 2021/22 £000's|Full-time equivalent
Cut one community worker|30|1
Early Learning||
Vacant posts of an earlier decision|775|
Fees & Charges|75|
Primary Education||
Primary management review|200|4""",
        {
            "Cut one community worker": {2021: 30000},
            "Vacant posts of an earlier decision": {2021: 775000},
            "Fees & Charges": {2021: 75000},
            "Primary management review": {2021: 200000},
        },
        (),
        needs_cells=True,
    ),
    Habit(
        "years with a point",
        """\
Savings 2011.12 and 2012.13 £000
Proposal|2011.12|2012.13
Fewer vans|20|5
Hall hire|30|7
Total|50|12""",
        {"Fewer vans": {2011: 20000, 2012: 5000}, "Hall hire": {2011: 30000, 2012: 7000}},
        (),
    ),
    Habit(
        "years of four figures run together",
        """\
Savings £000
Proposal|0910|1011|1112
Fewer vans|20|5|1
Hall hire|30|7|2
Total|50|12|3""",
        {
            "Fewer vans": {2009: 20000, 2010: 5000, 2011: 1000},
            "Hall hire": {2009: 30000, 2010: 7000, 2011: 2000},
        },
        (),
        needs_cells=True,
    ),
    Habit(
        "ticks under the years",
        """\
Savings proposals
Ref|Proposal|Saving £000|2026/27|2027/28
A1|Fewer vans|120|✓|
A2|Hall hire|35||✓
A3|One post|12|✓|
Total||167||""",
        {"Fewer vans": {2026: 120000}, "Hall hire": {2027: 35000}, "One post": {2026: 12000}},
        (),
        needs_cells=True,
    ),
    Habit(
        "a cell in pounds among thousands",
        """\
Savings proposals £000
Ref|Proposal|2026/27|2027/28
A1|Fewer vans|120|
A2|Hall hire|£35,000|
A3|One post|12|4
A4|Bins|300|50""",
        {
            "Fewer vans": {2026: 120000},
            "Hall hire": {2026: 35000},
            "One post": {2026: 12000, 2027: 4000},
            "Bins": {2026: 300000, 2027: 50000},
        },
        ("unit-of-cells",),
    ),
    Habit(
        "savings of a year with the month in which each begins",
        """\
Savings proposals
Ref|Proposal|Annual saving £|Start date
A1|Fewer vans|120,000|1 October 2026
A2|Hall hire|30,000|April 2027
A3|One post|12,000|1 January 2027""",
        {"Fewer vans": {2027: 120000}, "Hall hire": {2027: 30000}, "One post": {2027: 12000}},
        ("part-year",),
    ),
)

"""How appendices of budget papers set out savings: a table for each habit; all wording is invented."""

from tests.proposals.importing.understanding.habits import Habit

APPENDIX_HABITS = (
    Habit(
        "the amounts of a year by what they are spent on",
        """\
Directorate Budget Savings Proposals 2018/19
No|Directorate|Proposal|Employee Costs £000|Other £000|Income £000|2018/19 £000|Residual|Achievability|EIA|Cabinet Portfolio
CMT1|Corporate Management|Reduction in senior posts|112|0|0|112|Green|Amber-Green|Green|Finance, Modernisation & Performance
CMT2|Corporate Management|Lower levy to fire service|0|51|0|51|Green|Green|Green|Finance, Modernisation & Performance
ECD1|Economic Development|New events income|0|0|75|75|Amber-Green|Red-Amber|Green|Culture & Leisure
Total|||112|51|75|238||||""",
        {
            "Reduction in senior posts": {2018: 112000},
            "Lower levy to fire service": {2018: 51000},
            "New events income": {2018: 75000},
        },
        (),
    ),
    Habit(
        "a directorate above its kinds of saving",
        """\
Directorate: Adults and Health
Savings Proposal|Comments|2021/22 Savings £m|2022/23 Savings £m|Potential FTE Impact|Is this relevant to Equality & Diversity?
A) Business As Usual||||
Maximise external funding|Grant already in hand|(1.20)|(0.40)|0.0|N
Demand-based cost avoidance|Continued strengths-based work|(2.15)|0.00|(3.0)|Y
B) Service Reviews||||
Review of in-house care homes|Two homes proposed to close|(0.60)|(1.00)|(64.5)|Y
Total Savings Options - Adults and Health||(3.95)|(1.40)|(67.5)|""",
        {
            "Maximise external funding": {2021: 1200000, 2022: 400000},
            "Demand-based cost avoidance": {2021: 2150000},
            "Review of in-house care homes": {2021: 600000, 2022: 1000000},
        },
        (),
    ),
    Habit(
        "a headline beside a brief description",
        """\
2024-27 MTFP: proposed savings
MTFP Category|Directorate|Cabinet Member|Headline description|Brief description|2024-25 £000s|2025-26 £000s|2026-27 £000s|External or Core
Income|Adult Social Care|Cllr Ash|Client contributions|Uplift in contributions in line with benefits|-3,520.5|-1,870.1|-1,760.0|Core
Transformation - Service Transformation|Adult Social Care|Cllr Ash|Initial contacts|Review of the front door|-1,200.0|0.0|0.0|Core
Efficiency|Growth, Environment & Transport|Cllr Birch|Street lighting|Energy savings from dimming|-300.0|-25.5|0.0|Core
Policy|Growth, Environment & Transport|Cllr Birch|Bus subsidy|Withdrawal of remaining subsidies|-410.0|-90.0|0.0|External""",
        {
            "Client contributions": {2024: 3520500, 2025: 1870100, 2026: 1760000},
            "Initial contacts": {2024: 1200000},
            "Street lighting": {2024: 300000, 2025: 25500},
            "Bus subsidy": {2024: 410000, 2025: 90000},
        },
        (),
    ),
    Habit(
        "the sum of all years headed by the first and the last",
        """\
Adult Social Services savings 2021-22 to 2024-25
Reference|Saving Proposal|Theme|Saving Type|2021-22 £m|2022-23 £m|2023-24 £m|2024-25 £m|2021-25 £m|2021-22 Risk Assessment
ASS001|Independence first for younger adults|Promoting independence|Demand|-2.350|-1.000|0.000|0.000|-3.350|Amber
ASS002|Reduce use of short-term beds|Commissioning|Efficiency|-0.615|0.000|0.000|0.000|-0.615|Green
ASS003|Reversal of one-off use of reserve|Corporate|One-off|0.500|0.000|0.000|0.000|0.500|Green
|Total|||-2.465|-1.000|0.000|0.000|-3.465|""",
        {
            "Independence first for younger adults": {2021: 2350000, 2022: 1000000},
            "Reduce use of short-term beds": {2021: 615000},
            "Reversal of one-off use of reserve": {2021: -500000},
        },
        (),
    ),
    Habit(
        "an area and its description, with the effect on the rate",
        """\
Efficiency programme 2014/15
Department|Efficiency area|Description|Cash Saving £|Rate impact %
Health & Environmental|Waste|Landfill diversion|425,000|0.31%
Parks & Leisure|Overtime|Rota review|180,500|0.13%
Property & Projects|Fuel|Fuel cards|67,250|0.05%
Total|||672,750|0.49%""",
        {"Waste": {2014: 425000}, "Overtime": {2014: 180500}, "Fuel": {2014: 67250}},
        (),
    ),
    Habit(
        "a base budget of a named year and the saving as a share of it",
        """\
Schedule of savings 2023/24 - 2025/26
MTFS Ref|Service Area|Saving Description|Base Budget 22/23 £000|23/24 £000|24/25 £000|25/26 £000|Saving as % of budget|Lead Member|Delivery risk RAG
M01|Leisure|Reprocure leisure contract|1,850|(200)|(150)|-|18.9%|Cllr Member A|A
M02|Planning|Pre-application fees|(410)|(35)|-|-|8.5%|Cllr Member B|G
M03|Housing|Void turnaround|6,300|(80)|(80)|(40)|3.2%|Cllr Member C|R""",
        {
            "Reprocure leisure contract": {2023: 200000, 2024: 150000},
            "Pre-application fees": {2023: 35000},
            "Void turnaround": {2023: 80000, 2024: 80000, 2025: 40000},
        },
        (),
    ),
    Habit(
        "letters for one-off and permanent",
        """\
Budget options 2010/11
Ref|Option|One-off (O) / Permanent (P)|2010/11 £|2011/12 £|Total £
1|Use of housing grant|O|150,000|0|150,000
2|Delete vacant posts|P|82,400|5,100|87,500
3|Reduce training budget|P|20,000|0|20,000""",
        {
            "Use of housing grant": {2010: 150000},
            "Delete vacant posts": {2010: 82400, 2011: 5100},
            "Reduce training budget": {2010: 20000},
        },
        (),
    ),
    Habit(
        "Welsh headings alone",
        """\
Arbedion arfaethedig 2024/25
Cyf|Cyfarwyddiaeth|Cynnig|2024/25 £'000|2025/26 £'000|Cyfanswm £'000
A1|Addysg|Cludiant ysgol|120|80|200
A2|Yr Amgylchedd|Torri gwair|45|0|45
Cyfanswm|||165|80|245""",
        {"Cludiant ysgol": {2024: 120000, 2025: 80000}, "Torri gwair": {2024: 45000}},
        (),
    ),
    Habit(
        "net nil for a figure",
        """\
Revenue proposals 2013/14
Ref|Proposal|2013/14 £000|2014/15 £000
T1|Transfer of sports pavilions|Net nil|(30)
T2|Shared internal audit|(25)|Nil
T3|Grounds contract|(60)|(15)
Total||(85)|(45)""",
        {
            "Transfer of sports pavilions": {2014: 30000},
            "Shared internal audit": {2013: 25000},
            "Grounds contract": {2013: 60000, 2014: 15000},
        },
        (),
    ),
    Habit(
        "savings of earlier years that were not achieved",
        """\
Budget changes 2020/21
Ref|Description|2020/21 £000|2021/22 £000
Savings|||
S1|Contract reviews|(450)|(200)
S2|Asset rationalisation|(130)|0
Prior-year savings not achieved|||
U1|2018/19 commercial income target not achieved|300|0
U2|2019/20 channel shift saving written back|75|0
Net total||(205)|(200)""",
        {
            "Contract reviews": {2020: 450000, 2021: 200000},
            "Asset rationalisation": {2020: 130000},
            "2018/19 commercial income target not achieved": {2020: -300000},
            "2019/20 channel shift saving written back": {2020: -75000},
        },
        (),
    ),
    Habit(
        "a saving in brackets beside growth, and a reversal",
        """\
Service|Description|(Saving)/Growth 2016/17 £000|(Saving)/Growth 2017/18 £000
Highways|Reversal of 2015/16 one-off winter saving|150|0
Highways|LED conversion|(220)|(180)
Libraries|Self-service kiosks|(95)|0
Total||(165)|(180)""",
        {
            "Reversal of 2015/16 one-off winter saving": {2016: -150000},
            "LED conversion": {2016: 220000, 2017: 180000},
            "Self-service kiosks": {2016: 95000},
        },
        (),
    ),
    Habit(
        "what is taken from the total below it",
        """\
Savings 2018/19 £000
Ref|Saving|2018/19
1|Insurance tender|90
2|Fleet hire|45
3|Software licences|15
|Total savings|150
|Less: already in base budget|(60)
|New savings required|90""",
        {"Insurance tender": {2018: 90000}, "Fleet hire": {2018: 45000}, "Software licences": {2018: 15000}},
        (),
    ),
    Habit(
        "posts filled and vacant beside the full-year effect",
        """\
Savings 2010/11
Proposal|Saving 2010/11 Part Year £000|Full Year £000|Posts (FTE)|Vacant|Filled
Merge call centres|50|120|4.0|1.0|3.0
Cut stationery|15|15|0|0|0""",
        {"Merge call centres": {2010: 50000, 2011: 70000}, "Cut stationery": {2010: 15000}},
        ("full-year",),
    ),
    Habit(
        "references with years and blanks, a directorate called Resources",
        """\
Appendix C - Schedule of MTFS Savings 2022/23 - 2024/25
MTFS Savings Ref|Directorate|Division|MTFS Savings Description|2022/23 Savings (£'000s)|2023/24 Savings (£'000s)|2024/25 Savings (£'000s)|3 Year Total (£'000s)
22/23 CYPE 01|Children, Young People & Education|Early Help|Review of family centres|(660)|(200)|0|(860)
22/23 SCRER 04|Sustainable Communities|Parking|Extend controlled zones|(540)|(1,200)|(300)|(2,040)
22/23 RES 11|Resources|Finance|Benefit overpayment recovery|(350)|0|0|(350)
||||(1,550)|(1,400)|(300)|(3,250)""",
        {
            "Review of family centres": {2022: 660000, 2023: 200000},
            "Extend controlled zones": {2022: 540000, 2023: 1200000, 2024: 300000},
            "Benefit overpayment recovery": {2022: 350000},
        },
        (),
    ),
    Habit(
        "directorates called Resources and Funding",
        """\
Savings 2019/20 £000
Directorate|Proposal|2019/20|2020/21
Resources|Printing|40|10
Resources|Treasury fees|25|25
Place|Gritting|60|0
Funding|Grant claims|5|0""",
        {
            "Printing": {2019: 40000, 2020: 10000},
            "Treasury fees": {2019: 25000, 2020: 25000},
            "Gritting": {2019: 60000},
            "Grant claims": {2019: 5000},
        },
        (),
    ),
    Habit(
        "titles that are lines of a budget",
        """\
Savings 2016/17 £000
Ref|Proposal|2016/17|2017/18
F1|Use of reserves|200|(200)
F2|Business rates|75|0
F3|Printing|20|5
F4|Council tax|40|0""",
        {
            "Use of reserves": {2016: 200000, 2017: -200000},
            "Business rates": {2016: 75000},
            "Printing": {2016: 20000, 2017: 5000},
            "Council tax": {2016: 40000},
        },
        (),
    ),
    Habit(
        "gross, income and net with abbreviations",
        """\
Savings proposals 2013/14
Service|Gross Exp £000|Income £000|Net Exp £000|Budgeted FTE|Saving 2013/14 £000|% of net|FTE reduction
Archives|420|-60|360|9.5|36|10%|1.0
Registrars|610|-590|20|14.0|20|100%|0.5
Trading standards|880|-45|835|19.0|120|14.4%|3.0""",
        {"Archives": {2013: 36000}, "Registrars": {2013: 20000}, "Trading standards": {2013: 120000}},
        (),
    ),
    Habit(
        "the budget left after each year's saving",
        """\
Savings 2012-15 £000
Service|2012/13 Saving|2012/13 Budget after saving|2013/14 Saving|2013/14 Budget after saving
Parks|20|480|30|450
Halls|15|135|0|135
Total|35|615|30|585""",
        {"Parks": {2012: 20000, 2013: 30000}, "Halls": {2012: 15000}},
        (),
    ),
    Habit(
        "increases and decreases in columns of their own",
        """\
Variations 2005/06
Item|Variation|Increase £|Decrease £
1|Concessionary travel|45,000|
2|Interest receipts||62,000
3|Telephone contract||8,750
4|Election costs|30,000|
|Total|75,000|70,750""",
        {
            "Concessionary travel": {2005: -45000},
            "Interest receipts": {2005: 62000},
            "Telephone contract": {2005: 8750},
            "Election costs": {2005: -30000},
        },
        (),
    ),
    Habit(
        "what was achieved the year before",
        """\
Corporate efficiencies
Workstream|Saving|2012/13 achieved £000|2013/14 target £000|2014/15 target £000
Procurement|Insurance|30|15|10
Assets|Disposals|0|40|60
Total||30|55|70""",
        {"Insurance": {2013: 15000, 2014: 10000}, "Disposals": {2013: 40000, 2014: 60000}},
        (),
    ),
    Habit(
        "references with stops and a ward called All",
        """\
Savings Proposals 2018/19 - 2019/20
Prop. Ref.|Proposal Title|Ward|Total 2018/19 £|Total 2019/20 £
5.2.1|Cemetery lodge rental|Northgate|6,600|0
5.2.2|Splash pool season|Southway|14,200|2,100
5.3.1|Town centre wardens|All|28,000|14,000
|||48,800|16,100""",
        {
            "Cemetery lodge rental": {2018: 6600},
            "Splash pool season": {2018: 14200, 2019: 2100},
            "Town centre wardens": {2018: 28000, 2019: 14000},
        },
        (),
    ),
    Habit(
        "a saving adjusted for its risk",
        """\
MTFS pipeline £000
Ref|Idea|Gross opportunity|Confidence %|Risk-adjusted saving 2026/27
I1|Grant maximisation|500|80%|400
I2|Commercial leases|200|50%|100
I3|Shared archive|40|25%|10
Total||740||510""",
        {
            "Grant maximisation": {2026: 400000},
            "Commercial leases": {2026: 100000},
            "Shared archive": {2026: 10000},
        },
        ("column:gross opportunity",),
    ),
    Habit(
        "a headline beside the directorate",
        """\
Id|Directorate|Headline|2016-2017 saving £|2017-2018 saving £|2018-2019 saving £
17|Communities|Community centres leased|£35,000|£70,000|£0
18|Communities|CCTV monitoring shared|£0|£64,500|£10,250
19|Corporate|Fewer committees|£12,000|£0|£0""",
        {
            "Community centres leased": {2016: 35000, 2017: 70000},
            "CCTV monitoring shared": {2017: 64500, 2018: 10250},
            "Fewer committees": {2016: 12000},
        },
        (),
    ),
    Habit(
        "years under savings and again under posts",
        """\
|||Savings £'000|||Posts (FTE)||
Ref|Service|Proposal|2013/14|2014/15|2015/16|2013/14|2014/15|2015/16
A1|Youth|Fewer sessions|80|40|0|2.0|1.0|0
A2|Museums|Sunday closing|15|0|0|0.5|0|0
Total|||95|40|0|2.5|1.0|0""",
        {"Fewer sessions": {2013: 80000, 2014: 40000}, "Sunday closing": {2013: 15000}},
        (),
    ),
    Habit(
        "headings of an export with underscores",
        """\
ref_no|directorate_name|proposal_title|saving_2026_27|saving_2027_28|fte_change
1|Adults|Care fees|150000|75000|-2
2|Place|Bins|98000|0|0
3|Place|Lights|41000|12000|-0.5""",
        {
            "Care fees": {2026: 150000, 2027: 75000},
            "Bins": {2026: 98000},
            "Lights": {2026: 41000, 2027: 12000},
        },
        (),
    ),
    Habit(
        "months to run",
        """\
In-year savings 2024/25
Ref|Measure|Full year value £000|Months|In-year value £000
IY1|Vacancy freeze|1,200|6|600
IY2|Stop non-essential spend|400|9|300
IY3|Cancel conference|12|12|12
Total||1,612||912""",
        {
            "Vacancy freeze": {2024: 600000, 2025: 600000},
            "Stop non-essential spend": {2024: 300000, 2025: 100000},
            "Cancel conference": {2024: 12000},
        },
        ("full-year",),
    ),
    Habit(
        "a share in brackets behind the amount",
        """\
Proposed savings 2016/17
Service|Net budget £000|Saving £000 (%)
Museums|900|90 (10%)
Theatres|450|30 (6.7%)
Sports|1,200|150 (12.5%)""",
        {"Museums": {2016: 90000}, "Theatres": {2016: 30000}, "Sports": {2016: 150000}},
        (),
    ),
    Habit(
        "codes under the heading of options",
        """\
Options 2021/22 £000
Option|Description|Saving|FTE
1a|Reduce hub hours to 4 days|45|1.2
1b|Reduce hub hours to 3 days|90|2.4
2|Close telephone line on Saturdays|18|0.5""",
        {
            "Reduce hub hours to 4 days": {2021: 45000},
            "Reduce hub hours to 3 days": {2021: 90000},
            "Close telephone line on Saturdays": {2021: 18000},
        },
        (),
    ),
    Habit(
        "codes under the heading of proposals",
        """\
Proposal|Service description|Budget 2018/19 £k|Saving 2019/20 £k|Saving 2020/21 £k
P-1|School crossing patrols|240|30|30
P-2|Gritting of footways|85|10|0
P-3|Advice line|60|0|20""",
        {
            "School crossing patrols": {2019: 30000, 2020: 30000},
            "Gritting of footways": {2019: 10000},
            "Advice line": {2020: 20000},
        },
        (),
    ),
    Habit(
        "growth below savings in one short list",
        """\
2017/18 Budget
Ref|Proposal|£000
Savings||
S1|Procurement|-80
S2|Printing|-12
Total savings||-92
Growth bids||
G1|Apprentices|30
G2|Cyber security|25
Total growth||55
Net||-37""",
        {
            "Procurement": {2017: 80000},
            "Printing": {2017: 12000},
            "Apprentices": {2017: -30000},
            "Cyber security": {2017: -25000},
        },
        (),
    ),
    Habit(
        "the words of a consultation",
        """\
Budget consultation 2013/14
Service|What we spend now|What we propose|What we would save
Street lighting|£2.4m|Dim lights after midnight|£180,000
Road safety|£650,000|Fewer school visits|£45,000
Country parks|£310,000|Charge for parking|£60,000""",
        {
            "Dim lights after midnight": {2013: 180000},
            "Fewer school visits": {2013: 45000},
            "Charge for parking": {2013: 60000},
        },
        (),
    ),
    Habit(
        "the value at risk beside the budgeted saving",
        """\
Savings at month 6 2025/26
Ref|Saving|Budgeted £000|Value at risk £000|RAG
1|Placements|900|400|R
2|Energy|120|0|G
3|Rents|60|15|A
Total||1,080|415|""",
        {"Placements": {2025: 900000}, "Energy": {2025: 120000}, "Rents": {2025: 60000}},
        (),
    ),
    Habit(
        "numbers that begin again in each table",
        """\
Savings 2015/16
Adults
No.|Proposal|2015/16 £000|2016/17 £000
1|Respite|40|10
2|Meals|15|0
Total||55|10
Children
No.|Proposal|2015/16 £000|2016/17 £000
1|Nurseries|60|0
2|Fostering|100|50
3|Youth|20|20
Total||180|70""",
        {
            "Respite": {2015: 40000, 2016: 10000},
            "Meals": {2015: 15000},
            "Nurseries": {2015: 60000},
            "Fostering": {2015: 100000, 2016: 50000},
            "Youth": {2015: 20000, 2016: 20000},
        },
        (),
    ),
    Habit(
        "an amount to be confirmed in a cumulative table",
        """\
Savings plan, cumulative £000
Ref|Saving|2024/25|2025/26|2026/27
A|Fostering|100|250|400
B|Adult transport|tbc|50|50
C|Energy|30|30|30
Total||130|330|480""",
        {
            "Fostering": {2024: 100000, 2025: 150000, 2026: 150000},
            "Adult transport": {2025: 50000},
            "Energy": {2024: 30000},
        },
        ("basis",),
    ),
)

"""What councils' lists of growth and pressures look like, alone and beside savings; all wording is invented."""

from dataclasses import dataclass, field

SAVING, PRESSURE = "saving", "pressure"


@dataclass(frozen=True)
class GrowthHabit:
    """A way to set out pressures: the rows with bars between their cells, and what they state."""

    name: str
    table: str
    amounts: dict
    """The amounts of each proposal by its title, a saving positive, in pounds by the year that begins it."""
    pressures: tuple
    """The titles of the pressures; all others are savings."""
    categories: dict = field(default_factory=dict)
    """The causes of pressures by title, where the table says any."""
    funds: dict = field(default_factory=dict)
    earlier: tuple = ()
    """The titles of what an earlier plan has already."""
    asks: tuple = ()


GROWTH_HABITS = (
    GrowthHabit(
        "growth and demand pressures by directorate, reversals among them",
        """\
Appendix 2: Detailed summary of growth and demand pressures 2026/27 to 2028/29
Adult Social Care and Public Health Growth and Demand Pressures
Ref|Description|2026/27 (£)|2027/28 (£)|2028/29 (£)|Total (£)
1|Contract uplift for reablement|412,000|412,000|412,000|1,236,000
2|Reversal of temporary staffing|(89,000)|0|0|(89,000)
3|More people in residential care|1,472,000|755,000|263,000|2,490,000
|Total|1,795,000|1,167,000|675,000|3,637,000""",
        {
            "Contract uplift for reablement": {2026: -412_000, 2027: -412_000, 2028: -412_000},
            "Reversal of temporary staffing": {2026: 89_000},
            "More people in residential care": {2026: -1_472_000, 2027: -755_000, 2028: -263_000},
        },
        (
            "Contract uplift for reablement",
            "Reversal of temporary staffing",
            "More people in residential care",
        ),
    ),
    GrowthHabit(
        "sections of one budget table from inflation to savings, with a net total",
        """\
Table 3: Revenue plan changes 2024-25 to 2025-26
Ref|Title|2024-25 £000|2025-26 £000|Description
2|INFLATION|||
A/2.001|Pay award|1,200|800|National award
A/2.002|Care contracts|900|700|Indexation
2.999|Subtotal Inflation|2,100|1,500|
3|DEMOGRAPHY AND DEMAND|||
A/3.001|Older people|650|600|More people
3.999|Subtotal Demography and Demand|650|600|
4|PRESSURES|||
A/4.001|Loss of health contribution|300|0|Funding ends
4.999|Subtotal Pressures|300|0|
5|INVESTMENTS|||
A/5.001|Family hubs|150|-50|New hubs
5.999|Subtotal Investments|150|-50|
6|SAVINGS|||
A/6.001|Day services|-400|-250|Fewer sites
A/6.002|Transport|-100|0|Routes
6.999|Subtotal Savings|-500|-250|
|Total|2,700|1,800|""",
        {
            "Pay award": {2024: -1_200_000, 2025: -800_000},
            "Care contracts": {2024: -900_000, 2025: -700_000},
            "Older people": {2024: -650_000, 2025: -600_000},
            "Loss of health contribution": {2024: -300_000},
            "Family hubs": {2024: -150_000, 2025: 50_000},
            "Day services": {2024: 400_000, 2025: 250_000},
            "Transport": {2024: 100_000},
        },
        ("Pay award", "Care contracts", "Older people", "Loss of health contribution", "Family hubs"),
        {
            "Pay award": "pay",
            "Care contracts": "price",
            "Older people": "demand",
            "Family hubs": "investment",
        },
    ),
    GrowthHabit(
        "spending increases with their category, directorate and portfolio",
        """\
Appendix F: Spending increases 2024-25
MTFP Category|Ref|Directorate|Cabinet Member|Headline description of increase|Details|2024-25 £000s|2025-26 £000s
Base Budget Changes|SP-01|ASCH|Cllr A|Realignment of care budgets|Placements above budget|3,100|0
Reduction in Grant Income|SP-02|CYPE|Cllr B|End of the families grant|The grant ends|450|0
Pay|SP-03|CED|Cllr C|Pay and reward|Award|10,600|7,400
Prices|SP-04|GET|Cllr D|Waste contracts|Indexation|2,300|1,900
Demand & Cost Drivers - Demand|SP-05|CYPE|Cllr B|Home to school transport|More pupils|6,000|5,500
Government & Legislative|SP-06|GET|Cllr D|Food waste collection|New duty|120|640
|||||TOTAL|22,570|15,440""",
        {
            "Realignment of care budgets": {2024: -3_100_000},
            "End of the families grant": {2024: -450_000},
            "Pay and reward": {2024: -10_600_000, 2025: -7_400_000},
            "Waste contracts": {2024: -2_300_000, 2025: -1_900_000},
            "Home to school transport": {2024: -6_000_000, 2025: -5_500_000},
            "Food waste collection": {2024: -120_000, 2025: -640_000},
        },
        (
            "Realignment of care budgets",
            "End of the families grant",
            "Pay and reward",
            "Waste contracts",
            "Home to school transport",
            "Food waste collection",
        ),
        {
            "Realignment of care budgets": "base_change",
            "End of the families grant": "loss_of_grant",
            "Pay and reward": "pay",
            "Waste contracts": "price",
            "Home to school transport": "demand",
            "Food waste collection": "new_burden",
        },
    ),
    GrowthHabit(
        "a type column over signed figures and a net total",
        """\
Budget proposals 2025/26
Ref|Directorate|Type|Proposal|2025/26 £000|2026/27 £000
R1|Place|Growth|Play areas|15|0
R2|Place|Saving|Mowing|(40)|(10)
R3|People|Unavoidable Growth|Placements|260|120
R4|People|Income|Charges|(10)|0
|||Net total|225|110""",
        {
            "Play areas": {2025: -15_000},
            "Mowing": {2025: 40_000, 2026: 10_000},
            "Placements": {2025: -260_000, 2026: -120_000},
            "Charges": {2025: 10_000},
        },
        ("Play areas", "Placements"),
    ),
    GrowthHabit(
        "a type column over figures that are all positive",
        """\
Budget changes 2025/26 £000
Ref|Growth or saving|Service|Proposal|2025/26|2026/27
B1|Growth|Parks|Play areas|15|0
B2|Saving|Parks|Mowing|40|10
B3|Growth|Adults|Placements|260|120
B4|Saving|Adults|Charges|10|0""",
        {
            "Play areas": {2025: -15_000},
            "Mowing": {2025: 40_000, 2026: 10_000},
            "Placements": {2025: -260_000, 2026: -120_000},
            "Charges": {2025: 10_000},
        },
        ("Play areas", "Placements"),
    ),
    GrowthHabit(
        "sections for growth and savings, both printed positive with totals of their own",
        """\
Budget 2026/27 £000
Ref|Proposal|2026/27|2027/28
Growth||
G1|Wardens|27|0
G2|Flood defence|50|10
Total growth||77|10
Savings||
S1|Mowing|40|20
S2|Library hours|100|0
Total savings||140|20""",
        {
            "Wardens": {2026: -27_000},
            "Flood defence": {2026: -50_000, 2027: -10_000},
            "Mowing": {2026: 40_000, 2027: 20_000},
            "Library hours": {2026: 100_000},
        },
        ("Wardens", "Flood defence"),
    ),
    GrowthHabit(
        "better and worse columns",
        """\
Variations to the base budget 2026/27
Ref|Service|Description|BETTER £000|WORSE £000
1|Parks|Fewer mowings|40|
2|Parks|Insurance premium||15
3|Waste|Shorter routes|120|
4|Waste|Disposal contract||35
|Total||160|50""",
        {
            "Fewer mowings": {2026: 40_000},
            "Insurance premium": {2026: -15_000},
            "Shorter routes": {2026: 120_000},
            "Disposal contract": {2026: -35_000},
        },
        ("Insurance premium", "Disposal contract"),
    ),
    GrowthHabit(
        "a heading that says which sign growth has",
        """\
Revenue budget proposals
Ref|Proposal|Growth / (Savings) 2026/27 £000|Growth / (Savings) 2027/28 £000
P1|New homelessness duty|120|0
P2|Merge two teams|(75)|(25)
P3|Drainage levy|30|30""",
        {
            "New homelessness duty": {2026: -120_000},
            "Merge two teams": {2026: 75_000, 2027: 25_000},
            "Drainage levy": {2026: -30_000, 2027: -30_000},
        },
        ("New homelessness duty", "Drainage levy"),
    ),
    GrowthHabit(
        "savings and growth in columns beside each other on one row",
        """\
Appendix B: Savings and growth 2026/27
Service|Savings £'000|Growth £'000|Net £'000
Libraries|(120)|30|(90)
Museums|(45)|0|(45)
Coroner|0|25|25
Total|(165)|55|(110)""",
        {
            "Libraries": {2026: 120_000},
            "Libraries: growth": {2026: -30_000},
            "Museums": {2026: 45_000},
            "Coroner": {2026: -25_000},
        },
        ("Libraries: growth", "Coroner"),
    ),
    GrowthHabit(
        "growth bids of the general fund and of the housing revenue account",
        """\
Growth bids 2026/27 to 2027/28
Bid|Fund|Category|2026/27 £000|2027/28 £000
Customer portal|General Fund|Investment|60|-20
Fire doors|HRA|New burden|140|0
Early years places|DSG|Demand|35|35
Health visitors|Public Health|Pay|12|0""",
        {
            "Customer portal": {2026: -60_000, 2027: 20_000},
            "Fire doors": {2026: -140_000},
            "Early years places": {2026: -35_000, 2027: -35_000},
            "Health visitors": {2026: -12_000},
        },
        ("Customer portal", "Fire doors", "Early years places", "Health visitors"),
        {
            "Customer portal": "investment",
            "Fire doors": "new_burden",
            "Early years places": "demand",
            "Health visitors": "pay",
        },
        {
            "Customer portal": "general_fund",
            "Fire doors": "housing_revenue_account",
            "Early years places": "dedicated_schools_grant",
            "Health visitors": "public_health",
        },
    ),
    GrowthHabit(
        "a housing revenue account list of its own",
        """\
Housing Revenue Account: unavoidable growth 2026/27
Ref|Item|2026/27 £
H1|Damp and mould surveys|85,000
H2|Insurance|12,500
|Total|97,500""",
        {"Damp and mould surveys": {2026: -85_000}, "Insurance": {2026: -12_500}},
        ("Damp and mould surveys", "Insurance"),
        {},
        {"Damp and mould surveys": "housing_revenue_account", "Insurance": "housing_revenue_account"},
    ),
    GrowthHabit(
        "causes as headings between the rows",
        """\
Schedule of cost pressures 2026/27
Pressure|2026/27 £m|2027/28 £m
Pay
Pay award|2.100|1.900
Pension contributions|0.300|0.000
Contract inflation
Care providers|3.250|2.750
Demographic pressures
Children looked after|1.400|0.900
New burdens
Procurement reform|0.050|0.000
Loss of grant
Winter grant|0.700|0.000
Total pressures|7.800|5.550""",
        {
            "Pay award": {2026: -2_100_000, 2027: -1_900_000},
            "Pension contributions": {2026: -300_000},
            "Care providers": {2026: -3_250_000, 2027: -2_750_000},
            "Children looked after": {2026: -1_400_000, 2027: -900_000},
            "Procurement reform": {2026: -50_000},
            "Winter grant": {2026: -700_000},
        },
        (
            "Pay award",
            "Pension contributions",
            "Care providers",
            "Children looked after",
            "Procurement reform",
            "Winter grant",
        ),
        {
            "Pay award": "pay",
            "Pension contributions": "pay",
            "Care providers": "price",
            "Children looked after": "demand",
            "Procurement reform": "new_burden",
            "Winter grant": "loss_of_grant",
        },
    ),
    GrowthHabit(
        "two tables, pressures first and savings below, both positive",
        """\
Budget pressures 2026/27
Ref|Title|2026/27 £000
P1|Temporary accommodation|480
P2|Software licences|95
|Total pressures|575

Savings proposals 2026/27
Ref|Title|2026/27 £000
S1|Fleet review|130
S2|Fees|60
|Total savings|190""",
        {
            "Temporary accommodation": {2026: -480_000},
            "Software licences": {2026: -95_000},
            "Fleet review": {2026: 130_000},
            "Fees": {2026: 60_000},
        },
        ("Temporary accommodation", "Software licences"),
    ),
    GrowthHabit(
        "one-off and recurring growth told by a column, the end of the one-off printed",
        """\
Investment proposals 2026/27 to 2027/28
Ref|Proposal|Recurring / one-off|2026/27 £000|2027/28 £000
I1|Elections|One-off|200|(200)
I2|Apprentices|Recurring|90|30
|Total||290|(170)""",
        {"Elections": {2026: -200_000, 2027: 200_000}, "Apprentices": {2026: -90_000, 2027: -30_000}},
        ("Elections", "Apprentices"),
        {"Elections": "investment", "Apprentices": "investment"},
    ),
    GrowthHabit(
        "pressures that the medium-term plan has already, told by a column",
        """\
Pressures and growth 2026/27
Ref|Pressure|Already in MTFS?|2026/27 £000|2027/28 £000
G1|Pay award|Yes|900|800
G2|Placements|No|450|0
G3|Energy|Y|120|0""",
        {
            "Pay award": {2026: -900_000, 2027: -800_000},
            "Placements": {2026: -450_000},
            "Energy": {2026: -120_000},
        },
        ("Pay award", "Placements", "Energy"),
        {},
        {},
        ("Pay award", "Energy"),
    ),
    GrowthHabit(
        "a list of what was approved a year before",
        """\
Savings approved February 2025
Ref|Proposal|2026/27 £000|2027/28 £000
A1|Depot merger|40|0
A2|Agency staff|100|60
|Total|140|60""",
        {"Depot merger": {2026: 40_000}, "Agency staff": {2026: 100_000, 2027: 60_000}},
        (),
        {},
        {},
        ("Depot merger", "Agency staff"),
    ),
    GrowthHabit(
        "certainty and the council's own share",
        """\
Demographic growth 2026/27
Ref|Pressure|Likelihood|Council share %|2026/27 £000
D1|Transitions|Confirmed|60%|300
D2|Court orders|Possible|100%|80""",
        {"Transitions": {2026: -300_000}, "Court orders": {2026: -80_000}},
        ("Transitions", "Court orders"),
        {"Transitions": "demand", "Court orders": "demand"},
    ),
    GrowthHabit(
        "savings positive and growth in brackets, as the heading says",
        """\
Summary of budget options 2026/27
Option|Savings / (Growth) £000 2026/27|Savings / (Growth) £000 2027/28
Shared legal service|65|10
Street cleansing standards|(110)|0""",
        {
            "Shared legal service": {2026: 65_000, 2027: 10_000},
            "Street cleansing standards": {2026: -110_000},
        },
        ("Street cleansing standards",),
    ),
    GrowthHabit(
        "savings of a directorate whose name has growth in it",
        """\
Place and Growth: savings proposals 2026/27
Ref|Proposal|2026/27 £000
S1|Planning fees|55
S2|Car parks|120
|Total|175""",
        {"Planning fees": {2026: 55_000}, "Car parks": {2026: 120_000}},
        (),
    ),
    GrowthHabit(
        "proposals of a directorate whose name is growth and investment",
        """\
Growth and Investment directorate: proposals 2026/27
Ref|Proposal|2026/27 £000
S1|Planning fees|55
S2|Car parks|120
|Total|175""",
        {"Planning fees": {2026: -55_000}, "Car parks": {2026: -120_000}},
        ("Planning fees", "Car parks"),
        asks=("growth",),
    ),
    GrowthHabit(
        "a figure of the other sign that nothing explains",
        """\
Budget proposals 2026/27 £000
Ref|Proposal|2026/27
C1|Mowing|40
C2|Legal advice|25
C3|Fees|10
C4|Licences|-35""",
        {
            "Mowing": {2026: 40_000},
            "Legal advice": {2026: 25_000},
            "Fees": {2026: 10_000},
            "Licences": {2026: -35_000},
        },
        ("Licences",),
        asks=("contrary",),
    ),
    GrowthHabit(
        "changes of both signs, of which nothing tells which are savings",
        """\
Budget changes 2026/27 £000
Ref|Item|2026/27
C1|Home care|40
C2|Energy|25
C3|Fleet|-35""",
        {"Home care": {2026: -40_000}, "Energy": {2026: -25_000}, "Fleet": {2026: 35_000}},
        ("Home care", "Energy"),
        asks=("sign",),
    ),
    GrowthHabit(
        "pressures and savings in one list, all of one sign",
        """\
Budget pressures and savings 2026/27
Ref|Item|2026/27 £000
B1|Pay award|900
B2|Fleet review|130""",
        {"Pay award": {2026: 900_000}, "Fleet review": {2026: 130_000}},
        (),
        asks=("sign",),
    ),
    GrowthHabit(
        "a bridge from one budget to the next by directorate",
        """\
Budget movements by directorate 2026/27
Directorate|Base Budget 2025/26 £000|Inflation £000|Pressures £000|Investment £000|Savings £000|Budget 2026/27 £000
Adults|50,000|1,500|2,000|300|(1,200)|52,600
Children|40,000|1,000|1,800|0|(900)|41,900
Total|90,000|2,500|3,800|300|(2,100)|94,500""",
        {
            "Adults": {2026: 1_200_000},
            "Adults: inflation": {2026: -1_500_000},
            "Adults: pressures": {2026: -2_000_000},
            "Adults: investment": {2026: -300_000},
            "Children": {2026: 900_000},
            "Children: inflation": {2026: -1_000_000},
            "Children: pressures": {2026: -1_800_000},
        },
        (
            "Adults: inflation",
            "Adults: pressures",
            "Adults: investment",
            "Children: inflation",
            "Children: pressures",
        ),
        {
            "Adults: inflation": "price",
            "Adults: investment": "investment",
            "Children: inflation": "price",
        },
    ),
    GrowthHabit(
        "increases and decreases in one column",
        """\
Budget proposals 2026/27
Ref|Proposal|Increase / (Decrease) £000 2026/27
P1|New duty|120
P2|Merge two teams|(75)""",
        {"New duty": {2026: -120_000}, "Merge two teams": {2026: 75_000}},
        ("New duty",),
    ),
    GrowthHabit(
        "two sections of growth and two of savings, with totals of each and a net total",
        """\
Budget 2026/27 £000
Proposal|2026/27|2027/28
Unavoidable growth
Pay award|900|800
Energy|120|0
Discretionary growth
Wardens|27|0
Efficiency savings
Fleet|130|0
Income generation
Fees|60|10
Total growth|1,047|800
Total savings|190|10
Net growth|857|790""",
        {
            "Pay award": {2026: -900_000, 2027: -800_000},
            "Energy": {2026: -120_000},
            "Wardens": {2026: -27_000},
            "Fleet": {2026: 130_000},
            "Fees": {2026: 60_000, 2027: 10_000},
        },
        ("Pay award", "Energy", "Wardens"),
    ),
    GrowthHabit(
        "a type column over positive figures, and a net total that proves it",
        """\
Budget proposals 2026/27
Ref|Type|Item|2026/27 £000
B1|Growth|Pay award|900
B2|Saving|Fleet|130
B3|Saving|Fees|60
|Total growth||900
|Total savings||190
|Net||710""",
        {"Pay award": {2026: -900_000}, "Fleet": {2026: 130_000}, "Fees": {2026: 60_000}},
        ("Pay award",),
    ),
    GrowthHabit(
        "a list of pressures and a list of savings with a net total below both",
        """\
Budget pressures 2026/27
Ref|Item|2026/27 £000
P1|Pay award|900
P2|Energy|100
|Total pressures|1,000

Budget savings 2026/27
Ref|Item|2026/27 £000
S1|Fleet|130
S2|Fees|60
|Total savings|190
|Net change|810""",
        {
            "Pay award": {2026: -900_000},
            "Energy": {2026: -100_000},
            "Fleet": {2026: 130_000},
            "Fees": {2026: 60_000},
        },
        ("Pay award", "Energy"),
    ),
    GrowthHabit(
        "letters for growth and saving",
        """\
Budget proposals 2026/27
Ref|G/S|Item|2026/27 £000
1|G|Pay award|900
2|S|Fleet|130""",
        {"Pay award": {2026: -900_000}, "Fleet": {2026: 130_000}},
        ("Pay award",),
    ),
    GrowthHabit(
        "the reason of each pressure in a column, posts added",
        """\
Directorate pressures 2026/27
Directorate|Pressure|Reason for pressure|2026/27 £000|FTE
Adults|Home care|Demand|700|3.0
Place|Waste|Contract inflation|210|0""",
        {"Home care": {2026: -700_000}, "Waste": {2026: -210_000}},
        ("Home care", "Waste"),
        {"Home care": "demand", "Waste": "price"},
    ),
    GrowthHabit(
        "costs of growth requests",
        """\
Budget growth requests 2026/27
Ref|Request|Cost 2026/27 £|Cost 2027/28 £
G1|Wardens|27,000|0
G2|Flood defence|50,000|10,000""",
        {"Wardens": {2026: -27_000}, "Flood defence": {2026: -50_000, 2027: -10_000}},
        ("Wardens", "Flood defence"),
    ),
    GrowthHabit(
        "increases in one table and reductions in the next",
        """\
Budget increases 2026/27
Ref|Item|2026/27 £000
U1|Pay award|900

Budget reductions 2026/27
Ref|Item|2026/27 £000
R1|Fleet|130""",
        {"Pay award": {2026: -900_000}, "Fleet": {2026: 130_000}},
        ("Pay award",),
    ),
    GrowthHabit(
        "losses of income and grant among pressures",
        """\
Pressures 2026/27 £000
Category|Item|2026/27
Loss of income|Car parks|90
Reduction in grant|Benefit administration|40
Other|Insurance|12""",
        {
            "Car parks": {2026: -90_000},
            "Benefit administration": {2026: -40_000},
            "Insurance": {2026: -12_000},
        },
        ("Car parks", "Benefit administration", "Insurance"),
        {"Car parks": "loss_of_grant", "Benefit administration": "loss_of_grant", "Insurance": "other"},
    ),
    GrowthHabit(
        "a saving taken back, which the total proves",
        """\
Savings proposals 2026/27
Ref|Proposal|2026/27 £000
S1|Fleet|130
S2|Removal of an undeliverable saving|(40)
S3|Fees|60
|Total|150""",
        {
            "Fleet": {2026: 130_000},
            "Removal of an undeliverable saving": {2026: -40_000},
            "Fees": {2026: 60_000},
        },
        ("Removal of an undeliverable saving",),
    ),
    GrowthHabit(
        "a column of kinds with a heading of no rule, beside causes",
        """\
Reference|Title|Service|Kind|Cause|2027/28 (£)|2028/29 (£)
K1|Gully cleaning|Highways|Pressure|demand|120,000|0
K2|Library books|Libraries|Pressure|prices and contracts|35,000|10,000
K3|Museum doors|Museums|Saving||15,000|5,000
K4|Storm work|Highways|Pressure||21,000|0""",
        {
            "Gully cleaning": {2027: -120_000},
            "Library books": {2027: -35_000, 2028: -10_000},
            "Museum doors": {2027: 15_000, 2028: 5_000},
            "Storm work": {2027: -21_000},
        },
        ("Gully cleaning", "Library books", "Storm work"),
        {"Gully cleaning": "demand", "Library books": "price"},
    ),
    GrowthHabit(
        "the headings and words of this service's own export, pressures below zero",
        """\
Ref|Title|Saving 2027/28 (£)|Saving 2028/29 (£)|Total saving (£)|Saving or pressure|Fund|Cause of the pressure
E1|Library books|-35000|-10000|-45000|Pressure or growth|General fund|Prices and contracts
E2|Museum doors|15000|5000|20000|Saving|General fund|
E3|Flood team ends|0|30000|30000|Pressure or growth|General fund|Change to the base budget
E4|Elections|0|-62000|-62000|Pressure or growth|General fund|Other""",
        {
            "Library books": {2027: -35_000, 2028: -10_000},
            "Museum doors": {2027: 15_000, 2028: 5_000},
            "Flood team ends": {2028: 30_000},
            "Elections": {2028: -62_000},
        },
        ("Library books", "Flood team ends", "Elections"),
        {"Library books": "price", "Flood team ends": "base_change", "Elections": "other"},
        dict.fromkeys(("Library books", "Museum doors", "Flood team ends", "Elections"), "general_fund"),
    ),
    GrowthHabit(
        "causes that nothing but their heading tells as those of pressures",
        """\
Reference|Title|Service|Cause|2027/28 (£)
C1|Gully cleaning|Highways|demand|120,000
C2|Library books|Libraries|prices and contracts|35,000
C3|Snow|Highways|weather|21,000""",
        {
            "Gully cleaning": {2027: -120_000},
            "Library books": {2027: -35_000},
            "Snow": {2027: -21_000},
        },
        ("Gully cleaning", "Library books", "Snow"),
        {"Gully cleaning": "demand", "Library books": "price"},
    ),
)

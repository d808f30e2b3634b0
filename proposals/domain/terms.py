"""Define the terms of a savings round, shown in place and in the glossary.

The terms are those that finance officers write and committees print. A definition is a noun phrase in plain
English, and says of a figure how it is calculated. Plain values.
"""

from collections.abc import Mapping
from dataclasses import dataclass


class UnknownTerm(LookupError):
    """There is no definition of the term."""


@dataclass(frozen=True)
class Term:
    """A word of the field, and in a sentence or two what it means; `example` shows it in figures."""

    name: str
    definition: str
    example: str = ""
    abbreviation: str = ""

    @property
    def anchor(self) -> str:
        """The word as part of an address: “Part II” is part-ii."""
        return anchor_of(self.name)

    @property
    def heading(self) -> str:
        """The term as it begins a line, with its abbreviation."""
        heading = self.name[:1].upper() + self.name[1:]
        return f"{heading} ({self.abbreviation})" if self.abbreviation else heading


def anchor_of(name: str) -> str:
    """Return a term's name as part of an address."""
    return "-".join("".join(letter if letter.isalnum() else " " for letter in name.lower()).split())


_ALL = (
    Term(
        "agenda item",
        "An item of business at a meeting. Papers are identified by the meeting, the number of the item "
        "and the letter of the appendix.",
    ),
    Term(
        "appendix",
        "A paper attached to a committee report. Savings proposals are published in appendices.",
    ),
    Term(
        "Band D",
        "The council tax band to which the others are compared. A saving per Band D dwelling is the amount by "
        "which the Band D rate would have to rise without it.",
        "If each pound of the rate brings in £40,000, a saving of £200,000 is £5 per Band D dwelling.",
    ),
    Term(
        "base budget",
        "The approved budget of a service that a saving is taken from.",
    ),
    Term(
        "baseline",
        "The medium-term position that a scenario is compared with: the same proposals counted in full, with no "
        "choice or assumption changed.",
    ),
    Term(
        "base year",
        "The financial year of the budget that savings are taken from, usually the year before the first "
        "saving.",
    ),
    Term(
        "break-even year",
        "The first year in which total savings to date are at least equal to total costs to date, and "
        "remain so.",
        "If the council spends £2m in the first year and saves £1m in each year, it breaks even in the "
        "second year.",
    ),
    Term(
        "budget gap",
        "The difference between the council’s expected spending and its expected income if it makes no "
        "changes.",
    ),
    Term(
        "budget holder",
        "The manager who is responsible for the budget of a service.",
    ),
    Term(
        "budget round",
        "The set of savings proposals for one budget, from the first drafts to the council’s decision.",
    ),
    Term(
        "call-in",
        "A decision of scrutiny to examine a decision of the Cabinet before it takes effect.",
    ),
    Term(
        "capital cost",
        "Spending on assets that last, for example a building or a computer system. It is not part of the "
        "revenue budget and is never deducted from a saving here.",
    ),
    Term(
        "category",
        "The type of change in the council’s own terms, for example efficiency savings, income generation "
        "or service redesign.",
    ),
    Term(
        "certainty",
        "A judgement of how sure the council is of an amount: certain, likely or possible.",
    ),
    Term(
        "committee",
        "A group of councillors responsible for an area of the council’s work. A scrutiny committee "
        "questions proposals and makes recommendations; it does not make decisions.",
    ),
    Term(
        "consultation",
        "Asking the people affected for their views before a decision is made. Some decisions require "
        "consultation by law.",
    ),
    Term(
        "cost to achieve",
        "One-off spending that is needed to make a saving, for example redundancy payments or a new "
        "computer system.",
    ),
    Term(
        "cumulative",
        "The total over all years to date.",
        "A recurring saving of £1m a year from the first year is £3m over three years.",
    ),
    Term(
        "decision required",
        "The decision that a proposal needs before it can go ahead, and who makes it, for example the "
        "Cabinet or Full Council.",
    ),
    Term(
        "deliverability",
        "The percentage of a saving that the responsible officers expect to be delivered. A proposal without a "
        "percentage is not in the risk-adjusted saving and is shown separately.",
        "A saving of £500,000 at 80% is expected to deliver £400,000.",
    ),
    Term(
        "delivery status",
        "Progress in delivering an approved proposal. It starts when the decision is made and is separate "
        "from the risk to delivery.",
    ),
    Term(
        "directorate",
        "A large part of the council that is led by a director and made up of services.",
    ),
    Term(
        "discrete year",
        "The change made to the budget in one year, compared with the year before. Savings made in "
        "earlier years are not counted again.",
        "If £1m is saved from the first year and another £1m from the second, the discrete saving is £1m "
        "in each of the two years.",
    ),
    Term(
        "edition",
        "A published appendix as it was on the day of publication. An edition never changes; corrections "
        "are published as new editions.",
    ),
    Term(
        "equality impact assessment",
        "An assessment of whether a change would have a greater impact on people with a protected "
        "characteristic, and of how to reduce that impact. It helps the council to meet its duties under "
        "the Equality Act 2010.",
        abbreviation="EIA",
    ),
    Term(
        "establishment",
        "All the posts that a service has a budget for, filled or vacant.",
    ),
    Term(
        "exempt",
        "Not included in public papers, because a paragraph of Schedule 12A to the Local Government Act "
        "1972 allows it, for example to protect a person or a contract. The reason is always published.",
    ),
    Term(
        "financial year",
        "The council’s year, from 1 April to 31 March: 2018/19 began on 1 April 2018 and ended on 31 "
        "March 2019.",
    ),
    Term(
        "forward plan",
        "The published list of key decisions that the council expects to make in the coming months.",
    ),
    Term(
        "FTE",
        "Full-time equivalent: the number of posts, counted by their hours. Two people who each work half "
        "of full-time hours are one FTE. A minus means a reduction in posts.",
    ),
    Term(
        "full-year effect",
        "The annual saving when a change has been in place for a full year. It does not include one-off "
        "amounts.",
        "A change in October that saves £50,000 by March has a full-year effect of £100,000.",
    ),
    Term(
        "gross budget",
        "The total planned spending of a service in the year, before income.",
    ),
    Term(
        "growth",
        "An increase in a budget to pay for higher demand, prices or new duties. Also called a pressure.",
    ),
    Term(
        "impact on residents",
        "The effect of a proposal on people who live in the area if it is delivered as planned. It is "
        "separate from the risk to delivery: a proposal can be certain to make its saving and still have "
        "a high impact.",
    ),
    Term(
        "impact statement",
        "A description of the effects of a proposal on service users, staff and buildings.",
    ),
    Term(
        "in-year",
        "The total amount saved in one year, including savings that started in earlier years and continue.",
        "If £1m is saved from the first year and another £1m from the second, the in-year saving in the "
        "second year is £2m.",
    ),
    Term(
        "income budget",
        "The income that a service expects in the year from charges, grants and other payments.",
    ),
    Term(
        "key decision",
        "A decision of the Cabinet or an officer that involves significant spending or savings, or has a "
        "significant effect on communities in two or more wards. It must be announced in the forward plan.",
    ),
    Term(
        "material change",
        "A change to the figures, posts, scope, risk or equality status of a proposal. It withdraws the sign-offs "
        "that were given before it, and the proposal is reviewed again.",
    ),
    Term(
        "medium-term financial strategy",
        "The council’s financial plan for the next three to five years.",
        abbreviation="MTFS",
    ),
    Term(
        "medium-term position",
        "The expected spending and income of each of the next years, if nothing is done and with the proposals.",
    ),
    Term(
        "net budget",
        "The cost of a service to the council: its gross budget less its income budget.",
    ),
    Term(
        "net present value",
        "The value today of all future savings and costs. Amounts in later years are reduced by 3.5% for "
        "each year, as in HM Treasury’s Green Book.",
    ),
    Term(
        "one-off",
        "A saving or cost in one year only. The council has to find a one-off saving again in the "
        "following year.",
        "A one-off saving of £100,000 is shown as £100,000 in its year and as minus £100,000 in the next "
        "year.",
    ),
    Term(
        "Part I",
        "The public part of a committee’s papers.",
    ),
    Term(
        "Part II",
        "The exempt part of a committee’s papers, which the public cannot see.",
    ),
    Term(
        "part-year effect",
        "The saving in the first year of a change that starts part of the way through the year.",
        "A change in October that saves £100,000 a year has a part-year effect of £50,000.",
    ),
    Term(
        "payback",
        "The number of years before the savings of a proposal are equal to the cost of achieving them.",
    ),
    Term(
        "portfolio holder",
        "The councillor in the Cabinet who is responsible for an area of the council’s work.",
    ),
    Term(
        "posts deleted",
        "Posts that would be removed from the establishment, whether or not they are filled.",
    ),
    Term(
        "pressure",
        "An increase in the net budget, for example from pay, prices, demand or the loss of a grant. Also called "
        "growth. A pressure that falls away is negative.",
    ),
    Term(
        "protected characteristic",
        "One of the nine characteristics protected by the Equality Act 2010: age, disability, gender "
        "reassignment, marriage and civil partnership, pregnancy and maternity, race, religion or belief, "
        "sex, and sexual orientation. A council can add its own, for example rural isolation.",
    ),
    Term(
        "RAG",
        "Red, amber and green: a rating of risk or progress. Red means that action is needed, amber that "
        "there are concerns, and green that work is on track.",
    ),
    Term(
        "recurring",
        "A saving or cost that continues in every later year.",
    ),
    Term(
        "reference",
        "The letters and number that identify a proposal in all papers, for example CYP002.",
    ),
    Term(
        "reserves",
        "Money that the council has set aside. It can be spent only once.",
    ),
    Term(
        "risk to delivery",
        "The risk that the saving will not be made: high (H), medium (M) or low (L). It is separate from "
        "the impact on residents.",
    ),
    Term(
        "risk-adjusted saving",
        "The saving multiplied by its deliverability. The headline total counts every saving in full.",
    ),
    Term(
        "saving",
        "A reduction in the net budget, from lower spending or higher income. Councils show savings as "
        "positive or negative figures; the heading of each table says which.",
    ),
    Term(
        "savings target",
        "The total saving that a budget round must achieve to close the budget gap.",
    ),
    Term(
        "savings tracker",
        "A regular report of the progress of approved savings against their targets.",
    ),
    Term(
        "scenario",
        "A medium-term position with other choices: proposals left out, made smaller or delayed, other amounts, or "
        "other assumptions.",
    ),
    Term(
        "section 151 officer",
        "The officer with legal responsibility for the council’s finances, often the director of finance.",
    ),
    Term(
        "senior responsible officer",
        "The officer who is responsible for delivering a proposal.",
    ),
    Term(
        "service",
        "An activity of the council, for example libraries or home care.",
    ),
    Term(
        "stage",
        "The progress of a proposal from draft, through reviews by officers and the cabinet member, to "
        "publication, scrutiny and decision.",
    ),
    Term(
        "start year",
        "The first financial year with a saving.",
    ),
    Term(
        "total saving",
        "The sum of the yearly changes over the round: the reduction in the annual budget by the end of "
        "the round.",
    ),
    Term(
        "transitional funding",
        "The money needed from elsewhere while savings are still to come: the amount by which reserves fall below "
        "zero in their worst year.",
        "If a reserve would end the years at £2m, -£3m and £1m, the transitional funding needed is £3m.",
    ),
    Term(
        "uplift",
        "A rise in the cost of existing services, for example from pay awards and prices. It begins in a year and "
        "stays in the budget.",
        "If pay costs £50m, an award of 3% is an uplift of £1.5m.",
    ),
    Term(
        "vacant posts",
        "Posts in the establishment that nobody fills at present.",
    ),
)

TERMS: Mapping[str, Term] = {each.name: each for each in sorted(_ALL, key=lambda each: each.name.casefold())}
"""Every term by its name, in the order of the alphabet."""


def term(name: str) -> Term:
    """Return the term of that name; raises UnknownTerm where it has no definition."""
    try:
        return TERMS[name]
    except KeyError:
        raise UnknownTerm(
            f"The glossary does not define “{name}”: add it to proposals/domain/terms.py."
        ) from None

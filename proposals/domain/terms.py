"""Definitions of the words of a savings round in plain English, shown in place and on one page.

The words are those that finance officers write and committees print; a definition says what the thing is, and
where it is a figure, how it comes about. Plain values.
"""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["TERMS", "Term", "UnknownTerm", "anchor_of", "definition_of", "term"]


class UnknownTerm(LookupError):
    """There is no definition of the term."""


@dataclass(frozen=True)
class Term:
    """A word of the field, and in a sentence or two what it means; `example` shows it in figures."""

    name: str
    definition: str
    example: str = ""

    @property
    def anchor(self) -> str:
        """The word as part of an address: “Part II” is part-ii."""
        return anchor_of(self.name)

    @property
    def heading(self) -> str:
        """The word as it begins a line."""
        return self.name[:1].upper() + self.name[1:]


def anchor_of(name: str) -> str:
    """Return a term's name as part of an address."""
    return "-".join("".join(letter if letter.isalnum() else " " for letter in name.lower()).split())


_ALL = (
    Term(
        "agenda item",
        "One piece of business at a meeting. Papers are found by the meeting, the number of the item and the "
        "letter of the appendix.",
    ),
    Term(
        "appendix", "A paper attached to a committee’s report. Savings proposals are published in appendices."
    ),
    Term(
        "base year",
        "The financial year whose budget the savings are taken from, usually the one before the first saving.",
    ),
    Term(
        "break-even year",
        "The first year from which everything saved so far is at least everything spent so far, and stays so.",
        "Spending £2m in the first year and saving £1m in each year breaks even in the second year.",
    ),
    Term(
        "budget gap",
        "How much more the council expects to spend than it expects to receive if it changes nothing.",
    ),
    Term(
        "budget round",
        "One autumn’s set of savings proposals, from the first drafts to the council’s decision on the budget.",
    ),
    Term(
        "capital cost",
        "Money spent once on something that lasts, such as a building or a computer system. It is not part of "
        "the yearly budget and is never taken off a saving here.",
    ),
    Term(
        "category",
        "The kind of change that a proposal makes, in the council’s own words: for example efficiency savings, "
        "growth avoidance or service redesign.",
    ),
    Term(
        "committee",
        "Councillors who meet to look into one part of the council’s work. A scrutiny committee questions "
        "proposals and recommends; it does not decide.",
    ),
    Term(
        "consultation",
        "Asking the people affected what they think before the decision is made. Some changes may not be "
        "decided without it.",
    ),
    Term(
        "cost to achieve",
        "What has to be spent once to bring a saving about, such as redundancy payments or a new computer "
        "system.",
    ),
    Term(
        "cumulative",
        "Added up over the years so far.",
        "A lasting saving of £1m a year from the first year comes to £3m over three years.",
    ),
    Term(
        "deliverability",
        "How much of a saving is expected to be delivered, in percent, as the officers who answer for it judge. A "
        "proposal without a percentage is not in what is risk-adjusted, and is shown apart.",
        "A saving of £500,000 at 80% is expected to bring £400,000.",
    ),
    Term(
        "delivery status",
        "How far an approved proposal has been carried out. It begins with the decision, and says nothing about "
        "how likely the saving was thought to be before.",
    ),
    Term(
        "directorate",
        "A large part of the council with a director of its own, made up of services.",
    ),
    Term(
        "discrete year",
        "The change made to the budget in that year alone, against the year before. What was saved in earlier "
        "years and goes on is not counted again.",
        "Saving £1m from the first year, and another £1m from the second, is £1m in each of the two years.",
    ),
    Term(
        "edition",
        "A published appendix as it was on the day it was published. It is never changed; a correction is a new "
        "edition.",
    ),
    Term(
        "equality impact assessment",
        "A check, which the Equality Act 2010 leads to, of whether a change would fall harder on people of some "
        "age, sex, race, religion, disability or other protected characteristic, and what would be done about "
        "it. Often shortened to EIA.",
    ),
    Term(
        "exempt",
        "Kept out of the public papers, because a paragraph of schedule 12A to the Local Government Act 1972 "
        "allows it, for example to protect a person or a contract. The reason is always published.",
    ),
    Term(
        "financial year",
        "The council’s year, from 1 April to 31 March: 2018/19 began on 1 April 2018 and ended on 31 March "
        "2019.",
    ),
    Term(
        "FTE",
        "Full-time equivalent: posts counted by their hours. Two people who each work half of a full week are "
        "one FTE. A minus means fewer posts.",
    ),
    Term(
        "full-year effect",
        "What a proposal saves in every year once all of it has happened. It leaves out what happens only once.",
        "A change in October that saves £50,000 by March has a full-year effect of £100,000.",
    ),
    Term("gross budget", "All that a service may spend in the year, before anything it receives."),
    Term(
        "impact on residents",
        "How strongly the people who live here would notice it, if the proposal were carried out as planned. A "
        "proposal can be certain to save and still be hard on residents, or the other way round.",
    ),
    Term(
        "impact statement",
        "What a proposal would mean for the people who use the service, its staff and its buildings.",
    ),
    Term(
        "in-year",
        "All that is saved in that year: what begins in it, and what began in earlier years and goes on.",
        "Saving £1m from the first year, and another £1m from the second, is £2m in the second year.",
    ),
    Term(
        "income budget",
        "What a service expects to receive in the year: charges, grants and payments from others.",
    ),
    Term(
        "medium-term financial strategy",
        "The council’s plan for its money over the next three to five years. Often shortened to MTFS.",
    ),
    Term("net budget", "What a service costs the council: its gross budget less its income budget."),
    Term(
        "net present value",
        "What all the savings and costs of the coming years are worth today, counting later money for less: "
        "3.5% less for each year, as the Treasury’s Green Book does.",
    ),
    Term(
        "one-off",
        "Saved or spent in one year only. A one-off saving has to be found again the year after.",
        "A one-off saving of £100,000 shows as £100,000 in its year and as minus £100,000 in the next.",
    ),
    Term("Part I", "The public part of a committee’s papers."),
    Term("Part II", "The part of a committee’s papers that is exempt, which the public may not see."),
    Term(
        "part-year effect",
        "What is saved in the first year of a change that begins after the year has begun.",
        "A change in October that saves £100,000 a year has a part-year effect of £50,000.",
    ),
    Term(
        "payback",
        "How many years it takes until what a proposal saves has made up for what it costs to bring about.",
    ),
    Term(
        "portfolio holder",
        "The councillor in the Cabinet who answers for this part of the council’s work.",
    ),
    Term("posts deleted", "Jobs that would no longer exist, whether or not somebody is in them now."),
    Term(
        "protected characteristic",
        "One of the nine things for which the Equality Act 2010 protects people from being treated worse: age, "
        "disability, gender reassignment, marriage and civil partnership, pregnancy and maternity, race, "
        "religion or belief, sex, and sexual orientation. A council may add its own, such as rural isolation.",
    ),
    Term("recurring", "Saved or spent in that year and in every year after it."),
    Term(
        "reference",
        "The letters and number by which a proposal is known in all papers, such as CYP002.",
    ),
    Term("reserves", "Money that the council has put aside. Spent once, it is gone."),
    Term(
        "risk-adjusted saving",
        "What is expected of savings: each one times its deliverability, added up. The headline figure beside it "
        "counts every saving in full.",
    ),
    Term(
        "risk to delivery",
        "How sure it is that the saving will really be made: high (H), medium (M) or low (L) risk. It says "
        "nothing about how hard the change would be on residents.",
    ),
    Term(
        "saving",
        "A lower net budget than before: less spent, or more received. Each council writes it with or without "
        "a minus; the heading of a table says which.",
    ),
    Term(
        "section 151 officer",
        "The officer who by law answers for the council’s money, often called the director of finance.",
    ),
    Term(
        "senior responsible officer",
        "The officer who answers for a proposal being carried out.",
    ),
    Term("service", "One thing the council does for somebody, such as libraries or home care."),
    Term(
        "stage",
        "How far a proposal has come: from a draft, through checks by officers and the Cabinet, to being "
        "published, scrutinised and decided.",
    ),
    Term(
        "start year",
        "The first financial year in which a proposal saves anything.",
    ),
    Term(
        "total saving",
        "The changes of all years of the round added up: by how much the yearly budget is lower at its end than "
        "before its beginning.",
    ),
    Term("vacant posts", "Jobs that exist and that nobody is in at present."),
)

TERMS: Mapping[str, Term] = {each.name: each for each in sorted(_ALL, key=lambda each: each.name.casefold())}
"""Every term by its name, in the order of the alphabet."""


def term(name: str) -> Term:
    """Return the term of that name; raises UnknownTerm where it has no definition."""
    try:
        return TERMS[name]
    except KeyError:
        raise UnknownTerm(
            f"Nobody has written down what “{name}” means: add it to proposals/domain/terms.py."
        ) from None


def definition_of(name: str) -> str:
    """Return the definition of the term, in a sentence or two; raises UnknownTerm where it has none."""
    return term(name).definition

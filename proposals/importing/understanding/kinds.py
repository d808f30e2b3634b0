"""The kinds of column that savings tables have, and the words that head them: declarations, the first that fits counts."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kind of a column."""

    REFERENCE = "reference"
    TITLE = "title"
    DIRECTORATE = "directorate"
    SERVICE = "service"
    PORTFOLIO = "portfolio"
    CATEGORY = "category"
    COMMITTEE = "committee"
    DESCRIPTION = "description"
    SECTION = "impact"
    STAFF = "impact on staff"
    PROPERTY = "impact on property"
    DECISIONS = "decisions"
    REPORTED = "reported"
    OFFICER = "officer"
    NOTES = "notes"
    RISK = "risk"
    RAG = "RAG"
    RECURRENCE = "recurring or one-off"
    YEAR_OF_ROW = "year of the row"
    YEAR = "year"
    SAVING = "saving"
    TOTAL = "total"
    PART = "part of the year"
    BETTER = "better"
    WORSE = "worse"
    GROWTH = "growth"
    COST = "cost"
    CAPITAL = "capital"
    FULL_YEAR = "full-year effect"
    CUMULATIVE = "cumulative"
    AGREED = "agreed earlier"
    TARGET = "target"
    BASE = "base budget"
    GROSS = "gross budget"
    INCOME = "income budget"
    NET = "net budget"
    PERCENTAGE = "percentage"
    FTE = "FTE change"
    IN_POST = "FTE in post"
    VACANT = "vacant"
    AMOUNT = "amount of unknown kind"
    OTHER = "other"


WORDS, FIGURES, EITHER = "words", "figures", "either"


@dataclass(frozen=True)
class Rule:
    """A kind of column, and the pattern that its heading, without years and units, has."""

    kind: Kind
    holds: str
    """What stands in its cells: words, figures, or either."""
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    is_whole: bool = False
    confidence: float = 0.9

    def fits(self, heading: str) -> bool:
        """Return whether a heading in small letters is one of this kind."""
        found = self.pattern.fullmatch(heading) if self.is_whole else self.pattern.search(heading)
        return bool(found) and not (self.unless and self.unless.search(heading))


def _rule(kind: Kind, holds: str, pattern: str, unless: str = "", *, whole: bool = False) -> Rule:
    return Rule(
        kind,
        holds,
        re.compile(pattern),
        re.compile(unless) if unless else None,
        whole,
        0.95 if whole else 0.9,
    )


SAVES = r"\b(?:savings?|saved|reductions?|efficienc(?:y|ies)|avoidance|avoided|benefits?|cuts?|cashable)\b"
_POSTS = r"\b(?:f\.?t\.?e'?s?|w\.?t\.?e'?s?|posts?|headcount|establishment|heads|staff(?:ing)? (?:numbers?|reductions?)|employees)\b"
_BUDGET = r"\b(?:budgets?|expenditure|spend(?:ing)?|controllable|cash limits?|estimates?|outturn|actuals?)\b"

RULES: tuple[Rule, ...] = (
    _rule(
        Kind.REFERENCE,
        EITHER,
        r"(?:(?:savings?|proposals?|options?|budget|items?|lines?|unique|bid|scheme|template|project|mtf[sp]|bcr?|our|business planning)\s+)*"
        r"(?:ref(?:erence|s)?|no|nos|number|id|code|urn|line|s/no|item|row)\.?(?:\s+(?:no|number|code|id))?\.?|#|ref\.? ?/ ?no\.?",
        whole=True,
    ),
    _rule(Kind.PERCENTAGE, FIGURES, r"%|\bper ?cent(?:age)?\b|\bpct\b"),
    _rule(Kind.RAG, EITHER, r"\brag\b|^(?:delivery |current )?status$|\bblagrag\b|traffic light"),
    _rule(
        Kind.RISK,
        EITHER,
        r"\brisks?\b|deliverab|\bconfidence\b|^\(?h\s*[/,]\s*m\s*[/,]\s*l\)?$",
        r"\bposts? at risk|fte.{0,6}at risk|staff at risk",
    ),
    _rule(
        Kind.REPORTED,
        WORDS,
        r"\b(?:date|when)?\s*reported\b|\b(?:cabinet|committee) (?:date|meeting|report)\b|^(?:meeting|agenda item|reported to)$",
    ),
    _rule(Kind.VACANT, EITHER, r"\bvacan(?:t|cy|cies)\b"),
    _rule(
        Kind.IN_POST,
        FIGURES,
        rf"(?:in[- ]post|current|existing|total|base(?:line)?|budgeted|funded|in scope|in the service|starting).{{0,14}}{_POSTS}|{_POSTS}.{{0,14}}(?:in[- ]post|in scope|in service|baseline|establishment|affected)"
        r"|^(?:staffing )?establishment|^headcount$|^number of (?:staff|employees)$",
        r"reduc|delet|los[st]|sav|chang|redundan|cut|impact|(?:\bto be\b|\bto go\b)",
    ),
    _rule(
        Kind.STAFF,
        EITHER,
        r"(?:impacts?|implications?|effects?|consequences?).{0,24}\b(?:staff|staffing|workforce|employees?|hr|posts?)\b|^(?:staffing|workforce|hr|staff)(?: impact| implications?| comments?)?s?$",
    ),
    _rule(Kind.FTE, EITHER, _POSTS),
    _rule(
        Kind.FULL_YEAR,
        FIGURES,
        r"\bfull[- ]year\b|\bfye\b|\bannuali[sz]ed\b|\bongoing (?:annual )?(?:saving|effect|value)|^(?:ongoing|recurring|recurrent)$",
    ),
    _rule(Kind.PROPERTY, WORDS, r"\b(?:property|assets?|buildings?|accommodation)\b", SAVES),
    _rule(
        Kind.SECTION,
        WORDS,
        r"\bimpacts?\b|\bimplications?\b|\bconsequences?\b|\beffects? (?:on|of)\b|\bequalit|\be[qh]?ia\b|\bconsultation\b|\bdependenc|\bmitigat|\bcommunit|\bresidents?\b|\bcustomers?\b",
    ),
    _rule(Kind.DECISIONS, WORDS, r"\bdecisions?\b|\bapprovals? (?:needed|required)"),
    _rule(
        Kind.SAVING,
        FIGURES,
        r"\b(?:better|favourable)\b\W+\(?(?:worse|adverse)\b|\b(?:worse|adverse)\b\W+\(?(?:better|favourable)\b",
    ),
    _rule(Kind.BETTER, FIGURES, r"\(?(?:better|favourable)\)?(?: \(?savings?\)?)?", whole=True),
    _rule(Kind.WORSE, FIGURES, r"\(?(?:worse|adverse)\)?(?: \(?(?:costs?|growth)\)?)?", whole=True),
    _rule(Kind.CAPITAL, FIGURES, r"\bcapital\b", SAVES),
    _rule(
        Kind.COST,
        FIGURES,
        r"\bcosts? (?:of|to)\b|\bimplementation\b|\bone[- ]off costs?\b|\bredundanc|\bset[- ]?up\b|\binvest(?:ment)?s?\b|\binvest to save\b|\btransition|\bproject costs?\b|^costs?$|\b(?:up-?front|delivery) costs?\b",
        SAVES + r"|invest to save savings?",
    ),
    _rule(
        Kind.GROWTH,
        FIGURES,
        r"\bgrowth\b|\bpressures?\b|\bbids?\b|\bunavoidable\b|\bdevelopments?\b|\binflation\b|\bdemograph|\bcommitments?\b|\badditional (?:costs?|spend)",
        SAVES + r"|avoid",
    ),
    _rule(Kind.CUMULATIVE, FIGURES, r"\bcumulative\b|\brunning total\b|\bto date\b"),
    _rule(
        Kind.AGREED,
        FIGURES,
        r"\b(?:previously|already|prior|earlier)\b|\b(?:approved|agreed)\b|\boriginal(?:ly)?\b|\bexisting (?:plan|saving)|\bcurrent mtf|\bachieved\b|\bdelivered\b",
    ),
    _rule(
        Kind.TARGET,
        FIGURES,
        r"\btargets?\b|\bgap\b|\bshortfall\b|\brequirement\b|\bvariance\b|\bdifference\b|\bstill to find\b",
    ),
    _rule(
        Kind.NET,
        FIGURES,
        rf"\bnet\b(?:.*{_BUDGET}|\s*$)|{_BUDGET}.*\bnet\b|\bnet (?:revenue|cost)",
        SAVES + r"|\bchange\b|\bimpact\b",
    ),
    _rule(
        Kind.GROSS,
        FIGURES,
        rf"\bgross\b(?:.*{_BUDGET}|\s*$)|{_BUDGET}.*\bgross\b|^expenditure(?: budget)?$",
        SAVES,
    ),
    _rule(Kind.INCOME, FIGURES, rf"\bincome\b.*{_BUDGET}|{_BUDGET}.*\bincome\b|\bgross income\b", SAVES),
    _rule(
        Kind.BASE,
        FIGURES,
        rf"{_BUDGET}|\bbase(?:line)?\b|\bturnover\b",
        SAVES + r"|\bimpact\b|\bchanges?\b|\bvariations?\b|\bproposals?\b|\bmovements?\b|\bpressures?\b",
    ),
    _rule(
        Kind.TOTAL,
        FIGURES,
        r"\btotals?\b|\boverall\b|\b\w+[- ]years?[' ]?s?\s+(?:savings?|sum)\b|\ball years\b|^sum$|\bgrand\b|^net (?:saving|impact|change|position)s?$",
    ),
    _rule(
        Kind.SAVING,
        FIGURES,
        rf"{SAVES}|\bincome\b|\bamounts?\b|\bvalues?\b|\bchanges?\b|\bimpacts?\b|\bproposals?\b|\bvariations?\b|\bmovements?\b|\badjustments?\b|\beffects?\b|\bfinancial\b|\bbenefits?\b|\bfees\b|\bin[- ]year\b|\byear\b|\btransformation\b|\bcommercial\w*|\bredesign|\bservice (?:change|cut)s?\b|\bprocurement\b|\bcontracts?\b|\bdiscrete\b|\bincremental\b|\brevenue\b",
    ),
    _rule(
        Kind.RECURRENCE,
        WORDS,
        r"\bone[- ]off\b|\brecurr(?:ing|ent)\b|\bpermanent\b|\btemporary\b|^[ro] ?/ ?[ro]$",
    ),
    _rule(
        Kind.YEAR_OF_ROW,
        EITHER,
        r"(?:financial|start|first|implementation|delivery|saving|budget)?\s*year(?:\s+(?:of (?:saving|implementation|delivery)|starts?))?",
        whole=True,
    ),
    _rule(
        Kind.NOTES,
        EITHER,
        r"\bnotes?\b|\bcomments?\b|\bremarks?\b|\bfurther information\b|\bassumptions?\b|\bcommentary\b|^(?:see|source)\b",
    ),
    _rule(
        Kind.TITLE,
        WORDS,
        r"(?:proposed |budget |efficiency )?savings? (?:titles?|names?|lines?|items?|measures?|initiatives?|proposals?|options?|schemes?)|(?:name|nature|title) of (?:the )?(?:proposed )?(?:budget )?(?:savings?|proposals?|options?|schemes?)",
        whole=True,
    ),
    _rule(
        Kind.TITLE,
        WORDS,
        r"\btitle\b|^(?:proposals?|savings?|options?|schemes?|initiatives?|projects?|measures?|items?|opportunit(?:y|ies)|headings?|efficiency|budget lines?|names?)$|^(?:proposal|option|scheme|project|opportunity|initiative) (?:names?|headings?)$|\bbudget (?:proposals?|savings?|options?|heading|reduction)\b",
    ),
    _rule(
        Kind.PORTFOLIO,
        WORDS,
        r"\bportfolio\b|\bcabinet (?:member|lead)\b|\blead member\b|\bexecutive (?:member|lead)\b",
    ),
    _rule(
        Kind.OFFICER,
        WORDS,
        r"\bofficers?\b|\blead\b|\bowner\b|\bresponsib|\bdirector\b|\bhead of\b|\bcontact\b|\bbudget holder\b|\bmanager\b|\bsro\b|\bsponsor\b",
    ),
    _rule(
        Kind.COMMITTEE,
        WORDS,
        r"\bcommittees?\b|\bpanel\b|\bscrutiny\b|\bcommission\b|^(?:\w|')+(?: \w+)? or (?:\w|')+",
    ),
    _rule(
        Kind.DIRECTORATE,
        WORDS,
        r"\bdirectorates?\b|\bdepartments?\b|^dept\.?s?$|^dir\.?$|^directorate ?/|^group$|^block$|^cluster$|^group/directorate$",
    ),
    _rule(
        Kind.CATEGORY,
        WORDS,
        r"\bcategor(?:y|ies)\b|\btypes?\b|\bthemes?\b|\bclassification\b|\bworkstreams?\b|\bprogrammes?\b|\bpriority\b|\boutcome\b|^nature$",
    ),
    _rule(
        Kind.DESCRIPTION,
        WORDS,
        r"\bdescriptions?\b|\bdetails?\b|\bhow\b|\bsummary\b|\bexplanation\b|\bbrief\b|\bwhat\b|\bactions?\b|\bnarrative\b|\brationale\b|\bbackground\b|\bjustification\b|\bachieved\b",
    ),
    _rule(
        Kind.SERVICE,
        WORDS,
        r"\bservices?\b|\bdivisions?\b|\bteams?\b|\bbusiness units?\b|\bsections?\b|\bfunctions?\b|\bcost centres?\b|\bbudget area\b|^areas?$|\bheads of service\b",
    ),
    _rule(
        Kind.TITLE,
        WORDS,
        r"\bproposals?\b|\bsavings?\b|\boptions?\b|\binitiatives?\b|\bname\b|\barea\b|\bprojects?\b|\bschemes?\b|\bmeasures?\b",
    ),
)
AMOUNTS = frozenset(
    {Kind.YEAR, Kind.SAVING, Kind.TOTAL, Kind.PART, Kind.BETTER, Kind.WORSE, Kind.GROWTH, Kind.AMOUNT}
)
"""The columns that a table's savings stand in."""
MONEY = AMOUNTS | frozenset(
    {
        Kind.COST,
        Kind.CAPITAL,
        Kind.FULL_YEAR,
        Kind.CUMULATIVE,
        Kind.AGREED,
        Kind.TARGET,
        Kind.BASE,
        Kind.GROSS,
        Kind.INCOME,
        Kind.NET,
    }
)
POSTS = frozenset({Kind.FTE, Kind.IN_POST, Kind.VACANT})
GROUPS = (Kind.PORTFOLIO, Kind.DIRECTORATE, Kind.SERVICE, Kind.CATEGORY, Kind.COMMITTEE)
"""Columns whose blank cells mean that the name above still stands."""
LABELS = (Kind.TITLE, Kind.REFERENCE, *GROUPS, Kind.DESCRIPTION, Kind.OTHER)
"""Columns that the label of a total can stand in."""
SECTIONS = (Kind.DESCRIPTION, Kind.SECTION, Kind.STAFF, Kind.PROPERTY, Kind.DECISIONS, Kind.NOTES, Kind.OTHER)
SECTION_KIND = {
    Kind.DESCRIPTION: "how_achieved",
    Kind.STAFF: "impact_upon_staff",
    Kind.PROPERTY: "impact_upon_property",
    Kind.SECTION: "impact_upon_service",
    Kind.DECISIONS: "decisions_needed",
}

"""The words that tell what a row or a heading is: totals, targets, groups, growth, savings agreed earlier."""

import re
from dataclasses import dataclass
from functools import lru_cache

_LONGEST_LABEL = 160
_BEFORE = re.compile(
    r"(?:\d[\d.]*\s+)?(?P<kind>sub|grand|overall|net|combined|cumulative|gross)?[\s-]*totals?\b\s*(?P<what>(?:new |proposed |budget |net |all |general fund |revenue )*"
    r"(?:savings?|reductions?|proposals?|efficienc(?:y|ies)|growth|pressures|options)\b)?\s*[:–—-]*\s*(?:(?:for|of|from|in|-)\s+)?(?P<name>.*)",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?P<name>.+?)\s*[:–—-]*\s*\(?\b(?P<kind>sub|grand|overall|net)?[\s-]*totals?\)?(?P<what>)\s*:?(?:\s*\(?£.{0,6}\)?)?",
    re.IGNORECASE,
)
_LIKE_TOTAL = re.compile(
    r"(?:sum|(?:net|overall|combined|grand|aggregate|all)\s*(?:new |proposed |budget |council |identified )*(?:position|change|savings?|growth|impact|effect|reductions?|efficienc(?:y|ies)|proposals?|options?|items)?(?: identified| proposed)?|(?:carried|brought) forward|[cb]/?f(?:wd)?|"
    r"combined|aggregate|subtot\.?|in total|sum of .{0,60})",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"(?:(?:the|overall|revised|remaining|total|savings?|budget|efficiency|funding|mtf[ps]|cumulative|net|residual|current|directorate|council|corporate|forecast|less|further|annual|original)\s*:?\s+)*"
    r"(?:targets?|gap|shortfall|short-fall|surplus|deficit|savings? (?:required|requirement|needed|to find|to be found)|requirement|(?:over|under)[- ]?(?:achievement|provision|delivery)|"
    r"balance (?:to|still|of savings|remaining).*|still (?:to (?:find|be (?:found|identified|achieved))|required|needed).*|remaining (?:to find|gap|target|requirement)|amount (?:still )?(?:required|to find)|"
    r"unidentified savings?|variance|difference|(?:over|under)[ /(]*(?:under|over)?\)?|excess)"
    r"(?:\s+(?:against|to|for|from|vs?\.?|on|still|per|in|of|before|after|remaining|\d{4}|required|\(|/|-|–).*)?",
    re.IGNORECASE,
)
_AGREED = re.compile(
    r"\b(?:previously|already|earlier)\s+(?:agreed|approved|identified|reported|included|announced)|\b(?:agreed|approved) (?:in|by|at|as part of) (?:previous|prior|earlier|last|council|budget|february|march)"
    r"|\b(?:existing|prior[- ]year|brought forward|approved|pre-agreed|full[- ]year effect of (?:previous|prior|earlier|\d{4}))\b.{0,30}\bsavings?\b|\bsavings?\b.{0,30}\b(?:already|previously|effected) (?:agreed|approved|in (?:the )?base|made|achieved)",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\W*(?:of which|(?:this )?includ(?:es|ing)|comprising|made up of|broken down)\b", re.IGNORECASE
)
_NOTE = re.compile(
    r"(?:[*†‡#¹²³⁴]+|\(?note\s*\d*[):.]?|notes?\b|nb\b|n\.b\.|sources?\b|key\b|\(?\d{1,2}\)?[.)]?)\s*(?::|\s|-|–)\s*\S|(?:all|these|the) (?:figures|savings|amounts)\b|figures (?:are|in|from)|\*",
    re.IGNORECASE,
)
_GROWTH = re.compile(
    r"\b(?:growth|pressures?|bids?|unavoidable|investments?|developments? and|service developments?|new burdens|additional spend(?:ing)?|commitments|cost increases|inflation|demograph\w+|demand)\b",
    re.IGNORECASE,
)
_SAVES = re.compile(
    r"\b(?:savings?|reductions?|efficienc\w+|avoid\w*|cuts?|income|spend to save|invest to save)\b",
    re.IGNORECASE,
)
_GROWTH_LIST = re.compile(
    r"\b(?:growth|investments?|pressures?|bids?|service developments?)\b(?:\s*(?:and|&)\s*\w+)?\s*(?:proposals?|bids?|items?|lists?|schedule|options?|requests?|requirements?|pressures?|\d|$|[–(:-])"
    r"|^(?:budget |revenue |unavoidable |new )*(?:growth|pressures|investments?|bids)\b|\bpressures\b|\bgrowth (?:bids|proposals|items)\b",
    re.IGNORECASE,
)
_GROWTH_WORDS = frozenset(
    [
        "growth",
        "pressure",
        "pressures",
        "investment",
        "investments",
        "bid",
        "bids",
        "proposal",
        "proposals",
        "new",
        "budget",
        "revenue",
        "service",
        "unavoidable",
        "demographic",
        "demand",
        "inflation",
        "and",
        "of",
        "items",
        "item",
        "corporate",
        "list",
        "schedule",
        "unfunded",
        "statutory",
        "committed",
        "commitments",
        "base",
        "ongoing",
        "one",
        "off",
        "recurring",
        "legislative",
        "contract",
        "contractual",
        "additional",
        "spending",
        "spend",
        "cost",
        "costs",
        "demography",
        "demographics",
        "increase",
        "increases",
        "developments",
        "development",
        "for",
        "options",
        "approved",
        "agreed",
        "priority",
        "priorities",
        "the",
        "burdens",
        "previously",
        "year",
        "appendix",
        "annex",
        "table",
        "section",
        "a",
        "b",
        "c",
        "d",
        "e",
        "f",
        "g",
        "reversal",
        "reversals",
        "in",
        "to",
        "total",
        "proposed",
        "fund",
        "general",
    ]
)
_CATEGORY_WORDS = _GROWTH_WORDS | frozenset(
    [
        "saving",
        "savings",
        "efficiency",
        "efficiencies",
        "avoidance",
        "redesign",
        "redesigns",
        "income",
        "transformation",
        "reduction",
        "reductions",
        "commercial",
        "commercialisation",
        "restructure",
        "restructuring",
        "restructures",
        "fees",
        "charges",
        "generation",
        "staffing",
        "change",
        "changes",
        "management",
        "procurement",
        "contracts",
        "commissioning",
        "third",
        "party",
        "spend",
        "digital",
        "review",
        "reviews",
        "cuts",
        "cut",
        "services",
        "policy",
        "opportunities",
        "non",
        "technical",
        "accounting",
        "financing",
        "back",
        "office",
        "recurrent",
    ]
)
_CATEGORY = re.compile(
    r"\b(?:savings?|efficienc\w+|growth|avoidance|redesign\w*|income|transformation|reductions?|pressures?|demand|commercial\w*|restructur\w*|"
    r"investments?|one[- ]off|recurring|statutory|fees|proposals?|options?|procurement|staffing|cuts?)\b",
    re.IGNORECASE,
)
_SURE_CATEGORY = re.compile(
    r"\b(?:savings?|efficienc\w+|avoidance|reductions?|redesign)$|^(?:efficienc\w+|savings?|one[- ]off|income generation)\b",
    re.IGNORECASE,
)
_PROPOSALS = re.compile(
    r"\b(?:proposals?|options?|budget changes|budget adjustments|variations|star chamber)\b", re.IGNORECASE
)
_SECTION = re.compile(
    r"(?:(?:[a-z]|\d+|section [a-z\d])[.:)\s-]+)?(?:(?:new|proposed|further|additional|draft|previously|already|agreed|approved|existing|revenue|budget|service|base|unavoidable|detailed|list of|schedule of|other|general fund)\s+)*"
    r"(?:savings?|growth|pressures?|investments?|bids|reductions?|proposals?|options?|developments?|inflation|demography|demand)"
    r"(?:\s+(?:proposals?|options?|bids?|items?|already|agreed|approved|and|&|savings?|growth|pressures?|investments?|previously|reductions?|for|in|to|from|from previous years|included in (?:the )?(?:base )?budget|\d{4}[/-]\d{2,4}))*",
    re.IGNORECASE,
)
_WITHDRAWN = re.compile(
    r"\b(?:withdrawn|no longer (?:proposed|pursued|going ahead|taken forward|required|proceeding)|deleted|removed|rejected|not (?:progressing|proceeding|approved|agreed|supported|recommended|being pursued)|superseded|abandoned|on hold|deferred|cancelled|taken out|not taken forward)\b",
    re.IGNORECASE,
)
_AVOIDED = re.compile(r"\b(?:cost|growth|demand)[- ]avoidance\b|\bavoided cost", re.IGNORECASE)
_CONTINUED = re.compile(
    r"\s*[-–—(\[]*\s*\b(?:continued|cont(?:inued)?(?:['’]?d)?\.?)\s*[)\]]?\.*$", re.IGNORECASE
)
_LABELLED = re.compile(
    r"(?P<label>portfolio|directorate|department|service area|service|division|category|type|committee|cabinet member|theme|block)\s*[:–-]\s*(?P<name>\S.*)",
    re.IGNORECASE,
)
_CUMULATIVE = re.compile(r"\bcumulative\b|\brunning total\b|\bcumulated\b", re.IGNORECASE)
_DISCRETE = re.compile(
    r"\b(?:discrete|incremental|year[- ]on[- ]year|not cumulative|non-cumulative|additional (?:saving|in) each|in addition to (?:the )?(?:previous|prior)|new in (?:each|the) year)\b",
    re.IGNORECASE,
)
_IN_YEAR = re.compile(
    r"\b(?:compared (?:to|with)|against|relative to) (?:the )?(?:20\d\d[/-]\d\d |current |base )?(?:base )?budget\b|\btotal (?:saving )?in each year\b",
    re.IGNORECASE,
)
_ONE_OFF = re.compile(r"\bone[- ]off\b|\bnon[- ]recurr|\btemporary\b", re.IGNORECASE)
_RECURRING = re.compile(
    r"\brecurr(?:ing|ent)\b|\bpermanent\b|\bongoing\b|\bon-going\b|\bbase\b", re.IGNORECASE
)
_OTHER_TABLE = re.compile(
    r"\b(?:council tax (?:base|requirement|bands?)|reserves?|capital programme|treasury|prudential|collection fund|funding (?:sources|summary)|precepts?|"
    r"grants? (?:income|allocations)|financing|mtf[sp] (?:summary|position|model)|medium[- ]term financial (?:plan|strategy|forecast)|budget (?:summary|requirement|monitoring)|"
    r"business rates|outturn|balance sheet|fees and charges|risk register|virements?)\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"(?:negative|minus|\(\s*-?\s*\)|brackets?|bracketed)[^.]{0,40}(?:denote|represent|indicate|show|=|is|are|mean)[^.]{0,20}(?:savings?|reductions?)|savings? (?:are |is )?(?:shown|presented|expressed) (?:as|in) (?:negatives?|minus|brackets)|\(\s*savings?\s*\)\s*/?\s*(?:growth|pressure)|growth\s*/\s*\(\s*savings?\s*\)",
    re.IGNORECASE,
)
_POSITIVE = re.compile(
    r"(?:negative|minus|brackets?|bracketed)[^.]{0,40}(?:denote|represent|indicate|show|=|is|are|mean)[^.]{0,20}(?:growth|costs?|increases?|pressures?|reversals?)|savings? (?:are |is )?(?:shown|presented|expressed) as positive|savings?\s*/\s*\(\s*(?:growth|cost|pressure)s?\s*\)",
    re.IGNORECASE,
)

_BUDGET_LINE = re.compile(
    r"(?:\d[\d.]*\s+)?(?:(?:revised|opening|closing|total|net|gross|original|current|approved|proposed|base|draft|final|indicative|directorate|service|council|general fund|less|add|plus|adjusted|\d{4}[/-]\d{2,4})\s+)*"
    r"(?:gross expenditure|gross budget|net budget|net expenditure|base budget|budget requirement|net revenue budget|cash limit|council tax(?: requirement| income| precept)?|"
    r"business rates(?: income)?|revenue support grant|funding(?: available)?|opening budget|closing budget|budget|resources(?: available)?|net cost of services|(?:opening|closing) balance|"
    r"fees, charges (?:&|and) (?:ring-fenced|schools?) .{0,40}|collection fund.{0,30}|(?:contribution|transfer) (?:to|from) (?:general )?(?:reserves|balances)|use of (?:general )?(?:reserves|balances))"
    r"(?:\s+(?:\d{4}[/-]\d{2,4}|requirement|income|brought forward|b/?fwd?|carried forward|c/?fwd?|before savings|after savings|\(.{0,30}\)))*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class TotalLabel:
    """What a total's label says: the name of what it is of, and whether it is a subtotal or the grand total."""

    text: str
    name: str
    is_sub: bool
    is_grand: bool
    is_cumulative: bool = False


@lru_cache(maxsize=16384)
def total_label(text: str) -> TotalLabel | None:
    """Return what the label of a total says, or None for any other text."""
    short = text.strip()
    if not short or len(short) > _LONGEST_LABEL or "otal" not in short.lower():
        return (
            TotalLabel(short, "", is_sub=False, is_grand=False)
            if short and _LIKE_TOTAL.fullmatch(short)
            else None
        )
    match = _BEFORE.fullmatch(short) or _BEHIND.fullmatch(short)
    if match is None:
        return None
    kind = (match["kind"] or "").lower()
    name = (match["name"] or "").strip(" :-–—")
    if len(name.split()) > 12:
        return None
    return TotalLabel(
        short, name, kind == "sub", kind in ("grand", "overall"), bool(_CUMULATIVE.search(short))
    )


def is_target(text: str) -> bool:
    """Return whether a text names a target, a gap or a balance against it."""
    return len(text) <= _LONGEST_LABEL and bool(_TARGET.fullmatch(text.strip()))


def is_budget_line(text: str) -> bool:
    """Return whether a row is a line of the budget, such as “Opening gross expenditure”, and no change to it."""
    return len(text) <= _LONGEST_LABEL and bool(_BUDGET_LINE.fullmatch(text.strip()))


def is_agreed(text: str) -> bool:
    """Return whether a text says that savings were agreed earlier."""
    return bool(_AGREED.search(text[:_LONGEST_LABEL]))


def is_part(text: str) -> bool:
    """Return whether a text says that a row is a part of the one above."""
    return bool(_PART.match(text))


def is_note(text: str) -> bool:
    """Return whether a line is a note to a table, and no group's name."""
    return bool(_NOTE.match(text)) or text.endswith((".", ";")) or len(text) > _LONGEST_LABEL


def names_growth(text: str) -> bool:
    """Return whether a name says that its rows are growth, and is no name such as “Place and Growth”."""
    return bool(_GROWTH.search(text)) and not _SAVES.search(text) and _is_of(text, _GROWTH_WORDS)


def lists_growth(text: str) -> bool:
    """Return whether a title says that the table below it lists growth."""
    return bool(_GROWTH_LIST.search(text)) and not _SAVES.search(text)


def _is_of(text: str, words: frozenset[str]) -> bool:
    return all(word in words or word.isdigit() for word in re.findall(r"[a-z]+|\d+", text.lower()))


def names_both(text: str) -> bool:
    """Return whether a title names growth and savings."""
    return bool(_GROWTH.search(text)) and bool(_SAVES.search(text)) and "avoid" not in text.lower()


def names_savings(text: str) -> bool:
    """Return whether a text names savings."""
    return bool(_SAVES.search(text))


def names_category(text: str) -> bool:
    """Return whether a heading names a category of savings and no part of the council."""
    if _is_of(text, _CATEGORY_WORDS):
        return bool(_CATEGORY.search(text) or _GROWTH.search(text))
    return bool(_SURE_CATEGORY.search(text))


def names_section(text: str) -> bool:
    """Return whether a heading names a part of the document, such as “New savings proposals”."""
    return bool(_SECTION.fullmatch(text.strip(" :")))


def names_other_table(text: str) -> bool:
    """Return whether a title is one of tables that hold no proposals, such as reserves or council tax."""
    return bool(_OTHER_TABLE.search(text)) and not _SAVES.search(text)


def speaks_of_proposals(text: str) -> bool:
    """Return whether a title speaks of savings, growth or proposals."""
    return bool(_SAVES.search(text) or _GROWTH.search(text) or _PROPOSALS.search(text))


def is_withdrawn(text: str) -> bool:
    """Return whether a title says that its proposal is no longer made."""
    return bool(_WITHDRAWN.search(text))


def is_avoidance(text: str) -> bool:
    """Return whether a text speaks of costs avoided."""
    return bool(_AVOIDED.search(text))


def without_continued(text: str) -> str:
    """Return a name without “(continued)” behind it."""
    return _CONTINUED.sub("", text)


def labelled_group(text: str) -> tuple[str, str] | None:
    """Return the label and the name of a heading such as “Directorate: Adults”."""
    match = _LABELLED.fullmatch(text)
    return (match["label"].lower(), match["name"].strip()) if match else None


def says_cumulative(text: str) -> bool:
    """Return whether a title says that its figures add up over the years."""
    return bool(_CUMULATIVE.search(text)) and not _DISCRETE.search(text)


def says_in_year(text: str) -> bool:
    """Return whether a title says that each figure is held against one base budget."""
    return bool(_IN_YEAR.search(text))


def says_discrete(text: str) -> bool:
    """Return whether a title says that each figure is the change made in its year."""
    return bool(_DISCRETE.search(text))


def recurrence_of(text: str) -> bool | None:
    """Return True for one-off, False for recurring, None where a text says neither."""
    plain = text.strip().lower()
    if plain in ("o", "o/o") or _ONE_OFF.search(plain):
        return True
    return False if plain in ("r", "p") or _RECURRING.search(plain) else None


def sign_said(text: str) -> int:
    """Return -1 where a text says that savings are negative, 1 where they are positive, 0 where neither."""
    if _NEGATIVE.search(text):
        return -1
    return 1 if _POSITIVE.search(text) else 0

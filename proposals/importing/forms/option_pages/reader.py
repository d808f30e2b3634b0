"""The values of one form, read from its sections; what cannot be read becomes an error naming text and line."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeVar

from proposals.importing.figures import (
    UnreadableTable,
    YearTable,
    heads_column,
    is_bare,
    note_in,
    read_table,
    unmarked,
    without_nil,
)
from proposals.importing.forms.document import ReadForm
from proposals.importing.forms.option_pages.sections import BUDGETS, MORE, NARRATIVE
from proposals.importing.forms.sections import FormSections, Section
from proposals.importing.in_words import in_pounds
from proposals.importing.lines import joined, narrative
from proposals.importing.parsed import Answer, ParsedBudget, ParsedProposal, ParsedSection
from proposals.importing.units import LEAST_SAVING, may_be_pounds, unit_alone
from services.values.money import (
    POUNDS_IN,
    Unit,
    UnreadableMoney,
    parse_fte,
    parse_money,
)
from services.values.years import FinancialYear, UnreadableYear

SMALL_BUDGET = 10_000
"""Pounds: in a form that prints savings in thousands or millions, a smaller amount is hardly a service's budget."""
_SHORTEST_WRAPPED = 25  # letters of a line in a narrow cell
_NO_CHANGE = re.compile(
    r"(?:none|nil|n/?a|not applicable|no (?:change|impact|implications?))\.?", re.IGNORECASE
)
_NOT_KNOWN = re.compile(
    r"tb[acd]|to be (?:confirmed|determined|advised|agreed)|not (?:yet )?known(?: at this stage)?",
    re.IGNORECASE,
)
_COUNTS_DOWN = re.compile(r"reduc|delet|\blost\b|\bloss\b|redundan", re.IGNORECASE)
Figure = TypeVar("Figure", int, Decimal)
_NO_TABLE: YearTable[Any] = YearTable({}, None, "", "", (), (), None, 0)


@dataclass(frozen=True)
class Stated:
    """An amount as the form states it, in whole pounds with the printed sign, and where."""

    pounds: int
    place: str


@dataclass(frozen=True)
class OptionForm(ReadForm):
    """One option as its form states it, with what checks its figures.

    Its savings and FTE changes are empty when the form does not give them: not known is not zero.
    """

    gross: Stated | None
    income: Stated | None
    net: Stated | None
    discrete_total: Stated | None
    fte_total: Decimal | None
    fte_place: str


class FormReader:
    """Reads the values of one form."""

    def __init__(self, sections: FormSections) -> None:
        self.sections = sections

    def read(self, reference: str, title: str) -> OptionForm:
        """Return the form's values; the sections' findings say what could not be read."""
        sections = self.sections
        profile = self._table("profile", parse_money)
        fte: YearTable[Decimal] = _NO_TABLE if self._says_no_fte() else self._fte()
        unit = profile.unit or "pounds"
        if profile.by_year:
            self._check_unit(profile, unit)
        start_note = self._notes(["start_year"])
        self._leave_over_service_notes()
        gross, net = self._money("gross", unit), self._money("net", unit)
        base_year = self._base_year()
        places = {kind: sections[kind].value_place for kind in ("service", "start_year", "profile", "fte")}
        income = self._income(self._money("income", unit), gross, net)
        proposal = ParsedProposal(
            title=title,
            place=sections.place,
            places=places | {"budget": sections["gross"].value_place},
            references=(reference,) if reference else (),
            service=self._service(),
            savings=profile.by_year,
            start_year=self._start_year(),
            fte_changes=fte.by_year,
            budget=ParsedBudget(gross.pounds, income.pounds, base_year, self._notes(BUDGETS))
            if gross and income
            else None,
            base_year=base_year,
            profile_note=" ".join(filter(None, (start_note, *profile.notes))),
            fte_note=" ".join(fte.notes),
            sections=tuple(
                ParsedSection(kind, "", text, Answer.ANSWERED)
                for kind in (*NARRATIVE, *MORE)
                if (text := narrative(self._paragraphs(sections[kind])))
            ),
        )
        return OptionForm(
            proposal,
            sections,
            proposal.references,
            unit if profile.by_year else None,
            profile.decimals,
            in_pounds(sum(profile.by_year.values())),
            gross,
            income,
            net,
            None if profile.total is None else Stated(profile.total, profile.total_place),
            fte.total,
            fte.total_place,
        )

    def _notes(self, kinds: Sequence[str]) -> str:
        """Return the footnotes under some headings as one text, each once."""
        lines = (line for kind in kinds for line in self.sections[kind].lines)
        return " ".join(dict.fromkeys(note for line in lines if (note := note_in(line.text))))

    def _check_unit(self, profile: YearTable[int], unit: Unit) -> None:
        """Ask about the unit of the savings where it is not stated, or amounts are unlikely in it."""
        if profile.unit is None:
            message = "the savings say no unit (£, £000 or £m); they were read as whole pounds."
            self.sections.question("unit not stated", profile.place, message)
        lines = self.sections["profile"].values
        doubtful = next((line for line in lines if may_be_pounds(unmarked(line.text), unit)), None)
        if doubtful:
            message = f"“{doubtful.text}” was read in the unit of the table, but may be in pounds."
            self.sections.question("unit doubtful", doubtful.place, message)
        largest = max(map(abs, profile.by_year.values()))
        if unit != "pounds" and 0 < largest < LEAST_SAVING:
            message = f"the largest saving of a year comes to {in_pounds(largest)}: check the unit."
            self.sections.question("unit doubtful", profile.place, message)

    def _paragraphs(self, section: Section) -> list[str]:
        """Return the lines of a text, those that a page wrapped joined; Word has its paragraphs itself."""
        lines = section.lines
        if any(line.opens_cell for line in lines[1:]):
            return [line.text for line in lines]
        paragraphs, places = joined(lines, _SHORTEST_WRAPPED)
        if places:
            message = f"lines of “{section.heading.wording}” look wrapped by a page; they were joined."
            self.sections.note("lines joined", lines[0].place, message)
        return [line.text for line in paragraphs]

    def _says_no_fte(self) -> bool:
        """Return whether the form says in words that there is no FTE change, or none that is known, and note it."""
        texts = [
            text for line in self.sections["fte"].values if (text := line.text) and not heads_column(text)
        ]
        if not texts:
            return False
        if all(_NO_CHANGE.fullmatch(text) for text in texts):
            self.sections.note(
                "no FTE change",
                self.sections["fte"].value_place,
                f"FTE implications: “{texts[0]}” was read as none.",
            )
            return True
        if all(_NOT_KNOWN.fullmatch(text) or _NO_CHANGE.fullmatch(text) for text in texts):
            message = f"FTE implications: the figures are not stated (“{texts[0]}”)."
            self.sections.question("FTE not stated", self.sections["fte"].value_place, message)
            return True
        return False

    def _fte(self) -> YearTable[Decimal]:
        """Return the FTE changes; figures under a heading such as “FTE reductions” count what goes."""
        table = self._table("fte", lambda text, _: parse_fte(text))
        found = self.sections["fte"].found
        if not table.by_year or found is None or not _COUNTS_DOWN.search(found.printed):
            return table
        changes = [*table.by_year.values(), *([table.total] if table.total is not None else [])]
        if min(changes) < 0 < max(changes):
            message = f"under “{found.printed}” some figures carry a minus and others none: their sign is not certain."
            self.sections.question("sign of FTE", table.place, message)
            return table
        if max(changes) <= 0:
            return table
        self.sections.note(
            "FTE counted down", table.place, f"the figures under “{found.printed}” were read as reductions."
        )
        total = None if table.total is None else -table.total
        return replace(table, by_year={year: -change for year, change in table.by_year.items()}, total=total)

    def _income(self, stated: Stated | None, gross: Stated | None, net: Stated | None) -> Stated | None:
        """Return the income as a positive amount where it is printed with a minus and the three add up so."""
        if stated is None or stated.pounds >= 0 or gross is None or net is None:
            return stated
        if gross.pounds + stated.pounds != net.pounds:
            return stated
        message = "the income is printed with a minus; gross and income add up to the net budget so."
        self.sections.note("income with a minus", stated.place, message)
        return replace(stated, pounds=-stated.pounds)

    def _service(self) -> str:
        values = self.sections["service"].values
        if not values:
            self.sections.error(
                "service missing", self.sections["service"].value_place, "the service's name is missing."
            )
            return ""
        return unmarked(values[0].text)

    def _leave_over_service_notes(self) -> None:
        """A footnote of the service's name has no field; it is listed as left over."""
        lines = self.sections["service"].lines
        self.sections.left_over.extend(line for line in lines if note_in(line.text))

    def _start_year(self) -> FinancialYear | None:
        values = self.sections["start_year"].values
        if not values:
            if "start_year" in self.sections.by_kind:
                self.sections.note(
                    "no start year", self.sections["start_year"].value_place, "no start year is given."
                )
            return None
        try:
            return FinancialYear.parse(unmarked(values[0].text))
        except UnreadableYear as error:
            self.sections.error("start year unreadable", values[0].place, f"start year: {error}")
            return None

    def _base_year(self) -> FinancialYear | None:
        sections = [self.sections[kind] for kind in BUDGETS]
        dated = [(item.found.year, item.place) for item in sections if item.found and item.found.year]
        years = [year for year, _ in dated]
        if len(set(years)) > 1:
            message = f"the budgets are of different years: {', '.join(map(str, years))}."
            self.sections.error("base years differ", dated[0][1], message)
        return years[0] if years else None

    def _money(self, kind: str, savings_unit: Unit) -> Stated | None:
        section = self.sections[kind]
        values, unit = section.values, section.unit
        if values and (alone := unit_alone(values[0].text)):
            unit, values = unit or alone, values[1:]
        if not values:
            return None
        text, place = unmarked(values[0].text), values[0].place
        named = section.heading.wording.lower()
        try:
            pounds = parse_money(without_nil(text), unit or "pounds")
        except UnreadableMoney as error:
            self.sections.error("budget unreadable", place, f"{named}: {error}")
            return None
        if unit is None and pounds and is_bare(text):
            self.sections.error("unit not stated", place, f"{named}: “{text}” says no unit (£, £000 or £m).")
        elif unit is None and savings_unit != "pounds" and 0 < abs(pounds) < SMALL_BUDGET:
            self.sections.question(
                "unit doubtful",
                place,
                f"{named}: “{text}” was read as {in_pounds(pounds)}, though the savings are in "
                f"{POUNDS_IN[savings_unit]:,} pounds.",
            )
        return Stated(pounds, place)

    def _table(self, kind: str, read: Callable[[str, Unit], Figure]) -> YearTable[Figure]:
        if kind not in self.sections.by_kind:
            return _NO_TABLE
        section = self.sections[kind]
        try:
            table = read_table(section.lines, read, section.place, section.unit)
        except UnreadableTable as error:
            self.sections.error("table unreadable", error.place, f"{section.heading.wording}: {error}")
            return _NO_TABLE
        self.sections.left_over.extend(table.left_over)
        return table

"""The values in the head of a business case: its title, references, saving and officer."""

from collections.abc import Sequence

from proposals.domain.references import canonical_reference
from proposals.importing.forms.business_cases.headline import Headline, read_headline
from proposals.importing.forms.business_cases.references import references_in_cell, split_case_title, unlike
from proposals.importing.forms.business_cases.sections import CaseSections
from proposals.importing.forms.headings import plain
from proposals.importing.forms.sections import Section
from proposals.importing.parsed import ParsedProposal

_QUOTED = 120


def read_head(head: CaseSections, committee: str) -> tuple[ParsedProposal, tuple[str, ...], Headline]:
    """Return what the head states, the references of its own, and its saving; what is missing is reported."""
    cell = head["reference"].text
    in_cell = references_in_cell(cell)
    above = head.title_line.text if head.title_line else ""
    title, in_title = split_case_title(head["title"].text or above, in_cell)
    other_title, in_line = split_case_title(above, in_cell)
    references = unlike([*in_cell, *in_title, *in_line])
    if not references:
        said = f"; under “Business Planning Reference” stands “{cell[:_QUOTED]}”" if cell else ""
        head.error("reference missing", head.place, f"the business case has no reference{said}.")
    elif in_cell:
        _compare_references(head, in_cell, (*in_title, *in_line))
    elif cell or "reference" in head.by_kind:
        message = f"the reference cell says “{cell[:_QUOTED]}”; the reference was taken from the title."
        head.note("reference from the title", head["reference"].value_place, message)
    if cell and in_cell and _is_more(cell, in_cell):
        message = f"the reference cell says “{cell[:_QUOTED]}”; read: {', '.join(in_cell)}."
        head.note("reference cell", head["reference"].value_place, message)
    if not title:
        head.error("title missing", head.place, "the business case has no title.")
    elif head.title_line and other_title and plain(other_title) != plain(title):
        message = f"the title above the table is “{other_title[:_QUOTED]}”; “{title[:_QUOTED]}” was read."
        head.note("title printed otherwise", head.title_line.place, message)
    headline = _headline(head)
    proposal = ParsedProposal(
        title=title,
        place=head.place,
        references=references,
        total=headline.amount,
        profile_complete=False,
        headline=headline.printed,
        headline_label=headline.label,
        savings=headline.years,
        committees=(committee,) if committee else (),
        senior_responsible_officer=head["senior_responsible_officer"].text,
    )
    return proposal, in_cell or references, headline


def _compare_references(head: CaseSections, in_cell: Sequence[str], elsewhere: Sequence[str]) -> None:
    stored = {canonical_reference(reference): reference for reference in in_cell}
    strange = [r for r in unlike(elsewhere) if canonical_reference(r) not in stored]
    if strange:
        named, celled = ", ".join(strange), ", ".join(in_cell)
        message = f"the title names {named}, the reference cell {celled}: check which is meant."
        head.question("references differ", head["title"].value_place, message)
    spelt = [r for r in dict.fromkeys(elsewhere) if r not in in_cell and r not in strange]
    if spelt:
        message = f"the title writes the reference as {', '.join(spelt)}; {', '.join(in_cell)} was kept."
        head.note("reference spelt otherwise", head["title"].value_place, message)


def _is_more(cell: str, references: Sequence[str]) -> bool:
    """Return whether the cell holds more letters and figures than its references."""
    words = plain(cell).replace(" and ", " ").replace(" ", "")
    return len(words) != sum(len(plain(reference).replace(" ", "")) for reference in references)


def _headline(head: CaseSections) -> Headline:
    cell = head["saving"]
    if "saving" not in head.by_kind:
        message = "the business case states no saving; it is not known."
        head.note("saving not stated", head.place, message)
        return Headline()
    if head.savings:
        return _by_year(head)
    headline = read_headline(cell.printed, cell.text)
    _say_doubt(head, cell, headline)
    return headline


def _say_doubt(head: CaseSections, cell: Section, headline: Headline) -> None:
    if headline.doubt:
        severity, code, message = headline.doubt
        head.report(severity, code, cell.place, message)


def _by_year(head: CaseSections) -> Headline:
    """Return the savings of several years as one headline; each is read as if it stood alone."""
    read = []
    for item in head.savings:
        headline = read_headline(item.printed, item.text)
        if headline.amount is None:
            message = (
                f"“{item.printed}” says “{item.text[:_QUOTED]}”, which is no saving to add to the others."
            )
            head.question("saving of a year not read", item.place, message)
        else:
            _say_doubt(head, item, headline)
            read.append(headline)
    return Headline(
        printed="; ".join(f"{item.printed}: {item.text}" for item in head.savings),
        unit=next((item.unit for item in read if item.unit), None),
        decimals=max((item.decimals for item in read), default=0),
        years={year: pounds for item in read for year, pounds in item.years.items()},
    )

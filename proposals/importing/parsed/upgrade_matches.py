"""Option forms read after the summary that named them: the form gives the held proposal its reference and years.

A summary's row becomes a proposal under a reference given here, with some years only. The form that fits
exactly one such completes it; where two could fit, a person chooses.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from proposals.domain.references import canonical_reference
from proposals.importing.differences import FieldChange, held_savings
from proposals.importing.findings import Finding, Level
from proposals.importing.option_pages.forms import OptionForm
from proposals.importing.option_pages.layout import OptionDocument
from proposals.importing.parsed.matching import Named, pair_up, plain
from proposals.importing.parsed.plan import place_prefix
from proposals.importing.parsed.revision import (
    STATED_OTHERWISE,
    beside,
    in_pounds,
    same_wording,
    stated_otherwise,
)
from proposals.importing.parsed.stored import has_made_reference, named_held, option_of, saving_in_words
from proposals.importing.planning import NEW_PROPOSAL, ImportRequest, ImpossibleImport, MatchChoice
from proposals.importing.styles import LAYOUTS, OPTION_PAGES
from proposals.models import DocumentEntry, ProposalFinding, SavingsProposal

_NO_OPTION_PAGES = tuple(
    place_prefix(layout.noun) for style, layout in LAYOUTS.items() if style != OPTION_PAGES
)


@dataclass
class TakenOver:
    """The held proposals that forms complete, by the forms' references, and what is to be said and chosen."""

    proposals: dict[str, SavingsProposal] = field(default_factory=dict)
    choices: list[MatchChoice] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def is_of_other_document(row: ProposalFinding) -> bool:
    """Return whether an accepted finding was said by another kind of document than option forms."""
    return row.place.startswith(_NO_OPTION_PAGES)


def find_taken_over(
    document: OptionDocument, held: Mapping[str, SavingsProposal], request: ImportRequest
) -> TakenOver:
    """Return which of `held` (by canonical reference, with their entries) the document's forms complete.

    Raises ImpossibleImport for a choice that names no form of the document, or no proposal to complete.
    """
    waiting = [
        proposal
        for proposal in held.values()
        if not proposal.profile_complete and has_made_reference(proposal)
    ]
    forms = [form for form in document.forms if canonical_reference(form.reference) not in held]
    found = TakenOver()
    left = _by_choice(document, forms, waiting, request, found)
    waiting = [proposal for proposal in waiting if proposal not in found.proposals.values()]
    named = [
        Named((form.title, form.service), savings, sum(savings.values()))
        for form in left
        for savings in (form.savings(document.savings_sign),)
    ]
    pairing = pair_up(named, [named_held(proposal, with_service=False) for proposal in waiting])
    for row, place in pairing.pairs.items():
        found.proposals[canonical_reference(left[row].reference)] = waiting[place]
    for row, places in pairing.unsure.items():
        form = left[row]
        saving = saving_in_words(named[row].savings, named[row].total)
        options = tuple(option_of(waiting[place]) for place in places)
        found.choices.append(MatchChoice(form.reference, form.title, form.place, saving, options))
    for form in document.forms:
        proposal = found.proposals.get(canonical_reference(form.reference))
        if proposal:
            found.findings.extend(_differences(form, proposal, document))
    return found


def _by_choice(
    document: OptionDocument,
    forms: list[OptionForm],
    waiting: list[SavingsProposal],
    request: ImportRequest,
    found: TakenOver,
) -> list[OptionForm]:
    """Settle what was chosen, and return the forms still to be matched."""
    settled: set[str] = set()
    by_reference = {proposal.canonical_reference: proposal for proposal in waiting}
    for name, chosen in request.choices:
        named = [
            form for form in document.forms if form.reference == name or plain(form.title) == plain(name)
        ]
        if not named:
            raise ImpossibleImport(f"No form of the document is named “{name}”.")
        open_forms = [form for form in named if form in forms]
        if chosen.strip().lower() == NEW_PROPOSAL:
            settled.update(form.reference for form in open_forms)
            continue
        proposal = by_reference.pop(canonical_reference(chosen), None)
        if open_forms and (proposal is None or len(open_forms) > 1):
            raise ImpossibleImport(
                f"“{chosen}”, chosen for “{name}”, is not one proposal that waits for one form. Give the form's "
                f"reference and that of such a proposal, or “{NEW_PROPOSAL}”."
            )
        if open_forms and proposal:
            found.proposals[canonical_reference(open_forms[0].reference)] = proposal
            settled.add(open_forms[0].reference)
    return [form for form in forms if form.reference not in settled]


def _differences(form: OptionForm, proposal: SavingsProposal, document: OptionDocument) -> Iterator[Finding]:
    """Yield what the earlier document stated otherwise, worded as its own reading would word it."""
    noun = _source_noun(proposal)
    savings = form.savings(document.savings_sign)
    stated = held_savings(proposal, savings)
    messages = [
        stated_otherwise(noun, f"the saving {year}", in_pounds(stated[year]), in_pounds(pounds))
        for year, pounds in savings.items()
        if year in stated and stated[year] != pounds
    ]
    total = sum(savings.values())
    if savings and proposal.stated_total is not None and proposal.stated_total != total:
        messages.append(
            stated_otherwise(noun, "the total saving", in_pounds(proposal.stated_total), in_pounds(total))
        )
    for message in messages:
        yield Finding(Level.DIFFERENCE, STATED_OTHERWISE, form.reference, place_prefix(noun), message)


def completed(form: OptionForm) -> Iterator[FieldChange]:
    """Yield that the form completes the proposal's years, where it states them."""
    if form.discrete:
        yield FieldChange("all years are known", "no", "yes")


def complete(proposal: SavingsProposal, form: OptionForm) -> list[Any]:
    """Give the proposal over to the form, in memory; return the rows to be saved besides."""
    noun = _source_noun(proposal)
    if form.discrete:
        proposal.profile_complete = True
    rows: list[Any] = []
    for held in proposal.statements.all():
        text = form.statements.get(held.kind)
        if text is None:
            continue
        if held.text and not same_wording(held.text, text):
            rows.append(beside(held, noun))
        held.text, held.answer, held.heading, held.position = text, held.Answer.ANSWERED, "", 0
        rows.append(held)
    for entry in proposal.document_entries.all():
        entry.is_source = False
        rows.append(entry)
    return rows


def _source_noun(proposal: SavingsProposal) -> str:
    entries: list[DocumentEntry] = list(proposal.document_entries.all())
    source = next((entry for entry in entries if entry.is_source), entries[0])
    return LAYOUTS[source.style].noun

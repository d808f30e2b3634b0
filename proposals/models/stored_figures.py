"""The figures that rows carry for sorting and filtering, written from the savings profile and never by hand."""

from collections.abc import Iterable, Iterator, Sequence

from proposals.domain.savings_together import start_year
from proposals.models import SavingsProposal, YearProfile
from proposals.models.records import fte_of, profile_of, total_of
from services.audit.history import RecordedModel
from services.db.rows_together import Rows


def store_figures(proposals: Iterable[SavingsProposal]) -> None:
    """Write discrete savings and totals of `proposals` (with their year rows loaded) as the profile computes them."""
    listed = list(proposals)
    years: list[YearProfile] = []
    falling_out: list[YearProfile] = []
    for proposal in listed:
        falling_out += set_figures(proposal)
        years += proposal.year_profiles.all()
    SavingsProposal.objects.bulk_update(
        listed, ["total_saving", "total_fte_change", "start_year"], batch_size=200
    )
    YearProfile.objects.bulk_update(years, ["discrete_saving"], batch_size=200)
    YearProfile.objects.bulk_create(falling_out)


def set_figures(proposal: SavingsProposal) -> list[YearProfile]:
    """Put the computed figures onto the proposal and its year rows, unsaved; return the rows still wanting.

    A one-off falls out in the year after it, which must have a row to be sorted and filtered by. A year that
    is not known gets none: it would then be taken for known.
    """
    profile = profile_of(proposal)
    discrete = profile.discrete
    proposal.total_saving = total_of(proposal) or 0
    proposal.total_fte_change = fte_of(proposal).total
    proposal.start_year = start_year(profile, proposal.start_year)
    held = set()
    for row in proposal.year_profiles.all():
        row.discrete_saving = discrete[row.year]
        held.add(row.year)
    if not proposal.profile_complete:
        return []
    return [
        YearProfile(proposal=proposal, year=year, discrete_saving=pounds)
        for year, pounds in discrete.items()
        if pounds and year not in held
    ]


def store_figures_of(keys: Iterable[int]) -> None:
    """Write the stored figures of the proposals with these primary keys."""
    chosen = SavingsProposal.objects.filter(pk__in=list(keys)).select_related("budget_round")
    store_figures(chosen.with_rows(Rows("year_profiles"), Rows("fte_impacts")))


def save_with_rows(
    created: Sequence[SavingsProposal], changed: Sequence[SavingsProposal], rows: Iterable[RecordedModel]
) -> None:
    """Save proposals and their rows by year, section and list in few queries, and store the figures of all of them."""
    for proposal in changed:
        # Somebody who has the proposal open for editing is told that it changed meanwhile.
        proposal.version += 1
    SavingsProposal.objects.all().save_rows([*changed, *created])
    by_model: dict[type[RecordedModel], list[RecordedModel]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    for model, members in by_model.items():
        model._default_manager.all().save_rows(members)
    store_figures_of(proposal.pk for proposal in (*changed, *created))


def wrong_figures(proposals: Iterable[SavingsProposal]) -> Iterator[str]:
    """Yield, in words, each stored figure that is not what the savings profile computes."""
    for proposal in proposals:
        profile = profile_of(proposal)
        total = total_of(proposal) or 0
        if proposal.total_saving != total:
            yield f"{proposal.reference}: stored total {proposal.total_saving}, computed {total}"
        if proposal.total_fte_change != fte_of(proposal).total:
            yield f"{proposal.reference}: stored FTE {proposal.total_fte_change}, computed {fte_of(proposal).total}"
        if proposal.start_year != start_year(profile, proposal.start_year):
            yield f"{proposal.reference}: stored start year {proposal.start_year}, computed {start_year(profile)}"
        for row in proposal.year_profiles.all():
            computed = profile.discrete[row.year]
            if row.discrete_saving != computed:
                yield f"{proposal.reference} {row.year}: stored {row.discrete_saving}, computed {computed}"

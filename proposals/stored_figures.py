"""The figures that rows carry for sorting and filtering, written from the savings profile and never by hand."""

from collections.abc import Iterable, Iterator

from proposals.models import SavingsProposal, YearProfile
from proposals.querysets import fte_of, profile_of


def store_figures(proposals: Iterable[SavingsProposal]) -> None:
    """Write the discrete savings and totals of `proposals` (loaded `with_related`) as the profile computes them."""
    listed = list(proposals)
    years: list[YearProfile] = []
    falling_out: list[YearProfile] = []
    for proposal in listed:
        profile = profile_of(proposal)
        discrete = profile.discrete
        proposal.total_saving = profile.total
        proposal.total_fte_change = fte_of(proposal).total
        rows = {row.year: row for row in proposal.year_profiles.all()}
        for row in rows.values():
            row.discrete_saving = discrete[row.year]
            years.append(row)
        # A one-off falls out in the year after it, which must have a row to be sorted and filtered by.
        falling_out.extend(
            YearProfile(proposal=proposal, year=year, discrete_saving=pounds)
            for year, pounds in discrete.items()
            if pounds and year not in rows
        )
    SavingsProposal.objects.bulk_update(listed, ["total_saving", "total_fte_change"], batch_size=200)
    YearProfile.objects.bulk_update(years, ["discrete_saving"], batch_size=200)
    YearProfile.objects.bulk_create(falling_out)


def store_figures_of(keys: Iterable[int]) -> None:
    """Write the stored figures of the proposals with these primary keys."""
    store_figures(SavingsProposal.objects.filter(pk__in=list(keys)).with_related())


def wrong_figures(proposals: Iterable[SavingsProposal]) -> Iterator[str]:
    """Yield, in words, each stored figure that is not what the savings profile computes."""
    for proposal in proposals:
        profile = profile_of(proposal)
        if proposal.total_saving != profile.total:
            yield f"{proposal.reference}: stored total {proposal.total_saving}, computed {profile.total}"
        if proposal.total_fte_change != fte_of(proposal).total:
            yield f"{proposal.reference}: stored FTE {proposal.total_fte_change}, computed {fte_of(proposal).total}"
        for row in proposal.year_profiles.all():
            computed = profile.discrete[row.year]
            if row.discrete_saving != computed:
                yield f"{proposal.reference} {row.year}: stored {row.discrete_saving}, computed {computed}"

"""The figures that rows carry for sorting and filtering, written from the savings profile and never by hand."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from proposals.domain.direction import PRESSURE
from proposals.domain.savings_together import start_year
from proposals.models import SavingsProposal, YearProfile
from proposals.models.records import fte_is_stated, fte_of, profile_of, total_of
from services.audit.history import RecordedModel
from services.db.rows_together import Rows

STORED = (
    *("total_saving", "total_fte_change", "start_year"),
    *("recurrence", "investment", "posts_stated", "years_of_change"),
)


def store_figures(proposals: Iterable[SavingsProposal]) -> None:
    """Write discrete savings and totals of `proposals` (with their year rows loaded) as the profile computes them."""
    listed = list(proposals)
    years: list[YearProfile] = []
    falling_out: list[YearProfile] = []
    for proposal in listed:
        falling_out += set_figures(proposal)
        years += proposal.year_profiles.all()
    SavingsProposal.objects.bulk_update(listed, STORED, batch_size=200)
    YearProfile.objects.bulk_update(years, ["discrete_saving"], batch_size=200)
    YearProfile.objects.bulk_create(falling_out)


def set_figures(proposal: SavingsProposal) -> list[YearProfile]:
    """Put the computed figures onto the proposal and its year rows, unsaved; return the rows still wanting.

    A one-off falls out in the year after it, which must have a row to be sorted and filtered by. A year that
    is not known gets none: it would then be taken for known.
    """
    discrete = profile_of(proposal).discrete
    for name, value in _figures_of(proposal).items():
        setattr(proposal, name, value)
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


def _figures_of(proposal: SavingsProposal) -> dict[str, Any]:
    """Return the stored figures of a proposal, as they are computed from its rows."""
    profile, fte = profile_of(proposal), fte_of(proposal)
    is_stated = fte_is_stated(proposal)
    sign = -1 if proposal.direction == PRESSURE else 1
    # A year that has no row is not known, unless all of them are.
    known = profile.years if proposal.profile_complete else {row.year for row in proposal.year_profiles.all()}
    figures = (
        total_of(proposal) or 0,
        fte.total,
        start_year(profile, proposal.start_year),
        profile.recurrence,
        profile.investment,
        "" if not is_stated else "changed" if any(fte.changes) else "unchanged",
        " ".join(
            str(year.start)
            for year, pounds in profile.discrete.items()
            if pounds * sign > 0 and year in known
        ),
    )
    return dict(zip(STORED, figures, strict=True))


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
        for name, computed in _figures_of(proposal).items():
            if (stored := getattr(proposal, name)) != computed:
                what = proposal._meta.get_field(name).verbose_name
                yield f"{proposal.reference}: stored {what} {stored}, computed {computed}"
        discrete = profile_of(proposal).discrete
        for row in proposal.year_profiles.all():
            computed = discrete[row.year]
            if row.discrete_saving != computed:
                yield f"{proposal.reference} {row.year}: stored {row.discrete_saving}, computed {computed}"

"""Querysets of publications and editions: the one place that says who may see which."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from proposals.domain.roles import FINANCE, Role
from proposals.models import SavingsProposal
from proposals.permissions.budgets import PREPARING_BUDGETS
from proposals.permissions.exempt import exempt_readable_by
from proposals.permissions.proposals import EVERYTHING, NOTHING, scope_of
from services.audit.history import RecordedQuerySet

PART_I, PART_II = 1, 2

PREPARING = FINANCE | {Role.COMMITTEE_CLERK, Role.AUDITOR, Role.ADMINISTRATOR}
"""The roles that see what is being prepared for publication."""


class PublicationQuerySet(RecordedQuerySet):
    """Publications in preparation."""

    def visible_to(self, user: Any) -> "PublicationQuerySet":
        """Return the publications of the councils for which this person prepares or audits them."""
        scope = scope_of(user)
        if not scope.roles & PREPARING:
            return self.filter(NOTHING)
        return self.filter(_of_councils(scope.councils, "budget_round__council"))


class EditionQuerySet(RecordedQuerySet):
    """Frozen editions."""

    def visible_to(self, user: Any) -> "EditionQuerySet":
        """Return the editions that this person, signed in or not, may read.

        The public reads those of part I where the council has turned its public pages on; every role those of
        its councils; the exempt part is for who may read the exempt wording of every proposal in it.
        """
        return self.filter(_readable_by(user))

    def perhaps_visible_to(self, user: Any) -> "EditionQuerySet":
        """Return the editions of part I that this person may read, and all of part II, which `visible_to` decides."""
        return self.filter(_part_one_readable_by(user) | Q(part=PART_II))

    def public(self) -> "EditionQuerySet":
        """Return the editions that anybody may read."""
        return self.filter(_PUBLIC)

    def called(self, short_identifier: str) -> "EditionQuerySet":
        """Return the edition whose identifier begins so: it stands on every page, and it is cited by it."""
        ends = (UUID(short_identifier.ljust(32, digit)) for digit in "0f")
        return self.filter(identifier__range=tuple(ends))

    def current(self) -> "EditionQuerySet":
        """Return the newest edition of each publication, of whichever part it is."""
        later = self.model._base_manager.filter(
            publication=OuterRef("publication"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(later))

    def light(self) -> "EditionQuerySet":
        """Return the editions without their snapshots, which lists do not need."""
        return self.defer("snapshot")


class ForecastQuerySet(RecordedQuerySet):
    """Financial cases."""

    def visible_to(self, user: Any) -> "ForecastQuerySet":
        """Return the cases of the councils that this person sees: to most of them once a case has been shared."""
        scope = scope_of(user)
        if not scope.roles:
            return self.filter(NOTHING)
        own = _of_councils(scope.councils, "council")
        if scope.roles & (PREPARING_BUDGETS | {Role.AUDITOR}):
            return self.filter(own)
        return self.filter(own, shared_at__isnull=False)


_PUBLIC = Q(part=PART_I, council__public_pages=True)


def _part_one_readable_by(user: Any) -> Q:
    scope = scope_of(user)
    return _PUBLIC | (_of_councils(scope.councils, "council") & Q(part=PART_I)) if scope.roles else _PUBLIC


def _readable_by(user: Any) -> Q:
    scope, part_one = scope_of(user), _part_one_readable_by(user)
    if not scope.roles:
        return part_one
    return part_one | (_of_councils(scope.councils, "council") & Q(part=PART_II) & _wording_readable_by(user))


def _wording_readable_by(user: Any) -> Q:
    """Return the condition of the editions of which the person may read the exempt wording of each proposal."""
    entries = apps.get_model("reports", "EditionEntry")._base_manager.filter(edition=OuterRef("pk"))
    may_read = exempt_readable_by(user, as_published=True)
    granted = apps.get_model("proposals", "ExemptGrant")._base_manager.filter(user=user.pk).values("proposal")
    # A correction that moves a proposal to another service opens to nobody what was published before.
    as_published = SavingsProposal.versions.filter(may_read).values("published_version_of")
    is_corrected = Q(published_version__isnull=False)
    readable = (
        SavingsProposal.objects.filter(may_read)
        .filter(~is_corrected | Q(pk__in=as_published) | Q(pk__in=granted))
        .values("pk")
    )
    return Exists(entries) & ~Exists(entries.exclude(proposal__in=readable))


def _of_councils(councils: frozenset[int], path: str) -> Q:
    return Q(**{f"{path}__in": councils}) if councils else EVERYTHING

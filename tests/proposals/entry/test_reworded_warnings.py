"""Explanations keep their warnings when the wording of warnings changes."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from proposals.models import WarningReason
from tests.support.stage_examples import in_preparation, make_complete

REWORD = import_module("proposals.migrations.0017_wording_of_warnings").reword


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "So small a number of posts could point at a person: -1.00 in 2027/28.",
            "Individuals may be identifiable from this number of posts: -1.00 in 2027/28.",
        ),
        (
            "6.00 FTE are to go, but the impact on staff is not described.",
            "6.00 FTE posts would be deleted, but the impact on staff is not described.",
        ),
        (
            "The budget of 2026/27 has the service earn £325,000 more than it spends: there is no net budget that "
            "the saving of £10,000 could come out of, so say where it comes from.",
            "In 2026/27 the service’s income is £325,000 more than its expenditure, so there is no net budget to take "
            "the saving of £10,000 from. Explain where the saving comes from.",
        ),
        (
            "The budget of 2026/27 has the service earn as much as it spends: there is no net budget that the saving "
            "of £10,000 could come out of, so say where it comes from.",
            "In 2026/27 the service’s income is equal to its expenditure, so there is no net budget to take the "
            "saving of £10,000 from. Explain where the saving comes from.",
        ),
        (
            "Together with ENV002, ENV003 (£5,000) it saves £10,000, more than the net budget of £9,000 in 2026/27.",
            "Together with ENV002, ENV003 (£5,000) it would save £10,000, which is more than the net budget of £9,000 "
            "in 2026/27.",
        ),
        (
            "The saving of £9,000 is larger than the net budget of £8,000 in 2026/27.",
            "The saving of £9,000 is larger than the net budget of £8,000 in 2026/27.",
        ),
    ],
)
def test_an_explanation_follows_the_wording_of_its_warning(before, after):
    WarningReason.objects.create(
        proposal=make_complete(in_preparation()), code="x", message=before, reason="Agreed.", given_by="Fiona"
    )
    REWORD(MigrationLoader(connection).project_state(("proposals", "0016_plain_wording")).apps, None)
    assert WarningReason.objects.get().message == after

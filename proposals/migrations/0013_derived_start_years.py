"""Derive the start year of every proposal from its years, where any saving is known."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def derive(apps, schema_editor):
    """Store the first year in which the saving changes."""
    proposals = apps.get_model("proposals", "SavingsProposal")._base_manager.using(
        schema_editor.connection.alias
    )
    years = apps.get_model("proposals", "YearProfile")._base_manager.filter(proposal=OuterRef("pk"))
    first = years.exclude(discrete_saving=0).order_by("year").values("year")[:1]
    known = proposals.annotate(first=Subquery(first)).filter(first__isnull=False).values("pk")
    proposals.filter(pk__in=known).update(start_year=Subquery(first))


class Migration(migrations.Migration):
    dependencies = [("proposals", "0012_published_versions")]

    operations = [migrations.RunPython(derive, migrations.RunPython.noop)]

"""Give the explanations of warnings the wording that their warnings have now, so that they still apply."""

import re

from django.db import migrations

REWORDED = (
    (
        r"^So small a number of posts could point at a person: ",
        "Individuals may be identifiable from this number of posts: ",
    ),
    (
        r"^(\S+) FTE are to go, but the impact on staff is not described\.$",
        r"\1 FTE posts would be deleted, but the impact on staff is not described.",
    ),
    (
        r"^The budget of (\S+) has the service earn as much as it spends: there is no net budget that the saving of "
        r"(\S+) could come out of, so say where it comes from\.$",
        r"In \1 the service’s income is equal to its expenditure, so there is no net budget to take the saving of \2 "
        r"from. Explain where the saving comes from.",
    ),
    (
        r"^The budget of (\S+) has the service earn (\S+) more than it spends: there is no net budget that the saving "
        r"of (\S+) could come out of, so say where it comes from\.$",
        r"In \1 the service’s income is \2 more than its expenditure, so there is no net budget to take the saving of "
        r"\3 from. Explain where the saving comes from.",
    ),
    (
        r"^(Together with .* \(\S+\)) it saves (\S+), more than (the net budget of .*)$",
        r"\1 it would save \2, which is more than \3",
    ),
)


def reword(apps, schema_editor):
    """Replace each old wording by the new one; the figures within it stay."""
    explanations = apps.get_model("proposals", "WarningReason").objects
    for row in explanations.all().iterator():
        for old, new in REWORDED:
            message, count = re.subn(old, new, row.message)
            if count:
                explanations.filter(pk=row.pk).update(message=message)


class Migration(migrations.Migration):
    dependencies = [("proposals", "0016_plain_wording")]

    operations = [migrations.RunPython(reword, migrations.RunPython.noop)]

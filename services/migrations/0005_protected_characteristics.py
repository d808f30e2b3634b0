"""List the nine characteristics that the Equality Act 2010 protects (section 4)."""

from django.db import migrations

NINE = [
    "Age",
    "Disability",
    "Gender reassignment",
    "Marriage and civil partnership",
    "Pregnancy and maternity",
    "Race",
    "Religion or belief",
    "Sex",
    "Sexual orientation",
]


def list_characteristics(apps, schema_editor):
    characteristic = apps.get_model("services", "Characteristic")
    for position, name in enumerate(NINE, start=1):
        characteristic.objects.get_or_create(council=None, name=name, defaults={"position": position})


def remove_characteristics(apps, schema_editor):
    apps.get_model("services", "Characteristic").objects.filter(council=None, name__in=NINE).delete()


class Migration(migrations.Migration):
    dependencies = [("services", "0004_people_and_committees")]
    operations = [migrations.RunPython(list_characteristics, remove_characteristics)]

"""The people in whose name pages are asked for."""

from django.contrib.auth.models import Group, User
from django.test import Client


def finance_officer(name: str) -> Client:
    """Return a browser in which a finance officer of that name is signed in."""
    person = User.objects.create_user(name, is_staff=True)
    person.groups.add(Group.objects.get(name="Finance officer"))
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    return client

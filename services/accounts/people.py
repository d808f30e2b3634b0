"""Finding the person that a typed name or e-mail address belongs to."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Q

from services.accounts.digests import normalise_name


def person_named(typed: str) -> User | None:
    """Return the person with this user name, or else the only one with this e-mail address; None where it is nobody's.

    One query whatever was typed, so that the time of the answer tells nothing.
    """
    typed = typed.strip()[:254]
    found = list(
        get_user_model()
        .objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed))
        .order_by("pk")[:20]
    )
    exact = [person for person in found if person.username == typed]
    by_name = exact or [
        person for person in found if normalise_name(person.username) == normalise_name(typed)
    ]
    by_mail = [
        person
        for person in found
        if typed and person.is_active and normalise_name(person.email) == normalise_name(typed)
    ]
    candidates = by_name or by_mail
    return candidates[0] if len(candidates) == 1 else None

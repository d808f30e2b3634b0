"""The link by which a person sets their first password, or a new one at an administrator's request."""

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.models import User


def send_invitation(person: User) -> None:
    """Send the person a link that works once; nobody else ever knows the password. There must be an address."""
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    adapter = get_adapter()
    address = adapter.get_reset_password_from_key_url(f"{user_pk_to_url_str(person)}-{token}")
    adapter.send_mail(
        "account/email/invitation",
        person.email,
        {"user": person, "username": person.username, "password_reset_url": address},
    )

"""Sealing short secrets with the installation's key."""

import base64

from django.conf import settings
from django.utils.crypto import salted_hmac


def seal(text: str) -> str:
    """Return the text encrypted and signed."""
    # Loaded where it is needed: the library takes a tenth of a second, which every command would pay.
    from cryptography.fernet import Fernet

    return Fernet(_key(settings.SECRET_KEY)).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return what was sealed, with the present key or an earlier one."""
    from cryptography.fernet import Fernet, MultiFernet

    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(key)) for key in keys]).decrypt(sealed.encode()).decode()


def _key(secret: str) -> bytes:
    digest = salted_hmac("councilsavings.accounts.sealing", "key", secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest)

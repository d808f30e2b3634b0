"""Keyed digests: what may be compared later on but never read, such as a name that belongs to no account."""

import unicodedata

from django.utils.crypto import salted_hmac


def digest_of(*parts: str) -> str:
    """Return the keyed digest of the parts, 64 hexadecimal digits."""
    return salted_hmac("services.accounts", "\0".join(parts), algorithm="sha256").hexdigest()


def normalise_name(typed: str) -> str:
    """Return a typed name or e-mail address as it is compared: without blanks around it, capitals counting as small."""
    return unicodedata.normalize("NFKC", typed).casefold().strip()

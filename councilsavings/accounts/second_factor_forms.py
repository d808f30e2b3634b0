"""django-allauth's forms of second factors in the look of the pages; apart, since they load the passkey library."""

from allauth.mfa.base import forms as base
from allauth.mfa.recovery_codes import forms as recovery_codes
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn

from councilsavings.accounts.forms import AccountFormMixin


class AuthenticateForm(AccountFormMixin, base.AuthenticateForm):
    """A code of the app, or a recovery code."""

    labels = {"code": "Code"}


class ReauthenticateForm(AccountFormMixin, base.ReauthenticateForm):
    """A code once more."""

    labels = {"code": "Code"}


class ActivateTOTPForm(AccountFormMixin, totp.ActivateTOTPForm):
    """The first code of a new app."""

    labels = {"code": "Code from your app"}


class DeactivateTOTPForm(AccountFormMixin, totp.DeactivateTOTPForm):
    """Remove the app."""


class GenerateRecoveryCodesForm(AccountFormMixin, recovery_codes.GenerateRecoveryCodesForm):
    """New recovery codes in place of the old ones."""


class AddPasskeyForm(AccountFormMixin, webauthn.AddWebAuthnForm):
    """A new passkey or security key, with a name to know it by."""

    labels = {"name": "Name, for example Work phone", "passwordless": "Use it to sign in without a password"}
    help_texts = {"passwordless": "It then asks for your fingerprint, your face or a PIN each time."}


class EditPasskeyForm(AccountFormMixin, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    labels = {"name": "Name"}

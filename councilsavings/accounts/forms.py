"""django-allauth's forms of accounts in the look and the words of the pages."""

from typing import Any

from allauth.account import forms as account
from django import forms

from councilsavings.forms import PageForm, PageFormMixin
from services.models import Notice, NoticeChoice


class AccountFormMixin(PageFormMixin):
    """A form of the library: its labels and errors are ours, its placeholders and help texts are left out."""

    labels: dict[str, str] = {}
    help_texts: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # A placeholder vanishes while somebody types, and is too pale to read.
            for attribute in ("placeholder", "autofocus"):
                field.widget.attrs.pop(attribute, None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, field.help_text)


class SignInForm(AccountFormMixin, account.LoginForm):
    """The name or e-mail address and the password of a person with an account."""

    labels = {"login": "Username or email address", "password": "Password"}
    help_texts = {"password": ""}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].max_length = 254
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "maxlength": 254,
        }


class ResetPasswordForm(AccountFormMixin, account.ResetPasswordForm):
    """The address to which the link for a new password is sent."""

    labels = {"email": "Email address"}


class NewPasswordForm(AccountFormMixin, account.ResetPasswordKeyForm):
    """A new password, by the link that was sent."""

    labels = {"password1": "New password", "password2": "Confirm new password"}


class ChangePasswordForm(AccountFormMixin, account.ChangePasswordForm):
    """A new password in place of the present one."""

    labels = {
        "oldpassword": "Current password",
        "password1": "New password",
        "password2": "Confirm new password",
    }
    help_texts = {"oldpassword": ""}


class ReauthenticateForm(AccountFormMixin, account.ReauthenticateForm):
    """The password once more."""

    labels = {"password": "Password"}
    help_texts = {"password": ""}


class NoticesForm(PageForm):
    """How often the person gets each kind of notice."""

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        for kind in Notice.Kind:
            self.fields[kind.value] = forms.ChoiceField(label=kind.label, choices=NoticeChoice.Often.choices)

    def save(self) -> None:
        """Keep what was chosen."""
        NoticeChoice.objects.bulk_create(
            [
                NoticeChoice(person=self.person, kind=kind, often=often)
                for kind, often in self.cleaned_data.items()
            ],
            update_conflicts=True,
            unique_fields=["person", "kind"],
            update_fields=["often"],
        )

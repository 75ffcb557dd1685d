"""allauth's forms with our words and no placeholders (a placeholder is no label)."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm as CodeForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from kontuar.store.models import User
from kontuar.web.forms import Plain
from kontuar.web.second_factor import Sturdy

CODE_LIVES = 120
"""Seconds: longer than any code of the app is accepted."""


class SignIn(Plain, LoginForm):
    """Name and password; the message of a failure is the same for every name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name")
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Stay signed in on this computer for two weeks")
        self.fields["login"].widget.attrs.update(autocapitalize="none", autofocus=True, spellcheck="false")
        _bare(self)


class ChangePassword(Plain, ChangePasswordForm):
    """The present password, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Present password")
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = _("At least 10 characters; a few words are easier to remember.")
        self.fields["password2"].label = _("New password again")
        self.fields["oldpassword"].help_text = ""
        _bare(self)


class Password(Plain, ReauthenticateForm):
    """The password once more, before something about signing in is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs["autofocus"] = True
        _bare(self)


class _OneCode(Plain):
    """A code of the app, or a recovery code; neither works twice."""

    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].help_text = _("Six digits from the app, or one of your recovery codes.")
        self.fields["code"].widget.attrs.update(
            inputmode="numeric", maxlength="20", autofocus=True, spellcheck="false"
        )
        _bare(self)

    def clean_code(self) -> str:
        """allauth remembers a used code for one step; with its neighbours it lives for three."""
        code = str(super().clean_code())  # type: ignore[misc]
        if not cache.add(f"kontuar-code-{self.user.pk}-{code}", "used", timeout=CODE_LIVES):
            raise get_adapter().validation_error("incorrect_code")
        return code


class Code(_OneCode, CodeForm):
    """The second step of signing in."""


class CodeAgain(_OneCode, CodeAgainForm):
    """In place of the password, before something about signing in is changed."""


class Passkey(Sturdy, AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class PasskeyAlone(Sturdy, LoginWebAuthnForm):
    """A passkey that opens the door by itself."""


class PasskeyAgain(Sturdy, ReauthenticateWebAuthnForm):
    """A passkey in place of the password."""


def _bare(form: Plain) -> None:
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)

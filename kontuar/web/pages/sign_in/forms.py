"""allauth's forms with our words and no placeholders (a placeholder is no label)."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from django.utils.translation import gettext_lazy as _

from kontuar.web.forms import Plain


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


def _bare(form: Plain) -> None:
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)

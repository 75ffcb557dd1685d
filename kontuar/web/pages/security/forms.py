"""allauth's forms of the second factor, with our words."""

from typing import Any

from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _

from kontuar.web.forms import Plain
from kontuar.web.second_factor import Sturdy

LONGEST_NAME = 60
MOST_PASSKEYS = 10


class FirstCode(Plain, ActivateTOTPForm):
    """The first code shows that the app holds the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code the app shows now")
        self.fields["code"].widget.attrs.update(inputmode="numeric", maxlength="8")
        self.fields["code"].widget.attrs.pop("placeholder", None)


class NewPasskey(Sturdy, Plain, AddWebAuthnForm):
    """A name, and whether it opens the door alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self)
        self.fields["passwordless"].label = _("Sign in with it alone, without the password")
        self.fields["passwordless"].help_text = _("The device then asks for a finger, a face or its PIN.")
        self.fields["passwordless"].initial = True
        self.fields["credential"].widget.attrs["id"] = "passkey-credential"


class PasskeyName(Plain, EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self)


def _name(form: Plain) -> None:
    field = form.fields["name"]
    field.label = _("Name")
    field.help_text = _("So that you know it again: “Phone”, “Key on the ring”.")
    field.widget.attrs["maxlength"] = str(LONGEST_NAME)

"""How allauth's second factors behave here: secrets lie sealed, words are ours, nonsense is refused."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kontuar.store.secrets import seal, unseal


class Factors(DefaultMFAAdapter):
    """A copied database without its key holds no usable secret of anybody's second factor."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This did not fit. Try again, with a fresh code."),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Recovery codes belong to a second factor: add one first."
        ),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        """What the app on the phone shows above the code."""
        return f"Kontuar ({self._get_site_name()})"

    def _get_user_identifier(self, user: AbstractBaseUser) -> str:
        """The name one signs in with; an e-mail address is only a note here."""
        return str(user.get_username())

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """A name for who types none."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1}


class Sturdy:
    """First base of a form that reads what a browser says of a passkey.

    The libraries below trip over made-up answers in more ways than can be listed (a missing key, a cut-off
    number, bytes that are no CBOR); for the person it is always the same: this did not fit.
    """

    def clean(self) -> Any:
        return self._or_refused(super().clean)  # type: ignore[misc]

    def clean_credential(self) -> Any:
        inherited = getattr(super(), "clean_credential", None)
        return self._or_refused(inherited) if inherited else self.cleaned_data["credential"]  # type: ignore[attr-defined]

    def _or_refused(self, read: Any) -> Any:
        try:
            return read()
        except ValidationError:
            raise
        except Exception:
            raise Factors().validation_error("incorrect_code") from None

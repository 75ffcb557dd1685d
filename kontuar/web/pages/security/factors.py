"""Changing one's own second factor: allauth does the work in our frame, the journal hears of it.

Each of these asks for the password (or a factor) again when that is longer than five minutes ago.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kontuar.actions import factors
from kontuar.web.going import failed, signed_in, to
from kontuar.web.pages.security.forms import LONGEST_NAME, MOST_PASSKEYS
from kontuar.web.presence import look_again

SECURITY = reverse_lazy("security")


def _tell(request: HttpRequest, change: str, kind: str = "") -> None:
    factors.record(signed_in(request), change, now=timezone.now(), kind=kind)
    look_again(request)


@method_decorator(never_cache, name="dispatch")
class AddApp(ActivateTOTPView):
    """The secret as a picture and as text; switched on by the first code."""

    template_name = "security/app.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**kwargs)
        secret = found["form"].secret
        return {**found, "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))}

    def get_success_url(self) -> str:
        return to("mfa_view_recovery_codes") if self.did_generate_recovery_codes else str(SECURITY)

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        _tell(self.request, "factor_added", "totp")
        return answer


class RemoveApp(DeactivateTOTPView):
    """A page that says what follows; the POST does it."""

    template_name = "security/app_off.html"
    success_url = SECURITY

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        _tell(self.request, "factor_removed", "totp")
        return answer


@method_decorator(never_cache, name="dispatch")
class Codes(ViewRecoveryCodesView):
    """The codes, once."""

    template_name = "security/codes.html"


class NewCodes(GenerateRecoveryCodesView):
    """New ones; the old ones end."""

    template_name = "security/codes_new.html"

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        _tell(self.request, "codes_made")
        return answer


class AddPasskey(AddWebAuthnView):
    """The browser makes a key, we keep its public half under a name."""

    template_name = "security/passkey.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kept = Authenticator.objects.filter(user=signed_in(request), type=Authenticator.Type.WEBAUTHN)
        if kept.count() >= MOST_PASSKEYS:
            words = _("Ten passkeys are enough: remove one first.")
            return failed(request, ValueError(words), str(SECURITY))
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_success_url(self) -> str:
        return to("mfa_view_recovery_codes") if self.did_generate_recovery_codes else str(SECURITY)

    def form_valid(self, form: Any) -> HttpResponse:
        form.cleaned_data["name"] = form.cleaned_data["name"][:LONGEST_NAME]
        answer: HttpResponse = super().form_valid(form)
        _tell(self.request, "factor_added", "webauthn")
        return answer


class NamePasskey(EditWebAuthnView):
    """Another name."""

    template_name = "security/passkey_name.html"
    success_url = SECURITY

    def form_valid(self, form: Any) -> HttpResponse:
        form.cleaned_data["name"] = form.cleaned_data["name"][:LONGEST_NAME]
        answer: HttpResponse = super().form_valid(form)
        return answer


class RemovePasskey(RemoveWebAuthnView):
    """A page that says what follows; the POST does it."""

    template_name = "security/passkey_off.html"
    success_url = SECURITY

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        _tell(self.request, "factor_removed", "webauthn")
        return answer

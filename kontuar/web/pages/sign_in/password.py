"""A new password: it ends every other session of the person."""

from typing import Any

from allauth.account.views import PasswordChangeView
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone

from kontuar.actions import factors, visits
from kontuar.web.going import signed_in


class ChangePasswordView(PasswordChangeView):
    """allauth's, in our frame; what it did is journalled."""

    template_name = "sign_in/password.html"
    success_url = reverse_lazy("profile")

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        user = signed_in(self.request)
        visits.forget(user, keep=str(self.request.session.session_key))
        factors.record(user, "password_changed", now=timezone.now())
        return answer

"""Addresses of the door: only these of allauth's pages exist here."""

from allauth.account.views import LoginView, LogoutView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.urls import path
from django.views.generic import TemplateView

from kontuar.web.pages.sign_in.password import ChangePasswordView

urlpatterns = [
    path("login/", LoginView.as_view(template_name="sign_in/login.html"), name="account_login"),
    path(
        "drugi-skladnik/",
        AuthenticateView.as_view(template_name="sign_in/second.html"),
        name="mfa_authenticate",
    ),
    path("klucz/", LoginWebAuthnView.as_view(), name="mfa_login_webauthn"),
    path("wyloguj/", LogoutView.as_view(template_name="sign_in/logout.html"), name="account_logout"),
    path("nieczynne/", TemplateView.as_view(template_name="sign_in/inactive.html"), name="account_inactive"),
    path("haslo/", ChangePasswordView.as_view(), name="account_change_password"),
    path(
        "potwierdz/",
        ReauthenticateView.as_view(template_name="sign_in/again.html"),
        name="account_reauthenticate",
    ),
    path(
        "potwierdz/kod/",
        CodeAgainView.as_view(template_name="sign_in/again.html"),
        name="mfa_reauthenticate",
    ),
    path(
        "potwierdz/klucz/",
        ReauthenticateWebAuthnView.as_view(template_name="sign_in/again_key.html"),
        name="mfa_reauthenticate_webauthn",
    ),
]

"""Addresses of the door: only these of allauth's pages exist here."""

from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from django.urls import path, reverse_lazy
from django.views.generic import TemplateView

urlpatterns = [
    path("login/", LoginView.as_view(template_name="sign_in/login.html"), name="account_login"),
    path("wyloguj/", LogoutView.as_view(template_name="sign_in/logout.html"), name="account_logout"),
    path("nieczynne/", TemplateView.as_view(template_name="sign_in/inactive.html"), name="account_inactive"),
    path(
        "haslo/",
        PasswordChangeView.as_view(
            template_name="sign_in/password.html", success_url=reverse_lazy("profile")
        ),
        name="account_change_password",
    ),
]

"""Addresses of one's own security; the names with mfa_ are those allauth asks for."""

from django.urls import path

from kontuar.web.pages.security import factors, leave, show

urlpatterns = [
    path("", show.page, name="security"),
    path("aplikacja/", factors.AddApp.as_view(), name="mfa_activate_totp"),
    path("aplikacja/wylacz/", factors.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("kody/", factors.Codes.as_view(), name="mfa_view_recovery_codes"),
    path("kody/nowe/", factors.NewCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("klucz/nowy/", factors.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("klucz/<int:pk>/", factors.NamePasskey.as_view(), name="mfa_edit_webauthn"),
    path("klucz/<int:pk>/usun/", factors.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("sesje/<int:visit_id>/zakoncz/", leave.one, name="visit-end"),
    path("sesje/zakoncz-pozostale/", leave.others, name="visits-end-others"),
]

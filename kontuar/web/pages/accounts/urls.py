"""Addresses of the accounts."""

from django.urls import path

from kontuar.web.pages.accounts import change, connect, elsewhere, mailbox, mailbox_change, show, sign_in

urlpatterns = [
    path("", show.all_accounts, name="accounts"),
    path("polacz/", connect.place, name="account-connect"),
    path("polacz/poczta/", mailbox.address, name="mailbox"),
    path("polacz/poczta/dostep/", mailbox.access, name="mailbox-access"),
    path("polacz/poczta/serwer/", mailbox.handed_over, name="mailbox-handed"),
    path("polacz/poczta/klient/<str:provider>/", mailbox.own_client, name="mailbox-client"),
    path("polacz/miejsce/", elsewhere.add, name="place-add"),
    path("polacz/<str:place>/", connect.register, name="account-register"),
    path("logowanie/<int:sign_in_id>/", sign_in.page, name="account-sign-in"),
    path("logowanie/<int:sign_in_id>/sprawdz/", sign_in.check, name="account-check"),
    path("powrot/", sign_in.back, name="account-return"),
    path("pokaz/usun/", change.remove_demo, name="remove-demo"),
    path("<int:account_id>/", show.one, name="account"),
    path("<int:account_id>/stan/", show.state, name="account-state"),
    path("<int:account_id>/wysylanie/", change.sending, name="account-sending"),
    path("<int:account_id>/ustawienia/", change.change, name="account-change"),
    path("<int:account_id>/miejsce/", elsewhere.change, name="place-change"),
    path("<int:account_id>/podglad/", change.watch_only, name="account-watch-only"),
    path("<int:account_id>/wstrzymaj/", change.pause, name="account-pause"),
    path("<int:account_id>/wznow/", change.resume, name="account-resume"),
    path("<int:account_id>/czytaj/", change.read_now, name="account-read"),
    path("<int:account_id>/haslo/", mailbox_change.new_access, name="mailbox-again"),
    path("<int:account_id>/zaloguj/", connect.again, name="account-again"),
]

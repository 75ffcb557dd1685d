"""Addresses of the team and of invitations."""

from django.urls import path

from kontuar.web.pages.team import accept, care, change, invite, rights, show

urlpatterns = [
    path("zespol/", show.page, name="team"),
    path("zespol/zapros/", invite.page, name="team-invite"),
    path("zespol/historia/", rights.page, name="team-rights"),
    path("zespol/obecnosc/", change.presence, name="team-presence"),
    path("zespol/wymagaj/", care.demand, name="team-demand"),
    path("zespol/<int:user_id>/bezpieczenstwo/", care.page, name="team-care"),
    path("zespol/<int:user_id>/bezpieczenstwo/zabierz/", care.take_factor, name="team-take-factor"),
    path("zespol/<int:user_id>/bezpieczenstwo/wyloguj/", care.end_visits, name="team-end-visits"),
    path("zespol/<int:user_id>/konto/<int:account_id>/", change.role, name="team-role"),
    path("zespol/<int:user_id>/usun/", change.remove, name="team-remove"),
    path("zespol/zaproszenie/<int:invitation_id>/wycofaj/", change.withdraw, name="team-withdraw"),
    path("zaproszenie/<str:token>/", accept.page, name="invitation"),
]

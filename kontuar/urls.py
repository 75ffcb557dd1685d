"""Every address of the program, a line a page."""

from django.urls import include, path

from kontuar.web import health, metrics

# Today, messages, cases
main_screens = [
    path("", include("kontuar.web.pages.today.urls")),
    path("wiadomosci/", include("kontuar.web.pages.intake.urls")),
    path("wiadomosci/", include("kontuar.web.pages.inbox.urls")),
    path("zamowienia/", include("kontuar.web.pages.orders.urls")),
    path("zamowienia/", include("kontuar.web.pages.evidence.urls")),
    path("zgloszenia/", include("kontuar.web.pages.issues.urls")),
    path("zdarzenia/", include("kontuar.web.pages.incidents.urls")),
    path("oferty/", include("kontuar.web.pages.offers.urls")),
    path("oceny/", include("kontuar.web.pages.ratings.urls")),
    path("", include("kontuar.web.pages.cases.urls")),
    path("wiadomosci/<int:case_id>/telefon/", include("kontuar.web.pages.calls.urls")),
    path("", include("kontuar.web.pages.letters.urls")),
    path("wiadomosci/<int:case_id>/glos/", include("kontuar.web.pages.voices.urls_case")),
    path("", include("kontuar.web.pages.voices.urls")),
    path("szukaj/", include("kontuar.web.pages.search.urls")),
    path("", include("kontuar.web.pages.help.urls")),
]

# The door, the team, accounts, outbox, settings, files, health
other_screens = [
    path("konto/", include("kontuar.web.pages.sign_in.urls")),
    path("bezpieczenstwo/", include("kontuar.web.pages.security.urls")),
    path("start/", include("kontuar.web.pages.start.urls")),
    path("", include("kontuar.web.pages.team.urls")),
    path("konta/", include("kontuar.web.pages.accounts.urls")),
    path("wychodzace/", include("kontuar.web.pages.outbox.urls")),
    path("ustawienia/poza-godzinami/", include("kontuar.web.pages.away.urls")),
    path("ustawienia/reguly/", include("kontuar.web.pages.routines.urls")),
    path("ustawienia/etykiety/", include("kontuar.web.pages.tags.urls")),
    path("ustawienia/szablony/", include("kontuar.web.pages.templates.urls")),
    path("ustawienia/pytania/", include("kontuar.web.pages.faq.urls")),
    path("ustawienia/zasady/", include("kontuar.web.pages.rules.urls")),
    path("", include("kontuar.web.pages.settings.urls")),
    path("", include("kontuar.web.pages.machine.urls")),
    path("rytm/", include("kontuar.web.pages.rhythm.urls")),
    path("prywatnosc/", include("kontuar.web.pages.privacy.urls")),
    path("", include("kontuar.web.pages.files.urls")),
    path("health", health.health, name="health"),
    path("ready", health.ready, name="ready"),
    path("metrics", metrics.metrics, name="metrics"),
]

urlpatterns = [
    *main_screens,
    *other_screens,
]

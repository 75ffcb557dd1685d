"""Addresses of the day's rhythm."""

from django.urls import path

from kontuar.web.pages.rhythm import absences, leave, loose_ends, numbers, show, week

urlpatterns = [
    path("", show.page, name="rhythm"),
    path("wychodze/", leave.page, name="rhythm-leave"),
    path("liczby/", numbers.page, name="rhythm-numbers"),
    path("bez-kroku/", loose_ends.page, name="rhythm-loose"),
    path("tydzien/", week.page, name="rhythm-week"),
    path("nieobecnosci/", absences.page, name="rhythm-absences"),
    path("nieobecnosci/<int:pk>/", absences.one, name="rhythm-absence"),
    path("nieobecnosci/<int:pk>/odwolaj/", absences.end, name="rhythm-absence-end"),
    path("nieobecnosci/<int:pk>/tekst/", absences.notice, name="rhythm-notice"),
]

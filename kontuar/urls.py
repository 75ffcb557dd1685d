"""Every address of the program, a line a page."""

from django.urls import include, path

# Today, messages, cases
main_screens = [
    path("", include("kontuar.web.pages.today.urls")),
    path("wiadomosci/", include("kontuar.web.pages.inbox.urls")),
    path("", include("kontuar.web.pages.help.urls")),
]

urlpatterns = [
    *main_screens,
    path("konto/", include("allauth.account.urls")),
]

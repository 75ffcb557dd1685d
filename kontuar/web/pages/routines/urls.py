"""Addresses of the routines."""

from django.urls import path

from kontuar.web.pages.routines import change, show

urlpatterns = [
    path("", show.page, name="routines"),
    path("dziennik/", show.log, name="routine-log"),
    path("nowa/", change.new, name="routine-new"),
    path("<int:routine_id>/", change.page, name="routine"),
    path("<int:routine_id>/proba/", show.dry_run, name="routine-try"),
    path("<int:routine_id>/wlacz/", change.switch, name="routine-switch"),
    path("<int:routine_id>/wyzej/", change.up, name="routine-up"),
    path("<int:routine_id>/usun/", change.remove, name="routine-remove"),
]

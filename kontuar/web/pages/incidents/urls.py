"""Addresses of the incidents."""

from django.urls import path

from kontuar.web.pages.incidents import edit, files, mark, review, show, whom

urlpatterns = [
    path("", show.listing, name="incidents"),
    path("nowe/", edit.new, name="incident-new"),
    path("zaznacz/", mark.page, name="incident-mark"),
    path("<int:incident_id>/", show.page, name="incident"),
    path("<int:incident_id>/tekst/", edit.page, name="incident-change"),
    path("<int:incident_id>/kogo/", whom.page, name="incident-whom"),
    path("<int:incident_id>/stan/", show.state, name="incident-state"),
    path("<int:incident_id>/pliki/", files.add, name="incident-file"),
    path("<int:incident_id>/pliki/<int:file_id>/usun/", files.drop, name="incident-file-drop"),
    path("<int:incident_id>/przejrzyj/", review.start, name="incident-review"),
    path("<int:incident_id>/przejrzyj/<int:hit_id>/", review.page, name="incident-hit"),
    path("<int:incident_id>/przejrzyj/<int:hit_id>/sprawdz/", review.check, name="incident-check"),
    path("<int:incident_id>/kupujacy/<int:hit_id>/", show.hit, name="incident-buyer"),
    path("<int:incident_id>/wstaw/<int:case_id>/", mark.put, name="incident-put"),
]

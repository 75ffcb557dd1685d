"""Addresses of one case, of our messages in it, and of writing first."""

from django.urls import include, path

from kontuar.web.pages.cases import (
    deeds,
    glance,
    marks,
    outgoing,
    pick,
    place,
    reply,
    rest_deeds,
    sheet,
    show,
    team_deeds,
    write,
)

one_case = [
    path("", show.page, name="case"),
    path("odpowiedz/", reply.send, name="case_reply"),
    path("sprawdz/", reply.check, name="case_check"),
    path("paczka/", reply.parcel, name="case_parcel"),
    path("spokojnie/", reply.calm, name="case_calm"),
    path("szablony/", pick.page, name="case_templates"),
    path("towar/", sheet.page, name="case_sheet"),
    path("towar/zmien/", sheet.change, name="case_sheet_change"),
    path("szablony/wstaw/", pick.use, name="case_template_use"),
    path("tymczasem/", rest_deeds.holding, name="case_holding"),
    path("przejmij/", rest_deeds.take_over, name="case_take_over"),
    path("w-miejscu/", place.show, name="case_in_place"),
    path("podglad/", glance.preview, name="case_preview"),
    path("lista/", glance.beside, name="case_list"),
    path("naglowek/", glance.head, name="case_head"),
    path("nowe/", glance.news, name="case_news"),
    path("zamknij/", deeds.close, name="case_close"),
    path("otworz/", deeds.reopen, name="case_reopen"),
    path("odloz/", deeds.wait, name="case_wait"),
    path("przypisz/", deeds.assign, name="case_assign"),
    path("notatka/", deeds.note, name="case_note"),
    path("etykieta/", team_deeds.put_tag, name="case_tag"),
    path("etykieta/<int:tag_id>/zdejmij/", team_deeds.take_tag, name="case_untag"),
    path("etykiety/", team_deeds.tag_names, name="case_tag_names"),
    path("wezwania/", team_deeds.seen, name="case_calls_seen"),
    path("sprawa/", team_deeds.about, name="case_matter"),
    path("polacz/", deeds.merge, name="case_merge"),
    path("podziel/<int:message_id>/", deeds.split, name="case_split"),
    path("przenies/<int:message_id>/", deeds.move, name="case_move"),
    path("cofnij/<int:change_id>/", deeds.undo, name="case_undo"),
    path("to-jest/", marks.say, name="case_say"),
    path("zrobione/<int:mark_id>/", marks.done, name="case_mark_done"),
]
one_message = [
    path("", outgoing.state, name="outgoing_state"),
    path("cofnij/", outgoing.take_back, name="outgoing_take_back"),
    path("teraz/", outgoing.send_now, name="outgoing_send_now"),
    path("ponow/", outgoing.try_again, name="outgoing_try_again"),
    path("doszla/", outgoing.arrived, name="outgoing_arrived"),
]
urlpatterns = [
    path("wiadomosci/<int:case_id>/", include(one_case)),
    path("wiadomosci/nasze/<int:outgoing_id>/", include(one_message)),
    path("zamowienia/<int:order_id>/napisz/", write.page, name="order_write"),
    path("zamowienia/<int:order_id>/sprawdz/", write.check, name="order_check"),
]

"""One case: the whole talk, the truth about our messages, the order, the composer, and whose it is."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kontuar.store.models import Account, Case, CaseChange, Draft, Message, Note, Order, Outgoing
from kontuar.store.queries import case as query
from tests.web.stock import Morning, Stock

HTMX = {"HX-Request": "true", "HX-Target": "area"}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def url(case: Case, deed: str = "") -> str:
    return f"/wiadomosci/{case.pk}/{deed}"


def form(case: Case, text: str, **more: str) -> dict[str, object]:
    case.refresh_from_db()
    seen = case.last_buyer_at.isoformat() if case.last_buyer_at else ""
    return {"text": text, "key": str(uuid.uuid4()), "seen": seen, "then": "close", **more}


def words(client: Client, case: Case) -> str:
    return str(client.get(url(case)).content.decode())


def test_the_whole_talk_is_shown_with_the_other_case_greyed(desk: Morning, seen_by) -> None:
    page = words(seen_by(desk.ala), desk.cases["parcel"])
    page = page[page.index('id="area"') :]
    assert page.index("brakuje śrub") < page.index("Ta rozmowa") < page.index("Gdzie jest paczka")
    assert 'class="said buyer elsewhere"' in page
    assert "Inna rozmowa (zamknięta" in page


def test_the_list_beside_a_talk_is_fetched_after_it(desk: Morning, seen_by) -> None:
    case, client = desk.cases["parcel"], seen_by(desk.ala)
    page = client.get(url(case), {"f": "all"}).content.decode()
    assert 'class="talks"' not in page
    assert f'hx-get="{url(case, "lista/")}?f=all" hx-trigger="intersect once"' in page
    assert 'href="/wiadomosci/?f=all"' in page  # without scripts it is a page away
    beside = client.get(url(case, "lista/"), {"f": "all"}).content.decode()
    assert "<html" not in beside
    assert f'href="{url(case)}?f=all" data-case="{case.pk}" data-open-row aria-current="true"' in beside
    assert beside.count('aria-current="true" data-') == 0


def test_who_a_conversation_is_given_to_is_named_also_when_he_works_there_no_more(
    desk: Morning, seen_by
) -> None:
    case = desk.cases["parcel"]
    Case.objects.filter(pk=case.pk).update(assignee=desk.bolek)
    assert "Bolek Wrona</span>" in words(seen_by(desk.ala), case)
    desk.bolek.accesses.all().delete()
    assert "Bolek Wrona</span>" in words(seen_by(desk.ala), case)


def test_notes_stand_in_the_talk_and_are_marked(desk: Morning, seen_by) -> None:
    page = words(seen_by(desk.ala), desk.cases["parcel"])
    page = page[page.index('id="area"') :]
    assert "Notatka, zostaje w Kontuarze" in page
    assert page.index("Gdzie jest paczka") < page.index("Dzwoniłem do InPost")


def test_foreign_words_carry_their_language(desk: Morning, seen_by) -> None:
    assert '<div class="text" lang="lt">Laba diena' in words(seen_by(desk.ala), desk.cases["foreign"])


def test_a_message_the_platform_stopped_or_lost_says_so(desk: Morning, seen_by) -> None:
    case = desk.cases["question"]
    Message.objects.filter(case=case).update(vanished_at=timezone.now())
    assert "nie ma jej już na Allegro, zachowana tutaj" in words(seen_by(desk.ala), case)
    Message.objects.filter(case=case).update(status="blocked")
    assert "zatrzymana przez Allegro" in words(seen_by(desk.ala), case)


@pytest.mark.parametrize(
    ("name", "said", "deeds"),
    [
        ("blocked", "zatrzymana przez Allegro", ["Weź do poprawy", "Wyślij to samo ponownie"]),
        ("refused", "odrzucona przez Allegro", ["Weź do poprawy", "Wyślij to samo ponownie"]),
        ("unsure", "nie wiadomo, czy doszła – sprawdź", ["Jest tam", "Nie ma jej, wyślij ponownie"]),
        ("held", "wyjdzie za ", ["Cofnij", "Wyślij teraz"]),
    ],
)
def test_an_outgoing_message_tells_the_truth_and_what_can_be_done(
    desk: Morning, seen_by, name: str, said: str, deeds: list[str]
) -> None:
    page = words(seen_by(desk.ala), desk.cases[name])
    assert said in page
    for deed in deeds:
        assert deed in page


@pytest.mark.parametrize("state", ["queued", "sending", "sent"])
def test_a_message_on_its_way_is_asked_about_until_it_settles(desk: Morning, seen_by, state: str) -> None:
    row = desk.outgoing["held"]
    Outgoing.objects.filter(pk=row.pk).update(state=state, hold_reason="")
    client = seen_by(desk.ala)
    fragment = client.get(f"/wiadomosci/nasze/{row.pk}/").content.decode()
    assert 'hx-trigger="every 2s"' in fragment
    Outgoing.objects.filter(pk=row.pk).update(state="delivered")
    fragment = client.get(f"/wiadomosci/nasze/{row.pk}/").content.decode()
    assert "dostarczona" in fragment
    assert "hx-trigger" not in fragment


def test_a_delivered_message_stands_once_with_its_writers_name(desk: Morning, seen_by) -> None:
    case = desk.cases["parcel"]
    message = case.messages.filter(role="seller").get()
    Stock(timezone.now()).outgoing(
        case, "delivered", message.text, desk.bolek, ago=timedelta(hours=28), message=message
    )
    page = words(seen_by(desk.ala), case)
    assert page.count("paczka wyszła wczoraj") == 1
    assert "<strong>Bolek Wrona</strong>" in page


def test_sending_holds_the_answer_for_the_undo_time(desk: Morning, seen_by) -> None:
    case, client = desk.cases["question"], seen_by(desk.ala)
    answer = client.post(url(case, "odpowiedz/"), form(case, "Dzień dobry,\r\ntak, pasuje."))
    row = Outgoing.objects.get(case=case)
    assert answer.status_code == 303
    assert answer["Location"] == f"{url(case)}#out-{row.pk}"
    assert (row.state, row.then, row.hold_reason) == ("held", "close", "undo")
    assert row.text.startswith("Dzień dobry,\ntak, pasuje.")
    assert f"/wiadomosci/nasze/{row.pk}/cofnij/" in words(client, case)


def test_the_same_form_sent_twice_makes_one_message(desk: Morning, seen_by) -> None:
    case, client = desk.cases["question"], seen_by(desk.ala)
    values = form(case, "Dzień dobry, tak.")
    for _ in range(2):
        assert client.post(url(case, "odpowiedz/"), values).status_code == 303
    assert Outgoing.objects.filter(case=case).count() == 1


@pytest.mark.parametrize(("then", "kept"), [("wait", "wait"), ("keep", "keep")])
def test_the_menu_decides_what_becomes_of_the_case(desk: Morning, seen_by, then: str, kept: str) -> None:
    case = desk.cases["question"]
    seen_by(desk.ala).post(url(case, "odpowiedz/"), form(case, "Dzień dobry, tak.", then=then))
    assert Outgoing.objects.get(case=case).then == kept


def test_sending_can_be_put_off_until_tomorrow_morning(desk: Morning, seen_by) -> None:
    case = desk.cases["question"]
    seen_by(desk.ala).post(url(case, "odpowiedz/"), form(case, "Dzień dobry, tak.", then="tomorrow"))
    row = Outgoing.objects.get(case=case)
    assert row.not_before > timezone.now() + timedelta(minutes=30)
    assert row.hold_reason not in {"", "undo"}


def test_a_stopping_finding_gives_the_text_back_with_its_reason(desk: Morning, seen_by) -> None:
    case, client = desk.cases["question"], seen_by(desk.ala)
    for headers in ({}, HTMX):
        answer = client.post(url(case, "odpowiedz/"), form(case, "Dzień dobry {imię}"), headers=headers)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Dzień dobry {imię}</textarea>" in page
        assert "Nieuzupełnione miejsce: {imię}" in page
        assert ("<html" in page) is not bool(headers)
    assert not Outgoing.objects.filter(case=case).exists()
    assert Draft.objects.get(case=case).text == "Dzień dobry {imię}"


def test_a_buyer_who_wrote_meanwhile_stops_the_answer_and_keeps_the_text(desk: Morning, seen_by) -> None:
    case = desk.cases["question"]
    values = form(case, "Dzień dobry, tak.")
    Case.objects.filter(pk=case.pk).update(last_buyer_at=timezone.now())
    answer = seen_by(desk.ala).post(url(case, "odpowiedz/"), values)
    assert answer.status_code == 422
    assert "NIE wysłano: kupujący w międzyczasie napisał" in answer.content.decode()
    assert "Dzień dobry, tak.</textarea>" in answer.content.decode()


def test_watch_only_says_that_nothing_was_sent(desk: Morning, seen_by) -> None:
    case = desk.cases["foreign"]
    client = seen_by(desk.ala)
    assert "Tylko podgląd" in words(client, case)
    answer = client.post(url(case, "odpowiedz/"), form(case, "Laba diena"))
    assert answer.status_code == 422
    assert "NIE wysłano – tylko podgląd" in answer.content.decode()
    assert not Outgoing.objects.filter(case=case).exists()


def test_a_file_goes_with_the_answer_and_a_wrong_kind_is_refused(desk: Morning, seen_by) -> None:
    case, client = desk.cases["question"], seen_by(desk.ala)
    bad = {**form(case, "W załączniku."), "files": SimpleUploadedFile("a.png", b"MZ not a picture")}
    assert "Allegro przyjmuje tylko obrazy" in client.post(url(case, "odpowiedz/"), bad).content.decode()
    good = {**form(case, "W załączniku."), "files": SimpleUploadedFile("zamek.png", PNG, "image/png")}
    assert client.post(url(case, "odpowiedz/"), good).status_code == 303
    assert [file.name for file in Outgoing.objects.get(case=case).files.all()] == ["zamek.png"]
    assert "zamek.png" in words(client, case)


def test_while_typing_the_draft_is_kept_and_a_good_answer_shows_no_remark(desk: Morning, seen_by) -> None:
    case, client = desk.cases["question"], seen_by(desk.ala)
    shown = client.post(url(case, "sprawdz/"), {"text": "Dzień dobry, tak, pasuje do drzwi 40 mm."})
    assert re.sub(r"\s+", "", shown.content.decode()) == '<divclass="remarks"aria-live="polite"></div>'
    assert "tak, pasuje do drzwi" in words(client, case)
    shown = client.post(
        url(case, "sprawdz/"), {"text": "Proszę pisać na ala@example.com lub 600 100 200 {nr}"}
    )
    page = shown.content.decode()
    assert page.index("Nieuzupełnione miejsce") < page.index("Uwagi (3)") < page.index("Adres e-mail")


def test_one_button_puts_in_where_the_parcel_is(desk: Morning, seen_by) -> None:
    case, client = desk.cases["parcel"], seen_by(desk.ala)
    fragment = client.post(url(case, "paczka/"), {"text": ""}, headers=HTMX).content.decode()
    assert "przesyłka jest w drodze" in fragment
    assert fragment.lstrip().startswith("<form")
    answer = client.post(url(case, "paczka/"), {"text": "Dzień dobry,"}, follow=True)
    assert "przesyłka jest w drodze" in answer.content.decode()


def test_answering_in_place_stays_on_today(desk: Morning, seen_by) -> None:
    case, client = desk.cases["question"], seen_by(desk.ala)
    fragment = client.get(url(case, "w-miejscu/")).content.decode()
    assert "czy ten zamek pasuje" in fragment
    assert "<html" not in fragment
    answer = client.post(url(case, "odpowiedz/"), form(case, "Dzień dobry {x}", place="today"), headers=HTMX)
    assert answer.status_code == 422
    assert 'class="in-place"' in answer.content.decode()
    answer = client.post(
        url(case, "odpowiedz/"), form(case, "Dzień dobry, tak.", place="today"), headers=HTMX
    )
    assert "wyjdzie za " in answer.content.decode()
    assert "data-gone-at" in answer.content.decode()


def test_undo_brings_the_text_back_to_the_composer(desk: Morning, seen_by) -> None:
    case, client, row = desk.cases["held"], seen_by(desk.ala), desk.outgoing["held"]
    answer = client.post(f"/wiadomosci/nasze/{row.pk}/cofnij/", follow=True)
    assert "klamka jest uniwersalna, pasuje do obu stron.</textarea>" in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "cancelled"
    assert "wiadomosci/nasze" not in words(client, case)


def test_an_unsure_message_is_sent_again_only_after_a_look(desk: Morning, seen_by) -> None:
    row, client = desk.outgoing["unsure"], seen_by(desk.ala)
    answer = client.post(f"/wiadomosci/nasze/{row.pk}/ponow/", follow=True)
    assert "Najpierw sprawdź na platformie" in answer.content.decode()
    seen = row.case.last_buyer_at.isoformat()
    client.post(f"/wiadomosci/nasze/{row.pk}/ponow/", {"i_looked": "1", "seen": seen})
    assert Outgoing.objects.filter(case=row.case, state="held").count() == 1


def test_a_stopped_text_can_be_changed_and_sent(desk: Morning, seen_by) -> None:
    row = desk.outgoing["blocked"]
    answer = seen_by(desk.ala).post(f"/wiadomosci/nasze/{row.pk}/cofnij/", follow=True)
    assert "proszę dzwonić pod 600 000 000.</textarea>" in answer.content.decode()


def test_closing_what_is_owed_wants_a_reason(desk: Morning, seen_by) -> None:
    case, client = desk.cases["question"], seen_by(desk.ala)
    assert "Dlaczego bez odpowiedzi?" in words(client, case)
    answer = client.post(url(case, "zamknij/"), follow=True)
    assert "Wybierz, dlaczego zamykasz bez odpowiedzi." in answer.content.decode()
    client.post(url(case, "zamknij/"), {"reason": "by_phone"})
    case.refresh_from_db()
    assert case.state == "closed"
    assert "bez odpowiedzi: Odpowiedź przez telefon" in words(client, case)
    client.post(url(case, "otworz/"))
    case.refresh_from_db()
    assert case.state == "open"


def test_opening_a_closed_case_again_says_so_and_is_undone_with_the_reason_it_had(
    desk: Morning, seen_by
) -> None:
    client, case = seen_by(desk.bolek), desk.cases["question"]
    client.post(url(case, "zamknij/"), {"reason": "by_phone"})
    client.get("/")
    client.post(url(case, "otworz/"))
    undo = url(case, "zamknij/?reason=by_phone")
    assert f'action="{undo}"' in words(client, case)
    client.post(undo)
    case.refresh_from_db()
    assert case.state == "closed"
    assert case.messages.filter(waived_reason="by_phone").exists()


def test_a_case_is_put_off_handed_over_and_noted(desk: Morning, seen_by) -> None:
    case, client = desk.cases["parcel"], seen_by(desk.ala)
    until = timezone.now() + timedelta(days=1)
    client.post(url(case, "odloz/"), {"until": until.isoformat(), "what_for": "InPost"})
    client.post(url(case, "przypisz/"), {"to": desk.bolek.pk})
    client.post(url(case, "notatka/"), {"note": "Dzwonić po 12"})
    case.refresh_from_db()
    assert (case.state, case.waiting_for, case.assignee) == ("waiting", "InPost", desk.bolek)
    assert Note.objects.filter(case=case, text="Dzwonić po 12", author=desk.ala).exists()
    page = words(client, case)
    assert "czeka do jutra" in page
    assert "Bolek Wrona" in page


def test_nobody_without_access_can_be_given_a_case(desk: Morning, seen_by) -> None:
    case = desk.cases["parcel"]
    answer = seen_by(desk.ala).post(url(case, "przypisz/"), {"to": desk.celina.pk})
    assert answer.status_code == 404
    case.refresh_from_db()
    assert case.assignee == desk.ala


def test_split_move_and_merge_can_be_undone(desk: Morning, seen_by) -> None:
    case, client = desk.cases["parcel"], seen_by(desk.ala)
    own = set(case.messages.values_list("pk", flat=True))
    last = case.messages.order_by("-written_at")[0]
    answer = client.post(url(case, f"podziel/{last.pk}/"))
    fresh = Case.objects.get(pk=int(answer["Location"].split("/")[2]))
    assert list(fresh.messages.all()) == [last]
    change = CaseChange.objects.get(kind="split")
    assert "Tę rozmowę oddzielono." in words(client, fresh)
    client.post(url(fresh, f"cofnij/{change.pk}/"))
    assert set(case.messages.values_list("pk", flat=True)) == own

    client.post(url(case, f"przenies/{last.pk}/"), {"to": desk.cases["earlier"].pk})
    last.refresh_from_db()
    assert last.case == desk.cases["earlier"]
    change = CaseChange.objects.get(kind="move")
    client.post(url(desk.cases["earlier"], f"cofnij/{change.pk}/"))
    last.refresh_from_db()
    assert last.case == case

    client.post(url(case, "polacz/"), {"other": desk.cases["earlier"].pk})
    assert case.messages.count() == len(own) + 3
    change = CaseChange.objects.get(kind="merge")
    answer = client.post(url(case, f"cofnij/{change.pk}/"))
    assert answer["Location"] == url(case)
    assert set(case.messages.values_list("pk", flat=True)) == own


def test_the_order_pane_begins_with_the_promise_and_the_parcel(desk: Morning, seen_by) -> None:
    page = words(seen_by(desk.ala), desk.cases["parcel"])
    places = [
        page.index(part)
        for part in (
            "Wysłać do",
            "InPost <span",
            "ostatni skan",
            "Razem",
            "Pozycje",
            "Inne zamówienia",
            "Inne rozmowy",
        )
    ]
    assert places == sorted(places)
    assert "444,69 zł" in page
    assert "3 × 89,90 zł" in page
    assert "http://127.0.0.1:8100" in page


def test_a_message_can_be_begun_from_the_order(desk: Morning, seen_by) -> None:
    order, client = desk.orders["late"], seen_by(desk.ala)
    there = f"/zamowienia/{order.pk}/napisz/"
    assert "Nowa wiadomość do kupującego" in client.get(there).content.decode()
    found = client.post(
        f"/zamowienia/{order.pk}/sprawdz/", {"text": "Dziękujemy za wpłatę, zamówienie wysłane."}
    )
    assert "Allegro nie dostarcza takich wiadomości" in found.content.decode()
    answer = client.post(
        there, {"text": "Dzień dobry, brakuje koloru. Czy może być inny?", "key": str(uuid.uuid4())}
    )
    row = Outgoing.objects.get(case__order=order)
    assert (answer.status_code, row.kind, row.order_external_id) == (303, "start", order.external_id)


def test_a_failed_first_message_keeps_its_text(desk: Morning, seen_by) -> None:
    order = desk.orders["late"]
    answer = seen_by(desk.ala).post(f"/zamowienia/{order.pk}/napisz/", {"text": "Dzień dobry {imię}"})
    assert answer.status_code == 422
    assert "Dzień dobry {imię}</textarea>" in answer.content.decode()


def test_news_are_told_without_touching_what_is_written(desk: Morning, seen_by) -> None:
    case, client = desk.cases["question"], seen_by(desk.ala)
    assert client.get(url(case, "nowe/"), {"ile": 1}).status_code == 204
    assert "Jest tu nowa wiadomość." in client.get(url(case, "nowe/"), {"ile": 0}).content.decode()


def test_a_viewer_reads_and_has_no_composer(desk: Morning, seen_by) -> None:
    client, case = seen_by(desk.bolek), desk.cases["foreign"]
    page = words(client, case)
    assert "Możesz czytać to konto, ale nie odpowiadać." in page
    assert "<textarea" not in page
    answer = client.post(url(case, "odpowiedz/"), form(case, "Laba diena"))
    assert "Twoja rola na to nie pozwala." in answer.content.decode()
    assert client.get(url(case, "w-miejscu/")).status_code == 404


def test_for_the_stranger_the_case_does_not_exist(desk: Morning, seen_by) -> None:
    client, case = seen_by(desk.celina), desk.cases["parcel"]
    last = case.messages.order_by("-written_at")[0]
    for page in ("", "w-miejscu/", "podglad/", "nowe/?ile=0"):
        assert client.get(url(case, page)).status_code == 404
    deeds = [
        "odpowiedz/",
        "sprawdz/",
        "paczka/",
        "zamknij/",
        "otworz/",
        "odloz/",
        "przypisz/",
        "notatka/",
        "polacz/",
    ]
    for deed in [*deeds, f"podziel/{last.pk}/", f"przenies/{last.pk}/", "cofnij/1/"]:
        assert client.post(url(case, deed), {"text": "x", "note": "x"}).status_code == 404
    for row in desk.outgoing.values():
        if row.account == desk.klamka:
            assert client.get(f"/wiadomosci/nasze/{row.pk}/").status_code == 404
            for deed in ("cofnij", "teraz", "ponow", "doszla"):
                assert client.post(f"/wiadomosci/nasze/{row.pk}/{deed}/").status_code == 404
    order = desk.orders["parcel"]
    assert client.get(f"/zamowienia/{order.pk}/napisz/").status_code == 404
    assert client.post(f"/zamowienia/{order.pk}/sprawdz/", {"text": "x"}).status_code == 404


def test_no_message_or_case_of_a_stranger_can_be_drawn_in(desk: Morning, seen_by) -> None:
    case, foreign = desk.cases["parcel"], desk.cases["stranger"]
    client = seen_by(desk.ala)
    assert client.post(url(case, "polacz/"), {"other": foreign.pk}).status_code == 404
    theirs = foreign.messages.get()
    assert client.post(url(case, f"podziel/{theirs.pk}/")).status_code == 404
    own = case.messages.order_by("written_at")[0]
    assert client.post(url(case, f"przenies/{own.pk}/"), {"to": foreign.pk}).status_code == 404


def test_a_buyers_words_are_text_and_nothing_else(desk: Morning, seen_by) -> None:
    case = desk.cases["question"]
    evil = '<script>alert(1)</script><img src=x onerror=alert(1)> hx-get="/x"'
    Message.objects.filter(case=case).update(text=evil)
    Case.objects.filter(pk=case.pk).update(last_text=evil, subject=evil[:60])
    page = words(seen_by(desk.ala), case)
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_pages_hold_no_inline_script_or_style(desk: Morning, seen_by) -> None:
    client = seen_by(desk.ala)
    for there in (
        "/",
        "/wiadomosci/",
        url(desk.cases["parcel"]),
        f"/zamowienia/{desk.orders['late'].pk}/napisz/",
    ):
        answer = client.get(there)
        page = answer.content.decode()
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", page)
        assert not re.search(r"<script(?![^>]*\ssrc=)", page)
        assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_the_number_of_queries_does_not_grow_with_the_talk(desk: Morning) -> None:
    case = desk.cases["parcel"]

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            query.view(desk.ala, case.pk)
        return len(captured)

    before = count()
    for number in range(30):
        Message.objects.create(
            account=case.account,
            thread=case.thread,
            case=case,
            external_id=f"more-{number}",
            role="buyer",
            text="i jeszcze jedno",
            kind="message",
            status="delivered",
            written_at=timezone.now(),
            first_seen_at=timezone.now(),
        )
    assert count() == before <= 20


def test_a_talk_without_end_is_cut_and_says_so(desk: Morning, seen_by) -> None:
    case = desk.cases["parcel"]
    Message.objects.bulk_create(
        Message(
            account=case.account,
            thread=case.thread,
            case=case,
            external_id=f"old-{number}",
            role="buyer",
            text=f"dawno temu {number}",
            kind="message",
            status="delivered",
            written_at=timezone.now() - timedelta(days=400 + number),
            first_seen_at=timezone.now(),
        )
        for number in range(100)
    )
    client = seen_by(desk.ala)
    assert "starszych wiadomości" in words(client, case) or "starsze wiadomości" in words(client, case)
    assert "dawno temu 99" in client.get(f"{url(case)}?wszystkie=1").content.decode()


def test_an_order_without_anything_known_still_shows(desk: Morning, seen_by) -> None:
    Order.objects.filter(pk=desk.orders["parcel"].pk).update(fulfilment="other", state="other")
    assert seen_by(desk.ala).get(url(desk.cases["parcel"])).status_code == 200


def test_a_restored_watch_only_switch_is_seen_by_the_composer(desk: Morning, seen_by) -> None:
    Account.objects.filter(pk=desk.klamka.pk).update(is_watch_only=True)
    assert "Tylko podgląd: tekst zostaje jako szkic" in words(seen_by(desk.ala), desk.cases["question"])


def test_a_conversation_cannot_begin_anew_at_its_first_message(desk: Morning, seen_by) -> None:
    alone = desk.cases["question"]
    assert alone.messages.count() == 1
    assert "/podziel/" not in words(seen_by(desk.ala), alone)
    case = desk.cases["parcel"]
    first, *later = case.messages.order_by("written_at", "pk")
    page = words(seen_by(desk.ala), case)
    assert f"/podziel/{first.pk}/" not in page
    assert all(f"/podziel/{one.pk}/" in page for one in later)


def test_every_moment_to_put_off_to_has_an_hour(desk: Morning, seen_by) -> None:
    page = words(seen_by(desk.ala), desk.cases["question"])
    assert len(re.findall(r'name="until" value="[^"]+">[^<]*\d:\d\d</button>', page)) == 5


def test_the_buyer_is_known_from_the_first_order_or_message(desk: Morning, seen_by) -> None:
    case = desk.cases["parcel"]
    Order.objects.filter(pk=case.order_id).update(bought_at=timezone.now() - timedelta(days=400))
    year = (timezone.localtime() - timedelta(days=400)).year
    assert re.search(rf"<dt>Znany od</dt><dd>\d+ \w+ {year}</dd>", words(seen_by(desk.ala), case))


def test_the_head_alone_tells_the_state_as_it_is_now(desk: Morning, seen_by) -> None:
    case, client = desk.cases["question"], seen_by(desk.ala)
    Case.objects.filter(pk=case.pk).update(state="closed", closed_at=timezone.now())
    head = client.get(url(case, "naglowek/"), headers=HTMX).content.decode()
    assert "Otwórz ponownie" in head
    assert "<textarea" not in head


def test_a_message_that_moved_calls_for_a_fresh_head_and_list(desk: Morning, seen_by) -> None:
    row, client = desk.outgoing["unsure"], seen_by(desk.ala)
    still = client.get(f"/wiadomosci/nasze/{row.pk}/", {"stan": "unsure"}, headers=HTMX)
    moved = client.get(f"/wiadomosci/nasze/{row.pk}/", {"stan": "sending"}, headers=HTMX)
    assert "HX-Trigger" not in still
    assert moved["HX-Trigger"] == "moved"

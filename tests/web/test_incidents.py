"""Incidents on the screens: chosen in lists, reviewed one by one, found again on the buyer's conversation."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kontuar.store.models import Draft, Incident, IncidentFile, IncidentHit, Outgoing, OutgoingFile, User
from tests.web.stock import Morning

pytestmark = pytest.mark.django_db
TEXT = "Dzień dobry,\nkurier dziś nie przyjechał, wyślemy jutro."


def made(desk: Morning, client: Client, **more: str) -> Incident:
    client.post("/zdarzenia/nowe/", {"name": "Kurier", "cause": "carrier", "text_pl": TEXT, **more})
    return Incident.objects.get()


def marked(desk: Morning, client: Client, *names: str) -> Incident:
    row = made(desk, client)
    found = client.get(f"/zdarzenia/{row.pk}/kogo/", {"szukaj": "1", "numery": number(desk, *names)})
    ids = re.findall(r'name="order" value="(\d+)"', found.content.decode())
    client.post(f"/zdarzenia/{row.pk}/kogo/", {"order": ids})
    return row


def number(desk: Morning, *names: str) -> str:
    return ", ".join(desk.orders[name].external_id for name in names)


def test_orders_are_found_ticked_added_and_reviewed_one_by_one(
    desk: Morning, seen_by: Callable[[User], Client]
) -> None:
    client = seen_by(desk.bolek)
    row = marked(desk, client, "late", "no_number")
    assert IncidentHit.objects.filter(incident=row).count() == 2
    page = client.get(f"/zdarzenia/{row.pk}/przejrzyj/", follow=True)
    first = page.redirect_chain[-1][0]
    assert "wyślemy jutro" in page.content.decode()
    assert not Outgoing.objects.filter(text__contains="kurier dziś").exists()
    second = client.post(first, {"text": TEXT, "do": "send"}, follow=True)
    assert Outgoing.objects.get(text__contains="kurier dziś").state == "held"
    assert "Cofnij" in second.content.decode() or "Take back" in second.content.decode()
    client.post(second.redirect_chain[-1][0].partition("?")[0], {"do": "skip"})
    assert set(IncidentHit.objects.values_list("state", flat=True)) == {"done", "skipped"}
    assert client.get(f"/zdarzenia/{row.pk}/przejrzyj/").headers["Location"] == f"/zdarzenia/{row.pk}/"


def test_a_text_with_a_gap_comes_back_with_the_reason_and_stays_for_later(
    desk: Morning, seen_by: Callable[[User], Client]
) -> None:
    client = seen_by(desk.bolek)
    row = marked(desk, client, "late")
    url = client.get(f"/zdarzenia/{row.pk}/przejrzyj/").headers["Location"]
    answer = client.post(url, {"text": "Dzień dobry,\nwyślemy {{kiedy}}.", "do": "send"})
    assert answer.status_code == 422
    assert "{{kiedy}}" in answer.content.decode()
    assert "{{kiedy}}" in client.get(url).content.decode()


def test_conversations_chosen_in_messages_go_into_a_new_incident(
    desk: Morning, seen_by: Callable[[User], Client]
) -> None:
    client, case = seen_by(desk.bolek), desk.cases["parcel"]
    offered = client.post("/zdarzenia/zaznacz/", {"case": [case.pk]}).content.decode()
    assert f"/zdarzenia/nowe/?sprawy={case.pk}" in offered
    row = made(desk, client, sprawy=str(case.pk))
    assert IncidentHit.objects.get(incident=row).case == case


def test_the_buyers_conversation_says_to_which_incident_it_belongs_and_holds_its_text(
    desk: Morning, seen_by: Callable[[User], Client]
) -> None:
    client, case = seen_by(desk.bolek), desk.cases["parcel"]
    row = made(desk, client, sprawy=str(case.pk))
    shown = client.get(f"/wiadomosci/{case.pk}/").content.decode()
    assert f"/zdarzenia/{row.pk}/" in shown
    client.post(f"/zdarzenia/{row.pk}/wstaw/{case.pk}/")
    assert TEXT in Draft.objects.get(case=case, user=desk.bolek).text


def test_a_closed_one_is_still_read(desk: Morning, seen_by: Callable[[User], Client]) -> None:
    client = seen_by(desk.bolek)
    row = marked(desk, client, "late")
    client.post(f"/zdarzenia/{row.pk}/stan/", {"do": "end"})
    assert "wyślemy jutro" in client.get(f"/zdarzenia/{row.pk}/").content.decode()
    assert "Kurier" in client.get("/zdarzenia/").content.decode()
    hit = IncidentHit.objects.get()
    assert client.get(f"/zdarzenia/{row.pk}/przejrzyj/{hit.pk}/").status_code == 303


def test_a_template_is_where_a_text_may_begin(desk: Morning, seen_by: Callable[[User], Client]) -> None:
    client = seen_by(desk.bolek)
    page = client.get("/zdarzenia/nowe/").content.decode()
    ref = re.search(r'<option value="([a-z_-]+)">', page)
    assert ref is not None
    begun = client.get("/zdarzenia/nowe/", {"szablon": ref.group(1)}).content.decode()
    assert "{{" in begun.partition('id="id_text_pl"')[2].partition("</textarea>")[0] or "Dzie" in begun


def test_a_text_for_one_channel_is_kept_beside_the_others_and_goes_where_it_belongs(
    desk: Morning, seen_by: Callable[[User], Client]
) -> None:
    client = seen_by(desk.bolek)
    row = made(desk, client, text_pl_allegro="Dzień dobry,\nwyślemy jutro przez Allegro.")
    assert set(row.texts) == {"pl", "pl@allegro"}
    form = client.get(f"/zdarzenia/{row.pk}/tekst/").content.decode()
    assert "wyślemy jutro przez Allegro" in form
    given = {"name": "Kurier", "cause": "carrier", "text_pl": TEXT, "text_pl_allegro": "Inny tekst."}
    client.post(f"/zdarzenia/{row.pk}/tekst/", given)
    row.refresh_from_db()
    assert row.texts["pl@allegro"] == "Inny tekst."
    client.post(f"/zdarzenia/{row.pk}/kogo/", {"order": [desk.orders["late"].pk]})
    assert "Inny tekst." in client.get(f"/zdarzenia/{row.pk}/przejrzyj/", follow=True).content.decode()
    assert "Inny tekst." in client.get(f"/zdarzenia/{row.pk}/").content.decode()


def test_an_incident_begins_at_an_offer_and_finds_who_bought_it(
    desk: Morning, seen_by: Callable[[User], Client]
) -> None:
    client, order = seen_by(desk.bolek), desk.orders["late"]
    offer = order.fact["lines"][0]["offer_id"]
    page = client.get(f"/zamowienia/{order.pk}/").content.decode()
    assert f"/zdarzenia/nowe/?towar={offer}" in page
    assert f'name="towar" value="{offer}"' in client.get(f"/zdarzenia/nowe/?towar={offer}").content.decode()
    given = {"name": "Wada", "cause": "batch", "text_pl": TEXT, "towar": offer}
    answer = client.post("/zdarzenia/nowe/", given)
    assert f"towar={offer}" in answer.headers["Location"]
    assert f'name="order" value="{order.pk}"' in client.get(answer.headers["Location"]).content.decode()


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def test_a_file_is_attached_once_goes_with_each_answer_and_may_be_left_out(
    desk: Morning, seen_by: Callable[[User], Client], settings: Any, tmp_path: Path
) -> None:
    settings.ATTACHMENTS_DIR = tmp_path
    client = seen_by(desk.bolek)
    row = marked(desk, client, "late", "no_number")
    for name in ("wada.png", "wada.png"):
        client.post(f"/zdarzenia/{row.pk}/pliki/", {"file": SimpleUploadedFile(name, PNG, "image/png")})
    file = IncidentFile.objects.get()
    assert "wada.png" in client.get(f"/zdarzenia/{row.pk}/").content.decode()
    url = client.get(f"/zdarzenia/{row.pk}/przejrzyj/").headers["Location"]
    assert f'name="plik" value="{file.pk}" checked' in client.get(url).content.decode()
    client.post(url, {"text": TEXT, "do": "send", "plik": file.pk})
    sent = OutgoingFile.objects.get()
    assert (sent.name, sent.sha256) == ("wada.png", file.sha256)
    url = client.get(f"/zdarzenia/{row.pk}/przejrzyj/").headers["Location"]
    client.post(url, {"text": TEXT, "do": "send"})
    assert Outgoing.objects.filter(text__contains="kurier dziś").count() == 2
    assert OutgoingFile.objects.count() == 1
    client.post(f"/zdarzenia/{row.pk}/pliki/{file.pk}/usun/")
    assert not IncidentFile.objects.exists()
    assert OutgoingFile.objects.count() == 1


def test_a_file_that_is_none_or_too_many_are_refused_in_words(
    desk: Morning, seen_by: Callable[[User], Client], settings: Any, tmp_path: Path
) -> None:
    settings.ATTACHMENTS_DIR = tmp_path
    client = seen_by(desk.bolek)
    row = made(desk, client)
    for number in range(7):
        file = SimpleUploadedFile(f"{number}.png", PNG + bytes([number]), "image/png")
        client.post(f"/zdarzenia/{row.pk}/pliki/", {"file": file})
    client.post(f"/zdarzenia/{row.pk}/pliki/", {"file": SimpleUploadedFile("x.png", b"", "image/png")})
    assert IncidentFile.objects.count() == 5
    assert seen_by(desk.celina).post(f"/zdarzenia/{row.pk}/pliki/").status_code == 404

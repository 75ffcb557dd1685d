"""Wishes and praise on the screens: noted, listed by offer, settled, written to a file."""

import csv
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kontuar.store.models import Draft, Message, Praise, Suggestion, SuggestionAsk, User
from tests.web.stock import Morning, Stock

pytestmark = pytest.mark.django_db


def noted(desk: Morning, client: Client, text: str = "=czarny kubek") -> Suggestion:
    case = desk.cases["parcel"]
    message = Message.objects.filter(case=case, role="buyer").latest("written_at")
    client.post(f"/wiadomosci/{case.pk}/glos/zyczenie/", {"s-message": message.pk, "s-text": text})
    return Suggestion.objects.get()


def rows_of(client: Client, url: str) -> list[list[str]]:
    return list(csv.reader(client.get(url).content.decode("utf-8-sig").splitlines()))


def test_a_wish_is_noted_listed_settled_and_told(desk: Morning, seen_by: Callable[[User], Client]) -> None:
    client, case = seen_by(desk.bolek), desk.cases["parcel"]
    row = noted(desk, client)
    assert "=czarny kubek" in client.get("/sugestie/").content.decode()
    assert "=czarny kubek" in client.get(f"/wiadomosci/{case.pk}/glos/").content.decode()
    page = f"/sugestie/{row.pk}/"
    answer = client.post(page, {"text": row.text, "status": "declined"})
    assert answer.status_code == 422
    client.post(page, {"text": row.text, "status": "done"})
    ask = SuggestionAsk.objects.get()
    assert f"/sugestie/prosba/{ask.pk}/szkic/" in client.get(page).content.decode()
    client.post(f"/sugestie/prosba/{ask.pk}/szkic/")
    assert "czarny kubek" in Draft.objects.get(case=case, user=desk.bolek).text
    client.post(f"/sugestie/prosba/{ask.pk}/cofnij/")
    assert not Suggestion.objects.exists()


def test_the_file_holds_no_formula_and_no_buyer(desk: Morning, seen_by: Callable[[User], Client]) -> None:
    client = seen_by(desk.bolek)
    noted(desk, client)
    head, line = rows_of(client, "/sugestie/plik/?f=all")
    assert len(head) == len(line)
    assert "'=czarny kubek" in line
    assert desk.cases["parcel"].buyer.login not in ",".join(line)


def test_praise_is_counted_by_month_and_person(desk: Morning, seen_by: Callable[[User], Client]) -> None:
    client, case = seen_by(desk.bolek), desk.cases["parcel"]
    message = Message.objects.filter(case=case, role="buyer").latest("written_at")
    given = {"p-message": message.pk, "p-person": desk.bolek.pk, "p-what": "speed"}
    client.post(f"/wiadomosci/{case.pk}/glos/pochwala/", given)
    assert str(desk.bolek) in client.get("/pochwaly/").content.decode()
    _head, line = rows_of(client, "/pochwaly/plik/")
    assert (line[1], line[3]) == (str(desk.bolek), "1")
    client.post(f"/pochwaly/{Praise.objects.get().pk}/cofnij/")
    assert len(rows_of(client, "/pochwaly/plik/")) == 1


def test_the_register_of_others_does_not_exist(desk: Morning, seen_by: Callable[[User], Client]) -> None:
    row = noted(desk, seen_by(desk.bolek))
    stranger = seen_by(desk.celina)
    assert stranger.get(f"/sugestie/{row.pk}/").status_code == 404
    assert "czarny kubek" not in stranger.get("/sugestie/?f=all").content.decode()
    assert "czarny kubek" not in stranger.get("/sugestie/plik/?f=all").content.decode()


def test_praise_is_proposed_and_counted_only_by_a_click(
    desk: Morning, seen_by: Callable[[User], Client]
) -> None:
    stock, hour = Stock(timezone.now()), timedelta(hours=1)
    buyer = stock.buyer(desk.klamka, "zadowolona")
    stock.case(buyer, ("buyer", 2 * hour, "Bardzo dziękuję za szybką odpowiedź!"))
    stock.case(buyer, ("buyer", 3 * hour, "Jestem zachwycona, świetna jakość."))
    client = seen_by(desk.bolek)
    page = client.get("/pochwaly/").content.decode()
    assert "szybką odpowiedź" in page
    assert not Praise.objects.exists(), "nothing is counted by itself"
    assert "szybką odpowiedź" not in seen_by(desk.celina).get("/pochwaly/").content.decode()
    first, second = Message.objects.filter(case__buyer=buyer).order_by("-written_at")
    client.post(f"/pochwaly/{first.pk}/licz/", {"what": "speed", "person": desk.bolek.pk})
    row = Praise.objects.get()
    assert (row.message_id, row.what, row.person) == (first.pk, "speed", desk.bolek)
    client.post(f"/pochwaly/{second.pk}/nie/")
    assert f"/pochwaly/{second.pk}/nie/" not in client.get("/pochwaly/").content.decode()
    assert Praise.objects.count() == 1

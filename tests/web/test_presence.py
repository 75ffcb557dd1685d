"""Who else is at a conversation: off by default, told where it is on, never a lock."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kontuar.actions import presence, reply
from kontuar.store.models import CaseLook, Desk, Draft, Outgoing, User
from kontuar.store.queries import presence as query
from tests.web.stock import Morning

pytestmark = pytest.mark.django_db


def switched_on(desk: Morning, client: Client) -> None:
    client.post("/zespol/obecnosc/", {"is_on": "on"})
    assert Desk.objects.get().shows_presence


def test_off_nothing_is_noted_and_nothing_told(desk: Morning, seen_by: Callable[[User], Client]) -> None:
    case, client = desk.cases["parcel"], seen_by(desk.bolek)
    assert 'id="presence"' not in client.get(f"/wiadomosci/{case.pk}/").content.decode()
    assert client.get(f"/wiadomosci/{case.pk}/nowe/?ile=999").status_code == 204
    assert not CaseLook.objects.exists()


def test_on_a_colleague_who_looks_is_named_by_the_poll_that_asks_for_news(
    desk: Morning, seen_by: Callable[[User], Client]
) -> None:
    ala, bolek, case = seen_by(desk.ala), seen_by(desk.bolek), desk.cases["parcel"]
    switched_on(desk, ala)
    ala.get(f"/wiadomosci/{case.pk}/")
    answer = bolek.get(f"/wiadomosci/{case.pk}/nowe/?ile=999")
    assert str(desk.ala) in answer.content.decode()
    assert str(desk.bolek) not in answer.content.decode()
    assert answer.headers["HX-Reswap"] == "none"


def test_who_has_typed_is_told_as_writing_and_is_forgotten_soon(desk: Morning) -> None:
    case, now = desk.cases["parcel"], timezone.now()
    presence.note(case.pk, desk.ala, now=now)
    reply.save_draft(case, desk.ala, "Dzień dobry", now=now)
    assert query.others(case.pk, desk.bolek, now=now).writing == (str(desk.ala),)
    later = now + timedelta(seconds=55)
    assert query.others(case.pk, desk.bolek, now=later).looking == ()
    assert query.others(case.pk, desk.bolek, now=now + timedelta(minutes=2)) == query.Here()


def test_a_look_is_written_at_most_every_half_minute_and_swept_out(desk: Morning) -> None:
    case, now = desk.cases["parcel"], timezone.now()
    presence.note(case.pk, desk.ala, now=now)
    presence.note(case.pk, desk.ala, now=now + timedelta(seconds=15))
    assert CaseLook.objects.get().seen_at == now
    presence.note(case.pk, desk.ala, now=now + timedelta(seconds=30))
    assert CaseLook.objects.get().seen_at == now + timedelta(seconds=30)
    presence.note(case.pk, desk.bolek, now=now + timedelta(days=2))
    assert CaseLook.objects.get().user == desk.bolek


def test_only_an_owner_switches_it_and_switched_off_it_forgets(
    desk: Morning, seen_by: Callable[[User], Client]
) -> None:
    seen_by(desk.bolek).post("/zespol/obecnosc/", {"is_on": "on"})
    assert not Desk.objects.filter(shows_presence=True).exists()
    owner = seen_by(desk.ala)
    switched_on(desk, owner)
    presence.note(desk.cases["parcel"].pk, desk.bolek, now=timezone.now())
    owner.post("/zespol/obecnosc/", {})
    assert not CaseLook.objects.exists()


def test_an_answer_of_a_colleague_meanwhile_is_told_once_and_locks_nothing(
    desk: Morning, seen_by: Callable[[User], Client]
) -> None:
    case, client = desk.cases["parcel"], seen_by(desk.bolek)
    opened = timezone.now() - timedelta(minutes=5)
    Outgoing.objects.create(
        account=case.account, case=case, thread_external_id="t", buyer_login="x", text="Już wysłane.",
        state="held", not_before=timezone.now(), composed_at=timezone.now(), composed_by=desk.ala,
    )  # fmt: skip
    seen = case.last_buyer_at.isoformat() if case.last_buyer_at else ""
    form = {"text": "Paczka wyjdzie jutro, przepraszamy.", "seen": seen, "then": "keep"}
    answer = client.post(f"/wiadomosci/{case.pk}/odpowiedz/", {**form, "opened": opened.isoformat()})
    assert answer.status_code == 422
    assert str(desk.ala) in answer.content.decode()
    assert "Paczka wyjdzie jutro" in Draft.objects.get(case=case, user=desk.bolek).text
    again = {**form, "opened": timezone.now().isoformat()}
    assert client.post(f"/wiadomosci/{case.pk}/odpowiedz/", again).status_code == 303

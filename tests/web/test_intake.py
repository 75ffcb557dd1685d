"""Talks of places without an interface on the screens: made, noted, answered, said to be sent, taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kontuar.actions import index, intake, intake_places
from kontuar.actions.intake import Noted
from kontuar.actions.intake_places import Place
from kontuar.store.models import Account, AccountAccess, Buyer, Case, Duty, Message, Outgoing, User
from tests.web.stock import Morning

pytestmark = pytest.mark.django_db
type SeenBy = Callable[[User], Client]
LINK = "https://www.olx.pl/rozmowa/77"


def a_place(desk: Morning, **more: object) -> Account:
    account = intake_places.add(desk.ala, Place(name="OLX", **more), now=timezone.now())  # type: ignore[arg-type]
    AccountAccess.objects.create(user=desk.bolek, account=account, role="agent")
    return account


def a_talk(desk: Morning, account: Account, *, link: str = LINK) -> Case:
    noted = Noted(
        who="Kasia K.",
        text="Czy stół <b>jest</b>?",
        written_at=timezone.now() - timedelta(hours=1),
        link=link,
    )
    return intake.begin(account, desk.bolek, noted, now=timezone.now()).case


def test_an_owner_adds_a_place_and_it_is_shown_as_what_it_is(desk: Morning, seen_by: SeenBy) -> None:
    client = seen_by(desk.ala)
    assert client.get("/konta/polacz/?place=elsewhere").headers["Location"] == "/konta/polacz/miejsce/"
    wrong = client.post(
        "/konta/polacz/miejsce/", {"name": "OLX", "inbox": "javascript:1", "answer_hours": "4"}
    )
    assert wrong.status_code == 422
    assert 'value="javascript:1"' in wrong.content.decode()
    given = {"name": "OLX", "inbox": "https://www.olx.pl/poczta/", "answer_hours": "4", "text_limit": ""}
    made = client.post("/konta/polacz/miejsce/", given)
    account = Account.objects.get(platform="elsewhere")
    assert made.headers["Location"] == f"/konta/{account.pk}/"
    page = client.get(f"/konta/{account.pk}/").content.decode()
    assert "https://www.olx.pl/poczta/" in page
    assert f"/konta/{account.pk}/wysylanie/" not in page
    changed = client.post(f"/konta/{account.pk}/miejsce/", {**given, "answer_hours": "8"})
    assert changed.status_code == 303
    account.refresh_from_db()
    assert account.settings["answer_hours"] == 8
    assert seen_by(desk.bolek).post("/konta/polacz/miejsce/", given).status_code == 403


def test_a_talk_is_noted_and_stands_on_today_and_in_the_inbox(desk: Morning, seen_by: SeenBy) -> None:
    account, client = a_place(desk), seen_by(desk.bolek)
    given = {"place": account.pk, "who": "Kasia K.", "text": "Czy stół <b>jest</b>?", "link": LINK}
    answer = client.post("/wiadomosci/zanotuj/", given)
    case = Case.objects.get(account=account)
    assert answer.headers["Location"] == f"/wiadomosci/{case.pk}/"
    talk = client.get(f"/wiadomosci/{case.pk}/").content.decode()
    assert "Czy stół &lt;b&gt;jest&lt;/b&gt;?" in talk
    assert LINK in talk
    assert "data-by-hand" in talk
    assert 'type="file"' not in talk
    assert Duty.objects.get(case=case).origin == "own"
    assert "Kasia K." in client.get("/").content.decode()
    assert "Kasia K." in client.get("/wiadomosci/").content.decode()


@pytest.mark.parametrize(
    "wrong", [{"text": " "}, {"text": "x" * 20_500}, {"who": ""}, {"link": "file:///etc"}]
)
def test_what_was_typed_stays_when_it_cannot_be_kept(
    desk: Morning, seen_by: SeenBy, wrong: dict[str, str]
) -> None:
    account, client = a_place(desk), seen_by(desk.bolek)
    given = {"place": account.pk, "who": "Kasia K.", "text": "Czy stół jest?", "link": LINK, **wrong}
    answer = client.post("/wiadomosci/zanotuj/", given)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Case.objects.filter(account=account).exists()


def test_the_answer_is_held_until_the_person_says_it_is_there(desk: Morning, seen_by: SeenBy) -> None:
    client, case = seen_by(desk.bolek), a_talk(desk, a_place(desk))
    seen = case.last_buyer_at.isoformat()
    client.post(f"/wiadomosci/{case.pk}/odpowiedz/", {"text": "Tak, jest.", "then": "close", "seen": seen})
    row = Outgoing.objects.get(case=case)
    assert (row.state, row.hold_reason) == ("held", "by_hand")
    talk = client.get(f"/wiadomosci/{case.pk}/").content.decode()
    assert f"/wiadomosci/nasze/{row.pk}/wyslane-tam/" in talk
    assert f"/wiadomosci/nasze/{row.pk}/teraz/" not in talk
    assert f'data-copy-ours="out-{row.pk}"' in talk
    assert client.get("/wychodzace/").status_code == 200
    assert client.get("/").status_code == 200
    client.post(f"/wiadomosci/nasze/{row.pk}/wyslane-tam/")
    assert not Duty.objects.filter(case=case).exists()
    said = client.get(f"/wiadomosci/{case.pk}/").content.decode()
    assert f"/wiadomosci/nasze/{row.pk}/nie-wyslane/" in said
    client.post(f"/wiadomosci/nasze/{row.pk}/nie-wyslane/")
    assert Duty.objects.filter(case=case).exists()
    assert Message.objects.filter(case=case).count() == 1


def test_what_they_wrote_back_is_noted_under_the_composer(desk: Morning, seen_by: SeenBy) -> None:
    client, case = seen_by(desk.bolek), a_talk(desk, a_place(desk))
    url = f"/wiadomosci/{case.pk}/zanotuj/"
    assert url in client.get(f"/wiadomosci/{case.pk}/").content.decode()
    assert client.get(url).status_code == 200
    assert client.post(url, {"text": "", "side": "they"}).status_code == 422
    client.post(url, {"text": "Halo?", "side": "they"})
    client.post(url, {"text": "Halo?", "side": "they", "day": "2099-01-01"})
    assert Message.objects.filter(case=case).count() == 2


def test_the_person_is_tied_to_a_buyer_we_know_and_untied(desk: Morning, seen_by: SeenBy) -> None:
    client, case = seen_by(desk.bolek), a_talk(desk, a_place(desk))
    known = desk.cases["parcel"]
    index.buyers({known.buyer_id})
    url = f"/wiadomosci/{case.pk}/kto-to/"
    found = client.get(url, {"q": known.buyer.login}).content.decode()
    assert f'value="{known.buyer_id}"' in found
    client.post(url, {"kto": known.buyer_id})
    assert f"/wiadomosci/{known.pk}/" in client.get(f"/wiadomosci/{case.pk}/").content.decode()
    assert f"/wiadomosci/{case.pk}/" in client.get(f"/wiadomosci/{known.pk}/").content.decode()
    client.post(f"{url}rozlacz/")
    assert Buyer.objects.get(pk=case.buyer_id).person is None
    assert client.post(url, {"kto": "999999"}).status_code == 404


def test_a_viewer_reads_and_notes_nothing(desk: Morning, seen_by: SeenBy) -> None:
    account = a_place(desk)
    case = a_talk(desk, account)
    AccountAccess.objects.filter(user=desk.bolek, account=account).update(role="viewer")
    viewer = seen_by(desk.bolek)
    talk = viewer.get(f"/wiadomosci/{case.pk}/").content.decode()
    assert f"/wiadomosci/{case.pk}/zanotuj/" not in talk
    assert f"/wiadomosci/{case.pk}/kto-to/" not in talk
    assert viewer.get(f"/wiadomosci/{case.pk}/zanotuj/").status_code == 404
    assert viewer.get(f"/wiadomosci/{case.pk}/kto-to/").status_code == 404
    assert viewer.get(f"/konta/{account.pk}/miejsce/").status_code == 404
    given = {"place": account.pk, "who": "X", "text": "Y"}
    assert viewer.post("/wiadomosci/zanotuj/", given).status_code == 422
    assert seen_by(desk.celina).get(f"/wiadomosci/{case.pk}/zanotuj/").status_code == 404


def test_an_answer_from_today_is_handed_over_in_its_place(desk: Morning, seen_by: SeenBy) -> None:
    client, case = seen_by(desk.bolek), a_talk(desk, a_place(desk, signature="Sklep Klamka"))
    url, seen = f"/wiadomosci/{case.pk}/", case.last_buyer_at.isoformat()
    assert "data-by-hand" in client.get(f"{url}w-miejscu/").content.decode()
    given = {"text": "Tak, jest.", "then": "close", "seen": seen, "place": "today"}
    shown = client.post(f"{url}odpowiedz/", given, headers={"HX-Request": "true"}).content.decode()
    assert LINK in shown
    assert "Sklep Klamka" in shown
    assert "/wyslane-tam/" in shown

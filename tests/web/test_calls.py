"""The note of a call on the screens, and the script beside it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kontuar.store.models import AccountAccess, Duty, PhoneCall, User
from tests.web.stock import Morning

pytestmark = pytest.mark.django_db


def test_a_call_is_noted_and_stands_in_the_talk(desk: Morning, seen_by: Callable[[User], Client]) -> None:
    client, case = seen_by(desk.bolek), desk.cases["parcel"]
    url = f"/wiadomosci/{case.pk}/telefon/"
    day = (timezone.now() + timedelta(days=3)).date()
    given = {
        "side": "they",
        "caller": "Pani Hanna",
        "text": "Paczka <b>nie</b> doszła.",
        "promise": "sprawdzimy u przewoźnika",
        "day": day.isoformat(),
        "number": "600 100 200",
    }
    assert client.post(url, given).status_code == 303
    talk = client.get(f"/wiadomosci/{case.pk}/").content.decode()
    assert 'class="said note call"' in talk
    assert "Paczka &lt;b&gt;nie&lt;/b&gt; doszła." in talk
    assert "sprawdzimy u przewoźnika" in talk
    assert "600 100 200" in talk
    assert Duty.objects.filter(case=case, kind="promised").exists()
    client.post(f"{url}{PhoneCall.objects.get().note_id}/numer/")
    assert "600 100 200" not in client.get(f"/wiadomosci/{case.pk}/").content.decode()


def test_the_script_is_built_from_the_case(desk: Morning, seen_by: Callable[[User], Client]) -> None:
    case = desk.cases["parcel"]
    page = seen_by(desk.bolek).get(f"/wiadomosci/{case.pk}/telefon/").content.decode()
    assert str(desk.bolek) in page
    assert str(case.account) in page
    assert case.order is not None
    assert case.order.external_id in page


def test_what_was_typed_stays_when_it_cannot_be_kept(
    desk: Morning, seen_by: Callable[[User], Client]
) -> None:
    client, case = seen_by(desk.bolek), desk.cases["parcel"]
    answer = client.post(
        f"/wiadomosci/{case.pk}/telefon/", {"side": "we", "text": "Rozmowa o śrubce", "number": "600 100 200"}
    )
    assert answer.status_code == 422
    assert "Rozmowa o śrubce" in answer.content.decode()
    assert not PhoneCall.objects.exists()


def test_a_viewer_sees_the_note_and_writes_none(desk: Morning, seen_by: Callable[[User], Client]) -> None:
    case = desk.cases["parcel"]
    AccountAccess.objects.filter(user=desk.bolek, account=case.account).update(role="viewer")
    viewer = seen_by(desk.bolek)
    assert viewer.get(f"/wiadomosci/{case.pk}/telefon/").status_code == 404
    assert "/telefon/" not in viewer.get(f"/wiadomosci/{case.pk}/").content.decode()

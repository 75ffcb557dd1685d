"""Lists people keep and several conversations at once, on the screens."""

from collections.abc import Callable

import pytest
from django.test import Client

from kontuar.store.models import BulkChange, Case, SavedView, User
from tests.web.stock import Morning

pytestmark = pytest.mark.django_db


def test_a_list_is_kept_opened_counted_and_removed(desk: Morning, seen_by: Callable[[User], Client]) -> None:
    client = seen_by(desk.bolek)
    client.post(
        "/wiadomosci/listy/", {"name": "Rozmowy Ali", "assignee": str(desk.ala.pk), "is_shared": "on"}
    )
    view = SavedView.objects.get()
    page = client.get(f"/wiadomosci/?w={view.pk}").content.decode()
    assert "Rozmowy Ali" in page
    assert desk.cases["parcel"].buyer.login in page
    assert 'class="count"' in client.get("/wiadomosci/listy/liczby/").content.decode()
    client.post(f"/wiadomosci/listy/{view.pk}/usun/")
    assert not SavedView.objects.exists()


def test_several_are_given_away_and_taken_back(desk: Morning, seen_by: Callable[[User], Client]) -> None:
    client, case = seen_by(desk.bolek), desk.cases["parcel"]
    assert f'value="{case.pk}"' in client.get("/wiadomosci/kilka/").content.decode()
    answer = client.post("/wiadomosci/kilka/zrob/", {"case": [case.pk], "to": str(desk.bolek.pk)})
    assert Case.objects.get(pk=case.pk).assignee == desk.bolek
    change = BulkChange.objects.get()
    assert f"/cofnij/{change.pk}/" in client.get(answer.headers["Location"]).content.decode()
    client.post(f"/wiadomosci/kilka/cofnij/{change.pk}/")
    assert Case.objects.get(pk=case.pk).assignee == desk.ala

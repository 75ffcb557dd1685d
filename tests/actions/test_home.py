"""A copied or restored database starts watch-only with everything unsent as unsure."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction

from kontuar.actions import accounts, home
from kontuar.store.models import Account, Case, Desk, Outgoing
from tests.shop import NOW, Shop
from tests.talk import answered, cases, said, take_in, thread

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def marker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "HOME"
    monkeypatch.setattr(home, "_marker_path", lambda: path)
    return path


def queued(shop: Shop) -> Outgoing:
    take_in(shop.account, thread(), said("m1", NOW), now=NOW)
    case: Case = cases(shop.account)[0]
    return Outgoing.objects.create(
        key=uuid4(),
        account=shop.account,
        case=case,
        buyer_login="kupujacy-7",
        text="Dzień dobry",
        state=Outgoing.State.QUEUED,
        not_before=NOW,
        composed_at=NOW,
    )


def is_safe(row: Outgoing) -> bool:
    row.refresh_from_db()
    return row.state == Outgoing.State.UNSURE and not Account.objects.filter(is_watch_only=False).exists()


def test_a_plain_restart_changes_nothing(shop: Shop, marker: Path) -> None:
    row = queued(shop)
    assert not home.check_home(NOW)
    assert not home.check_home(NOW)
    row.refresh_from_db()
    assert row.state == Outgoing.State.QUEUED


def test_a_database_in_another_place_is_a_copy(
    shop: Shop, marker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.check_home(NOW)
    row = queued(shop)
    monkeypatch.setattr(home, "_place_of_database", lambda: "elsewhere")
    assert home.check_home(NOW)
    assert is_safe(row)
    assert not home.check_home(NOW)


def test_an_older_state_put_back_over_the_same_file_is_noticed(shop: Shop, marker: Path) -> None:
    home.check_home(NOW)
    row = queued(shop)
    Desk.objects.update(generation=0)
    marker.write_text(json.dumps({**json.loads(marker.read_text()), "generation": 5}))
    assert home.check_home(NOW)
    assert is_safe(row)


def test_another_desks_database_in_this_folder_is_noticed(shop: Shop, marker: Path) -> None:
    home.check_home(NOW)
    row = queued(shop)
    Desk.objects.update(home="somebody-elses")
    assert home.check_home(NOW)
    assert is_safe(row)


def test_another_machine_joining_the_same_database_is_no_copy(shop: Shop, marker: Path) -> None:
    home.check_home(NOW)
    row = queued(shop)
    marker.unlink()
    assert not home.check_home(NOW)
    row.refresh_from_db()
    assert row.state == Outgoing.State.QUEUED


def test_a_restored_message_is_recognised_when_its_thread_shows_it(
    shop: Shop, marker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.check_home(NOW)
    row = queued(shop)
    Outgoing.objects.filter(pk=row.pk).update(thread_external_id="t1")
    monkeypatch.setattr(home, "_place_of_database", lambda: "elsewhere")
    assert home.check_home(NOW + timedelta(hours=3))
    take_in(shop.account, answered("m2", NOW + timedelta(hours=1), row.text), now=NOW + timedelta(hours=3))
    row.refresh_from_db()
    assert row.state == Outgoing.State.DELIVERED
    assert row.sending_at == row.composed_at


def test_a_copy_neither_reads_nor_renews_until_a_person_resumes(
    shop: Shop, marker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Account.objects.filter(pk=shop.other.pk).update(is_watch_only=True)
    home.check_home(NOW)
    monkeypatch.setattr(home, "_place_of_database", lambda: "elsewhere")
    assert home.check_home(NOW)
    found = set(Account.objects.values_list("state", "is_watch_only", "watch_only_reason"))
    assert found == {("paused", True, "copied")}
    shop.account.refresh_from_db()
    accounts.resume(shop.account, shop.ala, now=NOW)
    shop.account.refresh_from_db()
    assert shop.account.state == Account.State.ACTIVE


def test_a_start_that_is_rolled_back_leaves_the_marker_as_it_was(shop: Shop, marker: Path) -> None:
    home.check_home(NOW)
    before = marker.read_text()
    with transaction.atomic():
        home.check_home(NOW)
        transaction.set_rollback(True)
    assert marker.read_text() == before
    assert not home.check_home(NOW)

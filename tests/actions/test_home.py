"""A copied or restored database starts watch-only with everything unsent as unsure."""

import json
from pathlib import Path
from uuid import uuid4

import pytest

from kontuar.actions import home
from kontuar.store.models import Account, Case, Desk, Outgoing
from tests.shop import NOW, Shop
from tests.talk import cases, said, take_in, thread

pytestmark = pytest.mark.django_db


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

"""The doctor's report and the log name nobody, however much goes wrong."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from kontuar.cli.load import log_to_stderr
from kontuar.cli.main import main
from kontuar.store.models import Account, Order, Stream
from kontuar.worker.sweep import Lane
from kontuar.worker.turns import Turns
from tests.privacy import person
from tests.shop import Shop


@pytest.mark.django_db(transaction=True)
def test_the_report_of_the_doctor_names_nobody(
    shop: Shop,
    mailbox: Account,
    folder: Path,
    quiet_commands: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    person.fill(shop, mailbox)
    Account.objects.update(label=f"Sklep {person.MARK}", state="signed_out")
    Stream.objects.update(last_error="Temporary", last_error_text=f"no answer for {person.MARK}", failures=9)
    (folder / "kontuar.sqlite3").touch()
    monkeypatch.setenv("KONTUAR_DATA", str(folder))
    main(["doctor"])
    assert person.MARK in capsys.readouterr().out, "at one's own desk names are told"
    main(["doctor", "--report"])
    told = capsys.readouterr()
    assert "sign in again" in told.out
    assert person.MARK not in (told.out + told.err).lower()


@pytest.mark.django_db(transaction=True)
def test_the_log_of_a_run_in_which_everything_fails_names_nobody(
    shop: Shop, mailbox: Account, quiet_commands: None, capsys: pytest.CaptureFixture[str]
) -> None:
    person.fill(shop, mailbox)
    now = timezone.now()
    broken = {"state": person.MARK, "buyer_name": f"Anna {person.MARK}ska"}
    Order.objects.update(fact=broken, reassess_at=now - timedelta(hours=1))
    Stream.objects.update(next_pull_at=now - timedelta(hours=1), cursor={"after": person.MARK})
    log_to_stderr("debug")
    turns = Turns(owner="test", stop=threading.Event(), clock=timezone.now)
    for lane in ("judge", "night", "spool", "index"):
        turns.take(Lane(lane))
    turns.take(Lane("live", shop.account.pk))
    shown = capsys.readouterr().err
    assert "worker.lane_failed" in shown
    assert person.MARK not in shown.lower()
